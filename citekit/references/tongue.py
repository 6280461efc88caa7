"""The language of a described source: that of its title, helped by the rest of the string."""

from __future__ import annotations

import re
from functools import cache

from citekit.languages import identify
from citekit.references.areas import Areas
from citekit.references.record import Record
from citekit.references.vocabulary import table

_CYRILLIC = re.compile("[а-яё]{3}", re.I)
_ANY_CYRILLIC = re.compile("[а-яёәғқңөұүһіў]", re.I)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 160
"""Characters of a text that tell its language."""
_ONES = ("kk", "ru", "uk")
_ONLY_UKRAINIAN = re.compile("[їєґЇЄҐ]")
_UKRAINIAN = re.compile("[їєґЇЄҐ]|\\b(?:та|і|в|у|з|на|для|про)\\b")


def language_of(record: Record, found: Areas) -> str:
    """Return the BCP 47 tag of the described source's language."""
    fields = record.fields
    title = " ".join((fields.get("title", ""), *fields.get("other_title_information", ())))
    short = len(title.split()) < 3 and len(title) < 24
    if short:
        extra = (fields.get("container_title"), fields.get("publisher"), fields.get("genre"))
        if _ONLY_UKRAINIAN.search(found.text):
            return "uk"
        script = bool(_CYRILLIC.search(title))
        same = (e for e in extra if e and bool(_CYRILLIC.search(e)) == script)
        title = " ".join((title, *same))
    tongue = _identified(title[:_ENOUGH], found.text[:_ENOUGH])
    tag = found.first("TAG")
    if tag is not None:
        said = tag.values["tag"].lower()
        meant = "kk" if "kaz" in said else "ru" if "rus" in said else None
        if meant and not _CYRILLIC.search(title):
            return meant if len(_english().findall(title)) > 1 else f"{meant}-Latn"
    return tongue


def _identified(title: str, whole: str) -> str:
    text = title or whole
    if len(_LATIN_WORD.findall(text)) < 2 and not _CYRILLIC.search(text):
        # A name in Latin letters says nothing: `BULT. [Электронный ресурс]`.
        text = whole
    if _ANY_CYRILLIC.search(text):
        if "ў" in text:
            return "be"
        if not _CYRILLIC.search(text):
            text = whole
        tongue = identify(text, _ONES).language
        if tongue != "uk" or _UKRAINIAN.search(text):
            return tongue
        tongue = identify(whole, _ONES).language
        return (
            tongue
            if tongue != "uk" or _UKRAINIAN.search(whole)
            else identify(text, _ONES[:2]).language
        )
    if len(_english().findall(text)) > 1:
        return "en"
    tongue = identify(text).language
    return identify(whole).language if tongue == "und" else tongue


@cache
def _english() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('en')['stop'])})\b", re.I)
