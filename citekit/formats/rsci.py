"""RSCI, the format in which eLIBRARY takes issues of journals.

The schema enforces neither the order of an article's parts nor which must be there; the order here
is that of eLIBRARY's instructions. Languages have eLIBRARY's own codes (Kazakh is `KKZ`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from lxml import etree

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_code, language_tag, read_role, read_type, written_type
from citekit.formats._codes import roles as role_table
from citekit.formats._record import (
    Plain,
    direct,
    edtf,
    family_of,
    given_of,
    iso,
    localized,
    name_in,
    ordered,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats.base import Account, Format, RefusedError, Unread, Writer
from citekit.model import (
    EDN,
    ISSN,
    ORCID,
    UNDETERMINED,
    Agent,
    Date,
    Organization,
    Reference,
    Text,
    Work,
)

_MAKE = _xml.Maker({})
_ANY = "ANY"
_ARTICLES = frozenset(
    ("article-journal", "article-magazine", "paper-conference", "review", "review-book", "report")
)
_CODES = {"doi": "doi", "edn": "edn", "udk": "udc", "bbk": "bbk", "jel": "jel"}
_SCHEMES = {"spin": "spin", "scopusid": "scopus", "researcherid": "researcherid"}
_DATES = {"dateReceived": "received", "dateAccepted": "accepted", "datePublication": "issued"}
_LISTS = frozenset(("udk", "bbk", "jel"))
_INDIVIDUALS = 3
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `journal` with an issue of one article.

    Raises:
        RefusedError: The work lacks what eLIBRARY cannot do without.
    """
    if work.type not in _ARTICLES:
        raise RefusedError(f"an issue is made of articles, and its type is {work.type}")
    if work.title is None:
        raise RefusedError("give the article a title")
    year = iso(work.issued)[:4]
    if not year:
        raise RefusedError("eLIBRARY wants the year of the issue: give issued")
    root = _MAKE.root("journal")
    title_id = work.extra.get("titleid") or "0"
    _MAKE.add(root, "titleid", title_id if title_id.isascii() and title_id.isdigit() else "0")
    _MAKE.add(root, "issn", work.issn or "")
    _MAKE.add(root, "eissn", work.eissn or "")
    titles = ordered(work.container_title, work)
    info = _MAKE.add(root, "journalInfo", lang_=_code(titles[0][0]) if titles else None)
    _MAKE.add(info, "title", titles[0][1] if titles else None)
    issue = _MAKE.add(root, "issue", type="ISS")
    if work.volume is not None and re.fullmatch(r"\d{1,9}", work.volume, re.ASCII):
        _MAKE.add(issue, "volume", work.volume)
    _MAKE.add(issue, "number", work.issue or "")
    _MAKE.add(issue, "altNumber", getattr(work, "issue_continuous", None) or "")
    _MAKE.add(issue, "dateUni", str(int(year)))
    articles = _MAKE.add(issue, "articles")
    subject: Text | None = getattr(work, "subject", None)
    if subject is not None:
        section = _MAKE.add(articles, "section")
        for tag, text in ordered(subject, work):
            _MAKE.add(section, "secTitle", text, lang_=_code(tag))
    _add_article(_MAKE.add(articles, "article"), work)
    return root


def _code(tag: str | None) -> str:
    return language_code(tag, "elibrary") or _ANY


