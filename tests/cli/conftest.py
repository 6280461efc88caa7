"""Commands are run as a user runs them, in a folder of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citekit.cli import main

RECORD = """\
id: auezov1942
type: book
title: {kk: Абай жолы, ru: Путь Абая}
author:
- name: {kk: {family: Әуезов, initials: М. О.}}
publisher: {kk: Жазушы}
publisher_place: {kk: Алматы}
issued: 1942
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good record, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "abai.yaml").write_text(RECORD, "utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    """Run `citekit` with these words; input goes to its standard input."""

    def call(*words: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, words, input=stdin, catch_exceptions=False)

    return call
