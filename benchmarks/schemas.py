"""Every export of every record by its official schema.

    python -m benchmarks.schemas ../shared

PATH holds `schemas/` with the official schemas and `articles/` with gold records. The records are
those of the gold, each with all that it says, and the finished ones in `metadata/`. One that an
agency refuses, for want of a DOI or an address, is written once more with made-up ones, so that the
schema sees it too. For each format it prints how many records are valid, and every error.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import yaml
from lxml import etree

from citekit import api, formats
from citekit.formats import Account
from citekit.formats._validate import SCHEMAS, by_schema
from citekit.model import DOI, ISSN, URL, Date, Text, Work

_ROOT = Path(__file__).resolve().parent.parent
_JSON = {"csl-json": "csl/input/csl-data.json", "cff": "schema.org/cff_v1.2.0.json"}
_CONTEXT = "schema.org/jsonldcontext.json"
Check = Callable[[bytes], Iterable[str]]


@dataclass(slots=True)
class Outcome:
    """How the records fare in one format."""

    name: str
    valid: int = 0
    completed: int = 0
    """How many of them had to be completed first."""
    refused: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def outcomes(works: list[Work], schemas: Path) -> Iterator[Outcome]:
    """Yield how all records fare in each format that has a schema.

    Args:
        works: The records.
        schemas: The folder with the official schemas.
    """
    for name, check in _checks(schemas):
        outcome = Outcome(name)
        for work in works:
            data, refused = _written(name, work)
            if refused:
                data, refused = _written(name, _completed(work))
                outcome.completed += not refused
            if refused:
                outcome.refused[refused] += 1
                continue
            errors = [f"{work.id}: {error}" for error in check(data)]
            outcome.valid += not errors
            outcome.errors += errors
        yield outcome


def _written(name: str, work: Work) -> tuple[bytes, str]:
    """Return a record in a format, and why the format refuses it, if it does."""
    write = formats.get(name).write
    assert write is not None
    stream, account = io.BytesIO(), Account()
    write([work], stream, account)
    return stream.getvalue(), next((loss.reason for loss in account.losses if not loss.path), "")


_MADE_UP = Work(
    doi=DOI("10.5555/12345678"),
    url=URL("https://example.org/article/1"),
    issn=ISSN("1234-5679"),
    issued=Date("2024"),
    container_title=Text({"en": "A journal"}),
    publisher=Text({"en": "A publisher"}),
)


def _completed(work: Work) -> Work:
    said = {name: getattr(_MADE_UP, name) for name in _MADE_UP.model_fields_set}
    missing = {name: value for name, value in said.items() if getattr(work, name) is None}
    return work.model_copy(update=missing)


def _checks(schemas: Path) -> Iterator[tuple[str, Check]]:
    for name, schema in SCHEMAS.items():
        yield name, lambda data, s=schema: map(str, by_schema(s, data, schemas))  # type: ignore[misc]
    for name, file in _JSON.items():
        yield name, _by_json_schema(json.loads((schemas / file).read_text("utf-8")))
    context = json.loads((schemas / _CONTEXT).read_text("utf-8"))["@context"]
    yield "schema-org", lambda data: _terms(json.loads(data), context)
    yield "dspace-saf", lambda data: _registered(data, schemas / "dspace" / "registries")


def _by_json_schema(schema: Any) -> Check:
    validators: Any = importlib.import_module("jsonschema").validators
    validator = validators.validator_for(schema)(schema)

    def check(data: bytes) -> Iterator[str]:
        said = json.loads(data) if data[:1] in b"[{" else yaml.load(data, yaml.BaseLoader)
        for reference in said.get("references", ()) if isinstance(said, dict) else ():
            # All is text to this loader, which dates must be; years and months must not.
            reference |= {at: int(reference[at]) for at in ("year", "month") if at in reference}
        yield from (error.message for error in validator.iter_errors(said))

    return check


def _terms(said: Any, context: dict[str, Any]) -> Iterator[str]:
    """Yield the names that schema.org does not know."""
    for each in said if isinstance(said, list) else [said]:
        if isinstance(each, dict):
            for name, value in each.items():
                if name[:1] != "@" and name not in context:
                    yield f"schema.org has no {name}"
                yield from _terms(value, context)


def _registered(data: bytes, registries: Path) -> Iterator[str]:
    """Yield the fields that neither DSpace's registries nor the archive's own one have."""
    archive = ZipFile(io.BytesIO(data))
    known = {
        field
        for text in (
            *(path.read_bytes() for path in registries.glob("*.xml")),
            archive.read("registry/citekit-types.xml"),
        )
        for field in _fields(etree.fromstring(text))
    }
    for name in archive.namelist():
        if name.endswith(".xml") and name.startswith("item_"):
            root = etree.fromstring(archive.read(name))
            for value in root.iter("dcvalue"):
                qualifier = value.get("qualifier")
                said = (root.get("schema"), value.get("element"), qualifier)
                parts = tuple(part for part in said if part and part != "none")
                if parts not in known:
                    yield f"no registry has {'.'.join(parts)}"


def _fields(root: Any) -> Iterator[tuple[str, ...]]:
    for kind in root.iter("dc-type"):
        parts = (kind.findtext(name) for name in ("schema", "element", "qualifier"))
        yield tuple(part.strip() for part in parts if part and part.strip())


def records(path: Path) -> list[Work]:
    """Return the gold's records, and the finished ones of this project."""
    from tests.formats.gold import works_of

    finished = (api.read(file) for file in sorted((_ROOT / "metadata").glob("*.yaml")))
    return [*works_of(path), *(work for works in finished for work in works)]


def main() -> None:
    """Check and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    path = parser.parse_args().path
    works = records(path)
    broken = 0
    for outcome in outcomes(works, path / "schemas"):
        completed = f", {outcome.completed} of them completed" if outcome.completed else ""
        print(f"{outcome.name:<16} {outcome.valid} of {len(works)} valid{completed}", flush=True)
        for reason, count in outcome.refused.most_common():
            print(f"{'':<16} {count:>4} refused: {reason}")
        for error in outcome.errors[:10]:
            print(f"{'':<16} {error}")
        broken += len(outcome.errors)
    raise SystemExit(broken > 0)


if __name__ == "__main__":
    main()
