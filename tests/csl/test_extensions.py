"""Our two extensions: variables of one's own, and terms in the language of the item."""

import pytest

from tests.csl.support import book, cited, listed, style

OTHER = '<macro name="citekit:other"><text variable="genre"/></macro>'
DELIMITER = '<macro name="citekit:other:delimiter"><text value=" : "/></macro>'
LAYOUT = '<text variable="title"/><text macro="citekit:other" prefix=" [" suffix="]"/>'


@pytest.mark.parametrize(
    ("custom", "printed"),
    [
        ({"other": "essays"}, "Words [essays]"),
        ({"other": ["essays", "letters"]}, "Words [essays; letters]"),
        ({"other": ""}, "Words"),
        ({}, "Words [prose]"),
        ({"another": "x"}, "Words [prose]"),
        ({"other": "<i>x</i>"}, "Words [x]"),
    ],
)
def test_an_extension_variable(custom: dict[str, object], printed: str) -> None:
    assert cited(style(LAYOUT, before=OTHER), book(genre="prose", custom=custom)) == printed


def test_the_delimiter_of_a_list() -> None:
    item = book(custom={"other": ["a", "b"]})
    assert cited(style(LAYOUT, before=OTHER + DELIMITER), item) == "Words [a : b]"


def test_it_counts_as_a_variable_for_its_group() -> None:
    layout = '<group delimiter=": "><text value="Also"/><text macro="citekit:other"/></group>'
    csl = style(layout, before=OTHER)
    assert cited(csl, book(custom={"other": "x"})) == "Also: x"
    assert cited(csl, book(custom={"other": ""}), book("b", title="T")) == (
        "[CSL STYLE ERROR: reference with no printed form.]"
    )


PAGES = '<label variable="page" form="short" text-case="capitalize-first" suffix=" "/><text variable="page"/>'
LIST = style(PAGES, bibliography=f"<bibliography><layout>{PAGES}</layout></bibliography>")
ITEMS = [
    book("en", language="en", page="5"),
    book("ru", language="ru", page="5"),
    book("kk", language="kk-KZ", page="5"),
    book("none", page="5"),
]


def test_terms_are_in_the_language_of_the_document_unless_asked() -> None:
    assert listed(LIST, *ITEMS) == ["P. 5"] * 4


def test_terms_in_the_language_of_the_item() -> None:
    assert listed(LIST, *ITEMS, item_language=True) == ["P. 5", "С. 5", "Б. 5", "P. 5"]


def test_a_style_may_ask_for_it() -> None:
    asks = LIST.replace("<citation", '<macro name="citekit:item-language"/><citation', 1)
    assert listed(asks, *ITEMS) == ["P. 5", "С. 5", "Б. 5", "P. 5"]


def test_the_terms_of_the_style_win_over_those_of_the_locale() -> None:
    locale = (
        '<locale xml:lang="kk"><terms><term name="page" form="short">бет</term></terms></locale>'
    )
    csl = LIST.replace("<citation", f"{locale}<citation", 1)
    assert listed(csl, ITEMS[2], item_language=True) == ["Бет 5"]
