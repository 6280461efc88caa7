"""What every format must do, found in the registry: a new format is tested by being there."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit import formats
from citekit.formats import Account, Format, FormatError, Unread
from citekit.formats._account import comparable
from citekit.model import Work
from tests.formats.samples import FULL
from tests.formats.strategies import works

ALL = [formats.get(name) for name in formats.names()]
BOTH_WAYS = [f for f in ALL if f.read and f.write]
READABLE = [f for f in ALL if f.read]
WRITABLE = [f for f in ALL if f.write]

every = pytest.mark.parametrize
by_name = {"ids": lambda f: f.name}
quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def written(target: Format, *records: Work) -> tuple[bytes, Account]:
    assert target.write is not None
    stream, account = io.BytesIO(), Account()
    target.write(records, stream, account)
    return stream.getvalue(), account


def read(source: Format, data: bytes) -> list[Work | Unread]:
    assert source.read is not None
    return list(source.read(io.BytesIO(data)))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def covered(path: str, losses: set[str]) -> bool:
    parts = path.split(".")
    return any(".".join(parts[:n]) in losses for n in range(len(parts) + 1))


@every("target", BOTH_WAYS, **by_name)
@given(data=st.data())
@quick
def test_what_is_not_in_the_account_comes_back_equal(target: Format, data: st.DataObject) -> None:
    work = data.draw(works(target.name))
    file, account = written(target, work)
    losses = {loss.path for loss in account.losses}
    if "" in losses:
        return
    back = read(target, file)
    assert len(back) == 1, back
    assert isinstance(back[0], Work), back[0]
    old, new = dict(leaves(comparable(work))), dict(leaves(comparable(back[0])))
    assert {p: v for p, v in old.items() if not covered(p, losses) and new.get(p) != v} == {}
    beside = losses | {path.rpartition(".")[0] for path in losses if "." in path}
    added = {path.split(".")[0] for path in new.keys() - old.keys() if not covered(path, beside)}
    assert added <= {"id", "language", "article_type"}


@every("target", BOTH_WAYS, **by_name)
def test_a_file_is_known_by_its_content(target: Format) -> None:
    file, _ = written(target, FULL)
    assert formats.detect(file, "").name == target.name


@every("target", BOTH_WAYS, **by_name)
def test_records_follow_each_other(target: Format) -> None:
    file, account = written(target, FULL, FULL.model_copy(update={"id": "another"}), FULL)
    assert not [loss for loss in account.losses if loss.path == ""]
    assert len([work for work in read(target, file) if isinstance(work, Work)]) == 3


BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "nul": b"\0" * 1000,
    "utf-16": "Абай жолы".encode("utf-16"),
    "cp1251": "@article{a, title={Абай жолы}}\nTY  - JOUR\nTI  - Абай".encode("cp1251"),
    "xxe": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<a><title>&x;</title></a>",
    "laughs": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]><a>&j;</a>",
    "deep-xml": b"<a>" * 5000,
    "deep-json": b"[" * 100_000,
    "braces": b"{" * 100_000,
    "entry": b"@article{a, title = {x",
    "number": b"42",
    "null": b"null",
    "list": b"[1, null, [], {}]",
}


@every("source", READABLE, **by_name)
@every("data", BAD.values(), ids=BAD.keys())
def test_what_is_no_file_of_the_format_is_refused_clearly(source: Format, data: bytes) -> None:
    try:
        found = read(source, data)
    except FormatError as error:
        assert str(error)
        assert "passwd" not in str(error)
    else:
        assert all("root:" not in repr(each) for each in found)


@every("source", BOTH_WAYS, **by_name)
@given(cut=st.floats(0, 1))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_truncated_file_loses_no_whole_record(source: Format, cut: float) -> None:
    file, _ = written(source, FULL, FULL.model_copy(update={"id": "another"}))
    try:
        found = read(source, file[: int(len(file) * cut)])
    except FormatError as error:
        assert str(error)
    else:
        assert len([work for work in found if isinstance(work, Work)]) <= 2


@every("source", BOTH_WAYS, **by_name)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_never_ends_in_a_crash(source: Format, data: st.DataObject) -> None:
    file, _ = written(source, FULL)
    at = data.draw(st.integers(0, len(file) - 1))
    piece = data.draw(st.binary(max_size=6))
    try:
        read(source, file[:at] + piece + file[at + len(piece) :])
    except FormatError as error:
        assert str(error)
