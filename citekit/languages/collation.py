"""Sort keys: letters in the order of a language, scripts in the order of a list.

Key strings compare as text does in the Unicode Collation Algorithm: first the letters alone, then
accents, then capitals. A word comes before longer words (`Иванов`, `Иванов-Петров`, `Иванова`): a
space or a hyphen before any letter; figures before letters; other punctuation is ignored.

Two `str.translate` are enough for that. PyICU, with which the tests agree, needs a C++ build; pyuca
is slower by four, has Latin first and no order for Kazakh.
"""

import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from citekit.languages._load import load
from citekit.languages.casing import case_table
from citekit.languages.tags import language_script

_SPACE, _DIGITS, _LETTERS = 0x20, 0x30, 0x1000
_BLOCK = 0x1000  # the room of a script; each of its letters has 16 places for its accents
_OTHER = 0x20000


def sort_key(text: str, locale: str = "en", scripts: tuple[str, ...] | None = None) -> str:
    """Return a string by which `text` is put in its place in a list.

    Args:
        text: What is sorted.
        locale: The language of the list (BCP 47); its alphabet sets the order of letters.
        scripts: The order of scripts (ISO 15924). By default that of the list's language, then
            Cyrillic, then Latin.

    >>> sorted(["Яр", "Ұлы", "Abay", "Үміт", "Уа", "Әбен", "Аб"], key=lambda s: sort_key(s, "kk"))
    ['Аб', 'Әбен', 'Уа', 'Ұлы', 'Үміт', 'Яр', 'Abay']
    >>> sorted(["Яр", "Abay", "Аб"], key=lambda s: sort_key(s, "en"))
    ['Abay', 'Аб', 'Яр']
    """
    return collator(locale, scripts)(text)


@cache
def collator(locale: str = "en", scripts: tuple[str, ...] | None = None) -> Callable[[str], str]:
    """Return the function that makes sort keys; ask once and use it for a whole list.

    >>> key = collator("ru")
    >>> sorted(["Ёлка", "Ель", "Ели"], key=key)
    ['Ели', 'Ёлка', 'Ель']
    """
    if scripts is None:
        own = language_script(locale)
        order = [own, *load("scripts", "collation")["scripts"]["order"]]
        scripts = tuple(dict.fromkeys(order))
    weights = _weights(locale, scripts)
    small = case_table(locale, "small")
    primary, accents = _Primary(weights), _Accents(weights)

    def key(text: str) -> str:
        folded = text.translate(small).casefold()
        return f"{folded.translate(primary)}\0{folded.translate(accents)}\0{text.swapcase()}"

    return key


class _Primary(dict[int, str]):
    """What each character of a casefolded text weighs in the first comparison, filled on demand."""

    def __init__(self, weights: dict[str, int]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, code: int) -> str:
        weight = _weight(chr(code), self.weights)
        # The accents of a letter share its block of 16.
        self[code] = chr(weight & ~0xF if _LETTERS <= weight < _OTHER else weight) if weight else ""
        return self[code]


class _Accents(dict[int, str]):
    """What each character weighs in the second comparison: letters with their accents."""

    def __init__(self, weights: dict[str, int]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, code: int) -> str:
        weight = _weight(chr(code), self.weights)
        self[code] = chr(weight) if weight else ""
        return self[code]


def _weight(char: str, weights: dict[str, int]) -> int:
    """Return the weight of one casefolded character; 0 if it is ignored."""
    if char in weights:
        return weights[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return _DIGITS + unicodedata.digit(char)
    if category in {"Zs", "Cc", "Pd"}:
        return _SPACE
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and base in weights:
        accent = ord(unicodedata.normalize("NFD", char)[1]) % 15
        return weights[base] + 1 + accent
    if category[0] == "L":
        return _OTHER + ord(char)
    return 0


@cache
def _weights(locale: str, scripts: tuple[str, ...]) -> dict[str, int]:
    """Return the weights of the letters that have a place of their own."""
    data = load("scripts", "collation")
    found: dict[str, int] = {}
    for number, script in enumerate(scripts):
        for rank, letter in enumerate(_order(locale, script)):
            found[letter] = _LETTERS + number * _BLOCK + rank * 16
    for letter, other in data["same"].items():
        if other in found:
            found[letter] = found[other] + 1
    return found


def _order(locale: str, script: str) -> list[str]:
    """Return the letters of `script` in the order of `locale`, those of others among them."""
    general = load("scripts", "collation").get(script, "")
    own = load(locale, "letters") or load(locale.partition("-")[0], "letters")
    alphabet = own.get("alphabet", "")
    if script == "Cyrl" and alphabet.startswith("а"):
        order = [letter for letter in alphabet if letter.isalpha()]
    elif script == "Latn":
        order = list(own.get("order", general))
    else:
        order = list(general)
    for before, letter in pairwise(general):
        if letter not in order:
            order.insert(order.index(before) + 1, letter)
    return order
