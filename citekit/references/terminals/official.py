"""What describes documents of an own kind: patents, standards, archives, theses, media."""

from __future__ import annotations

import re

from citekit.references.names import UPPER
from citekit.references.terminals.common import (
    BRACKETS,
    DIGITS,
    DOTTED,
    Rows,
    any_of,
    folded,
    make,
)
from citekit.references.vocabulary import alternation, first_words

_COUNTRIES = r"(?:РК|РФ|KZ|RU|US|SU|USA|СССР|EP|WO|CN|UA|DE|GB|JP)"
_SPECIALTY = (
    r"(?P<number>\d\d\.\d\d\.\d\d)(?!\d|\.\d)(?:\s[–-]\s)?(?:\s?\(?[«\"][^»\"]{3,160}[»\"]\)?)?"
)
_STANDARDS = ("гост", "стб", "дсту", "мемст", "снип", "iso", "iec")


def rows() -> Rows:
    """Yield the terminals of this kind."""
    yield from _patents()
    yield from _standards_and_notes()
    yield from _archives_and_theses()
    yield from _media()


def _patents() -> Rows:
    published = make(
        "PUBLISHED",
        5,
        r"(?i:опубл(?:иковано)?)\.?\s?(?P<published>\d[\d.]{5,9}\d)(?:\s?[,;.]\s?(?P<bulletin>(?i:бюл)\.?\s?(?:№\s?)?\d+(?:\s?\([^()]{1,12}\))?))?",
    )
    yield (
        folded(
            "пат", "патент", "patent", "а", "авторское", "us", "предварительный", "инновационный",
            "заявка", "свидетельство",
        ),
        make(
            "PATENT",
            6,
            rf"(?P<genre>{any_of('patent')})\.?\s?(?:на (?:изобретение"
            rf"|полезную модель)\s)?(?P<country>{_COUNTRIES})?\s?(?:№|no\.?"
            rf")?\s?(?P<number>\d[\d /]{{2,12}}\d|[A-Z]{{0,2}}\d[\d,/]{{4,14}}\w{{0,2}}"
            rf")(?:\s(?:на изобретение\s|на полезную модель\s"
            rf")?(?P<country2>(?:Рос\.\s?)?{UPPER}[\w. ]{{1,28}}?)(?=\s?[,.:;]|\s?$))?",
        ),
    )  # fmt: skip
    yield (
        folded("№"),
        make("APPLICATION", 5.5, r"№\s?(?P<application>\d{7,}(?:/\d{1,2}(?:-\d{2})?)?)"),
    )
    yield (
        folded("мпк", "мки"),
        make(
            "IPC",
            5,
            r"(?P<ipc>(?:МПК|МКИ|Int\.\s?Cl)\s?\d?\s?:?\s?[A-ZА-Я]\s?\d\d[^–]{1,120}?)(?=\s/\s|\s?–|\.\s|\s:)",
        ),
    )
    yield folded("заявл"), make("FILED", 5, r"(?i:заявл)\.?\s?(?P<filed>\d[\d.]{5,9}\d)")
    yield folded("опубл", "опубликовано"), published
    yield (
        folded("бюл"),
        make("BULLETIN", 4, r"(?P<bulletin>(?i:бюл)\.?\s?№?\s?\d+(?:\s?\([^()]{1,12}\))?)"),
    )


def _standards_and_notes() -> Rows:
    yield (
        folded(*_STANDARDS),
        make(
            "STANDARD",
            4,
            rf"(?P<number>(?i:{'|'.join(_STANDARDS)})(?:\s(?:Р|ISO|ИСО|ИСО/МЭК|ISO/IEC|IEC|EN|ЕН)(?!\w)){{0,2}}\s\d[\dА-ЯA-Z.–/:*-]{{1,30}}(?<![.–:/-]))",
        ),
    )
    yield (
        folded("введ"),
        make(
            "NOTE",
            6,
            rf"Введ\.\s(?:[А-Я]{{2}}\s)?(?:в\sдействие\s)?(?:впервые\.?|(?:с\s)?(?:{DOTTED}))",
        ),
    )
    yield (
        folded("деп"),
        make("NOTE", 6, r"Деп\.\sв\s[^–]{3,70}?\d[\d.]{5,9}\d,?\s№\s?[\w-]{2,20}"),
    )
    yield folded("инв"), make("NOTE", 5, r"Инв\.\s№\s?[\d/-]{3,20}")
    yield folded("№"), make("NOTE", 6, r"№\s(?:ГР|гос\.\s?рег\.)\s?\d{5,14}")
    yield DIGITS, make("NOTE", 5, r"\d{1,6}(?:\s\d{3})?\s(?:экз|дана|copies)(?!\w)\.?")
    yield (
        DIGITS,
        make(
            "SCALE",
            4,
            r"(?P<scale>1\s?:\s?\d{1,3}(?:\s\d{3}){1,3}(?:\s?,\s?[^–]{1,20}?)?(?:\s;\s[^–]{1,60}?)?)(?=\.\s[–-])",
        ),
    )


def _archives_and_theses() -> Rows:
    yield (
        first_words("archive_units"),
        make(
            "ARCHIVE",
            5,
            r"(?P<archive_location>(?i:ф|қор|фонд|fond)\.?\s?№?\s?[\w-]{1,9}(?:\s?\([^()]{1,60}\))?(?:\s?[.,]\s?(?i:оп|опись|тізбе|op|д|дело|іс|ед\.\s?хр|ед\.\s?хран|л|лл|парақ|спр|арк|об|d|l)\.?\s?[\w-]{1,9}(?:[-–]\d{1,4})?(?:\s?об)?){0,5})(?!\w)",
        ),
    )
    yield DIGITS, make("SPECIALTY", 4, _SPECIALTY)
    yield (
        folded("специальность"),
        make("SPECIALTY", 5, rf"(?i:специальность|спец\.)\s?:?\s?{_SPECIALTY}"),
    )


def _media() -> Rows:
    text = r"[^–]{2,300}?(?=\.\s?[–]|\.?\s?$|\.\s(?:URL|Режим|Загл|Систем))"
    yield (
        BRACKETS,
        make("GMD", 6, rf"\[\s?(?P<gmd>{any_of('gmd')}\.?(?:\s?:\s[^\]]{{1,30}})?)\s?\]"),
    )
    yield (
        BRACKETS,
        make("TAG", 6, rf"[\[(]\s?(?P<tag>{any_of('language_tags')}\.?)\s?[)\]]"),
    )
    yield (
        BRACKETS,
        make(
            "EDS",
            5,
            rf"[\[(]\s?(?:{alternation('editor')}|ed|eds|сост|ред)\s?\.?\s?[)\]]\.?",
            re.I,
        ),
    )
    yield (
        first_words("gmd"),
        make(
            "GMD",
            4,
            r"(?P<gmd>(?i:интернет-ресурс|электронный ресурс|электрондық ресурс"
            r"|электронды ресурс|електронний ресурс|electronic resource))(?!\w)",
        ),
    )
    yield (
        first_words("content"),
        make(
            "CONTENT",
            6,
            rf"(?P<content>{any_of('content')}(?:[.;]?\s?[\w()]{{2,30}}){{0,8}}\s?[.;]?[^:–]{{0,40}}?\s?:\s?{any_of('media')})(?!\w)",
        ),
    )
    yield (
        folded("систем", "системные"),
        make(
            "REQUIREMENTS",
            6,
            rf"(?i:систем\w{{0,4}}\.?\sтребования)\s?:\s?(?P<requirements>{text})",
        ),
    )
