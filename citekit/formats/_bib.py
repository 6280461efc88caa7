"""BibTeX and BibLaTeX: what both share, the dialect being a table.

`data/bib_fields.csv` names the field of each dialect for a record's field. Where a type of entry
keeps a thing elsewhere (a chapter's book in `booktitle`, a thesis's university in `school`) the
`_PLACES` say so.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, BinaryIO

from citekit.formats import _bib_names, _latex, _lines
from citekit.formats._account import language_of
from citekit.formats._codes import language_code, language_tag, read_type
from citekit.formats._record import (
    Plain,
    first_last,
    labelled_subjects,
    name_in,
    page_of,
    primary,
    take_subjects,
)
from citekit.formats.base import FormatError, Unread
from citekit.model import ITEM_TYPES, UNDETERMINED, Date, Work

Fields = dict[str, str]
"""The fields of an entry as they stand in the file, without the braces around the value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `@type{key, field = {value}, …}`."""

    type: str
    key: str
    fields: Fields
    line: int | None = None
    raw: str = ""


ARTICLES = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "article")
)
PARTS = frozenset(
    ("chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia")
)
_VERBATIM_ESCAPE = re.compile(r"\\([_%&#~{}$])")
_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(_MACROS, start=1)}
_CAPITALS = re.compile(r"[^\W\d_]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІЄЇҐ][^\W\d_]*")
_SEPARATED = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A record's field, what kind of value it has, and its name in the dialect."""

    field: str
    kind: str
    name: str


@cache
def rows(dialect: str) -> tuple[Row, ...]:
    """Return the table of a dialect."""
    text = files(__package__).joinpath("data", "bib_fields.csv").read_text(encoding="utf-8")
    table = csv.DictReader(text.splitlines())
    return tuple(Row(row["field"], row["kind"], row[dialect]) for row in table if row[dialect])


def place(row: Row, work_type: str, entry_type: str) -> str:
    """Return the name of a field in an entry of this type."""
    if row.field == "container_title" and work_type not in ARTICLES:
        return "booktitle"
    if row.field == "publisher":
        return _PUBLISHERS.get(entry_type, row.name)
    if row.field == "number" and work_type not in ARTICLES | PARTS:
        return "number"
    if row.field == "issue" and work_type not in ARTICLES | {"periodical"}:
        return "issue"
    return row.name


_PUBLISHERS = {
    "phdthesis": "school",
    "mastersthesis": "school",
    "techreport": "institution",
    "thesis": "institution",
    "report": "institution",
    "online": "organization",
    "misc": "organization",
    "software": "organization",
}
"""Where a type of entry keeps the body that published it."""

# Values


def protect(title: str) -> str:
    """Return an encoded title with braces around words that styles would put in small letters."""
    first = True

    def braced(match: re.Match[str]) -> str:
        nonlocal first
        word, lead = match[0], first and not title[: match.start()].strip("«„“({[\"' ")
        first = False
        return word if lead and word[1:] == word[1:].lower() else f"{{{word}}}"

    return _outside_macros(title, braced)


def _outside_macros(text: str, braced: Any) -> str:
    pieces = re.split(r"(\\[A-Za-z]+(?:\{\})?)", text)
    if len(pieces) == 1:
        return _CAPITALS.sub(braced, text)
    return "".join(p if i % 2 else _CAPITALS.sub(braced, p) for i, p in enumerate(pieces))


