"""The lines of a document as a reader sees them: columns side by side, broken and endless lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from statistics import median

from citekit.extract._data import words
from citekit.extract.codes import leading_codes
from citekit.extract.document import Line, Source
from citekit.extract.names import parse_names
from citekit.extract.runin import part_run_in_heads
from citekit.extract.vocabulary import inline_labels, labels_of
from citekit.languages import Repaired

_LONG = 350
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")


def lines_of(source: Source, repaired: Repaired) -> list[Line]:
    """Return the lines of a document that are not blank, in the order in which they are read.

    Columns set side by side come one after the other, words on lines of their own are joined, and
    lines that hold several things (a code and an author, a whole article) are parted.
    """
    raw = _raw(repaired.text)
    if source.styles:
        raw = _styled(raw, source, repaired)
    return part_run_in_heads(list(_parted(_joined(_columns(raw, repaired.text)))))


def _raw(text: str) -> list[Line]:
    found: list[Line] = []
    blank = at = 0
    for row in text.split("\n"):
        stripped = row.strip(" \t\r\f\v\u00a0")
        if stripped:
            indent = len(row) - len(row.lstrip(" \t\r\f\v\u00a0"))
            start = at + indent
            found.append(Line(stripped, start, start + len(stripped), blank, indent))
            blank = 0
        else:
            blank += 1
        at += len(row) + 1
    return found


def _styled(lines: list[Line], source: Source, repaired: Repaired) -> list[Line]:
    starts = [style.span[0] for style in source.styles]
    sizes = [s.size for s in source.styles if s.size for _ in range(s.span[1] - s.span[0] >> 4)]
    usual = median(sizes) if sizes else 0.0
    made = []
    for line in lines:
        at = repaired.span(line.start, line.end)[0]
        index = bisect_right(starts, at) - 1
        if index < 0:
            made.append(line)
            continue
        style = source.styles[index]
        size = style.size / usual if usual and style.size else 1.0
        made.append(line._replace(size=size, bold=style.bold))
    return made


def _columns(lines: list[Line], text: str) -> list[Line]:
    """Put columns that stand side by side one after the other."""
    made: list[Line] = []
    run: list[tuple[Line, int]] = []
    for line in lines:
        row_start = line.start - line.indent
        gaps = [m.end() + line.indent for m in _GAP.finditer(line.text)]
        column = gaps[0] if len(gaps) == 1 else (line.indent if line.indent > 20 else -1)
        usual = run[0][1] if run else column
        if run and (column == usual or (not gaps and line.indent < 3 and len(line.text) < usual)):
            run.append((line, column))
        else:
            made += _apart(run)
            run = [(line, column)] if column > 20 else []
            if not run:
                made.append(line)
        assert row_start >= 0
    return made + _apart(run)


def _apart(run: list[tuple[Line, int]]) -> list[Line]:
    """Return the left column of a run of lines, then the right one."""
    if not run:
        return []
    column = run[0][1]
    both = sum(at == column and line.indent < column for line, at in run)
    if both < 4:
        return [line for line, _ in run]
    left, right = [], []
    for line, at in run:
        cut = column - line.indent
        if at != column:
            left.append(line)
        elif cut <= 0:
            right.append(line)
        else:
            head = line.text[:cut].rstrip()
            left.append(line._replace(text=head, end=line.start + len(head)))
            right.append(
                line._replace(text=line.text[cut:], start=line.start + cut, indent=0, blank=0)
            )
    if right:
        right[0] = right[0]._replace(blank=1)
    return left + right


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Join words that stand on lines of their own."""
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and not lines[end].blank and lines[end].text.count(" ") < 2:
            end += 1
        run = lines[at:end]
        words = [line for line in run[1:] if len(line.text) < 30]
        if len(words) >= 8 and len(words) == len(run) - 1 and not any(map(_starts_item, run[1:])):
            gaps = [b.start - a.end for a, b in pairwise(run)]
            text = "".join(
                line.text + "\n" * max(1, gap) for line, gap in zip(run, [*gaps, 0], strict=True)
            )
            first = run[0]
            yield first._replace(text=text.rstrip("\n"), end=run[-1].end)
            at = end
        else:
            yield lines[at]
            at += 1


