"""JATS and other XML: JATS is read as it is marked, by `citekit.formats`; other XML as text."""

from __future__ import annotations

from citekit.extract.document import Source
from citekit.extract.errors import ExtractError

_BLOCKS = frozenset(
    "p title article-title trans-title subject label sec abstract trans-abstract kwd-group ref "
    "contrib aff pub-date article-id issn journal-title publisher-name volume issue fpage lpage "
    "kwd mixed-citation element-citation".split()
)


def read_jats(data: bytes, name: str) -> Source:
    """Read an XML document as text, a line for each block.

    Raises:
        ExtractError: It is not well-formed, or declares entities.
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
    lines: list[str] = []
    current: list[str] = []

    def flush() -> None:
        said = " ".join("".join(current).split())
        current.clear()
        if said:
            lines.append(said)

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = etree.QName(element).localname in _BLOCKS
        if event == "start":
            if block:
                flush()
            current.append(element.text or "")
        else:
            if block:
                flush()
            current.append(element.tail or "")
    flush()
    return Source(name, "\n".join(lines), "application/xml")
