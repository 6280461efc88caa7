"""LaTeX, without packages: what LaTeX2e has by itself; links ask for the package hyperref."""

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

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "`": r"\textasciigrave{}",
        "\xa0": "~",
        "\u202f": r"\,",
    }
)
_LIGATURES = re.compile(r"(?<=-)-|(?<=')'|(?<=,),")


_IN_ADDRESS = re.compile("[%#&_]")


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found.group()


def _escape(text: str) -> str:
    return _LIGATURES.sub(lambda found: "{}" + found.group(), text.translate(_ESCAPES))


WRITER = Writer(
    name="latex",
    escape=_escape,
    tags={
        ITALIC: (r"\textit{", "}"),
        OBLIQUE: (r"\textsl{", "}"),
        STYLE_NORMAL: (r"\textup{", "}"),
        BOLD: (r"\textbf{", "}"),
        WEIGHT_NORMAL: (r"\textmd{", "}"),
        SMALL_CAPS: (r"\textsc{", "}"),
        VARIANT_NORMAL: (r"\textup{", "}"),
        UNDERLINE: (r"\underline{", "}"),
        SUP: (r"\textsuperscript{", "}"),
        SUB: (r"\textsubscript{", "}"),
        BLOCK: ("\n\n", "\n\n"),
        LEFT_MARGIN: ("", " "),
        RIGHT_INLINE: ("", ""),
        INDENT: ("\n\n\\hspace*{2em}", ""),
    },
    between="\n\n",
    link=lambda address: (f"\\href{{{_IN_ADDRESS.sub(_escaped, address)}}}{{", "}"),
)
