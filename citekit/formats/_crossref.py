"""Crossref's deposit and its answers in XML, for every version of the schema.

Titles have no language in Crossref: the first is in that of the article, the others follow without
one. Abstracts have `xml:lang`, names a language, and in 5.3.1 other forms (`alt-name`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import BinaryIO

from citekit.formats import _xml
from citekit.formats._account import encoded
from citekit.formats._codes import language_code, language_tag, read_role, roles
from citekit.formats._record import (
    Plain,
    day,
    direct,
    edtf,
    family_of,
    first_last,
    given_of,
    localized,
    name_tag,
    ordered,
    others,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats.base import Account, Format, FormatError, RefusedError, Unread, Writer
from citekit.model import (
    DOI,
    ISSN,
    ORCID,
    ROR,
    UNDETERMINED,
    Agent,
    Organization,
    Person,
    Reference,
    Text,
    Work,
)

_JATS = "http://www.ncbi.nlm.nih.gov/JATS1"
_NOBODY = "unknown@example.org"
_YEARS = range(1400, 2201)
"""The years that the schema knows."""
_EMAIL = re.compile(r"[\w.!#$%&*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_TYPES = frozenset(("article-journal", "article-magazine", "article-newspaper", "review"))


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the deposit schema."""

    number: str
    alternative_names: bool
    """Whether a name may have other forms."""

    @property
    def namespace(self) -> str:
        """The namespace of its elements."""
        return f"http://www.crossref.org/schema/{self.number}"

    @property
    def make(self) -> _xml.Maker:
        """What makes its elements."""
        return _xml.Maker(
            {
                None: self.namespace,
                "jats": _JATS,
                "ai": "http://www.crossref.org/AccessIndicators.xsd",
                "fr": "http://www.crossref.org/fundref.xsd",
                "xsi": "http://www.w3.org/2001/XMLSchema-instance",
            }
        )


@dataclass(frozen=True, slots=True)
class Depositor:
    """Who deposits: what Crossref answers to, and the organisation that owns the prefix."""

    name: str
    email: str
    registrant: str


def deposit(
    works: Iterable[Work],
    stream: BinaryIO,
    account: Account,
    version: Version,
    depositor: Depositor | None = None,
) -> None:
    """Write a `doi_batch`.

    Without a depositor the publisher of the first work stands for one, with the e-mail of one of
    its authors; if there is none either, the account says what to give.
    """
    make = version.make
    found = iter(works)
    first = next(found, None)
    rest = chain((first,) if first is not None else (), found)
    head = make.root("head")
    who = depositor or _depositor(first)
    if who.email == _NOBODY:
        account.lost("doi_batch", "depositor", "Crossref answers by e-mail: give a depositor")
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    _sign = hashlib.sha256(f"{first.doi if first is not None else ''}{now}".encode()).hexdigest()
    make.add(head, "doi_batch_id", f"citekit-{_sign[:16]}")
    make.add(head, "timestamp", now)
    home = make.add(head, "depositor")
    make.add(home, "depositor_name", who.name[:130])
    make.add(home, "email_address", who.email)
    make.add(head, "registrant", who.registrant[:255])
    nodes = encoded(rest, lambda work: encode(work, version), decode, account)
    wrapper = make.root("doi_batch", version=version.number)
    location = f"{version.namespace} https://www.crossref.org/schemas/crossref{version.number}.xsd"
    wrapper.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", location)
    _xml.write(stream, nodes, wrapper, inner="body", before=head)


def _depositor(work: Work | None) -> Depositor:
    name = email = ""
    if work is not None:
        name = primary(work.publisher, work) or primary(work.container_title, work)
        emails = (a.email for a in work.author if isinstance(a, Person) and a.email)
        email = next((e for e in emails if _EMAIL.fullmatch(e)), "")
    return Depositor(name or "unknown", email or _NOBODY, name or "unknown")


def encode(work: Work, version: Version) -> _xml.Element:
    """Return a work as an element `journal` with one article.

    Raises:
        RefusedError: The work is no article, or lacks what Crossref cannot do without.
    """
    _require(work)
    make = version.make
    root = make.root("journal")
    metadata = make.add(root, "journal_metadata", language=language_code(work.language, "iso639-1"))
    make.add(metadata, "full_title", primary(work.container_title, work)[:255])
    make.add(metadata, "abbrev_title", primary(work.container_title_short, work)[:150])
    for issn, kind in ((work.issn, "print"), (work.eissn, "electronic")):
        if issn is not None and issn.problem is None:
            make.add(metadata, "issn", issn, media_type=kind)
    issue = make.add(root, "journal_issue")
    _add_date(make, issue, work)
    if work.volume is not None:
        make.add(make.add(issue, "journal_volume"), "volume", work.volume[:32])
    make.add(issue, "issue", (work.issue or "")[:32])
    _add_article(make, root, work, version)
    return root


