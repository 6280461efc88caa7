"""In-text citations: numbers in brackets or between slashes, authors with years, their locators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import cast

from citekit.extract._data import load
from citekit.languages import Repaired
from citekit.model import Cite, InTextCitation, Locator, LocatorType, Reference

_BRACKETS = re.compile(r"\[\s*(\d{1,3}(?!\d)[^\[\]\n]{0,60}(?:\n[^\[\]\n]{0,40})?)\]")
_SLASHES = re.compile(
    r"(?<![\w/])/\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3}){0,8}(?:\s*,\s*[^\d\s/]{1,4}\.?\s*\d[^/\n]{0,12})?)\s*/(?![\w/])"
)
_RANGE = re.compile(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})")
_NUMBER = re.compile(r"\d{1,3}")
_AUTHOR_YEAR = re.compile(
    r"\((?P<inner>[^()\n]{0,160}?(?:\n[^()\n]{0,100}?)?[^\W\d_]{3,}[^()\d]{0,30}?,?\s(?:19|20)\d\d[a-zа-я]?(?::\s?[^()]{1,20})?[^()]{0,80})\)"
)
_AUTHOR = re.compile(
    r"(?P<family>[^\W\d_][^\W\d_'’-]{2,})(?P<more>[^;()\d]{0,60}?),?\s(?P<year>(?:19|20)\d\d[a-zа-я]?)"
    r"(?:\s*[:,]\s*(?P<locator>(?:[^\W\d_]{1,4}\.\s?)?\d[\d–—-]*(?:\s?[^\W\d_]{1,3}\.)?))?"
)


@cache
def _units() -> re.Pattern[str]:
    units = {unit: kind for kind, found in load("locators").items() for unit in found}
    ordered = sorted(units, key=len, reverse=True)
    spelled = "|".join(re.escape(unit) for unit in ordered)
    return re.compile(
        rf"(?:(?<![^\W\d_])(?P<before>{spelled})\s*(?P<a>[\dIVXLC][\dIVXLC\s,–—-]*)"
        rf"|(?P<b>\d[\d\s–—-]*?)\s*(?:-?\s*)(?P<after>{spelled})(?![^\W\d_]))",
        re.I,
    )


@cache
def _kind(unit: str) -> LocatorType:
    low = unit.lower()
    for kind, units in load("locators").items():
        if low in units:
            return cast(LocatorType, kind)
    return "page"


def read_locator(text: str) -> Locator | None:
    """Read a locator: unit and numbers, in either order.

    >>> read_locator("26–25 б.")
    Locator(type='page', value='26–25', unit='б.', first=26, last=25, as_printed='26–25 б.')
    """
    match = _units().search(text)
    if match is None:
        return None
    unit = match["before"] or match["after"]
    value = re.sub(r"\s+", " ", (match["a"] or match["b"])).strip(" ,")
    ends = re.fullmatch(r"(\d+)(?:\s*[-–—]\s*(\d+))?", value)
    printed = re.sub(r"\s+", " ", text[match.start() :]).strip(" ,")
    if match["after"] or True:
        tail = text[match.end() : match.end() + 1]
        unit = unit + "." if tail == "." and not unit.endswith(".") else unit
    return Locator(
        type=_kind(unit.rstrip(".") + ("." if unit.lower() in _dotted() else "")),
        value=value,
        unit=unit,
        first=int(ends[1]) if ends else None,
        last=int(ends[2] or ends[1]) if ends else None,
        as_printed=printed,
    )


@cache
def _dotted() -> frozenset[str]:
    return frozenset(
        unit for units in load("locators").values() for unit in units if unit.endswith(".")
    )


def read_group(inner: str) -> tuple[Cite, ...]:
    """Read what stands between the brackets of a numeric citation.

    >>> [(c.reference, c.locator and c.locator.value) for c in read_group("1; 3–5, с. 12")]
    [('1', None), ('3', None), ('4', None), ('5', '12')]
    """
    cites: list[Cite] = []
    for part in re.split(r";", inner):
        numbers: list[int] = []
        locator = None
        pieces = re.split(r",", part)
        for i, piece in enumerate(pieces):
            bare = piece.strip(" .\n")
            span = _RANGE.fullmatch(bare)
            if span and int(span[1]) <= int(span[2]) and int(span[2]) - int(span[1]) < 60:
                numbers += range(int(span[1]), int(span[2]) + 1)
            elif _NUMBER.fullmatch(bare):
                numbers.append(int(bare))
            elif numbers:
                locator = read_locator(",".join(pieces[i:]))
                break
            else:
                found = re.match(r"\s*(\d{1,3})[\s:.]+(?=\D)", piece)
                if found is None:
                    return ()
                numbers.append(int(found[1]))
                locator = read_locator(",".join([piece[found.end() :], *pieces[i + 1 :]]))
                if locator is None:
                    return ()
                break
        cites += [Cite(reference=str(n)) for n in numbers[:-1]]
        cites += [Cite(reference=str(n), locator=locator) for n in numbers[-1:]]
    return tuple(cites)


def find_citations(
    repaired: Repaired,
    body: Sequence[tuple[int, int]],
    references: Sequence[Reference],
    page_at: Callable[[int], str | None],
) -> tuple[InTextCitation, ...]:
    """Return the citations in the body of an article.

    Args:
        repaired: The text.
        body: The stretches of the repaired text that are body.
        references: The article's references: the numbers that can be meant.
        page_at: Says on which page an offset of the source lies.
    """
    found = list(_numeric(repaired, body, references, _BRACKETS, page_at))
    if len(found) < 2:
        slashed = list(_numeric(repaired, body, references, _SLASHES, page_at))
        if len(slashed) >= 3:
            found = slashed
    if len(found) < 2:
        dated = list(_dated(repaired, body, references, page_at))
        if len(dated) > len(found):
            found = dated
    return tuple(found)


def _numeric(
    repaired: Repaired,
    body: Sequence[tuple[int, int]],
    references: Sequence[Reference],
    pattern: re.Pattern[str],
    page_at: Callable[[int], str | None],
) -> Iterator[InTextCitation]:
    most = max((int(r.number) for r in references if r.number and r.number.isdigit()), default=0)
    limit = most + 30 if most else 300
    for start, end in body:
        for match in pattern.finditer(repaired.text, start, end):
            cites = read_group(match[1])
            if not cites or any(not 0 < int(c.reference) <= limit for c in cites):
                continue
            span = repaired.span(*match.span())
            yield InTextCitation(
                as_printed=repaired.original[slice(*span)],
                cites=cites,
                span=span,
                page=page_at(span[0]),
            )


def _dated(
    repaired: Repaired,
    body: Sequence[tuple[int, int]],
    references: Sequence[Reference],
    page_at: Callable[[int], str | None],
) -> Iterator[InTextCitation]:
    for start, end in body:
        for match in _AUTHOR_YEAR.finditer(repaired.text, start, end):
            cites = []
            for each in _AUTHOR.finditer(match["inner"]):
                if each["family"][0].isupper():
                    locator = read_locator(each["locator"]) if each["locator"] else None
                    cites.append(Cite(reference=_meant(each, references), locator=locator))
            if cites:
                span = repaired.span(*match.span())
                yield InTextCitation(
                    as_printed=repaired.original[slice(*span)],
                    cites=tuple(cites),
                    span=span,
                    page=page_at(span[0]),
                )


def _meant(match: re.Match[str], references: Sequence[Reference]) -> str:
    """Return the number of the reference with this author and year, or what the citation says."""
    family, year = match["family"].lower(), match["year"]
    stem = family[: max(4, len(family) - 3)]
    for reference in references:
        text = (reference.as_printed or "").lower()
        if reference.number and year[:4] in text and stem in text[:120]:
            return reference.number
    return f"{match['family']} {year}"
