"""Capitals and small letters: by language, and back from titles printed in capitals only."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cache

from citekit.languages._load import load

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‘-][^\W\d_]+)*")
_ROMAN = re.compile(
    r"(?=[IVXLCDMІХСМ]{2})(?:[MМ]{0,3})(?:[CС][MМ]|[CС]D|D?[CС]{0,3})"
    r"(?:[XХ][CС]|[XХ]L|L?[XХ]{0,3})(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3})"
)
_VOWELS = frozenset("аәеёиоөуұүыіэюяїєўӯӣaeiouyıäöüáéíóúýāēīōūàèìòùâêîôûåæøœ")
_MOSTLY = 0.7


def lower(text: str, language: str = "en") -> str:
    """Return `text` in small letters, by the rules of `language`.

    >>> lower("IŞIK", "tr"), lower("ҚАЗАҚ ТІЛІ", "kk")
    ('ışık', 'қазақ тілі')
    """
    return text.translate(case_table(language, "small")).lower()


def upper(text: str, language: str = "en") -> str:
    """Return `text` in capitals, by the rules of `language`.

    >>> upper("tili", "kk-Latn"), upper("тілі", "kk")
    ('TİLİ', 'ТІЛІ')
    """
    return text.translate(case_table(language, "capital")).upper()


def is_shouted(text: str) -> bool:
    """Tell whether `text` is printed in capitals: at least 70 % of its letters are.

    >>> is_shouted("ОЧИСТКА СТОЧНЫХ ВОД (pH)"), is_shouted("Очистка вод РК")
    (True, False)
    """
    cased = [c for c in text if c.lower() != c.upper()]
    return len(cased) > 1 and sum(c.isupper() for c in cased) >= _MOSTLY * len(cased)


def sentence_case(text: str, language: str = "en", proper: Collection[str] = ()) -> str:
    """Return a title printed in capitals as it is written in a sentence.

    The first letter stays a capital, and so do names. A text that is not in capitals, and a word in
    it that is not, is left as it is. Roman numerals and abbreviations without a vowel keep their
    capitals; other abbreviations (`ОЭСР`) look like words and have to be given in `proper`.

    Args:
        text: The title.
        language: Its language (BCP 47).
        proper: Names and abbreviations as they are to be written, such as `spellings` finds in
            the article; they come before to the names in the data of the language.

    >>> sentence_case("ҚАЗАҚСТАН РЕСПУБЛИКАСЫНДАҒЫ ХХІ ҒАСЫР МӘДЕНИЕТІ", "kk")
    'Қазақстан Республикасындағы ХХІ ғасыр мәдениеті'
    >>> sentence_case("РОЛЬ ОЭСР И РК В ЕВРОПЕ", "ru", {"ОЭСР"})
    'Роль ОЭСР и РК в Европе'
    """
    if not is_shouted(text) or _data(language, "letters").get("capital_nouns"):
        return text
    known = {lower(name, language): name for name in proper}

    def recase(match: re.Match[str]) -> str:
        word = match[0]
        if not word.isupper() or match.string[match.end() : match.end() + 1].isdigit():
            return word
        small = lower(word, language)
        if small in known:
            return known[small]
        if _is_name(small, language):
            return "-".join(upper(p[:1], language) + p[1:] for p in small.split("-"))
        parts = re.split(r"(-)", word)
        return "".join(part if part == "-" else _recased(part, language, known) for part in parts)

    recased = _WORD.sub(recase, text)
    if before_names := _before_names(language):
        recased = before_names.sub(lambda match: upper(match[0], language), recased)
    return _START.sub(lambda match: match[1] + upper(match[2], language), recased)


# The beginning of a text, of a sentence in it and of a quotation.
_START = re.compile(r"(^[^\w]*|[.!?…] +|[«“„\"])([^\W\d_])")


def _recased(word: str, language: str, known: dict[str, str]) -> str:
    small = lower(word, language)
    if small in known:
        return known[small]
    if len(word) > 1 and (_ROMAN.fullmatch(word) or not _VOWELS.intersection(small)):
        return word if small not in _function_words(language) else small
    if _is_name(small, language):
        return upper(small[0], language) + small[1:]
    if small in _abbreviations(language):
        return word
    return small


def spellings(title: str, text: str) -> frozenset[str]:
    """Return the words of a title in capitals as an article writes them inside its sentences.

    A word that the text has only in other cases (`Казахстана`) is written as they are. Words that
    it has not are left out.

    >>> sorted(spellings("О КАЗАХСТАНЕ И КНР", "развитие Казахстана, его рынка и КНР, о том"))
    ['КНР', 'Казахстане', 'и']
    """
    small = text.lower()
    if len(small) != len(text):  # a capital whose small form is two letters
        small = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    words = {part for word in _WORD.findall(title) for part in (word, *word.split("-"))}
    return frozenset(filter(None, (_spelled(word.lower(), text, small) for word in words)))


def _spelled(word: str, text: str, small: str) -> str | None:
    """Return a word as `text`, which is `small` in small letters, writes it or its other forms."""
    own: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    stem = word[: max(4, len(word) - 3)] if len(word) > 4 else word
    at = small.find(stem)
    while at >= 0:
        other = _WORD.match(text, at) if _INSIDE.search(text, max(0, at - 4), at) else None
        if other and other[0].lower() == word:
            own[other[0]] += 1
        elif other and len(word) > 4 and len(other[0]) <= len(word) + 4:
            shapes[_shape(other[0])] += 1
        at = small.find(stem, at + 1)
    if own:
        return own.most_common(1)[0][0]
    shape = shapes.most_common(1)[0][0] if shapes else "upper"
    return {"lower": word, "title": word[:1].upper() + word[1:], "upper": None}[shape]


def _shape(word: str) -> str:
    if word.islower():
        return "lower"
    return "upper" if word.isupper() and len(word) > 1 else "title"


# What stands before a word inside a sentence: a small letter or a comma, and a space.
_INSIDE = re.compile(r"[^\W\d_A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄ][ ,)] ?[«“\"(]?\Z")


def _data(language: str, name: str) -> dict[str, object]:
    return load(language, name) or load(language.partition("-")[0], name)


@cache
def case_table(language: str, direction: str) -> dict[int, str]:
    """Return the letters whose `small` or `capital` letter differs from other languages'."""
    table = _data(language, "letters").get(direction, {})
    assert isinstance(table, dict)
    return {ord(a): b for a, b in table.items()}


def _is_name(small: str, language: str) -> bool:
    """Tell whether the data of the language has `small` among the words with a capital."""
    return bool(_names(language).fullmatch(small))


@cache
def _names(language: str) -> re.Pattern[str]:
    patterns = _data(language, "words").get("proper_names", "")
    assert isinstance(patterns, str)
    return re.compile("|".join(patterns.split()) or r"(?!)")


@cache
def _before_names(language: str) -> re.Pattern[str] | None:
    """Return the pattern of the first letter of words that have a capital before a name."""
    words = _data(language, "words").get("before_names")
    if not isinstance(words, str):
        return None
    return re.compile(rf"\b(?=(?:{words}) (?:of )?[A-ZА-ЯЁ])\w")


@cache
def _abbreviations(language: str) -> frozenset[str]:
    words = _data(language, "words").get("abbreviations", "")
    assert isinstance(words, str)
    return frozenset(words.split())


@cache
def _function_words(language: str) -> frozenset[str]:
    words = _data(language, "words").get("function_words", "")
    assert isinstance(words, str)
    return frozenset(words.split())
