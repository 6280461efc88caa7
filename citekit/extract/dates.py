"""Dates in words and figures of each language."""

from __future__ import annotations

import re
from functools import cache

from citekit.extract._data import languages, load
from citekit.model import Date

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.]\d|\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@cache
def _months() -> re.Pattern[str]:
    names = [
        f"(?P<{language}{n}>{month})\\w*"
        for language in languages()
        for n, month in enumerate(load(language, "dates").get("months", ()), 1)
    ]
    return re.compile(r"(?<!\w)(?:" + "|".join(names) + ")", re.I)


def find_date(text: str) -> tuple[Date, int, int] | None:
    """Return the first date in `text` and where it stands.

    >>> find_date("Поступила 14.05.2010 г.")
    ('2010-05-14', 10, 20)
    >>> find_date("Received 3 March 2021")[0]
    '2021-03-03'
    >>> find_date("Материал поступил 14.03.23.")[0]
    '2023-03-14'
    """
    for match in (_ISO.search(text), _NUMERIC.search(text)):
        if match is None:
            continue
        a, b, c = match.groups()
        year, month, day = (a, b, c) if len(a) == 4 else (c, b, a)
        made = _date(int(year), int(month), int(day))
        if made:
            return made, match.start(), match.end()
    short = _SHORT.search(text)
    if short:
        day, number, year = map(int, short.groups())
        made = _date(2000 + year if year < 60 else 1900 + year, number, day)
        if made:
            return made, short.start(), short.end()
    month = _months().search(text)
    if month and month.lastgroup:
        number = int(re.sub(r"\D", "", month.lastgroup))
        before = re.search(
            r"(\d{1,2})(?:-?\w{1,3})?[\s.»\"]*$", text[max(0, month.start() - 8) : month.start()]
        )
        after = re.match(
            r"[\s.,]*(?:(\d{1,2})(?:st|nd|rd|th)?[\s.,]+)?((?:19|20)\d\d)", text[month.end() :]
        )
        ahead = re.search(
            r"((?:19|20)\d\d)\s*(?:ж(?:ыл\w*)?\.?|г\.)?,?\s*(\d{1,2})?\s*$",
            text[max(0, month.start() - 18) : month.start()],
        )
        if after:
            day = int(before[1]) if before else int(after[1]) if after[1] else None
            start = month.start() - (len(before[0]) if before else 0)
            made = _date(int(after[2]), number, day)
            if made:
                return made, start, month.end() + after.end()
        if ahead:
            made = _date(int(ahead[1]), number, int(ahead[2]) if ahead[2] else None)
            if made:
                return made, month.start() - len(ahead[0]), month.end()
    year = _YEAR.search(text)
    if year:
        return Date(year[1]), year.start(), year.end()
    return None


def _date(year: int, month: int, day: int | None) -> Date | None:
    made = Date(f"{year:04}-{month:02}" + (f"-{day:02}" if day else ""))
    return made if made.start else None
