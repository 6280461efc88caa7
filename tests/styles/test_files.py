"""The files in `styles/`: valid, complete, and as their source makes them."""

import importlib.util
import re
from pathlib import Path

import pytest
from lxml import etree

from citekit.csl.schema import validate_style

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "styles").glob("*.csl"))
LOCALE = ROOT / "styles" / "locales-kk-KZ.xml"
CSL = "{http://purl.org/net/xbiblio/csl}"


@pytest.fixture(scope="module")
def relaxng(shared: Path) -> etree.RelaxNG:
    """The official schema of CSL 1.0.2."""
    return etree.RelaxNG(etree.parse(shared / "schemas/csl/csl.rng"))


@pytest.mark.parametrize("path", [*STYLES, LOCALE], ids=lambda path: path.stem)
def test_a_file_is_valid_by_the_official_schema(path: Path, relaxng: etree.RelaxNG) -> None:
    assert relaxng.validate(etree.parse(path)), relaxng.error_log


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_style_is_valid_by_our_own_check(path: Path) -> None:
    assert validate_style(path.read_bytes()) == []


def test_the_styles_are_as_their_source_makes_them() -> None:
    spec = importlib.util.spec_from_file_location("build", ROOT / "styles" / "build.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    for name, xml in build.styles().items():
        assert (ROOT / "styles" / f"{name}.csl").read_bytes() == xml, "run python styles/build.py"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_style_calls_only_macros_it_has(path: Path) -> None:
    style = etree.parse(path).getroot()
    macros = {macro.get("name") for macro in style.iter(f"{CSL}macro")}
    called = {element.get("macro") for element in style.iter() if element.get("macro")}
    assert called <= macros


def test_the_kazakh_locale_has_every_term_of_the_schema(shared: Path) -> None:
    tree = etree.parse(shared / "schemas/csl/csl-terms.rng")
    wanted = {v.text for v in tree.iter("{http://relaxng.org/ns/structure/1.0}value")}
    names = etree.parse(shared / "schemas/csl/csl-variables.rng")
    types = etree.parse(shared / "schemas/csl/csl-types.rng")
    roles = {"author", "editor", "translator", "illustrator", "series-creator"}
    variables = {v.text for v in names.iter("{http://relaxng.org/ns/structure/1.0}value")}
    kinds = {v.text for v in types.iter("{http://relaxng.org/ns/structure/1.0}value")}
    assert roles <= variables
    missing = (wanted | kinds | roles) - _terms()
    # Forms of the RelaxNG that are words of its own and no terms.
    assert missing - {"none", "single", "multiple"} == set()


def test_every_term_of_the_kazakh_locale_has_its_evidence_graded() -> None:
    table = (ROOT / "docs" / "locale-kk.md").read_text(encoding="utf-8")
    graded = set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE))
    ordinals = {t for t in _terms() if t.startswith("ordinal-")}
    assert _terms() - graded - ordinals == set()


def test_kazakh_ordinals_keep_vowel_harmony() -> None:
    terms = {t.get("name"): t.text for t in etree.parse(LOCALE).iter(f"{CSL}term")}
    assert terms["ordinal"] == "-ші"
    assert terms["ordinal-06"] == terms["ordinal-09"] == terms["ordinal-40"] == "-шы"


def _terms() -> set[str]:
    return {str(t.get("name")) for t in etree.parse(LOCALE).iter(f"{CSL}term")}
