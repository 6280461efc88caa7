"""Bad styles and items: a clear error or a warning that names the place, never a traceback."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.csl import CSLError, ItemError, StyleError, processor
from tests.csl.support import book, cited, engine, listed, style

NS = 'xmlns="http://purl.org/net/xbiblio/csl"'
TITLE = style('<text variable="title"/>')


@pytest.mark.parametrize(
    ("csl", "message"),
    [
        ("", "not well-formed|empty"),
        ("<style", "not well-formed"),
        ("<html/>", "not a CSL style"),
        (f"<style {NS}/>", "no <citation>"),
        (f"<style {NS}><citation/></style>", "no <layout>"),
        (style('<text macro="gone"/>'), "'gone', which is not defined"),
        (style("", before='<macro name="a"><text macro="b"/></macro><macro name="b">'
                          '<text macro="a"/></macro>'), "circle: a → b → a"),
        (style("", before='<macro name="a"><text macro="gone"/></macro>'), "'a' calls macro 'gone'"),
        (style("<table/>"), "line 1: <table> cannot stand here"),
        (style("<text/>"), "names nothing to print"),
        (style("<number/>"), "<number> has no variable"),
        (style("<group>" * 200 + "</group>" * 200), "nested deeper"),
        (f"<style {NS}><info><link rel='independent-parent' href='http://x/apa'/></info></style>",
         "dependent style; its parent is http://x/apa"),
        ('<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + TITLE, "entities"),
    ],
)  # fmt: skip
def test_a_style_that_cannot_be_used(csl: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        engine(csl, [book()])


def test_a_style_of_ten_megabytes_is_read_or_refused_at_once() -> None:
    long = style(f'<text value="{"x" * 1_000_000}"/>' * 9)
    assert len(cited(long, book())) == 9_000_000
    with pytest.raises(StyleError, match="more than"):
        engine(style(f'<text value="{"x" * 1_000_000}"/>' * 17), [book()])


def test_many_nested_macros_are_refused_not_followed_for_ever() -> None:
    macros = "".join(
        f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(100)
    ) + '<macro name="m100"><text value="x"/></macro>'  # fmt: skip
    with pytest.raises(StyleError, match="nested deeper"):
        engine(style('<text macro="m0"/>', before=macros), [])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", ["a"], "expected text, found list"),
        ("title", {"a": 1}, "expected text, found dict"),
        ("author", "Abai", "expected a list of names, found str"),
        ("author", ["Abai"], "a name is not an object"),
        ("issued", [1909], "expected a date, found list"),
    ],
)
def test_a_field_of_the_wrong_type_is_named(field: str, value: Any, message: str) -> None:
    made = engine(TITLE, [book(**{field: value})])
    assert [(w.item, w.field) for w in made.warnings] == [("a", field)]
    assert message in made.warnings[0].message


@pytest.mark.parametrize("item", ["text", 5, None, ["a"]])
def test_an_item_that_is_no_object(item: Any) -> None:
    with pytest.raises(ItemError, match="not an object"):
        engine(TITLE, [item])


def test_ids_that_are_missing_or_twice_there() -> None:
    made = engine(TITLE, [{"title": "x"}, book("b"), book("b")])
    assert [w.field for w in made.warnings] == ["id", "id"]


def test_an_unknown_engine_or_format() -> None:
    with pytest.raises(CSLError, match="'word'; there are"):
        engine(TITLE, [], output="word")
    with pytest.raises(CSLError, match="unknown engine 'biber'"):
        processor(TITLE, [], engine="biber")  # type: ignore[arg-type]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "raw"]), inner
        )
    ),
    max_leaves=8,
)
FIELDS = [
    "author",
    "editor",
    "issued",
    "title",
    "page",
    "volume",
    "note",
    "language",
    "type",
    "custom",
]
EVERYTHING = (
    '<names variable="author editor"><name initialize-with="." and="text"/><label/></names>'
    '<date variable="issued" form="text"/><text variable="title" text-case="title" quotes="true"/>'
    '<label variable="page"/><text variable="page"/><number variable="volume" form="ordinal"/>'
    '<text variable="note"/>'
)
WHOLE = style(EVERYTHING, citation='disambiguate-add-names="true" disambiguate-add-givenname="true" '
              'disambiguate-add-year-suffix="true" et-al-min="2" et-al-use-first="1"',
              bibliography='<bibliography><sort><key variable="author"/><key variable="issued"/></sort>'
              f"<layout>{EVERYTHING}</layout></bibliography>")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), min_size=1, max_size=3))
def test_no_item_is_so_wrong_that_it_crashes(items: list[dict[str, Any]]) -> None:
    numbered = [{**item, "id": str(n)} for n, item in enumerate(items)]
    listed(WHOLE, *numbered, output="html")
    cited(WHOLE, *numbered)
