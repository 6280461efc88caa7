"""The two lists of a journal paired: one source, its names and titles in both scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from citekit.model import Localized, Organization, Person, Reference, Text, Work
from citekit.references.likeness import ratio, skeleton
from citekit.references.split import parse_list

T = TypeVar("T")

_SAME = 0.55
"""Below this likeness of the whole strings two entries are not one source."""
_LIKELY = 0.72
"""From this likeness on they are one whatever their numbers."""


def pair_lists(
    original: str | Sequence[Reference], romanised: str | Sequence[Reference]
) -> tuple[Reference, ...]:
    """Make one list of two: each source once, with both entries and with names in both scripts.

    Entries with the same number are paired when they are alike; the others by likeness alone. An
    entry of the second list that has no twin stands at the end, so nothing is lost.

    Args:
        original: The first list, as text or as references.
        romanised: The second, romanised or translated list.

    >>> first = "1. Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994."
    >>> found = pair_lists(first, "1. Esim G. Hakim Abaj. – Almaty: Gylym, 1994. [in Kazakh]")
    >>> found[0].work.title.get("kk-Latn"), found[0].romanized[:4]
    ('Hakim Abaj', 'Esim')
    """
    firsts = parse_list(original) if isinstance(original, str) else tuple(original)
    seconds = parse_list(romanised) if isinstance(romanised, str) else tuple(romanised)
    twins = _twins(firsts, seconds)
    paired = [
        merged(reference, seconds[twins[i]]) if i in twins else reference
        for i, reference in enumerate(firsts)
    ]
    alone = set(range(len(seconds))) - set(twins.values())
    return (*paired, *(seconds[i] for i in sorted(alone)))


def _twins(firsts: Sequence[Reference], seconds: Sequence[Reference]) -> dict[int, int]:
    keys = [skeleton((r.as_printed or "")[:400]) for r in firsts]
    others = [skeleton((r.as_printed or "")[:400]) for r in seconds]
    twins: dict[int, int] = {}
    taken: set[int] = set()
    for i, reference in enumerate(firsts):
        for j in _same_place(reference, i, seconds):
            if j not in taken and _likeness(reference, seconds[j], keys[i], others[j]) >= _SAME:
                twins[i] = j
                taken.add(j)
                break
    for i, reference in enumerate(firsts):
        if i in twins:
            continue
        ranked = sorted(
            ((_likeness(reference, seconds[j], keys[i], others[j]), -j)
             for j in range(len(seconds)) if j not in taken),
            reverse=True,
        )  # fmt: skip
        if ranked and ranked[0][0] >= _LIKELY:
            twins[i] = -ranked[0][1]
            taken.add(twins[i])
    return twins


def _same_place(reference: Reference, at: int, seconds: Sequence[Reference]) -> list[int]:
    named = [j for j, r in enumerate(seconds) if r.number and r.number == reference.number]
    return [*named, *([at] if at < len(seconds) else [])]


def _likeness(a: Reference, b: Reference, key: str, other: str) -> float:
    dois = {w.doi.key for w in (a.work, b.work) if w is not None and w.doi is not None}
    if len(dois) == 1 and a.work and b.work and a.work.doi and b.work.doi:
        return 1.0
    return ratio(key, other)


def merged(original: Reference, romanised: Reference) -> Reference:
    """Return one reference of two entries; the record is that of the first list."""
    work = original.work
    if work is not None and romanised.work is not None:
        work = _both(work, romanised.work)
    return original.model_copy(
        update={
            "romanized": romanised.as_printed,
            "romanized_span": romanised.span,
            "work": work,
        }
    )


_TITLES = (
    "title",
    "part_title",
    "container_title",
    "collection_title",
    "publisher",
    "publisher_place",
)
_NAMES = ("author", "editor", "translator", "compiler", "container_author")
_IDENTIFIERS = ("doi", "url", "accessed", "page", "volume", "issue")


def _both(work: Work, other: Work) -> Work:
    tag = _tag(work, other)
    values: dict[str, object] = {}
    for name in _TITLES:
        mine, theirs = getattr(work, name), getattr(other, name)
        if isinstance(mine, Localized) and isinstance(theirs, Localized):
            values[name] = _with(mine, theirs, tag)
    for name in _NAMES:
        mine, theirs = getattr(work, name), getattr(other, name)
        if mine and theirs:
            values[name] = _people(mine, theirs, tag)
    for name in _IDENTIFIERS:
        if getattr(work, name) is None and getattr(other, name) is not None:
            values[name] = getattr(other, name)
    return work.model_copy(update=values)


def _tag(work: Work, other: Work) -> str:
    """The tag of the second list's text: romanised, or in a language of its own."""
    if other.language and other.language.partition("-")[0] == "en" != work.language:
        return "en"
    return f"{(work.language or 'und').partition('-')[0]}-Latn"


def _with(mine: Text, theirs: Text, tag: str) -> Text:
    result = mine
    for language, value in theirs.items():
        key = tag if language == theirs.language else language
        if value != mine.original and key not in result:
            result = result.with_language(key, value)
    return result


def _people(
    mine: Sequence[Person | Organization], theirs: Sequence[Person | Organization], tag: str
) -> tuple[Person | Organization, ...]:
    if len(mine) != len(theirs):
        return tuple(mine)
    latin = tag if tag.endswith("-Latn") else "en"
    return tuple(_person(a, b, latin) for a, b in zip(mine, theirs, strict=True))


def _person(a: Person | Organization, b: Person | Organization, tag: str) -> Person | Organization:
    if isinstance(a, Person) and isinstance(b, Person) and a.name.original != b.name.original:
        return a.model_copy(update={"name": a.name.with_language(tag, b.name.original)})
    return a
