"""Says of every line what it is, by what is seen of it and by what stands before and after.

The kinds of a document's lines follow each other as an article's parts do. Of all sequences of
kinds the one is taken in which evidence and succession together weigh most (Viterbi). All weights
are data (`data/weights.toml`), none belongs to one journal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import add
from typing import NamedTuple

from citekit.extract._data import load
from citekit.extract.document import Line
from citekit.extract.evidence import Seen, look
from citekit.extract.names import NOBODY
from citekit.extract.vocabulary import labels_of

KINDS = "HCTAFSKDBNR"
"""Heading, code, title, author, affiliation, abstract, keywords, dates, body, notes, references."""

_FRONT, _FRONT_LEAST, _FRONT_MOST, _BACK = 110, 50, 420, 70


class Run(NamedTuple):
    """Neighbouring lines of one kind.

    Attributes:
        kind: One of `KINDS`.
        seen: The lines, with what is seen of them.
    """

    kind: str
    seen: tuple[Seen, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines alone."""
        return tuple(seen.line for seen in self.seen)


@cache
def _weights() -> tuple[
    dict[str, tuple[float, ...]], tuple[float, ...], tuple[tuple[float, ...], ...]
]:
    data = load("weights")
    features = sorted({name for kind in KINDS for name in data["seen"][kind]})
    seen = {
        name: tuple(float(data["seen"][kind].get(name, 0.0)) for kind in KINDS) for name in features
    }
    first = tuple(float(data["first"][kind]) for kind in KINDS)
    follow = tuple(tuple(float(data["follow"][a][b]) for b in KINDS) for a in KINDS)
    return seen, first, follow


@cache
def _columns(features: frozenset[str]) -> tuple[tuple[float, ...], ...]:
    """Return the weights of succession at a line of which these features hold, by what follows."""
    _, _, follow = _weights()
    more = [load("weights")["at"][feature] for feature in sorted(features)]
    return tuple(
        tuple(
            follow[i][j] + sum(float(table.get(f"{a} {b}", 0.0)) for table in more)
            for i, a in enumerate(KINDS)
        )
        for j, b in enumerate(KINDS)
    )


@cache
def _turning() -> frozenset[str]:
    return frozenset(load("weights")["at"])


@lru_cache(maxsize=4096)
def _evidence(
    features: frozenset[str],
) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Return what the features of a line weigh for each kind, and for each succession.

    Many lines have the same features.
    """
    weights, _, _ = _weights()
    rows = [weights[name] for name in sorted(features) if name in weights]
    own = tuple(map(sum, zip(*rows, strict=True)))
    return own, _columns(_turning() & features)


def kinds_of(seen: Sequence[Seen], first: tuple[float, ...] | None = None) -> str:
    """Return the kinds of the lines, one letter each."""
    if not seen:
        return ""
    _, opening, _ = _weights()
    count = range(len(KINDS))
    score = list(first or opening)
    back: list[list[int]] = []
    for n, each in enumerate(seen):
        own, step = _evidence(each.features)
        if n == 0:
            score = [score[k] + own[k] for k in count]
            continue
        pointers: list[int] = []
        fresh: list[float] = []
        for k, column in enumerate(step):
            reached = list(map(add, score, column))
            best = max(reached)
            pointers.append(reached.index(best))
            fresh.append(best + own[k])
        back.append(pointers)
        score = fresh
    k = max(count, key=score.__getitem__)
    path = [k]
    for pointers in reversed(back):
        k = pointers[k]
        path.append(k)
    return "".join(KINDS[k] for k in reversed(path))


def label(lines: Sequence[Line]) -> list[Run]:
    """Return the document as runs of lines of one kind.

    Only its head and what follows its last sections are looked at closely; the rest is body.
    """
    front, back = _zones(lines)
    head = look(lines[:front])
    tail = look(lines[back:], begins=False)
    middle = [Seen(line, frozenset(), NOBODY, None) for line in lines[front:back]]
    kinds = kinds_of(head) + "B" * len(middle) + kinds_of(tail, _IN_BODY)
    seen = [*head, *middle, *tail]
    return runs(seen, _smoothed(kinds, seen))


_WITHIN = 4


def _smoothed(kinds: str, seen: Sequence[Seen]) -> str:
    """Count a few lines within a list of references to it, unless a label says what they are."""
    made = list(kinds)
    for match in re.finditer(rf"(?<=R)[^R]{{1,{_WITHIN}}}(?=R)", kinds):
        stretch = range(match.start(), match.end())
        if not any(
            seen[i].label and seen[i].label.field in _SECTIONS for i in (*stretch, match.end())
        ):
            for i in stretch:
                made[i] = "R"
    return "".join(made)


_SECTIONS = frozenset(
    "references romanized notes abstract keywords received revised accepted published cite".split()
)


_IN_BODY = tuple({"B": 0.0, "R": 0.0, "K": -1000.0}.get(kind, -10.0) for kind in KINDS)


def _zones(lines: Sequence[Line]) -> tuple[int, int]:
    """Return where the head ends and where the tail begins."""
    count = len(lines)
    front = 0
    for i in range(min(count, _FRONT_MOST)):
        if lines[i].start - lines[0].start > 16000:
            break
        if any(it.sure and it.field in ("abstract", "keywords") for it in labels_of(lines[i].text)):
            front = min(count, max(_FRONT_LEAST, i + 30))
    front = front or min(count, _FRONT)  # without labels the head may be anywhere above
    back = max(front, count - _BACK)
    for i in range(count - 1, front - 1, -1):
        text = lines[i].text
        if len(text) < 90 and any(
            it.field in ("references", "romanized")
            and it.sure
            and len(text[it.end :].strip(" .:")) < 45
            for it in labels_of(text)
        ):
            back = min(back, i)
            # The first list may stand far above a second one.
            if lines[-1].end - lines[i].start > 0.45 * (lines[-1].end - lines[0].start):
                break
    return front, back


def runs(seen: Sequence[Seen], kinds: str) -> list[Run]:
    """Group lines of one kind that follow each other.

    A label of abstract or keywords begins a new run even where the kind stays.
    """
    made: list[Run] = []
    begin = 0
    for i in range(1, len(seen) + 1):
        new = i == len(seen) or kinds[i] != kinds[begin]
        if not new and kinds[i] in "SKD":
            label = seen[i].label
            fields = {"S": ("abstract",), "K": ("keywords",)}
            new = label is not None and label.field in fields.get(kinds[i], (label.field,))
        if not new and kinds[i] in "RN":
            label = seen[i].label
            new = label is not None and label.field in ("references", "romanized", "notes")
        if new:
            made.append(Run(kinds[begin], tuple(seen[begin:i])))
            begin = i
    return made
