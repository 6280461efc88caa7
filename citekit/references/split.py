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
from citekit.references.areas import SURE_NAMES, list_number
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
        body: Where its text begins, behind the number.
    """

    text: str
    number: str | None
    start: int
    end: int
    body: int


class _Line(NamedTuple):
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_MARK = re.compile(
    r"\s{0,12}(?:\[\s?(?P<bracket>\d{1,3})\s?\]\.?|(?P<dot>\d{1,3})\s?[.)](?=\s|[^\W\d_«“\"]|[«“\"]|$)|(?P<bare>\d{1,3})\s{1,4}(?=[^\W\d_«“\"\[]|[«“\"])"
    r"|(?P<bullet>[•·▪●○■◦‣*]|[-–—](?=\s)))\s{0,8}"
)
_HEADING = re.compile(
    r"\s*(?:\d{1,2}\.?\s)?(?:(?:пайдаланыл\w*|қолданыл\w*)\s)?(?:(?:әд[еи]б[иі]?[еи]?т+ер\w*|дереккөздер|литература|(?:список\s.{0,40}?(?:литератур|источник)\w*)|библиографи\w+(?:\sсписок)?|references?|bibliography|works\scited|literature|список\sлітератури|література|транслитерация\w*)(?:\sтізімі)?)\s*[:.]?\s*",
    re.I,
)
_ENDS = re.compile(r"(?:[.)\]»”\"…]|\d|/\S*|[сСpPбsS]\.?)\s*$")
_BROKEN = re.compile(r"[^\W\d_][-‐\u00ad]$")


def split_list(text: str) -> tuple[Item, ...]:
    r"""Take a list of references apart into items.

    >>> [(i.number, i.text) for i in split_list("1. Абай. А.\n2. Есім Ғ. Хакім\nАбай.")]
    [('1', 'Абай. А.'), ('2', 'Есім Ғ. Хакім Абай.')]
    """
    lines = [line for line in _lines(text) if not _HEADING.fullmatch(line.text)]
    lines, apart = _numbers_apart(lines)
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return ()
    if apart:
        groups = _grouped(lines, _unnumbered_starts(lines))
        items = tuple(item for group in groups for item in _items(group, numbered=False))
        if len(items) == len(apart):
            pairs = zip(items, apart, strict=True)
            items = tuple(item._replace(number=number) for item, number in pairs)
        return items
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


_ALONE = re.compile(r"\s*\[?(\d{1,3})[.\])]{0,2}\s*")


def _numbers_apart(lines: list[_Line]) -> tuple[list[_Line], list[str]]:
    """Take numbers away that stand in a column of their own, as some PDFs have them."""
    alone = [(n, m[1]) for n, line in enumerate(lines) if (m := _ALONE.fullmatch(line.text))]
    places = [n for n, _ in alone]
    beside = sum(1 for a, b in itertools.pairwise(places) if b == a + 1)
    if len(alone) < 3 or beside < len(alone) - 2:
        return lines, []
    return [line for n, line in enumerate(lines) if n not in places], [v for _, v in alone]


def _numbered_starts(lines: list[_Line]) -> set[int] | None:
    """Return where items begin when they are numbered or bulleted, or None when they are not."""
    marks = [(line, m) for line in lines if (m := _MARK.match(line.text))]
    for kind in ("bracket", "dot", "bullet", "bare"):
        found = [(line.start, m) for line, m in marks if m[kind]]
        if kind == "bullet":
            if len(found) >= 2 and len(found) * 3 >= len(lines):
                return {start for start, _ in found}
            continue
        if kind == "dot":
            found = sorted((*found, *_forgotten(marks, found)), key=lambda mark: mark[0])
        numbers = [(start, int(m["dot"] or m[kind] or m["bare"])) for start, m in found]
        if len(numbers) > 2 and len({number for _, number in numbers}) == 1:
            return {start for start, _ in numbers}  # every item is pasted as the first
        counted = _counted(numbers)
        least = 1 if len(lines) <= 2 and kind != "bare" else 2
        if len(counted) >= least and (kind != "bare" or len(counted) * 3 >= len(lines)):
            return set(counted) | {lines[0].start}
    return None


def _forgotten(
    marks: list[tuple[_Line, re.Match[str]]], found: list[tuple[int, re.Match[str]]]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the marks of a list with stops where the stop was forgotten: `13 Намсараева Г. Т.`."""
    stopped = {int(m["dot"]) for _, m in found}
    for line, mark in marks:
        number = int(mark["bare"] or 0)
        if number - 1 in stopped and number not in stopped:
            stopped.add(number)
            yield line.start, mark


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
    """Return where unnumbered items begin, by what ends, what begins, and how it is set."""
    filled = [line for line in lines if line.text.strip()]
    blanks = sum(1 for line in lines[1:-1] if not line.text.strip())
    if blanks and blanks * 6 >= len(filled) - 1:
        return {
            line.start
            for previous, line in zip([_BLANK, *lines], lines, strict=False)
            if line.text.strip() and not previous.text.strip()
        }
    lengths = sorted(len(line.text.rstrip()) for line in filled)
    width = lengths[len(lengths) * 9 // 10]
    outer = _outer_indent(filled)
    starts, dated = {filled[0].start}, _DATED.search(filled[0].text) is not None
    for previous, line in itertools.pairwise(filled):
        if _score(previous.text, line.text, dated, width, outer) >= _ENOUGH:
            starts.add(line.start)
            dated = False
        dated = dated or _DATED.search(line.text) is not None
    return starts


_BLANK = _Line(0, "")
_WRAPPED = 130
"""Lines longer than this were not wrapped at the width of a page."""
_ENOUGH = 2.5
_CLOSED = re.compile(
    r"(?:\d\s?[сcpрбsPСБS]{0,2}\.?|[сcpрбsPСБS]\.|\)\.?|\][.,]?|/\S*|[»”\"]\.?|жыл\.?|бет\.?)\s*$"
)
_OPEN = re.compile(r"(?:[^\W\d_]{2}|[,:;=&–—-]|/|№|\()\s*$")
_GOES_ON = re.compile(
    r"\s*(?:[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄ]|[-–—/,.;:)=&]|\d|№"
    r"|(?:URL|DOI|ISBN|ISSN|doi|https?|www|Режим|Т|С|Б|P|Vol|No|Вып|Изд|М|СПб|Алматы|Астана|Москва)\b[.:]?\s?)"
)
_DATED = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|https?:|www\.")


def _outer_indent(lines: list[_Line]) -> int | None:
    """Return the indent at which items begin, where lines stand at two and it is clear which."""
    indents = [_indent(line.text) for line in lines]
    levels = sorted(set(indents))
    if len(levels) != 2 or not len(lines) * 0.1 <= indents.count(levels[0]) <= len(lines) * 0.9:
        return None
    begin = dict.fromkeys(levels, 0)
    for line, indent in zip(lines, indents, strict=True):
        begin[indent] += not _GOES_ON.match(line.text)
    return max(levels, key=lambda level: begin[level] / indents.count(level))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _score(previous: str, line: str, dated: bool, width: int, outer: int | None) -> float:
    """Return how much speaks for a new item between two lines."""
    if _BROKEN.search(previous) or _GOES_ON.match(line):
        return -1.0
    score = 0.0
    if width > _WRAPPED:
        score += 2.5
    elif len(previous.rstrip()) < width * 0.6:
        score += 3.0  # a wrapped line is not so short
    elif len(previous.rstrip()) < width * 0.85:
        score += 1.5
    if outer is not None:
        score += 3.0 if _indent(line) == outer else -4.0
    if _CLOSED.search(previous):
        score += 2.0
    elif _OPEN.search(previous):
        score -= 3.0 if width <= _WRAPPED else 0.0
    names = heading(levelled(line), _indent(line))
    if names is not None:
        score += 2.0 if names.score >= SURE_NAMES else 1.0 if names.score >= 2 else 0.0
    if width <= _WRAPPED and not dated:
        score -= 2.0
    return score


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
    at = min(at, len(places) - 1)
    last = max(begin, begin + len(joined[begin:end].rstrip()) - 1)
    while at < last and joined[at].isspace():
        at += 1
    return Item(text, number, places[begin], places[last] + 1, places[at])


_ADDRESS = re.compile(r"(?:://|www\.)\S*$")


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
        elif letters and not (letters[-1] == "/" and _ADDRESS.search("".join(letters[-200:]))):
            letters.append(" ")
            places.append(places[-1] + 1)
        letters.extend(text)
        places.extend(range(offset, offset + len(text)))
    return "".join(letters), places


_GLUED = re.compile(
    r"(?<=[\w.\])»”/]) ?(?<!\d)(?<!№)(?P<number>\d{1,3})(?:[.)]\s?|(?P<bare>\s))"
    rf"(?=[«“\"]?{UPPER})"
)
_COUNTED = re.compile(
    r"(?<!\w)(?<!\d\s)(?:Vol|No|Iss|Т|T|С|S|P|pp|Б|B|Вып|Vyp|Ч|Ch|Кн|Шығ|Bd|N|№|д|и|с|т)\.?\s*$",
    re.I,
)


def _glued(level: str, at: int, number: str | None) -> Iterator[tuple[int, str, int]]:
    """Find the items that stand behind the first one: their number counts on and names follow."""
    expected = int(number) + 1 if number and number.isdecimal() else None
    found = [(m, int(m["number"])) for m in _GLUED.finditer(level, at + 20)]
    for match, value in found:
        start = match.start("number")
        before = level[max(0, start - 12) : start]
        if _COUNTED.search(before):
            continue
        names = heading(level, match.end())
        sure = names is not None and names.score >= SURE_NAMES
        if expected is not None:
            ended = _ENDS.search(before.rstrip()) is not None
            if not expected <= value <= expected + 2 or not (sure or (ended and not match["bare"])):
                continue
        elif not sure or match["bare"]:
            continue
        yield start, match["number"], match.end()
        expected = value + 1
