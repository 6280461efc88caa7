"""HTML, with the classes other CSL processors use (`csl-bib-body`, `csl-entry`, ...)."""

from citekit.csl.richtext import (
    BASELINE,
    BLOCK,
    BOLD,
    DECORATION_NONE,
    INDENT,
    ITALIC,
    LEFT_MARGIN,
    LIGHT,
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


def _escape(text: str) -> str:
    return text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;")


def _span(css: str) -> tuple[str, str]:
    return f'<span style="{css};">', "</span>"


WRITER = Writer(
    name="html",
    escape=_escape,
    tags={
        ITALIC: ("<i>", "</i>"),
        OBLIQUE: ("<em>", "</em>"),
        STYLE_NORMAL: _span("font-style:normal"),
        BOLD: ("<b>", "</b>"),
        LIGHT: _span("font-weight:light"),
        WEIGHT_NORMAL: _span("font-weight:normal"),
        SMALL_CAPS: _span("font-variant:small-caps"),
        VARIANT_NORMAL: _span("font-variant:normal"),
        UNDERLINE: _span("text-decoration:underline"),
        DECORATION_NONE: _span("text-decoration:none"),
        SUP: ("<sup>", "</sup>"),
        SUB: ("<sub>", "</sub>"),
        BASELINE: _span("baseline"),
        BLOCK: ('\n\n    <div class="csl-block">', "</div>\n"),
        LEFT_MARGIN: ('\n    <div class="csl-left-margin">', "</div>"),
        RIGHT_INLINE: ('<div class="csl-right-inline">', "</div>\n  "),
        INDENT: ('<div class="csl-indent">', "</div>\n  "),
    },
    entry=('  <div class="csl-entry">', "</div>"),
    body=('<div class="csl-bib-body">\n', "\n</div>"),
    link=lambda address: (f'<a href="{_escape(address)}">', "</a>"),
)
