"""What describes documents of an own kind: patents, standards, archives, theses, media."""

from __future__ import annotations

import re

from citekit.references.names import UPPER
from citekit.references.terminals.common import (
    BRACKETS,
    DIGITS,
    DOTTED,
    Rows,
    Terminal,
    any_of,
    folded,
    month,
)
from citekit.references.vocabulary import alternation, first_words

_COUNTRIES = r"(?:РК|РФ|ҚР|RK|RF|KZ|RU|US|SU|USA|СССР|EP|WO|CN|UA|DE|GB|JP|KR|BY|UZ|KG|EA|ЕА)"
_OF_COUNTRY = (
    rf"(?:{_COUNTRIES}|(?:Рос\.|Респ\.|Російської|Российской|Республики|Қазақстан|Republic\sof"
    rf"|Respubliki)\s{UPPER}\w{{2,20}}|Кыргызской\sРеспублики|України|Украины|Украина|Україна"
    r"|Ukraine|Kazakhstan|Kazahstana?)(?!\w)"
)
_INVENTION = (
    r"(?:на\s(?:изобретение|полезную\sмодель|промышленный\sобразец)|на\s(?:винахід|корисну\sмодель)"
    r"|na\s(?:izobretenie|poleznuju\smodel'?|poleznuyu\smodel'?)|for\s(?:an?\s)?(?:invention|utility\smodel))"
)
_SPECIALTY = (
    r"(?P<number>\d\d\.\d\d\.\d\d|\d[DДM]\d{5,6})(?!\d|\.\d)"
    r"(?:\s[–-]\s)?(?:\s?\(?[«\"][^»\"]{3,160}[»\"]\)?)?"
)
_STANDARDS = ("гост", "стб", "дсту", "мемст", "снип", "iso", "iec", "gost", "astm")


def rows() -> Rows:
    """Yield the terminals of this kind."""
    yield from _patents()
    yield from _standards_and_notes()
    yield from _archives_and_theses()
    yield from _media()


def _patents() -> Rows:
    published = Terminal(
        "PUBLISHED",
        5,
        r"(?i:опубл(?:иковано)?)\.?\s?(?P<published>\d[\d.]{5,9}\d)(?:\s?[,;.]\s?(?P<bulletin>(?i:бюл)\.?\s?(?:№\s?)?\d+(?:\s?\([^()]{1,12}\))?))?",
    )
    words = rf"(?P<genre>{any_of('patent')}\.?)"
    number = (
        r"(?P<number>\d[\d ,/]{2,14}\d|[A-Z]{1,2}\s?\d[\d,/]{4,14}|\d[\d,/]{3,14})"
        r"(?:\s?[A-CU]\d?(?!\w))?"
    )
    yield (
        first_words("patent"),
        Terminal(
            "PATENT",
            6,
            rf"{words}(?:\s{_INVENTION})?(?:\s(?:of\sthe\s)?(?P<country>{_OF_COUNTRY}))?"
            rf"(?:\s{_INVENTION})?\s?(?:№|[Nn]o?\.?(?=\s?[\dA-Z]))?\s?{number}(?:\s{_INVENTION})?"
            rf"(?:,?\s(?P<country2>{_OF_COUNTRY}|{UPPER}[\w. ]{{1,28}}?(?=\s?[,.:;]|\s?$)))?",
        ),
    )
    # In Kazakh the kind stands last: `ҚР № 4567 пайдалы модельге патенті`.
    yield (
        folded("қр", "қазақстан"),
        Terminal(
            "PATENT",
            6,
            r"(?P<country>ҚР|Қазақстан\sРеспубликасы)(?:ның)?\s?(?:№\s?)?(?P<number>\d{3,7})\s"
            r"(?P<genre>(?:[^\W\d_]+\s){0,3}патент)(?:і|ы)?(?!\w)"
            r"|(?P<country2>ҚР|Қазақстан\sРеспубликасы)(?:ның)?\s(?P<genre2>(?:[^\W\d_]+\s){0,3}патент)(?:і|ы)?"
            r"\s(?:№\s?)?(?P<number2>\d{3,7})(?!\d)",
        ),
    )
    yield (
        folded("жарияланды", "жарияланған", "жарияланым", "опублікований", "opubl", "published"),
        Terminal(
            "PUBLISHED",
            5,
            r"(?i:жарияланды|жарияланған\sкүні|жарияланған|opubl|published)\.?\s?:?\s?(?P<published>\d[\d.]{5,9}\d)(?:\s?ж\.)?"
            r"(?:\s?[,;.]\s?(?P<bulletin>(?i:бюл|bjul|byul|bull)\.?\s?(?:№\s?|No\.?\s?)?\d+(?:\s?\([^()]{1,12}\))?))?",
        ),
    )
    yield (
        folded("№"),
        Terminal("APPLICATION", 5.5, r"№\s?(?P<application>(?:19|20)\d\d/\d{3,5}\.\d)(?!\d)"),
    )
    yield (
        folded("№"),
        Terminal("APPLICATION", 5.5, r"№\s?(?P<application>\d{7,}(?:/\d{1,2}(?:-\d{2})?)?)"),
    )
    yield (
        folded("мпк", "мки"),
        Terminal(
            "IPC",
            5,
            r"(?P<ipc>(?:МПК|МКИ|Int\.\s?Cl)\s?\d?\s?:?\s?[A-ZА-Я]\s?\d\d[^–]{1,120}?)(?=\s/\s|\s?–|\.\s|\s:)",
        ),
    )
    yield (
        folded("заявл", "zajavl", "zayavl", "filed"),
        Terminal("FILED", 5, r"(?i:заявл|za[jy]avl|filed)\.?\s?(?P<filed>\d[\d.]{5,9}\d)"),
    )
    yield folded("опубл", "опубликовано"), published
    yield (
        folded("бюл", "bjul", "byul"),
        Terminal(
            "BULLETIN",
            4,
            r"(?P<bulletin>(?i:бюл|bjul|byul)\.?\s?№?\s?\d+(?:\s?\([^()]{1,12}\))?)",
        ),
    )


