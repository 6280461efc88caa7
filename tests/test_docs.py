"""The documentation's Python examples run, and its commands and links exist."""

import doctest
import re
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
