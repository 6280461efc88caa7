"""The codes in which formats write what a record calls a language or a type; one table each.

`data/languages.csv` has a row for each language: its BCP 47 tag, the bibliographic code of
ISO 639-2 (MARC, MODS, DOAJ), babel's name (BibLaTeX) and eLIBRARY's own code.
`data/types.csv` has a row for each CSL item type and a column for each format; a cell holds the
format's word, then after `|` others that are read as the same type. Where one word stands in
several rows, the uppermost is read.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from citekit.model._language_tag import normalise_tag

System = Literal["iso639_2b", "babel", "elibrary", "english"]


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _languages(system: System) -> Mapping[str, str]:
    return {row["tag"]: row[system] for row in _rows("languages.csv") if row[system]}


@cache
def _readings() -> Mapping[str, str]:
    """Return the tag for every code, name and alias, in small letters."""
    readings = {row["written"]: row["tag"] for row in _rows("language_aliases.csv")}
    for row in _rows("languages.csv"):
        for system in ("elibrary", "english", "babel", "iso639_2b", "tag"):
            if row[system]:
                readings[row[system].lower()] = row["tag"]
    return readings


def language_code(tag: str | None, system: System) -> str | None:
    """Return a language's code in another system, or None where that has none.

    Script and region are not said by these systems.

    >>> language_code("kk", "elibrary"), language_code("ru-RU", "iso639_2b")
    ('KKZ', 'rus')
    """
    return _languages(system).get(tag.split("-")[0]) if tag else None


@cache
def language_tag(written: str | None) -> str | None:
    """Return the BCP 47 tag for a code or name in any of the systems, or None.

    >>> language_tag("KKZ"), language_tag("russian"), language_tag("ger"), language_tag("ru-RU")
    ('kk', 'ru', 'de', 'ru-RU')
    """
    text = (written or "").strip()
    known = _readings().get(text.lower())
    if known is not None:
        return known
    tag = normalise_tag(text)
    if tag is None or tag.split("-")[0] in ("und", "mul", "zxx", "mis", "any", "unk"):
        return None
    if len(first := tag.split("-")[0]) == 3:
        return tag.replace(first, _readings().get(first, first), 1)
    return tag


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
