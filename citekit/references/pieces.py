"""A reference string cut into pieces at every place where an area or an element may begin.

The cut is made once, from left to right, in time linear in the length: elements that announce
themselves become pieces of their own, everything else is cut at punctuation. Cutting too often does
no harm, because neighbouring pieces may belong to one area; quoted and bracketed text stays whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Literal

from citekit.references import acts
from citekit.references.elements import Element, element_at
from citekit.references.names import LOWER, UPPER, NameList, heading, host_names
from citekit.references.openings import folded_words, openings
from citekit.references.terminals import YEAR
from citekit.references.vocabulary import (
    BIT,
    alternation,
    bits,
    first_words,
    fold,
    months,
    places,
    short_places,
    words,
)

Mark = Literal[
    "none", "dot", "comma", "colon", "colonsp", "semi", "dash", "area", "slash", "host", "eq"
]
"""The punctuation before a piece, as the grammar knows it."""

MOST_PIECES = 160
"""Pieces beyond this are one piece: no reference has so many, and work stays bounded."""
MOST_CHARACTERS = 3000
"""Text beyond this is not cut any more; the longest real reference at hand has 900 characters."""

# Same length as what was typed, so that places in it are places in the string as printed.
_SPACES = "\t\r\n\x0b\x0c\x85\u00a0\u202f\u3000\u2028\u2029" + "".join(
    map(chr, range(0x2002, 0x200B))
)
_SAME = dict.fromkeys(_SPACES, " ")
_SAME |= dict.fromkeys("\u2010\u2011\u00ad\u00ac", "-")
_SAME |= dict.fromkeys("—―−\u2012", "–")
_UNLIKE = re.compile(f"[{''.join(_SAME)}]")
_LATEX = re.compile(r"\\(?:linebreak|newline|ldots|\\)|\\[,;!]|~")


def levelled(text: str) -> str:
    r"""Return the text with one kind of space, hyphen and dash, every character in its old place.

    >>> levelled("С.\u00a05—7")
    'С. 5–7'
    """
    text = _UNLIKE.sub(lambda m: _SAME[m.group()], text)
    if "¹" in text:
        # What fonts without a numero sign make of it.
        text = re.sub(r"¹(?=\s?\d)", "№", text)
    if "\\" in text or "~" in text:
        text = _LATEX.sub(
            lambda m: (" ... " if "dots" in m.group() else "").ljust(len(m.group())), text
        )
    return text


@dataclass(slots=True)
class Piece:
    """A stretch of the string with the punctuation before it."""

    start: int
    end: int
    mark: Mark
    text: str
    element: Element | None = None
    names: NameList | None = None
    bits: int = 0
    """The classes of words in it (`vocabulary.BIT`)."""
    first_bits: int = 0
    size: int = 0
    """The number of its words."""


_PUNCTUATION = re.compile(r"[./=:;,?!…(\[«“„\"–-]")
# `In: Title`, `В кн.: …` name a host as ` // ` does; a bare `In ` only before editors or pages.
_WITHIN = re.compile(
    r"(?:(In:|[ВвУуVv] (?:кн|сб|kn|sb)\.:?|[ВвVv] (?:сборнике|книге|sbornike|knige)\s?:)"
    r"|In(?=\s[A-ZА-Я\d]))\s?(?=\S)"
)
_WITHIN_QUOTED = re.compile(r"in\s(?=[A-ZА-Я\d])")
_HAS_EDITORS = re.compile(r"\((?:[Ee]ds?\.?|Hrsg\.)\)|\(pp?\.\s?\d")
_GLUED_YEAR = re.compile(rf"-(?={YEAR}(?:\s?(?:г|ж)\.?)?\s?[.,;–-])")
_CLOSE = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“", '"': '"'}
_ENDS_QUOTE = frozenset('»”"')
_LONGEST_QUOTE = 300
_NEXT = re.compile(r"[\s]*")
_YEAR_NEXT = re.compile(rf"{YEAR}(?:\s?(?:г|ж)\.?)?\s?[.,;–-]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_AFTER_STROKE = re.compile(
    rf"{UPPER}{LOWER}?\.\s?{UPPER}|[Аа]втореф|[Дд]ис|[Пп]од\s|[Сс]ост|[Пп]ер\.|[Жж]алпы|[Ққ]ұраст|[Уу]чеб|[Оо]қулық|[Мм]онограф|[Оо]тв\."
)
_INITIAL_NEXT = re.compile(rf"{UPPER}{LOWER}{{0,2}}\.")
_CAPITAL = re.compile(rf"[«“„\"(\[]?{UPPER}")


@cache
def _unbroken() -> frozenset[str]:
    """Return the words whose dot never ends an area, in small letters."""
    return frozenset(words("abbreviations"))


def pieces(text: str, at: int = 0) -> list[Piece]:
    """Cut a levelled string into pieces, from `at` on.

    >>> [(p.mark, p.text) for p in pieces("Абай. Қара сөз. – Алматы, 1993.")]
    [('none', 'Абай'), ('dot', 'Қара сөз'), ('area', 'Алматы'), ('comma', '1993')]
    """
    return _Cutter(text, at).run()


class _Cutter:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.first = at
        self.limit = min(len(text), MOST_CHARACTERS)
        self.found: list[Piece] = []
        self.mark: Mark = "none"
        known = folded_words(text[: self.limit])
        self.has_act = acts.may_have_act(known)
        self.openers = openings(text, self.limit, known)

    def run(self) -> list[Piece]:
        at = self._head(self.first)
        while at < self.limit and len(self.found) < MOST_PIECES:
            at = self._piece(at)
        rest = self.text[at:].strip()
        if rest:
            self._add(at, len(self.text.rstrip()))
        return self.found

    def _head(self, at: int) -> int:
        """Take what only the beginning of a reference may hold: names, a standard's number."""
        standard = _standard().match(self.text, at)
        if standard and not (self.has_act and acts.act_at(self.text, at)):
            self._add(
                at,
                standard.end(),
                Element(standard.end(), "STANDARD", {"number": standard.group()}, 7),
            )
            return self._punctuation(standard.end())
        if self.has_act:
            act = acts.act_at(self.text, at)
            if act is not None:
                self._add(at, act[0], Element(act[0], "ACT", act[1], 6))
                return self._punctuation(act[0])
        official = _official().match(self.text, at)
        if official:
            self._add(
                at,
                official.end(),
                Element(official.end(), "HEADING", {"heading": official.group()}, 6),
            )
            return self._punctuation(official.end())
        names = heading(self.text, at)
        if names is not None:
            self._add(at, names.end, names=names)
            return self._punctuation(names.end)
        return at

    def _piece(self, at: int) -> int:
        """Take the element that begins here, or the text up to where one may begin."""
        if self.has_act:
            act = acts.act_at(self.text, at)
            if act is not None:
                self._add(at, act[0], Element(act[0], "ACT", act[1], 6))
                return self._punctuation(act[0])
        if self.mark == "host":
            names = host_names(self.text, at)
            if names is not None:
                self._add(at, names.end, names=names)
                return self._punctuation(names.end)
        element = element_at(self.text, at)
        if element is not None and self._whole(element.end):
            self._add(at, element.end, element)
            return self._punctuation(element.end)
        end = self._text_end(at)
        self._add(at, end)
        return self._punctuation(end)

    def _whole(self, end: int) -> bool:
        return not (self.text[end - 1 : end].isalnum() and self.text[end : end + 1].isalpha())

    def _text_end(self, at: int) -> int:
        text, position = self.text, at
        following = bisect_right(self.openers, at)
        limit = self.openers[following] if following < len(self.openers) else self.limit
        while True:
            match = _PUNCTUATION.search(text, position, self.limit)
            start = match.start() if match else self.limit
            if start >= limit:
                return max(min(limit, self.limit), at + 1)
            sign = text[start]
            position = start + 1
            if sign in _CLOSE:
                position, boundary = self._skip(start, at)
                if boundary:
                    return position
                while limit < position:
                    following += 1
                    limit = self.openers[following] if following < len(self.openers) else self.limit
            elif sign == "." and text.startswith("..", position):
                position += 2
            elif (start > at or text.startswith("//", start)) and self._is_boundary(
                sign, start, at
            ):
                return start + 1 if sign in "?!…" else start

    def _skip(self, start: int, at: int) -> tuple[int, bool]:
        """Go over a quotation or a bracket; True where the piece ends with (or before) it."""
        close = _CLOSE[self.text[start]]
        end = self.text.find(close, start + 1, min(self.limit, start + _LONGEST_QUOTE))
        if self.text[start] == "(" and end > 0:
            inner = self.text.find("(", start + 1, end)
            if inner > 0:
                end = max(end, self.text.find(")", end + 1, min(self.limit, end + 60)))
        if end < 0 or "//" in self.text[start:end]:
            return start + 1, False
        after = end + 1
        ends_inside = self.text[end - 1] in ".,?!" and start == at and close not in ")]"
        if ends_inside and self.text[after : after + 1] == " ":
            return after, True
        return after, False

    def _is_boundary(self, sign: str, start: int, at: int) -> bool:
        text = self.text
        before, after = text[start - 1 : start], text[start + 1 : start + 2]
        if sign == ".":
            return self._is_full_stop(start, start + 1, at)
        if sign == ",":
            return after in " )" or not after.isdecimal() or not before.isdecimal()
        if sign in "-–":
            if sign == "-" and before == "." and after.isalpha() and self._is_compound(start, at):
                return False
            if before in ' .,;:)]»"”' or after == " ":
                return not self._is_place(start, at)
            return sign == "-" and not before.isdecimal() and bool(_GLUED_YEAR.match(text, start))
        if sign == "/":
            if after == "/":
                return before != ":" or text[start + 2 : start + 3] == " "
            if before == " " or after == " " or before in '.»")]':
                return True
            return before.isalpha() and bool(_AFTER_STROKE.match(text, start + 1))
        if sign == ":":
            return not text.startswith("//", start + 1) and not (
                before.isdecimal() and after.isdecimal()
            )
        if sign == "=":
            return before == " " == after
        if sign in "?!…":
            return after == " " and bool(_CAPITAL.match(text, start + 2))
        return True

    def _is_place(self, dash: int, at: int) -> bool:
        """Whether the dash belongs to the name of a city: `Нур – Султан`."""
        before = _last_word(self.text, at, len(self.text[:dash].rstrip()))
        after = _WORD.match(self.text, _NEXT.match(self.text, dash + 1).end())  # type: ignore[union-attr]
        return after is not None and f"{before}-{after.group()}".lower() in places()

    def _is_compound(self, hyphen: int, at: int) -> bool:
        """Whether it is the hyphen of `науч.-исслед.`, `С.-Петерб.` and no dash."""
        after = self.text[hyphen + 1 : hyphen + 2]
        word = _last_word(self.text, at, hyphen - 1)
        return after.isalpha() and (after.islower() or len(word.rpartition("-")[2]) == 1)

    def _is_full_stop(self, start: int, end: int, at: int) -> bool:
        text = self.text
        rest = _NEXT.match(text, end).end()  # type: ignore[union-attr]
        following = text[rest : rest + 1]
        if following == "-" and rest == end and self._is_compound(end, at):
            return False
        if following in ("", "-", "–", "/", "[", "=", ")"):
            return following != ")"
        if following == "…" or text.startswith("...", rest):
            return False
        if following in ",;:.":
            return following == "."
        word = _last_word(text, at, start)
        if word in ("гг", "г", "жж") and following.isupper() and rest > end:
            return text[max(start - 12, at) : start].rstrip(word).strip()[-1:].isdecimal()
        if following.isdecimal() and fold(word) in months() and start - len(word) > at:
            return False
        if following.isdecimal() or following in "(№":
            spaced = rest > end
            if following == "№" and word.lower() in ("г", "ж", "года", "р"):
                return False
            if _YEAR_NEXT.match(text, rest) and (spaced or not word.isdecimal()):
                return True
            return (spaced and word.lower() not in _unbroken()) or (
                len(word) > 3 and not spaced and following != "("
            )
        if (
            start - len(word) == at
            and self.mark in ("area", "dash")
            and word.lower() in short_places()
        ):
            return True
        if len(word) == 1 and word.isupper() and not word.isdecimal():
            return self._is_announced(rest)
        if word.lower() in _unbroken():
            return False
        if len(word) <= 3 and word.istitle() and _INITIAL_NEXT.match(text, rest):
            return False  # `Ju. L. Logachjov`
        if following.islower() and (next_word := _WORD.match(text, rest)):
            if not next_word.group().islower():
                return True  # arXiv, eLife
            element = element_at(text, rest)
            return element is not None
        return rest > end or len(word) > 3 or following in '«“"'

    def _is_announced(self, at: int) -> bool:
        """Whether a word that opens an element stands behind initials: `Ли Л. В. Бюл. 5`."""
        word = _WORD.match(self.text, at)
        if word is None or len(word.group()) < 3:
            return False
        element = element_at(self.text, at)
        return element is not None and element.score >= 4

    def _punctuation(self, at: int) -> int:
        """Go over the punctuation after a piece and remember what it was."""
        text, position = self.text, at
        while text[at - 1 : at] == " ":
            at -= 1
        while position < self.limit and text[position] in " .,;:/–-=?!)]":
            position += 1
        gap = text[at:position]
        if (
            not gap.strip()
            and text[at - 1 : at] in _ENDS_QUOTE
            and text[at - 2 : at - 1] in (".", ",", "?", "!")
        ):
            gap = "."
        if text[at - 1 : at] == ".":
            # The stop of an abbreviation is the stop of the area too (GOST R 7.0.100-2018, 4.6.11).
            gap = "." + gap
        self.mark = _mark(gap)
        if text[position - 2 : position - 1] in _ENDS_QUOTE or text[at - 1 : at] in _ENDS_QUOTE:
            # IEEE: `"Title of chapter," in Title of book`.
            quoted = _WITHIN_QUOTED.match(text, position)
            if quoted:
                self.mark = "host"
                return quoted.end()
        within = _WITHIN.match(text, position)
        if within and (
            within[1] or _HAS_EDITORS.search(text, position, min(self.limit, position + 400))
        ):
            self.mark = "host"
            position = within.end()
        return position

    def _add(
        self, start: int, end: int, element: Element | None = None, names: NameList | None = None
    ) -> None:
        text = self.text[start:end].rstrip()
        if not text:
            return
        piece = Piece(start, start + len(text), self.mark, text, element, names)
        if element is None and names is None:
            self._weigh(piece)
        self.found.append(piece)

    def _weigh(self, piece: Piece) -> None:
        """Note what the words of free text say about it."""
        text = piece.text
        found = _WORD.findall(text[:600])
        if not found:
            return
        known = [bits(word) for word in found]
        piece.size, piece.first_bits = len(known), known[0]
        for bit in known:
            piece.bits |= bit
        if not piece.first_bits & _PHRASES and fold(found[0]) in _phrase_words():
            piece.first_bits |= _phrase_bits(text)
            piece.bits |= piece.first_bits


