"""Libraries for the tests: the same ones in SQLite and, where there is a server, in PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citekit.model import DOI, ISSN, UDC, Article, Date, Person, PersonName, PersonNames, Text
from citekit.repository import Store, open_library


def article(number: int = 1, **fields: object) -> Article:
    """An article in three languages whose every value tells its number."""
    made: dict[str, object] = {
        "id": f"a{number}",
        "language": "kk",
        "title": Text(
            {
                "kk": f"Қазақ тілінің {number}-мақаласы",
                "ru": f"Статья {number} о казахском языке",
                "en": f"Article {number} on the Kazakh language",
            }
        ),
        "author": (
            Person(
                name=PersonNames(
                    {
                        "kk": PersonName(family="Әуезов", given="Мұхтар"),
                        "en": PersonName(family="Auezov", given="Mukhtar"),
                    }
                )
            ),
        ),
        "container_title": Text({"kk": "Хабаршы", "ru": "Вестник"}),
        "issn": ISSN("1563-0234"),
        "volume": "72",
        "issue": "3",
        "page": f"{number}-{number + 9}",
        "issued": Date("2024-06-28"),
        "doi": DOI(f"10.26577/test.{number}"),
        "udc": (UDC("811.512"),),
    }
    return Article(**{**made, **fields})  # type: ignore[arg-type]


def _find_server() -> Path | None:
    places = [Path(p).parent for name in ("initdb",) if (p := shutil.which(name))]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)


def _user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _run(command: list[str], folder: Path, *, check: bool = True) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
    subprocess.run(command, check=check, timeout=120, cwd=folder, stdout=subprocess.DEVNULL, **who)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real server, started for these tests alone."""
    pytest.importorskip("sqlalchemy")
    pytest.importorskip("psycopg")
    programs = _find_server()
    if programs is None:
        pytest.skip("needs PostgreSQL's own programs (Debian's package postgresql)")
    if os.geteuid() == 0 and not _user_exists("postgres"):
        pytest.skip("running as root, needs the user postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="citekit-postgres-"))
    folder.chmod(0o777)
    data = str(folder / "data")
    initdb = [str(programs / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"]
    _run(initdb, folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", data, "-w"]
    _run([*control, "-l", str(folder / "log"), "-o", options, "start"], folder)
    try:
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"], folder, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_place(postgres_server: str) -> str:
    """A new, empty database."""
    from sqlalchemy import create_engine, text

    address = postgres_server.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS library WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE library"))
    engine.dispose()
    return postgres_server.rpartition("/")[0] + "/library"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.client)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a library can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "lib.db")
    found: str = request.getfixturevalue("postgres_place")
    return found


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty library."""
    with open_library(place, create=True) as made:
        yield made
