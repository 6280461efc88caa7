"""The bibliography: order, numbers, layout, names replaced."""

import pytest

from citekit.csl import Cite
from tests.csl.support import book, engine, listed, person, style

NAMES = '<names variable="author"><name and="text"/></names>'


def bibliography(content: str, attributes: str = "", sort: str = "", around: str = "") -> str:
    element = f"<bibliography {attributes}>{sort}<layout {around}>{content}</layout></bibliography>"
    return style('<text variable="title"/>', bibliography=element)


def titles(key: str, *items: dict[str, object], **options: str) -> list[str]:
    return listed(
        bibliography('<text variable="title"/>', sort=f"<sort>{key}</sort>"), *items, **options
    )


def test_kazakh_letters_have_their_place() -> None:
    items = [book(t, title=t) for t in ("Яр", "Ұлы", "Үміт", "Әбен", "Аб", "Өлең", "Ой")]
    assert titles('<key variable="title"/>', *items, locale="kk-KZ") == [
        "Аб", "Әбен", "Ой", "Өлең", "Ұлы", "Үміт", "Яр",
    ]  # fmt: skip


def test_empty_keys_come_last_in_both_directions() -> None:
    items = [
        book("a", title="A"),
        book("b", title="B", volume="2"),
        book("c", title="C", volume="10"),
    ]
    assert titles('<key variable="volume"/>', *items) == ["B", "C", "A"]
    assert titles('<key variable="volume" sort="descending"/>', *items) == ["C", "B", "A"]


def test_dates_sort_before_christ_too() -> None:
    items = [book(str(y), title=str(y), issued={"date-parts": [[y]]}) for y in (100, -50, 50, -100)]
    assert titles('<key variable="issued"/>', *items) == ["-100", "-50", "50", "100"]


def test_numbers_follow_the_sorted_list() -> None:
    csl = bibliography('<text variable="citation-number" suffix=". "/><text variable="title"/>',
                       sort='<sort><key variable="title"/></sort>')  # fmt: skip
    assert listed(csl, book("a", title="Z"), book("b", title="A")) == ["1. A", "2. Z"]


@pytest.mark.parametrize(
    ("rule", "printed"),
    [
        ("complete-all", ["A Doe and B Roe", "—", "A Doe and C Poe", "A Doe"]),
        ("complete-each", ["A Doe and B Roe", "— and —", "A Doe and C Poe", "A Doe"]),
        ("partial-each", ["A Doe and B Roe", "— and —", "— and C Poe", "—"]),
        ("partial-first", ["A Doe and B Roe", "— and B Roe", "— and C Poe", "—"]),
    ],
)
def test_repeated_authors_are_replaced(rule: str, printed: list[str]) -> None:
    options = f'subsequent-author-substitute="—" subsequent-author-substitute-rule="{rule}"'
    doe, roe, poe = person("Doe", "A"), person("Roe", "B"), person("Poe", "C")
    authors = [[doe, roe], [doe, roe], [doe, poe], [doe]]
    items = [book(str(n), author=a) for n, a in enumerate(authors)]
    assert listed(bibliography(NAMES, options), *items) == printed


def test_layout_parameters() -> None:
    made = engine(
        bibliography('<text variable="citation-number"/><text variable="title"/>',
                     'second-field-align="flush" line-spacing="2" entry-spacing="0"'),
        [book("a"), book("b")],
        output="html",
    ).bibliography()  # fmt: skip
    assert (made.second_field_align, made.line_spacing, made.entry_spacing) == ("flush", 2, 0)
    assert made.max_offset == 1
    assert made.entries[0].text == (
        '  <div class="csl-entry">\n    <div class="csl-left-margin">1</div>'
        '<div class="csl-right-inline">Words</div>\n  </div>'
    )
    assert str(made).startswith('<div class="csl-bib-body">')


def test_an_item_the_style_prints_nothing_of_is_a_warning() -> None:
    made = engine(bibliography('<text variable="DOI"/>'), [book("a"), book("b", DOI="10.1/x")])
    assert [e.id for e in made.bibliography().entries] == ["b"]
    assert [(w.item, w.message) for w in made.warnings] == [
        ("a", "the style prints nothing for it")
    ]


def test_display_blocks_stand_in_the_bibliography_only() -> None:
    block = '<text variable="title"/><text variable="note" display="block" prefix=" "/>'
    csl = style(block, bibliography=f"<bibliography><layout>{block}</layout></bibliography>")
    item = book(note="N")
    assert engine(csl, [item], output="html").cite([Cite("a")]) == "Words N"
    assert 'class="csl-block"' in listed(csl, item, output="html")[0]


def test_what_has_no_date_comes_after_what_has_one() -> None:
    date = (
        '<macro name="d"><choose><if variable="issued"><date variable="issued" form="numeric"/></if>'
        '<else><text term="no date" form="short"/></else></choose></macro>'
    )
    csl = bibliography('<text variable="title"/>', sort='<sort><key macro="d"/></sort>')
    items = [book("a", title="A", issued=None), book("b", title="B")]
    assert listed(csl.replace("<citation", f"{date}<citation", 1), *items) == ["B", "A"]
