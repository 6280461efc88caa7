"""The lists of references: where they stand, their entries, and the pairing of two lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
        entries = split_entries(_until_end(lines), evidence)
        if entries:
            place = (first.line.start, first.line.end) if heading else None
            made.append(ReferenceList(heading, place, romanized, tuple(entries)))
    if not made and (bare := _without_heading(runs, evidence)):
        return [bare]
    # One entry beside a real list is a line of the text that begins with such a word.
    return [it for it in made if len(it.entries) > 1] or made


_NUMBERED = re.compile(r"\[?(\d{1,3})[\].)]?\s+\S")
_RULE = re.compile(r"[\s_=*–—-]{3,}")
_FINISHED = re.compile(r"[.)\]]$|https?://\S+$")


def _until_end(lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out what stands below a numbered list: a rule, or the block after its last entry."""
    last, wanted = 0, 1
    for i, line in enumerate(lines):
        match = _NUMBERED.match(line.text)
        if match and int(match[1]) == wanted:
            last, wanted = i, wanted + 1
    for i in range(last + 1, len(lines)):
        line, before = lines[i], lines[i - 1]
        apart = line.blank and not line.furniture and _FINISHED.search(before.text)
        if wanted > 3 and (_RULE.fullmatch(line.text) or apart):
            return lines[:i]
    return lines


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
    from citekit.references import split_list

    text = ""
    starts: list[tuple[int, int]] = []
    for line in lines:
        text += "\n" * (1 + (line.blank > 0)) if text else ""
        starts.append((len(text), line.start))
        text += line.text
    entries: list[Entry] = []
    for item in split_list(text):
        joined = join_lines(text[item.body : item.end], evidence).text
        place = (_where(starts, item.body), _where(starts, item.end - 1) + 1)
        entries.append(Entry(item.number or str(len(entries) + 1), joined, place))
    return entries


def _where(starts: Sequence[tuple[int, int]], at: int) -> int:
    low = 0
    for begin, origin in starts:
        if begin > at:
            break
        low = origin + at - begin
    return low


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
