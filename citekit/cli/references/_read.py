"""Lists for the commands: text or a document with one item after another, or a record's sources."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citekit.cli._files import Failure, open_input

if TYPE_CHECKING:
    from citekit.model import Work
    from citekit.references import Item, Reading

MAX_BYTES = 16 * 1024 * 1024
_HEAD = 64 * 1024
_DOCUMENTS = (b"PK\x03\x04", b"%PDF-", b"<html", b"<!DOCTYPE html", b"<!doctype html")
_TOLD = ("reference.leftover", "reference.uncertain")
_RECORDS = frozenset((".yaml", ".yml", ".json", ".xml"))


def read_items(path: str) -> list[Item]:
    """Return the items of a list: a text, DOCX, PDF or HTML file, an article's record, or `-`.

    Raises:
        Failure: The file cannot be read, is too large, or has no items.
    """
    with open_input(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Failure(
            f"{path}: larger than {MAX_BYTES // 1024 // 1024} MB; is it a list of references?"
        )
    named = Path(path).suffix.lower() in _RECORDS
    items = _of_record(path, data) if named else _of_text(path, data)
    if not items:
        raise Failure(f"{path}: there are no references in it")
    return items


def read_sources(path: str, source_format: str | None = None) -> list[Work]:
    """Return the records of a file; what has no format of records is read as a printed list.

    Raises:
        Failure: The file cannot be read, or holds neither.
    """
    from citekit.cli._records import all_records, is_library

    known = source_format is not None or path == "-" or is_library(path)
    if known or _holds_records(path):
        return all_records(path, source_format)
    from citekit.references import read

    readings = [read(item.text, number=item.number) for item in read_items(path)]
    remark(path, readings)
    return [reading.work for reading in readings]


def remark(file: str, readings: list[Reading]) -> None:
    """Say on standard error what an author should look at in a list that was read."""
    for position, reading in enumerate(readings, start=1):
        number = reading.reference.number or str(position)
        for found in reading.findings:
            if found.severity != "info" or found.code in _TOLD:
                click.echo(f"{file}: {number}: {found}", err=True)


def _holds_records(path: str) -> bool:
    from citekit.formats import UnknownFormatError, detect

    with open_input(path) as stream:
        try:
            detect(stream.read(_HEAD), path)
        except UnknownFormatError:
            return False
    return True


def _of_text(path: str, data: bytes) -> list[Item]:
    from citekit.languages import decode
    from citekit.references import split_list

    if not data.lstrip().startswith(_DOCUMENTS):
        return list(split_list(decode(data).text))
    from citekit.extract import ExtractError
    from citekit.extract.sources import source_of

    try:
        return list(split_list(source_of(data, path).text))
    except ExtractError as error:
        raise Failure(str(error)) from None


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
                items += [Item(r.as_printed or "", r.number, 0, 0, 0) for r in printed]
    except FormatError as error:
        raise Failure(f"{path}: {error}") from None
    return items
