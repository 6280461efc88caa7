"""CSL-JSON items as the renderer reads them."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from citekit.csl.dates import DateValue, parse_date
from citekit.csl.errors import CSLWarning, ItemError
from citekit.csl.persons import PersonName, parse_names
from citekit.csl.richtext import ENGLISH_QUOTES, QuotePairs, is_plain, parse_field

NAME_VARIABLES = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director editor-translator executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator""".split()
)
DATE_VARIABLES = frozenset(
    "accessed available-date event-date issued original-date submitted".split()
)
NUMBER_VARIABLES = frozenset(
    """chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume""".split()
)
_SPECIAL = frozenset(["id", "type", "custom", "multi", "categories", "citation-key"])
_KINDS = {
    **dict.fromkeys(NAME_VARIABLES, "names"),
    **dict.fromkeys(DATE_VARIABLES, "date"),
    **dict.fromkeys(_SPECIAL, "special"),
}
_ALIASES = {
    "shortTitle": "title-short",
    "short-title": "title-short",
    "journalAbbreviation": "container-title-short",
    "archive_location": "archive-location",
}
DEPRECATED = {"event": "event-title", "event-title": "event"}
"""Two names of one variable: a style that knows one of them finds the value of the other."""
_NOTE_BRACES = re.compile(r"\{:([\w-]+):\s*([^}]*)\}")
_NOTE_LINE = re.compile(r"^([\w-]+):\s*(.+)$")

NameTuple = tuple[PersonName, ...]

_LONG = frozenset(["abstract", "annote"])
"""Texts that few styles print: they are not looked through before one does."""


class _Fields(NamedTuple):
    """What the names of an item's fields say by themselves; items of one source share them.

    Attributes:
        texts: Text variables.
        long: Text variables that few styles print.
        names: Name variables.
        dates: Date variables.
        present: What has a value when all of these have.
    """

    texts: tuple[str, ...]
    long: tuple[str, ...]
    names: tuple[str, ...]
    dates: tuple[str, ...]
    present: frozenset[str]

    @classmethod
    def of(cls, fields: tuple[str, ...]) -> "_Fields":
        """Sort the fields of an item."""
        kinds: dict[str, list[str]] = {"text": [], "names": [], "date": [], "special": []}
        for name in fields:
            kinds[_KINDS.get(name, "text")].append(name)
        texts = [name for name in kinds["text"] if name not in _LONG]
        long = [name for name in kinds["text"] if name in _LONG]
        present = {*kinds["text"], *kinds["names"], *kinds["date"]}
        present |= {a for name, a in _ALIASES.items() if name in fields and a not in fields}
        present |= {"page-first"} & {f"{name}-first" for name in fields}
        return cls(tuple(texts), tuple(long), tuple(kinds["names"]), tuple(kinds["date"]),
                   frozenset(present))  # fmt: skip


_FIELDS: dict[tuple[str, ...], _Fields] = {}
_MAX_FIELDS = 10_000


