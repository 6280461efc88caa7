"""Unqualified Dublin Core as OAI-PMH exchanges it: each value in each of its languages.

A value in several languages is an element for each, with `xml:lang`. Names stand in the language of
the work alone, because harvesters count a second element as a second author.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _source, _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag, read_type, written_type
from citekit.formats._record import (
    Plain,
    identifiers,
    inverted,
    labelled_subjects,
    localized,
    name_in,
    name_tag,
    named,
    ordered,
    record,
    take_identifiers,
    take_subjects,
)
from citekit.formats.base import Account, Format, Unread
from citekit.model import DOI, ISSN, ITEM_TYPES, Text, Work

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MAKE = _xml.Maker({"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI})
_CONTRIBUTORS = ("editor", "translator", "compiler", "contributor")


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `oai_dc:dc`."""
    root = _MAKE.root("oai_dc:dc")
    root.set(
        f"{{{_XSI}}}schemaLocation", f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    )

    def add(name: str, text: str, tag: str | None = None) -> None:
        _MAKE.add(root, f"dc:{name}", text, lang=_xml.language(tag))

    def add_text(name: str, text: Text | None) -> None:
        for tag, value in ordered(text, work):
            add(name, value, tag)

    add_text("title", work.title)
    for agent in work.author:
        add("creator", inverted(name_in(agent, work)), name_tag(agent, work))
    for tag, words in ordered(work.keyword, work):
        for word in words:
            add("subject", word, tag)
    for subject in labelled_subjects(work):
        add("subject", subject)
    add_text("description", work.abstract)
    add_text("publisher", work.publisher)
    for field in _CONTRIBUTORS:
        for agent in getattr(work, field):
            add("contributor", inverted(name_in(agent, work)), name_tag(agent, work))
    add("date", str(work.issued or ""))
    add("type", written_type(work.type, "dcmi") or work.type)
    for _, identifier in identifiers(work):
        add("identifier", identifier)
    for tag, title in ordered(work.container_title, work):
        add("source", _source.written(work, title, tag), tag)
    for issn in (work.issn, work.eissn):
        add("source", issn or "")
    add("language", work.language or "")
    for reference in getattr(work, "references", ()):
        if reference.work is not None and reference.work.doi is not None:
            add("relation", reference.work.doi.url or "")
    add("rights", work.license or "")
    return root


def decode(element: _xml.Element) -> Work:
    """Return the work that an element describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    said: dict[str, list[tuple[str | None, str]]] = {}
    for child in element.iterchildren(f"{{{_DC}}}*"):
        if text := _xml.text_of(child):
            name = child.tag.rpartition("}")[2]
            said.setdefault(name, []).append((_xml.lang_of(child), text))

    def texts(name: str) -> list[str]:
        return [text for _, text in said.get(name, ())]

    language = next((tag for tag in map(language_tag, texts("language")) if tag), None)
    plain: Plain = {
        "type": next((t for t in (_type(text) for text in texts("type")) if t), "document"),
        "language": language,
        "title": localized(said.get("title", ())),
        "author": [named(text, tag or language) for tag, text in said.get("creator", ())],
        "contributor": [named(text, tag or language) for tag, text in said.get("contributor", ())],
        "abstract": localized(said.get("description", ())),
        "publisher": localized(said.get("publisher", ())),
        "issued": next(iter(texts("date")), None),
        "license": next(iter(texts("rights")), None),
        "references": [
            {"work": {"doi": str(DOI(text))}}
            for text in texts("relation")
            if DOI(text).problem is None
        ],
    }
    words: dict[str, list[str]] = {}
    for tag, text in said.get("subject", ()):
        for rest in take_subjects([text], plain):
            words.setdefault(tag or "und", []).append(rest)
    plain["keyword"] = words
    take_identifiers(texts("identifier"), plain)
    _take_sources(said.get("source", []), plain)
    return record(plain)


def _type(text: str) -> str | None:
    return read_type(text, "dcmi") or (text if text in ITEM_TYPES else None)


def _take_sources(sources: list[tuple[str | None, str]], plain: Plain) -> None:
    issns = [str(ISSN(text)) for _, text in sources if ISSN(text).problem is None]
    plain |= zip(("issn", "eissn"), issns, strict=False)
    for tag, text in sources:
        if ISSN(text).problem is not None:
            found = _source.read(text)
            title = found.pop("container_title")
            plain.setdefault("container_title", {}).setdefault(tag or "und", title)
            plain |= {key: value for key, value in found.items() if key not in plain}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `oai_dc:dc` of a file, such as an answer of an OAI-PMH provider."""
    yield from _xml.read(stream, decode, f"{{{_OAI_DC}}}dc")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as a document, several within an element `records`."""
    _xml.write(stream, encoded(works, encode, decode, account), _MAKE.root("records"), always=False)


FORMAT = Format(
    name="oai-dc",
    title="Dublin Core (oai_dc)",
    media_type="text/xml",
    extensions=(".xml",),
    read=read,
    write=write,
    sniff=lambda head: _OAI_DC.encode() in head,
    specification="https://www.openarchives.org/OAI/openarchivesprotocol.html#dublincore",
)
