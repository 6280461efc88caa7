"""Real importers read our files: every author, title, journal, number, page, date and identifier.

Each test skips where its client is not installed.
"""

import importlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from citekit import formats
from citekit.formats import Account
from tests.formats.gold import works_of
from tests.formats.samples import FULL

pytestmark = pytest.mark.client

TITLE = "Этносаралық келісім: қазақстандық үлгі"
JOURNAL = "Мемлекеттік басқару және мемлекеттік қызмет"
ABSTRACT = "Бұл мақалада этносаралық келісім моделі қарастырылған."
FAMILIES = ["Жексембаева", "Досмағамбетова"]
DOI = "10.58805/kazutb.v.4.25-524"


def written(name: str, *works: Any) -> bytes:
    target = formats.get(name)
    assert target.write is not None
    stream = io.BytesIO()
    target.write(works or (FULL,), stream, Account())
    return stream.getvalue()


def needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"needs {program}")
    return found


def run(
    *words: str, cwd: Path, stdin: bytes | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        words, cwd=cwd, input=stdin, env=env, capture_output=True, timeout=120, check=False
    )


def library(name: str) -> Any:
    return pytest.importorskip(name)


def test_biber_has_nothing_to_warn_of(tmp_path: Path) -> None:
    biber = needs("biber")
    (tmp_path / "a.bib").write_bytes(written("biblatex"))
    done = run(
        biber, "--tool", "--validate-datamodel", "--output-file", "o.bib", "a.bib", cwd=tmp_path
    )
    said = done.stdout.decode() + done.stderr.decode()
    assert "WARN" not in said, said
    assert "ERROR" not in said, said
    assert TITLE in (tmp_path / "o.bib").read_text("utf-8")


def test_biber_warns_of_nothing_in_the_gold_but_of_missing_dates(
    tmp_path: Path, shared: Path
) -> None:
    biber = needs("biber")
    works = [w for w in works_of(shared) if w.issued and w.author and w.container_title]
    (tmp_path / "a.bib").write_bytes(written("biblatex", *works))
    done = run(
        biber, "--tool", "--validate-datamodel", "--output-file", "o.bib", "a.bib", cwd=tmp_path
    )
    said = done.stdout.decode() + done.stderr.decode()
    assert [line for line in said.splitlines() if "WARN -" in line or "ERROR" in line] == []


def test_bibtexu_keeps_cyrillic(tmp_path: Path) -> None:
    bibtexu = needs("bibtexu")
    (tmp_path / "a.bib").write_bytes(written("bibtex"))
    style = "ENTRY { author title journal year volume number pages } {} {}\n" + (
        "FUNCTION {article} { author write$ newline$ title write$ newline$ journal write$ newline$\n"
        "  volume write$ newline$ pages write$ newline$ }\nREAD\nITERATE {call.type$}\n"
    )
    (tmp_path / "own.bst").write_text(style, "utf-8")
    (tmp_path / "x.aux").write_text(
        "\\citation{zheksembayeva2015}\n\\bibdata{a}\n\\bibstyle{own}\n", "utf-8"
    )
    # A bare installation has no configuration that says where files are.
    here = {"BIBINPUTS": ".", "BSTINPUTS": ".", "PATH": os.environ["PATH"]}
    done = run(bibtexu, "./x.aux", cwd=tmp_path, env=here)
    assert done.returncode == 0, done.stdout.decode()
    assert "error" not in done.stdout.decode().lower(), done.stdout.decode()
    listed = (tmp_path / "x.bbl").read_text("utf-8")
    for text in (*FAMILIES, TITLE, JOURNAL, "25--30"):
        assert text in " ".join(listed.replace("{", "").replace("}", "").split())


@pytest.mark.parametrize(
    ("program", "name"),
    [("bib2xml", "bibtex"), ("biblatex2xml", "biblatex"), ("ris2xml", "ris")],
)
def test_bibutils_reads_everything(tmp_path: Path, program: str, name: str) -> None:
    tool = needs(program)
    file = tmp_path / "a.txt"
    file.write_bytes(written(name))
    done = run(tool, "-i", "utf8", "-o", "utf8", str(file), cwd=tmp_path)
    assert done.returncode == 0
    mods = list(formats.get("mods").read(io.BytesIO(done.stdout.lstrip(b"\xef\xbb\xbf"))))  # type: ignore[misc]
    first: Any = mods[0]
    assert first.title.original.replace("{", "").replace("}", "") == TITLE
    assert [a.name.original.family for a in first.author[:2]] == FAMILIES
    assert first.container_title.original == JOURNAL
    assert (first.volume, first.issue, first.page) == ("7", "3", "25–30")
    assert first.issued.year == 2015
    assert first.abstract.original == ABSTRACT


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris", "endnote-xml", "csl-json"])
def test_pandoc_reads_everything(name: str) -> None:
    pypandoc = library("pypandoc")
    reader = {"endnote-xml": "endnotexml", "csl-json": "csljson"}.get(name, name)
    said = pypandoc.convert_text(written(name).decode(), "csljson", format=reader)
    items = json.loads(said)
    item = items[0]
    assert [a["family"] for a in item["author"][:2]] == FAMILIES
    assert item["title"].replace('<span class="nocase">', "").replace("</span>", "") == TITLE
    assert item["container-title"] == JOURNAL
    # Its reader of EndNote calls them pages.
    pages = item.get("page") or item["pages"]
    assert (str(item["volume"]), pages.replace("–", "-")) == ("7", "25-30")
    assert item["issued"]["date-parts"][0][0] == 2015
    if name != "endnote-xml":
        assert item["DOI"] == DOI
        assert ABSTRACT in item["abstract"]


