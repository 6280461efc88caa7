"""schema.org in JSON-LD: the linked data of a page, each value in each of its languages.

A value in one language, the work's own, is plain text; any other is a value object with
`@language`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from citekit.formats import _html, _json, _lines
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag, read_type, written_type
from citekit.formats._record import (
    SUBJECTS,
    Plain,
    family_of,
    first_last,
    given_of,
    identifier_of,
    inverted,
    localized,
    name_in,
    name_tag,
    named,
    ordered,
    others,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats._xml import language
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import (
    DOI,
    ISSN,
    ITEM_TYPES,
    ORCID,
    ROR,
    UNDETERMINED,
    Agent,
    Localized,
    Organization,
    Reference,
    Text,
    Work,
)

Json = dict[str, Any]

_ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "contributor": "contributor",
    "illustrator": "illustrator",
}
_SETS = {"udc": "UDC", "irsti": "GRNTI", "bbk": "BBK", "jel": "JEL"}
_IN_JOURNALS = frozenset(("article-journal", "article-magazine", "article-newspaper", "review"))


def encode(work: Work) -> Json:
    """Return a work as a JSON-LD object."""
    return {"@context": "https://schema.org", **_described(work)}


def _pruned(said: Json) -> Json:
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _described(work: Work) -> Json:
    first, last = first_last(work.page)
    word = written_type(work.type, "schema_org")
    made: Json = {
        "@type": word or "CreativeWork",
        "@id": work.doi.url if work.doi is not None else None,
        "additionalType": None
        if word and read_type(word, "schema_org") == work.type
        else work.type,
        "identifier": _identifiers(work),
        "headline": primary(work.title, work)[:110],
        "name": _values(work.title, work),
        "alternateName": _values(work.title_short, work),
    }
    for field, name in _ROLES.items():
        made[name] = [_agent(agent, work) for agent in getattr(work, field)]
    made |= {
        "datePublished": work.issued,
        "inLanguage": work.language,
        "isPartOf": _container(work),
        "pageStart": first if last else None,
        "pageEnd": last,
        "pagination": work.page if not last else None,
        "isbn": list(work.isbn),
        "numberOfPages": work.number_of_pages,
        "bookEdition": work.edition,
        "version": work.version,
        "publisher": _publisher(work),
        "abstract": _values(work.abstract, work),
        "keywords": [
            _value(tag, word, work) for tag, words in ordered(work.keyword, work) for word in words
        ],
        "about": [
            {"@type": "DefinedTerm", "inDefinedTermSet": _SETS[field], "termCode": code}
            for field in SUBJECTS
            for code in getattr(work, field)
        ],
        "url": work.url,
        "license": work.license,
        "copyrightNotice": getattr(work, "copyright", None),
        "articleSection": _values(getattr(work, "subject", None), work),
        "funding": _funding(getattr(work, "funding", None), work),
        "encoding": _encoding(getattr(work, "pdf_url", None)),
        "citation": [_citation(each) for each in getattr(work, "references", ())],
    }
    return _pruned(made)


def _value(tag: str, text: str, work: Work) -> Any:
    tag_ = language(tag)
    if tag_ == work.language:
        return text
    return {"@language": tag_ or UNDETERMINED, "@value": text}


def _values(text: Text | None, work: Work) -> Any:
    values = [_value(tag, value, work) for tag, value in ordered(text, work)]
    return values[0] if len(values) == 1 else values


def _identifiers(work: Work) -> list[Json]:
    said = [
        {"@type": "PropertyValue", "propertyID": field, "value": str(getattr(work, field))}
        for field in ("doi", "handle", "pmid", "pmcid", "arxiv", "edn", "urn")
        if getattr(work, field)
    ]
    if work.id is not None:
        said.append({"@type": "PropertyValue", "propertyID": "local", "value": work.id})
    return said


def _agent(agent: Agent, work: Work) -> Json:
    if isinstance(agent, Organization):
        return _organization(agent, work)
    name = name_in(agent, work)
    tag = name_tag(agent, work)
    made: Json = {"@type": "Person", "@id": agent.orcid.url if agent.orcid is not None else None}
    if isinstance(name, str):
        made["name"] = _value(tag, name, work)
    else:
        made["familyName"] = _value(tag, family_of(name), work) if family_of(name) else None
        made["givenName"] = given_of(name)
        made["honorificSuffix"] = name.suffix
    names: Localized[Any] = agent.name
    made["alternateName"] = [
        {"@language": other, "@value": inverted(value)} for other, value in others(names, work)
    ]
    made["affiliation"] = [
        _organization(post.organization, work)
        for post in agent.affiliation
        if post.organization is not None
    ]
    jobs = [_values(post.position, work) for post in agent.affiliation if post.position]
    made["jobTitle"] = jobs[0] if jobs else None
    made["hasCredential"] = _values(agent.degree, work)
    return _pruned(made)


def _organization(organization: Organization, work: Work) -> Json:
    address = _pruned(
        {
            "@type": "PostalAddress",
            "addressLocality": _values(organization.city, work),
            "addressCountry": organization.country_code or _values(organization.country, work),
        }
    )
    return _pruned(
        {
            "@type": "Organization",
            "@id": organization.ror.url if organization.ror is not None else None,
            "name": _values(organization.name, work),
            "address": address if len(address) > 1 else None,
            "url": organization.url,
        }
    )


def _container(work: Work) -> Json:
    """Return issue, volume and journal within each other, or the book."""
    if work.type not in _IN_JOURNALS:
        return _book(work)
    journal = {
        "@type": "Periodical",
        "name": _values(work.container_title, work),
        "alternateName": _values(work.container_title_short, work),
        "issn": [str(issn) for issn in (work.issn, work.eissn) if issn],
    }
    whole: Json = _pruned(journal) if len(_pruned(journal)) > 1 else {}
    for kind, name, value in (
        ("PublicationVolume", "volumeNumber", work.volume),
        ("PublicationIssue", "issueNumber", work.issue),
    ):
        if value:
            whole = _pruned({"@type": kind, name: value, "isPartOf": whole})
    return whole


def _book(work: Work) -> Json:
    if work.container_title is None:
        return {}
    return _pruned(
        {
            "@type": "Book",
            "name": _values(work.container_title, work),
            "issn": [str(issn) for issn in (work.issn, work.eissn) if issn],
            "volumeNumber": work.volume,
            "issueNumber": work.issue,
        }
    )


def _publisher(work: Work) -> Json:
    if work.publisher is None and work.publisher_place is None:
        return {}
    return _pruned(
        {
            "@type": "Organization",
            "name": _values(work.publisher, work),
            "address": _values(work.publisher_place, work),
        }
    )


def _funding(funding: Text | None, work: Work) -> Json:
    return {"@type": "Grant", "name": _values(funding, work)} if funding is not None else {}


def _encoding(pdf: str | None) -> Json:
    if pdf is None:
        return {}
    return {"@type": "MediaObject", "contentUrl": pdf, "encodingFormat": "application/pdf"}


def _citation(reference: Reference) -> Any:
    described = _described(reference.work) if reference.work is not None else None
    if described is None:
        return reference.as_printed or reference.romanized or ""
    return described | ({"description": reference.as_printed} if reference.as_printed else {})


# Reading


def decode(said: Mapping[str, Any]) -> Work:
    """Return the work that a JSON-LD object describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    return record(_plain(said))


