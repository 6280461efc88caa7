"""What all stores over SQL share: the same statements, whichever database runs them.

A database adds how it connects, how it locks and how it searches words (`sqlite`, `postgresql`).
Statements take `:name` parameters; no value is ever written into one.
"""

# ruff: noqa: D102 - `Store` says what each method does.

from __future__ import annotations

import hashlib
import json
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

from citekit.formats.yaml import as_mapping
from citekit.model import Work
from citekit.repository.sets import RecordSet, sets_of
from citekit.repository.store import (
    COUNTED,
    MAX_ID,
    RANKED,
    Found,
    HarvestState,
    Outcome,
    Position,
    Record,
    Session,
    SessionContext,
)
from citekit.repository.text import search_text
from citekit.repository.words import Term, fold, parse_query

_COLUMNS = "r.id, r.version, r.datestamp, r.key, r.deleted, r.specs, r.json"

DEFAULTS = {
    "name": "citekit library",
    "email": "admin@library.invalid",
    "namespace": "library.invalid",
}
"""What a new library says of itself until its owner does (`.invalid` is RFC 2606's)."""


class _Row(NamedTuple):
    """A record made ready to be written, before any lock is taken."""

    work: Work
    id: str
    json: str
    doi: str | None
    sets: dict[str, str]
    words: dict[str, str]


