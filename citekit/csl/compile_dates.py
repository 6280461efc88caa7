"""Specialisation of `cs:date`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from citekit.csl import tree
from citekit.csl.code import Out, Part, State, dress
from citekit.csl.dates import DateValue, Parts
from citekit.csl.items import Item
from citekit.csl.locale import Locale
from citekit.csl.numbers import ordinal
from citekit.csl.richtext import CLOSE, parse_field
from citekit.csl.textcase import CASES

if TYPE_CHECKING:
    from citekit.csl.compile import Specialiser

_LETTERS = {"year": "y", "month": "ms", "day": "d"}
_SIZE = {"year": 0, "month": 1, "day": 2}
_BY_DATE_PARTS = {
    "year": ("year",),
    "year-month": ("year", "month"),
    "year-month-day": ("year", "month", "day"),
}


class _PartPrinter(NamedTuple):
    """One date part, with its formatting worked out."""

    name: str
    value: Callable[[Parts], str]
    before: str
    opening: str
    closing: str
    after: str
    range_delimiter: str
    era: Callable[[Parts], str] | None = None

    def text(self, date: Parts, suffix: str = "", first: bool = True, last: bool = True) -> str:
        """Print the part; inside a range the affixes that face the range delimiter are left out."""
        value = self.value(date)
        if not value:
            return ""
        before = self.before if first else ""
        after = self.after if last else ""
        if self.era and after:
            era = self.era(date)
            if era:  # the word for a year belongs to it: "100 г. до н. э.", "79年"
                value = value.removesuffix(era)
                after += era if era.startswith(" ") else f" {era}"
        text = before + self.opening + value + self.closing
        return text + (self.opening + suffix + self.closing if suffix else "") + after


def date_out(sp: "Specialiser", node: tree.Date) -> Out:
    """Specialise a date for the shape the item's date has."""
    name = node.variable
    shape = sp.dates.get(name)
    if shape is None or name in sp.substituted:
        return Out(called=True)
    if sp.situation.omit == "looking" and name == "accessed":
        return Out(called=True)  # a date of access does not tell cites apart
    sp.substituted_check(name)
    parts = _wanted_parts(node, sp.locale)
    if sp.sorting:
        letters = "".join(_LETTERS.get(p.name, "")[:1] for p in parts) or "ymd"
        if node.form:
            letters = "".join(_LETTERS[n][0] for n in _BY_DATE_PARTS.get(
                node.date_parts, ("year", "month", "day")))  # fmt: skip
        return Out([lambda item, state: item.dates[name].sort_key(letters)], True, True)
    if shape.startswith("L"):
        literal: Part = lambda item, state: parse_field(item.dates[name].literal)  # noqa: E731
        return Out(dress([literal], node.format), called=True, filled=True)
    if not any(letter in shape for p in parts for letter in _LETTERS.get(p.name, "")):
        return Out(called=True)
    with_suffix = _takes_suffix(sp, shape, parts)
    localized = sp.locale.dates.get(node.form) if node.form else None
    delimiter = localized.delimiter if localized else node.delimiter
    part = _date_function(name, parts, delimiter, sp.locale, with_suffix)
    style = node.format
    if localized:
        own = localized.format
        style = style._replace(
            marks=style.marks or own.marks, text_case=style.text_case or own.text_case
        )
    return Out(dress([part], sp.bracketed(style)), called=True, filled=True)


def letters_of(node: tree.Date) -> frozenset[str]:
    """Return the letters of date shapes (`DateValue.shape`) that a date element may print."""
    if node.form:
        names = _BY_DATE_PARTS.get(node.date_parts, ("year", "month", "day"))
    else:
        names = tuple(p.name for p in node.parts) or ("year", "month", "day")
    return frozenset("".join(_LETTERS.get(name, "") for name in names))


def _takes_suffix(sp: "Specialiser", shape: str, parts: tuple[tree.DatePart, ...]) -> bool:
    """Tell whether this date prints the year-suffix: the first year of the cite does."""
    if sp.suffix_done or "y" not in shape or not any(p.name == "year" for p in parts):
        return False
    sp.suffix_done = True
    sp.prints_suffix = sp.compiled.adds_suffix
    return sp.compiled.adds_suffix


def _wanted_parts(node: tree.Date, locale: Locale) -> tuple[tree.DatePart, ...]:
    """Return the parts in the order they are printed, with the attributes that hold."""
    if not node.form:
        return node.parts
    localized = locale.dates.get(node.form)
    if localized is None:
        return node.parts
    shown = _BY_DATE_PARTS.get(node.date_parts, ("year", "month", "day"))
    own = {p.name: p for p in node.parts}
    out = []
    for part in localized.parts:
        if part.name not in shown:
            continue
        mine = own.get(part.name)
        if mine is not None:
            style = mine.format
            merged = part.format._replace(
                marks=style.marks or part.format.marks,
                strip_periods=style.strip_periods or part.format.strip_periods,
                text_case=style.text_case or part.format.text_case,
            )
            delimiter = (
                mine.range_delimiter if mine.range_delimiter != "–" else part.range_delimiter
            )
            part = tree.DatePart(part.name, mine.form or part.form, delimiter, merged)
        out.append(part)
    return tuple(out)


