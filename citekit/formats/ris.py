"""RIS, as EndNote, Zotero, Scopus and eLIBRARY write it, and Web of Science's relative of it.

A record has one language; one translation of the title has a tag of its own (`TT`). The journal's
title stands in `T2`, in `JF` for bibutils and in `SO` for DSpace, which read no other; UDC stands
in `CN`, which Zotero keeps, and in `N1`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import BinaryIO

from citekit.formats import _lines, _tagged
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag, read_type, written_type
from citekit.formats._record import (
    Plain,
    call_numbers,
    first_last,
    inverted,
    iso,
    labelled_subjects,
    language_told,
    name_in,
    named,
    one_line,
    organizations,
    others,
    page_of,
    primary,
    record,
    take_subjects,
)
from citekit.formats._tagged import Pairs
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import EDN, ISSN, UNDETERMINED, Date, Work

_JOURNALS = frozenset(("article-journal", "article-magazine", "article-newspaper", "periodical"))
_WHOLES = frozenset(("book", "thesis", "report", "pamphlet", "manuscript"))
_TEXTS = {
    "ST": "title_short",
    "J2": "container_title_short",
    "T3": "collection_title",
    "C3": "event_title",
    "PB": "publisher",
    "CY": "publisher_place",
    "AB": "abstract",
    "RI": "reviewed_title",
}
_PLAIN = {
    "VL": "volume",
    "IS": "issue",
    "ET": "edition",
    "M3": "genre",
    "DO": "doi",
    "UR": "url",
    "L1": "pdf_url",
    "AN": "edn",
    "DP": "source",
    "OP": "original_title",
    "SE": "section",
}
_NAMES = {"AU": "author", "A2": "editor", "A3": "collection_editor", "A4": "translator"}
_INITIALS_LAST = re.compile(r"(?P<family>[^\s,.]+)\s+(?P<given>(?:[^\W\d_]\.[\s-]*){1,3})")
_WORDS = re.compile(r"\s*;\s*")


def encode(work: Work) -> Pairs:
    """Return a work as tags with values."""
    pairs: Pairs = [("TY", written_type(work.type, "ris") or "GEN")]

    def add(tag: str, value: object) -> None:
        if value and (text := one_line(str(value))):
            pairs.append((tag, text))

    add("ID", work.id)
    for tag, field in _NAMES.items():
        for agent in getattr(work, field):
            add(tag, inverted(name_in(agent, work)))
    for affiliation in _affiliations(work):
        add("AD", affiliation)
    add("TI", primary(work.title, work))
    for _, title in others(work.title, work)[:1]:
        add("TT", title)
    container = primary(work.container_title, work)
    add("T2", container)
    if work.type in _JOURNALS:
        add("JF", container)
        add("SO", container)
    for tag, field in _TEXTS.items():
        add(tag, primary(getattr(work, field), work))
    for tag, field in _PLAIN.items():
        add(tag, getattr(work, field, None))
    _add_dates(work, add)
    first, last = first_last(work.page)
    whole = work.type in _WHOLES
    # The number of an article stands where readers look for pages, too: few know C7.
    add("SP", first or (work.number_of_pages if whole else work.number))
    add("EP", last)
    add("M1" if whole else "C7", work.number)
    for number in (work.issn, work.eissn, *work.isbn):
        add("SN", number)
    add("LA", work.language)
    for word in work.keyword.best(work.language) if work.keyword is not None else ():
        add("KW", word)
    add("CN", call_numbers(work))
    for note in (*labelled_subjects(work), work.note, *work.notes):
        add("N1", note)
    return pairs


def _affiliations(work: Work) -> list[str]:
    names = (
        primary(organization.name, work)
        for agent in work.author
        for organization in organizations(agent)
    )
    return list(dict.fromkeys(names))


def _add_dates(work: Work, add: object) -> None:
    assert callable(add)
    if work.issued is not None:
        day = iso(work.issued)
        add("PY", day[:4])
        slashed = [*day.split("-"), "", ""][:3]
        info = "" if day == work.issued else str(work.issued)
        add("DA", "/".join((*slashed, info)))
    if work.accessed is not None:
        add("Y2", (iso(work.accessed) or str(work.accessed)).replace("-", "/"))


def decode(pairs: Pairs) -> Work:
    """Return the work that the tags describe; tags without a field stand in `extra`.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    said: dict[str, list[str]] = {}
    for tag, value in pairs:
        if value:
            said.setdefault(tag, []).append(value)
    language = next((t for t in map(language_tag, said.pop("LA", [])) if t), None)
    kind = read_type(next(iter(said.pop("TY", [])), None), "ris") or "document"
    plain: Plain = {"type": kind, "language": language, "id": next(iter(said.pop("ID", [])), None)}
    tag = language or UNDETERMINED
    extra: dict[str, str] = {}
    _take_journal(said, plain, tag)
    for at, values in said.items():
        row = _rows().get(at)
        if row is not None:
            _take(row[0], row[1], values, plain, tag)
        elif at == "KW":
            words = [word for value in values for word in _WORDS.split(value)]
            plain["keyword"] = {tag: words}
        elif at == "SN":
            _take_numbers(values, plain)
        elif at not in _ELSEWHERE:
            extra[at] = "; ".join(values)
    _take_dates(said, plain)
    _take_pages(said, plain)
    _take_notes(said, plain)
    plain["extra"] = extra
    return record(plain)


