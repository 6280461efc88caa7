"""Plain text."""

from citekit.csl.richtext import BLOCK, INDENT, LEFT_MARGIN, RIGHT_INLINE
from citekit.csl.writers.base import Writer

WRITER = Writer(
    name="text",
    escape=lambda text: text,
    tags={
        BLOCK: ("\n", "\n"),
        INDENT: ("\n    ", ""),
        LEFT_MARGIN: ("", " "),
        RIGHT_INLINE: ("", ""),
    },
)
