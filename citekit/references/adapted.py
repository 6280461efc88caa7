"""Styles changed for a list: entries in the order given, a tag at their end, terms of the user.

The XML of the style is changed, not the engine, so that every output format has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

_NS = "http://purl.org/net/xbiblio/csl"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class TermError(ValueError):
    """A term is not written as LANGUAGE:NAME=TEXT."""


def terms_of(given: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the user's terms by language and name.

    Raises:
        TermError: A term is not written as LANGUAGE:NAME=TEXT.

    >>> terms_of(["kk:accessed=қаралған күні"])
    {'kk': {'accessed': 'қаралған күні'}}
    """
    terms: dict[str, dict[str, str]] = {}
    for one in given:
        found = re.fullmatch(r"([\w-]+):([\w -]+)=(.*)", one)
        if found is None:
            raise TermError(f"{one!r} is not a term; write LANGUAGE:NAME=TEXT, ru:et-al=и др.")
        terms.setdefault(found[1], {})[found[2]] = found[3]
    return terms


def with_terms(source: bytes, terms: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return a style with the user's own terms.

    Args:
        source: The XML of any style.
        terms: By language and name of CSL: `{"kk": {"accessed": "қаралған күні"}}`. All forms of
            the term that the style has are replaced; one that it has not is added.
    """
    if not terms:
        return source
    style = _parsed(source)
    for language, changes in terms.items():
        rows = _terms(style, language)
        for name, text in changes.items():
            known = [term for term in rows if term.get("name") == name]
            for term in known or [ElementTree.SubElement(rows, f"{{{_NS}}}term", name=name)]:
                for number in list(term):
                    term.remove(number)
                term.text = text
    made: bytes = ElementTree.tostring(style, encoding="utf-8")
    return made


def _terms(style: Any, language: str) -> Any:
    """The element that holds the style's terms for a language, made where there is none."""
    locales = style.findall(f"{{{_NS}}}locale")
    locale = next((found for found in locales if found.get(_LANGUAGE) == language), None)
    if locale is None:
        locale = ElementTree.Element(f"{{{_NS}}}locale", {_LANGUAGE: language})
        style.insert(1, locale)
    terms = locale.find(f"{{{_NS}}}terms")
    return terms if terms is not None else ElementTree.SubElement(locale, f"{{{_NS}}}terms")


def _parsed(source: bytes) -> Any:
    ElementTree.register_namespace("", _NS)
    return ElementTree.fromstring(source)


def as_list(
    source: bytes, *, numbered: bool = True, systems: Mapping[str, str] | None = None
) -> bytes:
    """Return a style whose bibliography keeps the order it is given.

    Args:
        source: The XML of any style.
        numbered: Each entry begins with its number.
        systems: For a list in Latin letters, the system of romanisation by language: the style's
            own terms are romanised, too (`Б. 5` is `B. 5`), and each entry ends with the variable
            `citekit:language-tag`.

    An item with the variable `citekit:as-printed` is printed as that says and not by the style; one
    with `citekit:number` bears that number.
    """
    style = _parsed(source)
    bibliography = style.find(f"{{{_NS}}}bibliography")
    if bibliography is None:
        return source
    sort = bibliography.find(f"{{{_NS}}}sort")
    if sort is not None:
        bibliography.remove(sort)
    layout = bibliography.find(f"{{{_NS}}}layout")
    assert layout is not None  # the schema wants one
    children = list(layout)
    number = ElementTree.Element(f"{{{_NS}}}text", variable="citation-number", suffix=".")
    if children and children[0].get("variable") == "citation-number":
        number = children.pop(0)
    for child in list(layout):
        layout.remove(child)
    if numbered:
        bibliography.set("second-field-align", "flush")
        layout.append(number)
        plain = ElementTree.Element(f"{{{_NS}}}text", variable=number.attrib.pop("variable"))
        number.set("macro", "citekit:number")
        style.insert(1, _macro("citekit:number", [plain]))
    else:
        bibliography.attrib.pop("second-field-align", None)
    at = [part.tag for part in style].index(f"{{{_NS}}}citation")
    style.insert(at, _macro("citekit:as-printed", children))
    layout.append(ElementTree.Element(f"{{{_NS}}}text", macro="citekit:as-printed"))
    if systems:
        _romanise_terms(style, systems)
        empty = ElementTree.Element(f"{{{_NS}}}text", value="")
        style.insert(at, _macro("citekit:language-tag", [empty]))
        tag = {"macro": "citekit:language-tag", "prefix": " "}
        layout.append(ElementTree.Element(f"{{{_NS}}}text", tag))
    made: bytes = ElementTree.tostring(style, encoding="utf-8")
    return made


def _romanise_terms(style: Any, systems: Mapping[str, str]) -> None:
    from citekit.references.romanised import Romaniser

    romaniser = Romaniser(systems)
    for locale in style.iter(f"{{{_NS}}}locale"):
        language = locale.get(_LANGUAGE, "")
        for term in locale.iter():
            if term.text and term.text.strip():
                term.text = romaniser.text(term.text, language)


def _macro(name: str, children: Iterable[Any]) -> Any:
    macro = ElementTree.Element(f"{{{_NS}}}macro", name=name)
    macro.extend(children)
    return macro
