"""The parts of JATS that a work and its cited sources share: names, dates, citations."""

from __future__ import annotations

from citekit.formats import _xml
from citekit.formats._codes import read_type, written_type
from citekit.formats._record import (
    Plain,
    edtf,
    family_of,
    first_last,
    given_of,
    iso,
    name_in,
    name_tag,
    ordered,
    page_of,
    parts,
    primary,
)
from citekit.languages.tags import language_script
from citekit.model import UNDETERMINED, Agent, Date, PersonName, Reference, Work

XLINK = "http://www.w3.org/1999/xlink"
MAKE = _xml.Maker({"xlink": XLINK, "ali": "http://www.niso.org/schemas/ali/1.0/"})
_IDS = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}


def add_name(parent: _xml.Element, name: PersonName, tag: str | None) -> None:
    """Add a person's name in one language."""
    lang = _xml.language(tag)
    if name.literal is not None and not (name.family or name.given):
        MAKE.add(parent, "string-name", name.literal, lang=lang)
        return
    style = "eastern" if lang and _is_cyrillic(lang) else "western"
    element = MAKE.add(parent, "name", lang=lang)
    element.set("name-style", style if family_of(name) else "given-only")
    MAKE.add(element, "surname", family_of(name))
    MAKE.add(element, "given-names", given_of(name))
    MAKE.add(element, "suffix", name.suffix or "")


def _is_cyrillic(tag: str) -> bool:
    try:
        return language_script(tag) == "Cyrl"
    except ValueError:
        return False


def read_name(element: _xml.Element) -> Plain:
    """Return the parts of `name` or `string-name`."""
    family, given, suffix = (
        _xml.text_of(element.find(at)) for at in ("surname", "given-names", "suffix")
    )
    if not family and not given:
        return {"literal": _xml.text_of(element)}
    return parts(family, given, suffix)


def add_date(element: _xml.Element, date: Date) -> None:
    """Fill a date with its parts, and say in an attribute what they cannot."""
    year, month, day = (*iso(date).split("-"), "", "")[:3]
    if date.literal is None:
        element.set("iso-8601-date", date)
    MAKE.add(element, "day", day)
    MAKE.add(element, "month", month)
    MAKE.add(element, "year", year or date)


def read_date(element: _xml.Element | None) -> str | None:
    """Return a date as EDTF."""
    if element is None:
        return None
    said = element.get("iso-8601-date")
    if said:
        return said
    parts = (_xml.text_of(element.find(at)) for at in ("year", "month", "day"))
    return edtf(*parts) or _xml.text_of(element) or None


def add_pages(parent: _xml.Element, page: str | None) -> None:
    """Add pages: the first and last, or what is no single range as it stands."""
    first, last = first_last(page)
    if first and not last and not first.isalnum():
        MAKE.add(parent, "page-range", first)
        return
    MAKE.add(parent, "fpage", first)
    MAKE.add(parent, "lpage", last)


def read_pages(element: _xml.Element) -> str | None:
    """Return the pages within an element."""
    first, last, whole = (_xml.text_of(element.find(at)) for at in ("fpage", "lpage", "page-range"))
    return page_of(first, last) or page_of(whole)


# Cited sources


def add_reference(parent: _xml.Element, reference: Reference, position: int) -> None:
    """Add a `ref`: the string as printed, and the parts that were understood."""
    ref = MAKE.add(parent, "ref", id=f"r{position}")
    MAKE.add(ref, "label", reference.number or "")
    work = reference.work
    forms = [("", reference.as_printed), ("romanized", reference.romanized)]
    forms = [(use, text) for use, text in forms if text]
    several = len(forms) + (work is not None) > 1
    home = MAKE.add(ref, "citation-alternatives") if several else ref
    for use, text in forms:
        tag = _xml.language(work.language) if work is not None and not use else None
        MAKE.add(home, "mixed-citation", text, lang=tag)
        if use:
            home[-1].set("specific-use", use)
    if work is not None:
        _add_citation(home, work)
    elif not forms:
        MAKE.add(ref, "mixed-citation")


