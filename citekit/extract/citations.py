"""In-text citations: numbers in brackets or between slashes, authors with years, their locators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import cast

from citekit.extract._data import load, words
from citekit.extract.footnotes import footnotes
from citekit.extract.people import key
from citekit.languages import Repaired
from citekit.model import Cite, InTextCitation, Locator, LocatorType, Reference

_BRACKETS = re.compile(r"\[\s*((?:№\s?)?\d{1,3}(?!\d)[^\[\]\n]{0,60}(?:\n[^\[\]\n]{0,40})?)\]")
_SLASHES = re.compile(
    r"(?<![\w/:])/\s*(\d{1,3}(?!\d)[^/\[\]\n]{0,40}(?:\n[^/\n]{0,30})?)/(?![\w/])"
)
# What stands in round brackets beside citations in square ones: `[4], (5)`. Not the number of an
# equation, which stands at the end of its line after a gap, nor `Fig. (2)`.
_ROUND = re.compile(r" \((\d{1,3}(?:\s*[,;–-]\s*\d{1,3}){0,6})\)(?!\s*$)", re.M)
_RANGE = re.compile(r"(\d{1,4})\s*[-–—]\s*(\d{1,4})")
_NUMBER = re.compile(r"\d{1,4}")
_HEADED = re.compile(r"\s*(\d{1,3})(\s*[:.]\s*|\s+)(?=\S)")
# Brackets that hold a year, of which some are citations.
_YEARED = re.compile(r"[(\[](?P<inner>[^()\[\]]{0,160}?(?:1[5-9]|20)\d\d[^()\[\]]{0,80})[)\]]")
_AUTHOR = re.compile(
    r"\s*(?:[^\W\d_]{2,9}\.?:?\s)?(?:[^\W\d_a-zа-я]\.\s?){0,2}(?P<family>[^\W\d_a-zа-я][^\W\d_'’-]{0,1}[\w'’-]*\w)"
    r"(?P<more>[^;()\d]{0,60}?),?\s*(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-zа-яәғқңөұүһі]?)"
    r"(?:\s*[:,.]\s*(?P<locator>\S[^;]{0,30}))?\s*"
)
_AGAIN = re.compile(r"\s*(?P<year>(?:1[5-9]|20)\d\d)\w?(?:\s*[:,]\s*(?P<locator>\S[^;]{0,30}))?\s*")
# `Smith et al. (2010: 17)`: the author is named in the sentence.
_NARRATIVE = re.compile(
    r"(?<![\w.])(?P<family>[^\W\d_a-zа-я][\w'’-]{2,30})"
    r"(?P<more>(?:,?\s(?:et\sal\.?|и\sдр\.?|and|и|және|&)(?:\s[^\W\d_a-zа-я][\w'’-]{1,30})?)?)"
    r"\s\((?P<year>(?:1[5-9]|20)\d\d)[a-zа-я]?(?:\s?[:,]\s*(?P<locator>[^()]{1,30}))?\)"
)
# `[ҚРОМА. 64-қ., 1-т., 5-іс, 12-п.]`: an archive by its abbreviation.
_ARCHIVE = re.compile(
    r"[(\[](?P<key>[^\W\d_a-zа-я][^\W\d_]{1,11})[.,]\s(?P<rest>[^()\[\]]{3,70}\d[^()\[\]]{0,8})[)\]]"
)


@cache
def _units() -> re.Pattern[str]:
    units = {unit: kind for kind, found in load("locators").items() for unit in found}
    ordered = sorted(units, key=len, reverse=True)
    spelled = "|".join(re.escape(unit) for unit in ordered)
    return re.compile(
        rf"(?:(?<![^\W\d_])(?P<before>{spelled})\s*(?P<a>[\dIVXLC][\dIVXLC\s,–—-]*)"
        rf"|(?<![\w])(?P<b>\d[\d\s–—-]*?|[IVXLC]+(?:[–—-][IVXLC]+)?)\s*(?:-?\s*)(?P<after>{spelled})(?![^\W\d_]))",
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
    """Read a locator: unit and numbers, in either order; of several the last, which is the place.

    >>> read_locator("26–25 б.")
    Locator(type='page', value='26–25', unit='б.', first=26, last=25, as_printed='26–25 б.')
    """
    match = None
    for match in _units().finditer(text):  # noqa: B007
        pass
    if match is None:
        return None
    unit = match["before"] or match["after"]
    value = re.sub(r"\s+", " ", (match["a"] or match["b"])).strip(" ,")
    printed = re.sub(r"\s+", " ", text[match.start() :]).strip(" ,")
    if text[match.end() : match.end() + 1] == "." and not unit.endswith("."):
        unit += "."
    first, last = _ends(value)
    return Locator(
        type=_kind(unit.rstrip(".") + ("." if unit.lower() in _dotted() else "")),
        value=value,
        unit=unit,
        first=first,
        last=last,
        as_printed=printed,
    )


def _bare_pages(text: str) -> Locator | None:
    """Read pages that stand without a unit: `2010: 45`, `[5; 112–118]`.

    >>> _bare_pages("112–118").first, _bare_pages("x")
    (112, None)
    """
    value = re.sub(r"\s+", " ", text).strip(" ,.")
    first, last = _ends(value)
    if first is None:
        return None
    return Locator(type="page", value=value, first=first, last=last, as_printed=value)


def _ends(value: str) -> tuple[int | None, int | None]:
    ends = re.fullmatch(r"(\d+)(?:\s*[-–—]\s*(\d+))?", value)
    return (int(ends[1]), int(ends[2] or ends[1])) if ends else (None, None)


@cache
def _dotted() -> frozenset[str]:
    return frozenset(
        unit for units in load("locators").values() for unit in units if unit.endswith(".")
    )


def read_group(inner: str, most: int = 0) -> tuple[Cite, ...]:
    """Read what stands between the brackets of a numeric citation.

    Args:
        inner: That text.
        most: The number of the last reference, where it is known: a larger one is a page.

    >>> [(c.reference, c.locator and c.locator.value) for c in read_group("1; 3–5, с. 12")]
    [('1', None), ('3', None), ('4', None), ('5', '12')]
    >>> [(c.reference, c.locator and c.locator.value) for c in read_group("5; 47", most=10)]
    [('5', '47')]
    """
    cites: list[Cite] = []
    for part in inner.replace("№", " ").split(";"):
        numbers: list[int] = []
        locator = None
        pieces = part.split(",")
        for i, piece in enumerate(pieces):
            bare = piece.strip(" .\n")
            found = _numbers(bare, most)
            if found:
                numbers += found
            elif (numbers or cites) and most and (page := _bare_pages(bare)):
                locator = page
                break
            elif numbers:
                locator = read_locator(",".join(pieces[i:]))
                break
            else:
                headed = _HEADED.match(piece)
                rest = ",".join([piece[headed.end() :], *pieces[i + 1 :]]) if headed else ""
                locator = read_locator(rest)
                if locator is None and headed and ":" in headed[2]:
                    locator = _bare_pages(rest)
                if headed is None or locator is None:
                    return ()
                numbers.append(int(headed[1]))
                break
        if numbers:
            cites += [Cite(reference=str(n)) for n in numbers[:-1]]
            cites += [Cite(reference=str(n), locator=locator) for n in numbers[-1:]]
        elif locator:
            whole = _joined(cites[-1].locator, locator)
            cites[-1] = cites[-1].model_copy(update={"locator": whole})
        else:
            return ()
    return tuple(cites)


def _joined(before: Locator | None, more: Locator) -> Locator:
    """Put together the places of one source that a semicolon parts: `c. 5–10; 12–15`."""
    if before is None:
        return more
    return Locator(
        type=before.type,
        value=f"{before.value}; {more.value}",
        unit=before.unit,
        as_printed=f"{before.as_printed}; {more.as_printed}",
    )


def _numbers(bare: str, most: int) -> list[int]:
    """Return the references that a number or a range means, none where it must be pages."""
    span = _RANGE.fullmatch(bare)
    first, last = (int(span[1]), int(span[2])) if span else (0, -1)
    if _NUMBER.fullmatch(bare):
        first = last = int(bare)
    if first > last or last - first >= 60 or (most and first > most) or last > 999:
        return []
    return list(range(first, last + 1))


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
    text = _lead_in().sub(lambda match: match[1].ljust(len(match[0])), repaired.text)
    most = max((int(r.number) for r in references if r.number and r.number.isdigit()), default=0)
    numeric = list(_numeric(text, body, most, _BRACKETS))
    if len(numeric) < 2:
        slashed = list(_numeric(text, body, most, _SLASHES))
        numeric = slashed if len(slashed) >= 3 else numeric
    if len(numeric) > 1:
        numeric += _round(text, body, most, numeric)
    dated = list(_dated(text, body, references)) if len(numeric) < 3 else []
    noted = list(footnotes(text, body)) if len(numeric) < 3 else []
    found = max((numeric, dated, noted), key=len)
    if found is not noted:  # notes beside such citations cite nothing of the list
        beside = footnotes(text, body, raised=True) if found else ()
        found = [*found, *((start, end, (), note) for start, end, _, note in beside)]
    made = []
    for start, end, cites, note in sorted(found, key=itemgetter(0)):
        span = repaired.span(start, end)
        printed = repaired.original[slice(*span)]
        made.append(
            InTextCitation(
                as_printed=printed, cites=cites, span=span, page=page_at(span[0]), note=note
            )
        )
    return tuple(made)


Found = tuple[int, int, tuple[Cite, ...], str | None]
"""A citation: where it begins and ends in the repaired text, what it cites, the note's number."""


