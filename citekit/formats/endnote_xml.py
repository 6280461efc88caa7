"""EndNote XML: the export of EndNote, which Zotero, JabRef and Citavi read too.

A record has one language; `translated-title` holds one translation of the title. EndNote and Zotero
keep the issue, the short title of the journal and the address in different elements; all are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag, read_type, written_type
from citekit.formats._record import (
    Plain,
    call_numbers,
    edtf,
    first_last,
    inverted,
    iso,
    labelled_subjects,
    language_told,
    name_in,
    named,
    organizations,
    others,
    page_of,
    primary,
    record,
    take_subjects,
)
from citekit.formats.base import Account, Format, Unread
from citekit.model import ISSN, UNDETERMINED, Date, Person, Work

_MAKE = _xml.Maker({})
_AGENTS = {
    "authors": "author",
    "secondary-authors": "editor",
    "tertiary-authors": "collection_editor",
    "subsidiary-authors": "translator",
}
_TITLES = {
    "title": "title",
    "secondary-title": "container_title",
    "tertiary-title": "collection_title",
    "alt-title": "container_title_short",
    "short-title": "title_short",
}
_TEXTS = {"publisher": "publisher", "pub-location": "publisher_place", "abstract": "abstract"}
_PLAIN = {
    "edition": "edition",
    "volume": "volume",
    "number": "issue",
    "num-vols": "number_of_volumes",
    "section": "section",
    "electronic-resource-num": "doi",
    "work-type": "genre",
    "remote-database-name": "source",
    "accession-num": "edn",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `record`."""
    root = _MAKE.root("record")

    def add(parent: _xml.Element, name: str, value: object) -> None:
        _MAKE.add(parent, name, str(value or ""))

    add(root, "rec-number", work.id)
    number, _, name = (written_type(work.type, "endnote") or "13:Generic").partition(":")
    _MAKE.add(root, "ref-type", number, name=name)
    contributors = _MAKE.add(root, "contributors")
    for at, field in _AGENTS.items():
        if agents := getattr(work, field):
            group = _MAKE.add(contributors, at)
            for agent in agents:
                # A comma at the end tells EndNote not to take a body's name apart.
                comma = "" if isinstance(agent, Person) else ","
                add(group, "author", inverted(name_in(agent, work)) + comma)
    names = (primary(o.name, work) for agent in work.author for o in organizations(agent))
    add(root, "auth-address", "; ".join(dict.fromkeys(names)))
    titles = _MAKE.add(root, "titles")
    for at, field in _TITLES.items():
        add(titles, at, primary(getattr(work, field), work))
    for _, title in others(work.title, work)[:1]:
        add(titles, "translated-title", title)
    if work.container_title is not None:
        periodical = _MAKE.add(root, "periodical")
        add(periodical, "full-title", primary(work.container_title, work))
        add(periodical, "abbr-1", primary(work.container_title_short, work))
    first, last = first_last(work.page)
    # Programs take either the text or the attributes.
    ends = {"start": first, "end": last} if last else {"start": first}
    _MAKE.add(root, "pages", "-".join(filter(None, (first, last))), **ends)
    for at, field in _PLAIN.items():
        add(root, at, getattr(work, field))
    add(root, "issue", work.issue)
    if work.keyword is not None:
        group = _MAKE.add(root, "keywords")
        for word in work.keyword.best(work.language):
            add(group, "keyword", word)
    _add_dates(root, work)
    for at, field in _TEXTS.items():
        add(root, at, primary(getattr(work, field), work))
    add(root, "isbn", "; ".join(filter(None, (work.issn, work.eissn, *work.isbn))))
    add(root, "call-num", call_numbers(work))
    add(root, "notes", "\n".join(filter(None, (*labelled_subjects(work), work.note))))
    add(root, "language", work.language)
    urls = _MAKE.add(root, "urls")
    if work.url is not None:
        for kind in ("web-urls", "related-urls"):
            add(_MAKE.add(urls, kind), "url", work.url)
    if pdf := getattr(work, "pdf_url", None):
        add(_MAKE.add(urls, "pdf-urls"), "url", pdf)
    return root