class SqlStore(ABC):
    """A library in a database that understands SQL; see `Store` for what each method does."""

    dialect: str
    """The folder of `schema/` with the steps that make its tables."""

    def __init__(self) -> None:
        self._set_keys: dict[str, int] = {}

    # What each database does in its own way

    @abstractmethod
    def _reading(self) -> SessionContext:
        """Open one reading: all its statements see the same state."""

    @abstractmethod
    def _writing(self) -> SessionContext:
        """Open one transaction that alone may write; it commits, or leaves no trace."""

    @abstractmethod
    def _put_words(self, session: Session, key: int, words: dict[str, str]) -> None: ...

    @abstractmethod
    def _drop_words(self, session: Session, key: int) -> None: ...

    @abstractmethod
    def _newest(self, session: Session, terms: list[Term], limit: int) -> list[int]:
        """Return the keys of the newest records that have the terms."""

    @abstractmethod
    def _best(
        self, session: Session, terms: list[Term], among: list[int], limit: int, offset: int
    ) -> list[int]:
        """Return the keys of those that fit best; `among` are all that have the terms."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Writing

    def add(
        self, works: Iterable[Work], *, update: bool = False, batch: int = 500
    ) -> Iterator[Outcome]:
        source = iter(works)
        while rows := [_prepare(work) for work in islice(source, batch)]:
            with self._writing() as session:
                stamp = _stamp(session)
                outcomes = [
                    row if isinstance(row, Outcome) else self._put(session, row, stamp, update)
                    for row in rows
                ]
                self._restamp(session, stamp)
            yield from outcomes

    def remove(self, ids: Sequence[str]) -> list[Outcome]:
        with self._writing() as session:
            stamp = _stamp(session)
            outcomes = [self._remove(session, id, stamp) for id in ids]
            self._restamp(session, stamp)
        return outcomes

    def _put(self, session: Session, row: _Row, stamp: int, update: bool) -> Outcome:
        old = _one(session, "r.id = :id", id=row.id)
        refusal = None if update else self._contradiction(session, row, old)
        if refusal:
            return Outcome(row.id, "refused", refusal)
        if old and not old.deleted and old.json == row.json:
            return Outcome(row.id, "unchanged")
        specs = " ".join(row.sets)
        values = {"id": row.id, "stamp": stamp, "doi": row.doi, "specs": specs, "json": row.json}
        if old is None:
            key = cast(
                int,
                session.rows(
                    "INSERT INTO record (id, version, datestamp, doi, specs, json)"
                    " VALUES (:id, 1, :stamp, :doi, :specs, :json) RETURNING key",
                    **values,
                )[0][0],
            )
        else:
            key = old.position.key
            self._supersede(session, old)
            session.rows(
                "UPDATE record SET version = version + 1, datestamp = :stamp, deleted = 0,"
                " doi = :doi, specs = :specs, json = :json WHERE id = :id",
                **values,
            )
        self._join(session, key, stamp, row.sets)
        self._put_words(session, key, row.words)
        if old is None:
            return Outcome(row.id, "added")
        return Outcome(row.id, "restored" if old.deleted else "changed")

    def _contradiction(self, session: Session, row: _Row, old: Record | None) -> str | None:
        if row.doi is None:
            return None
        if old and old.json:
            doi = json.loads(old.json).get("doi")
            if doi and doi.lower() != row.doi:
                return f"the library has another record of this id, with the DOI {doi}"
        same = session.rows(
            "SELECT id FROM record WHERE doi = :doi AND deleted = 0 AND id <> :id",
            doi=row.doi,
            id=row.id,
        )
        return f"the record {same[0][0]!r} of the library has the same DOI" if same else None

    def _remove(self, session: Session, id: str, stamp: int) -> Outcome:
        old = _one(session, "r.id = :id", id=id)
        if old is None or old.deleted:
            return Outcome(id, "missing", "it was removed before" if old else "no such record")
        self._supersede(session, old)
        session.rows(
            "UPDATE record SET version = version + 1, datestamp = :stamp, deleted = 1,"
            " json = NULL WHERE id = :id",
            id=id,
            stamp=stamp,
        )
        # A tombstone stays in the sets of its record: who harvests a set hears of it too.
        self._join(session, old.position.key, stamp, {spec: spec for spec in old.specs})
        return Outcome(id, "removed")

    def _supersede(self, session: Session, old: Record) -> None:
        key, stamp = old.position.key, old.position.datestamp
        session.rows(
            "INSERT INTO revision (record, version, datestamp, json)"
            " VALUES (:key, :version, :stamp, :json)",
            key=key,
            version=old.version,
            stamp=stamp,
            json=old.json,
        )
        session.many(
            "DELETE FROM membership WHERE set_key = :set AND datestamp = :stamp AND record = :key",
            [
                {"set": self._set_key(session, spec, spec), "stamp": stamp, "key": key}
                for spec in old.specs
            ],
        )
        if not old.deleted:
            self._drop_words(session, key)

    def _join(self, session: Session, key: int, stamp: int, sets: dict[str, str]) -> None:
        session.many(
            "INSERT INTO membership (set_key, datestamp, record) VALUES (:set, :stamp, :key)",
            [
                {"set": self._set_key(session, spec, name), "stamp": stamp, "key": key}
                for spec, name in sets.items()
            ],
        )

    def _set_key(self, session: Session, spec: str, name: str) -> int:
        if spec not in self._set_keys:
            session.rows(
                "INSERT INTO record_set (spec, name) VALUES (:spec, :name)"
                " ON CONFLICT (spec) DO NOTHING",
                spec=spec,
                name=name,
            )
            rows = session.rows("SELECT key FROM record_set WHERE spec = :spec", spec=spec)
            self._set_keys[spec] = cast(int, rows[0][0])
        return self._set_keys[spec]

    def _restamp(self, session: Session, stamp: int) -> None:
        """Move what this transaction wrote to the second in which it commits.

        A harvester that asked in between would otherwise look for it later than its datestamp and
        never see it. Others that share the second move along, which costs them one visit more.
        """
        now = int(time.time())
        if now > stamp:
            session.rows(
                "UPDATE membership SET datestamp = :now WHERE datestamp = :stamp"
                " AND set_key IN (SELECT key FROM record_set)",
                now=now,
                stamp=stamp,
            )
            session.rows(
                "UPDATE record SET datestamp = :now WHERE datestamp = :stamp", now=now, stamp=stamp
            )

    # Reading

    def get(self, id: str) -> Record | None:
        with self._reading() as session:
            return _one(session, "r.id = :id", id=id)

    def history(self, id: str) -> list[Record]:
        with self._reading() as session:
            current = _one(session, "r.id = :id", id=id)
            if current is None:
                return []
            older = session.rows(
                "SELECT version, datestamp, json FROM revision WHERE record = :key"
                " ORDER BY version DESC",
                key=current.position.key,
            )
        return [
            current,
            *(
                Record(id, v, Position(stamp, current.position.key), text is None, (), text)
                for v, stamp, text in cast(list[tuple[int, int, str | None]], older)
            ),
        ]

    def page(
        self,
        limit: int,
        *,
        after: Position | None = None,
        since: int | None = None,
        until: int | None = None,
        spec: str | None = None,
    ) -> list[Record]:
        where, values = _window("record" if spec else "key", after, since, until)
        with self._reading() as session:
            if spec is None:
                return _records(session, f"WHERE {where} ORDER BY datestamp, key", values, limit)
            return _records(
                session,
                "JOIN (SELECT datestamp AS at, record AS member FROM membership"
                " WHERE set_key = (SELECT key FROM record_set WHERE spec = :spec)"
                f" AND {where}"
                " ORDER BY datestamp, record LIMIT :limit) m ON r.key = m.member"
                " ORDER BY m.at, m.member",
                {"spec": spec, **values},
                limit,
            )

    def latest(self, limit: int, *, before: Position | None = None) -> list[Record]:
        where = "deleted = 0" + (" AND (datestamp, key) < (:stamp, :key)" if before else "")
        values: dict[str, object] = {"stamp": before.datestamp, "key": before.key} if before else {}
        with self._reading() as session:
            return _records(
                session, f"WHERE {where} ORDER BY datestamp DESC, key DESC", values, limit
            )

    def in_set(self, spec: str, limit: int, offset: int = 0) -> list[Record]:
        with self._reading() as session:
            return _records(
                session,
                "JOIN membership m ON r.key = m.record WHERE r.deleted = 0"
                " AND m.set_key = (SELECT key FROM record_set WHERE spec = :spec)"
                " ORDER BY m.datestamp DESC, m.record DESC",
                {"spec": spec},
                limit,
                offset,
            )

    def by_key(self, first: int, last: int) -> list[tuple[str, int]]:
        with self._reading() as session:
            rows = session.rows(
                "SELECT id, datestamp FROM record WHERE key BETWEEN :first AND :last"
                " AND deleted = 0 ORDER BY key",
                first=first,
                last=last,
            )
        return cast(list[tuple[str, int]], rows)

    def last_key(self) -> int:
        return self._scalar("SELECT coalesce(max(key), 0) FROM record")

    def count(
        self, *, since: int | None = None, until: int | None = None, spec: str | None = None
    ) -> int:
        where, values = _window("record" if spec else "key", None, since, until)
        if spec is None:
            return self._scalar(f"SELECT count(*) FROM record WHERE {where}", **values)
        return self._scalar(
            "SELECT count(*) FROM membership WHERE"
            " set_key = (SELECT key FROM record_set WHERE spec = :spec)"
            f" AND {where}",
            spec=spec,
            **values,
        )

    def search(self, query: str, limit: int = 20, offset: int = 0) -> Found:
        terms = parse_query(query)
        if all(term.excluded for term in terms):
            return Found([], 0)
        with self._reading() as session:
            # The newest are found without looking at all; they also say whether there are so many
            # that ranking them would take too long.
            keys = self._newest(session, terms, max(RANKED + 1, offset + limit))
            total = min(len(keys), COUNTED)
            if 1 < len(keys) <= RANKED:
                keys = self._best(session, terms, keys, limit, offset)
            else:
                keys = keys[offset : offset + limit]
            return Found(by_keys(session, keys), total)

    def sets(
        self, limit: int = -1, after: str = "", *, within: str | None = None
    ) -> list[RecordSet]:
        where, values = "spec > :after", cast("dict[str, object]", {"after": after})
        if within is not None:
            # `;` follows `:`, so this is all that lies in the set, and then only one level of it.
            where += " AND spec > :first AND spec < :last AND substr(spec, :rest) NOT LIKE '%:%'"
            values |= {"first": f"{within}:", "last": f"{within};", "rest": len(within) + 2}
        sql = f"SELECT spec, name FROM record_set WHERE {where} ORDER BY spec"
        if limit >= 0:
            sql, values = f"{sql} LIMIT :limit", {**values, "limit": limit}
        with self._reading() as session:
            rows = session.rows(sql, **values)
        return [RecordSet(str(spec), str(name)) for spec, name in rows]

    def set_named(self, spec: str) -> RecordSet | None:
        with self._reading() as session:
            rows = session.rows("SELECT spec, name FROM record_set WHERE spec = :spec", spec=spec)
        return RecordSet(str(rows[0][0]), str(rows[0][1])) if rows else None

    def earliest(self) -> int | None:
        with self._reading() as session:
            return cast("int | None", session.rows("SELECT min(datestamp) FROM record")[0][0])

    def _scalar(self, sql: str, **values: object) -> int:
        with self._reading() as session:
            return cast(int, session.rows(sql, **values)[0][0])

    # Settings and harvests

    def setting(self, name: str, default: str = "") -> str:
        with self._reading() as session:
            rows = session.rows("SELECT value FROM setting WHERE name = :name", name=name)
        return str(rows[0][0]) if rows else default

    def configure(self, **settings: str) -> None:
        with self._writing() as session:
            _configure(session, settings)

    def harvested(self, source: str) -> HarvestState:
        with self._reading() as session:
            rows = session.rows(
                "SELECT datestamp, token, started FROM harvest WHERE source = :source",
                source=source,
            )
        return HarvestState(*cast("tuple[str | None, ...]", rows[0])) if rows else HarvestState()

    def set_harvested(self, source: str, state: HarvestState) -> None:
        with self._writing() as session:
            session.rows(
                "INSERT INTO harvest (source, datestamp, token, started)"
                " VALUES (:source, :datestamp, :token, :started) ON CONFLICT (source) DO UPDATE"
                " SET datestamp = excluded.datestamp, token = excluded.token,"
                " started = excluded.started",
                source=source,
                **state._asdict(),
            )


def steps(dialect: str) -> list[str]:
    """Return the scripts that bring a database from nothing to today's tables, in order."""
    folder = files(__package__) / "schema" / dialect
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: int(entry.name.removesuffix(".sql")),
    )
    return [entry.read_text("utf-8") for entry in found]


