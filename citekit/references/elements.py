"""The elements of a reference that announce themselves: `С. 5–10`, `№ 3 (45)`, `ISBN …`, `256 б.`.

Each is a terminal of the grammar: a pattern that is tried only where an element may begin and only
when the first word or character there is one of its openers. Words come from the data files.
All repetition is bounded, so that a terminal does bounded work per attempt.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from citekit.references.names import UPPER
from citekit.references.vocabulary import (
    alternation,
    first_words,
    fold,
    mapping,
    month_pattern,
    months,
    pattern,
)


class Element(NamedTuple):
    """A terminal as it was found: where it ends, which area it is, what it says."""

    end: int
    label: str
    fields: dict[str, str]
    score: float


class Terminal(NamedTuple):
    """One kind of element."""

    label: str
    score: float
    regex: re.Pattern[str]


YEAR = r"(?:1[4-9]\d\d|20\d\d)"
_PAGE = r"(?:[A-Za-zА-Яе]{0,3}\.?\d{1,9}[A-Za-z]?|[ivxlcIVXLC]{1,7}(?![\w]))"
_PAGES = rf"{_PAGE}(?:\s?[-–]{{1,2}}\s?{_PAGE})?(?:\s?[,;]\s?\d{{1,5}}\s?[-–]\s?\d{{1,5}}){{0,6}}"
_NUMBER = r"(?:\d{1,7}[A-Za-zА-Яа-я]?(?!\w)|[IVXLC]{1,8}(?!\w))"
_NUMBERS = (
    rf"{_NUMBER}(?:(?:\s?[-–/]\s?|[.,]|,\s)(?!{YEAR}(?!\w)){_NUMBER}(?!\s?[сcбСpPsS](?!\w))){{0,3}}"
)
_BRACKET = r"(?:\s?\((?:[^()\n]|\([^()\n]{0,12}\)?){1,20}\)?)"
_DOTTED = rf"\d{{1,2}}\s?[./]\s?\d{{1,2}}\s?[./]\s?\d{{2,5}}|{YEAR}[-–./]\d{{1,2}}[-–./]\d{{1,2}}"
_SITE = (
    r"[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.(?:kz|ru|com|org|net|edu|gov|info|ua|de|uk|eu|рф"
    r"|қаз|io|su|by|uz|kg)"
)


def _terminals() -> dict[str, tuple[Terminal, ...]]:
    month = rf"(?i:{month_pattern()})"
    year_unit = rf"(?:\s?(?i:{alternation('year_unit')})(?!\w)\.?)?"
    part = rf"(?i:{alternation('part')})(?!\w)\.?\s?№?\s?(?P<part>\d{{1,4}}|[IVXLC]{{1,6}}(?!\w))"
    pages, volume, issue = (rf"(?i:{alternation(n)})" for n in ("pages", "volume", "issue"))
    issue = rf"(?:{issue}(?![^\W\d_])|№)"
    day = (
        rf"(?:(?P<day>\d{{1,2}})(?:\s?[-–]\s?(?P<day2>\d{{1,2}}))?\s{{0,2}}(?P<month>{month})(?!\w)\.?"
        rf"(?:,?\s?(?P<year>{YEAR}){year_unit})?"
        rf"|(?P<month3>{month})(?!\w)\.?\s(?P<day3>\d{{1,2}})(?:[-–]\d{{1,2}})?(?!\d),?(?:\s(?P<year3>{YEAR}))?"
        rf"|(?P<month1>{month})(?!\w)\.?(?:,?\s(?P<year1>{YEAR}){year_unit})?"
        rf"|(?P<year2>{YEAR}){year_unit},?\s?(?:(?P<month2>{month})(?!\w)\.?\s(?P<day2b>\d{{1,2}})(?!\d)"
        rf"|(?P<day4>\d{{1,2}})(?:\s?[-–]\s?(?P<day5>\d{{1,2}}))?\s?(?P<month4>{month})(?!\w)\.?))"
    )
    date = rf"(?:{_DOTTED}|{day})"
    unnamed = re.sub(r"\?P<\w+>", "?:", date)
    address = (
        rf"(?:(?:https?|ftp)\s?:\s?/{{1,2}}\s?[^\s<>«»]{{2,900}}|www\.[^\s<>«»]{{3,400}}"
        rf"|{_SITE}(?:/[^\s<>«»]{{0,400}})?(?![\w.]))"
    )
    access = rf"(?i:{alternation('access_date')})(?!\w)"
    modes = rf"(?i:{alternation('access_mode')})(?!\w)"
    doi = r"10\s?\.\s?\d{4,9}(?:\.\d+)?\s?/\s?[^\s;,\[\]«»]{1,200}(?:,(?=\S)[^\s;\[\]«»]{1,100})?"
    extent_units = rf"(?i:{alternation('extent_units')})"
    edition = rf"(?i:{alternation('edition')})(?!\w)\.?"
    edition_tail = (
        rf"(?:[.,]?\s(?:(?:и|and|знач\.|и)\s)?(?i:{alternation('edition_words')}"
        rf")\w{{0,14}}\.?){{0,4}}"
    )
    numerals = "|".join(sorted((pattern(w) for w in mapping("numerals")), key=len, reverse=True))
    gmd = rf"(?i:{alternation('gmd')})"
    content = alternation("content")
    roles = alternation("editor")
    countries = r"(?:РК|РФ|KZ|RU|US|SU|USA|СССР|EP|WO|CN|UA|DE|GB|JP)"

    specialty = (
        r"(?P<number>\d\d\.\d\d\.\d\d)(?!\d|\.\d)(?:\s[–-]\s)?(?:\s?\(?[«\"][^»\"]{3,160}[»\"]\)?)?"
    )

    area_text = r"[^–]{2,300}?(?=\.\s?[–]|\.?\s?$|\.\s(?:URL|Режим|Загл|Систем))"
    rest = (
        r"(?:,\s?\[?\d+\]?\sл\.\sил\.)?(?:\s?:\s(?=ил|il|схем|tabl|ris\\.|graf|цв|рис|граф|табл|портр|ill|карт|фот|черт)[^–:()]{0,60}?)?"
        r"(?:\s?;\s?\d+\s?(?:[xх×]\s?\d+\s?)?(?:см|cm)(?:,\s[^–]{1,30}?)?)?"
    )

    def make(label: str, score: float, regex: str, flags: int = 0) -> Terminal:
        return Terminal(label, score, re.compile(regex, flags))

    digits = (
        make(
            "JOURNAL",
            5,
            rf"(?P<year>{YEAR})(?:\s{month}\.?(?:\s\d{{1,2}})?)?\s?;\s?(?P<volume>\d{{1,4}})(?:\s?\((?P<issue>[^()]{{1,12}})\))?\s?:\s?(?P<page>{_PAGES})",
        ),
        make("DOI", 6, rf"(?P<doi>{doi})"),
        make("NOTE", 5, r"\d{1,6}(?:\s\d{3})?\s(?:экз|дана|copies)(?!\w)\.?"),
        make("SPECIALTY", 4, rf"{specialty}"),
        make("DATE", 4.5, rf"(?P<numeric>{_DOTTED}){year_unit}(?![\w])"),
        make("DATE", 4.5, rf"{day}(?!\w)"),
        make(
            "YEAR",
            4,
            rf"(?P<year>{YEAR})(?:\s?[-–/]\s?(?P<to>{YEAR}|\d\d(?!\d)))?[a-zа-в]?\??{year_unit}(?P<open>\s?[-–](?=\s?\.))?(?![\w]|[-–.]\d)",
        ),
        make(
            "EXTENT",
            5,
            rf"(?P<number_of_pages>(?:[IVXLCХ]{{1,8}},\s?)?\d{{1,5}}(?:\s?,\s?\[?\d{{1,4}}\]?)?)\s?-?{pages}(?!\w)\.?(?:(?P<rest>{rest})(?=\.?\s?[–(-]|\.?\s?$|\.\s[^;])|(?!\d))",
        ),
        make(
            "PAGES", 4, rf"(?P<page>\d{{1,6}}\s?[-–]{{1,2}}\s?\d{{1,6}})\s?\.?-?\s?{pages}(?!\w)\.?"
        ),
        make(
            "VOLUMES",
            4,
            r"(?P<number_of_volumes>\d{1,3})(?:-?х)?\s?(?:т\.|томдық|томдык|томах|тома?|кн\.)(?:\s?;\s?\d+\sсм)?(?!\w)",
        ),
        make(
            "VOLUME",
            4.5,
            r"(?P<volume>\d{1,3})\s?-?\s?(?i:ші\s|шы\s)?(?i:том|кітап|бөлім|жыл)(?!\w)\.?",
        ),
        make(
            "EXTENT",
            4,
            rf"(?P<extent>\d{{1,4}}\s(?:{extent_units})\.?(?!\w)[^–]{{0,60}}?)(?=\.\s?[–-]|\.?\s?$|\.\s[–-]?\s?\()",
        ),
        make(
            "EDITION",
            5,
            rf"(?P<edition>\d{{1,3}}\s?-?\s?(?:[еоэ]е|[eеoо]?[eе]|ое|ші|нші|інші|th|nd|rd|st|-е)?"
            rf"(?:\.?\s(?:\w{{3,12}}\.\s)?|(?<=-)){edition}{edition_tail})",
        ),
        make(
            "NUMBERS",
            4.5,
            r"(?P<volume>\d{1,4}),\s?(?i:no|iss|№)\.?\s?(?P<issue>\d{1,4})(?:\s?\((?:[^\W\d_]+\s)?(?P<year>"
            + YEAR
            + r")\))?(?:\s?:\s?(?P<page>"
            + _PAGES
            + "))?",
        ),
        make(
            "NUMBERS",
            4,
            r"(?P<volume>\d{1,4})\s?\((?P<issue>[A-Za-z]{0,3}\d{1,4}[^()]{0,8})\)(?=\s?[:,.\-–]|\s?$)(?:\s?:\s?(?P<page>"
            + _PAGES
            + "))?",
        ),
        make("NUMBERS", 3, r"(?P<volume>\d{1,4})\s?:\s?(?P<page>\d{1,5}\s?[-–]\s?\d{1,5})"),
        make("ISBN", 3.5, r"(?P<isbn>97[89][-– ]?\d[-– \d]{8,13}[\dXХ])(?!\w)"),
        make(
            "SCALE",
            4,
            r"(?P<scale>1\s?:\s?\d{1,3}(?:\s\d{3}){1,3}(?:\s?,\s?[^–]{1,20}?)?(?:\s;\s[^–]{1,60}?)?)(?=\.\s[–-])",
        ),
        make("BAREPAGES", 2.5, r"(?P<page>\d{1,5}\s?[-–]{1,2}\s?\d{1,5})(?=\s?[.,;)\[(]|\s?$)"),
        make("BARENUMBER", 1.2, r"(?P<volume>\d{1,4})(?=\s?[.,;:]|\s?$|\s[-–])"),
    )
    brackets = (
        make(
            "ACCESSED",
            7,
            rf"[(\[]\s?(?:{access})\s?:{{0,2}}\.?\s?(?P<accessed>(?:{unnamed}"
            rf"|\d[\d. /-]{{5,12}}\d)(?=\s?\D)|[^()\[\]]{{4,40}}(?=[)\]])|{unnamed}"
            rf")\s?(?:г\.?|ж\.?)?\s?[)\]]?",
        ),
        make("ACCESSED", 4, rf"[(\[]\s?(?P<accessed>{_DOTTED})\s?(?:г\.?)?\s?[)\]]"),
        make(
            "YEARP",
            4,
            rf"\(\s?(?P<year>{YEAR})[a-zа-в]?(?:\s?[-–/]\s?(?P<to>{YEAR}))?(?:,\s?(?P<rest>[^()]{{2,24}}))?\s?\)(?!\w)",
        ),
        make("GMD", 6, rf"\[\s?(?P<gmd>{gmd}\.?(?:\s?:\s[^\]]{{1,30}})?)\s?\]"),
        make("TAG", 6, rf"[\[(]\s?(?P<tag>(?i:{alternation('language_tags')})\.?)\s?[)\]]"),
        make("EDS", 5, rf"[\[(]\s?(?:{roles}|ed|eds|сост|ред)\s?\.?\s?[)\]]\.?", re.I),
        make("ISSUE", 4, rf"\(\s?(?:{issue})\.?\s?(?P<issue>{_NUMBERS}{_BRACKET}?)\s?\)"),
        make("PAGES", 4, rf"\(\s?{pages}\.?\s?(?P<page>{_PAGES})\s?\)"),
        make(
            "EDITION",
            3,
            rf"(?P<edition>[\[(]\d{{1,2}}\s?-?(?:е|th|nd|rd|st)?\s?{edition}{edition_tail}[)\]])",
        ),
        make("YEAR", 3.5, rf"\[\s?(?P<literal>{YEAR}\s?\??(?:\s?[-–]\s?(?:{YEAR})?\s?)?)\s?\]"),
    )
    published = rf"(?i:{alternation('publication_date')})\s?:\s?(?P<numeric>{_DOTTED})"
    updated = rf"(?i:{alternation('update_date')})\s?:\s?(?P<updated>{_DOTTED}|[^–.]{{4,20}})"
    worded: tuple[tuple[str, Terminal], ...] = (
        (
            "access_date",
            make(
                "ACCESSED",
                7,
                rf"{access}\s?:{{0,2}}\.?\s?(?P<accessed>{unnamed}"
                rf"|\d[\d. /-]{{5,12}}\d)\s?(?:г\.?|ж\.?)?\)?(?!\w)",
            ),
        ),
        ("publication_date", make("DATE", 6.5, published)),
        ("update_date", make("UPDATED", 6.5, updated)),
        (
            "access_mode",
            make("URL", 7, rf"(?:{modes}|\s?:|\s){{1,4}}(?:/{{2}}\s?)?(?P<url>{address})"),
        ),
        (
            "access_mode",
            make(
                "ACCESS",
                3.5,
                r"(?:(?i:режим доступа|режим доступу|доступ)\s?:\s?(?=\S)"
                r"|(?=Доступ из))(?P<access>[^–\[(]{3,120}?)(?=\.?\s[–-]\s"
                r"|\.\s[A-ZА-Я]|\.?\s?$)",
            ),
        ),
        (
            "pages",
            make("PAGES", 5, rf"{pages}\.?\s?:?\s?(?P<page>{_PAGES})(?:\s?\.?{pages}\.?)?(?!\w)"),
        ),
        (
            "volume",
            make(
                "VOLUME",
                5,
                rf"{volume}\.?\s?№?:?\s?(?P<volume>{_NUMBER}(?:\s?[-–/]\s?{_NUMBER})?)(?:\.?\s?\((?P<issue>(?:[^()]|\([^()]{{0,10}}\)?){{1,14}})\)?)?(?:\s?,\s?{part})?",
            ),
        ),
        (
            "part",
            make("PART", 4, part.replace("<part>", "<part_number>", 1) + r"(?:[-–]\d{1,2})?(?!\w)"),
        ),
        (
            "issue",
            make(
                "ISSUE",
                5,
                rf"{issue}\.?\s?:?№?\s?(?P<issue>{_NUMBERS}(?:\.\d)?{_BRACKET}?(?:\s?,\s?(?i:ч|часть|part|pt)\.?\s?\d{{1,3}}|\s?,\s?ст\.\s?\d+)?)(?!\w)",
            ),
        ),
        (
            "edition",
            make(
                "EDITION",
                5,
                rf"(?P<edition>{edition}\s?(?:\d{{1,2}}(?:-?[еi]е?)?|второе|третье|первое|четвертое|пятое){edition_tail}\.?)",
            ),
        ),
        (
            "gmd",
            make(
                "GMD",
                4,
                r"(?P<gmd>(?i:интернет-ресурс|электронный ресурс|электрондық ресурс"
                r"|электронды ресурс|електронний ресурс|electronic resource))(?!\w)",
            ),
        ),
        (
            "content",
            make(
                "CONTENT",
                6,
                rf"(?P<content>(?i:{content})(?:[.;]?\s?[\w()]{{2,30}}){{0,8}}\s?[.;]?[^:–]{{0,40}}?\s?:\s?(?i:{alternation('media')}))(?!\w)",
            ),
        ),
        (
            "volume_statement",
            make(
                "VOLUMES",
                4,
                rf"(?i:в|in)\s(?P<number_of_volumes>\d{{1,3}}|(?i:{numerals}))(?:-?х|-?ти)?\s?(?i:{alternation('volumes_word')})(?!\w)\.?",
            ),
        ),
        (
            "archive_units",
            make(
                "ARCHIVE",
                5,
                r"(?P<archive_location>(?i:ф|қор|фонд|fond)\.?\s?№?\s?[\w-]{1,9}(?:\s?\([^()]{1,60}\))?(?:\s?[.,]\s?(?i:оп|опись|тізбе|op|д|дело|іс|ед\.\s?хр|ед\.\s?хран|л|лл|парақ|спр|арк|об|d|l)\.?\s?[\w-]{1,9}(?:[-–]\d{1,4})?(?:\s?об)?){0,5})(?!\w)",
            ),
        ),
    )
    by_word: dict[str, list[Terminal]] = {}

    def add(words: frozenset[str], terminal: Terminal) -> None:
        for word in words:
            by_word.setdefault(word, []).append(terminal)

    for class_name, terminal in worded:
        add(first_words(class_name), terminal)
    literal = {
        "специальность": make("SPECIALTY", 5, rf"(?i:специальность|спец\.)\s?:?\s?{specialty}"),
        "doi": make(
            "DOI",
            7,
            rf"(?i:doi)(?:\s?[:.;]|\s){{0,4}}(?:(?:https?\s?:\s?//)?(?:dx\.)?doi\.org/)?(?:doi\s?:\s?)?(?P<doi>{doi})",
        ),
        "https": make("DOI", 7.5, rf"https?\s?:\s?//\s?(?:dx\.|www\.)?doi\.org/(?P<doi>{doi})"),
        "isbn": make(
            "ISBN",
            6,
            r"(?i:isbn)(?:-1[03])?\s?[:.]?\s?(?P<isbn>[\dXХ][\d–\- ]{7,16}[\dXХхx](?:"
            r"\s?\([^()]{1,20}\)){0,2})",
        ),
        "issn": make(
            "ISSN",
            6,
            r"(?i:issn)\s?(?:\([^()]{1,12}\))?\s?[:.]?\s?(?P<issn>\d{4}\s?[-–]\s?\d{3}[\dXХхx])",
        ),
        "arxiv": make(
            "ARXIV",
            5,
            r"(?i:arxiv(?:\s?preprint\s?(?:arxiv)?)?)\s?[:.]\s?(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?)",
        ),
        "pmid": make("PMID", 5, r"(?i:pmid)\s?:?\s?(?P<pmid>\d{4,9})"),
        "pmcid": make("PMID", 5, r"(?i:pmcid)\s?:?\s?(?P<pmcid>PMC\d{4,9})"),
        "edn": make("EDN", 5, r"(?i:edn)\s?:?\s?(?P<edn>[A-Z]{6})(?!\w)"),
        "введ": make(
            "NOTE",
            6,
            rf"Введ\.\s(?:[А-Я]{{2}}\s)?(?:в\sдействие\s)?(?:впервые\.?|(?:с\s)?(?:{_DOTTED}))",
        ),
        "деп": make("NOTE", 6, r"Деп\.\sв\s[^–]{3,70}?\d[\d.]{5,9}\d,?\s№\s?[\w-]{2,20}"),
        "инв": make("NOTE", 5, r"Инв\.\s№\s?[\d/-]{3,20}"),
        "систем": make(
            "REQUIREMENTS",
            6,
            rf"(?i:систем\w{{0,4}}\.?\sтребования)\s?:\s?(?P<requirements>{area_text})",
        ),
        "системные": make(
            "REQUIREMENTS", 6, rf"(?i:системные\sтребования)\s?:\s?(?P<requirements>{area_text})"
        ),
        "мпк": make(
            "IPC",
            5,
            r"(?P<ipc>(?:МПК|МКИ|Int\.\s?Cl)\s?\d?\s?:?\s?[A-ZА-Я]\s?\d\d[^–]{1,120}?)(?=\s/\s|\s?–|\.\s|\s:)",
        ),
        "заявл": make("FILED", 5, r"(?i:заявл)\.?\s?(?P<filed>\d[\d.]{5,9}\d)"),
        "мки": make(
            "IPC",
            5,
            r"(?P<ipc>МКИ\s?\d?\s?:?\s?[A-ZА-Я]\s?\d\d[^–]{1,120}?)(?=\s/\s|\s?–|\.\s|\s:)",
        ),
        "опубл": make(
            "PUBLISHED",
            5,
            r"(?i:опубл(?:иковано)?)\.?\s?(?P<published>\d[\d.]{5,9}\d)(?:\s?[,;.]\s?(?P<bulletin>(?i:бюл)\.?\s?(?:№\s?)?\d+(?:\s?\([^()]{1,12}\))?))?",
        ),
        "опубликовано": make(
            "PUBLISHED",
            5,
            r"(?i:опубл(?:иковано)?)\.?\s?(?P<published>\d[\d.]{5,9}\d)(?:\s?[,;.]\s?(?P<bulletin>(?i:бюл)\.?\s?(?:№\s?)?\d+(?:\s?\([^()]{1,12}\))?))?",
        ),
        "бюл": make("BULLETIN", 4, r"(?P<bulletin>(?i:бюл)\.?\s?№?\s?\d+(?:\s?\([^()]{1,12}\))?)"),
    }
    for word, terminal in literal.items():
        add(frozenset((fold(word),)), terminal)
    add(
        frozenset(("http", fold("http"), fold("https"), fold("ftp"), fold("www"))),
        make("URL", 6, rf"(?P<url>{address})"),
    )
    add(frozenset((fold("doi"),)), make("DOI", 7, rf"(?i:doi)\.org/(?P<doi>{doi})"))
    site = make("URL", 3, rf"(?P<url>{_SITE}(?:/[^\s<>«»]{{0,400}})?)(?![\w.])")
    dates = make("DATE", 3.5, rf"{day}(?!\w)")
    add(frozenset(m for m in months()) | first_words("months"), dates)
    add(
        frozenset(
            (
                fold("пат"),
                fold("патент"),
                fold("patent"),
                fold("а"),
                fold("авторское"),
                fold("us"),
                fold("предварительный"),
                fold("инновационный"),
                fold("заявка"),
                fold("свидетельство"),
            )
        ),
        make(
            "PATENT",
            6,
            rf"(?P<genre>(?i:{alternation('patent')}))\.?\s?(?:на (?:изобретение"
            rf"|полезную модель)\s)?(?P<country>{countries})?\s?(?:№|no\.?"
            rf")?\s?(?P<number>\d[\d /]{{2,12}}\d|[A-Z]{{0,2}}\d[\d,/]{{4,14}}\w{{0,2}}"
            rf")(?:\s(?:на изобретение\s|на полезную модель\s"
            rf")?(?P<country2>(?:Рос\.\s?)?{UPPER}[\w. ]{{1,28}}?)(?=\s?[,.:;]|\s?$))?",
        ),
    )
    registered = make("NOTE", 6, r"№\s(?:ГР|гос\.\s?рег\.)\s?\d{5,14}")
    add(frozenset(("№",)), registered)
    appno = make("APPLICATION", 5.5, r"№\s?(?P<application>\d{7,}(?:/\d{1,2}(?:-\d{2})?)?)")
    add(frozenset(("№",)), appno)
    by_word["№"].sort(key=lambda t: t.label not in ("APPLICATION", "NOTE"))
    counted = make(
        "VOLUMES",
        4,
        rf"(?P<number_of_volumes>(?i:{numerals}))\s(?i:{alternation('volumes_word')})(?!\w)\.?",
    )
    add(frozenset(fold(w.split()[0]) for w in mapping("numerals")), counted)
    standard = make(
        "STANDARD",
        4,
        r"(?P<number>(?i:гост|стб|дсту|мемст|снип|iso|iec)(?:\s(?:Р|ISO|ИСО|ИСО/МЭК|ISO/IEC|IEC|EN|ЕН)(?!\w)){0,2}\s\d[\dА-ЯA-Z.–/:*-]{1,30}(?<![.–:/-]))",
    )
    add(
        frozenset(fold(w) for w in ("гост", "стб", "дсту", "мемст", "снип", "iso", "iec")), standard
    )
    ordinal = make(
        "EDITION",
        5,
        r"(?P<edition>(?i:бірінші|екінші|үшінші|төртінші|бесінші)\s(?i:басылым|шығарылым)\w{0,3})",
    )
    add(frozenset(fold(w) for w in ("бірінші", "екінші", "үшінші", "төртінші", "бесінші")), ordinal)
    roman = make(
        "EXTENT",
        5,
        rf"(?P<number_of_pages>[IVXLCХ]{{1,8}},\s?\d{{1,5}})\s?{pages}(?!\w)\.?(?P<rest>{rest})(?=\.?\s?[–(-]|\.?\s?$|\.\s[^;])",
    )
    add(
        frozenset(
            fold(w)
            for w in (
                "i",
                "ii",
                "iii",
                "iv",
                "v",
                "vi",
                "vii",
                "viii",
                "ix",
                "x",
                "xi",
                "xii",
                "xiii",
                "xiv",
                "xv",
                "xvi",
                "xvii",
                "xviii",
                "xix",
                "xx",
            )
        ),
        roman,
    )
    result = {word: tuple(found) for word, found in by_word.items()}
    result[_DIGITS] = digits
    result[_BRACKETS] = brackets
    result[_ANY] = (site,)
    return result


_DIGITS, _BRACKETS, _ANY = "0", "(", "*"
_WORD = re.compile(r"№|[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@cache
def terminals() -> dict[str, tuple[Terminal, ...]]:
    """Return the terminals by their openers."""
    return _terminals()


_LEADING = re.compile(r"(\d+)\s?(.?)")
# What a terminal that begins with digits needs behind them: so most are not even tried.
_NEEDS = {
    "JOURNAL": re.compile(r"[;\w]"),
    "DOI": re.compile(r"\."),
    "SPECIALTY": re.compile(r"\."),
    "EXTENT": re.compile(r"[^\W\d]|[,\[-]"),
    "NOTE": re.compile(r"\w"),
    "PAGES": re.compile(r"[-–]"),
    "VOLUMES": re.compile(r"[^\W\d]|-"),
    "VOLUME": re.compile(r"[^\W\d]|-"),
    "SCALE": re.compile(r":"),
    "NUMBERS": re.compile(r"[(,:]"),
    "BAREPAGES": re.compile(r"[-–]"),
}


@cache
def _numeric_for(following: str, four: bool) -> tuple[Terminal, ...]:
    return tuple(
        t
        for t in terminals()[_DIGITS]
        if (t.label not in _NEEDS or _NEEDS[t.label].match(following))
        and (four or t.label not in ("YEAR", "JOURNAL"))
    )


def _numeric(text: str, at: int) -> tuple[Terminal, ...]:
    leading = _LEADING.match(text, at)
    assert leading is not None
    return _numeric_for(leading[2], len(leading[1]) == 4)


def element_at(text: str, at: int) -> Element | None:
    """Return the element that begins at this place, or None.

    >>> element_at("С. 25–30. – DOI", 0)[1:3]
    ('PAGES', {'page': '25–30'})
    """
    found = terminals()
    first = text[at : at + 1]
    if first.isdecimal():
        tried = _numeric(text, at)
    elif first in "([":
        tried = found[_BRACKETS]
    else:
        word = _WORD.match(text, at)
        if word is None:
            return None
        key = fold(word.group())
        tried = found.get(key, ())
        if not tried and "-" in key:
            tried = found.get(key.partition("-")[0], ())
        if text[word.end() : word.end() + 1] == ".":
            tried = (*tried, *found[_ANY])
    for terminal in tried:
        match = terminal.regex.match(text, at)
        if match is not None and match.end() > at:
            fields = {k: v for k, v in match.groupdict().items() if v is not None}
            label = terminal.label
            if label == "VOLUME" and "issue" in fields:
                label = "NUMBERS"
            return _trimmed(text, at, Element(match.end(), label, fields, terminal.score))
    return None


_CLOSING = {")": "(", "]": "[", "»": "«"}


def _trimmed(text: str, at: int, element: Element) -> Element:
    """Give back the punctuation that follows an address or a DOI."""
    for name in ("url", "doi"):
        value = element.fields.get(name)
        if value is None:
            continue
        kept = value
        while kept and (
            kept[-1] in ".,;:'\"”’"
            or (kept[-1] in _CLOSING and kept.count(kept[-1]) > kept.count(_CLOSING[kept[-1]]))
        ):
            kept = kept[:-1]
        cut = len(value) - len(kept)
        return element._replace(end=element.end - cut, fields={**element.fields, name: kept})
    return element


@cache
def _opening_words() -> dict[str, re.Pattern[str]]:
    """Return the words that open an element without punctuation, each with what must follow."""
    dates = alternation("access_date")
    modes = re.compile(
        rf"(?i:{dates})(?=\s?:?\s?\d)|(?i:режим\s{{1,2}}доступ|available\s(?:at|from|online)|retrieved\sfrom|айнал\w{{2,3}}\sрежимі|интернет-ресурс|url\b)"
    )
    found = dict.fromkeys(first_words("access_date"), modes)
    found |= {
        fold(w): modes
        for w in ("режим", "available", "retrieved", "айналыс", "айналым", "интернет-ресурс", "url")
    }
    plain = re.compile(r"(?i:https?\s?:|www\.|isbn|issn|edn\s|arxiv[: ])")
    found |= {fold(w): plain for w in ("http", "https", "www", "isbn", "issn", "edn", "arxiv")}
    found[fold("doi")] = re.compile(r"(?i:doi)(?=[\s:.\d])")
    return found


@cache
def _opening_brackets() -> re.Pattern[str]:
    return re.compile(
        rf"[(\[](?=\s?(?i:{alternation('access_date')})\b)|\[(?=\s?(?i:{alternation('gmd')}))"
        rf"|[(\[](?=(?i:{alternation('language_tags')})\.?[)\]])|\((?={YEAR}[a-zа-в]?\))|\((?=(?i:eds?|ред|hrsg)\.?\))"
        r"|\((?=\d{1,2}(?:nd|rd|th|st|-е)\s)|\((?=pp?\.\s?\d)"
    )


_OPENING_NUMBERS = re.compile(
    r"\s(?=\d)(?<=[^\W\d_.]\s)(?=\d{1,4}\s?\([A-Za-z]{0,3}\d{1,4}[^()]{0,6}\)\s?[:,.]|\d{1,4},\s?no\.?\s\d"
    r"|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|\d{1,4}:\s?\d{1,5}[-–]\d)"
)


_OPENING_ACTS = re.compile(r"туралы\s(?=(?:Қазақстан\sРеспубликасы|ҚР)\w*\s)")


def openings(text: str, limit: int, words: list[tuple[int, str]]) -> list[int]:
    """Return where an element begins although no punctuation parts it from what precedes.

    >>> text = "Қара сөз URL: https://abai.kz"
    >>> openings(text, 99, folded_words(text, 99))
    [9, 14]
    """
    table = _opening_words()
    found = []
    for start, word in words:
        must = table.get(word)
        if must is not None and must.match(text, start):
            found.append(start)
    brackets = _opening_brackets()
    for bracket in "([":
        at = text.find(bracket, 0, limit)
        while at >= 0:
            if brackets.match(text, at):
                found.append(at)
            at = text.find(bracket, at + 1, limit)
    if any(word == "туралы" for _, word in words):
        found.extend(m.start() + 6 for m in _OPENING_ACTS.finditer(text, 0, limit))
    found.extend(m.start() for m in _OPENING_NUMBERS.finditer(text, 0, limit))
    return sorted(found)


def folded_words(text: str, limit: int) -> list[tuple[int, str]]:
    """Return every word of a text, folded, with its place."""
    return [(m.start(), fold(m.group())) for m in _WORD.finditer(text, 0, limit)]


__all__ = ["Element", "Terminal", "element_at", "folded_words", "openings", "terminals"]
