"""Repairs of letters that look like letters of the other script: Latin in Cyrillic and the reverse.

What a reader cannot see, a search cannot find: `Tүйін сөздер` with a Latin T, or a DOI with a
Cyrillic `Х`, whose link is dead. A word is brought into one script when the letters that
belong to one script only say which, and every other letter has a double there. A word whose letters
have no doubles (`Respublikasynyң`, `PRщик`) is left as it is.
"""

import re
from collections.abc import Iterator
from functools import cache

from citekit.languages._load import load
from citekit.languages.repaired import Edit

_CYRILLIC = "\u0400-\u052f"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259\u0261"
# Where the letters of a word change from one script to the other. Two scans that each begin with a
# set of letters are faster than one that asks at every place.
_TO_CYRILLIC = re.compile(rf"[{_LATIN}](?=[{_CYRILLIC}])")
_TO_LATIN = re.compile(rf"[{_CYRILLIC}](?=[{_LATIN}])")
_LETTERS = re.compile(rf"[{_LATIN}{_CYRILLIC}]+")
_REST = re.compile(rf"[{_LATIN}{_CYRILLIC}]*\Z")
# The Latin letters of fonts and keyboards that have no Kazakh ә.
_SCHWAS = frozenset("əƏ")
_ONLY_CYRILLIC = re.compile(rf"[{_CYRILLIC}]")
_LATIN_LETTER = re.compile(rf"[{_LATIN}]")
_ROMAN = re.compile(r"[IVXLCDMІХСМ]{2,}")
# What must be ASCII: the addresses of the net, DOIs, ISSNs.
_ADDRESSES = (
    re.compile(r"https?://[^\s<>«»]+"),
    re.compile(r"10\.\d{4,9}/[^\s<>«»]+"),
    re.compile(rf"-\d{{3}}[{_CYRILLIC}]\b(?<=\b\d{{4}}.{{5}})"),
    re.compile(r"@[\w-]+(?:\.[\w-]+)+"),
)
_MAIL_NAME = re.compile(r"[\w.+-]+\Z")
_DIGIT = re.compile(r"[603](?=[а-яёәғқңөұүһі])")
_SIX_FIRST = re.compile(rf"6[аәеиоөуұүыі][{_CYRILLIC}]{{3}}")
# `– 336 6.` at the end of an entry: pages, бет.
_PAGES = re.compile(r"(?<=[-–—] )\d{1,4} 6(?=\.?\s*$)", re.MULTILINE)


@cache
def _doubles() -> tuple[dict[str, str], dict[str, str]]:
    """Return the doubles of Latin letters in Cyrillic, and of Cyrillic letters in Latin."""
    data = load("damage", "lookalikes")
    couples = [*data["upper"], *data["lower"]]
    to_cyrillic = dict([*couples, *data["one_way"]])
    return to_cyrillic, {b: a for a, b in couples}


@cache
def _weak() -> tuple[dict[str, str], dict[str, str]]:
    couples = load("damage", "lookalikes")["italic"]
    return dict(couples), {b: a for a, b in couples}


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of addresses and identifiers, which are in ASCII by rule."""
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if text[start] == "@":
                name = _MAIL_NAME.search(text, max(0, start - 64), start)
                start = name.start() if name else start
            yield start, end


@cache
def _words() -> re.Pattern[str]:
    words = load("damage", "lookalikes")["words"]
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)(?<!\w\w{{6}})")


def lookalike_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that bring each word into one script.

    >>> [e.new for e in lookalike_edits("Tүйін сөздер, toleraпtia, рөлiн, ХІV, kompetenciya")]
    ['Түйін', 'tolerantia', 'рөлін', 'XIV']
    """
    taken = bytearray(len(text))  # a 1 for each character of an address or a known word
    for span in _addresses(text):
        if _overlaps(span, taken):
            continue
        taken[slice(*span)] = b"\1" * (span[1] - span[0])
        address = text[slice(*span)]
        if _ONLY_CYRILLIC.search(address):
            new = "".join(_doubles()[1].get(c, c) for c in address)
            if not _ONLY_CYRILLIC.search(new):
                yield Edit(*span, new, "text.mixed-script")
    words = load("damage", "lookalikes")["words"]
    for match in _words().finditer(text):
        taken[slice(*match.span())] = b"\1" * len(match[0])
        yield Edit(*match.span(), words[match[0]], "text.mixed-script")
    end = 0
    changes = [m.end() for scan in (_TO_CYRILLIC, _TO_LATIN) for m in scan.finditer(text)]
    for change in sorted(changes):
        if change < end:
            continue  # in the word that was seen last
        start = _REST.search(text, max(end, change - 100), change)
        word = _LETTERS.match(text, start.start() if start else change)
        assert word
        end = word.end()
        if not _overlaps(word.span(), taken) and (mended := one_script(word[0])):
            latin = set(_LATIN_LETTER.findall(word[0]))
            code = "text.latin-schwa" if latin <= _SCHWAS else "text.mixed-script"
            yield Edit(*word.span(), mended, code)


