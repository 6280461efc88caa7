"""Identifiers normalise what they are given, and say what cannot be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.model import (
    DOI,
    IRSTI,
    ISBN,
    ISSN,
    JEL,
    ORCID,
    PMCID,
    ROR,
    SCHEMES,
    UDC,
    URL,
    ArXiv,
    Identifier,
)


@pytest.mark.parametrize(
    ("kind", "printed", "normal"),
    [
        (DOI, "https://doi.org/10.58805/kazutb.v.4.25-524", "10.58805/kazutb.v.4.25-524"),
        (DOI, "DOI: 10.1000/182", "10.1000/182"),
        (DOI, "http://dx.doi.org/10.1000/ABC", "10.1000/ABC"),
        (ISSN, "ISSN 2663–1830", "2663-1830"),
        (ISSN, "27084132", "2708-4132"),
        (ISSN, "e-ISSN: 2708-4132", "2708-4132"),
        (ISSN, "2411-720х", "2411-720X"),
        (ORCID, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (ORCID, "0000000218250097", "0000-0002-1825-0097"),
        (ROR, "https://ror.org/03q0vrn42", "03q0vrn42"),
        (UDC, "ӘОЖ 323.1", "323.1"),
        (UDC, "УДК: 004.9:37", "004.9:37"),
        (IRSTI, "ҒТАМР 31.23.99", "31.23.99"),
        (JEL, "JEL: O15", "O15"),
        (ISBN, "ISBN 978-5-02-038500-3", "978-5-02-038500-3"),
        (ArXiv, "arXiv:2401.12345v2", "2401.12345v2"),
        (PMCID, "PMCID: PMC7092803", "PMC7092803"),
    ],
)
def test_labels_and_resolvers_are_dropped(
    kind: type[Identifier], printed: str, normal: str
) -> None:
    assert kind(printed) == normal


@pytest.mark.parametrize("kind", SCHEMES.values(), ids=lambda kind: kind.label)
def test_each_example_has_the_form_it_stands_for(kind: type[Identifier]) -> None:
    assert kind.form.fullmatch(kind.example)


@pytest.mark.parametrize(
    "number",
    [
        *("323", "323.1", "004.9:37", "556.5(574)", "37.013.42", "821.512.122-3", "94(574)"),
        *("004.8+81", "1/14", "621.3-52", "005:336(574)", "616-006", "81'42", "[37.01]"),
        *('94(574)"19"', "811.512.122=161.1", "378.147:004", "342.4 (574)".replace(" ", "")),
    ],
)
def test_udc_numbers_of_real_articles_are_well_formed(number: str) -> None:
    assert UDC(number).problem is None


@pytest.mark.parametrize("number", ["абв", "3a", "323..1", "3231.2", ""])
def test_what_is_no_udc_number_is_told(number: str) -> None:
    assert UDC(number).problem == "it does not have the form of 323.1"


@pytest.mark.parametrize(
    ("identifier", "problem"),
    [
        (ORCID("0000-0002-1825-0098"), "the check digit is wrong"),
        (ISSN("2708-4133"), "the check digit is wrong"),
        (ISBN("978-5-02-038500-4"), "the check digit is wrong"),
        (ISBN("5-86894-528-Х"), None),
        (ROR("03q0vrn43"), "the check digit is wrong"),
        (ROR("03q0vrn42"), None),
        (DOI("10.1000"), "it does not have the form of 10.1000/182"),
        (URL("example"), "it does not have the form of https://example.org/article"),
        (URL("https://қаз.kz/мақала"), None),
        (IRSTI("31.23.9"), "it does not have the form of 11.25.07"),
    ],
)
def test_problems(identifier: Identifier, problem: str | None) -> None:
    assert identifier.problem == problem


def test_urls_and_keys() -> None:
    assert DOI("10.1000/ABC").url == "https://doi.org/10.1000/ABC"
    assert DOI("10.1000/ABC").key == DOI("10.1000/abc").key
    assert ISBN("5-02-013850-9").key == ISBN("978-5-02-013850-6").key
    assert UDC("323").url is None


@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=60))
def test_any_text_is_taken_and_normalising_twice_changes_nothing(scheme: str, text: str) -> None:
    once = SCHEMES[scheme](text)
    assert SCHEMES[scheme](SCHEMES[scheme](once)) == SCHEMES[scheme](once)
    assert once.problem is None or once.problem
