"""Authors as a line prints them: names in any order, with the marks that lead to affiliations.

>>> parse_names("Д.Х.Беделова1*, Мақыш С.Б.²").authors[1].family
'Мақыш'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from citekit.extract._data import load, words
from citekit.model import PersonName


@dataclass(frozen=True, slots=True)
class Author:
    """A name found in a line of authors.

    Attributes:
        family: The family name, in ordinary case.
        given: Given names in full, if they are printed so.
        patronymic: The patronymic in full, likewise.
        initials: The initials, each with its full stop, parted by spaces.
        marks: The numbers and letters that lead to affiliations.
        corresponding: Whether an asterisk or an envelope marks the author.
        start: Where the name begins in the text parsed.
        end: Where it ends.
    """

    family: str
    given: str | None
    patronymic: str | None
    initials: str | None
    marks: tuple[str, ...]
    corresponding: bool
    start: int
    end: int

    def name(self) -> PersonName:
        """Return the name as the record holds it.

        >>> parse_names("Зотов Виталий Владимирович").authors[0].name().given_part
        'Виталий Владимирович'
        """
        plain = initials_of(self.given, self.patronymic)  # what the full names say by themselves
        return PersonName(
            family=self.family,
            given=self.given,
            patronymic=self.patronymic,
            initials=self.initials if self.initials != plain else None,
        )


@dataclass(frozen=True, slots=True)
class Names:
    """What a text holds when it is read as a list of authors.

    Attributes:
        authors: The names, in order.
        covered: The share of its letters that belong to names.
        rest: The stretches that are neither names nor marks nor separators.
        strong: How many of the names are sure to be names: with initials or a patronymic.
    """

    authors: tuple[Author, ...]
    covered: float
    rest: tuple[tuple[int, int], ...]
    strong: int


def is_led_by_name(text: str, names: Names) -> bool:
    """Tell whether a text is one sure name with something said of its bearer after a comma.

    >>> is_led_by_name(text := "Ким А. Б., доцент", parse_names(text))
    True
    """
    sure = names.strong == len(names.authors) == 1
    return sure and names.authors[0].start == 0 and text[names.authors[0].end :][:1] == ","


def _class(upper: bool) -> str:
    ranges = (range(0x41, 0x250), range(0x400, 0x530), range(0x1E00, 0x1F00))
    letters = (chr(code) for codes in ranges for code in codes)
    return "".join(c for c in letters if (c.isupper() if upper else c.islower()))


_U, _L = _class(True), _class(False)
_APOSTROPHE = "'’‘ʼʻ`´"
_INITIAL = rf"[{_U}][{_L}]{{0,2}}\."
_INITIALS = rf"{_INITIAL}(?:\s?-?\s?(?:{_INITIAL}|(?<=-)[{_L}]\.)){{0,2}}"
_AFTER_PARTICLE = "-‑ \n\t"
_PARTICLE = r"(?:[әаa]л?[ль]?[-‑]|(?:ван|фон|де|ди|да|van|von|de|di|da|der|den|la|le|ter)\s)"
_WORD = rf"[{_U}][{_U}{_L}{_APOSTROPHE}]+"
_FAMILY = (
    rf"(?:{_PARTICLE}){{0,2}}[{_U}][{_U}{_L}{_APOSTROPHE}]+"
    rf"(?:[-‑–][{_U}{_L}][{_U}{_L}{_APOSTROPHE}]+){{0,2}}"
)


_FILIAL = "ұлы қызы улы кызы оглы углы угли uly kyzy qyzy ogly уулу oʻgʻli qizi".split()
"""Words for son and daughter that stand apart from the father's name."""


@cache
def _patronymic() -> str:
    endings = "|".join(
        re.escape(e) for e in sorted(words("people", "patronymics"), key=len, reverse=True)
    )
    spaced = rf"(?:[\s-](?:{'|'.join(_FILIAL)}))"
    return rf"(?:[{_U}][{_U}{_L}{_APOSTROPHE}]+(?:{endings}|{endings.upper()})|{_WORD}{spaced})"


@cache
def _endings() -> tuple[str, ...]:
    """Return the endings of patronymics in both cases: without one no pattern of them need run."""
    found = words("people", "patronymics")
    return (*found, *(ending.upper() for ending in found), *_FILIAL)


