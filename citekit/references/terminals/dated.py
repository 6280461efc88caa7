"""Years and dates: of publication, of change, of access."""

from __future__ import annotations

import re
from functools import cache

from citekit.references.terminals.common import (
    BRACKETS,
    DIGITS,
    DOTTED,
    PAGES,
    YEAR,
    Rows,
    Terminal,
    any_of,
    month,
    year_unit,
)
from citekit.references.vocabulary import alternation, first_words, months


@cache
def day() -> str:
    """Return a pattern for a date with the month as a word."""
    name, unit = month(), year_unit()
    return (
        rf"(?:(?P<day>\d{{1,2}})(?:\s?[-–]\s?(?P<day2>\d{{1,2}}))?\s{{0,2}}(?P<month>{name})(?!\w)\.?"
        rf"(?:,?\s?(?P<year>{YEAR}){unit})?"
        rf"|(?P<month3>{name})(?!\w)\.?\s(?P<day3>\d{{1,2}})(?:\s?[-–]\s?\d{{1,2}})?(?!\d),?(?:\s(?P<year3>{YEAR}))?"
        rf"|(?P<month1>{name})(?!\w)\.?(?:,?\s(?P<year1>{YEAR}){unit})?"
        rf"|(?P<year2>{YEAR}){unit},?\s?(?:(?P<month2>{name})(?!\w)\.?\s(?P<day2b>\d{{1,2}})(?:[-–]\d{{1,2}})?(?!\d)"
        rf"|(?P<day4>\d{{1,2}})(?:\s?[-–]\s?(?P<day5>\d{{1,2}}))?\s?(?P<month4>{name})(?!\w)\.?))"
    )


@cache
def any_day() -> str:
    """Return a pattern for a date in any order, of which nothing is asked but where it ends."""
    days, unit = r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?", year_unit()
    return (
        rf"(?:{DOTTED}|(?:{days}\s{{0,2}}|{YEAR}{unit},?\s?(?:{days}\s?)?)?{month()}(?!\w)\.?"
        rf"(?:\s{days}(?!\d))?(?:,?\s?{YEAR}{unit})?)"
    )


def rows() -> Rows:
    """Yield the terminals of this kind."""
    unit = year_unit()
    worded = rf"{day()}(?!\w)"
    unnamed = any_day()
    access = rf"{any_of('access_date')}(?!\w)"
    yield (
        DIGITS,
        Terminal(
            "JOURNAL",
            5,
            rf"(?P<year>{YEAR})(?:\s{month()}\.?(?:\s\d{{1,2}})?)?\s?;\s?(?P<volume>\d{{1,4}})"
            rf"(?:\s?\((?P<issue>[^()]{{1,12}})\)|\s(?P<supplement>Suppl\.?\s?\d{{0,3}}))?\s?:\s?"
            rf"(?P<page>[A-Z]?{PAGES})",
        ),
    )
    yield (
        DIGITS,
        Terminal(
            "ACCESSED",
            7,
            rf"(?P<accessed>{unnamed})\s?(?:г\.?|ж\.?)?\s{any_of('access_after')}(?!\w)\.?",
        ),
    )
    yield DIGITS, Terminal("DATE", 4.5, rf"(?P<numeric>{DOTTED}){unit}(?![\w])")
    yield DIGITS, Terminal("DAY", 4.5, worded)
    yield months().keys() | first_words("months"), Terminal("DATE", 3.5, worded)
    yield (
        DIGITS,
        Terminal("NUMBERS", 4, rf"(?P<issue>\d{{1,3}})\s?/\s?(?P<year>{YEAR}){unit}(?![\w/.])"),
    )
    yield (
        DIGITS,
        Terminal(
            "YEAR",
            4,
            rf"(?P<year>{YEAR})(?:\s?[-–/]\s?(?P<to>{YEAR}|\d\d(?!\d)))?[a-zа-в]?\??{unit}"
            r"(?P<open>\s?[-–](?=\s?\.))?(?![\w]|[-–.]\d|\s?:\s[^\W\d_]{4})",
        ),
    )
    yield (
        BRACKETS,
        Terminal(
            "ACCESSED",
            7,
            rf"[(\[]\s?(?:{access})\.?\s?:{{0,2}}\.?\s?(?P<accessed>(?:{unnamed}"
            rf"|\d[\d. /-]{{5,12}}\d)(?=\s?(?:\D|$))|[^()\[\]]{{4,40}}(?=[)\]])"
            rf")\s?(?:г\.?|ж\.?)?\s?[)\]]?",
        ),
    )
    yield (
        BRACKETS,
        Terminal("ACCESSED", 4, rf"[(\[]\s?(?P<accessed>{DOTTED})\s?(?:г\.?)?\s?[)\]]"),
    )
    yield (
        BRACKETS,
        Terminal(
            "YEARP",
            4,
            rf"\(\s?(?P<year>{YEAR})[a-zа-в]?(?:\s?[-–/]\s?(?P<to>{YEAR}))?"
            r"(?:,\s?(?P<rest>[^()]{2,24}))?\s?\)(?!\w)",
        ),
    )
    yield (
        BRACKETS,
        Terminal(
            "YEARP",
            5,
            r"\(\s?(?:n\.\s?d|б\.\s?г|in\spress|forthcoming|в\sпечати|баспада)\.?\s?\)",
            re.I,
        ),
    )
    yield (
        BRACKETS,
        Terminal("YEAR", 3.5, rf"\[\s?(?P<literal>{YEAR}\s?\??(?:\s?[-–]\s?(?:{YEAR})?\s?)?)\s?\]"),
    )
    yield (
        first_words("access_date"),
        Terminal(
            "ACCESSED",
            7,
            rf"{access}\.?\s?:{{0,2}}\.?\s?(?P<accessed>{unnamed}"
            rf"|\d[\d. /-]{{5,12}}\d)\s?(?:г\.?|ж\.?)?\)?(?:,?\sfrom(?=\s|:))?(?!\w)",
        ),
    )
    yield (
        first_words("publication_date"),
        Terminal(
            "DATE", 6.5, rf"(?i:{alternation('publication_date')})\s?:\s?(?P<numeric>{DOTTED})"
        ),
    )
    yield (
        first_words("update_date"),
        Terminal(
            "UPDATED",
            6.5,
            rf"(?i:{alternation('update_date')})\s?:\s?(?P<updated>{DOTTED}|[^–.]{{4,20}})",
        ),
    )
