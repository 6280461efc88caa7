"""Scripts and languages of the blocks of a document."""

from __future__ import annotations

import re
from functools import lru_cache

from citekit.extract._data import languages
from citekit.extract.vocabulary import Label
from citekit.languages import identify


def script_of(text: str) -> str:
    """Return `Latn` or `Cyrl`, whichever most letters of `text` belong to, or an empty string.

    >>> script_of("Key words"), script_of("Түйін"), script_of("2024")
    ('Latn', 'Cyrl', '')
    """
    return script_by(*letters_in(text))


def script_by(latin: int, cyrillic: int) -> str:
    """Return the script of which there are more letters, an empty string where there are none."""
    return "" if not latin + cyrillic else "Latn" if latin > cyrillic else "Cyrl"


_LATIN_RUN = re.compile(r"[A-Za-zÀ-ɏ]+")
_CYRILLIC_RUN = re.compile(r"[\u0400-\u052f]+")


@lru_cache(maxsize=1024)
def letters_in(text: str) -> tuple[int, int]:
    """Return how many Latin and Cyrillic letters a text has."""
    runs = (_LATIN_RUN.findall(text), _CYRILLIC_RUN.findall(text))
    return sum(map(len, runs[0])), sum(map(len, runs[1]))


def language_of(text: str, label: Label | None = None) -> str:
    """Return the language of a block, its label considered where the text is short."""
    among = languages()
    if label and len(label.languages) >= 1 and len(text) < 400:
        sure = identify(text, among)
        if sure.score > 0.9 and sure.language not in label.languages and len(text) > 60:
            return sure.language
        same = [tag for tag in label.languages if fits(tag, text)]
        if same:
            return identify(text, same).language if len(same) > 1 else same[0]
    return identify(text, among).language


_LATIN = frozenset({"en", "uz"})


def fits(language: str, text: str) -> bool:
    """Tell whether a text is in the script of a language, as far as it has one."""
    script = script_of(text)
    return not script or (script == "Latn") == (language in _LATIN)
