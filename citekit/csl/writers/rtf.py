"""Rich Text Format 1.5: groups with control words; all beyond ASCII as Unicode escapes."""

from citekit.csl.richtext import (
    BASELINE,
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

_SPECIAL = {"\\": r"\\", "{": r"\{", "}": r"\}", "\t": r"\tab ", "\n": r"\line ", "\xa0": r"\~"}


def _escape(text: str) -> str:
    if text.isascii() and not any(c in text for c in "\\{}\t\n"):
        return text
    return "".join(_char(c) for c in text)


def _char(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char < "\x80":
        return char
    units = char.encode("utf-16-be")
    numbers = (
        int.from_bytes(units[i : i + 2], "big", signed=True) for i in (0, 2)[: len(units) // 2]
    )
    return "".join(f"\\u{n}?" for n in numbers)


WRITER = Writer(
    name="rtf",
    escape=_escape,
    tags={
        ITALIC: (r"{\i ", "}"),
        OBLIQUE: (r"{\i ", "}"),
        STYLE_NORMAL: (r"{\i0 ", "}"),
        BOLD: (r"{\b ", "}"),
        WEIGHT_NORMAL: (r"{\b0 ", "}"),
        SMALL_CAPS: (r"{\scaps ", "}"),
        VARIANT_NORMAL: (r"{\scaps0 ", "}"),
        UNDERLINE: (r"{\ul ", "}"),
        SUP: (r"{\super ", "}"),
        SUB: (r"{\sub ", "}"),
        BASELINE: (r"{\nosupersub ", "}"),
        BLOCK: (r"\line ", r"\line "),
        LEFT_MARGIN: ("", r"\tab "),
        RIGHT_INLINE: ("", ""),
        INDENT: (r"\line\tab ", ""),
    },
    entry=(r"{\pard ", r"\par}"),
    body=("{\\rtf1\\ansi\\uc1\n", "\n}\n"),
    link=lambda address: (
        rf'{{\field{{\*\fldinst{{HYPERLINK "{_escape(address)}"}}}}{{\fldrslt{{',
        "}}}",
    ),
)
