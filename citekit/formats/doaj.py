"""DOAJ's article XML: title, abstract and keywords in each language, by ISO 639-2/B."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_code, language_tag
from citekit.formats._record import (
    Plain,
    direct,
    first_last,
    iso,
    localized,
    name_in,
    ordered,
    organizations,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats.base import Account, Format, RefusedError, Unread
from citekit.model import DOI, ISSN, ORCID, UNDETERMINED, Person, Work

_MAKE = _xml.Maker({})
_ISO = "iso639-2b"
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
_URL = re.compile(r"https?://([^/:]+\.[^\W\d_]{2,10}|([0-9]{1,3}\.){3}[0-9]{1,3})(:[0-9]+)?(.*)?")
_ARTICLES = frozenset(("article-journal", "article-magazine", "review"))


def require(work: Work) -> None:
    """Refuse what DOAJ does not take.

    Raises:
        RefusedError: The work is no article, or lacks what DOAJ cannot do without.
    """
    if work.type not in _ARTICLES:
        raise RefusedError(f"DOAJ takes articles, and its type is {work.type}")
    for field, cure in (
        ("title", "give the article a title"),
        ("container_title", "give the journal's title as container_title"),
    ):
        if getattr(work, field) is None:
            raise RefusedError(cure)
    if not (work.issn or work.eissn):
        raise RefusedError("DOAJ knows journals by their ISSN: give issn or eissn")
    if not re.fullmatch(r"\d{4}", iso(work.issued)[:4]):
        raise RefusedError("DOAJ wants the date of publication: give issued")


def address(work: Work) -> tuple[str, str] | None:
    """Return kind and address of the full text: of the PDF, else of the page, else the DOI's."""
    doi = work.doi.url if work.doi is not None else None
    for kind, url in (("pdf", getattr(work, "pdf_url", None)), ("html", work.url), ("html", doi)):
        if url and _URL.fullmatch(url):
            return kind, url
    return None


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `record`.

    Raises:
        RefusedError: The work lacks what DOAJ cannot do without.
    """
    require(work)
    full = address(work)
    if full is None:
        raise RefusedError("DOAJ wants the address of the full text: give pdf_url or url")
    root = _MAKE.root("record")
    first, last = first_last(work.page)
    for name, value in (
        ("language", language_code(work.language, _ISO)),
        ("publisher", primary(work.publisher, work)),
        ("journalTitle", primary(work.container_title, work)),
        ("issn", work.issn if work.issn and _ISSN.fullmatch(work.issn) else None),
        ("eissn", work.eissn if work.eissn and _ISSN.fullmatch(work.eissn) else None),
        ("publicationDate", iso(work.issued)),
        ("volume", work.volume),
        ("issue", work.issue),
        ("startPage", first or work.number),
        ("endPage", last),
        ("doi", work.doi),
        ("publisherRecordId", work.id),
        ("documentType", getattr(work, "article_type", None) or "article"),
    ):
        _MAKE.add(root, name, value or "")
    for tag, title in ordered(work.title, work):
        _MAKE.add(root, "title", title, language=language_code(tag, _ISO))
    affiliations: list[str] = []
    authors = _MAKE.add(root, "authors") if work.author else None
    for agent in work.author:
        author = _MAKE.add(authors, "author")  # type: ignore[arg-type]
        _MAKE.add(author, "name", direct(name_in(agent, work)))
        for organization in organizations(agent):
            name = primary(organization.name, work)
            if name not in affiliations:
                affiliations.append(name)
            _MAKE.add(author, "affiliationId", str(affiliations.index(name) + 1))
        if isinstance(agent, Person) and agent.orcid is not None and not agent.orcid.problem:
            _MAKE.add(author, "orcid_id", agent.orcid.url)
    if affiliations:
        listed = _MAKE.add(root, "affiliationsList")
        for number, name in enumerate(affiliations, start=1):
            _MAKE.add(listed, "affiliationName", name, affiliationId=str(number))
    for tag, text in ordered(work.abstract, work):
        _MAKE.add(root, "abstract", text, language=language_code(tag, _ISO))
    _MAKE.add(root, "fullTextUrl", full[1], format=full[0])
    for tag, words in ordered(work.keyword, work):
        group = _MAKE.add(root, "keywords", language=language_code(tag, _ISO))
        for word in words:
            _MAKE.add(group, "keyword", word)
    return root


def decode(root: _xml.Element) -> Work:
    """Return the work that a `record` describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """

    def text(name: str) -> str:
        return _xml.text_of(root.find(name))

    language = language_tag(text("language"))
    tag = language or UNDETERMINED
    names = {
        e.get("affiliationId"): _xml.text_of(e)
        for e in root.findall("affiliationsList/affiliationName")
    }
    kind = text("documentType")
    plain: Plain = {
        "id": text("publisherRecordId"),
        "type": "article-journal",
        "article_type": kind if kind != "article" else None,
        "language": language,
        "publisher": {tag: text("publisher")},
        "container_title": {tag: text("journalTitle")},
        "issn": text("issn") and str(ISSN(text("issn"))),
        "eissn": text("eissn") and str(ISSN(text("eissn"))),
        "issued": text("publicationDate"),
        "volume": text("volume"),
        "issue": text("issue"),
        "page": page_of(text("startPage"), text("endPage")),
        "doi": text("doi") and str(DOI(text("doi"))),
        "title": _texts(root, "title", language),
        "abstract": _texts(root, "abstract", language),
        "author": [_author(e, tag, names) for e in root.findall("authors/author")],
        "keyword": {
            language_tag(group.get("language")) or UNDETERMINED: [
                _xml.text_of(word) for word in group.findall("keyword")
            ]
            for group in root.findall("keywords")
        },
    }
    url = root.find("fullTextUrl")
    if url is not None:
        plain["pdf_url" if url.get("format") == "pdf" else "url"] = _xml.text_of(url)
    return record(plain)


def _texts(root: _xml.Element, name: str, language: str | None) -> Plain:
    found = root.findall(name)
    return localized((language_tag(e.get("language")), _xml.text_of(e)) for e in found)


def _author(element: _xml.Element, tag: str, names: dict[str | None, str]) -> Plain:
    orcid = _xml.text_of(element.find("orcid_id"))
    ids = [_xml.text_of(e) for e in element.findall("affiliationId")]
    posts = [{"organization": {"name": {tag: names[i]}}} for i in ids if names.get(i)]
    return spoken(_xml.text_of(element.find("name")), tag, orcid) | (
        {"affiliation": posts} if posts else {}
    )


def spoken(name: str, tag: str, orcid: str = "") -> Plain:
    """Return the person of a name with the family name last; a single word is a body."""
    given, _, family = name.rpartition(" ")
    if not given:
        return {"name": {tag: name}}
    made: Plain = {"name": {tag: parts(family, given)}}
    return made | ({"orcid": str(ORCID(orcid))} if orcid else {})


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `record` of a file."""
    yield from _xml.read(stream, decode, "record")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write records one by one."""
    _xml.write(stream, encoded(works, encode, decode, account), _MAKE.root("records"))


FORMAT = Format(
    name="doaj",
    title="DOAJ article XML 1.3",
    media_type="application/xml",
    extensions=(".xml",),
    read=read,
    write=write,
    sniff=lambda head: (
        b"<records" in head
        and re.search(rb"<(?:journalTitle|publisherRecordId|fullTextUrl)\b", head) is not None
    ),
    specification="https://doaj.org/docs/xml/",
)