def _date_function(
    name: str, parts: tuple[tree.DatePart, ...], delimiter: str, locale: Locale, suffix: bool
) -> Callable[[Item, State], str]:
    printers = [_printer(p, locale) for p in parts]
    known: dict[Parts, str] = {}

    def date(item: Item, state: State) -> str:
        value = item.dates[name]
        if value.end is None and not value.open:
            if suffix and state.year_suffix:
                return _single(printers, value.start, delimiter, state.year_suffix)
            text = known.get(value.start)
            if text is None:
                text = known[value.start] = _single(printers, value.start, delimiter, "")
            return text
        return _range(printers, value, delimiter, state.year_suffix if suffix else "")

    return date


def _single(printers: list[_PartPrinter], date: Parts, delimiter: str, suffix: str) -> str:
    texts = [p.text(date, suffix if p.name == "year" else "") for p in printers]
    return delimiter.join(t for t in texts if t)


def _range(printers: list[_PartPrinter], value: DateValue, delimiter: str, suffix: str) -> str:
    """Print a range: what both dates share once, what differs twice."""
    start, end = value.start, value.end
    if end is None:
        text = _single(printers, start, delimiter, suffix)
        return text + (printers[-1].range_delimiter if value.open else "")
    differs = _largest_difference(start, end)
    twice = [p for p in printers if _SIZE.get(p.name, 2) >= differs]
    twice = [p for p in twice if p.value(start) or p.value(end)]
    if not twice:
        return _single(printers, start, delimiter, suffix)
    between = next((p.range_delimiter for p in printers if _SIZE.get(p.name, 2) == differs), "–")
    first, last = printers.index(twice[0]), printers.index(twice[-1])
    head = [p.text(start) for p in printers[:first]]
    tail = [p.text(start, suffix if p.name == "year" else "") for p in printers[last + 1 :]]
    block = printers[first : last + 1]
    one = [p for p in block if p.value(start)]
    two = [p for p in block if p.value(end)]
    begin = [p.text(start, last=p is not one[-1]) for p in one] if one else []
    finish = [
        p.text(end, suffix if p.name == "year" else "", first=p is not two[0]) for p in two
    ] if two else []  # fmt: skip
    if not (begin and finish):  # one of the two has none of the parts that differ
        return _single(printers, start if begin else end, delimiter, suffix)
    middle = delimiter.join(begin) + between + delimiter.join(finish)
    return delimiter.join(t for t in (*head, middle, *tail) if t)


def _largest_difference(start: Parts, end: Parts) -> int:
    if start[0] != end[0]:
        return 0
    if start[1] != end[1] or start[3] != end[3]:
        return 1
    return 2


def _printer(part: tree.DatePart, locale: Locale) -> _PartPrinter:
    style = part.format
    makers = {"year": _year, "month": _month, "day": _day}
    maker = makers.get(part.name)
    value = maker(part.form, locale) if maker else lambda date: ""
    change = CASES.get(style.text_case)
    plain = value
    if style.strip_periods and change:
        value = lambda date: change(plain(date).replace(".", ""))  # noqa: E731
    elif style.strip_periods:
        value = lambda date: plain(date).replace(".", "")  # noqa: E731
    elif change:
        value = lambda date: change(plain(date))  # noqa: E731
    return _PartPrinter(
        part.name, value, style.prefix, style.marks, CLOSE * len(style.marks), style.suffix,
        part.range_delimiter,
        _era(locale) if part.name == "year" and any(map(str.isalpha, style.suffix)) else None,
    )  # fmt: skip


def _era(locale: Locale) -> Callable[[Parts], str]:
    before_christ, anno_domini = locale.term("bc"), locale.term("ad")

    def era(date: Parts) -> str:
        value = date[0]
        return before_christ if value < 0 else anno_domini if 0 < value < 1000 else ""

    return era


def _year(form: str, locale: Locale) -> Callable[[Parts], str]:
    era = _era(locale)

    def year(date: Parts) -> str:
        value = date[0]
        if value > 999:
            return f"{value % 100:02d}" if form == "short" else str(value)
        return f"{abs(value)}{era(date)}" if value else ""

    return year


def _month(form: str, locale: Locale) -> Callable[[Parts], str]:
    if form in ("numeric", "numeric-leading-zeros"):
        width = 2 if form != "numeric" else 1
        words = [parse_field(locale.term(f"season-{i:02d}")) for i in range(1, 5)]

        def number(date: Parts) -> str:
            if date[1]:
                return f"{date[1]:0{width}d}"
            return words[date[3] - 1] if date[3] else ""

        return number
    term_form = "short" if form == "short" else "long"
    months = [parse_field(locale.term(f"month-{i:02d}", term_form)) for i in range(1, 13)]
    seasons = [parse_field(locale.term(f"season-{i:02d}", term_form)) for i in range(1, 5)]

    def month(date: Parts) -> str:
        if date[1]:
            return months[date[1] - 1]
        return seasons[date[3] - 1] if date[3] else ""

    return month


def _day(form: str, locale: Locale) -> Callable[[Parts], str]:
    if form == "numeric-leading-zeros":
        return lambda date: f"{date[2]:02d}" if date[2] else ""
    if form == "ordinal":
        only_first = locale.limit_day_ordinals

        def day(date: Parts) -> str:
            if not date[2] or (only_first and date[2] != 1):
                return str(date[2] or "")
            gender = locale.gender(f"month-{date[1]:02d}")
            return ordinal(date[2], locale, gender)

        return day
    return lambda date: str(date[2] or "")
