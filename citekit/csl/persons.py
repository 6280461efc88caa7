"""Names of people and institutions, taken from CSL-JSON.

A name is interned: the same person in many items is one object, so each way of writing it is
worked out once and looked up afterwards.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from citekit.csl.richtext import parse_field, strip_marks

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
MAX_INTERNED = 400_000


def parse_names(value: Iterable[Any]) -> tuple[PersonName, ...]:
    """Read a CSL-JSON list of names; empty names are left out."""
    found = []
    known = _INTERNED.get
    for entry in value:
        if entry.__class__ is dict and len(entry) == 2:
            try:
                name = known((entry["family"], entry["given"]))
            except (KeyError, TypeError):
                name = None
            if name is not None:
                found.append(name)
                continue
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
    if len(_INTERNED) > MAX_INTERNED:
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
    elif given and not non_dropping:  # a name that stands alone is not taken apart
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


def is_east_asian(text: str) -> bool:
    """Tell whether a text has Chinese, Japanese or Korean characters in it.

    >>> is_east_asian("我妻"), is_east_asian("Әуезов")
    (True, False)
    """
    if not text or max(text) < "\u1100":
        return False
    return any(low <= ord(char) <= high for char in text for low, high in _EAST_ASIAN)