def verbatim(text: str) -> str:
    """Return text for a field that TeX does not read, such as an address; braces balanced."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").strip()


def unverbatim(text: str) -> str:
    """Return what such a field says, also where somebody escaped it after all."""
    return _VERBATIM_ESCAPE.sub(r"\1", text).strip("{} \n")


# Entries


def encode(work: Work, key: str, dialect: str, entry_type: str) -> Fields:
    """Return what an entry says of a work in the language of the work."""
    fields: Fields = {}
    for row in rows(dialect):
        value = getattr(work, row.field)
        if value is None or value == ():
            continue
        text = _written(row, value, work, dialect)
        if text:
            fields[place(row, work.type, entry_type)] = text
    if work.author_et_al and "author" in fields:
        fields["author"] += " and others"
    subjects = labelled_subjects(work)
    if subjects:
        at = "note" if dialect == "bibtex" else "addendum"
        fields[at] = "; ".join(filter(None, (*map(_latex.encode, subjects), fields.get(at))))
    if work.arxiv is not None:
        fields["archiveprefix" if dialect == "bibtex" else "eprinttype"] = "arxiv"
    return fields


def _written(row: Row, value: Any, work: Work, dialect: str) -> str:
    if row.kind == "names":
        return " and ".join(_bib_names.name(name_in(agent, work)) for agent in value)
    if row.kind == "text":
        text = _latex.encode(primary(value, work))
        return protect(text) if row.field in ("title", "title_short") else text
    if row.kind == "keywords":
        return keywords(value.best(language_of(work)))
    if row.kind == "language":
        return language_code(value, "babel") or value
    if row.kind == "pages":
        return pages(value)
    if row.kind == "date":
        return "" if value.literal else str(value)
    if row.kind == "verbatim":
        return verbatim(value if isinstance(value, str) else " ".join(value))
    return _latex.encode(value)


def pages(page: str) -> str:
    """Return pages with TeX's dash."""
    first, last = first_last(page)
    return "--".join(_latex.encode(part) for part in (first, last) if part)


def keywords(words: Iterable[str]) -> str:
    """Return words parted by commas; one that has a comma itself stands in braces."""
    return ", ".join(
        f"{{{text}}}" if _SEPARATED.search(text) else text for text in map(_latex.encode, words)
    )


def read_keywords(text: str) -> list[str]:
    """Return the words of a field."""
    pieces = [
        p
        for piece in _bib_names.commas(text)
        for p in ([piece] if "{" in piece else piece.split(";"))
    ]
    return [_latex.decode(piece) for piece in pieces]


def decode(entry: Entry, dialect: str) -> Plain:
    """Return what an entry says; fields that the record has no place for stand in `extra`."""
    fields = dict(entry.fields)
    plain: Plain = {"id": entry.key, "type": read_type(entry.type, dialect) or "document"}
    subtype = fields.get("entrysubtype")
    if subtype in ITEM_TYPES:
        plain["type"] = fields.pop("entrysubtype")
    written = fields.pop("langid", None)
    said = fields.pop("language", None) or written
    tag = language_tag(_latex.decode(said)) if said else None
    plain["language"] = tag
    if said and tag is None:
        fields["language"] = said
    places = _places(dialect, plain["type"], entry.type)
    taken: set[str] = set()
    # In the order of the table, and of several names for a row the usual one.
    for at in sorted((at for at in fields if at in places), key=lambda at: places[at][0]):
        row = places[at][1]
        if fields[at] and row.field not in taken:
            taken.add(row.field)
            _take(row, fields.pop(at), plain, tag)
    _take_date(fields, plain)
    _take_notes(fields, plain)
    if "arxiv" in plain and "arxiv" not in _origin(fields):
        fields["eprint"] = plain.pop("arxiv")
    plain["extra"] = {key: _latex.decode(value) for key, value in fields.items() if value}
    return plain


def _origin(fields: Fields) -> str:
    return "".join(fields.pop(n, "") for n in ("eprinttype", "archiveprefix")).lower() or "arxiv"


_READ_AS: Mapping[str, tuple[str, ...]] = {
    "container_title": ("journal", "journaltitle", "booktitle", "maintitle"),
    "publisher": ("publisher", "school", "institution", "organization", "usera"),
    "publisher_place": ("address", "location"),
    "annote": ("annote", "annotation"),
    "genre": ("type",),
    "call_number": ("lccn", "library"),
}
"""Names under which both dialects are found, whatever the file calls itself."""


@cache
def _places(
    dialect: str, work_type: str, entry_type: str
) -> dict[str, tuple[tuple[int, int], Row]]:
    """Return the row of the table for each name in an entry, with the order in which they count."""
    found: dict[str, tuple[tuple[int, int], Row]] = {}
    for position, row in enumerate(rows(dialect)):
        if row.kind != "language":
            names = _READ_AS.get(row.field, (place(row, work_type, entry_type),))
            for rank, name in enumerate(names):
                found.setdefault(name, ((position, rank), row))
    return found


