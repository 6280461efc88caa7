"""The documentation's Python examples run, and its commands and links exist."""

import doctest
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from citekit.cli import COMMANDS, main
from tests.conftest import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_print_what_they_say(page: Path) -> None:
    outcome = doctest.testfile(
        str(page),
        module_relative=False,
        encoding="utf-8",
        optionflags=doctest.NORMALIZE_WHITESPACE,
    )
    assert outcome.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_examples_exist(page: Path) -> None:
    blocks = "".join(re.findall(r"^```.*?^```", page.read_text("utf-8"), re.M | re.S))
    for name in set(re.findall(r"^(?:\$ )?citekit ([a-z-]+)", blocks, re.M)):
        assert name in COMMANDS, name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


CONSOLE = re.findall(
    r"```console\n\$ citekit (.*)\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[c for c, _ in CONSOLE])
def test_the_readme_shows_what_the_command_prints(
    command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of `…` stands for what is left out."""
    shutil.copy(ROOT / "metadata/zheksembayeva-ethnic-accord.yaml", tmp_path / "article.yaml")
    shutil.copy(ROOT / "docs/examples/sources.yaml", tmp_path / "sources.yaml")
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(main, command.split()).stdout
    lines = {line.rstrip() for line in printed.splitlines()}
    assert [line for line in shown.splitlines() if line != "…" and line not in lines] == []
