"""A printed list of references, taken apart into its items.

Lists come with numbers (`1.`, `1)`, `[1]`, `1 `), bullets or nothing, wrapped over lines or not,
with two items glued together or with numbering that starts again. A number begins an item only
where it continues the count, so that `2004. – 300 с.` at the start of a wrapped line does not.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from citekit.model import Reference
from citekit.references.areas import list_number
from citekit.references.names import UPPER, heading
from citekit.references.pieces import levelled
from citekit.references.reading import parse


class Item(NamedTuple):
    """One item of a list.

    Attributes:
        text: The item without its number, its lines joined.
        number: Its number as printed, or None.
        start: Where it begins in the list, number included.
        end: Where it ends.
    """

    text: str
    number: str | None
    start: int
    end: int


class _Line(NamedTuple):
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_MARK = re.compile(
    r"\s{0,12}(?:\[\s?(?P<bracket>\d{1,3})\s?\]\.?|(?P<dot>\d{1,3})\s?[.)](?=\s|[^\W\d_«“\"]|[«“\"])|(?P<bare>\d{1,3})\s{1,4}(?=[^\W\d_«“\"\[]|[«“\"])"
    r"|(?P<bullet>[•·▪●○■◦‣*]|[-–—](?=\s)))\s{0,8}"
)
_HEADING = re.compile(
    r"\s*(?:\d{1,2}\.?\s)?(?:(?:пайдаланыл\w*|қолданыл\w*)\s)?(?:(?:әд[еи]б[иі]?[еи]?т+ер\w*|дереккөздер|литература|(?:список\s.{0,40}?(?:литератур|источник)\w*)|библиографи\w+(?:\sсписок)?|references?|bibliography|works\scited|literature|список\sлітератури|література|транслитерация\w*)(?:\sтізімі)?)\s*[:.]?\s*",
    re.I,
)
_ENDS = re.compile(r"(?:[.)\]»”\"…]|\d|/\S*|[сСpPбsS]\.?)\s*$")
_BROKEN = re.compile(r"[^\W\d_][-‐\u00ad]$")
_STARTS = re.compile(rf"\s*[«“„\"\[(]?(?:{UPPER}|\d)")


def split_list(text: str) -> tuple[Item, ...]:
    r"""Take a list of references apart into items.

    >>> [(i.number, i.text) for i in split_list("1. Абай. А.\n2. Есім Ғ. Хакім\nАбай.")]
    [('1', 'Абай. А.'), ('2', 'Есім Ғ. Хакім Абай.')]
    """
    lines = [line for line in _lines(text) if not _HEADING.fullmatch(line.text)]
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return ()
    marks = _numbered_starts(filled)
    starts = marks if marks is not None else _unnumbered_starts(lines)
    groups = _grouped(lines, starts)
    return tuple(item for group in groups for item in _items(group, numbered=marks is not None))


def parse_list(text: str, *, language: str | None = None) -> tuple[Reference, ...]:
    r"""Read a whole list: each item with its number, its place and the work it describes.

    >>> [r.number for r in parse_list("1) Абай. Қара сөз.\n2) Есім Ғ. Хакім Абай.")]
    ['1', '2']
    """
    return tuple(
        parse(item.text, language=language, number=item.number).model_copy(
            update={"span": (item.start, item.end)}
        )
        for item in split_list(text)
    )


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield _Line(start, line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        start += len(line)


def _numbered_starts(lines: list[_Line]) -> set[int] | None:
    """Return where items begin when they are numbered or bulleted, or None when they are not."""
    marks = [(line, m) for line in lines if (m := _MARK.match(line.text))]
    for kind in ("bracket", "dot", "bullet", "bare"):
        found = [(line.start, m) for line, m in marks if m[kind]]
        if kind == "bullet":
            if len(found) >= 2 and len(found) * 3 >= len(lines):
                return {start for start, _ in found}
            continue
        counted = _counted([(start, int(m[kind])) for start, m in found])
        least = 1 if len(lines) <= 2 and kind != "bare" else 2
        if len(counted) >= least and (kind != "bare" or len(counted) * 3 >= len(lines)):
            return set(counted) | {lines[0].start}
    return None


def _counted(numbers: list[tuple[int, int]]) -> list[int]:
    """Return the places whose numbers count on, a missing number or two and a new start allowed."""
    result: list[int] = []
    last = 0
    for position, (start, number) in enumerate(numbers):
        following = numbers[position + 1][1] if position + 1 < len(numbers) else None
        goes_on = last < number <= last + 3
        again = number == 1 and (following in (2, None)) and last != 1
        first = not result and (following is None or number < following <= number + 3)
        if goes_on or again or first:
            result.append(start)
            last = number
    return result


def _unnumbered_starts(lines: list[_Line]) -> set[int]:
    filled = [line for line in lines if line.text.strip()]
    blanks = sum(1 for line in lines[1:-1] if not line.text.strip())
    longest = max(len(line.text) for line in filled)
    paragraphs = blanks * 2 >= len(filled) - 1 and blanks > 0
    starts = {filled[0].start}
    after_blank = False
    for previous, line in itertools.pairwise(lines):
        if not line.text.strip():
            after_blank = True
            continue
        if after_blank or not previous.text.strip():
            starts.add(line.start)
            after_blank = False
        elif not paragraphs and _begins_item(previous.text, line.text, longest):
            starts.add(line.start)
    return starts


_WRAPPED = 130
"""Lines longer than this were not wrapped at the width of a page."""


def _begins_item(previous: str, line: str, longest: int) -> bool:
    if _BROKEN.search(previous) or not _STARTS.match(line):
        return False
    if longest > _WRAPPED:
        return True
    if not _ENDS.search(previous):
        return False
    short = len(previous.rstrip()) < longest * 0.8
    names = heading(levelled(line), len(line) - len(line.lstrip()))
    return short or (names is not None and names.score >= 5.5)


def _grouped(lines: list[_Line], starts: set[int]) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        if line.start in starts or not groups:
            groups.append([])
        if line.text.strip():
            groups[-1].append(line)
    return [group for group in groups if group]


def _items(group: list[_Line], *, numbered: bool) -> Iterator[Item]:
    joined, places = _join(group)
    level = levelled(joined)
    match = _MARK.match(level) if numbered else None
    number = (
        next((v for k, v in match.groupdict().items() if v and k != "bullet"), None)
        if match
        else None
    )
    at = match.end() if match else 0
    if not numbered:
        number, at = list_number(level)
    begin = 0
    for place, following, after in _glued(level, at, number):
        yield _item(joined, places, begin, at, place, number)
        begin, at, number = place, after, following
    yield _item(joined, places, begin, at, len(joined), number)


def _item(
    joined: str, places: list[int], begin: int, at: int, end: int, number: str | None
) -> Item:
    text = joined[at:end].strip()
    last = max(begin, begin + len(joined[begin:end].rstrip()) - 1)
    return Item(text, number, places[begin], places[last] + 1)


def _join(group: list[_Line]) -> tuple[str, list[int]]:
    """Return the lines of an item as one text, and for each character where it came from."""
    letters: list[str] = []
    places: list[int] = []
    for line in group:
        text = line.text.strip()
        offset = line.start + len(line.text) - len(line.text.lstrip())
        if (
            letters
            and letters[-1] in "-\u00ad‐"
            and text[:1].islower()
            and len(letters) > 1
            and letters[-2].isalpha()
        ):
            letters.pop()
            places.pop()
        elif letters and not (letters[-1] == "/" and "//" in "".join(letters[-200:])):
            letters.append(" ")
            places.append(places[-1] + 1)
        letters.extend(text)
        places.extend(range(offset, offset + len(text)))
    return "".join(letters), places


_GLUED = re.compile(
    rf"(?<=[\w.\])»”]) ?(?<!\d)(?<!№)(?P<number>\d{{1,3}})(?P<dot>[.)]\s?|\s|)(?=[«“\"]?{UPPER})"
)


def _glued(level: str, at: int, number: str | None) -> Iterator[tuple[int, str, int]]:
    """Find the items that stand behind the first one: their number counts on and names follow."""
    expected = int(number) + 1 if number and number.isdecimal() else None
    found = [(m, int(m["number"])) for m in _GLUED.finditer(level, at + 20)]
    for position, (match, value) in enumerate(found):
        start = match.start("number")
        names = heading(level, match.end())
        sure = names is not None and names.score >= 5.5
        dotted = bool(match["dot"].strip())
        if expected is not None:
            ended = _ENDS.search(level[:start].rstrip()[-12:]) is not None
            if not expected <= value <= expected + 2 or not (sure or (dotted and ended)):
                continue
        else:
            counts_on = any(other == value + 1 for _, other in found[position + 1 :])
            if not sure or not (dotted or counts_on):
                continue
        yield start, match["number"], match.end()
        expected = value + 1
