"""MARC 21 in the exchange format of ISO 2709, in UTF-8; needs pymarc, the extra `marc`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from citekit.formats import _marc
from citekit.formats._account import encoded
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import Work

_END = b"\x1d"
MAX_RECORD = 99_999
"""How many bytes a record may have: its length stands in five figures."""


def _pymarc() -> Any:
    try:
        import pymarc
    except ImportError:
        raise FormatError('MARC needs pymarc: pip install "citekit[marc]"') from None
    return pymarc


def encode(work: Work) -> bytes:
    """Return a work as the bytes of a record."""
    pymarc = _pymarc()
    found = _marc.encode(work)
    made = pymarc.Record(leader=found.leader, force_utf8=True)
    for field in found.fields:
        if not field.subfields:
            made.add_field(pymarc.Field(tag=field.tag, data=field.value))
            continue
        made.add_field(
            pymarc.Field(
                tag=field.tag,
                indicators=pymarc.Indicators(*field.indicators),
                subfields=[pymarc.Subfield(code=c, value=text) for c, text in field.subfields],
            )
        )
    data: bytes = made.as_marc()
    if len(data) > MAX_RECORD:
        raise FormatError(f"a MARC record has no more than {MAX_RECORD} bytes; write marcxml")
    return data


def decode(data: bytes) -> Work:
    """Return the work that a record describes.

    Raises:
        FormatError: The bytes are no record, or a value is not what its field can hold.
    """
    pymarc = _pymarc()
    reader = pymarc.MARCReader(io.BytesIO(data), to_unicode=True, force_utf8=False)
    found = next(reader, None)
    if found is None:
        raise FormatError(f"not a MARC record: {reader.current_exception or 'it is broken off'}")
    fields = [
        _marc.Field(f.tag, value=f.data or "")
        if f.is_control_field()
        else _marc.Field(
            f.tag, "".join(f.indicators), [(s.code, s.value.strip()) for s in f.subfields]
        )
        for f in found.fields
    ]
    return _marc.decode(_marc.Record(str(found.leader), fields))


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read records one by one; one that is broken comes as unread."""
    _pymarc()
    position, rest, passing = 0, b"", False
    while True:
        data = stream.read(65536)
        *records, rest = (rest + data).split(_END)
        for record in records:
            position += not passing
            if not passing:
                yield _one(record.lstrip(b"\r\n ") + _END, position)
            passing = False
        if not data:
            break
        if len(rest) > 4 * MAX_RECORD:
            if position == 0:
                raise FormatError("record 1 does not end; is the file MARC (ISO 2709)?")
            if not passing:
                position, passing = position + 1, True
                message = f"record {position}: it is longer than MARC allows, {MAX_RECORD} bytes"
                yield Unread(message, raw=rest.decode("utf-8", "replace"))
            rest = b""
    if rest.strip():
        if position == 0:
            raise FormatError("the file has no MARC record (ISO 2709)")
        yield Unread(
            f"record {position + 1}: it is broken off", raw=rest.decode("utf-8", "replace")
        )
    elif position == 0:
        raise FormatError("the file is empty")


def _one(data: bytes, position: int) -> Work | Unread:
    try:
        return decode(data)
    except FormatError as error:
        message = str(error)
    except Exception as error:  # pymarc raises whatever its parsing meets
        message = f"not a MARC record ({type(error).__name__}: {error})"
    return Unread(f"record {position}: {message}", raw=data.decode("utf-8", "replace"))


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write records one by one."""
    for data in encoded(works, encode, decode, account):
        stream.write(data)


FORMAT = Format(
    name="marc",
    title="MARC 21 (ISO 2709)",
    media_type="application/marc",
    extensions=(".mrc", ".marc"),
    read=read,
    write=write,
    sniff=lambda head: re.match(rb"\s*\d{5}[a-z][a-z]{2}", head) is not None and b"\x1e" in head,
    specification="https://www.loc.gov/marc/bibliographic/",
    frame=(b"", b"", b""),
)
