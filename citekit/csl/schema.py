"""Is a style valid CSL? If not: which element, on which line, and what is wrong with it.

The schema is the official RELAX NG of CSL, as citeproc-py ships it. libxml2 decides whether a
style is valid, but names the wrong place when it is not (of nested alternatives it reports the
outermost). So the place is found here: every element is tried alone against the schema's
patterns for elements of its name, down to the smallest that fails, and that one is compared
with what its patterns allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from citekit.csl.errors import StyleError
from citekit.csl.styles import style_info
from citekit.resources import package_folder

if TYPE_CHECKING:
    from lxml.etree import RelaxNG, _Element

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_CSL = "{http://purl.org/net/xbiblio/csl}"
_NESTED = ("attribute", "element")
_OPTIONAL = ("optional", "zeroOrMore", "choice")
_SHOWN = 12
"""Allowed values that are still listed in full in a message."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a style.

    Attributes:
        line: Line of the file, counted from 1.
        element: Name of the element concerned.
        message: What is wrong with it and, where that is clear, the cure.
    """

    line: int
    element: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: <{self.element}>: {self.message}"


def validate_style(source: bytes, name: str = "style") -> list[Problem]:
    """Return what is wrong with a style; an empty list for a valid one.

    Beyond the schema it is checked that every macro called exists and that none calls itself.

    Args:
        source: The style's XML.
        name: What to call it in errors.

    Raises:
        StyleError: Not well-formed XML, not a CSL style, with a document type declaration, or
            nested too deeply.

    >>> style = b'<style xmlns="http://purl.org/net/xbiblio/csl" class="intext" version="1.0"/>'
    >>> print(validate_style(style)[0])
    line 1: <style>: class="intext" is not allowed: "in-text" or "note"
    """
    root = _parse(source, name)
    problems = {*_Schema().problems(root), *_macro_problems(root)}
    return sorted(problems, key=lambda p: (p.line, p.element, p.message))


def _parse(source: bytes, name: str) -> _Element:
    """Parse without entities, network or unbounded trees."""
    from lxml import etree

    style_info(source, name)  # refuses document types and what is not CSL
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        message = str(error.msg).partition(", line ")[0]
        raise StyleError(f"{name}, line {line}: not well-formed XML: {message}") from error


class _Schema:
    """The RELAX NG grammar, asked element by element."""

    def __init__(self) -> None:
        from lxml import etree

        folder = package_folder("citeproc")
        if folder is None:
            raise StyleError("the CSL schema comes with citeproc-py, which is not installed")
        schema = folder / "data" / "schema" / "schemas" / "styles" / "csl.rng"
        self._grammar = etree.parse(str(schema)).getroot()
        self._defines = {str(d.get("name")): d for d in self._grammar.iter(f"{_RNG}define")}
        self._compiled_for: dict[str, RelaxNG] = {}

    def problems(self, root: _Element) -> Iterator[Problem]:
        """Everything wrong below and at `root`, in document order."""
        if not self._compiled(None).validate(root):
            yield from self._inside(root)

    def _inside(self, element: _Element) -> Iterator[Problem]:
        """What makes an element that fails, fail: inside its children, or else itself."""
        deeper = [c for c in element if not self._valid_alone(c)]
        for child in deeper:
            if _local(child) in self._patterns:
                yield from self._inside(child)
            else:
                similar = _similar(_local(child), self._patterns)
                yield Problem(_line(child), _local(child), f"CSL has no such element{similar}")
        if own := list(self._attributes(element)):
            yield from own
        elif not deeper:
            yield self._content(element)

    def _attributes(self, element: _Element) -> Iterator[Problem]:
        """Attributes that no pattern for elements of this name allows, or that are missing."""
        name, line = _local(element), _line(element)
        allowed = self._allowed_attributes(name)
        for attribute, value in _attributes_of(element):
            if attribute not in allowed:
                similar = _similar(attribute, allowed)
                yield Problem(line, name, f"has no attribute {attribute!r}{similar}")
                continue
            values = allowed[attribute]
            wrong = [v for v in value.split() if v not in values]
            if values and value not in values and wrong:
                yield Problem(
                    line,
                    name,
                    f'{attribute}="{value}" is not allowed{_similar(wrong[0], values, True)}',
                )

    def _content(self, element: _Element) -> Problem:
        """The child, text or attribute without which the element would be valid."""
        name = _local(element)
        if children := self._missing_children(element):
            return Problem(_line(element), name, f"lacks {', '.join(children)}")
        for index, child in enumerate(element):
            trial = _copy(element)
            trial.remove(trial[index])
            if self._valid_alone(trial):
                return Problem(
                    _line(child), _local(child), f"is not allowed here, in this <{name}>"
                )
        trial = _copy(element)
        trial.text = None
        for child in trial:
            child.tail = None
        if self._valid_alone(trial):
            return Problem(_line(element), name, "must not contain text")
        for attribute, value in _attributes_of(element):
            known = self._allowed_attributes(name, known=True).get(attribute, [])
            for other in (*known[:1], "true", "1"):
                trial = _copy(element)
                trial.set(attribute, other)
                if self._valid_alone(trial):
                    similar = _similar(value, known, True)
                    return Problem(
                        _line(element), name, f'{attribute}="{value}" is not allowed{similar}'
                    )
        if missing := self._missing_attribute(element):
            return Problem(_line(element), name, f"lacks {missing}")
        children = sorted({f"<{c}>" for p in self._patterns[name] for c in self._children(p)})
        expected = f"; it takes {_listed(children)}" if children else ""
        wrong = "its children are incomplete or out of order" if len(element) else "is empty"
        return Problem(_line(element), name, f"{wrong}{expected}")

    def _missing_attribute(self, element: _Element) -> str:
        """The attribute, or those of which any one, would complete the element."""
        name = _local(element)
        missing: list[str] = []
        for attribute, values in self._allowed_attributes(name).items():
            trial = _copy(element)
            if attribute not in trial.attrib:
                trial.set(attribute, values[0] if values else "x")
                if self._valid_alone(trial):
                    missing.append(attribute)
        if missing:
            kind = "the attribute" if len(missing) == 1 else "one of the attributes"
            return f"{kind} {_listed(sorted(missing))}"
        return ""

    def _missing_children(self, element: _Element) -> list[str]:
        """Children that every pattern for elements of this name asks for, and are not there."""
        patterns = self._patterns[_local(element)]
        required = set.intersection(*({*self._children(p, optional=False)} for p in patterns))
        return [f"<{c}>" for c in sorted(required - {_local(child) for child in element})]

    @cached_property
    def _patterns(self) -> dict[str, list[_Element]]:
        """The schema's patterns for elements that occur in styles, by the name of the element."""
        everywhere = self._grammar.iter(f"{_RNG}element")
        todo = [p for p in everywhere if p.findtext(f"{_RNG}name") == "style"]
        found: dict[str, list[_Element]] = {}
        while todo:
            pattern = todo.pop()
            same = found.setdefault(pattern.findtext(f"{_RNG}name") or "", [])
            if pattern not in same:
                same.append(pattern)
                todo.extend(self._reachable(pattern, "element"))
        return found

    def _valid_alone(self, element: _Element) -> bool:
        name = _local(element)
        if not isinstance(element.tag, str) or name not in self._patterns:
            return False
        return bool(self._compiled(name).validate(_copy(element)))

    def _compiled(self, name: str | None) -> RelaxNG:
        """The schema for documents whose root is any element called `name`; None: as it is."""
        from lxml import etree

        key = name or ""
        if key not in self._compiled_for:
            grammar = deepcopy(self._grammar)
            if name:
                for start in list(grammar.iter(f"{_RNG}start")):
                    start.clear()
                    etree.SubElement(start, f"{_RNG}choice").extend(
                        deepcopy(p) for p in self._patterns[name]
                    )
            self._compiled_for[key] = etree.RelaxNG(grammar)
        return self._compiled_for[key]

    def _reachable(
        self, pattern: _Element, *wanted: str, optional: bool = True
    ) -> Iterator[_Element]:
        """The nodes of the kinds `wanted` in a pattern, not entering elements below it.

        Without `optional`, only those that cannot be left out.
        """
        seen: set[str] = set()
        todo = list(pattern)
        while todo:
            node = todo.pop()
            kind = _local(node)
            if kind in wanted:
                yield node
            elif kind == "ref" and node.get("name") not in seen:
                seen.add(str(node.get("name")))
                todo.extend(self._defines[str(node.get("name"))])
            elif kind not in _NESTED and (optional or kind not in _OPTIONAL):
                todo.extend(node)

    def _children(self, pattern: _Element, optional: bool = True) -> Iterator[str]:
        for node in self._reachable(pattern, "element", optional=optional):
            yield node.findtext(f"{_RNG}name") or ""

    def _allowed_attributes(self, name: str, known: bool = False) -> dict[str, list[str]]:
        """Names of the attributes that `name` may have; the values of those that list them.

        With `known`, the values that the schema names, even where it takes others, too.
        """
        allowed: dict[str, list[str]] = {}
        for pattern in self._patterns[name]:
            for node in self._reachable(pattern, "attribute"):
                attribute, values = _attribute_name(node), self._values(node, known)
                before = allowed.get(attribute, values)
                closed = known or (before and values)
                allowed[attribute] = sorted({*before, *values}) if closed else []
        return allowed

    def _values(self, attribute: _Element, known: bool) -> list[str]:
        """The values an attribute may have; none, unless `known`, when it takes others, too."""
        if not known and any(True for _ in self._reachable(attribute, "text", "data")):
            return []
        found = self._reachable(attribute, "value")
        return [" ".join((node.text or "").split()) for node in found]