_PHRASES = (
    BIT["genre"] | BIT["editor"] | BIT["translator"] | BIT["compiler"] | BIT["thesis"] | BIT["role"]
)


_PHRASE_CLASSES = ("editor", "translator", "compiler", "role", "thesis", "notes", "genre")


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset().union(*(first_words(name) for name in _PHRASE_CLASSES))


@cache
def _phrase_pattern() -> re.Pattern[str]:
    return re.compile(
        r"[\[(«]?\s?(?:"
        + "|".join(f"(?P<{n}>{alternation(n)})" for n in _PHRASE_CLASSES)
        + r")(?!\w)",
        re.I,
    )


def _phrase_bits(text: str) -> int:
    match = _phrase_pattern().match(text)
    return BIT[match.lastgroup] if match and match.lastgroup else 0


_LAST_WORD = re.compile(r"[\w'’-]{1,30}$")


def _last_word(text: str, at: int, end: int) -> str:
    found = _LAST_WORD.search(text, max(at, end - 30), end)
    return found.group() if found else ""


def _mark(gap: str) -> Mark:
    marks = gap.strip()
    if "//" in marks:
        return "area" if marks[-1] in "-–" else "host"
    if "–" in marks or "-" in marks:
        stops = marks[0] in ".,;" or (len(marks) > 1 and marks[-1] in ".")
        return "area" if stops else "dash"
    if marks[:1] == "." and "," in marks:
        return "comma"
    for sign, name in _SIGNS:
        if sign in marks:
            if name == "colon" and gap.startswith(" ") and not marks.startswith("."):
                return "colonsp"
            return name
    return "none"