# Initials, and the family name before or after them.
_INITIAL = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\."
_INITIALS_FIRST = re.compile(
    rf"(?P<initials>{_INITIAL}(?:[ -]?{_INITIAL}){{0,2}})\s?(?P<family>[{_LATIN}{_CYRILLIC}]{{3,}})"
)
_INITIALS_LAST = re.compile(
    rf"(?P<initials>{_INITIAL}(?: ?{_INITIAL}){{0,2}})(?=\s*(?:$|[,;/)]))", re.MULTILINE
)
_STARTS_NAME = re.compile(r"(?:^|[,;(*\d]\s?)\Z", re.MULTILINE)
_FAMILY_BEFORE = re.compile(rf"(?P<family>[{_LATIN}{_CYRILLIC}]{{3,}}),? \Z")


def initial_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that bring initials into the script of the family name beside them.

    >>> [e.new for e in initial_edits("А. Tanirbergenov, Н.E. Альжаксина")]
    ['A', 'Е']
    """
    for match in _INITIALS_FIRST.finditer(text):
        start = match.start()
        if (
            not start
            or _STARTS_NAME.search(text, max(0, start - 2), start)
            or text[start - 1] == "\n"
        ):
            yield from _like_family(match, match["family"])
    for match in _INITIALS_LAST.finditer(text):
        before = _FAMILY_BEFORE.search(text, max(0, match.start() - 40), match.start())
        if before:
            yield from _like_family(match, before["family"])


def _like_family(match: re.Match[str], family: str) -> Iterator[Edit]:
    """Yield the edits that bring the initials of `match` into the script of `family`."""
    cyrillic = [bool(_ONLY_CYRILLIC.match(c)) for c in family]
    if (any(cyrillic) and not all(cyrillic)) or _ROMAN.fullmatch(family):
        return  # and not «XXI В.», a century and a word
    table = _doubles()[0 if cyrillic[0] else 1]
    foreign = _LATIN_LETTER if cyrillic[0] else _ONLY_CYRILLIC
    places = list(foreign.finditer(match["initials"]))
    if all(place[0] in table for place in places):
        start = match.start("initials")
        for place in places:
            span = (start + place.start(), start + place.end())
            yield Edit(*span, table[place[0]], "text.mixed-script")


def digit_edits(text: str) -> Iterator[Edit]:
    """Yield the edits for digits that were read for letters inside words.

    >>> [e.new for e in digit_edits("Қазақстан та6иғаты. – 336 6.")]
    ['б', 'б']
    """
    letters = dict(load("damage", "lookalikes")["digits"])
    for match in _DIGIT.finditer(text):
        before = text[match.start() - 1 : match.start()]
        alone = not before or not (before.isalnum() or before in ".,/-")
        if _ONLY_CYRILLIC.match(before) or (alone and _SIX_FIRST.match(text, match.start())):
            yield Edit(*match.span(), letters[match[0]], "text.digit-for-letter")
    for match in _PAGES.finditer(text):
        yield Edit(match.end() - 1, match.end(), "б", "text.digit-for-letter")


def one_script(word: str) -> str | None:
    """Return `word` in one script, or `None` when that cannot be known.

    >>> one_script("Ключeвыe"), one_script("Мusabekov"), one_script("Respublikasynyң")
    ('Ключевые', 'Musabekov', None)
    """
    if _ROMAN.fullmatch(word) and re.search("[VLDIXM]", word) and _is_roman(_latin(word)):
        return _latin(word)
    to_cyrillic, to_latin = _doubles()
    latin = [c for c in word if not _ONLY_CYRILLIC.match(c)]
    cyrillic = [c for c in word if _ONLY_CYRILLIC.match(c)]
    sure_latin = sum(c not in to_cyrillic for c in latin)
    sure_cyrillic = sum(c not in to_latin for c in cyrillic)
    if not sure_latin and (sure_cyrillic or len(cyrillic) > len(latin)):
        return "".join(to_cyrillic.get(c, c) for c in word)
    if not sure_cyrillic and (sure_latin or len(latin) > len(cyrillic)):
        return _latin(word)
    # One letter of another script in a long word may only be alike in italics or to a scanner.
    if _GLUED.search(word):
        return None
    weak_cyrillic, weak_latin = _weak()
    if len(word) >= 5 and len(cyrillic) * 4 <= len(word):
        new = "".join(to_latin.get(c, weak_latin.get(c, c)) for c in word)
        return None if _ONLY_CYRILLIC.search(new) else new
    if len(word) >= 5 and len(latin) * 4 <= len(word):
        new = "".join(to_cyrillic.get(c, weak_cyrillic.get(c, c)) for c in word)
        return new if all(map(_ONLY_CYRILLIC.match, new)) else None
    return None


def _latin(word: str) -> str:
    return "".join(_doubles()[1].get(c, c) for c in word)


_GLUED = re.compile(r"[a-zа-я][A-ZА-Я]")
_NUMERAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def _is_roman(word: str) -> bool:
    return bool(_NUMERAL.fullmatch(word))


def _overlaps(span: tuple[int, int], taken: bytearray) -> bool:
    return taken.find(1, *span) >= 0
