"""BibTeX: one entry a record, as BibTeX itself, Zotero, JabRef and pandoc read it.

BibTeX has one language an entry. Values in other languages stand beside it in fields of their own,
`title-ru`, `abstract-en`, `author-en`, which readers that do not know them pass over; every plain
field of the record that BibTeX knows nothing of stands under its own name in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from citekit.formats import _bib, _bib_names, _latex
from citekit.formats._account import encoded, language_of
from citekit.formats._codes import language_code, read_type, written_type
from citekit.formats._keys import Keys
from citekit.formats._record import Plain, add_name, organizations, others, primary, put, record
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import UNDETERMINED, Agent, Article, Person, Work
from citekit.model._language_tag import normalise_tag

_ROWS = {row.field: row for row in _bib.rows("bibtex")}
_LOCALIZED = [row for row in _ROWS.values() if row.kind in ("text", "keywords")]
_NAMES = [row for row in _ROWS.values() if row.kind == "names"]
_OWN_NAMES = {
    name: name.replace("_", "-")
    for name, info in Article.model_fields.items()
    if name not in _ROWS
    and name not in ("id", "document")
    and info.default is None
    and "Localized" not in str(info.annotation)
}
"""The single values that no BibTeX field is known for, under their own names."""
_TAGGED = re.compile(r"(?P<name>[a-z]+)-(?P<tag>[a-z]{2,3}(?:-[a-z0-9]+)*)")
_NAME = re.compile(r"[a-z][a-z0-9:._+-]*")


def encode(work: Work, key: str) -> _bib.Entry:
    """Return a work as an entry."""
    kind = written_type(work.type, "bibtex") or "misc"
    fields = _bib.encode(work, key, "bibtex", kind)
    if work.type != read_type(kind, "bibtex"):
        fields["entrysubtype"] = work.type
    if "language" in fields and (babel := language_code(work.language, "babel")):
        # By this pandoc knows that the title is not English, and leaves its capitals alone.
        fields["langid"] = babel
    if "eid" in fields:
        # Styles and readers that know no eid look for it here.
        fields.setdefault("pages", fields["eid"])
    _split_date(fields, work)
    fields |= _other_languages(work, kind)
    for field, at in _OWN_NAMES.items():
        value = getattr(work, field, None)
        if value is not None:
            fields[at] = _latex.encode(str(value))
    for at, agent_value in _OF_AUTHORS.items():
        if listed := _bib_names.agent_list(work.author, lambda a, v=agent_value: v(a, work)):
            fields[at] = listed
    for at, text in work.extra.items():
        if _NAME.fullmatch(at) and at not in fields:
            fields[at] = _latex.encode(text)
    return _bib.Entry(kind, key, fields)


def decode(entry: _bib.Entry) -> Work:
    """Return the work that an entry describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    plain = _bib.decode(entry, "bibtex")
    if plain.get("page") == plain.get("number"):
        plain.pop("page", None)
    extra: dict[str, str] = plain["extra"]
    raw = {at: entry.fields[at] for at in extra if at in entry.fields}
    for at, text in raw.items():
        field = _OWN_FIELDS.get(at)
        if field is not None:
            plain[field] = extra.pop(at)
        elif (match := _TAGGED.fullmatch(at)) and _take_tagged(match, text, plain):
            del extra[at]
    tag = plain["language"] or UNDETERMINED
    for at, put_all in _PUT_TO_AUTHORS.items():
        if at in raw and plain.get("author"):
            put_all(plain["author"], _bib_names.split_names(raw[at]), tag)
            extra.pop(at, None)
    return record(plain)


_OWN_FIELDS = {at: field for field, at in _OWN_NAMES.items()}


