"""A library in one SQLite file: WAL, so that readers and the writer do not wait for each other.

Every commit is on the disk before it counts (`synchronous = FULL`): what was said to be kept
survives a crash, and what was under way leaves no trace.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from citekit.repository.sql import SqlStore, first_settings, steps
from citekit.repository.store import Session, StoreBusyError, StoreError
from citekit.repository.words import Term

APPLICATION_ID = 0x43697465
"""The mark by which a library's file is known ("Cite" in ASCII)."""

_STEPS_BETWEEN_LOOKS = 1_000
"""After how many steps of SQLite's machine the clock is looked at."""


class _SqliteSession:
    """One transaction on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        return self._connection.execute(sql, cast(Any, values)).fetchall()

    def many(self, sql: str, values: Sequence[dict[str, object]]) -> None:
        self._connection.executemany(sql, cast(Any, values))


class SqliteStore(SqlStore):
    """A library in a SQLite file.

    Args:
        path: The file.
        create: Make it where there is none.
        busy_seconds: How long a writer waits for another.
        query_seconds: How long one reading may take.

    Raises:
        StoreError: There is no such file, or it is no library, or a newer citekit made it.

    >>> import tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> with SqliteStore(pathlib.Path(folder.name) / "lib.db", create=True) as library:
    ...     library.count()
    0
    >>> folder.cleanup()
    """

    dialect = "sqlite"

    def __init__(
        self,
        path: str | Path,
        *,
        create: bool = False,
        busy_seconds: float = 30,
        query_seconds: float = 30,
    ) -> None:
        super().__init__()
        self.path = Path(path)
        self._busy_seconds = busy_seconds
        self._query_seconds = query_seconds
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        if not create and not self.path.is_file():
            raise StoreError(
                f"{self.path}: there is no such library; make one with: citekit library init"
            )
        with _told(self.path):
            self._prepare()

    def _prepare(self) -> None:
        connection = self._connection()
        application, version, tables = (
            connection.execute(sql).fetchone()[0]
            for sql in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_master",
            )
        )
        scripts = steps(self.dialect)
        if (application != APPLICATION_ID and tables) or version > len(scripts):
            self.close()
            newer = application == APPLICATION_ID
            raise StoreError(
                f"{self.path}: "
                + ("a newer citekit made this library" if newer else "this is no citekit library")
            )
        if version == len(scripts):
            return
        connection.execute("PRAGMA journal_mode = WAL")
        with self._writing() as session:
            # Another process may have been faster.
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            for script in scripts[version:]:
                for statement in script.split(";\n"):
                    session.rows(statement)
            session.rows(f"PRAGMA application_id = {APPLICATION_ID}")
            session.rows(f"PRAGMA user_version = {len(scripts)}")
            if version == 0:
                first_settings(session)

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            # Each thread has its own; only closing is done from another.
            found = sqlite3.connect(
                self.path,
                timeout=self._busy_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
            found.execute("PRAGMA synchronous = FULL")
            found.execute("PRAGMA foreign_keys = ON")
            found.set_progress_handler(self._too_long, _STEPS_BETWEEN_LOOKS)
            self._local.connection = found
            with self._lock:
                self._connections.append(found)
        return found

    def _too_long(self) -> bool:
        return time.monotonic() > cast(float, getattr(self._local, "deadline", float("inf")))

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with _told(self.path):
            connection = self._connection()
            self._local.deadline = time.monotonic() + self._query_seconds
            connection.execute("BEGIN")
            try:
                yield _SqliteSession(connection)
            finally:
                self._local.deadline = float("inf")
                connection.rollback()

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with _told(self.path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield _SqliteSession(connection)
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself where the disk is full.
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                # Keys of sets that were made in this transaction are gone with it.
                self._set_keys.clear()
                raise

    def _put_words(self, session: Session, key: int, words: dict[str, str]) -> None:
        session.rows(
            "INSERT INTO words (rowid, title, author, container, text)"
            " VALUES (:key, :title, :author, :container, :text)",
            key=key,
            **words,
        )

    def _drop_words(self, session: Session, key: int) -> None:
        session.rows("DELETE FROM words WHERE rowid = :key", key=key)

    def _newest(self, session: Session, terms: list[Term], limit: int) -> list[int]:
        return self._matching(session, terms, "rowid DESC", limit, 0)

    def _best(
        self, session: Session, terms: list[Term], among: list[int], limit: int, offset: int
    ) -> list[int]:
        # FTS5 ranks while it matches: to be told what matches would not save it that.
        return self._matching(session, terms, "rank", limit, offset)

    @staticmethod
    def _matching(
        session: Session, terms: list[Term], order: str, limit: int, offset: int
    ) -> list[int]:
        rows = session.rows(
            f"SELECT rowid FROM words WHERE words MATCH :match ORDER BY {order}"
            " LIMIT :limit OFFSET :offset",
            match=match_expression(terms),
            limit=limit,
            offset=offset,
        )
        return [cast(int, row[0]) for row in rows]

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()


def match_expression(terms: list[Term]) -> str:
    """Return terms in the language of FTS5; words are quoted, so nothing in them has a meaning.

    >>> from citekit.repository.words import parse_query
    >>> match_expression(parse_query("title:hydro* -river"))
    '{title} : ("hydro" *) NOT ("river")'
    """
    wanted = [_match(term) for term in terms if not term.excluded]
    unwanted = [_match(term) for term in terms if term.excluded]
    return " NOT ".join([" AND ".join(wanted), *unwanted])


def _match(term: Term) -> str:
    star = " *" if term.prefix else ""
    either = " OR ".join(f'"{" ".join(phrase)}"{star}' for phrase in term.phrases)
    return (f"{{{term.field}}} : " if term.field else "") + f"({either})"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what SQLite means in words that help."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreBusyError(
                f"{path}: another program is writing to the library; try again"
            ) from error
        if "full" in text:
            raise StoreError(f"{path}: the disk is full; nothing of this batch was kept") from error
        if "interrupted" in text:
            raise StoreError("the search took too long; ask for less common words") from error
        raise StoreError(f"{path}: {text}") from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise
        raise StoreError(
            f"{path}: this is no citekit library, or it is damaged: {error}"
        ) from error
