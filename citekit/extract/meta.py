"""What a page says of itself in its meta tags, where the text does not say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from citekit.extract._data import load
from citekit.extract.dates import find_date
from citekit.extract.keywords import split_keywords
from citekit.extract.names import parse_names
from citekit.extract.tongue import language_of
from citekit.model import (
    DOI,
    ISSN,
    ORCID,
    URL,
    Affiliation,
    Keywords,
    Organization,
    Person,
    PersonName,
    PersonNames,
    Text,
)

Tags = Sequence[tuple[str, str]]


def values_of(meta: Tags) -> dict[str, Any]:
    """Return the fields that meta tags give, as the record holds them.

    >>> values_of([("citation_doi", "10.1000/182"), ("citation_volume", "3")])
    {'volume': '3', 'doi': '10.1000/182'}
    """
    found: dict[str, Any] = {}
    for name in ("title", "abstract", "container_title"):
        if texts := _by_language(meta, name):
            found[name] = Text(texts)
    for name in ("volume", "issue"):
        if said := _first(meta, name):
            found[name] = said
    first, last = _first(meta, "first"), _first(meta, "last")
    if first:
        found["page"] = f"{first}–{last}" if last and last != first else first
    for name, kind in (("doi", DOI), ("issn", ISSN), ("pdf_url", URL)):
        if (said := _first(meta, name)) and kind(said).problem is None:
            found[name] = kind(said)
    if (said := _first(meta, "issued")) and (date := find_date(said)):
        found["issued"] = date[0]
    if words := {k: split_keywords(v) for k, v in _by_language(meta, "keyword").items()}:
        found["keyword"] = Keywords({k: v for k, v in words.items() if v})
    if authors := tuple(_authors(meta)):
        found["author"] = authors
    return found


def _tags(meta: Tags, name: str) -> Iterator[tuple[str | None, str]]:
    """Yield the values of the first tag that is there, with their languages."""
    for tag in load("meta")[name]:
        same = [(key, value) for key, value in meta if key.partition("@")[0] == tag and value]
        if same:
            for key, value in same:
                yield key.partition("@")[2] or None, value
            return


def _first(meta: Tags, name: str) -> str | None:
    return next((value for _, value in _tags(meta, name)), None)


def _by_language(meta: Tags, name: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for language, value in _tags(meta, name):
        tag = (language or language_of(value)).split("-")[0]
        made[tag] = (
            f"{made[tag]}; {value}" if name == "keyword" and tag in made else made.get(tag, value)
        )
    return made


def _authors(meta: Tags) -> Iterator[Person]:
    """Yield the authors; what stands after a name until the next one is theirs."""
    names = load("meta")["author"]
    chosen = next((tag for tag in names if any(k.partition("@")[0] == tag for k, _ in meta)), None)
    rows: list[dict[str, str]] = []
    for key, value in meta:
        tag = key.partition("@")[0]
        if tag == chosen:
            rows.append({"name": value})
        for field in ("institution", "email", "orcid"):
            if rows and tag in load("meta")[field]:
                rows[-1].setdefault(field, value)
    for row in rows:
        parsed = parse_names(row["name"]).authors
        family, _, given = row["name"].partition(",")
        if parsed and len(parsed) == 1:
            name = parsed[0].name()
        elif given.strip():
            name = PersonName(family=family.strip(), given=given.strip())
        else:
            name = PersonName(literal=row["name"].strip())
        language = language_of(row["name"])
        house = row.get("institution")
        orcid = ORCID(row["orcid"]) if "orcid" in row else None
        yield Person(
            name=PersonNames({language: name}),
            email=row.get("email"),
            orcid=orcid if orcid and orcid.problem is None else None,
            affiliation=(
                Affiliation(organization=Organization(name=Text({language_of(house): house}))),
            )
            if house
            else (),
        )
