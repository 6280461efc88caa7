"""DataCite's metadata 4.6 as its JSON has it, of which the XML is another spelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from citekit.formats._codes import language_tag, read_role, read_type, roles, written_type
from citekit.formats._record import (
    Plain,
    family_of,
    first_last,
    given_of,
    identifier_of,
    inverted,
    localized,
    name_in,
    name_tag,
    ordered,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats._xml import language
from citekit.formats.base import RefusedError
from citekit.model import (
    DOI,
    ISSN,
    ITEM_TYPES,
    ORCID,
    ROR,
    UNDETERMINED,
    Agent,
    Organization,
    Reference,
    Text,
    Work,
)

Json = dict[str, Any]

UNKNOWN = ":unav"
"""DataCite's value for what is required and not known (appendix 3 of its documentation)."""
SCHEMA = "http://datacite.org/schema/kernel-4"
_SCHEMES = {
    "udc": ("UDC", "https://udcc.org/"),
    "irsti": ("GRNTI", "https://grnti.ru/"),
    "bbk": ("BBK", ""),
    "jel": ("JEL", "https://www.aeaweb.org/jel/"),
}
_DATES = {"Issued": "issued", "Submitted": "received", "Accepted": "accepted", "Updated": "revised"}
_OTHER_IDS = {"PMID": "pmid", "PMCID": "pmcid", "EDN": "edn", "arXiv": "arxiv", "Handle": "handle"}
_IN_JOURNALS = frozenset(("article-journal", "article-magazine", "article-newspaper", "review"))


def encode(work: Work) -> Json:
    """Return a work as the attributes of a DataCite record.

    Raises:
        RefusedError: The work lacks what DataCite cannot do without.
    """
    identifier = _identifier(work)
    if work.issued is None or not 1000 <= (work.issued.year or 0) <= 9999:
        raise RefusedError("DataCite wants the year of publication: give issued")
    made: Json = {
        "id": work.doi.url if work.doi is not None else identifier[1],
        "doi": work.doi,
        "url": work.url,
        "types": _types(work),
        "creators": [_creator(agent, work) for agent in work.author] or [{"name": UNKNOWN}],
        "titles": [_title(t, v, n) for n, (t, v) in enumerate(ordered(work.title, work))]
        or [{"title": UNKNOWN}],
        "publisher": primary(work.publisher, work)
        or primary(work.container_title, work)
        or UNKNOWN,
        "publisherLang": _publisher_language(work),
        "container": _container(work),
        "publicationYear": work.issued.year,
        "subjects": _subjects(work),
        "contributors": _contributors(work),
        "dates": _dates(work),
        "language": work.language,
        "identifiers": _identifiers(work, identifier),
        "relatedItems": _related(work),
        "relatedIdentifiers": _related_identifiers(work),
        "rightsList": _rights(work),
        "descriptions": _descriptions(work),
        "fundingReferences": _funding(work),
        "version": work.version,
        "sizes": [f"{work.number_of_pages} pages"] if work.number_of_pages else [],
        "schemaVersion": SCHEMA,
    }
    return {key: value for key, value in made.items() if value not in (None, "", [], {})}


def _identifier(work: Work) -> tuple[str, str]:
    for kind, value in (("DOI", work.doi), ("Handle", work.handle), ("URL", work.url)):
        if value is not None:
            if isinstance(value, DOI) and value.problem is not None:
                raise RefusedError(f"the doi {value} cannot be right: {value.problem}")
            return kind, str(value)
    raise RefusedError("DataCite identifies a work by its DOI: give doi")


def _types(work: Work) -> Json:
    return {
        "resourceTypeGeneral": written_type(work.type, "datacite") or "Text",
        "resourceType": work.type,
        "schemaOrg": written_type(work.type, "schema_org") or "CreativeWork",
        "citeproc": work.type,
        "bibtex": written_type(work.type, "bibtex") or "misc",
        "ris": written_type(work.type, "ris") or "GEN",
    }


def _publisher_language(work: Work) -> str | None:
    text = work.publisher or work.container_title
    return language(ordered(text, work)[0][0]) if text is not None else None


def _title(tag: str, text: str, position: int) -> Json:
    return _lang({"title": text, "titleType": "TranslatedTitle" if position else None}, tag)