class Item(dict[str, str]):
    """One item: as a mapping, its text variables as rich text, made when first asked for.

    Attributes:
        id: As in the citing document, a string.
        type: CSL item type.
        names: Parsed name variables that are not empty.
        dates: Parsed date variables that are not empty.
        present: All variables that have a value.
        quotes: The quotation marks of the document's language.
        custom: Values for extension variables.
        language: BCP 47 tag as given, or "".
        english: Title case applies (the processor decides, by language and locale).
    """

    __slots__ = (
        "custom", "dates", "english", "id", "language", "names", "present", "quotes", "raw",
        "signature", "type",
    )  # fmt: skip

    def __init__(
        self,
        raw: Mapping[str, Any],
        warn: list[CSLWarning],
        quotes: QuotePairs = ENGLISH_QUOTES,
    ) -> None:
        """Read a CSL-JSON object.

        Args:
            raw: The object.
            warn: Takes what is passed over.
            quotes: The quotation marks of the document's language.

        Raises:
            ItemError: It is not an object.
        """
        if raw.__class__ is not dict and not isinstance(raw, Mapping):
            raise ItemError(f"an item is {type(raw).__name__}, not an object: {str(raw)[:60]!r}")
        self.id = str(raw.get("id", ""))
        self.quotes = quotes
        kind = raw.get("type")
        self.type = kind if isinstance(kind, str) else ""
        self.names: dict[str, NameTuple] = {}
        self.dates: dict[str, DateValue] = {}
        self.raw: Mapping[str, Any] = raw
        if raw.__class__ is dict and self._read_ordinary(raw):
            return
        note = raw.get("note")
        if isinstance(note, str) and ":" in note:
            self.raw = raw = _with_note_variables(raw, note)
            self.type = str(raw.get("type") or self.type)
        custom = raw.get("custom")
        self.custom: Mapping[str, Any] = custom if isinstance(custom, Mapping) else {}
        language = raw.get("language")
        self.language = language if isinstance(language, str) else ""
        present = []
        for name, value in raw.items():
            kind = _KINDS.get(name)
            if kind is None:
                if value.__class__ is str:
                    if value and not value.isspace():
                        present.append(name)
                elif isinstance(value, bool) or value is None:
                    continue
                elif isinstance(value, int | float):
                    present.append(name)
                elif name not in ("author-custom",) and value:
                    warn.append(
                        CSLWarning(
                            f"expected text, found {type(value).__name__}; left out", self.id, name
                        )
                    )
            elif kind == "names":
                if self._read_names(name, value, warn):
                    present.append(name)
            elif kind == "date":
                date = parse_date(value)
                if date is not None:
                    self.dates[name] = date
                    present.append(name)
                elif value and not isinstance(value, Mapping | str | int):
                    warn.append(
                        CSLWarning(
                            f"expected a date, found {type(value).__name__}; left out",
                            self.id,
                            name,
                        )
                    )
        for name, alias in _ALIASES.items():
            if name in raw and alias not in raw and name in present:
                present.append(alias)
        if "page" in raw and "page" in present:
            present.append("page-first")
        names = self.names
        if "editor" in names and "translator" in names and names["editor"] == names["translator"]:
            names.setdefault("editor-translator", names["editor"])
            present.append("editor-translator")
        self.present = frozenset(present)
        self.signature: Any = None
        self.english = True

    def _read_ordinary(self, raw: dict[str, Any]) -> bool:
        """Read an item whose every field is as it should be, and its texts without markup.

        That is what most items are. Of all others nothing is kept: False is returned.
        """
        names = tuple(raw)
        fields = _FIELDS.get(names)
        if fields is None:
            if len(_FIELDS) > _MAX_FIELDS:
                _FIELDS.clear()
            fields = _FIELDS[names] = _Fields.of(names)
        get = raw.get
        try:
            texts = [*map(str.strip, [raw[name] for name in fields.texts])]
        except TypeError:
            return False
        if not (all(texts) and is_plain("\n".join(texts))) or "custom" in raw:
            return False
        if ":" in get("note", "") or not all(
            isinstance(raw[name], str) and raw[name].strip() for name in fields.long
        ):
            return False
        for name in fields.dates:
            date = parse_date(raw[name])
            if date is None:
                return self._forget()
            self.dates[name] = date
        for name in fields.names:
            value = raw[name]
            found = parse_names(value) if value.__class__ is list else ()
            if not found or len(found) < len(value):
                return self._forget()
            self.names[name] = found
        self.update(zip(fields.texts, texts, strict=True))
        self.custom = {}
        self.language = get("language", "")
        self.present = fields.present
        if "editor" in self.names and self.names["editor"] == self.names.get("translator"):
            self.names.setdefault("editor-translator", self.names["editor"])
            self.present |= {"editor-translator"}
        self.signature = None
        self.english = True
        return True

    def _forget(self) -> bool:
        self.names.clear()
        self.dates.clear()
        return False

    def _read_names(self, name: str, value: Any, warn: list[CSLWarning]) -> bool:
        if isinstance(value, Mapping):
            value = [value]
        if not isinstance(value, list | tuple):
            if value:
                warn.append(CSLWarning(
                    f"expected a list of names, found {type(value).__name__}; left out",
                    self.id, name))  # fmt: skip
            return False
        found = parse_names(value)
        if len(found) < len(value) and any(not isinstance(n, Mapping) for n in value):
            warn.append(CSLWarning("a name is not an object; left out", self.id, name))
        if found:
            self.names[name] = found
        return bool(found)

    def __missing__(self, name: str) -> str:
        """Make a text variable ready; empty when the item has none."""
        value = self.raw.get(name)
        if value is None:
            if name == "page-first":
                value = self._page_first()
            else:
                for source, alias in (*_ALIASES.items(), *DEPRECATED.items()):
                    if alias == name and self.raw.get(source) is not None:
                        value = self.raw[source]
                        break
        text = "" if value is None or isinstance(value, dict | list) else str(value).strip()
        text = parse_field(text, self.quotes) if text else ""
        self[name] = text
        return text

    def _page_first(self) -> str:
        page = str(self.raw.get("page", ""))
        return re.split(r"\s*(?:[-–—,&])\s*", page)[0]

    def plain(self, name: str) -> str:
        """Return a text variable as it was given."""
        value = self.raw.get(name)
        if value is None and name == "page-first":
            return self._page_first()
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _with_note_variables(raw: Mapping[str, Any], note: str) -> Mapping[str, Any]:
    """Read variables written into the note ("original-date: 1999", "{:genre: letter}").

    Reference managers use the note for variables their own record has no field for.
    """
    found: list[tuple[str, str]] = _NOTE_BRACES.findall(note)
    rest = _NOTE_BRACES.sub("", note)
    lines = rest.split("\n")
    kept = []
    for line in lines:
        match = _NOTE_LINE.match(line.strip())
        if match and _known(match.group(1)):
            found.append((match.group(1), match.group(2)))
        else:
            kept.append(line)
    if not found:
        return raw
    out = dict(raw)
    out["note"] = "\n".join(kept).strip()
    for name, value in found:
        value = value.strip()
        if name in NAME_VARIABLES:
            family, _, given = value.partition("||")
            person = {"family": family.strip(), "given": given.strip()} if given else {
                "literal": family.strip()}  # fmt: skip
            before = out.get(name) if name not in raw else None
            out[name] = [*(before or []), person]
        elif name in DATE_VARIABLES:
            out[name] = {"raw": value}
        elif name == "type" or name not in raw:
            out[name] = value
    return out


_KNOWN_TEXT = frozenset(
    """type abstract annote archive archive-place authority call-number citation-label
    collection-title container-title container-title-short dimensions division DOI event
    event-title event-place genre ISBN ISSN jurisdiction keyword language license medium
    original-publisher original-publisher-place original-title part-title PMCID PMID publisher
    publisher-place references reviewed-genre reviewed-title scale section source status title
    title-short URL volume-title volume-title-short""".split()
)


def _known(name: str) -> bool:
    return (
        name in NAME_VARIABLES or name in DATE_VARIABLES or name in NUMBER_VARIABLES
        or name in _KNOWN_TEXT
    )  # fmt: skip
