"""The areas of a reference: stretches of the string, each under one label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from citekit.references.grammar import Reading, read
from citekit.references.names import NameList, heading
from citekit.references.pieces import Mark, Piece, levelled, pieces
from citekit.references.vocabulary import BIT, alternation, bodies, places

_NUMBER = re.compile(
    r"\s*(?:\[\s?(\d{1,4})\s?\]\.?|\(?(\d{1,4})\)|(\d{1,4}(?:\.\d{1,3})?)\.(?!\d)|[•·▪*]|[-–](?=\s))\s*(?=\S)"
)
SURE_NAMES = 5.5
"""From this score on names are names and no words of a title."""
_BARE_NUMBER = re.compile(r"\s*(\d{1,3})\s+(?=[^\W\d_]{2})")


@dataclass(slots=True)
class Area:
    """A stretch of the string and what it is.

    Attributes:
        label: The grammar's label: `TITLE`, `PLACE`, `PAGES`.
        start: Where it begins in the string as printed.
        end: Where it ends.
        text: The text between, as printed.
        mark: The punctuation before it.
        margin: By how much this label beats the next best one.
        values: What an element of it says, by the names of the grammar's terminals.
        names: The names it was recognised as.
    """

    label: str
    start: int
    end: int
    text: str
    mark: Mark
    margin: float
    values: dict[str, str] = field(default_factory=dict)
    names: NameList | None = None


@dataclass(slots=True)
class Areas:
    """A string with its areas."""

    text: str
    level: str
    number: str | None
    start: int
    areas: tuple[Area, ...]
    reading: Reading

    def all(self, *labels: str) -> list[Area]:
        """Return the areas with one of these labels, in order."""
        return [a for a in self.areas if a.label in labels]

    def first(self, *labels: str) -> Area | None:
        """Return the first area with one of these labels."""
        return next((a for a in self.areas if a.label in labels), None)


def list_number(text: str) -> tuple[str | None, int]:
    """Return the number with which a printed item begins, and where the item itself begins.

    >>> list_number("12. Абай"), list_number("[3] Абай"), list_number("1984. Абай")
    (('12', 4), ('3', 4), (None, 0))
    """
    match = _NUMBER.match(text)
    if match is None:
        return None, 0
    number = next((g for g in match.groups() if g), None)
    if (
        number
        and len(number) == 4
        and number.isdecimal()
        and 1500 < int(number) < 2100
        and match[1] is None
    ):
        return None, 0
    return number, match.end()


def areas(text: str) -> Areas:
    """Return the areas of one reference string, number of the list included.

    >>> [(a.label, a.text) for a in areas("1. Абай. Қара сөз. – Алматы, 1993.").areas]
    [('HEAD', 'Абай'), ('TITLE', 'Қара сөз'), ('PLACE', 'Алматы'), ('YEAR', '1993')]
    """
    level = levelled(text)
    number, start = list_number(level)
    if number is None and (bare := _BARE_NUMBER.match(level)):
        # `1 Қайдар Ә. …`: a number without a sign, since names follow it.
        names = heading(level, bare.end())
        if names is not None and names.score >= SURE_NAMES:
            number, start = bare[1], bare.end()
    if led := _lead_in().match(level, start):
        start = led.end()
    found = pieces(level, start)
    if not found:
        return Areas(text, level, number, start, (), Reading((), 0.0, ()))
    reading = read(found)
    labels = _publisher_first(found, _meeting_place(found, reading.labels))
    reading = reading._replace(labels=labels)
    return Areas(text, level, number, start, tuple(_joined(text, found, reading)), reading)


@cache
def _lead_in() -> re.Pattern[str]:
    """Return what leads a reference in where it stands in a note: `См., напр.: `, `See: `."""
    return re.compile(rf"{alternation('lead_in')}\.?\s?:\s?(?=\S)", re.I)


def _publisher_first(found: list[Piece], labels: tuple[str, ...]) -> tuple[str, ...]:
    """Tell a publisher that stands before its place: `MIT Press: Cambridge, MA, USA, 2010`.

    The list of a standard has it behind a comma, too: `…, ASTM International, West Conshohocken`.
    """
    result = list(labels)
    for at in range(1, len(labels) - 1):
        text = found[at].text.lower()
        if labels[at + 1] != "PLACE" or text in places() or found[at].element is not None:
            continue
        behind = found[at + 1].mark in ("colon", "colonsp") and labels[at] in ("PLACE", "NOTE")
        if behind or (labels[0] == "STANDARD" and text in bodies()):
            result[at] = "PUBLISHER"
    return tuple(result)


_MEETING = BIT["conference_words"] | BIT["meeting_words"]


def _meeting_place(found: list[Piece], labels: tuple[str, ...]) -> tuple[str, ...]:
    """Give place and date of a conference to its name, where an imprint of their own follows them.

    `… конф., Вена, 2009. – Алматы, 2010`: the first place and date say where the meeting was.
    """
    for at in range(1, len(labels)):
        host = labels[at - 1]
        if host not in _NAMED or not found[at - 1].bits & _MEETING:
            continue
        end = at
        while (
            end < len(labels) and labels[end] in _WHERE and found[end].mark not in ("area", "dash")
        ):
            if labels[end] == "PLACE" and _WHEN & set(labels[at:end]):
                break
            end += 1
        group, rest = set(labels[at:end]), set(labels[end:])
        if group & _WHEN and group & {"PLACE", "PUBLISHER"} and "PLACE" in rest and rest & _WHEN:
            return (*labels[:at], *(host for _ in range(at, end)), *labels[end:])
    return labels


_NAMED = frozenset(("CTITLE", "CINFO", "TITLE", "INFO"))
_WHERE = frozenset(("PLACE", "PUBLISHER", "YEAR", "DATE", "YEARP"))
_WHEN = frozenset(("YEAR", "DATE"))


# Labels whose neighbouring pieces are one area, and the marks that nevertheless part two of them.
_RUNS: dict[str, frozenset[str]] = {
    "TITLE": frozenset(),
    "PARALLEL": frozenset(),
    "CTITLE": frozenset(("host",)),
    "INFO": frozenset(("colonsp",)),
    "CINFO": frozenset(("colonsp",)),
    "RESP": frozenset(("semi",)),
    "CRESP": frozenset(("semi",)),
    "PUBLISHER": frozenset(("semi", "area")),
    "PARTTITLE": frozenset(),
    "GENRE": frozenset(("colonsp",)),
    "NOTE": frozenset(("area",)),
    "SERIES": frozenset(("area",)),
    "LEFTOVER": frozenset(),
}


def _joined(text: str, found: list[Piece], reading: Reading) -> list[Area]:
    result: list[Area] = []
    for piece, label, margin in zip(found, reading.labels, reading.margins, strict=True):
        last = result[-1] if result else None
        if last and last.label == label and label in _RUNS and piece.mark not in _RUNS[label]:
            last.end, last.margin = piece.end, min(last.margin, margin)
            last.text = text[last.start : last.end]
            continue
        own = piece.element is not None and piece.element.label in (label, _SAME.get(label))
        values = piece.element.fields if own and piece.element else {}
        names = piece.names if label in ("HEAD", "HOSTHEAD", "RESP") else None
        area = Area(
            label,
            piece.start,
            piece.end,
            text[piece.start : piece.end],
            piece.mark,
            margin,
            values,
            names,
        )
        result.append(area)
    return result


_SAME = {"YEARP": "YEAR", "BAREPAGES": "BARENUMBER", "PART": "ISSUE"}
