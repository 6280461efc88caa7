"""`citekit references`: lists read, explained, reformatted, paired."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from citekit.cli import main

LIST = """Әдебиеттер
1. Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994. – 200 б.
2. Комарова Л.Ф. Очистка воды // Химия и технология воды. - 1998. - Т. 20. - С.42-51.
"""


@pytest.fixture
def listed(tmp_path: Path) -> str:
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def run(*arguments: str, text: str | None = None) -> str:
    result = CliRunner().invoke(main, ["references", *arguments], input=text)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_parse_to_bibtex(listed: str) -> None:
    made = run("parse", listed, "--to", "bibtex")

    assert made.count("\n@") + made.startswith("@") == 2
    assert "publisher = {Ғылым}" in made


@pytest.fixture
def typed(tmp_path: Path) -> str:
    """The same list as a Word document, in which Word itself would number the items."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in LIST.splitlines():
        document.add_paragraph(line.partition(". ")[2] if line[0].isdigit() else line)
    document.save(tmp_path / "list.docx")
    return str(tmp_path / "list.docx")


def test_a_word_document_is_read_as_its_text_is(listed: str, typed: str) -> None:
    assert run("split", typed) == run("split", listed)


def test_both_lists_are_made_of_a_printed_one(listed: str, typed: str) -> None:
    made = run(listed, "--lists", "gost,apa-romanized")

    assert "1. Есім, Ғ. Хакім Абай / Ғ. Есім. – Алматы : Ғылым, 1994. – 200 б." in made
    assert "2. Komarova, L. F. (1998). Ochistka vody." in made
    assert run(typed, "--lists", "gost,apa-romanized") == made


def test_the_printed_references_of_a_record_are_a_list_too(tmp_path: Path) -> None:
    path = tmp_path / "article.yaml"
    printed = "Есім Ғ. Хакім Абай. – Алматы, 1994."
    text = f"type: article-journal\nreferences:\n- as_printed: {printed}\n"
    path.write_text(text, encoding="utf-8")

    assert run("split", str(path)) == f"{printed}\n"


def test_a_broken_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.docx").write_bytes(b"PK\x03\x04 and no more")
    result = CliRunner().invoke(main, ["references", "parse", str(tmp_path / "list.docx")])

    assert result.exit_code == 1
    assert "this DOCX is broken" in result.output


def test_parse_standard_input_to_csl_json() -> None:
    items = json.loads(run("parse", "-", "--to", "csl-json", text=LIST))

    assert [item["type"] for item in items] == ["book", "article-journal"]


def test_parse_as_json_tells_everything(listed: str) -> None:
    rows = json.loads(run("parse", listed, "--json"))

    assert rows[0]["as_printed"].startswith("Есім")
    assert LIST[slice(*rows[1]["span"])].startswith("2. Комарова")
    assert rows[0]["areas"][0]["label"] == "HEAD"
    assert rows[0]["fields"]["title"] > 0.5


def test_explain(listed: str) -> None:
    assert "  publisher " in run("parse", listed, "--explain")


def test_reformat_in_another_standard(listed: str) -> None:
    made = run("reformat", listed, "--style", "gost-r-7.0.5-2008")

    assert "Есім Ғ. Хакім Абай. Алматы : Ғылым, 1994. 200 б." in made


def test_split(listed: str) -> None:
    assert len(run("split", listed).splitlines()) == 2


def test_pair(listed: str, tmp_path: Path) -> None:
    other = tmp_path / "references.txt"
    other.write_text(
        "1. Esim G. Hakim Abaj. – Almaty: Gylym, 1994. – 200 b. [in Kazakh]\n", "utf-8"
    )

    assert "kk-Latn: Hakim Abaj" in run("pair", listed, str(other))


def test_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("1. Есім Ғ. Хакім Абай. – 1994.\n2. Esim G. Hakim Abaj. – 1994.\n", "utf-8")

    assert run("duplicates", str(path)).startswith("References 1, 2 are one source")


def test_an_empty_list_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["references", "parse", str(path)])

    assert result.exit_code == 1
    assert f"{path}: there are no references in it" in result.output
