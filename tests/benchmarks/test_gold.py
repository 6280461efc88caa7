"""The project's own gold is read at least so well: what a change makes worse shows here."""

from pathlib import Path

import pytest

from benchmarks.quality import extract, gost_parse

GOLD = Path(__file__).parents[2] / "benchmarks" / "gold"

FLOORS = {
    "title": 0.97,
    "authors": 0.94,
    "doi": 1.0,
    "irsti": 1.0,
    "udc": 1.0,
    "abstract": 0.97,
    "keywords": 0.98,
    "affiliation": 0.93,
    "citations": 0.95,
    "references": 0.97,
    "block language": 0.98,
}


def test_articles() -> None:
    report = extract.run(GOLD / "articles")
    found = {name: report.details["fields"][name]["f1"] for name in FLOORS}
    short = {name: (found[name], floor) for name, floor in FLOORS.items() if found[name] < floor}
    assert (report.cases, report.details["crashed"], short) == (28, 0, {})


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("field_f1", 0.96), ("family_f1", 0.96), ("title_f1", 0.96), ("type_accuracy", 0.98)],
)
def test_references(figure: str, floor: float) -> None:
    assert gost_parse.run(GOLD / "references.json").details[figure] >= floor
