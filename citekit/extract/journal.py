"""What the header of a journal says: title, year, volume, issue, ISSN, pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from citekit.extract._data import words
from citekit.extract.codes import codes_in
from citekit.extract.names import parse_names
from citekit.languages import identify, join_lines

Place = tuple[int, int]

_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])(?!-)")
_ISSUE = re.compile(
    r"(?:№|N[oº]\.?|\bno\.|\bnum\.|\bnumber|issue|\bвып(?:уск)?\.?|\bВип\.?|\bшығ\.?)"
    r"\s*(\d{1,4}(?:\s*[-–/]\s*\d{1,3})?)(?![\d.]\d)(?:\s*\(\s*(\d{1,4})\s*\))?",
    re.I,
)
_VOLUME = re.compile(
    r"(?:\b[ТT]\.|\bт\.|\bтом|\bvol\.?|\bvolume|\bV\.)\s*(\d{1,3}|[IVXLC]{1,6})\b"
    r"|\b(\d{1,3})[-–]?\s?том\b",
    re.I,
)
# `Экономика и статистика, 2023, 1`: the number alone after the year.
_BARE = re.compile(
    r"(?<=[.,]\s)(?:19|20)\d\d[.,]\s*(?P<issue>\d{1,3})(?:\s?\((?P<all>\d{1,4})\))?(?=[.,;:]|\s|$)"
)
# `Journal, 12(3), 33–41`, `Journal, (3), 33–41`: volume, issue and pages as APA prints them.
_APA = re.compile(
    r"(?<=,)\s*(?P<volume>\d{1,4})?\s?\((?P<issue>\d{1,4})\)\s*,\s*(?P<first>\d{1,4})\s*[-–—]\s*(?P<last>\d{1,4})"
)
_PAGES = (
    re.compile(r"(?:\b(?:[СсCcPpБб]|[Pp]p|[Бб]б|[Сс]с|[Сс]тр)\.)\s*(\d{1,4})\s*[-–—]\s*(\d{1,4})"),
    re.compile(r"(?<!\d)(\d{1,4})\s*[-–—]\s*(\d{1,4})\s*[-–]?(?:бб|б|с|стр|pp|p)\b", re.I),
    re.compile(
        r"(?:№|issue|no\.|number|вып\.)\s?\d{1,4}(?:\s?\(\d{1,4}\))?,\s*(\d{1,4})\s*[-–—]\s*(\d{1,4})",
        re.I,
    ),
    re.compile(r"\((?:19|20)\d\d\)\s?\d{1,4}\s?:\s?(\d{1,4})\s*[-–—]\s*(\d{1,4})"),
    re.compile(r"\((?:19|20)\d\d\),\s*(?:[СсPp]p?\.\s*)?(\d{1,4})\s*[-–—]\s*(\d{1,4})"),
)
_ISSN = re.compile(
    r"(?:[ep]-?)?ISSN\b[\s:]*(?:\([^()]{1,12}\)\s*:?\s*)?\d{4}\s?[-–—]\s?\d{3}[\dXХ]"
    r"(?:\s*\([^()]{1,12}\))?[\s.,;/]*",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\bdoi\b.*", re.I)
_SERIES = re.compile(r"\W*(?:серия|series|серія|сериясы)\b", re.I)


@cache
def _serial(key: str = "") -> re.Pattern[str]:
    """Return the pattern of the words that journals' titles have, of one kind or of both."""
    found = (
        words("serials", key) if key else (*words("serials", "words"), *words("serials", "topics"))
    )
    return re.compile("|".join(map(re.escape, found)), re.I)


@cache
def _description() -> re.Pattern[str]:
    """Return the pattern of what follows a title and says what it is: `scientific journal`."""
    found = sorted(words("serials", "descriptions"), key=len, reverse=True)
    return re.compile(r"[\s.,:«(]*(?<!\w)(" + "|".join(map(re.escape, found)) + r")\b.*$", re.I)


@dataclass(slots=True)
class Header:
    """What headers say of the journal, each with its place in the repaired text."""

    titles: dict[str, tuple[str, Place]] = field(default_factory=dict)
    year: tuple[str, Place] | None = None
    volume: tuple[str, Place] | None = None
    issue: tuple[str, Place] | None = None
    continuous: tuple[str, Place] | None = None
    issn: tuple[str, Place] | None = None
    eissn: tuple[str, Place] | None = None
    pages: tuple[str, str, Place] | None = None
    truncated: Place | None = None


_MOST = 1500
"""More of a header or a citation is not looked at."""


