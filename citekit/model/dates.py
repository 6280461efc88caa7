"""Dates as bibliographies have them: partial, ranges, seasons, approximate, or only words.

A date is written in EDTF (ISO 8601-2:2019, levels 0 and 1), which covers all of these but the last;
text that is not EDTF is kept as it stands.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

SEASONS = (21, 22, 23, 24)
"""EDTF's months that stand for spring, summer, autumn and winter."""

_POINT = re.compile(
    r"(?P<y>-?\d{4}|Y-?\d{5,})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?(?P<q>[?~%])?", re.ASCII
)


class DatePoint(tuple[int, ...]):
    """The known parts of one date: `(year,)`, `(year, month)` or `(year, month, day)`.

    The year counts as astronomers do: 0 is 1 BC. A month of 21 to 24 is a season.
    """

    __slots__ = ()

    @property
    def year(self) -> int:
        """The year."""
        return self[0]

    @property
    def month(self) -> int | None:
        """The month, 1 to 12, or None where there is none or a season."""
        return self[1] if len(self) > 1 and self[1] not in SEASONS else None

    @property
    def season(self) -> int | None:
        """1 (spring) to 4 (winter), or None."""
        return self[1] - 20 if len(self) > 1 and self[1] in SEASONS else None

    @property
    def day(self) -> int | None:
        """The day of the month, or None."""
        return self[2] if len(self) > 2 else None

    @property
    def edtf(self) -> str:
        """This date in EDTF."""
        year = f"{self[0]:04d}" if self[0] >= 0 else f"-{-self[0]:04d}"
        if abs(self[0]) > 9999:
            year = f"Y{self[0]}"
        return "-".join([year, *(f"{part:02d}" for part in self[1:])])


class Date(str):
    """A date or a range of dates; its text is EDTF where it can be, else what was printed.

    >>> Date("2024-06-28").start
    (2024, 6, 28)
    >>> Date("1998/2001").is_range, Date("1905~").circa, Date("2024-22").start.season
    (True, True, 2)
    >>> Date("[2001?]").literal
    '[2001?]'
    >>> Date.of(2024, 6)
    '2024-06'
    """

    __slots__ = ("circa", "end", "is_range", "start", "uncertain")

    start: DatePoint | None
    """The date, or the first of a range; None for an open start and for text that is no date."""
    end: DatePoint | None
    """The last of a range, or None."""
    is_range: bool
    circa: bool
    """Approximate, EDTF's `~` and `%`."""
    uncertain: bool
    """Doubtful, EDTF's `?` and `%`."""

    _OPEN: ClassVar[frozenset[str]] = frozenset(("", ".."))

    def __new__(cls, text: str) -> Self:
        """Read EDTF, or keep the text as a literal."""
        text = text.strip()
        self = super().__new__(cls, text)
        first, slash, last = text.partition("/")
        points = [None if part in cls._OPEN else _point(part) for part in (first, last)]
        unread = [part for part, point in zip((first, last), points, strict=True) if point is None]
        known = any(points) and all(part in cls._OPEN for part in unread)
        self.start = points[0][0] if known and points[0] else None
        self.end = points[1][0] if known and points[1] else None
        self.is_range = known and bool(slash)
        marks = "".join(p[1] for p in points if p) if known else ""
        self.circa = "~" in marks or "%" in marks
        self.uncertain = "?" in marks or "%" in marks
        return self

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Self:
        """Make a date from its parts.

        Raises:
            ValueError: There is no such day.

        """
        parts = [part for part in (year, month, day) if part is not None]
        made = cls(DatePoint(parts).edtf)
        if made.literal is not None:
            raise ValueError(f"there is no date {made}")
        return made

    @property
    def literal(self) -> str | None:
        """The text, where it is no EDTF date; else None."""
        return str(self) if self.start is None and self.end is None else None

    @property
    def year(self) -> int | None:
        """The year in which it starts, or for an open start in which it ends."""
        point = self.start or self.end
        return point.year if point else None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(min_length=1),
            serialization=core_schema.to_string_ser_schema(),
        )

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (str(self),)


def _point(text: str) -> tuple[DatePoint, str] | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year = int(match["y"].removeprefix("Y"))
    if match["m"] is None:
        return DatePoint((year,)), match["q"] or ""
    month = int(match["m"])
    if match["d"] is None:
        return (
            (DatePoint((year, month)), match["q"] or "")
            if 1 <= month <= 12 or month in SEASONS
            else None
        )
    day = int(match["d"])
    # 2000 and 2001 stand for leap and common years outside the calendar module's reach.
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000 if leap else 2001, month)[1]:
        return None
    return DatePoint((year, month, day)), match["q"] or ""
