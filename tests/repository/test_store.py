"""A library keeps what it was given, says what became of it, and forgets nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citekit.model import DOI, Text, Work
from citekit.repository import Position, Store, StoreBusyError, StoreError, open_library
from citekit.repository.sqlite import SqliteStore
from citekit.repository.store import HarvestState

from .conftest import article


def actions(outcomes: object) -> list[str]:
    return [o.action for o in outcomes]  # type: ignore[attr-defined]


def test_what_is_added_comes_back_the_same(store: Store) -> None:
    work = article()
    assert actions(store.add([work])) == ["added"]
    record = store.get("a1")
    assert record is not None
    assert record.work == work
    assert (record.version, record.deleted) == (1, False)
    assert " ".join(record.specs) == (
        "journal journal:1563-0234 journal:1563-0234:2024-72-3 language language:kk"
        " udc udc:8 udc:8:81"
    )


def test_adding_the_same_again_changes_nothing(store: Store) -> None:
    list(store.add([article()]))
    assert actions(store.add([article()])) == ["unchanged"]
    assert len(store.history("a1")) == 1


def test_a_change_makes_a_version_and_keeps_the_old_one(store: Store) -> None:
    list(store.add([article()]))
    assert actions(store.add([article(volume="73")])) == ["changed"]
    new, old = store.history("a1")
    assert (new.version, new.work.volume) == (2, "73")
    assert (old.version, old.work.volume) == (1, "72")
    assert store.in_set("journal:1563-0234:2024-72-3", 10) == []
    assert [r.id for r in store.in_set("journal:1563-0234:2024-73-3", 10)] == ["a1"]


def test_a_removed_record_leaves_a_tombstone_and_its_history(store: Store) -> None:
    list(store.add([article()]))
    assert actions(store.remove(["a1", "a1", "nobody"])) == ["removed", "missing", "missing"]
    tombstone = store.get("a1")
    assert tombstone is not None
    assert (tombstone.deleted, tombstone.version, tombstone.json) == (True, 2, None)
    assert store.search("мақала").total == 0
    assert store.latest(10) == []
    assert [r.id for r in store.page(10, spec="language:kk")] == ["a1"]
    assert store.history("a1")[1].work == article()
    with pytest.raises(StoreError, match="removed"):
        _ = tombstone.work


def test_a_removed_record_can_come_back(store: Store) -> None:
    list(store.add([article()]))
    store.remove(["a1"])
    assert actions(store.add([article()])) == ["restored"]
    assert store.search("мақала").total == 1
    assert [v.deleted for v in store.history("a1")] == [False, True, False]


def test_two_records_with_one_doi_are_not_taken_for_one(store: Store) -> None:
    list(store.add([article()]))
    (outcome,) = store.add([article(id="other", doi=DOI("10.26577/TEST.1"))])
    assert (outcome.action, outcome.message) == (
        "refused",
        "the record 'a1' of the library has the same DOI",
    )


def test_one_id_for_two_dois_is_refused_unless_told(store: Store) -> None:
    list(store.add([article()]))
    other = article(doi=DOI("10.26577/other"))
    assert actions(store.add([other])) == ["refused"]
    assert actions(store.add([other], update=True)) == ["changed"]


def test_a_record_without_id_gets_the_same_one_each_time(store: Store) -> None:
    bare = Work(type="book", title=Text({"kk": "Абай жолы"}))
    (first,) = store.add([bare])
    (second,) = store.add([bare])
    assert (first.action, second.action) == ("added", "unchanged")
    assert first.id == second.id
    record = store.get(first.id)
    assert record is not None
    assert record.work.id == first.id
    assert store.get("doi:10.26577/test.7") is None
    list(store.add([article(7, id=None)]))
    assert store.get("doi:10.26577/test.7") is not None


@pytest.mark.parametrize("id", [" ", "a\nb", "x" * 201, "\x00"])
def test_an_id_that_names_nothing_is_refused_and_the_others_are_kept(store: Store, id: str) -> None:
    assert actions(store.add([article(1, id=id), article(2)])) == ["refused", "added"]


def test_paging_by_position_gives_every_record_once(store: Store) -> None:
    list(store.add(article(n) for n in range(1, 26)))
    store.remove(["a5", "a9"])
    seen: list[str] = []
    after: Position | None = None
    while page := store.page(4, after=after):
        seen += [r.id for r in page]
        after = page[-1].position
    assert sorted(seen) == sorted(f"a{n}" for n in range(1, 26))
    assert seen[-2:] == ["a5", "a9"] or len({r.position.datestamp for r in store.page(99)}) == 1
    assert store.count() == 25


def test_a_change_while_paging_is_seen_later_and_nothing_is_lost(store: Store) -> None:
    list(store.add(article(n) for n in range(1, 11)))
    first = store.page(5)
    time.sleep(1.1)
    list(store.add([article(8, volume="99"), article(11)]))
    rest = store.page(50, after=first[-1].position)
    assert {r.id for r in first + rest} == {f"a{n}" for n in range(1, 12)}
    assert [r.id for r in rest][-2:] == ["a8", "a11"]


def test_dates_and_sets_limit_a_page(store: Store) -> None:
    list(store.add([article(1), article(2, language="ru")]))
    stamp = store.page(1)[0].position.datestamp
    assert store.count(since=stamp + 1) == 0
    assert store.count(until=stamp - 1) == 0
    assert store.count(since=stamp, until=stamp, spec="language:ru") == 1
    assert [r.id for r in store.page(9, spec="language")] == ["a1", "a2"]
    assert store.page(9, spec="nothing") == []
    assert store.earliest() == stamp


def test_sets_are_listed_in_order_and_in_pieces(store: Store) -> None:
    list(store.add([article()]))
    specs = [s.spec for s in store.sets()]
    assert specs == sorted(specs)
    assert specs == [s.spec for s in store.sets(3)] + [s.spec for s in store.sets(99, specs[2])]
    assert dict(store.sets())["journal:1563-0234"] == "Хабаршы"
    assert [s.spec for s in store.sets(within="udc")] == ["udc:8"]
    assert [s.spec for s in store.sets(within="journal")] == ["journal:1563-0234"]
    assert store.set_named("udc:8") == ("udc:8", "UDC 8")
    assert store.set_named("udc:%") is None


@pytest.mark.parametrize(
    "query",
    [
        "мақала",
        "МАҚАЛАЛАРДЫҢ",
        "казак тили",
        "статьи казахского",
        "languages articles",
        "auezov",
        "author:Әуезов",
        "макал*",
        '"kazakh language"',
        "10.26577/test.1",
        "kazakh -russian",
    ],
)
def test_search_finds(store: Store, query: str) -> None:
    list(store.add([article()]))
    assert [r.id for r in store.search(query).records] == ["a1"]


@pytest.mark.parametrize(
    "query",
    ["", "-kazakh", "title:Әуезов", '"language kazakh"', "kazakh -article", "гидрология", "***"],
)
def test_search_does_not_find(store: Store, query: str) -> None:
    list(store.add([article()]))
    assert store.search(query).records == []


def test_a_word_of_the_title_counts_more(store: Store) -> None:
    list(
        store.add(
            [
                article(1, abstract=Text({"en": "On rivers and lakes, and the rivers of lakes"})),
                article(2, title=Text({"en": "Rivers"})),
            ]
        )
    )
    assert [r.id for r in store.search("rivers").records] == ["a2", "a1"]


def test_what_too_many_records_have_is_not_ranked_but_the_newest_come_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = ["Rivers", "Lakes", "Seas", "Springs"]
    list(
        store.add(
            article(n, title=Text({"en": title}), abstract=Text({"en": "Of rivers and lakes."}))
            for n, title in enumerate(titles, start=1)
        )
    )

    def ids(query: str, *page: int) -> list[str]:
        return [record.id for record in store.search(query, *page).records]

    assert ids("rivers")[0] == "a1"
    assert ids('"rivers and lakes"', 1, 1) + ids('"rivers and lakes"', 5, 2)
    monkeypatch.setattr("citekit.repository.sql.RANKED", 3)
    assert ids("rivers") == ["a4", "a3", "a2", "a1"]
    assert ids("rivers", 2, 1) == ["a3", "a2"]
    assert ids('"rivers and lakes"', 2, 2) == ["a2", "a1"]
    assert (ids("rivers", 2, 4), store.search("rivers", 2, 4).total) == ([], 4)
    assert ids("seas") == ["a3"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=60) | st.text("\"*:-()^{}'; NEAR AND OR", max_size=30))
def test_no_query_is_sql_or_an_error(store: Store, query: str) -> None:
    if store.get("a1") is None:
        list(store.add([article()]))
    assert store.search(query).total in (0, 1)
    assert store.search(query + "'; DROP TABLE record; --").total >= 0
    assert store.get("a1") is not None


def test_settings_and_harvests_are_remembered(store: Store, place: str) -> None:
    secret = store.setting("secret")
    assert len(secret) == 64
    store.configure(name="Хабаршы кітапханасы")
    state = HarvestState("2024-01-01T00:00:00Z", "token", "2024-02-01T00:00:00Z")
    store.set_harvested("https://example.org/oai oai_dc", state)
    with open_library(place) as again:
        assert again.setting("name") == "Хабаршы кітапханасы"
        assert again.setting("secret") == secret
        assert again.harvested("https://example.org/oai oai_dc") == state
        assert again.harvested("other") == HarvestState()


def test_an_error_in_a_batch_leaves_no_trace_of_it(store: Store) -> None:
    def works():  # type: ignore[no-untyped-def]
        yield article(1)
        yield article(2)
        yield article(3)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        list(store.add(works(), batch=2))
    assert [r.id for r in store.page(9)] == ["a1", "a2"]


def test_what_commits_late_bears_the_second_in_which_it_commits(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([1_000_000_000, 1_000_000_007])
    monkeypatch.setattr(time, "time", lambda: next(clock))
    list(store.add([article()]))
    monkeypatch.undo()
    assert store.page(1)[0].position.datestamp == 1_000_000_007
    assert store.page(1, spec="language:kk", since=1_000_000_007) == store.page(1)


def test_datestamps_never_run_backwards(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    list(store.add([article(1)]))
    now = store.page(1)[0].position.datestamp
    monkeypatch.setattr(time, "time", lambda: now - 5000.0)
    list(store.add([article(2)]))
    assert store.page(2)[1].position.datestamp == now


def test_threads_write_and_read_at_once(store: Store) -> None:
    def write(first: int) -> None:
        for n in range(first, first + 20):
            list(store.add([article(n)]))

    threads = [threading.Thread(target=write, args=(start,)) for start in (100, 200, 300)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert all(r.json for r in store.page(100))
    for thread in threads:
        thread.join()
    assert store.count() == 60
    assert store.count(spec="language:kk") == 60


def _write(place: str, first: int) -> None:
    with open_library(place) as store:
        for n in range(first, first + 30):
            list(store.add([article(n)]))


def test_processes_write_at_once(store: Store, place: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write, args=(place, n)) for n in (100, 200)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [p.exitcode for p in processes] == [0, 0]
    assert store.count() == 60


_ENDLESS = """
import sys
sys.path[:0] = {path!r}
from tests.repository.conftest import article
from citekit.repository import open_library
with open_library({place!r}) as store:
    n = 0
    while True:
        for outcome in store.add((article(k) for k in range(n, n + 50)), batch=50):
            print(outcome.id, flush=True)
        n += 50
