"""Conversion: streams, processes, what is left out and what is lost."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citekit.cli import main
from citekit.formats import Account, FormatError, Loss, Unread, by_name, detect, get, names
from citekit.formats._convert import convert
from citekit.formats._validate import validate
from tests.formats.samples import FULL

BIB = """@article{a, title = {Абай жолы}, author = {Әуезов, М. О.}, year = 1942}
@article{broken, title = {Without an end
@article{a, title = {The same key}, year = 2001}
"""


def test_a_broken_entry_is_told_by_its_line_and_left_out() -> None:
    unread: list[Unread] = []
    out = io.BytesIO()
    done = convert(
        get("bibtex"), io.BytesIO(BIB.encode()), get("ris"), out, on_unread=unread.append
    )
    assert (done.records, done.unread) == (2, 1)
    assert unread[0].line == 2
    assert "closing" in unread[0].message or "brace" in unread[0].message
    assert "Without an end" in unread[0].raw
    assert out.getvalue().decode().count("TY  - ") == 2


@pytest.mark.parametrize("target", ["ris", "csl-json", "bibtex", "biblatex", "marc", "coins"])
def test_many_processes_write_what_one_writes(target: str) -> None:
    if target == "marc":
        pytest.importorskip("pymarc")
    entries = "\n".join(
        f"@book{{b{n}, title = {{Кітап {n}}}, author = {{Автор, А.}}, year = {{{1900 + n % 100}}}}}"
        for n in range(600)
    )
    results = []
    for jobs in (1, 2):
        out, losses = io.BytesIO(), list[Loss]()
        source = io.BytesIO(entries.encode())
        convert(get("bibtex"), source, get(target), out, jobs=jobs, on_loss=losses.append)
        results.append((out.getvalue(), losses))
    assert results[0] == results[1]


def test_an_entry_without_end_does_not_fill_the_memory() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    for name in ("bibtex", "ris", "nbib"):
        with pytest.raises(FormatError, match=r"longer|more than"):
            list(get(name).read(io.BufferedReader(Endless())))  # type: ignore[misc,arg-type]


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "csl-yaml", "mods"])
def test_what_is_not_utf_8_is_said_and_spoils_nothing_else(name: str) -> None:
    stream = io.BytesIO()
    get(name).write([FULL], stream, Account())  # type: ignore[misc]
    data = stream.getvalue().replace("келісім".encode(), "келісім".encode("cp1251", "replace"), 1)
    try:
        found = list(get(name).read(io.BytesIO(data)))  # type: ignore[misc]
    except FormatError as error:
        assert "UTF-8" in str(error) or "utf-8" in str(error).lower() or "line" in str(error)
    else:
        assert any(isinstance(each, Unread) and "UTF-8" in each.message for each in found)


def test_every_name_on_the_command_line_is_there() -> None:
    wanted = (
        "bibtex biblatex csl-json csl-yaml ris endnote-xml mods marcxml marc oai-dc dcterms "
        "dspace-saf mets jats crossref datacite datacite-json doaj doaj-json rsci schema-org "
        "html-meta coins rdf cff yaml"
    ).split()
    assert set(wanted) <= set(names())
    assert all(get(name).write is not None for name in wanted)


def test_a_format_is_told_from_the_content_before_the_name() -> None:
    assert detect(b"TY  - JOUR\nTI  - x\nER  - \n", "wrong.bib").name == "ris"
    assert by_name("x.bib") is get("bibtex")
    assert by_name("x.xml") is None


def test_validation_names_the_record_the_field_and_the_cure(shared: Path) -> None:
    stream = io.BytesIO()
    get("rsci").write([FULL], stream, Account())  # type: ignore[misc]
    bad = stream.getvalue().replace(b"<artType>RAR</artType>", b"")
    problems = validate(get("rsci"), bad, shared / "schemas")
    said = {(p.record, p.field): p.message for p in problems}
    assert said["1", "artType"] == "it is missing; say what kind of article it is, such as RAR"
    assert "eLIBRARY" in said["", "titleid"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bib").write_text(BIB, "utf-8")
    return lambda *words: CliRunner().invoke(main, words, catch_exceptions=False)


def test_the_command_writes_the_good_records_and_says_what_is_left_out(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    done = run("convert", "a.bib", "b.json")
    assert done.exit_code == 1
    assert "not read, line 2" in done.stderr
    assert "1 of 3 records were left out" in done.stderr
    assert len(json.loads((tmp_path / "b.json").read_text("utf-8"))) == 2


def test_strict_writes_nothing_where_something_is_lost(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "c.bib").write_text("@book{c, title={x}, rating={5}}", "utf-8")
    done = run("convert", "c.bib", "c.xml", "--to", "mods", "--strict", "--json")
    assert done.exit_code == 1
    assert not (tmp_path / "c.xml").exists()
    account = json.loads(done.stderr[: done.stderr.rindex("}") + 1])
    assert [loss["path"] for loss in account["lost"]] == ["extra"]


def test_nothing_is_written_where_the_target_takes_no_record(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "d.bib").write_text("@article{d, title={x}, journal={y}, year=2001}", "utf-8")
    done = run("convert", "d.bib", "d.xml", "--to", "crossref")
    assert done.exit_code == 1
    assert "give the article a doi" in done.stderr
    assert not (tmp_path / "d.xml").exists()


def test_formats_are_listed(run: Callable[..., Result]) -> None:
    listed = json.loads(run("formats", "--json").stdout)
    assert {row["name"] for row in listed} == set(names())


def test_a_depositor_and_the_journals_number_are_told_beside_the_records(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    stream = io.BytesIO()
    nobody = FULL.model_copy(update={"author": FULL.author[1:]})
    get("jats").write([nobody], stream, Account())  # type: ignore[misc]
    (tmp_path / "e.xml").write_bytes(stream.getvalue())
    done = run("convert", "e.xml", "f.xml", "--to", "crossref")
    assert "give a depositor" in done.stderr
    who = ("--depositor", "Ғылым ордасы", "office@example.kz")
    done = run("convert", "e.xml", "g.xml", "--to", "crossref", *who)
    assert "depositor" not in done.stderr
    written = (tmp_path / "g.xml").read_text("utf-8")
    assert "<depositor_name>Ғылым ордасы</depositor_name>" in written
    assert "<email_address>office@example.kz</email_address>" in written
    done = run("export", "e.xml", "--to", "rsci", "--titleid", "12345")
    assert "<titleid>12345</titleid>" in done.stdout
    done = run("convert", "e.xml", "h.bib", "--titleid", "12345")
    assert done.exit_code == 1
    assert "BibTeX has no titleid" in done.stderr
