"""One module a format, each with a `FORMAT` that says how it is read and written.

The registry is the folder: a module `citekit/formats/csl_json.py` is the format `csl-json`, and
the command line, the documentation's table and the round-trip tests find it by themselves.

"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches

from citekit.formats.base import (
    Account,
    Format,
    FormatError,
    Loss,
    RefusedError,
    UnknownFormatError,
    Unread,
)

__all__ = [
    "Account",
    "Format",
    "FormatError",
    "Loss",
    "RefusedError",
    "UnknownFormatError",
    "Unread",
    "by_name",
    "detect",
    "get",
    "names",
]

_NOT_FORMATS = frozenset(("base",))


def names() -> tuple[str, ...]:
    """Return the name of every format, in alphabetical order; imports none of them."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(
        sorted(n.replace("_", "-") for n in found if n not in _NOT_FORMATS and n[0] != "_")
    )


def get(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UnknownFormatError: There is no such format; the message names those that come near.
    """
    if name not in names():
        near = get_close_matches(name, names(), 3, 0.5)
        hint = f"did you mean {', '.join(near)}?" if near else f"known are {', '.join(names())}"
        raise UnknownFormatError(f"there is no format {name!r}; {hint}")
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Format = module.FORMAT
    return found


_BY_ENDING = {
    ".bib": ("biblatex", "bibtex"),
    ".json": ("datacite-json", "doaj-json", "crossref-json", "schema-org", "csl-json"),
    ".yaml": ("csl-yaml", "yaml"),
    ".yml": ("csl-yaml", "yaml"),
    ".ris": ("ris",),
}
"""The formats that files of common endings have, in the order in which their content is looked at;
the last is what the ending stands for by itself. The others then need not be imported."""


def by_name(name: str) -> Format | None:
    """Return the format that the ending of a file's name stands for, or None.

    >>> by_name("list.ris").name, by_name("list.xml")
    ('ris', None)
    """
    low = name.lower()
    usual = _usual(low)
    if usual:
        return get(usual[-1])
    found = [f for f in map(get, names()) if f.extensions and low.endswith(f.extensions)]
    return found[0] if len(found) == 1 else None


def _usual(name: str) -> tuple[str, ...]:
    return next((found for end, found in _BY_ENDING.items() if name.endswith(end)), ())


def detect(head: bytes, name: str = "") -> Format:
    """Return the format of a file from its beginning, else from the ending of its name.

    Args:
        head: The first bytes, up to 64 KiB.
        name: The file's name.

    Raises:
        UnknownFormatError: Neither tells the format.
    """
    for usual in map(get, _usual(name.lower())):
        if usual.sniff(head):
            return usual
    readable = [f for f in map(get, names()) if f.read is not None]
    by_content = [f for f in readable if f.sniff(head)]
    both = [f for f in by_content if f.extensions and name.lower().endswith(f.extensions)]
    named = by_name(name)
    for found in (both, by_content, [named] if named and named.read else []):
        if found:
            return found[0]
    raise UnknownFormatError(
        "the format cannot be told from the content or the name; say which it is "
        f"({', '.join(f.name for f in readable)})"
    )
