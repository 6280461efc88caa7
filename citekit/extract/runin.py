"""Heads that run into one paragraph above a summary: authors, what they are, title.

A.B. Kim, PhD, Turan University (Almaty, Kazakhstan): Labour market of the regions.
The article considers …
Keywords: labour, market.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from citekit.extract.document import Line
from citekit.extract.names import parse_names
from citekit.extract.vocabulary import labels_of

_SEPARATOR = re.compile(r"[\s,–—-]*")
_MOST_LINES, _FAR = 10, 40
_WHO = re.compile(r"[^():;]{10,220}\([^()]{3,90}\)(?:(?P<last>:)|;)\s+")
_TITLE = re.compile(r"[«“\"]?[^\W\d_a-zа-я][^;]{15,300}?\.(?=\n[^\W\d_a-zа-я])")


def part_run_in_heads(lines: Sequence[Line]) -> list[Line]:
    """Put authors, title and summary on lines of their own where one paragraph begins with them.

    >>> head = "A.B. Kim, Esil University (Astana): Labour market of the regions."
    >>> rows = (head, "It grows.", "Keywords: labour.")
    >>> parted = part_run_in_heads([Line(row, 0, 9, row == head) for row in rows])
    >>> [line.text for line in parted][:3]
    ['A.B. Kim', 'Esil University (Astana)', 'Labour market of the regions']
    """
    made: list[Line] = []
    at = 0
    while at < len(lines):
        parted, used = _parted(lines, at) if lines[at].blank else ((), 0)
        made += parted or lines[at : at + 1]
        at += used or 1
        if parted and at < len(lines):
            made.append(lines[at]._replace(blank=1))
            at += 1
    return made


def _parted(lines: Sequence[Line], at: int) -> tuple[Sequence[Line], int]:
    """Return the lines that a head makes, and how many it was printed on; none where it is none."""
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES) and not lines[end].blank:
        end += 1
    block = lines[at:end]
    if not any("):" in line.text for line in block):
        return (), 0
    text = "\n".join(line.text for line in block)
    starts = list(accumulate((len(line.text) + 1 for line in block), initial=0))
    cuts: list[tuple[int, int]] = []
    place = 0
    while match := _WHO.match(text, place):
        cuts.append((place, match.start() + len(match[0].rstrip()) - 1))
        place = match.end()
        if match["last"]:
            break
    else:
        return (), 0
    title = _TITLE.match(text, place)
    who = [parse_names(text[slice(*cut)], weak=False) for cut in cuts]
    if not (title and all(it.authors and it.authors[0].start == 0 for it in who)):
        return (), 0
    used = bisect_right(starts, title.end())
    if not any(_is_keywords(line.text) for line in lines[at : at + _FAR]):
        return (), 0
    pieces: list[tuple[int, int]] = []
    for (begin, stop), names in zip(cuts, who, strict=True):
        named = begin + names.authors[0].end
        said = _SEPARATOR.match(text, named)
        pieces += [(begin, named), (said.end() if said else named, stop)]
    pieces.append((place, title.end() - 1))
    return list(_cut(block, starts, text, pieces)), used


def _is_keywords(text: str) -> bool:
    return any(label.field == "keywords" and label.sure for label in labels_of(text))


def _cut(
    block: Sequence[Line], starts: Sequence[int], text: str, cuts: Sequence[tuple[int, int]]
) -> Iterator[Line]:
    """Yield the stretches of a block of lines as lines, the title after a blank one."""
    for n, (begin, end) in enumerate(cuts):
        first, last = bisect_right(starts, begin) - 1, bisect_right(starts, end - 1) - 1
        yield block[first]._replace(
            text=text[begin:end],
            start=block[first].start + begin - starts[first],
            end=block[last].start + end - starts[last],
            blank=int(n in (0, len(cuts) - 1)),
        )
