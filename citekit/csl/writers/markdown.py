"""Markdown, as Pandoc and CommonMark read it; small caps and the like as Pandoc's spans."""

import re

from citekit.csl.richtext import (
    BLOCK,
    BOLD,
    INDENT,
    ITALIC,
    LEFT_MARGIN,
    OBLIQUE,
    RIGHT_INLINE,
    SMALL_CAPS,
    SUB,
    SUP,
    UNDERLINE,
)
from citekit.csl.writers.base import Writer

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$&@])")
_BLOCK_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])(?=\s|$)", re.MULTILINE)


def _escape(text: str) -> str:
    text = _SPECIAL.sub(r"\\\1", text)
    return _BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


WRITER = Writer(
    name="markdown",
    escape=_escape,
    tags={
        ITALIC: ("*", "*"),
        OBLIQUE: ("*", "*"),
        BOLD: ("**", "**"),
        SMALL_CAPS: ("[", "]{.smallcaps}"),
        UNDERLINE: ("[", "]{.underline}"),
        SUP: ("^", "^"),
        SUB: ("~", "~"),
        BLOCK: ("\n\n", "\n\n"),
        LEFT_MARGIN: ("", " "),
        RIGHT_INLINE: ("", ""),
        INDENT: ("\n\n", ""),
    },
    between="\n\n",
    link=lambda address: ("[", f"]({address.replace('(', '%28').replace(')', '%29')})"),
)
