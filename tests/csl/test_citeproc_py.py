"""citeproc-py behind our face: what it does, what it does wrong, and that our own engine does not.

Every mistake stands in `MISTAKES` with what citeproc-py 0.11 prints and what is right, so that a
later version of it that does better is noticed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from citekit.csl import Cite, Cluster, CSLError, ItemError, UnknownItemError, processor
from citekit.csl.errors import StyleError


def style(
    bibliography: str,
    citation: str = '<text variable="title"/>',
    *,
    of_citation: str = "",
    of_bibliography: str = "",
) -> str:
    """A small style: an author, or the title in its place; the two layouts as given."""
    return f"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
      <macro name="title"><text variable="title"/></macro>
      <macro name="author">
        <names variable="author">
          <name form="short"/><substitute><text macro="title"/></substitute>
        </names>
      </macro>
      <macro name="year">
        <date variable="issued"><date-part name="year"/></date>
      </macro>
      <citation {of_citation}>
        <layout prefix="(" suffix=")" delimiter="; ">{citation}</layout>
      </citation>
      <bibliography {of_bibliography}><layout suffix=".">{bibliography}</layout></bibliography>
    </style>"""


def book(key: str, title: str, *authors: str, **more: Any) -> dict[str, Any]:
    names = [{"family": family, "given": "Айгүл"} for family in authors]
    item = {"id": key, "type": "book", "title": title, "issued": {"date-parts": [[2001]]}, **more}
    return {**item, "author": names} if names else item


AUTHOR_YEAR = '<group delimiter=" "><text macro="author"/><text macro="year"/></group>'
AUTHOR_TITLE = '<group delimiter=". "><text macro="author"/><text macro="title"/></group>'


@dataclass(frozen=True)
class Mistake:
    """A style, items, and what comes of them."""

    what: str
    style: str
    items: list[dict[str, Any]]
    printed: list[str]
    right: list[str]
    locale: str | None = None
    item_language: bool = False


MISTAKES = [
    Mistake(
        "a title in place of the author is repeated as the title",
        style(AUTHOR_TITLE),
        [book("a", "Қазақ тілінің сөздігі")],
        ["(Қазақ тілінің сөздігі)", "Қазақ тілінің сөздігі. Қазақ тілінің сөздігі."],
        ["(Қазақ тілінің сөздігі)", "Қазақ тілінің сөздігі."],
    ),
    Mistake(
        "two works of one author and year cannot be told apart",
        style(AUTHOR_YEAR, AUTHOR_YEAR, of_citation='disambiguate-add-year-suffix="true"'),
        [book("a", "Бірінші", "Айтматов"), book("b", "Екінші", "Айтматов")],
        ["(Айтматов 2001; Айтматов 2001)", "Айтматов 2001.", "Айтматов 2001."],
        ["(Айтматов 2001a; Айтматов 2001b)", "Айтматов 2001a.", "Айтматов 2001b."],
    ),
    Mistake(
        "authors of one family name are not told apart by their given names",
        style(
            AUTHOR_YEAR,
            AUTHOR_YEAR,
            of_citation='disambiguate-add-givenname="true" givenname-disambiguation-rule="by-cite"',
        ),
        [
            book("a", "Бір", author=[{"family": "Омаров", "given": "Бек"}]),
            book("b", "Екі", author=[{"family": "Омаров", "given": "Асан"}]),
        ],
        ["(Омаров 2001; Омаров 2001)", "Омаров 2001.", "Омаров 2001."],
        ["(Бек Омаров 2001; Асан Омаров 2001)", "Бек Омаров 2001.", "Асан Омаров 2001."],
    ),
    Mistake(
        "the number of an entry sticks to its text",
        style(
            '<text variable="citation-number" suffix="."/><text variable="title"/>',
            '<text variable="citation-number"/>',
            of_bibliography='second-field-align="flush"',
        ),
        [book("a", "Tales")],
        ["(1)", "1.Tales."],
        ["(1)", "1. Tales."],
    ),
    Mistake(
        "numbers are not collapsed",
        style(
            '<text variable="title"/>',
            '<text variable="citation-number"/>',
            of_citation='collapse="citation-number"',
        ),
        [book("a", "A"), book("b", "B"), book("c", "C")],
        ["(1; 2; 3)", "A.", "B.", "C."],
        ["(1–3)", "A.", "B.", "C."],
    ),
]


