"""CSL-JSON: the items that CSL processors take, and the files in which they travel.

`to_item` gives a work as one item in one language, which is what the processor renders. Files hold
more than one item can say: whatever does not come back from an item by itself stands in its
`custom` under the key `citekit`, in the form of the record, working notes apart. CSL's own
variables and GOST's areas (`custom` too, by their names in `Work` with `-` for `_`) therefore
serve every reader, and nothing is lost for ours.

Specification: CSL 1.0.2 appendices III and IV; csl-data.json of the CSL schema 1.0.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from citekit.formats import _json
from citekit.formats._account import changed, language_of
from citekit.formats._record import validated
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import (
    DATE_FIELDS,
    ITEM_TYPES,
    NAME_FIELDS,
    TEXT_FIELDS,
    UNDETERMINED,
    Article,
    Date,
    DatePoint,
    Organization,
    Person,
    Work,
)
from citekit.model._language_tag import normalise_tag

Item = dict[str, Any]
"""One CSL-JSON object."""

EXTENSIONS: dict[str, str] = {
    field: field.replace("_", "-")
    for field in (
        "heading",
        "parallel_title",
        "other_title_information",
        "responsibility",
        "container_other_title_information",
        "container_responsibility",
        "volume_information",
        "material_designation",
        "content_type",
        "extent",
        "notes",
        "access_conditions",
        "system_requirements",
        "updated",
        "application_number",
        "filing_date",
        "publication_date",
        "bulletin",
        "patent_classification",
        "patent_holder",
        "patent_country",
    )
} | {"author_et_al": "et-al"}
"""The fields that CSL has no variable for, and their names in an item's `custom`."""

WORKING_NOTES = ("document", "provenance", "findings")
"""Fields that are notes on how a record was made, and no part of what is handed on."""

_IRREGULAR = {
    "doi": "DOI",
    "url": "URL",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "archive_collection": "archive_collection",
    "archive_location": "archive_location",
    "legal_references": "references",
}
_NO_VARIABLE = {
    *EXTENSIONS,
    *("id", "type", "language", "keyword", "issn", "eissn", "isbn", "udc", "irsti", "bbk", "jel"),
    *("edn", "arxiv", "urn", "handle", "extra"),
}
VARIABLES: dict[str, str] = {
    field: _IRREGULAR.get(field, field.replace("_", "-"))
    for field in Work.model_fields
    if field not in _NO_VARIABLE
}
"""The CSL variable of each field that has just one."""

_FIELDS = {variable: field for field, variable in VARIABLES.items()}
_FIELDS |= {"part": "part_number", "printing": "printing_number", "supplement": "supplement_number"}
_FIELDS |= {"journalAbbreviation": "container_title_short", "shortTitle": "title_short"}
_FIELDS |= {"event": "event_title"}
_EXTENSION_FIELDS = {name: field for field, name in EXTENSIONS.items()}
_LISTS = frozenset(f for f in EXTENSIONS if Work.model_fields[f].annotation == tuple[str, ...])

# csl-data.json has other names than the specification for these, and none for the last two.
_FILE_NAMES = {
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}
_NOT_IN_FILES = ("license", "editor-translator")

_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]*)+")
_MULTIPLE = re.compile(r"[\s,;]+")


def to_item(work: Work, language: str | None = None) -> Item:
    """Return a work as a CSL-JSON item, each value in one language.

    Args:
        work: Any work; an article's front matter beyond the citation is left out.
        language: The language to be preferred; by default that of the work. A value that is not
            there in it stands in its original.

    >>> from citekit.model import Text
    >>> to_item(Work(id="a", type="book", title=Text({"kk": "Абай жолы", "ru": "Путь Абая"})))
    {'id': 'a', 'type': 'book', 'title': 'Абай жолы', 'language': 'kk'}
    """
    own = language_of(work)
    wanted = (language, own)
    item: Item = {"id": work.id} if work.id is not None else {}
    item["type"] = work.type
    for field, variable in VARIABLES.items():
        value = getattr(work, field)
        if value is None or value == ():
            continue
        if field in _TEXTS:
            item[variable] = value.best(*wanted)
        elif field in _NAMES:
            item[variable] = [_name(agent, wanted) for agent in value]
        elif field in _DATES:
            item[variable] = _date(value)
        else:
            item[variable] = str(value)
    if shown := language or own:
        item["language"] = shown
    if work.keyword is not None:
        item["keyword"] = ", ".join(work.keyword.best(*wanted))
    if issn := ", ".join(filter(None, (work.issn, work.eissn))):
        item["ISSN"] = issn
    if work.isbn:
        item["ISBN"] = " ".join(work.isbn)
    custom: Item = {}
    for field, name in EXTENSIONS.items():
        value = getattr(work, field)
        if value or value == "":  # "" says that there is none
            custom[name] = list(value) if field in _LISTS else value
    if custom:
        item["custom"] = custom
    return item


