"""What is known of a style by itself: what it asks about, and that its macros can be called."""

from collections.abc import Iterator
from typing import Any

from citekit.csl import tree
from citekit.csl.errors import StyleError
from citekit.csl.locale import Locale

MAX_MACRO_DEPTH = 60


class Compiled:
    """A style with what is known of it before any item is.

    Attributes:
        explicit_suffix: The style says itself where the year-suffix stands.
        adds_suffix: Cites are told apart by year-suffixes.
        tests_suffix: The path through the style depends on whether there is a suffix.
        cites_by_number: Citations print the citation number.
        asks_to_disambiguate: Citations have `disambiguate` conditions.
        asks_position: The path through the citation depends on the position of the cite.
        asks_first_note: The number of the note that first cites an item is printed.
        numeric_tests: Variables that are tested for being numeric.
        same_everywhere: A plain cite reads the same wherever in the document it stands.
        has_blocks: Citations ask for display blocks, which stand in bibliographies only.
        item_language: Terms are those of the item's own language.
        links: Identifiers in the bibliography are links.
        name_lists: Name styles made so far, which programs share.
    """

    def __init__(self, style: tree.Style, locale: Locale, links: bool = False) -> None:
        self.style = style
        self.links = links
        self.locale = locale
        _check_macros(style)
        nodes = list(walk_style(style))
        cited = list(self.reached(style.citation.children))
        self.explicit_suffix = _prints(nodes, "year-suffix")
        self.adds_suffix = style.citation.options.get("disambiguate-add-year-suffix") == "true"
        self.tests_suffix = self.explicit_suffix or any(
            test.value == "year-suffix" for test in _tests(nodes)
        )
        self.cites_by_number = _prints(cited, "citation-number")
        self.asks_to_disambiguate = any(test.kind == "disambiguate" for test in _tests(cited))
        self.asks_position = any(test.kind == "position" for test in _tests(cited)) or any(
            "subsequent" in name for name in (*style.options, *style.citation.options)
        )
        self.asks_first_note = _prints(nodes, "first-reference-note-number")
        self.numeric_tests = frozenset(
            test.value for test in _tests(nodes) if test.kind == "is-numeric"
        )
        self.same_everywhere = not (
            self.cites_by_number
            or self.asks_first_note
            or self.asks_position
            or any(isinstance(n, tree.Date) and n.variable == "accessed" for n in cited)
        )
        self.has_blocks = any(getattr(n, "format", tree.PLAIN).display for n in cited)
        self.item_language = "citekit:item-language" in style.macros
        self.prescribed = "citekit:prescribed-punctuation" in style.macros
        self.name_lists: dict[Any, Any] = {}

    def sorts_by_number(self, key: tree.Key) -> bool:
        """Tell whether a sort key is the citation number, or a macro that prints it."""
        if not key.macro:
            return key.variable == "citation-number"
        return _prints(list(self.reached(self.style.macros[key.macro])), "citation-number")

    def reached(self, nodes: tuple[tree.Node, ...]) -> Iterator[tree.Node]:
        """Yield all nodes that `nodes` can print, macros included."""
        pending, seen = list(walk(nodes)), set[str]()
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, tree.Text) and node.source == "macro" and node.value not in seen:
                seen.add(node.value)
                pending += walk(self.style.macros[node.value])


def _prints(nodes: list[tree.Node], variable: str) -> bool:
    """Tell whether a text or number element prints a variable."""
    return any(
        (isinstance(n, tree.Text) and n.source == "variable" and n.value == variable)
        or (isinstance(n, tree.Number) and n.variable == variable)
        for n in nodes
    )


def _tests(nodes: list[tree.Node]) -> Iterator[tree.Test]:
    for node in nodes:
        if isinstance(node, tree.Choose):
            for branch in node.branches:
                yield from branch.tests


def _check_macros(style: tree.Style) -> None:
    """Refuse macros that are missing or call themselves."""
    calls = {
        name: {n.value for n in walk(children) if isinstance(n, tree.Text) and n.source == "macro"}
        for name, children in style.macros.items()
    }
    state: dict[str, int] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if state.get(name) == 2:
            return
        if name in path:
            loop = " → ".join((*path[path.index(name) :], name))
            raise StyleError(f"macros call each other in a circle: {loop}")
        if len(path) > MAX_MACRO_DEPTH:
            raise StyleError(f"macros are nested deeper than {MAX_MACRO_DEPTH}: {path[0]} → …")
        for called in sorted(calls[name]):
            if called not in style.macros:
                raise StyleError(f"macro {name!r} calls macro {called!r}, which is not defined")
            visit(called, (*path, name))
        state[name] = 2

    for name in style.macros:
        visit(name, ())
    for layout, what in ((style.citation, "citation"), (style.bibliography, "bibliography")):
        if layout is None:
            continue
        for node in walk(layout.children):
            if not isinstance(node, tree.Text) or node.source != "macro":
                continue
            if node.value not in style.macros:
                raise StyleError(f"<{what}> calls macro {node.value!r}, which is not defined")
        for key in layout.sort:
            if key.macro and key.macro not in style.macros:
                raise StyleError(f"<{what}> sorts by macro {key.macro!r}, which is not defined")


def walk(nodes: tuple[tree.Node, ...]) -> Iterator[tree.Node]:
    """Yield nodes and all below them, not following macro calls."""
    for node in nodes:
        yield node
        if isinstance(node, tree.Group):
            yield from walk(node.children)
        elif isinstance(node, tree.Choose):
            for branch in node.branches:
                yield from walk(branch.children)
        elif isinstance(node, tree.Names):
            yield from walk(node.substitute)


def walk_style(style: tree.Style) -> Iterator[tree.Node]:
    """Yield every node of a style."""
    for children in style.macros.values():
        yield from walk(children)
    yield from walk(style.citation.children)
    if style.bibliography is not None:
        yield from walk(style.bibliography.children)
