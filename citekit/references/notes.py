"""The notes of a whole text: first and repeated references, as R 7.0.5 has them in clauses 8 and 9.

What stands before a reference decides its form: `Там же. С. 68`, `Указ. соч. Т. 2`, `Его же`.
Position is known to the CSL engine; who wrote the work before, in which host it stood, and of which
volume the place is, is told to the style here, as extension variables of one cite.

>>> from citekit.model import Person, Text, Work
>>> book = Work(id="abai", type="book", language="kk", title=Text({"kk": "Абай жолы"}),
...             author=(Person.named("Әуезов", "М. О.", language="kk"),), issued="1942")
>>> asked = notes_of(["abai", {"cite": "abai", "page": "12"}])
>>> [note.text for note in render_notes([book], asked, "gost-r-7.0.5-2008-note")]
['Әуезов М. О. Абай жолы. 1942.', 'Сонда. Б. 12.']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from citekit.model import Article, Work
from citekit.references.gost_words import Standard, language_of, standard_of, words_of

if TYPE_CHECKING:
    from citekit.csl import Cite, Processor
    from citekit.csl.styles import Style

Item = dict[str, Any]
Terms = Mapping[str, Mapping[str, str]]

LOCATORS = (
    *("page", "chapter", "section", "part", "paragraph", "column", "folio", "line", "verse"),
    *("figure", "table", "note", "issue", "book", "opus", "sub-verbo"),
)
"""The CSL locators by which a cite may name a place."""
_KEYS = ("cite", "volume", "prefix", "suffix", *LOCATORS)


class NotesError(ValueError):
    """Notes are not written as they should be, or name a source that there is not."""


@dataclass(frozen=True, slots=True)
class NoteCite:
    """One source in a note.

    Attributes:
        key: Id of the record, or number of the source in its article.
        locator: The place, as printed: `12–14`.
        label: What the place is, one of `LOCATORS`.
        volume: The volume that is meant: its number, or as printed, `Вып. 9`.
        prefix: What stands before: `Цит. по: `.
        suffix: What stands after.
    """

    key: str
    locator: str = ""
    label: str = ""
    volume: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the text: its number, and what it cites."""

    number: int
    cites: tuple[NoteCite, ...]


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A note as it is printed, in the output format."""

    number: int
    text: str


def notes_of(value: Any) -> list[Note]:
    """Return the notes that a file of them says, numbered from 1 on unless they say their number.

    Args:
        value: A list with one entry for each note: a cite, or a list of cites, or
            `{"note": 7, "cites": [...]}`. A cite is an id, or a mapping with `cite` and, as wanted,
            a locator (`page: 12–14`), `volume`, `prefix`, `suffix`.

    Raises:
        NotesError: It is not so; the message names the note and the cure.

    >>> notes_of(["a", [{"cite": "b", "page": 5}, "c"]])[1].cites[0]
    NoteCite(key='b', locator='5', label='page', volume='', prefix='', suffix='')
    """
    if not isinstance(value, list):
        raise NotesError("notes are a list with one entry for each note")
    made: list[Note] = []
    for entry in value:
        number = made[-1].number + 1 if made else 1
        cites = entry
        if isinstance(entry, Mapping) and "cites" in entry:
            said, cites = str(entry.get("note", number)), entry["cites"]
            if not said.isdecimal() or int(said) < number:
                raise NotesError(f"note {number}: the number {said!r} does not follow the others")
            number = int(said)
        listed = cites if isinstance(cites, list) else [cites]
        if not listed:
            raise NotesError(f"note {number} cites nothing; take it out")
        made.append(Note(number, tuple(_cite(cite, number) for cite in listed)))
    return made


def _cite(value: Any, number: int) -> NoteCite:
    if isinstance(value, str | int):
        return NoteCite(str(value))
    if not isinstance(value, Mapping) or "cite" not in value:
        raise NotesError(f"note {number}: a cite is an id, or has one: cite: ID")
    said = {str(key): str(text) for key, text in value.items()}
    unknown = said.keys() - set(_KEYS)
    if unknown:
        raise NotesError(f"note {number}: unknown {min(unknown)!r}; known are {', '.join(_KEYS)}")
    labels = [label for label in LOCATORS if label in said]
    if len(labels) > 1:
        raise NotesError(f"note {number}: one place, not {' and '.join(labels)}")
    label = labels[0] if labels else ""
    more = {name: said[name] for name in ("volume", "prefix", "suffix") if name in said}
    return NoteCite(said["cite"], said.get(label, ""), label, **more)


def render_notes(
    works: Iterable[Work],
    notes: Sequence[Note],
    style: str = "gost-r-7.0.5-2008-note",
    *,
    locale: str | None = None,
    language: str | None = None,
    output: str = "text",
    terms: Terms | None = None,
) -> list[PrintedNote]:
    """Print the notes of a text, in order.

    Args:
        works: Records; for an article its sources, called by their numbers or ids.
        notes: What each note cites (`notes_of`).
        style: Name of a style, or path of a CSL file. A style that has no notes gives what stands
            in the text, `[10, с. 81]`.
        locale: The language of the document; by default the style's own.
        language: The language to prefer for titles and names.
        output: Output format of the text.
        terms: The user's own terms by language and name.

    Raises:
        NotesError: A note names a source that there is not.
        citekit.csl.CSLError: The style cannot be found or used, or the output format is unknown.
    """
    from citekit.csl import Cluster, processor
    from citekit.csl.styles import find_style
    from citekit.references.adapted import with_terms

    found = find_style(style)
    items, keys = _items(works, found, language, terms or {})
    known = [_known(note, keys) for note in notes]
    standard = standard_of(found.info.name)
    in_notes = found.info.style_class == "note"
    clusters = [
        Cluster(tuple(_as_cite(c, standard) for c in note.cites), note.number if in_notes else 0)
        for note in known
    ]
    source = with_terms(found.source, terms or {})

    def made(changes: Mapping[str, Item]) -> list[str]:
        changed = [changes.get(key, item) for key, item in items.items()]
        engine: Processor = processor(
            source, changed, locale=locale or found.info.default_locale or None, output=output
        )
        return engine.citations(clusters)

    texts = made({})
    if standard is not None:
        pointer = not (in_notes or found.info.name.endswith("-inline"))
        asked = dict(enumerate(_changes(known, items, pointer=pointer, words=terms)))
        for together in _passes({n: changes for n, changes in asked.items() if changes}):
            merged = {key: item for n in together for key, item in asked[n].items()}
            again = made(merged)
            for n in together:
                texts[n] = again[n]
    return [PrintedNote(note.number, text) for note, text in zip(notes, texts, strict=True)]


def as_text(notes: Iterable[PrintedNote], output: str = "text") -> str:
    """Return notes as one text of the output format, each with its number."""
    from citekit.csl.writers import writer

    start, end = writer(output).body
    form = _NUMBERED.get(output, "{n}. {text}")
    lines = [form.format(n=note.number, text=note.text) for note in notes]
    return start + "\n".join(lines) + end


_NUMBERED = {
    "html": '<p id="fn{n}"><sup>{n}</sup> {text}</p>',
    "markdown": "[^{n}]: {text}",
    "latex": "\\footnotetext[{n}]{{{text}}}",
    "rtf": "{{\\pard\\super {n}\\nosupersub  {text}\\par}}",
}
"""How a note is printed in formats that have notes of their own."""


def _items(
    works: Iterable[Work], style: Style, language: str | None, terms: Terms
) -> tuple[dict[str, Item], dict[str, str]]:
    """Return the prepared items by id, and the id that each name of a source stands for."""
    from citekit.formats.csl_json import to_item
    from citekit.references.gost import prepare
    from citekit.references.remarks import without_controls

    items: dict[str, Item] = {}
    keys: dict[str, str] = {}
    for number, work, printed in _sources(works):
        id_ = f"source-{len(items) + 1}"
        item: Item = {"type": "document", "title": printed.strip().removesuffix(".")}
        if work is not None:
            item = prepare(to_item(work, language), style.info.name, words=terms)
        items[id_] = {**without_controls(item)[0], "id": id_}
        for name in filter(None, (number, work.id if work else None)):
            keys.setdefault(name, id_)
    return items, keys


def _sources(works: Iterable[Work]) -> Iterator[tuple[str | None, Work | None, str]]:
    for work in works:
        if isinstance(work, Article) and work.references:
            for position, reference in enumerate(work.references, start=1):
                printed = reference.as_printed or ""
                yield reference.number or str(position), reference.work, printed
        else:
            yield None, work, ""


def _known(note: Note, keys: Mapping[str, str]) -> Note:
    """Return a note with the ids of items for what its cites call the sources.

    Raises:
        NotesError: There is no such source.
    """
    cites = []
    for cite in note.cites:
        if cite.key not in keys:
            near = get_close_matches(cite.key, keys, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join([*keys][:8])}"
            raise NotesError(f"note {note.number}: there is no source {cite.key!r}; {hint}")
        more = (cite.locator, cite.label, cite.volume, cite.prefix, cite.suffix)
        cites.append(NoteCite(keys[cite.key], *more))
    return Note(note.number, tuple(cites))


def _as_cite(cite: NoteCite, standard: Standard | None) -> Cite:
    from citekit.csl import Cite

    locator, label = cite.locator, cite.label
    suffix = cite.suffix
    if cite.volume and standard is None:  # CSL has one locator
        suffix = f", {locator}{suffix}" if locator else suffix
        locator, label = cite.volume, "volume"
    return Cite(cite.key, locator, label, cite.prefix, suffix)


def _changes(
    notes: Sequence[Note],
    items: Mapping[str, Item],
    *,
    pointer: bool,
    words: Terms | None,
) -> Iterator[dict[str, Item]]:
    """Yield for each note the items that are named in another way by what stands before them."""
    from citekit.references.gost_names import same_authors, same_host

    before: NoteCite | None = None
    volumes: dict[str, str] = {}
    for note in notes:
        changes: dict[str, Item] = {}
        for position, cite in enumerate(note.cites):
            base = item = items[cite.key]
            other = before is not None and before.key != cite.key
            if other and before is not None and not pointer:
                last = items[before.key]
                if position:  # R 7.0.5, 9.1–9.3
                    item = same_authors([last, item], words=words)[1]
                if cite.key not in volumes:  # R 7.0.5, 8.11
                    page = {"page": cite.locator} if cite.locator else {}
                    *_, hosted = same_host([last, {**item, **page}], words=words)
                    item = hosted if "host" in hosted.get("custom", {}) else item
            if cite.volume:
                said = _volume(cite, item, words)
                named = {
                    "volume-information": said,
                    "repeated-volume": said,
                    "extent": "",
                }  # 2 т. is not of the volume
                if pointer:
                    named = {"cited-volume": said[:1].lower() + said[1:]}
                elif volumes.get(cite.key) != cite.volume:
                    named["cited-volume"] = said
                item = {**item, "custom": {**item.get("custom", {}), **named}}
            if item is not base:
                changes[cite.key] = item
            volumes[cite.key] = cite.volume or volumes.get(cite.key, "")
            before = cite
        if len(note.cites) > 1:
            before = None  # «Там же» after several sources would not say which one
        yield changes


def _volume(cite: NoteCite, item: Item, words: Terms | None) -> str:
    if not cite.volume[:1].isdecimal():
        return cite.volume
    return str(words_of(language_of(item), words)["volume"]).format(n=cite.volume)


def _passes(asked: Mapping[int, Mapping[str, Item]]) -> Iterator[list[int]]:
    """Yield notes that can be rendered in one go: no two of them change an item differently."""
    left = dict(asked)
    while left:
        taken: dict[str, Item] = {}
        together = []
        for n, changes in list(left.items()):
            if all(taken.get(key, item) == item for key, item in changes.items()):
                taken |= changes
                together.append(n)
                del left[n]
        yield together