def _split_date(fields: _bib.Fields, work: Work) -> None:
    """Say the date as BibTeX does, and once more in full where that says too little."""
    full = fields.pop("date", None)
    if work.issued is None:
        return
    if work.issued.year is None:
        fields["year"] = _latex.encode(work.issued)
        return
    fields["year"] = str(work.issued.year)
    if month := _bib.month(work.issued):
        fields["month"] = month
    said = fields["year"] + (f"-{_bib.MONTHS[month]:02d}" if month else "")
    if full != said and full is not None:
        # Last, because Zotero takes the last it sees.
        fields["date"] = full


def _other_languages(work: Work, kind: str) -> _bib.Fields:
    fields: _bib.Fields = {}
    for row in _LOCALIZED:
        at = _bib.place(row, work.type, kind)
        for tag, value in others(getattr(work, row.field), work):
            text = _bib.keywords(value) if row.kind == "keywords" else _latex.encode(value)
            fields[f"{at}-{tag.lower()}"] = text
    for row in _NAMES:
        agents: tuple[Agent, ...] = getattr(work, row.field)
        own = language_of(work)
        tags = {tag: None for agent in agents for tag in agent.name}
        for tag in tags:
            names = [
                _bib_names.name(agent.name[tag])
                if tag in agent.name and agent.name[tag] is not agent.name.best(own)
                else "{}"
                for agent in agents
            ]
            if any(n != "{}" for n in names):
                fields[f"{row.name}-{tag.lower()}"] = " and ".join(names)
    return fields


def _take_tagged(match: re.Match[str], text: str, plain: Plain) -> bool:
    """Put a value of another language where it belongs; whether it was one."""
    at, tag = match["name"], normalise_tag(match["tag"])
    if tag is None:
        return False
    for row in _LOCALIZED:
        if at == row.name or (row.field == "container_title" and at in ("booktitle", "journal")):
            read = _bib.read_keywords if row.kind == "keywords" else _latex.decode
            plain.setdefault(row.field, {}).setdefault(tag, read(text))
            return True
    for row in _NAMES:
        if at == row.name and plain.get(row.field):
            for agent, name in zip(plain[row.field], _bib_names.split_names(text), strict=False):
                add_name(agent, tag, _bib_names.read_name(name))
            return True
    return False


def _affiliations(agent: Person, work: Work) -> str:
    return "; ".join(
        _latex.encode(primary(organization.name, work)) for organization in organizations(agent)
    )


def _put(key: str) -> Any:
    def put_all(authors: list[Plain], values: list[str], tag: str) -> None:
        for author, value in zip(authors, values, strict=False):
            if text := _latex.decode(value):
                put(author, **{key: text})

    return put_all


def _put_affiliations(authors: list[Plain], values: list[str], tag: str) -> None:
    for author, value in zip(authors, values, strict=False):
        names = [name for name in _latex.decode(value).split("; ") if name]
        if names:
            posts = [{"organization": {"name": {tag: name}}} for name in names]
            put(author, affiliation=posts)


_OF_AUTHORS: dict[str, Any] = {
    "orcid": lambda agent, work: agent.orcid or "",
    "affiliation": _affiliations,
}
"""What stands for each author in order, parted as names are."""
_PUT_TO_AUTHORS: dict[str, Any] = {"orcid": _put("orcid"), "affiliation": _put_affiliations}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read entries one by one; one that has an error comes as unread, with its text."""
    for entry in _bib.read(stream):
        if isinstance(entry, Unread):
            yield entry
            continue
        try:
            yield decode(entry)
        except FormatError as error:
            yield Unread(str(error), entry.line, entry.key, entry.raw)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write entries one by one."""
    keys = Keys()
    nodes = encoded(works, lambda work: encode(work, keys.key_for(work)), decode, account)
    for position, entry in enumerate(nodes):
        text = _bib.entry_text(entry.type, entry.key, entry.fields)
        stream.write((("\n" if position else "") + text).encode())


FORMAT = Format(
    name="bibtex",
    title="BibTeX",
    media_type="application/x-bibtex",
    extensions=(".bib",),
    read=read,
    write=write,
    sniff=_bib.sniff,
    specification="https://www.ctan.org/pkg/bibtex",
    frame=(b"", b"\n", b""),
)
