"""One person out of the names that each language prints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from citekit.extract._data import load
from citekit.extract.bylines import Byline, Writer


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """Return a name in the form in which its spellings in several languages are compared.

    >>> key("Жұматаева") == key("Zhumatayeva"), key("Қожахмет") == key("Kozhakhmet")
    (True, True)
    """
    data = load("names")
    text = "".join(data["letters"].get(c, c) for c in name.lower())
    for old, new in data["spellings"]:
        text = text.replace(old, new)
    return re.sub(r"[^a-z]", "", text)


def likeness(a: str, b: str) -> float:
    """Return how alike two family names are across languages and spellings, from 0 to 1.

    >>> likeness("Тусупов", "Tussupov") > 0.9, likeness("Ким", "Petrov") < 0.5
    (True, True)
    """
    return Indel.normalized_similarity(key(a), key(b))


def align(bylines: Mapping[str, Byline]) -> list[dict[str, Writer]]:
    """Return each person as the languages print her, in the order of the longest byline.

    Names are paired by likeness; what is left is paired by place where the counts agree.
    """
    if not bylines:
        return []
    first, *others = sorted(bylines.values(), key=lambda b: b.run)
    people: list[dict[str, Writer]] = [{first.language: writer} for writer in first.writers]
    for byline in others:
        pairs = _pairs(people, byline.writers)
        for index, writer in pairs:
            if index is None:
                people.append({byline.language: writer})
            else:
                people[index][byline.language] = writer
    return people


def _pairs(
    people: Sequence[Mapping[str, Writer]], writers: Sequence[Writer]
) -> list[tuple[int | None, Writer]]:
    scores = sorted(
        (
            (
                max(likeness(w.author.family, writer.author.family) for w in person.values()),
                -abs(i - j),
                i,
                j,
            )
            for i, person in enumerate(people)
            for j, writer in enumerate(writers)
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    used: set[int] = set()
    for score, _, i, j in scores:
        if score >= 0.7 and j not in chosen and i not in used:
            chosen[j] = i
            used.add(i)
    for j in range(len(writers)):
        # Two family names for one person, in the same place of lists of the same length.
        if j not in chosen and j not in used and j < len(people) and len(people) == len(writers):
            chosen[j] = j
            used.add(j)
    return [(chosen.get(j), writer) for j, writer in enumerate(writers)]


def same_people(a: Sequence[Writer], b: Sequence[Writer]) -> bool:
    """Tell whether two bylines may name the same people: half of the shorter one."""
    if not a or not b:
        return True
    fewer, more = sorted((a, b), key=len)
    known = sum(any(likeness(x.author.family, y.author.family) >= 0.7 for y in more) for x in fewer)
    return known * 2 >= len(fewer)
