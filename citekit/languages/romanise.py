"""Cyrillic to Latin letters by the systems that standards, libraries and journals use, and back.

The tables stand in `data/<language>/romanisation.toml`. A system is a letter for each letter and a
few rules for letters in their context; this module applies them, gives the result the capitals of
the original, and reverses those systems that can be reversed. What is not Cyrillic passes through.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from citekit.languages._load import folders_with, load

# A word, with the apostrophes of Ukrainian inside.
_WORD = re.compile(r"[\u0400-\u052f]+(?:['’ʼ][\u0400-\u052f]+)*")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})
_COMBINING = "\u0300-\u036f"
_COMBINING_MARKS = "".join(map(chr, range(0x300, 0x370)))


@dataclass(frozen=True, slots=True)
class System:
    """A system of romanisation for one language.

    Attributes:
        id: How it is asked for, such as `bgn-pcgn`.
        language: The language it is for, a BCP 47 tag.
        name: Its full name.
        source: The standard, table or decree it was taken from, and how sure if not quite.
        reversible: Whether `deromanise` can undo it.
    """

    id: str
    language: str
    name: str
    source: str
    reversible: bool


def systems(language: str | None = None) -> list[System]:
    """Return the systems of romanisation, for one language or for all.

    >>> [system.id for system in systems("ky")]
    ['iso9', 'bgn-pcgn']
    """
    languages = [_known(language)] if language else folders_with("romanisation")
    return [
        System(id_, code, table["name"], table["source"], table.get("reversible", False))
        for code in languages
        for id_, table in load(code, "romanisation").items()
    ]


def romanise(text: str, language: str = "ru", system: str = "bgn-pcgn") -> str:
    """Write the Cyrillic letters of `text` in Latin ones.

    Capitals follow the original: `Щ` is `Shch` before small letters and `SHCH` among capitals.
    Letters that the table of the language has not (Kazakh names in a Russian text) are taken from
    the same system for another language, or from BGN/PCGN.

    Args:
        text: Any text.
        language: The language of `text` (BCP 47); `kk-Cyrl` and `kk-KZ` mean `kk`.
        system: The id of a system for this language, or one of its other names.

    Raises:
        ValueError: No table for the language, or no such system for it; the message lists those
            there are.

    >>> romanise("Қазақ университеті", "kk", "bgn-pcgn")
    'Qazaq ūnīversīteti'
    >>> romanise("Щукин Ю. А., ЩУКА", "ru", "bsi")
    'Shchukin Yu. A., SHCHUKA'
    """
    write = _writer(_known(language), _system_id(system))
    shouting = text.isupper() and sum(map(str.isalpha, text)) > 3
    return _WORD.sub(lambda match: write(match[0], shouting), text)


def deromanise(text: str, language: str = "ru", system: str = "iso9") -> str:
    """Write text that was romanised by a reversible system in Cyrillic again.

    Words that were in Latin letters from the start cannot be told from the others.

    Raises:
        ValueError: The system cannot be reversed, or does not exist for the language.

    >>> deromanise("Ķazaķ universitetì", "kk", "iso9")
    'Қазақ университеті'
    """
    read = _reader(_known(language), _system_id(system))
    return read(unicodedata.normalize("NFC", text))


# --- finding a table -----------------------------------------------------------------------------


@cache
def _known(language: str) -> str:
    """Return the folder of tables for `language`, whose subtags count from the right."""
    known = folders_with("romanisation")
    wanted = language.replace("_", "-")
    parts = wanted.split("-")
    for end in range(len(parts), 0, -1):
        for name in ("-".join(parts[:end]), "-".join([*parts[:end], "Cyrl"])):
            if name in known:
                return name
    raise ValueError(
        f"no table to romanise the language {language!r}; there are tables for {', '.join(known)}"
    )


def _system_id(system: str) -> str:
    aliases: dict[str, str] = load("codes", "systems")["aliases"]
    name = system.lower().replace("_", "-")
    return aliases.get(name, name)


def _letters(language: str, system: str) -> dict[str, str]:
    pairs = load(language, "romanisation")[system]["letters"].split()
    return {
        cyrillic: "" if latin == "∅" else latin
        for cyrillic, latin in zip(pairs[::2], pairs[1::2], strict=True)
    }


def _table(language: str, system: str) -> dict[str, str]:
    """Return the letters of a system, completed from other tables."""
    own = load(language, "romanisation")
    if system not in own:
        raise ValueError(f"no system {system!r} to romanise {language}; there are {', '.join(own)}")
    letters = _letters(language, system)
    same = [[other, system] for other in folders_with("romanisation")]
    for other, name in [*same, *load("codes", "systems")["fallback"]["tables"]]:
        if name in load(other, "romanisation"):
            letters = _letters(other, name) | letters
    return letters


# --- writing -------------------------------------------------------------------------------------


@cache
def _writer(language: str, system: str) -> Callable[[str, bool], str]:
    """Return the function that romanises one word, `shouting` if all text around is in capitals."""
    letters = _table(language, system)
    data = load(language, "romanisation")[system]
    upper: dict[str, str] = data.get("upper", {})
    rules: list[tuple[re.Pattern[str], int, str]] = [
        (_rule(rule), len(rule["of"]), rule["to"]) for rule in data.get("rules", ())
    ]
    starts = {rule["of"][0] for rule in data.get("rules", ())}

    def pieces(word: str) -> list[tuple[int, str]]:
        """Split the small-letter word into the lengths of its units and their Latin letters."""
        found = []
        at = 0
        while at < len(word):
            length, latin = 1, letters.get(word[at], word[at])
            if word[at] in starts:
                for pattern, size, to in rules:
                    if pattern.match(word, at):
                        length, latin = size, to
                        break
            found.append((length, latin))
            at += length
        return found

    @lru_cache(maxsize=20_000)
    def write(word: str, shouting: bool) -> str:
        small = word.lower().translate(_APOSTROPHES)
        if len(small) != len(word):
            return word
        out: list[str] = []
        at = 0
        for length, latin in pieces(small):
            original = word[at : at + length]
            if original.islower() or not original.isalpha():
                out.append(latin)
            elif original in upper or original.lower() in upper:
                out.append(upper[original.lower()])
            else:
                following = word[at + length : at + length + 1] or word[at - 1 : at]
                capitals = following.isupper() if following else shouting
                full = len(original) > 1 and original.isupper()
                out.append(latin.upper() if capitals or full else latin[:1].upper() + latin[1:])
            at += length
        return unicodedata.normalize("NFC", "".join(out))

    return write


def _rule(rule: dict[str, str]) -> re.Pattern[str]:
    """Return the pattern of a rule: `of`, its neighbours in `after` and `before`, `end`."""
    after, before = rule.get("after", ""), rule.get("before", "")
    pattern = re.escape(rule["of"])
    if after:
        beginning = r"(?<![\w'])" if after.startswith("^") else ""
        behind = f"(?<=[{after.lstrip('^')}])" if after.lstrip("^") else ""
        pattern = f"(?:{'|'.join(filter(None, (beginning, behind)))}){pattern}"
    if before:
        pattern += f"(?=[{before}])"
    if rule.get("end"):
        pattern += r"(?!\w)"
    return re.compile(pattern)


# --- reading -------------------------------------------------------------------------------------


@cache
def _reader(language: str, system: str) -> Callable[[str], str]:
    data = load(language, "romanisation").get(system)
    if not data or not data.get("reversible"):
        known = [each.id for each in systems(language) if each.reversible]
        raise ValueError(
            f"romanisation of {language} by {system!r} cannot be undone;"
            f" it can for {', '.join(known) or 'no system'}"
        )
    back = _by_latin(language, system)
    own = re.compile("(?:" + "|".join(map(re.escape, filter(None, back))) + ")+")
    # The same system for other languages reads their letters, unless ours read them otherwise.
    for code in folders_with("romanisation"):
        if system in load(code, "romanisation"):
            others = _by_latin(code, system)
            back = {unit: c for unit, c in others.items() if not own.fullmatch(unit)} | back
    for rule in data.get("rules", ()):
        back.setdefault(rule["to"], rule["of"])
    units = sorted((unit for unit in back if unit), key=len, reverse=True)
    pattern = re.compile(
        "(?:" + "|".join(map(re.escape, units)) + f")(?![{_COMBINING}])", re.IGNORECASE
    )

    def cyrillic(match: re.Match[str]) -> str:
        unit = match[0]
        letter = back[unit.lower()]
        if unit != unit.lower():
            return letter.upper()
        if unit == unit.upper():  # signs without case follow their neighbours
            before = match.string[: match.start()].rstrip(_COMBINING_MARKS)[-1:]
            after = match.string[match.end() :][:1]
            if before.isupper() and (after.isupper() or not after.isalpha()):
                return letter.upper()
        return letter

    return lambda text: pattern.sub(cyrillic, text)


def _by_latin(language: str, system: str) -> dict[str, str]:
    letters = _letters(language, system)
    return {unicodedata.normalize("NFC", latin): cyrillic for cyrillic, latin in letters.items()}
