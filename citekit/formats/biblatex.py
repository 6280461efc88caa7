"""BibLaTeX: entries that biber's data model allows, translations as related entries.

A language in which the work has a title is an entry of its own, `related` to the first by
`relatedtype = {translationas}`, as the biblatex manual has it (§3.5). What the data model has no
field for stands in named data annotations (§3.7), which biber keeps and Zotero passes over:
`author+an:orcid = {1="0000-…"}`, `journaltitle+an:publisher = {="…"}`, `abstract+an:en = {="…"}`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, BinaryIO

from citekit.formats import _bib, _latex
from citekit.formats._account import encoded
from citekit.formats._codes import language_code, read_type, written_type
from citekit.formats._keys import Keys
from citekit.formats._record import Plain, add_name, others, primary_tag, put, record
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import UNDETERMINED, Localized, Person, Work
from citekit.model._language_tag import normalise_tag

Entries = list[_bib.Entry]
"""A record: its entry, and one for each language it has a title in."""

_ROWS = {row.field: row for row in _bib.rows("biblatex")}
_TRANSLATED = ("title", "title_short", "container_title", "publisher", "abstract", "keyword")
_NAMED = ("author", "editor", "translator")
_CARRIERS = {
    "publisher": ("title", "publisher"),
    "location": ("title", "location"),
    "eissn": ("title", "eissn"),
    "edn": ("title", "edn"),
    "pmid": ("title", "pmid"),
    "journaltitle": ("title", "journaltitle"),
    "issn": ("title", "issn"),
    "isbn": ("title", "isbn"),
    "number": ("title", "number"),
    "volume": ("title", "volume"),
    "pages": ("title", "pages"),
}
"""For a value that the entry's type has no field for: the field annotated, and the note's name."""
_ANNOTATED = {"eissn": "eissn", "edn": "edn", "pmid": "pmid"}
_ANNOTATION = re.compile(r"(?P<field>[a-z]+)\+an:(?P<name>[a-z0-9-]+)")
_ITEM = re.compile(r'\s*(?P<at>\d*)\s*=\s*"(?P<text>.*)"\s*', re.S)
_SEMICOLON = r"\symbol{59}"


@cache
def _allowed() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("data", "biblatex_entries.csv").read_text(encoding="utf-8")
    table = {row["entry"]: row["fields"].split() for row in csv.DictReader(text.splitlines())}
    return {entry: frozenset((*fields, *table["*"])) for entry, fields in table.items()}


def encode(work: Work, key: str) -> Entries:
    """Return a work as entries, the first in the language of the work."""
    kind = written_type(work.type, "biblatex") or "misc"
    entry = _entry(work, key, kind)
    tags = [tag for tag, _ in others(work.title, work) if tag != UNDETERMINED]
    translations = [_entry(_in(work, tag), f"{key}-{tag.lower()}", kind) for tag in tags]
    if translations:
        entry.fields["related"] = ",".join(each.key for each in translations)
        entry.fields["relatedtype"] = "translationas"
    for field in _TRANSLATED:
        row = _ROWS[field]
        at = _bib.place(row, work.type, kind)
        for tag, value in others(getattr(work, field), work):
            if tag not in tags:
                listed = _bib.keywords(value) if row.kind == "keywords" else _latex.encode(value)
                entry.fields[f"{at}+an:{tag.lower()}"] = _literal(listed)
    orcids = [
        f'{n}="{agent.orcid}"'
        for n, agent in enumerate(work.author, start=1)
        if isinstance(agent, Person) and agent.orcid
    ]
    if orcids:
        entry.fields["author+an:orcid"] = "; ".join(orcids)
    return [entry, *translations]


def _entry(work: Work, key: str, kind: str) -> _bib.Entry:
    fields = _bib.encode(work, key, "biblatex", kind)
    if work.type != read_type(kind, "biblatex"):
        fields["entrysubtype"] = work.type
    if babel := language_code(work.language, "babel"):
        fields["langid"] = babel
    for name, field in _ANNOTATED.items():
        if value := getattr(work, field, None):
            fields[name] = _bib.verbatim(value)
    if "issn" not in fields and "eissn" in fields:
        fields["issn"] = fields["eissn"]
    allowed = _allowed()[kind]
    kept = {at: text for at, text in fields.items() if at in allowed}
    for at, text in fields.items():
        if at not in allowed and at in _CARRIERS:
            carrier, name = _CARRIERS[at]
            kept[f"{carrier}+an:{name}"] = _literal(text)
    return _bib.Entry(kind, key, kept)


def _literal(text: str) -> str:
    return f'="{text.replace(";", _SEMICOLON)}"'


def _in(work: Work, tag: str) -> Work:
    """Return what a work says in one language, with what an entry cannot do without."""
    said: dict[str, Any] = {"type": work.type, "language": tag, "issued": work.issued}
    for field in _TRANSLATED:
        value: Localized[Any] | None = getattr(work, field)
        found = value.get(tag) if value is not None else None
        if value is not None and found is None and field in ("title", "container_title"):
            found = value[primary_tag(value, work)]
        if found is not None and value is not None:
            said[field] = type(value)({tag: found})
    for field in _NAMED:
        said[field] = tuple(
            agent.model_copy(update={"name": type(agent.name)({tag: agent.name.best(tag)})})
            for agent in getattr(work, field)
        )
    return Work.model_construct(**said)


def decode(entries: Entries) -> Work:
    """Return the work that an entry and its translations describe.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    first, *rest = entries
    plain = _plain(first)
    for entry in rest:
        _merge(plain, _plain(entry))
    if rest:
        for at in ("related", "relatedtype"):
            plain["extra"].pop(at, None)
    return record(plain)


