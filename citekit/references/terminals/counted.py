"""What is counted: pages, volumes, issues, parts, editions, extent."""

from __future__ import annotations

from functools import cache

from citekit.references.terminals.common import (
    BRACKET,
    BRACKETS,
    DIGITS,
    NUMBER,
    NUMBERS,
    PAGES,
    YEAR,
    Rows,
    Terminal,
    any_of,
    folded,
)
from citekit.references.vocabulary import first_words, mapping, pattern

_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_KAZAKH_ORDINALS = ("бірінші", "екінші", "үшінші", "төртінші", "бесінші")
# What follows the pages of a book: `: ил. ; 20 см`.
_REST = (
    r"(?:,\s?\[?\d+\]?\sл\.\sил\.)?(?:\s?:\s(?=ил|il|схем|tabl|ris\\.|graf|цв|рис|граф|табл|портр|ill|карт|фот|черт)[^–:()]{0,60}?)?"
    r"(?:\s?;\s?\d+\s?(?:[xх×]\s?\d+\s?)?(?:см|cm)(?:,\s[^–]{1,30}?)?)?"
)


@cache
def numerals() -> str:
    """Return a pattern for numbers as words."""
    return pattern(*mapping("numerals"))


@cache
def _part() -> str:
    return rf"{any_of('part')}(?!\w)\.?\s?№?\s?(?P<{{}}>\d{{{{1,4}}}}|[IVXLC]{{{{1,6}}}}(?!\w))"


@cache
def _issue() -> str:
    return rf"(?:{any_of('issue')}(?![^\W\d_])|№)"


def rows() -> Rows:
    """Yield the terminals of this kind."""
    yield from _pages_and_extent()
    yield from _volumes()
    yield from _editions()
    yield from _bare()


def _pages_and_extent() -> Rows:
    pages = any_of("pages")
    yield (
        DIGITS,
        Terminal(
            "EXTENT",
            5,
            rf"(?P<number_of_pages>(?:[IVXLCХ]{{1,8}},\s?)?\d{{1,5}}(?:\s?,\s?\[?\d{{1,4}}\]?)?)\s?-?{pages}(?!\w)\.?(?:(?P<rest>{_REST})(?=\.?\s?[–(-]|\.?\s?$|\.\s[^;])|(?!\d))",
        ),
    )
    yield (
        DIGITS,
        Terminal(
            "PAGES", 4, rf"(?P<page>\d{{1,6}}\s?[-–]{{1,2}}\s?\d{{1,6}})\s?\.?-?\s?{pages}(?!\w)\.?"
        ),
    )
    yield (
        first_words("pages"),
        Terminal("PAGES", 5, rf"{pages}\.?\s?:?\s?(?P<page>{PAGES})(?:\s?\.?{pages}\.?)?(?!\w)"),
    )
    yield (
        first_words("article_number"),
        Terminal(
            "PAGES",
            5,
            rf"{any_of('article_number')}\.?\s?:?\s?(?P<page>[eE]?\d{{3,9}}|[A-Z]{{2,6}}-\d[\d-]{{2,12}}(?:-[A-Z]{{1,4}})?)(?!\w)",
        ),
    )
    yield BRACKETS, Terminal("PAGES", 4, rf"\(\s?{pages}\.?\s?(?P<page>{PAGES})\s?\)")
    yield (
        folded(*_ROMANS),
        Terminal(
            "EXTENT",
            5,
            rf"(?P<number_of_pages>[IVXLCХ]{{1,8}},\s?\d{{1,5}})\s?{pages}(?!\w)\.?(?P<rest>{_REST})(?=\.?\s?[–(-]|\.?\s?$|\.\s[^;])",
        ),
    )


