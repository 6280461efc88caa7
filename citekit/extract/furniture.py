"""Running headers, footers and page numbers: told from the text, and what they say of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from citekit.extract.codes import leading_codes
from citekit.extract.document import Furniture, Line, Pages, PageStart
from citekit.extract.evidence import spoken_of
from citekit.extract.names import parse_names
from citekit.extract.vocabulary import labels_of
from citekit.languages import Repaired

_NUMBER = re.compile(r"[-–—_/|\s]*(\d{1,4})[-–—_/|\s]*")
_RULE = re.compile(r"[\s_=~*·–—-]{3,}")
# The number of the page at an edge of the running header: `2011. № 4 (99)   203`, `130 ВЕСТНИК`.
_AT_EDGE = re.compile(r"^(\d{1,4})\s+(?=\D)|(?<=[\s.])(\d{1,4})$")
# What two lists of references, or two heads, have alike.
_LISTED = re.compile(r"@|//|\bdoi\b|^\[?\d{1,3}[\].)]|[.\]]$|https?:", re.I)
_SERIAL = re.compile(
    r"№|\bISSN\b|\bVol\b|\bNo\.|\bВып|\bвып|\bТ\.\s?\d|\bтом\b|Серия|Series|(?<!\d)(?:19|20)\d\d(?!\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Stripped:
    """A document without its furniture.

    Attributes:
        lines: The lines that are left.
        furniture: What was taken away, in order.
        pages: What it says of the pages.
    """

    lines: list[Line]
    furniture: tuple[Furniture, ...]
    pages: Pages


_LETTERS = re.compile(r"[^\W\d_]+")


def _key(text: str) -> str:
    """Return the words of a line, by which its repetitions are known: their numbers change."""
    return " ".join(_LETTERS.findall(text.lower()))


def strip(repaired: Repaired, lines: Sequence[Line]) -> Stripped:
    """Take away what belongs to the page, and number the pages by it."""
    numbers = _page_numbers(lines)
    keys = [_key(line.text) for line in lines]
    repeated = Counter(key for key in keys if len(key) > 3)
    titles = _title_lines(lines, keys)
    taken: dict[int, str] = dict.fromkeys(numbers, "page number")
    gapped = _gapped(lines)
    taken.update(dict.fromkeys(gapped, "running header"))
    # What stands above the number of the first page is its header.
    opening = min(numbers, default=99)
    if opening <= 8 and not any(map(_is_content, lines[:opening])):
        for i in range(opening):
            taken.setdefault(i, "journal title")
    # What is repeated beside a page number, or beside what is already known, is furniture too.
    headers = [
        i
        for i, line in enumerate(lines)
        if len(line.text) <= 160
        and ((len(keys[i]) > 3 and repeated[keys[i]] > 1) or _RULE.fullmatch(line.text))
    ]
    grown = True
    while grown:
        grown = False
        for i in headers:
            line = lines[i]
            if i in taken:
                continue
            beside = i - 1 in taken or i + 1 in taken or i == 0 or i == len(lines) - 1
            if not beside and not line.blank:
                continue
            if _is_header(keys, repeated, beside, lines, i, taken):
                taken[i] = "running header"
                grown = True
    for i in [j for n in numbers for j in (n - 1, n + 1) if 0 <= j < len(lines)]:
        if _is_imprint(lines[i].text) or _is_shortened(lines[i].text):
            taken.setdefault(i, "running header")
    for i in sorted(titles):
        # Near the top only beside what is a page's own.
        if i < _FAR_BELOW and i - 1 not in taken and i + 1 not in taken:
            continue
        taken.setdefault(i, "short title")
    if not numbers:
        numbers |= _edge_numbers(lines, taken) or gapped
    kept: list[Line] = []
    pending = False
    blank = 0
    for i, line in enumerate(lines):
        if i in taken:
            pending = True
            blank += line.blank
        else:
            kept.append(
                line._replace(furniture=pending, blank=line.blank + blank) if pending else line
            )
            pending, blank = False, 0
    pages = _pages(repaired, lines, numbers)
    return Stripped(kept, tuple(_furniture(repaired, lines, taken, numbers)), pages)


def _is_content(line: Line) -> bool:
    labels = labels_of(line.text)
    if labels and labels[0].sure and labels[0].field not in ("issn", "other"):
        return True
    names = parse_names(line.text, weak=False)
    return leading_codes(line.text) > 0 or (names.covered > 0.7 and names.strong > 0)


def _is_header(
    keys: Sequence[str],
    repeated: Counter[str],
    beside: bool,
    lines: Sequence[Line],
    i: int,
    taken: dict[int, str],
) -> bool:
    line, key = lines[i], keys[i]
    if _RULE.fullmatch(line.text):
        return beside or bool(line.blank)
    labels = labels_of(line.text)
    if labels and labels[0].sure and labels[0].field not in ("issn", "other", "doi"):
        return False
    if _LISTED.search(line.text) or line.text.endswith(","):
        return False
    # A header has few lines: what is beside three of them is text that happens to stand twice.
    if all(j in taken for j in range(i - 3, i)) or all(j in taken for j in range(i + 1, i + 4)):
        return False
    if beside and i not in (0, len(lines) - 1):
        # An author's name is a header where it is repeated, not where it first stands.
        first = keys.index(key)
        if parse_names(line.text).covered < 0.6:
            return True
        # In a head, an affiliation or a title follows the authors; on a page, the text goes on.
        after = lines[i + 1].text if i + 1 < len(lines) else ""
        goes_on = (
            len(after) > 40
            and not after.isupper()
            and sum(c.islower() for c in after) > 0.6 * len(after)
        )
        return first != i and goes_on and "org" not in spoken_of(after)
    if repeated[key] >= 3:
        return (
            i == 0 or _SERIAL.search(line.text) is not None or parse_names(line.text).covered < 0.5
        )
    return i == 0 and parse_names(line.text).covered < 0.5


def _page_numbers(lines: Sequence[Line]) -> dict[int, int]:
    """Return the lines that are page numbers, and the numbers: those that grow with the text."""
    found: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        match = _NUMBER.fullmatch(line.text)
        if match and (
            line.blank
            or i in (0, len(lines) - 1)
            or (i + 1 < len(lines) and lines[i + 1].blank)
            or (i and _SERIAL.search(lines[i - 1].text))
            or (i + 1 < len(lines) and _is_imprint(lines[i + 1].text))
        ):
            found.append((i, int(match[1])))
    if not found:
        return {}
    # The longest chain in which a later number is larger by about the pages between.
    best: list[int] = []
    chains: list[tuple[int, list[int]]] = []
    for index, (i, number) in enumerate(found):
        length = 0
        chain: list[int] = []
        for other in range(max(0, index - 40), index):
            j, before = found[other]
            pages = number - before
            if (
                0 < pages <= 3 + (lines[i].start - lines[j].start) / 1200
                and lines[i].start - lines[j].start > 400 * pages
            ) and chains[other][0] > length:
                length, chain = chains[other]
        chains.append((length + 1, [*chain, index]))
        if length + 1 > len(best):
            best = chains[-1][1]
    if len(best) == 1:
        sure = _sure(found, lines)
        if len(sure) > 1:
            return dict(sure)
        only = _single(found, lines)
        return {found[only][0]: found[only][1]} if only is not None else {}
    return {found[index][0]: found[index][1] for index in best}


def _sure(found: list[tuple[int, int]], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Choose the numbers that grow, beside the journal's own lines and at the very end."""
    made: list[tuple[int, int]] = []
    for i, number in found:
        beside = [lines[j].text for j in (i - 1, i + 1) if 0 <= j < len(lines)]
        if not (any(map(_is_imprint, beside)) or (i == len(lines) - 1 and lines[i].blank)):
            continue
        if not made or made[-1][1] < number < made[0][1] + _MOST_PAGES:
            made.append((i, number))
    return made


