"""Dates as references print them, to EDTF."""

from __future__ import annotations

import re

from citekit.model import Date
from citekit.references.vocabulary import fold, months


def _month(name: str) -> int | None:
    key = fold(name.rstrip(". "))
    return months().get(key)


def year(values: dict[str, str]) -> Date | None:
    """Return the year of a terminal: `1997`, `2006–2011`, `[2001?]`, `2000 – `.

    >>> year({"year": "2006", "to": "11"})
    '2006/2011'
    """
    if "literal" in values:
        return Date(f"[{values['literal'].lstrip()}]")
    first = values.get("year")
    if first is None:
        return None
    last = values.get("to")
    if last:
        last = first[: 4 - len(last)] + last
        return Date(f"{first}/{last}") if last > first else Date(first)
    if "open" in values:
        return Date(f"{first}/..")
    if "rest" in values:
        return _with_rest(first, values["rest"])
    return Date(first)


def _with_rest(first: str, rest: str) -> Date:
    match = re.match(r"([^\W\d_]+)\.?\s?(\d{1,2})?", rest) or re.match(r"()(\d{1,2})", rest)
    month = _month(match[1]) if match else None
    if match is None or month is None:
        day_first = re.match(r"(\d{1,2})\s([^\W\d_]+)", rest)
        month = _month(day_first[2]) if day_first else None
        return _made(int(first), month, int(day_first[1])) if day_first and month else Date(first)
    return _made(int(first), month, int(match[2]) if match[2] else None)


def _made(y: int, month: int | None, day: int | None) -> Date:
    try:
        return Date.of(y, month, day)
    except ValueError:
        return Date.of(y, month) if month and 1 <= month <= 12 else Date.of(y)


def _pick(values: dict[str, str], name: str) -> str | None:
    return next((v for k, v in values.items() if k.rstrip("0123456789b") == name), None)


def date(values: dict[str, str]) -> Date | None:
    """Return the date of a terminal; without a year it is `month-day` behind `XXXX`.

    >>> date({"day": "17", "month": "августа", "year": "2017"})
    '2017-08-17'
    >>> date({"year2": "2024", "day4": "8", "day5": "13", "month4": "қыркүйек"})
    '2024-09-08/2024-09-13'
    """
    if "numeric" in values:
        return printed(values["numeric"])
    name = _pick(values, "month")
    month = _month(name) if name else None
    if month is None:
        return None
    day = values.get("day") or values.get("day4") or values.get("day3") or values.get("day2b")
    last = values.get("day5") or (values.get("day2") if "day" in values else None)
    y = _pick(values, "year")
    if y is None:
        return Date(
            f"XXXX-{month:02d}"
            + (f"-{int(day):02d}" if day else "")
            + (f"/{int(last):02d}" if last else "")
        )
    first = _made(int(y), month, int(day) if day else None)
    return Date(f"{first}/{_made(int(y), month, int(last))}") if last and day else first


def within(year: Date, span: Date) -> bool:
    """Return whether a year is one of a range of years.

    >>> within(Date("1963"), Date("1963/1977")), within(Date("1999"), Date("1963/1977"))
    (True, False)
    """
    first, _, last = span.partition("/")
    return len(year) == 4 and first <= year <= (last if last != ".." else "9999")


def merged(known: Date, added: Date) -> Date | None:
    """Return a year with the day and month that stand elsewhere, or None where they do not fit.

    >>> merged(Date("2020"), Date("XXXX-01-08"))
    '2020-01-08'
    """
    if added.startswith("XXXX-") and known.year and not known.is_range and len(known) == 4:
        rest, _, last = added.removeprefix("XXXX-").partition("/")
        first = Date(f"{known}-{rest}")
        return Date(f"{first}/{known}-{rest[:2]}-{last}") if last else first
    if known.startswith("XXXX-") and len(added) == 4:
        return merged(added, known)
    if added.start and known.start and added.start[0] == known.start[0] and len(added) > len(known):
        return added
    return None


_NUMERIC = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{2}|\d{4})$")
_ISO = re.compile(r"(\d{4})\s?[-–—./]\s?(\d{1,2})\s?[-–—./]\s?(\d{1,2})$")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s)?([^\W\d_]+)\.?,?\s(?:(\d{1,2})(?:st|nd|rd|th)?,?\s)?(\d{4})"
)
_YEAR_FIRST = re.compile(r"(\d{4})\W+(?:(\d{1,2})\s)?([^\W\d_]+)\.?(?:\s(\d{1,2}))?$")


def printed(text: str) -> Date:
    """Return a date from any way of writing one; what is no date stays as it is.

    >>> [printed(d) for d in ("05. 04.2024", "2002—01—01", "March 5, 2020", "22.07.20201")]
    ['2024-04-05', '2002-01-01', '2020-03-05', '22.07.20201']
    """
    text = " ".join(text.split()).strip(" .,;")
    match = _NUMERIC.match(text)
    if match:
        day, month, y = int(match[1]), int(match[2]), int(match[3])
        if y < 100:
            y += 2000 if y < 50 else 1900
        if month > 12 >= day and day:
            day, month = month, day
        try:
            return Date.of(y, month, day)
        except ValueError:
            return Date(text)
    match = _ISO.match(text)
    if match:
        try:
            return Date.of(*(int(g) for g in match.groups()))
        except ValueError:
            return Date(text)
    match = _WORDS.match(text)
    if match and _month(match[2]):
        found_day = match[1] or match[3]
        return _made(int(match[4]), _month(match[2]), int(found_day) if found_day else None)
    match = _YEAR_FIRST.match(text)
    if match and _month(match[3]):
        found_day = match[2] or match[4]
        return _made(int(match[1]), _month(match[3]), int(found_day) if found_day else None)
    return Date(text)
