"""Small styles and items for the tests, so that each test shows only what it is about."""

from collections.abc import Mapping, Sequence
from typing import Any

from citekit.csl.native import NativeProcessor


def style(
    layout: str,
    *,
    class_: str = "in-text",
    attributes: str = "",
    citation: str = "",
    around: str = "",
    before: str = "",
    bibliography: str = "",
    sort: str = "",
) -> str:
    """Return a style.

    Args:
        layout: Content of the citation's layout.
        attributes: Attributes of `style`.
        citation: Attributes of `citation`.
        around: Attributes of the citation's layout.
        before: What stands before the citation: locales and macros.
        bibliography: The whole `bibliography` element.
        sort: The citation's `sort` element.
    """
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" class="{class_}" version="1.0" {attributes}>'
        f"{before}<citation {citation}>{sort}<layout {around}>{layout}</layout></citation>"
        f"{bibliography}</style>"
    )


def book(id_: str = "a", /, **fields: Any) -> dict[str, Any]:
    """Return a book by Abai of 1909, with any field changed."""
    item = {"id": id_, "type": "book", "title": "Words", "author": [person("Qunanbaiuly", "Abai")],
            "issued": {"date-parts": [[1909]]}}  # fmt: skip
    return {**item, **fields}


def person(family: str, given: str = "", **parts: Any) -> dict[str, Any]:
    """Return a name."""
    return {"family": family, "given": given, **parts}


def engine(csl: str, items: Sequence[Mapping[str, Any]], **options: Any) -> NativeProcessor:
    """Return a native processor."""
    return NativeProcessor(csl, items, **options)


def cited(csl: str, *items: Mapping[str, Any], **options: Any) -> str:
    """Return one citation of all the items."""
    from citekit.csl import Cite, Cluster

    made = engine(csl, items, **options)
    return made.citations([Cluster(tuple(Cite(str(i["id"])) for i in items))])[0]


def listed(csl: str, *items: Mapping[str, Any], **options: Any) -> list[str]:
    """Return the texts of the bibliography."""
    return [entry.text for entry in engine(csl, items, **options).bibliography().entries]
