"""The six values of CSL's `text-case`, on rich text.

Markup inside a field keeps its place; what is marked `nocase`, raised, lowered or in small
capitals keeps its letters: "10<sup>th</sup>", "x<sub>n</sub>".
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from citekit.csl.richtext import CLOSE, MARKS, NOCASE, OPENING, SUB, SUP, TOGGLE_CAPS, pieces

Case = Callable[[str], str]

_KEPT = frozenset([NOCASE, SUP, SUB, TOGGLE_CAPS])
"""Marks of a field whose text is of no case but its own."""
_WORD = re.compile(rf"[^\s{MARKS}/–—-]+|[\s{MARKS}/–—-]+")


@cache
def _stop_words() -> frozenset[str]:
    text = Path(__file__).with_name("data").joinpath("stop-words.json").read_text("utf-8")
    return frozenset(json.loads(text)["words"])


def _protected(case: Case) -> Case:
    """Apply `case` to all of a text but what keeps its letters."""

    def apply(text: str) -> str:
        if text.isascii() or _KEPT.isdisjoint(text):
            return case(text)
        out: list[str] = []
        depth: list[str] = []
        for piece in pieces(text):
            if piece == CLOSE:
                depth.pop() if depth else None
                out.append(piece)
            elif piece[0] in OPENING:
                depth.append(piece)
                out.append(piece)
            else:
                out.append(case(piece) if _KEPT.isdisjoint(depth) else piece)
        return "".join(out)

    return apply


_ABBREVIATED = re.compile(r"[^\W\d_](?:\.[^\W\d_]|[’'][^\W\d_])")
_MIXED = re.compile(r"[^\W\d_A-ZА-Я]+[A-ZА-ЯӘҒҚҢӨҰҮҺІ]")  # "iPhone" keeps its small letter
_THROUGH_FIRST = re.compile(rf"\W*\w[^\s{MARKS}]*")
_GREEK = re.compile(r"[α-ω](?!\w)")  # "β-carotene" keeps its letter
_FIRST_WORD = re.compile(r"^([^\w]*)(\w)", re.UNICODE)


def _capitalize_first(text: str) -> str:
    found = _FIRST_WORD.match(text)
    if not found or _MIXED.match(text, found.start(2)) or _GREEK.match(text, found.start(2)):
        return text
    if not _KEPT.isdisjoint(found.group(1)):
        return text
    i = found.start(2)
    return text[:i] + text[i].upper() + text[i + 1 :]


def _capitalize_word(word: str) -> str:
    for i, char in enumerate(word):
        if char.isalnum():
            if any(c.isupper() for c in word[i:]) or _GREEK.match(word, i):
                return word
            return word[:i] + char.upper() + word[i + 1 :]
    return word


def _capitalize_all(text: str) -> str:
    return "".join(
        _capitalize_word(w) if w[0].isalnum() or not w.isspace() else w for w in _WORD.findall(text)
    )


def _sentence(text: str) -> str:
    """Lower all but the first word, which keeps its capitals unless the text has no others."""
    lowered = _protected(_lower)(text)
    found = _THROUGH_FIRST.match(text)
    if found and not text.isupper() and len(lowered) == len(text):
        lowered = found.group() + lowered[found.end() :]
    return _capitalize_first(lowered)


_TITLE_TOKEN = re.compile(rf"([\s{MARKS}–—/\-]+)")


def _title(text: str) -> str:
    """English title case over rich text."""
    tokens = _TITLE_TOKEN.split(text)
    protected = None if text.isascii() or _KEPT.isdisjoint(text) else _kept_tokens(tokens)
    words = [i for i in range(0, len(tokens), 2) if any(c.isalnum() for c in tokens[i])]
    if not words:
        return text
    first, last = words[0], words[-1]
    stop = _stop_words()
    after_break = True
    previous = ""
    for i in words:
        word = tokens[i]
        if i != first:
            previous = "".join(tokens[i - 2 : i])
            after_break = previous.rstrip(" \ufdd0\ufde4\xa0").endswith((":", "?", "!", "—"))
        if protected is None or i not in protected:
            edge = i in (first, last) or after_break
            tokens[i] = _title_word(word, edge, i == first, stop, tokens, i)
    return "".join(tokens)


def _title_word(
    word: str, edge: bool, first: bool, stop: frozenset[str], tokens: list[str], i: int
) -> str:
    bare = word.strip(".,;:!?()[]{}“”‘’\"'")
    lower = bare.lower()
    if lower in stop or word.lower() in stop:
        if not edge:
            if i + 1 < len(tokens) and tokens[i + 1] == "-" and (i < 2 or tokens[i - 1] != "-"):
                return _capitalize_word(word)  # "Pro-Environmental", but "Step-by-Step"
            return word.lower() if bare in (lower, lower.capitalize()) else word
        return _capitalize_word(word)
    if (len(bare) == 1 and not bare.isascii()) or (not first and _ABBREVIATED.match(bare)):
        return word  # "β-Carotene", "e.g.", "l’autre"
    return _capitalize_word(word)


def _kept_tokens(tokens: list[str]) -> set[int]:
    protected: set[int] = set()
    depth: list[str] = []
    for i, token in enumerate(tokens):
        if i % 2 == 0:
            if not _KEPT.isdisjoint(depth):
                protected.add(i)
            continue
        for char in token:
            if char == CLOSE:
                depth.pop() if depth else None
            elif char in OPENING:
                depth.append(char)
    return protected


def _lower(text: str) -> str:
    return text.lower()


def _upper(text: str) -> str:
    return text.upper()


def turkic(case: Case) -> Case:
    """Change a case so that it keeps the dotted and the dotless i of Turkish apart."""

    def apply(text: str) -> str:
        changed = case(text)
        if "i" not in text:
            return changed
        return "".join(
            "İ" if old == "i" and new == "I" else new
            for old, new in zip(text, changed, strict=False)
        )

    return apply


CASES: dict[str, Case] = {
    "lowercase": _protected(_lower),
    "uppercase": _protected(_upper),
    "capitalize-first": _capitalize_first,
    "capitalize-all": _protected(_capitalize_all),
    "sentence": _sentence,
    "title": _title,
}
"""The function for each value of `text-case`."""
