"""Crossref's REST API: its JSON for works; only read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from citekit.formats import _json
from citekit.formats._codes import language_tag, read_type
from citekit.formats._record import Plain, edtf, page_of, parts, record
from citekit.formats.base import Format, Unread
from citekit.model import DOI, ISSN, ORCID, ROR, UNDETERMINED, Work

_TAGS = re.compile(r"<[^<>]*>")
_PARAGRAPHS = re.compile(r"</(?:jats:)?(?:p|title)>\s*")
_PLAIN = {"volume": "volume", "issue": "issue", "URL": "url", "article-number": "number"}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "chair": "chair"}


def decode(said: Mapping[str, Any]) -> Work:
    """Return the work that a message describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    language = language_tag(str(said.get("language") or ""))
    tag = language or UNDETERMINED
    title, rest = _first(said, "title"), _first(said, "subtitle")
    plain: Plain = {
        "type": read_type(said.get("type"), "crossref") or "document",
        "language": language,
        "title": {tag: ": ".join(filter(None, (title, rest)))},
        "original_title": _first(said, "original-title"),
        "container_title": {tag: _first(said, "container-title")},
        "container_title_short": {tag: _first(said, "short-container-title")},
        "publisher": {tag: said.get("publisher") or ""},
        "publisher_place": {tag: said.get("publisher-location") or ""},
        "abstract": {tag: _text(str(said.get("abstract") or ""))},
        "issued": _date(said.get("issued")) or _date(said.get("published")),
        "accepted": _date(said.get("accepted")),
        "page": page_of(said.get("page")),
        "doi": str(DOI(said["DOI"])) if said.get("DOI") else None,
        "isbn": [str(each).rpartition("/")[2] for each in said.get("ISBN") or ()],
        "keyword": {tag: [str(each) for each in said.get("subject") or ()]},
    }
    for name, field in _PLAIN.items():
        plain[field] = said.get(name)
    for name, field in _NAMES.items():
        plain[field] = [_agent(each, tag) for each in said.get(name) or ()]
    _take_issns(said, plain)
    for each in said.get("license") or ():
        plain.setdefault("license", each.get("URL"))
    for link in said.get("link") or ():
        if "pdf" in str(link.get("content-type")):
            plain.setdefault("pdf_url", link.get("URL"))
    funders = [str(each.get("name") or "") for each in said.get("funder") or ()]
    plain["funding"] = {tag: "; ".join(filter(None, funders))}
    references = said.get("reference") or ()
    plain["references"] = [_reference(each) for each in references if isinstance(each, Mapping)]
    return record(plain)


def _first(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return _text(value) if isinstance(value, str) else ""


def _text(markup: str) -> str:
    """Return the text of Crossref's mixture of JATS and HTML."""
    import html

    lines = _TAGS.sub("", _PARAGRAPHS.sub("\n", markup)).split("\n")
    return "\n".join(filter(None, (" ".join(html.unescape(line).split()) for line in lines)))


def _date(said: Any) -> str | None:
    parts_ = said.get("date-parts") if isinstance(said, Mapping) else None
    return edtf(*parts_[0][:3]) if parts_ and parts_[0] else None


def _agent(said: Mapping[str, Any], tag: str) -> Plain:
    if not said.get("family"):
        return {"name": {tag: str(said.get("name") or said.get("given") or "?")}}
    orcid = said.get("ORCID")
    return {
        "name": {tag: parts(said.get("family"), said.get("given"), said.get("suffix"))},
        "orcid": str(ORCID(str(orcid))) if orcid else None,
        "affiliation": [_post(each, tag) for each in said.get("affiliation") or ()],
    }


def _post(said: Mapping[str, Any], tag: str) -> Plain:
    rors = [each.get("id") for each in said.get("id") or () if each.get("id-type") == "ROR"]
    ror = str(ROR(rors[0])) if rors and rors[0] else None
    return {"organization": {"name": {tag: said.get("name") or ror or "?"}, "ror": ror}}


def _take_issns(said: Mapping[str, Any], plain: Plain) -> None:
    for each in said.get("issn-type") or ():
        field = "eissn" if each.get("type") == "electronic" else "issn"
        plain.setdefault(field, str(ISSN(str(each.get("value")))))
    for each in said.get("ISSN") or ():
        issn = str(ISSN(str(each)))
        if issn not in (plain.get("issn"), plain.get("eissn")):
            plain.setdefault("issn", issn)


def _reference(said: Mapping[str, Any]) -> Plain:
    def text(name: str) -> str:
        return str(said.get(name) or "")

    part = text("article-title")
    whole = text("volume-title") or text("series-title")
    work: Plain = {
        "type": "article-journal" if text("journal-title") else "book" if whole else "document",
        "title": {UNDETERMINED: part or whole},
        "container_title": {UNDETERMINED: text("journal-title") or (whole if part else "")},
        "author": [{"name": {UNDETERMINED: {"family": text("author")}}}] if text("author") else [],
        "issued": text("year"),
        "volume": text("volume"),
        "issue": text("issue"),
        "page": page_of(text("first-page")),
        "doi": text("DOI") and str(DOI(text("DOI"))),
        "edition": text("edition"),
    }
    more = said.keys() - {"key", "unstructured", "doi-asserted-by"}
    return {
        "number": text("key").rpartition("ref")[2],
        "as_printed": text("unstructured"),
        "work": work if more else None,
    }


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read a work, a list of works, or an answer of the API.

    Raises:
        FormatError: The file is no JSON, or not made of works.
    """
    kind = "Crossref's JSON is made of works, each with a DOI"
    yield from _json.read(_json.each(stream, "message", "items"), decode, ("DOI",), kind)


FORMAT = Format(
    name="crossref-json",
    title="Crossref REST API JSON",
    media_type="application/json",
    extensions=(".json",),
    read=read,
    sniff=lambda head: (
        b'"message-type"' in head or (b'"is-referenced-by-count"' in head and b'"DOI"' in head)
    ),
    specification="https://api.crossref.org/swagger-ui/index.html",
)