@cache
def _lead_in() -> re.Pattern[str]:
    """Return what may stand in brackets before what is cited: `см.: `, `қар. `."""
    led = sorted(words("mentions", "lead_in"), key=len, reverse=True)
    spelled = "|".join(re.escape(word).replace(r"\ ", r",?\s") for word in led)
    return re.compile(rf"([\[(;]\s*)(?i:{spelled})(?![^\W\d_])[.,:]*\s+(?=\S)")


def _numeric(
    text: str, body: Sequence[tuple[int, int]], most: int, pattern: re.Pattern[str]
) -> Iterator[Found]:
    limit = most + 30 if most else 300
    for start, end in body:
        for match in pattern.finditer(text, start, end):
            cites = read_group(match[1])
            if most and any(int(c.reference) > most for c in cites):
                cites = read_group(match[1], most) or cites
            if cites and all(0 < int(c.reference) <= limit for c in cites):
                yield *match.span(), cites, None


def _round(
    text: str, body: Sequence[tuple[int, int]], most: int, known: Sequence[Found]
) -> Iterator[Found]:
    """Yield the citations in round brackets that fill a gap: no square ones cite what they do."""
    cited = {cite.reference for _, _, cites, _ in known for cite in cites}
    for start, end in body:
        for match in _ROUND.finditer(text, start, end):
            cites = read_group(match[1])
            meant = {cite.reference for cite in cites}
            before = text[match.start() - 1]
            beside = before.isalpha() or before in "»]),/"
            if cites and beside and not meant & cited and all(0 < int(n) <= most for n in meant):
                yield match.start() + 1, match.end(), cites, None


