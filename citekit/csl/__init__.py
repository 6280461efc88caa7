"""CSL 1.0.2 processing: a style and CSL-JSON items become citations and a bibliography.

The floor knows CSL and nothing of articles. `processor` makes an engine; `Cite` and `Cluster`
say what is cited where. See `citekit.csl.native` for our own engine and its two extensions.
"""

from citekit.csl.engine import (
    Bibliography,
    Cite,
    Cluster,
    Engine,
    Entry,
    Item,
    Processor,
    processor,
)
from citekit.csl.errors import CSLError, CSLWarning, ItemError, StyleError, UnknownItemError

__all__ = [
    "Bibliography",
    "CSLError",
    "CSLWarning",
    "Cite",
    "Cluster",
    "Engine",
    "Entry",
    "Item",
    "ItemError",
    "Processor",
    "StyleError",
    "UnknownItemError",
    "processor",
]
