"""The meta tags of an article's page: Highwire's for scholars' indexes, Dublin Core, PRISM.

Indexes take one language a page, and Zotero joins the values of a tag by commas, so what is said
once stands in the language of the work. Titles and abstracts in others stand in Dublin Core's tags
with `xml:lang`, as in the pages of OJS. E-mails are not made public.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from citekit.formats import _html
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag
from citekit.formats._record import (
    Plain,
    edtf,
    first_last,
    inverted,
    iso,
    labelled_subjects,
    localized,
    name_in,
    named,
    ordered,
    organizations,
    page_of,
    primary,
    put,
    record,
    take_subjects,
)
from citekit.formats._xml import XML_LANG, language
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import DOI, ISSN, ITEM_TYPES, ORCID, UNDETERMINED, Person, Reference, Work


class Tag(NamedTuple):
    """One tag: its name, what it says, in which language."""

    name: str
    content: str
    tag: str | None = None


_CONTAINERS = {
    "chapter": "citation_inbook_title",
    "entry": "citation_inbook_title",
    "paper-conference": "citation_conference_title",
}
_PUBLISHERS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
_TYPES = {
    "article-journal": "Text.Serial.Journal",
    "article-magazine": "Text.Serial.Magazine",
    "article-newspaper": "Text.Serial.Newspaper",
    "book": "Text.Book",
    "chapter": "Text.Chapter",
    "paper-conference": "Text.Proceedings",
    "thesis": "Text.Thesis",
    "report": "Text.Report",
}
_READ_TYPES = {name: kind for kind, name in _TYPES.items()}
_REFERENCE = {
    "citation_title": "title",
    "citation_journal_title": "container_title",
    "citation_publication_date": "issued",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_doi": "doi",
    "citation_publisher": "publisher",
}


def encode(work: Work) -> list[Tag]:
    """Return a work as tags in their order."""
    tags: list[Tag] = []

    def add(name: str, content: object, tag: str | None = None) -> None:
        if content:
            tags.append(Tag(name, str(content), language(tag)))

    titles = ordered(work.title, work)
    for tag, title in titles[:1] or ((None, "-"),):
        add("citation_title", title, tag)
    for agent in work.author:
        add("citation_author", _undivided(inverted(name_in(agent, work))))
        for organization in organizations(agent):
            add("citation_author_institution", primary(organization.name, work))
        if isinstance(agent, Person) and agent.orcid is not None:
            add("citation_author_orcid", agent.orcid.url)
    container = _CONTAINERS.get(work.type, "citation_journal_title")
    add(container, primary(work.container_title, work))
    add("citation_journal_abbrev", primary(work.container_title_short, work))
    full = iso(work.issued) == work.issued
    date = iso(work.issued) if full or work.issued is None else work.issued
    add("citation_publication_date", date.replace("-", "/") if full else date)
    add("citation_volume", work.volume)
    add("citation_issue", work.issue)
    first, last = first_last(work.page)
    add("citation_firstpage", first)
    add("citation_lastpage", last)
    for issn in (work.issn, work.eissn):
        add("citation_issn", issn)
    for isbn in work.isbn:
        add("citation_isbn", isbn)
    add("citation_doi", work.doi)
    add("citation_pmid", work.pmid)
    add("citation_language", work.language)
    add(_PUBLISHERS.get(work.type, "citation_publisher"), primary(work.publisher, work))
    for tag, words in ordered(work.keyword, work):
        add("citation_keywords", "; ".join(words), tag)
    abstracts = ordered(work.abstract, work)
    for tag, text in abstracts[:1]:
        add("citation_abstract", text, tag)
    add("citation_abstract_html_url", work.url)
    add("citation_pdf_url", getattr(work, "pdf_url", None))
    for reference in getattr(work, "references", ()):
        add("citation_reference", _reference(reference))
    for tag, title in titles[1:]:
        add("DC.Title.Alternative", title, tag)
    for tag, text in abstracts[1:]:
        add("DC.Description", text, tag)
    for subject in labelled_subjects(work):
        add("DC.subject", subject)
    add("DC.rights", work.license)
    add("DC.type", _TYPES.get(work.type, work.type))
    add("prism.section", primary(getattr(work, "subject", None), work))
    for name, field in (("prism.dateReceived", "received"), ("DCTERMS.dateAccepted", "accepted")):
        add(name, getattr(work, field, None))
    return tags


def _undivided(name: str) -> str:
    """Return a name whose family name has no plain space.

    Zotero takes a tag with spaces on both sides of the comma for two authors.
    """
    family, comma, given = name.partition(",")
    return family.replace(" ", "\u00a0") + comma + given if " " in given.strip() else name


def _reference(reference: Reference) -> str:
    """Return a cited source as `key=value; …`, or as printed."""
    work = reference.work
    if work is None:
        return reference.as_printed or ""
    said: list[tuple[str, str]] = [("citation_title", primary(work.title, work))]
    said += [("citation_author", inverted(name_in(agent, work))) for agent in work.author]
    first, last = first_last(work.page)
    said += [
        ("citation_publication_date", iso(work.issued).replace("-", "/")),
        ("citation_journal_title", primary(work.container_title, work)),
        ("citation_volume", work.volume or ""),
        ("citation_issue", work.issue or ""),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_publisher", primary(work.publisher, work)),
        ("citation_doi", work.doi or ""),
    ]
    return "; ".join(f"{key}={value.replace(';', ',')}" for key, value in said if value)


# Reading


def decode(tags: list[Tag]) -> Work:
    """Return the work that tags describe.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    said: dict[str, list[Tag]] = {}
    for tag in tags:
        said.setdefault(tag.name.lower(), []).append(tag)

    def first(*names: str) -> str:
        return next((said[name][0].content for name in names if name in said), "")

    own = language_tag(first("citation_language", "dc.language"))
    at = own or UNDETERMINED
    kind = first("dc.type")
    container = next((c for c in _FROM_CONTAINERS if c in said), None)
    plain: Plain = {
        "type": _READ_TYPES.get(kind)
        or (kind if kind in ITEM_TYPES else _FROM_CONTAINERS.get(container or "", "document")),
        "language": own,
        "title": localized(
            (t.tag or own, t.content) for t in said.get("citation_title", ()) if t.content != "-"
        ),
        "container_title": {at: first(container or "citation_journal_title")},
        "container_title_short": {at: first("citation_journal_abbrev")},
        "issued": _date(first("citation_publication_date", "citation_date", "dc.date")),
        "volume": first("citation_volume", "prism.volume"),
        "issue": first("citation_issue", "prism.number"),
        "page": page_of(first("citation_firstpage"), first("citation_lastpage")),
        "isbn": [t.content for t in said.get("citation_isbn", ())],
        "doi": (doi := first("citation_doi", "prism.doi")) and str(DOI(doi)),
        "pmid": first("citation_pmid"),
        "publisher": {at: first("citation_publisher", *_PUBLISHERS.values())},
        "abstract": localized(
            (t.tag or own, t.content)
            for name in ("citation_abstract", "dc.description")
            for t in said.get(name, ())
        ),
        "url": first("citation_abstract_html_url", "citation_public_url"),
        "pdf_url": first("citation_pdf_url"),
        "license": first("dc.rights"),
        "subject": {at: first("prism.section")},
        "received": first("prism.datereceived"),
        "accepted": first("dcterms.dateaccepted"),
        "references": [_read_reference(t.content) for t in said.get("citation_reference", ())],
    }
    for name in ("dc.title.alternative", "dcterms.alternative"):
        for tag in said.get(name, ()):
            plain["title"].setdefault(tag.tag or UNDETERMINED, tag.content)
    for tag in said.get("citation_issn", ()):
        plain.setdefault("eissn" if "issn" in plain else "issn", str(ISSN(tag.content)))
    words: dict[str, list[str]] = {}
    for tag in said.get("citation_keywords", ()):
        words.setdefault(tag.tag or at, []).extend(re.split(r"\s*[;,]\s*", tag.content))
    plain["keyword"] = words
    take_subjects([t.content for t in said.get("dc.subject", ())], plain)
    plain["author"] = _authors(tags, at)
    return record(plain)