def _require(work: Work) -> None:
    if work.type not in _TYPES:
        raise RefusedError(f"only articles are deposited in this way, and its type is {work.type}")
    for field, why in (
        ("doi", "Crossref registers DOIs: give the article a doi"),
        ("title", "give the article a title"),
        ("container_title", "give the journal's title as container_title"),
        ("url", "a DOI must lead somewhere: give the address of the article's page as url"),
    ):
        if getattr(work, field) is None:
            raise RefusedError(why)
    if work.doi is not None and work.doi.problem is not None:
        raise RefusedError(f"the doi {work.doi} cannot be right: {work.doi.problem}")
    date = day(work.issued)
    if date is None or date[0] not in _YEARS:
        raise RefusedError("Crossref wants the year of publication, 1400 to 2200: give issued")


def _add_article(make: _xml.Maker, root: _xml.Element, work: Work, version: Version) -> None:
    article = make.add(
        root,
        "journal_article",
        publication_type="full_text",
        language=language_code(work.language, "iso639-1"),
    )
    for _, title in ordered(work.title, work)[:20]:
        make.add(make.add(article, "titles"), "title", title)
    contributors = make.add(article, "contributors")
    for field, role in roles("crossref"):
        for agent in getattr(work, field):
            sequence = "additional" if len(contributors) else "first"
            _add_agent(make, contributors, agent, role, sequence, work, version)
    if len(contributors) == 0:
        article.remove(contributors)
    for tag, text in ordered(work.abstract, work):
        abstract = make.add(article, "jats:abstract", lang=_xml.language(tag))
        for paragraph in text.split("\n"):
            make.add(abstract, "jats:p", paragraph.strip())
    _add_date(make, article, work)
    accepted = day(getattr(work, "accepted", None))
    if accepted is not None and accepted[0] in _YEARS:
        _add_parts(make, make.add(article, "acceptance_date"), accepted)
    first, last = first_last(work.page)
    if first:
        pages = make.add(article, "pages")
        make.add(pages, "first_page", first[:32])
        make.add(pages, "last_page", last[:32])
    if work.number is not None:
        item = make.add(article, "publisher_item")
        make.add(item, "item_number", work.number[:32], item_number_type="article_number")
    _add_programs(make, article, work)
    data = make.add(article, "doi_data")
    make.add(data, "doi", work.doi)
    make.add(data, "resource", work.url)
    if pdf := getattr(work, "pdf_url", None):
        item = make.add(make.add(data, "collection", property="text-mining"), "item")
        make.add(item, "resource", pdf, mime_type="application/pdf")
    references: tuple[Reference, ...] = getattr(work, "references", ())
    if references:
        cited = make.add(article, "citation_list")
        for position, reference in enumerate(references, start=1):
            _add_citation(make, cited, reference, position)


def _add_date(make: _xml.Maker, parent: _xml.Element, work: Work) -> None:
    if date := day(work.issued):
        kind = "print" if work.issn and not work.eissn else "online"
        _add_parts(make, make.add(parent, "publication_date", media_type=kind), date)


def _add_parts(
    make: _xml.Maker, element: _xml.Element, date: tuple[int, int | None, int | None]
) -> None:
    year, month, number = date
    make.add(element, "month", f"{month:02d}" if month else "")
    make.add(element, "day", f"{number:02d}" if number else "")
    make.add(element, "year", f"{year:04d}")


