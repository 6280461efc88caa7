"""A record as statements of qualified Dublin Core, of which DSpace and dcterms are two spellings.

`data/dublin_core.csv` gives each statement's name in either. A title in another language than the
work's is an `alternative`; a name stands in the language of the work.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from citekit.formats import _source
from citekit.formats._codes import language_tag, read_type, written_type
from citekit.formats._record import (
    SUBJECTS,
    Plain,
    first_last,
    inverted,
    localized,
    name_in,
    name_tag,
    named,
    ordered,
    page_of,
    take_identifiers,
    take_subjects,
)
from citekit.model import DOI, ISSN, ITEM_TYPES, Date, Text, Work

Spelling = Literal["dim", "dcterms"]


class Statement(NamedTuple):
    """What is said, under which name, in which language."""

    name: str
    text: str
    tag: str | None = None


class Row(NamedTuple):
    """How a spelling writes a statement: its term, and the encoding scheme of the value."""

    term: str
    scheme: str


@cache
def rows(spelling: Spelling) -> dict[str, Row]:
    """Return the row of each statement that a spelling has a term for."""
    text = files(__package__).joinpath("data", "dublin_core.csv").read_text(encoding="utf-8")
    table = csv.DictReader(text.splitlines())
    return {r["statement"]: Row(r[spelling], r["scheme"]) for r in table if r[spelling]}


_AGENTS = ("author", "editor", "illustrator", "translator", "contributor")
_IDENTIFIERS = ("pmid", "arxiv")


def statements(work: Work) -> Iterator[Statement]:
    """Yield all that Dublin Core can say of a work."""

    def texts(name: str, text: Text | None) -> Iterator[Statement]:
        return (Statement(name, value, tag) for tag, value in ordered(text, work))

    title, *others = [*texts("title", work.title), None]
    yield from (s for s in (title, *(o and o._replace(name="alternative") for o in others)) if s)
    for field in _AGENTS:
        for agent in getattr(work, field):
            yield Statement(field, inverted(name_in(agent, work)), name_tag(agent, work))
    yield from texts("abstract", work.abstract)
    yield from texts("publisher", work.publisher)
    for field in ("issued", "received", "accepted"):
        if date := getattr(work, field, None):
            yield Statement(field, str(date))
    for tag, words in ordered(work.keyword, work):
        yield from (Statement("keyword", word, tag) for word in words)
    for field in SUBJECTS:
        yield from (Statement(field, code) for code in getattr(work, field))
    yield Statement("type", written_type(work.type, "dcmi") or work.type)
    if work.language is not None:
        yield Statement("language", work.language)
    if work.doi is not None:
        yield Statement("doi", work.doi)
    for address in (work.url, work.handle and work.handle.url, work.urn):
        if address:
            yield Statement("uri", address)
    yield from (Statement("isbn", isbn) for isbn in work.isbn)
    yield from (Statement("issn", issn) for issn in (work.issn, work.eissn) if issn)
    for field in _IDENTIFIERS:
        if value := getattr(work, field):
            yield Statement(field, value)
    if work.edn is not None:
        yield Statement("edn", work.edn.url or "")
    yield from texts("container", work.container_title)
    yield from texts("series", work.collection_title)
    for tag, container in ordered(work.container_title, work)[:1]:
        yield Statement("citation", _source.written(work, container, tag), tag)
    first, last = first_last(work.page)
    for name, value in (("volume", work.volume), ("issue", work.issue), ("first", first)):
        if value:
            yield Statement(name, value)
    if last:
        yield Statement("last", last)
    yield from texts("funding", getattr(work, "funding", None))
    if work.note is not None:
        yield Statement("note", work.note)
    if work.number_of_pages is not None:
        yield Statement("extent", work.number_of_pages)
    if work.license is not None:
        yield Statement("license_uri" if "://" in work.license else "license", work.license)
    if copyright_line := getattr(work, "copyright", None):
        yield Statement("copyright", copyright_line)
    for reference in getattr(work, "references", ()):
        text = reference.as_printed or (
            reference.work and reference.work.doi and f"doi:{reference.work.doi}"
        )
        if text:
            yield Statement("reference", text)


def plain(found: Iterable[Statement]) -> Plain:
    """Return what statements say, in the form of a record file."""
    said: dict[str, list[Statement]] = {}
    for statement in found:
        if statement.text:
            said.setdefault(statement.name, []).append(statement)

    def texts(*names: str) -> list[str]:
        return [s.text for name in names for s in said.get(name, ())]

    def first(name: str) -> str | None:
        return next(iter(texts(name)), None)

    language = next((t for t in map(language_tag, texts("language")) if t), None)
    made: Plain = {
        "type": next((t for t in map(_type, texts("type")) if t), "document"),
        "language": language,
        "title": localized(
            (s.tag, s.text) for n in ("title", "alternative") for s in said.get(n, ())
        ),
        "publisher": localized((s.tag, s.text) for s in said.get("publisher", ())),
        "abstract": localized((s.tag, s.text) for s in said.get("abstract", ())),
        "container_title": localized((s.tag, s.text) for s in said.get("container", ())),
        "collection_title": localized((s.tag, s.text) for s in said.get("series", ())),
        "funding": localized((s.tag, s.text) for s in said.get("funding", ())),
        "page": page_of(first("first"), first("last")),
        "number_of_pages": first("extent"),
        "license": first("license_uri") or first("license"),
    }
    for field in ("issued", "received", "accepted", "volume", "issue", "copyright", "note"):
        made[field] = first(field)
    for field in _AGENTS:
        made[field] = [named(s.text, s.tag or language) for s in said.get(field, ())]
    words: dict[str, list[str]] = {}
    for statement in said.get("keyword", ()):
        for word in take_subjects([statement.text], made):
            words.setdefault(statement.tag or "und", []).append(word)
    made["keyword"] = words
    for field in SUBJECTS:
        codes = [code for code in texts(field) if code not in made.get(field, ())]
        made[field] = [*made.get(field, ()), *codes]
    take_identifiers([f"https://doi.org/{DOI(t)}" for t in texts("doi")], made)
    take_identifiers(texts("uri", "edn"), made)
    take_identifiers((f"urn:isbn:{t}" for t in texts("isbn")), made)
    for text in texts("issn"):
        made.setdefault("eissn" if "issn" in made else "issn", str(ISSN(text)))
    for field in _IDENTIFIERS:
        made.setdefault(field, first(field))
    _take_citation(first("citation"), made)
    made["references"] = [_reference(text) for text in texts("reference")]
    return made


def _type(text: str) -> str | None:
    return read_type(text, "dcmi") or (text if text in ITEM_TYPES else None)


def _take_citation(line: str | None, made: Plain) -> None:
    """Take from the line of the source what no statement of its own says."""
    if not line:
        return
    found = _source.read(line)
    title = found.pop("container_title")
    if found and not made["container_title"]:
        made["container_title"] = {"und": title}
    for field, value in found.items():
        made[field] = made.get(field) or value


def _reference(text: str) -> Plain:
    doi = DOI(text)
    return {"work": {"doi": str(doi)}} if doi.problem is None else {"as_printed": text}


def is_date(text: str) -> bool:
    """Whether a date is one of W3CDTF, which has neither ranges nor seasons."""
    date = Date(text)
    return date.literal is None and not date.is_range and len(text) in (4, 7, 10) and text[0] != "-"
