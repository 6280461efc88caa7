"""The SWORD client against a small server that holds it to the protocol, and against a real one.

The small server is ours, written from the SWORD 2.0 profile; it refuses what the profile forbids, so
that the client cannot be sloppy. A real one is asked where the environment names it:
`CITEKIT_TEST_SWORD="COLLECTION USER PASSWORD"`. Software Heritage's, the package swh.deposit[server]
with a PostgreSQL database, is such a one.
"""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import os
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from citekit.repository.packages import Package, build
from citekit.repository.sword import Sent, Sword
from citekit.repository.web_client import RemoteError, open_client

from .conftest import article

httpx = pytest.importorskip("httpx", reason="needs the extra deposit")

COLLECTION = "https://repo.kz/sword/col/1"
PASSWORD = "сырым-құпия"
ATOM = "{http://www.w3.org/2005/Atom}"


class Server:
    """A SWORD 2.0 server in memory."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.failures: dict[int, Any] = {}
        self.lists = True
        self.own_ids = False
        self.elsewhere = False

    def answer(self, request: Any) -> Any:
        self.asked.append(f"{request.method} {request.url.path}")
        failure = self.failures.get(len(self.asked))
        if isinstance(failure, Exception):
            raise failure
        if failure is not None and not callable(failure):
            return failure
        credentials = base64.b64encode(f"editor:{PASSWORD}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {credentials}":
            return httpx.Response(401, text="who are you?")
        response = self._serve(request)
        if callable(failure):
            raise failure()
        return response

    def _serve(self, request: Any) -> Any:
        _, _, *place = request.url.path.split("/")
        if place == ["col", "1"]:
            return self._collection(request)
        kind, number = place
        if int(number) >= len(self.items):
            return httpx.Response(404)
        item = self.items[int(number)]
        if kind == "em" and request.method == "PUT":
            return self._media(request, item)
        if kind == "edit" and request.method == "GET":
            return httpx.Response(200, content=self._receipt(int(number)))
        if kind == "edit" and request.method == "PUT":
            item["entry"] = etree.fromstring(request.content)
            item["complete"] = request.headers["in-progress"] == "false"
            return httpx.Response(204)
        if kind == "edit" and request.method == "POST":
            if request.headers.get("in-progress") != "false" or request.content:
                return httpx.Response(400, text="an empty body completes")
            if item["complete"]:
                return httpx.Response(400, text="only what is in progress can be completed")
            item["complete"] = True
            return httpx.Response(200, content=self._receipt(int(number)))
        return httpx.Response(405)

    def _collection(self, request: Any) -> Any:
        if request.method == "GET":
            feed = etree.Element(f"{ATOM}feed")
            if not self.lists:
                return httpx.Response(405)
            for number, item in enumerate(self.items):
                receipt = etree.fromstring(self._receipt(number))
                for name in ("id", "title")[self.own_ids :]:
                    text = item["entry"].findtext(f"{ATOM}{name}")
                    etree.SubElement(receipt, f"{ATOM}{name}").text = text
                feed.append(receipt)
            return httpx.Response(200, content=etree.tostring(feed))
        if request.headers.get("content-type") != "application/atom+xml;type=entry":
            return httpx.Response(415)
        entry = etree.fromstring(request.content)
        for name in ("title", "id", "updated"):
            if not entry.findtext(f"{ATOM}{name}"):
                return httpx.Response(400, text=f"no {name}")
        complete = request.headers.get("in-progress", "false") == "false"
        self.items.append({"entry": entry, "files": {}, "complete": complete})
        number = len(self.items) - 1
        headers = {"location": f"https://repo.kz/sword/edit/{number}"}
        return httpx.Response(201, content=self._receipt(number), headers=headers)

    def _media(self, request: Any, item: dict[str, Any]) -> Any:
        if hashlib.md5(request.content).hexdigest() != request.headers.get("content-md5"):
            return httpx.Response(412, text="checksum")
        if request.headers.get("packaging") != "http://purl.org/net/sword/package/SimpleZip":
            return httpx.Response(415)
        if "filename=" not in request.headers.get("content-disposition", ""):
            return httpx.Response(400)
        item["complete"] = request.headers.get("in-progress", "false") == "false"
        with zipfile.ZipFile(io.BytesIO(request.content)) as archive:
            item["files"] = {name: archive.read(name) for name in archive.namelist()}
        return httpx.Response(204)

    def _receipt(self, number: int) -> bytes:
        host = "https://evil.kz" if self.elsewhere else "https://repo.kz"
        entry = etree.Element(f"{ATOM}entry")
        for rel, href in (
            ("edit", f"{host}/sword/edit/{number}"),
            ("edit-media", f"{host}/sword/em/{number}"),
            ("http://purl.org/net/sword/terms/add", f"{host}/sword/edit/{number}"),
            ("alternate", f"https://repo.kz/item/{number}"),
        ):
            etree.SubElement(entry, f"{ATOM}link", rel=rel, href=href)
        return etree.tostring(entry)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def package(tmp_path: Path) -> Package:
    texts = tmp_path / "pdf"
    texts.mkdir()
    for n in (1, 2):
        (texts / f"a{n}.pdf").write_bytes(f"мәтін {n}".encode())
    return build("sword", [article(n) for n in (1, 2, 3)], tmp_path / "out", files=texts)


def send(server: Server, package: Package, password: str = PASSWORD) -> list[bool]:
    slept: list[float] = []
    transport = httpx.MockTransport(server.answer)
    with open_client(auth=("editor", password), transport=transport) as client:
        sword = Sword(client, COLLECTION, sleep=slept.append)
        sent = Sent(package.folder.with_name("sent.json"))
        return [done for _, done in sword.deposit(package, sent)]


def test_records_and_files_arrive_complete(server: Server, package: Package) -> None:
    assert send(server, package) == [True, True, True]
    assert [item["complete"] for item in server.items] == [True, True, True]
    assert server.items[0]["files"] == {"a1.pdf": "мәтін 1".encode()}
    titles = [item["entry"].findtext(f"{ATOM}title") for item in server.items]
    assert titles[2] == "Қазақ тілінің 3-мақаласы"


def test_sending_again_does_nothing(server: Server, package: Package) -> None:
    send(server, package)
    server.asked.clear()
    assert send(server, package) == [False, False, False]
    assert server.asked == []


@pytest.mark.parametrize("broken_at", range(1, 9))
def test_what_was_broken_off_goes_on_where_it_was(
    server: Server, package: Package, broken_at: int
) -> None:
    """The line breaks before each request in turn; then, in the second half, after it was served."""
    server.failures = {n: httpx.ReadError("line broke") for n in range(broken_at, 99)}
    with pytest.raises(RemoteError, match="did not answer"):
        send(server, package)
    server.failures = {}
    send(server, package)
    assert len(server.items) == 3, "nothing twice"
    assert all(item["complete"] for item in server.items)


@pytest.mark.parametrize("broken_at", range(1, 9))
def test_what_the_server_took_before_the_line_broke_is_found_again(
    server: Server, package: Package, broken_at: int
) -> None:
    server.failures = {
        broken_at: lambda: httpx.ReadError("the answer was lost"),
        **{n: httpx.ConnectError("down") for n in range(broken_at + 1, 99)},
    }
    with pytest.raises(RemoteError):
        send(server, package)
    server.failures = {}
    send(server, package)
    assert len(server.items) == 3, "nothing twice"
    assert all(item["complete"] for item in server.items)


@pytest.mark.parametrize("lists", [True, False])
def test_who_cannot_know_asks(server: Server, package: Package, lists: bool) -> None:
    """The server lists nothing, or deposits under ids of its own."""
    server.lists, server.own_ids = lists, True
    server.failures = {1: lambda: httpx.ReadError("lost")}
    with pytest.raises(RemoteError):
        send(server, package)
    with pytest.raises(RemoteError, match="--again"):
        send(server, package)
    assert len(server.items) == 1


def test_a_changed_record_is_replaced_where_it_is(server: Server, package: Package) -> None:
    send(server, package)
    texts = package.folder.parent / "pdf"
    works = [article(1, volume="99"), article(2), article(3)]
    changed = build("sword", works, package.folder, files=texts, force=True)
    server.asked.clear()
    assert send(server, changed) == [True, False, False]
    assert [line.split()[0] for line in server.asked] == ["PUT", "PUT", "POST"]
    assert len(server.items) == 3
    assert "99" in etree.tostring(server.items[0]["entry"]).decode()


def test_a_busy_server_is_waited_for(server: Server, package: Package) -> None:
    server.failures = {1: httpx.Response(503, headers={"retry-after": "3"}), 3: httpx.Response(502)}
    send(server, package)
    assert len(server.items) == 3


def test_a_wrong_password_is_said_without_it(
    server: Server, package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(RemoteError, match="answered 401") as caught:
        send(server, package, password="wrong-secret")
    said = str(caught.value) + caplog.text + package.folder.with_name("sent.json").read_text()
    assert "wrong-secret" not in said
    assert base64.b64encode(b"editor:wrong-secret").decode() not in said
    assert send(server, package) == [True, True, True]


def test_the_password_goes_to_no_other_server(server: Server, package: Package) -> None:
    server.elsewhere = True
    with pytest.raises(RemoteError, match="another server"):
        send(server, package)
    assert all("evil" not in line for line in server.asked)
    assert len(server.asked) == 1


@pytest.mark.client
def test_a_real_server_takes_it(tmp_path: Path) -> None:
    named = os.environ.get("CITEKIT_TEST_SWORD", "").split()
    if len(named) != 3:
        pytest.skip("needs a SWORD 2.0 server, named by CITEKIT_TEST_SWORD")
    collection, user, password = named
    id = f"citekit-{uuid.uuid4()}"
    texts = tmp_path / "files"
    texts.mkdir()
    with zipfile.ZipFile(texts / f"{id}.zip", "w") as archive:
        archive.writestr("оқы.txt", "мәтін")
    package = build("sword", [article(1, id=id)], tmp_path / "out", files=texts)
    with open_client(auth=(user, password)) as client:
        sword, sent = Sword(client, collection), Sent(tmp_path / "sent.json")
        ((made, done),) = sword.deposit(package, sent)
        assert (made.stage, done) == ("complete", True)
        assert [done for _, done in sword.deposit(package, sent)] == [False]
        # As if the answer to the last step had been lost.
        sent.put(replace(made, stage="completing"))
        assert [d.stage for d, _ in sword.deposit(package, sent)] == ["complete"]


def test_crossref_gets_its_fields_and_says_what_it_thinks(tmp_path: Path) -> None:
    from citekit.repository.deposit import send_crossref
    from citekit.repository.packages import PackedFile

    (tmp_path / "crossref.xml").write_text("<doi_batch/>")
    file = PackedFile("crossref.xml", 12, "", "")
    package = Package(tmp_path, "crossref", (), (file,))
    answers = [httpx.Response(503), httpx.Response(200, text="<html>SUCCESS</html>")]
    got: list[bytes] = []

    def answer(request: Any) -> Any:
        got.append(request.read())
        return answers.pop(0)

    with open_client(transport=httpx.MockTransport(answer)) as client:
        said = send_crossref(client, package, "me", "secret", sleep=lambda _: None)
        assert "SUCCESS" in said
        assert b'name="operation"' in got[-1]
        assert b"doMDUpload" in got[-1]
        assert b"<doi_batch/>" in got[-1]
        answers.append(httpx.Response(200, text="<html>FAILURE: login</html>"))
        with pytest.raises(RemoteError, match="refused") as caught:
            send_crossref(client, package, "me", "secret", sleep=lambda _: None)
        assert "secret" not in str(caught.value)
