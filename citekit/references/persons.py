"""Statements of responsibility: who did what, in which role, in which case of the noun."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from citekit.references.areas import Area
from citekit.references.names import Name, NameList, Shape, read_names
from citekit.references.vocabulary import alternation, languages, table

if TYPE_CHECKING:
    from citekit.references.record import Record

_ROLE_FIELDS = ("editor", "translator", "compiler")


@cache
def _role() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{alternation(name)})" for name in (*_ROLE_FIELDS, "role"))
    source = (
        r"(?:\s(?:англ|нем|фр|франц|рус|каз|итал|исп|яп|кит|тюрк|латин|лат|польск|укр"
        r"|\w+ского|\w+цкого)\.?(?!\w))?"
    )
    return re.compile(rf"[\[(]?\s?(?:{groups})(?!\w)\.?{source}\s?:?\s?[\])]?\.?\s*", re.I)


@cache
def _genitive_roles() -> re.Pattern[str]:
    return re.compile(r"[\[(]?\s?(?:под\s|пер|перев|за\sред|за\sзаг|отв\.\sред\.\s(?!:))", re.I)


@cache
def _genitive_endings() -> tuple[tuple[str, str], ...]:
    return tuple((ending, other) for ending, other in table("ru")["endings"]["genitive"])


_WOMAN = re.compile(r"(?:а|я|овой|евой|иной|ской|цкой)$")


def nominative_family(family: str) -> str:
    """Return a family name from its genitive, as far as its ending tells.

    >>> [nominative_family(f) for f in ("Фельдштейна", "Туган-Барановского", "Каулен")]
    ['Фельдштейн', 'Туган-Барановский', 'Каулен']
    """
    for ending, other in _genitive_endings():
        if family.endswith(ending) and len(family) > len(ending) + 1:
            return family.removesuffix(ending) + other
    return family


def _nominative(name: Name) -> Name:
    family = nominative_family(name.family)
    if name.initials:
        return name._replace(family=family)
    given = " ".join(_nominative_given(part) for part in name.given.split())
    return name._replace(family=family, given=given)


def _nominative_given(given: str) -> str:
    """Return a given name or patronymic from its genitive: `Марии` → `Мария`."""
    for ending, other in table("ru")["endings"]["genitive_given"]:
        if given.endswith(ending):
            return given.removesuffix(ending) + str(other)
    return given


def names_in(text: str, at: int = 0) -> NameList | None:
    """Read names that stand in a statement, whatever their order."""
    shapes: tuple[Shape, ...] = ("initials-first", "family-first")
    found = [read_names(text, at, shape) for shape in shapes]
    lists = [f for f in found if f]
    if lists:
        return max(lists, key=lambda f: (f.end, f.score))
    return _whole_names(text, at)


_FULL_CYRILLIC = re.compile(
    r"(?P<a>[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі-]+)\s(?P<b>[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі-]+)(?:\s(?P<c>[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі-]+))?\s*[.;,]?\s*$"
)
_PATRONYMIC = re.compile(r"(?:вич|вна|чна|ұлы|қызы|улы|кызы)$")
_SURNAME = re.compile(
    r"(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ко|ич|ук|юк|ян|дзе|швили|ых|их|баев|баева)$"
)


def _whole_names(text: str, at: int) -> NameList | None:
    """Read one or more names written in full: `Мозгот Светлана Анатольевна`, `Иван Бочаров`."""
    names: list[Name] = []
    for part in re.split(r",\s*", text[at:].strip(" .")):
        match = _FULL_CYRILLIC.match(part)
        if match is None:
            return None
        a, b, c = match["a"], match["b"], match["c"]
        if c and _PATRONYMIC.search(c):
            names.append(Name(a, f"{b} {c}", initials=False))
        elif c and _PATRONYMIC.search(b):
            names.append(Name(c, f"{a} {b}", initials=False))
        elif c is None:
            first = _SURNAME.search(a) and not _SURNAME.search(b)
            names.append(Name(a, b, initials=False) if first else Name(b, a, initials=False))
        else:
            return None
    return NameList(at, len(text), tuple(names), False, "full", 1.0) if names else None


def read_statement(record: Record, area: Area, text: str) -> None:
    """Take a statement of responsibility into the record: names by role, and as printed."""
    from citekit.references import kinds

    if kinds.is_thesis(text):
        record.put("genre", text, area)
        return
    if kinds.is_genre(text) and not names_in(text):
        record.extend("other_title_information", (text,), area)
        return
    record.extend("responsibility", (text,), area)
    body = text.strip("[]")
    role = _role().match(body)
    if role is None:
        _authors(record, area, body)
        return
    kind = role.lastgroup if role.lastgroup in _ROLE_FIELDS else None
    group = next((g for g in (*_ROLE_FIELDS, "role") if role[g]), None)
    kind = group if group in _ROLE_FIELDS else None
    if kind is None:
        if re.match(r"(?i:рук)", body) and "contributor" not in record.fields:
            _named(record, area, body, role.end(), "contributor", genitive=False)
        return
    genitive = bool(_genitive_roles().match(body)) and not body[
        role.start() : role.end()
    ].rstrip().endswith(":")
    _named(record, area, body, role.end(), kind, genitive=genitive)


def _named(record: Record, area: Area, body: str, at: int, field: str, *, genitive: bool) -> None:
    found = names_in(body, at)
    if found is None:
        return
    names = found.names
    if genitive:
        names = tuple(_nominative(n) for n in names)
    record.extend(field, names, area)
    rest = body[found.end :].lstrip(" .,;")
    if rest and _role().match(rest) and field != "role":
        again = _role().match(rest)
        assert again is not None
        kind = next((g for g in _ROLE_FIELDS if again[g]), None)
        if kind:
            _named(
                record, area, rest, again.end(), kind, genitive=bool(_genitive_roles().match(rest))
            )


def _authors(record: Record, area: Area, body: str) -> None:
    """Take the names of a statement without a role: they are the authors, given in full."""
    from citekit.references import kinds

    found = names_in(body)
    if found is None:
        return
    known = record.fields.get("author", ())
    if not known:
        record.extend("author", found.names, area)
    else:
        families = {n.family.lower() for n in found.names}
        thesis = "genre" in record.fields and kinds.is_thesis(record.fields["genre"])
        fuller = thesis and any(len(n.given.split()) >= 2 and not n.initials for n in found.names)
        if known[0].family.lower() in families and (len(found.names) > len(known) or fuller):
            order = sorted(found.names, key=lambda n: n.family.lower() != known[0].family.lower())
            by_family = {} if fuller else {n.family.lower(): n for n in known}
            record.fields["author"] = tuple(by_family.get(n.family.lower(), n) for n in order)
    if found.et_al:
        record.put("author_et_al", True)


_ = languages