def from_item(item: Mapping[str, Any]) -> Work:
    """Return the work that a CSL-JSON item describes; keys it has no field for go to `extra`.

    Raises:
        FormatError: The item is no object or a value has a type that its variable cannot have.

    >>> from_item({"id": "a", "type": "book", "title": "Абай жолы", "language": "kk"}).title
    Localized[str](root=(('kk', 'Абай жолы'),))
    """
    if not isinstance(item, Mapping):
        raise FormatError(f"an item must be an object, not {type(item).__name__}")
    record = _record(item)
    kept = (
        item.get("custom", {}).get("citekit") if isinstance(item.get("custom"), Mapping) else None
    )
    if isinstance(kept, Mapping):
        # Null, or "" in YAML, takes away what the item's variables seem to say.
        record |= {field: value for field, value in kept.items() if value not in (None, "")}
        for field, value in kept.items():
            if value in (None, ""):
                record.pop(field, None)
    return validated(record)


_TEXTS = frozenset(TEXT_FIELDS)
_NAMES = frozenset(NAME_FIELDS)
_DATES = frozenset(DATE_FIELDS)


def _name(agent: Person | Organization, wanted: tuple[str | None, ...]) -> Item:
    if isinstance(agent, Organization):
        return {"literal": agent.name.best(*wanted)}
    name = agent.name.best(*wanted)
    if name.literal is not None:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given_part,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _date(date: Date) -> Item:
    if date.literal is not None:
        return {"literal": date.literal}
    points = [
        date.start or DatePoint((0,)),
        *([date.end or DatePoint((0,))] if date.is_range else []),
    ]
    item: Item = {"date-parts": [list(p) if p.season is None else [p.year] for p in points]}
    if (season := points[0].season) is not None:
        item["season"] = season
    if date.circa or date.uncertain:
        item["circa"] = True
    return item


def _record(item: Mapping[str, Any]) -> Item:
    """Return an item in the form of a record file, not yet validated."""
    language = str(item.get("language") or UNDETERMINED)
    language = normalise_tag(language) or UNDETERMINED
    record: Item = {}
    extra: Item = {}
    for key, value in item.items():
        if value is None or value in ("", [], {}):
            continue
        field = _FIELDS.get(key)
        if field in _NAMES:
            names = value if isinstance(value, list) else [value]
            record[field] = [_agent(name, language) for name in names if name]
        elif field in _DATES:
            record[field] = _edtf(value)
        elif field in _TEXTS:
            record[field] = {language: _text(value)}
        elif field is not None:
            record[field] = _text(value)
        elif key in ("id", "type"):
            record[key] = _text(value)
        elif key == "keyword":
            words = value if isinstance(value, list) else re.split(r"\s*[;,]\s*", _text(value))
            record["keyword"] = {language: [_text(word) for word in words if word]}
        elif key == "ISSN":
            record |= zip(("issn", "eissn"), _split(value), strict=False)
        elif key == "ISBN":
            record["isbn"] = _split(value)
        elif key == "custom" and isinstance(value, Mapping):
            for name, inner in value.items():
                own = _EXTENSION_FIELDS.get(name)
                if own is not None:
                    record[own] = inner
                elif name != "citekit":
                    extra[f"custom.{name}"] = _text(inner)
        elif key == "language":
            if language != UNDETERMINED:
                record["language"] = language
            else:
                extra[key] = _text(value)
        else:
            extra[key] = _text(value)
    if record.get("type") not in ITEM_TYPES:
        record["type"] = _OTHER_TYPES.get(str(record.get("type")), "document")
    if extra:
        record["extra"] = extra
    return record


_OTHER_TYPES = {"article_journal": "article-journal", "journal-article": "article-journal"}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _split(value: object) -> list[str]:
    values = value if isinstance(value, list) else _MULTIPLE.split(_text(value).strip())
    return [_text(v) for v in values if v]


