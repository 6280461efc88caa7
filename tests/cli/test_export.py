"""`citekit export`: whole, valid, and not with identifiers that cannot be right."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]

WRONG = """\
title: {kk: a}
author:
- name: {kk: {family: Б}}
  orcid: 0000-0002-1825-0098
"""


def test_a_wrong_check_digit_is_told_and_nothing_written(run: Run, folder: Path) -> None:
    result = run("export", "-", "--to", "csl-json", "-o", "out.json", stdin=WRONG)
    assert result.exit_code == 1
    assert "author.0.orcid: ORCID 0000-0002-1825-0098 cannot be right" in result.stderr
    assert not (folder / "out.json").exists()


def test_what_is_wrong_is_written_on_demand(run: Run) -> None:
    result = run("export", "-", "--to", "csl-json", "--no-check", stdin=WRONG)
    assert "0000-0002-1825-0098" in result.output


def test_an_unknown_format_is_told_with_what_comes_near(run: Run) -> None:
    result = run("export", "abai.yaml", "--to", "csljson")
    assert result.exit_code == 1
    assert "did you mean csl-json" in result.stderr


def test_what_a_format_refuses_is_told_and_nothing_written(run: Run, folder: Path) -> None:
    result = run("export", "abai.yaml", "--to", "crossref", "-o", "deposit.xml")
    assert result.exit_code == 1
    assert "auezov1942" in result.stderr
    assert not (folder / "deposit.xml").exists()