def _macro_problems(root: _Element) -> Iterator[Problem]:
    """Macros that are called and not there, and macros that call themselves."""
    macros = {str(m.get("name")): m for m in root.iter(f"{_CSL}macro")}
    calls: dict[str, list[str]] = {name: [] for name in macros}
    for element in root.iter(f"{_CSL}text", f"{_CSL}key"):
        called = element.get("macro")
        if called is None:
            continue
        if called not in macros:
            similar = _similar(called, list(macros))
            yield Problem(_line(element), _local(element), f"there is no macro {called!r}{similar}")
            continue
        for outer in element.iterancestors(f"{_CSL}macro"):
            calls[str(outer.get("name"))].append(called)
    settled: set[str] = set()
    for name, macro in macros.items():
        if name not in settled and (cycle := _cycle(name, calls, settled)):
            yield Problem(_line(macro), "macro", f"calls itself: {' → '.join(cycle)}")


def _cycle(start: str, calls: dict[str, list[str]], settled: set[str]) -> list[str]:
    """A path of calls that comes back to a macro on it; empty when there is none."""
    path = [start]
    branches = [iter(calls[start])]
    while branches:
        called = next(branches[-1], None)
        if called is None:
            branches.pop()
            settled.add(path.pop())
        elif called in path:
            settled.update(path)
            return [*path[path.index(called) :], called]
        elif called not in settled:
            path.append(called)
            branches.append(iter(calls[called]))
    return []


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else "?"


def _line(element: _Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1


def _attributes_of(element: _Element) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def _copy(element: _Element) -> _Element:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def _attribute_name(pattern: _Element) -> str:
    name = pattern.find(f"{_RNG}name")
    if name is None:
        return str(pattern.get("name", ""))
    namespace = name.get("ns")
    return f"{{{namespace}}}{name.text}" if namespace else str(name.text)


def _similar(wrong: str, known: Iterable[str], listing: bool = False) -> str:
    """What may have been meant, as the end of a sentence; with `listing`, all if they are few."""
    there = sorted(set(known))
    if listing and len(there) <= _SHOWN:
        return f": {_listed(there)}"
    close = get_close_matches(wrong, there, n=2, cutoff=0.7)
    return f"; did you mean {_listed(close)}?" if close else ""


def _listed(words: Sequence[str]) -> str:
    shown = [w if w.startswith("<") else f'"{w}"' for w in words]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
