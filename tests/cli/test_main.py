"""What every command shares: help, versions, exit codes, errors in one line, safe files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from citekit import __version__
from citekit.cli import COMMANDS

Run = Callable[..., Result]


def test_help_names_every_command_by_section(run: Run) -> None:
    out = run("--help").output
    for name, row in COMMANDS.items():
        assert row.section in out and f"  {name} " in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.output or "Commands:" in result.output
    assert "\\b" not in result.output


def test_version(run: Run) -> None:
    assert run("--version").output == f"citekit, version {__version__}\n"


def test_a_wrong_command_line_is_exit_code_2(run: Run) -> None:
    for words in (["no-such-command"], ["cite"], ["cite", "a", "--no-such-option"], ["check"]):
        assert run(*words).exit_code == 2


BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "broken-utf-8": b"title: \xff\xfe\xfa\xc3\x28",
    "yaml-bomb": b"\n".join(
        [b"title: x", b"l0: &l0 [x, x]"]
        + [b"l%d: &l%d [%s]" % (i, i, b", ".join([b"*l%d" % (i - 1)] * 10)) for i in range(1, 10)]
    ),
    "not-a-record": b"- 5\n- 6\n",
    "wrong-field": b"titel: x\n",
    "truncated-json": b'[{"id": "a", "type": "book"',
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize(
    "command",
    [["check"], ["cite"], ["export", "--to", "csl-json", "-o", "out"]],
    ids=lambda c: c[0],
)
def test_bad_input_is_told_in_clear_words_and_writes_nothing(
    run: Run, folder: Path, command: list[str], name: str
) -> None:
    path = folder / f"{name}.yaml"
    path.write_bytes(BAD[name])
    before = sorted(folder.iterdir())
    result = run(command[0], str(path), *command[1:])
    assert result.exit_code == 1
    assert str(path) in result.stderr
    assert "Traceback" not in result.output
    assert sorted(folder.iterdir()) == before


def test_a_missing_file_is_told(run: Run) -> None:
    result = run("cite", "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: nowhere.yaml: no such file or directory\n",
    )


def test_nothing_is_overwritten_unless_forced(run: Run, folder: Path) -> None:
    (folder / "out.txt").write_text("mine", "utf-8")
    words = ("cite", "abai.yaml", "--style", "kz-gost", "-o", "out.txt")
    result = run(*words)
    assert (result.exit_code, (folder / "out.txt").read_text("utf-8")) == (1, "mine")
    assert "--force" in result.stderr
    assert run(*words, "--force").exit_code == 0
    assert "Әуезов" in (folder / "out.txt").read_text("utf-8")
    assert {p.name for p in folder.iterdir()} == {"abai.yaml", "out.txt"}


def test_what_nobody_foresaw_is_one_line_and_more_on_demand(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("citekit.api.cite", fail)
    result = run("cite", "abai.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ZeroDivisionError: division by zero\n")
    with pytest.raises(ZeroDivisionError):
        run("-v", "cite", "abai.yaml")