def printed(mistake: Mistake, engine: Any) -> list[str]:
    """The citation of all the items together, and the bibliography."""
    made = processor(mistake.style, mistake.items, engine=engine, locale=mistake.locale)
    (citation,) = made.citations([Cluster(tuple(Cite(item["id"]) for item in mistake.items))])
    return [citation, *(entry.text for entry in made.bibliography().entries)]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.what)
def test_a_mistake_of_citeproc_py(mistake: Mistake) -> None:
    assert printed(mistake, "citeproc-py") == mistake.printed


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.what)
def test_the_native_engine_does_not_make_it(mistake: Mistake) -> None:
    assert printed(mistake, "native") == mistake.right


MIXED_LIST = (
    style('<group delimiter=" "><label variable="page"/><text variable="page"/></group>'),
    [
        book("en", "T", page="5", language="en-US"),
        book("ru", "Т", page="5", language="ru-RU"),
    ],
)


def test_citeproc_py_has_one_language_for_all_items_and_says_so() -> None:
    source, items = MIXED_LIST
    entries = processor(source, items, engine="citeproc-py", locale="en-US").bibliography().entries
    assert [e.text for e in entries] == ["page 5.", "page 5."]
    with pytest.raises(CSLError, match="one language for all items"):
        processor(source, items, engine="citeproc-py", item_language=True)


def test_the_native_engine_takes_the_terms_of_each_item_s_language() -> None:
    source, items = MIXED_LIST
    entries = processor(source, items, locale="en-US", item_language=True).bibliography().entries
    assert [e.text for e in entries] == ["page 5.", "страница 5."]


def test_html_and_rst_are_written_other_formats_refused() -> None:
    italic = style('<text variable="title" font-style="italic"/>')
    items = [book("a", "A < B & <b>C</b>")]

    def entry(output: str) -> str:
        made = processor(italic, items, engine="citeproc-py", output=output)
        return made.bibliography().entries[0].text

    assert entry("html") == "<i>A &lt; B &amp; <b>C</b></i>."
    assert entry("rst") == ":emphasis:`A < B & <b>C</b>`."
    with pytest.raises(CSLError, match="text, html, rst, not 'latex'"):
        entry("latex")


def test_what_cannot_be_read_is_left_out_and_named() -> None:
    items = [book("a", "A", issued="yesterday", colour="red")]
    made = processor(style(AUTHOR_TITLE), items, engine="citeproc-py")
    assert {(w.item, w.field) for w in made.warnings} == {("a", "issued"), ("a", "colour")}
    assert made.bibliography().entries[0].text == "A. A."


def test_locators_prefixes_and_uncited_items() -> None:
    cited = '<group delimiter=", "><text variable="title"/><text variable="locator"/></group>'
    made = processor(
        style('<text variable="title"/>', cited),
        [book("a", "A"), book("B", "B")],
        engine="citeproc-py",
    )
    assert made.cite([Cite("B", locator="5-6", prefix="қара: ", suffix=" т.б.")]) == (
        "(қара: B, 5–6 т.б.)"
    )
    assert [e.id for e in made.bibliography().entries] == ["B", "a"]


def test_bad_input_is_refused_by_name() -> None:
    def make(source: str, items: list[Any]) -> object:
        return processor(source, items, engine="citeproc-py")

    good = style('<text variable="title"/>')
    with pytest.raises(ItemError, match="item 2 has no id"):
        make(good, [book("a", "A"), {"title": "B"}])
    with pytest.raises(ItemError, match="item 1 is not an object but str"):
        make(good, ["a"])
    with pytest.raises(StyleError, match="not well-formed"):
        make(good[:-9], [])
    with pytest.raises(StyleError, match="document type"):
        make("<!DOCTYPE style>" + good, [])
    with pytest.raises(UnknownItemError, match="there is no item 'b'"):
        processor(good, [book("a", "A")], engine="citeproc-py").cite([Cite("b")])
