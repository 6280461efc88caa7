"""RDF/XML by the Bibliographic Ontology (BIBO), as Zotero writes and reads it.

Zotero joins the values of a property by commas, whatever their languages. A title in another
language is therefore a `dcterms:alternative`, and `dcterms:abstract` has the language of the work
alone, all others standing beside it in `bibo:abstract`. It takes date, volume and issue of a part
from the issue or book that the part is in, and the publisher from the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag, read_type, roles, written_type
from citekit.formats._record import (
    Plain,
    family_of,
    first_last,
    given_of,
    labelled_subjects,
    localized,
    name_in,
    name_tag,
    ordered,
    page_of,
    parts,
    primary,
    record,
    take_subjects,
)
from citekit.formats.base import Account, Format, Unread
from citekit.model import (
    DOI,
    ISSN,
    ITEM_TYPES,
    ORCID,
    UNDETERMINED,
    Agent,
    Organization,
    Text,
    Work,
)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BIBO = "http://purl.org/ontology/bibo/"
_DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_SPACES: dict[str | None, str] = {
    "rdf": _RDF,
    "bibo": _BIBO,
    "dcterms": _DCTERMS,
    "foaf": _FOAF,
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
}
_MAKE = _xml.Maker(_SPACES)
_PERIODICALS = {
    "article-journal": "Journal",
    "article-magazine": "Magazine",
    "article-newspaper": "Newspaper",
    "review": "Journal",
    "review-book": "Journal",
}
"""The classes of the periodicals that works of these types are in; the others are in books."""
_BOOKS = {
    "chapter": "EditedBook",
    "paper-conference": "Proceedings",
    "entry": "ReferenceSource",
    "entry-dictionary": "ReferenceSource",
    "entry-encyclopedia": "ReferenceSource",
}
_IDS = {"bibo:doi": "doi", "bibo:pmid": "pmid", "bibo:handle": "handle", "bibo:uri": "url"}
_PLAIN = {
    "bibo:edition": "edition",
    "bibo:numPages": "number_of_pages",
    "bibo:numVolumes": "number_of_volumes",
    "bibo:number": "number",
    "bibo:section": "section",
    "bibo:status": "status",
}
_DATES = {"dcterms:date": "issued", "dcterms:dateSubmitted": "received"} | {
    "dcterms:dateAccepted": "accepted"
}


def _name(prefixed: str) -> str:
    return _MAKE.name(prefixed)


def encode(work: Work) -> _xml.Element:
    """Return a work as an element of its class."""
    word = written_type(work.type, "bibo") or "Document"
    root = _MAKE.root(f"bibo:{word}")
    about = work.doi.url if work.doi is not None else work.url
    if about:
        root.set(_name("rdf:about"), _xml.legal(about))
    if read_type(word, "bibo") != work.type:
        _MAKE.add(root, "dcterms:type", work.type)
    _add_titles(root, work.title, work)
    _add_texts(root, "bibo:shortTitle", work.title_short, work)
    for field, name in roles("bibo"):
        _add_agents(root, field, name, work)
    outer, inner = _containers(root, work)
    _MAKE.add(inner, "bibo:volume", work.volume or "")
    _MAKE.add(inner, "bibo:issue", work.issue or "")
    if inner is not root:
        _MAKE.add(inner, "dcterms:date", str(work.issued or ""))
    if work.publisher is not None:
        home = _MAKE.add(_MAKE.add(outer, "dcterms:publisher"), "foaf:Organization")
        _add_texts(home, "foaf:name", work.publisher, work)
    for name, field in (*_IDS.items(), *_PLAIN.items()):
        _MAKE.add(root, name, str(getattr(work, field) or ""))
    for isbn in work.isbn:
        _MAKE.add(root, _isbn(isbn), isbn)
    first, last = first_last(work.page)
    _MAKE.add(root, "bibo:pages", f"{first}-{last}" if last else first)
    for name, field in _DATES.items():
        _MAKE.add(root, name, str(getattr(work, field, None) or ""))
    _MAKE.add(root, "dcterms:language", work.language or "")
    for _, text in ordered(work.abstract, work)[:1]:
        _MAKE.add(root, "dcterms:abstract", text)
    _add_texts(root, "bibo:abstract", work.abstract, work)
    for tag, words in ordered(work.keyword, work):
        for each in words:
            _MAKE.add(root, "dcterms:subject", each, lang=_xml.language(tag))
    for subject in labelled_subjects(work):
        _MAKE.add(root, "dcterms:subject", subject)
    _MAKE.add(root, "dcterms:license", work.license or "")
    _MAKE.add(root, "dcterms:rights", getattr(work, "copyright", None) or "")
    _MAKE.add(root, "dcterms:description", work.note or "")
    for reference in getattr(work, "references", ()):
        if reference.work is not None and reference.work.doi is not None:
            cited = _MAKE.add(root, "dcterms:references")
            cited.set(_name("rdf:resource"), reference.work.doi.url or "")
        else:
            _MAKE.add(root, "dcterms:references", reference.as_printed or "")
    return root


_ISBNS = ("bibo:isbn", "bibo:isbn10", "bibo:isbn13")


def _isbn(isbn: str) -> str:
    digits = len(isbn.replace("-", "").replace(" ", ""))
    return f"bibo:isbn{digits}" if digits in (10, 13) else "bibo:isbn"


def _add_titles(parent: _xml.Element, text: Text | None, work: Work) -> None:
    for position, (tag, value) in enumerate(ordered(text, work)):
        name = "dcterms:alternative" if position else "dcterms:title"
        _MAKE.add(parent, name, value, lang=_xml.language(tag))


def _add_texts(parent: _xml.Element, name: str, text: Text | None, work: Work) -> None:
    for tag, value in ordered(text, work):
        _MAKE.add(parent, name, value, lang=_xml.language(tag))


def _add_agents(root: _xml.Element, field: str, name: str, work: Work) -> None:
    agents: tuple[Agent, ...] = getattr(work, field)
    if not agents:
        return
    listed = name.endswith("List")
    home = _MAKE.add(_MAKE.add(root, f"bibo:{name}"), "rdf:Seq") if listed else root
    for agent in agents:
        _add_agent(_MAKE.add(home, "rdf:li" if listed else f"bibo:{name}"), agent, work)


def _add_agent(item: _xml.Element, agent: Agent, work: Work) -> None:
    lang = _xml.language(name_tag(agent, work))
    name = name_in(agent, work)
    if isinstance(agent, Organization) or isinstance(name, str):
        kind = "foaf:Organization" if isinstance(agent, Organization) else "foaf:Person"
        text = name if isinstance(name, str) else primary(agent.name, work)  # type: ignore[arg-type]
        _MAKE.add(_MAKE.add(item, kind), "foaf:name", text, lang=lang)
        return
    person = _MAKE.add(item, "foaf:Person")
    if agent.orcid is not None:
        person.set(_name("rdf:about"), _xml.legal(agent.orcid.url or ""))
    # The older spelling is the only one that Zotero reads.
    for spelling in ("foaf:givenName", "foaf:givenname"):
        _MAKE.add(person, spelling, given_of(name), lang=lang)
    _MAKE.add(person, "foaf:surname", family_of(name), lang=lang)
    if not family_of(name):
        _MAKE.add(person, "foaf:name", given_of(name), lang=lang)


def _containers(root: _xml.Element, work: Work) -> tuple[_xml.Element, _xml.Element]:
    """Add what a work is in, and return the journal or book, and the issue or book.

    Either is the work itself where it is in nothing.
    """
    titled = work.container_title is not None or work.issn or work.eissn
    periodical = _PERIODICALS.get(work.type)
    if periodical is None and not titled:
        return root, root
    inner = root
    if periodical is not None and (titled or work.volume or work.issue):
        # Without one Zotero takes the journal for the issue, and the article for the journal.
        inner = _MAKE.add(_MAKE.add(root, "dcterms:isPartOf"), "bibo:Issue")
    if not titled:
        return inner, inner
    home = _MAKE.add(inner, "dcterms:isPartOf")
    outer = _MAKE.add(home, f"bibo:{periodical or _BOOKS.get(work.type, 'Book')}")
    _add_titles(outer, work.container_title, work)
    _add_texts(outer, "bibo:shortTitle", work.container_title_short, work)
    _MAKE.add(outer, "bibo:issn", work.issn or "")
    _MAKE.add(outer, "bibo:eissn", work.eissn or "")
    return outer, inner if periodical is not None else outer


# Reading


def decode(root: _xml.Element) -> Work:
    """Return the work that an element of a BIBO class describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """

    def text(name: str) -> str:
        return _xml.text_of(root.find(_name(name)))

    language = language_tag(text("dcterms:language"))
    kind = text("dcterms:type")
    plain: Plain = {
        "type": kind
        if kind in ITEM_TYPES
        else read_type(root.tag.rpartition("}")[2], "bibo") or "document",
        "language": language,
        "title": _texts(root, "dcterms:title", "dcterms:alternative"),
        "title_short": _texts(root, "bibo:shortTitle"),
        "volume": text("bibo:volume"),
        "issue": text("bibo:issue"),
        "page": page_of(text("bibo:pages")),
        "isbn": [_xml.text_of(e) for name in _ISBNS for e in root.findall(_name(name))],
        "abstract": _texts(root, "bibo:abstract") or _texts(root, "dcterms:abstract"),
        "license": text("dcterms:license"),
        "copyright": text("dcterms:rights"),
        "note": text("dcterms:description"),
    }
    for name, field in (*_IDS.items(), *_PLAIN.items(), *_DATES.items()):
        plain[field] = text(name)
    if not plain["doi"] and DOI(about := root.get(_name("rdf:about"), "")).problem is None:
        plain["doi"] = str(DOI(about))
    _take_publisher(root, plain)
    for field, name in roles("bibo"):
        found = root.findall(_name(f"bibo:{name}"))
        plain[field] = [_agent(e, language) for each in found for e in _agents_in(each)]
    if not plain["author"]:
        creators = root.findall(_name("dcterms:creator"))
        plain["author"] = [_agent(e, language) for each in creators for e in _agents_in(each)]
    words: dict[str, list[str]] = {}
    for subject in root.findall(_name("dcterms:subject")):
        for word in take_subjects([_xml.text_of(subject)], plain):
            words.setdefault(_xml.lang_of(subject) or UNDETERMINED, []).append(word)
    plain["keyword"] = words
    _take_containers(root, plain)
    plain["references"] = [_reference(e) for e in root.findall(_name("dcterms:references"))]
    return record(plain)


def _texts(home: _xml.Element, *names: str) -> Plain:
    found = (e for name in names for e in home.findall(_name(name)))
    return localized((_xml.lang_of(e), _xml.text_of(e)) for e in found)


def _take_publisher(home: _xml.Element, plain: Plain) -> None:
    for publisher in home.findall(_name("dcterms:publisher")):
        for body in publisher:
            plain["publisher"] = _texts(body, "foaf:name")
        if len(publisher) == 0:
            plain["publisher"] = {plain["language"] or UNDETERMINED: _xml.text_of(publisher)}


def _agents_in(element: _xml.Element) -> Iterator[_xml.Element]:
    yield from element.iter(_name("foaf:Person"), _name("foaf:Organization"), _name("foaf:Agent"))


def _agent(element: _xml.Element, language: str | None) -> Plain:
    def said(*names: str) -> _xml.Element | None:
        return next((e for n in names if (e := element.find(_name(n))) is not None), None)

    family = said("foaf:surname", "foaf:familyName", "foaf:family_name", "foaf:lastName")
    given = said("foaf:givenName", "foaf:givenname", "foaf:firstName")
    whole = said("foaf:name")
    first = next((e for e in (family, given, whole) if e is not None), element)
    tag = _xml.lang_of(first) or UNDETERMINED
    if family is None and given is None:
        text = _xml.text_of(whole)
        body = element.tag != _name("foaf:Person")
        return {"name": {tag: text if body else {"literal": text or "?"}}}
    about = element.get(_name("rdf:about"), "")
    return {
        "name": {tag: parts(_xml.text_of(family), _xml.text_of(given))},
        "orcid": str(ORCID(about)) if "orcid.org" in about else None,
    }


def _take_containers(root: _xml.Element, plain: Plain) -> None:
    here: _xml.Element | None = root
    for _ in range(4):
        part = here.find(_name("dcterms:isPartOf")) if here is not None else None
        here = part[0] if part is not None and len(part) else None
        if here is None:
            return
        for name in ("volume", "issue"):
            plain[name] = plain[name] or _xml.text_of(here.find(_name(f"bibo:{name}")))
        if titles := _texts(here, "dcterms:title", "dcterms:alternative"):
            plain["container_title"] = titles
        if short := _texts(here, "bibo:shortTitle"):
            plain["container_title_short"] = short
        plain["issued"] = plain["issued"] or _xml.text_of(here.find(_name("dcterms:date")))
        if "publisher" not in plain:
            _take_publisher(here, plain)
        for name in ("issn", "eissn"):
            if issn := _xml.text_of(here.find(_name(f"bibo:{name}"))):
                plain[name] = str(ISSN(issn))


def _reference(element: _xml.Element) -> Plain:
    doi = DOI(element.get(_name("rdf:resource"), ""))
    if doi and doi.problem is None:
        return {"work": {"doi": str(doi)}}
    return {"as_printed": _xml.text_of(element)}


_CLASSES = (
    "AcademicArticle Article Book Chapter BookSection Thesis Report Webpage Document Manuscript "
    "Patent Standard Statute Bill LegalCaseDocument Hearing LegalDocument Map Film AudioDocument "
    "Image ReferenceSource PersonalCommunication Letter Interview Slideshow Performance Event "
    "Conference EditedBook Proceedings Collection Periodical Journal"
).split()


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every work of a file; what a work is part of is read with it."""
    yield from _xml.read(stream, decode, *(f"{{{_BIBO}}}{name}" for name in _CLASSES))


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write works one by one."""
    _xml.write(stream, encoded(works, encode, decode, account), _MAKE.root("rdf:RDF"))


FORMAT = Format(
    name="rdf",
    title="RDF (Bibliographic Ontology)",
    media_type="application/rdf+xml",
    extensions=(".rdf",),
    read=read,
    write=write,
    sniff=lambda head: b"http://purl.org/ontology/bibo/" in head and b"RDF" in head,
    specification="https://www.dublincore.org/specifications/bibo/",
)
