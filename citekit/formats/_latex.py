r"""Text as LaTeX has it, and back: Unicode stays, only what TeX would misread is written otherwise.

>>> encode("50 % & {x}")
'50 \\% \\& \\textbraceleft{}x\\textbraceright{}'
>>> decode(r"Sch{\"o}n {DNA} --- \&")
'Schön DNA — &'
"""

from __future__ import annotations

import re

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    "\u00a0": "~",
} | {c: "\\" + c for c in "%&#$_"}
# Two of these in a row would be a dash, a quotation mark or a Spanish mark.
_ENCODED = re.compile("|".join(map(re.escape, _ESCAPES)) + r"|(?<=-)-|(?<=')'|(?<=[`?!])`")

_SYMBOLS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textquotedbl": '"',
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textendash": "–",
    "textemdash": "—",
    "ldots": "…",
    "dots": "…",
    "nobreakspace": "\u00a0",
    "newline": " ",
    "textnumero": "№",
}
_LIGATURES = {
    "---": "—",
    "--": "–",
    "``": "“",
    "''": "”",
    "~": "\u00a0",
    "?`": "¿",
    "!`": "¡",
}
_DECODED = re.compile(
    r"\\(?P<symbol>" + "|".join(_SYMBOLS) + r")(?![A-Za-z])(?:\{\}|[ \t]*)"
    r"|\\(?P<character>[%&#$_{} ])"
    r"|(?P<break>\\\\|\\-|\\/)"
    r"|(?P<ligature>" + "|".join(map(re.escape, _LIGATURES)) + ")"
)
_FORMATTING = re.compile(
    r"\\(?:text(?:it|bf|sc|rm|sf|tt|up|sl)|emph|mkbibquote|mkbibemph|uppercase|mbox|url|enquote)"
    r"(?![A-Za-z])\s*(?=\{)"
    r"|\\(?:it|bf|sc|rm|em|sf|tt|itshape|bfseries|scshape|upshape)(?![A-Za-z])\s*"
)
_MACRO = re.compile(r"\\(?:[A-Za-z]+|['`^\"~=.])")
_SPECIAL = re.compile(r"[\\{}~]|--|``|''|[?!]`")
_SPACE = re.compile(r"[ \t\r\n]+")


def encode(text: str) -> str:
    """Return text for a field of a bibliography: one line, braces balanced."""
    return _ENCODED.sub(lambda m: _ESCAPES.get(m[0], "{}" + m[0]), _SPACE.sub(" ", text).strip())


def decode(text: str) -> str:
    """Return the text that a field stands for: macros and accents as letters, no braces."""
    text = _SPACE.sub(" ", text).strip()
    if not _SPECIAL.search(text):
        return text
    text = _DECODED.sub(_guarded, _FORMATTING.sub("", text))
    if _MACRO.search(text):
        from pylatexenc.latex2text import LatexNodes2Text

        reader = LatexNodes2Text(math_mode="verbatim", keep_comments=True)
        text = reader.latex_to_text(text.replace("%", r"\%").replace("&", r"\&"))
    return text.translate(_UNGUARDED)


# What is already text is moved out of the way of the reader of macros, and back.
_GUARDED = dict(zip("\\{}^~$%&#_", map(chr, range(0xE000, 0xE00A)), strict=True))
_UNGUARDED = {ord(guard): character for character, guard in _GUARDED.items()} | {
    ord("{"): None,
    ord("}"): None,
}


def _guarded(match: re.Match[str]) -> str:
    if match["symbol"]:
        text = _SYMBOLS[match["symbol"]]
    elif match["character"]:
        text = match["character"]
    elif match["break"]:
        text = " " if match["break"] == "\\\\" else ""
    else:
        text = _LIGATURES[match["ligature"]]
    return _GUARDED.get(text, text)
