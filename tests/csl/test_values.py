"""Dates, numbers, page ranges, locators, labels and case."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citekit.csl import Cite, Cluster
from citekit.csl.dates import parse_date
from citekit.csl.numbers import roman
from tests.csl.support import book, cited, engine, style

TEXT_DATE = style('<date variable="issued" form="text"/>')


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ({"date-parts": [[2009, 5, 7]]}, "May 7, 2009"),
        ({"date-parts": [["2009", "05"]]}, "May 2009"),
        ({"date-parts": [[2009, 5, 1], [2009, 5, 4]]}, "May 1–4, 2009"),
        ({"date-parts": [[2009, 5, 1], [2009, 6, 4]]}, "May 1–June 4, 2009"),
        ({"date-parts": [[2009, 5, 1], [2010, 6, 4]]}, "May 1, 2009–June 4, 2010"),
        ({"date-parts": [[2009], [2012]]}, "2009–2012"),
        ({"date-parts": [[1999, 21]]}, "Spring 1999"),
        ({"date-parts": [[1999]], "season": "4"}, "Winter 1999"),
        ({"date-parts": [[-44, 3, 15]]}, "March 15, 44 BC"),
        ({"date-parts": [[79]]}, "79 AD"),
        ({"raw": "7 May 2009"}, "May 7, 2009"),
        ({"raw": "2009-05"}, "May 2009"),
        ({"raw": "Spring 1999 - Summer 2001"}, "Spring 1999–Summer 2001"),
        ({"literal": "ХХ ғасырдың басы"}, "ХХ ғасырдың басы"),
        ("2009-05-07", "May 7, 2009"),
    ],
)
def test_dates(issued: Any, printed: str) -> None:
    assert cited(TEXT_DATE, book(issued=issued)) == printed


def test_an_approximate_date_is_told_by_its_condition() -> None:
    csl = style(
        '<choose><if is-uncertain-date="issued"><text term="circa" form="short" suffix=" "/></if>'
        '</choose><date variable="issued" form="text"/>'
    )
    assert cited(csl, book(issued={"date-parts": [[1845]], "circa": True})) == "c. 1845"


def from_roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    numbers = [values[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in pairwise([*numbers, 0])
    )


@given(st.integers(1, 5999))
def test_roman_numerals_read_back(number: int) -> None:
    assert from_roman(roman(number)) == number


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(st.sampled_from(["date-parts", "raw", "season", "circa"]),
                                      inner, max_size=3), max_leaves=10))  # fmt: skip
@example("¹")
def test_no_date_is_so_wrong_that_it_raises(value: Any) -> None:
    parse_date(value)


@pytest.mark.parametrize(
    ("form", "value", "printed"),
    [
        ("numeric", "2 - 4", "2–4"),
        ("numeric", "2&3", "2 & 3"),
        ("ordinal", "2", "2nd"),
        ("ordinal", "11", "11th"),
        ("ordinal", "2, 3", "2nd, 3rd"),
        ("ordinal", "Special edition", "Special edition"),
        ("long-ordinal", "3", "third"),
        ("long-ordinal", "12", "12th"),
        ("roman", "14", "xiv"),
    ],
)
def test_numbers(form: str, value: str, printed: str) -> None:
    assert cited(style(f'<number variable="edition" form="{form}"/>'), book(edition=value)) == (
        printed
    )


def test_ordinals_agree_in_gender_with_what_they_count() -> None:
    csl = style('<number variable="edition" form="ordinal"/>')
    assert cited(csl, book(edition=1), locale="fr-FR", output="html") == (
        "1<sup>r</sup><sup>e</sup>"
    )


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ("chicago-15", "3–10 107–8 321–25 1496–1504 11564–68"),
        ("chicago-16", "3–10 107–8 321–25 1496–504 11564–68"),
        ("minimal", "3–10 107–8 321–5 1496–504 11564–8"),
        ("minimal-two", "3–10 107–08 321–25 1496–504 11564–68"),
        ("expanded", "3–10 107–108 321–325 1496–1504 11564–11568"),
    ],
)
def test_page_ranges(form: str, pages: str) -> None:
    csl = style('<text variable="page"/>', attributes=f'page-range-format="{form}"')
    given_ = ["3-10", "107-108", "321-325", "1496-1504", "11564-11568"]
    assert " ".join(cited(csl, book(page=p)) for p in given_) == pages


@pytest.mark.parametrize(
    ("label", "locator", "printed"),
    [
        ("", "12", "p. 12"),
        ("page", "12-15", "pp. 12–15"),
        ("chapter", "3", "chap. 3"),
        ("sub verbo", "әдебиет", "s.v. әдебиет"),
        ("", "ch. 3", "chap. 3"),
        ("page", "367-368, fig. 333", "pp. 367–368, fig. 333"),
    ],
)
def test_locators(label: str, locator: str, printed: str) -> None:
    csl = style('<label variable="locator" form="short" suffix=" "/><text variable="locator"/>')
    assert engine(csl, [book()]).cite([Cite("a", locator, label)]) == printed


@pytest.mark.parametrize(
    ("case", "title", "printed"),
    [
        ("title", "a tale of two cities: the story", "A Tale of Two Cities: The Story"),
        ("title", "x-ray-based vision", "X-Ray-Based Vision"),
        ("title", 'the <span class="nocase">mRNA</span> story', "The mRNA Story"),
        ("title", "pro-environmental behavior", "Pro-Environmental Behavior"),
        ("sentence", "The QUICK brown Fox", "The quick brown fox"),
        ("capitalize-first", "iPhone and eBay", "iPhone and eBay"),
        ("capitalize-first", "қазақ тілі", "Қазақ тілі"),
        ("capitalize-all", "қазақ тілі", "Қазақ Тілі"),
        ("uppercase", "әліппе", "ӘЛІППЕ"),
    ],
)
def test_text_case(case: str, title: str, printed: str) -> None:
    csl = style(f'<text variable="title" text-case="{case}"/>')
    assert cited(csl, book(title=title)) == printed


def test_title_case_is_for_english_only() -> None:
    csl = style('<text variable="title" text-case="title"/>')
    assert cited(csl, book(title="la vie en rose", language="fr")) == "la vie en rose"
    assert cited(csl, book(title="la vie en rose"), locale="fr-FR") == "la vie en rose"


def test_uppercase_keeps_the_dotted_i_of_turkish() -> None:
    csl = style('<text variable="title" text-case="uppercase"/>')
    assert cited(csl, book(title="izmir ılık", language="tr")) == "İZMİR ILIK"


def test_a_document_may_hold_many_citations() -> None:
    made = engine(TEXT_DATE, [book()])
    assert made.citations([Cluster((Cite("a"),))] * 2) == ["1909 AD"[:4]] * 2


def test_raised_ordinals_of_days_survive() -> None:
    csl = style('<date variable="issued"><date-part name="day" form="ordinal"/></date>')
    issued = {"date-parts": [[2001, 1, 1]]}
    assert cited(csl, book(issued=issued), locale="fr-FR", output="html") == (
        "1<sup>e</sup><sup>r</sup>"
    )
