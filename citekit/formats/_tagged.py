"""Files of tagged lines: RIS, Web of Science's plain text, PubMed's nbib."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from citekit.formats import _lines
from citekit.formats.base import FormatError, Unread

Pairs = list[tuple[str, str]]
"""Tags with their values, in order."""

MAX_RECORD = 16 * 2**20
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Grammar:
    """How lines are told apart: each pattern has the groups `tag` and `value`."""

    tagged: re.Pattern[str]
    first: frozenset[str]
    """The tags that begin a record."""
    last: frozenset[str] = frozenset()
    """The tags that end one."""
    listed: frozenset[str] = frozenset()
    """The tags of which each further line is a value of its own."""


def records(stream: BinaryIO, grammar: Grammar) -> Iterator[tuple[Pairs, int, str] | Unread]:
    """Yield each record as its pairs, the number of its first line, and its text.

    Raises:
        FormatError: There is no record in the file at all.
    """
    pairs: Pairs = []
    raw: list[str] = []
    begun, found, size, problem = 0, 0, 0, ""
    for number, data in enumerate(_lines.raw_lines(stream), start=1):
        cut = data.problem if isinstance(data, _lines.Cut) else ""
        if cut and not found and not begun:
            raise FormatError(cut)
        line = _lines.text(data).rstrip("\n")
        match = grammar.tagged.fullmatch(line)
        tag = match["tag"] if match else ""
        if tag in grammar.first and begun:
            found += 1
            yield _record(pairs, begun, raw, problem)
            begun = 0
        if not begun and tag in grammar.first:
            pairs, raw, begun, size, problem = [], [], number, 0, ""
        if not begun:
            if cut:
                yield Unread(cut, number, raw=line)
            if line.strip() and found == 0 and number > 50:
                raise FormatError(f"line {number}: no record begins so far ({line[:_SHOWN]!r})")
            continue
        if size <= MAX_RECORD:
            raw.append(line)
        size += len(data)
        if cut:
            problem = cut
        elif size > MAX_RECORD:
            problem = f"more than {MAX_RECORD // 2**20} MiB; the end of the record is missing"
        elif _lines.undecodable(data):
            problem = "not UTF-8; save the file as UTF-8"
        if match is not None and tag in grammar.last:
            found += 1
            yield _record(pairs, begun, raw, problem)
            begun = 0
        elif problem:
            continue
        elif match is not None:
            pairs.append((tag, (match["value"] or "").strip()))
        elif line.strip() and pairs:
            last, value = pairs[-1]
            if last in grammar.listed:
                pairs.append((last, line.strip()))
            else:
                pairs[-1] = (last, f"{value} {line.strip()}".strip())
    if begun:
        found += 1
        yield _record(pairs, begun, raw, problem)
    if not found:
        raise FormatError("the file has no record")


def _record(
    pairs: Pairs, line: int, raw: list[str], problem: str
) -> tuple[Pairs, int, str] | Unread:
    text = "\n".join(raw)
    if problem:
        return Unread(problem, line, raw=text)
    return pairs, line, text
