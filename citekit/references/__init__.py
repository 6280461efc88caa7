"""One reference string and one record: reading what authors hand in.

`parse` reads one string and `parse_list` a whole list into `Reference`s, each with the string as
printed and the `Work` understood from it; `read` also tells the grounds: the areas, how sure, what
is missing by the standard. See docs/references.md.
"""

from citekit.references.reading import Reading, parse, read
from citekit.references.split import Item, parse_list, split_list

__all__ = ["Item", "Reading", "parse", "parse_list", "read", "split_list"]