_MOST_PAGES = 60
"""No article is longer, where nothing but its page numbers says so."""


def _gapped(lines: Sequence[Line]) -> dict[int, int]:
    """Return the journal's lines that have the page's number at an edge, after a wide gap."""
    found = {}
    for i, line in enumerate(lines):
        text = line.text
        if "   " not in text or len(text) > 200 or _LISTED.search(text):
            continue
        match = _GAPPED.search(text)
        if match and _SERIAL.search(text):
            found[i] = int(match[1] or match[2])
    return found


_GAPPED = re.compile(r"^(\d{1,4})\s{3,}\S|\S\s{3,}(\d{1,4})$")


def _single(found: list[tuple[int, int]], lines: Sequence[Line]) -> int | None:
    """Choose the page number where only one is printed: at the head or the foot of the document."""
    for index, (i, number) in enumerate(found):
        if (i <= 8 or i >= len(lines) - 3) and number > 2 and (lines[i].blank or i == 0):
            return index
        beside = [lines[j].text for j in (i - 1, i + 1) if 0 <= j < len(lines)]
        if number > 2 and any(_of_page(text) for text in beside):
            return index
    return None


def is_serial(text: str) -> bool:
    """Tell whether a line speaks of a journal's volume, issue or number.

    >>> is_serial("Вестник КазУТБ. №1 (26) 2025"), is_serial("Springer, 2014. – 501 p.")
    (True, False)
    """
    return len(text) < 160 and "//" not in text and _VOLUME.search(text) is not None