_FROM_CONTAINERS = {
    "citation_journal_title": "article-journal",
    "citation_inbook_title": "chapter",
    "citation_conference_title": "paper-conference",
    "citation_conference": "paper-conference",
}


def _authors(tags: list[Tag], at: str) -> list[Plain]:
    """Return the authors, each with the tags that follow its own."""
    found: list[Plain] = []
    for tag in tags:
        if tag.name == "citation_author":
            found.append(named(tag.content.replace("\u00a0", " "), tag.tag or at))
        elif tag.name == "citation_author_institution" and found:
            post = {"organization": {"name": {at: tag.content}}}
            put(found[-1], affiliation=[*found[-1].get("affiliation", []), post])
        elif tag.name == "citation_author_orcid" and found:
            put(found[-1], orcid=str(ORCID(tag.content)))
    return found


def _date(text: str) -> str | None:
    parts = text.split("/")
    return edtf(*parts[:3]) if len(parts) > 1 and all(p.isdigit() for p in parts) else text or None


def _read_reference(text: str) -> Plain:
    if not text.startswith("citation_"):
        return {"as_printed": text}
    work: Plain = {"type": "document"}
    pages = ["", ""]
    for piece in text.split("; "):
        key, _, value = piece.partition("=")
        if key == "citation_author":
            work.setdefault("author", []).append(named(value))
        elif key in ("citation_firstpage", "citation_lastpage"):
            pages[key == "citation_lastpage"] = value
        elif key == "citation_publication_date":
            work["issued"] = _date(value)
        elif field := _REFERENCE.get(key):
            localized_ = field in ("title", "container_title", "publisher")
            work[field] = {UNDETERMINED: value} if localized_ else value
    work["page"] = page_of(*pages)
    if "container_title" in work:
        work["type"] = "article-journal"
    return {"work": work}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the work of a page; where several follow each other, each begins with its title.

    Raises:
        FormatError: The page has no such tags.
    """
    root = _html.parse(_html.whole(stream))
    works: list[list[Tag]] = []
    for element in root.iter("meta"):
        name, content = element.get("name") or element.get("property"), element.get("content")
        if not name or not content or not content.strip():
            continue
        if not re.match(r"(?i)(?:citation_|dc\.|dcterms\.|prism\.)", name):
            continue
        begun = works and any(t.name != "citation_title" for t in works[-1])
        if not works or (begun and name == "citation_title"):
            works.append([])
        tag = language_tag(element.get(XML_LANG) or element.get("xml:lang") or element.get("lang"))
        works[-1].append(Tag(name, " ".join(content.split()), tag))
    if not works:
        raise FormatError("the page has no tags such as citation_title")
    for tags in works:
        try:
            yield decode(tags)
        except FormatError as error:
            yield Unread(str(error), raw=repr(tags))


def lines(work: Work) -> list[str]:
    """Return a work as the lines that stand in the head of its page."""
    return [_line(tag) for tag in encode(work)]


_SPACE = re.compile(r"[ \t\r\n]+")


def _line(tag: Tag) -> str:
    lang = f' xml:lang="{tag.tag}"' if tag.tag else ""
    content = _html.attribute(_SPACE.sub(" ", tag.content).strip())
    return f'<meta name="{tag.name}"{lang} content="{content}">'


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write a page whose head has the tags of the work, or of each work in turn."""
    head = '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>citekit</title>\n'
    schemas = (
        '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">\n'
        '<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">\n'
    )
    stream.write((head + schemas).encode())
    for tags in encoded(works, encode, decode, account):
        stream.write(("\n".join(map(_line, tags)) + "\n").encode())
    stream.write(b"</head>\n<body></body>\n</html>\n")


FORMAT = Format(
    name="html-meta",
    title="HTML meta tags (Highwire, DC, PRISM)",
    media_type="text/html",
    extensions=(".html", ".htm"),
    read=read,
    write=write,
    sniff=lambda head: re.search(rb"(?i)<meta\s[^>]*citation_title", head) is not None,
    specification="https://scholar.google.com/intl/en/scholar/inclusion.html",
)