def _add_citation(parent: _xml.Element, work: Work) -> None:
    element = MAKE.add(parent, "element-citation", lang=_xml.language(work.language))
    element.set("publication-type", written_type(work.type, "jats") or "other")
    for role in ("author", "editor", "translator"):
        agents: tuple[Agent, ...] = getattr(work, role)
        if not agents:
            continue
        group = MAKE.add(element, "person-group")
        group.set("person-group-type", role)
        for agent in agents:
            name = name_in(agent, work)
            if isinstance(name, str):
                MAKE.add(group, "collab", name)
            else:
                add_name(group, name, name_tag(agent, work))
        if role == "author" and work.author_et_al:
            MAKE.add(group, "etal")
    _add_titles(element, work)
    if work.issued is not None:
        if work.issued.year is not None and work.issued.year >= 0:
            MAKE.add(element, "year", f"{work.issued.year:04d}").set("iso-8601-date", work.issued)
        else:
            MAKE.add(element, "string-date", work.issued)
    for name, value in (
        ("volume", work.volume),
        ("issue", work.issue),
        ("elocation-id", work.number),
        ("edition", work.edition),
        ("publisher-name", primary(work.publisher, work)),
        ("publisher-loc", primary(work.publisher_place, work)),
        ("series", primary(work.collection_title, work)),
        ("isbn", next(iter(work.isbn), None)),
        ("issn", work.issn),
    ):
        MAKE.add(element, name, value or "")
    add_pages(element, work.page)
    if work.number_of_pages is not None:
        MAKE.add(element, "size", work.number_of_pages, units="page")
    for kind, field in _IDS.items():
        if value := getattr(work, field):
            MAKE.add(element, "pub-id", value).set("pub-id-type", kind)
    if work.url is not None:
        MAKE.add(element, "ext-link", work.url, xlink__href=work.url)
    if work.accessed is not None:
        date = MAKE.add(element, "date-in-citation", work.accessed)
        date.set("content-type", "access-date")
        date.set("iso-8601-date", work.accessed)


def _add_titles(element: _xml.Element, work: Work) -> None:
    title, container = primary(work.title, work), primary(work.container_title, work)
    part = "chapter-title" if work.type == "chapter" else "article-title"
    if container or work.type in ("article-journal", "paper-conference", "chapter"):
        MAKE.add(element, part, title)
        MAKE.add(element, "source", container)
    else:
        MAKE.add(element, "source", title)
    for tag, text in ordered(work.title, work)[1:]:
        MAKE.add(element, "trans-title", text, lang=_xml.language(tag))


def read_reference(ref: _xml.Element) -> Plain:
    """Return what a `ref` says."""
    printed = romanized = ""
    for mixed in ref.iter("mixed-citation"):
        if mixed.get("specific-use") == "romanized":
            romanized = _xml.text_of(mixed)
        else:
            printed = printed or _xml.text_of(mixed)
    citations = [*ref.iter("element-citation"), *ref.iter("mixed-citation"), *ref.iter("citation")]
    typed = next((c for c in citations if c.tag == "element-citation" or len(c)), None)
    return {
        "number": _xml.text_of(ref.find("label")).rstrip("."),
        "as_printed": printed,
        "romanized": romanized,
        "work": _work(typed) if typed is not None else None,
    }


def _work(element: _xml.Element) -> Plain:
    language = _xml.lang_of(element)
    tag = language or UNDETERMINED

    def text(path: str) -> str:
        return _xml.text_of(element.find(path))

    kind = read_type(element.get("publication-type"), "jats") or "document"
    part = text("article-title") or text("chapter-title")
    source = text("source")
    plain: Plain = {
        "type": kind,
        "language": language,
        "title": {tag: part or source},
        "container_title": {tag: source if part else ""},
        "issued": read_date(element.find("year")) or text("year") or text("string-date"),
        "volume": text("volume"),
        "issue": text("issue"),
        "number": text("elocation-id"),
        "edition": text("edition"),
        "publisher": {tag: text("publisher-name")},
        "publisher_place": {tag: text("publisher-loc")},
        "collection_title": {tag: text("series")},
        "isbn": [_xml.text_of(e) for e in element.findall("isbn")],
        "issn": text("issn"),
        "page": read_pages(element),
        "number_of_pages": text("size"),
        "accessed": read_date(element.find("date-in-citation")),
        "author_et_al": element.find(".//etal") is not None or None,
    }
    for translated in element.findall("trans-title"):
        plain["title"].setdefault(_xml.lang_of(translated) or "und", _xml.text_of(translated))
    for kind, field in _IDS.items():
        found = [e for e in element.findall("pub-id") if e.get("pub-id-type") == kind]
        plain[field] = _xml.text_of(found[0]) if found else None
    for link in [*element.findall("ext-link"), *element.findall("uri")]:
        plain.setdefault("url", link.get(f"{{{XLINK}}}href") or _xml.text_of(link))
    groups = element.findall("person-group")
    if not groups and element.find("name") is not None:
        groups = [element]
    for group in groups:
        role = group.get("person-group-type") or "author"
        if role in ("author", "editor", "translator"):
            plain[role] = [_agent(child, tag) for child in group if child.tag in _NAMES]
    return plain


_NAMES = frozenset(("name", "string-name", "collab"))


def _agent(element: _xml.Element, tag: str) -> Plain:
    own = _xml.lang_of(element) or tag
    if element.tag == "collab":
        return {"name": {own: _xml.text_of(element)}}
    return {"name": {own: read_name(element)}}
