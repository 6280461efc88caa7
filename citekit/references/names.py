"""Lists of personal names at the head of a reference or after a stroke.

The shapes that authors type, each a small pattern over one name: `Иванов И. И.`, `Иванов, И.И.`,
`И. И. Иванов`, `Smith J` (Vancouver), `Smith, John` (MLA, Chicago) and `John H. Smith`. A list is
names of these shapes with separators between them, read from left to right in one pass.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from citekit.references.vocabulary import alternation, bodies, one_name_authors, words

Shape = Literal[
    "family-first",
    "initials-first",
    "vancouver",
    "inverted",
    "full",
    "single",
    "vancouver-last",
    "full-last",
]


class Name(NamedTuple):
    """One name as it was read."""

    family: str
    given: str = ""
    """Initials with a space after each dot, or given names in full."""
    initials: bool = True
    """Whether `given` holds initials."""


class NameList(NamedTuple):
    """Names that stand together."""

    start: int
    end: int
    names: tuple[Name, ...]
    et_al: bool
    shape: Shape
    score: float
    """How sure it is that these are names, in the measure of the grammar's scores."""


def _letters(*ranges: tuple[int, int], upper: bool) -> str:
    return "".join(
        chr(code)
        for first, last in ranges
        for code in range(first, last)
        if (chr(code).isupper() if upper else chr(code).islower())
    )


_RANGES = ((0x41, 0x250), (0x259, 0x25A), (0x400, 0x530), (0x1E00, 0x1F00))
UPPER = "[" + _letters(*_RANGES, upper=True) + "]"
LOWER = "[" + _letters(*_RANGES, upper=False) + "'’ʹʼ`´]"
_ANY = "[" + _letters(*_RANGES, upper=True) + _letters(*_RANGES, upper=False) + "'’ʹʼ`´]"

# McGraw, O’Neil, ИВАНОВ, Данилов-Данильян, аль-Фараби after its particle
_FAMILY = (
    rf"(?:{UPPER}(?:['’]{UPPER}{LOWER}{{1,24}}+|{LOWER}{{1,24}}+(?:{UPPER}{LOWER}{{2,20}}+"
    rf")?|{UPPER}{{1,23}}))"
)
# `Mel' nichenko`: web tools put a space behind the apostrophe of a soft sign.
_FAMILY = rf"{_FAMILY}(?:(?<=['’])\s[a-z]{{2,20}})?(?:[-‐]{_ANY}{{2,24}}+){{0,2}}"
# И. И., И.И., Қ.-Ж., Дж., Yu., ZH., Ю
_INITIAL = (
    rf"(?!No\.|Vol|Ed\.|Pt\.)(?:(?:ZH|CH|SH|KH|TS|YA|YU|YE|JA|JU|SHCH)|{UPPER}(?:{LOWER}"
    rf"|hr|hch|zh)?)\."
)
_INITIALS = rf"{_INITIAL}(?:\s?[-‐]?\s?{_INITIAL}|[-‐][a-z]{{1,2}}\.){{0,3}}"
_LAST_BARE = rf"(?:\s?{UPPER}(?=\s?[,;/(\[]|\s?$))?"


