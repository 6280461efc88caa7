"""DataCite 4.6 XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from urllib.parse import quote

from citekit.formats import _datacite, _xml
from citekit.formats._account import encoded
from citekit.formats.base import Account, Format, Unread
from citekit.model import Work

_NAMESPACE = _datacite.SCHEMA
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MAKE = _xml.Maker({None: _NAMESPACE, "xsi": _XSI})
_NOT_IN_URI = re.compile(r"[^\w./()+*'=,;-]")
_LOCATION = f"{_NAMESPACE} http://schema.datacite.org/meta/kernel-4.6/metadata.xsd"


def encode(work: Work) -> _xml.Element:
    """Return a work as an element `resource`.

    Raises:
        RefusedError: The work lacks what DataCite cannot do without.
    """
    said = _datacite.encode(work)
    root = _MAKE.root("resource", xsi__schemaLocation=_LOCATION)
    others = list(said.get("identifiers", []))
    if "doi" in said:
        _MAKE.add(root, "identifier", said["doi"], identifierType="DOI")
        if "url" in said:
            others.append({"identifierType": "URL", "identifier": said["url"]})
    else:
        main = others.pop(0)
        _MAKE.add(root, "identifier", main["identifier"], identifierType=main["identifierType"])
    creators = _MAKE.add(root, "creators")
    for creator in said["creators"]:
        _add_agent(_MAKE.add(creators, "creator"), "creatorName", creator)
    _add_titles(root, said["titles"])
    _MAKE.add(root, "publisher", said["publisher"], lang=said.get("publisherLang"))
    _MAKE.add(root, "publicationYear", said["publicationYear"])
    types = said["types"]
    general = types["resourceTypeGeneral"]
    _MAKE.add(root, "resourceType", types["resourceType"], resourceTypeGeneral=general)
    _add_lists(root, said, others)
    return root


def _add_agent(element: _xml.Element, name: str, said: Mapping[str, Any]) -> None:
    _MAKE.add(element, name, said["name"], nameType=said.get("nameType"), lang=said.get("lang"))
    _MAKE.add(element, "givenName", said.get("givenName", ""))
    _MAKE.add(element, "familyName", said.get("familyName", ""))
    for each in said.get("nameIdentifiers", ()):
        _MAKE.add(
            element,
            "nameIdentifier",
            each["nameIdentifier"],
            nameIdentifierScheme=each["nameIdentifierScheme"],
            schemeURI=each.get("schemeUri"),
        )
    for each in said.get("affiliation", ()):
        _MAKE.add(
            element,
            "affiliation",
            each["name"],
            affiliationIdentifier=each.get("affiliationIdentifier"),
            affiliationIdentifierScheme=each.get("affiliationIdentifierScheme"),
            schemeURI=each.get("schemeUri"),
        )


def _add_titles(parent: _xml.Element, titles: Iterable[Mapping[str, Any]]) -> None:
    home = _MAKE.add(parent, "titles")
    for each in titles:
        kind = each.get("titleType")
        _MAKE.add(home, "title", each["title"], lang=each.get("lang"), titleType=kind)


def _uri(code: str | None) -> str | None:
    """Return a code as the schema takes it, which has a URI there: 669.295:620.172 is none."""
    return _NOT_IN_URI.sub(lambda match: quote(match[0]), code) if code else None


def _add_lists(
    root: _xml.Element, said: Mapping[str, Any], others: list[Mapping[str, Any]]
) -> None:
    def group(name: str, items: Any) -> Iterator[tuple[_xml.Element, Mapping[str, Any]]]:
        if items:
            home = _MAKE.add(root, name)
            yield from ((home, item) for item in items)

    for home, each in group("subjects", said.get("subjects")):
        _MAKE.add(
            home,
            "subject",
            each["subject"],
            lang=each.get("lang"),
            subjectScheme=each.get("subjectScheme"),
            schemeURI=each.get("schemeUri"),
            classificationCode=_uri(each.get("classificationCode")),
        )
    for home, each in group("contributors", said.get("contributors")):
        kind = each["contributorType"]
        _add_agent(_MAKE.add(home, "contributor", contributorType=kind), "contributorName", each)
    for home, each in group("dates", said.get("dates")):
        _MAKE.add(home, "date", each["date"], dateType=each["dateType"])
    _MAKE.add(root, "language", said.get("language", ""))
    for home, each in group("alternateIdentifiers", others):
        kind = each["identifierType"]
        _MAKE.add(home, "alternateIdentifier", each["identifier"], alternateIdentifierType=kind)
    for home, each in group("relatedIdentifiers", said.get("relatedIdentifiers")):
        _MAKE.add(
            home,
            "relatedIdentifier",
            each["relatedIdentifier"],
            relatedIdentifierType=each["relatedIdentifierType"],
            relationType=each["relationType"],
        )
    if sizes := said.get("sizes"):
        home = _MAKE.add(root, "sizes")
        for size in sizes:
            _MAKE.add(home, "size", size)
    _MAKE.add(root, "version", said.get("version", ""))
    for home, each in group("rightsList", said.get("rightsList")):
        _MAKE.add(home, "rights", each["rights"], rightsURI=each.get("rightsUri"))
    for home, each in group("descriptions", said.get("descriptions")):
        kind = each["descriptionType"]
        text = each["description"]
        _MAKE.add(home, "description", text, descriptionType=kind, lang=each.get("lang"))
    for home, each in group("fundingReferences", said.get("fundingReferences")):
        _MAKE.add(_MAKE.add(home, "fundingReference"), "funderName", each["funderName"])
    for home, each in group("relatedItems", said.get("relatedItems")):
        _add_item(home, each)


def _add_item(home: _xml.Element, said: Mapping[str, Any]) -> None:
    element = _MAKE.add(
        home,
        "relatedItem",
        relatedItemType=said["relatedItemType"],
        relationType=said["relationType"],
    )
    if each := said.get("relatedItemIdentifier"):
        value, kind = each["relatedItemIdentifier"], each["relatedItemIdentifierType"]
        _MAKE.add(element, "relatedItemIdentifier", value, relatedItemIdentifierType=kind)
    if creators := said.get("creators"):
        group = _MAKE.add(element, "creators")
        for creator in creators:
            _add_agent(_MAKE.add(group, "creator"), "creatorName", creator)
    _add_titles(element, said.get("titles", ()))
    for name in ("publicationYear", "volume", "issue"):
        _MAKE.add(element, name, said.get(name, ""))
    _MAKE.add(element, "number", said.get("number", ""), numberType=said.get("numberType"))
    for name in ("firstPage", "lastPage", "publisher", "edition"):
        _MAKE.add(element, name, said.get(name, ""))


# Reading


def decode(root: _xml.Element) -> Work:
    """Return the work that a `resource` describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    return _datacite.decode(_attributes(root))


