"""`citekit cite`: a record's citation and its sources, a bibliography of many."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from citekit import cite, read
from citekit.csl import processor

Run = Callable[..., Result]

ARTICLE = """\
title: {kk: Келісім}
language: kk
author:
- name: {kk: {family: Досмағамбетова, initials: Г. И.}}
issued: 2015
references:
- number: "1"
  work:
    type: book
    language: ru
    title: {ru: На пороге XXI века}
    author: [{name: {ru: {family: Назарбаев, initials: Н. А.}}}]
    publisher_place: {ru: Алматы}
    publisher: {ru: Өнер}
    issued: 1996
- number: "2"
  as_printed: Бауэр О. Национальный вопрос.
"""


def test_a_record_in_gost(run: Run) -> None:
    out = run("cite", "abai.yaml", "--style", "gost-r-7.0.100-2018").output
    assert "Әуезов, М. О. Абай жолы / М. О. Әуезов. – Алматы : Жазушы, 1942" in out


def test_sources_stand_under_a_heading_in_the_language_of_the_article(run: Run) -> None:
    out = run("cite", "-", "--style", "kz-gost", stdin=ARTICLE).output
    own, _, sources = out.partition("\nӘдебиеттер\n\n")
    assert "Келісім" in own
    assert "Назарбаев" in sources
    assert sources.endswith("Бауэр О. Национальный вопрос.\n")


def test_a_csl_json_file_is_a_bibliography(run: Run, folder: Path) -> None:
    items = [
        {"id": name, "type": "book", "title": name, "issued": {"date-parts": [[2001]]}}
        for name in ("b", "a")
    ]
    (folder / "many.json").write_text(json.dumps(items), "utf-8")
    result = run("cite", "many.json", "--style", "gost-r-7.0.100-2018", "--json")
    assert [entry["id"] for entry in json.loads(result.stdout)["works"]]


def test_an_unknown_style_is_told_with_what_comes_near(run: Run) -> None:
    result = run("cite", "abai.yaml", "--style", "gost-7.1-2030")
    assert result.exit_code == 1
    assert "gost-7.1-2003" in result.stderr


def test_export_and_cite_are_joined_by_a_pipe(run: Run) -> None:
    exported = run("export", "abai.yaml", "--to", "csl-json").stdout_bytes
    assert "Әуезов" in run("cite", "-", "--style", "kz-gost", stdin=exported).output


def test_html_escapes_what_is_not_markup(run: Run) -> None:
    record = "title: {en: '<script>alert(1)</script>'}\ntype: book\nissued: 2001\n"
    out = run("cite", "-", "--style", "kz-gost", "--format", "html", stdin=record).output
    assert "<script>" not in out
    assert "&#60;script" in out


def test_sources_keep_their_numbers_and_unread_ones_their_words(run: Run) -> None:
    record = (
        "title: {kk: Келісім}\nreferences:\n"
        "- {number: '1', work: {type: book, title: {ru: Первая}}}\n"
        "- {number: '2', as_printed: 'Бауэр О. <i>Вопрос</i> & \"ответ\".'}\n"
        "- {number: '4', work: {type: book, title: {ru: Последняя}}}\n"
    )
    out = run("cite", "-", "--style", "gost-r-7.0.5-2008", stdin=record).output
    assert out.partition("Әдебиеттер\n\n")[2].splitlines() == [
        "1. Первая.",
        '2. Бауэр О. <i>Вопрос</i> & "ответ".',
        "3. […]",
        "4. Последняя.",
    ]
    html = run("cite", "-", "--style", "kz-gost", "--format", "html", stdin=record).output
    assert "&#60;i&#62;Вопрос" in html


BAD = """\
- {id: untitled, type: book, language: ru, issued: 2001, publisher: {ru: Наука}}
- {id: undated, type: book, language: ru, title: {ru: Первая}}
- {id: klingon, type: book, language: tlh, title: {tlh: Dujvam}, issued: 2001}
- {id: control, type: book, language: ru, title: {ru: "Впе\\ard"}, issued: 2001}
"""


def test_what_is_wrong_with_a_source_is_told_and_it_is_printed_all_the_same(run: Run) -> None:
    result = run("cite", "-", "--from", "yaml", "--style", "gost-7.1-2003", stdin=BAD)
    assert [line.split()[2] for line in result.stderr.splitlines()] == [
        "list.title.missing",
        "list.date.missing",
        "list.language.unknown",
        "list.characters.control",
    ]
    assert result.stdout.splitlines() == [
        "1. [Без заглавия]. – Наука, 2001.",
        "2. Первая.",
        "3. Dujvam. – 2001.",
        "4. Впеrd. – 2001.",
    ]
    told = ("--from", "yaml", "--findings-language", "ru")
    russian = run("cite", "-", "--style", "kz-gost", *told, stdin=BAD).stderr
    assert "нет заглавия" in russian
    apa = run("cite", "-", "--style", "apa", "--from", "yaml", stdin=BAD).stderr
    assert "language.unknown" not in apa, "APA takes its words from the document"


def test_identifiers_are_links_in_html(run: Run) -> None:
    record = "type: book\ntitle: {en: Words}\ndoi: 10.5555/x\n"
    address = '<a href="https://doi.org/10.5555/x">'
    arguments = ("cite", "-", "--style", "apa", "--format")
    assert address in run(*arguments, "html", stdin=record).output
    assert address not in run(*arguments, "html", "--no-links", stdin=record).output
    assert (
        "(https://doi.org/10.5555/x)" in run(*arguments, "markdown", "--links", stdin=record).output
    )


def test_no_style_is_made_ready_for_sources_that_are_not_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(source: object, items: list[object], **options: object) -> object:
        made.append(len(items))
        return processor(source, items, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("citekit.csl.processor", counted)
    cited = cite(read(folder / "abai.yaml"), "gost-r-7.0.100-2018")

    assert (made, cited.sources.entries) == ([1], ())
