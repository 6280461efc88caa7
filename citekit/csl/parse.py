"""From the XML of a style or locale to its tree.

The parser reads no external entity and opens no connection; size and depth are bounded. What
the RelaxNG schema would forbid but does no harm is passed over, as every CSL processor does;
what cannot be rendered raises `StyleError` with the line.
"""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from citekit.csl import tree
from citekit.csl.errors import StyleError
from citekit.csl.richtext import ATTRIBUTE_MARKS, affix, clean

CSL = "{http://purl.org/net/xbiblio/csl}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAX_BYTES = 16_000_000
MAX_DEPTH = 120
_TEST_ORDER = (
    "variable", "is-numeric", "is-uncertain-date", "locator", "position", "disambiguate",
)  # fmt: skip
_MARK_ORDER = ("vertical-align", "text-decoration", "font-weight", "font-variant", "font-style")

Element = Any  # lxml's element type has no public name


def read_xml(source: str | bytes, what: str = "style") -> Element:
    """Parse XML safely and return its root.

    Raises:
        StyleError: It is too large, not well-formed, or declares entities.
    """
    data = source.encode() if isinstance(source, str) else source
    if len(data) > MAX_BYTES:
        raise StyleError(f"the {what} has {len(data)} bytes; more than {MAX_BYTES} is refused")
    if isinstance(source, str) and source.lstrip().startswith("<?xml"):
        # The declaration may name the encoding the text had before it was decoded.
        data = source.lstrip()[source.lstrip().index("?>") + 2 :].encode()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise StyleError(f"the {what} is not well-formed XML: {error.msg}") from None
    if root is None:
        raise StyleError(f"the {what} is empty")
    document_type = root.getroottree().docinfo
    declared: Any = document_type.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise StyleError(f"the {what} declares XML entities; they are refused")
    _check_depth(root, what)
    return root


def _check_depth(root: Element, what: str) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise StyleError(f"the {what} is nested deeper than {MAX_DEPTH} elements")


def parse_style(source: str | bytes) -> tree.Style:
    """Parse an independent style.

    Raises:
        StyleError: It is not well-formed, not a CSL style, or a dependent style.
    """
    root = read_xml(source)
    if root.tag != f"{CSL}style":
        raise StyleError(f"the root element is {root.tag}, not a CSL style")
    citation = root.find(f"{CSL}citation")
    if citation is None:
        parent = root.find(f"{CSL}info/{CSL}link[@rel='independent-parent']")
        if parent is not None:
            raise StyleError(f"this is a dependent style; its parent is {parent.get('href')}")
        raise StyleError("the style has no <citation>")
    bibliography = root.find(f"{CSL}bibliography")
    macros = {}
    for element in root.iterfind(f"{CSL}macro"):
        name = element.get("name")
        if not name:
            raise StyleError(f"line {element.sourceline}: a <macro> has no name")
        macros[name] = _children(element)
    title = root.findtext(f"{CSL}info/{CSL}title") or ""
    return tree.Style(
        title=title.strip(),
        class_=root.get("class", "in-text"),
        default_locale=root.get("default-locale", ""),
        options=_attributes(root),
        citation=_layout(citation),
        bibliography=None if bibliography is None else _layout(bibliography),
        macros=macros,
        locales=tuple(parse_locale(e) for e in root.iterfind(f"{CSL}locale")),
    )


def parse_locale(root: Element) -> tree.LocaleData:
    """Read a `cs:locale` element."""
    terms: dict[tuple[str, str, str], tree.Term] = {}
    for element in root.iterfind(f"{CSL}terms/{CSL}term"):
        single, multiple = element.find(f"{CSL}single"), element.find(f"{CSL}multiple")
        text = clean(element.text or "")
        if not text.strip() and "\n" in text:
            text = ""
        one = clean(single.text or "") if single is not None else text
        many = clean(multiple.text or "") if multiple is not None else one
        name = element.get("name", "")
        key = (
            _TERM_NAMES.get(name, name),
            element.get("form", "long"),
            element.get("gender-form", ""),
        )
        terms[key] = tree.Term(one, many, element.get("gender", ""), element.get("match", ""))
    dates = {e.get("form", "text"): _date(e) for e in root.iterfind(f"{CSL}date")}
    options: tree.Attributes = {}
    for element in root.iterfind(f"{CSL}style-options"):
        options.update(_attributes(element))
    return tree.LocaleData(root.get(XML_LANG, ""), terms, dates, options)


def _attributes(element: Element) -> tree.Attributes:
    return {str(k): clean(str(v)) for k, v in element.attrib.items() if not str(k).startswith("{")}


def _layout(element: Element) -> tree.Layout:
    layout = element.find(f"{CSL}layout")
    if layout is None:
        raise StyleError(f"line {element.sourceline}: no <layout>")
    keys = tuple(
        tree.Key(
            key.get("variable", ""), key.get("macro", ""),
            key.get("sort") == "descending", _attributes(key),
        )
        for key in element.iterfind(f"{CSL}sort/{CSL}key")
    )  # fmt: skip
    return tree.Layout(
        _attributes(element), keys, _children(layout), _get(layout, "delimiter"), _format(layout)
    )