def _wild(path: str) -> str:
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def _attributes(root: _xml.Element) -> _datacite.Json:
    """Return a `resource` as DataCite's JSON has it."""

    def all_of(path: str) -> list[_xml.Element]:
        return root.findall(_wild(path))

    def text(path: str) -> str:
        return _xml.text_of(root.find(_wild(path)))

    def items(path: str, key: str) -> list[_datacite.Json]:
        return [_item(e) | {key: _xml.text_of(e)} for e in all_of(path)]

    kind = root.find(_wild("resourceType"))
    others = [
        {"identifierType": e.get("alternateIdentifierType"), "identifier": _xml.text_of(e)}
        for e in all_of("alternateIdentifiers/alternateIdentifier")
    ]
    main = root.find(_wild("identifier"))
    said: _datacite.Json = {
        "types": {
            "resourceType": _xml.text_of(kind),
            "resourceTypeGeneral": kind.get("resourceTypeGeneral") if kind is not None else None,
        },
        "language": text("language"),
        "creators": [_agent(e, "creatorName") for e in all_of("creators/creator")],
        "contributors": [_agent(e, "contributorName") for e in all_of("contributors/contributor")],
        "titles": items("titles/title", "title"),
        "publisher": text("publisher"),
        "publicationYear": text("publicationYear"),
        "subjects": items("subjects/subject", "subject"),
        "dates": items("dates/date", "date"),
        "descriptions": items("descriptions/description", "description"),
        "rightsList": items("rightsList/rights", "rights"),
        "relatedIdentifiers": items("relatedIdentifiers/relatedIdentifier", "relatedIdentifier"),
        "relatedItems": [_related(e) for e in all_of("relatedItems/relatedItem")],
        "fundingReferences": [
            {"funderName": _xml.text_of(e)} for e in all_of("fundingReferences/fundingReference")
        ],
        "sizes": [_xml.text_of(e) for e in all_of("sizes/size")],
        "version": text("version"),
        "identifiers": others,
    }
    for publisher in all_of("publisher"):
        said["publisherLang"] = publisher.get(_xml.XML_LANG)
    if main is not None and main.get("identifierType") == "DOI":
        said["doi"] = _xml.text_of(main)
    elif main is not None:
        entry = {"identifierType": main.get("identifierType"), "identifier": _xml.text_of(main)}
        said["identifiers"] = [entry, *others]
    return said