def first_settings(session: Session) -> None:
    """Give a new library its name and the secret that its resumption tokens are signed with."""
    _configure(session, {**DEFAULTS, "secret": secrets.token_hex(32)})


def _configure(session: Session, settings: dict[str, str]) -> None:
    session.many(
        "INSERT INTO setting (name, value) VALUES (:name, :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [{"name": name, "value": value} for name, value in settings.items()],
    )


def _prepare(work: Work) -> _Row | Outcome:
    id = (work.id or _made_id(work)).strip()
    if not id or len(id) > MAX_ID or not id.isprintable():
        return Outcome(id, "refused", f"an id is 1 to {MAX_ID} printable characters long")
    work = work if work.id == id else work.model_copy(update={"id": id})
    text = json.dumps(as_mapping(work), ensure_ascii=False, separators=(",", ":"))
    doi = work.doi.key if work.doi else None
    return _Row(work, id, text, doi, sets_of(work), search_text(work))


def _made_id(work: Work) -> str:
    """Return the same id for the same work: its DOI, else a digest of title, author and year."""
    if work.doi and not work.doi.problem:
        return "doi:" + work.doi.key[: MAX_ID - 4]
    name = work.author[0].name.original if work.author else ""
    family = name if isinstance(name, str) else (name.family or name.literal or "")
    title = work.title.original if work.title else as_mapping(work)
    known = fold(f"{title}|{family}|{work.issued or ''}|{work.volume or ''}|{work.page or ''}")
    return "work-" + hashlib.sha256(known.encode()).hexdigest()[:12]


