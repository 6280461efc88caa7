"""What the header of a journal says: title, year, volume, issue, ISSN, pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from citekit.extract.codes import codes_in
from citekit.languages import identify

Place = tuple[int, int]

_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])(?!-)")
_ISSUE = re.compile(
    r"(?:№|N[oº]\.?|\bno\.|\bnum\.|issue|\bвып(?:уск)?\.?|\bВип\.?)\s*(\d{1,4}(?:\s*[-–/]\s*\d{1,3})?)(?:\s*\(\s*(\d{1,4})\s*\))?",
    re.I,
)
_VOLUME = re.compile(r"(?:\bТ\.|\bт\.|\bтом|\bvol\.?|\bvolume)\s*(\d{1,3}|[IVXLC]{1,6})\b", re.I)
_PAGES = re.compile(r"(?:\b[СсCcPp]{1,2}\.|\bбб?\.)\s*(\d{1,4})\s*[-–—]\s*(\d{1,4})")
_SERIAL_WORDS = re.compile(
    r"вестник|хабаршы|известия|журнал|journal|bulletin|vestnik|ведомости|записки|труды|proceedings|хабарлар|жаршы|review"
    r"|news of|серия|series|вісник|технологии|technology|сфера|izvestiya|ғылым|наука|science"
    r"|журн\.",
    re.I,
)


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


def read_header(lines: Sequence[tuple[str, int]], known: Sequence[str]) -> Header:
    """Read the journal's headers.

    Args:
        lines: Each header's text, and where it begins in the repaired text.
        known: What else stands there and is not the journal: title and authors, in small letters.

    >>> header = read_header([("Вестник КазУТБ. №1 (26) 2025", 0)], [])
    >>> header.titles["ru"][0], header.issue[0], header.continuous[0], header.year[0]
    ('Вестник КазУТБ', '1', '26', '2025')
    """
    made = Header()
    for text, at in lines:
        serial = bool(_ISSUE.search(text) or _VOLUME.search(text) or _SERIAL_WORDS.search(text))

        def put(name: str, match: re.Match[str] | None, group: int = 1, at: int = at) -> None:
            if match and match[group] and getattr(made, name) is None:
                setattr(
                    made,
                    name,
                    (match[group].strip(), (at + match.start(group), at + match.end(group))),
                )

        for code in codes_in(text):
            if code.scheme in ("issn", "eissn") and getattr(made, code.scheme) is None:
                setattr(made, code.scheme, (code.value, (at + code.start, at + code.end)))
        if serial or _YEAR.fullmatch(text.strip()):
            put("year", _YEAR.search(text))
        put("issue", _ISSUE.search(text))
        put("continuous", _ISSUE.search(text), 2)
        put("volume", _VOLUME.search(text))
        pages = _PAGES.search(text)
        if pages and made.pages is None:
            made.pages = (pages[1], pages[2], (at + pages.start(1), at + pages.end(2)))
        if text.lower().strip() not in known:
            _titles(made, text, at)
    return made


_CUT = re.compile(
    r"[.,;:/|]?\s*(?:№|\bISSN|\bVol\b|\bТ\.\s?\d|\bтом\s\d|\bВып|\bno\.|[(\[]?(?:19|20)\d\d|©|\d{1,4}$)",
    re.I,
)


def _titles(made: Header, text: str, at: int) -> None:
    for part in re.finditer(r"(?:(?!\s[-–—|]\s|\s/\s).)+", text, re.S):
        value = part[0].strip(" -–—|/")
        value = re.sub(r"^\d{1,4}\s+", "", value)
        cut = _CUT.search(value)
        name = re.sub(r"\s+", " ", value[: cut.start()] if cut else value).strip(" .,;:-–—")
        if not 4 <= len(name) <= 120 or not _SERIAL_WORDS.search(name) or name[0].islower():
            continue
        language = identify(name, ("kk", "ru", "en", "uk")).language
        start = at + part.start() + part[0].find(name[:4])
        if language not in made.titles or _SERIAL_WORDS.search(made.titles[language][0]) is None:
            made.titles[language] = (ordinary(name), (start, start + len(name)))


def ordinary(name: str) -> str:
    """Return the title of a journal printed in capitals in ordinary letters.

    >>> ordinary("НАУЧНЫЕ ВЕДОМОСТИ"), ordinary("ҚазТБУ ХАБАРШЫСЫ")
    ('Научные ведомости', 'ҚазТБУ хабаршысы')
    """
    low = re.sub(r"(?<!^)\b[^\W\d_]{4,}", lambda m: m[0].lower() if m[0].isupper() else m[0], name)
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
