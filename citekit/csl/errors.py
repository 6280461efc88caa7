"""What can go wrong in a style or an item, each with its own name."""

from typing import NamedTuple


class CSLError(Exception):
    """A style, locale or request that cannot be processed; the message says where and why."""


class StyleError(CSLError):
    """The style is not well-formed, not CSL, or contradicts itself (cycles, missing macros)."""


class ItemError(CSLError):
    """An item cannot be used at all: it is not an object, or it has no `id`."""


class UnknownItemError(CSLError, KeyError):
    """A cite names an item that the processor was not given."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class CSLWarning(NamedTuple):
    """Something that was passed over, so that the rest could be rendered.

    Attributes:
        message: What was found and what was done about it.
        item: Id of the item concerned; empty when the style is.
        field: CSL variable concerned, if one is.
    """

    message: str
    item: str = ""
    field: str = ""

    def __str__(self) -> str:
        place = " ".join(p for p in (self.item, self.field) if p)
        return f"{place}: {self.message}" if place else self.message
