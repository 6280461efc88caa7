"""Harvesting goes on where it ended, waits when asked, and believes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citekit.model import Article
from citekit.repository import Store, open_library
from citekit.repository.harvest import Provider, harvest
from citekit.repository.oai import respond
from citekit.repository.web_client import RemoteError, ask, open_client

from .conftest import article

httpx = pytest.importorskip("httpx", reason="needs the extra deposit")

BASE = "https://other.kz/oai"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Store]:
    with open_library(tmp_path / "theirs.db", create=True) as store:
        store.configure(namespace="other.kz")
        list(store.add(article(n) for n in range(1, 26)))
        yield store


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Store]:
    with open_library(tmp_path / "ours.db", create=True) as store:
        yield store


Answer = Callable[[Any], Any]


class World:
    """A provider behind a transport, with what goes wrong on the way."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []
        self.slept: list[float] = []
        self.failures: dict[int, Any] = {}

    def answer(self, request: Any) -> Any:
        self.asked.append(str(request.url.query.decode()))
        failure = self.failures.get(len(self.asked))
        if isinstance(failure, Exception):
            raise failure
        if failure is not None:
            return failure
        pairs = list(request.url.params.multi_items())
        return httpx.Response(200, content=respond(self.store, pairs, BASE, page=10))

    def take(self, ours: Store, **options: Any) -> list[str]:
        with open_client(transport=httpx.MockTransport(self.answer)) as client:
            provider = Provider(client, BASE, pause=0.5, sleep=self.slept.append)
            return [outcome.action for outcome in harvest(ours, provider, **options)]


@pytest.fixture
def world(theirs: Store) -> World:
    return World(theirs)


def test_everything_comes_over_in_the_richest_format(world: World, ours: Store) -> None:
    assert world.take(ours) == ["added"] * 25
    record = ours.get("oai:other.kz:a1")
    assert record is not None
    assert dict(record.work.title.items()) == dict(article(1).title.items())  # type: ignore[union-attr]
    assert "oai_dc" not in world.asked[2]


def test_oai_dc_keeps_titles_in_every_language(world: World, ours: Store) -> None:
    world.take(ours, prefix="oai_dc")
    record = ours.get("oai:other.kz:a1")
    assert record is not None
    assert dict(record.work.title.items()) == dict(article(1).title.items())  # type: ignore[union-attr]


def test_the_next_harvest_asks_only_for_what_changed(world: World, ours: Store) -> None:
    world.take(ours, prefix="oai_dc")
    world.asked.clear()
    list(world.store.add([article(3, volume="99"), article(77)]))
    world.store.remove(["a5"])
    actions = world.take(ours, prefix="oai_dc")
    assert "from=" in world.asked[1]
    assert sorted(set(actions)) == ["added", "changed", "removed"] or "unchanged" in actions
    record, gone = ours.get("oai:other.kz:a3"), ours.get("oai:other.kz:a5")
    assert record is not None
    assert isinstance(record.work, Article) or record.work.volume == "99"
    assert gone is not None
    assert gone.deleted


def test_what_was_broken_off_goes_on(world: World, ours: Store) -> None:
    world.failures = {n: httpx.ReadTimeout("slow") for n in range(4, 99)}
    with pytest.raises(RemoteError, match="did not answer"):
        world.take(ours, prefix="oai_dc")
    assert ours.count() == 20
    world.failures, world.asked[:] = {}, []
    assert world.take(ours, prefix="oai_dc") == ["added"] * 5
    assert "resumptionToken" in world.asked[1]
    assert ours.count() == 25


def test_a_stale_token_costs_a_new_beginning_and_nothing_else(world: World, ours: Store) -> None:
    world.failures = {n: httpx.ReadTimeout("slow") for n in range(3, 99)}
    with pytest.raises(RemoteError):
        world.take(ours, prefix="oai_dc")
    world.failures = {}
    world.store.configure(secret="another")
    assert sorted(world.take(ours, prefix="oai_dc")) == ["added"] * 15 + ["unchanged"] * 10
    assert ours.count() == 25


def test_it_waits_between_requests_and_when_asked_to(world: World, ours: Store) -> None:
    world.failures = {3: httpx.Response(503, headers={"retry-after": "7"}), 4: httpx.Response(502)}
    world.take(ours, prefix="oai_dc")
    assert 7.0 in world.slept
    assert world.slept.count(0.5) == 3
    assert ours.count() == 25


def test_who_asks_too_much_patience_is_left(world: World, ours: Store) -> None:
    world.failures = {1: httpx.Response(503, headers={"retry-after": "86400"})}
    with pytest.raises(RemoteError, match="come back in 86400 seconds"):
        world.take(ours)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(404, text="nothing here"), "answered 404: nothing here"),
        (httpx.Response(200, text="<html/>"), "no OAI-PMH provider"),
        (httpx.Response(200, text="not xml"), "no XML"),
    ],
)
def test_what_is_no_provider_is_said(world: World, ours: Store, answer: Any, said: str) -> None:
    world.failures = dict.fromkeys(range(1, 9), answer)
    with pytest.raises(RemoteError, match=said):
        world.take(ours)


def test_entities_and_foreign_files_are_not_read(world: World, ours: Store) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-01-01T00:00:00Z'
        "</responseDate><Identify><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
        "<ListRecords><record><header><identifier>oai:x:1</identifier><datestamp>2024-01-01"
        '</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/'
        'oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T &a;</dc:title></oai_dc:dc>'
        "</metadata></record></ListRecords></OAI-PMH>"
    )
    world.failures = dict.fromkeys(range(1, 9), httpx.Response(200, text=bomb))
    world.take(ours, prefix="oai_dc")
    record = ours.get("oai:x:1")
    assert record is None or "root:" not in (record.json or "")


def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    from citekit.repository import web_client

    monkeypatch.setattr(web_client, "MAX_BYTES", 1000)
    answer = httpx.MockTransport(lambda request: httpx.Response(200, content=b"x" * 2000))
    with open_client(transport=answer) as client, pytest.raises(RemoteError, match="larger than"):
        ask(client, "GET", BASE)


def test_a_list_in_a_circle_ends(world: World, ours: Store) -> None:
    page = respond(
        world.store, [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")], BASE, page=10
    )
    world.failures = {n: httpx.Response(200, content=page) for n in range(2, 9)}
    with pytest.raises(RemoteError, match="circle"):
        world.take(ours, prefix="oai_dc")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.kz/", "oai", "https:///x"])
def test_only_web_addresses_are_asked(url: str) -> None:
    with open_client() as client, pytest.raises(RemoteError, match="write an address"):
        Provider(client, url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with open_client() as client, pytest.raises(RemoteError) as caught:
        Provider(client, "https://me:secret@x.kz/oai")
    assert "secret" not in str(caught.value)