def _starts_item(line: Line) -> bool:
    return (
        bool(re.match(r"\d{1,3}[.)]|[–—•-]\s", line.text))
        or parse_names(line.text, weak=False).covered > 0.6
    )


def _parted(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        cut = leading_codes(line.text)
        rest = line.text[cut:].strip(" \t")
        if cut > 0 and len(rest) > 2 and not rest.startswith((".", ",")):
            yield line._replace(text=line.text[:cut], end=line.start + cut)
            line = _from(line, line.text.index(rest, cut))
        glued = line.text.endswith(_list_headings()) and _glued_heading().search(line.text)
        if glued:
            yield line._replace(text=line.text[: glued.start()], end=line.start + glued.start())
            line = _from(line, glued.start())
        if len(line.text) > _LONG and not line.text.count("\n") > 8:
            yield from _split_long(line)
        elif ":" in line.text and (within := _keywords_within(line.text)):
            text = line.text[:within].rstrip()
            yield line._replace(text=text, end=line.start + len(text))
            yield _from(line, within)
        else:
            yield line


@cache
def _list_headings() -> tuple[str, ...]:
    return words("labels", "references")


@cache
def _glued_heading() -> re.Pattern[str]:
    """Return the pattern of a list's heading that a column's end has glued to a line of text."""
    labels = sorted(_list_headings(), key=len, reverse=True)
    return re.compile(r"(?<=[a-zа-яәғқңөұүһі])(?:" + "|".join(map(re.escape, labels)) + r")$")


_AFTER_SENTENCE = re.compile(r"[.!?] ([^\W\d_][^.!?:;,]{2,40}?)\s?:")


def _keywords_within(text: str) -> int:
    """Return where a label of keywords stands that follows a sentence in its line, 0 if none."""
    labels = words("labels", "keywords")
    return next((m.start(1) for m in _AFTER_SENTENCE.finditer(text) if m[1] in labels), 0)


def _from(line: Line, at: int) -> Line:
    return line._replace(text=line.text[at:], start=line.start + at, blank=0, indent=0)


_HEADING = re.compile(r"(?<=[.!?])\s+(?=(?:[^\W\d_a-zа-яәғқңөұүһіёїє]{2,}[\s:,.–-]+){3,})")


def _split_long(line: Line) -> Iterator[Line]:
    """Part a line that holds several fields: where labels stand, before a title in capitals."""
    cuts = {0, *inline_labels(line.text)}
    if len(cuts) == 1 and not (labels_of(line.text) or leading_codes(line.text)):
        yield line
        return
    if len(cuts) > 1:
        cuts |= {m.end() for m in _HEADING.finditer(line.text)}
    edges = [*sorted(cuts), len(line.text)]
    for start, end in pairwise(edges):
        text = line.text[start:end]
        stripped = text.strip()
        if stripped:
            at = start + text.index(stripped)
            piece = line._replace(
                text=stripped,
                start=line.start + at,
                end=line.start + at + len(stripped),
                blank=0,
            )
            label = labels_of(stripped)
            yield from [piece] if label or len(cuts) == 1 else _split_head(piece)


def _split_head(line: Line) -> Iterator[Line]:
    """Part a line that holds title, authors and affiliation."""
    names = parse_names(line.text, weak=False)
    sure = [a for a in names.authors if a.initials]
    if not sure or len(line.text) > 1200:
        yield line
        return
    last = sure[0]
    for author in sure[1:]:
        if re.fullmatch(r"[\s,;*\d]*", line.text[last.end : author.start]):
            last = author
        else:
            break
    tail = re.compile(r"[\s\d*,;]*").match(line.text, last.end)
    after = tail.end() if tail else last.end
    for start, end in ((0, sure[0].start), (sure[0].start, after), (after, len(line.text))):
        text = line.text[start:end].strip()
        if text:
            at = line.text.index(text, start)
            yield line._replace(
                text=text, start=line.start + at, end=line.start + at + len(text), blank=0
            )
