"""Words as they are searched for: without case, without marks, without endings.

Who types Kazakh on a Russian keyboard writes `казак` for `қазақ`, so both fold to one word; and
who looks for `келісім` also means `келісімнің`, so endings are dropped, by a table for each
language (`data/stems.json`). A query's language is unknown: its words are looked for as every
language that has their letters would shorten them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+")
# Text that folding need not take apart: ASCII, Cyrillic and the punctuation of print.
_PLAIN = re.compile(r"[\x00-\x7f\u0400-\u045f\u0490-\u04ff\u2010-\u2027№«»°§]*")
_MARKS = re.compile(r"(?<![\u0400-\u04ff])[\u0300-\u036f]+")
_TERM = re.compile(r'(?P<minus>-)?(?:(?P<field>\w+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

FIELDS = ("title", "author", "container", "text")
"""What the words of a record are kept by, the weightiest first; a query names one by `title:`."""

MAX_TERMS = 16
"""How many words of a query count."""


@dataclass(frozen=True, slots=True)
class _Endings:
    alphabet: re.Pattern[str]
    shortest_stem: int
    passes: int
    suffixes: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a query asks for: any of these phrases.

    Attributes:
        phrases: The ways to read it, each a row of words that follow one another.
        field: The one of `FIELDS` in which it must stand, or None for anywhere.
        prefix: Words that only begin like the last word of a phrase are meant too.
        excluded: Records with it are not wanted.
    """

    phrases: tuple[tuple[str, ...], ...]
    field: str | None = None
    prefix: bool = False
    excluded: bool = False


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[tuple[str, str], ...], dict[str, _Endings]]:
    data = json.loads((files(__package__) / "data" / "stems.json").read_text("utf-8"))
    pairs = tuple(zip(data["fold"]["from"], data["fold"]["to"], strict=True))
    letters = str.maketrans(dict(pairs))
    endings = {}
    for language, row in data["languages"].items():
        suffixes = row["suffixes"].translate(letters).split()
        only_after = row.get("after", {"endings": [], "suffixes": ""})
        suffixes += [
            f"(?<={ending}){suffix}".translate(letters)
            for ending in only_after["endings"]
            for suffix in only_after["suffixes"].split()
        ]
        endings[language] = _Endings(
            re.compile(f"[{row['alphabet']}]+"),
            row["shortest_stem"],
            row["passes"],
            # A search from the left finds the longest ending first.
            re.compile(f"(?:{'|'.join(dict.fromkeys(suffixes))})$"),
        )
    return pairs, endings


def fold(text: str) -> str:
    """Return text without case, diacritics and the letters that other keyboards lack.

    >>> fold("Қазақ ғылымы, Ёлка, Café")
    'казак гылымы, елка, cafe'
    """
    folded = text.casefold()
    if not (unicodedata.is_normalized("NFKC", folded) and _PLAIN.fullmatch(folded)):
        plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "")).casefold()
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
        folded = unicodedata.normalize("NFC", bare)
    for letter, other in _tables()[0]:
        folded = folded.replace(letter, other)
    return folded


def words(text: str) -> list[str]:
    """Return the words of a text, folded.

    >>> words("Абай жолы: 1-кітап")
    ['абай', 'жолы', '1', 'китап']
    """
    return _WORD.findall(fold(text))


@lru_cache(maxsize=1 << 18)
def stem(word: str, language: str) -> str:
    """Return a folded word without the endings of a language; the word itself where none is known.

    >>> stem("келисимдердин", "kk"), stem("исследований", "ru"), stem("policies", "en")
    ('келис', 'исследован', 'polic')
    """
    endings = _tables()[1].get(language)
    if endings is None or not endings.alphabet.fullmatch(word):
        return word
    for _ in range(endings.passes):
        # The longest ending that leaves enough of a word.
        match = endings.suffixes.search(word, endings.shortest_stem)
        if match is None:
            break
        word = word[: match.start()]
    return word


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Return a folded word as each language that has its letters shortens it, without repeats."""
    return tuple(dict.fromkeys(stem(word, language) for language in _tables()[1]))


def index_words(text: str, tag: str) -> str:
    """Return what is kept of a text for searching, given its language tag.

    >>> index_words("Қазақ тілінің тарихы", "kk")
    'казак тил тарих'
    """
    language = tag.partition("-")[0]
    if language in _tables()[1]:
        return " ".join([stem(word, language) for word in words(text)])
    return " ".join([form for word in words(text) for form in stems(word)])


def parse_query(text: str) -> list[Term]:
    """Return the terms of a query; all are wanted together.

    Words count in any form; `"two words"` stand side by side; `hydro*` is the beginning of a word;
    `-word` is not wanted; `title:`, `author:`, `container:`, `text:` name where a word stands.

    >>> parse_query('author:Абай -"abai path" hydro*')[0]
    Term(phrases=(('абай',), ('аба',)), field='author', prefix=False, excluded=False)
    """
    found: list[Term] = []
    for match in _TERM.finditer(text[:2000]):
        raw = match["phrase"] if match["phrase"] is not None else match["word"]
        field = match["field"] if match["field"] in FIELDS else None
        if match["field"] and field is None:
            raw = f"{match['field']} {raw}"
        prefix = match["phrase"] is None and raw.endswith("*")
        phrases = _phrases(words(raw), prefix)
        if phrases:
            found.append(Term(phrases, field, prefix, bool(match["minus"])))
    return found[:MAX_TERMS]


def _phrases(row: list[str], prefix: bool) -> tuple[tuple[str, ...], ...]:
    if not row:
        return ()
    languages = _tables()[1]
    read = [tuple(stem(word, language) for word in row) for language in languages]
    return tuple(dict.fromkeys(([tuple(row)] if prefix else []) + read))
