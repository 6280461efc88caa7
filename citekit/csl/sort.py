"""Sort keys: what a style sorts by, made comparable."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from unicodedata import combining, normalize

from citekit.csl.richtext import strip_marks

SortKey = tuple[Any, ...]

# Order of characters below letters in the Unicode collation algorithm's default table: spaces,
# punctuation, symbols, digits. Each is moved to a code point that sorts there.
_PUNCTUATION = "_-‐‑‒–—,;:!¡?¿.…·'‘’‚\"“”„«»()[]{}§¶@*/\\&#%`´^¨°©®+±<=>|¦~¤¢$£¥"
_IGNORED = "\u200b\u200c\u200d\u2060\ufeff\xad"
_TABLE: dict[int, str | None] = {
    **{ord(c): chr(0x0E + i // 1) for i, c in enumerate(())},
    **{ord(c): None for c in _IGNORED},
}
_UNCOUNTED = re.compile(r"[\"“”‘„«»‹›\[\](),.]")
_ALNUM = re.compile(r"\d+")


@lru_cache(200_000)
def text_key(text: str) -> tuple[str, str]:
    """Return a key that sorts text as readers expect, whatever its case and accents.

    A fallback without tailoring by language; `citekit.languages.collation` knows alphabets.

    >>> sorted(["Zoe", "éclair", "Eda", "ecru"], key=text_key)
    ['éclair', 'ecru', 'Eda', 'Zoe']
    """
    folded = _UNCOUNTED.sub("", text.lower())
    if not folded.isascii():
        folded = _fold(folded)
    folded = folded.translate(_ASCII_ORDER)
    return folded, text.swapcase()


def _fold(text: str) -> str:
    kept = []
    for char in text:
        if "\u0400" <= char <= "\u052f":
            kept.append("е" + "\U0010fffd" if char == "ё" else char)
            continue
        for piece in normalize("NFKD", char):
            if not combining(piece):
                kept.append(_LETTERS.get(piece, piece))
    return "".join(kept)


_LETTERS = {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th",
            "ʿ": "", "ʾ": "", "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"}  # fmt: skip
_ORDER = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_ASCII_ORDER = {ord(c): chr(i + 1) for i, c in enumerate(_ORDER)}


def number_key(text: str) -> str:
    """Write the numbers in a value so that they sort as numbers."""
    return _ALNUM.sub(lambda m: m.group().zfill(10), strip_marks(text))


_LEADING = re.compile(r"^[\s\"'“”‘’„«»‹›\[\]()]+")


def prepared(text: str) -> str:
    """Take out of rendered text what does not count in sorting."""
    text = strip_marks(text)
    return _LEADING.sub("", text).strip() if text and not text[0].isalnum() else text


Collate = Callable[[str], Any]