@cache
def _patterns() -> dict[Shape, re.Pattern[str]]:
    particle = "|".join(re.escape(w) for w in words("prefixes"))
    particles = rf"(?:(?:{particle})['’\s-]\s?){{1,2}}"
    suffix = rf"(?:[\s-](?:{'|'.join(re.escape(w) for w in words('name_suffixes'))})(?![\w])\.?)?"
    family = rf"(?P<family>(?:(?i:{particles}))?{_FAMILY}(?i:{suffix}))"
    double = (
        rf"(?P<family>(?:(?i:{particles}))?{_FAMILY}(?:\s(?:[a-z]{{1,3}}\s)?{_FAMILY}"
        rf"){{0,2}}(?i:{suffix}))"
    )
    word = rf"(?:{UPPER}{LOWER}{{1,24}}(?:[-‐]{_ANY}{{1,24}}){{0,2}})"
    return {
        # `Omarova, . M. .,`: OJS prints stops for parts of a name that it does not have.
        "family-first": re.compile(
            rf"(?:{family}(?:\s|(?<!{UPPER}))|{double}\s?,(?:\s\.)?\s?)(?P<given>(?:{UPPER}\s(?={UPPER}\.))?{_INITIALS}{_LAST_BARE}|{UPPER}(?=\s?[,;]))".replace(
                "?P<family>", "?P<one>", 1
            ).replace("?P<family>", "?P<two>", 1)
        ),
        "initials-first": re.compile(
            rf"(?P<given>{_INITIAL}(?:\s?[-‐]?\s?(?:{_INITIAL}|{UPPER}(?=\s{UPPER}{LOWER}))){{0,3}})\s?{family}"
            rf"(?P<more>\s{_FAMILY}(?=,\s{UPPER}{LOWER}?\.\s?{UPPER}))?"
        ),
        "vancouver": re.compile(
            rf"{double}\s(?P<given>{UPPER}{{1,3}}(?:-{UPPER})?)(?=\s?[,;.:(]|\s(?:and|et|&))"
        ),
        # Inside a list the title may follow without any punctuation.
        "vancouver-last": re.compile(rf"{double}\s(?P<given>{UPPER}{{1,2}})(?=\s{UPPER}{LOWER})"),
        "full-last": re.compile(
            rf"(?P<given>(?:{_INITIAL}\s)?{word}(?:\s(?:{_INITIAL}|{UPPER}(?=\s)|{word}))?)\s(?P<family>{_FAMILY})(?=\s{UPPER}{LOWER}*\s[^\W\d_A-ZА-Я])"
        ),
        "inverted": re.compile(
            rf"{double},\s(?P<given>{word}(?:\s(?:{word}|{UPPER}\.)){{0,2}})(?=\s?[.,;:(]|\s(?:and|&|et)\s)"
        ),
        "full": re.compile(
            rf"(?P<given>(?:{_INITIAL}\s)?{word}(?:\s(?:{_INITIALS}|{UPPER}(?=\s)|{word})){{0,3}}?)\s(?P<family>(?:(?:{particle})\s){{0,2}}{_FAMILY}(?i:{suffix}))(?=\s?[.,;/(\[]|\s(?:and|&|и|және|et)\s{UPPER}|\set\sal|\s?$)"
        ),
    }


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[,;]\s*)?(?:(?i:{alternation('and')})\s+|&\s*)?|\s*[,;]\s*", re.UNICODE
    )


@cache
def et_al_pattern() -> re.Pattern[str]:
    """Return what may end a list of names: `[и др.]`, `et al.`, `және т.б.`."""
    return re.compile(rf"[\s,.;]{{0,3}}[\[(]?\s?(?i:{alternation('et_al')})(?!\w)\.?\s?[\])]?\.?")