def _plain(said: Mapping[str, Any]) -> Plain:
    own = language_tag(_text(said.get("inLanguage")))
    kinds = _list(said.get("@type"))
    additional = _text(said.get("additionalType"))
    plain: Plain = {
        "type": additional
        if additional in ITEM_TYPES
        else next(filter(None, (read_type(str(k), "schema_org") for k in kinds)), "document"),
        "language": own,
        "title": _texts(said.get("name") or said.get("headline"), own),
        "title_short": _texts(said.get("alternateName"), own),
        "issued": _text(said.get("datePublished")),
        "number_of_pages": _text(said.get("numberOfPages")),
        "edition": _text(said.get("bookEdition")),
        "version": _text(said.get("version")),
        "isbn": [_text(each) for each in _list(said.get("isbn"))],
        "abstract": _texts(said.get("abstract") or said.get("description"), own)
        if "abstract" in said
        else {},
        "page": page_of(
            _text(said.get("pageStart")) or _text(said.get("pagination")),
            _text(said.get("pageEnd")),
        ),
        "license": _text(said.get("license")),
        "copyright": _text(said.get("copyrightNotice")),
        "subject": _texts(said.get("articleSection"), own),
    }
    for name, field in _ROLES.items():
        plain[field] = [_read_agent(each, own) for each in _list(said.get(name)) if each]
    _take_keywords(said, plain, own)
    _take_identifiers(said, plain)
    _take_containers(said.get("isPartOf"), plain, own)
    for publisher in _list(said.get("publisher"))[:1]:
        called = publisher.get("name") if isinstance(publisher, Mapping) else publisher
        plain["publisher"] = _texts(called, own)
        if isinstance(publisher, Mapping):
            plain["publisher_place"] = _place(publisher.get("address"), own)
    for grant in _list(said.get("funding"))[:1]:
        plain["funding"] = _texts(grant.get("name") if isinstance(grant, Mapping) else grant, own)
    for media in _list(said.get("encoding"))[:1]:
        plain["pdf_url"] = _text(media.get("contentUrl")) if isinstance(media, Mapping) else None
    plain["references"] = [_reference(each) for each in _list(said.get("citation"))]
    return plain


