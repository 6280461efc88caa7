"""HTML pages, read safely and within bounds."""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree, html

from citekit.formats._xml import Element
from citekit.formats.base import FormatError

MAX_BYTES = 32 * 2**20


def whole(stream: BinaryIO) -> bytes:
    """Return a whole file.

    Raises:
        FormatError: It is too large for a page, or empty.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError(f"the page is larger than {MAX_BYTES // 2**20} MiB; refused")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise FormatError("the file is empty")
    return data


def parse(data: bytes) -> Element:
    """Return the root of a page; nothing outside it is read.

    Raises:
        FormatError: There is no element in it.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding=_encoding(data))
    try:
        root: Element | None = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"not an HTML page: {error}") from None
    if root is None:
        raise FormatError("not an HTML page: it has no elements")
    return root


def _encoding(data: bytes) -> str | None:
    """Return UTF-8 for what is UTF-8; what is not is left to the page's own words."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def attribute(text: str) -> str:
    """Return text for an attribute in double quotes."""
    quoted = text.replace("&", "&amp;").replace('"', "&quot;")
    return quoted.replace("<", "&lt;").replace(">", "&gt;")
