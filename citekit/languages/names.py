"""Initials and patronymics of names in Kazakh, Russian and their neighbours.

Small questions that both readers and writers of names ask. What a whole name is made of is decided
elsewhere, with more context: `-ұлы` and `-қызы` end patronymics and family names alike.
"""

import re
from functools import cache
from typing import Any

from citekit.languages._load import folders_with, load

# One initial: a capital, or two letters as printed (Дж., Yu., Sh.), and its full stop.
_INITIAL = re.compile(
    r"(?P<initial>[^\W\d_a-zа-яёәғқңөұүһі](?:[a-zа-яёәғқңөұүһі](?:[a-z]{2})?)?)\s?[.․]"
)
_DASHES = r"\-‐‑–"  # inside a character class
_LETTER = re.compile(r"[^\W\d_]")


def initials(given: str, language: str | None = None) -> str:
    """Return the initials of given names, spaced, each with its full stop.

    A hyphen between names stays one; initials are kept as they are printed, digraphs among them.
    A name of one letter is an initial. The word that ends a patronymic in two (`Серік ұлы`) is part
    of it and gets none.

    Args:
        given: Given names and patronymic, in full or shortened.
        language: The language of the name, whose digraphs count (`Джон`, `Дж.`).

    >>> initials("Қасым-Жомарт Кемелұлы"), initials("А.С."), initials("Дж. Р. Р.")
    ('Қ.-Ж. К.', 'А. С.', 'Дж. Р. Р.')
    >>> initials("Ю"), initials("әнуар"), initials("Джон", "ru"), initials("Серік Асан ұлы")
    ('Ю.', 'Ә.', 'Дж.', 'С. А.')
    """
    digraphs = tuple(_names_data(language).get("digraphs", ())) if language else ()
    out: list[str] = []
    for chunk in _chunks(given):
        parts = []
        for part in re.split(rf"[{_DASHES}]", chunk):
            printed = _INITIAL.fullmatch(part.strip())
            if printed:
                parts.append(printed["initial"] + ".")
            elif letter := _LETTER.search(part):
                name = part[letter.start() :]
                two = next((d for d in digraphs if name.startswith(d) and len(name) > 2), None)
                parts.append((two or letter[0].upper()[:1]) + ".")
        if parts:
            out.append("-".join(parts))
    return " ".join(out)


def _chunks(given: str) -> list[str]:
    """Split given names at spaces and after the full stops of initials, not at hyphens."""
    spaced = re.sub(rf"\.(?=[^\s.{_DASHES}])", ". ", given)
    spaced = re.sub(rf"\s*([{_DASHES}])\s*", r"\1", spaced)
    words = spaced.split()
    return [word for at, word in enumerate(words) if not (at and word.lower() in _separate())]


def is_initials(text: str) -> bool:
    """Tell whether `text` is nothing but initials.

    >>> is_initials("Қ.-Ж."), is_initials("А. С."), is_initials("Дж."), is_initials("Абай")
    (True, True, True, False)
    """
    chunks = [part for chunk in _chunks(text) for part in re.split(rf"[{_DASHES}]", chunk)]
    return bool(chunks) and all(_INITIAL.fullmatch(chunk) for chunk in chunks)


def is_patronymic(word: str, language: str | None = None) -> bool:
    """Tell whether `word` has the form of a patronymic, in `language` or in any that we know.

    The form does not prove it: Kazakh family names end in `-ұлы`, Serbian ones in `-ович`.

    >>> [is_patronymic(w) for w in ("Иванович", "Кемелұлы", "Серік ұлы", "Ivanovna", "Иванов")]
    [True, True, True, True, False]
    """
    small = word.strip().lower()
    for code in [language] if language else folders_with("names"):
        data = _names_data(code)
        endings = tuple(data.get("patronymics", ()))
        if endings and len(small) >= data["shortest"] and small.endswith(endings):
            return True
    head, _, last = small.rpartition(" ")
    return bool(head) and last in _separate()


def split_given(given: str) -> tuple[str, str | None]:
    """Part given names from the patronymic that ends them.

    >>> split_given("Александр Сергеевич"), split_given("Қасым-Жомарт Кемелұлы")
    (('Александр', 'Сергеевич'), ('Қасым-Жомарт', 'Кемелұлы'))
    >>> split_given("Асан Серік ұлы"), split_given("Абай"), split_given("А. С.")
    (('Асан', 'Серік ұлы'), ('Абай', None), ('А. С.', None))
    """
    words = given.split()
    if len(words) > 2 and words[-1].lower() in _separate():
        return " ".join(words[:-2]), " ".join(words[-2:])
    if len(words) > 1 and is_patronymic(words[-1]):
        return " ".join(words[:-1]), words[-1]
    return given.strip(), None


def is_particle(word: str) -> bool:
    """Tell whether `word` is a particle of family names in any language that we know.

    >>> is_particle("фон"), is_particle("von"), is_particle("Иван")
    (True, True, False)
    """
    return word.islower() and word in _particles()


def _names_data(language: str) -> dict[str, Any]:
    return load(language, "names") or load(language.partition("-")[0], "names")


@cache
def _separate() -> frozenset[str]:
    """Return the words that end patronymics written in two."""
    return frozenset(
        w for code in folders_with("names") for w in _names_data(code).get("separate", ())
    )


@cache
def _particles() -> frozenset[str]:
    return frozenset(
        w for code in folders_with("names") for w in _names_data(code).get("particles", ())
    )
