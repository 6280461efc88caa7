"""Plain text in any encoding."""

from __future__ import annotations

from citekit.extract.document import Source
from citekit.extract.errors import ExtractError
from citekit.languages import decode

_CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1E, 0x1F, 0x02}


def read_text(data: bytes, name: str) -> Source:
    """Decode a text; binary files are refused.

    Raises:
        ExtractError: The content is no text.
    """
    decoded = decode(data)
    text = decoded.text
    sample = text[:20_000]
    strange = sum(ord(c) in _CONTROLS or c == "\ufffd" or 0x80 <= ord(c) < 0xA0 for c in sample)
    if strange > 0.03 * len(sample) + 2:
        raise ExtractError(f"{name}: this is not a text, nor PDF, DOCX, HTML or JATS")
    pages = (0, *(i + 1 for i, c in enumerate(text) if c == "\f")) if "\f" in text else ()
    return Source(name, text.replace("\f", "\n"), "text/plain", decoded.encoding, page_starts=pages)
