"""An item on its way to being printed by GOST: what it says, and what is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from citekit.references.gost_names import Item
from citekit.references.gost_words import Standard, Words

PART_OF_A_WHOLE = "container-title"
ACTS = frozenset({"legislation", "regulation", "bill", "treaty"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An item on its way to being prepared; its parts are changed in place.

    Attributes:
        item: The CSL item; its plain variables are changed where the standards want it.
        custom: Its extension variables.
        standard: How the style names authors, and what it does as no other.
        words: The words of the item's language.
        agency: Those of the language in which it is described: notes and designations have them.
        in_text: The style is one of references in notes or within the text.
    """

    item: Item
    custom: dict[str, Any]
    standard: Standard
    words: Words
    agency: Words
    in_text: bool = False

    def text(self, name: str) -> str:
        """Return a plain variable as text."""
        value = self.item.get(name)
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()

    def texts(self, name: str) -> list[str]:
        """Return an extension variable as a list."""
        value = self.custom.get(name)
        return [value] if isinstance(value, str) and value else [str(v) for v in value or ()]

    def said(self, name: str) -> str:
        """Return an extension variable as one text."""
        return " ".join(self.texts(name))

    @property
    def kind(self) -> str:
        """The CSL type."""
        return self.text("type")

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a journal, a book, a site."""
        return bool(self.text(PART_OF_A_WHOLE))

    @property
    def title_text(self) -> str:
        """The title with its information and volume, in which more may be said already."""
        return " ".join(
            (
                self.text("title"),
                self.said("other-title-information"),
                self.said("volume-information"),
            )
        )

    def add_information(self, text: str) -> None:
        """Add other title information to what the item has."""
        information = self.texts("other-title-information")
        if not information and self.text("genre"):
            information = [self.text("genre")]
        self.custom["other-title-information"] = [*information, text]

    def add_note(self, fact: str, note: str) -> None:
        """Add a note, unless one tells this fact already."""
        if fact not in self.said("notes"):
            self.custom["notes"] = [*self.texts("notes"), note]


def parts_of(date: Any) -> list[int]:
    """Return year, month and day of a CSL date, as far as they are known."""
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    first: Iterable[Any] = parts[0] if isinstance(parts, list) and parts else ()
    return [int(p) for p in first if str(p).isdecimal()] if isinstance(first, list | tuple) else []


def day_of(date: Any) -> tuple[int, int, int] | None:
    """Return the day of a CSL date, where it is known."""
    parts = parts_of(date)
    return (parts[0], parts[1], parts[2]) if len(parts) > 2 and 1 <= parts[1] <= 12 else None


def year_of(date: Any) -> str:
    """Return the year of a CSL date; else ``."""
    return str(next(iter(parts_of(date)), ""))
