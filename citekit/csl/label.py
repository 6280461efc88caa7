"""The citation label ("Doe99", "DoRo99"): letters of the names and two digits of the year."""

from citekit.csl.items import Item

_LETTERS = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}
_MORE = (1, 1, 1, 1)


def citation_label(item: Item) -> str:
    """Return the label of an item: the one it brings along, or one made of names and year."""
    given = item.raw.get("citation-label")
    if isinstance(given, str) and given:
        return given
    names = next(iter(item.names.values()), ())
    names = item.names.get("author") or names
    if not names:
        stem = "".join(c for c in item["title"] if c.isalnum())[:4]
    else:
        letters = _LETTERS.get(len(names), _MORE)
        stem = "".join(
            (n.family or n.literal)[:count] for n, count in zip(names, letters, strict=False)
        )
    date = item.dates.get("issued")
    year = f"{abs(date.start[0]) % 100:02d}" if date and date.start[0] else ""
    return stem + year
