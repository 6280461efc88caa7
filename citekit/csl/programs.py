"""Which program prints which item: signatures, and what of them a layout depends on.

Two items share a program when they are alike in all that the layout asks about. A layout that
never looks at `volume` has one program for items with and without a volume, so a corpus of any
size comes down to a few dozen programs.
"""

from collections.abc import Iterable
from typing import Any

from citekit.csl import tree
from citekit.csl.compile import (
    EXTENSION,
    Program,
    Signature,
    Situation,
    Specialiser,
)
from citekit.csl.compile_dates import letters_of
from citekit.csl.facts import Compiled
from citekit.csl.items import DEPRECATED, Item
from citekit.csl.locale import Locale, normal_tag
from citekit.csl.numbers import is_numeric

DOTTED_I = ("tr", "az")
"""Languages in which the capital of i is İ (Unicode, SpecialCasing)."""

ByKey = dict[Any, Program]
Signed = tuple[Signature, dict[int, ByKey]]


class Scope:
    """A layout or sort key, with what its outcome can depend on.

    Attributes:
        index: Number of the scope within its style.
        area: "citation", "bibliography" or "sort".
        key: The sort key, when the area is "sort".
    """

    __slots__ = (
        "_cases", "_custom", "_date_parts", "_numeric", "_types", "_uncertain", "_variables",
        "area", "index", "key", "layout", "shared",
    )  # fmt: skip

    def __init__(
        self, index: int, area: str, nodes: Iterable[tree.Node], layout: str = "", key: str = ""
    ) -> None:
        self.index, self.area, self.layout, self.key = index, area, layout or area, key
        self.shared: dict[Signature, ByKey] = {}
        variables: set[str] = set()
        types: set[str] = set()
        numeric: set[str] = set()
        custom: set[str] = set()
        self._cases: set[str] = set()
        self._uncertain: set[str] = set()
        self._date_parts: dict[str, set[frozenset[str]]] = {}
        for node in nodes:
            if isinstance(node, tree.Text):
                if node.source == "variable":
                    variables |= {node.value, f"{node.value}-short", node.value[:-6]}
                elif node.value.startswith(EXTENSION):
                    custom.add(node.value[len(EXTENSION) :])
            elif isinstance(node, tree.Names):
                variables |= {*node.variables, "editor-translator"}
            elif isinstance(node, tree.Date):
                variables.add(node.variable)
                self._date_parts.setdefault(node.variable, set()).add(letters_of(node))
            elif isinstance(node, tree.Number | tree.Label):
                variables.add(node.variable)
            elif isinstance(node, tree.Choose):
                for branch in node.branches:
                    types |= branch.types
                for test in (t for b in node.branches for t in b.tests):
                    if test.kind == "is-numeric":
                        numeric.add(test.value)
                        variables.add(test.value)
                    else:
                        variables.add(test.value)
                        if test.kind == "is-uncertain-date":
                            self._uncertain.add(test.value)
            style = getattr(node, "format", None)
            if style is not None and style.text_case:
                self._cases.add(style.text_case)
        self._variables = frozenset(variables)
        self._types, self._numeric, self._custom = types, numeric, custom

    def project(self, full: Signature) -> Signature:
        """Forget of a signature what this scope does not look at."""
        return Signature(
            type=full.type if full.type in self._types else "",
            present=self._present(full.present),
            numeric=full.numeric & self._numeric,
            dates=tuple((d, self._shape(d, s)) for d, s in full.dates if d in self._variables),
            turkic=full.turkic if self._cases else False,
            language=full.language,
            custom=tuple(c for c in full.custom if c[0] in self._custom),
        )

    def _present(self, present: frozenset[str]) -> frozenset[str]:
        known = self._variables
        found = present & known
        for name, other in DEPRECATED.items():
            if other in present and name in known and other not in known:
                found |= {name}
        return found

    def _shape(self, variable: str, shape: str) -> str:
        """Keep of the shape of a date what decides which of the scope's dates print something."""
        uncertain = "~" if "~" in shape and variable in self._uncertain else ""
        if shape.startswith("L"):
            return "L" + uncertain
        kept = ""
        for letter in "ymsd":
            if letter in shape and any(
                letter in letters and not letters.intersection(kept)
                for letters in self._date_parts.get(variable, ())
            ):
                kept += letter
        return kept + uncertain


