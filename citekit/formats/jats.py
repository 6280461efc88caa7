"""JATS 1.3 (ANSI/NISO Z39.96): the front matter of an article in its languages, and its references.

Every text has `xml:lang`; titles, abstracts, names and affiliations in other languages stand where
JATS wants translations and alternatives. The files are valid by JATS 1.4 too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from lxml import etree

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag, read_role, roles
from citekit.formats._jats_parts import (
    MAKE,
    XLINK,
    add_date,
    add_name,
    add_pages,
    add_reference,
    read_date,
    read_name,
    read_pages,
    read_reference,
)
from citekit.formats._keys import ascii_letters
from citekit.formats._record import Plain, localized, ordered, primary, record
from citekit.formats.base import Account, Format, Unread
from citekit.model import (
    ORCID,
    ROR,
    UNDETERMINED,
    Affiliation,
    Agent,
    Localized,
    Organization,
    Text,
    Work,
)

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN"'
    ' "JATS-journalpublishing1-3.dtd">'
)
_IDS = {
    "publisher-id": "id",
    "doi": "doi",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "edn": "edn",
    "arxiv": "arxiv",
    "handle": "handle",
    "urn": "urn",
}
_LISTED_IDS = frozenset(("publisher-id", "doi", "pmid", "pmcid", "arxiv"))
"""The kinds that JATS lists; others are `custom`."""
_NUMBER = "article-number"
_SUBJECTS = {"udc": "udc", "grnti": "irsti", "bbk": "bbk", "jel": "jel"}
_HISTORY = {"received": "received", "rev-recd": "revised", "accepted": "accepted"}
_ALI = "http://www.niso.org/schemas/ali/1.0/"


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `article`."""
    root = MAKE.root("article")
    root.set("article-type", getattr(work, "article_type", None) or "research-article")
    root.set("dtd-version", "1.3")
    if work.language is not None:
        root.set(_xml.XML_LANG, work.language)
    front = MAKE.add(root, "front")
    _add_journal(MAKE.add(front, "journal-meta"), work)
    _add_article(MAKE.add(front, "article-meta"), work)
    references = getattr(work, "references", ())
    acknowledgements: Text | None = getattr(work, "acknowledgements", None)
    if references or acknowledgements is not None:
        back = MAKE.add(root, "back")
        for tag, text in ordered(acknowledgements, work):
            MAKE.add(MAKE.add(back, "ack", lang=_xml.language(tag)), "p", text)
        if references:
            listed = MAKE.add(back, "ref-list")
            for position, reference in enumerate(references, start=1):
                add_reference(listed, reference, position)
    return root


def _add_journal(meta: _xml.Element, work: Work) -> None:
    issns = ((work.issn, "print"), (work.eissn, "electronic"))
    title = primary(work.container_title, work)
    known = work.issn or work.eissn
    journal = MAKE.add(meta, "journal-id", known or "-".join(ascii_letters(title).split()) or "-")
    _set(journal, "journal-id-type", "issn" if known else "publisher-id")
    group = MAKE.add(meta, "journal-title-group")
    for position, (tag, title) in enumerate(ordered(work.container_title, work)):
        if position == 0:
            MAKE.add(group, "journal-title", title, lang=_xml.language(tag))
        else:
            other = MAKE.add(group, "trans-title-group", lang=_xml.language(tag))
            MAKE.add(other, "trans-title", title)
    for tag, title in ordered(work.container_title_short, work):
        MAKE.add(group, "abbrev-journal-title", title, lang=_xml.language(tag))
    for issn, kind in issns:
        if issn is not None:
            _set(MAKE.add(meta, "issn", issn), "publication-format", kind)
    if not known:
        # The DTD asks for one even where a journal has none.
        MAKE.add(meta, "issn")
    names, places = ordered(work.publisher, work), ordered(work.publisher_place, work)
    if names:
        publisher = MAKE.add(meta, "publisher")
        for tag, name in names:
            MAKE.add(publisher, "publisher-name", name, lang=_xml.language(tag))
            for _, place in (p for p in places if p[0] == tag):
                MAKE.add(publisher, "publisher-loc", place, lang=_xml.language(tag))


def _set(element: _xml.Element, name: str, value: str) -> _xml.Element:
    element.set(name, value)
    return element