_NAMES = {"schemeURI": "schemeUri", "rightsURI": "rightsUri", _xml.XML_LANG: "lang"}


def _item(element: _xml.Element) -> _datacite.Json:
    return {_NAMES.get(str(key), str(key)): value for key, value in element.attrib.items()}


def _agent(element: _xml.Element, name: str) -> _datacite.Json:
    def text(at: str) -> str:
        return _xml.text_of(element.find(_wild(at)))

    named = element.find(_wild(name))
    own = _item(named) if named is not None else {}
    return {
        **own,
        **_item(element),
        "name": text(name),
        "givenName": text("givenName"),
        "familyName": text("familyName"),
        "nameIdentifiers": [
            _item(e) | {"nameIdentifier": _xml.text_of(e)}
            for e in element.findall(_wild("nameIdentifier"))
        ],
        "affiliation": [
            _item(e) | {"name": _xml.text_of(e)} for e in element.findall(_wild("affiliation"))
        ],
    }


def _related(element: _xml.Element) -> _datacite.Json:
    simple = ("publicationYear", "volume", "issue", "number", "firstPage", "lastPage")
    said = {
        name: _xml.text_of(element.find(_wild(name))) for name in (*simple, "publisher", "edition")
    }
    return {
        **_item(element),
        **said,
        "relatedItemIdentifier": [
            _item(e) | {"relatedItemIdentifier": _xml.text_of(e)}
            for e in element.findall(_wild("relatedItemIdentifier"))
        ],
        "titles": [
            _item(e) | {"title": _xml.text_of(e)} for e in element.findall(_wild("titles/title"))
        ],
        "creators": [_agent(e, "creatorName") for e in element.findall(_wild("creators/creator"))],
    }


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `resource` of a file."""
    yield from _xml.read(stream, decode, "{*}resource")


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as a document, several within an element `resources`."""
    nodes = encoded(works, encode, decode, account)
    _xml.write(stream, nodes, _MAKE.root("resources"), always=False)


FORMAT = Format(
    name="datacite",
    title="DataCite 4.6",
    media_type="application/vnd.datacite.datacite+xml",
    extensions=(".xml",),
    read=read,
    write=write,
    sniff=lambda head: b"http://datacite.org/schema/kernel-" in head and b"<" in head[:64],
    specification="https://datacite-metadata-schema.readthedocs.io/en/4.6/",
)
