"""Taking over the records of another provider by OAI-PMH 2.0.

A harvest goes on where the last one ended, whether it came to its end or was broken off: after each
page the library remembers the token, after the last one the time from which to ask next.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from citekit.formats import FormatError, get
from citekit.model import Work
from citekit.repository.metadata import metadata_formats, take_in
from citekit.repository.oai import NAMESPACE
from citekit.repository.store import HarvestState, Outcome, Store
from citekit.repository.web_client import RemoteError, ask, check_address, shown

if TYPE_CHECKING:
    import httpx

_OAI = f"{{{NAMESPACE}}}"


@dataclass(frozen=True, slots=True)
class Harvested:
    """One record as a provider gave it.

    Attributes:
        identifier: The provider's own.
        datestamp: When it was last changed there.
        deleted: The provider removed it.
        work: The record, or None where it was deleted or could not be read.
        message: Why it could not be read.
    """

    identifier: str
    datestamp: str
    deleted: bool = False
    work: Work | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a provider: records, where the list goes on, and the provider's time."""

    records: list[Harvested]
    token: str | None
    date: str
    size: int | None = None


class _ProtocolError(RemoteError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Provider:
    """A provider to be harvested.

    Args:
        client: From `web_client.open_client`.
        url: Its base URL.
        pause: Seconds between two requests.
        sleep: How to wait.
    """

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        *,
        pause: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        check_address(url)
        self._client, self.url = client, url
        self._pause, self._sleep = pause, sleep
        self._asked = False

    def to_the_second(self) -> bool:
        """Return whether its datestamps have seconds."""
        return "T" in (self._ask(verb="Identify").findtext(f".//{_OAI}granularity") or "")

    def best_prefix(self) -> str:
        """Return the richest of its formats that citekit reads.

        Raises:
            RemoteError: There is none.
        """
        root = self._ask(verb="ListMetadataFormats")
        offered = {element.text for element in root.iter(f"{_OAI}metadataPrefix")}
        for prefix, row in reversed(metadata_formats().items()):
            if prefix in offered and get(row.format).read is not None:
                return prefix
        raise RemoteError(f"{shown(self.url)}: citekit reads none of its formats")

    def page(self, prefix: str, **arguments: str) -> Page:
        """Return one page of records; arguments as of ListRecords.

        Raises:
            RemoteError: The provider cannot be asked, or says what is no answer.
        """
        if prefix not in metadata_formats():
            known = ", ".join(metadata_formats())
            raise RemoteError(f"citekit reads no {prefix}; it reads {known}")
        query = (
            arguments
            if "resumptionToken" in arguments
            else {
                "metadataPrefix": prefix,
                **arguments,
            }
        )
        try:
            root = self._ask(verb="ListRecords", **query)
        except _ProtocolError as error:
            if error.code != "noRecordsMatch":
                raise
            return Page([], None, "")
        token = root.find(f".//{_OAI}resumptionToken")
        size = token.get("completeListSize", "") if token is not None else ""
        return Page(
            [_harvested(record, prefix) for record in root.iter(f"{_OAI}record")],
            (token.text or "").strip() or None if token is not None else None,
            root.findtext(f"{_OAI}responseDate") or "",
            int(size) if str(size).isdigit() else None,
        )

    def pages(self, prefix: str, token: str | None = None, **arguments: str) -> Iterator[Page]:
        """Yield pages until the list ends.

        Raises:
            RemoteError: As `page`; or the list runs in a circle.
        """
        seen: set[str] = set()
        while True:
            page = self.page(prefix, **({"resumptionToken": token} if token else arguments))
            yield page
            token = page.token
            if token is None:
                return
            if token in seen:
                raise RemoteError(f"{shown(self.url)}: its list runs in a circle")
            seen.add(token)

    def _ask(self, **arguments: str) -> etree._Element:
        if self._asked:
            self._sleep(self._pause)
        self._asked = True
        response = ask(self._client, "GET", self.url, params=arguments, sleep=self._sleep)
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
        )
        try:
            root = etree.fromstring(response.content, parser)
        except etree.XMLSyntaxError as error:
            raise RemoteError(
                f"{shown(self.url)}: its answer is no XML ({error.msg}); give the address of the "
                "provider itself, such as https://journal.kz/oai"
            ) from None
        if root.tag != f"{_OAI}OAI-PMH":
            raise RemoteError(f"{shown(self.url)}: this is no OAI-PMH provider")
        for error_element in root.iter(f"{_OAI}error"):
            code = error_element.get("code") or "error"
            said = (error_element.text or "").strip()
            raise _ProtocolError(code, f"{shown(self.url)}: {code}: {said}")
        return root


