"""What a library can do, whatever database it is kept in: the face of every store.

`open_library` gives the store for a place: a file is SQLite, `postgresql://…` is a server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    from citekit.model import Work
    from citekit.repository.sets import RecordSet

MAX_ID = 200
"""The longest id of a record, in characters."""

Action = Literal["added", "changed", "unchanged", "restored", "removed", "refused", "missing"]


class StoreError(Exception):
    """The library cannot do what was asked; the message says why and what helps."""


class StoreBusyError(StoreError):
    """Another program holds the library for longer than one waits."""


class Position(NamedTuple):
    """Where a record stands in the order in which a library is harvested."""

    datestamp: int
    key: int


@dataclass(frozen=True, slots=True)
class Record:
    """One version of one record of a library.

    Attributes:
        id: Its name in the library.
        version: Counted from 1 through all changes, removal too.
        position: Its datestamp and its key.
        deleted: It was removed; only what stands here is left of it, and its history.
        specs: The sets it is in, those that lie around others too.
        json: The record itself as JSON, None where it is deleted.
    """

    id: str
    version: int
    position: Position
    deleted: bool
    specs: tuple[str, ...]
    json: str | None

    @property
    def datestamp(self) -> datetime:
        """When it was last changed, in UTC, to the second."""
        return datetime.fromtimestamp(self.position.datestamp, UTC)

    @property
    def work(self) -> Work:
        """The record itself.

        Raises:
            StoreError: It is deleted.
        """
        from citekit.formats.yaml import from_mapping

        if self.json is None:
            raise StoreError(f"the record {self.id!r} was removed")
        return from_mapping(json.loads(self.json))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record that was to be added, changed or removed."""

    id: str
    action: Action
    message: str = ""


class Found(NamedTuple):
    """A page of what a search found."""

    records: list[Record]
    total: int
    """How many there are, up to `COUNTED`, at which counting stops."""


COUNTED = 1000
"""Up to how many hits a search counts."""
RANKED = 2000
"""Up to how many hits a search ranks; what more records have in common is shown newest first."""


class HarvestState(NamedTuple):
    """How far a source has been harvested."""

    datestamp: str | None = None
    """From when the next harvest asks."""
    token: str | None = None
    """Where an interrupted harvest goes on."""
    started: str | None = None
    """The source's own time when the interrupted harvest began."""


class Store(Protocol):
    """A library of records.

    Writers wait for one another; readers see what was committed, whole. Every method that changes
    something does so in one transaction, `add` in one for each batch.
    """

    def add(
        self, works: Iterable[Work], *, update: bool = False, batch: int = 500
    ) -> Iterator[Outcome]:
        """Keep records; what is there already under the same id gets a new version.

        A record without an id gets one. Outcomes come when their batch is committed.

        Args:
            works: The records.
            update: Take the new record even where it contradicts the one of the same id or has
                the DOI of another.
            batch: How many records one transaction holds.

        Raises:
            StoreError: The database cannot be written; the batch left no trace.
        """

    def remove(self, ids: Sequence[str]) -> list[Outcome]:
        """Remove records; a tombstone tells harvesters, and the history keeps what they were."""

    def get(self, id: str) -> Record | None:
        """Return a record as it is now, deleted ones too."""

    def history(self, id: str) -> list[Record]:
        """Return all versions of a record, the newest first."""

    def page(
        self,
        limit: int,
        *,
        after: Position | None = None,
        since: int | None = None,
        until: int | None = None,
        spec: str | None = None,
    ) -> list[Record]:
        """Return records in the order of their datestamps, deleted ones too.

        Args:
            limit: At most so many.
            after: Only those behind this position.
            since: Not before this second (Unix time).
            until: Not after this second.
            spec: Only those in this set.
        """

    def latest(self, limit: int, *, before: Position | None = None) -> list[Record]:
        """Return records that are not deleted, the newest change first."""

    def in_set(self, spec: str, limit: int, offset: int = 0) -> list[Record]:
        """Return records of a set that are not deleted, the newest change first."""

    def by_key(self, first: int, last: int) -> list[tuple[str, int]]:
        """Return id and datestamp of what is not deleted and has a key within these, both in."""

    def last_key(self) -> int:
        """Return the greatest key, 0 in an empty library."""

    def count(
        self, *, since: int | None = None, until: int | None = None, spec: str | None = None
    ) -> int:
        """Return how many records `page` would give in all."""

    def search(self, query: str, limit: int = 20, offset: int = 0) -> Found:
        """Return what a query finds, the best first; see `words.parse_query`."""

    def sets(
        self, limit: int = -1, after: str = "", *, within: str | None = None
    ) -> list[RecordSet]:
        """Return sets in the order of their specs.

        Args:
            limit: At most so many; all when negative.
            after: Only those behind this spec.
            within: Only those that lie directly in this set.
        """

    def set_named(self, spec: str) -> RecordSet | None:
        """Return the set of this spec."""

    def earliest(self) -> int | None:
        """Return the first datestamp that there is."""

    def setting(self, name: str, default: str = "") -> str:
        """Return a setting of the library: `name`, `email`, `namespace`, `secret`."""

    def configure(self, **settings: str) -> None:
        """Change settings."""

    def harvested(self, source: str) -> HarvestState:
        """Return how far a source has been harvested."""

    def set_harvested(self, source: str, state: HarvestState) -> None:
        """Remember how far a source has been harvested."""

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Session(Protocol):
    """One transaction, or one reading, in the database's own way."""

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """Run a statement with `:name` parameters and return its rows."""

    def many(self, sql: str, values: Sequence[dict[str, object]]) -> None:
        """Run a statement once for each set of parameters."""


SessionContext = AbstractContextManager[Session]


def open_library(place: str | Path, *, create: bool = False) -> Store:
    """Open a library, bringing an older one up to date.

    Args:
        place: A file, or `postgresql://user@host/database`.
        create: Make it where there is none.

    Raises:
        StoreError: There is none, or something else is there.
    """
    if str(place).startswith(("postgresql:", "postgresql+", "postgres:")):
        from citekit.repository.postgresql import PostgresStore

        return PostgresStore(str(place), create=create)
    from citekit.repository.sqlite import SqliteStore

    return SqliteStore(place, create=create)