def _add_article(meta: _xml.Element, work: Work) -> None:
    for kind, field in _IDS.items():
        if value := getattr(work, field):
            known = kind in _LISTED_IDS
            element = _set(
                MAKE.add(meta, "article-id", value), "pub-id-type", kind if known else "custom"
            )
            if not known:
                element.set("custom-type", kind)
    if work.number is not None and work.page is not None:
        # The element for it may not stand beside pages.
        number = _set(MAKE.add(meta, "article-id", work.number), "pub-id-type", "custom")
        number.set("custom-type", _NUMBER)
    _add_categories(meta, work)
    titles = MAKE.add(meta, "title-group")
    for position, (tag, title) in enumerate(ordered(work.title, work)):
        if position == 0:
            MAKE.add(titles, "article-title", title, lang=_xml.language(tag))
        else:
            other = MAKE.add(titles, "trans-title-group", lang=_xml.language(tag))
            MAKE.add(other, "trans-title", title)
    if work.title is None:
        MAKE.add(titles, "article-title")
    for tag, title in ordered(work.title_short, work):
        short = MAKE.add(titles, "alt-title", title, lang=_xml.language(tag))
        short.set("alt-title-type", "running-head")
    _add_contributors(meta, work)
    date = MAKE.add(meta, "pub-date")
    if work.issued is not None:
        _set(date, "date-type", "pub")
        add_date(date, work.issued)
    if len(date) == 0:
        meta.remove(date)
    for name, value in (("volume", work.volume), ("issue", work.issue)):
        MAKE.add(meta, name, value or "")
    for isbn in work.isbn:
        MAKE.add(meta, "isbn", isbn)
    add_pages(meta, work.page)
    MAKE.add(meta, "elocation-id", "" if work.page else work.number or "")
    _add_history(meta, work)
    _add_permissions(meta, work)
    if work.url is not None:
        MAKE.add(meta, "self-uri", work.url, xlink__href=work.url)
    if pdf := getattr(work, "pdf_url", None):
        _set(MAKE.add(meta, "self-uri", pdf, xlink__href=pdf), "content-type", "pdf")
    for position, (tag, text) in enumerate(ordered(work.abstract, work)):
        name = "trans-abstract" if position else "abstract"
        element = MAKE.add(meta, name, lang=_xml.language(tag))
        for paragraph in text.split("\n"):
            MAKE.add(element, "p", paragraph.strip())
    for tag, words in ordered(work.keyword, work):
        group = MAKE.add(meta, "kwd-group", lang=_xml.language(tag))
        group.set("kwd-group-type", "author")
        for word in words:
            MAKE.add(group, "kwd", word)
    funding: Text | None = getattr(work, "funding", None)
    for tag, text in ordered(funding, work):
        group = MAKE.add(meta, "funding-group", lang=None)
        MAKE.add(group, "funding-statement", text, lang=_xml.language(tag))


def _add_categories(meta: _xml.Element, work: Work) -> None:
    categories = MAKE.add(meta, "article-categories")
    subject: Text | None = getattr(work, "subject", None)
    for tag, text in ordered(subject, work):
        group = MAKE.add(categories, "subj-group", lang=_xml.language(tag))
        MAKE.add(_set(group, "subj-group-type", "heading"), "subject", text)
    for kind, field in _SUBJECTS.items():
        if codes := getattr(work, field):
            group = _set(MAKE.add(categories, "subj-group"), "subj-group-type", kind)
            for code in codes:
                MAKE.add(group, "subject", code)
    if len(categories) == 0:
        meta.remove(categories)


def _add_contributors(meta: _xml.Element, work: Work) -> None:
    group = MAKE.add(meta, "contrib-group")
    affiliations: list[Affiliation] = []
    for field, kind in roles("jats"):
        for agent in getattr(work, field):
            contributor = _set(MAKE.add(group, "contrib"), "contrib-type", kind)
            _add_agent(contributor, agent, work, affiliations)
    # JATS has <etal> in references only: an article names all its authors.
    for number, affiliation in enumerate(affiliations, start=1):
        _add_affiliation(meta, affiliation, f"aff{number}")
    if len(group) == 0:
        meta.remove(group)


