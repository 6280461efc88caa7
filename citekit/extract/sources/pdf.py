"""PDF by its text layer, through pypdfium2: pages, lines, size and weight of type."""

from __future__ import annotations

import re
from itertools import pairwise
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
        text, found = _page(text_page, length, raw)
        if not text.strip():
            empty += 1
        styles += found
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


def _page(text_page: Any, offset: int, raw: Any) -> tuple[str, list[Style]]:
    """Return the text of a page and how its lines are set.

    A blank line stands where the gap between two lines is wider than usual: pdfium leaves it out.
    """
    lines = _clean(text_page.get_text_range()).split("\n")
    places: list[tuple[float, float]] = []  # baseline and size of each line
    weights: list[int] = []
    at = 0
    for line in lines:
        # Positions of pdfium count both characters of a line end.
        index = at + len(line) - len(line.lstrip()) + (len(line.strip()) > 1)
        place = raw.FPDFText_GetCharIndexFromTextIndex(text_page.raw, index)
        place = index if place < 0 else place
        size = float(raw.FPDFText_GetFontSize(text_page.raw, place))
        weights.append(int(raw.FPDFText_GetFontWeight(text_page.raw, place)))
        box = text_page.get_charbox(place) if line.strip() else (0.0, 0.0, 0.0, 0.0)
        places.append((box[1], size if 1 < size < 200 else 0.0))
        at += len(line) + 2
    gaps = sorted(
        a[0] - b[0] for a, b in pairwise(places) if 2 < a[0] - b[0] < 60 and a[1] and b[1]
    )
    usual = gaps[len(gaps) // 3] if len(gaps) > 3 else 0.0
    text = ""
    styles: list[Style] = []
    for n, line in enumerate(lines):
        gap = places[n - 1][0] - places[n][0] if n else 0.0
        if usual and (gap > 1.45 * usual or gap < -2 * usual):
            text += "\n"
        span = (offset + len(text), offset + len(text) + len(line))
        if line.strip():
            styles.append(Style(span, places[n][1], weights[n] >= 600))
        text += line + "\n"
    return text, styles


def _clean(text: str) -> str:
    """Return the text of a page: LF at line ends, hyphens that pdfium marks as such restored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\ufffe\u0002]", "-", text).replace("\x00", "")
