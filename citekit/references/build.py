"""From areas to a work."""

from __future__ import annotations

import re
from typing import Any

from citekit.languages import identify
from citekit.model import Organization, Person, PersonName, PersonNames, Text, Work
from citekit.references import fields, kinds, settling
from citekit.references.areas import Areas
from citekit.references.names import Name
from citekit.references.record import Record
from citekit.references.tongue import Tongue, tongue_of
from citekit.references.vocabulary import bodies


def build(found: Areas, language: str | None) -> tuple[Work, Record]:
    """Make the work that the areas describe."""
    record = Record()
    for area in found.areas:
        fields.take(record, area, found)
    settling.settle_title(record)
    settling.settle_volume(record, found)
    kinds.settle(record, found)
    tongue = Tongue(language, language) if language else tongue_of(record, found)
    return _work(record, *tongue), record


def _work(record: Record, language: str, tongue: str) -> Work:
    values: dict[str, Any] = {"language": language}
    for name, value in record.fields.items():
        if name in _LOCALIZED:
            values[name] = _localized(value, tongue)
        elif name in _PERSONS:
            values[name] = tuple(_agent(v, tongue) for v in value)
        else:
            values[name] = value
    return Work(**values)


_LOCALIZED = frozenset(
    (
        "title",
        "part_title",
        "container_title",
        "collection_title",
        "publisher",
        "publisher_place",
        "authority",
        "archive",
    )
)
_PERSONS = frozenset(
    ("author", "editor", "translator", "compiler", "container_author", "contributor")
)
_BILINGUAL = re.compile(r"(.{6,}?)\s?\[([^\[\]]{6,300})\]$")
_CYRILLIC = re.compile("[а-яё]{3}", re.I)


def _localized(value: str, tongue: str) -> Text:
    """Return a text; `Hakim Abai [Abai the wise]` is one in two languages."""
    if value[-1:] == "]" and tongue != "en":
        match = _BILINGUAL.match(value)
        if match and not _CYRILLIC.search(match[2]) and identify(match[2]).language == "en":
            return Text({tongue: match[1], "en": match[2]})
    return Text({tongue: value})


def _agent(name: Name | str, tongue: str) -> Person | Organization:
    if isinstance(name, str):
        return Organization(name=Text({tongue: name}))
    if not name.given and name.family.lower() in bodies():
        return Organization(name=Text({tongue: name.family}))
    part = "initials" if name.initials else "given"
    parts = PersonName(family=name.family, **({part: name.given} if name.given else {}))
    # One name cannot fail the checks of a mapping, and lists have many names.
    return Person(name=PersonNames.model_construct(((tongue, parts),)))
