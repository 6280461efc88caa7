"""Lines of text files: bounded in length, in whatever encoding, with the place of what is wrong."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from citekit.formats.base import FormatError

MAX_LINE = 32 * 2**20
"""How many bytes a line may have."""
MAX_PASSED = 2**32
"""How many bytes of a line that has more are passed over before the file is given up."""
_KEPT = 1024
_BOM = b"\xef\xbb\xbf"


class Cut(bytes):
    """The beginning of a line that is too long; the rest of it is passed over."""

    problem: str


def raw_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines with their ends, the first without a byte order mark.

    Of a line that is too long only the beginning comes, as `Cut`.

    Raises:
        FormatError: The file is UTF-16, or a line does not end at all.
    """
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise FormatError("the file is UTF-16; save it as UTF-8")
        if len(line) <= MAX_LINE:
            yield line
            continue
        cut = Cut(line[:_KEPT])
        cut.problem = f"line {number} is longer than {MAX_LINE // 2**20} MiB; refused"
        yield cut
        passed = 0
        while line and not line.endswith(b"\n"):
            passed += len(line)
            if passed > MAX_PASSED:
                raise FormatError(f"{cut.problem}, and so is the rest of the file")
            line = stream.readline(2**20)


def text(data: bytes) -> str:
    """Return UTF-8 as text; what is not UTF-8 becomes U+FFFD, line ends become LF."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def undecodable(data: bytes) -> bool:
    """Whether bytes are not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def peek(stream: BinaryIO, size: int = 65536) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and the stream as if nothing had been read."""
    head = stream.read(size)
    return head, io.BufferedReader(_Again(head, stream))


class _Again(io.RawIOBase):
    """A stream with bytes put back before it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def watched(stream: BinaryIO, told: Callable[[int], object]) -> BinaryIO:
    """Return a stream that tells how many bytes are read each time."""
    return io.BufferedReader(_Watched(stream, told), 2**17)


class _Watched(io.RawIOBase):
    def __init__(self, stream: BinaryIO, told: Callable[[int], object]) -> None:
        self._stream = stream
        self._told = told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._told(len(data))
        return len(data)
