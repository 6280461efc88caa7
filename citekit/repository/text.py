"""What of a record can be searched for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citekit.model import UNDETERMINED, Localized, Person, PersonName, Work
from citekit.repository.words import FIELDS, index_words

_TITLES = ("title", "title_short", "part_title", "volume_title")
_CONTAINERS = ("container_title", "container_title_short", "collection_title", "publisher")
_NAMES = ("author", "editor", "translator", "compiler")
_PLAIN = ("id", "doi", "issn", "eissn", "edn", "arxiv", "volume", "issue", "number", "genre")
_LISTS = ("udc", "irsti", "bbk", "jel", "isbn")

Tagged = Iterator[tuple[str, str]]
"""Language tags with text."""


def search_text(work: Work) -> dict[str, str]:
    """Return the words of a record as they are kept for searching, by field.

    >>> from citekit.model import Text
    >>> search_text(Work(title=Text({"kk": "Абай жолы", "en": "Abai's Paths"})))["title"]
    'абай жол abai s path'
    """
    parts: dict[str, Iterable[tuple[str, str]]] = {
        "title": _texts(work, _TITLES),
        "author": _names(work),
        "container": _texts(work, _CONTAINERS),
        "text": _rest(work),
    }
    return {field: _indexed(parts[field]) for field in FIELDS}


def _indexed(parts: Iterable[tuple[str, str]]) -> str:
    # All that is in one language at once: fewer, longer texts cost less.
    together: dict[str, list[str]] = {}
    for tag, text in parts:
        together.setdefault(tag, []).append(text)
    return " ".join([index_words("\n".join(texts), tag) for tag, texts in together.items()])


def _texts(work: Work, fields: Iterable[str]) -> Tagged:
    for field in fields:
        text = getattr(work, field)
        if text is not None:
            yield from text.items()


def _names(work: Work) -> Tagged:
    for field in _NAMES:
        for agent in getattr(work, field):
            # A name is looked for as it is, whatever its language does to other words' endings;
            # `mul` (ISO 639-2) has no endings.
            yield from (("mul", _whole(name)) for _, name in agent.name.items())
            if isinstance(agent, Person) and agent.orcid:
                yield "mul", agent.orcid


def _whole(name: PersonName | str) -> str:
    if isinstance(name, str):
        return name
    parts = (name.non_dropping_particle, name.family, name.given_part, name.literal)
    return " ".join(filter(None, parts))


def _rest(work: Work) -> Tagged:
    if work.abstract:
        yield from work.abstract.items()
    if work.keyword:
        yield from ((tag, " ".join(words)) for tag, words in work.keyword.items())
    for agent in work.author:
        if isinstance(agent, Person):
            for post in agent.affiliation:
                if post.organization:
                    yield from _localized(post.organization.name)
    for field in _PLAIN:
        value = getattr(work, field)
        if value:
            yield UNDETERMINED, str(value)
    for field in _LISTS:
        for value in getattr(work, field):
            yield UNDETERMINED, str(value)
    if work.issued and work.issued.year is not None:
        yield UNDETERMINED, str(work.issued.year)


def _localized(text: Localized[str]) -> Tagged:
    yield from text.items()
