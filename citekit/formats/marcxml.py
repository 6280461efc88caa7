"""MARCXML: MARC 21 records in XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _marc, _xml
from citekit.formats._account import encoded
from citekit.formats.base import Account, Format, Unread
from citekit.model import Work

_SLIM = "http://www.loc.gov/MARC21/slim"
_MAKE = _xml.Maker({None: _SLIM})


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `record`."""
    found = _marc.encode(work)
    root = _MAKE.root("record")
    _MAKE.add(root, "leader", found.leader)
    for field in found.fields:
        if not field.subfields:
            _MAKE.add(root, "controlfield", field.value, tag=field.tag)
            continue
        first, second = field.indicators[0], field.indicators[1]
        element = _MAKE.add(root, "datafield", tag=field.tag, ind1=first, ind2=second)
        for code, text in field.subfields:
            _MAKE.add(element, "subfield", text, code=code)
    return root


def decode(root: _xml.Element) -> Work:
    """Return the work that a `record` describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    leader, fields = "", []
    for child in root:
        name, tag = child.tag.rpartition("}")[2], child.get("tag", "")
        if name == "leader":
            leader = child.text or ""
        elif name == "controlfield":
            fields.append(_marc.Field(tag, value=child.text or ""))
        elif name == "datafield":
            indicators = f"{child.get('ind1') or ' '}{child.get('ind2') or ' '}"
            subfields = [(s.get("code", ""), _xml.text_of(s)) for s in child]
            fields.append(_marc.Field(tag, indicators, subfields))
    return _marc.decode(_marc.Record(leader, fields))


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `record` of a file."""
    yield from _xml.read(stream, decode, f"{{{_SLIM}}}record")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write records one by one within a `collection`."""
    _xml.write(stream, encoded(works, encode, decode, account), _MAKE.root("collection"))


FORMAT = Format(
    name="marcxml",
    title="MARCXML",
    media_type="application/marcxml+xml",
    extensions=(".marcxml", ".xml"),
    read=read,
    write=write,
    sniff=lambda head: _SLIM.encode() in head,
    specification="https://www.loc.gov/standards/marcxml/",
)
