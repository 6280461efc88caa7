"""`citekit extract`: one article, a folder, and what cannot be read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.extract.issues import ARTICLES

Run = Callable[..., Result]

TEXT = """\
УДК 323.1

АНАЛИЗ РЫНКА ТРУДА
А.Б. Ким
Евразийский университет, Астана, Казахстан

Аннотация. В статье рассматривается рынок труда и занятость населения страны.
Ключевые слова: рынок, труд.

Введение. Рынок труда меняется [1].

Литература
1. Ли В. Г. Рынок труда. – М.: Наука, 2001. – 120 с.
"""


@pytest.fixture
def text(folder: Path) -> Path:
    """The folder with an article in it."""
    (folder / "article.txt").write_text(TEXT, "utf-8")
    return folder


def test_a_record_on_standard_output(run: Run, text: Path) -> None:
    result = run("extract", "article.txt")
    assert result.exit_code == 0
    assert "  ru: Анализ рынка труда\n" in result.output


def test_json_from_standard_input(run: Run) -> None:
    result = run("extract", "-", "--json", stdin=TEXT)
    record = json.loads(result.stdout)
    assert record["udc"] == ["323.1"]
    assert record["author"][0]["name"]["ru"] == {"family": "Ким", "initials": "А. Б."}


def test_the_record_is_read_again(run: Run, text: Path) -> None:
    assert run("extract", "article.txt", "-o", "article.yaml").exit_code == 0
    assert run("check", "article.yaml").exit_code == 0


def test_nothing_is_replaced_unless_told(run: Run, text: Path) -> None:
    (text / "article.yaml").write_text("mine", "utf-8")
    result = run("extract", "article.txt", "-o", "article.yaml")
    assert result.exit_code == 1
    assert "--force" in result.output
    assert (text / "article.yaml").read_text("utf-8") == "mine"
    assert run("extract", "article.txt", "-o", "article.yaml", "--force").exit_code == 0


def test_every_field_with_its_line(run: Run, text: Path) -> None:
    result = run("extract", "article.txt", "--explain")
    assert "title.ru  printed  line 3" in result.output
    assert "    АНАЛИЗ РЫНКА ТРУДА" in result.output


def test_a_page_in_colours(run: Run, text: Path) -> None:
    assert run("extract", "article.txt", "--report", "page.html").exit_code == 0
    assert "АНАЛИЗ РЫНКА ТРУДА</mark>" in (text / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data"), [("empty.txt", b""), ("binary.bin", bytes(range(256)) * 9)]
)
def test_what_cannot_be_read_leaves_nothing_behind(
    run: Run, folder: Path, name: str, data: bytes
) -> None:
    (folder / name).write_bytes(data)
    result = run("extract", name, "-o", "out.yaml")
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {name}: ")
    assert result.output.count("\n") == 1
    assert not (folder / "out.yaml").exists()


def test_a_missing_file(run: Run) -> None:
    result = run("extract", "nowhere.txt")
    assert (result.exit_code, result.output) == (
        1,
        "Error: nowhere.txt: no such file or directory\n",
    )


def test_a_folder_goes_on_where_it_stopped(run: Run, folder: Path) -> None:
    issue = folder / "issue"
    issue.mkdir()
    for name in ("a.txt", "b.txt"):
        (issue / name).write_text(TEXT, "utf-8")
    (issue / "c.txt").write_bytes(b"")
    first = run("extract", "issue", "-o", "records")
    assert first.exit_code == 1
    assert "2 written, 0 there already, 1 not read" in first.output
    assert "c.txt: the file is empty" in first.output
    second = run("extract", "issue", "-o", "records")
    assert "0 written, 2 there already, 1 not read" in second.output
    assert sorted(p.name for p in (folder / "records").iterdir()) == ["a.yaml", "b.yaml"]


def test_several_files_need_a_folder(run: Run, text: Path) -> None:
    assert run("extract", "article.txt", "article.txt").exit_code == 2


def test_a_damaged_text_is_told_and_read_on_demand(run: Run, text: Path) -> None:
    article = text / "article.txt"
    article.write_bytes(article.read_bytes() + b"\xd0\xff\xfe\n")
    refused = run("extract", article.name, "-o", "out.yaml")
    assert refused.exit_code == 1
    assert "bytes that are not UTF-8" in refused.stderr
    assert not Path("out.yaml").exists()
    assert run("extract", article.name, "--encoding", "utf-8", "-o", "out.yaml").exit_code == 0


def test_what_is_no_article_is_told(run: Run) -> None:
    result = run("extract", "-", stdin="12 34\n")
    assert result.exit_code == 1
    assert "is it an article?" in result.stderr


def test_records_of_an_issue_are_numbered_and_an_interrupted_run_goes_on(
    run: Run, folder: Path
) -> None:
    (folder / "issue.txt").write_text("".join(ARTICLES), "utf-8")
    result = run("extract", "issue.txt", "-o", "records/")
    assert "4 written" in result.output
    names = [f"issue-{n:02}.yaml" for n in (1, 2, 3, 4)]
    assert sorted(path.name for path in Path("records").iterdir()) == names
    Path("records", names[1]).unlink()
    assert (
        "1 written, 3 there already, 0 not read"
        in run("extract", "issue.txt", "-o", "records/").output
    )


def test_without_a_folder_the_first_article_is_read_and_the_others_are_told(
    run: Run, folder: Path
) -> None:
    (folder / "issue.txt").write_text("".join(ARTICLES), "utf-8")
    result = run("extract", "issue.txt")
    assert "holds 4 articles" in result.output
    assert "Анализ рынка труда в областях" in result.output


def test_a_file_of_records_is_no_article(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "article.yaml"
    path.write_text("title:\n  kk: Абай жолы\n", encoding="utf-8")
    result = run("extract", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "holds records already; see citekit check and citekit convert" in result.stderr
