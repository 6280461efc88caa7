"""A file of XML that can be read on behind a record that is broken.

A parser stops at the first error. Another one then takes the file up at the next record, with what
stood before the first one in front of it, so that namespaces and wrappers are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

MAX_PREFIX = 2**16
"""How many bytes may stand before the first record."""
MAX_PASSED = 2**32
"""How many bytes of a broken record are passed over before the file is given up."""
_WINDOW = 2**18
_CHUNK = 2**18
_OVERLAP = 256


class Source:
    """A stream for a parser, of which the beginnings of records are noted.

    >>> import io
    >>> source = Source(io.BytesIO(b"<x><a>1</a><a>2</b><a>3</a></x>"), ["a"])
    >>> _ = source.read()
    >>> source.resume(2), source.read()
    (True, b'<x><a>3</a></x>')
    """

    def __init__(self, stream: BinaryIO, names: Iterable[str]) -> None:
        """Take a stream and the local names of the elements that are records."""
        self._stream = stream
        local = "|".join(map(re.escape, names)).encode()
        self._start = re.compile(rb"<(?:[\w.-]+:)?(?:" + local + rb")(?=[\s/>])")
        self._prefix: bytes | None = None
        """What stands before the first record; empty where that is too much."""
        self._pending = b""
        self._window = b""
        self._lines = 0
        """How many lines end before the window."""
        self._starts: list[int] = []
        """Where in the window a record begins, as far as the parser has been given it."""
        self._dropped = 0
        """How many begin before the window."""
        self.shift = 0
        """What is to be added to the parser's lines."""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes for the parser."""
        if self._pending:
            data, self._pending = self._pending, b""
            return data
        data = self._stream.read(size)
        self._note(data)
        return data

    def _note(self, data: bytes) -> None:
        overlap = max(0, len(self._window) - _OVERLAP)
        known = len(self._window)
        self._window += data
        found = (m for m in self._start.finditer(self._window, overlap) if m.end() >= known)
        for match in found:
            if self._prefix is None:
                self._prefix = self._window[: match.start()]
            self._starts.append(match.start())
        surplus = len(self._window) - _WINDOW
        if surplus > _CHUNK:
            self._forget(surplus)

    def _forget(self, size: int) -> None:
        self._prefix = self._prefix or b""
        self._lines += self._window.count(b"\n", 0, size)
        self._window = self._window[size:]
        kept = [start - size for start in self._starts if start >= size]
        self._dropped += len(self._starts) - len(kept)
        self._starts = kept

    def _is_within(self, start: int) -> bool:
        """Whether an element is within another record: the only child of what it stands in."""
        before = self._window[max(0, start - _OVERLAP) : start].rstrip()
        tag = before[before.rfind(b"<") :]
        ends = tag.startswith(b"</") or tag.endswith((b"/>", b"-->", b"?>"))
        return bool(tag) and not ends and not (self._prefix or b"").rstrip().endswith(tag)

    def raw(self, record: int) -> str:
        """Return the text of the n-th record the parser has begun, as far as it is there."""
        at = record - 1 - self._dropped
        start = self._starts[at] if 0 <= at < len(self._starts) else 0
        end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._window)
        return self._window[start:end].decode("utf-8", "replace")

    def resume(self, record: int) -> bool:
        """Go on behind the n-th record the parser has begun; return whether there is another."""
        if not self._prefix or len(self._prefix) > MAX_PREFIX:
            return False
        passed = 0
        while True:
            at = max(0, record - self._dropped)
            if at < len(self._starts):
                if not self._is_within(self._starts[at]):
                    break
                record += 1
                continue
            data = self._stream.read(_CHUNK)
            passed += len(data)
            if not data or passed > MAX_PASSED:
                return False
            self._note(data)
        self._forget(self._starts[at])
        self._dropped = 0
        self._pending = self._prefix + self._window
        self.shift = self._lines - self._prefix.count(b"\n")
        return True
