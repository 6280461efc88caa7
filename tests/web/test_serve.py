"""`citekit serve` and `citekit harvest` as they are typed, over a real socket."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from citekit.cli import main
from citekit.cli.serve import _listening
from citekit.repository import open_library

from ..repository.conftest import article


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with open_library(tmp_path / "lib.db", create=True) as store:
        list(store.add(article(n) for n in range(1, 131)))
        store.remove(["a2"])
    command = [sys.executable, "-c", "from citekit.cli import main; main()"]
    server = subprocess.Popen(
        [*command, "serve", str(tmp_path / "lib.db"), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    assert "--email" in server.stderr.readline()
    said = server.stderr.readline()
    address, _, hint = said.partition("  ")
    assert hint == "(Ctrl+C ends it)\n"
    yield address.rstrip("/")
    server.send_signal(signal.SIGINT)
    _, rest = server.communicate(timeout=20)
    assert (rest, server.returncode) == ("", 0)


def test_a_wrong_address_is_said_with_its_cure(address: str, tmp_path: Path) -> None:
    place = str(tmp_path / "ours.db")
    open_library(place, create=True).close()
    for url, said in (
        (f"{address}/en/", "give the address of the provider itself"),
        ("localhost/oai", "Error: localhost/oai: write an address such as"),
    ):
        result = CliRunner().invoke(main, ["harvest", url, "--into", place])
        assert result.exit_code == 1
        assert said in result.output
        assert "nothing new" not in result.output


def test_answers_do_not_wait_for_more_to_be_sent() -> None:
    with _listening("localhost", 0) as listener:
        assert listener.family == socket.AF_INET
        # asyncio sets TCP_NODELAY only where the socket says that it is TCP's.
        assert listener.proto == socket.IPPROTO_TCP


def test_a_port_in_use_is_said_in_a_line(tmp_path: Path) -> None:
    place = str(tmp_path / "lib.db")
    open_library(place, create=True).close()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", place, "--port", str(port)])

    assert result.exit_code == 1
    assert result.output == (
        f"Error: 127.0.0.1, port {port}: address already in use; give another --port, 0 for any\n"
    )


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
