"""A SWORD 2.0 client: each record is created, given its files and completed, once.

After every step what the server answered is written down, so that a deposit that was broken off
goes on at that step, and one that is done is not made again. Credentials go to the server of the
collection and to no other, whatever its answers say.

The protocol: http://swordapp.github.io/SWORDv2-Profile/SWORDProfile.html
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree

from citekit.repository.packages import Package, PackedRecord, item_urn
from citekit.repository.web_client import RemoteError, ask, shown

if TYPE_CHECKING:
    import httpx

_ATOM = "{http://www.w3.org/2005/Atom}"
_ENTRY = "application/atom+xml;type=entry"
_SIMPLE_ZIP = "http://purl.org/net/sword/package/SimpleZip"
_ADD = "http://purl.org/net/sword/terms/add"
_STATEMENT = "http://purl.org/net/sword/terms/statement"

Stage = Literal["new", "creating", "created", "filled", "completing", "complete"]


@dataclass(frozen=True, slots=True)
class Deposit:
    """How far the deposit of one record has come, and where it is on the server."""

    id: str
    content: str
    """A digest of what is deposited."""
    stage: Stage = "new"
    edit: str = ""
    media: str = ""
    complete: str = ""
    statement: str = ""
    page: str = ""
    """Where people find it, if the server said so."""


class Sent:
    """The deposits made from a package, kept in a file beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._deposits: dict[str, Deposit] = {}
        if path.is_file():
            rows = json.loads(path.read_text("utf-8"))
            self._deposits = {row["id"]: Deposit(**row) for row in rows}

    def get(self, id: str) -> Deposit | None:
        """Return what is known of a record's deposit."""
        return self._deposits.get(id)

    def put(self, deposit: Deposit) -> Deposit:
        """Remember a deposit; the file is replaced whole."""
        self._deposits[deposit.id] = deposit
        text = json.dumps(
            [asdict(d) for d in self._deposits.values()], ensure_ascii=False, indent=1
        )
        part = self.path.with_name(f".{self.path.name}.part")
        with part.open("w", encoding="utf-8") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(self.path)
        return deposit


