"""Each rule finds what it is for, and nothing in a record that is right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.checks import catalogue, check, finding, retell
from citekit.formats.yaml import from_mapping

COMPLETE: dict[str, Any] = {
    "title": {"kk": "Келісім", "en": "Accord"},
    "author": [
        {
            "name": {"kk": {"family": "Әуезов", "initials": "М."}, "en": {"family": "Auezov"}},
            "orcid": "0000-0002-1825-0097",
            "email": "m@example.org",
            "affiliation": [{"organization": {"name": {"kk": "Академия"}}}],
        }
    ],
    "container_title": {"kk": "Хабаршы"},
    "issued": "2015",
    "received": "2014-12",
    "issue": "2",
    "page": "25–30",
    "doi": "10.1000/182",
    "issn": "2708-4132",
    "udc": ["323"],
    "irsti": ["11.25.07"],
    "abstract": {"kk": "сөз " * 120, "en": "word " * 120},
    "keyword": {"kk": list("абвгд"), "en": list("abcde")},
    "citations": [{"as_printed": "[1]", "cites": [{"reference": "1"}]}],
    "references": [{"number": "1", "work": {"title": "Абай жолы"}}],
}


def codes(**changes: Any) -> list[str]:
    """Return the codes found in a complete record after some changes; None takes a field away."""
    record = {key: value for key, value in (COMPLETE | changes).items() if value is not None}
    return [found.code for found in check(from_mapping(record))]


def test_nothing_is_found_in_a_complete_record() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": None}, "title.none"),
        ({"title": {"kk": "Келісім"}}, "title.missing.en"),
        ({"author": None}, "author.missing"),
        ({"issued": None}, "date.year.missing"),
        ({"issued": "көктем"}, "date.literal"),
        ({"doi": "10.1000"}, "id.invalid"),
        ({"issn": "2708-4133"}, "id.invalid"),
        ({"page": "30–25"}, "page.reversed"),
        ({"page": "25"}, "page.last.missing"),
        ({"page": None}, "page.missing"),
        ({"title": {"kk": "toleraпtia", "en": "a"}}, "text.mixed-script"),
        ({"abstract": {"kk": "сөз " * 120}}, "abstract.missing.en"),
        ({"abstract": {"kk": "сөз", "en": "word"}}, "abstract.too-short"),
        ({"keyword": {"kk": list("абвгд")}}, "keywords.missing.en"),
        ({"keyword": {"kk": list("абвгд"), "en": list("abcdef")}}, "keywords.count"),
        ({"keyword": {"kk": list("аб"), "en": list("ab")}}, "keywords.too-few"),
        ({"container_title": None}, "container.missing"),
        ({"issue": None}, "volume.missing"),
        ({"doi": None}, "id.doi.missing"),
        ({"issn": None}, "id.issn.missing"),
        ({"udc": None}, "id.udc.missing"),
        ({"irsti": None}, "id.irsti.missing"),
        ({"received": None}, "date.received.missing"),
        ({"references": None}, "references.missing"),
        ({"references": None, "citations": None}, "references.empty"),
        ({"references": [{"number": "2", "work": {"title": "a"}}]}, "references.cited-but-missing"),
        ({"references": [{"number": "2", "work": {"title": "a"}}]}, "references.never-cited"),
        ({"references": [{"number": "1", "as_printed": "Абай"}]}, "reference.not-understood"),
        ({"references": COMPLETE["references"] * 2}, "references.duplicate-number"),
        (
            {"citations": [{"as_printed": "[3]", "cites": [{"reference": "3"}]}], "references": None},
            "citation.uncited-number",
        ),
        (
            {"citations": [{"as_printed": "[3]", "cites": [{"reference": "3"}]}]},
            "citation.order",
        ),
        (
            {
                "citations": [
                    {
                        "as_printed": "[1, 26–25 б.]",
                        "cites": [
                            {
                                "reference": "1",
                                "locator": {"value": "26–25", "first": "26", "last": "25"},
                            }
                        ],
                    }
                ]
            },
            "citation.locator.reversed",
        ),
    ],
)  # fmt: skip
def test_each_rule_finds_what_it_is_for(changes: dict[str, Any], code: str) -> None:
    assert code in codes(**changes)


def author(**changes: Any) -> dict[str, Any]:
    made = {k: v for k, v in (COMPLETE["author"][0] | changes).items() if v is not None}
    return {"author": [made]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": {"kk": {"family": "Әуезов"}}}, "author.name.missing-translations"),
        ({"affiliation": None}, "author.affiliation.missing"),
        ({"email": None}, "author.email.missing"),
        ({"orcid": None}, "id.orcid.missing"),
        ({"orcid": "0000-0002-1825-0098"}, "id.invalid"),
    ],
)
def test_rules_on_authors(changes: dict[str, Any], code: str) -> None:
    assert codes(**author(**changes)) == [code]


def test_an_inferred_affiliation_is_not_the_documents_own() -> None:
    inferred = {
        "author.0.affiliation.0.organization": {"method": "inferred", "basis": "as author 2"}
    }
    assert codes(provenance=inferred) == ["author.affiliation.missing"]


def test_an_abbreviated_range_is_not_reversed() -> None:
    assert codes(page="1103–10") == []
    assert codes(page="25–30, 45–41") == ["page.reversed"]


def test_findings_are_sorted_by_severity_and_say_where() -> None:
    record = from_mapping(COMPLETE | {"page": "30–25", "title": {"kk": "a"}, "doi": "x"})
    found = check(record)
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=["error", "warning", "info"].index)  # fmt: skip
    assert {f.path for f in found} == {"page", "title", "doi"}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_every_kind_of_finding_is_told_in_every_language(code: str) -> None:
    row = catalogue()[code]
    assert set(row.message) == {"en", "ru", "kk"} == set(row.cure or row.message)
    assert row.example
    told = [retell(finding(code), language).message for language in ("en", "ru", "kk")]
    assert len(set(told)) == 3


def test_findings_are_retold_with_their_values() -> None:
    found = finding("page.reversed", page="30–25", suggestion="25–30")
    assert retell(found, "ru").message == "Диапазон страниц обращён назад: 30–25."
    assert retell(found, "ru").suggestion == "Вероятно, 25–30; сверьте с источником."


@given(st.dictionaries(st.sampled_from(["page", "issued", "doi", "issn", "volume"]), st.text(min_size=1)))  # fmt: skip
def test_checking_never_fails(changes: dict[str, str]) -> None:
    check(from_mapping(COMPLETE | changes))


def test_what_a_person_has_edited_is_not_remarked_on_any_more() -> None:
    kept = [finding("page.last.missing", "page", page="25").model_dump()]
    assert codes(findings=kept) == ["page.last.missing"]
    assert codes(findings=kept, provenance={"page": {"method": "edited"}}) == []