@cache
def _name(initials: bool, patronymics: bool) -> re.Pattern[str]:
    """Return the pattern of a name.

    Args:
        initials: Whether the text has initials: else the forms with them are left out.
        patronymics: Whether it has the ending of a patronymic.
    """
    mark = r"(?:\s?[\d¹²³]\s?)?"
    uly = r"(?:\s(?:ұлы|қызы|uly|kyzy|оглы|кызы|углы)\b)?"
    forms: list[str] = []
    if initials:
        forms += [
            rf"(?P<fi_family>{_FAMILY}{uly}),?\s?"
            rf"(?P<fi_initials>(?>{_INITIALS})(?:[{_U}]\b(?!\.))?)(?![{_U}][{_L}])"
            # `Olga M. Malinina¹` begins with no family name.
            rf"(?!(?:(?<=\s[{_U}]\.)|(?<=\s[{_U}][{_L}]\.))\s{_FAMILY}\s?(?:[,;*&\d¹²³⁴⁵⁶⁷⁸⁹]|$|(?:and|и|және)\s|[a-e](?=[\s,*]|$)))",
            rf"(?P<if_initials>{_INITIALS}){mark}\s*(?P<if_family>{_FAMILY}{uly})",
        ]
    if patronymics:
        pat = _patronymic()
        forms += [
            # `Omarova, Aigul Serikovna (author)`, not `Kim, Anna Petrovna Lee`.
            rf"(?P<fgp_family>{_FAMILY})(?P<comma>,)?\s+(?P<fgp_given>{_WORD})\s+(?P<fgp_pat>{pat})"
            rf"(?![{_U}{_L}])(?(comma)(?=\s*(?:[(–—:*\d]|-\s|$)))",
            rf"(?P<gpf_given>{_WORD})\s+(?P<gpf_pat>{pat})\s+(?P<gpf_family>{_FAMILY})",
        ]
    if initials:
        forms.append(rf"(?P<gmf_given>{_WORD}\s+{_INITIAL})\s*(?P<gmf_family>{_FAMILY})")
    forms += [
        rf"(?P<gf_given>[{_U}][{_L}]+)\s+(?P<gf_family>[{_U}]{{2,}}(?:-[{_U}]{{2,}})?)(?![{_L}])",
        rf"(?P<fg_family>[{_U}]{{3,}}(?:-[{_U}]{{2,}})?)\s+(?P<fg_given>[{_U}][{_L}]+)(?![{_U}])",
        rf"(?P<w_given>[{_U}][{_L}{_APOSTROPHE}]+(?:-[{_U}][{_L}]+)?)\s+(?P<w_family>[{_U}][{_L}{_APOSTROPHE}-]+)"
        r"(?=\s*(?:[,;*\d¹²³⁴⁵⁶⁷⁸⁹†ᵃᵇᶜ]|$|[–—]\s|(?<=\s)[a-e](?=[\s,*]|$)))",
    ]
    return re.compile("|".join(forms), re.MULTILINE)


_CAPITAL = re.compile(f"[{_U}]")
_AN_INITIAL = re.compile(_INITIAL)
_PARTICLES = re.compile(rf"(?:{_PARTICLE}){{1,2}}\Z")


@cache
def _houses() -> tuple[str, ...]:
    return tuple(word.lower() for word in words("people", "organizations") if len(word) > 5)


@cache
def _schemes() -> frozenset[str]:
    """Return the labels of codes: `Article DOI` is nobody."""
    schemes = ("udc", "irsti", "bbk", "doi", "issn", "edn", "jel")
    return frozenset(label for scheme in schemes for label in words("labels", scheme))


@cache
def _namesake() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of words before and after a name that an institution bears."""
    before, after = (
        "|".join(map(re.escape, words("people", key))) for key in ("named_before", "named_after")
    )
    return re.compile(rf"(?<!\w)(?:{before})\s*\Z", re.I), re.compile(rf"\s*(?:{after})", re.I)


def _is_named_after(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match is an institution, or the name that one bears."""
    before, after = _namesake()
    if after.match(text, match.end()) or before.search(
        text, max(0, match.start() - 24), match.start()
    ):
        return True
    if match.lastgroup not in ("gf_family", "fg_given", _WEAK):
        return False
    return any(
        word in _schemes() or word.lower().startswith(_houses()) for word in match[0].split()
    )


def capitals_in(text: str) -> int:
    """Return how many capitals a text has.

    >>> capitals_in("А. Б. Ким")
    3
    """
    return len(_CAPITAL.findall(text))


def _names_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the names in `text`: only from its capitals on are they looked for."""
    pattern = _name(
        _AN_INITIAL.search(text) is not None, any(ending in text for ending in _endings())
    )
    at = 0
    while capital := _CAPITAL.search(text, at):
        begin = capital.start()
        found = None
        if begin > at and text[begin - 1] in _AFTER_PARTICLE:
            particles = _PARTICLES.search(text, max(at, begin - 12), begin)
            found = pattern.match(text, particles.start()) if particles else None
        found = found or pattern.match(text, begin)
        if found and not _is_named_after(text, found):
            yield found
        at = found.end() if found else begin + 1


_MOST = 4000
"""No list of authors is longer; what follows is not looked at."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ", "0123456789abcde")


