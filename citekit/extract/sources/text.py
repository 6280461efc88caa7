"""Plain text in any encoding."""

from __future__ import annotations

import re

from citekit.extract.document import Source
from citekit.extract.errors import ExtractError
from citekit.languages import Decoded, decode

# Controls that no text has; page breaks, and what extractors put for hyphens, are not among them.
_STRANGE = re.compile("[\x00\x01\x03-\x08\x0b\x0e-\x1d\x80-\x9f\ufffd]")


def read_text(data: bytes, name: str, encoding: str | None = None) -> Source:
    """Decode a text; binary files are refused.

    Args:
        data: The content of the file.
        name: Its name.
        encoding: The encoding, where it is known; bytes that it does not have become U+FFFD.

    Raises:
        ExtractError: The content is no text, or is damaged and no encoding was named.
    """
    if encoding is None:
        decoded = decode(data)
    else:
        decoded = Decoded(_decode_as(data, encoding, name), encoding, ())
    text = decoded.text
    sample = text[:20_000]
    strange = len(_STRANGE.findall(sample))
    if strange > 0.03 * len(sample) + 2:
        raise ExtractError(f"{name}: this is not a text, nor PDF, DOCX, HTML or JATS")
    if decoded.repairs and decoded.encoding.startswith("utf"):
        lost = decoded.repairs[0].span[0]
        line = decoded.text.count("\n", 0, lost) + 1
        raise ExtractError(
            f"{name}: line {line}: bytes that are not {decoded.encoding.upper()} "
            f"({len(decoded.repairs)} in all); mend the file, or give --encoding "
            f"{decoded.encoding} to read it with \ufffd in their place"
        )
    pages = (0, *(i + 1 for i, c in enumerate(text) if c == "\f")) if "\f" in text else ()
    return Source(name, text.replace("\f", "\n"), "text/plain", decoded.encoding, page_starts=pages)


def _decode_as(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode(encoding, errors="replace")
    except LookupError:
        raise ExtractError(
            f"{name}: there is no encoding {encoding}; try utf-8 or cp1251"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
