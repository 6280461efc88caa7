"""One reference string and one record: reading what authors hand in.

`parse` reads one string and `parse_list` a whole list into `Reference`s, each with the string as
printed and the `Work` understood from it; `read` also tells the grounds: the areas, how sure, what
is missing by the standard. See docs/references.md.
"""

from typing import TYPE_CHECKING

from citekit.lazy import lazy

if TYPE_CHECKING:
    from citekit.references.duplicates import Duplicate, duplicates
    from citekit.references.explain import explain
    from citekit.references.pairs import pair_lists
    from citekit.references.reading import Reading, parse, read
    from citekit.references.split import Item, parse_list, split_list

__all__ = [
    "Duplicate",
    "Item",
    "Reading",
    "duplicates",
    "explain",
    "pair_lists",
    "parse",
    "parse_list",
    "read",
    "split_list",
]

lazy(
    __name__,
    {
        "duplicates": "Duplicate duplicates",
        "explain": "explain",
        "pairs": "pair_lists",
        "reading": "Reading parse read",
        "split": "Item parse_list split_list",
    },
)
