"""DSpace Intermediate Metadata: the fields of an item, each value with its language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _dublin_core, _xml
from citekit.formats._account import encoded
from citekit.formats._dublin_core import Statement
from citekit.formats._record import record
from citekit.formats.base import Account, Format, Unread
from citekit.model import Work

NAMESPACE = "http://www.dspace.org/xmlns/dspace/dim"
_MAKE = _xml.Maker({"dim": NAMESPACE})

Field = tuple[str, str, str | None]
"""Name (`dc.title.alternative`), value and language of a metadata value."""


def fields(work: Work) -> list[Field]:
    """Return the metadata values of a work, by the names of DSpace's registries."""
    names = _dublin_core.rows("dim")
    found = [
        (names[s.name].term, s.text, _xml.language(s.tag))
        for s in _dublin_core.statements(work)
        if s.name in names
    ]
    if work.doi is not None:
        found.append(("dc.identifier.uri", work.doi.url or "", None))
    return found


def work_of(found: Iterable[Field]) -> Work:
    """Return the work that metadata values describe; unknown fields stand in `extra`.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    names = {row.term: name for name, row in _dublin_core.rows("dim").items()} | _ALSO
    said: list[Statement] = []
    extra: dict[str, str] = {}
    for name, text, tag in found:
        if name in names:
            said.append(Statement(names[name], text, tag))
        elif name not in _BY_DSPACE:
            extra[name] = "; ".join(filter(None, (extra.get(name), text)))
    return record(_dublin_core.plain(said) | {"extra": extra})


_ALSO = {
    "dc.creator": "author",
    "dc.contributor": "contributor",
    "dc.date": "issued",
    "dc.language": "language",
    "dc.relation.journal": "container",
    "dc.subject.other": "keyword",
    "local.subject.udc": "udc",
    "local.subject.grnti": "irsti",
    "dc.rights.holder": "copyright",
}
_BY_DSPACE = frozenset(
    ("dc.date.accessioned", "dc.date.available", "dc.description.provenance", "dc.format.mimetype")
)


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `dim`."""
    root = _MAKE.root("dim:dim", dspaceType="ITEM")
    for name, text, tag in fields(work):
        schema, element, qualifier = (*name.split("."), None)[:3]
        _MAKE.add(
            root,
            "dim:field",
            text,
            mdschema=schema,
            element=element,
            qualifier=qualifier,
            lang_=tag,
        )
    return root


def decode(element: _xml.Element) -> Work:
    """Return the work that an element describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    return work_of(
        (
            ".".join(filter(None, (f.get("mdschema"), f.get("element"), f.get("qualifier")))),
            _xml.text_of(f),
            _xml.lang_of(f),
        )
        for f in element.iter(f"{{{NAMESPACE}}}field")
    )


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every item of a file."""
    yield from _xml.read(stream, decode, f"{{{NAMESPACE}}}dim")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one item as a document, several within an element `records`."""
    nodes = encoded(works, encode, decode, account)
    _xml.write(stream, nodes, _MAKE.root("records"), always=False)


FORMAT = Format(
    name="dim",
    title="DSpace Intermediate Metadata",
    media_type="text/xml",
    extensions=(".xml",),
    read=read,
    write=write,
    sniff=lambda head: NAMESPACE.encode() in head,
    specification="https://wiki.lyrasis.org/display/DSDOC8x/DIM",
)
