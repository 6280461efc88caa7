"""Citation keys: ASCII, stable, readable, unique in their file."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

from citekit.formats._account import language_of
from citekit.formats._record import family_of
from citekit.model import Work

_VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._+/-]*")
_WORD = re.compile(r"[a-z0-9]+")
_YE = re.compile(r"(?:(?<=[аәеёиійоөуұүыэюя'ьъ])|\b)е(?=[а-яёәіңғүұқөһ])", re.I)
_SHORT = 4


@cache
def _letters() -> dict[int, str]:
    text = files(__package__).joinpath("data", "ascii.csv").read_text(encoding="utf-8")
    return {ord(row["letter"]): row["ascii"] for row in csv.DictReader(text.splitlines())}


def ascii_letters(text: str) -> str:
    """Return text in small ASCII letters, digits and spaces, Cyrillic as English readers write it.

    >>> ascii_letters("Жексембаева"), ascii_letters("Этносаралық келісім"), ascii_letters("Müller")
    ('zheksembayeva', 'etnosaralyq kelisim', 'muller')
    """
    small = _YE.sub("ye", unicodedata.normalize("NFC", text).lower()).translate(_letters())
    plain = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain.replace("'", "").replace("’", "")))


def key_for(work: Work) -> str:
    """Return the key of a work: its id where that is a key already, else one made of the record.

    >>> from citekit.model import Date, Person, Text
    >>> key_for(Work(
    ...     author=(Person.named("Жексембаева"),), issued=Date("2015"),
    ...     title=Text({"kk": "Этносаралық келісім"})))
    'zheksembayeva2015etnosaralyq'
    """
    if work.id is not None and _VALID.fullmatch(work.id):
        return work.id
    name = ""
    for agent in (*work.author, *work.editor)[:1]:
        value = agent.name.best(language_of(work))
        name = value if isinstance(value, str) else family_of(value) or value.literal or ""
    words = ascii_letters(work.title.best(language_of(work))).split() if work.title else []
    word = next((word for word in words if len(word) >= _SHORT), words[0] if words else "")
    year = work.issued.year if work.issued is not None else None
    whole = "".join(ascii_letters(name).split()[:2]) + str(year or "") + word
    return whole or ascii_letters(work.id or "").replace(" ", "") or "record"


class Keys:
    """The keys of one file: each is given once; letters do not distinguish by case.

    >>> keys = Keys()
    >>> keys.key_for(Work(id="abai")), keys.key_for(Work(id="Abai"))
    ('abai', 'Abaib')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def key_for(self, work: Work) -> str:
        """Return a key that no work before has."""
        key = wanted = key_for(work)
        number = 1
        while key.lower() in self._taken:
            key = wanted + _suffix(number)
            number += 1
        self._taken.add(key.lower())
        return key

    def identified(self, work: Work) -> Work:
        """Return a work whose id is its own in the file; one that is, as it stands."""
        if work.id is not None and work.id.lower() not in self._taken:
            self._taken.add(work.id.lower())
            return work
        return work.model_copy(update={"id": self.key_for(work)})


def _suffix(number: int) -> str:
    """Return b, c, … z, ba, bb, … for 1, 2, ….

    >>> [_suffix(n) for n in (1, 25, 26)]
    ['b', 'z', 'ba']
    """
    letters = ""
    while True:
        number, digit = divmod(number, 26)
        letters = chr(ord("a") + digit) + letters
        if not number:
            return letters
