"""HTML: the text by blocks, and what meta tags say (Highwire, Dublin Core, PRISM, JSON-LD)."""

from __future__ import annotations

import json
import re
from typing import Any

from citekit.extract.document import Source, Style
from citekit.extract.errors import ExtractError
from citekit.languages import decode

_BLOCKS = frozenset(
    "p div section article header footer main aside nav h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table "
    "tr blockquote pre figure figcaption form fieldset address body title hr".split()
)
_SILENT = frozenset(
    "script style noscript template svg math iframe object button select option nav form".split()
)
_SIZES = {"h1": 20.0, "h2": 16.0, "h3": 14.0, "h4": 13.0}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.I)


def read_html(data: bytes, name: str) -> Source:
    """Read a page: its text by blocks, and its meta tags.

    Raises:
        ExtractError: The page cannot be parsed.
    """
    from lxml import etree

    text, encoding = _decoded(data)
    parser = etree.HTMLParser(
        recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExtractError(f"{name}: this page cannot be read: {error}") from error
    if root is None:
        raise ExtractError(f"{name}: this page holds nothing")
    body = root.find("body")
    said, styles = _text(root if body is None else body)
    return Source(name, said, "text/html", encoding, styles=tuple(styles), meta=tuple(_meta(root)))


def _decoded(data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data[:2048])
    if declared:
        try:
            return data.decode(declared[1].decode("ascii")), declared[1].decode("ascii").lower()
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(data)
    return decoded.text, decoded.encoding


def _text(root: Any) -> tuple[str, list[Style]]:
    """Return the text of a tree, a line for each block, walking it without recursion."""
    from lxml import etree

    lines: list[str] = []
    styles: list[Style] = []
    current: list[str] = []
    length = 0
    heading = 0.0
    silent = preformatted = 0

    def flush() -> None:
        nonlocal length
        said = re.sub(r"[ \t\r\f\v\n]+", " ", "".join(current)).strip()
        current.clear()
        if said:
            for line in said.split("\x00"):
                line = line.strip()
                styles.append(Style((length, length + len(line)), heading or 12.0, bool(heading)))
                lines.append(line)
                length += len(line) + 1

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "start":
            if tag in _SILENT:
                silent += 1
            if tag in _BLOCKS:
                flush()
                heading = _SIZES.get(tag, heading)
            elif tag == "br":
                current.append("\x00")
            preformatted += tag == "pre"
            if not silent and element.text and tag not in _SILENT:
                current.append(_said(element.text, preformatted))
        else:
            if tag in _BLOCKS:
                flush()
                if tag in _SIZES:
                    heading = 0.0
                if tag in ("p", "div", "section") and lines and lines[-1]:
                    lines.append("")
                    length += 1
            if tag in _SILENT:
                silent -= 1
            preformatted -= tag == "pre"
            if not silent and element.tail:
                current.append(_said(element.tail, preformatted))
    flush()
    return "\n".join(lines), styles


def _said(text: str, preformatted: int) -> str:
    """Return text with its line breaks marked where they count."""
    return text.replace("\n", "\x00") if preformatted else text


def _meta(root: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        content = element.get("content")
        if name and content and len(content) < 20_000 and len(found) < 2000:
            language = element.get("xml:lang") or element.get("lang")
            found.append((name.lower() + (f"@{language}" if language else ""), content.strip()))
    for element in root.iter("script"):
        if (
            element.get("type") == "application/ld+json"
            and element.text
            and len(element.text) < 500_000
        ):
            try:
                found.append(("json-ld", json.dumps(json.loads(element.text), ensure_ascii=False)))
            except (ValueError, RecursionError):
                continue
    return found
