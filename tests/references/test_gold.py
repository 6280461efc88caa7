"""Real strings with the fields a person extracted, and the standards' examples there and back."""

from pathlib import Path

from benchmarks.quality import gost_parse, roundtrip


def test_fields_of_real_strings(shared: Path) -> None:
    report = gost_parse.run(shared / "gost" / "gold-parse.json").as_json()

    assert report["field_f1"] >= 0.97
    assert min(report[f"{field}_f1"] for field in ("family", "title", "year")) >= 0.965
    assert report["type_accuracy"] >= 0.95
    assert report["exact"] >= 0.88


def test_there_and_back(shared: Path) -> None:
    report = roundtrip.run(shared / "gost" / "gold-render.json").as_json()

    assert report["exact"] >= 0.8
    assert report["similarity"] >= 0.98
