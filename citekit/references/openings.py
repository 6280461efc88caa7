"""Where an element begins although no punctuation parts it from what precedes it."""

from __future__ import annotations

import re
from functools import cache

from citekit.references.terminals import YEAR
from citekit.references.vocabulary import alternation, fold, pattern, words

_WORD = re.compile(r"№|[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def folded_words(text: str) -> frozenset[str]:
    """Return the words of a text, folded.

    >>> sorted(folded_words("Қара сөз, қара"))
    ['сөз', 'қара']
    """
    return frozenset(map(fold, _WORD.findall(text)))


def openings(text: str, limit: int, known: frozenset[str]) -> list[int]:
    """Return where an element begins without punctuation before it, in order.

    Args:
        text: A levelled reference.
        limit: How far to look.
        known: Its `folded_words`.

    >>> text = "Қара сөз URL: https://abai.kz"
    >>> openings(text, 99, folded_words(text))
    [9, 14]
    """
    table = _words()
    found = [
        match.start()
        for word in known & table.keys()
        for match in table[word].finditer(text, 0, limit)
    ]
    if "(" in text or "[" in text:
        found.extend(m.start() for m in _brackets().finditer(text, 0, limit))
    if "туралы" in known:
        found.extend(m.start() + 6 for m in _ACTS.finditer(text, 0, limit))
    found.extend(m.start() for m in _NUMBERS.finditer(text, 0, limit))
    return sorted(set(found))


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Return the words that open an element, folded, each with what must follow it."""
    dates = [(w, r"(?=\s?:?\s?\d)") for w in words("access_date")]
    rows = (
        ("режим", r"\s{1,2}доступ"),
        ("available", r"\s(?:at|from|online)"),
        ("автореф", r"\.?\s?дис"),
        ("retrieved", r"\sfrom"),
        ("айналыс", r"\sрежимі"),
        ("айналым", r"\sрежимі"),
        ("интернет-ресурс", ""),
        ("url", r"\b"),
        ("http", r"\s?:"),
        ("https", r"\s?:"),
        ("www", r"\."),
        ("isbn", ""),
        ("issn", ""),
        ("edn", r"\s"),
        ("arxiv", "[: ]"),
        ("doi", r"(?=[\s:.\d])"),
    )
    found: dict[str, list[str]] = {}
    for phrase, rest in (*dates, *rows):
        found.setdefault(fold(phrase.split()[0]), []).append(pattern(phrase) + rest)
    return {
        word: re.compile(rf"(?<![^\W\d_])(?:{'|'.join(forms)})", re.I)
        for word, forms in found.items()
    }


@cache
def _brackets() -> re.Pattern[str]:
    inside = "|".join(
        (
            rf"\s?(?i:{alternation('access_date')})\b",
            rf"(?<=\[)\s?(?i:{alternation('gmd')})",
            rf"(?i:{alternation('language_tags')})\.?[)\]]",
            rf"(?i:{alternation('bracket_thesis')})\.?[,:)\]]",
            rf"(?i:{alternation('bracket_kinds')})[)\]]",
            rf"(?<=\()(?:{YEAR}[a-zа-в]?\)|n\.\s?d\.\)|Vol\.?\s\d{{1,4}}\)|[^()]{{4,60}},\s(?:Eds?|Trans)\.\)|(?i:eds?|ред|hrsg)\.?\)|\d{{1,2}}(?:nd|rd|th|st|-е)\s|pp?\.\s?\d)",
        )
    )
    return re.compile(rf"[(\[](?={inside})")


_NUMBERS = re.compile(
    r"\s(?=\d)(?<=[^\W\d_.]\s)(?=\d{1,4}\s?\([A-Za-z]{0,3}\d{1,4}[^()]{0,6}\)\s?[:,.]|\d{1,4},\s?no\.?\s\d"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|\d{1,4}:\s?\d{1,5}[-–]\d)"
)
_ACTS = re.compile(r"туралы\s(?=(?:Қазақстан\sРеспубликасы|ҚР)\w*\s)")
