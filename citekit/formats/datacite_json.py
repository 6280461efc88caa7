"""DataCite JSON: a record as DataCite's API gives and takes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from citekit.formats import _datacite, _json
from citekit.formats._account import encoded
from citekit.formats.base import Account, Format, Unread
from citekit.model import Work

_NOT_JSON = ("publisherLang",)


_LISTS = (
    "creators titles contributors subjects dates identifiers relatedIdentifiers relatedItems "
    "rightsList descriptions fundingReferences geoLocations sizes formats"
).split()
_AGENT_LISTS = ("affiliation", "nameIdentifiers")


def encode(work: Work) -> _datacite.Json:
    """Return a work as DataCite's attributes; the publisher is one text.

    Lists are there even when they are empty, as in DataCite's own answers: Zotero's reader goes
    through each of them. Of several abstracts it takes the last, so that of the work stands there.
    """
    said = {key: value for key, value in _datacite.encode(work).items() if key not in _NOT_JSON}
    lists = {name: said.get(name, []) for name in _LISTS}
    lists["descriptions"] = lists["descriptions"][::-1]
    for name in ("creators", "contributors"):
        lists[name] = [{key: [] for key in _AGENT_LISTS} | agent for agent in lists[name]]
    return said | lists | {"container": said.get("container", {}), "agency": "datacite"}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read one record, a list of them, or an answer of DataCite's API.

    Raises:
        FormatError: The file is no JSON, or not made of records.
    """
    kind = "DataCite JSON is made of objects with titles, creators or a doi"
    items = map(_attributes, _json.each(stream, "data"))
    yield from _json.read(items, _datacite.decode, ("titles", "creators", "doi"), kind)


def _attributes(item: Any) -> Any:
    inner = item.get("attributes") if isinstance(item, Mapping) else None
    return inner if isinstance(inner, Mapping) else item


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as an object, several as an array."""
    _json.write(stream, encoded(works, encode, _datacite.decode, account), always=False)


FORMAT = Format(
    name="datacite-json",
    title="DataCite 4.6 JSON",
    media_type="application/vnd.datacite.datacite+json",
    extensions=(".json",),
    read=read,
    write=write,
    sniff=lambda head: (
        b'"titles"' in head and (b'"creators"' in head or b"datacite.org/schema" in head)
    ),
    specification="https://datacite-metadata-schema.readthedocs.io/en/4.6/",
)
