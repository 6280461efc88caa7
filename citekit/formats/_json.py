"""JSON for every format that is made of it: bounded reading, and writing one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from citekit.formats.base import FormatError, Unread
from citekit.model import Work

MAX_BYTES = 256 * 2**20


def load(stream: BinaryIO) -> Any:
    """Return what a JSON file says.

    Raises:
        FormatError: It is no UTF-8, no JSON, or too large.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError(f"the file is larger than {MAX_BYTES // 2**20} MiB; split it")
    return parse(data)


def parse(data: bytes) -> Any:
    """Return what JSON says.

    Raises:
        FormatError: It is no UTF-8 or no JSON.
    """
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise FormatError("the JSON is nested too deeply") from None


def read(items: Iterable[Any], decode: Callable[[Any], Work]) -> Iterator[Work | Unread]:
    """Read a work from each object; one that cannot be read comes as unread."""
    for position, item in enumerate(items, start=1):
        try:
            if not isinstance(item, Mapping):
                raise FormatError("a record must be an object")
            yield decode(item)
        except (FormatError, TypeError, AttributeError, ValueError, KeyError) as error:
            raw = json.dumps(item, ensure_ascii=False)
            yield Unread(f"record {position}: {error}", raw=raw)


def write(stream: BinaryIO, items: Iterable[Mapping[str, Any]], *, always: bool = True) -> None:
    """Write an array of objects one by one; one alone stands bare unless `always`."""
    found = iter(items)
    first = next(found, None)
    second = next(found, None)
    if first is not None and second is None and not always:
        stream.write(_text(first) + b"\n")
        return
    stream.write(b"[")
    for position, item in enumerate(chain((first, second), found)):
        if item is not None:
            stream.write((b",\n" if position else b"\n") + _text(item))
    stream.write(b"\n]\n")


def _text(item: Mapping[str, Any]) -> bytes:
    return json.dumps(item, ensure_ascii=False, indent=1).encode()
