"""What readers and writers share: the parts of a record, as formats write them.

Readers collect a record as a plain mapping in the form of a record file and `record` makes the work
of it; what is empty is left out on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from citekit.formats._account import language_of
from citekit.formats.base import FormatError
from citekit.model import (
    BBK,
    DOI,
    EDN,
    IRSTI,
    ISBN,
    ISSN,
    JEL,
    PMCID,
    PMID,
    UDC,
    UNDETERMINED,
    URL,
    Agent,
    Article,
    ArXiv,
    Date,
    Handle,
    Identifier,
    Localized,
    Organization,
    Person,
    PersonName,
    Text,
    Work,
)

Plain = dict[str, Any]
"""A record in the form of a record file, not yet validated."""

_SURE = 0.9999
_NUMBERS = frozenset((bool, int, float))
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]*)+")
_DASH = re.compile(r"\s*(?:--?|[‐‑‒–—])\s*")
_ONE_RANGE = re.compile(r"[^\s,;–—-]+(?:--?|[‐‑‒–—])[^\s,;–—-]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def record(plain: Mapping[str, Any]) -> Work:
    """Return the work that a mapping describes: an article if it has what only they have.

    Raises:
        FormatError: A value is not of the kind that its field takes.

    >>> record({"type": "book", "title": {"kk": "Абай жолы"}, "volume": ""}).volume is None
    True
    """
    return validated(_pruned(plain))


def validated(full: Plain) -> Work:
    """Return the work that a mapping without empty values describes.

    Raises:
        FormatError: A value is not of the kind that its field takes; the message has its path.
    """
    kind = Article if full.keys() - Work.model_fields.keys() else Work
    try:
        return kind.model_validate(full)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"])
        raise FormatError(f"{path}: {first['msg']}") from None


def _pruned(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        # Most fields are empty already: they are left out before they are looked into.
        full = {k: _pruned(v) for k, v in value.items() if v or type(v) in _NUMBERS}
        return {k: v for k, v in full.items() if v or type(v) in _NUMBERS}
    if kind is list or kind is tuple:
        return [v for v in map(_pruned, value) if v or type(v) in _NUMBERS]
    if kind is str:
        return (value if value.isprintable() else _CONTROLS.sub("", value)).strip()
    return value


def one_line(text: str | None) -> str:
    """Return text without line breaks and control characters, each stretch of space one space."""
    if not text:
        return ""
    return " ".join((text if text.isprintable() else _CONTROLS.sub("", text)).split())


# Text


def primary(text: Text | None, work: Work) -> str:
    """Return text in the language of the work, else as it was first written; "" for none."""
    return text.best(language_of(work)) if text is not None else ""


def primary_tag(text: Localized[Any], work: Work) -> str:
    """Return the tag of the value that `primary` chooses."""
    value = text.best(language_of(work))
    return next(tag for tag, other in text.items() if other is value)


def others(text: Localized[Any] | None, work: Work) -> tuple[tuple[str, Any], ...]:
    """Return all pairs but the one that `primary` chooses."""
    if text is None:
        return ()
    chosen = primary_tag(text, work)
    return tuple((tag, value) for tag, value in text.items() if tag != chosen)


def ordered(text: Localized[Any] | None, work: Work) -> tuple[tuple[str, Any], ...]:
    """Return all pairs, the one that `primary` chooses first."""
    if text is None:
        return ()
    chosen = primary_tag(text, work)
    return ((chosen, text[chosen]), *others(text, work))


def localized(pairs: Iterable[tuple[str | None, Any]]) -> Plain:
    """Return pairs of tag and value as a mapping; the first of each tag stays.

    >>> localized([("kk", "Абай"), (None, "Abai"), ("kk", "Құнанбаев")])
    {'kk': 'Абай', 'und': 'Abai'}
    """
    made: Plain = {}
    for tag, value in pairs:
        if value:
            made.setdefault(tag or UNDETERMINED, value)
    return made


def language_told(text: str, other_than: str | None) -> str:
    """Return the language of a title that names none, where its words leave no doubt.

    >>> language_told("Перспективы казахстанской модели межэтнического согласия", "kk")
    'ru'
    >>> language_told("Abai", "kk")
    'und'
    """
    from citekit.languages import identify

    language, score = identify(text)
    return language if score > _SURE and language != other_than else UNDETERMINED


# Names


def name_in(agent: Agent, work: Work) -> PersonName | str:
    """Return a person's name, or an organisation's, in the language of the work."""
    name = agent.name.best(language_of(work))
    return name if isinstance(name, str) or name.literal is None else name.literal


def name_tag(agent: Agent, work: Work) -> str:
    """Return the tag of the name that `name_in` chooses."""
    return primary_tag(agent.name, work)


def family_of(name: PersonName) -> str:
    """Return the family name with the particle that always stands before it."""
    return " ".join(filter(None, (name.non_dropping_particle, name.family)))


def given_of(name: PersonName) -> str:
    """Return what stands for the given names, with the particle that may be dropped."""
    return " ".join(filter(None, (name.given_part, name.dropping_particle)))


def inverted(name: PersonName | str) -> str:
    """Return a name with the family name first.

    >>> inverted(PersonName(family="Иванова", given="Айгуль", patronymic="Сериковна"))
    'Иванова, Айгуль Сериковна'
    """
    if isinstance(name, str):
        return name
    if name.literal is not None:
        return name.literal
    return ", ".join(filter(None, (family_of(name), given_of(name), name.suffix)))


def direct(name: PersonName | str) -> str:
    """Return a name as it is spoken: given names, family name, suffix."""
    if isinstance(name, str):
        return name
    if name.literal is not None:
        return name.literal
    return " ".join(filter(None, (given_of(name), family_of(name), name.suffix)))


def parts(family: str | None, given: str | None = None, suffix: str | None = None) -> Plain:
    """Return the parts of a name; initials and a patronymic are taken as such.

    >>> parts("Жексембаева", "В. А.")
    {'family': 'Жексембаева', 'given': None, 'initials': 'В. А.'}
    >>> parts("Иванова", "Айгуль Сериковна")
    {'family': 'Иванова', 'given': 'Айгуль', 'patronymic': 'Сериковна'}
    """
    made: Plain = {"family": family, "given": given}
    if family and given and _INITIALS.fullmatch(given):
        made |= {"given": None, "initials": given}
    elif given and (last := given.rpartition(" "))[0] and last[2].lower().endswith(_patronymics()):
        made |= {"given": last[0], "patronymic": last[2]}
    return made | ({"suffix": suffix} if suffix else {})


@cache
def _patronymics() -> tuple[str, ...]:
    text = files(__package__).joinpath("data", "patronymics.csv").read_text(encoding="utf-8")
    return tuple(text.split()[1:])


def person(names: Mapping[str, Plain], **more: Any) -> Plain:
    """Return a person with names by language."""
    return {"name": dict(names), **more}


def named(text: str, tag: str | None = None) -> Plain:
    """Return the person or organisation that a name with the family name first stands for.

    >>> named("Иванова, Айгуль", "ru")["name"]["ru"]["family"]
    'Иванова'
    >>> named("Ғылым ордасы", "kk")
    {'name': {'kk': 'Ғылым ордасы'}}
    """
    pieces = [piece.strip() for piece in text.split(",")]
    tag = tag or UNDETERMINED
    if len(pieces) == 1 or len(pieces) > 3 or not pieces[0]:
        return {"name": {tag: text.strip()}}
    return person({tag: parts(*pieces)})


def put(agent: Plain, **more: Any) -> None:
    """Say more of an agent, if it is a person."""
    if any(isinstance(name, Mapping) for name in agent["name"].values()):
        agent.update(more)


def add_name(agent: Plain, tag: str, value: Plain | str | None) -> None:
    """Add the form of a name in one more language, if it is of the kind that the others are."""
    has_parts = any(isinstance(name, Mapping) for name in agent["name"].values())
    if isinstance(value, str) and has_parts:
        agent["name"].setdefault(tag, {"literal": value})
    elif value and isinstance(value, Mapping) == has_parts:
        agent["name"].setdefault(tag, value)


def organizations(agent: Agent) -> tuple[Organization, ...]:
    """Return the organisations that a person works for."""
    if not isinstance(agent, Person):
        return ()
    return tuple(a.organization for a in agent.affiliation if a.organization is not None)


# Pages and dates


def first_last(page: str | None) -> tuple[str, str]:
    """Return first and last page; what is no single range stands whole in the first.

    >>> first_last("25–30"), first_last("e12"), first_last("1–2, 5")
    (('25', '30'), ('e12', ''), ('1–2, 5', ''))
    """
    if page and _ONE_RANGE.fullmatch(page):
        first, last = _DASH.split(page)
        return first, last
    return page or "", ""


def page_of(first: str | None, last: str | None = None) -> str | None:
    """Return pages as a record has them.

    >>> page_of("25", "30"), page_of("25--30")
    ('25–30', '25–30')
    """
    if not first:
        return last or None
    if last and last != first:
        return f"{first}–{last}"
    return _DASH.sub("–", first) if _ONE_RANGE.fullmatch(first) else first


def iso(date: Date | None) -> str:
    """Return a date as ISO 8601 has it: year, month and day as far as known, the first of a range.

    >>> iso(Date("2024-06~")), iso(Date("2024-22"))
    ('2024-06', '2024')
    """
    point = date.start or date.end if date is not None else None
    if point is None or point.year < 0 or point.year > 9999:
        return ""
    numbers = () if point.season is not None else point[1:]
    return "-".join([f"{point.year:04d}", *(f"{number:02d}" for number in numbers)])


def day(date: Date | None) -> tuple[int, int | None, int | None] | None:
    """Return year, month and day of a date or of the first of a range, or None."""
    text = iso(date)
    if not text:
        return None
    year, month, day, *_ = [*(int(part) for part in text.split("-")), None, None]
    return (year, month, day) if year is not None else None


def edtf(year: object, month: object = None, day: object = None) -> str | None:
    """Return the parts of a date as EDTF, as far as they are numbers.

    >>> edtf("2024", "6", ""), edtf("2024", "06", "28")
    ('2024-06', '2024-06-28')
    """
    known: list[int] = []
    for part in (year, month, day):
        text = str(part or "").strip()
        if not text.isdigit() or int(text) == 0:
            break
        known.append(int(text))
    if not known:
        return None
    return "-".join([f"{known[0]:04d}", *(f"{number:02d}" for number in known[1:])])


# Subjects

SUBJECTS: Mapping[str, tuple[type[Identifier], str]] = {
    "udc": (UDC, "УДК"),
    "irsti": (IRSTI, "МРНТИ"),
    "bbk": (BBK, "ББК"),
    "jel": (JEL, "JEL"),
}
"""The classifications of a work, and the label that stands before their codes in running text."""


def labelled_subjects(work: Work) -> list[str]:
    """Return every code with its label, for formats that have only text for them.

    >>> labelled_subjects(Work(udc=(UDC("323.1"),)))
    ['УДК 323.1']
    """
    return [
        f"{label} {code}" for field, (_, label) in SUBJECTS.items() for code in getattr(work, field)
    ]


def call_numbers(work: Work) -> str:
    """Return what stands where readers look for a call number: it, and the UDC codes.

    >>> call_numbers(Work(udc=(UDC("323.1"), UDC("316"))))
    'УДК 323.1; УДК 316'
    """
    label = SUBJECTS["udc"][1]
    return "; ".join(filter(None, (work.call_number, *(f"{label} {code}" for code in work.udc))))


def subject_of(text: str) -> tuple[str, str] | None:
    """Return field and code of a labelled code, or None for any other text.

    >>> subject_of("ӘОЖ 323.1"), subject_of("саясат") is None
    (('udc', '323.1'), True)
    """
    for field, (kind, _) in SUBJECTS.items():
        match = kind.prefix.match(text)
        if match and match.end() and kind(text).problem is None:
            return field, str(kind(text))
    return None


def take_subjects(texts: Sequence[str], plain: Plain) -> list[str]:
    """Move labelled codes from `texts` into `plain`, and return the rest."""
    rest: list[str] = []
    for text in texts:
        found = subject_of(text)
        if found is None:
            rest.append(text)
        elif found[1] not in plain.setdefault(found[0], []):
            plain[found[0]].append(found[1])
    return rest


# Identifiers

_SCHEMES: tuple[tuple[str, type[Identifier]], ...] = (
    ("doi", DOI),
    ("handle", Handle),
    ("arxiv", ArXiv),
    ("pmid", PMID),
    ("pmcid", PMCID),
    ("edn", EDN),
    ("isbn", ISBN),
    ("issn", ISSN),
)


def identifiers(work: Work) -> list[tuple[str, str]]:
    """Return field and text of every identifier, in the form that says its own scheme.

    >>> identifiers(Work(doi="10.1000/182", isbn=("978-5-02-038500-3",)))
    [('doi', 'https://doi.org/10.1000/182'), ('isbn', 'urn:isbn:978-5-02-038500-3')]
    """
    said: list[tuple[str, str]] = []
    for field, kind in _SCHEMES:
        value = getattr(work, field)
        for each in value if isinstance(value, tuple) else (value,) if value else ():
            said.append((field, f"{kind.resolver or f'urn:{field}:'}{each}"))
    said += [(field, str(getattr(work, field))) for field in ("url", "urn") if getattr(work, field)]
    return [(field, text) for field, text in said if field != "issn"]


def identifier_of(text: str) -> tuple[str, str] | None:
    """Return field and value of an identifier that says its own scheme, or None.

    >>> identifier_of("https://doi.org/10.1000/182"), identifier_of("urn:isbn:5-02-013850-9")
    (('doi', '10.1000/182'), ('isbn', '5-02-013850-9'))
    """
    text = text.strip()
    for field, kind in _SCHEMES:
        match = kind.prefix.match(text)
        if match and match.end() and (value := kind(text)) and kind.form.fullmatch(value):
            return field, str(value)
    if text.lower().startswith("urn:"):
        return "urn", text
    if URL(text).problem is None:
        return "url", text
    return ("doi", text) if DOI(text).problem is None else None


def take_identifiers(texts: Iterable[str], plain: Plain) -> list[str]:
    """Put identifiers into `plain` where their field is free, and return what is none."""
    rest: list[str] = []
    for text in texts:
        found = identifier_of(text)
        if found is None:
            rest.append(text)
        elif found[0] == "isbn":
            plain.setdefault("isbn", []).append(found[1])
        elif found[0] == "issn" and "issn" in plain:
            plain.setdefault("eissn", found[1])
        else:
            plain.setdefault(*found)
    return rest
