"""JSON for every format that is made of it: read and written one by one, within bounds.

A value that is broken, too large or not UTF-8 is passed over and reported; those after it are read.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

from citekit.formats.base import FormatError, Unread
from citekit.model import Work

MAX_ITEM = 16 * 2**20
"""How many characters one record may have."""
_RAW = 2**20
"""How many characters of a record that cannot be read are kept."""


# Reading


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


def read(
    items: Iterable[Any],
    decode: Callable[[Any], Work],
    wanted: Collection[str] = (),
    kind: str = "the file has no record",
) -> Iterator[Work | Unread]:
    """Read a work from each object; one that cannot be read comes as unread.

    Args:
        items: The objects, as `each` yields them.
        decode: Reads one.
        wanted: The keys by which an object of the format is known; it has one of them at least.
        kind: What the format is made of, for a file that is something else.

    Raises:
        FormatError: There is no object, or the first is none of the format.
    """
    known = False
    for position, item in enumerate(items, start=1):
        if isinstance(item, Unread):
            yield item
            continue
        if wanted and not (isinstance(item, Mapping) and item.keys() & wanted):
            if not known:
                raise FormatError(kind)
            yield Unread(f"record {position}: {kind}", raw=_shown(item))
            continue
        known = True
        try:
            if not isinstance(item, Mapping):
                raise FormatError("a record must be an object")
            yield decode(item)
        except (FormatError, TypeError, AttributeError, ValueError, KeyError) as error:
            yield Unread(f"record {position}: {error}", raw=_shown(item))
    if wanted and not known:
        raise FormatError(kind)


def _shown(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False)


def each(stream: BinaryIO, *inside: str) -> Iterator[Any]:
    """Yield the items of an array one by one, or the only object of the file.

    The file is read as far as the next item needs, so that memory does not grow with it.

    Args:
        stream: The file.
        inside: The names under which an object around the records keeps them, or the next object
            around them.

    Yields:
        Each value, or why it cannot be read.

    Raises:
        FormatError: The file is no JSON at all.
    """
    reader = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape")
    found = 0
    try:
        for item in _items(_Cursor(reader), inside):
            found += not isinstance(item, Unread)
            yield item
    except FormatError as error:
        if not found:
            raise
        raw = error.raw if isinstance(error, _BrokenOffError) else ""
        yield Unread(f"the file is broken after item {found}: {error}", raw=raw)
    except RecursionError:
        raise FormatError("the JSON is nested too deeply") from None
    finally:
        reader.detach()


class _BrokenOffError(FormatError):
    """The file ends within a value."""

    def __init__(self, message: str, raw: str) -> None:
        super().__init__(message)
        self.raw = raw


def _items(cursor: _Cursor, inside: tuple[str, ...]) -> Iterator[Any]:
    if cursor.peek() == "[":
        yield from _array(cursor)
    elif cursor.peek() == "{":
        yield from _object(cursor, inside)
    else:
        raise cursor.error("an array of objects is expected, or one object")


def _array(cursor: _Cursor) -> Iterator[Any]:
    cursor.at += 1
    first = True
    while (letter := cursor.peek()) != "]":
        if not letter:
            raise FormatError("the file ends within an array")
        if not first and letter != ",":
            raise cursor.error("a comma is missing")
        cursor.at += not first
        first = False
        cursor.indent = None if letter == "," else cursor.indent
        if cursor.peek() == "]":
            break
        try:
            item = cursor.value()
        except FormatError as error:
            broken = cursor.passed_over(error, cursor.indent)
            if not cursor.peek():
                raise _BrokenOffError(str(error), broken.raw) from None
            yield broken
            cursor.at += cursor.peek() == ","
            first = True
        else:
            yield item
    cursor.at += 1


def _object(cursor: _Cursor, inside: tuple[str, ...]) -> Iterator[Any]:
    """Yield the records inside an object, or else the object itself."""
    cursor.at += 1
    said: dict[str, Any] = {}
    while (letter := cursor.peek()) != "}":
        cursor.at += letter == "," and bool(said)
        key = cursor.value()
        if not isinstance(key, str) or cursor.peek() != ":":
            raise cursor.error("a name in quotation marks and a colon are expected")
        cursor.at += 1
        if key in inside and cursor.peek() in ("[", "{"):
            yield from _items(cursor, inside)
            return
        said[key] = cursor.value()
    cursor.at += 1
    yield said


_CHUNK = 2**18
_BETWEEN = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r'["\[\]{},]')
_IN_STRING = re.compile(r'"|\\.', re.S)
_decode_at = json.JSONDecoder().raw_decode


class _Cursor:
    """A place in a file of which only what the next value needs is in memory."""

    def __init__(self, reader: io.TextIOWrapper) -> None:
        self._reader = reader
        self._text = ""
        self._line = 1
        self._doubtful = False
        self.at = 0
        self.indent: str | None = None
        """The space before the next character, if that is the first of its line."""

    def peek(self) -> str:
        """Return the next character that is no space, or "" at the end."""
        while True:
            match = _BETWEEN.match(self._text, self.at)
            assert match is not None
            self.at = match.end()
            if "\n" in match[0]:
                self.indent = match[0].rpartition("\n")[2]
            if self.at < len(self._text):
                return self._text[self.at]
            if not self._more(_CHUNK):
                return ""

    def value(self) -> Any:
        """Return the next value.

        Raises:
            FormatError: It is broken, too large or not UTF-8; the place is then its beginning.
        """
        self.peek()
        while True:
            start, text = self.at, self._text
            try:
                item, end = _decode_at(text, start)
            except RecursionError:
                raise self.error("nested too deeply; refused") from None
            except json.JSONDecodeError as error:
                # A text that has no end yet is told by its beginning, what else may go on by its.
                if not error.msg.startswith("Unterminated") and error.pos < len(text) - 16:
                    raise self.error(error.msg, error.pos) from None
                problem: FormatError | None = self.error(error.msg, error.pos)
            else:
                # A number at the end of what is read may go on after it.
                if end < len(text) or not isinstance(item, int | float):
                    if self._doubtful and _undecodable(text[start:end]):
                        raise self.error("not UTF-8; save the file as UTF-8")
                    self.at = end
                    return item
                problem = None
            if len(text) - start > MAX_ITEM:
                raise self.error(f"a value of more than {MAX_ITEM // 2**20} MiB; refused")
            if not self._more(max(_CHUNK, len(text) - start)):
                if problem is not None:
                    raise problem
                self.at += end - start
                return item

    def error(self, message: str, at: int | None = None) -> FormatError:
        """Return an error with the place of a character, by default the next."""
        at = self.at if at is None else at
        line = self._line + self._text.count("\n", 0, at)
        column = at - self._text.rfind("\n", 0, at)
        return FormatError(f"line {line}, column {column}: {message}")

    def passed_over(self, error: FormatError, indent: str | None) -> Unread:
        """Go to the end of a value that cannot be read, and report it.

        Where it begins a line, the next that begins one in the same way is the next value, whatever
        its brackets and quotation marks are like; elsewhere they tell its end.
        """
        line = self._line + self._text.count("\n", 0, self.at)
        ending = _Brackets() if indent is None else _NextLine(indent)
        raw: list[str] = []
        while True:
            start = self.at
            self.at, ended = ending.find(self._text, start)
            raw.append(self._text[start : min(self.at, start + _RAW - sum(map(len, raw)))])
            if not ended and self._more(_CHUNK):
                continue
            if not ended:
                raw.append(self._text[self.at :][:_RAW])
                self.at = len(self._text)
            return Unread(str(error), line, raw="".join(raw)[:_RAW])

    def _more(self, size: int) -> bool:
        """Read on, and forget what is passed; whether there was more."""
        more = self._reader.read(size)
        if not more:
            return False
        self._line += self._text.count("\n", 0, self.at)
        self._text = self._text[self.at :] + more
        self.at = 0
        self._doubtful = self._doubtful or _undecodable(more)
        return True


class _NextLine:
    """Finds the line on which the next value begins."""

    def __init__(self, indent: str) -> None:
        self._start = re.compile(rf"\n{indent}(?=[\[{{])")
        self._overlap = len(indent) + 2

    def find(self, text: str, start: int) -> tuple[int, bool]:
        """Return how far to go in a text, and whether the end is there."""
        match = self._start.search(text, start)
        return (match.end(), True) if match else (max(start, len(text) - self._overlap), False)


class _Brackets:
    """Finds the end of a value by its brackets and quotation marks."""

    def __init__(self) -> None:
        self._depth = 0
        self._quoted = False

    def find(self, text: str, start: int) -> tuple[int, bool]:
        """Return how far to go in a text, and whether the end is there."""
        at = start
        while match := (_IN_STRING if self._quoted else _MARK).search(text, at):
            letter, at = match[0], match.end()
            if letter == '"':
                self._quoted = not self._quoted
            elif self._quoted:
                continue
            elif letter in "[{":
                self._depth += 1
            elif letter in "]}" and self._depth > 1:
                self._depth -= 1
            elif letter in "]}" and self._depth:
                return at, True
            elif not self._depth:
                # A stray mark of its own is passed over too.
                return max(match.start(), start + 1), True
        # An escape may be cut in two.
        return len(text) - (self._quoted and text.endswith("\\")), False


def _undecodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


# Writing


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
