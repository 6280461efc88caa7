"""Institutions in the lines about authors: each with its marks, its city and its country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from citekit.extract._data import words
from citekit.extract.evidence import pattern
from citekit.extract.places import CONTACT, EMAIL, POSTCODE, countries, take_apart
from citekit.extract.posts import house_end, read_post
from citekit.languages import Words, join_lines


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as the lines under the authors print it.

    Attributes:
        marks: The numbers or letters by which authors lead to it.
        name: Its name, without city and country.
        city: The city, if it is printed.
        country: The country, if it is printed.
        address: Street and postal code, if they are printed.
        printed: All of it as printed, lines joined.
        start: Where it begins in the repaired text.
        end: Where it ends there.
    """

    marks: tuple[str, ...]
    name: str
    city: str | None
    country: str | None
    address: str | None
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the lines about authors: its text, and where it stands in the repaired text."""

    text: str
    start: int
    end: int


_MARK = re.compile(
    r"^\s*\(?((?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ]|[a-dа-г](?=[\s)]))(?:\s*[,;]\s*(?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ]))*)\)?[\s.)]*(?=[^\W\d_]|[«“\"№]|$)"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ", "0123456789abcde")


def split_institutions(pieces: Sequence[Piece], evidence: Words | None = None) -> list[Institution]:
    """Return the institutions in the lines about authors, in order.

    A new one begins at a mark, and after a line that ends with a country or a semicolon.
    """
    groups: list[tuple[tuple[str, ...], list[Piece]]] = []
    open_group = False
    todo = [part for piece in pieces for part in _at_marks(piece)]
    explicit = {
        m for piece in todo if not _lone_marks(piece.text) for m in _leading_marks(piece.text)
    }
    lone = {m for piece in todo for m in _lone_marks(piece.text)} - explicit
    for number, piece in enumerate(todo):
        text = piece.text
        match = _MARK.match(text)
        if match and not text[match.end() :].strip():
            open_group = False
            continue
        piece = _without_contact(piece)
        if not piece.text.strip(" ,;.*()") or _is_post(piece.text):
            open_group = False
            continue
        match = _MARK.match(piece.text)
        if match and not POSTCODE.match(piece.text):
            groups.append((tuple(_numbers(match[1])), [_cut(piece, match.end())]))
        elif open_group and groups:
            groups[-1][1].append(piece)
        else:
            groups.append(((), [piece]))
        following = todo[number + 1].text if number + 1 < len(todo) else ""
        open_group = not _closes(text, following)
    made = []
    for marks, parts in groups:
        made += _institutions(marks, parts, evidence)
    if lone or explicit:  # superscripts fall out of their lines: the numbers missing, in order
        known = {m for it in made for m in it.marks}
        spare = [str(n) for n in range(1, len(made) + 1) if str(n) not in known]
        made = [_marked(it, spare.pop(0)) if not it.marks and spare else it for it in made]
    return made


def _is_post(text: str) -> bool:
    """Tell whether a line names a degree or a post and no institution."""
    if pattern("organizations").search(text) or _MARK.match(text):
        return False
    post = read_post(text)
    return bool((post.degree or post.position or post.title) and not post.organization)


def _numbers(text: str) -> list[str]:
    return [
        part.strip() for part in re.split(r"[,;]", text.translate(_SUPERSCRIPTS)) if part.strip()
    ]


def _marked(it: Institution, mark: str) -> Institution:
    return Institution(
        (mark,), it.name, it.city, it.country, it.address, it.printed, it.start, it.end
    )


def _cut(piece: Piece, at: int) -> Piece:
    text = piece.text[at:]
    stripped = text.lstrip()
    return Piece(stripped, piece.start + at + len(text) - len(stripped), piece.end)


def _without_contact(piece: Piece) -> Piece:
    """Cut off e-mail, telephone and what announces them."""
    text = piece.text
    cuts = [m.start() for m in EMAIL.finditer(text)]
    cuts += [
        m.start()
        for m in CONTACT.finditer(text)
        if m.start() == 0 or not text[m.start() - 1].isalnum()
    ]
    if not cuts:
        return piece
    cut = min(cuts)
    kept = text[:cut].rstrip(" ,;(*")
    return Piece(kept, piece.start, piece.start + len(kept))


def _lone_marks(text: str) -> list[str]:
    """Return the marks of a line that holds nothing else: superscripts fall out of their lines."""
    match = _MARK.match(text)
    return _numbers(match[1]) if match and not text[match.end() :].strip() else []


def _leading_marks(text: str) -> list[str]:
    match = _MARK.match(text)
    return _numbers(match[1]) if match and not POSTCODE.match(text) else []


_INLINE = re.compile(r"(?<=[\s,;])([2-9²³⁴-⁹])\s?(?=[^\W\d_a-zа-яё]|[«“\"№])")


def _at_marks(piece: Piece) -> list[Piece]:
    """Part a line in which marks 2, 3 … begin further institutions."""
    cuts = [0]
    wanted = 2
    first = _MARK.match(piece.text)
    if first and (mark := first[1].translate(_SUPERSCRIPTS)).isdecimal():
        wanted = int(mark) + 1
    for match in _INLINE.finditer(piece.text):
        if int(match[1].translate(_SUPERSCRIPTS)) == wanted and match.start() > 12:
            cuts.append(match.start())
            wanted += 1
    edges = [*cuts, len(piece.text)]
    return [
        Piece(
            piece.text[a:b].rstrip(),
            piece.start + a,
            piece.start + a + len(piece.text[a:b].rstrip()),
        )
        for a, b in pairwise(edges)
    ]


@cache
def _named_before() -> re.Pattern[str]:
    before = "|".join(map(re.escape, words("people", "named_before")))
    return re.compile(rf"(?<!\w)(?:{before})$", re.I)


def _closes(text: str, following: str) -> bool:
    """Tell whether an institution ends with this line, the next one beginning `following`."""
    text = text.rstrip()
    if text.count("(") > text.count(")") or _named_before().search(text):
        return False
    if following[:1].isupper() and not text.endswith(",") and house_end().search(text):
        return True
    bare = text.rstrip(" .,;)")
    last = re.split(r",\s*|\(", bare)[-1].strip().lower()
    goes_on = f"{last} {following.split(',', maxsplit=1)[0].strip(' .;)')}".lower() in countries()
    return text.endswith(";") or (last in countries() and not goes_on)


def _institutions(
    marks: tuple[str, ...], parts: list[Piece], evidence: Words | None
) -> list[Institution]:
    raw = "\n".join(part.text for part in parts)
    text = join_lines(raw, evidence).text.strip(" ,;.")
    start, end = parts[0].start, parts[-1].end
    found = []
    # `A; B` are two; each has the marks, if there is one mark they share it.
    for printed in filter(None, (_unbracketed(p.strip(" ,.")) for p in re.split(r";\s+", text))):
        name, city, country, address = take_apart(_without_posts(printed))
        found.append(Institution(marks, name, city, country, address, printed, start, end))
    return found


def _without_posts(text: str) -> str:
    """Leave out the degrees and posts before an institution.

    >>> _without_posts("PhD, доцент, Казахский университет, Астана")
    'Казахский университет, Астана'
    """
    parts = text.split(", ")
    while len(parts) > 1 and _is_post(parts[0]):
        parts = parts[1:]
    return ", ".join(parts) if pattern("organizations").search(parts[0]) else text


def _unbracketed(text: str) -> str:
    return text[1:-1].strip(" ,.") if text.startswith("(") and text.endswith(")") else text
