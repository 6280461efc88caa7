"""The language of a described source: that of its title, helped by the rest of the string."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from citekit.languages import identify
from citekit.references.areas import Areas
from citekit.references.record import Record
from citekit.references.vocabulary import mapping, table

_CYRILLIC = re.compile("[а-яё]{3}", re.I)
_ANY_CYRILLIC = re.compile("[а-яёәғқңөұүһіў]", re.I)
_WORD = re.compile(r"[a-z]+")
_LONG_WORD = re.compile("[а-яёөүң]{5}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 160
"""Characters of a text that tell its language."""
_ONES = ("kk", "ru", "uk", "ky")
_ONLY_UKRAINIAN = re.compile("[їєґЇЄҐ]")
_UKRAINIAN = re.compile("[їєґЇЄҐ]|\\b(?:та|і|в|у|з|на|для|про)\\b")


class Tongue(NamedTuple):
    """The language of a source, and that of the text which describes it.

    They differ in romanised lists: a book in Russian (`ru`) has its title in `ru-Latn`.
    """

    language: str
    text: str


def tongue_of(record: Record, found: Areas) -> Tongue:
    """Return the BCP 47 tags of the described source and of its title as printed."""
    text = _language_of_text(record, found)
    return Tongue(text.removesuffix("-Latn").removesuffix("-Cyrl"), text)


def _language_of_text(record: Record, found: Areas) -> str:
    fields = record.fields
    title = " ".join((fields.get("title", ""), *fields.get("other_title_information", ())))
    tag = found.first("TAG")
    if tag is not None:
        said = re.findall(r"[^\W\d_]+", tag.values["tag"].lower())[-1]
        meant = next(
            (c for stem, c in mapping("tag_languages").items() if said.startswith(stem)), ""
        )
        if meant and not _CYRILLIC.search(title):
            romanised = meant in (*_ONES, *_neighbours()) and _english_words(title) < 2
            return f"{meant}-Latn" if romanised else meant
    short = len(title.split()) < 3 and len(title) < 24
    if short:
        extra = (fields.get("container_title"), fields.get("publisher"), fields.get("genre"))
        if _ONLY_UKRAINIAN.search(found.text):
            return "uk"
        script = bool(_CYRILLIC.search(title))
        same = (e for e in extra if e and bool(_CYRILLIC.search(e)) == script)
        title = " ".join((title, *same))
    return _identified(title[:_ENOUGH], found.text[:_ENOUGH])


def _identified(title: str, whole: str) -> str:
    text = title or whole
    if len(_LATIN_WORD.findall(text)) < 2 and not _CYRILLIC.search(text):
        # A name in Latin letters says nothing: `BULT. [Электронный ресурс]`.
        text = whole
    if _ANY_CYRILLIC.search(text):
        if not _CYRILLIC.search(text):
            text = whole
        tongue = identify(text, _ones(text)).language
        if tongue != "uk" or _UKRAINIAN.search(text):
            return tongue
        tongue = identify(whole, _ones(whole)).language
        return (
            tongue
            if tongue != "uk" or _UKRAINIAN.search(whole)
            else identify(text, [o for o in _ones(text) if o != "uk"]).language
        )
    if _english_words(text) > 1:
        return "en"
    if western := _western(text):
        return western
    tongue = identify(text).language
    return identify(whole).language if tongue == "und" else tongue


@cache
def _neighbours() -> dict[str, frozenset[str]]:
    """Return the languages that come into question only where a letter of theirs stands."""
    return {tag: frozenset(letters) for tag, letters in table("kinds")["letters"].items()}


def _ones(text: str) -> tuple[str, ...]:
    letters = set(text.lower())
    if len(_LONG_WORD.findall(text)) < 2:
        return _ONES[:3]  # too little to tell Kyrgyz from Kazakh
    return (*_ONES, *(tag for tag, own in _neighbours().items() if letters & own))


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {tag: frozenset(words.split()) for tag, words in table("kinds")["western"].items()}


def _western(text: str) -> str:
    """Return the language of Western Europe whose function words stand in a title, or nothing.

    >>> _western("L'Asie centrale et la Russie"), _western("Vestnik KazNU")
    ('fr', '')
    """
    # Not in capitals: `MIT Press` is no German.
    found = [w.lower() for w in _LETTERS.findall(text) if w.islower() or w.istitle()]
    hits = {tag: sum(word in own for word in found) for tag, own in _function_words().items()}
    most = max(hits.values())
    best = [tag for tag, number in hits.items() if number == most]
    if most < 2 and best != ["de"]:
        return ""
    return best[0] if len(best) == 1 else identify(text, best).language


@cache
def _english() -> frozenset[str]:
    return frozenset(table("en")["stop"])


def _english_words(text: str) -> int:
    return sum(word in _english() for word in _WORD.findall(text.lower()))