def _standards_and_notes() -> Rows:
    yield (
        DIGITS,
        Terminal(
            "ACT",
            6,
            rf"(?P<year>\d{{4}})\s?(?:жылғы|жылы|жылдың|ж\.)\s?(?P<day>\d{{1,2}})\s(?P<month>{month()})\w{{0,4}}"
            r"\s(?:қабылданған|қабылданды|бекітілген|бекітілді)"
            r"(?:,?\s(?:№|N)\s?(?P<number>[\w/-]{1,24}(?:\sҚРЗ)?))?(?!\w)",
        ),
    )
    yield (
        folded(*_STANDARDS),
        Terminal(
            "STANDARD",
            4,
            rf"(?P<number>(?i:{'|'.join(_STANDARDS)})(?:\s(?:Р|ISO|ИСО|ИСО/МЭК|ISO/IEC|IEC|EN|ЕН)(?!\w)){{0,2}}\s\d[\dА-ЯA-Z.–/:*-]{{1,30}}(?<![.–:/-]))",
        ),
    )
    yield (
        folded("введ"),
        Terminal(
            "NOTE",
            6,
            rf"Введ\.\s(?:[А-Я]{{2}}\s)?(?:в\sдействие\s)?(?:впервые\.?|(?:с\s)?(?:{DOTTED}))",
        ),
    )
    yield (
        folded("деп"),
        Terminal("NOTE", 6, r"Деп\.\sв\s[^–]{3,70}?\d[\d.]{5,9}\d,?\s№\s?[\w-]{2,20}"),
    )
    yield folded("инв"), Terminal("NOTE", 5, r"Инв\.\s№\s?[\d/-]{3,20}")
    yield (
        folded("№"),
        Terminal("NOTE", 6, r"№\s(?:ГР|гос\.\s?рег\.)\s?\d{4}(?:[А-ЯA-Z]{2,3}\d{5}|\d{1,10})"),
    )
    yield DIGITS, Terminal("NOTE", 5, r"\d{1,6}(?:\s\d{3})?\s(?:экз|дана|copies)(?!\w)\.?")
    yield (
        DIGITS,
        Terminal(
            "SCALE",
            4,
            r"(?P<scale>1\s?:\s?\d{1,3}(?:\s\d{3}){1,3}(?:\s?,\s?[^–]{1,20}?)?(?:\s;\s[^–]{1,60}?)?)(?=\.\s[–-])",
        ),
    )
    yield (
        folded("масштаб", "масштабы", "scale", "м", "m", "masshtab"),
        Terminal(
            "SCALE",
            6,
            r"(?i:масштабы?|scale|masshtab|м|m)\.?\s?:?\s?"
            r"(?P<scale>1\s?:\s?\d{1,3}(?:[ ,.]?\d{3}){1,3})(?!\d)",
        ),
    )