def _lang(made: Json, tag: str | None) -> Json:
    made["lang"] = language(tag)
    return {key: value for key, value in made.items() if value not in (None, "", [])}


def _creator(agent: Agent, work: Work) -> Json:
    name, tag = name_in(agent, work), name_tag(agent, work)
    made: Json = {"name": inverted(name)}
    if isinstance(agent, Organization) or isinstance(name, str):
        made["nameType"] = "Organizational" if isinstance(agent, Organization) else "Personal"
        return _lang(made, tag)
    made |= {"nameType": "Personal", "givenName": given_of(name), "familyName": family_of(name)}
    if agent.orcid is not None:
        made["nameIdentifiers"] = [_named("ORCID", agent.orcid.url, "https://orcid.org")]
    made.setdefault("nameIdentifiers", []).extend(
        _named(scheme, value) for scheme, value in agent.identifiers.items()
    )
    made["affiliation"] = [
        _affiliation(post.organization, work)
        for post in agent.affiliation
        if post.organization is not None
    ]
    return _lang(made, tag)


def _named(scheme: str, value: str | None, uri: str | None = None) -> Json:
    made = {"nameIdentifier": value, "nameIdentifierScheme": scheme, "schemeUri": uri}
    return {key: value for key, value in made.items() if value}


def _affiliation(organization: Organization, work: Work) -> Json:
    made: Json = {"name": primary(organization.name, work)}
    if organization.ror is not None:
        made |= {
            "affiliationIdentifier": organization.ror.url,
            "affiliationIdentifierScheme": "ROR",
            "schemeUri": "https://ror.org",
        }
    return made


def _container(work: Work) -> Json:
    """Return the short form of the container, which readers of the JSON take."""
    if work.container_title is None:
        return {}
    first, last = first_last(work.page)
    made = {
        "type": "Journal" if work.type in _IN_JOURNALS else "Series",
        "identifier": work.issn or work.eissn,
        "identifierType": "ISSN" if work.issn or work.eissn else None,
        "title": primary(work.container_title, work),
        "volume": work.volume,
        "issue": work.issue,
        "firstPage": first,
        "lastPage": last,
    }
    return {key: value for key, value in made.items() if value}


def _subjects(work: Work) -> list[Json]:
    made = [
        _lang({"subject": word}, tag)
        for tag, words in ordered(work.keyword, work)
        for word in words
    ]
    for field, (scheme, uri) in _SCHEMES.items():
        for code in getattr(work, field):
            said = {
                "subject": code,
                "subjectScheme": scheme,
                "schemeUri": uri,
                "classificationCode": code,
            }
            made.append({key: value for key, value in said.items() if value})
    return made


def _contributors(work: Work) -> list[Json]:
    return [
        {"contributorType": kind, **_creator(agent, work)}
        for field, kind in roles("datacite")
        for agent in getattr(work, field)
    ]


def _dates(work: Work) -> list[Json]:
    found = ((kind, getattr(work, field, None)) for kind, field in _DATES.items())
    return [{"date": str(date), "dateType": kind} for kind, date in found if date]


def _identifiers(work: Work, main: tuple[str, str]) -> list[Json]:
    others = [(kind, getattr(work, field)) for kind, field in _OTHER_IDS.items()]
    others += [("ISBN", isbn) for isbn in work.isbn] + [("URN", work.urn), ("local", work.id)]
    if main[0] != "DOI":
        others = [main, *(pair for pair in others if pair[0] != main[0])]
    return [{"identifier": str(v), "identifierType": k} for k, v in others if v]


def _related(work: Work) -> list[Json]:
    made: list[Json] = []
    if work.container_title is not None:
        first, last = first_last(work.page)
        made.append(
            {
                "relatedItemType": "Journal" if work.type in _IN_JOURNALS else "Book",
                "relationType": "IsPublishedIn",
                "relatedItemIdentifier": _issn(work),
                "titles": [
                    *(_lang({"title": v}, t) for t, v in ordered(work.container_title, work)),
                    *(
                        _lang({"title": v, "titleType": "AlternativeTitle"}, t)
                        for t, v in ordered(work.container_title_short, work)
                    ),
                ],
                "volume": work.volume,
                "issue": work.issue,
                "number": work.number,
                "numberType": "Article" if work.number else None,
                "firstPage": first,
                "lastPage": last,
                "edition": work.edition,
            }
        )
    made += [_reference(r) for r in getattr(work, "references", ())]
    return [{key: value for key, value in each.items() if value} for each in made]