_SIGNS: tuple[tuple[str, Mark], ...] = (
    ("=", "eq"),
    ("/", "slash"),
    (";", "semi"),
    (":", "colon"),
    (".", "dot"),
    ("?", "dot"),
    ("!", "dot"),
    (",", "comma"),
)


@cache
def _standard() -> re.Pattern[str]:
    names = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in words("standard"))
    return re.compile(
        rf"(?i:{names})(?:\s(?:Р|ISO|ИСО|ИСО/МЭК|ISO/IEC|МЭК|IEC|ЕН|EN|СТ|РК|\d)(?!\w)){{0,3}}\s?(?:№\s?)?(?:[A-ZА-Я]{{1,2}}\s?)?\d[\dА-ЯA-Z.–/:*-]{{0,30}}(?:\s?:\s?(?:19|20)\d\d|\s–\s(?:19|20)?\d\d(?!\d))?(?<![.–:/-])(?:\s\((?:ISO|ИСО|IEC|МЭК|EN|ЕН|ASTM)[^()]{{3,30}}\))?"
    )


@cache
def _official() -> re.Pattern[str]:
    return re.compile(
        r"(?:Российская Федерация|Республика Казахстан|Қазақстан Республикасы|СССР|РСФСР)\.\s"
        r"(?:Законы|Президент|Правительство|Министерство [^.]{3,60}|Кодексы"
        r"|Конституция|Заңдар)(?=\.\s)"
    )
