"""The account of loss: what a written record would not give back.

A format is a pair of functions, a record to the format's own node (an XML element, an object, a
list of fields) and a node to a record. Every record is read back as it is written, and the account
is the difference. It is therefore as true as the reader, and nothing has to be said twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from citekit.formats.base import Account, RefusedError
from citekit.model import UNDETERMINED, Work

Node = TypeVar("Node")

_DASHES = re.compile(r"\s*[-‐‑‒–—]+\s*")
_SHOWN = 60
_INFERRED = frozenset(("id", "language", "article_type"))
"""What may be said of a record that did not say it: a key, the language of its title, that an
article is one of research."""


def encoded(
    works: Iterable[Work],
    encode: Callable[[Work], Node],
    decode: Callable[[Node], Work],
    account: Account,
) -> Iterator[Node]:
    """Yield the node of every work, and enter into the account what the node does not hold.

    A work that the format cannot take at all is left out and entered as lost with an empty path.
    """
    for position, given in enumerate(works, start=1):
        work = given
        record = work.id or str(position)
        if work.language is None and (tag := language_of(work)):
            work = work.model_copy(update={"language": tag})
        try:
            node = encode(work)
        except RefusedError as error:
            account.lost(record, "", str(error))
            continue
        compare(work, decode(node), record, account)
        yield node


def compare(before: Work, after: Work, record: str, account: Account) -> None:
    """Enter into the account every value of `before` that is not the same in `after`."""
    fields = changed(before, after)
    if not fields:
        return
    old, new = comparable(before, fields), comparable(after, fields)
    for field, value in old.items():
        if value != new.get(field):
            _compare(value, new.get(field), field, record, account)
    for field in new.keys() - old.keys() - _INFERRED:
        account.approximated(record, field, "comes back though the record does not say it")


def changed(before: Work, after: Work) -> set[str]:
    """Return the fields that are not the same, and those that only one of the two can have."""
    old, new = before.__dict__, after.__dict__
    # Most are empty in both: writing them out to compare them would cost more than all the rest.
    return (old.keys() ^ new.keys()) | {
        name
        for name, value in old.items()
        if name in new and value is not new[name] and value != new[name]
    }


def comparable(work: Work, fields: set[str] | None = None) -> dict[str, Any]:
    """Return a record, or some fields of it, with what may be said in two ways said in one.

    The language of a work that names none is that of its title; a range of pages has a dash.

    >>> from citekit.model import Text
    >>> comparable(Work(title=Text({"kk": "Абай"}), page="1-2"))
    {'type': 'document', 'title': {'kk': 'Абай'}, 'page': '1–2', 'language': 'kk'}
    """
    plain = work.model_dump(mode="json", exclude_defaults=True, include=fields)
    plain.pop("schema_version", None)
    if fields is None or "type" in fields:
        plain = {"type": work.type, **plain}
    if "page" in plain:
        plain["page"] = _DASHES.sub("–", plain["page"])
    if (
        (fields is None or "language" in fields)
        and not plain.get("language")
        and (tag := language_of(work))
    ):
        plain["language"] = tag
    return plain


def language_of(work: Work) -> str | None:
    """Return the language of a work: the one it names, else that of its title."""
    if work.language is not None or work.title is None:
        return work.language
    tag = work.title.language
    return None if tag == UNDETERMINED else tag


def _compare(old: Any, new: Any, path: str, record: str, account: Account) -> None:
    if old == new:
        return
    if new is None or new in ([], {}, ""):
        account.lost(record, path, "the format has no place for it")
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        moved = _moved(old, new)
        for key, value in old.items():
            if key in moved:
                account.approximated(record, f"{path}.{key}", f"comes back under {moved[key]}")
            else:
                _compare(value, new.get(key), f"{path}.{key}", record, account)
        for key in new.keys() - old.keys() - set(moved.values()):
            account.approximated(record, f"{path}.{key}", "comes back though nothing was there")
        first, now = next(iter(old)), next(iter(new))
        if first != now and first not in moved and first in new:
            account.approximated(record, path, f"comes back with {now} first")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for position, value in enumerate(old):
            _compare(value, new[position], f"{path}.{position}", record, account)
    else:
        account.approximated(record, path, f"comes back as {_shown(new)}")


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys whose value comes back unchanged, but under another key."""
    free = {key: value for key, value in new.items() if key not in old}
    moved: dict[str, str] = {}
    for key, value in old.items():
        if key not in new:
            at = next((k for k, v in free.items() if v == value), None)
            if at is not None:
                moved[key] = at
                del free[at]
    return moved


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