_LATIN = re.compile("[A-Za-z]")
_GLUE = re.compile(r"\s?\.(?=\s?,)|\s?\.\s?(?=\.)")
# Endings of family names that given names do not have: `Марина`, `Martin` end in -in, -ina too.
_FAMILY_ENDING = re.compile(
    r"(?:ov|ova|ev|eva|yev|yeva|sky|skiy|skij|skaya|skaja|uly|kyzy|qyzy|enko|ов|ова|ев|ева|ёв|ёва|"
    r"ский|ская|цкий|цкая|ұлы|қызы|улы|кызы|енко|чук|швили|дзе)$",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\.(?=[^\s.,\-‐])")


def spaced(initials: str) -> str:
    """Return initials as they are to be printed: a space after each dot, none about a hyphen.

    >>> spaced("И.И."), spaced("Қ.-Ж."), spaced("В. Н")
    ('И. И.', 'Қ.-Ж.', 'В. Н.')
    """
    text = " ".join(_SPACED.sub(". ", initials).split())
    text = text.replace(". -", ".-").replace("- ", "-")
    if text and text[-1] != "." and len(text.split()[-1]) == 1:
        text += "."
    return text


def _read_one(text: str, at: int, shape: Shape) -> tuple[Name, int] | None:
    match = _patterns()[shape].match(text, at)
    if match is None:
        return None
    groups = match.groupdict()
    family = groups.get("family") or groups.get("one") or groups.get("two") or ""
    given = groups["given"]
    family += groups.get("more") or ""
    if shape in ("vancouver", "vancouver-last"):
        return Name(family, ". ".join(given).replace(". -. ", ".-") + "."), match.end()
    if shape in ("family-first", "initials-first"):
        return Name(family, spaced(given)), match.end()
    return Name(family, given, initials=False), match.end()


def _in_order(names: list[Name]) -> list[Name]:
    """Return names in full with their parts told apart: most lists keep one order throughout."""
    firsts = [n.given.partition(" ")[0] for n in names if not n.initials]
    lasts = [n.family for n in names if not n.initials]
    ended = [bool(_FAMILY_ENDING.search(n)) for n in firsts]
    others = [bool(_FAMILY_ENDING.search(n)) for n in lasts]
    if sum(ended) <= sum(others) or sum(ended) * 2 < len(firsts):
        return names
    return [_turned(n) if not n.initials else n for n in names]


def _turned(name: Name) -> Name:
    first, _, rest = f"{name.given} {name.family}".partition(" ")
    return Name(first, rest, initials=False)


@cache
def _states() -> frozenset[str]:
    """Return the abbreviations of states, which begin no name: `ҚР ОМА`."""
    return frozenset(w for w in words("law_places") if len(w) == 2)


_MIXED: dict[Shape, tuple[Shape, ...]] = {
    "family-first": ("family-first", "initials-first", "vancouver", "vancouver-last"),
    "initials-first": ("initials-first", "family-first"),
    "vancouver": ("vancouver", "family-first", "vancouver-last"),
    "inverted": ("inverted", "family-first", "initials-first", "full"),
    "full": ("full", "initials-first", "full-last", "family-first"),
}
_MOST_NAMES = 60


def read_names(text: str, at: int, shape: Shape) -> NameList | None:
    """Read a list of names that begins at `at` with a name of this shape.

    >>> found = read_names("Иванов И.И., Петров П. П. Труды", 0, "family-first")
    >>> [(n.family, n.given) for n in found.names]
    [('Иванов', 'И. И.'), ('Петров', 'П. П.')]
    """
    first = _read_one(text, at, shape)
    if first is None or first[0].family.partition(" ")[0].lower() in _states():
        return None
    names, end = [first[0]], first[1]
    while len(names) < _MOST_NAMES:
        glue = _GLUE.match(text, end)
        after = glue.end() if glue else end
        gap = _separator().match(text, after)
        position = gap.end() if gap else after
        if position == after:
            break
        bare = not text[after:position].strip()
        following = _next_name(text, position, shape, bare)
        if following is None:
            break
        names.append(following[0])
        end = following[1]
    others = et_al_pattern().match(text, end)
    if others and text[end : others.end()].strip(" ,."):
        end = others.end()
    else:
        others = None
    if shape == "full":
        names = _in_order(names)
    return NameList(at, end, tuple(names), others is not None, shape, _score(names, shape, others))


def _next_name(text: str, at: int, shape: Shape, bare: bool) -> tuple[Name, int] | None:
    if not bare and shape == "initials-first" and (lower := _lower().match(text, at)):
        return Name(lower["family"], spaced(lower["given"])), lower.end()
    if bare:
        # A comma was forgotten; only an unmistakable name may follow.
        found = _read_one(text, at, "family-first") if shape == "family-first" else None
        return found if found and found[0].given.count(".") >= 2 else None
    for candidate in _MIXED[shape]:
        found = _read_one(text, at, candidate)
        if found is not None and not (candidate == "full" and _changes_script(text, at, found[1])):
            return found
    return None


@cache
def _lower() -> re.Pattern[str]:
    """Return a pattern for a name within a list that was typed small: `W. lojkowski,`."""
    return re.compile(rf"(?P<given>{_INITIALS})\s?(?P<family>{LOWER}{{3,24}})(?=\s?[,.])")


def _changes_script(text: str, at: int, end: int) -> bool:
    """Whether a name in full is of another script than what stands before it."""
    before = text[max(0, at - 12) : at]
    return bool(_LATIN.search(before)) != bool(_LATIN.search(text[at:end]))


def _score(names: list[Name], shape: Shape, others: object) -> float:
    sure = {
        "family-first": 6.0,
        "initials-first": 5.5,
        "vancouver": 3.5,
        "inverted": 2.5,
        "full": 0.5,
    }
    score = sure[shape] + min(len(names) - 1, 4) * 1.2 + (2.0 if others else 0.0)
    if shape == "inverted":
        score -= 2.0 * any(" " in n.family and " " in n.given for n in names)
    if shape == "full" and any(_FAMILY_ENDING.search(n.family) for n in names):
        score += 1.5
    return score


_FIRST_WORD = re.compile(r"[^\W\d_]+")


@cache
def _single_beginnings() -> frozenset[str]:
    return frozenset(m.group() for n in one_name_authors() if (m := _FIRST_WORD.match(n)))


_SINGLE = re.compile(r"(?:[^\W\d_]|[-’' ]){2,40}?(?=\s?[.,«“\"]|\s?\[)")


def read_single(text: str, at: int) -> NameList | None:
    """Read an author known by one name, or whose name must not be taken apart.

    >>> read_single("Аристотель. Афинская полития.", 0).names[0].family
    'Аристотель'
    """
    first = _FIRST_WORD.match(text, at)
    if first is None or first.group().lower() not in _single_beginnings():
        return None
    match = _SINGLE.match(text, at)
    if match is None or match.group().strip().lower() not in one_name_authors():
        return None
    return NameList(
        at, match.end(), (Name(match.group().strip(), "", initials=False),), False, "single", 6.0
    )


def read_body(text: str, at: int) -> NameList | None:
    """Read a body known by its name or abbreviation that stands as author: `OECD.`, `ЮНЕСКО.`."""
    match = _BODY.match(text, at)
    if match is None or match.group().lower() not in bodies():
        return None
    return NameList(
        at, match.end(), (Name(match.group(), "", initials=False),), False, "single", 5.0
    )


_BODY = re.compile(r"(?:[^\W\d_]+ ){0,3}[^\W\d_]+(?=\s?[.,]\s|\s?\(\d)")


_SHIFTED = re.compile(
    rf"(?P<family>{_FAMILY}),\s(?={_INITIALS}\s?{_FAMILY},\s{_INITIALS}\s?{_FAMILY})"
)


def read_shifted(text: str, at: int) -> NameList | None:
    """Read names whose first initials were lost: `Алимбаев, К.С. Айнабек, С.Н. Ахметов`."""
    match = _SHIFTED.match(text, at)
    rest = read_names(text, match.end(), "initials-first") if match else None
    if match is None or rest is None or len(rest.names) < 2:
        return None
    return rest._replace(start=at, names=(Name(match["family"]), *rest.names))


def heading(text: str, at: int) -> NameList | None:
    """Read the names with which a reference begins, in the likeliest shape, or None."""
    single = read_single(text, at) or read_body(text, at) or read_shifted(text, at)
    if single is not None:
        return single
    best: NameList | None = None
    for shape in _HEADINGS:
        found = read_names(text, at, shape)
        if found is not None and shape in _WRITTEN_OUT and _is_doubtful(found, text):
            continue
        if found is not None and (best is None or found.score > best.score):
            best = found
            if found.score >= _UNMISTAKABLE:
                break
    if best is not None and len(best.names) == 1 and _GOES_ON.match(text, best.end):
        # `Sandra C. Valencia, David Simon`: the initial is a middle one.
        full = read_names(text, at, "full")
        if full is not None and len(full.names) > 1:
            return full._replace(score=best.score)
    return best


_PATRONYMIC_LIKE = re.compile(r"(?:ович|евич|ич|ов|ев|ин|ский|ұлы|баев|беков)$")


def _is_doubtful(found: NameList, text: str) -> bool:
    """Whether words in capitals may be no names: in two scripts, or alone before a comma."""
    whole = [f"{n.given} {n.family}" for n in found.names]
    parts = [part for n in found.names for part in (n.given, n.family) if part]
    if len({bool(_LATIN.search(part)) for part in parts}) > 1:
        return True
    if found.shape == "inverted":
        return False
    following = text[found.end : found.end + 1]
    if len(whole) > 1 or following in ("", ".", "/", "[", "("):
        return False
    named = len(whole[0].split()) == 2 and _PATRONYMIC_LIKE.search(found.names[0].family)
    return not (following == "," and named and text[found.end + 2 : found.end + 3].isupper())


_GOES_ON = re.compile(rf"\s?{_FAMILY},")


_HEADINGS: tuple[Shape, ...] = ("family-first", "initials-first", "vancouver", "inverted", "full")
_WRITTEN_OUT = ("full", "inverted")
_UNMISTAKABLE = 5.5


def host_names(text: str, at: int) -> NameList | None:
    """Read the authors with which the description of a host begins: family names first only."""
    found = read_names(text, at, "family-first") or read_names(text, at, "initials-first")
    if found is None:
        # Springer: `In: Park H, Kim S (eds) Handbook`.
        found = read_names(text, at, "vancouver")
        return found if found and _EDITORS.match(text, found.end) else None
    if not found.names[0].given.endswith("."):
        return None
    if found.shape == "initials-first":
        # `А. Editor & B. Editor (Eds.)`; without the mark it may be a title.
        return found if _EDITORS.match(text, found.end) else None
    # `Beilstein J. Nanotechnol.` is a journal; one name with one initial is too little.
    return found if len(found.names) > 1 or found.names[0].given not in ("J.", "B.") else None


_EDITORS = re.compile(r"\s?\((?:[Ee]ds?|[Рр]ед|Hrsg)")
