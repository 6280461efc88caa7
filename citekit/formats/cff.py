"""CFF: the references of a `CITATION.cff` file, version 1.2.0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import yaml

from citekit.formats import _json
from citekit.formats import yaml as record_files
from citekit.formats._account import encoded
from citekit.formats._codes import language_code, language_tag, read_type, written_type
from citekit.formats._record import (
    Plain,
    day,
    edtf,
    first_last,
    given_of,
    iso,
    name_in,
    organizations,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import DOI, ISSN, ORCID, UNDETERMINED, Agent, Organization, Work

_TEXTS = {"journal": "container_title", "collection-title": "collection_title"}
_PLAIN = {
    "volume": "volume",
    "issue": "issue",
    "doi": "doi",
    "url": "url",
    "edition": "edition",
    "number": "number",
    "section": "section",
    "version": "version",
    "pmcid": "pmcid",
    "pages": "number_of_pages",
}
_AGENTS = {"authors": "author", "editors": "editor", "translators": "translator"}
_VALID = {
    "doi": re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+"),
    "url": re.compile(r"(https|http|ftp|sftp)://.+"),
    "issn": re.compile(r"\d{4}-\d{3}[\dxX]"),
    "isbn": re.compile(r"[0-9\- ]{10,17}X?"),
    "pmcid": re.compile(r"PMC[0-9]{7}"),
}


def encode(work: Work) -> dict[str, Any]:
    """Return a work as a reference."""
    kind = written_type(work.type, "cff") or "generic"
    made: dict[str, Any] = {
        "type": kind,
        "title": primary(work.title, work) or "-",
        "authors": [_agent(agent, work) for agent in work.author] or [{"name": "-"}],
    }
    for name, field in _AGENTS.items():
        if name != "authors":
            made[name] = [_agent(agent, work) for agent in getattr(work, field)]
    for name, field in _TEXTS.items():
        made[name] = primary(getattr(work, field), work)
    for name, field in _PLAIN.items():
        value = getattr(work, field)
        made[name] = str(value) if value and _fits(name, value) else None
    made["issn"] = str(work.issn) if work.issn and _fits("issn", work.issn) else None
    made["isbn"] = next((str(isbn) for isbn in work.isbn if _fits("isbn", isbn)), None)
    first, last = first_last(work.page)
    made["start"], made["end"] = first, last
    if (date := day(work.issued)) is not None:
        made["year"] = date[0]
        made["month"] = date[1]
        if date[2] is not None:
            made["date-published"] = iso(work.issued)
    if work.accessed is not None and len(iso(work.accessed)) == 10:
        made["date-accessed"] = iso(work.accessed)
    if work.publisher is not None:
        made["publisher"] = {"name": primary(work.publisher, work)}
    if work.event_title is not None:
        made["conference"] = {"name": primary(work.event_title, work)}
    made["abstract"] = primary(work.abstract, work)
    made["keywords"] = list(work.keyword.best(work.language)) if work.keyword is not None else []
    code = language_code(work.language, "iso639-1")
    made["languages"] = [code] if code else []
    made["notes"] = work.note
    return {key: value for key, value in made.items() if value not in (None, "", [], {})}


def _fits(name: str, value: object) -> bool:
    pattern = _VALID.get(name)
    return pattern is None or pattern.fullmatch(str(value)) is not None


def _agent(agent: Agent, work: Work) -> dict[str, Any]:
    name = name_in(agent, work)
    if isinstance(agent, Organization) or isinstance(name, str):
        return {"name": name if isinstance(name, str) else primary(agent.name, work)}  # type: ignore[arg-type]
    said = {
        "family-names": name.family,
        "given-names": given_of(name),
        "name-particle": name.non_dropping_particle,
        "name-suffix": name.suffix,
        "orcid": agent.orcid.url if agent.orcid is not None and not agent.orcid.problem else None,
        "affiliation": "; ".join(primary(o.name, work) for o in organizations(agent)),
    }
    return {key: value for key, value in said.items() if value}


def decode(said: Mapping[str, Any]) -> Work:
    """Return the work that a reference describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    languages = [language_tag(str(each)) for each in said.get("languages") or ()]
    language = next(filter(None, languages), None)
    tag = language or UNDETERMINED
    title = said.get("title")
    plain: Plain = {
        "type": read_type(str(said.get("type", "")), "cff") or "document",
        "language": language,
        "title": {tag: title if title != "-" else ""},
        "page": page_of(_text(said, "start"), _text(said, "end")),
        "issued": said.get("date-published") or edtf(said.get("year"), said.get("month")),
        "accessed": said.get("date-accessed"),
        "publisher": {tag: _name(said.get("publisher"))},
        "event_title": {tag: _name(said.get("conference"))},
        "abstract": {tag: _text(said, "abstract")},
        "keyword": {tag: [str(each) for each in said.get("keywords") or ()]},
        "note": _text(said, "notes"),
        "issn": said.get("issn") and str(ISSN(str(said["issn"]))),
        "isbn": [_text(said, "isbn")],
    }
    for name, field in _TEXTS.items():
        plain[field] = {tag: _text(said, name)}
    for name, field in _PLAIN.items():
        plain[field] = _text(said, name)
    plain["doi"] = plain["doi"] and str(DOI(plain["doi"]))
    for name, field in _AGENTS.items():
        agents = said.get(name) or ()
        plain[field] = [_read_agent(each, tag) for each in agents if each != {"name": "-"}]
    return record(plain)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return "" if value is None else str(value)


def _name(entity: Any) -> str:
    return str(entity.get("name") or "") if isinstance(entity, Mapping) else ""


def _read_agent(said: Mapping[str, Any], tag: str) -> Plain:
    family, given = said.get("family-names"), said.get("given-names")
    if not family and not given:
        return {"name": {tag: str(said.get("name") or said.get("alias") or "-")}}
    name = parts(family, given, said.get("name-suffix"))
    name["non_dropping_particle"] = said.get("name-particle")
    names = [each for each in str(said.get("affiliation") or "").split("; ") if each]
    orcid = said.get("orcid")
    return {
        "name": {tag: name},
        "orcid": str(ORCID(str(orcid))) if orcid else None,
        "affiliation": [{"organization": {"name": {tag: each}}} for each in names],
    }


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the references of a file, or what the file itself describes where there are none.

    Raises:
        FormatError: The file is no CFF.
    """
    data = record_files.parse(stream)
    if not isinstance(data, Mapping) or "cff-version" not in data:
        raise FormatError("a CFF file is a mapping with cff-version")
    items = data.get("references")
    if not isinstance(items, list):
        items = [data.get("preferred-citation") or {"type": "software", **data}]
    yield from _json.read(items, decode)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write a file whose references are the works."""
    head = {
        "cff-version": "1.2.0",
        "message": "These are the works that are to be cited.",
        "title": "References",
        "authors": [{"name": "citekit"}],
    }
    stream.write(_dump(head).encode())
    for position, item in enumerate(encoded(works, encode, decode, account)):
        stream.write((("references:\n" if position == 0 else "") + _dump([item])).encode())


def _dump(data: Any) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))


FORMAT = Format(
    name="cff",
    title="CFF 1.2.0 references",
    media_type="application/yaml",
    extensions=(".cff",),
    read=read,
    write=write,
    sniff=lambda head: re.search(rb"(?m)^cff-version\s*:", head) is not None,
    specification="https://citation-file-format.github.io/",
)
