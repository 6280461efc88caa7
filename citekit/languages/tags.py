"""Language tags, and what formats write in their place.

Inside citekit a language is a BCP 47 tag (RFC 5646). Formats want ISO 639-1, 639-2 in its two
flavours, the names of babel, or eLIBRARY's own list, and people write names. `parse_language`
understands all of them; `language_code` writes them.

langcodes knows thirty times as many languages, and brings 25 MB and 40 ms to start; the table here
holds every language of ISO 639-1 and of eLIBRARY.
"""

import re
from functools import cache
from typing import Any, Literal

from citekit.languages._load import load

CodeSystem = Literal["bcp47", "iso639-1", "iso639-2b", "iso639-2t", "babel", "elibrary"]

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extlang>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?"
)
_MAX_LENGTH = 100


def normalise_tag(tag: str) -> str:
    """Return `tag` in the form that RFC 5646 recommends.

    Case by position, `_` as `-`, three-letter codes as the two-letter ones they stand for, replaced
    subtags as their successors.

    Raises:
        ValueError: `tag` is not a well-formed tag, or its language is not in the registry.

    >>> normalise_tag("KK_kz"), normalise_tag("kaz-latn"), normalise_tag("iw")
    ('kk-KZ', 'kk-Latn', 'he')
    >>> normalise_tag("kazakh")
    Traceback (most recent call last):
    ValueError: 'kazakh' is not a language tag (BCP 47), such as kk, ru or kk-Latn
    """
    low = tag.strip().replace("_", "-").lower()
    match = _TAG.fullmatch(low) if len(low) <= _MAX_LENGTH else None
    if match is None:
        raise ValueError(f"{tag!r} is not a language tag (BCP 47), such as kk, ru or kk-Latn")
    language = match["extlang"] or match["language"]
    language = load("codes", "tags")["preferred"].get(language, language)
    language = _from_iso639_2().get(language, language)
    base, _, rest = language.partition("-")
    if len(base) == 2 and base not in _table():
        raise ValueError(f"{tag!r}: no language has the code {base!r} (ISO 639-1)")
    script, region = match["script"], match["region"]
    parts = [base]
    if script:
        parts.append(script.title())
    elif rest.istitle():
        parts.append(rest)
    if region:
        parts.append(region.upper())
    elif rest.isupper():
        parts.append(rest)
    tail = match["variants"] + match["extensions"] + (match["private"] or "")
    return "-".join(parts) + tail


def parse_language(value: str) -> str | None:
    """Return the BCP 47 tag of a language given in any way, or `None` when it is not known.

    A tag or a code of any system we write, a name in Kazakh, Russian or English, a name with words
    around it.

    >>> [parse_language(v) for v in ("KKZ", "kaz", "казахский", "Қазақ тілі", "[in Kazakh]")]
    ['kk', 'kk', 'kk', 'kk', 'kk']
    >>> parse_language("ngerman"), parse_language("на английском языке"), parse_language("?")
    ('de', 'en', None)
    """
    if value.isupper() and value in _elibrary():
        return _elibrary()[value]
    text = re.sub(r"[\W_]+", " ", value).strip().casefold()
    names = _names()
    if text in names:
        return names[text]
    try:
        return normalise_tag(value)
    except ValueError:
        pass
    naming = load("codes", "tags")["naming"]
    text = " ".join(word for word in text.split() if word not in naming["around"])
    for ending, nominative in naming["endings"].items():
        text = re.sub(rf"{ending}\b", nominative, text)
    return names.get(text)


def language_code(tag: str, system: CodeSystem) -> str | None:
    """Return how `system` writes the language `tag`, or `None` when it has no code for it.

    >>> [language_code("kk-KZ", s) for s in ("iso639-1", "iso639-2b", "babel", "elibrary")]
    ['kk', 'kaz', 'kazakh', 'KKZ']
    >>> language_code("de", "iso639-2b"), language_code("de", "iso639-2t")
    ('ger', 'deu')
    """
    tag = normalise_tag(tag)
    if system == "bcp47":
        return tag
    base = tag.partition("-")[0]
    if system == "iso639-1":
        return base if len(base) == 2 else None
    column = {"iso639-2b": "b", "iso639-2t": "t"}.get(system, system)
    macro = load("codes", "tags")["macrolanguage"].get(base, base)
    for candidate in (tag, _without_region(tag), base, macro):
        found = _table().get(candidate, {}).get(column)
        if found:
            return str(found)
    return None


def language_name(tag: str, language: str = "en") -> str:
    """Return the name of the language `tag` in `language` (kk, ru or en), or the tag itself.

    >>> language_name("kk", "ru"), language_name("ru", "kk"), language_name("tlh")
    ('казахский', 'орыс тілі', 'tlh')
    """
    tag = normalise_tag(tag)
    row = _table().get(tag) or _table().get(tag.partition("-")[0], {})
    return str(row.get(language.partition("-")[0]) or row.get("en") or tag)


def language_script(tag: str) -> str:
    """Return the script (ISO 15924) that text in `tag` is written in.

    >>> language_script("kk"), language_script("kk-Latn"), language_script("en-GB")
    ('Cyrl', 'Latn', 'Latn')
    """
    tag = normalise_tag(tag)
    for part in tag.split("-")[1:]:
        if len(part) == 4 and part.istitle():
            return part
    return _scripts().get(tag.partition("-")[0], "Latn")


def _without_region(tag: str) -> str:
    return "-".join(p for p in tag.split("-") if not (p.isupper() or p.isdigit()))


def _table() -> dict[str, Any]:
    return load("codes", "languages")


@cache
def _from_iso639_2() -> dict[str, str]:
    """Return the two-letter codes by their three-letter ones."""
    return {
        row[column]: tag
        for tag, row in _table().items()
        for column in ("b", "t")
        if column in row and len(tag) == 2
    }


@cache
def _elibrary() -> dict[str, str]:
    return {row["elibrary"]: tag for tag, row in _table().items() if "elibrary" in row}


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    around = set(load("codes", "tags")["naming"]["around"])
    for tag, row in _table().items():
        names = [row[k] for k in ("babel", "kk", "ru", "en") if k in row]
        for name in [*names, *row.get("aliases", ())]:
            plain = re.sub(r"[\W_]+", " ", name).strip().casefold()
            short = " ".join(word for word in plain.split() if word not in around)
            found.setdefault(plain, tag)
            found.setdefault(short or plain, tag)
    return found


@cache
def _scripts() -> dict[str, str]:
    return {
        tag: script for script, tags in load("codes", "tags")["scripts"].items() for tag in tags
    }
