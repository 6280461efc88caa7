"""MODS 3.8: a description whose titles, abstracts and subjects stand in their languages.

Names stand in the language of the work alone: readers take a second form (`altRepGroup`) for a
second author. Cited sources are related items with the same elements as the work itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import (
    language_code,
    language_tag,
    read_role,
    read_type,
    roles,
    written_type,
)
from citekit.formats._record import (
    Plain,
    family_of,
    first_last,
    given_of,
    iso,
    localized,
    name_in,
    name_tag,
    ordered,
    page_of,
    parts,
    primary,
    primary_tag,
    record,
)
from citekit.formats.base import Account, Format, Unread
from citekit.model import ROR, UNDETERMINED, Agent, Date, Person, Reference, Text, Work

NAMESPACE = "http://www.loc.gov/mods/v3"
_XLINK = "http://www.w3.org/1999/xlink"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{NAMESPACE} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
_MAKE = _xml.Maker({None: NAMESPACE, "xlink": _XLINK, "xsi": _XSI})
_IDENTIFIERS = {
    "doi": "doi",
    "hdl": "handle",
    "pmid": "pmid",
    "pmc": "pmcid",
    "arxiv": "arxiv",
    "edn": "edn",
    "urn": "urn",
}
_CLASSIFICATIONS = {"udc": "udc", "rugasnti": "irsti", "rubbk": "bbk", "jelc": "jel"}
_DATES = {"received": "received", "accepted": "accepted", "revised": "revised"}
_PART = {"volume": "volume", "issue": "issue", "article": "number", "section": "section"}
_NOTES = {"funding": "funding", "acknowledgements": "acknowledgements"}
_SERIALS = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")
)
_ISO = "iso639-2b"


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `mods`."""
    root = _MAKE.root("mods", version="3.8")
    _describe(root, work)
    if work.id is not None:
        _MAKE.add(_MAKE.add(root, "recordInfo"), "recordIdentifier", work.id)
    return root


def _describe(root: _xml.Element, work: Work) -> None:
    _add_titles(root, work.title, work)
    if work.title_short is not None:
        short = _MAKE.add(root, "titleInfo", type="abbreviated", **_lang(work.title_short, work))
        _MAKE.add(short, "title", primary(work.title_short, work))
    for field, code in roles("marc"):
        for agent in getattr(work, field):
            _add_name(root, agent, code, work)
    word = written_type(work.type, "mods")
    _MAKE.add(root, "genre", word or work.type, authority="marcgt" if word else "csl")
    _MAKE.add(root, "genre", work.genre or "")
    _add_origin(root, work)
    _add_language(root, work.language)
    for position, (tag, text) in enumerate(ordered(work.abstract, work)):
        kind = "translated" if position else None
        _MAKE.add(root, "abstract", text, type=kind, **_attributes(tag))
    for tag, words in ordered(work.keyword, work):
        for each in words:
            _MAKE.add(_MAKE.add(root, "subject", **_attributes(tag)), "topic", each)
    for authority, field in _CLASSIFICATIONS.items():
        for code in getattr(work, field):
            _MAKE.add(root, "classification", code, authority=authority)
    for kind, field in _NOTES.items():
        for tag, text in ordered(getattr(work, field, None), work):
            _MAKE.add(root, "note", text, type=kind, **_attributes(tag))
    for note in (work.note, *work.notes):
        _MAKE.add(root, "note", note or "")
    _add_host(root, work)
    for reference in getattr(work, "references", ()):
        _add_reference(root, reference)
    for kind, field in _IDENTIFIERS.items():
        _MAKE.add(root, "identifier", str(getattr(work, field) or ""), type=kind)
    for isbn in work.isbn:
        _MAKE.add(root, "identifier", isbn, type="isbn")
    if work.url is not None:
        _MAKE.add(_MAKE.add(root, "location"), "url", work.url, usage="primary display")
    if pdf := getattr(work, "pdf_url", None):
        _MAKE.add(_MAKE.add(root, "location"), "url", pdf, displayLabel="PDF")
    if work.call_number is not None:
        _MAKE.add(_MAKE.add(root, "location"), "shelfLocator", work.call_number)
    if work.license is not None:
        link = work.license if "://" in work.license else None
        kind = "use and reproduction"
        _MAKE.add(root, "accessCondition", work.license, type=kind, xlink__href=link)
    _MAKE.add(root, "accessCondition", getattr(work, "copyright", None) or "", type="copyright")


