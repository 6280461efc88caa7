"""How much a run of Cyrillic looks like language: the judge between readings of damaged text."""

import re
from functools import cache, lru_cache
from itertools import pairwise, repeat
from operator import add

from citekit.languages._load import folders_with, load

_WORD = re.compile(r"[^\W\d_]+")


@cache
def pairs(language: str) -> dict[str, int]:
    """Return what each frequent pair of neighbouring letters of `language` is worth, in bits.

    `_` stands for the edge of a word. A pair worth 7 bits is one of 128.

    >>> pairs("ru")["ст"] < pairs("ru")["фе"], "ъъ" in pairs("ru")
    (True, False)
    """
    bands = load(language, "letters").get("pairs", {})
    return {pair: int(bits) for bits, band in bands.items() for pair in band.split()}


@cache
def cyrillic_languages() -> tuple[str, ...]:
    """Return the languages in Cyrillic whose pairs of letters we know."""
    return tuple(
        language
        for language in folders_with("letters")
        if pairs(language) and load(language, "letters")["alphabet"][0] == "а"
    )


@cache
def _weights() -> tuple[dict[str, float], ...]:
    """Return how much each pair speaks for language: the most frequent 1, others less."""
    return tuple(
        {pair: 1 - max(0, bits - 6) / 28 for pair, bits in pairs(language).items()}
        for language in cyrillic_languages()
    )


@lru_cache(maxsize=512)
def plausibility(text: str) -> float:
    """Return how like language `text` looks, from 0 (noise) to 1 (ordinary prose).

    The share of neighbouring letters that are frequent in the likeliest language we have pairs for,
    less the capitals that follow a small letter inside a word. Text without letters is 0.

    >>> plausibility("государственная служба") > 0.8
    True
    >>> plausibility("ЦНЯСДЮПЯРБЕММЮЪ") < 0.6
    True
    """
    words = _WORD.findall(text)
    total = sum(map(len, words)) + len(words)
    if not total:
        return 0.0
    ill_cased = sum(a.islower() and b.isupper() for word in words for a, b in pairwise(word))
    seen = [pair for word in map(str.lower, words) for pair in map(add, "_" + word, word + "_")]
    best = max(sum(map(known.get, seen, repeat(0.0))) for known in _weights())
    share: float = (best - 2 * ill_cased) / total
    return max(0.0, share)