def _list(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name") or value.get("@id") or ""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    return "" if value is None else str(value)


def _texts(value: Any, own: str | None) -> Plain:
    return localized(_tagged(each, own) for each in _list(value))


def _tagged(value: Any, own: str | None) -> tuple[str | None, str]:
    if isinstance(value, Mapping) and "@value" in value:
        return language_tag(str(value.get("@language") or "")), _text(value)
    return own, _text(value)


def _place(value: Any, own: str | None) -> Plain:
    if isinstance(value, Mapping) and "@value" not in value:
        value = value.get("addressLocality")
    return _texts(value, own)


def _read_agent(said: Any, own: str | None) -> Plain:
    if not isinstance(said, Mapping):
        return named(_text(said), own)
    identifier = _text(said.get("@id") or said.get("identifier"))
    if said.get("@type") == "Organization":
        return _read_organization(said, own)
    tag, family = _tagged(said.get("familyName"), own)
    given = _text(said.get("givenName"))
    names: Plain = {}
    if family or given:
        names[tag or UNDETERMINED] = parts(family, given, _text(said.get("honorificSuffix")))
    else:
        tag, whole = _tagged(said.get("name"), own)
        names[tag or UNDETERMINED] = {"literal": whole}
    for form in _list(said.get("alternateName")):
        tag, text = _tagged(form, None)
        value: Any = next(iter(named(text, tag)["name"].values()))
        names.setdefault(
            tag or UNDETERMINED, {"literal": value} if isinstance(value, str) else value
        )
    posts: list[Plain] = [
        {"organization": _read_organization(each, own)} for each in _list(said.get("affiliation"))
    ]
    if posts and "jobTitle" in said:
        posts[0]["position"] = _texts(said["jobTitle"], own)
    return {
        "name": names,
        "orcid": str(ORCID(identifier)) if "orcid.org" in identifier else None,
        "affiliation": posts,
        "degree": _texts(said.get("hasCredential"), own),
    }


def _read_organization(said: Any, own: str | None) -> Plain:
    if not isinstance(said, Mapping):
        return {"name": _texts(said, own)}
    identifier = _text(said.get("@id"))
    address = said.get("address")
    country = address.get("addressCountry") if isinstance(address, Mapping) else None
    code = isinstance(country, str) and re.fullmatch(r"[A-Z]{2}", country)
    return {
        "name": _texts(said.get("name"), own) or {UNDETERMINED: identifier},
        "ror": str(ROR(identifier)) if "ror.org" in identifier else None,
        "city": _place(address, own) if isinstance(address, Mapping) else {},
        "country_code": country if code else None,
        "country": {} if code else _texts(country, own),
        "url": said.get("url"),
    }


def _take_keywords(said: Mapping[str, Any], plain: Plain, own: str | None) -> None:
    words: dict[str, list[str]] = {}
    found = said.get("keywords")
    for each in found.split(",") if isinstance(found, str) else _list(found):
        tag, text = _tagged(each, own)
        words.setdefault(tag or UNDETERMINED, []).append(text.strip())
    plain["keyword"] = words
    fields = {name: field for field, name in _SETS.items()}
    for term in _list(said.get("about")):
        field = (
            fields.get(_text(term.get("inDefinedTermSet"))) if isinstance(term, Mapping) else None
        )
        if field:
            plain.setdefault(field, []).append(_text(term.get("termCode")))


def _take_identifiers(said: Mapping[str, Any], plain: Plain) -> None:
    for each in _list(said.get("identifier")):
        kind = str(each.get("propertyID", "")).lower() if isinstance(each, Mapping) else ""
        value = _text(each.get("value")) if isinstance(each, Mapping) else _text(each)
        if kind == "local":
            plain["id"] = value
        elif kind in ("doi", "handle", "pmid", "pmcid", "arxiv", "edn", "urn"):
            plain[kind] = value
        elif found := identifier_of(value):
            plain.setdefault(*found)
    address = _text(said.get("@id"))
    if DOI(address).problem is None:
        plain["doi"] = plain.get("doi") or str(DOI(address))
    plain["url"] = _text(said.get("url")) or plain.get("url")


def _take_containers(said: Any, plain: Plain, own: str | None) -> None:
    for _ in range(4):
        said = said[0] if isinstance(said, list) and said else said
        if not isinstance(said, Mapping):
            return
        plain["volume"] = plain.get("volume") or _text(said.get("volumeNumber"))
        plain["issue"] = plain.get("issue") or _text(said.get("issueNumber"))
        if "name" in said:
            plain["container_title"] = _texts(said["name"], own)
            plain["container_title_short"] = _texts(said.get("alternateName"), own)
        issns = [str(ISSN(_text(each))) for each in _list(said.get("issn"))]
        plain |= {k: v for k, v in zip(("issn", "eissn"), issns, strict=False) if k not in plain}
        said = said.get("isPartOf")


def _reference(said: Any) -> Plain:
    if isinstance(said, Mapping):
        return {"as_printed": _text(said.get("description")), "work": _plain(said)}
    return {"as_printed": _text(said)}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the works of a JSON-LD file, or of the linked data in an HTML page.

    Raises:
        FormatError: There is no linked data of schema.org in the file.
    """
    head, stream = _lines.peek(stream)
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    found = _json.each(stream, "@graph") if bare else _in_page(stream)
    kind = "the file has no linked data of schema.org (application/ld+json)"
    yield from _json.read((w for each in found for w in _objects(each)), decode, ("@type",), kind)


def _in_page(stream: BinaryIO) -> Iterator[Any]:
    for script in _html.parse(_html.whole(stream)).iterfind(".//script"):
        if (script.get("type") or "").startswith("application/ld+json"):
            try:
                yield _json.parse((script.text or "").encode())
            except FormatError as error:
                yield Unread(f"a script of the page: {error}", raw=script.text or "")


def _objects(data: Any) -> Iterator[Any]:
    """Yield the objects that are works, of a list, of a graph, or the object itself."""
    for each in data if isinstance(data, list) else [data]:
        if isinstance(each, Unread):
            yield each
        elif isinstance(each, Mapping) and "@graph" in each:
            yield from _objects(each["@graph"])
        elif isinstance(each, Mapping) and each.get("@type", "Person") not in _NO_WORKS:
            yield each


_NO_WORKS = ("WebSite", "Organization", "BreadcrumbList", "Person", "ImageObject", "SearchAction")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one work as an object, several as an array."""
    _json.write(stream, encoded(works, encode, decode, account), always=False)


def script(work: Work) -> str:
    """Return a work as the element that stands in the head of its page."""
    text = json.dumps(encode(work), ensure_ascii=False, indent=1).replace("</", "<\\/")
    return f'<script type="application/ld+json">\n{text}\n</script>'


FORMAT = Format(
    name="schema-org",
    title="schema.org JSON-LD",
    media_type="application/ld+json",
    extensions=(".jsonld",),
    read=read,
    write=write,
    sniff=lambda head: (
        b"schema.org" in head and b'"@context"' in head and b"citation_title" not in head
    ),
    specification="https://schema.org/ScholarlyArticle",
)