_VOLUME = re.compile(r"№|\bISSN\b|\bVol\b|\bNo\.|\bВып|\bТ\.\s?\d|\bтом\s\d", re.I)


def _of_page(text: str) -> bool:
    """Tell whether a line is a journal's own, as it stands at the foot or head of its pages."""
    return len(text) < 120 and (
        text.startswith("©") or len(_SERIAL.findall(text)) > 1 or "№" in text
    )


def _is_shortened(text: str) -> bool:
    """Tell whether a line beside a page's number is authors and a title that breaks off.

    >>> _is_shortened("Ким А.Б., Ли В. Қала атаулары туралы ..."), _is_shortened("And so on...")
    (True, False)
    """
    names = parse_names(text, weak=False)
    return text.endswith(("...", "…")) and bool(names.strong and names.authors[0].start == 0)


def _is_imprint(text: str) -> bool:
    """Tell whether a line is surely a journal's own: no entry of a list has so much of one."""
    return (
        _of_page(text)
        and not _LISTED.search(text)
        and (text.startswith("©") or len(_SERIAL.findall(text)) > 1)
    )


_COUNTED = re.compile(r"(?:№|\bno\.?|\bvol\.?|volume|number|issue|\bт\.|том|вып\.|[–—-])\s*$", re.I)
_LINK = re.compile(r"\bdoi\b|https?:", re.I)


def _edge_numbers(lines: Sequence[Line], taken: dict[int, str]) -> dict[int, int]:
    """Return the page numbers that stand at an edge of the running headers."""
    found = {}
    for i in [*taken, *range(min(4, len(lines)))]:
        text = lines[i].text
        match = _AT_EDGE.search(text)
        counted = match and _COUNTED.search(text, 0, match.start(2)) if match and match[2] else None
        if (
            match
            and _SERIAL.search(text)
            and len(text) < 160
            and not (counted or _LINK.search(text))
        ):
            number = int(match[1] or match[2])
            if not 1900 <= number <= 2100 and number:
                found[i] = number
    return found


_TITLE_AGAIN, _FAR_BELOW = 8, 30
"""A short title stands on later pages: at least so many lines below the top, or surely."""


