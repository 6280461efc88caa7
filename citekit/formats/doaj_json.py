"""DOAJ's article JSON, as its API takes and gives it: title and abstract in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from citekit.formats import _json, doaj
from citekit.formats._account import encoded
from citekit.formats._codes import language_code, language_tag
from citekit.formats._record import (
    Plain,
    direct,
    edtf,
    first_last,
    iso,
    name_in,
    organizations,
    page_of,
    primary,
    record,
)
from citekit.formats.base import Account, Format, FormatError, RefusedError, Unread
from citekit.model import DOI, ISSN, UNDETERMINED, Agent, Person, Work

_IDS = {"doi": "doi", "pissn": "issn", "eissn": "eissn"}


def encode(work: Work) -> dict[str, Any]:
    """Return a work as an object with a `bibjson`.

    Raises:
        RefusedError: The work lacks what DOAJ cannot do without.
    """
    doaj.require(work)
    full = doaj.address(work)
    if full is None and work.doi is None:
        raise RefusedError("DOAJ wants the full text or the DOI: give url, pdf_url or doi")
    first, last = first_last(work.page)
    date = (*iso(work.issued).split("-"), "")
    bibjson = {
        "title": primary(work.title, work),
        "abstract": primary(work.abstract, work),
        "author": [_author(agent, work) for agent in work.author],
        "identifier": [
            {"type": kind, "id": str(getattr(work, field))}
            for kind, field in _IDS.items()
            if getattr(work, field)
        ],
        "journal": _pruned(
            {
                "title": primary(work.container_title, work),
                "publisher": primary(work.publisher, work),
                "volume": work.volume,
                "number": work.issue,
                "language": [(language_code(work.language, "iso639-1") or "").upper()],
            }
        ),
        "year": date[0],
        "month": date[1],
        "start_page": first or work.number,
        "end_page": last,
        "keywords": list(work.keyword.best(work.language)) if work.keyword is not None else [],
        "link": [{"type": "fulltext", "url": full[1], "content_type": full[0].upper()}]
        if full
        else [],
    }
    return {"bibjson": _pruned(bibjson)}


def _pruned(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value not in (None, "", [], [""], {})}


def _author(agent: Agent, work: Work) -> dict[str, Any]:
    orcid = agent.orcid if isinstance(agent, Person) else None
    names = [primary(organization.name, work) for organization in organizations(agent)]
    return _pruned(
        {
            "name": direct(name_in(agent, work)),
            "affiliation": "; ".join(names),
            "orcid_id": orcid.url if orcid is not None else None,
        }
    )


def decode(item: Mapping[str, Any]) -> Work:
    """Return the work that an article's object describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    said = item.get("bibjson")
    if not isinstance(said, Mapping):
        raise FormatError("an article of DOAJ has a bibjson")
    journal = said.get("journal") or {}
    languages = [language_tag(str(each)) for each in journal.get("language") or ()]
    language = next(filter(None, languages), None)
    tag = language or UNDETERMINED
    plain: Plain = {
        "type": "article-journal",
        "language": language,
        "title": {tag: said.get("title") or ""},
        "abstract": {tag: said.get("abstract") or ""},
        "container_title": {tag: journal.get("title") or ""},
        "publisher": {tag: journal.get("publisher") or ""},
        "volume": journal.get("volume"),
        "issue": journal.get("number"),
        "issued": edtf(said.get("year"), said.get("month")),
        "page": page_of(said.get("start_page"), said.get("end_page")),
        "keyword": {tag: list(said.get("keywords") or ())},
        "author": [],
    }
    for each in said.get("author") or ():
        agent = doaj.spoken(str(each.get("name") or ""), tag, str(each.get("orcid_id") or ""))
        names = [name for name in str(each.get("affiliation") or "").split("; ") if name]
        if names and " " in str(each.get("name")):
            agent["affiliation"] = [{"organization": {"name": {tag: name}}} for name in names]
        plain["author"].append(agent)
    for each in said.get("identifier") or ():
        field = _IDS.get(str(each.get("type")).lower())
        if field:
            kind = DOI if field == "doi" else ISSN
            plain[field] = str(kind(str(each.get("id"))))
    for link in said.get("link") or ():
        pdf = str(link.get("content_type")).upper().endswith("PDF")
        plain.setdefault("pdf_url" if pdf else "url", link.get("url"))
    return record(plain)


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read one article, a list of them, or an answer of DOAJ's search.

    Raises:
        FormatError: The file is no JSON, or not made of articles.
    """
    kind = "DOAJ's JSON is made of objects with a bibjson"
    yield from _json.read(_json.each(stream, "results"), decode, ("bibjson",), kind)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one article as an object, several as an array."""
    _json.write(stream, encoded(works, encode, decode, account), always=False)


FORMAT = Format(
    name="doaj-json",
    title="DOAJ article JSON",
    media_type="application/json",
    extensions=(".json",),
    read=read,
    write=write,
    sniff=lambda head: b'"bibjson"' in head,
    specification="https://doaj.org/api/docs",
)
