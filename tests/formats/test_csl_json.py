"""CSL-JSON: an item serves every processor, a file loses nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from citekit.formats import Account, FormatError, Unread
from citekit.formats.csl_json import file_item, from_item, read, to_item, write
from citekit.model import (
    Article,
    Date,
    Keywords,
    Organization,
    Person,
    PersonName,
    PersonNames,
    Provenance,
    ProvenanceMapping,
    Text,
    Work,
)

AUEZOV = Person(
    name=PersonNames(
        {
            "kk": PersonName(family="Әуезов", given="Мұхтар", patronymic="Омарханұлы"),
            "en": PersonName(family="Auezov", initials="M. O."),
        }
    )
)
PATH_OF_ABAI = Work(
    id="auezov",
    type="book",
    title=Text({"kk": "Абай жолы", "ru": "Путь Абая"}),
    author=(AUEZOV, Organization(name=Text({"kk": "Жазушы", "en": "Zhazushy"}))),
    issued=Date("1942/1956"),
    keyword=Keywords({"kk": ("роман", "эпопея")}),
    responsibility=("ред. К. Сыдықов",),
)


def test_an_item_speaks_the_language_of_the_work() -> None:
    assert to_item(PATH_OF_ABAI) == {
        "id": "auezov",
        "type": "book",
        "title": "Абай жолы",
        "author": [{"family": "Әуезов", "given": "Мұхтар Омарханұлы"}, {"literal": "Жазушы"}],
        "issued": {"date-parts": [[1942], [1956]]},
        "keyword": "роман, эпопея",
        "language": "kk",
        "custom": {"responsibility": ["ред. К. Сыдықов"]},
    }


def test_an_item_in_another_language_takes_what_there_is_in_it() -> None:
    item = to_item(PATH_OF_ABAI, "en")
    assert item["author"] == [{"family": "Auezov", "given": "M. O."}, {"literal": "Zhazushy"}]
    assert item["title"] == "Абай жолы"


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("2024-06-28", {"date-parts": [[2024, 6, 28]]}),
        ("2024-22", {"date-parts": [[2024]], "season": 2}),
        ("1905~", {"date-parts": [[1905]], "circa": True}),
        ("-0043", {"date-parts": [[-43]]}),
        ("[2001?]", {"literal": "[2001?]"}),
        ("2001-01/2001-03", {"date-parts": [[2001, 1], [2001, 3]]}),
    ],
)
def test_dates_both_ways(edtf: str, csl: dict[str, Any]) -> None:
    assert to_item(Work(issued=Date(edtf)))["issued"] == csl
    assert from_item({"issued": csl}).issued == Date(edtf)


@pytest.mark.parametrize(
    ("csl", "edtf"),
    [
        ({"raw": "2024-06"}, "2024-06"),
        ("2024-06", "2024-06"),
        ({"date-parts": [["2024", "6"]]}, "2024-06"),
        ({"date-parts": [[2024, 6, 28]], "literal": "28 маусым 2024"}, "2024-06-28"),
    ],
)
def test_other_ways_to_write_a_date_are_read(csl: Any, edtf: str) -> None:
    assert from_item({"issued": csl}).issued == edtf


def test_initials_are_known_from_given_names() -> None:
    work = from_item({"author": [{"family": "Әуезов", "given": "М. О."}], "language": "kk"})
    (author,) = work.author
    assert isinstance(author, Person)
    assert author.name.original == PersonName(family="Әуезов", initials="М. О.")


def test_unknown_keys_and_types_are_kept_apart() -> None:
    work = from_item({"type": "journal-article", "PII": "x", "custom": {"a": [1]}, "volume": 3})
    assert (work.type, work.volume) == ("article-journal", "3")
    assert dict(work.extra.items()) == {"PII": "x", "custom.a": "[1]"}


@pytest.mark.parametrize(
    "item", [[], "x", {"author": [5]}, {"issued": [1]}, {"id": "a", "custom": {"notes": {"a": 1}}}]
)
def test_what_cannot_be_an_item_is_told(item: Any) -> None:
    with pytest.raises(FormatError):
        from_item(item)


def test_a_file_loses_nothing() -> None:
    article = Article(
        id="a",
        title=Text({"kk": "Келісім", "en": "Accord"}),
        author=(AUEZOV,),
        received=Date("2015-04"),
        part_number="2",
        license="CC-BY-4.0",
    )
    stream = io.BytesIO()
    account = Account()
    write([article, PATH_OF_ABAI], stream, account)
    assert list(read(io.BytesIO(stream.getvalue()))) == [article, PATH_OF_ABAI]
    assert account.losses == []


def test_working_notes_stay_behind_and_are_accounted_for() -> None:
    notes = ProvenanceMapping({"volume": Provenance(span=(0, 1))})
    stream, account = io.BytesIO(), Account()
    write([Article(id="a", volume="2", provenance=notes)], stream, account)
    assert b"span" not in stream.getvalue()
    assert [(loss.record, loss.path) for loss in account.losses] == [("a", "provenance")]


def test_a_bad_item_is_told_by_its_place_and_kept() -> None:
    stream = io.BytesIO(b'[{"id": "a"}, {"id": "b", "author": [5]}, {"id": "c"}]')
    good, bad, also_good = read(stream)
    assert isinstance(good, Work) and isinstance(also_good, Work)
    assert isinstance(bad, Unread)
    assert bad.key == "b" and bad.message.startswith("item 2: a name must be an object")
    assert json.loads(bad.raw)["author"] == [5]


@pytest.mark.parametrize("data", [b"", b"[", b"5", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_csl_json_is_told(data: bytes) -> None:
    with pytest.raises(FormatError):
        list(read(io.BytesIO(data)))


def test_a_stray_bracket_is_passed_over() -> None:
    good, broken, also_good = read(io.BytesIO(b'[{"id": "a"}, }, {"id": "b"}]'))
    assert isinstance(good, Work) and isinstance(also_good, Work)
    assert isinstance(broken, Unread) and broken.raw == "}"


def test_what_stands_before_a_break_is_read() -> None:
    good, broken = read(io.BytesIO(b'[{"id": "a"}, {"id": '))
    assert isinstance(good, Work)
    assert isinstance(broken, Unread)
    assert "broken after item 1" in broken.message


def test_the_items_of_others_come_back_as_they_were(shared: Path) -> None:
    items = json.loads((shared / "bench" / "corpus-1000.json").read_text("utf-8"))
    assert [to_item(from_item(item)) for item in items] == items


def test_files_are_valid_by_the_official_schema(shared: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((shared / "schemas/csl/input/csl-data.json").read_text("utf-8"))
    gold = json.loads((shared / "gost/gold-render.json").read_text("utf-8"))
    items = [file_item(from_item(r["item"]), f"k{n}", Account()) for n, r in enumerate(gold)]
    jsonschema.validate([*items, file_item(PATH_OF_ABAI, "auezov", Account())], schema)