def _title_lines(lines: Sequence[Line], keys: Sequence[str]) -> set[int]:
    """Return the lines that repeat, far below, what stands in capitals at the head."""
    head = [i for i in range(min(60, len(lines))) if len(keys[i]) > 12 and lines[i].text.isupper()]
    where: dict[str, int] = {keys[i]: i for i in head}
    found: set[int] = set()
    joined = [" ".join(keys[i : i + n]) for i in head for n in (2, 3, 4)]
    known = {*where, *joined}
    openings = tuple({phrase.partition(" ")[0] for phrase in known})
    for i in range(min(_TITLE_AGAIN, len(lines)), len(lines)):
        if not keys[i].startswith(openings) or len(lines[i].text) > 120 or lines[i].text.isupper():
            continue
        for n in (1, 2, 3):
            if len(" ".join(keys[i : i + n])) > 25 and " ".join(keys[i : i + n]) in known:
                found.update(range(i, i + n))
    return found


def _furniture(
    repaired: Repaired, lines: Sequence[Line], taken: dict[int, str], numbers: dict[int, int]
) -> list[Furniture]:
    made: list[Furniture] = []
    rows = sorted(taken)
    at = 0
    while at < len(rows):
        end = at + 1
        while (
            end < len(rows)
            and rows[end] == rows[end - 1] + 1
            and not lines[rows[end]].blank
            and taken[rows[end]] == taken[rows[at]] != "page number"
        ):
            end += 1
        first, last = lines[rows[at]], lines[rows[end - 1]]
        text = " ".join(lines[i].text for i in rows[at:end])
        number = next(
            (numbers[i] for i in range(rows[at] - 2, rows[end - 1] + 3) if i in numbers), None
        )
        span = repaired.span(first.start, last.end)
        made.append(
            Furniture(text, span, taken[rows[at]], str(number) if number is not None else None)
        )
        at = end
    return made


def _pages(repaired: Repaired, lines: Sequence[Line], numbers: dict[int, int]) -> Pages:
    if not numbers:
        return Pages()
    rows = sorted(numbers)
    first, last = numbers[rows[0]], numbers[rows[-1]]
    before = lines[rows[0]].start - lines[0].start
    after = lines[-1].end - lines[rows[-1]].end
    first_span = repaired.span(lines[rows[0]].start, lines[rows[0]].end)
    last_span = repaired.span(lines[rows[-1]].start, lines[rows[-1]].end)
    if len(rows) == 1:
        if before <= 300 < after:
            starts = _indented(repaired, first)
            estimated = starts[-1].page if starts else None
            return Pages(str(first), None, first_span, None, starts, estimated)
        return Pages(None, str(last), None, last_span)
    at_foot = after < 400 or before > 1200
    opening = first if at_foot or before < 1200 else first - 1
    basis = "page number printed at the " + ("foot" if at_foot else "head")
    if at_foot:
        starts = tuple(
            PageStart(
                str(numbers[a] + 1), repaired.span(lines[a + 1].start, lines[a + 1].end)[0], basis
            )
            for a in rows
            if a + 1 < len(lines) and a != rows[-1]
        )
    else:
        starts = tuple(
            PageStart(str(numbers[a]), repaired.span(lines[a].start, lines[a].end)[0], basis)
            for a in rows[1:]
        )
    closing = last if after < 400 or not at_foot else last + 1
    return Pages(str(opening), str(closing), first_span, last_span, starts)


_INDENTED = re.compile(r"^ (?=\S)", re.MULTILINE)


def _indented(repaired: Repaired, first: int) -> tuple[PageStart, ...]:
    """Number the pages by the one space with which some extractions begin the first line of each.

    Only believed where such lines stand at even distances.
    """
    places = [m.start() for m in _INDENTED.finditer(repaired.original)]
    gaps = [b - a for a, b in zip([0, *places], places, strict=False)]
    if len(gaps) < 3:
        return ()
    usual = median(gaps)
    if usual < 1500 or any(not 0.6 < gap / usual < 1.4 for gap in gaps):
        return ()
    basis = "line begins with one space"
    return tuple(PageStart(str(first + n + 1), at, basis) for n, at in enumerate(places))
