"""What is remarked on when a source is printed: findings that stop nothing, each with its words.

Messages are in `lists.toml`, in English, Russian and Kazakh.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from citekit.model import Finding, Work

Item = dict[str, Any]

AUTHORS_LIMIT = 100
"""More authors than this are remarked on."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@cache
def data() -> dict[str, Any]:
    """Return all of `lists.toml`."""
    return tomllib.loads(files(__package__).joinpath("lists.toml").read_text(encoding="utf-8"))


def remark(code: str, number: str, told_in: str = "en", /, **values: str) -> Finding:
    """Return a finding on the source of that number.

    >>> remark("list.date.missing", "3", "ru").message
    'У источника 3 нет даты.'
    """
    row = data()["findings"][code]
    message = row.get(told_in, row["en"]).format(number=number, **values)
    path = f"references.{number}"
    return Finding(code=code, severity=row["severity"], message=message, path=path)


def remarks(
    work: Work,
    item: Mapping[str, Any],
    number: str,
    *,
    damaged: Sequence[str] = (),
    terms_by_item: bool = True,
    language: str = "en",
) -> Iterator[Finding]:
    """Yield what a careful editor would remark on in a source that is printed.

    Args:
        work: The source.
        item: Its CSL item, as it is printed.
        number: By which the source is named.
        damaged: The fields that had control characters (`without_controls`).
        terms_by_item: The style takes its words from the language of each item.
        language: The language of the findings.
    """
    from citekit.references.gost_words import known_languages, language_of

    for name in damaged:
        yield remark("list.characters.control", number, language, field=name)
    if work.title is None and work.container_title is None:
        yield remark("list.title.missing", number, language)
    if work.issued is None and work.accessed is None:
        yield remark("list.date.missing", number, language)
    if len(work.author) > AUTHORS_LIMIT:
        yield remark("list.authors.many", number, language, count=str(len(work.author)))
    if not terms_by_item:
        return
    own, instead = tongue(work), language_of(item)
    if own in ("", "und"):
        yield remark("list.language.missing", number, language, instead=instead)
    elif primary(own) not in known_languages():
        yield remark("list.language.unknown", number, language, language=own, instead=instead)


def takes_terms_by_item(style: bytes) -> bool:
    """Return whether a style asks for words in the language of each item, as those of GOST do."""
    return b"citekit:item-language" in style


def tongue(work: Work | None) -> str:
    """Return the language of a work, or that of its title where it does not say; else ``."""
    if work is None:
        return ""
    return work.language or (work.title.language if work.title else "") or ""


def primary(language: str) -> str:
    """Return the first part of a language tag: `kk` of `kk-Latn`."""
    return re.split("[-_]", language or "")[0].lower()


def without_controls(value: Item) -> tuple[Item, list[str]]:
    r"""Return an item without control characters, and the names of the fields that had some.

    >>> without_controls({"title": "Т\x00", "custom": {"extent": "5 с.\x07"}})
    ({'title': 'Т', 'custom': {'extent': '5 с.'}}, ['title', 'extent'])
    """
    damaged: list[str] = []

    def cleaned(part: Any, name: str) -> Any:
        if isinstance(part, str):
            if _CONTROL.search(part):
                damaged.append(name)
            return _CONTROL.sub("", part)
        if isinstance(part, Mapping):
            return {k: cleaned(v, name if name != "custom" else str(k)) for k, v in part.items()}
        if isinstance(part, list):
            return [cleaned(v, name) for v in part]
        return part

    return {k: cleaned(v, k) for k, v in value.items()}, list(dict.fromkeys(damaged))
