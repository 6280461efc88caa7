"""Which language a block of text is in: titles, abstracts, lists of keywords, labels.

A naive Bayes count of evidence, in bits, over what the data folders know of each language: its
alphabet, its pairs of neighbouring letters, its function words and the words of labels, its
endings. Articles of our kind need three languages told apart surely and their neighbours not
mistaken for them; a general model of a hundred languages does that worse (see docs/languages.md).
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import repeat
from operator import add
from typing import NamedTuple

from citekit.languages._load import folders_with, load
from citekit.languages.plausible import pairs as pairs_of

_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻʼʹ][^\W\d_]+)*[’'ʹ]?")
# Bits: a pair of letters that the language hardly has; a pair, when we do not know its pairs; a
# letter outside its alphabet; a word, an ending or a run of letters that is typical of it.
_UNLISTED, _UNKNOWN, _FOREIGN = 13.0, 8.7, 6.0
_FUNCTION_WORD, _ENDING, _MARK = 5.0, 1.5, 2.0
# Neighbouring pairs are not independent: a bit of theirs is worth less than a bit.
_TEMPER = 0.45
# More of a text does not change what is seen of it.
_MAX_WORDS, _MAX_CHARACTERS = 100, 4000
# Cyrillic text is full of Latin names and terms, but not the reverse: from this share
# of Cyrillic letters on only they count.
_CYRILLIC_SHARE = 0.25
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_FOLD = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "ʹ": "'"})


class Identified(NamedTuple):
    """A language and how sure it is, from 0 to 1; `und` and 0 for a text without letters."""

    language: str
    score: float


def identify(text: str, candidates: Iterable[str] | None = None) -> Identified:
    """Return the language that `text` is most likely in, as a BCP 47 tag.

    Args:
        text: A title, an abstract, a label, a list of keywords; best repaired before.
        candidates: The languages that come into question; all known ones by default.

    >>> identify("Мемлекеттік қызметтің даму ерекшеліктері").language
    'kk'
    >>> identify("Key words").language
    'en'
    >>> identify("25.03.2024")
    Identified(language='und', score=0.0)
    """
    languages = tuple(candidates) if candidates is not None else folders_with("words")
    return (_ranked(text[:_MAX_CHARACTERS], languages) or (Identified("und", 0.0),))[0]


def identify_all(text: str, candidates: Iterable[str] | None = None) -> list[Identified]:
    """Return all languages that `text` may be in, the likeliest first; their scores add up to 1.

    >>> [it.language for it in identify_all("модель", ["kk", "ru"])][0]
    'ru'
    """
    languages = tuple(candidates) if candidates is not None else folders_with("words")
    return list(_ranked(text[:_MAX_CHARACTERS], languages))


@lru_cache(maxsize=256)
def _ranked(text: str, languages: tuple[str, ...]) -> tuple[Identified, ...]:
    words = _words(text)
    if not words or not languages:
        return ()
    cyrillic = bool(_CYRILLIC.search(words[0]))
    fitting = tuple(lang for lang in languages if _known(lang).cyrillic == cyrillic) or languages
    costs = map(sum, zip(*(_bits_in(word, fitting) for word in words), strict=True))
    bits = {lang: _rarity(lang) + cost for lang, cost in zip(fitting, costs, strict=True)}
    least = min(bits.values())
    odds = {language: 2.0 ** max(-1000.0, least - value) for language, value in bits.items()}
    total = math.fsum(odds.values())
    ranked = sorted(odds, key=lambda language: (-odds[language], fitting.index(language)))
    return tuple(Identified(language, odds[language] / total) for language in ranked)


def _words(text: str) -> list[str]:
    """Return the words of the script that `text` is written in, in small letters."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower().translate(_FOLD))
    cyrillic = [word.replace("ə", "ә") for word in words if _CYRILLIC.search(word)]
    if sum(map(len, cyrillic)) >= _CYRILLIC_SHARE * sum(map(len, words)):
        return cyrillic[:_MAX_WORDS]
    return [word for word in words if not _CYRILLIC.search(word)][:_MAX_WORDS]


@lru_cache(maxsize=20_000)
def _bits_in(word: str, languages: tuple[str, ...]) -> tuple[float, ...]:
    """Return what `word` costs in each of some languages."""
    return tuple(_bits(word, language) for language in languages)


def _bits(word: str, language: str) -> float:
    """Return how many bits `word` costs in `language`: the fewer, the likelier."""
    known = _known(language)
    foreign = sum(c not in known.alphabet for c in word)
    if known.pairs:
        pairs = map(add, "_" + word, word + "_")
        cost = sum(map(known.pairs.get, pairs, repeat(_UNLISTED)))
    else:
        cost = _UNKNOWN * (len(word) + 1)
    cost = cost * _TEMPER + _FOREIGN * foreign
    if word in known.function_words:
        cost -= _FUNCTION_WORD
    elif len(word) > 4 and word.endswith(known.endings):
        cost -= _ENDING
    if any(mark in word for mark in known.marks):
        cost -= _MARK
    return cost


class _Known(NamedTuple):
    alphabet: frozenset[str]
    cyrillic: bool
    pairs: dict[str, int]
    function_words: frozenset[str]
    endings: tuple[str, ...]
    marks: tuple[str, ...]


@cache
def _known(language: str) -> _Known:
    letters, words = load(language, "letters"), load(language, "words")
    if not letters:
        raise ValueError(
            f"no data for the language {language!r}; there is data for: "
            + ", ".join(folders_with("words"))
        )
    return _Known(
        frozenset(letters["alphabet"].translate(_FOLD)),
        bool(_CYRILLIC.match(letters["alphabet"])),
        pairs_of(language),
        frozenset(words.get("function_words", "").translate(_FOLD).split()),
        tuple(words.get("endings", "").split()),
        tuple(words.get("marks", "").split()),
    )


def _rarity(language: str) -> float:
    return float(load(language, "words").get("rarity", 0.0))
