"""From files of any format to the neutral `Source`: one module a format, known by content."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from citekit.extract.document import Source
from citekit.extract.errors import ExtractError

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read: an issue as PDF is smaller."""
MOST_CHARACTERS = 1_500_000
"""The longest text that is read: an article has a twentieth of that, an issue two thirds."""


def open_source(path: str | Path, encoding: str | None = None) -> Source:
    """Read a file into a `Source`.

    Raises:
        ExtractError: The file is too large, empty, or nothing that can be read.
        OSError: The file cannot be opened.
    """
    file = Path(path)
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise ExtractError(
            f"{file}: {size // 1_000_000} MB is more than an article or an issue has (limit "
            f"{MOST_BYTES // 1_000_000} MB); cut it into articles"
        )
    return source_of(file.read_bytes(), file.name, encoding)


def source_of(data: bytes, name: str, encoding: str | None = None) -> Source:
    """Turn the content of a file into a `Source`.

    Raises:
        ExtractError: It is too large, empty, or nothing that can be read.
    """
    if len(data) > MOST_BYTES:
        raise ExtractError(f"{name}: more than {MOST_BYTES // 1_000_000} MB; cut it into articles")
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise ExtractError(f"{name}: the file is empty")
    source = _read(data, name, encoding)
    if not source.text.strip():
        cure = "" if "ml" in source.media_type else "; a scan needs OCR first"
        raise ExtractError(f"{name}: there is no text in it{cure}")
    if len(source.text) > MOST_CHARACTERS:
        raise ExtractError(
            f"{name}: {len(source.text):,} characters are more than an article or an issue has; "
            "cut it into articles"
        )
    return replace(source, sha256=hashlib.sha256(data).hexdigest())


def _read(data: bytes, name: str, encoding: str | None) -> Source:
    head = data[:2048].lstrip()
    if data[:1024].find(b"%PDF-") >= 0:
        from citekit.extract.sources.pdf import read_pdf

        return read_pdf(data, name)
    if data[:4] == b"PK\x03\x04":
        from citekit.extract.sources.docx import read_docx

        return read_docx(data, name)
    low = head.lower()
    if low.startswith(b"<?xml") or low.startswith(b"<article") or b"<!doctype article" in low:
        from citekit.extract.sources.jats import read_jats

        return read_jats(data, name)
    if low.startswith((b"<!doctype html", b"<html", b"<!--")) or b"<html" in low:
        from citekit.extract.sources.html import read_html

        return read_html(data, name)
    from citekit.extract.sources.text import read_text

    return read_text(data, name, encoding)
