"""What stands around the name of an institution: its city, country, address, and contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from citekit.extract._data import words
from citekit.extract.evidence import pattern

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}")
CONTACT = re.compile(
    r"[(\[]?\*?\s*(?:(?:corresponding|correspondent|корреспондент|автор|e-?mail|е-?mail|тел|tel|phone|ph|факс|моб)\b"
    r"|орсид|orcid|\d{4}-\d{4}-\d{4}-\d{3}[\dXХ]"
    r"|https?://|\+\d|\(\d{3,5}\)|эл(?:ектронн\w+)?\.? (?:почт|пошт|адрес))",
    re.I,
)
POSTCODE = re.compile(r"\b\d{5,6}\b")


@cache
def countries() -> dict[str, str]:
    """Return the names of countries by the same in small letters."""
    return {name.lower(): name for name in words("people", "countries")}


@cache
def _city_marks() -> re.Pattern[str]:
    marks = sorted(words("people", "cities"), key=len, reverse=True)
    spelled = "|".join(re.escape(mark) for mark in marks)
    return re.compile(rf"^(?:{spelled})\s*(?=[^\W\d_])|\s+(?:{spelled})$")


def emails_in(text: str) -> list[tuple[str, int, int]]:
    """Return the e-mail addresses in `text`, with where they stand.

    >>> emails_in("e-mail: a.b@mail.ru, тел.")
    [('a.b@mail.ru', 8, 19)]
    """
    return [
        (m[0].rstrip(".-"), m.start(), m.start() + len(m[0].rstrip(".-")))
        for m in EMAIL.finditer(text)
    ]


def take_apart(text: str) -> tuple[str, str | None, str | None, str | None]:
    """Return name, city, country and address of an institution.

    >>> take_apart("Esil University, г.Астана, Казахстан")
    ('Esil University', 'Астана', 'Казахстан', None)
    """
    text = _BRACKETED.sub(r", \1", _CITY_STOP.sub(", ", text))
    parts = [
        part.strip(" .") if not part.strip().endswith(("г.", "қ.", "пр.", "ул.")) else part.strip()
        for part in re.split(r",\s*", text)
    ]
    country = city = None
    address: list[str] = []
    streets = pattern("streets")
    name: list[str] = []
    organizations = pattern("organizations")
    for i, part in enumerate(parts):
        low = part.lower().strip(" .")
        if i and low in countries():
            country = part
        elif i and (POSTCODE.search(part) or re.search(r"\d", part) or streets.match(part)):
            address.append(part)
        elif i and _is_city(part) and not organizations.search(part) and city is None:
            city = _city_marks().sub("", part).strip()
        elif i and (country or city or address) and not organizations.search(part):
            address.append(part)
        else:
            name.append(part)
    return ", ".join(name), city, country, ", ".join(address) or None


def place_of(parts: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Return city, country and address that the clauses after an institution name.

    >>> place_of(["г. Астана", "Казахстан"]), place_of(["Almaty"])
    (('Астана', 'Казахстан', None), ('Almaty', None, None))
    """
    if not parts:
        return None, None, None
    _, city, country, address = take_apart(", ".join(["", *parts]))
    return city, country, address


def opened(text: str) -> str:
    """Return a text with commas for the brackets around places.

    >>> opened("КазНУ (г. Алматы, Казахстан), доцент")
    'КазНУ , г. Алматы, Казахстан, , доцент'
    """
    return _PLACE.sub(r", \1, ", text)


_PLACE = re.compile(
    r"\(((?:г\.|м\.|\d{5,6},)[^()]{2,90}|[^()]{2,60}\s(?:қ\.|қаласы)[^()]{0,40}"
    r"|[^\W\d_a-zа-я][\w. -]{2,30},\s[^\W\d_a-zа-я][\w -]{3,40})\)"
)


_CITY_STOP = re.compile(
    r"(?<=[а-яёa-zқңғүұіөәһ])\.\s+(?=(?:Казахстан|Қазақстан|Kazakhstan|Россия|Ресей|Russia)\b)"
)


# `КазНУ (г. Алматы, Казахстан)`: the brackets hold the address.
_BRACKETED = re.compile(r"\s*\(([^()]*(?:,|\bг\.|қ\.)[^()]*)\)?\s*\.?$")


def _is_city(part: str) -> bool:
    bare = _city_marks().sub("", part).strip()
    return (
        bool(bare)
        and len(bare.split()) <= 3
        and bare[0].isupper()
        and not re.search(r"[«»\"“”()]", bare)
    )
