"""Our harvester at a provider that others wrote: the server of the package `oaipmh`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from citekit.repository import open_library
from citekit.repository.harvest import Provider, harvest
from citekit.repository.web_client import open_client

pytestmark = pytest.mark.client

BASE = "https://other.kz/oai"
CHANGED = datetime(2024, 5, 1, 12)


class Records:
    """What the package's server asks of a repository (its interface IOAI)."""

    def __init__(self) -> None:
        self.titles = {n: f"Қазақ тілінің {n}-мақаласы" for n in range(1, 24)}
        self.deleted = {5}
        self.changed: dict[int, datetime] = {}

    def identify(self) -> Any:
        from oaipmh.common import Identify

        earliest = datetime(2024, 1, 1)
        emails = ["editor@other.kz"]
        seconds = "YYYY-MM-DDThh:mm:ssZ"
        return Identify("Other", BASE, "2.0", emails, earliest, "persistent", seconds, [], False)

    def listMetadataFormats(self, identifier: str | None = None) -> Any:
        namespace = "http://www.openarchives.org/OAI/2.0/oai_dc/"
        return [("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", namespace)]

    def listRecords(self, from_: datetime | None = None, **_: Any) -> Any:
        from oaipmh.common import Header, Metadata

        for n, title in self.titles.items():
            when = self.changed.get(n, CHANGED)
            if from_ is not None and when < from_:
                continue
            gone = n in self.deleted
            header = Header(None, f"oai:other.kz:{n}", when, [], gone)
            said = {"title": [title], "creator": ["Әуезов, М."], "language": ["kk"]}
            yield header, None if gone else Metadata(None, said), None


def test_what_it_has_comes_over_and_then_what_changed(tmp_path: Path) -> None:
    httpx = pytest.importorskip("httpx")
    server = pytest.importorskip("oaipmh.server")
    from oaipmh.metadata import MetadataRegistry

    registry = MetadataRegistry()
    registry.registerWriter("oai_dc", server.oai_dc_writer)
    records = Records()
    provider_of_others = server.Server(records, registry, resumption_batch_size=10)
    asked: list[dict[str, str]] = []

    def answer(request: Any) -> Any:
        asked.append(dict(request.url.params))
        content = provider_of_others.handleRequest(dict(request.url.params))
        return httpx.Response(200, content=content)

    def take() -> list[str]:
        with open_client(transport=httpx.MockTransport(answer)) as client:
            provider = Provider(client, BASE, pause=0)
            return [outcome.action for outcome in harvest(store, provider)]

    with open_library(tmp_path / "lib.db", create=True) as store:
        assert take() == ["added"] * 22
        record = store.get("oai:other.kz:7")
        assert record is not None
        assert record.work.title is not None
        assert record.work.title.original == "Қазақ тілінің 7-мақаласы"
        assert sum("resumptionToken" in query for query in asked) == 2

        records.titles[7] = "Түзетілген атау"
        records.deleted.add(9)
        # The provider's clock is the machine's; what changes now is newer than the last harvest.
        records.changed = dict.fromkeys((7, 9), datetime(2099, 1, 1))
        assert sorted(take()) == ["changed", "removed"]
        gone = store.get("oai:other.kz:9")
        assert gone is not None
        assert gone.deleted
        assert store.count() == 22
