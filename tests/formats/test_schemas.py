"""What is written is valid by the official schema, for any record."""

import importlib.util
import io
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from benchmarks.schemas import outcomes, records
from citekit import formats
from citekit.formats import Account
from citekit.model import Work
from tests.formats.gold import works_of
from tests.formats.samples import FULL
from tests.formats.strategies import works

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCHEMAS = {
    "oai-dc": ("oai_dc",),
    "mods": ("mods",),
    "mets": ("mets",),
    "marcxml": ("marcxml",),
    "jats": ("jats-1.3-dtd", "jats-1.4-dtd"),
    "crossref": ("crossref-5.4.0",),
    "crossref-5-3-1": ("crossref-5.3.1",),
    "datacite": ("datacite-4.6", "datacite-4.7"),
    "doaj": ("doaj",),
    "rsci": ("rsci",),
}
CASES = [(f, s) for f, schemas in SCHEMAS.items() if f in formats.names() for s in schemas]
every = pytest.mark.parametrize


@cache
def official(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", folder / "schemas" / "validate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(name: str, *records: Work) -> tuple[bytes, Account]:
    target = formats.get(name)
    assert target.write is not None
    stream, account = io.BytesIO(), Account()
    target.write(records, stream, account)
    return stream.getvalue(), account


def problems(shared: Path, schema: str, data: bytes) -> list[str]:
    validator = official(shared).load(schema)
    document = etree.parse(io.BytesIO(data), official(shared).parser(load_dtd=False))
    validator.validate(document)
    return [f"{e.line}: {e.message}" for e in validator.error_log]


@every(("name", "schema"), CASES)
def test_a_full_article_is_valid(shared: Path, name: str, schema: str) -> None:
    data, account = written(name, FULL)
    assert problems(shared, schema, data) == []
    assert "" not in {loss.path for loss in account.losses}


@every(("name", "schema"), CASES)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_record_is_valid(shared: Path, name: str, schema: str, data: st.DataObject) -> None:
    work = data.draw(works(name))
    file, account = written(name, work)
    if "" not in {loss.path for loss in account.losses}:
        assert problems(shared, schema, file) == []


@every(("name", "schema"), CASES)
def test_every_article_of_the_gold_is_valid(shared: Path, name: str, schema: str) -> None:
    for work in works_of(shared):
        file, account = written(name, work)
        if "" not in {loss.path for loss in account.losses}:
            assert problems(shared, schema, file) == [], work.id


def test_every_export_is_valid_by_all_that_there_is(shared: Path) -> None:
    """A sample; `python -m benchmarks.schemas` goes through all."""
    pytest.importorskip("jsonschema")
    for outcome in outcomes(records(shared)[::16], shared / "schemas"):
        assert not outcome.errors, outcome
        assert not outcome.refused, outcome


def test_cff_is_valid_by_the_schema_of_its_own_tool() -> None:
    jsonschema: Any = pytest.importorskip("jsonschema")
    package = pytest.importorskip("cffconvert")
    file = Path(package.__file__).parent / "schemas" / "1.2.0" / "schema.json"
    schema = json.loads(file.read_text("utf-8"))
    said = yaml.safe_load(written("cff", FULL)[0])
    for each in said["references"]:
        each["date-published"] = str(each["date-published"])
    jsonschema.validate(said, schema)


JSON_SCHEMAS = {"csl-json": "csl/input/csl-data.json", "cff": "schema.org/cff_v1.2.0.json"}


@every("name", [n for n in JSON_SCHEMAS if n in formats.names()])
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_has_a_json_schema_is_valid(shared: Path, name: str, data: st.DataObject) -> None:
    jsonschema: Any = pytest.importorskip("jsonschema")
    schema = json.loads((shared / "schemas" / JSON_SCHEMAS[name]).read_text("utf-8"))
    for work in (FULL, data.draw(works(name)), *works_of(shared)[:5]):
        text = written(name, work)[0]
        said = json.loads(text) if name.endswith("json") else yaml.safe_load(text)
        if name == "cff":
            for each in said.get("references", ()):
                for key in ("date-published", "date-accessed"):
                    if key in each:
                        each[key] = str(each[key])
        jsonschema.validate(said, schema)


def test_the_gold_is_read() -> None:
    if SHARED.is_dir():
        found = works_of(SHARED)
        assert len(found) > 30
        assert all(work.title and work.author for work in found)