def _add_agent(
    element: _xml.Element, agent: Agent, work: Work, affiliations: list[Affiliation]
) -> None:
    if isinstance(agent, Organization):
        several = len(agent.name) > 1
        home = MAKE.add(element, "collab-alternatives") if several else element
        for tag, name in ordered(agent.name, work):
            MAKE.add(home, "collab", name, lang=_xml.language(tag))
        return
    if agent.corresponding:
        element.set("corresp", "yes")
    identifiers = [("orcid", agent.orcid.url)] if agent.orcid is not None else []
    for kind, value in (*identifiers, *agent.identifiers.items()):
        _set(MAKE.add(element, "contrib-id", value), "contrib-id-type", kind)
    home = MAKE.add(element, "name-alternatives") if len(agent.name) > 1 else element
    for tag, name in ordered(agent.name, work):
        add_name(home, name, tag)
    _add_texts(element, "degrees", agent.degree, work)
    for role in _add_texts(element, "role", agent.academic_title, work):
        role.set("content-type", "academic-title")
    posts: list[str] = []
    for post in agent.affiliation:
        bare = post.model_copy(update={"position": None})
        if bare not in affiliations:
            affiliations.append(bare)
        posts.append(f"aff{affiliations.index(bare) + 1}")
        for role in _add_texts(element, "role", post.position, work):
            role.set("content-type", "position")
            role.set("specific-use", posts[-1])
    MAKE.add(element, "email", agent.email or "")
    for target in posts:
        reference = MAKE.add(element, "xref")
        _set(_set(reference, "ref-type", "aff"), "rid", target)


def _add_texts(
    parent: _xml.Element, name: str, text: Text | None, work: Work
) -> list[_xml.Element]:
    pairs = ordered(text, work)
    return [MAKE.add(parent, name, value, lang=_xml.language(tag)) for tag, value in pairs]


def _add_affiliation(meta: _xml.Element, affiliation: Affiliation, at: str) -> None:
    organization = affiliation.organization
    texts: list[Localized[str] | None] = [affiliation.department, affiliation.address]
    if organization is not None:
        texts += [organization.name, organization.city, organization.country]
    tags = list(dict.fromkeys(tag for text in texts if text is not None for tag in text))
    home = _set(MAKE.add(meta, "aff-alternatives" if len(tags) > 1 else "aff"), "id", at)
    for position, tag in enumerate(tags or [UNDETERMINED]):
        lang = _xml.language(tag)
        element = MAKE.add(home, "aff", lang=lang) if len(tags) > 1 else home
        if len(tags) == 1 and lang:
            element.set(_xml.XML_LANG, lang)

        def say(name: str, text: Text | None, tag: str = tag, home: _xml.Element = element) -> None:
            MAKE.add(home, name, (text.get(tag) if text is not None else None) or "")

        if affiliation.department is not None and affiliation.department.get(tag):
            department = MAKE.add(element, "institution", affiliation.department.get(tag))
            department.set("content-type", "dept")
        if organization is not None:
            wrap = element
            ror = organization.ror if position == 0 else None
            if ror is not None:
                wrap = MAKE.add(element, "institution-wrap")
            say("institution", organization.name, home=wrap)
            if ror is not None:
                _set(MAKE.add(wrap, "institution-id", ror.url), "institution-id-type", "ror")
        say("addr-line", affiliation.address)
        if organization is not None:
            say("city", organization.city)
            country = organization.country.get(tag) if organization.country is not None else None
            code = organization.country_code if position == 0 else None
            if country or code:
                MAKE.add(element, "country", country, country=code)


def _add_history(meta: _xml.Element, work: Work) -> None:
    history = MAKE.add(meta, "history")
    for kind, field in _HISTORY.items():
        if date := getattr(work, field, None):
            add_date(_set(MAKE.add(history, "date"), "date-type", kind), date)
    if len(history) == 0:
        meta.remove(history)


def _add_permissions(meta: _xml.Element, work: Work) -> None:
    statement = getattr(work, "copyright", None)
    if not statement and not work.license:
        return
    permissions = MAKE.add(meta, "permissions")
    MAKE.add(permissions, "copyright-statement", statement or "")
    if work.license is not None and "://" in work.license:
        license_ = MAKE.add(permissions, "license", xlink__href=work.license)
        MAKE.add(license_, "ali:license_ref", work.license)
    elif work.license is not None:
        MAKE.add(MAKE.add(permissions, "license"), "license-p", work.license)


# Reading