def _attributes(tag: str) -> dict[str, str | None]:
    """Return the attributes that say a language: its code, and a script that the tag names."""
    script = next((s for s in tag.split("-")[1:] if len(s) == 4 and s.isalpha()), None)
    return {"lang_": language_code(tag, _ISO), "script": script}


def _lang(text: Text, work: Work) -> dict[str, str | None]:
    return _attributes(primary_tag(text, work))


def _add_titles(parent: _xml.Element, text: Text | None, work: Work) -> None:
    for position, (tag, title) in enumerate(ordered(text, work)):
        usage, kind = ("primary", None) if position == 0 else (None, "translated")
        info = _MAKE.add(parent, "titleInfo", usage=usage, type=kind, **_attributes(tag))
        _MAKE.add(info, "title", title)


def _add_name(root: _xml.Element, agent: Agent, code: str, work: Work) -> None:
    name = name_in(agent, work)
    whole = isinstance(name, str)
    kind = "corporate" if whole and not isinstance(agent, Person) else "personal"
    element = _MAKE.add(root, "name", type=kind, **_attributes(name_tag(agent, work)))
    if isinstance(name, str):
        _MAKE.add(element, "namePart", name)
    else:
        _MAKE.add(element, "namePart", family_of(name), type="family")
        _MAKE.add(element, "namePart", given_of(name), type="given")
        _MAKE.add(element, "namePart", name.suffix or "", type="termsOfAddress")
    role = _MAKE.add(element, "role")
    _MAKE.add(role, "roleTerm", code, type="code", authority="marcrelator")
    if not isinstance(agent, Person):
        if agent.ror is not None:
            _MAKE.add(element, "nameIdentifier", agent.ror.url or "", type="ror")
        return
    for post in agent.affiliation:
        if post.organization is not None:
            _MAKE.add(element, "affiliation", primary(post.organization.name, work))
    if agent.orcid is not None:
        _MAKE.add(element, "nameIdentifier", agent.orcid, type="orcid")
    for scheme, value in agent.identifiers.items():
        _MAKE.add(element, "nameIdentifier", value, type=scheme)
    if agent.degree is not None:
        _MAKE.add(element, "description", primary(agent.degree, work))


def _add_origin(root: _xml.Element, work: Work) -> None:
    origin = _MAKE.add(root, "originInfo")
    _add_date(origin, "dateIssued", work.issued, key="yes")
    _add_date(origin, "dateCaptured", work.accessed)
    for kind, field in _DATES.items():
        _add_date(origin, "dateOther", getattr(work, field, None), kind)
    _MAKE.add(origin, "edition", work.edition or "")
    if work.container_title is None:
        _add_publisher(origin, work)
    if len(origin) == 0:
        root.remove(origin)
    if work.number_of_pages:
        extent = _MAKE.add(root, "physicalDescription")
        _MAKE.add(extent, "extent", work.number_of_pages, unit="page")


def _add_publisher(origin: _xml.Element, work: Work) -> None:
    for tag, text in ordered(work.publisher, work):
        _MAKE.add(origin, "publisher", text, **_attributes(tag))
    for tag, text in ordered(work.publisher_place, work):
        place = _MAKE.add(origin, "place")
        _MAKE.add(place, "placeTerm", text, type="text", **_attributes(tag))


def _add_date(
    parent: _xml.Element, name: str, date: Date | None, kind: str | None = None, key: str = ""
) -> None:
    if date is None:
        return
    encoding = "w3cdtf" if iso(date) == date else "edtf" if date.literal is None else None
    _MAKE.add(parent, name, date, encoding=encoding, type=kind, keyDate=key or None)


def _add_language(root: _xml.Element, tag: str | None) -> None:
    if tag is None:
        return
    element = _MAKE.add(root, "language")
    code = language_code(tag, _ISO)
    if code:
        _MAKE.add(element, "languageTerm", code, type="code", authority=_ISO)
    # The last one is what Zotero takes, and what its styles understand.
    _MAKE.add(element, "languageTerm", tag, type="code", authority="rfc5646")


