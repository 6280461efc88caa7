"""A work in the making: values, where each came from, and what none of them holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from citekit.references.areas import Area

_SPACES = re.compile(r"\s+")
_SOFT = re.compile("[\u00ad¬]\\s?")
_QUOTES = (("«", "»"), ("“", "”"), ("„", "“"), ('"', '"'), ("‘", "’"), ("'", "'"))


def clean(text: str) -> str:
    """Return text as it stands in a field: single spaces, no soft hyphens, no stray LaTeX."""
    if "\u00ad" in text or "¬" in text:
        text = _SOFT.sub("", text)
    if "\\" in text:
        text = (
            text.replace("\\linebreak", " ")
            .replace("\\ldots", "...")
            .replace("\\-", "")
            .replace("\\", "")
        )
    if "&" in text and ";" in text:
        text = unescape(text)
    return _SPACES.sub(" ", text).strip()


def unquoted(text: str) -> str:
    """Return a title without the quotation marks that stand around all of it.

    >>> unquoted("«Елім-ай»"), unquoted("«А» және «Б»")
    ('Елім-ай', '«А» және «Б»')
    """
    for left, right in _QUOTES:
        inner = text[1:-1]
        if text[:1] == left and text[-1:] == right and left not in inner and right not in inner:
            return inner.rstrip(".,").strip()
    for left, right in _QUOTES[:3]:
        # Half a pair says nothing: the author forgot the other half, or it stands outside.
        if text.endswith(right) and left not in text:
            return text[:-1].rstrip()
    return text


@dataclass(slots=True)
class Record:
    """A work in the making.

    Attributes:
        fields: Values by the names of `Work`, as plain Python.
        sources: For each field the areas it was taken from.
        unused: Areas that no field holds.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, list[Area]] = field(default_factory=dict)
    unused: list[Area] = field(default_factory=list)

    def put(self, name: str, value: Any, area: Area | None = None) -> None:
        """Set a field that is not set yet."""
        if value and name not in self.fields:
            self.fields[name] = value
            if area is not None:
                self.sources.setdefault(name, []).append(area)
        elif area is not None and value and self.fields.get(name) == value:
            self.sources.setdefault(name, []).append(area)
        elif area is not None:
            self.unused.append(area)

    def rename(self, name: str, other: str) -> None:
        """Give what one field holds to another."""
        if name in self.fields:
            self.fields[other] = self.fields.pop(name)
            self.sources[other] = self.sources.pop(name, [])

    def extend(self, name: str, values: tuple[Any, ...], area: Area) -> None:
        """Add to a field that holds several values."""
        if values:
            self.fields[name] = (*self.fields.get(name, ()), *values)
            self.sources.setdefault(name, []).append(area)

    def join(self, name: str, value: str, area: Area, separator: str) -> None:
        """Add to a field that holds several values in one text."""
        if not value:
            self.unused.append(area)
            return
        known = self.fields.get(name)
        self.fields[name] = f"{known}{separator}{value}" if known else value
        self.sources.setdefault(name, []).append(area)