def _add_dates(root: _xml.Element, work: Work) -> None:
    if work.issued is None:
        return
    dates = _MAKE.add(root, "dates")
    full = iso(work.issued)
    year, month, day = (*full.split("-"), "", "")[:3]
    _MAKE.add(dates, "year", year)
    # EndNote's own date has no year; what is more than a day is said in full.
    rest = " ".join(filter(None, (_MONTHS[int(month) - 1] if month else "", day)))
    free = rest if full == work.issued else str(work.issued)
    if free:
        _MAKE.add(_MAKE.add(dates, "pub-dates"), "date", free)


def decode(element: _xml.Element) -> Work:
    """Return the work that an element describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """

    def text(path: str) -> str:
        return _xml.text_of(element.find(path))

    def texts(path: str) -> list[str]:
        return [value for each in element.iterfind(path) if (value := _xml.text_of(each))]

    kind = element.find("ref-type")
    number = kind.text or "" if kind is not None else ""
    name = kind.get("name", "") if kind is not None else ""
    language = language_tag(text("language"))
    tag = language or UNDETERMINED
    plain: Plain = {
        "id": text("rec-number") or text("foreign-keys/key"),
        "type": read_type(f"{number}:{name}", "endnote") or read_type(name, "endnote"),
        "language": language,
        "page": page_of(text("pages")),
        "url": text("urls/related-urls/url") or text("urls/web-urls/url"),
        "pdf_url": text("urls/pdf-urls/url"),
        "issued": _date(text("dates/year"), text("dates/pub-dates/date")),
        "keyword": {tag: texts("keywords/keyword")},
    }
    plain["type"] = plain["type"] or "document"
    for at, field in _AGENTS.items():
        plain[field] = [_named(value, tag) for value in texts(f"contributors/{at}/author")]
    for at, field in _TITLES.items():
        plain[field] = {tag: text(f"titles/{at}")}
    if translated := text("titles/translated-title"):
        plain["title"].setdefault(language_told(translated, tag), translated)
    if full := text("periodical/full-title"):
        plain["container_title"] = {tag: full}
    for at, field in _TEXTS.items():
        plain[field] = {tag: text(at)}
    for at, field in _PLAIN.items():
        plain[field] = text(at)
    plain["issue"] = plain["issue"] or text("issue")
    if not plain["container_title_short"][tag]:
        plain["container_title_short"] = {tag: text("periodical/abbr-1")}
    for value in text("isbn").replace(",", ";").split(";"):
        bare = value.strip()
        if ISSN.form.fullmatch(ISSN(bare)):
            plain.setdefault("eissn" if "issn" in plain else "issn", bare)
        elif bare:
            plain.setdefault("isbn", []).append(bare)
    plain["call_number"] = "; ".join(take_subjects(text("call-num").split("; "), plain))
    notes = element.find("notes")
    lines = "".join(str(t) for t in notes.itertext()).splitlines() if notes is not None else []
    plain["note"] = "\n".join(take_subjects([line.strip() for line in lines], plain))
    return record(plain)


def _named(text: str, tag: str) -> Plain:
    return {"name": {tag: text[:-1].rstrip()}} if text[-1:] == "," else named(text, tag)


def _date(year: str, full: str) -> str | None:
    """Return year and EndNote's free date, `Jun 28` or a whole one, as EDTF."""
    if full and Date(full).literal is None:
        return full
    words = full.replace(".", "").split()
    month = next((n for n, m in enumerate(_MONTHS, start=1) if words and words[0][:3] == m), None)
    day = words[1] if len(words) > 1 else None
    return edtf(year, month, day) or full or year or None


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `record` of a file."""
    yield from _xml.read(stream, decode, "record")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write records one by one."""
    nodes = encoded(works, encode, decode, account)
    _xml.write(stream, nodes, _MAKE.root("xml"), inner="records")


FORMAT = Format(
    name="endnote-xml",
    title="EndNote XML",
    media_type="application/xml",
    extensions=(".xml",),
    read=read,
    write=write,
    sniff=lambda head: b"<ref-type" in head and b"<record" in head,
    specification="https://support.clarivate.com/Endnote/",
)
