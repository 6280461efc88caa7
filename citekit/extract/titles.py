"""Titles printed in capitals, as they would be written: proper names by evidence from the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from citekit.extract._data import words

_WORD = re.compile(r"[^\W\d_]+(?:[-‑'’ʼ][^\W\d_]+)*")
_ROMAN = re.compile(r"(?=..)C{0,3}(?:XC|XL|L?[XХ]{0,3})(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3})")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_»”\")])\s?(?:[*†‡¹²³]+|\d)$")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a text spells its words inside sentences: the evidence for proper names.

    Attributes:
        seen: For each word in small letters, how often each of its spellings occurs.
    """

    seen: dict[str, Counter[str]]

    @classmethod
    def of(cls, text: str) -> Spelling:
        """Collect the spellings of the words of `text` that do not begin a sentence.

        >>> Spelling.of("Ол Қазақстан туралы жазды.").seen["қазақстан"]
        Counter({'Қазақстан': 1})
        """
        seen: dict[str, Counter[str]] = {}
        for match in _INSIDE.finditer(text):
            word = match[1]
            seen.setdefault(word.lower(), Counter())[word] += 1
        return cls(seen)

    def spell(self, word: str) -> str | None:
        """Return `word` as the text spells it, or None if the text has neither it nor its stem.

        >>> Spelling.of("о развитии Казахстана и КНР").spell("КАЗАХСТАНЕ")
        'Казахстане'
        """
        low = word.lower()
        own = self.seen.get(low)
        if own:
            return own.most_common(1)[0][0]
        if len(low) < 5:
            return None
        stem = low[: max(4, len(low) - 3)]
        found: Counter[str] = Counter()
        for other, spellings in self.seen.items():
            if other.startswith(stem) and len(other) <= len(low) + 4:
                for spelling, count in spellings.items():
                    found[_shape(spelling)] += count
        if not found:
            return None
        shape = found.most_common(1)[0][0]
        return {"lower": low, "title": low[0].upper() + low[1:], "upper": None}[shape]


# A word after a small letter, a comma or a bracket: its capital is its own.
_INSIDE = re.compile(
    r"(?<=[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄ][ ,])[ ]?[«“\"(]?([^\W\d_]+(?:[-‑'’ʼ][^\W\d_]+)*)"
)


def _shape(word: str) -> str:
    if word.islower():
        return "lower"
    return "upper" if word.isupper() and len(word) > 1 else "title"


@cache
def _proper() -> frozenset[str]:
    return frozenset(
        part
        for name in words("people", "countries")
        for part in name.split()
        if part[0].isupper() and len(part) > 3
    ) - frozenset(
        {"Республика", "Республикасы", "Republic", "Федерациясы", "Федерация", "Federation"}
    )


def in_capitals(text: str) -> bool:
    """Tell whether a title is printed in capitals.

    >>> in_capitals("АНАЛИЗ РЫНКА УСЛУГ в РК"), in_capitals("Анализ рынка")
    (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 5 and sum(c.isupper() for c in letters) > 0.75 * len(letters)


def sentence_case(title: str, spelling: Spelling) -> str:
    """Return a title printed in capitals as it would stand in a sentence; others as they are.

    Args:
        title: The title.
        spelling: How the article spells its words.

    >>> sentence_case("РЫНОК УСЛУГ КАЗАХСТАНА", Spelling.of("на рынке Казахстана"))
    'Рынок услуг Казахстана'
    """
    if not in_capitals(title):
        return title
    made: list[str] = []
    at = 0
    opening = True
    for match in _WORD.finditer(title):
        between = title[at : match.start()]
        made.append(between)
        if re.search(r"[.!?]\s*$", between) and not re.search(
            r"(?:^|\s)\S\.\s*$", title[: match.start()]
        ):
            opening = True
        made.append(_spelled(match[0], spelling, opening or between.endswith(("«", "“", "„"))))
        at = match.end()
        opening = False
    made.append(title[at:])
    return "".join(made)


def _spelled(word: str, spelling: Spelling, opening: bool) -> str:
    if not word.isupper():
        return word  # `в РК` within capitals: the author's own spelling
    known = spelling.spell(word)
    if _ROMAN.fullmatch(word) and known is None:
        return word
    if known is None and "-" in word:
        known = "-".join(spelling.spell(part) or part.lower() for part in word.split("-"))
    if known is None:
        low = word.lower()
        title = low[0].upper() + low[1:]
        stem = low[:-2] if len(low) > 6 else low
        proper = any(name.lower().startswith(stem) and len(stem) > 4 for name in _proper())
        known = title if proper else low
    return known[0].upper() + known[1:] if opening else known


def without_mark(title: str) -> str:
    """Return a title without the footnote mark and the full stop at its end.

    >>> without_mark("в НОЦ МИОН при ИГУ*"), without_mark("Рынок в XX в.")
    ('в НОЦ МИОН при ИГУ', 'Рынок в XX в.')
    """
    title = re.sub(r"\s*[*†‡¹²³]+$", "", title.strip())
    if re.search(r"[^\W\d_]{3,}\.$", title):
        title = title[:-1]
    return title.strip(" ;,")
