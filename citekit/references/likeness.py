"""How alike two sources are, whatever script and system of romanisation they are printed in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from citekit.languages import romanise
from citekit.model import Organization, PersonName, Work

# What systems of romanisation write differently is made one: щ is shch, shh, sc; я is ya, ja, ia.
_ALIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"shch|shh|sch|sc", "s"),
        (r"sh", "s"),
        (r"ch", "c"),
        (r"zh", "z"),
        (r"kh|x", "h"),
        (r"gh", "g"),
        (r"ts|tc", "c"),
        (r"ng", "n"),
        (r"[iyj]+(?=[aeouä])", ""),
        (r"[iyjı]+", "i"),
        (r"[qk]+", "k"),
        (r"w", "v"),
        (r"je|ie", "e"),
        (r"(.)\1+", r"\1"),
    )
)
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """Return text in a form that is nearly the same in Cyrillic and in any romanisation.

    >>> skeleton("Хабаршысы") == skeleton("Khabarshysy") == skeleton("habarshysy")
    True
    """
    latin = romanise(text, "kk").lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    bare = re.sub(r"['’ʹʺʼ`\"]\s?(?=[a-z])|['’ʹʺʼ`]", "", bare)
    for pattern, plain in _ALIKE:
        bare = pattern.sub(plain, bare)
    return _NOT_LETTERS.sub(" ", bare).strip()


def ratio(first: str, second: str) -> float:
    """Return from 0 to 1 how alike two skeletons are, by their common subsequence."""
    from rapidfuzz import fuzz

    return fuzz.ratio(first, second) / 100.0


def title_of(work: Work) -> str:
    """Return the skeleton of a work's original title, empty without one."""
    return skeleton(work.title.original) if work.title is not None else ""


def families_of(work: Work) -> tuple[str, ...]:
    """Return the skeletons of the family names of the authors, or else of the editors."""
    names = []
    for agent in work.author or work.editor:
        if isinstance(agent, Organization):
            names.append(skeleton(agent.name.original))
        else:
            name: PersonName = agent.name.original
            names.append(skeleton(name.family or name.literal or name.given or ""))
    return tuple(names)
