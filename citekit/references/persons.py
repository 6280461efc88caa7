"""Statements of responsibility: who did what, in which role, in which case of the noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from citekit.references.areas import Area
from citekit.references.names import LOWER, UPPER, Name, NameList, Shape, read_names
from citekit.references.vocabulary import alternation, first_words, fold, table

if TYPE_CHECKING:
    from citekit.references.record import Record

_ROLE_FIELDS = ("editor", "translator", "compiler")


_LONGEST = 600
"""Characters of a statement in which roles are looked for."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_JOINED = re.compile(r"\s?(?:и|и\s|,|/|and|және|та|i)\s?")
_FIRST_NAME = re.compile(rf"(?<!\w)(?={UPPER}{LOWER}{{0,2}}\.\s?-?{UPPER})")


@cache
def _roles() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{alternation(name)})" for name in (*_ROLE_FIELDS, "role"))
    source = (
        r"(?:\s(?:angl|nem|franc|rus|англ|нем|фр|франц|рус|каз|итал|исп|яп|кит|тюрк|латин|лат|польск|укр"
        r"|\w+ского|\w+цкого)\.?(?!\w))?"
    )
    mark = r"\s?:?\s?[\])]?\.?\s*"
    return re.compile(rf"(?<![\w-])[\[(]?\s?(?:{groups})(?!\w)\.?{source}{mark}", re.I)


@cache
def _genitive_roles() -> re.Pattern[str]:
    return re.compile(
        r"[\[(]?\s?(?:под\s|pod\s|пер|per|перев|за\sред|за\sзаг|отв\.\sред\.\s(?!:))", re.I
    )


@cache
def _endings(name: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of endings, Cyrillic and romanised, in the order in which they are tried."""
    return tuple(
        (ending, other)
        for tag in ("ru", "ru-Latn")
        for ending, other in table(tag)["endings"][name]
    )


@cache
def _genitive_endings() -> tuple[tuple[str, str], ...]:
    return _endings("genitive")


_WOMAN = re.compile(r"(?:а|я|овой|евой|иной|ской|цкой)$")


def nominative_family(family: str) -> str:
    """Return a family name from its genitive, as far as its ending tells.

    >>> [nominative_family(f) for f in ("Фельдштейна", "Туган-Барановского", "Каулен")]
    ['Фельдштейн', 'Туган-Барановский', 'Каулен']
    """
    first, hyphen, last = family.partition("-")
    if hyphen and first[:-1] and first[-1:] == last[-1:] == "а":
        # Of a man; where the first part has another ending than the last it is not declined.
        return f"{nominative_family(first)}-{nominative_family(last)}"
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
    for ending, other in _endings("genitive_given"):
        if given.endswith(ending):
            return given.removesuffix(ending) + str(other)
    return given


def names_in(text: str, at: int = 0, *, latin: bool = False) -> NameList | None:
    """Read names that stand in a statement, whatever their order.

    Args:
        text: The statement.
        at: Where the names begin.
        latin: Whether two words in Latin letters are a name, as behind a role they are.
    """
    shapes: tuple[Shape, ...] = ("initials-first", "family-first")
    found = [read_names(text, at, shape) for shape in shapes]
    lists = [f for f in found if f]
    if lists:
        return max(lists, key=lambda f: (f.end, f.score))
    return _whole_names(text, at) if latin or not _LATIN.search(text, at) else None


_LATIN = re.compile("[A-Za-z]")
_WHOLE = re.compile(
    rf"(?P<a>{UPPER}(?:{LOWER}|-)+)\s(?P<b>{UPPER}(?:{LOWER}|-)+)(?:\s(?P<c>{UPPER}(?:{LOWER}|-)+))?\s*[.;,]?\s*$"
)
_PATRONYMIC = re.compile(r"(?:вич|вна|чна|ұлы|қызы|улы|кызы)$")
_SURNAME = re.compile(
    r"(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ко|ич|ук|юк|ян|дзе|швили|ых|их|баев|баева)$"
)


def _whole_names(text: str, at: int) -> NameList | None:
    """Read one or more names written in full: `Мозгот Светлана Анатольевна`, `Иван Бочаров`."""
    names: list[Name] = []
    for part in re.split(r",\s*", text[at:].strip(" .")):
        match = _WHOLE.match(part)
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
    if not read_roles(record, area, body):
        _authors(record, area, body)


def read_roles(record: Record, area: Area, body: str) -> bool:
    """Take the names of a statement by their roles; False where it names no role.

    The role stands before the names, `сост. и ред. И. И. Иванов`, at times far before them:
    `Аударған, алғы сөзін жазған А. Омаров`. Of several the last counts, and what is joined to it.
    """
    roles = list(_roles_in(body))
    if not roles:
        return False
    at = 0
    while at < len(roles):
        here = [roles[at]]
        found = names_in(body, roles[at].end(), latin=True)
        while found is None and at + 1 < len(roles):
            at += 1
            gap = body[here[-1].end() : roles[at].start()]
            here = [*here, roles[at]] if _JOINED.fullmatch(gap) else [roles[at]]
            found = names_in(body, roles[at].end(), latin=True)
        if found is None and at == 0:
            first = _FIRST_NAME.search(body, roles[at].end())
            found = names_in(body, first.start()) if first else None
        if found is not None:
            for role in here:
                _give(record, area, role, found, body)
        at += 1
    return True


@cache
def _role_words() -> frozenset[str]:
    return frozenset().union(*(first_words(name) for name in (*_ROLE_FIELDS, "role")))


def _roles_in(body: str) -> Iterator[re.Match[str]]:
    """Yield the roles of a statement; a match is tried only where a word of a role begins."""
    at = 0
    for word in _WORD.finditer(body, 0, _LONGEST):
        if word.start() >= at and fold(word.group()) in _role_words():
            found = _roles().match(body, word.start())
            if found:
                at = found.end()
                yield found


def _give(record: Record, area: Area, role: re.Match[str], found: NameList, body: str) -> None:
    field = next((g for g in _ROLE_FIELDS if role[g]), None)
    if field is None:
        led = re.match(r"[\s\[(]*(?:рук|жетекші|ruk)", role.group(), re.I)
        if led and "contributor" not in record.fields:
            record.extend("contributor", found.names, area)
        return
    said = role.group()
    genitive = bool(_genitive_roles().match(said.lstrip())) and not said.rstrip().endswith(":")
    names = tuple(_nominative(n) for n in found.names) if genitive else found.names
    known = record.fields.get(field, ())
    record.extend(field, tuple(n for n in names if n not in known), area)


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
