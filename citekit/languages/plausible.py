"""How much a run of Cyrillic looks like language: the judge between readings of damaged text."""

import re
from functools import cache
from itertools import pairwise

from citekit.languages._load import folders_with, load

_WORD = re.compile(r"[^\W\d_]+")


@cache
def pairs(language: str) -> dict[str, float]:
    """Return the frequent neighbouring letters of `language`, `_` standing for the edge of a word.

    The value falls with the rank, from 1 to 3/4: of two readings made of frequent pairs the one
    made of the most frequent is the likelier.

    >>> pairs("ru")["_с"] > pairs("ru")["фе"], "ъъ" in pairs("ru")
    (True, False)
    """
    ranked = load(language, "letters").get("pairs", "").split()
    return {pair: 1 - rank / len(ranked) / 4 for rank, pair in enumerate(ranked)}


@cache
def _measured() -> tuple[dict[str, float], ...]:
    known = (pairs(language) for language in folders_with("letters"))
    return tuple(p for p in known if p)


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
    seen = [
        a + b for word in map(str.lower, words) for a, b in zip("_" + word, word + "_", strict=True)
    ]
    best = max(sum(known.get(pair, 0.0) for pair in seen) for known in _measured())
    share: float = (best - 2 * ill_cased) / total
    return max(0.0, share)