_ELSEWHERE = frozenset(("PY", "Y1", "DA", "SP", "EP", "CN", "N1", "M1", "JO", "AD"))


@cache
def _rows() -> dict[str, tuple[str, str]]:
    text = files(__package__).joinpath("data", "ris_tags.csv").read_text(encoding="utf-8")
    return {
        row["tag"]: (row["field"], row["kind"])
        for row in csv.DictReader(text.splitlines())
        if row["kind"] != "journal"
    }


def _take(field: str, kind: str, values: list[str], plain: Plain, tag: str) -> None:
    if kind == "names":
        found = [_named(value, tag) for value in values]
        plain[field] = [*plain.get(field, []), *found]
    elif kind in ("text", "title", "container"):
        plain.setdefault(field, {}).setdefault(tag, values[0])
    elif kind == "translated":
        plain["title"] = {**plain.get("title", {}), language_told(values[0], tag): values[0]}
    elif kind == "edn":
        if EDN.form.fullmatch(EDN(values[0])):
            plain["edn"] = values[0]
        else:
            plain["archive_location"] = values[0]
    elif kind == "date":
        plain[field] = _date(values[0])
    else:
        plain.setdefault(field, values[0])


def _named(text: str, tag: str) -> Plain:
    """Return a name; `Иванов И. И.`, as eLIBRARY writes it, is a person's too."""
    match = _INITIALS_LAST.fullmatch(text)
    return named(f"{match['family']}, {match['given'].strip()}" if match else text, tag)


def _take_journal(said: dict[str, list[str]], plain: Plain, tag: str) -> None:
    """Take `JO` as the journal's title, or as its abbreviation where the title is there too."""
    if "JO" not in said:
        return
    whole = {"T2", "JF", "BT", "SO"} & said.keys()
    field = "container_title_short" if whole else "container_title"
    if said["JO"][0] not in (said[at][0] for at in whole):
        plain[field] = {tag: said["JO"][0]}


def _take_numbers(values: list[str], plain: Plain) -> None:
    for value in (part for each in values for part in re.split(r"\s*[;,]\s*", each)):
        bare = re.sub(r"\s*\(.*?\)", "", value)
        if ISSN.form.fullmatch(ISSN(bare)):
            plain.setdefault("eissn" if "issn" in plain else "issn", str(ISSN(bare)))
        elif bare:
            plain.setdefault("isbn", []).append(bare)


def _take_dates(said: dict[str, list[str]], plain: Plain) -> None:
    for at in ("DA", "PY", "Y1"):
        for value in said.get(at, ())[:1]:
            date = _date(value)
            if date and (not plain.get("issued") or Date(plain["issued"]).literal):
                plain["issued"] = date


def _date(text: str) -> str | None:
    """Return `YYYY/MM/DD/other` as EDTF; what is something else stays as it is."""
    pieces = [piece.strip() for piece in text.split("/", 3)]
    if len(pieces) == 4 and pieces[3]:
        return pieces[3]
    parts = [piece for piece in pieces[:3] if piece]
    if parts and all(part.isdigit() for part in parts) and len(parts[0]) == 4:
        return "-".join(part.zfill(2) for part in parts)
    return text.strip(" /") or None


