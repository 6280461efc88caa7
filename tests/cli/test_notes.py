"""`citekit notes`: the footnotes of a text."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
NOTES = "- auezov1942\n- {cite: auezov1942, page: 12}\n"
BOOK = "Әуезов М. О. Абай жолы. Алматы : Жазушы, 1942."


def test_first_and_repeated_references(run: Run) -> None:
    result = run("notes", "abai.yaml", "-", stdin=NOTES)
    assert result.output == f"1. {BOOK}\n2. Сонда. Б. 12.\n"


def test_markdown_has_footnotes(run: Run) -> None:
    out = run("notes", "abai.yaml", "-", "--format", "markdown", stdin=NOTES).output
    assert out.splitlines()[1] == "[^2]: Сонда. Б. 12."


def test_json_and_the_users_words(run: Run) -> None:
    words = ("--json", "--term", "kk:ibid=сол жерде")
    rows = json.loads(run("notes", "abai.yaml", "-", *words, stdin=NOTES).output)
    assert rows[1] == {"note": 2, "text": "Сол жерде. Б. 12."}


def test_what_is_wrong_names_the_file_of_notes(run: Run) -> None:
    for text, told in (
        ("- auezov\n", "-: note 1: there is no source 'auezov'; did you mean 'auezov1942'?"),
        ("cites: x\n", "-: notes are a list"),
        ("[", "-: line"),
    ):
        result = run("notes", "abai.yaml", "-", stdin=text)
        assert result.exit_code == 1
        assert told in result.stderr


def test_the_example_of_the_docs_is_what_the_command_prints(run: Run) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    page = (docs / "gost.md").read_text(encoding="utf-8")
    asked = docs / "examples" / "notes.yaml"
    blocks = re.findall(r"```(?:yaml|text)\n(.*?)```", page, re.DOTALL)
    assert asked.read_text(encoding="utf-8") in blocks
    assert run("notes", str(docs / "examples" / "note-sources.yaml"), str(asked)).output in blocks
