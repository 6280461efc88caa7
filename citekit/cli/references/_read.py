"""Lists for the commands: text with one item after another, or the references of a record."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from citekit.cli._files import Failure, open_input

if TYPE_CHECKING:
    from citekit.references import Item

MAX_BYTES = 16 * 1024 * 1024
_RECORDS = frozenset((".yaml", ".yml", ".json", ".xml"))


def read_items(path: str) -> list[Item]:
    """Return the items of a list: a text file, an article's record, or `-` for standard input.

    Raises:
        Failure: The file cannot be read, is too large, or has no items.
    """
    with open_input(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Failure(
            f"{path}: larger than {MAX_BYTES // 1024 // 1024} MB; is it a list of references?"
        )
    items = _of_record(path, data) if Path(path).suffix.lower() in _RECORDS else _of_text(data)
    if not items:
        raise Failure(f"{path}: there are no references in it")
    return items


def _of_text(data: bytes) -> list[Item]:
    from citekit.languages import decode
    from citekit.references import split_list

    return list(split_list(decode(data).text))


def _of_record(path: str, data: bytes) -> list[Item]:
    from citekit.api import iter_records
    from citekit.formats import FormatError, Unread
    from citekit.model import Article
    from citekit.references import Item

    items: list[Item] = []
    try:
        for record in iter_records(BytesIO(data), name=path):
            if isinstance(record, Unread):
                raise Failure(f"{path}: {record.message}")
            if isinstance(record, Article):
                printed = [r for r in record.references if r.as_printed]
                items += [Item(r.as_printed or "", r.number, 0, 0) for r in printed]
    except FormatError as error:
        raise Failure(f"{path}: {error}") from None
    return items