def _take_pages(said: dict[str, list[str]], plain: Plain) -> None:
    first, last = (next(iter(said.get(at, ())), None) for at in ("SP", "EP"))
    if first and not last and plain["type"] in _WHOLES:
        plain["number_of_pages"] = first
    elif last or first != plain.get("number"):
        plain["page"] = page_of(first, last)
    number = next(iter(said.get("M1", ())), None)
    if number and plain["type"] in _WHOLES:
        plain["number"] = number
    elif number:
        plain["number" if plain.get("issue") else "issue"] = number


def _take_notes(said: dict[str, list[str]], plain: Plain) -> None:
    rest = take_subjects([p for value in said.get("CN", ()) for p in value.split("; ")], plain)
    plain["call_number"] = "; ".join(rest)
    note, *notes = [*take_subjects(said.get("N1", []), plain), None]
    plain["note"], plain["notes"] = note, [each for each in notes if each]


# Files

_RIS = _tagged.Grammar(
    re.compile(r"\s{0,2}(?P<tag>[A-Z][A-Z0-9])\s{1,3}-(?:\s(?P<value>.*)|(?P<_>))"),
    frozenset(("TY",)),
    frozenset(("ER",)),
    frozenset(("KW", "AU", "A1", "A2", "N1")),
)
_ISI = _tagged.Grammar(
    re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<value>.*))?"),
    frozenset(("PT",)),
    frozenset(("ER",)),
    frozenset(("AU", "AF", "BE")),
)
_ISI_TAGS = {
    "J9": "J2",
    "JI": "J2",
    "PU": "PB",
    "PI": "CY",
    "BP": "SP",
    "AR": "C7",
    "DI": "DO",
    "EI": "SN",
    "PD": "",
    "DT": "M3",
    "SO": "T2",
    "SE": "T3",
    "UT": "",
    "PG": "",
    "C1": "AD",
}
_ISI_TYPES = {"J": "JOUR", "B": "BOOK", "S": "CHAP", "P": "PAT"}


def _from_isi(pairs: Pairs) -> Pairs:
    """Return the tags of Web of Science's plain text as those of RIS."""
    tags = {tag for tag, _ in pairs}
    made: Pairs = []
    for tag, value in pairs:
        if tag == "PT":
            made.append(("TY", _ISI_TYPES.get(value.strip(), "GEN")))
        elif tag in ("DE", "ID"):
            made.append(("KW", value))
        elif tag == "AF" or (tag == "AU" and "AF" not in tags):
            made.append(("AU", value))
        elif tag != "AU" and (name := _ISI_TAGS.get(tag, tag)):
            made.append((name, value))
    return made


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read records one by one, whichever of the two grammars the file has."""
    head, whole = _lines.peek(stream)
    isi = re.search(rb"(?m)^(?:FN|PT) ", head) is not None and not _is_ris(head)
    for item in _tagged.records(whole, _ISI if isi else _RIS):
        if isinstance(item, Unread):
            yield item
            continue
        pairs, line, raw = item
        try:
            yield decode(_from_isi(pairs) if isi else pairs)
        except FormatError as error:
            yield Unread(str(error), line, raw=raw)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write records one by one."""
    for pairs in encoded(works, encode, decode, account):
        lines = [f"{tag}  - {value}\n" for tag, value in (*pairs, ("ER", ""))]
        stream.write(("".join(lines) + "\n").encode())


def _is_ris(head: bytes) -> bool:
    return re.search(rb"(?m)^\s{0,2}TY\s{1,3}-\s", head) is not None


FORMAT = Format(
    name="ris",
    title="RIS",
    media_type="application/x-research-info-systems",
    extensions=(".ris", ".ciw"),
    read=read,
    write=write,
    sniff=lambda head: _is_ris(head) or re.search(rb"(?m)\A\W{0,3}(?:FN|PT) ", head) is not None,
    specification="https://en.wikipedia.org/wiki/RIS_(file_format)",
    frame=(b"", b"", b""),
)
