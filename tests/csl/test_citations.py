"""Citations: groups and conditions, positions, collapsing, telling apart, working interactively."""

import pytest

from citekit.csl import Cite, Cluster, UnknownItemError
from tests.csl.support import book, cited, engine, listed, person, style

AUTHOR = '<names variable="author"><name form="short" and="text" initialize-with=". "/></names>'
YEAR = '<date variable="issued"><date-part name="year"/></date>'
AUTHOR_DATE = f'<group delimiter=" ">{AUTHOR}{YEAR}</group>'
AROUND = 'prefix="(" suffix=")" delimiter="; "'
SUFFIX = 'disambiguate-add-year-suffix="true"'


def test_a_group_whose_variables_are_empty_vanishes() -> None:
    csl = style('<group><text term="in"/><text variable="volume" prefix=" "/></group>'
                '<text variable="title"/>')  # fmt: skip
    assert cited(csl, book()) == "Words"
    assert cited(csl, book(volume="2")) == "in 2Words"


def test_so_does_a_macro() -> None:
    macro = '<macro name="m"><text value="["/><text variable="volume"/></macro>'
    assert (
        cited(style('<text macro="m"/><text variable="title"/>', before=macro), book()) == "Words"
    )


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        ('type="book"', True),
        ('type="thesis book" match="any"', True),
        ('type="thesis"', False),
        ('variable="title DOI"', False),
        ('variable="title DOI" match="any"', True),
        ('variable="DOI URL" match="none"', True),
        ('is-numeric="volume"', True),
        ('locator="page"', False),
        ('position="first"', True),
    ],
)
def test_conditions(test: str, holds: bool) -> None:
    csl = style(
        f'<choose><if {test}><text value="yes"/></if><else><text value="no"/></else></choose>'
    )
    assert cited(csl, book(volume="12a")) == ("yes" if holds else "no")


def test_positions_in_notes() -> None:
    csl = style(
        '<choose><if position="ibid-with-locator"><text value="ibid-with-locator"/></if>'
        '<else-if position="ibid"><text value="ibid"/></else-if>'
        '<else-if position="near-note"><text value="near"/></else-if>'
        '<else-if position="subsequent"><text value="subsequent"/></else-if>'
        '<else><text value="first"/></else></choose>',
        class_="note",
    )
    notes = [
        Cluster((Cite("a"),), 1),
        Cluster((Cite("a"),), 2),
        Cluster((Cite("a", "5"),), 3),
        Cluster((Cite("a", "5"),), 4),
        Cluster((Cite("a"),), 5),
        Cluster((Cite("b"), Cite("a")), 6),
        Cluster((Cite("a"),), 7),
        Cluster((Cite("b"),), 20),
    ]
    assert engine(csl, [book("a"), book("b")]).citations(notes) == [
        "first", "ibid", "ibid-with-locator", "ibid", "near", "firstnear", "near", "subsequent",
    ]  # fmt: skip


def three_numbers(collapse: str, *order: int) -> str:
    csl = style('<text variable="citation-number"/>', citation=collapse,
                around='prefix="[" suffix="]" delimiter=", "')  # fmt: skip
    made = engine(csl, [book(str(n)) for n in range(1, 10)])
    made.register(str(n) for n in range(1, 10))
    return made.preview(Cluster(tuple(Cite(str(n)) for n in order)))


def test_citation_numbers_collapse_to_ranges() -> None:
    collapse = 'collapse="citation-number"'
    assert three_numbers(collapse, 1, 2, 3, 5) == "[1–3, 5]"
    assert three_numbers(collapse, 1, 2, 4) == "[1, 2, 4]"
    assert three_numbers(collapse, 3, 2, 1) == "[3, 2, 1]"
    assert three_numbers("", 1, 2, 3) == "[1, 2, 3]"


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ("", "(Doe 2000; Doe 2000; Doe 2001; Roe 2000)"),
        (SUFFIX, "(Doe 2000a; Doe 2000b; Doe 2001; Roe 2000)"),
        (f'{SUFFIX} collapse="year"', "(Doe 2000a, 2000b, 2001; Roe 2000)"),
        (f'{SUFFIX} collapse="year-suffix" year-suffix-delimiter=","', "(Doe 2000a,b, 2001; Roe 2000)"),
        (f'{SUFFIX} collapse="year" after-collapse-delimiter=". "', "(Doe 2000a; 2000b; 2001. Roe 2000)"),
        ('cite-group-delimiter=" + "', "(Doe 2000 + Doe 2000 + Doe 2001; Roe 2000)"),
    ],
)  # fmt: skip
def test_cites_of_one_author_collapse(options: str, printed: str) -> None:
    doe = [person("Doe", "J")]
    items = [
        book("a", author=doe, issued={"date-parts": [[2000]]}),
        book("b", author=doe, issued={"date-parts": [[2000]]}),
        book("c", author=doe, issued={"date-parts": [[2001]]}),
        book("d", author=[person("Roe", "R")], issued={"date-parts": [[2000]]}),
    ]
    assert cited(style(AUTHOR_DATE, citation=options, around=AROUND), *items) == printed