@cache
def _between() -> re.Pattern[str]:
    """Return the pattern of what may stand between names."""
    ands = "|".join(re.escape(word) for word in words("people", "and"))
    return re.compile(
        rf"(?P<sep>[,;]|(?<!\w)(?:{ands})(?!\w))|(?P<mark>\d{{1,2}}|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[ᵃᵇᶜᵈᵉ]|(?<![^\W\d_])[a-dа-г](?![^\W\d_]))"
        r"|(?P<star>[*✉†‡§\uf02a✱∗]+)|(?P<space>[\s.()\[\]©•|/–—-]+)"
    )


def in_order(initials: str) -> str:
    """Return initials each with its full stop, parted by single spaces.

    >>> in_order("Қ.Ә."), in_order("J.-P."), in_order("Ж.Т")
    ('Қ. Ә.', 'J.-P.', 'Ж. Т.')
    """
    text = re.sub(r"\s+", "", initials)
    if text and not text.endswith("."):
        text += "."
    return re.sub(r"\.(?=[^-.])", ". ", text)


def ordinary_case(name: str) -> str:
    """Return a name printed in capitals as it is usually written.

    >>> ordinary_case("ШТЕМЕНКО-ИВЧУК"), ordinary_case("McDonald"), ordinary_case("O'NEILL")
    ('Штеменко-Ивчук', 'McDonald', "O'Neill")
    """
    name = re.sub(r"\s+", " ", name.strip())
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or not all(c.isupper() for c in letters):
        return name
    lower = name.lower()
    return re.sub(r"(^|[-\s]|(?<=^o)['’])([^\W\d_])", lambda m: m[1] + m[2].upper(), lower)


def initials_of(*given: str | None) -> str:
    """Return the initials of full names.

    >>> initials_of("Виталий", "Владимирович"), initials_of("Анна-Мария", None)
    ('В. В.', 'А.-М.')
    """
    parts = [word for name in given if name for word in name.split()]
    return " ".join(
        "-".join(piece[0] + "." for piece in word.split("-") if piece) for word in parts
    )


@cache
def _digraph() -> re.Pattern[str]:
    """Return the pattern of the Latin letters that stand for one Cyrillic letter."""
    return re.compile("|".join(map(re.escape, load("names")["digraphs"])))


def _romanised(given: str) -> str:
    """Return a given name's initial with all the Latin letters that stand for one Cyrillic one.

    >>> _romanised("Sherzod"), _romanised("Saule")
    ('Sh.', 'S.')
    """
    match = _digraph().match(given)
    return match[0] + "." if match else initials_of(given)


def _author(match: re.Match[str], turned: bool = False) -> Author:
    groups = {name.partition("_")[2]: said for name, said in match.groupdict().items() if said}
    family = ordinary_case(groups["family"].replace("‑", "-"))
    given = ordinary_case(groups["given"]) if "given" in groups else None
    if match.lastgroup == "gmf_family" and given:
        name, _, middle = given.rpartition(" ")
        known = _digraph().match(middle) or _is_family(family)
        short = (_romanised(name) if known else initials_of(name)) + " " + middle
        return Author(family, f"{name} {middle}", None, short, (), False, *match.span())
    if turned and match.lastgroup == _WEAK and given and not _is_family(family):
        family, given = given, family  # `Серікұлы Мақсат`
    patronymic = ordinary_case(groups["pat"]) if "pat" in groups else None
    initials = groups.get("initials")
    short = in_order(initials) if initials else initials_of(given, patronymic)
    if given and patronymic and not initials:
        short = f"{_romanised(given)} {_romanised(patronymic)}"
    return Author(family, given, patronymic, short, (), False, *match.span())


@cache
def _family_endings() -> tuple[str, ...]:
    return words("people", "families")


def _is_family(word: str) -> bool:
    """Tell whether a word can only be a family name, by its ending."""
    return len(word) > 4 and word.endswith(_family_endings())


def _turned(matches: Sequence[re.Match[str]]) -> bool:
    """Tell whether family names come first in a list of two words each: in one list, in all."""
    pairs = [(m["w_given"], m["w_family"]) for m in matches if m.lastgroup == _WEAK]
    signs = [(_is_family(a), _is_family(b)) for a, b in pairs]
    return sum(a and not b for a, b in signs) > sum(b and not a for a, b in signs)


