"""A source in Latin letters: names and titles romanised, with the English translation in brackets.

A person's own spelling always wins over a table; so does a title that the record has in Latin.

>>> from citekit.formats.csl_json import to_item
>>> from citekit.model import Text, Work
>>> book = Work(type="book", language="ru", title=Text({"ru": "Логистика", "en": "Logistics"}))
>>> Romaniser({"ru": "bsi"}).item(book, to_item(book))["title"]
'Logistika [Logistics]'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from citekit.languages import romanise
from citekit.model import NAME_FIELDS, Agent, PersonName, Text, Work

Item = dict[str, Any]

FALLBACK = ("ru", "bgn-pcgn")
"""The table for languages that have none: better than letters nobody can read."""

# Roman numerals are typed with Cyrillic letters that look alike: ХХІ ғасыр.
_NUMERAL = re.compile(r"\b[ХІIVX]{2,}\b")
_NUMERALS = str.maketrans("ХІ", "XI")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+\.?")
_ENGLISH_WINS = ("publisher", "publisher_place")
_BOTH = ("title", "container_title", "collection_title", "part_title", "volume_title")
_KEPT = frozenset({"id", "type", "language", "URL", "DOI", "ISBN", "ISSN"})


@dataclass(frozen=True, slots=True)
class Romaniser:
    """Writes sources in Latin letters.

    Attributes:
        systems: System of romanisation by language.
        both: The source, too, is given in English: `Habarşy [Bulletin]`.
    """

    systems: Mapping[str, str]
    both: bool = True

    def text(self, text: str, language: str) -> str:
        """Return text in Latin letters; what is in Latin letters already stays."""
        if not _CYRILLIC.search(text):
            return text
        text = _NUMERAL.sub(lambda found: found.group().translate(_NUMERALS), text)
        for tag in (language, f"{language}-Cyrl", language.partition("-")[0]):
            if tag in self.systems:
                return romanise(text, tag, self.systems[tag])
        try:
            return romanise(text, language or FALLBACK[0], FALLBACK[1])
        except ValueError:
            return romanise(text, *FALLBACK)

    def words(
        self, languages: Iterable[str], words_of: Callable[[str], Mapping[str, Any]]
    ) -> dict[str, Mapping[str, Any]]:
        """Return the words of languages in Latin letters: `С. 5` is printed as `S. 5`."""
        return {language: self._latin(words_of(language), language) for language in languages}

    def item(self, work: Work, item: Item) -> Item:
        """Return the CSL item of a work in Latin letters."""
        language = work.language or (work.title.language if work.title else "")
        made = {
            key: value if key in _KEPT else self._latin(value, language)
            for key, value in item.items()
        }
        for field in _BOTH:
            text = getattr(work, field)
            if text is not None:
                english = field == "title" or self.both
                made[field.replace("_", "-")] = self._titled(text, language, english)
        for field in _ENGLISH_WINS:
            text = getattr(work, field)
            if text is not None and (english_text := _in_english(text)):
                made[field.replace("_", "-")] = english_text
        for field in NAME_FIELDS:
            agents: tuple[Agent, ...] = getattr(work, field)
            if agents:
                made[field.replace("_", "-")] = [self._name(a, language) for a in agents]
        if _CYRILLIC.search(str(item.get("title", ""))) and language:
            made["language"] = f"{language.partition('-')[0]}-Latn"
        return made

    def _latin(self, value: Any, language: str) -> Any:
        if isinstance(value, str):
            return self.text(value, language)
        if isinstance(value, Mapping):
            return {k: self._latin(v, language) for k, v in value.items()}
        if isinstance(value, list):
            return [self._latin(v, language) for v in value]
        return value

    def _titled(self, text: Text, language: str, translated: bool) -> str:
        """`Romanised title [English title]`."""
        original = text.best(language)
        latin = next((v for tag, v in text.items() if "-Latn" in tag), None)
        latin = latin or self.text(original, _tag_of(text, original) or language)
        english = _in_english(text)
        if not translated or not english or english == latin or not _CYRILLIC.search(original):
            return latin
        return f"{latin} [{english}]"

    def _name(self, agent: Agent, language: str) -> Item:
        for tag, name in agent.name.items():
            if not _CYRILLIC.search(str(name)) and not tag.startswith("und"):
                return _csl_name(name)
        own = agent.name.best(language)
        parts, spoken = _csl_name(own), _tag_of(agent.name, own) or language
        latin: Item = self._latin(parts, spoken)
        if given := parts.get("given"):
            latin["given"] = _WORD.sub(lambda found: self._given(found.group(), spoken), given)
        return latin

    def _given(self, word: str, language: str) -> str:
        """A given name, or its initial where that takes more letters than one: Юрий is `Yu.`.

        What shortens names later would make `Y.` of Yurii, and another person of `Yu.` beside it.
        """
        initial = self.text(f"{word[0]}.", language)
        shortened = len(word) > 1 and not word.endswith(".") and len(initial) > 2
        return initial if shortened else self.text(word, language)


def _tag_of(values: Any, wanted: object) -> str:
    tag = next((tag for tag, value in values.items() if value == wanted), "")
    return "" if tag == "und" else tag


def _in_english(text: Text) -> str:
    return next((v for tag, v in text.items() if tag.partition("-")[0] == "en"), "")


def _csl_name(name: PersonName | str) -> Item:
    if isinstance(name, str):
        return {"literal": name}
    if name.literal is not None:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given_part,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}
