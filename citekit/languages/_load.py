"""Reads the data files of `citekit.languages`, once each and only when asked for.

Each language has a folder named by its BCP 47 tag under `data/`; what belongs to no language
(damage to texts, scripts, codes) stands in folders of its own. A new language is a new folder.
"""

from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


@cache
def load(*parts: str) -> dict[str, Any]:
    """Return the TOML table at `data/<parts>.toml`, or an empty table when there is none.

    Callers share the value: they must not change it.

    >>> load("ru", "letters")["alphabet"][:3]
    'абв'
    >>> load("ru", "no-such-file")
    {}
    """
    file = _DATA.joinpath(*parts[:-1], parts[-1] + ".toml")
    if not file.is_file():
        return {}
    import tomllib  # what reads no data needs no parser

    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def folders_with(name: str) -> tuple[str, ...]:
    """Return the folders (languages, above all) that hold a file `<name>.toml`, sorted.

    >>> "kk" in folders_with("letters")
    True
    """
    return tuple(
        sorted(
            folder.name
            for folder in _DATA.iterdir()
            if folder.is_dir() and folder.joinpath(name + ".toml").is_file()
        )
    )
