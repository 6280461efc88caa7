"""From the XML of a style or locale to its tree.

What the RelaxNG schema would forbid but does no harm is passed over, as every CSL processor does;
what cannot be rendered raises `StyleError` with the line.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from citekit.csl import tree
from citekit.csl.errors import StyleError
from citekit.csl.richtext import ATTRIBUTE_MARKS, affix, clean
from citekit.csl.xml import Element, read_xml

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TEST_ORDER = (
    "variable", "is-numeric", "is-uncertain-date", "locator", "position", "disambiguate",
)  # fmt: skip
_MARK_ORDER = ("vertical-align", "text-decoration", "font-weight", "font-variant", "font-style")
_FORMAT = {"prefix", "suffix", "display", "quotes", "strip-periods", "text-case", *_MARK_ORDER}


@lru_cache(maxsize=64)  # more than a page of `citekit serve` cites in
def parse_style(source: str | bytes) -> tree.Style:
    """Parse an independent style; the last ones are kept.

    Raises:
        StyleError: It is not well-formed, not a CSL style, or a dependent style.
    """
    root = read_xml(source)
    if root.tag != "style":
        raise StyleError(f"the root element is {root.tag}, not a CSL style")
    citation = root.find("citation")
    if citation is None:
        for link in root.iterfind("info/link"):
            if link.get("rel") == "independent-parent":
                raise StyleError(f"this is a dependent style; its parent is {link.get('href')}")
        raise StyleError("the style has no <citation>")
    bibliography = root.find("bibliography")
    macros = {}
    for element in root.iterfind("macro"):
        name = element.get("name")
        if not name:
            raise StyleError(f"line {element.sourceline}: a <macro> has no name")
        macros[name] = _children(element)
    title = root.find("info/title")
    return tree.Style(
        title="" if title is None else title.text.strip(),
        class_=root.get("class", "in-text"),
        default_locale=root.get("default-locale", ""),
        options=_attributes(root),
        citation=_layout(citation),
        bibliography=None if bibliography is None else _layout(bibliography),
        macros=macros,
        locales=tuple(parse_locale(e) for e in root.iterfind("locale")),
    )


def parse_locale(root: Element) -> tree.LocaleData:
    """Read a `cs:locale` element."""
    terms: dict[tuple[str, str, str], tree.Term] = {}
    for element in root.iterfind("terms/term"):
        single, multiple = element.find("single"), element.find("multiple")
        text = _unescaped(element.text)
        if not text.strip() and "\n" in text:
            text = ""
        one = _unescaped(single.text) if single is not None else text
        many = _unescaped(multiple.text) if multiple is not None else one
        name = element.get("name", "")
        key = (
            _TERM_NAMES.get(name, name),
            element.get("form", "long"),
            element.get("gender-form", ""),
        )
        terms[key] = tree.Term(one, many, element.get("gender", ""), element.get("match", ""))
    dates = {e.get("form", "text"): _date(e) for e in root.iterfind("date")}
    options: tree.Attributes = {}
    for element in root.iterfind("style-options"):
        options.update(_attributes(element))
    return tree.LocaleData(root.get(XML_LANG, ""), terms, dates, options)


def _attributes(element: Element) -> tree.Attributes:
    return {str(k): clean(str(v)) for k, v in element.attrib.items() if not str(k).startswith("{")}


def _layout(element: Element) -> tree.Layout:
    layout = element.find("layout")
    if layout is None:
        raise StyleError(f"line {element.sourceline}: no <layout>")
    keys = tuple(
        tree.Key(
            key.get("variable", ""), key.get("macro", ""),
            key.get("sort") == "descending", _attributes(key),
        )
        for key in element.iterfind("sort/key")
    )  # fmt: skip
    return tree.Layout(
        _attributes(element), keys, _children(layout), _get(layout, "delimiter"), _format(layout)
    )


_ESCAPED_TWICE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));")


def _get(element: Element, name: str, default: str = "") -> str:
    """Return an attribute that is printed."""
    return _unescaped(element.get(name, default))


def _unescaped(text: str) -> str:
    """Return text to be printed; a reference that was escaped twice is what it was to be."""
    text = clean(text)
    return _ESCAPED_TWICE.sub(_character, text) if "&#" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else found.group()


def _format(element: Element) -> tree.Format:
    if _FORMAT.isdisjoint(element.attrib):
        return tree.PLAIN
    get = element.get
    marks = "".join(
        ATTRIBUTE_MARKS[name].get(get(name), "") for name in _MARK_ORDER if name in element.attrib
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
            raise StyleError(f"line {child.sourceline}: <{child.tag}> cannot stand here")
    return tuple(nodes)


def _text(element: Element) -> tree.Text:
    for source in ("variable", "macro", "term", "value"):
        value = element.attrib.get(source)
        if value is not None:
            return tree.Text(
                source, _unescaped(value), element.get("form", "long"),
                element.get("plural") == "true", _format(element),
            )  # fmt: skip
    raise StyleError(f"line {element.sourceline}: <text> names nothing to print")


def _date(element: Element) -> tree.Date:
    parts = tuple(
        tree.DatePart(
            part.get("name", ""), part.get("form", ""), _get(part, "range-delimiter", "–"),
            _format(part),
        )
        for part in element.iterfind("date-part")
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
    if name not in element.attrib:
        raise StyleError(f"line {element.sourceline}: <{element.tag}> has no {name}")
    return element.get(name)


def _label(element: Element) -> tree.Label:
    return tree.Label(element.get("variable", ""), element.get("form", "long"),
                      element.get("plural", "contextual"), _format(element))  # fmt: skip


def _names(element: Element) -> tree.Names:
    name = et_al = label = None
    label_first = False
    substitute: tuple[tree.Node, ...] = ()
    for child in element:
        tag = child.tag
        if tag == "name":
            parts = tuple(
                tree.NamePart(part.get("name", ""), _format(part))
                for part in child.iterfind("name-part")
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
        asked = {} if child.tag == "else" else child.attrib
        tests = [
            tree.Test(kind, value) for kind in _TEST_ORDER for value in asked.get(kind, "").split()
        ]
        types = frozenset(asked.get("type", "").split())
        branches.append(
            tree.Branch(types, tuple(tests), child.get("match", "all"), _children(child))
        )
    return tree.Choose(tuple(branches))


_READERS: dict[str, Callable[[Element], tree.Node]] = {
    "text": _text,
    "date": _date,
    "number": _number,
    "label": _label,
    "names": _names,
    "group": _group,
    "choose": _choose,
}
_TERM_NAMES = {"sub verbo": "sub-verbo"}  # written with a space before CSL 1.0.2
_PASSED_OVER = {"sort", "alternative"}
