"""The XML of styles and locales, read into light elements.

Expat, which Python brings, reads it: lxml takes longer to import than a style takes to parse. No
external entity is read and no connection opened; size and depth are bounded.
"""

from collections.abc import Iterator
from xml.parsers import expat

from citekit.csl.errors import StyleError

MAX_BYTES = 16_000_000
MAX_DEPTH = 120
_CSL = "http://purl.org/net/xbiblio/csl}"


class Element:
    """An XML element.

    Attributes:
        tag: Its name; outside of the namespace of CSL, that of the namespace in braces before it.
        attrib: Its attributes, named in the same way but for those without a namespace.
        text: The text before its first child.
        sourceline: Where it begins.
    """

    __slots__ = ("attrib", "children", "sourceline", "tag", "text")

    def __init__(self, tag: str, attrib: dict[str, str], sourceline: int) -> None:
        self.tag, self.attrib, self.sourceline = tag, attrib, sourceline
        self.text = ""
        self.children: list[Element] = []

    def __iter__(self) -> Iterator["Element"]:
        return iter(self.children)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attrib.get(name, default)

    def iterfind(self, path: str) -> Iterator["Element"]:
        """Yield the elements at a path of tags with slashes between."""
        tag, _, rest = path.partition("/")
        for child in self.children:
            if child.tag == tag:
                if rest:
                    yield from child.iterfind(rest)
                else:
                    yield child

    def find(self, path: str) -> "Element | None":
        """Return the first element at a path."""
        return next(self.iterfind(path), None)


def _braced(name: str, without: str) -> str:
    return f"{{{name}" if "}" in name else without + name


def read_xml(source: str | bytes, what: str = "style") -> Element:
    """Parse XML safely and return its root.

    Raises:
        StyleError: It is too large or too deep, not well-formed, or declares entities.

    >>> root = read_xml('<style xmlns="http://purl.org/net/xbiblio/csl"><macro name="a"/></style>')
    >>> root.tag, [macro.get("name") for macro in root.iterfind("macro")]
    ('style', ['a'])
    """
    # What a declaration says of the encoding holds for bytes: of text, it tells what it was.
    data = source.lstrip().encode() if isinstance(source, str) else source
    if len(data) > MAX_BYTES:
        raise StyleError(f"the {what} has {len(data)} bytes; more than {MAX_BYTES} is refused")
    parser = expat.ParserCreate("utf-8" if isinstance(source, str) else None, "}")
    document = Element("", {}, 0)
    opened = [document]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(opened) > MAX_DEPTH:
            raise StyleError(f"the {what} is nested deeper than {MAX_DEPTH} elements")
        tag = name[len(_CSL) :] if name.startswith(_CSL) else _braced(name, "{}")
        if any("}" in key for key in attributes):
            attributes = {_braced(key, ""): value for key, value in attributes.items()}
        element = Element(tag, attributes, parser.CurrentLineNumber)
        opened[-1].children.append(element)
        opened.append(element)

    def end(name: str) -> None:
        opened.pop()

    def text(data: str) -> None:
        if not opened[-1].children:
            opened[-1].text += data

    def entity(*declared: object) -> None:
        raise StyleError(f"the {what} declares XML entities; they are refused")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = text, entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = f"{expat.ErrorString(error.code)}, line {error.lineno}"
        raise StyleError(f"the {what} is not well-formed XML: {message}") from None
    return document.children[0]