def _reference(reference: Reference) -> Json:
    work = reference.work
    if work is None:
        title = {"title": reference.as_printed or reference.romanized or UNKNOWN}
        return {"relatedItemType": "Other", "relationType": "References", "titles": [title]}
    first, last = first_last(work.page)
    year = work.issued.year if work.issued is not None else None
    identifier = {"relatedItemIdentifier": str(work.doi), "relatedItemIdentifierType": "DOI"}
    return {
        "relatedItemType": written_type(work.type, "datacite") or "Text",
        "relationType": "References",
        "relatedItemIdentifier": identifier if work.doi is not None else None,
        "creators": [_bare(agent, work) for agent in work.author],
        "titles": [_title(t, v, n) for n, (t, v) in enumerate(ordered(work.title, work))]
        or [{"title": reference.as_printed or UNKNOWN}],
        "publicationYear": f"{year:04d}" if year and 1000 <= year <= 9999 else None,
        "volume": work.volume,
        "issue": work.issue,
        "firstPage": first,
        "lastPage": last,
        "publisher": primary(work.publisher, work),
        "edition": work.edition,
    }


def _bare(agent: Agent, work: Work) -> Json:
    kept = ("name", "nameType", "givenName", "familyName", "lang")
    return {key: value for key, value in _creator(agent, work).items() if key in kept}


def _issn(work: Work) -> Json | None:
    """Return the one identifier that the schema has room for in a container."""
    issn, kind = (work.issn, "ISSN") if work.issn is not None else (work.eissn, "EISSN")
    if issn is None:
        return None
    return {"relatedItemIdentifier": str(issn), "relatedItemIdentifierType": kind}


def _related_identifiers(work: Work) -> list[Json]:
    cited = (r.work.doi for r in getattr(work, "references", ()) if r.work is not None)
    said = [("DOI", str(doi), "References") for doi in cited if doi is not None]
    if work.issn is not None and work.eissn is not None:
        said.append(("EISSN", str(work.eissn), "IsPublishedIn"))
    return [
        {"relatedIdentifier": v, "relatedIdentifierType": kind, "relationType": relation}
        for kind, v, relation in said
    ]


def _rights(work: Work) -> list[Json]:
    made: list[Json] = []
    if work.license is not None:
        uri = work.license if "://" in work.license else None
        made.append({"rights": work.license, **({"rightsUri": uri} if uri else {})})
    if line := getattr(work, "copyright", None):
        made.append({"rights": line})
    return made


def _descriptions(work: Work) -> list[Json]:
    made = [
        _lang({"description": text, "descriptionType": "Abstract"}, tag)
        for tag, text in ordered(work.abstract, work)
    ]
    if work.note is not None:
        made.append({"description": work.note, "descriptionType": "Other"})
    return made


def _funding(work: Work) -> list[Json]:
    funding: Text | None = getattr(work, "funding", None)
    return [{"funderName": primary(funding, work)}] if funding is not None else []


# Reading


