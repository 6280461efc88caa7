"""Given names reduced to initials."""

import re
from functools import lru_cache

from citekit.csl.persons import is_east_asian
from citekit.csl.richtext import CLOSE, MARKS, strip_marks

_GIVEN_SPLIT = re.compile(r"[\s\xa0]+")
_SPACES = re.compile(r" +")
_HYPHENS = re.compile(r"([-‐‑–])")
_DOTTED = re.compile(r"^((?:[^\W\d_]+\.)+)([^\W\d_]*)$")


@lru_cache(100_000)
def initialize(given: str, initialize_with: str, hyphenate: bool, shorten: bool = True) -> str:
    """Reduce given names to initials.

    Args:
        given: Given names, possibly initials already.
        initialize_with: Text after each initial.
        hyphenate: Keep the hyphen of compound names.
        shorten: False to only put `initialize_with` after the initials that are there.

    >>> initialize("John Jeeves", ". ", True), initialize("Jean-Luc", ".", True)
    ('J. J.', 'J.-L.')
    >>> initialize("Ph.M.E.", " ", True, shorten=False), initialize("Li K.", "", True, False)
    ('Ph M E', 'Li K')
    """
    if is_east_asian(given):
        return given
    if shorten and given.isalpha() and given.istitle():
        return _SPACES.sub(" ", given[0].upper() + initialize_with).strip()
    given = given.replace("\xa0", " ")
    out: list[str] = []
    after_initial = False
    for word in _GIVEN_SPLIT.split(given):
        if not word:
            continue
        part = _initials_of_word(word, initialize_with, hyphenate, shorten)
        initial = _is_initial(part, word, initialize_with)
        if out and not (initial and after_initial) and not out[-1].endswith(" "):
            out.append(" ")
        out.append(part)
        after_initial = initial
    text = "".join(out)
    return _SPACES.sub(" ", text).strip()


_ALL_MARKS = "".join(map(chr, range(0xFDD0, 0xFDF0)))
_TRAILING_MARKS = re.compile(rf"[{MARKS}]+$")


def _is_initial(part: str, word: str, initialize_with: str) -> bool:
    bare = _TRAILING_MARKS.sub("", part)
    if initialize_with:
        return bare.endswith(initialize_with)
    return bare.isupper() or (part != word and bare.istitle() and len(bare) <= 2)


def _initials_of_word(word: str, with_: str, hyphenate: bool, shorten: bool) -> str:
    bare = strip_marks(word)
    if not bare:
        return word
    if not shorten:
        if _DOTTED.match(bare) or (len(bare) == 1 and bare.isupper()):
            letters = [p for p in bare.split(".") if p]
            return "".join(p + with_ for p in letters)
        return word
    pieces = _HYPHENS.split(word)
    out = []
    for i in range(0, len(pieces), 2):
        piece = pieces[i]
        if not strip_marks(piece):
            out.append(piece)
            continue
        initials = _initials_of_piece(piece, with_, first=i == 0)
        if initials is None:
            continue
        if i and hyphenate and out:
            out[-1] = out[-1].rstrip(" ") if not with_.strip() or with_.endswith(" ") else out[-1]
            out.append("-")
        out.append(initials)
    return "".join(out)


def _initials_of_piece(piece: str, with_: str, first: bool) -> str | None:
    """Return the initials of one name; None for a lower-case second half ("Guo-ping")."""
    bare = strip_marks(piece)
    if bare[:1].islower():
        return piece + " " if first else None
    dotted = _DOTTED.match(bare)
    if dotted and "." in bare[:-1]:
        letters = [p for p in bare.split(".") if p]
        if not bare.endswith("."):
            letters[-1] = _first_letter(letters[-1])
        return "".join(p + with_ for p in letters)
    initial = bare[:-1] if bare.endswith(".") and len(bare) <= 4 else _first_letter(bare)
    leading = piece[: len(piece) - len(piece.lstrip(_ALL_MARKS))]
    if not leading:
        return initial + with_
    # Markup opened before the name is closed after its initial.
    space = " " if with_.endswith(" ") else ""
    return leading + initial + with_.rstrip() + CLOSE * len(leading) + space


def _first_letter(word: str) -> str:
    """Return what stands for a word: its first letter, or the capitals it begins with."""
    for i, char in enumerate(word):
        if char.isalpha():
            j = i + 1
            if len(word) > j + 1 and char.isupper() and word[j].isupper() and word[j + 1].islower():
                return char + word[j].lower()
            return word[i:j].upper()
    return word
