"""Packages are whole, say what is in them, and are read by those they are made for."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from citekit.cli import main
from citekit.formats.yaml import dumps
from citekit.model import BBK, DOI, IRSTI, JEL, URL, Text, Work
from citekit.repository import open_library
from citekit.repository.packages import (
    PackageError,
    as_made,
    atom_entry,
    build,
    safe_name,
)

from .conftest import article


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with full texts."""
    folder = tmp_path / "pdf"
    folder.mkdir()
    (folder / "a1.pdf").write_bytes(b"%PDF-1.7 one")
    (folder / "a1.txt").write_text("мәтін", "utf-8")
    (folder / "a10.pdf").write_bytes(b"%PDF another's")
    (folder / "a2.pdf").symlink_to("/etc/hostname")
    return folder


def manifest(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(
        (folder / "manifest.json").read_text("utf-8")
    )
    return found


def test_the_manifest_names_every_file_with_its_checksum(tmp_path: Path, texts: Path) -> None:
    folder = tmp_path / "out"
    build("saf", [article(1), article(2)], folder, files=texts)
    said = manifest(folder)
    listed = said["files"] + [f for record in said["records"] for f in record["files"]]  # type: ignore[attr-defined]
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {str(f["name"]) for f in listed} == on_disk - {"manifest.json"}
    for file in listed:
        content = (folder / str(file["name"])).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert len(content) == file["size"]


@pytest.mark.client
def test_saf_is_read_by_dspyce(tmp_path: Path, texts: Path) -> None:
    saf = pytest.importorskip("dspyce.saf", reason="needs dspyce")
    folder = tmp_path / "out"
    build("saf", [article(1), article(2)], folder, files=texts, collection="123456789/2")
    first = saf.read_saf_package(str(folder / "items" / "item_0001"))
    titles = {value.language: value.value for value in first.metadata["dc.title"]}
    assert titles == {"kk": "Қазақ тілінің 1-мақаласы"}
    others = {v.language: v.value for v in first.metadata["dc.title.alternative"]}
    assert others["en"] == "Article 1 on the Kazakh language"
    assert [v.value for v in first.metadata["dc.contributor.author"]] == ["Әуезов, Мұхтар"]
    originals = [b for bundle in first.bundles for b in bundle.get_bitstreams()]
    assert {b.file_name for b in originals} == {"a1.pdf", "a1.txt"}
    assert len(saf.read_saf_packages(str(folder / "items"))) == 2


def test_saf_uses_only_fields_that_dspace_or_its_registry_file_has(
    tmp_path: Path, shared: Path
) -> None:
    folder = tmp_path / "out"
    every = article(
        1,
        irsti=(IRSTI("16.21.07"),),
        bbk=(BBK("81.2"),),
        jel=(JEL("O15"),),
        translator=article().author,
    )
    build("saf", [every], folder)
    known = set()
    registries = [*(shared / "schemas" / "dspace" / "registries").glob("*-types.xml")]
    for path in [*registries, folder / "registry.xml"]:
        for row in etree.parse(path).iter("dc-type"):
            parts = [row.findtext(k) or "" for k in ("schema", "element", "qualifier")]
            known.add(".".join(filter(None, parts)))
    assert len(known) > 300
    used = set()
    for path in folder.glob("items/*/*.xml"):
        root = etree.parse(path).getroot()
        for value in root:
            qualifier = value.get("qualifier")
            parts = [root.get("schema"), value.get("element"), qualifier]
            used.add(".".join(str(p) for p in parts if p != "none"))
    assert used
    assert used <= known


def test_full_texts_go_only_to_their_own_record(tmp_path: Path, texts: Path) -> None:
    folder = tmp_path / "out"
    build("saf", [article(1), article(2)], folder, files=texts)
    contents = [(folder / f"items/item_000{n}/contents").read_text() for n in (1, 2)]
    assert contents[0] == "a1.pdf\tbundle:ORIGINAL\na1.txt\tbundle:ORIGINAL\n"
    assert contents[1] == "", "a link leads out of the folder, and is not followed"


def test_sword_packages_hold_an_entry_and_a_zip(tmp_path: Path, texts: Path) -> None:
    folder = tmp_path / "out"
    build("sword", [article(1), article(2)], folder, files=texts)
    with zipfile.ZipFile(folder / "a1" / "files.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a1.pdf", "a1.txt"]
        assert archive.read("a1.txt").decode() == "мәтін"
    assert not (folder / "a2" / "files.zip").exists()
    root = etree.fromstring((folder / "a1" / "entry.xml").read_bytes())
    dcterms = "{http://purl.org/dc/terms/}"
    languages = {e.get("{http://www.w3.org/XML/1998/namespace}lang") for e in root}
    assert root.findtext(f"{dcterms}title") == "Қазақ тілінің 1-мақаласы"
    assert {"kk", "ru", "en"} <= languages


@pytest.mark.parametrize("kind", ["crossref", "doaj", "rsci"])
def test_one_file_for_all_valid_by_the_official_schema(
    tmp_path: Path, shared: Path, kind: str
) -> None:
    folder = tmp_path / "out"
    works = [
        article(
            n,
            url=URL(f"https://journal.kz/{n}"),
            publisher=Text({"kk": "ҚазҰУ"}),
        )
        for n in (1, 2)
    ]
    settings = {
        "crossref": {"depositor": "Қазақ университеті", "depositor_email": "deposit@journal.kz"},
        "rsci": {"titleid": "12345"},
    }.get(kind)
    package = build(kind, works, folder, schemas=shared / "schemas", settings=settings)
    assert not package.unchecked
    text = (folder / f"{kind}.xml").read_text("utf-8")
    for said in (settings or {}).values():
        assert f">{said}<" in text
    assert "Қазақ тілінің 1-мақаласы" in text
    assert "10.26577/test.2" in text
    assert len(manifest(folder)["records"]) == 2


def test_what_a_repository_would_not_take_is_not_packed(tmp_path: Path, shared: Path) -> None:
    for bad, why in (
        (article(1, doi=DOI("nonsense"), url=URL("https://journal.kz/1")), "nonsense"),
        (article(1), "a1: .* url"),
    ):
        with pytest.raises(PackageError, match=why):
            build("crossref", [article(2), bad], tmp_path / "out", schemas=shared / "schemas")
    assert not list(tmp_path.iterdir())


def test_a_setting_that_a_repository_does_not_know_is_said(tmp_path: Path) -> None:
    for kind in ("doaj", "saf"):
        with pytest.raises(PackageError, match=r"^[^:]* has no titleid; leave it out"):
            build(kind, [article(1)], tmp_path / "out", settings={"titleid": "1"})


def test_what_could_not_be_checked_says_so_and_is_not_sent(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(dumps(article(1, url=URL("https://journal.kz/1"))), "utf-8")
    Path("none").mkdir()
    arguments = ["deposit", "a.yaml", "--to", "crossref", "--schema", "none"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "not checked" in result.stderr
    result = CliRunner().invoke(main, [*arguments, "--send", "--user", "me"])
    assert "--depositor" in result.output
    arguments += ["--depositor", "Me", "me@journal.kz"]
    result = CliRunner().invoke(main, [*arguments, "--send", "--user", "me"])
    assert (result.exit_code, "is not sent" in result.output) == (1, True)


def test_the_same_records_make_the_same_bytes(tmp_path: Path, texts: Path) -> None:
    for kind in ("saf", "sword"):
        one, two = tmp_path / f"{kind}1", tmp_path / f"{kind}2"
        build(kind, [article(1)], one, files=texts)
        build(kind, [article(1)], two, files=texts)
        assert (one / "manifest.json").read_bytes() == (two / "manifest.json").read_bytes()


def test_what_fails_leaves_no_trace(tmp_path: Path) -> None:
    for works in ([article(1), Work(title=Text({"en": "No id"}))], [article(1), article(1)], []):
        with pytest.raises(PackageError):
            build("sword", works, tmp_path / "out")
    with pytest.raises(PackageError, match="DSpace takes no item without one"):
        build("saf", [Work(id="x")], tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_nothing_is_replaced_but_what_is_as_it_was_made(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build("saf", [article(1)], folder)
    assert as_made(folder)
    build("saf", [article(2)], folder)
    (folder / "mapfile").write_text("item_0001 123456789/7")
    assert not as_made(folder)
    with pytest.raises(PackageError, match="--force"):
        build("saf", [article(2)], folder)
    (folder / "mapfile").unlink()
    (folder / "items" / "item_0001" / "contents").write_text("mine")
    with pytest.raises(PackageError, match="--force"):
        build("saf", [article(2)], folder)
    build("saf", [article(2)], folder, force=True)
    assert [r["id"] for r in manifest(folder)["records"]] == ["a2"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.docx").write_text("years of work")
    with pytest.raises(PackageError, match="move it away"):
        build("saf", [article(1)], mine, force=True)
    assert (mine / "thesis.docx").exists()
    assert {p.name for p in tmp_path.iterdir()} == {"out", "mine"}


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_no_id_leaves_its_folder_or_takes_another_s(one: str, other: str) -> None:
    for id in (one, other):
        name = safe_name(id)
        assert name
        assert "/" not in name
        assert not name.startswith((".", "-"))
        assert name.isascii()
    assert (safe_name(one) == safe_name(other)) == (one == other)


def test_ids_that_are_paths_stay_inside(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    build("sword", [article(1, id="../../../evil"), article(2, id="..")], folder)
    assert {p.name for p in tmp_path.iterdir()} == {"deep"}
    assert len(list(folder.iterdir())) == 3


def test_letters_that_xml_cannot_hold(tmp_path: Path) -> None:
    odd = article(1, title=Text({"en": "a\x0bb <&> ]]>"}))
    build("saf", [odd], tmp_path / "saf")
    assert etree.fromstring(atom_entry(odd)) is not None


# The command


def test_the_command_names_full_texts_that_fit_no_record(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(dumps(article(1)), "utf-8")
    Path("pdf").mkdir()
    for name in ("a1.pdf", "article 1.pdf"):
        Path("pdf", name).write_bytes(b"%PDF")
    arguments = ["deposit", "a.yaml", "--files", "pdf", "--to"]
    result = CliRunner().invoke(main, [*arguments, "saf"])
    assert result.exit_code == 0
    assert result.stderr == (
        "no record has the name of: article 1.pdf (a full text is named as its record's id)\n"
    )
    assert CliRunner().invoke(main, [*arguments, "rsci"]).stderr.count("no record") == 0


def test_the_command_says_that_a_record_needs_an_id(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(dumps(article(1, id=None)), "utf-8")
    result = CliRunner().invoke(main, ["deposit", "a.yaml", "--to", "saf"])
    assert result.exit_code == 1
    assert "add a line such as `id: " in result.output


@pytest.mark.parametrize(
    ("url", "warned"),
    [("http://127.0.0.1:9/c", False), ("http://repo.kz.invalid/c", True)],
)
def test_a_password_on_an_open_line_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, warned: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITEKIT_PASSWORD", "secret")
    monkeypatch.setattr("citekit.repository.web_client.TRIES", 1)
    Path("a.yaml").write_text(dumps(article(1)), "utf-8")
    arguments = ["deposit", "a.yaml", "--to", "sword", "--send", "--user", "me", "--url", url]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert ("unencrypted" in result.stderr) is warned
    assert "secret" not in result.output


def test_the_command_packs_and_sends_nothing(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(dumps(article(1)), "utf-8")
    run = CliRunner()
    result = run.invoke(main, ["deposit", "a.yaml", "--to", "saf"])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("saf-package: records: 1, ")
    assert run.invoke(main, ["deposit", "a.yaml", "--to", "saf"]).exit_code == 0, "the same again"
    Path("a.yaml").write_text(dumps(article(2)), "utf-8")
    result = run.invoke(main, ["deposit", "a.yaml", "--to", "saf", "--send"])
    assert "by hand" in result.output
    with open_library("lib.db", create=True) as store:
        list(store.add([article(1), article(2)]))
        store.remove(["a1"])
    result = run.invoke(main, ["deposit", "lib.db", "--to", "sword", "-o", "out"])
    assert result.output.startswith("out: records: 1, ")
    assert {p.name for p in tmp_path.iterdir()} == {
        "a.yaml",
        "saf-package",
        "lib.db",
        "out",
        *(p.name for p in tmp_path.glob("lib.db-*")),
    }