def _add_host(root: _xml.Element, work: Work) -> None:
    host = _MAKE.add(root, "relatedItem", type="host")
    _add_titles(host, work.container_title, work)
    if work.container_title_short is not None:
        info = _MAKE.add(
            host, "titleInfo", type="abbreviated", **_lang(work.container_title_short, work)
        )
        _MAKE.add(info, "title", primary(work.container_title_short, work))
    if work.container_title is not None:
        origin = _MAKE.add(host, "originInfo")
        _add_publisher(origin, work)
        # By this a part is known for an article where its genre says nothing to a reader.
        _MAKE.add(origin, "issuance", "continuing" if work.type in _SERIALS else "")
        if len(origin) == 0:
            host.remove(origin)
    for issn, label in ((work.issn, None), (work.eissn, "electronic")):
        _MAKE.add(host, "identifier", issn or "", type="issn", displayLabel=label)
    part = _MAKE.add(host, "part")
    for kind, field in _PART.items():
        if value := getattr(work, field):
            _MAKE.add(_MAKE.add(part, "detail", type=kind), "number", value)
    if work.page is not None:
        extent = _MAKE.add(part, "extent", unit="pages")
        _add_pages(extent, work.page)
    if len(part) == 0:
        host.remove(part)
    if len(host) == 0:
        root.remove(host)
    if work.collection_title is not None:
        series = _MAKE.add(root, "relatedItem", type="series")
        for tag, title in ordered(work.collection_title, work):
            info = _MAKE.add(series, "titleInfo", **_attributes(tag))
            _MAKE.add(info, "title", title)
            _MAKE.add(info, "partNumber", work.collection_number or "")


def _add_pages(extent: _xml.Element, page: str) -> None:
    """Say pages by their ends, which is all that Zotero reads, and in full where that is less."""
    first, last = first_last(page)
    whole = last or not _SEVERAL.search(page)
    ends = (first, last) if whole else (_ENDS.findall(page) or [page])
    _MAKE.add(extent, "start", ends[0])
    _MAKE.add(extent, "end", ends[-1] or first)
    _MAKE.add(extent, "list", "" if whole else page)


_SEVERAL = re.compile(r"[\s,;]")
_ENDS = re.compile(r"\w+")


def _add_reference(root: _xml.Element, reference: Reference) -> None:
    item = _MAKE.add(root, "relatedItem", type="references", displayLabel=reference.number)
    if reference.as_printed is not None:
        _MAKE.add(item, "note", reference.as_printed, type="citation")
    if reference.romanized is not None:
        _MAKE.add(item, "note", reference.romanized, type="romanized citation")
    if reference.work is not None:
        _describe(item, reference.work)


# Reading


