"""DOCX: paragraphs, cells, superscripts and notes, read from the parts of the package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from citekit.extract.document import Source, Style
from citekit.extract.errors import ExtractError

MOST_UNPACKED = 60 * 1024 * 1024
"""A part that unpacks to more than this is no article."""
MOST_PARAGRAPHS = 150_000
"""So has one with more paragraphs: to build their tree would take too much memory."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(data: bytes, name: str) -> Source:
    """Read a Word document.

    Raises:
        ExtractError: The file is broken, no Word document, or unpacks to more than any article.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {info.filename: info for info in package.infolist()[:5000]}
            if "word/document.xml" not in parts:
                raise ExtractError(f"{name}: this archive is not a Word document (DOCX)")
            body = _part(package, parts["word/document.xml"], name)
            notes = (
                _part(package, parts["word/footnotes.xml"], name)
                if "word/footnotes.xml" in parts
                else b""
            )
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ExtractError(f"{name}: this DOCX is broken: {error}") from error
    if body.count(b"<w:p") > MOST_PARAGRAPHS:
        raise ExtractError(
            f"{name}: more than {MOST_PARAGRAPHS:,} paragraphs are more than an article or issue "
            "has; cut it into articles"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    pieces: list[str] = []
    styles: list[Style] = []
    length = 0
    for part in filter(None, (body, notes)):
        try:
            root = etree.fromstring(part, parser)
        except etree.XMLSyntaxError as error:
            raise ExtractError(f"{name}: this DOCX is broken: {error.msg}") from error
        for text, size, bold in _paragraphs(root):
            styles.append(Style((length, length + len(text)), size, bold))
            pieces.append(text)
            length += len(text) + 1
    text = "\n".join(pieces)
    return Source(
        name,
        text,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        styles=tuple(styles),
    )


def _part(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Read a part, but no more of it than an article can have, whatever its header claims."""
    with package.open(info) as stream:
        content = stream.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise ExtractError(
            f"{name}: {info.filename} unpacks to more than {MOST_UNPACKED // 1_000_000} MB; "
            "this is no article"
        )
    return content


def _paragraphs(root: Any) -> Iterator[tuple[str, float, bool]]:
    """Yield the text of each paragraph with the size and weight of its first words."""
    for paragraph in root.iter(f"{_W}p"):
        text: list[str] = []
        size = 0.0
        bold = False
        for run in paragraph.iter(f"{_W}r"):
            if next(run.iterancestors(f"{_W}p")) is not paragraph:
                continue  # of a text box inside, which is a paragraph of its own
            said = "".join(_run(run))
            if said.strip() and not size:
                properties = run.find(f"{_W}rPr")
                if properties is not None:
                    half_points = properties.find(f"{_W}sz")
                    if half_points is not None:
                        value = half_points.get(f"{_W}val", "")
                        size = float(value) / 2 if value.isdigit() else 0.0
                    weight = properties.find(f"{_W}b")
                    bold = weight is not None and weight.get(f"{_W}val") not in ("0", "false")
            text.append(said)
        for line in "".join(text).split("\n"):
            yield line, size, bold


def _run(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}softHyphen":
            yield "\u00ad"
