"""What a stranger sends does no harm: one test for each way that is known."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from citekit.repository import Store, StoreError
from citekit.web.guard import HEADERS, MAX_BODY, Guard
from citekit.web.pages import record_path, typographic, web_address

from .conftest import EVIL


def evil_page(client: Any, lang: str = "en") -> Any:
    response = client.get(f"/{lang}{record_path(f'evil/{EVIL}')}", headers={"accept": "text/html"})
    assert response.status_code == 200
    return html.fromstring(response.text)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_no_script_by_titles(client: Any, lang: str) -> None:
    root = evil_page(client, lang)
    scripts = [s for s in root.xpath("//script") if s.get("type") != "application/ld+json"]
    assert [s.get("src") for s in scripts] == ["/static/copy.js"]
    assert not root.xpath("//img | //iframe | //object | //svg")
    assert not [a for a in root.xpath("//@*") if a.attrname.startswith("on")]
    assert root.findtext(".//h1") == EVIL
    listed = html.fromstring(client.get(f"/{lang}/?q=script").text)
    assert not listed.xpath("//img | //script[not(@src)]")


def test_no_script_by_search_terms(client: Any) -> None:
    response = client.get("/en/", params={"q": EVIL})
    root = html.fromstring(response.text)
    assert not root.xpath("//img | //script[not(@src)]")
    assert root.xpath("string(//input[@name='q']/@value)") == EVIL


def test_no_script_by_addresses(client: Any) -> None:
    allowed = ("/", "#", "http://localhost/", "https://", "http://purl.org/")
    for address in evil_page(client).xpath("//@href | //@src | //@action"):
        assert address.startswith(allowed), address
    assert web_address("JaVaScRiPt:alert(1)") is None
    assert web_address("data:text/html,<script>") is None
    assert web_address('https://e.org/"><script>') is None


def test_citations_hold_nothing_but_typography() -> None:
    made = typographic(f'<div><i onmouseover="x()">a</i><a href="javascript:x()">b</a>{EVIL}</div>')
    root = html.fragment_fromstring(made, create_parent="div")
    assert [e.tag for e in root.iterdescendants()] == ["i"]
    assert not root.xpath(".//@*")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/record/../../../../etc/passwd",
        "/record/..%2f..%2fetc%2fpasswd",
        "/export/yaml/..%2f..%2fetc%2fpasswd",
        "/export/..%2f..%2fsecret/a1",
        "/export/_xml/a1",
        "/export/base/a1",
        "/kk/record/%00",
        "/kk/record/%ff%fe",
    ],
)
def test_no_path_leads_to_a_file(client: Any, path: str) -> None:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE record; --", '" OR 1=1', "a* NEAR b", "title:", "*"]
)
def test_no_sql_by_search_terms(client: Any, store: Store, query: str) -> None:
    assert client.get("/en/", params={"q": query}).status_code == 200
    assert store.count() == 31


@pytest.mark.parametrize("path", ["/en/", "/en/record/a1", "/oai", "/none", "/static/copy.js"])
def test_headers_stand_on_every_answer(client: Any, path: str) -> None:
    response = client.get(path, headers={"accept": "text/html"})
    for name, value in HEADERS:
        assert response.headers[name.decode()] == value.decode()
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]


def test_too_much_is_refused(client: Any) -> None:
    assert client.post("/oai", content=b"x" * (MAX_BODY + 1)).status_code == 413
    assert client.get("/en/?q=" + "x" * 5000).status_code == 414
    assert client.post("/oai", content=(b"x" * 1000 for _ in range(100))).status_code == 413
    assert client.get("/oai?" + "&".join(f"a{n}=1" for n in range(99))).status_code == 400
    assert client.request("DELETE", "/en/record/a1").status_code == 405
    assert client.post("/en/", data={"q": "x"}).status_code == 405


@pytest.mark.parametrize("host", ["a b", "<script>", "x/../y", "localhost:99999999", '"'])
def test_a_host_that_is_none_is_refused(client: Any, host: str) -> None:
    response = client.get("/en/", headers={"host": host})
    assert response.status_code == 400
    assert host not in response.text


def test_what_takes_too_long_is_ended() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(30)

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    began = time.monotonic()
    scope = {"type": "http", "headers": [], "query_string": b""}
    asyncio.run(Guard(slow, seconds=0.01)(scope, receive, send))
    assert sent[0]["status"] == 503
    assert time.monotonic() - began < 10


def test_an_error_of_the_database_says_nothing_of_files(
    client: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("/secret/place/lib.db: broken")

    monkeypatch.setattr(store, "search", fail)
    response = client.get("/en/?q=x")
    assert response.status_code == 503
    assert "secret" not in response.text


def test_downloads_have_names_that_are_safe(client: Any) -> None:
    path = record_path(f"evil/{EVIL}").removeprefix("/record/")
    response = client.get(f"/export/yaml/{path}")
    assert response.status_code == 200
    plain = response.headers["content-disposition"].split("filename=")[1].split(";")[0]
    assert plain.strip('"').replace("-", "").replace(".", "").isalnum()


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=st.text(max_size=40), query=st.text(max_size=40))
def test_no_address_is_an_error_of_the_server(client: Any, path: str, query: str) -> None:
    from urllib.parse import quote

    response = client.get(f"/{quote(path)}?q={quote(query)}", headers={"accept": "text/html"})
    assert response.status_code < 500
