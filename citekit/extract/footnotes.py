"""Citations by footnotes: the numbers in the text, and the notes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citekit.extract._data import words
from citekit.model import Cite

_NOTE = re.compile(r"^[ \t]*(\d{1,3})[.)]?[ \t]+(?=[^\W\d_a-zа-я]|[«“\"])(.{4,})$", re.M)
_DESCRIBED = re.compile(r"//|[–—-]\s|(?:19|20)\d\d|https?:")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def footnotes(
    text: str, body: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, tuple[Cite, ...], str | None]]:
    """Yield the numbers in a text that lead to footnotes among its lines.

    The notes are lines that begin with numbers running on from 1 and describe a source; the number
    before each is looked for after a word, in the same order.

    >>> text = "Сказано у него1. И у неё2.\\n1 Ким А. Книга. – М., 2001. – С. 5.\\n2 Там же."
    >>> [(text[a:b], note) for a, b, _, note in footnotes(text, [(0, len(text))])]
    [('1', '1'), ('2', '2')]
    """
    if not body:
        return
    notes = _notes(text, body[0][0], body[-1][1])
    found = []
    at = body[0][0]
    for number, place in enumerate(notes, 1):
        marks = f"{number}|{str(number).translate(_SUPERSCRIPTS)}"
        pattern = re.compile(rf"(?:(?<=[^\W\d_])|(?<=[»”)\"]))(?:{marks})(?=[\s.,;:)»]|$)", re.M)
        match = pattern.search(text, at, place)
        if match:
            found.append((*match.span(), (Cite(reference=str(number)),), str(number)))
            at = match.end()
    if len(found) > 1 and len(found) * 3 >= len(notes) * 2:
        yield from found


def _notes(text: str, start: int, end: int) -> list[int]:
    """Return where the notes 1, 2, 3 … begin."""
    again = tuple(words("mentions", "again"))
    found: list[int] = []
    for match in _NOTE.finditer(text, start, end):
        if int(match[1]) == len(found) + 1 and (
            _DESCRIBED.search(match[2]) or match[2].startswith(again)
        ):
            found.append(match.start())
    return found