def _add_agent(
    make: _xml.Maker,
    parent: _xml.Element,
    agent: Agent,
    role: str,
    sequence: str,
    work: Work,
    version: Version,
) -> None:
    attributes = {
        "sequence": sequence,
        "contributor_role": role,
        "language": language_code(name_tag(agent, work), "iso639-1"),
    }
    if isinstance(agent, Organization):
        make.add(parent, "organization", primary(agent.name, work)[:511], **attributes)
        return
    name = agent.name[name_tag(agent, work)]
    family, given = _lettered(family_of(name)), _lettered(given_of(name))
    if not family and not (given and name.literal is None):
        make.add(parent, "organization", direct(name)[:511], **attributes)
        return
    element = make.add(parent, "person_name", **attributes)
    make.add(element, "given_name", given[:60] if family else "")
    make.add(element, "surname", (family or given)[:60])
    make.add(element, "suffix", _lettered(name.suffix or "")[:10])
    posts = [post for post in agent.affiliation if post.organization is not None]
    if posts:
        home = make.add(element, "affiliations")
        for post in posts:
            assert post.organization is not None
            institution = make.add(home, "institution")
            make.add(institution, "institution_name", primary(post.organization.name, work)[:1023])
            if post.organization.ror is not None:
                make.add(institution, "institution_id", post.organization.ror.url, type="ror")
            for part, said in (
                ("institution_place", primary(post.organization.city, work)),
                ("institution_department", primary(post.department, work)),
            ):
                # One letter is no name to the schema.
                make.add(institution, part, said[:1023] if len(said) > 1 else "")
    if agent.orcid is not None and agent.orcid.problem is None:
        make.add(element, "ORCID", agent.orcid.url)
    alternatives = [
        (tag, other)
        for tag, other in others(agent.name, work)
        if _lettered(family_of(other)) and language_code(tag, "iso639-1")
    ]
    if version.alternative_names and alternatives:
        home = make.add(element, "alt-name")
        for tag, other in alternatives:
            form = make.add(home, "name", language=language_code(tag, "iso639-1"))
            make.add(form, "surname", _lettered(family_of(other))[:60])
            make.add(form, "given_name", _lettered(given_of(other))[:60])


def _lettered(name: str) -> str:
    """Return a name without the figures and question marks that the schema refuses in one."""
    return " ".join(re.sub(r"[\d?]", "", name).split())


def _add_programs(make: _xml.Maker, article: _xml.Element, work: Work) -> None:
    funding: Text | None = getattr(work, "funding", None)
    if funding is not None:
        program = make.add(article, "fr:program", name="fundref")
        make.add(program, "fr:assertion", primary(funding, work), name="funder_name")
        program[-1].set("name", "funder_name")
    if work.license is not None and re.match(r"https?://\S+$", work.license):
        program = make.add(article, "ai:program", name="AccessIndicators")
        make.add(program, "ai:license_ref", work.license, applies_to="vor")


def _add_citation(
    make: _xml.Maker, parent: _xml.Element, reference: Reference, position: int
) -> None:
    element = make.add(parent, "citation", key=f"ref{position}")
    work = reference.work
    text = reference.as_printed or reference.romanized
    if work is not None:
        name = work.author[0].name.best(work.language) if work.author else None
        author = name if isinstance(name, str) or name is None else name.family or name.literal
        article = work.type in (*_TYPES, "paper-conference", "chapter")
        title, container = primary(work.title, work), primary(work.container_title, work)
        year = day(work.issued)
        if work.issn is not None and work.issn.problem is None:
            make.add(element, "issn", work.issn)
        make.add(element, "journal_title", container[:255] if work.type in _TYPES else "")
        make.add(element, "author", (author or "")[:255])
        make.add(element, "volume", (work.volume or "")[:32])
        make.add(element, "issue", (work.issue or "")[:32])
        make.add(element, "first_page", first_last(work.page)[0][:32])
        make.add(element, "cYear", f"{year[0]:04d}" if year else "")
        if work.doi is not None and work.doi.problem is None:
            make.add(element, "doi", work.doi)
        if work.isbn and work.isbn[0].problem is None:
            make.add(element, "isbn", work.isbn[0])
        volume = container if work.type not in _TYPES and article else "" if article else title
        make.add(element, "volume_title", volume[:511])
        make.add(element, "edition_number", (work.edition or "")[:15])
        make.add(element, "article_title", title[:511] if article else "")
    make.add(element, "unstructured_citation", text or "")


# Reading

_KINDS = {
    "journal_article": "article-journal",
    "conference_paper": "paper-conference",
    "content_item": "chapter",
    "dissertation": "thesis",
    "posted_content": "article",
    "report-paper_metadata": "report",
    "book_metadata": "book",
}
_CONTAINERS = ("journal_metadata", "proceedings_metadata", "book_metadata", "book_series_metadata")
_WRAPPERS = ("journal", "conference", "book", "dissertation", "posted_content", "report-paper")


def _find(element: _xml.Element | None, path: str) -> _xml.Element | None:
    return element.find(_wild(path)) if element is not None else None