@dataclass(slots=True)
class Sword:
    """A collection of a SWORD 2.0 server.

    Attributes:
        client: From `web_client.open_client`, with the user's name and password.
        collection: The collection's IRI (Col-IRI).
        on_behalf_of: For whom the deposit is made (mediated deposit, §6.1).
        sleep: How to wait.
    """

    client: httpx.Client
    collection: str
    on_behalf_of: str | None = None
    sleep: Callable[[float], None] = time.sleep

    def deposit(self, package: Package, sent: Sent) -> Iterator[tuple[Deposit, bool]]:
        """Deposit the records of a package.

        Yields:
            Each record's deposit, and whether anything had to be done.

        Raises:
            RemoteError: The server refused or failed; what was done before is remembered.
        """
        for record in package.records:
            content = _digest(record)
            known = sent.get(record.id)
            if known and known.stage == "complete" and known.content == content:
                yield known, False
                continue
            yield self._one(package.folder / record.folder, record, content, known, sent), True

    def _one(
        self, folder: Path, record: PackedRecord, content: str, known: Deposit | None, sent: Sent
    ) -> Deposit:
        archive = folder / "files.zip"
        entry = (folder / "entry.xml").read_bytes()
        at = known or Deposit(record.id, content)
        if at.edit and at.content != content:
            # It changed since: the metadata are replaced, then the files, where it stands.
            self._ask("PUT", at.edit, content=entry, headers=self._headers(_ENTRY, True))
            at = sent.put(replace(at, content=content, stage="created"))
        if at.stage in ("new", "creating"):
            at = self._create(record, entry, at, sent)
        if at.stage == "created" and archive.is_file():
            self._fill(archive, at)
            at = sent.put(replace(at, stage="filled"))
        self._complete(at, sent)
        return sent.put(replace(at, stage="complete"))

    def _complete(self, at: Deposit, sent: Sent) -> None:
        tried = at.stage == "completing"
        sent.put(replace(at, stage="completing"))
        headers = self._headers(None, False)
        try:
            self._ask("POST", at.complete, repeatable=False, headers=headers, content=b"")
        except RemoteError as error:
            # A deposit that was completed when the answer got lost is no longer in progress, and
            # some servers refuse to complete it once more. Then it must at least be there.
            if not tried or error.status not in (400, 403, 405, 409, 412) or not self._is_there(at):
                raise

    def _is_there(self, at: Deposit) -> bool:
        try:
            self._ask("GET", at.edit)
        except RemoteError as error:
            # 405: it is there, but cannot be read at this address.
            return error.status == 405
        return True

    def _create(self, record: PackedRecord, entry: bytes, at: Deposit, sent: Sent) -> Deposit:
        found = self._find(record) if at.stage == "creating" else None
        if found is None:
            at = sent.put(replace(at, stage="creating"))
            headers = {**self._headers(_ENTRY, True), "slug": quote(record.id, safe="")}
            try:
                response = self._ask(
                    "POST", self.collection, repeatable=False, content=entry, headers=headers
                )
            except RemoteError as error:
                if error.status is not None and error.status < 500:
                    sent.put(replace(at, stage="new"))
                raise
            found = _receipt(response.content, response.headers.get("location", ""))
        for iri in (found.edit, found.media, found.complete):
            self._own(iri)
        return sent.put(replace(found, id=at.id, content=at.content, stage="created"))

    def _find(self, record: PackedRecord) -> Deposit | None:
        """Return the deposit that may have been made when the last attempt broke off."""
        urn, why = item_urn(record.id), "the server does not list its deposits"
        entries = self._listed()
        if entries is not None:
            for entry in entries:
                if urn in etree.tostring(entry, encoding="unicode"):
                    return _receipt(etree.tostring(entry), "")
            # A server that gives its own ids may still have taken it.
            titles = {" ".join((e.findtext(f"{_ATOM}title") or "").split()) for e in entries}
            if " ".join(record.title.split()) not in titles - {""}:
                return None
            why = "the server lists a deposit of the same title"
        raise RemoteError(
            f"{shown(self.collection)}: the last attempt broke off while {record.id!r} was being "
            f"created, and {why}; look there whether it is this one, then run again with --again"
        )

    def _listed(self) -> list[etree._Element] | None:
        """Return the entries of the collection's feed, or None where the server has none."""
        try:
            root = _parse(self._ask("GET", self.collection).content)
        except RemoteError as error:
            if error.status is None or error.status >= 500:
                raise
            return None
        return list(root.iter(f"{_ATOM}entry")) if root.tag == f"{_ATOM}feed" else None

    def _fill(self, archive: Path, at: Deposit) -> None:
        content = archive.read_bytes()
        # In hexadecimal, as SWORD 2.0 §6.3.1 has it (RFC 1864 itself would have base64).
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        headers = {
            # Without `In-Progress` a server may take the deposit for complete (§9.3).
            **self._headers("application/zip", True),
            "content-md5": digest,
            "content-disposition": "attachment; filename=files.zip",
            "packaging": _SIMPLE_ZIP,
        }
        self._ask("PUT", at.media or at.edit, content=content, headers=headers)

    def _headers(self, content_type: str | None, in_progress: bool) -> dict[str, str]:
        headers = {"in-progress": "true" if in_progress else "false"}
        if content_type:
            headers["content-type"] = content_type
        if self.on_behalf_of:
            headers["on-behalf-of"] = self.on_behalf_of
        return headers

    def _ask(
        self,
        method: str,
        iri: str,
        *,
        repeatable: bool = True,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        self._own(iri)
        return ask(
            self.client,
            method,
            iri,
            repeatable=repeatable,
            sleep=self.sleep,
            content=content,
            headers=headers or {},
        )

    def _own(self, iri: str) -> None:
        """Refuse to speak, and so to send the password, to any server but the collection's."""
        if iri and urlsplit(iri)[:2] != urlsplit(self.collection)[:2]:
            raise RemoteError(
                f"{shown(self.collection)}: it names another server, {shown(iri)}, for the deposit"
            )


def _receipt(content: bytes, location: str) -> Deposit:
    """Read a deposit receipt (§10), relative addresses resolved."""
    root = _parse(content) if content.strip() else etree.Element(f"{_ATOM}entry")
    links: dict[str, str] = {}
    for link in root.iter(f"{_ATOM}link"):
        links.setdefault(link.get("rel", ""), urljoin(location, link.get("href", "")))
    edit = location or links.get("edit", "")
    if not edit:
        raise RemoteError("the server's receipt does not say where the deposit is")
    return Deposit(
        "",
        "",
        edit=edit,
        media=links.get("edit-media", ""),
        complete=links.get(_ADD, edit),
        statement=links.get(_STATEMENT, ""),
        page=links.get("alternate", ""),
    )


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise RemoteError(f"the server's answer is no XML: {error}") from None


def _digest(record: PackedRecord) -> str:
    return " ".join(file.sha256 for file in record.files)
