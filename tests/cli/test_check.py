"""`citekit check` for people, for machines and for CI."""

import json
from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def test_findings_for_people(run: Run) -> None:
    result = run("check", "-", stdin="title: {kk: a}\nauthor:\n- name: {kk: {family: Б}}\n")
    assert result.exit_code == 0
    assert result.output == (
        "-\n"
        "  error   No year, and so no date of publication. issued\n"
        "          Add issued, such as 2015 or 2015-06.  [date.year.missing]\n"
        "  1 error\n"
    )


def test_findings_in_kazakh(run: Run) -> None:
    result = run("check", "-", "--language", "kk", stdin="title: {kk: a}\n")
    assert "Жарияланған жылы көрсетілмеген." in result.output


def test_findings_for_machines(run: Run) -> None:
    (report,) = json.loads(run("check", "abai.yaml", "--json").stdout)
    assert (report["file"], report["record"]) == ("abai.yaml", "auezov1942")
    assert report["findings"] == []
    (report,) = json.loads(run("check", "-", "--json", stdin="titel: x").stdout)
    assert "did you mean title?" in report["error"]


def test_fail_on_makes_findings_fail(run: Run) -> None:
    record = "title: {kk: a}\ntype: book\n"
    assert run("check", "-", stdin=record).exit_code == 0
    assert run("check", "-", "--fail-on", "error", stdin=record).exit_code == 1
    assert run("check", "abai.yaml", "--fail-on", "info").exit_code == 0


def test_one_bad_file_does_not_stop_the_others(run: Run) -> None:
    result = run("check", "nowhere.yaml", "abai.yaml")
    assert result.exit_code == 1
    assert "nothing found" in result.stdout and "nowhere.yaml" in result.stderr


def test_codes_are_listed(run: Run) -> None:
    assert "citation.locator.reversed" in run("check", "--codes").output
    assert any(
        row["code"] == "id.invalid" for row in json.loads(run("check", "--codes", "--json").output)
    )
