"""The terminals of the grammar: the elements of a reference that announce themselves.

`С. 5–10`, `№ 3 (45)`, `ISBN …`, `256 б.`: each is a pattern that is tried only where an element may
begin, and only when the first word or character there is one of its openers. Words come from the
data files. All repetition is bounded, so that a terminal does bounded work per attempt.
"""

from __future__ import annotations

from functools import cache

from citekit.references.terminals import addressed, counted, dated, official
from citekit.references.terminals.common import YEAR, Terminal

KINDS = (official, addressed, dated, counted)
"""Where several terminals have one opener, the first that fits is taken, in this order."""


@cache
def terminals() -> dict[str, tuple[Terminal, ...]]:
    """Return the terminals by their openers.

    >>> [t.label for t in terminals()["введ"]]
    ['NOTE']
    """
    found: dict[str, list[Terminal]] = {}
    for kind in KINDS:
        for openers, terminal in kind.rows():
            for opener in openers:
                found.setdefault(opener, []).append(terminal)
    return {opener: tuple(rows) for opener, rows in found.items()}


__all__ = ["KINDS", "YEAR", "Terminal", "terminals"]