def _add_article(root: _xml.Element, work: Work) -> None:
    _MAKE.add(root, "pages", (work.page or "").replace("–", "-") or None)
    _MAKE.add(root, "artType", written_type(work.type, "rsci") or "RAR")
    if work.language is not None:
        _MAKE.add(root, "langPubl", _code(work.language))
    authors = _MAKE.add(root, "authors")
    for field, role in (("author", None), *role_table("rsci")):
        for agent in getattr(work, field):
            author = _MAKE.add(authors, "author", num=str(len(authors) + 1))
            _add_author(author, agent, role, work)
    if len(authors) == 0:
        root.remove(authors)
    _add_texts(_MAKE.add(root, "artTitles"), "artTitle", work.title, work)
    if work.abstract is not None:
        _add_texts(_MAKE.add(root, "abstracts"), "abstract", work.abstract, work)
    _MAKE.add(root, "text", lang_=_code(work.language))
    codes = _MAKE.add(root, "codes")
    for name, field in _CODES.items():
        value = getattr(work, field)
        for code in value if isinstance(value, tuple) else (value or "",):
            _MAKE.add(codes, name, code)
    if len(codes) == 0:
        root.remove(codes)
    if work.keyword is not None:
        keywords = _MAKE.add(root, "keywords")
        for tag, words in ordered(work.keyword, work):
            group = _MAKE.add(keywords, "kwdGroup", lang_=_code(tag))
            for word in words:
                _MAKE.add(group, "keyword", word)
    references: tuple[Reference, ...] = getattr(work, "references", ())
    if references:
        listed = _MAKE.add(root, "references")
        for reference in references:
            _add_reference(_MAKE.add(listed, "reference"), reference)
    pdf = getattr(work, "pdf_url", None)
    if pdf or work.url:
        files = _MAKE.add(root, "files")
        _MAKE.add(files, "furl", pdf or "", desc="fullText")
        _MAKE.add(files, "furl", work.url or "", desc="description")
    if work.irsti:
        rubrics = _MAKE.add(root, "rubrics")
        for code in work.irsti:
            _MAKE.add(rubrics, "rubric", code)
    dates = _MAKE.add(root, "dates")
    for name, field in _DATES.items():
        _MAKE.add(dates, name, _dotted(getattr(work, field, None)))
    if len(dates) == 0:
        root.remove(dates)
    funding: Text | None = getattr(work, "funding", None)
    if funding is not None:
        _add_texts(_MAKE.add(root, "fundings"), "funding", funding, work)


def _dotted(date: Date | None) -> str:
    return ".".join(reversed(iso(date).split("-"))) if len(iso(date)) == 10 else ""


def _add_texts(parent: _xml.Element, name: str, text: Text | None, work: Work) -> None:
    for tag, value in ordered(text, work):
        _MAKE.add(parent, name, value, lang_=_code(tag))


def _add_author(element: _xml.Element, agent: Agent, role: str | None, work: Work) -> None:
    _MAKE.add(element, "role", role or "")
    if isinstance(agent, Organization):
        for tag, name in ordered(agent.name, work)[:_INDIVIDUALS]:
            info = _MAKE.add(element, "individInfo", lang_=_code(tag))
            _MAKE.add(info, "surname")
            _MAKE.add(info, "orgName", name)
        return
    if agent.corresponding:
        _MAKE.add(element, "correspondent", "1")
    codes = _MAKE.add(element, "authorCodes")
    _MAKE.add(codes, "orcid", agent.orcid or "")
    for name, scheme in _SCHEMES.items():
        _MAKE.add(codes, name, agent.identifiers.get(scheme) or "")
    if len(codes) == 0:
        element.remove(codes)
    for position, (tag, name) in enumerate(ordered(agent.name, work)[:_INDIVIDUALS]):
        info = _MAKE.add(element, "individInfo", lang_=_code(tag))
        _MAKE.add(info, "surname", family_of(name) or name.literal)
        _MAKE.add(info, "initials", given_of(name))

        def said(text: Text | None, tag: str = tag) -> str:
            return (text.get(tag) if text is not None else None) or ""

        places = [p.organization for p in agent.affiliation if p.organization is not None]
        _MAKE.add(info, "orgName", "; ".join(filter(None, (said(o.name) for o in places))))
        if position == 0:
            _MAKE.add(info, "email", agent.email or "")
        _MAKE.add(info, "town", "; ".join(filter(None, (said(o.city) for o in places))))
        _MAKE.add(info, "country", "; ".join(filter(None, (said(o.country) for o in places))))
        others = [agent.degree, agent.academic_title, *(p.position for p in agent.affiliation)]
        _MAKE.add(info, "otherInfo", "; ".join(filter(None, (said(text) for text in others))))
        addresses = [said(p.address) for p in agent.affiliation]
        _MAKE.add(info, "address", "; ".join(filter(None, addresses)))


def _add_reference(element: _xml.Element, reference: Reference) -> None:
    work = reference.work
    tag = work.language if work is not None else None
    printed = reference.as_printed or (_as_text(work) if work is not None else "") or "-"
    info = _MAKE.add(element, "refInfo", lang_=_code(tag))
    _MAKE.add(info, "text", printed)
    if work is not None:
        elements = _MAKE.add(info, "elements")
        names = (direct(name_in(agent, work)) for agent in work.author)
        container = primary(work.container_title, work)
        for field, value in (
            ("Authors", ", ".join(names)),
            ("Name", primary(work.title, work)),
            ("Title", container),
            ("YearPubl", iso(work.issued)[:4]),
            ("Volume", work.volume),
            ("Issue", work.issue),
            ("Pages", (work.page or "").replace("–", "-")),
            ("DOI", work.doi),
            ("EDN", work.edn),
            ("ISBN", next(iter(work.isbn), None)),
            ("URL", work.url),
            ("PMID", work.pmid),
        ):
            _MAKE.add(elements, "element", value or "", field=field)
        if len(elements) == 0:
            info.remove(elements)
    if reference.romanized is not None:
        other = _MAKE.add(element, "refInfo", lang_="TGL")
        _MAKE.add(other, "text", reference.romanized)


