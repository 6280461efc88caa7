"""Sources that stand in a list, or in several, more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citekit.model import Work
from citekit.references.likeness import families_of, ratio, title_of


class Duplicate(NamedTuple):
    """Two works that are one.

    Attributes:
        first: Position of the one that stands first.
        second: Position of the other.
        score: How sure, from 0 to 1.
        reason: Why, for people.
    """

    first: int
    second: int
    score: float
    reason: str


_ALIKE = 0.9
_SURELY = 0.96
_MOST_IN_BUCKET = 200


def duplicates(works: Sequence[Work]) -> tuple[Duplicate, ...]:
    """Find works that describe one source, though in other words, script or order.

    Works are compared only where they share an identifier, an author's family name and year, or
    the beginning of a title; so the time grows about linearly with their number.

    >>> from citekit.references import parse
    >>> strings = ["Есім Ғ. Хакім Абай. – Алматы, 1994.", "Yesim G. Khakim Abai. – 1994."]
    >>> duplicates([parse(s).work for s in strings])[0].reason
    'title 100 % alike, same year, same author'
    """
    best: dict[tuple[int, int], Duplicate] = {}
    for first, second in _candidates(works):
        if (first, second) not in best:
            found = _compare(works[first], works[second])
            if found is not None:
                best[first, second] = Duplicate(first, second, *found)
    return tuple(sorted(best.values()))


def _candidates(works: Sequence[Work]) -> Iterator[tuple[int, int]]:
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, work in enumerate(works):
        for key in _keys(work):
            buckets[key].append(position)
    seen: set[tuple[int, int]] = set()
    for members in buckets.values():
        for place, second in enumerate(members):
            for first in members[max(0, place - _MOST_IN_BUCKET) : place]:
                if first != second and (first, second) not in seen:
                    seen.add((first, second))
                    yield first, second


def _keys(work: Work) -> set[tuple[str, str]]:
    keys = {("doi", work.doi.key)} if work.doi else set()
    keys |= {("isbn", isbn.key) for isbn in work.isbn}
    year = str(work.issued.year) if work.issued is not None else ""
    families = families_of(work)
    if families:
        keys.add(("author", f"{families[0][:4]} {year}"))
    title = title_of(work)
    if title:
        keys.add(("title", title[:12]))
    return keys


def _compare(a: Work, b: Work) -> tuple[float, str] | None:
    if a.doi and b.doi:
        return (1.0, "same DOI") if a.doi.key == b.doi.key else None
    if a.part_title != b.part_title or (a.volume != b.volume and not a.container_title):
        return None
    title = ratio(title_of(a), title_of(b)) if a.title and b.title else 0.0
    if title < _ALIKE:
        return None
    reasons = [f"title {title:.0%} alike".replace("%", " %")]
    years = {w.issued.year for w in (a, b) if w.issued is not None}
    pages = {w.page for w in (a, b) if w.page}
    if len(years) > 1 or (len(pages) > 1 and title < _SURELY):
        return None
    if len(years) == 1 and a.issued and b.issued:
        reasons.append("same year")
    authors, others = families_of(a), families_of(b)
    if authors and others:
        alike = ratio(authors[0], others[0])
        if alike < 0.7 and authors[0] not in others and others[0] not in authors:
            return None
        reasons.append("same author")
    elif len(reasons) == 1 and title < _SURELY:
        return None
    return title, ", ".join(reasons)
