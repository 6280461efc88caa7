"""Names of people and institutions: parsed once, formatted by a name style.

A name is interned: the same person in many items is one object, so each way of writing it is
worked out once and looked up afterwards.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from citekit.csl.richtext import CLOSE, MARKS, parse_field, strip_marks
from citekit.csl.textcase import CASES
from citekit.csl.tree import PLAIN, Format

_EAST_ASIAN = (
    (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3041, 0x30FF), (0x3131, 0x318E),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F),
)  # fmt: skip
"""Code points of Han characters, kana and hangul."""
_LEADING_PARTICLES = re.compile(
    r"^((?:(?:['’]?[^\W\d_A-ZÀ-ÞА-ЯӘҒҚҢӨҰҮҺІ]+(?:\.[^\W\d_A-ZÀ-Þ]+)?\.?\s+)"
    r"|(?:[a-zà-ÿ]{1,3}['’]\s*)|(?:(?:al|el|as|at|az)[-–]))+)(?=\S)"
)
_ORDINARY_GIVEN = re.compile(r"[^\W\d_]+(?:[ .-]{1,2}[^\W\d_]+)*\.?$")
_TRAILING_PARTICLES = re.compile(r"^(.*?\S)((?:\s+[^\W\d_A-ZÀ-ÞА-ЯӘҒҚҢӨҰҮҺІ]+['’]?)+)$")
_NO_SPACE_AFTER = ("'", "’", "-", "–", "\xa0", " ")


class PersonName:
    """A name in its parts; an institution has only `literal`.

    Compared by identity: one object stands for all equal names.

    Attributes:
        dropping: Particle that falls away when the family name stands alone ("von").
        non_dropping: Particle that stays ("van").
        comma_suffix: A comma stands before the suffix.
        static: Family name first and no space, as in East Asian scripts.
        simple: There is nothing but a family name and given names.
        short: What is shown at least; names that share it may have to be told apart.
        spelling: The given name without the spaces initials may have between them.
    """

    __slots__ = ("comma_suffix", "dropping", "family", "given", "literal", "non_dropping", "short",
                 "simple", "spelling", "static", "suffix")  # fmt: skip

    def __init__(
        self,
        family: str = "",
        given: str = "",
        dropping: str = "",
        non_dropping: str = "",
        suffix: str = "",
        comma_suffix: bool = False,
        literal: str = "",
        static: bool = False,
    ) -> None:
        self.family, self.given, self.suffix = family, given, suffix
        self.dropping, self.non_dropping = dropping, non_dropping
        self.comma_suffix, self.literal, self.static = comma_suffix, literal, static
        self.short = literal or (f"{non_dropping} {family}" if non_dropping else family)
        self.spelling = given.replace(". ", ".")
        self.simple = not (literal or static or suffix or dropping or non_dropping)


_INTERNED: dict[tuple[Any, ...], PersonName | None] = {}
_MAX_INTERNED = 400_000


def parse_names(value: Iterable[Any]) -> tuple[PersonName, ...]:
    """Read a CSL-JSON list of names; empty names are left out."""
    found = []
    for entry in value:
        is_object = entry.__class__ is dict or isinstance(entry, Mapping)
        name = _intern(entry) if is_object else None
        if name is not None:
            found.append(name)
    return tuple(found)


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _intern(entry: Mapping[str, Any]) -> PersonName | None:
    get = entry.get
    if len(entry) == 2 and "family" in entry and "given" in entry:
        key: tuple[Any, ...] = (entry["family"], entry["given"])
    else:
        key = (
        get("family"), get("given"), get("non-dropping-particle"), get("dropping-particle"),
        get("suffix"), get("literal"), get("isInstitution"), get("comma-suffix"),
        get("static-ordering"),
        )  # fmt: skip
    try:
        if key in _INTERNED:
            return _INTERNED[key]
    except TypeError:
        key = tuple(str(k) for k in key)
    if len(_INTERNED) > _MAX_INTERNED:
        _INTERNED.clear()
    if len(key) == 2 and _is_ordinary(*key):
        name: PersonName | None = PersonName(key[0], key[1])
    else:
        name = _parse(entry)
    _INTERNED[key] = name
    return name


def _is_ordinary(family: Any, given: Any) -> bool:
    """Tell whether a name has no particle, suffix, markup or script to look for."""
    return bool(
        family.__class__ is str
        and given.__class__ is str
        and family.isalpha()
        and family.istitle()
        and given.istitle()
        and _ORDINARY_GIVEN.match(given)
    )


def _parse(entry: Mapping[str, Any]) -> PersonName | None:
    family, given = _text(entry, "family").strip(), _text(entry, "given").strip()
    literal = _text(entry, "literal").strip()
    non_dropping = _text(entry, "non-dropping-particle").strip()
    dropping = _text(entry, "dropping-particle").strip()
    suffix = _text(entry, "suffix").strip()
    if not family and not literal:
        family, given = given, ""
    if entry.get("isInstitution") in (True, "true", 1) and not literal:
        literal, family = family, ""
    if literal:
        return PersonName(literal=parse_field(literal))
    if not family:
        return None
    if len(family) > 2 and family[0] == family[-1] == '"':
        family = family[1:-1]
    elif not non_dropping:
        non_dropping, family = _leading_particle(family)
    comma_suffix = bool(entry.get("comma-suffix"))
    if not suffix and "," in given:
        given, _, suffix = (part.strip() for part in given.partition(","))
        if suffix.startswith("!"):  # as typed in Zotero: the comma before this suffix is printed
            comma_suffix, suffix = True, suffix[1:].strip()
    if given and not dropping:
        given, dropping = _trailing_particle(given)
    static = is_east_asian(family) or entry.get("static-ordering") is True
    return PersonName(
        parse_field(family), parse_field(given), _particle(dropping), _particle(non_dropping),
        parse_field(suffix), comma_suffix, "", static,
    )  # fmt: skip


def _particle(text: str) -> str:
    return text.replace("'", "’")


def _leading_particle(family: str) -> tuple[str, str]:
    """Split the particles before a family name off it ("von und zum Jones")."""
    if family[:1].isupper():
        return "", family
    found = _LEADING_PARTICLES.match(family)
    if not found or found.end() == len(family):
        return "", family
    rest = family[found.end() :]
    if not rest[:1].isupper():
        return "", family
    particle = found.group(1)
    # "de' Frinkle", but "d'Alembert": an apostrophe alone does not say whether a space follows.
    return particle if particle.endswith(("' ", "’ ")) else particle.strip(), rest


def _trailing_particle(given: str) -> tuple[str, str]:
    """Split the particles after a given name off it ("Jean de")."""
    if " " not in given:
        return given, ""
    found = _TRAILING_PARTICLES.match(given)
    if not found or not found.group(1)[:1].isupper():
        return given, ""
    words = found.group(2).split()
    if not all(w.islower() for w in words):
        return given, ""
    return found.group(1), " ".join(words)


def join_particle(particle: str, rest: str) -> str:
    """Join a particle to what follows it, with a space unless it ends like "d’" or "al-"."""
    if not particle:
        return rest
    if not rest:
        return particle
    bare = strip_marks(particle)
    return particle + rest if bare.endswith(_NO_SPACE_AFTER) else f"{particle} {rest}"


# --- initials ---------------------------------------------------------------------------------

_GIVEN_SPLIT = re.compile(r"[\s\xa0]+")
_HYPHENS = re.compile(r"([-‐‑–])")
_DOTTED = re.compile(r"^((?:[^\W\d_]+\.)+)([^\W\d_]*)$")


@lru_cache(100_000)
def initialize(given: str, initialize_with: str, hyphenate: bool, shorten: bool = True) -> str:
    """Reduce given names to initials.

    Args:
        given: Given names, possibly initials already.
        initialize_with: Text after each initial.
        hyphenate: Keep the hyphen of compound names.
        shorten: False to only put `initialize_with` after the initials that are there.

    >>> initialize("John Jeeves", ". ", True), initialize("Jean-Luc", ".", True)
    ('J. J.', 'J.-L.')
    >>> initialize("Ph.M.E.", " ", True, shorten=False), initialize("Li K.", "", True, False)
    ('Ph M E', 'Li K')
    """
    given = given.replace("\xa0", " ")
    out: list[str] = []
    after_initial = False
    for word in _GIVEN_SPLIT.split(given):
        if not word:
            continue
        part = _initials_of_word(word, initialize_with, hyphenate, shorten)
        initial = _is_initial(part, word, initialize_with)
        if out and not (initial and after_initial) and not out[-1].endswith(" "):
            out.append(" ")
        out.append(part)
        after_initial = initial
    text = "".join(out)
    return re.sub(r" +", " ", text).strip()


_ALL_MARKS = "".join(map(chr, range(0xFDD0, 0xFDF0)))
_TRAILING_MARKS = re.compile(rf"[{MARKS}]+$")


def _is_initial(part: str, word: str, initialize_with: str) -> bool:
    bare = _TRAILING_MARKS.sub("", part)
    if initialize_with:
        return bare.endswith(initialize_with)
    return bare.isupper() or (part != word and bare.istitle() and len(bare) <= 2)


def _initials_of_word(word: str, with_: str, hyphenate: bool, shorten: bool) -> str:
    bare = strip_marks(word)
    if not bare:
        return word
    if not shorten:
        if _DOTTED.match(bare) or (len(bare) == 1 and bare.isupper()):
            letters = [p for p in bare.split(".") if p]
            return "".join(p + with_ for p in letters)
        return word
    pieces = _HYPHENS.split(word)
    out = []
    for i in range(0, len(pieces), 2):
        piece = pieces[i]
        if not strip_marks(piece):
            out.append(piece)
            continue
        initials = _initials_of_piece(piece, with_, first=i == 0)
        if initials is None:
            continue
        if i and hyphenate and out:
            out[-1] = out[-1].rstrip(" ") if not with_.strip() or with_.endswith(" ") else out[-1]
            out.append("-")
        out.append(initials)
    return "".join(out)


def _initials_of_piece(piece: str, with_: str, first: bool) -> str | None:
    """Return the initials of one name; None for a lower-case second half ("Guo-ping")."""
    bare = strip_marks(piece)
    if bare[:1].islower():
        return piece + " " if first else None
    dotted = _DOTTED.match(bare)
    if dotted and "." in bare[:-1]:
        letters = [p for p in bare.split(".") if p]
        if not bare.endswith("."):
            letters[-1] = _first_letter(letters[-1])
        return "".join(p + with_ for p in letters)
    initial = bare[:-1] if bare.endswith(".") and len(bare) <= 4 else _first_letter(bare)
    leading = piece[: len(piece) - len(piece.lstrip(_ALL_MARKS))]
    if not leading:
        return initial + with_
    # Markup opened before the name is closed after its initial.
    space = " " if with_.endswith(" ") else ""
    return leading + initial + with_.rstrip() + CLOSE * len(leading) + space


def _first_letter(word: str) -> str:
    """Return what stands for a word: its first letter, or the capitals it begins with."""
    for i, char in enumerate(word):
        if char.isalpha():
            j = i + 1
            if len(word) > j + 1 and char.isupper() and word[j].isupper() and word[j + 1].islower():
                return char + word[j].lower()
            return word[i:j].upper()
    return word


# --- one name ---------------------------------------------------------------------------------


class NameFormat(NamedTuple):
    """How single names are written.

    Attributes:
        form: "long", "short" or "count".
        initialize_with: None when given names are not shortened.
        family: What is around family names, and how they are written.
        given: The same for given names.
        whole: The same for a name as a whole.
    """

    form: str = "long"
    initialize: bool = True
    initialize_with: str | None = None
    hyphenate: bool = True
    sort_separator: str = ", "
    demote: str = "display-and-sort"
    family: Format = PLAIN
    given: Format = PLAIN
    whole: Format = PLAIN


FULL, INITIALS, SHORT = 2, 1, 0
"""How much of a given name is shown."""


def format_name(name: PersonName, style: NameFormat, inverted: bool, level: int) -> str:
    """Write one name.

    Args:
        name: Whose.
        style: How.
        inverted: The family name comes first.
        level: At least so much of the given name (disambiguation raises it).
    """
    text, whole = _parts_of_name(name, style, inverted, level), style.whole
    if whole is PLAIN:
        return text
    # What stands around a person's name does not stand around an institution.
    return _case(text, whole) if name.literal else _wrap(text, whole)


def _parts_of_name(name: PersonName, style: NameFormat, inverted: bool, level: int) -> str:
    family_format, given_format = style.family, style.given
    if name.simple and family_format is PLAIN and given_format is PLAIN:
        given = name.given
        if not given or (style.form == "short" and level == SHORT):
            return name.family
        if style.initialize_with is not None and level < FULL:
            given = initialize(given, style.initialize_with, style.hyphenate, style.initialize)
        if inverted:
            return f"{name.family}{style.sort_separator}{given}"
        return f"{given}{name.family}" if given.endswith("\xa0") else f"{given} {name.family}"
    if name.literal:
        return _wrap(name.literal, family_format)
    long = style.form != "short" or level > SHORT
    if name.static:
        given = name.given if long else ""
        joined = "" if not given or is_east_asian(given) else " "
        return _wrap(name.family, family_format) + joined + (
            _wrap(given, given_format) if given else "")  # fmt: skip
    family = join_particle(name.non_dropping, name.family)
    if not long:
        return _wrap(family, family_format)
    given = name.given
    if given and style.initialize_with is not None and level < FULL:
        given = initialize(given, style.initialize_with, style.hyphenate, style.initialize)
    if not inverted:
        given_part = _case(given, given_format)
        core = join_particle(
            _case(name.non_dropping, family_format), _case(name.family, family_format)
        )
        if name.dropping:
            core = join_particle(_case(name.dropping, given_format), core)
        if name.suffix:
            core += (", " if name.comma_suffix else " ") + _suffix(name, style)
        core = family_format.prefix + core + family_format.suffix
        if not given_part:
            return core
        given_part = given_format.prefix + given_part + given_format.suffix
        return given_part + core if given_part.endswith(("\xa0", " ")) else f"{given_part} {core}"
    core = _case(name.family, family_format)
    if style.demote == "display-and-sort":
        particles = join_particle(name.dropping, name.non_dropping)
    else:
        particles = name.dropping
        core = join_particle(_case(name.non_dropping, family_format), core)
    core = family_format.prefix + core + family_format.suffix
    given_part = " ".join(_case(p.strip(), given_format) for p in (given, particles) if p)
    if given_part:
        core += style.sort_separator + given_format.prefix + given_part + given_format.suffix
    if name.suffix:
        core += (style.sort_separator or " ") + _suffix(name, style)
    return core


def _suffix(name: PersonName, style: NameFormat) -> str:
    """Return "Jr." without its stop where initials have none ("Bauer MT Jr")."""
    if style.initialize_with is None or "." in style.initialize_with:
        return name.suffix
    return name.suffix.replace(".", "")


def _case(text: str, style: Format) -> str:
    if style.text_case:
        text = CASES[style.text_case](text) if style.text_case in CASES else text
    if style.strip_periods:
        text = text.replace(".", "")
    return style.marks + text + CLOSE * len(style.marks) if style.marks and text else text


def _wrap(text: str, style: Format) -> str:
    return style.prefix + _case(text, style) + style.suffix


# --- lists of names ---------------------------------------------------------------------------


class _Written(dict[PersonName, str]):
    """Names as one style writes them, each worked out when it is first asked for."""

    def __init__(self, style: NameFormat, inverted: bool, level: int) -> None:
        self._how = (style, inverted, level)

    def __missing__(self, name: PersonName) -> str:
        if len(self) > _MAX_INTERNED:
            self.clear()
        self[name] = text = format_name(name, *self._how)
        return text


class Joints(NamedTuple):
    """What stands between the names of a list, with all that is inherited and localized.

    Attributes:
        and_spaced: The conjunction with its spaces, or "".
        precedes_last: When the delimiter stands before the last name.
        precedes_et_al: When it stands before "et al.".
        et_al_min: From so many names on the list is cut; 0 for never.
        et_al_use_first: To so many names.
        use_last: A cut list ends with an ellipsis and the last name.
        sort_order: Which names have the family name first: "first", "all" or none.
    """

    delimiter: str = ", "
    and_spaced: str = ""
    precedes_last: str = "contextual"
    precedes_et_al: str = "contextual"
    et_al_min: int = 0
    et_al_use_first: int = 1
    use_last: bool = False
    sort_order: str = ""
    et_al: str = ""
    et_al_space: str = " "


class NameList:
    """Writes lists of names in one way.

    Attributes:
        format: How single names are written.
        joints: What stands between them.
    """

    __slots__ = ("_first", "_rest", "_written", "format", "joints")

    def __init__(self, style: NameFormat, joints: Joints) -> None:
        self.format, self.joints = style, joints
        self._written: dict[tuple[bool, int], _Written] = {}
        self._first = self._table(bool(joints.sort_order), 0)
        self._rest = self._table(joints.sort_order == "all", 0)

    def _table(self, inverted: bool, level: int) -> _Written:
        key = (inverted, level)
        if key not in self._written:
            self._written[key] = _Written(self.format, inverted, level)
        return self._written[key]

    def one(self, name: PersonName, inverted: bool, level: int) -> str:
        """Write one name, remembering the result."""
        return self._table(inverted, level)[name]

    def shown(self, count: int, extra: int = 0) -> int:
        """Return how many of `count` names are written before "et al."."""
        joints = self.joints
        if joints.et_al_min and count >= joints.et_al_min and joints.et_al_use_first < count:
            return min(count, max(joints.et_al_use_first, extra))
        return count

    def render(
        self, names: tuple[PersonName, ...], extra: int = 0, levels: tuple[int, ...] = ()
    ) -> str:
        """Write a list of names.

        Args:
            names: At least one.
            extra: Show at least so many names (disambiguation).
            levels: For each name in turn, how much of the given name at least.
        """
        return self.join(names, self.texts(names, extra, levels))

    def texts(
        self, names: tuple[PersonName, ...], extra: int = 0, levels: tuple[int, ...] = ()
    ) -> list[str]:
        """Write the names of a list that are shown."""
        total = len(names)
        if levels:
            order = self.joints.sort_order
            shown = names[: self.shown(total, extra)]
            padded = levels + (0,) * (len(shown) - len(levels))
            return [
                self.one(n, order == "all" or (i == 0 and order == "first"), padded[i])
                for i, n in enumerate(shown)
            ]
        out = [self._first[names[0]]]
        if total > 1:
            rest = self._rest
            out += [rest[n] for n in names[1 : self.shown(total, extra)]]
        return out

    def join(self, names: tuple[PersonName, ...], texts: list[str]) -> str:
        """Join the texts of the names that are shown, the first of `names`."""
        shown, total = len(texts), len(names)
        joints = self.joints
        delimiter = joints.delimiter
        if shown == total:
            if total == 1:
                return texts[0]
            if not joints.and_spaced:
                return delimiter.join(texts)
            head = delimiter.join(texts[:-1])
            if self._delimits(joints.precedes_last, names, total - 1):
                word = joints.and_spaced
                return head + delimiter + (
                    word.lstrip(" ") if delimiter[-1:].isspace() else word) + texts[-1]  # fmt: skip
            return head + joints.and_spaced + texts[-1]
        head = delimiter.join(texts)
        if joints.use_last and total - shown >= 2:
            return f"{head}{delimiter}… {self._rest[names[-1]]}"
        if not joints.et_al:
            return head
        space = joints.et_al_space
        if self._delimits(joints.precedes_et_al, names, shown):
            space = delimiter
        marks = self.format.whole.marks
        return f"{marks}{head}{space}{joints.et_al}{CLOSE * len(marks)}"

    def _delimits(self, rule: str, names: tuple[PersonName, ...], before: int) -> bool:
        """Tell whether the delimiter stands after the first `before` names."""
        if rule == "contextual":
            return before > 1
        if rule == "after-inverted-name":
            name, order = names[before - 1], self.joints.sort_order
            inverted = order == "all" or (order == "first" and before == 1)
            return inverted and not (name.literal or name.static)
        return rule == "always"


def is_east_asian(text: str) -> bool:
    """Tell whether a text has Chinese, Japanese or Korean characters in it.

    >>> is_east_asian("我妻"), is_east_asian("Әуезов")
    (True, False)
    """
    if not text or max(text) < "\u1100":
        return False
    return any(low <= ord(char) <= high for char in text for low, high in _EAST_ASIAN)


def spaced_conjunction(word: str) -> str:
    """Put spaces around an "and" that is a word of its own.

    A conjunction in an East Asian script, or the Hebrew letter vav, is written onto its
    neighbours.
    """
    if not word:
        return ""
    before = "" if word[0] == "\u05d5" or is_east_asian(word[0]) else " "
    after = "" if word[-1].isspace() or is_east_asian(word[-1]) else " "
    return before + word + after


def space_before_et_al(term: str) -> str:
    """Return the space that stands before "et al.": none in East Asian scripts."""
    return "" if is_east_asian(strip_marks(term)[:1]) else " "