def decode(root: _xml.Element) -> Work:
    """Return the work that an `article` describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    language = language_tag(root.get(_xml.XML_LANG))
    plain: Plain = {
        "type": "article-journal",
        "language": language,
        "article_type": root.get("article-type"),
    }
    journal, meta = root.find("front/journal-meta"), root.find("front/article-meta")
    if journal is None and meta is None:
        meta = root.find("front-stub")
    if journal is not None:
        _take_journal(journal, plain, language)
    if meta is not None:
        _take_article(meta, plain, language)
    plain["acknowledgements"] = _texts(root.findall("back/ack"), language)
    plain["references"] = [read_reference(ref) for ref in root.iterfind("back//ref")]
    return record(plain)


def _texts(elements: Iterable[_xml.Element], language: str | None) -> Plain:
    """Return texts by the language that each names, else by that of the article."""
    return localized((_xml.lang_of(e) or language, _xml.text_of(e)) for e in elements)


def _take_journal(journal: _xml.Element, plain: Plain, language: str | None) -> None:
    titles = [*journal.findall(".//journal-title")]
    plain["container_title"] = _texts(titles, language) | _translated(
        journal, "journal-title-group/trans-title-group"
    )
    plain["container_title_short"] = _texts(journal.findall(".//abbrev-journal-title"), language)
    for issn in journal.findall("issn"):
        kind = issn.get("publication-format") or issn.get("pub-type") or ""
        field = "eissn" if kind in ("electronic", "epub") or "issn" in plain else "issn"
        plain.setdefault(field, _xml.text_of(issn))
    plain["publisher"] = _texts(journal.findall("publisher/publisher-name"), language)
    plain["publisher_place"] = _texts(journal.findall("publisher/publisher-loc"), language)


def _translated(parent: _xml.Element, path: str) -> Plain:
    pairs = []
    for group in parent.findall(path):
        title, rest = (_xml.text_of(group.find(at)) for at in ("trans-title", "trans-subtitle"))
        pairs.append((_xml.lang_of(group), ": ".join(filter(None, (title, rest)))))
    return localized(pairs)


def _take_article(meta: _xml.Element, plain: Plain, language: str | None) -> None:
    for kind, field in _IDS.items():
        found = [
            e
            for e in meta.findall("article-id")
            if kind in (e.get("pub-id-type"), e.get("custom-type"))
        ]
        plain[field] = _xml.text_of(found[0]) if found else None
    _take_categories(meta, plain, language)
    title, rest = (meta.find(f"title-group/{at}") for at in ("article-title", "subtitle"))
    if title is not None:
        text = ": ".join(filter(None, (_xml.text_of(title), _xml.text_of(rest))))
        plain["title"] = localized([(_xml.lang_of(title) or language, text)])
    others = _translated(meta, "title-group/trans-title-group")
    plain["title"] = plain.get("title", {}) | {
        t: v for t, v in others.items() if t not in plain.get("title", {})
    }
    plain["title_short"] = _texts(meta.findall("title-group/alt-title"), language)
    _take_contributors(meta, plain, language)
    dates = meta.findall("pub-date")
    dates.sort(key=lambda d: (d.get("date-type") or d.get("pub-type") or "") not in _PUBLISHED)
    plain["issued"] = read_date(dates[0]) if dates else None
    for field, at in (("volume", "volume"), ("issue", "issue"), ("number", "elocation-id")):
        plain[field] = _xml.text_of(meta.find(at))
    for each in meta.findall("article-id"):
        if each.get("custom-type") == _NUMBER:
            plain["number"] = plain["number"] or _xml.text_of(each)
    plain["isbn"] = [_xml.text_of(e) for e in meta.findall("isbn")]
    plain["page"] = read_pages(meta)
    for date in meta.findall("history/date"):
        if field_ := _HISTORY.get(date.get("date-type", "")):
            plain[field_] = read_date(date)
    plain["copyright"] = _xml.text_of(meta.find("permissions/copyright-statement"))
    for license_ in meta.findall("permissions/license")[:1]:
        reference = _xml.text_of(license_.find(f"{{{_ALI}}}license_ref"))
        link = license_.get(f"{{{XLINK}}}href")
        plain["license"] = reference or link or _xml.text_of(license_)
    for uri in meta.findall("self-uri"):
        field = "pdf_url" if "pdf" in (uri.get("content-type") or "") else "url"
        plain.setdefault(field, uri.get(f"{{{XLINK}}}href") or _xml.text_of(uri))
    abstracts = [e for e in meta if e.tag in ("abstract", "trans-abstract")]
    plain["abstract"] = localized(
        (_xml.lang_of(e) or language, _paragraphs(e))
        for e in abstracts
        if not e.get("abstract-type")
    )
    words: dict[str, list[str]] = {}
    for group in meta.findall("kwd-group"):
        words[_xml.lang_of(group) or language or UNDETERMINED] = [
            _xml.text_of(word) for word in group.iter("kwd")
        ]
    plain["keyword"] = words
    plain["funding"] = _texts(meta.findall("funding-group/funding-statement"), language)


_PUBLISHED = frozenset(("pub", "ppub", "epub", "collection"))


def _paragraphs(element: _xml.Element) -> str:
    found = [_xml.text_of(p) for p in element.iter("p")]
    return "\n".join(found) if found else _xml.text_of(element)


def _take_categories(meta: _xml.Element, plain: Plain, language: str | None) -> None:
    headings: list[tuple[str | None, str]] = []
    for group in meta.findall("article-categories/subj-group"):
        kind = group.get("subj-group-type", "")
        subjects = [_xml.text_of(e) for e in group.findall("subject")]
        if kind in _SUBJECTS:
            plain[_SUBJECTS[kind]] = [*plain.get(_SUBJECTS[kind], []), *subjects]
        elif subjects:
            headings.append((_xml.lang_of(group) or language, subjects[0]))
    plain["subject"] = localized(headings)


def _take_contributors(meta: _xml.Element, plain: Plain, language: str | None) -> None:
    affiliations = {
        element.get("id", ""): _affiliation(element, language)
        for element in meta.iter("aff", "aff-alternatives")
        if element.get("id")
    }
    for contributor in meta.findall("contrib-group/contrib"):
        field = read_role(contributor.get("contrib-type") or "author", "jats") or "contributor"
        agent = _agent(contributor, language, affiliations)
        plain.setdefault(field, []).append(agent)


def _agent(element: _xml.Element, language: str | None, affiliations: dict[str, Plain]) -> Plain:
    bodies = [*element.findall("collab"), *element.findall("collab-alternatives/collab")]
    if bodies:
        return {"name": _texts(bodies, language)}
    names = [
        e
        for e in element.iter("name", "string-name")
        if e.getparent() in (element, _inner(element))
    ]
    identifiers: dict[str, str] = {}
    for each in element.findall("contrib-id"):
        identifiers[each.get("contrib-id-type", "id")] = _xml.text_of(each)
    orcid = identifiers.pop("orcid", None)
    by_kind: dict[str | None, list[_xml.Element]] = {}
    for role in element.findall("role"):
        by_kind.setdefault(role.get("content-type"), []).append(role)
    posts = []
    for reference in element.findall("xref"):
        at = reference.get("rid", "")
        if reference.get("ref-type") == "aff" and at in affiliations:
            positions = by_kind.get("position", [])
            own = [r for r in positions if r.get("specific-use") == at]
            posts.append(affiliations[at] | {"position": _texts(own, language)})
    posts += [_affiliation(e, language) for e in element.findall("aff")]
    return {
        "name": {_xml.lang_of(e) or language or UNDETERMINED: read_name(e) for e in names}
        or {UNDETERMINED: {"literal": _xml.text_of(element.find("anonymous")) or "Anonymous"}},
        "orcid": str(ORCID(orcid)) if orcid else None,
        "identifiers": identifiers,
        "corresponding": element.get("corresp") == "yes" or None,
        "email": _xml.text_of(element.find("email")),
        "degree": _texts(element.findall("degrees"), language),
        "academic_title": _texts(by_kind.get("academic-title", ()), language),
        "affiliation": posts,
    }


def _inner(element: _xml.Element) -> _xml.Element | None:
    return element.find("name-alternatives")


def _affiliation(element: _xml.Element, language: str | None) -> Plain:
    forms = element.findall("aff") if element.tag == "aff-alternatives" else [element]

    def texts(path: str, **wanted: str | None) -> Plain:
        return localized(
            (_xml.lang_of(form) or language, _xml.text_of(found))
            for form in forms
            for found in form.findall(path)
            if found.get("content-type") == wanted.get("kind")
        )

    name = texts("institution") or texts("institution-wrap/institution")
    for tag, text in texts("institution-wrap/institution").items():
        name.setdefault(tag, text)
    if not name and not any(len(form) for form in forms):
        name = _texts(forms, language)
    rors = [
        _xml.text_of(e)
        for form in forms
        for e in form.iter("institution-id")
        if e.get("institution-id-type", "").lower() == "ror"
    ]
    codes = [e.get("country") for form in forms for e in form.findall("country")]
    organization = {
        "name": name,
        "ror": str(ROR(rors[0])) if rors else None,
        "city": texts("city"),
        "country": texts("country"),
        "country_code": next(filter(None, codes), None),
    }
    return {
        "organization": organization if name else None,
        "department": texts("institution", kind="dept"),
        "address": texts("addr-line"),
    }


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `article` of a file."""
    yield from _xml.read(stream, decode, "article")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one article as a document, several within an element `articles`."""
    nodes = encoded(works, encode, decode, account)
    _xml.write(stream, nodes, etree.Element("articles"), always=False, doctype=DOCTYPE)


FORMAT = Format(
    name="jats",
    title="JATS 1.3",
    media_type="application/jats+xml",
    extensions=(".jats", ".xml"),
    read=read,
    write=write,
    sniff=lambda head: b"<article-meta" in head or b"DTD JATS" in head,
    specification="https://jats.nlm.nih.gov/publishing/1.3/",
)