def _plain(entry: _bib.Entry) -> Plain:
    notes = {}
    fields = {}
    for at, text in entry.fields.items():
        match = _ANNOTATION.fullmatch(at)
        if match:
            notes[match["field"], match["name"]] = _items(text)
        else:
            fields[at] = text
    for (field, name), items in notes.items():
        if (field, name) in _CARRIERS.values() and items and not items[0][0]:
            fields.setdefault(name, items[0][1])
    plain = _bib.decode(_bib.Entry(entry.type, entry.key, fields), "biblatex")
    extra: dict[str, str] = plain["extra"]
    for name, field in _ANNOTATED.items():
        if name in extra:
            plain[field] = extra.pop(name)
    if plain.get("issn") and plain.get("issn") == plain.get("eissn"):
        del plain["issn"]
    for (field, name), items in notes.items():
        if (field, name) not in _CARRIERS.values():
            _take_note(field, name, items, plain)
    return plain


def _items(text: str) -> list[tuple[str, str]]:
    """Return the parts of an annotation that are literal: position, or "" for all, and text."""
    found = (_ITEM.fullmatch(part) for part in text.split(";"))
    return [(m["at"], m["text"].replace(_SEMICOLON, ";")) for m in found if m]


def _take_note(field: str, name: str, items: list[tuple[str, str]], plain: Plain) -> None:
    if name == "orcid":
        for at, text in items:
            if at and 0 < int(at) <= len(plain.get(field, ())):
                put(plain[field][int(at) - 1], orcid=text)
    elif items and (tag := normalise_tag(name)):
        for row in _ROWS.values():
            container = row.field == "container_title" and field in ("booktitle", "journaltitle")
            if row.field in _TRANSLATED and (row.name == field or container):
                read = _bib.read_keywords if row.kind == "keywords" else _latex.decode
                plain.setdefault(row.field, {}).setdefault(tag, read(items[0][1]))


def _merge(plain: Plain, other: Plain) -> None:
    """Add what a translation says, but not what it only repeats."""
    tag = other.get("language") or _tag_of(other, plain)
    for field in _TRANSLATED:
        for value in (other.get(field) or {}).values():
            if field == "title" or value not in (plain.get(field) or {}).values():
                plain.setdefault(field, {}).setdefault(tag, value)
    for field in _NAMED:
        for agent, same in zip(plain.get(field, ()), other.get(field, ()), strict=False):
            for value in same["name"].values():
                if value not in agent["name"].values():
                    add_name(agent, tag, value)


def _tag_of(other: Plain, plain: Plain) -> str:
    """Return the tag that ends the key of a translation, `abai1942-kk-latn`."""
    ending = other["id"].removeprefix(f"{plain['id']}-")
    return normalise_tag(ending) or UNDETERMINED


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read records one by one, each with the translations that follow it."""
    found = _bib.read(stream)
    for item in found:
        entry: _bib.Entry | Unread | None = item
        while entry is not None:
            if isinstance(entry, Unread):
                yield entry
                break
            entries, entry = _with_translations(entry, found)
            try:
                yield decode(entries)
            except FormatError as error:
                yield Unread(str(error), entries[0].line, entries[0].key, entries[0].raw)


def _with_translations(
    entry: _bib.Entry, found: Iterator[_bib.Entry | Unread]
) -> tuple[Entries, _bib.Entry | Unread | None]:
    """Return an entry with its translations, and what came after them."""
    entries = [entry]
    if not entry.fields.get("relatedtype", "").startswith("translation"):
        return entries, None
    wanted = {key.strip() for key in entry.fields.get("related", "").split(",")}
    for following in found:
        if isinstance(following, Unread) or following.key not in wanted:
            return entries, following
        entries.append(following)
    return entries, None


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write entries one by one, each followed by its translations."""
    keys = Keys()
    nodes = encoded(works, lambda work: encode(work, keys.key_for(work)), decode, account)
    for position, entry in enumerate(chain.from_iterable(nodes)):
        text = _bib.entry_text(entry.type, entry.key, entry.fields)
        stream.write((("\n" if position else "") + text).encode())


def _sniff(head: bytes) -> bool:
    ours = rb"\b(?:journaltitle|relatedtype|eprinttype|[a-z]+\+an(?::[a-z-]+)?)\s*=\s*[{\"]"
    own = re.search(rb"(?i)^\s*@(?:online|thesis|report|mvbook|dataset|software)\s*\{", head, re.M)
    return _bib.sniff(head) and bool(own or re.search(ours, head))


FORMAT = Format(
    name="biblatex",
    title="BibLaTeX",
    media_type="application/x-bibtex",
    extensions=(".bib",),
    read=read,
    write=write,
    sniff=_sniff,
    specification="https://www.ctan.org/pkg/biblatex",
    frame=(b"", b"\n", b""),
)
