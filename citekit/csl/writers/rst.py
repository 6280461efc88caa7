r"""reStructuredText. Inline markup does not nest there, so the outermost formatting is shown.

An escaped space (`\ `), which is printed as nothing, keeps markup apart from its neighbours.
"""

import re

from citekit.csl.richtext import (
    BLOCK,
    BOLD,
    INDENT,
    ITALIC,
    LEFT_MARGIN,
    OBLIQUE,
    RIGHT_INLINE,
    SUB,
    SUP,
)
from citekit.csl.writers.base import Writer

_SPECIAL = re.compile(r"([\\`*_|])")
_BLOCK_START = re.compile(
    r"^(?=(?:\(?(?:\d+|[A-Za-z]|#)[.)]|[-+•]|\.\.|::|[:>])(?:\s|$))", re.MULTILINE
)


def _escape(text: str) -> str:
    return _BLOCK_START.sub(r"\\", _SPECIAL.sub(r"\\\1", text))


WRITER = Writer(
    name="rst",
    escape=_escape,
    tags={
        ITALIC: ("\\ *", "*\\ "),
        OBLIQUE: ("\\ *", "*\\ "),
        BOLD: ("\\ **", "**\\ "),
        SUP: ("\\ :sup:`", "`\\ "),
        SUB: ("\\ :sub:`", "`\\ "),
        BLOCK: ("\n\n", "\n\n"),
        LEFT_MARGIN: ("", " "),
        RIGHT_INLINE: ("", ""),
        INDENT: ("\n\n    ", ""),
    },
    between="\n\n",
    link=lambda address: ("\\ `", f" <{address}>`__\\ "),
    nests=False,
)