@pytest.mark.parametrize(
    ("collapse", "printed"),
    [
        ("", "(Doe 2000b; Doe 2000a)"),
        ('collapse="year"', "(Doe 2000a, 2000b)"),
        ('collapse="year-suffix" year-suffix-delimiter=","', "(Doe 2000a,b)"),
    ],
)
def test_suffixes_that_collapse_stand_in_their_order(collapse: str, printed: str) -> None:
    doe = [person("Doe", "J")]
    items = [book(i, author=doe, issued={"date-parts": [[2000]]}, title=i) for i in "ba"]
    csl = style(AUTHOR_DATE, citation=f"{SUFFIX} {collapse}", around=AROUND,
                bibliography='<bibliography><sort><key variable="title"/></sort><layout>'
                '<text variable="title"/></layout></bibliography>')  # fmt: skip
    assert cited(csl, *items) == printed


def test_year_suffixes_collapse_to_ranges() -> None:
    options = f'{SUFFIX} collapse="year-suffix-ranged" year-suffix-delimiter=","'
    items = [book(i) for i in "abcd"]
    assert cited(style(AUTHOR_DATE, citation=options, around=AROUND), *items) == (
        "(Qunanbaiuly 1909a–d)"
    )


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ('disambiguate-add-givenname="true"', "(A. Doe 2000; B. Doe 2000)"),
        ('disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names"',
         "(A. Doe 2000; B. Doe 2000)"),
        (SUFFIX, "(Doe 2000a; Doe 2000b)"),
    ],
)  # fmt: skip
def test_given_names_tell_authors_apart(options: str, printed: str) -> None:
    year = {"date-parts": [[2000]]}
    items = [
        book("a", author=[person("Doe", "Anna")], issued=year),
        book("b", author=[person("Doe", "Bolat")], issued=year),
    ]
    assert cited(style(AUTHOR_DATE, citation=options, around=AROUND), *items) == printed


def test_more_names_tell_cites_apart_and_no_more_than_that() -> None:
    options = 'et-al-min="3" et-al-use-first="1" disambiguate-add-names="true"'
    year = {"date-parts": [[2000]]}
    first = [person("Doe"), person("Roe"), person("Moe"), person("Zoe")]
    second = [person("Doe"), person("Poe"), person("Moe"), person("Zoe")]
    items = [book("a", author=first, issued=year), book("b", author=second, issued=year)]
    assert cited(style(AUTHOR_DATE, citation=options, around=AROUND), *items) == (
        "(Doe, Roe, et al. 2000; Doe, Poe, et al. 2000)"
    )
    same = [book("a", author=first, issued=year), book("b", author=first, issued=year)]
    assert cited(style(AUTHOR_DATE, citation=options, around=AROUND), *same) == (
        "(Doe et al. 2000; Doe et al. 2000)"
    )


def test_the_disambiguate_condition_comes_before_year_suffixes() -> None:
    layout = AUTHOR_DATE + (
        '<choose><if disambiguate="true"><text variable="title" prefix=", "/></if></choose>'
    )
    items = [book("a", title="One"), book("b", title="Two"), book("c", title="Two")]
    assert cited(style(layout, citation=SUFFIX, around=AROUND), *items) == (
        "(Qunanbaiuly 1909, One; Qunanbaiuly 1909a, Two; Qunanbaiuly 1909b, Two)"
    )


def test_year_suffixes_follow_the_order_of_the_bibliography() -> None:
    bibliography = (
        f'<bibliography><sort><key variable="title"/></sort><layout>{AUTHOR_DATE}</layout>'
        "</bibliography>"
    )
    csl = style(AUTHOR_DATE, citation=SUFFIX, around=AROUND, bibliography=bibliography)
    items = [book("a", title="Z"), book("b", title="A")]
    assert cited(csl, *items) == "(Qunanbaiuly 1909b; Qunanbaiuly 1909a)"
    assert listed(csl, *items) == ["Qunanbaiuly 1909a", "Qunanbaiuly 1909b"]


def test_author_in_the_text() -> None:
    made = engine(style(AUTHOR_DATE, around=AROUND), [book()])
    assert made.preview(Cluster((Cite("a"),), mode="composite", infix="says")) == (
        "Qunanbaiuly says (1909)"
    )
    assert made.preview(Cluster((Cite("a"),), mode="author-only")) == "Qunanbaiuly"
    assert made.preview(Cluster((Cite("a"),), mode="suppress-author")) == "(1909)"


def test_an_author_writes_around_a_cite() -> None:
    made = engine(style(AUTHOR_DATE, around=AROUND), [book()])
    assert made.cite([Cite("a", prefix="see ", suffix=", <i>passim</i>")]) == (
        "(see Qunanbaiuly 1909, passim)"
    )


def test_only_what_changed_is_rendered_again() -> None:
    csl = style(AUTHOR_DATE, citation=SUFFIX, around=AROUND)
    made = engine(csl, [book("a"), book("b"), book("c", author=[person("Roe")])], uncited=False)
    one, two, three = (Cluster((Cite(i),), id=i) for i in "abc")
    assert made.update([one, three]) == {"a": "(Qunanbaiuly 1909)", "c": "(Roe 1909)"}
    assert made.update([one, three, two]) == {
        "a": "(Qunanbaiuly 1909a)", "b": "(Qunanbaiuly 1909b)",
    }  # fmt: skip
    assert made.update([three, two]) == {"b": "(Qunanbaiuly 1909)"}
    assert [e.id for e in made.bibliography().entries] == []


def test_a_cite_of_nothing() -> None:
    with pytest.raises(UnknownItemError, match="'b', which was not given"):
        engine(style(AUTHOR_DATE), [book()]).cite([Cite("b")])