"""


def test_kill_9_loses_nothing_that_was_committed(store: Store, place: str) -> None:
    root = str(Path(__file__).parents[2])
    code = _ENDLESS.format(path=[root], place=place)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=root)
    assert process.stdout is not None
    told = [process.stdout.readline().decode().strip() for _ in range(170)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.read().decode().split("\n")[:-1]
    process.wait()
    kept = store.page(100_000)
    assert {id for id in told if id} <= {r.id for r in kept}
    assert len(kept) % 50 == 0, "half a batch is seen"
    assert store.count(spec="language:kk") == len(kept)
    assert all(r.work.title for r in kept)
    assert actions(store.add([article(999_999)])) == ["added"]


# SQLite alone


def test_a_full_disk_loses_only_what_was_under_way(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "lib.db", create=True) as store:
        list(store.add([article(1)]))
        connection = store._connection()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(StoreError, match="full"):
            list(store.add(article(n) for n in range(2, 500)))
        assert [r.id for r in store.page(9)] == ["a1"]
        connection.execute("PRAGMA max_page_count = 1000000")
        assert actions(store.add([article(2)])) == ["added"]
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_who_cannot_write_is_told_to_wait(tmp_path: Path) -> None:
    path = tmp_path / "lib.db"
    with SqliteStore(path, create=True), SqliteStore(path, busy_seconds=0.05) as second:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="another program"):
            list(second.add([article()]))
        assert second.page(9) == [], "readers need not wait"
        other.execute("ROLLBACK")
        other.close()
        assert actions(second.add([article()])) == ["added"]


def test_a_search_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "lib.db", create=True, query_seconds=0) as store:
        list(store.add(article(n) for n in range(2000)))
        with pytest.raises(StoreError, match="too long"):
            store.search("казах*")
        store._query_seconds = 30
        assert store.search("казах*").total == 1000


def test_what_is_no_library_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "other.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = foreign.read_bytes()
    with pytest.raises(StoreError, match="no citekit library"):
        SqliteStore(foreign, create=True)
    assert foreign.read_bytes() == before
    text = tmp_path / "text.db"
    text.write_text("not a database at all, but long enough to be looked at" * 20)
    with pytest.raises(StoreError, match="no citekit library"):
        SqliteStore(text)
    with pytest.raises(StoreError, match="library init"):
        SqliteStore(tmp_path / "absent.db")
    assert not (tmp_path / "absent.db").exists()


def test_a_library_of_a_newer_citekit_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lib.db"
    SqliteStore(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreError, match="newer"):
        SqliteStore(path)


@pytest.mark.parametrize(
    ("type", "journals"), [("article-newspaper", 1), ("webpage", 0), ("chapter", 0)]
)
def test_only_serials_are_journals(store: Store, type: Any, journals: int) -> None:
    held = Work(type=type, id="x", title=Text({"kk": "Су"}), container_title=Text({"kk": "Дала"}))
    list(store.add([held]))
    assert len(store.sets(within="journal")) == journals
