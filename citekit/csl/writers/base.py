"""What all output formats share: walking the marks, nesting, flip-flopping quotes and italics."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from citekit.csl.errors import CSLError
from citekit.csl.links import LINK_MARKS, target
from citekit.csl.locale import Locale
from citekit.csl.richtext import (
    BASELINE,
    BLOCK,
    BOLD,
    CLOSE,
    DECORATION_NONE,
    GLUE,
    INDENT,
    ITALIC,
    LEFT_MARGIN,
    LIGHT,
    MARKS,
    NOCASE,
    OBLIQUE,
    OPENING,
    QUOTE_CLOSE,
    QUOTE_INNER,
    QUOTE_OPEN,
    RIGHT_INLINE,
    SMALL_CAPS,
    STYLE_NORMAL,
    SUB,
    SUP,
    TOGGLE_BOLD,
    TOGGLE_CAPS,
    TOGGLE_ITALIC,
    UNDERLINE,
    VARIANT_NORMAL,
    WEIGHT_NORMAL,
)

_GROUPS = {
    ITALIC: "style", OBLIQUE: "style", STYLE_NORMAL: "style",
    BOLD: "weight", LIGHT: "weight", WEIGHT_NORMAL: "weight",
    SMALL_CAPS: "variant", VARIANT_NORMAL: "variant",
    UNDERLINE: "decoration", DECORATION_NONE: "decoration",
    SUP: "valign", SUB: "valign", BASELINE: "valign",
}  # fmt: skip
_NEUTRAL = {
    "style": STYLE_NORMAL, "weight": WEIGHT_NORMAL, "variant": VARIANT_NORMAL,
    "decoration": DECORATION_NONE, "valign": BASELINE,
}  # fmt: skip
_TOGGLES = {TOGGLE_ITALIC: ITALIC, TOGGLE_BOLD: BOLD, TOGGLE_CAPS: SMALL_CAPS}
_LINKS = frozenset(LINK_MARKS.values())
_DISPLAY = (BLOCK, LEFT_MARGIN, RIGHT_INLINE, INDENT)


class Writer(NamedTuple):
    """An output format.

    Attributes:
        name: As callers ask for it.
        escape: Makes plain text safe in the format.
        tags: Opening and closing markup of each mark the format can show.
        entry: Text before and after a bibliography entry.
        body: Text before and after the whole bibliography.
        between: Text between two entries.
        nests: Markup can stand inside markup; if not, the outermost is printed.
        link: Opening and closing markup of a link to an address; None where there are no links.
    """

    name: str
    escape: Callable[[str], str]
    tags: dict[str, tuple[str, str]]
    entry: tuple[str, str] = ("", "")
    body: tuple[str, str] = ("", "\n")
    between: str = "\n"
    nests: bool = True
    link: Callable[[str], tuple[str, str]] | None = None

    def write(self, text: str, locale: Locale) -> str:
        """Print settled rich text.

        >>> from citekit.csl.locale import Locale
        >>> writer("html").write(ITALIC + "a & b" + CLOSE, Locale("en-US"))
        '<i>a &#38; b</i>'
        """
        if text.isascii():
            return self.escape(text)
        tokens = _MARK.split(text)
        return _walk(self, tokens, locale) if len(tokens) > 1 else self.escape(text)


_MARK = re.compile(f"([{MARKS}])")


def _walk(writer: Writer, tokens: list[str], locale: Locale) -> str:
    """Print text and marks that follow each other in turn."""
    out: list[str] = []
    closings: list[tuple[str, str, str]] = []  # markup, group, value restored
    current = dict.fromkeys(_NEUTRAL, "")
    quotes: list[int] = []
    escape, tags = writer.escape, writer.tags
    for i in range(1, len(tokens), 2):
        text, mark = tokens[i - 1], tokens[i]
        if text:
            out.append(escape(text))
        if mark == CLOSE:
            if closings:
                markup, group, value = closings.pop()
                out.append(markup)
                if group in current:
                    current[group] = value
        elif mark in (QUOTE_OPEN, QUOTE_INNER):
            depth = len(quotes) % 2 if quotes or mark == QUOTE_OPEN else 1
            out.append(escape(locale.quotes[depth][0]))
            quotes.append(depth)
        elif mark == QUOTE_CLOSE:
            out.append(escape(locale.quotes[quotes.pop() if quotes else 0][1]))
        elif mark == GLUE:
            continue
        elif mark == NOCASE:
            closings.append(("", "", ""))
        elif mark in _LINKS:
            opening, closing = _link(writer, tokens, i)
            if not writer.nests and any(markup for markup, _, _ in closings):
                opening = closing = ""
            out.append(opening)
            closings.append((closing, "", ""))
        elif mark in _DISPLAY:
            opening, closing = tags.get(mark, ("", ""))
            out.append(opening)
            closings.append((closing, "", ""))
        else:
            effective = _TOGGLES.get(mark, mark)
            group = _GROUPS.get(effective, "")
            if not group:
                closings.append(("", "", ""))
                continue
            before = current[group]
            if effective != mark and before == effective:
                effective = _NEUTRAL[group]  # italics in an italic title stand upright
            if effective == _NEUTRAL[group] and before in ("", effective):
                closings.append(("", group, before))
                continue
            opening, closing = tags.get(effective, ("", ""))
            if not writer.nests and any(markup for markup, _, _ in closings):
                opening = closing = ""
            out.append(opening)
            closings.append((closing, group, before))
            current[group] = effective
    out.append(escape(tokens[-1]))
    while closings:
        out.append(closings.pop()[0])
    return "".join(out)


def _link(writer: Writer, tokens: list[str], i: int) -> tuple[str, str]:
    """Return the markup of the link that token `i` opens."""
    if writer.link is None:
        return "", ""
    depth, end = 1, i + 1
    while depth and end < len(tokens) - 1:
        end += 1
        depth += (tokens[end] in OPENING) - (tokens[end] == CLOSE)
    address = target(tokens[i], "".join(tokens[i + 1 : end]))
    return writer.link(address) if address else ("", "")


_MODULES = {
    "text": "plain",
    "html": "html",
    "markdown": "markdown",
    "latex": "latex",
    "rtf": "rtf",
    "typst": "typst",
    "rst": "rst",
    "runs": "runs",
}
"""The module of each output format, which calls its `Writer` WRITER."""


def writer_names() -> list[str]:
    """Return the names of all output formats."""
    return sorted(_MODULES)


def writer(name: str) -> Writer:
    """Return an output format by its name.

    Raises:
        CSLError: There is none of that name.
    """
    module = _MODULES.get(name)
    if module is None:
        known = ", ".join(writer_names())
        raise CSLError(f"there is no output format {name!r}; there are {known}")
    found: Writer = import_module(f"citekit.csl.writers.{module}").WRITER
    return found