def _as_text(work: Work) -> str:
    names = ", ".join(direct(name_in(agent, work)) for agent in work.author)
    return ". ".join(filter(None, (names, primary(work.title, work), iso(work.issued)[:4])))


# Reading


def decode(root: _xml.Element) -> Work:
    """Return the first article of a `journal`.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    return _decode(root, next(root.iter("article")))


def _decode(root: _xml.Element, article: _xml.Element) -> Work:
    def text(path: str) -> str:
        return _xml.text_of(article.find(path))

    def shared(path: str) -> str:
        return _xml.text_of(root.find(path))

    title_id = shared("titleid")
    plain: Plain = {
        "type": read_type(text("artType"), "rsci") or "article-journal",
        "language": _tag(text("langPubl")),
        "issn": shared("issn") and str(ISSN(shared("issn"))),
        "eissn": shared("eissn") and str(ISSN(shared("eissn"))),
        "container_title": localized(
            (_tag(info.get("lang")), _xml.text_of(info.find("title")))
            for info in root.findall("journalInfo")
        ),
        "volume": shared("issue/volume"),
        "issue": shared("issue/number"),
        "issue_continuous": shared("issue/altNumber"),
        "issued": edtf(shared("issue/dateUni")) or shared("issue/dateUni"),
        "page": page_of(text("pages")),
        "title": _texts(article.findall("artTitles/artTitle")),
        "abstract": _texts(article.findall("abstracts/abstract")),
        "funding": _texts(article.findall("fundings/funding")),
        "irsti": [_xml.text_of(e) for e in article.findall("rubrics/rubric")],
        "keyword": {
            _tag(group.get("lang")) or UNDETERMINED: [
                _xml.text_of(word) for word in group.findall("keyword")
            ]
            for group in article.findall("keywords/kwdGroup")
        },
        "references": [_reference(e) for e in article.findall("references/reference")],
        "extra": {"titleid": title_id} if title_id.strip("0") else {},
    }
    section = next((e for e in article.itersiblings("section", preceding=True)), None)
    if section is not None:
        plain["subject"] = _texts(section.findall("secTitle"))
    for name, field in _CODES.items():
        found = [_xml.text_of(e) for e in article.findall(f"codes/{name}")]
        plain[field] = found if name in _LISTS else next(iter(found), None)
    if plain["edn"] and not EDN.form.fullmatch(plain["edn"]):
        plain["edn"] = plain["edn"].upper()
    for name, field in _DATES.items():
        if (match := _DAY.fullmatch(text(f"dates/{name}"))) and match[3]:
            plain[field] = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    for author in article.findall("authors/author"):
        role = read_role(_xml.text_of(author.find("role")), "rsci") or "author"
        plain.setdefault(role, []).append(_agent(author))
    for file in (*article.findall("files/furl"), *article.findall("files/file")):
        url = _xml.text_of(file)
        if "://" in url:
            field = "pdf_url" if file.get("desc") == "fullText" else "url"
            plain.setdefault(field, url)
    return record(plain)


def _tag(code: str | None) -> str | None:
    return language_tag(code) if code else None


def _texts(elements: Iterable[_xml.Element]) -> Plain:
    return localized((_tag(e.get("lang")), _xml.text_of(e)) for e in elements)


def _agent(element: _xml.Element) -> Plain:
    infos = element.findall("individInfo")

    def texts(name: str) -> Plain:
        return localized((_tag(i.get("lang")), _xml.text_of(i.find(name))) for i in infos)

    surnames = texts("surname")
    if not surnames:
        return {"name": texts("orgName") or {UNDETERMINED: "?"}}
    initials = texts("initials")
    names, towns, countries = texts("orgName"), texts("town"), texts("country")
    codes = {e.tag: _xml.text_of(e) for e in element.findall("authorCodes/*")}
    organization = {"name": names, "city": towns, "country": countries}
    post = {"organization": organization if names else None, "address": texts("address")}
    orcid = codes.get("orcid")
    return {
        "name": {tag: parts(family, initials.get(tag)) for tag, family in surnames.items()},
        "orcid": str(ORCID(orcid)) if orcid else None,
        "identifiers": {s: codes[n] for n, s in _SCHEMES.items() if codes.get(n)},
        "email": next(iter(texts("email").values()), None),
        "corresponding": _xml.text_of(element.find("correspondent")) == "1" or None,
        "degree": texts("otherInfo"),
        "affiliation": [post] if names or post["address"] else [],
    }


def _reference(element: _xml.Element) -> Plain:
    made: Plain = {}
    for info in element.findall("refInfo"):
        text = _xml.text_of(info.find("text"))
        if info.get("lang") == "TGL" or "as_printed" in made:
            made["romanized"] = text
            continue
        said = {e.get("field", ""): _xml.text_of(e) for e in info.findall("elements/element")}
        made["as_printed"] = text
        made["work"] = _cited(said, _tag(info.get("lang"))) if said else None
    return made


def _cited(said: dict[str, str], language: str | None) -> Plain:
    tag = language or UNDETERMINED
    names = [name for name in said.get("Authors", "").split(", ") if name]
    return {
        "type": "article-journal" if said.get("Title") else "document",
        "language": language,
        "author": [_spoken(name, tag) for name in names],
        "title": {tag: said.get("Name", "")},
        "container_title": {tag: said.get("Title", "")},
        "issued": said.get("YearPubl"),
        "volume": said.get("Volume"),
        "issue": said.get("Issue"),
        "page": page_of(said.get("Pages")),
        "doi": said.get("DOI"),
        "edn": said.get("EDN"),
        "isbn": [said["ISBN"]] if "ISBN" in said else [],
        "url": said.get("URL"),
        "pmid": said.get("PMID"),
    }


def _spoken(name: str, tag: str) -> Plain:
    given, _, family = name.rpartition(" ")
    return {"name": {tag: parts(family, given) if given else name}}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every article of every `journal`."""
    for root in _xml.records(stream, "journal"):
        if isinstance(root, Unread):
            yield root
            continue
        yield from _xml.each(root.iter("article"), partial(_decode, root))


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write an issue as a document; articles of several issues within an element `journals`."""
    nodes = _issues(encoded(_numbered(works, account), encode, decode, account))
    _xml.write(stream, nodes, etree.Element("journals"), always=False)


def _numbered(works: Iterable[Work], account: Account) -> Iterator[Work]:
    """Enter into the account each journal whose number is not known."""
    for position, work in enumerate(works, start=1):
        if not work.extra.get("titleid"):
            why = "eLIBRARY's number of the journal is not known: give titleid"
            account.lost(work.id or str(position), "titleid", why)
        yield work


def writer(settings: Mapping[str, str]) -> Writer:
    """Return a writer that was told eLIBRARY's number of the journal."""

    def write_numbered(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
        write((_with(work, settings) for work in works), stream, account)

    return write_numbered


def _with(work: Work, settings: Mapping[str, str]) -> Work:
    return work.model_copy(
        update={"extra": type(work.extra)({**settings, **dict(work.extra.items())})}
    )


def _issues(nodes: Iterable[_xml.Element]) -> Iterator[_xml.Element]:
    """Join articles that follow each other and stand in the same issue."""
    issue: _xml.Element | None = None
    for node in nodes:
        if issue is not None and _head(issue) == _head(node):
            _articles(issue).extend(list(_articles(node)))
            continue
        if issue is not None:
            yield issue
        issue = node
    if issue is not None:
        yield issue


def _articles(journal: _xml.Element) -> _xml.Element:
    found = journal.find("issue/articles")
    assert found is not None
    return found


def _head(journal: _xml.Element) -> list[str]:
    """Return what tells an issue from others."""
    paths = ("titleid", "issn", "eissn", "journalInfo", "issue/volume", "issue/number")
    more = ("issue/altNumber", "issue/dateUni")
    return [_xml.text_of(journal.find(path)) for path in (*paths, *more)]


FORMAT = Format(
    name="rsci",
    title="RSCI (eLIBRARY)",
    media_type="application/xml",
    extensions=(".xml",),
    read=read,
    write=write,
    writer=writer,
    settings=("titleid",),
    sniff=lambda head: b"<artTitles" in head or b"<journalInfo" in head,
    specification="https://elibrary.ru/projects/citation/docs/manual_articulus.pdf",
)
