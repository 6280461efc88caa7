"""PDF by its text layer, through pypdfium2: pages, lines, size and weight of type."""

from __future__ import annotations

import re
from typing import Any

from citekit.extract.document import Source, Style
from citekit.extract.errors import ExtractError

MOST_PAGES = 1500
"""More pages than any issue has."""
_MOST = 4_000_000


def read_pdf(data: bytes, name: str) -> Source:
    """Read the text layer of a PDF.

    Raises:
        ExtractError: pypdfium2 is missing, or the file is broken, locked, endless or only pictures.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise ExtractError(
            f'{name}: reading PDF needs pypdfium2; install it with: pip install "citekit[pdf]"'
        ) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = "it is locked by a password" if "assword" in str(error) else "it is broken"
        raise ExtractError(f"{name}: this PDF cannot be opened: {reason}") from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise ExtractError(
                f"{name}: {count:,} pages are more than an issue has (limit {MOST_PAGES}); cut it"
            )
        return _source(document, name, count)
    finally:
        document.close()


def _source(document: Any, name: str, count: int) -> Source:
    from pypdfium2 import PdfiumError, raw

    pieces: list[str] = []
    starts: list[int] = []
    styles: list[Style] = []
    length = empty = 0
    for number in range(count):
        starts.append(length)
        try:
            page = document[number]
            text_page = page.get_textpage()
        except PdfiumError:
            empty += 1
            continue
        text = _lines(text_page.get_text_range())
        if not text.strip():
            empty += 1
        styles += _styles(text_page, text, length, raw)
        text += "\n\n"
        pieces.append(text)
        length += len(text)
        text_page.close()
        page.close()
        if length > _MOST:
            raise ExtractError(
                f"{name}: the text of this PDF has no end; cut the file into articles"
            )
    text = "".join(pieces)
    if not text.strip():
        raise ExtractError(
            f"{name}: the PDF has {count} pages and no text layer: it is a scan; run OCR first"
        )
    return Source(name, text, "application/pdf", page_starts=tuple(starts), styles=tuple(styles))


def _lines(text: str) -> str:
    """Return the text of a page: LF at line ends, hyphens that pdfium marks as such restored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\ufffe\u0002]", "-", text).replace("\x00", "")


def _styles(text_page: Any, text: str, offset: int, raw: Any) -> list[Style]:
    """Return size and weight of the type at the beginning of each line."""
    found: list[Style] = []
    at = 0
    handle = text_page.raw
    for line in text.split("\n"):
        stripped = len(line) - len(line.lstrip())
        index = at + stripped + min(1, max(0, len(line.strip()) - 1))
        if line.strip():
            # Positions of pdfium count both characters of a line end.
            place = raw.FPDFText_GetCharIndexFromTextIndex(handle, index)
            place = index if place < 0 else place
            size = float(raw.FPDFText_GetFontSize(handle, place))
            weight = int(raw.FPDFText_GetFontWeight(handle, place))
            span = (offset + at, offset + at + len(line))
            found.append(Style(span, size if 1 < size < 200 else 0.0, weight >= 600))
        at += len(line) + 1
    return found
