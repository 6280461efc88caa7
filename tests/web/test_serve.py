"""`citekit serve` and `citekit harvest` as they are typed, over a real socket."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from citekit.cli import main
from citekit.repository import open_library

from ..repository.conftest import article


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with open_library(tmp_path / "lib.db", create=True) as store:
        list(store.add(article(n) for n in range(1, 131)))
        store.remove(["a2"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from citekit.cli import main; main()"]
    server = subprocess.Popen(
        [*command, "serve", str(tmp_path / "lib.db"), "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=20)
    assert "Traceback" not in said
    assert f"http://127.0.0.1:{port}/" in said
    assert "--email" in said


def test_serve_and_harvest(address: str, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{address}/en/record/a1") as response:
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "server" not in {name.lower() for name in response.headers}
        assert "Article 1 on the Kazakh language" in response.read().decode()
    place = str(tmp_path / "ours.db")
    run = CliRunner()
    run.invoke(main, ["library", "init", place])
    harvest = ["harvest", f"{address}/oai", "--into", place, "--pause", "0"]
    first = run.invoke(main, harvest)
    assert (first.exit_code, first.output) == (0, "129 added\n")
    again = run.invoke(main, harvest)
    assert again.exit_code == 0
    assert "added" not in again.output
    with open_library(place) as store:
        record = store.get("oai:library.invalid:a1")
        assert record is not None
        assert record.work.title == article(1).title
    to_file = run.invoke(
        main,
        [
            "harvest",
            f"{address}/oai",
            "--to",
            "csl-json",
            "-o",
            str(tmp_path / "o.json"),
            "--pause",
            "0",
            "--set",
            "language:kk",
        ],
    )
    assert to_file.exit_code == 0, to_file.output
    assert (tmp_path / "o.json").read_text("utf-8").count('"title"') >= 129


def test_harvest_says_what_is_wrong_in_a_line(address: str) -> None:
    run = CliRunner()
    for arguments, said in (
        ([f"{address}/none"], "answered 404"),
        ([f"{address}/en/"], "no XML"),
        ([f"{address}/oai", "--prefix", "nonsense"], "citekit reads no nonsense"),
        ([f"{address}/oai", "--set", "a b"], "badArgument"),
    ):
        result = run.invoke(main, ["harvest", *arguments])
        assert result.exit_code == 1
        assert said in result.output
        assert result.output.count("\n") == 1