# An initial, or two words with capitals: without them there is no name.
_MAYBE = re.compile(rf"[{_U}][{_L}]{{0,2}}\.|[{_U}][\w'’-]*\s+[{_U}]")
_WEAK = "w_family"
"""The last group of a name that is only two words with capitals."""
NOBODY = Names((), 0.0, (), 0)
"""What a text holds that names nobody."""


@lru_cache(maxsize=2048)
def parse_names(text: str, *, weak: bool = True) -> Names:
    """Read `text` as a list of authors.

    Args:
        text: One or several lines.
        weak: Whether two capitalised words alone may be a name.

    >>> it = parse_names("1Т. Ким, 2 А. Сергеева* и Б. Ли")
    >>> [(a.family, a.marks, a.corresponding) for a in it.authors]
    [('Ким', ('1',), False), ('Сергеева', ('2',), True), ('Ли', (), False)]
    """
    text = text[:_MOST]
    if not _MAYBE.search(text):
        return NOBODY
    matches = [m for m in _names_in(text) if weak or m.lastgroup != _WEAK]
    if not matches:
        return Names((), 0.0, ((0, len(text)),), 0)
    turned = _turned(matches)
    found = [_author(match, turned) for match in matches]
    strong = sum(match.lastgroup != _WEAK for match in matches)
    edges = [0, *(edge for a in found for edge in (a.start, a.end)), len(text)]
    gaps = [_gap(text, edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    rest = tuple(span for gap in gaps for span in gap.rest)
    letters = sum(map(str.isalpha, text))
    named = sum(sum(map(str.isalpha, text[a.start : a.end])) for a in found)
    return Names(_marked(found, gaps), named / letters if letters else 0.0, rest, strong)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands before, between or after names."""

    before: tuple[str, ...]  # marks that belong to the name before it
    after: tuple[str, ...]  # marks that belong to the name after it
    open: tuple[str, ...]  # marks with no separator on either side
    star_before: bool
    star_after: bool
    rest: tuple[tuple[int, int], ...]


def _gap(text: str, start: int, end: int) -> _Gap:
    tokens: list[tuple[str, str]] = []
    rest: list[tuple[int, int]] = []
    at = start
    for match in _between().finditer(text, start, end):
        if match.start() > at:
            rest.append((at, match.start()))
        tokens.append((match.lastgroup or "space", match[0]))
        at = match.end()
    if at < end:
        rest.append((at, end))
    seps = [
        i for i, (kind, _) in enumerate(tokens) if kind == "sep" and not _within_marks(tokens, i)
    ]
    cut = seps[-1] if seps else None
    head = tokens[:cut] if cut is not None else []
    tail = tokens[cut + 1 :] if cut is not None else []
    loose = tokens if cut is None else []
    # `Петров1, 2Сидоров`: what follows the last separator belongs to the next name.
    return _Gap(
        _marks(head),
        _marks(tail),
        _marks(loose),
        _star(head + loose),
        _star(tail),
        _wordy(text, rest),
    )


def _within_marks(tokens: list[tuple[str, str]], at: int) -> bool:
    """Tell the comma of `1,2` from the one between names: no space follows it."""
    return 0 < at < len(tokens) - 1 and tokens[at - 1][0] == tokens[at + 1][0] == "mark"


def _marks(tokens: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(text.translate(_SUPERSCRIPTS) for kind, text in tokens if kind == "mark")


def _star(tokens: Iterable[tuple[str, str]]) -> bool:
    return any(kind == "star" for kind, _ in tokens)


def _wordy(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join neighbouring stretches, and leave out those without a letter."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= 3:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(s for s in joined if any(c.isalpha() for c in text[slice(*s)]))


def _marked(found: list[Author], gaps: list[_Gap]) -> tuple[Author, ...]:
    """Give each author the marks before or after the name, by what most of them have."""
    if not found:
        return ()
    before = sum(bool(gap.after) for gap in gaps[:-1]) + bool(gaps[0].open)
    after = sum(bool(gap.before) for gap in gaps[1:]) + bool(gaps[-1].open)
    leading = before > after
    made = []
    for i, author in enumerate(found):
        left, right = gaps[i], gaps[i + 1]
        marks = left.after or (left.open if leading or i == 0 else ())
        if not leading:
            marks = right.before or right.open or marks
        elif not marks:
            marks = right.before
        star = right.star_before or (left.star_after and leading)
        made.append(replace(author, marks=tuple(dict.fromkeys(marks)), corresponding=star))
    return tuple(made)