def _take(row: Row, text: str, plain: Plain, tag: str | None) -> None:
    if row.kind == "names":
        plain[row.field], et_al = _bib_names.agents(text, tag)
        if et_al and row.field == "author":
            plain["author_et_al"] = True
    elif row.kind == "text":
        plain[row.field] = {tag or UNDETERMINED: _latex.decode(text)}
    elif row.kind == "keywords":
        plain["keyword"] = {tag or UNDETERMINED: read_keywords(text)}
    elif row.kind == "pages":
        plain["page"] = page_of(_latex.decode(text))
    elif row.kind == "date":
        plain[row.field] = _latex.decode(text)
    elif row.kind == "verbatim":
        value = unverbatim(text)
        plain[row.field] = value.split() if row.field == "isbn" else value
    else:
        plain[row.field] = _latex.decode(text)


def _take_date(fields: Fields, plain: Plain) -> None:
    """Take year, month and day, which stand in a field each, where no date is given."""
    year, month, day = (
        _latex.decode(fields.pop(name, "")).strip() for name in ("year", "month", "day")
    )
    if plain.get("issued") or not year:
        return
    found = re.fullmatch(r"(?:(\d{1,2})\s*)?([a-z]{3})[a-z]*\.?", month.lower())
    if found and found[2] in MONTHS:
        day, month = found[1] or day, str(MONTHS[found[2]])
    numbers = [int(p) for p in (year, month, day) if p.isdigit()]
    try:
        plain["issued"] = str(Date.of(*numbers[:3])) if year.isdigit() and numbers[0] else year
    except ValueError:
        plain["issued"] = year


def _take_notes(fields: Fields, plain: Plain) -> None:
    """Move labelled codes out of the notes that hold them, and the rest to `note`."""
    for at, text in (("note", plain.pop("note", "")), ("addendum", fields.pop("addendum", ""))):
        pieces = (text if at == "note" else _latex.decode(text)).split("; ")
        rest = "; ".join(take_subjects(pieces, plain))
        if rest and at == "note":
            plain["note"] = rest
        elif rest:
            fields[at] = rest


# Files

MAX_ENTRY = 32 * 2**20
"""How many bytes one entry may have."""
_CHUNK = 2**18
_SHOWN = 2**20
_START = re.compile(rb"[ \t]*@[A-Za-z]+[ \t]*[{(]")


def read(stream: BinaryIO) -> Iterator[Entry | Unread]:
    """Read the entries of a file one after the other; what is no entry comes as unread.

    The file is cut where an entry begins a line and bibtexparser reads piece by piece, so that
    memory does not grow with it. A key that stands twice gets a letter the second time.
    """
    from bibtexparser.model import (
        DuplicateBlockKeyBlock,
        DuplicateFieldKeyBlock,
        ParsingFailedBlock,
        String,
    )
    from bibtexparser.model import Entry as Block
    from bibtexparser.splitter import Splitter

    strings: dict[str, str] = {}
    taken: set[str] = set()
    for first, text in _pieces(stream):
        if isinstance(text, Unread):
            yield text
            continue
        for found in _quietly(Splitter, text).blocks:
            line = first + (found.start_line or 0)
            twice = isinstance(found, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock)
            block = found.ignore_error_block if twice else found
            if isinstance(block, String):
                strings[block.key.lower()] = _value(block.value, strings)
            elif isinstance(block, Block):
                raw = block.raw or ""
                if "\ufffd" in raw and "\ufffd" in text:
                    yield Unread("not UTF-8; save the file as UTF-8", line, block.key, raw)
                    continue
                fields: Fields = {}
                for each in block.fields:
                    at = each.key.lower()
                    value = _value(each.value, strings)
                    while at in fields and fields[at] != value:
                        at += "-again"
                    fields[at] = value
                key = _once(block.key, taken)
                if key != block.key:
                    fields["key-in-file"] = block.key
                yield Entry(block.entry_type.lower(), key, fields, line, raw)
            elif isinstance(block, ParsingFailedBlock):
                yield Unread(_cure(block.error), line, raw=block.raw or "")