_ESCAPED_TWICE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));")


def _get(element: Element, name: str, default: str = "") -> str:
    """Return an attribute; a character reference that was escaped twice is what it was to be."""
    text = clean(element.get(name, default))
    return _ESCAPED_TWICE.sub(_character, text) if "&#" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else found.group()


def _format(element: Element) -> tree.Format:
    get = element.get
    marks = "".join(
        ATTRIBUTE_MARKS[name].get(get(name), "") for name in _MARK_ORDER if get(name) is not None
    )
    made = tree.Format(
        prefix=affix(_get(element, "prefix")),
        suffix=affix(_get(element, "suffix")),
        marks=marks,
        display=ATTRIBUTE_MARKS["display"].get(get("display", ""), ""),
        quotes=get("quotes") == "true",
        strip_periods=get("strip-periods") == "true",
        text_case=get("text-case", ""),
    )
    return tree.PLAIN if made == tree.PLAIN else made


def _children(element: Element) -> tuple[tree.Node, ...]:
    nodes: list[tree.Node] = []
    for child in element:
        reader = _READERS.get(child.tag)
        if reader is not None:
            nodes.append(reader(child))
        elif child.tag not in _PASSED_OVER:
            name = etree.QName(child).localname
            raise StyleError(f"line {child.sourceline}: <{name}> cannot stand here")
    return tuple(nodes)


def _text(element: Element) -> tree.Text:
    for source in ("variable", "macro", "term", "value"):
        value = element.get(source)
        if value is not None:
            return tree.Text(
                source, clean(value), element.get("form", "long"),
                element.get("plural") == "true", _format(element),
            )  # fmt: skip
    raise StyleError(f"line {element.sourceline}: <text> names nothing to print")


def _date(element: Element) -> tree.Date:
    parts = tuple(
        tree.DatePart(
            part.get("name", ""), part.get("form", ""), _get(part, "range-delimiter", "–"),
            _format(part),
        )
        for part in element.iterfind(f"{CSL}date-part")
    )  # fmt: skip
    return tree.Date(
        element.get("variable", ""), element.get("form", ""),
        element.get("date-parts", "year-month-day"), _get(element, "delimiter"), parts,
        _format(element),
    )  # fmt: skip


def _number(element: Element) -> tree.Number:
    return tree.Number(_required(element, "variable"), element.get("form", "numeric"),
                       _format(element))  # fmt: skip


def _required(element: Element, name: str) -> str:
    value: str | None = element.get(name)
    if value is None:
        tag = etree.QName(element).localname
        raise StyleError(f"line {element.sourceline}: <{tag}> has no {name}")
    return value


def _label(element: Element) -> tree.Label:
    return tree.Label(element.get("variable", ""), element.get("form", "long"),
                      element.get("plural", "contextual"), _format(element))  # fmt: skip


def _names(element: Element) -> tree.Names:
    name = et_al = label = None
    label_first = False
    substitute: tuple[tree.Node, ...] = ()
    for child in element:
        tag = etree.QName(child).localname
        if tag == "name":
            parts = tuple(
                tree.NamePart(part.get("name", ""), _format(part))
                for part in child.iterfind(f"{CSL}name-part")
            )
            name = tree.Name(_attributes(child), parts, _format(child))
        elif tag == "et-al":
            et_al = tree.EtAl(child.get("term", "et-al"), _format(child))
        elif tag == "label":
            label = _label(child)
            label_first = name is None
        elif tag == "substitute":
            substitute = _children(child)
        elif tag == "institution":
            continue  # citeproc-js's extension: harmless, and there are styles that have it
        else:
            raise StyleError(f"line {child.sourceline}: <{tag}> cannot stand in <names>")
    variables = tuple(element.get("variable", "").split())
    if label_first and name is None:
        label_first = False
    return tree.Names(variables, _attributes(element), name, et_al, label, label_first,
                      substitute, _format(element))  # fmt: skip


def _group(element: Element) -> tree.Group:
    return tree.Group(_children(element), _get(element, "delimiter"), _format(element))


def _choose(element: Element) -> tree.Choose:
    branches = []
    for child in element:
        asked = {} if child.tag == f"{CSL}else" else child.attrib
        tests = [
            tree.Test(kind, value) for kind in _TEST_ORDER for value in asked.get(kind, "").split()
        ]
        types = frozenset(asked.get("type", "").split())
        branches.append(
            tree.Branch(types, tuple(tests), child.get("match", "all"), _children(child))
        )
    return tree.Choose(tuple(branches))


_READERS: dict[str, Callable[[Element], tree.Node]] = {
    f"{CSL}text": _text,
    f"{CSL}date": _date,
    f"{CSL}number": _number,
    f"{CSL}label": _label,
    f"{CSL}names": _names,
    f"{CSL}group": _group,
    f"{CSL}choose": _choose,
}
_TERM_NAMES = {"sub verbo": "sub-verbo"}  # written with a space before CSL 1.0.2
_PASSED_OVER = {f"{CSL}sort", f"{CSL}alternative"}