def _all(element: _xml.Element, path: str) -> list[_xml.Element]:
    return element.findall(_wild(path))


def _wild(path: str) -> str:
    return "/".join(step if step in ("", ".", "*") else f"{{*}}{step}" for step in path.split("/"))


def _text(element: _xml.Element | None, path: str) -> str:
    return _xml.text_of(_find(element, path))


def decode(wrapper: _xml.Element) -> Work:
    """Return the first work of a `journal` or another wrapper.

    Raises:
        FormatError: There is none, or a value is not what its field can hold.
    """
    found = next(contents(wrapper), None)
    if found is None:
        raise FormatError(f"nothing is described in {_local(wrapper)}")
    return _decode(wrapper, found)


def contents(wrapper: _xml.Element) -> Iterator[_xml.Element]:
    """Yield the elements of a wrapper that describe a work each."""
    if _local(wrapper) in _KINDS:
        yield wrapper
        return
    inner = [e for e in wrapper if _local(e) in _KINDS and _local(e) != "book_metadata"]
    yield from inner or [e for e in wrapper if _local(e) == "book_metadata"]


def _local(element: _xml.Element) -> str:
    return element.tag.rpartition("}")[2]


def _decode(wrapper: _xml.Element, element: _xml.Element) -> Work:
    metadata = next((e for e in wrapper if _local(e) in _CONTAINERS and e is not element), None)
    issue = _find(wrapper, "journal_issue")
    language = language_tag(element.get("language"))
    if language is None and metadata is not None:
        language = language_tag(metadata.get("language"))
    doi = _text(element, "doi_data/doi")
    plain: Plain = {
        "type": _KINDS[_local(element)],
        "language": language,
        "doi": doi and str(DOI(doi)),
        "url": _text(element, "doi_data/resource"),
        "volume": _text(issue, "journal_volume/volume") or _text(element, "volume"),
        "issue": _text(issue, "issue"),
        "number": _text(element, "publisher_item/item_number"),
        "page": page_of(_text(element, "pages/first_page"), _text(element, "pages/last_page")),
        "issued": _date(_find(element, "publication_date"))
        or _date(_find(element, "posted_date"))
        or _date(_find(element, "approval_date"))
        or _date(_find(issue, "publication_date")),
        "accepted": _date(_find(element, "acceptance_date")),
        "pdf_url": _text(element, "doi_data/collection/item/resource"),
        "publisher": {language or UNDETERMINED: _text(element, ".//publisher/publisher_name")},
    }
    titles = [_title(each) for each in _all(element, "titles")]
    pairs = list(zip((language, None), filter(None, titles), strict=False))
    for original in _all(element, "titles/original_language_title"):
        pairs.append((language_tag(original.get("language")), _xml.text_of(original)))
    plain["title"] = localized(pairs)
    if metadata is not None:
        _take_container(metadata, plain, language)
    for agent in _all(element, "contributors/*"):
        if _local(agent) in ("person_name", "organization"):
            field = read_role(agent.get("contributor_role"), "crossref") or "contributor"
            plain.setdefault(field, []).append(_agent(agent, language))
    plain["abstract"] = localized(
        (_xml.lang_of(e) or language, _paragraphs(e)) for e in _all(element, "abstract")
    )
    funding = [
        _xml.text_of(e) for e in element.iter("{*}assertion") if e.get("name") == "funder_name"
    ]
    plain["funding"] = {language or UNDETERMINED: "; ".join(f for f in funding if f)}
    plain["license"] = next((_xml.text_of(e) for e in element.iter("{*}license_ref")), None)
    plain["references"] = [_citation(e) for e in _all(element, "citation_list/citation")]
    return record(plain)


def _title(titles: _xml.Element) -> str:
    return ": ".join(filter(None, (_text(titles, "title"), _text(titles, "subtitle"))))


def _take_container(metadata: _xml.Element, plain: Plain, language: str | None) -> None:
    tag = language or UNDETERMINED
    title = _text(metadata, "full_title") or _text(metadata, "proceedings_title")
    plain["container_title"] = {tag: title or _text(metadata, "titles/title")}
    plain["container_title_short"] = {tag: _text(metadata, "abbrev_title")}
    plain["isbn"] = [_xml.text_of(e) for e in _all(metadata, "isbn")]
    for issn in _all(metadata, "issn"):
        electronic = issn.get("media_type") == "electronic" or "issn" in plain
        plain.setdefault("eissn" if electronic else "issn", str(ISSN(_xml.text_of(issn))))
    if publisher := _text(metadata, "publisher/publisher_name"):
        plain["publisher"] = {tag: publisher}