def _archives_and_theses() -> Rows:
    unit = any_of("archive_units")
    item = rf"(?:{unit})\.?\s?№?\s?[\w/-]{{1,9}}(?:\s?[-–]\s?\d{{1,4}})?(?:\s?(?:об|а)\.?(?!\w))?"
    more = r"(?:,\s?\d{1,4}(?:\s?[-–]\s?\d{1,4})?(?:\s?об\.?)?(?!\w|\s?[^\W\d_])){0,12}"
    yield (
        first_words("archive_fonds"),
        Terminal(
            "ARCHIVE",
            5,
            rf"(?P<archive_location>{any_of('archive_fonds')}\.?\s?№?\s?(?:[А-ЯA-Z]-?)?\d[\w-]{{0,9}}(?:\s?\([^()]{{1,60}}\))?"
            rf"(?:\s?[.,;]\s?{item}{more}){{0,6}})(?!\w)",
        ),
    )
    # In Kazakh the number may stand first: `64-қ. 1-т. 3421-іс. 12-13-пп.`
    turned = r"\d{1,6}[а-я]?(?:[-–]\d{1,5})?\s?-?\s?"
    yield (
        DIGITS,
        Terminal(
            "ARCHIVE",
            6,
            rf"(?P<archive_location>{turned}(?i:қор|қ)\.?,?\s?{turned}(?i:тізбе|тізімдеме|т)\.?"
            rf"(?:,?\s?{turned}(?i:іс|парақ|пп|п|бб|б)\.?){{1,3}})(?!\w)",
        ),
    )
    yield DIGITS, Terminal("SPECIALTY", 4, _SPECIALTY)
    yield (
        folded("специальность"),
        Terminal("SPECIALTY", 5, rf"(?i:специальность|спец\.)\s?:?\s?{_SPECIALTY}"),
    )


def _media() -> Rows:
    text = r"[^–]{2,300}?(?=\.\s?[–]|\.?\s?$|\.\s(?:URL|Режим|Загл|Систем))"
    yield (
        BRACKETS,
        Terminal("GMD", 6, rf"\[\s?(?P<gmd>{any_of('gmd')}\.?(?:\s?:\s[^\]]{{1,30}})?)\s?\]"),
    )
    yield (
        BRACKETS,
        Terminal(
            "GENRE",
            6.5,
            rf"[\[(]\s?(?P<genre>{any_of('bracket_thesis')})\.?(?:[,:]\s(?P<publisher>[^()\[\]]{{3,90}}))?\s?[)\]]",
        ),
    )
    # APA: `(M. Cole, Ed.)`, `(P. Roe, Trans.)`
    yield (
        BRACKETS,
        Terminal("RESP", 6, r"\((?P<names>[^()]{4,80}),\s(?P<role>Eds?|Trans)\.\)"),
    )
    yield (
        BRACKETS,
        Terminal("INFO", 6, rf"[\[(]\s?(?P<info>{any_of('bracket_kinds')})\s?[)\]]"),
    )
    yield (
        BRACKETS,
        Terminal("TAG", 6, rf"[\[(]\s?(?P<tag>{any_of('language_tags')}\.?)\s?[)\]]"),
    )
    yield (
        BRACKETS,
        Terminal(
            "EDS",
            5,
            rf"[\[(]\s?(?:{alternation('editor')}|ed|eds|сост|ред)\s?\.?\s?[)\]]\.?",
            re.I,
        ),
    )
    yield (
        first_words("gmd"),
        Terminal(
            "GMD",
            4,
            r"(?P<gmd>(?i:интернет-ресурс|электронный ресурс|электрондық ресурс"
            r"|электронды ресурс|електронний ресурс|electronic resource))(?!\w)",
        ),
    )
    yield (
        first_words("content"),
        Terminal(
            "CONTENT",
            6,
            rf"(?P<content>{any_of('content')}(?:[.;]?\s?[\w()]{{2,30}}){{0,8}}\s?[.;]?[^:–]{{0,40}}?\s?:\s?{any_of('media')})(?!\w)",
        ),
    )
    yield (
        folded("систем", "системные"),
        Terminal(
            "REQUIREMENTS",
            6,
            rf"(?i:систем\w{{0,4}}\.?\sтребования)\s?:\s?(?P<requirements>{text})",
        ),
    )
