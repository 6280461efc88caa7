"""CSL-YAML: the items of CSL-JSON under `references`, as pandoc reads and writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import yaml

from citekit.formats import csl_json
from citekit.formats import yaml as record_files
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import Work

_PANDOC_DATES = ("year", "month", "day")


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the items of a file, also of one that pandoc wrote.

    Raises:
        FormatError: The file is no YAML or has no list of references.
    """
    data = record_files.parse(stream)
    items = data.get("references") if isinstance(data, Mapping) else data
    if not isinstance(items, list):
        raise FormatError("CSL-YAML is a mapping with a list of items under references")
    for position, item in enumerate(items, start=1):
        try:
            if not isinstance(item, Mapping):
                raise FormatError("an item must be a mapping")
            yield csl_json.from_item({key: _date(value) for key, value in item.items()})
        except (FormatError, TypeError, AttributeError, ValueError) as error:
            key = str(item.get("id", "")) if isinstance(item, Mapping) else ""
            raw = yaml.safe_dump(item, allow_unicode=True)
            yield Unread(f"item {position}: {error}", key=key or None, raw=raw)


def _date(value: Any) -> Any:
    """Return pandoc's older dates, lists of `year`, `month` and `day`, as CSL has them."""
    points = value if isinstance(value, list) else [value]
    if not points or not all(isinstance(p, Mapping) and "year" in p for p in points):
        return value
    return {"date-parts": [[p[key] for key in _PANDOC_DATES if key in p] for p in points]}


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write items one by one. Nothing is ever lost."""
    stream.write(b"---\nreferences:\n")
    empty = True
    for position, work in enumerate(works, start=1):
        item = csl_json.file_item(work, work.id or f"item-{position}", account)
        kept = item.get("custom", {}).get("citekit", {})
        kept |= {field: "" for field, value in kept.items() if value is None}
        text = yaml.dump([item], allow_unicode=True, sort_keys=False, width=100)
        stream.write(text.encode())
        empty = False
    if empty:
        stream.write(b"  []\n")
    stream.write(b"...\n")


FORMAT = Format(
    name="csl-yaml",
    title="CSL-YAML",
    media_type="application/yaml",
    extensions=(".yaml", ".yml"),
    read=read,
    write=write,
    sniff=lambda head: re.match(rb"\W*(?:#.*\s+)*(?:---\s+)?references:\s", head) is not None,
    specification="https://pandoc.org/MANUAL.html#specifying-bibliographic-data",
)
