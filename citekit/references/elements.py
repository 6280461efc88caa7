"""The element that begins at a place of a reference: which terminal fits, and what it says."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from citekit.references.terminals import Terminal, terminals
from citekit.references.terminals.common import ANY, BRACKETS, DIGITS
from citekit.references.vocabulary import first_words, fold, months


class Element(NamedTuple):
    """A terminal as it was found: where it ends, which area it is, what it says."""

    end: int
    label: str
    fields: dict[str, str]
    score: float


_WORD = re.compile(r"№|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LEADING = re.compile(r"(\d+)\s?(.?)")
_ENDS_YEAR = frozenset((".", ",", ";", ":", ")", "]", "", "–"))
_NEXT_WORDS = re.compile(r"[^\W\d_]+")
# What a terminal that begins with digits needs behind them: so most are not even tried.
_NEEDS = {
    "JOURNAL": re.compile(r"[;\w]"),
    "ACT": re.compile(r"\w"),
    "ACCESSED": re.compile(r"[./\w-]"),
    "ARCHIVE": re.compile(r"[^\W\d]|-"),
    "DOI": re.compile(r"\."),
    "SPECIALTY": re.compile(r"[.\w]"),
    "EXTENT": re.compile(r"[^\W\d]|[,\[-]"),
    "NOTE": re.compile(r"\w"),
    "PAGES": re.compile(r"[-–]"),
    "VOLUMES": re.compile(r"[^\W\d]|-"),
    "VOLUME": re.compile(r"[^\W\d]|-"),
    "SCALE": re.compile(r":"),
    "NUMBERS": re.compile(r"[(,:/]"),
}


@cache
def _numeric_for(following: str, four: bool, month: bool, seen: bool) -> tuple[Terminal, ...]:
    return tuple(
        t
        for t in terminals()[DIGITS[0]]
        if (t.label not in _NEEDS or _NEEDS[t.label].match(following))
        and (four or t.label not in ("YEAR", "JOURNAL"))
        and (month or t.label not in ("ACT", "DAY"))
        and (seen or t.label != "ACCESSED")
    )


def _numeric(text: str, at: int) -> tuple[Terminal, ...]:
    leading = _LEADING.match(text, at)
    assert leading is not None
    four, following = len(leading[1]) == 4, leading[2]
    if four and following in _ENDS_YEAR:
        return _numeric_for(following, four, False, False)
    words = [fold(word) for word in _NEXT_WORDS.findall(text, at, at + 40)[:3]]
    known = months()
    # Kazakh months have endings: `1 шілдеде`.
    month = any(word in known or word[:-2] in known for word in words)
    seen = not _after_access().isdisjoint(words)
    return _numeric_for(following, four, month, seen)


@cache
def _after_access() -> frozenset[str]:
    return first_words("access_after")


_LABELS = {"DAY": "DATE"}
"""The areas of terminals that are named otherwise."""


def element_at(text: str, at: int) -> Element | None:
    """Return the element that begins at this place, or None.

    >>> element_at("С. 25–30. – DOI", 0)[1:3]
    ('PAGES', {'page': '25–30'})
    """
    found = terminals()
    first = text[at : at + 1]
    if first.isdecimal():
        tried = _numeric(text, at)
    elif first in "([":
        tried = found[BRACKETS[0]]
    else:
        word = _WORD.match(text, at)
        if word is None:
            return None
        key = fold(word.group())
        tried = found.get(key, ())
        if not tried and "-" in key:
            tried = found.get(key.partition("-")[0], ())
        if text[word.end() : word.end() + 1] == ".":
            tried = (*tried, *found[ANY[0]])
    for terminal in tried:
        match = terminal.regex.match(text, at)
        if match is not None and match.end() > at:
            fields = {k: v for k, v in match.groupdict().items() if v is not None}
            label = _LABELS.get(terminal.label, terminal.label)
            if label == "VOLUME" and "issue" in fields:
                label = "NUMBERS"
            return _trimmed(text, at, Element(match.end(), label, fields, terminal.score))
    return None


_CLOSING = {")": "(", "]": "[", "»": "«"}


def _trimmed(text: str, at: int, element: Element) -> Element:
    """Give back the punctuation that follows an address or a DOI."""
    for name in ("url", "doi"):
        value = element.fields.get(name)
        if value is None:
            continue
        kept = value.partition("[in")[0]
        while kept and (
            kept[-1] in ".,;:'\"”’"
            or (kept[-1] in _CLOSING and kept.count(kept[-1]) > kept.count(_CLOSING[kept[-1]]))
        ):
            kept = kept[:-1]
        cut = len(value) - len(kept)
        return element._replace(end=element.end - cut, fields={**element.fields, name: kept})
    return element
