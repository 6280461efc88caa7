"""The order of entries and cites: a style's sort keys applied to items."""

from collections.abc import Callable, Mapping
from typing import Any

from citekit.csl.code import State
from citekit.csl.disambiguate import NOTHING, Distinction
from citekit.csl.items import Item
from citekit.csl.position import FIRST, NOWHERE
from citekit.csl.programs import Programs
from citekit.csl.sort import prepared, text_key
from citekit.csl.tree import Layout


class Sorter:
    """Makes the keys by which a layout sorts.

    Attributes:
        numbers: Citation numbers by item id, as far as there are any.
        found: Distinctions by item id, for year-suffixes.
    """

    def __init__(self, layout: Layout, area: str, programs: Programs, locale: str) -> None:
        self.numbers: Mapping[str, int] = {}
        self.found: Mapping[str, Distinction] = {}
        self._keys = [
            (self._text(programs, key, area), text_key(locale), key.descending)
            for key in layout.sort
        ]

    def sort(self, items: list[Item]) -> list[Item]:
        """Return the items in order; equal ones keep theirs.

        Items for which a key is empty come last, whether it ascends or descends.
        """
        return self._sort(list(items), 0)

    def _sort(self, items: list[Item], number: int) -> list[Item]:
        """Sort by the key of this number, and what is equal by the next one."""
        if number == len(self._keys) or len(items) < 2:
            return items
        text_of, collate, descending = self._keys[number]
        groups: dict[Any, list[Item]] = {}
        for item in items:
            text = text_of(item)
            groups.setdefault(collate(text) if text else "", []).append(item)
        empty = groups.pop("", [])
        out: list[Item] = []
        for key in sorted(groups, reverse=descending):
            out += self._sort(groups[key], number + 1)
        return out + self._sort(empty, number + 1)

    def _text(self, programs: Programs, key: Any, area: str) -> Callable[[Item], str]:
        options = tuple(sorted((k, v) for k, v in key.options.items() if k.startswith("names-")))
        scope = programs.sort_scope(key, area)
        position = NOWHERE if area == "bibliography" else FIRST
        plain = (position, "", False, 0, False, False, "", False, options)
        suffixed = (position, "", False, 0, True, False, "", False, options)
        state, program = State(), programs.program

        def text(item: Item) -> str:
            suffix = self.found.get(item.id, NOTHING).year_suffix
            state.number = str(self.numbers.get(item.id, ""))
            state.year_suffix = suffix
            key = suffixed if suffix and programs.tests_suffix else plain
            return prepared(program(item, scope, key).render(item, state))

        return text
