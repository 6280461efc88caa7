"""Lists of sources as a Word document, numbers hanging in the margin; needs `citekit[docx]`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from citekit.references.lists import ListError, ReferenceList

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

FONT, SIZE_PT = "Times New Roman", 12
HANGING_CM = 1.0


def to_docx(lists: Iterable[ReferenceList]) -> bytes:
    """Return lists that were made with `output="runs"` as a DOCX file.

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
            _add_entry(document, json.loads(entry.text))
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


def _add_entry(document: Document, runs: Iterable[dict[str, Any]]) -> None:
    """Add an entry as a paragraph whose number stands in the margin of the lines that follow."""
    from docx.shared import Cm, Pt

    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(HANGING_CM), Cm(-HANGING_CM)
    layout.tab_stops.add_tab_stop(Cm(HANGING_CM))
    layout.space_after = Pt(3)
    for run in runs:
        address = run.pop("link", "")
        added = paragraph.add_run(unbroken(run.pop("text")))
        for mark, value in run.items():
            setattr(added.font, mark, value)
        if address:
            _make_link(paragraph, added, address)


def _make_link(paragraph: Paragraph, run: Run, address: str) -> None:
    """Put a run into a hyperlink, which python-docx reads but cannot add."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    link.append(run._r)
    paragraph._p.append(link)


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
