"""Harvesters that others wrote fetch every record of a library of 5 000, the deleted ones too."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citekit.repository import open_library

from .conftest import article

pytestmark = pytest.mark.client

SIZE = 5000
DELETED = {f"a{n}" for n in range(7, SIZE, 50)}
ALL = {f"oai:library.invalid:a{n}" for n in range(1, SIZE + 1)}
GONE = {f"oai:library.invalid:{id}" for id in DELETED}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server on this machine, and where its provider is."""
    uvicorn = pytest.importorskip("uvicorn")
    pytest.importorskip("starlette")
    from citekit.web.app import make_app

    place: Path = tmp_path_factory.mktemp("served") / "lib.db"
    with open_library(place, create=True) as store:
        list(store.add(article(n) for n in range(1, SIZE + 1)))
        store.remove(sorted(DELETED))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        config = uvicorn.Config(make_app(store), host="127.0.0.1", port=port, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/oai"
        server.should_exit = True
        thread.join(10)


def test_sickle(address: str) -> None:
    sickle = pytest.importorskip("sickle")
    harvester = sickle.Sickle(address)
    assert harvester.Identify().deletedRecord == "persistent"
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    assert {r.header.identifier for r in records} == ALL
    assert len(records) == SIZE
    assert {r.header.identifier for r in records if r.deleted} == GONE
    titles = next(r for r in records if r.header.identifier.endswith(":a1")).metadata["title"]
    assert "Қазақ тілінің 1-мақаласы" in titles
    headers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", set="language:kk"))
    assert {h.identifier for h in headers} == ALL
    assert "udc:8:81" in {s.setSpec for s in harvester.ListSets()}
    assert len(list(harvester.ListMetadataFormats())) >= 2
    one = harvester.GetRecord(identifier="oai:library.invalid:a1", metadataPrefix="oai_dc")
    assert one.metadata["language"] == ["kk"]
    with pytest.raises(sickle.oaiexceptions.IdDoesNotExist):
        harvester.GetRecord(identifier="oai:library.invalid:none", metadataPrefix="oai_dc")


def test_scythe(address: str) -> None:
    scythe = pytest.importorskip("oaipmh_scythe")
    with scythe.Scythe(address) as harvester:
        records: list[Any] = list(harvester.list_records())
        assert {r.header.identifier for r in records} == ALL
        assert {r.header.identifier for r in records if r.deleted} == GONE
        assert len(list(harvester.list_identifiers(ignore_deleted=True))) == SIZE - len(GONE)


def test_oaipmh_client(address: str) -> None:
    client = pytest.importorskip("oaipmh.client")
    from oaipmh.metadata import MetadataRegistry, oai_dc_reader

    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    harvester = client.Client(address, registry)
    assert harvester.identify().granularity() == "YYYY-MM-DDThh:mm:ssZ"
    seen, gone = set(), set()
    for header, metadata, _ in harvester.listRecords(metadataPrefix="oai_dc"):
        seen.add(header.identifier())
        if header.isDeleted():
            gone.add(header.identifier())
        else:
            assert len(metadata.getField("title")) == 3
    assert (seen, gone) == (ALL, GONE)
