"""JSON for every format that is made of it: bounded reading, and writing one by one."""

from __future__ import annotations

import io
import json
import re
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
        stream.write(text(first).encode() + b"\n")
        return
    stream.write(b"[")
    for position, item in enumerate(chain((first, second), found)):
        if item is not None:
            stream.write((b",\n" if position else b"\n") + text(item).encode())
    stream.write(b"\n]\n")


def text(item: Mapping[str, Any]) -> str:
    """Return an object with a line for each of its values.

    >>> print(text({"id": "a", "title": "Абай"}))
    {
      "id": "a",
      "title": "Абай"
    }
    """
    # The library's own indentation is ten times slower.
    lines = ",\n".join(f"  {_dumps(key)}: {_dumps(value)}" for key, value in item.items())
    return f"{{\n{lines}\n}}" if lines else "{}"


_dumps = json.JSONEncoder(ensure_ascii=False).encode


def each(stream: BinaryIO) -> Iterator[Any]:
    """Yield the items of an array one by one, or the only object of the file.

    The file is read as far as the next item needs, so that memory does not grow with it.

    Raises:
        FormatError: It is no UTF-8 or no JSON, or one item is too large.
    """
    reader = io.TextIOWrapper(stream, "utf-8-sig")
    try:
        yield from _items(reader)
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8: {error.reason} ({error.object[error.start]:#x})") from None
    except RecursionError:
        raise FormatError("the JSON is nested too deeply") from None
    finally:
        reader.detach()


_CHUNK = 2**18
_BETWEEN = re.compile(r"[ \t\r\n]*")
_decode_at = json.JSONDecoder().raw_decode


def _items(reader: io.TextIOWrapper) -> Iterator[Any]:
    buffer, line, wanted = reader.read(_CHUNK), 1, _CHUNK
    at = _skip(buffer, 0)
    if buffer[at : at + 1] != "[":
        whole = parse((buffer + _rest(reader, len(buffer))).encode())
        if not isinstance(whole, Mapping):
            raise FormatError("an array of objects is expected, or one object")
        yield whole
        return
    at += 1
    first = True
    while True:
        at = _skip(buffer, at)
        if at < len(buffer):
            if buffer[at] == "]":
                return
            if not first and buffer[at] != ",":
                raise FormatError(f"line {line + buffer.count(chr(10), 0, at)}: a comma is missing")
            start = at if first else _skip(buffer, at + 1)
            try:
                item, end = _decode_at(buffer, start)
            except json.JSONDecodeError as error:
                problem = f"line {line + error.lineno - 1}, column {error.colno}: {error.msg}"
            else:
                # A number at the end of what is read may go on after it.
                if end < len(buffer) or not isinstance(item, int | float):
                    yield item
                    at, first = end, False
                    if at > _CHUNK:
                        line += buffer.count("\n", 0, at)
                        buffer, at = buffer[at:], 0
                    continue
                problem = "the file ends within an array"
        else:
            problem = "the file ends within an array"
        more = reader.read(wanted)
        if not more:
            raise FormatError(problem)
        line += buffer.count("\n", 0, at)
        buffer, at = buffer[at:] + more, 0
        wanted = len(buffer)
        if len(buffer) > MAX_BYTES:
            raise FormatError(f"an item of more than {MAX_BYTES // 2**20} MiB; refused")


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _rest(reader: io.TextIOWrapper, size: int) -> str:
    rest = reader.read(MAX_BYTES)
    if size + len(rest) > MAX_BYTES:
        raise FormatError(f"the file is larger than {MAX_BYTES // 2**20} MiB; split it")
    return rest
