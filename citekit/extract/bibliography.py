"""The lists of references: where they stand, their entries, and the pairing of two lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from citekit.extract.document import Line
from citekit.extract.labelling import Run
from citekit.languages import Repaired, Words, join_lines
from citekit.model import Reference, Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its number, its text with lines joined, its place in the document."""

    number: str | None
    text: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list of references.

    Attributes:
        heading: The heading as printed, None where there is none.
        heading_place: Where it stands in the repaired text.
        romanized: Whether the heading says that the list repeats another one in Latin letters.
        entries: The entries in order.
    """

    heading: str | None
    heading_place: tuple[int, int] | None
    romanized: bool
    entries: tuple[Entry, ...]


_AT_LINE = re.compile(
    r"(?m)^\s*(?:\[(\d{1,3})\]\.?|(\d{1,3})[.)](?!\d)|(\d{1,3})(?=\s+[^\W\d_a-zа-я]|\s+[«“\"]))\s*"
)
_INSIDE = re.compile(
    r"(?<=[.\])»”/0-9a-zа-я])\s+(?:\[(\d{1,3})\]|(\d{1,3})[.)](?!\d))\s+(?=[^\W\d_a-zа-я]|[«“\"])"
)


def lists_of(runs: Sequence[Run], evidence: Words | None) -> list[ReferenceList]:
    """Return the lists of references among the runs of a document, in order."""
    made: list[ReferenceList] = []
    for n, run in enumerate(runs):
        if run.kind != "R":
            continue
        first = run.seen[0]
        heading = None
        lines = list(run.lines)
        romanized = False
        if first.label and first.label.field in ("references", "romanized"):
            heading = first.line.text
            romanized = first.label.field == "romanized" or "translit" in heading.lower()
            rest = first.line.text[first.label.end :].strip()
            bracket = re.fullmatch(r"\(?[^()]*\)?:?", rest)
            if rest and not (bracket and len(rest) < 40):
                cut = first.line.text.index(rest, first.label.end)
                heading = first.line.text[:cut].strip()
                lines[0] = first.line._replace(text=rest, start=first.line.start + cut)
            else:
                lines = lines[1:]
        elif n:
            continue  # a list has a heading, unless the document begins with the end of one
        entries = split_entries(lines, evidence)
        if entries:
            place = (first.line.start, first.line.end) if heading else None
            made.append(ReferenceList(heading, place, romanized, tuple(entries)))
    if not made and (bare := _without_heading(runs, evidence)):
        return [bare]
    # One entry beside a real list is a line of the text that begins with such a word.
    return [it for it in made if len(it.entries) > 1] or made


_DESCRIBED = re.compile(r"//|[–—-]\s|(?:19|20)\d\d")
_FIRST = re.compile(r"\[?1[\].)]\s*[^\W\d_]|\[?1[\].)]\s*[«“]")


def _without_heading(runs: Sequence[Run], evidence: Words | None) -> ReferenceList | None:
    """Return the numbered list with which a text ends though nothing says that it is one."""
    lines = [line for run in runs if run.kind in "BR" for line in run.lines]
    for at in range(len(lines) - 1, max(-1, len(lines) - 400), -1):
        if not _FIRST.match(lines[at].text):
            continue
        entries = split_entries(lines[at:], evidence)
        described = sum(len(_DESCRIBED.findall(e.text)) >= 2 for e in entries)
        if len(entries) >= 4 and described >= 0.7 * len(entries):
            return ReferenceList(None, None, False, tuple(entries))
    return None


def split_entries(lines: Sequence[Line], evidence: Words | None = None) -> list[Entry]:
    r"""Part the lines of a list into its entries.

    Numbers decide where they run on from 1; else the ends of lines and the beginnings of names.

    >>> text = "1. Ким А. Книга. М., 2001.\n2. Ли Б. Статья // Журнал."
    >>> [e.number for e in split_entries([Line(t, 0, len(t)) for t in text.split("\n")])]
    ['1', '2']
    """
    text = ""
    starts: list[tuple[int, int]] = []
    for line in lines:
        text += "\n" if text else ""
        starts.append((len(text), line.start))
        text += line.text
    cuts = _numbered(text)
    if len(cuts) < 2:
        cuts = _unnumbered(lines, starts)
    entries: list[Entry] = []
    edges = [*cuts, (len(text), len(text), None)]
    for (_, inside, number), (end, _, _) in pairwise(edges):
        body = text[inside:end].strip()
        if body:
            at = text.index(body, inside)
            joined = join_lines(body, evidence).text
            entries.append(
                Entry(number, joined, (_where(starts, at), _where(starts, at + len(body) - 1) + 1))
            )
    return entries


def _where(starts: Sequence[tuple[int, int]], at: int) -> int:
    low = 0
    for begin, origin in starts:
        if begin > at:
            break
        low = origin + at - begin
    return low


_Cut = tuple[int, int, str | None]
"""Where an entry begins, where its text begins after the number, and the number."""


def _numbered(text: str) -> list[_Cut]:
    at_line = [
        (m.start(), m.end(), int(next(filter(None, m.groups())))) for m in _AT_LINE.finditer(text)
    ]
    inside = [
        (m.start(), m.end(), int(next(filter(None, m.groups())))) for m in _INSIDE.finditer(text)
    ]
    opening = [c for c in at_line if c[2] == 1] or [c for c in at_line if c[0] < 40][:1]
    best: list[_Cut] = []
    for first in opening[:3]:
        chain = _chain(first, at_line, inside)
        if len(chain) > len(best):
            best = chain
    return best


def _chain(
    first: tuple[int, int, int],
    at_line: Sequence[tuple[int, int, int]],
    inside: Sequence[tuple[int, int, int]],
) -> list[_Cut]:
    """Follow the numbers that run on from `first`."""
    chain: list[_Cut] = [(first[0], first[1], str(first[2]))]
    number, at = first[2], first[1]
    while True:
        found = None
        for wanted in (number + 1, number + 2, number + 3):
            line = next((c for c in at_line if c[0] >= at and c[2] == wanted), None)
            within = next((c for c in inside if c[0] >= at and c[2] == wanted), None)
            # Inside a line only where no line begins with it before the next number does.
            after = next((c[0] for c in at_line if c[0] >= at and c[2] == wanted + 1), None)
            if line and (after is None or line[0] < after or within is None):
                found = line
            elif within and wanted == number + 1 and (after is None or within[0] < after):
                found = within
            if found:
                break
        if found is None:
            return chain
        chain.append((found[0], found[1], str(found[2])))
        number, at = found[2], found[1]


_OPENS = re.compile(
    r"[^\W\d_a-zа-яёәғқңөұүһіїє][\w'’-]+,?\s+(?:[^\W\d_]\.|[^\W\d_]{2}\.)|[«“\"]?[^\W\d_a-zа-яё][^\W\d_]{2,}"
)
_CLOSES = re.compile(r"(?:[.\])]|[сcpрб]\.?|\d|https?://\S+)\s*$")
_NAME_FIRST = re.compile(
    r"^(?:[^\W\d_a-zа-я][\w'’-]+,?\s+(?:[^\W\d_]{1,2}\.\s?-?){1,3}|(?:[^\W\d_]\.\s?){1,3}[^\W\d_a-zа-я][\w'’-]+)"
)
_FULL_STOP = re.compile(r"(?:\]\.?|\d\s?[сcpрб]?\.|[сcpрб]\.|\)\.?|//\S+|\d)\s*$")


def _unnumbered(lines: Sequence[Line], starts: Sequence[tuple[int, int]]) -> list[_Cut]:
    """Part a list without numbers, or whose numbers stand apart from the entries."""
    cuts: list[_Cut] = []
    numbers = [
        m[1] for line in lines if (m := re.fullmatch(r"\[?(\d{1,3})[.\])]*", line.text.strip()))
    ]
    widest = max((len(line.text) for line in lines), default=0)
    previous = ""
    for line, (at, _) in zip(lines, starts, strict=True):
        if re.fullmatch(r"\[?\d{1,3}[.\])]*", line.text.strip()):
            continue
        new = not previous or (
            bool(_FULL_STOP.search(previous))
            and (
                bool(_NAME_FIRST.match(line.text))
                or (len(previous) < 0.8 * widest and bool(_OPENS.match(line.text)))
            )
        )
        if new or (line.blank > 0 and _FULL_STOP.search(previous) and _OPENS.match(line.text)):
            cuts.append((at, at, None))
        previous = line.text
    if numbers and len(numbers) == len(cuts):
        cuts = [(a, b, number) for (a, b, _), number in zip(cuts, numbers, strict=True)]
    else:
        cuts = [(a, b, str(n)) for n, (a, b, _) in enumerate(cuts, 1)]
    return cuts


def references_of(
    lists: Sequence[ReferenceList], repaired: Repaired, *, works: bool = True
) -> tuple[Reference, ...]:
    """Make references of the first list, and pair the second one with it by number.

    Args:
        lists: The lists of the article.
        repaired: Its text.
        works: Whether to read the works out of the entries.
    """
    if not lists:
        return ()
    first, *others = lists
    second = next((o for o in others if o.entries), None)
    pairs = {entry.number: entry for entry in second.entries} if second else {}
    made = []
    for entry in first.entries:
        pair = pairs.pop(entry.number, None)
        found = _understood(entry.text) if works else Reference(as_printed=entry.text)
        own = {
            "number": entry.number,
            "as_printed": entry.text,
            "span": _span(repaired, entry),
            "romanized": pair.text if pair else None,
            "romanized_span": _span(repaired, pair) if pair else None,
        }
        made.append(found.model_copy(update=own))
    made += [
        Reference(number=entry.number, romanized=entry.text, romanized_span=_span(repaired, entry))
        for entry in pairs.values()
    ]
    return tuple(made)


def _understood(text: str) -> Reference:
    from citekit.references import parse

    try:
        return parse(text)
    except Exception:  # an entry that cannot be understood is still an entry
        return Reference(as_printed=text)


def _span(repaired: Repaired, entry: Entry) -> Span:
    return repaired.span(*entry.place)
