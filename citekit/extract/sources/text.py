"""Plain text in any encoding."""

from __future__ import annotations

import re

from citekit.extract.document import Source
from citekit.extract.errors import ExtractError
from citekit.languages import decode

# Controls that no text has; page breaks, and what extractors put for hyphens, are not among them.
_STRANGE = re.compile("[\x00\x01\x03-\x08\x0b\x0e-\x1d\x80-\x9f\ufffd]")


def read_text(data: bytes, name: str) -> Source:
    """Decode a text; binary files are refused.

    Raises:
        ExtractError: The content is no text.
    """
    decoded = decode(data)
    text = decoded.text
    sample = text[:20_000]
    strange = len(_STRANGE.findall(sample))
    if strange > 0.03 * len(sample) + 2:
        raise ExtractError(f"{name}: this is not a text, nor PDF, DOCX, HTML or JATS")
    pages = (0, *(i + 1 for i, c in enumerate(text) if c == "\f")) if "\f" in text else ()
    return Source(name, text.replace("\f", "\n"), "text/plain", decoded.encoding, page_starts=pages)