def read_header(
    lines: Sequence[tuple[str, int]],
    known: Sequence[str],
    cited: Sequence[tuple[str, int]] = (),
    among: Sequence[str] = ("kk", "ru", "en", "uk"),
) -> Header:
    """Read the journal's headers.

    Args:
        lines: Each header's text, and where it begins in the repaired text.
        known: What else stands there and is not the journal: title and authors, in small letters.
        cited: How the article says that it is to be cited, likewise.
        among: The languages in which titles may be.

    >>> header = read_header([("Вестник КазУТБ. №1 (26) 2025", 0)], [])
    >>> header.titles["ru"][0], header.issue[0], header.continuous[0], header.year[0]
    ('Вестник КазУТБ', '1', '26', '2025')
    >>> header = read_header([("ЭКОНОМИКА И ПРАВО, № 3 (96) 2022", 0)], [])
    >>> header.titles["ru"][0], header.issue[0]
    ('Экономика и право', '3')
    """
    made = Header()
    lines = [(text[:_MOST], at) for text, at in lines]
    cited = [(text[:_MOST], at) for text, at in cited]
    hosts = [_host(text, at) or (text, at, False) for text, at in cited]
    for text, at in lines:
        for code in codes_in(text):
            if code.scheme in ("issn", "eissn") and getattr(made, code.scheme) is None:
                setattr(made, code.scheme, (code.value, (at + code.start, at + code.end)))
        _imprint(made, text, at)
    own = [(text, at) for text, at in lines if _norm(text) not in known]
    for text, at in own:
        _leading_title(made, text, at, among)
    _translations(made, lines, known, among)
    for key in ("words", "topics"):
        for text, at in own:
            _titles(made, text, at, among, key)
    for text, at, named in hosts:
        _imprint(made, text, at)
        # A title without a word of its own may be romanised.
        if named and (not made.titles or _known_by(text)):
            _leading_title(made, text, at, among)
    return made


def _known_by(text: str) -> bool:
    return _serial("words").search(text) is not None


def _norm(text: str) -> str:
    return text.lower().strip()


def _imprint(made: Header, text: str, at: int) -> None:
    """Read year, volume, issue and pages of a header."""

    def put(name: str, match: re.Match[str] | None, group: int | str = 1) -> None:
        if match and match[group] and getattr(made, name) is None:
            start, end = match.span(group)
            setattr(made, name, (match[group].strip(), (at + start, at + end)))

    issue, volume, bare = _ISSUE.search(text), _VOLUME.search(text), _BARE.search(text)
    apa = _APA.search(text)
    alone = _YEAR.fullmatch(text.strip()) or text.lstrip().startswith("©")
    if issue or volume or bare or apa or alone or _serial().search(text):
        put("year", _YEAR.search(text))
    put("issue", issue)
    put("continuous", issue, 2)
    put("volume", volume, volume.lastindex or 1 if volume else 1)
    for group in ("volume", "issue"):
        put(group, apa, group)
    put("issue", bare, "issue")
    put("continuous", bare, "all")
    ranges = [apa] if apa else [m for pattern in _PAGES for m in pattern.finditer(text)]
    for match in ranges:
        first, last = match.groups()[-2:]
        if made.pages is None and int(first) <= int(last):
            made.pages = (
                first,
                last,
                (at + match.end() - len(match[0].lstrip()), at + match.end()),
            )


_HOST = re.compile(r"//\s*(?=\S)")
_APA_HOST = re.compile(r"\.\s+(?=[^.]{4,100},\s*\d{0,4}\s?\(\d{1,4}\))")


def _host(text: str, at: int) -> tuple[str, int, bool] | None:
    """Return what a citation says of the journal: what stands after `//`, or after the title."""
    found = list(_HOST.finditer(text)) or list(_APA_HOST.finditer(text))
    if not found:
        return None
    return text[found[-1].end() :], at + found[-1].end(), True


def _leading_title(made: Header, text: str, at: int, among: Sequence[str]) -> None:
    """Read the title before the number of an issue, whatever its words."""
    marks = (_ISSUE.search(text), _VOLUME.search(text), _BARE.search(text), _APA.search(text))
    starts = [match.start() for match in marks if match]
    if not starts:
        return
    year = _YEAR.search(text)
    lead = text[: min([*starts, *([year.start()] if year and year.start() else [])])]
    if lead.rstrip().endswith(("/", "|", ">")):  # the way to a page
        return
    for start, end in _parts(lead):
        _put(made, text, at, (start, end), among, sure=True)


def _parts(text: str) -> list[tuple[int, int]]:
    """Return the titles in a line: in several languages they are parted by dashes and slashes."""
    return [m.span() for m in re.finditer(r"(?:(?!\s[-–—|]\s|\s/\s).)+", text, re.S)]


