"""The record in the making: the document as read, the values so far, and where they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from citekit.extract.document import Furniture, Line, Pages, Source
from citekit.extract.heads import Heads
from citekit.extract.labelling import Run
from citekit.languages import Repaired, Words
from citekit.model import Provenance

Place = tuple[int, int]
"""Where something stands in the repaired text."""


@dataclass
class Notebook:
    """The record in the making: what was read, and the provenance of what is filled in."""

    source: Source
    repaired: Repaired
    words: Words
    runs: Sequence[Run]
    header: Sequence[Line]
    heads: Heads
    furniture: Sequence[Furniture]
    pages: Pages
    page_at: Callable[[int], str | None]
    values: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    _unmarked: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def record(
        self, path: str, value: Any, place: Place | None, confidence: float, **more: Any
    ) -> None:
        """Note where the field at `path` comes from: printed, or repaired where the text was."""
        span = self.repaired.span(*place) if place else None
        printed = self.source.text[slice(*span)] if span else None
        same = printed is not None and _squeezed(printed) == _squeezed(str(value))
        damaged = span is not None and any(
            r.span[0] < span[1] and span[0] < r.span[1] and not r.code.startswith("text.space")
            for r in self._repairs_near(span)
        )
        method = more.pop("method", "repaired" if damaged else "printed")
        label = more.pop("label", None)
        self.provenance[path] = Provenance(
            method=method,
            span=span,
            page=self.page_at(span[0]) if span else None,
            as_printed=more.pop(
                "as_printed", None if same or printed is None or len(printed) > 400 else printed
            ),
            label=self.repaired.span(*label) if label else None,
            confidence=round(confidence, 2),
            **more,
        )

    def _repairs_near(self, span: Place) -> list[Any]:
        return [r for r in self.repaired.repairs if r.span[0] < span[1] and span[0] < r.span[1]]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
