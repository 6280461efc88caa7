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
    UnknownFormatError,
    Unread,
)

__all__ = [
    "Account",
    "Format",
    "FormatError",
    "Loss",
    "UnknownFormatError",
    "Unread",
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
