"""Identifiers that an article prints of itself: UDC, IRSTI, BBK, JEL, DOI, ISSN, EDN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from citekit.extract._data import words
from citekit.extract.vocabulary import fold


class Code(NamedTuple):
    """An identifier found in a text.

    Attributes:
        scheme: `udc`, `irsti`, `bbk`, `jel`, `doi`, `issn`, `eissn`, `edn`.
        label: The label as printed, empty where there is none.
        value: The identifier as printed.
        start: Where the value begins.
        end: Where it ends.
        label_start: Where the label begins, the value's beginning where there is none.
    """

    scheme: str
    label: str
    value: str
    start: int
    end: int
    label_start: int


_NUMBER = (
    r"[\[(\"«]?\d[\d.]*(?:[\d.,:+/=*'’\"“”«»–—\-\[\]()]|(?<=\d)\s(?=[:+/(])|(?<=[:+/])\s(?=\d))*"
    r"(?<=[\d)\]\"”»])"
)
_VALUES = {
    "udc": rf"{_NUMBER}(?:\s?\([^()\n]{{1,20}}\))?"
    rf"(?:\s*[;,]\s*(?=\d)(?!\d{{2}}\.\d{{2}}\.\d{{2}}\b){_NUMBER})*",
    "irsti": r"\d{2}\.\d{2}(?:\.\d{2})?(?:\s*[,;]\s*\d{2}\.\d{2}(?:\.\d{2})?)*",
    "bbk": r"\d[\d.+/=\-А-ЯA-Z]*(?:\s?\([^()\n]{1,20}\))?[\d.\-я+]*(?<![.\s])",
    "jel": r"[A-Z]\d{1,2}(?:\s*[,;]\s*[A-Z]\d{1,2})*",
    "issn": r"\d{4}\s*[-–—]\s*\d{3}[\dXХ]",
    "edn": r"[A-Z]{6}\b",
}
ORCID_FORM = re.compile(r"(?<![\d-])\d{4}-\d{4}-\d{4}-\d{3}[\dXХ](?![\d-])")
_DOI = re.compile(
    r"(?:doi:?\s*)?(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:?\s*)?(10\.\d{4,9}/[^\s«»<>\"]+)", re.I
)
# `ISSN 1814-6961 (print), 2788-9718 (online)`.
_ONLINE = re.compile(r"\s*\((?:online|e|electronic|онлайн|электронн\w+|электронды)\)", re.I)
_MEDIUM = re.compile(r"\s*\([^\W\d_]{1,12}\)")
_SECOND_ISSN = re.compile(r"\d{3}[\dXХ]\s*\([^\W\d_]{1,12}\)\s*[,;/]\s*(\d{4}-\d{3}[\dXХ])(?!\d)")
_TAIL = ".,;:)]}"


@cache
def _labelled(scheme: str) -> re.Pattern[str]:
    labels = {*words("labels", scheme), *(["UDC", "UDK"] if scheme == "udc" else [])}
    ordered = sorted(labels, key=len, reverse=True)
    spelled = "|".join(_spelled(label) for label in ordered)
    return re.compile(
        rf"(?<![^\W\d_])(?P<label>{spelled})\s?[.:№#]*\s*(?P<value>{_VALUES[scheme]})"
    )


_DOUBLES = {
    "А": "AА",
    "В": "BВ",
    "Е": "EЕ",
    "К": "KК",
    "М": "MМ",
    "Н": "HН",
    "О": "OО",
    "Р": "PР",
    "С": "CС",
    "Т": "TТ",
    "Х": "XХ",
}
_DOUBLES |= {pair[0]: pair for pair in _DOUBLES.values()}


def _spelled(label: str) -> str:
    """Return the pattern of a label in either script's look-alike letters."""
    return r"".join(f"[{_DOUBLES[c]}]" if c in _DOUBLES else re.escape(c) for c in label)


def codes_in(text: str) -> Iterator[Code]:
    """Yield the labelled identifiers and the DOIs in `text`, scheme by scheme.

    >>> [(c.scheme, c.value) for c in codes_in("УДК 911.37 (470.621) ББК 65.05")]
    [('udc', '911.37 (470.621)'), ('bbk', '65.05')]
    """
    for scheme in _VALUES:
        for match in _labelled(scheme).finditer(text):
            start = match.start("value")
            shift = 0
            for piece in re.split(
                r"[;,]" if scheme in ("irsti", "jel") else r"[;]", match["value"]
            ):
                value = piece.strip()
                at = start + shift + piece.index(value) if value else start
                shift += len(piece) + 1
                if value:
                    label = match["label"]
                    kind = scheme
                    if scheme == "issn" and (
                        fold(label).startswith(fold("e")) or _ONLINE.match(text, match.end())
                    ):
                        kind = "eissn"
                    yield Code(kind, label, value, at, at + len(value), match.start())
    for match in _SECOND_ISSN.finditer(text):
        kind = "eissn" if _ONLINE.match(text, match.end()) else "issn"
        yield Code(kind, "", match[1], *match.span(1), match.start(1))
    for match in _DOI.finditer(text):
        value = match[1].rstrip(_TAIL)
        if value.count("(") > value.count(")") and match[1][len(value) :].startswith(")"):
            value += ")"
        start = match.start(1)
        yield Code(
            "doi", text[match.start() : start], value, start, start + len(value), match.start()
        )


_BARE_IRSTI = re.compile(r"^\s*(\d{2}\.\d{2}\.\d{2})\s*$")


def bare_code(line: str) -> Code | None:
    """Return the IRSTI code that stands on a line alone without a label.

    >>> bare_code(" 06.73.15").value
    '06.73.15'
    """
    match = _BARE_IRSTI.match(line)
    if match is None:
        return None
    return Code("irsti", "", match[1], *match.span(1), match.start(1))


@cache
def _opening() -> re.Pattern[str]:
    """Return the pattern of lines that may begin with a code: most do not."""
    labels = {label for scheme in _VALUES for label in words("labels", scheme)}
    spelled = "|".join(_spelled(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"[\s|/•,;]*(?:{spelled}|https?:|doi|10\.\d{{4}})", re.I)


def leading_codes(line: str) -> int:
    """Return where in `line` the codes at its beginning end, 0 when it begins with none.

    >>> line = "ӘОК 323   Жексембаева В. А.,"
    >>> line[leading_codes(line) :].strip()
    'Жексембаева В. А.,'
    """
    if not _opening().match(line):
        return 0
    end = 0
    found = sorted(codes_in(line), key=lambda code: code.label_start)
    for code in found:
        if line[end : code.label_start].strip(" \t,;|/•"):
            break
        medium = _MEDIUM.match(line, code.end) if code.scheme in ("issn", "eissn") else None
        end = max(end, medium.end() if medium else code.end)
    return end
