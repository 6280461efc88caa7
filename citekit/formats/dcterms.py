"""Qualified Dublin Core: DCMI's terms, with the encoding scheme of each value that has one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _dublin_core, _lines, _xml
from citekit.formats._account import encoded
from citekit.formats._dublin_core import Statement
from citekit.formats._record import SUBJECTS, identifier_of, record
from citekit.formats.base import Account, Format, Unread
from citekit.model import Work

TERMS = "http://purl.org/dc/terms/"
_ELEMENTS = "http://purl.org/dc/elements/1.1/"
_QDC = "http://dspace.org/qualifieddc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MAKE = _xml.Maker({"qdc": _QDC, "dcterms": TERMS, "xsi": _XSI})
_TYPE = f"{{{_XSI}}}type"


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `qualifieddc`, the container that DSpace and OAI-PMH use."""
    root = _MAKE.root("qdc:qualifieddc")
    names = _dublin_core.rows("dcterms")
    for statement in _dublin_core.statements(work):
        if statement.name not in names:
            continue
        term, scheme = names[statement.name]
        text = _written(statement)
        if scheme == "W3CDTF" and not _dublin_core.is_date(text):
            scheme = ""
        _MAKE.add(
            root,
            f"dcterms:{term}",
            text,
            lang=_xml.language(statement.tag),
            xsi__type=f"dcterms:{scheme}" if scheme else None,
        )
    return root


_RESOLVERS = {
    "doi": "https://doi.org/",
    "isbn": "urn:isbn:",
    "issn": "urn:issn:",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "arxiv": "https://arxiv.org/abs/",
}


def _written(statement: Statement) -> str:
    """Return a statement's value so that it says its own scheme."""
    if statement.name in SUBJECTS and statement.name != "udc":
        return f"{SUBJECTS[statement.name][1]} {statement.text}"
    return _RESOLVERS.get(statement.name, "") + statement.text


def decode(element: _xml.Element) -> Work:
    """Return the work that an element describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    # A statement that stands alone is a record too.
    children = element if len(element) else [element]
    return record(_dublin_core.plain(map(_statement, children)))


_NAMES: dict[str, str] = {}
for _name, _row in _dublin_core.rows("dcterms").items():
    _NAMES.setdefault(_row.term, _name)
_NAMES |= {
    "license": "license",
    "description": "note",
    "date": "issued",
    "rightsHolder": "copyright",
}


def _statement(child: _xml.Element) -> Statement:
    term = child.tag.rpartition("}")[2]
    text, tag = _xml.text_of(child), _xml.lang_of(child)
    scheme = (child.get(_TYPE) or "").rpartition(":")[2]
    if term == "subject" and scheme == "UDC":
        return Statement("udc", text)
    if term == "identifier":
        return Statement("uri", text)
    if term == "isPartOf":
        found = identifier_of(text)
        return (
            Statement("issn", found[1])
            if found and found[0] == "issn"
            else Statement("container", text, tag)
        )
    return Statement(_NAMES.get(term, ""), text, tag)


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every record of a file: the elements that hold its first statement, whatever it is."""
    head, stream = _lines.peek(stream)
    yield from _xml.read(
        stream, decode, _xml.holder(head, (TERMS, _ELEMENTS)) or f"{{{_QDC}}}qualifieddc"
    )


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as a document, several within an element `records`."""
    nodes = encoded(works, encode, decode, account)
    _xml.write(stream, nodes, _MAKE.root("records"), always=False)


FORMAT = Format(
    name="dcterms",
    title="Qualified Dublin Core (dcterms)",
    media_type="text/xml",
    extensions=(".xml",),
    read=read,
    write=write,
    sniff=lambda head: (
        TERMS.encode() in head and b"RDF" not in head and b"<html" not in head.lower()
    ),
    specification="https://www.dublincore.org/specifications/dublin-core/dcmi-terms/",
)
