"""Typst: functions for formatting, backslashes before all that means something in its markup."""

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
    STYLE_NORMAL,
    SUB,
    SUP,
    UNDERLINE,
    VARIANT_NORMAL,
    WEIGHT_NORMAL,
)
from citekit.csl.writers.base import Writer

_SPECIAL = re.compile(r"""([\\`*_{}\[\]<>#~$@"'])""")
_JOINED = re.compile(r"(?<=-)-|(?<=-)\?|(?<=/)[/*]|(?<=\.)\.")
_BLOCK_START = re.compile(r"^(\d+)(\.)(?=\s|$)|^([-+/=]+)(?=\s|$)", re.MULTILINE)


def _escape(text: str) -> str:
    text = _JOINED.sub(lambda found: "\\" + found.group(), _SPECIAL.sub(r"\\\1", text))
    return _BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


WRITER = Writer(
    name="typst",
    escape=_escape,
    tags={
        ITALIC: ("#emph[", "]"),
        OBLIQUE: ('#text(style: "oblique")[', "]"),
        STYLE_NORMAL: ('#text(style: "normal")[', "]"),
        BOLD: ("#strong[", "]"),
        WEIGHT_NORMAL: ('#text(weight: "regular")[', "]"),
        SMALL_CAPS: ("#smallcaps[", "]"),
        VARIANT_NORMAL: ("", ""),
        UNDERLINE: ("#underline[", "]"),
        SUP: ("#super[", "]"),
        SUB: ("#sub[", "]"),
        BLOCK: (" \\\n", " \\\n"),
        LEFT_MARGIN: ("", " "),
        RIGHT_INLINE: ("", ""),
        INDENT: (" \\\n#h(2em)", ""),
    },
    between="\n\n",
    link=lambda address: (f'#link("{address}")[', "]"),
)
