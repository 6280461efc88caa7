"""The words and figures of the GOST standards: `gost.toml` by style and language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from citekit.languages import identify

Words = Mapping[str, Any]

CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Standard:
    """How a style names the authors of a record.

    Attributes:
        in_heading: Up to so many authors the record stands under their heading, else under title.
        named: Up to so many are named in the statement of responsibility.
        named_of_more: How many of them are named when there are more.
        repeats_heading: The statement repeats the authors of the heading.
        style: "description" (7.1, R 7.0.100) or "reference" (R 7.0.5).
        open_date: How the date of what still appears is printed.
        area: What parts the areas.
        colon: What stands before information that belongs to a title.
        own: What only this standard does: see `gost.toml`.
    """

    in_heading: int
    named: int
    named_of_more: int
    repeats_heading: bool
    style: str
    open_date: str = "{year}– "
    area: str = ". – "
    colon: str = " : "
    own: tuple[str, ...] = ()


@cache
def data() -> dict[str, Any]:
    """Return all of `gost.toml`."""
    text = files("citekit.references").joinpath("gost.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def standard_of(style: str) -> Standard | None:
    """Return how a style of ours names authors; None for a style that is not a GOST.

    >>> standard_of("gost-r-7.0.5-2008-note").repeats_heading
    False
    """
    table = data()["standards"]
    known = [name for name in table if style == name or style.startswith(f"{name}-")]
    return Standard(**table[max(known, key=len)]) if known else None


def known_languages() -> frozenset[str]:
    """Return the languages that have words of their own."""
    return frozenset(data()["words"])


def language_of(item: Mapping[str, Any]) -> str:
    """Return the language of a CSL item, or that of its title where it does not say.

    A language whose words are not known counts as the default one of its script.

    >>> language_of({"title": "Қазақ тілі"}), language_of({"title": "T", "language": "es"})
    ('kk', 'en')
    """
    language = str(item.get("language") or "")
    texts = " ".join(str(item.get(name) or "") for name in ("title", "container-title"))
    if not language and texts.strip():
        return identify(texts, sorted(known_languages())).language
    if re.split("[-_]", language)[0].lower() in known_languages():
        return language
    latin = texts.strip() and not CYRILLIC.search(texts)
    return str(data()["default_latin" if latin else "default"])


def agency_of(item: Mapping[str, Any], language: str) -> str:
    """Return the language in which an item is described: notes and designations are in it.

    7.1 4.9, R 7.0.100 4.8: a foreign book that has been called `[Текст]` is described in Russian.

    >>> agency_of({"title": "On things", "custom": {"content-type": "Текст : электронный"}}, "en")
    'ru'
    """
    custom = item.get("custom")
    said = custom if isinstance(custom, Mapping) else {}
    names = ("material-designation", "content-type")
    designation = " ".join(str(said.get(name) or "") for name in names)
    foreign = not CYRILLIC.search(str(item.get("title") or item.get("container-title") or ""))
    if not foreign or not CYRILLIC.search(designation):
        return language
    return identify(designation, sorted(known_languages())).language


def words_of(language: str, changes: Mapping[str, Words] | None = None) -> Words:
    """Return the words for a language, or those of the default language where it has none.

    Args:
        language: BCP 47 tag.
        changes: The user's own words by language; they win.
    """
    table = data()["words"]
    primary = re.split("[-_]", language or "")[0].lower()
    primary = primary if primary in table else data()["default"]
    own = {name.replace("-", "_"): text for name, text in (changes or {}).get(primary, {}).items()}
    return {**table[primary], **own}
