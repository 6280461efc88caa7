"""Citations by footnotes: the numbers in the text, and the notes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citekit.extract._data import words
from citekit.model import Cite

_NOTE = re.compile(
    r"^[ \t]*(?:(\d{1,3})[.)]?[ \t]+|([⁰¹²³⁴-⁹]{1,3})[ \t]*)(?=[^\W\d_a-zа-я]|[«“\"])(.{4,})$", re.M
)
_DESCRIBED = re.compile(r"//|[–—-]\s|(?:19|20)\d\d|https?:")
_NO_UNIT = r"(?<!\b[мm])(?<!\b[кмсдkmcd][мm])"  # `10 км²`
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def footnotes(
    text: str, body: Sequence[tuple[int, int]], *, raised: bool = False
) -> Iterator[tuple[int, int, tuple[Cite, ...], str | None]]:
    """Yield the numbers in a text that lead to footnotes among its lines.

    The notes are lines that begin with numbers running on from 1 and describe a source; the number
    before each is looked for after a word, in the same order.

    Args:
        text: The repaired text.
        body: The stretches of it that are body.
        raised: Whether only raised numbers count (`¹`): those that stand beside other citations.

    >>> text = "Сказано у него1. И у неё2.\\n1 Ким А. Книга. – М., 2001. – С. 5.\\n2 Там же."
    >>> [(text[a:b], note) for a, b, _, note in footnotes(text, [(0, len(text))])]
    [('1', '1'), ('2', '2')]
    """
    if not body:
        return
    notes = _notes(text, body[0][0], body[-1][1], raised)
    found = []
    at = body[0][0]
    for number, place in enumerate(notes, 1):
        up = f"{_NO_UNIT}{str(number).translate(_SUPERSCRIPTS)}"
        marks = up if raised else f"{number}|{up}"
        pattern = re.compile(rf"(?:(?<=[^\W\d_])|(?<=[»”)\"]))(?:{marks})(?=[\s.,;:)»]|$)", re.M)
        match = pattern.search(text, at, place)
        if match:
            found.append((*match.span(), (Cite(reference=str(number)),), str(number)))
            at = match.end()
    if len(found) > (not raised) and len(found) * 3 >= len(notes) * 2:
        yield from found


def _notes(text: str, start: int, end: int, raised: bool) -> list[int]:
    """Return where the notes 1, 2, 3 … begin."""
    again = tuple(words("mentions", "again"))
    found: list[int] = []
    for match in _NOTE.finditer(text, start, end):
        number = match[2].translate(_DIGITS) if match[2] else "" if raised else match[1]
        if number == str(len(found) + 1) and (
            _DESCRIBED.search(match[3]) or match[3].startswith(again)
        ):
            found.append(match.start())
    return found
