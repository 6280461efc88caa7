"""Who is named in the heading of a record, and who in its statements of responsibility."""

from __future__ import annotations

import re

from citekit.references.gost_draft import Draft
from citekit.references.gost_names import (
    Item,
    direct_order,
    family_name,
    given_name,
    people_of,
    stem_of,
)
from citekit.references.gost_words import CYRILLIC

AUTHORS_NAMED = 3
"""Up to so many authors a record of the standards stands under their heading."""
HOST_ROLES = frozenset({"editor", "compiler", "editorial-director"})
"""Of a part, these are roles of its host."""


def responsibility(draft: Draft) -> None:
    """5.2.6; 7.80 5.2; R 7.0.5 4.10.2: under which heading, and who is named after ` / `."""
    authors, standard = people_of(draft.item.get("author")), draft.standard
    more = bool(draft.custom.get("et-al"))
    unlimited = standard.in_heading > AUTHORS_NAMED
    under_title = len(authors) > standard.in_heading or (more and not unlimited)
    if more and unlimited:
        draft.custom["heading-et-al"] = draft.words["et_al"]
    if under_title and draft.kind != "patent":
        draft.custom.setdefault("heading", "")
        draft.item.pop("author", None)
    if authors and not under_title and "no-statement" in standard.own:
        draft.custom["responsibility"] = ""
        return
    statements = _statements(draft, authors, more, under_title)
    given = draft.custom.get("responsibility")
    if given is not None:
        statements = draft.texts("responsibility")
        repeated = authors and not under_title and not standard.repeats_heading
        if repeated and statements and all(family_name(a) in statements[0] for a in authors):
            statements = statements[1:]
    elif _belongs_to_volume(draft, under_title):
        draft.custom["volume-responsibility"] = statements
        statements = []
    draft.custom["responsibility"] = statements or ""
    _container_responsibility(draft)


def _statements(draft: Draft, authors: list[Item], more: bool, under_title: bool) -> list[str]:
    statements = []
    unheaded = under_title or (
        draft.kind == "patent" and draft.standard.in_heading <= AUTHORS_NAMED
    )
    repeats = draft.standard.repeats_heading or unheaded
    if authors and repeats and not _named_in_title(draft, authors):
        statements.append(named(draft, authors, more))
    if draft.kind == "thesis":
        statements.append(draft.text("publisher"))
    statements += _roles(draft, of_part=draft.is_part)
    statements += draft.texts("patent-holder")
    return [s for s in statements if s]


def named(draft: Draft, people: list[Item], more: bool) -> str:
    """`В. И. Иванов [и др.]`; theses and patents name people as their title page does."""
    standard = draft.standard
    full = all(len(given_name(p).split(".")[0]) > 2 for p in people)
    inverted = (
        draft.kind == "thesis" and full and all(CYRILLIC.match(family_name(p)) for p in people)
    ) or draft.kind == "patent"
    if len(people) > standard.named:
        people, more = people[: standard.named_of_more], True
    elif more:
        people = people[: max(standard.named_of_more, 1)]
    text = ", ".join(direct_order(p, inverted) for p in people)
    return f"{text} {draft.words['et_al']}" if more else text


def _roles(draft: Draft, *, of_part: bool = False, of_host: bool = False) -> list[str]:
    """`ред. И. И. Иванов`; editors and compilers of a part are those of its host."""
    return [
        f"{word} {named(draft, people, False)}"
        for role, word in draft.words["roles"].items()
        if (people := people_of(draft.item.get(role)))
        and not (of_part and role in HOST_ROLES)
        and not (of_host and role not in HOST_ROLES)
    ]


def _named_in_title(draft: Draft, people: list[Item]) -> bool:
    """5.2.6: a person who is named in the title or its information is not named again."""
    text = draft.title_text
    return all(
        given_name(p)
        and re.search(
            # Given name or initial before the family name: «Мариной Серебряковой».
            rf"\b{re.escape(given_name(p)[0])}\w*\.?\s(?:\w\.\s?)?{re.escape(stem_of(family_name(p)))}\w{{0,3}}\b",
            text,
        )
        for p in people
    )


def _belongs_to_volume(draft: Draft, under_title: bool) -> bool:
    titled = ":" in draft.said("volume-information") or bool(draft.text("part-title"))
    return under_title and titled and draft.standard.style == "reference" and not draft.is_part


def _container_responsibility(draft: Draft) -> None:
    if draft.is_part and "container-responsibility" not in draft.custom:
        authors = people_of(draft.item.get("container-author"))
        statements = [named(draft, authors, False)] if authors else []
        draft.custom["container-responsibility"] = [
            *statements,
            *_roles(draft, of_host=True),
        ] or ""