def _volumes() -> Rows:
    volume, words = any_of("volume"), any_of("volumes_word")
    yield (
        DIGITS,
        Terminal(
            "VOLUMES",
            4,
            r"(?P<number_of_volumes>\d{1,3})(?:-?х)?\s?(?:т\.|томдық|томдык|томах|тома?|кн\.)(?:\s?;\s?\d+\sсм)?(?!\w)",
        ),
    )
    yield (
        first_words("volume_statement"),
        Terminal(
            "VOLUMES",
            4,
            rf"(?:{any_of('volume_statement')}|(?i:in))\s(?P<number_of_volumes>\d{{1,3}}|(?i:{numerals()}))(?:-?х|-?ти)?\s?{words}(?!\w)\.?",
        ),
    )
    yield (
        folded(*(w.split()[0] for w in mapping("numerals"))),
        Terminal("VOLUMES", 4, rf"(?P<number_of_volumes>(?i:{numerals()}))\s{words}(?!\w)\.?"),
    )
    yield (
        DIGITS,
        Terminal(
            "VOLUME",
            4.5,
            r"(?P<volume>\d{1,3})\s?-?\s?(?i:ші\s|шы\s)?(?i:том|кітап|бөлім|жыл|(?<=-)т)(?!\w)\.?",
        ),
    )
    yield (
        first_words("volume"),
        Terminal(
            "VOLUME",
            5,
            rf"(?![A-Z]\.\s?[A-Z]\.\s?[A-Z][a-z]){volume}\.?\s?№?:?\s?(?P<volume>{NUMBER}(?:\s?[-–/]\s?(?!{YEAR}(?!\d)){NUMBER})?)(?:\.?\s?\((?P<issue>(?:[^()]|\([^()]{{0,10}}\)?){{1,14}})\)?)?(?:\s?,\s?{_part().format('part')})?",
        ),
    )
    yield BRACKETS, Terminal("VOLUME", 4.5, rf"\(\s?{volume}\.?\s?(?P<volume>{NUMBER})\s?\)")
    yield (
        first_words("part"),
        Terminal("PART", 4, _part().format("part_number") + r"(?:[-–]\d{1,2})?(?!\w)"),
    )
    yield (
        first_words("issue"),
        Terminal(
            "ISSUE",
            5,
            rf"{_issue()}\.?\s?:?№?\s?(?P<issue>{NUMBERS}(?:\.\d)?{BRACKET}?(?:\s?,\s?(?i:ч|часть|part|pt)\.?\s?\d{{1,3}}|\s?,\s?ст\.\s?\d+)?)(?!\w)",
        ),
    )
    yield (
        BRACKETS,
        Terminal("ISSUE", 4, rf"\(\s?{_issue()}\.?\s?(?P<issue>{NUMBERS}{BRACKET}?)\s?\)"),
    )


def _editions() -> Rows:
    edition = rf"{any_of('edition')}(?!\w)\.?"
    tail = (
        rf"(?:[.,]?\s(?:(?:и|and|знач\.|i|та|және)\s)?(?i:{any_of('edition_words')}"
        rf")\w{{0,14}}\.?){{0,4}}"
    )
    yield (
        DIGITS,
        Terminal(
            "EXTENT",
            4,
            rf"(?P<extent>\d{{1,4}}\s(?:{any_of('extent_units')})\.?(?!\w)[^–]{{0,60}}?)(?=\.\s?[–-]|\.?\s?$|\.\s[–-]?\s?\()",
        ),
    )
    yield (
        DIGITS,
        Terminal(
            "EDITION",
            5,
            rf"(?P<edition>\d{{1,3}}\s?-?\s?(?:[еоэ]е|[eеoо]?[eе]|ое|ші|нші|інші|th|nd|rd|st|-е)?"
            rf"(?:\.?\s(?:\w{{3,12}}\.\s)?|(?<=-)){edition}{tail})",
        ),
    )
    yield (
        first_words("edition"),
        Terminal(
            "EDITION",
            5,
            rf"(?P<edition>{edition}\s?(?:\d{{1,2}}(?:-?[еi]е?)?|второе|третье|первое|четвертое|пятое){tail}\.?)",
        ),
    )
    yield (
        BRACKETS,
        Terminal(
            "EDITION",
            3,
            rf"(?P<edition>[\[(]\d{{1,2}}\s?-?(?:е|th|nd|rd|st)?\s?{edition}{tail}[)\]])",
        ),
    )
    yield (
        folded(*_KAZAKH_ORDINALS),
        Terminal(
            "EDITION",
            5,
            rf"(?P<edition>(?i:{'|'.join(_KAZAKH_ORDINALS)})\s(?i:басылым|шығарылым)\w{{0,3}})",
        ),
    )


def _bare() -> Rows:
    """Numbers without a word; only what stands beside them says what they are."""
    yield (
        DIGITS,
        Terminal(
            "NUMBERS",
            4.5,
            r"(?P<volume>\d{1,4}),\s?(?i:no|iss|№)\.?\s?(?P<issue>\d{1,4})(?:\s?\((?:[^\W\d_]+\s)?"
            rf"(?P<year>{YEAR})\))?(?:\s?:\s?(?P<page>{PAGES}))?",
        ),
    )
    yield (
        DIGITS,
        Terminal(
            "NUMBERS",
            4,
            r"(?P<volume>\d{1,4})\s?\((?P<issue>[A-Za-z]{0,3}\d{1,4}[^()]{0,8})\)"
            rf"(?=\s?[:,.\-–]|\s?$)(?:\s?:\s?(?P<page>{PAGES}))?",
        ),
    )
    yield (
        DIGITS,
        Terminal("NUMBERS", 3, r"(?P<volume>\d{1,4})\s?:\s?(?P<page>\d{1,5}\s?[-–]\s?\d{1,5})"),
    )
    yield (
        DIGITS,
        Terminal("BAREPAGES", 2.5, r"(?P<page>\d{1,5}\s?[-–]{1,2}\s?\d{1,5})(?=\s?[.,;)\[(]|\s?$)"),
    )
    yield DIGITS, Terminal("BAREPAGES", 2, r"(?P<page>[1-9]\d{4,7})(?=\s?[.,;(]|\s?$)")
    yield (
        DIGITS,
        Terminal("BARENUMBER", 1.2, r"(?P<volume>\d{1,4})(?=\s?[.,;:]|\s?$|\s[-–])"),
    )
