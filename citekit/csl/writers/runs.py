"""Runs of equally formatted text, as word processors keep them: a JSON list for each text."""

import json
from typing import Any, NamedTuple

from citekit.csl.locale import Locale
from citekit.csl.richtext import (
    BOLD,
    CLOSE,
    GLUE,
    ITALIC,
    LEFT_MARGIN,
    LINK_URL,
    OBLIQUE,
    SMALL_CAPS,
    STYLE_NORMAL,
    SUB,
    SUP,
    UNDERLINE,
    VARIANT_NORMAL,
    WEIGHT_NORMAL,
    pieces,
)
from citekit.csl.writers.base import Writer

_FORMATS = {
    ITALIC: ("italic", True),
    OBLIQUE: ("italic", True),
    STYLE_NORMAL: ("italic", False),
    BOLD: ("bold", True),
    WEIGHT_NORMAL: ("bold", False),
    SMALL_CAPS: ("small_caps", True),
    VARIANT_NORMAL: ("small_caps", False),
    UNDERLINE: ("underline", True),
    SUP: ("superscript", True),
    SUB: ("subscript", True),
}


class Run(NamedTuple):
    """Text of one formatting; `link` is the address it leads to."""

    text: str
    italic: bool = False
    bold: bool = False
    small_caps: bool = False
    underline: bool = False
    superscript: bool = False
    subscript: bool = False
    link: str = ""

    def as_json(self) -> dict[str, str | bool]:
        """Return the text and the formats that are on."""
        return {k: v for k, v in self._asdict().items() if v or k == "text"}


_RESOLVED = Writer(
    name="resolved",
    escape=lambda text: text,
    tags={mark: (mark, CLOSE) for mark in _FORMATS} | {LEFT_MARGIN: ("", "\t")},
    link=lambda address: (LINK_URL + address + GLUE, CLOSE),
)
"""A tab parts the first field from the rest, as word processors align a hanging number."""


def runs(text: str, locale: Locale) -> list[Run]:
    """Split settled rich text into runs.

    >>> [run.as_json() for run in runs("See " + ITALIC + "Abai" + CLOSE, Locale("en-US"))]
    [{'text': 'See '}, {'text': 'Abai', 'italic': True}]
    """
    out: list[Run] = []
    stack = [Run("")]
    found = pieces(_RESOLVED.write(text, locale))
    for piece in found:
        if piece == CLOSE:
            stack.pop()
        elif piece == LINK_URL:
            stack.append(stack[-1]._replace(link=next(found)))
        elif piece in _FORMATS:
            name, on = _FORMATS[piece]
            changed: dict[str, Any] = {name: on}
            stack.append(stack[-1]._replace(**changed))
        elif piece != GLUE:
            out.append(stack[-1]._replace(text=piece))
    return out


class _RunsWriter(Writer):
    """Prints a text as the JSON list of its runs."""

    __slots__ = ()

    def write(self, text: str, locale: Locale) -> str:
        """Print settled rich text."""
        return json.dumps([r.as_json() for r in runs(text, locale)], ensure_ascii=False)


WRITER = _RunsWriter(
    name="runs", escape=lambda text: text, tags={}, body=("[", "]\n"), between=",\n"
)
