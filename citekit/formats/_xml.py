"""XML for every format that is made of it: safe and incremental reading, and elements by prefix.

Nothing outside the file is ever read: no entities, no external DTD, no network. libxml2's own
limits on depth (256) and on the length of a text (10 MB) stay in force. A record that is broken is
reported, and those after it are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from typing import Any, BinaryIO

from lxml import etree

from citekit.formats._xml_source import Source
from citekit.formats.base import FormatError, Unread
from citekit.model import Work

Element = etree._Element
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

MAX_BROKEN = 1000
"""How many broken records of a file are passed over."""
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# Reading


def records(stream: BinaryIO, *tags: str) -> Iterator[Element | Unread]:
    """Yield the elements of these names one after the other; each is cleared after use.

    Args:
        stream: The file.
        tags: Qualified names, `{namespace}local`; `{*}local` for any namespace or none.

    Raises:
        FormatError: The file is no XML, declares entities, or holds none of the elements.
    """
    names = frozenset(tag.replace("{*}", "") for tag in tags)
    local = frozenset(tag.rpartition("}")[2] for tag in tags)
    any_namespace = any(tag.startswith("{*}") for tag in tags)
    source = Source(stream, sorted(local))
    found, broken = 0, 0
    while True:
        begun, depth = 0, 0
        try:
            for event, element in _events(source):
                name = element.tag.rpartition("}")[2]
                begun += event == "start" and name in local
                if (name if any_namespace else element.tag) not in names:
                    continue
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 0:
                    found += 1
                    if source.shift:
                        line = int(str(element.sourceline or 0)) + source.shift
                        element.sourceline = line  # type: ignore[assignment]
                    yield element
                    _forget(element)
            break
        except etree.XMLSyntaxError as error:
            line, message = _place(error)
            line += source.shift
            raw = source.raw(begun) if begun else ""
            broken += 1
            further = begun and broken <= MAX_BROKEN and source.resume(begun)
            if not further and found == 0:
                raise FormatError(f"line {line}: {message}") from None
            if not further:
                message = f"the file is broken here and could not be read further: {message}"
            yield Unread(message, line, raw=raw)
            if not further:
                return
    if found == 0:
        wanted = " or ".join(sorted(tag.rpartition("}")[2] for tag in tags))
        raise FormatError(f"the file has no element {wanted}")


def holder(head: bytes, namespaces: Collection[str]) -> str | None:
    """Return the name of the first element that holds one of these namespaces, if there is one.

    >>> holder(b'<a><b xmlns:t="urn:t"><t:c>', ["urn:t"]), holder(b'<c xmlns="urn:t">', ["urn:t"])
    ('b', '{urn:t}c')
    """
    parser: Any = etree.XMLPullParser(
        events=("start",), resolve_entities=False, load_dtd=False, no_network=True
    )
    with suppress(etree.XMLSyntaxError):
        parser.feed(head)
    for _, element in parser.read_events():
        # By the tag's text: that of a prefix which is not declared is no QName.
        if element.tag.startswith("{") and element.tag[1:].partition("}")[0] in namespaces:
            parent = element.getparent()
            return str((element if parent is None else parent).tag)
    return None


_MESSAGES = {
    "HUGE": "a text of more than 10 MB; refused",
    "huge": "a text of more than 10 MB; refused",
    "encoding": "not UTF-8; save the file as UTF-8, or name its encoding",
    "UTF-8": "not UTF-8; save the file as UTF-8, or name its encoding",
}


def _place(error: etree.XMLSyntaxError) -> tuple[int, str]:
    """Return the line of an error, and what is wrong there."""
    line, said = error.lineno, str(error.msg or error)
    log: Any = error.error_log
    last = log.last_error
    if not line and last is not None:
        # What is no error to the parser itself, such as an unknown entity.
        line, said = last.line, last.message
    message = next((own for word, own in _MESSAGES.items() if word in said), None)
    return line or 1, message or said.partition(", line")[0]


def _events(source: Source) -> Iterator[tuple[str, Element]]:
    events: Iterator[tuple[str, Element]] = etree.iterparse(
        source,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for position, (event, element) in enumerate(events):
        if position == 0:
            _refuse_entities(element)
        yield event, element


def _refuse_entities(element: Element) -> None:
    dtd: Any = element.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.entities()), None) is not None:
        raise FormatError("the file declares XML entities; they are refused, write the text itself")


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def read(
    stream: BinaryIO, decode: Callable[[Element], Work], *tags: str
) -> Iterator[Work | Unread]:
    """Read a work from each element of these names; one that cannot be read comes as unread."""
    yield from each(records(stream, *tags), decode)


def each(
    elements: Iterable[Element | Unread], decode: Callable[[Element], Work]
) -> Iterator[Work | Unread]:
    """Yield the work of each element, or why it cannot be read."""
    for element in elements:
        if isinstance(element, Unread):
            yield element
            continue
        try:
            yield decode(element)
        except (FormatError, ValueError) as error:
            raw = etree.tostring(element, encoding="unicode", with_tail=False)
            yield Unread(str(error), int(str(element.sourceline or 1)), raw=raw)


def text_of(element: Element | None) -> str:
    """Return all text within an element, each stretch of space one space."""
    if element is None:
        return ""
    return " ".join("".join(t for t in element.itertext() if isinstance(t, str)).split())


def lang_of(element: Element) -> str | None:
    """Return the language that an element names for itself."""
    from citekit.formats._codes import language_tag

    return language_tag(element.get(XML_LANG) or element.get("lang"))


# Writing


class Maker:
    """Makes elements by prefixed name.

    >>> dc = Maker({"dc": "http://purl.org/dc/elements/1.1/"})
    >>> root = dc.root("dc:x")
    >>> _ = dc.add(root, "dc:title", "Абай жолы", lang="kk")
    >>> dc.add(root, "dc:title", "") is None
    True
    """

    def __init__(self, namespaces: Mapping[str | None, str]) -> None:
        self.namespaces = dict(namespaces)

    def name(self, prefixed: str) -> str:
        """Return a prefixed name with the namespace itself."""
        prefix, colon, local = prefixed.partition(":")
        if not colon:
            prefix, local = "", prefixed
        namespace = self.namespaces.get(prefix or None)
        return f"{{{namespace}}}{local}" if namespace else local

    def root(self, name: str, /, **attributes: str | None) -> Element:
        """Return an element that stands alone, with all namespaces declared."""
        element = etree.Element(self.name(name), nsmap=self.namespaces)  # type: ignore[arg-type]
        self._set(element, attributes)
        return element

    def add(
        self, parent: Element, name: str, text: object = None, /, **attributes: str | None
    ) -> Element:
        """Add an element; `lang` is `xml:lang`, `lang_` is `lang`, `a__b` is `a:b`, None nothing.

        Text that is empty, as opposed to None, adds nothing.
        """
        if text == "":
            return None  # type: ignore[return-value]
        element = etree.SubElement(parent, self.name(name))
        if text is not None:
            element.text = legal(str(text))
        self._set(element, attributes)
        return element

    def _set(self, element: Element, attributes: Mapping[str, str | None]) -> None:
        for key, value in attributes.items():
            if value is not None:
                at = key.rstrip("_").replace("__", ":")
                name = XML_LANG if key == "lang" else self.name(at) if ":" in at else at
                element.set(name, legal(value))


def legal(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)


def language(tag: str | None) -> str | None:
    """Return a tag as an attribute says it: nothing for an undetermined language."""
    return None if tag is None or tag == "und" else tag


def write(
    stream: BinaryIO,
    nodes: Iterable[Element],
    wrapper: Element,
    *,
    always: bool = True,
    inner: str = "",
    doctype: str = "",
    before: Element | None = None,
) -> None:
    """Write elements one by one within a wrapper; one alone stands bare unless `always`.

    Args:
        stream: The file.
        nodes: The elements of the records.
        wrapper: The element around them, with its attributes and no children.
        always: Whether the wrapper stands around a single record too.
        inner: The name of one more element within the wrapper, around the records.
        doctype: What stands before a single record.
        before: What stands in the wrapper before the records.
    """
    found = iter(nodes)
    head = list(islice(found, 2))
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    if len(head) == 1 and not always:
        stream.write(f"{doctype}\n".encode() if doctype else b"")
        stream.write(etree.tostring(head[0], encoding="utf-8", pretty_print=True))
        return
    start = etree.tostring(wrapper, encoding="unicode")
    name = re.match(r"<([^\s/>]+)", start)
    assert name is not None
    opening, closing = re.sub(r"\s*/>$|></[^>]*>$", ">", start), f"</{name[1]}>"
    if before is not None:
        opening += etree.tostring(before, encoding="unicode", pretty_print=True)
    if inner:
        opening, closing = f"{opening}<{inner}>", f"</{inner}>{closing}"
    stream.write(f"{opening}\n".encode())
    for node in chain(head, found):
        stream.write(etree.tostring(node, encoding="utf-8", pretty_print=True))
    stream.write(f"{closing}\n".encode())
