"""Records for commands: any file that citekit reads, with errors that name file, place and cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from citekit.api import iter_records
from citekit.cli._files import Failure, open_input
from citekit.formats import FormatError, UnknownFormatError, Unread
from citekit.model import Work

_SQLITE = b"SQLite format 3\x00"
_UNREAD = (
    "\nAn article becomes a record by `citekit extract`, a printed list by "
    "`citekit references parse`."
)


def input_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that names the format of the input."""
    return click.option(
        "--from",
        "source_format",
        metavar="FORMAT",
        help="The format of FILE; found from its content and name unless given.",
    )(command)


def each_record(path: str, source_format: str | None = None) -> Iterator[Work | Unread]:
    """Yield the records of a file, of a library, or of standard input for `-`.

    Raises:
        Failure: The file cannot be read, or holds no record.
    """
    if is_library(path):
        yield from _of_library(path)
        return
    count = 0
    with open_input(path) as stream:
        try:
            for record in iter_records(stream, name=path, format=source_format):
                count += 1
                yield record
        except UnknownFormatError as error:
            raise Failure(f"{path}: {error}{'' if source_format else _UNREAD}") from None
        except FormatError as error:
            raise Failure(f"{path}: {error}") from None
    if not count:
        raise Failure(f"{path}: there is no record in it")


def is_library(place: str) -> bool:
    """Return whether a place is a library: a file of SQLite's, or a database's address."""
    if place.startswith(("postgresql:", "postgresql+", "postgres:")):
        return True
    path = Path(place)
    if not path.is_file():
        return False
    with suppress(OSError), path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE
    return False


def _of_library(place: str) -> Iterator[Work]:
    from citekit.repository import StoreError, open_library

    try:
        with open_library(place) as store:
            after = None
            while page := store.page(500, after=after):
                yield from (record.work for record in page if not record.deleted)
                after = page[-1].position
    except StoreError as error:
        raise Failure(str(error)) from None


def all_records(path: str, source_format: str | None = None) -> list[Work]:
    """Return the records of a file, all of which must be readable.

    Raises:
        Failure: The file or a record of it cannot be read; the message names each.
    """
    works: list[Work] = []
    broken: list[str] = []
    for position, record in enumerate(each_record(path, source_format), start=1):
        if isinstance(record, Unread):
            broken.append(describe(path, position, record))
        else:
            works.append(record)
    if broken:
        raise Failure("\n".join(broken))
    return works


def describe(path: str, position: int, record: Unread) -> str:
    """Return what is wrong with an unread record, each line led by the file."""
    which = f"{path}: " if record.key is None else f"{path}: {record.key}: "
    if record.line is not None and not record.message.startswith("line "):
        which += f"line {record.line}: "
    return "\n".join(which + line for line in record.message.splitlines())
