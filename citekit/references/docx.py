"""Lists of sources as a Word document, numbers hanging in the margin; needs `citekit[docx]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any

from citekit.references.lists import ListError, ReferenceList

if TYPE_CHECKING:
    from docx.document import Document

FONT, SIZE_PT = "Times New Roman", 12
HANGING_CM = 1.0

_MARKS = {"i": "italic", "em": "italic", "b": "bold", "sup": "superscript", "sub": "subscript"}
_STYLES = {
    "font-variant:small-caps": ("small_caps", True),
    "text-decoration:underline": ("underline", True),
    "font-style:normal": ("italic", False),
    "font-weight:normal": ("bold", False),
    "font-variant:normal": ("small_caps", False),
}


def to_docx(lists: Iterable[ReferenceList]) -> bytes:
    """Return lists that were made with `output="html"` as a DOCX file.

    Raises:
        ListError: The library python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise ListError(
            "a Word document needs python-docx; install it with: pip install 'citekit[docx]'"
        ) from None
    document = docx.Document()
    _set_font(document)
    for made in lists:
        document.add_heading(made.heading, level=1)
        for entry in made.entries:
            _Entry(document, made.profile.numbered).feed(entry.text)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _set_font(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name in ("Normal", "Heading 1"):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(SIZE_PT + 2 * (name != "Normal"))
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)


def unbroken(text: str) -> str:
    """Return text in which initials, numbers with their word, and dashes stay together.

    >>> unbroken("А. А. Ким. – С. 5. – № 3. – 320 с.").replace("\u00a0", "~")
    'А.~А.~Ким.~– С.~5.~– №~3.~– 320~с.'
    """
    return _TOGETHER.sub("\u00a0", text)


_TOGETHER = re.compile(
    r"(?<=\b[^\W\d_]\.) (?=[^\W_])"  # И. И. Иванов, С. 5
    r"|(?<=№) (?=\d)|(?<=\b\w\w\.) (?=\d)|(?<=\b\w\w\w\.) (?=\d)"  # № 3, No. 3, Vol. 5
    r"|(?<=\d) (?=[^\W\d_]{1,2}\.)"  # 320 с.
    r"| (?=–)"  # a dash does not begin a line
)


class _Entry(HTMLParser):
    """One entry as a paragraph: the number stands in the margin of the lines that follow."""

    def __init__(self, document: Document, numbered: bool) -> None:
        from docx.shared import Cm, Pt

        super().__init__(convert_charrefs=True)
        self._paragraph = document.add_paragraph()
        layout = self._paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(HANGING_CM), Cm(-HANGING_CM)
        layout.space_after = Pt(3)
        if numbered:
            layout.tab_stops.add_tab_stop(Cm(HANGING_CM))
        self._format: list[dict[str, bool]] = [{}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        marks = dict(self._format[-1])
        if tag in _MARKS:
            marks[_MARKS[tag]] = True
        mark = _STYLES.get((given.get("style") or "").rstrip(";"))
        if mark is not None:
            marks[mark[0]] = mark[1]
        self._format.append(marks)

    def handle_endtag(self, tag: str) -> None:
        if len(self._format) > 1:
            self._format.pop()
        if tag == "div" and self._paragraph.text and "\t" not in self._paragraph.text:
            self._paragraph.add_run("\t")

    def handle_data(self, data: str) -> None:
        if not data.strip() and ("\n" in data or not self._paragraph.text):
            return
        run = self._paragraph.add_run(unbroken(data.replace("\n", " ")))
        for mark, value in self._format[-1].items():
            setattr(run.font, mark, value)
