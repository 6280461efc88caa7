"""What a careful editor would remark on in one printed reference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from citekit.checks.catalogue import finding
from citekit.model import Date, Finding
from citekit.references.vocabulary import countries, places, short_places

if TYPE_CHECKING:
    from citekit.references.reading import Reading

_IN_PARTS = frozenset(("article-journal", "paper-conference", "chapter", "article-magazine"))
_UNDATED = frozenset(
    ("standard", "webpage", "legislation", "collection", "manuscript", "periodical")
)
_MIXED = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ]")
_PAIRS = {"(": ")", "[": "]", "«": "»"}
_UNSURE = 0.6


def findings(reading: Reading) -> tuple[Finding, ...]:
    """Return what is missing or wrong in the string, by the standards.

    >>> from citekit.references import read
    >>> [f.code for f in findings(read("Абай. Қара сөз. URL: https://abai.kz"))]
    ['reference.access-date.missing']
    """
    return tuple(found for rule in _RULES for found in rule(reading))


def _what_is_missing(reading: Reading) -> Iterator[Finding]:
    work = reading.work
    if work.title is None:
        yield finding("reference.title.missing", "title")
    if work.issued is None and work.type not in _UNDATED:
        yield finding("reference.year.missing", "issued")
    if work.container_title is None and work.issue and work.type == "article-journal":
        yield finding("reference.container.missing", "container_title")
    if work.type in _IN_PARTS and work.page is None and not (work.doi or work.url):
        yield finding("reference.pages.missing", "page")
    if work.url and work.accessed is None and not work.doi:
        yield finding("reference.access-date.missing", "accessed", reading.spans("url"))


def _identifiers(reading: Reading) -> Iterator[Finding]:
    work = reading.work
    named = [("doi", work.doi), ("issn", work.issn), *(("isbn", i) for i in work.isbn)]
    for field, value in named:
        if value is not None and value.problem:
            yield finding(
                "id.invalid", field, reading.spans(field),
                label=value.label, value=str(value), problem=value.problem,
            )  # fmt: skip


def _dates_and_pages(reading: Reading) -> Iterator[Finding]:
    work = reading.work
    if isinstance(work.accessed, Date) and work.accessed.literal:
        yield finding(
            "date.literal", "accessed", reading.spans("accessed"), value=str(work.accessed)
        )
    pages = re.fullmatch(r"(\d+)–(\d+)", work.page or "")
    if pages and int(pages[1]) > int(pages[2]) and len(pages[1]) == len(pages[2]):
        yield finding(
            "page.reversed", "page", reading.spans("page"),
            page=work.page or "", suggestion=f"{pages[2]}–{pages[1]}",
        )  # fmt: skip


def _places(reading: Reading) -> Iterator[Finding]:
    place = reading.work.publisher_place
    for name in (place.original if place else "").split(" ; "):
        key = name.strip("[] ").rstrip(".").lower()
        if key in short_places() and name.strip().lower() not in countries():
            yield finding(
                "reference.place.abbreviated", "publisher_place", reading.spans("publisher_place"),
                place=name, suggestion=places()[key],
            )  # fmt: skip


def _letters(reading: Reading) -> Iterator[Finding]:
    text = reading.reference.as_printed or ""
    mixed = [
        m for m in _MIXED.finditer(text) if _LATIN.search(m.group()) and _CYRILLIC.search(m.group())
    ]
    if mixed:
        words = ", ".join(dict.fromkeys(m.group() for m in mixed))
        yield finding("reference.letters.mixed", "", [m.span() for m in mixed], words=words)
    own = text[reading.start :]
    lone = [c for left, right in _PAIRS.items() for c in _unpaired(own, left, right)]
    if lone:
        yield finding("reference.brackets.unbalanced", marks=" ".join(lone))


def _unpaired(text: str, left: str, right: str) -> list[str]:
    difference = text.count(left) - text.count(right)
    return [left] if difference > 0 else [right] if difference < 0 else []


def _understanding(reading: Reading) -> Iterator[Finding]:
    for text in reading.reference.leftover:
        yield finding("reference.leftover", text=text)
    confidence = reading.reference.confidence or 0.0
    if confidence < _UNSURE:
        yield finding("reference.uncertain", confidence=f"{confidence:.2f}")


_RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    _what_is_missing,
    _identifiers,
    _dates_and_pages,
    _places,
    _letters,
    _understanding,
)
