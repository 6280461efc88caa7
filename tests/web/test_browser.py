"""Pages in a real browser: whole without scripts, and better with ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html

from citekit.repository import Store

pytestmark = pytest.mark.client

# Chromium looks for its maker's servers at every start unless it is told not to.
_QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update --virtual-time-budget=3000"
).split()


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    uvicorn = pytest.importorskip("uvicorn")
    from citekit.web.app import make_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(store), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def browse(tmp_path: Path) -> Callable[..., str]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("needs Chromium")

    def dump(url: str, *options: str) -> str:
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [program, *_QUIET, profile, *options, "--dump-dom", url]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return run.stdout

    return dump


def test_copy_buttons_show_where_they_work(address: str, browse: Callable[..., str]) -> None:
    page = html.fromstring(browse(f"{address}/kk/record/a1"))
    shown = [button.get("hidden") is None for button in page.xpath("//button[@data-copy]")]
    assert shown
    assert all(shown)
    assert page.findtext(".//h1") == "Қазақ тілінің 1-мақаласы"


def test_a_title_runs_no_script(address: str, browse: Callable[..., str]) -> None:
    page = html.fromstring(browse(f"{address}/en/?q=script"))
    assert page.xpath("//h2/a[contains(., '<script>')]")
    assert not page.xpath("//img | //script[not(@src)]")
