"""What a format is: a name, a reader and a writer, and an account of what it cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Literal

from citekit.model import Work


class FormatError(Exception):
    """A file cannot be read or written at all. The message names the place and the cure."""


class RefusedError(FormatError):
    """A record lacks what the format cannot do without. The message names it and the cure."""


class UnknownFormatError(FormatError, LookupError):
    """There is no format of that name."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that could not be read; the records around it are not affected."""

    message: str
    """What is wrong and how to mend it."""
    line: int | None = None
    """The line of the file on which it begins, from 1."""
    key: str | None = None
    raw: str = ""
    """Its text, so that nothing is lost."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One value that a written record does not hold as it was."""

    record: str
    """The id of the record, or its position from 1."""
    path: str
    """The field: `author.0.orcid`, `title.ru`."""
    kind: Literal["lost", "approximated"]
    reason: str


@dataclass(slots=True)
class Account:
    """The account of what a writer could not hold; a writer adds to it as it goes.

    A path that is empty stands for the whole record, which then is not in the file.
    """

    losses: list[Loss] = field(default_factory=list)
    enter: Callable[[Loss], None] | None = None
    """Where each loss goes instead of `losses`: an account of a large file is not kept."""

    def lost(self, record: str, path: str, reason: str) -> None:
        """Say that a value is not in the file."""
        self._enter(Loss(record, path, "lost", reason))

    def approximated(self, record: str, path: str, reason: str) -> None:
        """Say that a value is in the file in another form, from which it does not come back."""
        self._enter(Loss(record, path, "approximated", reason))

    def _enter(self, loss: Loss) -> None:
        (self.enter or self.losses.append)(loss)


Reader = Callable[[BinaryIO], Iterator[Work | Unread]]
"""Reads records one by one; raises FormatError when the file as a whole is not of the format."""
Writer = Callable[[Iterable[Work], BinaryIO, Account], None]
"""Writes all records, each with everything that the format can hold."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that records are read from or written to."""

    name: str
    """As on the command line: `csl-json`."""
    title: str
    """As its makers call it: `CSL-JSON`."""
    media_type: str
    extensions: tuple[str, ...]
    """Endings of file names, with the dot, the usual one first."""
    read: Reader | None = None
    write: Writer | None = None
    sniff: Callable[[bytes], bool] = lambda head: False
    """Whether the first bytes of a file (up to 64 KiB) are of this format and no other."""
    specification: str = ""
    """The address of the text that defines it."""
    settings: tuple[str, ...] = ()
    """What the writer can be told that no record says: `depositor`, `titleid`."""
    writer: Callable[[Mapping[str, str]], Writer] | None = None
    """Makes a writer that was told it."""
    frame: tuple[bytes, bytes, bytes] | None = None
    """What a file of several records has before, between and after them, where that is always the
    same: its pieces can then be written apart from each other."""

    def told(self, settings: Mapping[str, str]) -> Format:
        """Return the format with a writer that was told these settings.

        Raises:
            FormatError: It has no use for one of them.
        """
        if not settings:
            return self
        for name in settings.keys() - set(self.settings):
            raise FormatError(f"{self.title} has no {name.replace('_', ' ')}; leave it out")
        assert self.writer is not None
        return replace(self, write=self.writer(settings))