def decode(element: _xml.Element) -> Work:
    """Return the work that an element describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    plain = _described(element)
    plain["id"] = _text(element, "recordInfo/recordIdentifier")
    return record(plain)


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))


def _text(element: _xml.Element, path: str) -> str:
    return _xml.text_of(element.find(_path(path)))


def _all(element: _xml.Element, path: str, **wanted: str | None) -> list[_xml.Element]:
    found = element.findall(_path(path))
    return [e for e in found if all(e.get(key) == value for key, value in wanted.items())]


def _tag(element: _xml.Element) -> str | None:
    tag = _xml.lang_of(element)
    script = element.get("script")
    return f"{tag}-{script}" if tag and script and "-" not in tag else tag


def _tagged(elements: Iterable[_xml.Element], path: str = "") -> Plain:
    return localized((_tag(e), _text(e, path) if path else _xml.text_of(e)) for e in elements)


def _titles(element: _xml.Element) -> tuple[Plain, Plain]:
    """Return the titles and the abbreviated ones."""
    infos = element.findall(_path("titleInfo"))
    infos.sort(key=lambda info: info.get("usage") != "primary")
    whole = [i for i in infos if i.get("type") in (None, "translated", "alternative")]
    short = [i for i in infos if i.get("type") == "abbreviated"]
    return (
        localized((_tag(info), _title(info)) for info in whole),
        localized((_tag(info), _title(info)) for info in short),
    )


def _title(info: _xml.Element) -> str:
    start, title, rest = (_text(info, n) for n in ("nonSort", "title", "subTitle"))
    return ": ".join(filter(None, (" ".join(filter(None, (start, title))), rest)))


def _described(element: _xml.Element) -> Plain:
    plain: Plain = {"language": _language(element), "type": "document"}
    plain["title"], plain["title_short"] = _titles(element)
    for genre in _all(element, "genre"):
        word = _xml.text_of(genre)
        kind = word if genre.get("authority") == "csl" else read_type(word, "mods")
        if kind and plain["type"] == "document" and genre.get("authority"):
            plain["type"] = kind
        elif word and read_type(word, "mods") != plain["type"]:
            plain["genre"] = word
    for name in _all(element, "name"):
        codes = [_xml.text_of(term).lower() for term in name.iter(_path("roleTerm"))]
        field = next((f for f in (read_role(code, "marc") for code in codes) if f), None)
        if name.get("altRepGroup") is None or not _repeats(name, plain):
            plain.setdefault(field or ("contributor" if codes else "author"), []).append(
                _agent(name)
            )
    _take_origin(element, plain)
    plain["abstract"] = _tagged(_all(element, "abstract"))
    words: dict[str, list[str]] = {}
    for subject in _all(element, "subject"):
        for topic in subject.iterfind(_path("topic")):
            words.setdefault(_tag(subject) or UNDETERMINED, []).append(_xml.text_of(topic))
    plain["keyword"] = words
    for authority, field in _CLASSIFICATIONS.items():
        found = _all(element, "classification", authority=authority)
        plain[field] = [_xml.text_of(e) for e in found]
    for kind, field in _NOTES.items():
        plain[field] = _tagged(_all(element, "note", type=kind))
    note, *notes = [*(_xml.text_of(e) for e in _all(element, "note", type=None)), ""]
    plain["note"], plain["notes"] = note, notes[:-1]
    for kind, field in _IDENTIFIERS.items():
        for found_id in _all(element, "identifier", type=kind)[:1]:
            plain[field] = _xml.text_of(found_id)
    plain["isbn"] = [_xml.text_of(e) for e in _all(element, "identifier", type="isbn")]
    _take_issn(_all(element, "identifier", type="issn"), plain)
    for url in _all(element, "location/url"):
        plain.setdefault(
            "pdf_url" if url.get("displayLabel") == "PDF" else "url", _xml.text_of(url)
        )
    plain["call_number"] = _text(element, "location/shelfLocator")
    for condition in _all(element, "accessCondition"):
        field = "copyright" if condition.get("type") == "copyright" else "license"
        plain[field] = condition.get(f"{{{_XLINK}}}href") or _xml.text_of(condition)
    _take_related(element, plain)
    return plain


def _repeats(name: _xml.Element, plain: Plain) -> bool:
    """Whether a name is another form of one before it."""
    group = name.get("altRepGroup")
    before = name.itersiblings(preceding=True)
    return any(other.tag == name.tag and other.get("altRepGroup") == group for other in before)


def _language(element: _xml.Element) -> str | None:
    terms = element.findall(_path("language/languageTerm"))
    terms.sort(key=lambda term: term.get("authority") != "rfc5646")
    return next((tag for tag in (language_tag(_xml.text_of(t)) for t in terms) if tag), None)


def _agent(element: _xml.Element) -> Plain:
    tag = _tag(element) or UNDETERMINED
    said: Mapping[str | None, str] = {
        part.get("type"): _xml.text_of(part) for part in reversed(_all(element, "namePart"))
    }
    identifiers = {e.get("type", ""): _xml.text_of(e) for e in _all(element, "nameIdentifier")}
    if not said.get("family") and not said.get("given"):
        if element.get("type") == "personal":
            return {"name": {tag: {"literal": said.get(None, "")}}}
        ror = identifiers.get("ror")
        return {"name": {tag: said.get(None, "")}, "ror": ror and str(ROR(ror))}
    posts = [
        {"organization": {"name": {tag: _xml.text_of(e)}}} for e in _all(element, "affiliation")
    ]
    return {
        "name": {tag: parts(said.get("family"), said.get("given"), said.get("termsOfAddress"))},
        "affiliation": posts,
        "orcid": identifiers.pop("orcid", None),
        "identifiers": identifiers,
        "degree": {tag: _text(element, "description")},
    }


def _take_origin(element: _xml.Element, plain: Plain) -> None:
    for origin in _all(element, "originInfo"):
        plain["issued"] = _text(origin, "dateIssued") or plain.get("issued")
        plain["accessed"] = _text(origin, "dateCaptured")
        for other in _all(origin, "dateOther"):
            if field := _DATES.get(other.get("type", "")):
                plain[field] = _xml.text_of(other)
        plain["edition"] = _text(origin, "edition")
        _take_publisher(origin, plain)
    plain["number_of_pages"] = _text(element, "physicalDescription/extent")


def _take_publisher(origin: _xml.Element, plain: Plain) -> None:
    plain["publisher"] = _tagged(_all(origin, "publisher")) or plain.get("publisher")
    terms = [t for t in _all(origin, "place/placeTerm") if t.get("type") != "code"]
    plain["publisher_place"] = _tagged(terms) or plain.get("publisher_place")


def _take_issn(elements: list[_xml.Element], plain: Plain) -> None:
    for element in elements:
        electronic = element.get("displayLabel") == "electronic" or "issn" in plain
        plain.setdefault("eissn" if electronic else "issn", _xml.text_of(element))


def _take_related(element: _xml.Element, plain: Plain) -> None:
    for host in _all(element, "relatedItem", type="host")[:1]:
        plain["container_title"], plain["container_title_short"] = _titles(host)
        for origin in _all(host, "originInfo"):
            _take_publisher(origin, plain)
            plain["issued"] = plain.get("issued") or _text(origin, "dateIssued")
        _take_issn(_all(host, "identifier", type="issn"), plain)
        plain["isbn"] += [_xml.text_of(e) for e in _all(host, "identifier", type="isbn")]
        _take_part(host, plain)
    _take_part(element, plain)
    for series in _all(element, "relatedItem", type="series")[:1]:
        plain["collection_title"] = _titles(series)[0]
        plain["collection_number"] = _text(series, "titleInfo/partNumber")
    plain["references"] = [_reference(e) for e in _all(element, "relatedItem", type="references")]


def _take_part(element: _xml.Element, plain: Plain) -> None:
    for part in _all(element, "part"):
        for detail in _all(part, "detail"):
            kind = detail.get("type", "")
            if field := _PART.get("issue" if kind == "number" else kind):
                plain[field] = _text(detail, "number") or _text(detail, "caption")
        for extent in _all(part, "extent"):
            start, end = _text(extent, "start"), _text(extent, "end")
            plain["page"] = _text(extent, "list") or page_of(start, end)
        plain["issued"] = plain.get("issued") or _text(part, "date")


def _reference(element: _xml.Element) -> Plain:
    described = _described(element)
    notes = {kind: _all(element, "note", type=kind) for kind in ("citation", "romanized citation")}
    printed, romanized = (_xml.text_of(found[0]) if found else "" for found in notes.values())
    bare = all(child.tag == _path("note") for child in element)
    return {
        "number": element.get("displayLabel"),
        "as_printed": printed or (described.pop("note") if bare else ""),
        "romanized": romanized,
        "work": None if bare else described,
    }


def pdf_urls(element: _xml.Element) -> list[str]:
    """Return where the files of a described work are."""
    return [_xml.text_of(url) for url in _all(element, "location/url", displayLabel="PDF")]


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `mods` of a file, also those within METS."""
    yield from _xml.read(stream, decode, _path("mods"))


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as a document, several as a `modsCollection`."""
    nodes = encoded(works, encode, decode, account)
    _xml.write(
        stream, nodes, _MAKE.root("modsCollection", xsi__schemaLocation=_SCHEMA), always=False
    )


FORMAT = Format(
    name="mods",
    title="MODS 3.8",
    media_type="application/mods+xml",
    extensions=(".mods", ".xml"),
    read=read,
    write=write,
    sniff=lambda head: NAMESPACE.encode() in head and b"http://www.loc.gov/METS/" not in head,
    specification="https://www.loc.gov/standards/mods/",
)
