"""`citekit library`: a library's life, as it is typed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citekit.cli import main
from citekit.formats.yaml import dumps
from citekit.model import Text

from .conftest import article


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, code: int = 0, **options: object) -> Result:
        result = CliRunner().invoke(main, ["library", *arguments], **options)  # type: ignore[arg-type]
        assert result.exit_code == code, result.output
        return result

    call("init", "lib.db")
    Path("a.yaml").write_text(dumps(article(1)), "utf-8")
    call("add", "lib.db", "a.yaml")
    return call


def test_add_says_what_became_of_each_file(run) -> None:  # type: ignore[no-untyped-def]
    Path("b.yaml").write_text(
        "- type: book\n  id: b\n  title: {kk: B}\n- type: book\n  volum: 1\n", "utf-8"
    )
    result = run("add", "lib.db", "a.yaml", "absent.yaml", "b.yaml", code=1)
    assert result.stdout == "1 unchanged, 1 added, 2 unread\n"
    assert "absent.yaml: no such file" in result.stderr
    assert "did you mean volume?" in result.stderr


def test_list_search_and_show(run) -> None:  # type: ignore[no-untyped-def]
    assert run("list", "lib.db").output == "a1  Қазақ тілінің 1-мақаласы (2024)\n"
    assert "language:kk" in run("list", "lib.db", "--sets").output
    found = json.loads(run("search", "lib.db", "статьи", "--json").output)
    assert found[0]["record"]["doi"] == "10.26577/test.1"
    assert run("show", "lib.db", "a1").output == dumps(article(1))
    assert "near it: a1" in run("show", "lib.db", "kazakh", code=1).output
    missed = run("search", "lib.db", "nothing of the kind", code=1)
    assert (missed.stdout, missed.stderr) == ("", "nothing was found\n")


def test_show_in_any_format(run) -> None:  # type: ignore[no-untyped-def]
    assert json.loads(run("show", "lib.db", "a1", "--to", "csl-json").stdout)[0]["id"] == "a1"
    assert "there is no format" in run("show", "lib.db", "a1", "--to", "bibtexx", code=1).output


def test_sets_are_listed_and_a_wrong_one_is_said(run) -> None:  # type: ignore[no-untyped-def]
    rows = json.loads(run("list", "lib.db", "--sets", "--json").output)
    assert {"spec": "language:kk", "name": "kk"} in rows
    for command in (("list",), ("export", "--to", "bibtex")):
        result = run(command[0], "lib.db", *command[1:], "--set", "language:xx", code=1)
        assert "there is no set 'language:xx'" in result.stderr


def test_what_was_refused_and_what_helps(run) -> None:  # type: ignore[no-untyped-def]
    Path("same.yaml").write_text(dumps(article(1, id="other")), "utf-8")
    result = run("add", "lib.db", "same.yaml", code=1)
    assert "the record 'a1' of the library has the same DOI" in result.stderr
    assert "--update" in result.stderr
    assert run("add", "lib.db", "same.yaml", "--update").stdout == "1 added\n"


def test_a_title_stands_in_the_language_of_its_record(run) -> None:  # type: ignore[no-untyped-def]
    titles = Text({"en": "Water", "kk": "Су"})
    Path("su.yaml").write_text(dumps(article(5, id="su", title=titles)), "utf-8")
    run("add", "lib.db", "su.yaml")
    assert run("list", "lib.db", "--limit", "1").output.startswith("su  Су")


@pytest.mark.parametrize(
    "name", ["add", "edit", "export", "history", "init", "list", "remove", "search", "show"]
)
def test_every_command_has_examples(run, name: str) -> None:  # type: ignore[no-untyped-def]
    said = run(name, "--help").output
    assert f"citekit library {name} " in said.partition("Examples:")[2]


def test_edit_remove_and_history(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    editor = "sed -i 's/volume:.*/volume: 99/'"
    assert "changed" in run("edit", "lib.db", "a1", env={"EDITOR": editor}).output
    assert run("edit", "lib.db", "a1", env={"EDITOR": "true"}).output == "nothing changed\n"
    wrong = "sed -i 's/volume:/volum:/'"
    assert (
        "did you mean volume?"
        in run("edit", "lib.db", "a1", env={"EDITOR": wrong}, input="n\n", code=1).output
    )
    run("remove", "lib.db", "a1")
    run("remove", "lib.db", "a1", code=1)
    lines = run("history", "lib.db", "a1").output.splitlines()
    assert [line.split("  ")[2] for line in lines] == ["removed", "changed: volume", "added"]
    assert "volume: '72'" in run("show", "lib.db", "a1", "--version", "1").output


def test_export_writes_what_is_not_deleted(run) -> None:  # type: ignore[no-untyped-def]
    run("export", "lib.db", "--to", "yaml", "-o", "out.yaml")
    assert dumps(article(1)) in Path("out.yaml").read_text("utf-8")
    run("export", "lib.db", "--to", "yaml", "-o", "out.yaml", code=1)
    assert "there is no format" in run("export", "lib.db", "--to", "nonsense", code=1).output


def test_settings_are_checked(run) -> None:  # type: ignore[no-untyped-def]
    run("init", "lib.db", "--email", "editor", code=1)
    run("init", "lib.db", "--namespace", "not a domain", code=1)
    run("init", "lib.db", "--name", "Хабаршы", "--email", "a@b.kz", "--namespace", "b.kz")


def test_a_missing_library_is_said_in_a_line(run) -> None:  # type: ignore[no-untyped-def]
    assert "library init" in run("list", "other.db", code=1).output


@pytest.mark.parametrize(
    "command",
    [
        ("check", "lib.db"),
        ("cite", "lib.db"),
        ("export", "lib.db", "--to", "ris"),
        ("references", "lib.db", "--lists", "gost"),
    ],
)
def test_a_library_is_read_like_any_file_of_records(run, command: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    run("export", "lib.db", "--to", "yaml", "-o", "all.yaml")
    ours = CliRunner().invoke(main, command)
    theirs = CliRunner().invoke(main, ["all.yaml" if c == "lib.db" else c for c in command])
    assert (ours.exit_code, theirs.exit_code) == (0, 0)
    assert ours.stdout.replace("lib.db", "all.yaml") == theirs.stdout


def test_a_library_can_be_added_to_another(run) -> None:  # type: ignore[no-untyped-def]
    run("init", "other.db")
    assert run("add", "other.db", "lib.db").output == "1 added\n"
    assert "no citekit library" in run("add", "other.db", _sqlite_file(), code=1).stderr


def _sqlite_file() -> str:
    with sqlite3.connect("else.db") as connection:
        connection.execute("CREATE TABLE something (x)")
    return "else.db"
