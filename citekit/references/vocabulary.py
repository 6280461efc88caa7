"""The words of references in all languages at once, as the grammar wants them.

Authors mix languages within one string (`P. 5` in a Russian list, `дата обращения` after an English
title), so each class of words is the union over all languages of `data/`. Adding a language is
adding a file there.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_DATA = files(__package__).joinpath("data")
_NOT_LANGUAGES = frozenset(("places", "grammar", "labels", "kinds"))

# Letters that look alike in Latin and Cyrillic: `C. 5` is typed for `С. 5` and the reverse.
_LATIN = "aceopxykmti"
_CYRILLIC = "асеорхукмті"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_EITHER = {letter: f"[{a}{b}]" for a, b in zip(_LATIN, _CYRILLIC, strict=True) for letter in (a, b)}


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return the word in small letters with look-alike Latin letters as Cyrillic ones.

    >>> fold("C") == fold("с")
    True
    """
    return word.lower().translate(_TO_CYRILLIC)


@cache
def table(name: str) -> dict[str, Any]:
    """Return one data file as it stands."""
    return tomllib.loads(_DATA.joinpath(name + ".toml").read_text(encoding="utf-8"))


@cache
def languages() -> tuple[str, ...]:
    """Return the tags of the languages whose words are known.

    >>> "kk" in languages()
    True
    """
    names = (file.name.removesuffix(".toml") for file in _DATA.iterdir())
    return tuple(sorted(n for n in names if n not in _NOT_LANGUAGES and not n.startswith("_")))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a class of words and phrases of all languages, longest first."""
    found = {w.lower() for tag in languages() for w in table(tag).get(name, ())}
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


@cache
def mapping(name: str) -> dict[str, Any]:
    """Return a table of words of all languages."""
    return {k: v for tag in languages() for k, v in table(tag).get(name, {}).items()}


def pattern(*phrases: str) -> str:
    """Return a regular expression for phrases: look-alikes alike, dots and spaces as typed.

    What phrases begin with in common is written once, which is quicker to compile and to match
    than one phrase after another; of two that fit, the longer one is taken.

    >>> bool(re.fullmatch(pattern("под ред"), "Под  ред", re.I))
    True
    >>> pattern("ДНҚ", "ДНҚЛ", "бб")
    '(?:днқ(?:л)?|бб)'
    """
    tree: _Tree = {}
    for phrase in phrases:
        branch = tree
        for letter in " ".join(phrase.lower().split()):
            typed = r"\.?\s{0,2}" if letter == " " else _EITHER.get(letter) or re.escape(letter)
            branch = branch.setdefault(typed, {})
        branch[""] = {}
    return _written(tree) if tree else r"(?!)"


_Tree = dict[str, "_Tree"]
"""Letters as patterns, each with what may follow; nothing ("") where a phrase may end."""


def _written(tree: _Tree) -> str:
    """Return the regular expression of a tree of letters."""
    followed = [typed + _written(behind) for typed, behind in tree.items() if typed]
    if not followed:
        return ""
    if "" not in tree:
        return followed[0] if len(followed) == 1 else f"(?:{'|'.join(followed)})"
    return f"(?:{'|'.join(followed)})?"


@cache
def alternation(name: str) -> str:
    """Return a regular expression for any phrase of a class; it captures nothing."""
    return f"(?:{pattern(*words(name))})"


@cache
def members(name: str) -> frozenset[str]:
    """Return the folded single words of a class, for looking up."""
    return frozenset(fold(w) for w in words(name))


@cache
def first_words(name: str) -> frozenset[str]:
    """Return the folded first words of the phrases of a class."""
    return frozenset(fold(re.match(r"[\w'’№&-]*", w).group()) for w in words(name))  # type: ignore[union-attr]


@cache
def months() -> dict[str, int]:
    """Return the number of every month by any of its names and abbreviations, folded."""
    found: dict[str, int] = {}
    for tag in languages():
        data = table(tag)
        for name in ("months", "months_nominative", "months_short"):
            for number, month in enumerate(data.get(name, ()), 1):
                found.setdefault(fold(month), number)
        for extra in data.get("months_extra", ()):
            month, _, number = extra.partition("=")
            found[fold(month)] = int(number)
    return found


@cache
def month_pattern() -> str:
    """Return a regular expression for a month's name in any language."""
    return pattern(*months())


@cache
def places() -> dict[str, str]:
    """Return place names and abbreviations in small letters, each with its name in full."""
    data = table("places")
    found = {
        city.lower(): city
        for line in data["names"]["cities"].split("\n")
        for city in line.split("|")
        if city
    }
    found.update({short.lower(): full for short, full in data["short"].items()})
    return found


@cache
def countries() -> frozenset[str]:
    """Return the names of countries and states that authors add to a place, in small letters."""
    return frozenset(c.lower() for c in table("places")["countries"]["names"].split("|"))


@cache
def short_places() -> frozenset[str]:
    """Return the abbreviations of places in small letters, without their final dots."""
    return frozenset(s.lower() for s in table("places")["short"])


@cache
def one_name_authors() -> frozenset[str]:
    """Return the authors whose name must not be taken apart, in small letters."""
    names = table("places")["one_name_authors"]["names"].split("|")
    return frozenset(n.strip().lower() for n in names)


@cache
def bodies() -> frozenset[str]:
    """Return the bodies that stand as authors, in small letters."""
    return frozenset(n.strip().lower() for n in table("places")["bodies"]["names"].split("|"))


@cache
def classes() -> dict[str, int]:
    """Return, for every folded word that says something about free text, a set of bits."""
    found: dict[str, int] = {}
    for bit, name in enumerate(FREE_TEXT):
        for word in words(name):
            key = fold(word)
            if " " not in key:
                found[key] = found.get(key, 0) | 1 << bit
    return found


@lru_cache(maxsize=65536)
def bits(word: str) -> int:
    """Return what a word says about free text, as a set of bits."""
    return classes().get(fold(word), 0)


FREE_TEXT = (
    "genre",
    "serial_words",
    "meeting_words",
    "conference_words",
    "publisher_words",
    "body_words",
    "editor",
    "translator",
    "compiler",
    "role",
    "thesis",
    "stop",
    "law_genre",
    "notes",
    "archive_words",
    "website",
    "report",
    "entry_words",
    "preprint_words",
)
BIT = {name: 1 << bit for bit, name in enumerate(FREE_TEXT)}