def _quietly(splitter: Any, text: str) -> Any:
    import logging

    log = logging.getLogger("bibtexparser")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        return splitter(text).split()
    finally:
        log.setLevel(level)


def _once(key: str, taken: set[str]) -> str:
    unique, number = key, 1
    while unique.lower() in taken:
        number += 1
        unique = f"{key}-{number}"
    taken.add(unique.lower())
    return unique


def _cure(error: object) -> str:
    reason = str(getattr(error, "abort_reason", None) or error).rstrip(".")
    return f"the entry does not end well ({reason}); look for a brace or comma missing in it"


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, str | Unread]]:
    """Yield stretches of whole entries with the number of the line on which each begins.

    An entry that is too large, or has a line that is, comes as unread.
    """
    lines: list[bytes] = []
    size, first, passing = 0, 1, False
    for number, line in enumerate(_lines.raw_lines(stream), start=1):
        if (passing or size > _CHUNK) and _START.match(line):
            if not passing:
                yield first, _lines.text(b"".join(lines))
            lines, size, first, passing = [], 0, number, False
        if passing:
            continue
        lines.append(line)
        size += len(line)
        if isinstance(line, _lines.Cut):
            problem = line.problem
        elif size > MAX_ENTRY:
            problem = f"more than {MAX_ENTRY // 2**20} MiB; a closing brace is probably missing"
        else:
            continue
        begun = max((n for n, line in enumerate(lines) if _START.match(line)), default=None)
        if begun is None and number == len(lines):
            raise FormatError(problem)
        begun = begun or 0
        yield first, _lines.text(b"".join(lines[:begun]))
        raw = _lines.text(b"".join(lines[begun:])[:_SHOWN])
        yield first, Unread(f"an entry was left out: {problem}", first + begun, raw=raw)
        lines, passing = [], True
    yield first, _lines.text(b"".join(lines))


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """Return a value without its braces or quotes, its macros resolved and its pieces joined."""
    raw = raw.strip()
    if raw[:1] == "{" and raw[-1:] == "}" and _closes_at_end(raw):
        return raw[1:-1].strip()
    return "".join(_piece(piece, strings) for piece in _pieces_of(raw))


def _closes_at_end(raw: str) -> bool:
    if raw.find("{", 1) < 0:
        return raw.find("}") == len(raw) - 1
    depth = 0
    for at, letter in enumerate(raw):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return at == len(raw) - 1
    return False


def _pieces_of(raw: str) -> list[str]:
    pieces, depth, quoted, start = [], 0, False, 0
    for at, letter in enumerate(raw):
        depth += (letter == "{") - (letter == "}")
        if letter == '"' and depth == 0:
            quoted = not quoted
        if letter == "#" and depth == 0 and not quoted:
            pieces.append(raw[start:at].strip())
            start = at + 1
    return [*pieces, raw[start:].strip()]


def _piece(piece: str, strings: Mapping[str, str]) -> str:
    if len(piece) > 1 and (piece[0], piece[-1]) in (("{", "}"), ('"', '"')):
        return piece[1:-1].strip() if piece[0] == '"' else piece[1:-1]
    return strings.get(piece.lower(), piece)


def entry_text(kind: str, key: str, fields: Fields) -> str:
    """Return an entry as it stands in a file, in the order and layout of bibtexparser."""
    from bibtexparser.library import Library
    from bibtexparser.model import Entry as Block
    from bibtexparser.model import Field
    from bibtexparser.writer import write

    values = [
        Field(at, value if at == "month" and value in MONTHS else f"{{{value}}}")
        for at, value in fields.items()
    ]
    return str(write(Library([Block(kind, key, values)])))


def sniff(head: bytes) -> bool:
    """Whether a file begins with entries, after comments at most."""
    return re.search(rb"^\s*@[A-Za-z]+\s*[{(]\s*[^\s,{}]+\s*[,=]", head, re.M) is not None


def month(date: Date) -> str:
    """Return the macro of a date's month, or ""."""
    start = date.start
    return _MACROS[start.month - 1] if start is not None and start.month else ""