def _put(
    made: Header,
    text: str,
    at: int,
    place: Place,
    among: Sequence[str],
    *,
    sure: bool,
) -> None:
    value = _ADDRESS.sub(" ", _ISSN.sub(" ", text[slice(*place)]))
    value = re.sub(r"^[\s\W]*\d{1,4}[\s.]+|\s+\d{1,4}\s*$", "", value)
    opening = _description().match(value)
    value = value[opening.end(1) :] if opening else _description().sub("", value)
    name = re.sub(r"\s+", " ", join_lines(value).text).strip(" .,;:-–—|/(")
    if name.startswith("«") and name.endswith("»") and name.count("«") == 1:
        name = name[1:-1]
    if not 4 <= len(name) <= 130 or name[0].islower() or _SERIES.match(name):
        return
    if not _serial().search(name) and (not sure or parse_names(name, weak=False).covered > 0.6):
        return
    language = identify(name, among).language
    if language in made.titles:
        return
    found = name.split(" ")
    begin = max(place[0], text.find(found[0], *place))
    end = text.rfind(found[-1], *place) + len(found[-1])
    made.titles[language] = (ordinary(name), (at + begin, at + end))


def _translations(
    made: Header, lines: Sequence[tuple[str, int]], known: Sequence[str], among: Sequence[str]
) -> None:
    """Read the lines that follow the title by itself and give it in other languages."""
    titles = {_norm(name) for name, _ in made.titles.values()}
    for n, (text, _) in enumerate(lines):
        if _norm(text) not in titles:
            continue
        for below, at in lines[n + 1 : n + 3]:
            if _norm(below) in known or len(below) > 100 or re.search(r"[\d@.:]", below):
                break
            _put(made, below, at, (0, len(below)), among, sure=True)
        return


_CUT = re.compile(
    r"[.,;:/|]?\s*(?:№|\bVol\b|\bТ\.\s?\d|\bтом\s\d|\bВып|\bno\.|[(\[]?(?:19|20)\d\d|©|\d{1,4}$)",
    re.I,
)


def _titles(made: Header, text: str, at: int, among: Sequence[str], key: str) -> None:
    """Read the titles in a line that are known by their words."""
    if not _serial(key).search(text):
        return
    for start, end in _parts(text):
        cut = _CUT.search(text, start + 2, end)
        _put(made, text, at, (start, cut.start() if cut else end), among, sure=False)


def ordinary(name: str) -> str:
    """Return the title of a journal printed in capitals in ordinary letters.

    >>> ordinary("НАУЧНЫЕ ВЕДОМОСТИ"), ordinary("ҚазТБУ ХАБАРШЫСЫ")
    ('Научные ведомости', 'ҚазТБУ хабаршысы')
    """
    if re.search(r"(?<!\w)(?=[^\W\d_])\w[a-zа-яёәғқңөұүһіїє]{3,}", name):
        return name
    short = r"|\b[^\W\d_]{1,2}\b|\b(?:the|and|для|при)\b" if name.isupper() else ""
    low = re.sub(
        rf"(?<!^)(?:\b[^\W\d_]{{4,}}{short})",
        lambda m: m[0].lower() if m[0].isupper() else m[0],
        name,
        flags=re.I,
    )
    first = low.split(" ")[0]
    return first.capitalize() + low[len(first) :] if first.isupper() and len(first) > 3 else low


def read_columns(text: str, at: int) -> dict[str, tuple[str, Place, bool]]:
    r"""Read a header in which two languages stand in columns, told apart by their letters' case.

    Returns:
        By language: the title, its place, and whether it is whole.

    >>> {k: v[0] for k, v in read_columns("МЕМЛЕКЕТТІК государственное\nуправление", 0).items()}
    {'kk': 'Мемлекеттік […]', 'ru': 'Государственное управление'}
    """
    words = [(m[0], m.start(), m.end()) for m in re.finditer(r"[^\W\d_]+", text)]
    groups: dict[bool, list[tuple[str, int, int]]] = {}
    for word in words:
        upper = word[0].isupper() and len(word[0]) > 1
        groups.setdefault(upper, []).append(word)
    if len(groups) < 2:
        return {}
    made: dict[str, tuple[str, Place, bool]] = {}
    longest = max(len(group) for group in groups.values())
    for group in groups.values():
        name = " ".join(word for word, _, _ in group).lower()
        language = identify(name, ("kk", "ru", "en", "uk")).language
        whole = len(group) >= 2 or longest < 2
        value = name[0].upper() + name[1:] + ("" if whole else " […]")
        made[language] = (value, (at + group[0][1], at + group[-1][2]), whole)
    return made if len(made) == len(groups) else {}