def test_pandoc_reads_the_front_of_jats() -> None:
    pypandoc = library("pypandoc")
    said = pypandoc.convert_text(
        written("jats").decode(), "plain", format="jats", extra_args=["-s"]
    )
    for text in (TITLE, *FAMILIES, "2015-06-28"):
        assert text in " ".join(said.split())


def test_pybtex_reads_everything() -> None:
    database = library("pybtex.database")
    for name in ("bibtex", "biblatex"):
        entry = database.parse_string(written(name).decode(), "bibtex").entries["zheksembayeva2015"]
        people = [" ".join(p.last_names) for p in entry.persons["author"]]
        assert people[:2] == FAMILIES
        assert people[2].strip("{}") == "Ғылым ордасы"
        assert entry.fields["title"] == TITLE
        assert entry.fields["pages"] == "25--30"
        assert entry.fields["doi"] == DOI
        assert entry.fields["abstract"] == ABSTRACT


def test_rispy_reads_everything() -> None:
    rispy = library("rispy")
    (entry,) = rispy.loads(written("ris").decode())
    assert entry["authors"][:2] == ["Жексембаева, В. А.", "Досмағамбетова, Гүлнар"]
    assert entry["title"] == TITLE
    assert entry["secondary_title"] == JOURNAL
    assert (entry["volume"], entry["number"]) == ("7", "3")
    assert (entry["start_page"], entry["end_page"]) == ("25", "30")
    assert entry["doi"] == DOI
    assert entry["abstract"] == ABSTRACT
    assert entry["language"] == "kk"


def test_pymarc_reads_both_forms() -> None:
    pymarc = library("pymarc")
    (plain,) = pymarc.MARCReader(io.BytesIO(written("marc")))
    (xml,) = pymarc.parse_xml_to_array(io.BytesIO(written("marcxml")))
    for found in (plain, xml):
        assert found.title == TITLE
        assert found["100"]["a"] == "Жексембаева, В. А."
        assert found["773"]["t"] == JOURNAL
        assert [f["a"] for f in found.get_linked_fields(found["100"])] == [
            "Жексембаева, Венера Алиевна",
            "Zheksembayeva, Venera",
        ]


def test_yaz_turns_marcxml_into_marc_and_back(tmp_path: Path) -> None:
    yaz = needs("yaz-marcdump")
    (tmp_path / "a.xml").write_bytes(written("marcxml"))
    done = run(yaz, "-i", "marcxml", "-o", "marc", "-t", "utf-8", "a.xml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    (work,) = list(formats.get("marc").read(io.BytesIO(done.stdout)))  # type: ignore[misc]
    assert work.title == FULL.title  # type: ignore[union-attr]


def test_extruct_reads_pages() -> None:
    extruct = library("extruct")
    script = importlib.import_module("citekit.formats.schema_org").script(FULL)
    head = written("html-meta").decode().replace("</head>", f"{script}</head>")
    said = extruct.extract(head, syntaxes=["json-ld", "dublincore"])
    (linked,) = said["json-ld"]
    assert linked["name"][0] == TITLE
    assert linked["name"][1] == {
        "@language": "ru",
        "@value": "Межэтническое согласие: казахстанская модель",
    }
    assert [a.get("familyName") for a in linked["author"][:2]] == FAMILIES
    core = said["dublincore"][0]
    assert any("alternative" in t["name"].lower() for t in core["terms"] + core["elements"])


JS = """
const { Cite, plugins } = require('@citation-js/core')
require('@citation-js/plugin-bibtex'); require('@citation-js/plugin-ris')
require('@citation-js/plugin-csl')
const text = require('fs').readFileSync(0, 'utf8')
console.log(JSON.stringify(new Cite(text).format('data', { format: 'object' })))
"""


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json"])
def test_citation_js_reads_everything(name: str, tmp_path: Path) -> None:
    node = needs("node")
    probe = run(node, "-e", "require('@citation-js/core')", cwd=tmp_path)
    if probe.returncode:
        pytest.skip("needs @citation-js/core and its plugins, found through NODE_PATH")
    done = run(node, "-e", JS, cwd=tmp_path, stdin=written(name))
    assert done.returncode == 0, done.stderr.decode()
    item = json.loads(done.stdout)[0]
    assert [a["family"] for a in item["author"][:2]] == FAMILIES
    # It takes the translated title of RIS for the title, and the title for the original one.
    titles = [item["title"], item.get("original-title")]
    assert TITLE in [
        t.replace('<span class="nocase">', "").replace("</span>", "") for t in titles if t
    ]
    assert item["container-title"] == JOURNAL
    assert str(item["volume"]) == "7"
    assert item["DOI"] == DOI
    assert ABSTRACT in item["abstract"]
