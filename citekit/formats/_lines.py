"""Lines of text files: bounded in length, in whatever encoding, with the place of what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from citekit.formats.base import FormatError

MAX_LINE = 32 * 2**20
_BOM = b"\xef\xbb\xbf"


def raw_lines(stream: BinaryIO, longest: int = MAX_LINE) -> Iterator[bytes]:
    """Yield lines with their ends, the first without a byte order mark.

    Raises:
        FormatError: A line is longer than `longest` bytes, or the file is UTF-16.
    """
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise FormatError("the file is UTF-16; save it as UTF-8")
        if len(line) > longest:
            raise FormatError(f"line {number} is longer than {longest // 2**20} MiB; refused")
        yield line


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
