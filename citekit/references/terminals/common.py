"""What the terminals of all kinds are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from citekit.references.vocabulary import alternation, fold, month_pattern


@dataclass(frozen=True)
class Terminal:
    """One kind of element: the label of its area, its worth, and what it looks like.

    One of a score from 5.5 on is taken for nothing else but text.
    """

    label: str
    score: float
    pattern: str
    flags: int = 0

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, made ready at its first use: most references have few of the elements."""
        return re.compile(self.pattern, self.flags)


Row = tuple[Iterable[str], Terminal]
"""The folded words (or `DIGITS`, `BRACKETS`, `ANY`) that open an element, and the element."""
Rows = Iterator[Row]

DIGITS = ("0",)
"""Opens the terminals that begin with a digit."""
BRACKETS = ("(",)
"""Opens the terminals that begin with a round or square bracket."""
ANY = ("*",)
"""Opens the terminals that any word with a dot behind it may begin."""


def folded(*words: str) -> frozenset[str]:
    """Return words as openers."""
    return frozenset(fold(w) for w in words)


def any_of(name: str) -> str:
    """Return a pattern for any phrase of a class of words, in capitals or small letters."""
    return f"(?i:{alternation(name)})"


@cache
def month() -> str:
    """Return a pattern for a month in any language."""
    return f"(?i:{month_pattern()})"


@cache
def year_unit() -> str:
    """Return a pattern for what may stand behind a year: ` г.`, ` ж.`."""
    return rf"(?:\s?{any_of('year_unit')}(?!\w)\.?)?"


YEAR = r"(?:1[4-9]\d\d|20\d\d)"
PAGE = r"(?:[A-Za-zА-Яе]{0,3}\.?\d{1,9}[A-Za-z]?|[ivxlcIVXLC]{1,7}(?![\w]))"
PAGES = rf"{PAGE}(?:\s?[-–]{{1,2}}\s?{PAGE})?(?:\s?[,;]\s?\d{{1,5}}\s?[-–]\s?\d{{1,5}}){{0,6}}"
NUMBER = r"(?:\d{1,7}[A-Za-zА-Яа-я]?(?!\w)|[IVXLC]{1,8}(?!\w))"
PAGED = r"\d{1,5}(?:\s?[-–]\s?\d{1,5})?\s?[сcбСpPsS](?!\w)"
NUMBERS = (
    rf"{NUMBER}(?:(?:\s?[-–/]\s?|[.,]|,\s)(?!{YEAR}(?!\w)|{PAGED})"
    rf"{NUMBER}(?!\s?[сcбСpPsS](?!\w))){{0,3}}"
)
BRACKET = r"(?:\s?\((?:[^()\n]|\([^()\n]{0,12}\)?){1,20}\)?)"
DOTTED = rf"\d{{1,2}}\s?[./]\s?\d{{1,2}}\s?[./]\s?\d{{2,5}}|{YEAR}[-–./]\d{{1,2}}[-–./]\d{{1,2}}"
