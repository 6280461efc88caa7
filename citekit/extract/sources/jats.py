"""JATS and other XML: JATS is read as it is marked, by `citekit.formats`; other XML as text."""

from __future__ import annotations

import io
from typing import Any

from citekit.extract.document import Marked, Source
from citekit.extract.errors import ExtractError

_BLOCKS = frozenset(
    "p title article-title trans-title subject label sec abstract trans-abstract kwd-group ref "
    "contrib aff pub-date article-id issn journal-title publisher-name volume issue fpage lpage "
    "kwd mixed-citation element-citation body".split()
)


def read_jats(data: bytes, name: str) -> Source:
    """Read an XML document as text, a line for each block; JATS also as the record that it marks.

    Raises:
        ExtractError: It is not well-formed, declares entities, or marks what no record can hold.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
    )
    if b"<!ENTITY" in data[:100_000]:
        raise ExtractError(f"{name}: XML with entity declarations is refused")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ExtractError(f"{name}: this XML is not well-formed: {error.msg}") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and list(dtd.entities()):
        raise ExtractError(f"{name}: XML with entity declarations is refused")
    body = [0, 0]
    length = 0
    lines: list[str] = []
    current: list[str] = []

    def flush() -> None:
        nonlocal length
        said = " ".join("".join(current).split())
        current.clear()
        if said:
            lines.append(said)
            length += len(said) + 1

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        name_ = etree.QName(element).localname
        block = name_ in _BLOCKS
        if event == "start":
            if block:
                flush()
            if name_ == "body":
                body[0] = length
            current.append(element.text or "")
        else:
            if block:
                flush()
            if name_ == "body":
                body[1] = length
            current.append(element.tail or "")
    flush()
    text = "\n".join(lines)
    marked = _marked(root, data, name, (body[0], min(body[1], len(text))))
    return Source(name, text, "application/xml", marked=marked)


def _marked(root: Any, data: bytes, name: str, body: tuple[int, int]) -> Marked | None:
    """Return the record of a JATS article, None for other XML."""
    from lxml import etree

    from citekit.formats.base import Unread
    from citekit.formats.jats import read
    from citekit.model import Article

    if (
        etree.QName(root).localname not in ("article", "articles")
        or root.find(".//{*}front") is None
    ):
        return None
    try:
        record = next(iter(read(io.BytesIO(data))), None)
    except Exception as error:  # of the reader: it says what is wrong, and where
        raise ExtractError(f"{name}: {error}") from error
    if isinstance(record, Unread):
        raise ExtractError(f"{name}: {record.message}")
    return Marked(record, body) if isinstance(record, Article) else None