def _stamp(session: Session) -> int:
    """Return now in seconds, or the newest datestamp where the clock was set back."""
    newest = cast(int, session.rows("SELECT coalesce(max(datestamp), 0) FROM record")[0][0])
    return max(int(time.time()), newest)


def _window(
    key: str, after: Position | None, since: int | None, until: int | None
) -> tuple[str, dict[str, object]]:
    """Return a condition on datestamps and the column `key`, with its values."""
    first = max(after or Position(0, 0), Position(since or 0, 0))
    where = f"(datestamp, {key}) > (:stamp, :behind)"
    values: dict[str, object] = {"stamp": first.datestamp, "behind": first.key}
    if until is not None:
        return f"{where} AND datestamp <= :until", {**values, "until": until}
    return where, values


def _one(session: Session, where: str, **values: object) -> Record | None:
    return next(iter(_records(session, f"WHERE {where}", values, 1)), None)


def _records(
    session: Session, rest: str, values: dict[str, object], limit: int, offset: int = 0
) -> list[Record]:
    rows = session.rows(
        f"SELECT {_COLUMNS} FROM record r {rest} LIMIT :limit OFFSET :offset",
        limit=limit,
        offset=offset,
        **values,
    )
    return [record_of(row) for row in rows]


def record_of(row: Sequence[Any]) -> Record:
    """Return a record from a row with the columns `_COLUMNS`."""
    id, version, stamp, key, deleted, specs, text = row
    return Record(id, version, Position(stamp, key), bool(deleted), tuple(specs.split()), text)


def by_keys(session: Session, keys: Sequence[int]) -> list[Record]:
    """Return the records with these keys, in this order."""
    if not keys:
        return []
    values: dict[str, object] = {f"key{n}": key for n, key in enumerate(keys)}
    one_of = ", ".join(f":{name}" for name in values)
    found = _records(session, f"WHERE r.key IN ({one_of}) AND r.deleted = 0", values, len(keys))
    at = {record.position.key: record for record in found}
    return [at[key] for key in keys if key in at]