def harvest(
    store: Store,
    provider: Provider,
    *,
    prefix: str | None = None,
    spec: str | None = None,
    again: bool = False,
) -> Iterator[Outcome]:
    """Take a provider's records into a library, from where the last harvest ended.

    Args:
        store: The library.
        provider: Whom to ask.
        prefix: The metadata format; the richest that both know when None.
        spec: Only this set.
        again: Begin from the beginning.

    Raises:
        RemoteError: The provider failed; what came before is kept, and the next harvest goes on.
        StoreError: The library cannot be written.
    """
    seconds = provider.to_the_second()
    prefix = prefix or provider.best_prefix()
    source = " ".join(filter(None, (provider.url, prefix, spec)))
    state = HarvestState() if again else store.harvested(source)
    arguments = {"set": spec} if spec else {}
    if state.datestamp:
        arguments["from"] = state.datestamp
    try:
        yield from _take(store, provider, prefix, source, state, arguments, seconds)
    except _ProtocolError as error:
        if error.code != "badResumptionToken" or state.token is None:
            raise
        # The token went stale while nobody asked: from the last end on, records come once more.
        state = HarvestState(state.datestamp)
        yield from _take(store, provider, prefix, source, state, arguments, seconds)


def _take(
    store: Store,
    provider: Provider,
    prefix: str,
    source: str,
    state: HarvestState,
    arguments: dict[str, str],
    seconds: bool,
) -> Iterator[Outcome]:
    # Who asks from the time at which this list began misses nothing that changes while it is read.
    started = state.started if state.token else None
    for page in provider.pages(prefix, state.token, **arguments):
        started = started or page.date or None
        yield from _keep(store, page)
        if page.token:
            store.set_harvested(source, HarvestState(state.datestamp, page.token, started))
    reached = started[: None if seconds else 10] if started else state.datestamp
    store.set_harvested(source, HarvestState(reached))


def _keep(store: Store, page: Page) -> Iterator[Outcome]:
    # A page may hold one record twice; only the last counts.
    last = {record.identifier: record for record in page.records}
    yield from store.add(record.work for record in last.values() if record.work is not None)
    gone = [record.identifier for record in last.values() if record.deleted]
    known = [id for id in gone if store.get(id) is not None]
    yield from (o for o in store.remove(known) if o.action == "removed")
    for record in last.values():
        if record.message:
            yield Outcome(record.identifier, "refused", record.message)


def _harvested(record: etree._Element, prefix: str) -> Harvested:
    header = record.find(f"{_OAI}header")
    if header is None:
        raise RemoteError("a record of the provider has no header")
    identifier = (header.findtext(f"{_OAI}identifier") or "").strip()
    stamp = (header.findtext(f"{_OAI}datestamp") or "").strip()
    if header.get("status") == "deleted":
        return Harvested(identifier, stamp, deleted=True)
    metadata = next(iter(record.iterfind(f"{_OAI}metadata/*")), None)
    if metadata is None:
        return Harvested(identifier, stamp, message="the provider gave no metadata")
    try:
        found = take_in(metadata, metadata_formats()[prefix])
    except FormatError as error:
        return Harvested(identifier, stamp, message=str(error))
    if not isinstance(found, Work):
        return Harvested(identifier, stamp, message=found.message)
    return Harvested(identifier, stamp, work=found.model_copy(update={"id": identifier}))