def _dated(
    text: str, body: Sequence[tuple[int, int]], references: Sequence[Reference]
) -> Iterator[Found]:
    """Yield the citations by author and year."""
    heads = [(r.number, (r.as_printed or r.romanized or "")) for r in references if r.number]
    for start, end in body:
        for match in _YEARED.finditer(text, start, end):
            cites = _by_year(match["inner"], heads)
            # A bracket with a word and a year is a citation where the list has that author.
            linked = not heads or any(found for _, found in cites)
            if cites and (linked or all(cite.locator for cite, _ in cites)):
                yield *match.span(), tuple(cite for cite, _ in cites), None
        for match in _NARRATIVE.finditer(text, start, end):
            number = _meant(match["family"], match["year"], heads)
            said = match["locator"]
            locator = (read_locator(said) or _bare_pages(said)) if said else None
            if number and (locator or not said):
                yield *match.span(), (Cite(reference=number, locator=locator),), None
        for match in _ARCHIVE.finditer(text, start, end):
            number = next((n for n, said in heads if said.startswith(match["key"])), None)
            if number and not _AUTHOR.fullmatch(match[0][1:-1].partition(";")[0]):
                cite = Cite(reference=number, locator=read_locator(match["rest"]))
                yield *match.span(), (cite,), None


def _by_year(inner: str, heads: Sequence[tuple[str, str]]) -> list[tuple[Cite, bool]]:
    """Return what a bracket cites by author and year, and whether the list has it."""
    made: list[tuple[Cite, bool]] = []
    family = ""
    for part in inner.split(";"):
        match = _AUTHOR.fullmatch(part) or (_AGAIN.fullmatch(part) if family else None)
        if match is None:
            return []
        family = match.groupdict().get("family") or family
        said = match["locator"]
        years = [match["year"]]
        if said and _YEAR.fullmatch(said) and _meant(family, said, heads):  # `Smith 2015, 2016`
            years, said = [*years, said], None
        locator = (read_locator(said) or _bare_pages(said)) if said else None
        if said and locator is None:
            return []
        for year in years:
            number = _meant(family, year, heads)
            cite = Cite(reference=number or f"{family} {year}", locator=locator)
            made.append((cite, bool(number)))
    return made


def _meant(family: str, year: str, heads: Sequence[tuple[str, str]]) -> str | None:
    """Return the number of the reference with this author and year."""
    wanted = key(family)[:6]
    for number, said in heads:
        if (
            year in said
            and wanted
            and any(key(word).startswith(wanted) for word in _WORD.findall(said[:90]))
        ):
            return number
    return None


_WORD = re.compile(r"[^\W\d_]{3,}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
