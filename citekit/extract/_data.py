"""Reads the data files of `citekit.extract`, once each: vocabulary by language, and weights."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_DATA = files(__package__).joinpath("data")


@cache
def load(*parts: str) -> dict[str, Any]:
    """Return the TOML table at `data/<parts>.toml`, or an empty table; callers must not change it.

    >>> "Аңдатпа" in load("kk", "labels")["abstract"]
    True
    """
    file = _DATA.joinpath(*parts[:-1], parts[-1] + ".toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages whose vocabulary we have: the folders of the data.

    >>> "kk" in languages()
    True
    """
    return tuple(sorted(folder.name for folder in _DATA.iterdir() if folder.is_dir()))


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """Return the words under `key` in the file `name` of every language.

    >>> "университет" in words("people", "organizations")
    True
    """
    found: dict[str, None] = {}
    for language in languages():
        found |= dict.fromkeys(load(language, name).get(key, ()))
    return tuple(found)