class Programs:
    """All programs of a style, made when they are first asked for."""

    def __init__(self, compiled: Compiled, locale: Locale, item_language: bool) -> None:
        self._compiled = compiled
        self.tests_suffix = compiled.tests_suffix
        self._locale = locale
        self._item_language = item_language
        self.prescribed = compiled.prescribed
        self.links = compiled.links
        self._locales: dict[str, Locale] = {}
        self._english = locale.language == "en"
        self._turkic = locale.language in DOTTED_I
        self._known: dict[Any, Signed] = {}
        self._scopes = 0
        style = compiled.style
        self.citation = self._scope("citation", style.citation.children)
        self.bibliography = (
            self._scope("bibliography", style.bibliography.children)
            if style.bibliography is not None
            else self.citation
        )

    def _scope(
        self, area: str, nodes: tuple[tree.Node, ...], layout: str = "", key: str = ""
    ) -> Scope:
        self._scopes += 1
        return Scope(self._scopes, area, self._compiled.reached(nodes), layout, key)

    def sort_scope(self, key: tree.Key, layout: str) -> Scope:
        """Return the scope of a sort key of a layout."""
        if key.macro:
            return self._scope("sort", self._compiled.style.macros[key.macro], layout, key.macro)
        node = tree.Text("variable", key.variable, "long", False, tree.PLAIN)
        return self._scope("sort", (node,), layout, f"variable:{key.variable}")

    def program(self, item: Item, scope: Scope, key: tuple[Any, ...]) -> Program:
        """Return the program for an item.

        Args:
            item: What is printed.
            scope: By which layout or sort key.
            key: The values of `Situation` from `position` on, as far as they are not default.
        """
        signed: Signed | None = item.signature
        if signed is None:
            signed = self._sign(item)
        programs = signed[1].get(scope.index)
        if programs is None:
            projected = scope.project(signed[0])
            programs = signed[1][scope.index] = scope.shared.setdefault(projected, {})
        program = programs.get(key)
        if program is None:
            program = programs[key] = self._make(scope, scope.project(signed[0]), key)
        return program

    def _make(self, scope: Scope, signature: Signature, key: tuple[Any, ...]) -> Program:
        situation = Situation(scope.area, scope.layout, *key)
        special = Specialiser(self._compiled, signature, situation, self._locale_of(signature))
        return special.sort_program(scope.key) if scope.area == "sort" else special.program()

    def locale_of(self, item: Item) -> Locale:
        """Return the locale an item is printed in."""
        if not self._item_language:
            return self._locale
        return self._locale_of((item.signature or self._sign(item))[0])

    def _locale_of(self, signature: Signature) -> Locale:
        tag = signature.language
        if not tag:
            return self._locale
        found = self._locales.get(tag)
        if found is None:
            found = self._locales[tag] = Locale(tag, self._compiled.style.locales)
        return found

    def _sign(self, item: Item) -> Signed:
        language = item.language
        primary = language[:2].lower()
        tests = self._compiled.numeric_tests & item.present
        key = (
            item.type,
            item.present,
            frozenset([v for v in tests if is_numeric(item.plain(v))]) if tests else tests,
            tuple([(k, v.shape) for k, v in item.dates.items()]),
            primary in DOTTED_I if language else self._turkic,
            normal_tag(language) if self._item_language else "",
            tuple((k, "1" if v else "") for k, v in item.custom.items()) if item.custom else (),
        )
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = (Signature(*key), {})
        item.signature = known
        item.english = primary == "en" if language else self._english
        return known
