"""Names as statements of responsibility have them, and what repeats within notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from citekit.references.gost_words import Words, data, language_of, words_of

Item = dict[str, Any]


def people_of(value: Any) -> list[Item]:
    """Return the names of a CSL name variable; what is no name is passed over."""
    if not isinstance(value, list | tuple):
        return []
    return [dict(n) for n in value if isinstance(n, Mapping) and family_name(n).strip()]


def family_name(name: Mapping[str, Any]) -> str:
    """Return the family name with its particle, or the whole of a name without parts."""
    if name.get("literal"):
        return str(name["literal"])
    particle = name.get("non-dropping-particle")
    return " ".join(str(p) for p in (particle, name.get("family")) if p) or given_name(name)


def given_name(name: Mapping[str, Any]) -> str:
    """Return the given names or initials as the record has them."""
    return " ".join(str(name.get("given") or "").split())


def direct_order(name: Mapping[str, Any], inverted: bool) -> str:
    """Return a name in the order in which it is said, or family name first without a comma."""
    family, given = family_name(name), given_name(name)
    if name.get("literal") or not given or given == family:
        return family
    given = re.sub(r"\.(?=[^\s.,-])", ". ", given)
    particle = str(name.get("dropping-particle") or "")
    order = (family, given, particle) if inverted else (given, particle, family)
    text = " ".join(filter(None, order))
    return f"{text}, {name['suffix']}" if name.get("suffix") else text


def stem_of(family: str) -> str:
    """Return what stays of a family name in all its cases: `Серебряков` of Серебрякова."""
    return family[:-1] if len(family) > 4 and family[-1].lower() in "аяйьaeo" else family


def same_authors(items: Sequence[Item], *, words: Mapping[str, Words] | None = None) -> list[Item]:
    """Return the prepared items of one note, each author named once (R 7.0.5, 9.1–9.3).

    Works of the same authors that follow each other in a note get `Его же`, `Ее же`, `Их же`,
    `Idem`, `Eadem`, `Iidem` for their heading, by the language of the item.

    >>> one = {"type": "book", "language": "ru", "author": [{"family": "Лихачев"}]}
    >>> same_authors([one, one])[1]["custom"]["heading"]
    'Его же'
    """
    done: list[Item] = []
    for before, item in zip([None, *items], items, strict=False):
        authors = people_of(item.get("author"))
        if before is not None and authors and authors == people_of(before.get("author")):
            forms = words_of(language_of(item), words)["same_author"]
            who = "they" if len(authors) > 1 else "she" if _is_woman(authors[0]) else "he"
            item = {**item, "custom": {**item.get("custom", {}), "heading": forms[who]}}
        done.append(item)
    return done


def _is_woman(name: Mapping[str, Any]) -> bool:
    """Whether family name or patronymic has the ending of a woman's."""
    endings = tuple(data()["women"])
    return any(
        w.lower().endswith(endings) for w in (family_name(name), *given_name(name).split()[1:])
    )


_HOST = ("container-title", "volume", "issue", "issued")


def same_host(items: Sequence[Item], *, words: Mapping[str, Words] | None = None) -> list[Item]:
    """Return the prepared items of notes that follow each other, their host named once.

    R 7.0.5, 8.11: another part of the host just cited stands `// Там же. С. 30–36`.

    >>> one = {"type": "chapter", "container-title": "Сборник", "language": "ru", "page": "5"}
    >>> same_host([one, {**one, "page": "30"}])[1]["custom"]["host"]
    'Там же. С. 30'
    """
    done: list[Item] = []
    for before, item in zip([None, *items], items, strict=False):
        shared = before is not None and item.get("container-title")
        if shared and before and all(before.get(v) == item.get(v) for v in _HOST):
            own = words_of(language_of(item), words)
            pages = own["pages"].format(n=item["page"]) if item.get("page") else ""
            host = ". ".join(filter(None, (own["ibid"].rstrip("."), pages)))
            item = {**item, "custom": {**item.get("custom", {}), "host": host}}
        done.append(item)
    return done
