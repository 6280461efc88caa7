"""Dates: what CSL-JSON may give, and how a style prints it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

Parts = tuple[int, int, int, int]
"""Year, month, day, season; 0 where there is none."""


class DateValue(NamedTuple):
    """A date, a range, or words that stand for one.

    Attributes:
        start: First or only date.
        end: Last date of a range.
        open: The range has no end.
        circa: The date is approximate.
        literal: Words to print as they are, when the date is not understood.
        shape: Which parts are there, in a word; dates of one shape are rendered by one path.
    """

    start: Parts
    end: Parts | None = None
    open: bool = False
    circa: bool = False
    literal: str = ""
    shape: str = ""

    def sort_key(self, parts: str = "ymd") -> str:
        """Return a string that sorts as the date does (ranges after their first date)."""
        if self.literal:
            return ""
        key = _part_key(self.start, parts)
        if self.end is not None:
            key += "-" + _part_key(self.end, parts)
        return key


def _part_key(part: Parts, parts: str = "ymd") -> str:
    year, month, day, _ = part
    base = f"1{year:05d}" if year >= 0 else f"0{99999 + year:05d}"
    return f"{base}{month if 'm' in parts else 0:02d}{day if 'd' in parts else 0:02d}"


def parse_date(value: Any) -> DateValue | None:
    """Read a CSL-JSON date; None when there is nothing in it.

    >>> parse_date({"date-parts": [[2009, 5]]}).start
    (2009, 5, 0, 0)
    >>> parse_date({"raw": "Spring 1999"}).start
    (1999, 0, 0, 1)
    """
    if value.__class__ is dict and len(value) == 1:
        listed = value.get("date-parts")
        if listed.__class__ is list and len(listed) == 1 and listed[0].__class__ is list:
            key = tuple(listed[0])
            try:
                return _SIMPLE[key]
            except KeyError:
                if len(_SIMPLE) > _MAX_SIMPLE:
                    _SIMPLE.clear()
                _SIMPLE[key] = found = _parse(value)
                return found
            except TypeError:
                pass
    return _parse(value)


_SIMPLE: dict[tuple[Any, ...], DateValue | None] = {}
_MAX_SIMPLE = 50_000


def _parse(value: Any) -> DateValue | None:
    if isinstance(value, str | int):
        return _parse_raw(str(value))
    if not isinstance(value, Mapping):
        return None
    circa = value.get("circa") not in (None, False, 0, "", "false", "0")
    listed = value.get("date-parts")
    found = [p for p in map(_read_parts, listed) if p] if isinstance(listed, list) else []
    if found:
        season = _season(value.get("season"))
        start: Parts = found[0]
        if season and not start[1]:
            start = (start[0], 0, start[2], season)
        end = found[1] if len(found) > 1 else None
        is_open = len(listed) > 1 and end is None if isinstance(listed, list) else False
        if end == start:
            end = None
        return _finish(start, end, is_open, circa)
    if "year" in value:
        single = _read_parts([value.get("year"), value.get("month"), value.get("day")])
        if single:
            return _finish(single, None, False, circa)
    if value.get("raw"):
        raw = _parse_raw(str(value["raw"]))
        if raw is not None and circa:
            return _finish(raw.start, raw.end, raw.open, True, raw.literal)
        return raw
    if value.get("literal"):
        return _finish((0, 0, 0, 0), None, False, circa, str(value["literal"]))
    words = value.get("season")
    if isinstance(words, str) and words and not words.isdigit():
        return _finish((0, 0, 0, 0), None, False, circa, words)
    return None


def _finish(
    start: Parts, end: Parts | None, is_open: bool, circa: bool, literal: str = ""
) -> DateValue:
    shape = "L" if literal else _shape(start)
    if end is not None:
        shape += "-" + _shape(end)
    elif is_open:
        shape += "-"
    return DateValue(start, end, is_open, circa, literal, shape + ("~" if circa else ""))


def _shape(part: Parts) -> str:
    return "".join(letter for letter, value in zip("ymds", part, strict=True) if value)


def _integer(value: Any) -> int:
    if value.__class__ is int:
        return int(value)
    try:
        return int(str(value).strip() or 0)
    except ValueError:
        return 0


def _season(value: Any) -> int:
    number = _integer(value) if value not in (None, "") else 0
    return number if 1 <= number <= 4 else 0


def _read_parts(listed: Any) -> Parts | None:
    """Read `[year, month, day]`; months above 12 are seasons, as in EDTF and citeproc-js."""
    if not isinstance(listed, list | tuple) or not listed:
        return None
    numbers = [_integer(v) for v in listed[:3]] + [0, 0, 0]
    year, month, day = numbers[:3]
    season = 0
    if month > 12:
        season = next((month - low for low in (12, 16, 20) if 0 < month - low <= 4), 0)
        month = day = 0
    if month < 0:
        month = day = 0
    if not month or not 0 < day <= 31:
        day = 0
    if not (year or month or season):
        return None
    return (year, month, day, season)


# --- dates as people type them ---------------------------------------------------------------

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_ISO = re.compile(r"^(-?\d{1,5})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?$")
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{3,4})$")
_RANGE = re.compile(r"\s*(?:–|—|/|\s-\s|--|\s+to\s+|(?<=[^\W\d_])-(?=[^\W\d_]))\s*")


def _parse_raw(text: str) -> DateValue | None:
    text = text.strip()
    if not text:
        return None
    circa = False
    cleaned = re.sub(r"^(?:circa|ca?\.)\s*|[?~%]$", "", text, flags=re.IGNORECASE)  # EDTF: ?~%
    if cleaned != text:
        circa, text_to_read = True, cleaned.strip()
    else:
        text_to_read = text
    slashed = _SLASHED.match(text_to_read)
    if slashed:
        month, day, year = (int(g) for g in slashed.groups())
        return _finish((year, month, day, 0), None, False, circa)
    single = _parse_one(text_to_read)
    if single:
        return _finish(single, None, False, circa)
    sides = _RANGE.split(text_to_read)
    if len(sides) != 2:
        sides = text_to_read.split("-")
    if len(sides) == 2:
        begin, end = _parse_one(sides[0]), _parse_one(sides[1])
        if end and begin is None:
            begin = _parse_one(f"{sides[0]} {end[0]}") if end[0] else None
        if begin and end:
            if not begin[0]:
                begin = (end[0], *begin[1:])
            return _finish(begin, end, False, circa)
    compact = re.match(r"^(\d{4})-(\d{4})$", text_to_read)
    if compact:
        return _finish((int(compact[1]), 0, 0, 0), (int(compact[2]), 0, 0, 0), False, circa)
    return _finish((0, 0, 0, 0), None, False, circa, text)


def _parse_one(text: str) -> Parts | None:
    iso = _ISO.match(text)
    if iso:
        return _read_parts([iso[1], iso[2] or 0, iso[3] or 0])
    year = month = day = season = 0
    for word in re.findall(r"[^\W\d_]+|\d+", text):
        key = word[:3].lower()
        if word.isdecimal():
            if len(word) >= 3 and not year:
                year = int(word)
            elif len(word) <= 2 and not day:
                day = int(word)
            else:
                return None
        elif key in _MONTHS and not month:
            month = _MONTHS.index(key) + 1
        elif key in _SEASONS and not season:
            season = _SEASONS[key]
        else:
            return None
    if not (year or month or season):
        return None
    return (year, month, day if month else 0, season if not month else 0)
