"""A library on a PostgreSQL server, through SQLAlchemy; for many writers or more than one machine.

Needs: pip install "citekit[postgres]"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from citekit.repository.sql import SqlStore, first_settings, steps
from citekit.repository.store import Session, StoreBusyError, StoreError
from citekit.repository.words import FIELDS, Term

_LOCK = 0x43697465
"""The advisory lock that a writer holds, so that datestamps grow in the order of commits."""

_WEIGHTS = dict(zip(FIELDS, "ABCD", strict=True))


class _PostgresSession:
    """One transaction on one connection."""

    def __init__(self, connection: Any, text: Any) -> None:
        self._connection, self._text = connection, text

    def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        result = self._connection.execute(self._text(sql), values)
        return [tuple(row) for row in result] if result.returns_rows else []

    def many(self, sql: str, values: Sequence[dict[str, object]]) -> None:
        if values:
            self._connection.execute(self._text(sql), list(values))


class PostgresStore(SqlStore):
    """A library in a PostgreSQL database.

    Args:
        url: `postgresql://user:password@host/database`.
        create: Make its tables where there are none.
        busy_seconds: How long a writer waits for another.
        query_seconds: How long one reading may take.

    Raises:
        StoreError: The server cannot be reached, or there is no library in the database.
    """

    dialect = "postgresql"

    def __init__(
        self,
        url: str,
        *,
        create: bool = False,
        busy_seconds: float = 30,
        query_seconds: float = 30,
    ) -> None:
        super().__init__()
        try:
            import psycopg  # noqa: F401
            from sqlalchemy import create_engine, exc, text
        except ImportError as error:
            raise StoreError(
                'a library on PostgreSQL needs: pip install "citekit[postgres]"'
            ) from error
        self._errors, self._text = exc, text
        self._busy_seconds, self._query_seconds = busy_seconds, query_seconds
        address = url.partition("://")[2]
        self._engine = create_engine(f"postgresql+psycopg://{address}", pool_pre_ping=True)
        self._prepare(create)

    def _prepare(self, create: bool) -> None:
        scripts = steps(self.dialect)
        with self._reading() as session:
            version = self._version(session)
        if version > len(scripts):
            raise StoreError("a newer citekit made this library")
        if version == 0 and not create:
            raise StoreError(
                "there is no library in this database; make one with: citekit library init"
            )
        if version == len(scripts):
            return
        with self._writing() as session:
            # Another process may have been faster.
            version = self._version(session)
            for script in scripts[version:]:
                session.rows(script)
            if version == 0:
                first_settings(session)
            session.rows(
                "INSERT INTO setting (name, value) VALUES ('schema', :version)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                version=str(len(scripts)),
            )

    @staticmethod
    def _version(session: Session) -> int:
        if session.rows("SELECT to_regclass('setting')")[0][0] is None:
            return 0
        rows = session.rows("SELECT value FROM setting WHERE name = 'schema'")
        return int(cast(str, rows[0][0])) if rows else 0

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._told(), self._engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")
            session = _PostgresSession(connection, self._text)
            self._limit(session, "statement_timeout", self._query_seconds)
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._told():
            try:
                with self._engine.begin() as connection:
                    session = _PostgresSession(connection, self._text)
                    self._limit(session, "lock_timeout", self._busy_seconds)
                    session.rows("SELECT pg_advisory_xact_lock(:lock)", lock=_LOCK)
                    yield session
            except BaseException:
                self._set_keys.clear()
                raise

    @staticmethod
    def _limit(session: Session, name: str, seconds: float) -> None:
        session.rows(
            "SELECT set_config(:name, :value, true)", name=name, value=str(int(seconds * 1000))
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what the server means in words that help, without address or password."""
        try:
            yield
        except self._errors.OperationalError as error:
            kind = type(error.orig).__name__
            if kind == "LockNotAvailable":
                raise StoreBusyError(
                    "another program is writing to the library; try again"
                ) from None
            if kind == "QueryCanceled":
                raise StoreError("the search took too long; ask for less common words") from None
            if kind == "DiskFull":
                raise StoreError("the disk is full; nothing of this batch was kept") from None
            raise StoreError(f"the database server cannot be used: {kind}") from None
        except self._errors.DBAPIError as error:
            raise StoreError(f"the database refused: {type(error.orig).__name__}") from None

    def _put_words(self, session: Session, key: int, words: dict[str, str]) -> None:
        vector = " || ".join(
            f"setweight(to_tsvector('simple', :{field}), '{weight}')"
            for field, weight in _WEIGHTS.items()
        )
        session.rows(
            f"INSERT INTO words (record, vector) VALUES (:key, {vector})", key=key, **words
        )

    def _drop_words(self, session: Session, key: int) -> None:
        session.rows("DELETE FROM words WHERE record = :key", key=key)

    def _newest(self, session: Session, terms: list[Term], limit: int) -> list[int]:
        if any(len(phrase) > 1 for term in terms for phrase in term.phrases):
            # The index knows no positions. The planner takes records with all words for records
            # with the phrase, and would rather look through all of them from the end.
            session.rows("SELECT set_config('enable_indexscan', 'off', true)")
            session.rows("SELECT set_config('enable_seqscan', 'off', true)")
        rows = session.rows(
            "SELECT record FROM words WHERE vector @@ to_tsquery('simple', :query)"
            " ORDER BY record DESC LIMIT :limit",
            query=text_query(terms),
            limit=limit,
        )
        return [cast(int, row[0]) for row in rows]

    def _best(
        self, session: Session, terms: list[Term], among: list[int], limit: int, offset: int
    ) -> list[int]:
        rows = session.rows(
            "SELECT record FROM words WHERE record = ANY(:among) ORDER BY"
            " ts_rank(CAST(:weights AS real[]), vector, to_tsquery('simple', :query)) DESC, record"
            " LIMIT :limit OFFSET :offset",
            weights=[0.1, 0.2, 0.5, 1.0],
            query=text_query(terms),
            among=among,
            limit=limit,
            offset=offset,
        )
        return [cast(int, row[0]) for row in rows]

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def text_query(terms: list[Term]) -> str:
    """Return terms in the language of tsquery; words are quoted, so nothing in them has a meaning.

    >>> from citekit.repository.words import parse_query
    >>> text_query(parse_query("title:hydro* -river"))
    "('hydro':*A) & !('river')"
    """
    return " & ".join(_query(term) for term in terms)


def _query(term: Term) -> str:
    weight = _WEIGHTS.get(term.field or "", "")
    ending = {True: f":*{weight}", False: f":{weight}" if weight else ""}
    either = " | ".join(
        " <-> ".join(
            f"'{word}'{ending[term.prefix and place == len(phrase) - 1]}"
            for place, word in enumerate(phrase)
        )
        for phrase in term.phrases
    )
    return f"{'!' if term.excluded else ''}({either})"