def _agent(name: object, language: str) -> Item:
    if isinstance(name, str):
        return {"name": {language: name}}
    if not isinstance(name, Mapping):
        raise FormatError(
            f"a name must be an object with family and given or literal, not {name!r}"
        )
    if not (name.get("family") or name.get("given")):
        return {"name": {language: _text(name.get("literal", ""))}}
    parts = {
        key.replace("-", "_"): _text(name[key])
        for key in ("family", "dropping-particle", "non-dropping-particle", "suffix")
        if name.get(key)
    }
    if given := name.get("given"):
        given = _text(given)
        parts["initials" if "family" in parts and _INITIALS.fullmatch(given) else "given"] = given
    return {"name": {language: parts}}


def _edtf(value: object) -> str:
    """Return a CSL date as EDTF, or as text where it is none."""
    if isinstance(value, str | int):
        return str(value)
    if not isinstance(value, Mapping):
        raise FormatError(f"a date must be an object with date-parts, not {value!r}")
    points: list[str] = []
    for parts in value.get("date-parts") or ():
        numbers = [int(p) for p in parts if str(p).strip().lstrip("-").isdigit()]
        if len(numbers) == 1 and value.get("season") and str(value["season"]).isdigit():
            numbers.append(20 + int(value["season"]))
        points.append(DatePoint(numbers).edtf if numbers and numbers != [0] else "")
    edtf = "/".join(points)
    if edtf.strip("/"):
        return edtf + ("~" if value.get("circa") and len(points) == 1 else "")
    return _text(value.get("literal") or value.get("raw") or "")


def file_item(work: Work, key: str, account: Account) -> Item:
    """Return a work as an item of a file: valid by csl-data.json, and holding the whole record.

    The account is told of the working notes, which stay behind.
    """
    item = to_item(work)
    item["id"] = key
    for variable, name in _FILE_NAMES.items():
        if variable in item:
            item[name] = item.pop(variable)
    for variable in _NOT_IN_FILES:
        item.pop(variable, None)
    again = from_item(item)
    fields = changed(work, again)
    whole, back = (
        # An article and another work differ in the type that goes without saying.
        w.model_dump(mode="json", exclude_defaults=True, include=fields) | {"type": w.type}
        for w in (work, again)
    )
    kept = {
        field: whole.get(field)
        for field in whole | back
        if whole.get(field) != back.get(field) and field not in WORKING_NOTES
    }
    for field in WORKING_NOTES:
        if field in whole:
            account.lost(key, field, "working notes stay in the record file")
    if isinstance(work, Article):
        kept["schema_version"] = work.schema_version
    if kept:
        item.setdefault("custom", {})["citekit"] = kept
    return item


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read an array of items one by one, or a single item.

    Raises:
        FormatError: The file is no JSON, or not made of items.
    """
    for position, item in enumerate(_json.each(stream, "items"), start=1):
        yield item if isinstance(item, Unread) else _one(item, position)


def _one(item: Any, position: int) -> Work | Unread:
    try:
        return from_item(item)
    except (FormatError, TypeError, AttributeError) as error:
        key = str(item.get("id", "")) if isinstance(item, Mapping) else ""
        raw = json.dumps(item, ensure_ascii=False)
        return Unread(f"item {position}: {error}", key=key or None, raw=raw)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write an array of items, one after the other; all that is lost are the working notes."""
    stream.write(b"[\n")
    for position, work in enumerate(works, start=1):
        text = _json.text(file_item(work, work.id or f"item-{position}", account))
        stream.write((",\n" if position > 1 else "").encode() + text.encode())
    stream.write(b"\n]\n")


def _sniff(head: bytes) -> bool:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text[:1] in (b"[", b"{") and _ITEM.search(text) is not None


_ITEM = re.compile(rb'"type"\s*:\s*"(?:' + "|".join(sorted(ITEM_TYPES)).encode() + rb')"')

FORMAT = Format(
    name="csl-json",
    title="CSL-JSON",
    media_type="application/vnd.citationstyles.csl+json",
    extensions=(".json", ".csljson"),
    read=read,
    write=write,
    sniff=_sniff,
    specification="https://docs.citationstyles.org/en/stable/specification.html",
    frame=(b"[\n", b",\n", b"\n]\n"),
)