def _agent(element: _xml.Element, language: str | None) -> Plain:
    tag = language_tag(element.get("language")) or language or UNDETERMINED
    if _local(element) == "organization":
        return {"name": {tag: _xml.text_of(element)}}
    family, given, suffix = (_text(element, at) for at in ("surname", "given_name", "suffix"))
    names = {tag: parts(family, given, suffix)}
    for other in _all(element, "alt-name/name"):
        own = language_tag(other.get("language"))
        if own:
            names.setdefault(own, parts(_text(other, "surname"), _text(other, "given_name")))
    posts = []
    for institution in _all(element, "affiliations/institution"):
        ids = [
            _xml.text_of(e) for e in _all(institution, "institution_id") if e.get("type") == "ror"
        ]
        posts.append(
            {
                "organization": {
                    "name": {tag: _text(institution, "institution_name")},
                    "ror": str(ROR(ids[0])) if ids else None,
                    "city": {tag: _text(institution, "institution_place")},
                },
                "department": {tag: _text(institution, "institution_department")},
            }
        )
    posts += [
        {"organization": {"name": {tag: t}}}
        for t in map(_xml.text_of, _all(element, "affiliation"))
    ]
    orcid = _text(element, "ORCID")
    return {"name": names, "orcid": str(ORCID(orcid)) if orcid else None, "affiliation": posts}


def _paragraphs(element: _xml.Element) -> str:
    found = [_xml.text_of(p) for p in element.iter("{*}p")]
    return "\n".join(found) if found else _xml.text_of(element)


def _date(element: _xml.Element | None) -> str | None:
    if element is None:
        return None
    return edtf(*(_text(element, at) for at in ("year", "month", "day")))


def _citation(element: _xml.Element) -> Plain:
    def text(name: str) -> str:
        return _text(element, name)

    part, volume = text("article_title"), text("volume_title")
    work: Plain = {
        "type": "article-journal"
        if text("journal_title")
        else "chapter"
        if part and volume
        else "",
        "title": {UNDETERMINED: part or volume},
        "container_title": {UNDETERMINED: text("journal_title") or (volume if part else "")},
        "author": [{"name": {UNDETERMINED: {"family": text("author")}}}] if text("author") else [],
        "volume": text("volume"),
        "issue": text("issue"),
        "page": page_of(text("first_page")),
        "issued": text("cYear"),
        "doi": text("doi") and str(DOI(text("doi"))),
        "issn": text("issn"),
        "isbn": [text("isbn")],
        "edition": text("edition_number"),
    }
    work["type"] = work["type"] or ("book" if volume else "document")
    number = element.get("key", "").removeprefix("ref")
    said = len(element) > len(_all(element, "unstructured_citation"))
    return {
        "number": number,
        "as_printed": text("unstructured_citation"),
        "work": work if said else None,
    }


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the works of a deposit, or of an answer of Crossref's query services (unixref)."""
    for wrapper in _xml.records(stream, *(f"{{*}}{name}" for name in _WRAPPERS)):
        if isinstance(wrapper, Unread):
            yield wrapper
            continue
        yield from _xml.each(contents(wrapper), partial(_decode, wrapper))


def format_of(name: str, version: Version) -> Format:
    """Return the format of a version of the schema."""

    def writer(said: Mapping[str, str]) -> Writer:
        who = None
        if said:
            name = said["depositor"]
            who = Depositor(name, said["depositor_email"], said.get("registrant", name))

        def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
            deposit(works, stream, account, version, who)

        return write

    return Format(
        name=name,
        title=f"Crossref deposit {version.number}",
        media_type="application/vnd.crossref.deposit+xml",
        extensions=(".xml",),
        read=read,
        write=writer({}),
        writer=writer,
        settings=("depositor", "depositor_email", "registrant"),
        sniff=lambda head: _sniff(head, version),
        specification="https://www.crossref.org/documentation/schema-library/",
    )


_ANY = re.compile(rb"<(?:\w+:)?(?:doi_batch|doi_records?|crossref_result|crossref)[\s>]")


def _sniff(head: bytes, version: Version) -> bool:
    if not _ANY.search(head):
        return False
    said = re.search(rb"www\.crossref\.org/schema/(5\.3\.1)", head)
    return (said is not None) == (version.number == "5.3.1")
