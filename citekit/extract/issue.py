"""An issue as one file: cut into its articles where their front pages stand.

An article ends with its list of references. What follows it is a new article's head when it names
other people, or has another code; translations of the same head belong to the article before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from citekit.extract import furniture
from citekit.extract.codes import codes_in, leading_codes
from citekit.extract.document import Line, Source, Style
from citekit.extract.labelling import label
from citekit.extract.lines import lines_of
from citekit.extract.own import own_runs
from citekit.extract.vocabulary import labels_of
from citekit.languages import Repaired, repair

_LEAST, _LEAST_ISSUE = 1500, 6000
"""An article, and an issue, are longer than this many characters."""
_HEAD_LINES, _HEADER_LINES = 90, 4
_CODES = frozenset({"udc", "irsti", "bbk"})


def articles_of(source: Source, *, mend: bool = True) -> list[Source]:
    """Return the articles of a document, each as a document; itself alone where it has but one.

    Args:
        source: An issue or an article.
        mend: Whether to repair the text before it is looked at.

    >>> [it.name for it in articles_of(Source("a.txt", "УДК 323\\n\\nА. Б. Ким\\n\\nО ЯЗЫКЕ"))]
    ['a.txt']
    """
    if source.marked or len(source.text) < _LEAST_ISSUE:
        return [source]
    repaired = repair(source.text) if mend else Repaired.of(source.text)
    lines = furniture.strip(repaired, lines_of(source, repaired)).lines
    if sum(map(_is_list_heading, lines)) < 2:
        return [source]
    starts = _starts(lines)
    offsets = [repaired.span(lines[at].start, lines[at].end)[0] for at in starts]
    edges = [*offsets, len(source.text)]
    if len(starts) < 2 or min(b - a for a, b in pairwise(edges)) < _LEAST:
        return [source]
    edges = [_page_before(source, at) for at in offsets] + [len(source.text)]
    return [
        _part(source, begin, edges[n], n, len(offsets)) for n, begin in enumerate(edges[:-1], 1)
    ]


def _part(source: Source, start: int, end: int, number: int, count: int) -> Source:
    """Return a stretch of a document as a document."""
    styles = tuple(
        Style((s.span[0] - start, s.span[1] - start), s.size, s.bold)
        for s in source.styles
        if start <= s.span[0] and s.span[1] <= end
    )
    return replace(
        source,
        name=f"{source.name}, article {number} of {count}, from character {start}",
        text=source.text[start:end],
        page_starts=tuple(at - start for at in source.page_starts if start <= at < end),
        styles=styles,
    )


def _page_before(source: Source, offset: int) -> int:
    """Return where the page of an article's first line begins, if only its header stands before."""
    page = max((at for at in source.page_starts if at <= offset), default=None)
    if page is not None and source.text.count("\n", page, offset) <= _HEADER_LINES * 2:
        return page
    return offset


def _is_list_heading(line: Line) -> bool:
    return (
        len(line.text) < 90
        and line.text.lstrip(" \t0123456789.")[:1].isupper()
        and any(
            it.field == "references" and it.sure and len(line.text[it.end :].strip(" .:")) < 45
            for it in labels_of(line.text)
        )
    )


def _announces(line: Line) -> bool:
    return any(it.field in ("abstract", "keywords") and it.sure for it in labels_of(line.text))


def _starts(lines: Sequence[Line]) -> list[int]:
    """Return the lines with which articles begin."""
    starts = [_first_head(lines)]
    while True:
        found = _next(lines, starts[-1])
        if found is None or found <= starts[-1]:
            return starts
        starts.append(found)


def _first_head(lines: Sequence[Line]) -> int:
    """Return where the first article begins: above it are a cover and contents."""
    first = next((i for i, line in enumerate(lines) if _announces(line)), 0)
    coded = [i for i in range(max(0, first - 40), first) if _scheme(lines[i])]
    if not coded or coded[0] < _HEADER_LINES:
        return 0
    return _above(lines, coded[0])


def _next(lines: Sequence[Line], start: int) -> int | None:
    """Return where the article after the one that begins at `start` begins."""
    below = start
    for close, stop in _lists(lines, start):
        by_code = _new_code(lines, start, close, stop)
        by_people = _strangers(lines, below, close, stop)
        found = [at for at in (by_code, by_people) if at is not None]
        if found:
            return _above(lines, min(found))
        below = close  # a head that cannot be told: the next one may be
    return None


def _lists(lines: Sequence[Line], start: int) -> Iterator[tuple[int, int]]:
    """Yield the headings that close an article, each with the one that closes the next.

    The list again in Latin letters comes before any other head.
    """
    headings = [i for i in range(start + 6, len(lines)) if _is_list_heading(lines[i])]
    closing = [
        i
        for n, i in enumerate(headings)
        if n + 1 == len(headings) or any(map(_announces, lines[i : headings[n + 1]]))
    ]
    yield from pairwise(closing)


def _strangers(lines: Sequence[Line], start: int, close: int, stop: int) -> int | None:
    """Return the first line after a list that names other people above an abstract."""
    own, _ = own_runs(label(lines[start:stop]), None)
    end = own[-1].lines[-1].end if own else 0
    head = next((i for i in range(close + 1, stop) if lines[i].start >= end), None)
    if head is None or not any(map(_announces, lines[head : head + _HEAD_LINES])):
        return None
    return head


def _scheme(line: Line) -> tuple[str, str] | None:
    """Return the code with which a line begins, where it is one that only a head has."""
    if not leading_codes(line.text):
        return None
    code = next((it for it in codes_in(line.text) if it.scheme in _CODES), None)
    return (code.scheme, code.value) if code else None


def _new_code(lines: Sequence[Line], start: int, close: int, stop: int) -> int | None:
    """Return the first line after a list that has a code which the article above has not."""
    known = {_scheme(line) for line in lines[start : start + _HEAD_LINES]}
    for i in range(close + 1, stop):
        code = _scheme(lines[i])
        if code and code not in known:
            return i
    return None


def _above(lines: Sequence[Line], head: int) -> int:
    """Return the first of the codes and headers that stand right above a head."""
    begin = head
    while begin > 0 and head - begin < _HEADER_LINES:
        line = lines[begin - 1]
        if not (leading_codes(line.text) or furniture.is_serial(line.text)):
            break
        begin -= 1
    return begin
