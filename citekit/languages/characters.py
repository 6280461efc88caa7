"""Repairs of single characters, spaces and punctuation, which need no knowledge of language."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from citekit.languages._load import folders_with, load
from citekit.languages.repaired import Edit, substitutions

_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]+")


@cache
def _table(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = load("damage", "characters")[code]
    return re.compile("[" + re.escape("".join(table)) + "]+"), table


@cache
def _any() -> re.Pattern[str]:
    """Return the pattern of any character that has to be repaired: most texts have none."""
    characters = "".join(c for table in load("damage", "characters").values() for c in table)
    return re.compile("[" + re.escape(characters) + "]")


def character_edits(text: str) -> Iterator[Edit]:
    """Yield the edits for ligatures, odd spaces, invisible and misplaced characters.

    >>> [e.new for e in character_edits("immunodeﬁciency")]
    ['fi']
    """
    if not _any().search(text):
        return
    for code in load("damage", "characters"):
        pattern, table = _table(code)
        for run in pattern.finditer(text):
            for edit in substitutions(run[0], table, code):
                yield edit._replace(start=edit.start + run.start(), end=edit.end + run.start())


def composed_edits(text: str) -> Iterator[Edit]:
    r"""Yield the edits that join letters with their combining accents (Unicode form NFC).

    >>> [e.new for e in composed_edits("крайний".replace("й", "и\u0306"))]
    ['й', 'й']
    """
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _DECOMPOSED.finditer(text):
        new = unicodedata.normalize("NFC", match[0])
        if new != match[0]:
            yield Edit(*match.span(), new, "text.decomposed")


# A space before a mark, or after an opening one. What else must hold is asked where one is found:
# most texts have none.
_BEFORE_MARK = re.compile(r"(?P<space> (?<!  ) *)(?P<mark>[.,!?)\]»])")
_AFTER_OPENING = re.compile(r"(?P<mark>[(\[«])(?P<space> +)(?=\w)")


def punctuation_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that take away spaces before full stops and commas, and inside brackets.

    A full stop or comma counts when nothing of its own word follows: not `.NET`, not the ellipsis
    ` ...`, not the ` : `, ` ; ` and ` / ` between the areas of a description (GOST 7.1).

    >>> [(e.start, e.end) for e in punctuation_edits("зерттеген . Н . Ә . Назарбаев")]
    [(9, 10), (13, 14), (17, 18)]
    """
    for match in _BEFORE_MARK.finditer(text):
        start, end = match.span("space")
        if start and _belongs_before(text, start, match["mark"], match.end()):
            yield Edit(start, end, "", "text.space-before-punctuation")
    for match in _AFTER_OPENING.finditer(text):
        yield Edit(*match.span("space"), "", "text.space-before-punctuation")


def _belongs_before(text: str, start: int, mark: str, end: int) -> bool:
    """Tell whether the spaces at `start` part `mark`, which ends at `end`, from its word."""
    before, after = text[start - 1], text[end : end + 1]
    open_after = not after or after.isspace()
    if mark in "!?":
        return before.isalpha() and open_after
    if mark in ")]»":
        return (before.isalnum() or before == "_") and (open_after or after in ".,;:")
    if before.isspace() or before in ".…,;:/–—-":
        return False
    if mark == "." and after.isupper() and before.isupper():
        return start < 2 or not text[start - 2].isalpha()  # Н .Ә .
    if not (open_after or after in "»”\"')]"):
        return False
    return mark != "." or not _NEXT_AREA.match(text, end)


# ` . – ` opens the next area of a description.
_NEXT_AREA = re.compile(r"\s*[–—-]\s")


# Four or more single letters, one space apart; wider gaps are the gaps between words.
_SPACED_LETTERS = re.compile(
    r"(?<![\w.])[^\W\d_](?: [^\W\d_])(?: {1,5}[^\W\d_](?![\w.'’])){2,}(?!\w)"
)
_TWO_SPACED = re.compile(r" [^\W\d_] {1,5}[^\W\d_](?!\w)")
_VOWELS = frozenset("аәеёиоөуұүыіэюяїєaeiouy")


def letter_spacing_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that close up letter-spaced words, two spaces being the gap between words.

    >>> [e.new for e in letter_spacing_edits("К л ю ч е в ы е  с л о в а: регион")]
    ['Ключевые слова']
    """
    if not _TWO_SPACED.search(text):
        return
    for match in _SPACED_LETTERS.finditer(text):
        words = [word.replace(" ", "") for word in re.split(r" {2,}", match[0])]
        if all(map(_pronounceable, words)):
            words = [_phrases().get(word.lower(), word) for word in words]
            new = " ".join(_cased(word, match[0]) for word in words)
            yield Edit(*match.span(), new, "text.letter-spacing")


@cache
def _phrases() -> dict[str, str]:
    """Return the headings of several words that are printed letter-spaced, by their letters."""
    return {
        phrase.replace(" ", ""): phrase
        for language in folders_with("words")
        for phrase in load(language, "words").get("headings", ())
    }


def _cased(word: str, spaced: str) -> str:
    """Give `word` the capitals of `spaced`."""
    if " " not in word:
        return word
    letters = iter(spaced.replace(" ", ""))
    return "".join(c if c == " " else next(letters) for c in word)


def _pronounceable(word: str) -> bool:
    """Tell a spaced word from a row of symbols (`a b c d`, `x y z t`)."""
    small = word.lower()
    vowels = sum(c in _VOWELS for c in small)
    in_order = all(a < b for a, b in pairwise(small))
    short_symbols = len(small) < 5 and word == small
    return len(small) < 2 or not (
        short_symbols or in_order or not vowels * 5 >= len(small) > vowels
    )