def decode(attributes: Mapping[str, Any]) -> Work:
    """Return the work that a DataCite record describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    types = attributes.get("types") or {}
    kind = types.get("citeproc") or types.get("resourceType")
    own = language_tag(attributes.get("language"))
    publisher = attributes.get("publisher")
    if isinstance(publisher, Mapping):
        publisher_tag, publisher = publisher.get("lang"), publisher.get("name")
    else:
        publisher_tag = attributes.get("publisherLang")
    doi = attributes.get("doi") or ""
    plain: Plain = {
        "type": kind
        if kind in ITEM_TYPES
        else read_type(types.get("resourceTypeGeneral"), "datacite") or "document",
        "language": own,
        "doi": str(DOI(doi)) if doi else None,
        "url": attributes.get("url"),
        "title": _tagged(attributes.get("titles"), "title", own),
        "version": attributes.get("version"),
        "publisher": localized([(language_tag(publisher_tag) or own, _known(publisher))]),
        "abstract": _tagged(
            sorted(
                (
                    d
                    for d in _list(attributes, "descriptions")
                    if d.get("descriptionType") == "Abstract"
                ),
                key=lambda d: language_tag(d.get("lang")) != own,
            ),
            "description",
            own,
        ),
    }
    for description in _list(attributes, "descriptions"):
        if description.get("descriptionType") == "Other":
            plain.setdefault("note", description.get("description"))
    _take_agents(attributes, plain, own)
    _take_subjects(attributes, plain, own)
    for date in _list(attributes, "dates"):
        if field := _DATES.get(date.get("dateType", "")):
            plain.setdefault(field, date.get("date"))
    if not plain.get("issued") and attributes.get("publicationYear"):
        plain["issued"] = str(attributes["publicationYear"])
    _take_identifiers(attributes, plain)
    _take_container(attributes, plain, own)
    for rights in _list(attributes, "rightsList"):
        text = rights.get("rightsUri") or rights.get("rights")
        field = "copyright" if text and text.strip().startswith("©") else "license"
        plain.setdefault(field, text)
    funders = [f.get("funderName") for f in _list(attributes, "fundingReferences")]
    plain["funding"] = {own or UNDETERMINED: "; ".join(f for f in funders if f)}
    for size in attributes.get("sizes") or ():
        if str(size).endswith(" pages"):
            plain["number_of_pages"] = str(size).removesuffix(" pages")
    if plain["publisher"] == plain.get("container_title"):
        plain["publisher"] = {}
    return record(plain)


def _list(attributes: Mapping[str, Any], name: str) -> list[Json]:
    return [each for each in attributes.get(name) or () if isinstance(each, Mapping)]  # type: ignore[misc]


def _known(text: Any) -> str:
    return "" if text in (None, UNKNOWN) else str(text)


def _tagged(items: Any, key: str, own: str | None) -> Plain:
    return localized(
        (language_tag(item.get("lang") or item.get("xml:lang")), _known(item.get(key)))
        for item in items or ()
        if isinstance(item, Mapping)
    )


def _take_agents(attributes: Mapping[str, Any], plain: Plain, own: str | None) -> None:
    creators = [c for c in _list(attributes, "creators") if _known(c.get("name"))]
    plain["author"] = [_agent(each, own) for each in creators]
    for each in _list(attributes, "contributors"):
        field = read_role(each.get("contributorType"), "datacite") or "contributor"
        plain.setdefault(field, []).append(_agent(each, own))


def _agent(said: Json, own: str | None) -> Plain:
    tag = language_tag(said.get("lang")) or own or UNDETERMINED
    family, given = said.get("familyName"), said.get("givenName")
    name = str(said.get("name") or "")
    if not family and not given:
        pieces = [piece.strip() for piece in name.split(",")]
        if said.get("nameType") == "Personal" and len(pieces) == 2:
            family, given = pieces
        elif said.get("nameType") == "Personal":
            return {"name": {tag: {"literal": name}}}
        else:
            return {"name": {tag: name}}
    identifiers = {
        str(i.get("nameIdentifierScheme")): i.get("nameIdentifier")
        for i in _list(said, "nameIdentifiers")
    }
    orcid = identifiers.pop("ORCID", None)
    posts = [_post(each, tag) for each in said.get("affiliation") or ()]
    return {
        "name": {tag: parts(family, given)},
        "orcid": str(ORCID(orcid)) if orcid else None,
        "identifiers": identifiers,
        "affiliation": posts,
    }


def _post(said: Any, tag: str) -> Plain:
    if not isinstance(said, Mapping):
        return {"organization": {"name": {tag: str(said)}}}
    ror = said.get("affiliationIdentifier")
    if said.get("affiliationIdentifierScheme") != "ROR":
        ror = None
    return {
        "organization": {"name": {tag: said.get("name")}, "ror": str(ROR(ror)) if ror else None}
    }


def _take_subjects(attributes: Mapping[str, Any], plain: Plain, own: str | None) -> None:
    words: dict[str, list[str]] = {}
    fields = {scheme: field for field, (scheme, _) in _SCHEMES.items()}
    for each in _list(attributes, "subjects"):
        field = fields.get(str(each.get("subjectScheme")))
        text = str(each.get("subject") or "")
        if field:
            plain.setdefault(field, []).append(text)
        elif text:
            words.setdefault(language_tag(each.get("lang")) or UNDETERMINED, []).append(text)
    plain["keyword"] = words


def _take_identifiers(attributes: Mapping[str, Any], plain: Plain) -> None:
    for each in _list(attributes, "identifiers") or _list(attributes, "alternateIdentifiers"):
        kind = each.get("identifierType") or each.get("alternateIdentifierType")
        value = each.get("identifier") or each.get("alternateIdentifier")
        if kind in _OTHER_IDS:
            plain.setdefault(_OTHER_IDS[kind], value)
        elif kind == "ISBN":
            plain.setdefault("isbn", []).append(value)
        elif kind == "local":
            plain.setdefault("id", value)
        elif value and (found := identifier_of(str(value))):
            plain[found[0]] = plain.get(found[0]) or found[1]


def _take_container(attributes: Mapping[str, Any], plain: Plain, own: str | None) -> None:
    items = _list(attributes, "relatedItems")
    host = next((i for i in items if i.get("relationType") == "IsPublishedIn"), None)
    if host is None:
        short = attributes.get("container") or {}
        identifier = short.get("identifier") if short.get("identifierType") == "ISSN" else None
        titles = [{"title": short.get("title"), "lang": own}]
        host = dict(short) | {"titles": titles, "issn": identifier}
    titles = _list(host, "titles")
    whole = [t for t in titles if t.get("titleType") != "AlternativeTitle"]
    plain["container_title"] = _tagged(whole, "title", own)
    plain["container_title_short"] = _tagged(
        [t for t in titles if t.get("titleType") == "AlternativeTitle"], "title", own
    )
    identifiers = host.get("relatedItemIdentifier") or []
    for each in identifiers if isinstance(identifiers, list) else [identifiers]:
        kind, value = each.get("relatedItemIdentifierType"), each.get("relatedItemIdentifier")
        if kind in ("ISSN", "EISSN", "LISSN") and value:
            plain.setdefault("eissn" if kind == "EISSN" else "issn", str(ISSN(value)))
    if host.get("issn"):
        plain.setdefault("issn", str(ISSN(host["issn"])))
    for field in ("volume", "issue", "number", "edition"):
        plain[field] = host.get(field)
    plain["page"] = page_of(host.get("firstPage"), host.get("lastPage"))
    for each in _list(attributes, "relatedIdentifiers"):
        if each.get("relatedIdentifierType") == "EISSN":
            plain.setdefault("eissn", str(ISSN(str(each.get("relatedIdentifier")))))
    cited = [_cited(i) for i in items if i.get("relationType") == "References"]
    dois = {str(c.get("work", {}).get("doi", "")).lower() for c in cited}
    for each in _list(attributes, "relatedIdentifiers"):
        doi = str(each.get("relatedIdentifier"))
        known = each.get("relationType") != "References" or doi.lower() in dois
        if not known and each.get("relatedIdentifierType") == "DOI":
            cited.append({"work": {"doi": str(DOI(doi))}})
    plain["references"] = cited


def _cited(item: Json) -> Plain:
    titles = _tagged(item.get("titles"), "title", None)
    if item.get("relatedItemType") == "Other" and not item.get("creators"):
        return {"as_printed": next(iter(titles.values()), None)}
    identifiers: Any = item.get("relatedItemIdentifier") or []
    dois = [
        i.get("relatedItemIdentifier")
        for i in (identifiers if isinstance(identifiers, list) else [identifiers])
        if i.get("relatedItemIdentifierType") == "DOI"
    ]
    year = item.get("publicationYear")
    return {
        "work": {
            "type": read_type(item.get("relatedItemType"), "datacite") or "document",
            "title": titles,
            "author": [_agent(c, None) for c in _list(item, "creators")],
            "doi": dois[0] if dois else None,
            "issued": str(year) if year else None,
            "volume": item.get("volume"),
            "issue": item.get("issue"),
            "page": page_of(item.get("firstPage"), item.get("lastPage")),
            "publisher": {UNDETERMINED: item.get("publisher") or ""},
            "edition": item.get("edition"),
        }
    }
