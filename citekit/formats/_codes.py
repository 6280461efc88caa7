"""The codes in which formats write what a record calls a language or a type.

The codes of languages are those of `citekit.languages`. `data/types.csv` has a row for each CSL
item type and a column for each format; a cell holds the format's word, then after `|` others that
are read as the same type. Where one word stands in several rows, the uppermost is read.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from citekit.languages.tags import CodeSystem, parse_language
from citekit.languages.tags import language_code as code_of
from citekit.model._language_tag import normalise_tag

_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis", "any", "unk"))


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def language_code(tag: str | None, system: CodeSystem) -> str | None:
    """Return a language's code in another system, or None where that has none.

    >>> language_code("kk", "elibrary"), language_code("ru-RU", "iso639-2b")
    ('KKZ', 'rus')
    """
    if not tag or tag.split("-")[0] in _NO_LANGUAGE:
        return None
    try:
        return code_of(tag, system)
    except ValueError:
        return None


@cache
def language_tag(written: str | None) -> str | None:
    """Return the BCP 47 tag for a code or name in any of the systems, or None.

    >>> language_tag("KKZ"), language_tag("russian"), language_tag("ger"), language_tag("ru-RU")
    ('kk', 'ru', 'de', 'ru-RU')
    """
    text = (written or "").strip()
    if not text:
        return None
    tag = parse_language(text) or normalise_tag(text)
    return None if tag is None or tag.split("-")[0] in _NO_LANGUAGE else tag


@cache
def _types(column: str) -> Mapping[str, tuple[str, ...]]:
    rows = _rows("types.csv")
    return {row["type"]: tuple(row[column].split("|")) for row in rows if row[column]}


@cache
def _read_types(column: str) -> Mapping[str, str]:
    readings: dict[str, str] = {}
    for kind, words in _types(column).items():
        for word in words:
            readings.setdefault(word.lower(), kind)
    return readings


def written_type(kind: str, column: str) -> str | None:
    """Return a format's word for an item type, or None where it has none of its own.

    >>> written_type("article-journal", "ris"), written_type("bill", "bibtex")
    ('JOUR', None)
    """
    words = _types(column).get(kind)
    return words[0] if words else None


def read_type(word: str | None, column: str) -> str | None:
    """Return the item type for a format's word, or None for a word that nobody knows.

    >>> read_type("EJOUR", "ris"), read_type("conference", "bibtex")
    ('article-journal', 'paper-conference')
    """
    return _read_types(column).get((word or "").strip().lower())


@cache
def roles(column: str) -> tuple[tuple[str, str], ...]:
    """Return each name field with a format's word for the role, in the order of the table.

    >>> roles("marc")[0]
    ('author', 'aut')
    """
    return tuple((row["field"], row[column]) for row in _rows("roles.csv") if row[column])


def read_role(word: str | None, column: str) -> str | None:
    """Return the name field for a format's word of a role, or for the role's plain name, or None.

    >>> read_role("edt", "marc"), read_role("Editor", "marc")
    ('editor', 'editor')
    """
    low = (word or "").lower().rstrip(".")
    coded = next((name for name, code in roles(column) if code.lower() == low), None)
    return coded or next((name for name, _ in roles(column) if name == low), None)
