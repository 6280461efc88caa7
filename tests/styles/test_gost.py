"""Our GOST styles: one source of each kind, the gold of the standards, repeated references."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.quality import gost_render
from citekit.csl import Cite, Cluster, processor
from citekit.csl.styles import find_style
from citekit.references.gost import prepare

KINDS = yaml.safe_load(Path(__file__).with_name("kinds.yaml").read_text(encoding="utf-8"))
CLAUSES = yaml.safe_load(Path(__file__).with_name("clauses.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(kind["item"], style, text, id=f"{kind['name']} · {style}")
    for kind in KINDS
    for style, text in kind["expected"].items()
]


@pytest.mark.parametrize(("item", "style", "text"), CASES)
def test_a_source_of_each_kind(item: dict[str, Any], style: str, text: str) -> None:
    assert entry(item, style) == text


@pytest.mark.parametrize("case", CLAUSES, ids=lambda case: case["clause"])
def test_a_record_for_each_clause(case: dict[str, Any]) -> None:
    item, style = {"language": "ru", **case["item"]}, case["style"]
    if "note" not in style:
        assert entry(item, style) == case["text"]
        return
    cite = Cite("it", case.get("cited", ""), "page" if "cited" in case else "")
    engine = processor(find_style(style).source, [{**prepare(item, style), "id": "it"}])
    assert engine.citations([Cluster((cite,), note=1)]) == [case["text"]]


def test_the_gold_of_the_standards(shared: Path) -> None:
    """Every strict record is exact, but for those whose item lacks what is printed."""
    records = json.loads((shared / "gost" / "gold-render.json").read_text(encoding="utf-8"))
    explained = gost_render.explanations()
    wrong = {}
    for record in records:
        if record["strict"] and record["id"] not in explained:
            got = gost_render.render(gost_render.job_of(record))
            expected, got = gost_render.normal(record["expected"]), gost_render.normal(got)
            if got != expected:
                wrong[record["id"]] = gost_render.marked(expected, got)
    assert wrong == {}


def test_what_is_explained_is_right_once_the_item_has_what_it_lacks(shared: Path) -> None:
    """Six of the nine; the others are a misprint, an older date, and half of a note."""
    report = gost_render.run(shared / "gost" / "gold-render.json")
    assert report.details["unexplained"] == 0
    assert report.details["exact_when_completed"] == 6


def test_repeated_references_and_pointers_have_the_forms_of_the_clauses() -> None:
    """The forms that R 7.0.5 names in 7.5 and 8, one record each."""
    report = gost_render.run(Path(__file__).with_name("references.json"))
    assert report.passed == report.cases, report.text


def test_terms_follow_the_language_of_each_item() -> None:
    base = {"type": "article-journal", "title": "T", "container-title": "J", "volume": "1"}
    languages = {"ru": "С. 5", "kk": "Б. 5", "en": "P. 5", "de": "S. 5"}
    items = [{**base, "id": tag, "language": tag, "page": "5"} for tag in languages]
    made = processor(find_style("gost-r-7.0.5-2008").source, items).bibliography()
    for printed, pages in zip(made.entries, languages.values(), strict=True):
        assert pages in printed.text


BOOK = {
    "type": "book",
    "title": "Логистика",
    "author": [{"family": "Пахомов", "given": "В. И."}],
    "issued": {"date-parts": [[2006]]},
    "publisher-place": "М.",
}


@pytest.mark.parametrize(
    ("language", "ibid", "op_cit"),
    [
        ("ru", "Там же. С. 7.", "Пахомов В. И. Указ. соч. С. 9."),
        ("kk", "Сонда. Б. 7.", "Пахомов В. И. Көрс. еңбек. Б. 9."),
        ("en", "Ibid. P. 7.", "Пахомов В. И. Op. cit. P. 9."),
        ("de", "Ibid. S. 7.", "Пахомов В. И. Op. cit. S. 9."),
    ],
)
def test_repeated_references_in_notes(language: str, ibid: str, op_cit: str) -> None:
    """R 7.0.5, 8.4, 8.10, 8.12: at once, near, far."""
    style = find_style("gost-r-7.0.5-2008-note").source
    book = {**BOOK, "id": "a", "language": language}
    other = {**BOOK, "id": "b", "author": [{"family": "Иной", "given": "А."}]}
    notes = [("a", (), 1), ("a", ("7", "page"), 2), *_SEQUENCE[1:]]
    engine = processor(style, [book, other])
    printed = engine.citations([Cluster((Cite(i, *at),), note=n) for i, at, n in notes])
    assert [printed[0], printed[1], printed[3]] == [
        "Пахомов В. И. Логистика. М., 2006.",
        ibid,
        op_cit,
    ]


def test_op_cit_is_not_said_where_it_would_be_ambiguous() -> None:
    """Another book of the same author is cited, too: «Указ. соч.» would not say which one."""
    items = [{**BOOK, "id": "a", "language": "ru"}, {**BOOK, "id": "b", "title": "Иное"}]
    engine = processor(find_style("gost-r-7.0.5-2008-note").source, items)
    notes = [Cluster((Cite(i, *at),), note=n) for i, at, n in _SEQUENCE]
    assert engine.citations(notes)[-1] == "Пахомов В. И. Логистика. С. 9."


def test_far_from_its_first_place_a_work_is_named_by_its_title() -> None:
    engine = processor(
        find_style("gost-r-7.0.5-2008-note").source,
        [{**BOOK, "id": "a", "language": "ru"}, {**BOOK, "id": "b", "author": []}],
    )
    notes = [("a", (), 1), ("b", (), 2), ("a", ("9", "page"), 40)]
    clusters = [Cluster((Cite(i, *at),), note=n) for i, at, n in notes]
    assert engine.citations(clusters)[-1] == "Пахомов В. И. Логистика. С. 9."


_SEQUENCE: list[tuple[str, tuple[str, ...], int]] = [
    ("a", (), 1),
    ("b", (), 3),
    ("a", ("9", "page"), 4),
]


def test_pointers_by_author_and_title() -> None:
    """R 7.0.5, 7.5: authors; title above three; the year where one author wrote several."""
    authors = [{"family": f} for f in ("Сергеев", "Латышев", "Крохин", "Иванов")]
    items = [
        {**BOOK, "id": "a", "author": authors[:2], "language": "ru"},
        {**BOOK, "id": "b", "author": authors, "title": "Философия культуры", "language": "ru"},
    ]
    style = "gost-r-7.0.5-2008-author"
    engine = processor(find_style(style).source, [prepare(i, style) for i in items])
    assert engine.cite([Cite("a")]) == "[Сергеев, Латышев]"
    assert engine.cite([Cite("b", "176", "page")]) == "[Философия культуры, с. 176]"


def test_a_repeated_reference_of_a_work_under_title_names_the_title() -> None:
    """R 7.0.5, 8.12: no «Указ. соч.» for works of four and more authors."""
    style = "gost-r-7.0.5-2008-note"
    many = [{"family": f"Автор{n}", "given": "А."} for n in range(4)]
    item = prepare({**BOOK, "id": "a", "author": many, "language": "ru"}, style)
    engine = processor(find_style(style).source, [item, {**BOOK, "id": "b"}])
    notes = [Cluster((Cite(i, *at),), note=n) for i, at, n in _SEQUENCE]
    assert engine.citations(notes)[-1] == "Логистика. С. 9."


@pytest.mark.parametrize("locale", ["kk-KZ", "ru-RU"])
def test_apa_in_kazakh_and_russian(locale: str) -> None:
    item = {
        "id": "a",
        "type": "chapter",
        "title": "Тіл",
        "author": [{"family": "Тоқаев", "given": "Қ.-Ж."}, {"family": "Әлиұлы", "given": "Ә. М."}],
        "editor": [{"family": "Абай"}],
        "container-title": "Жинақ",
        "page": "2-8",
        "issued": {"date-parts": [[2020]]},
    }
    try:
        style = find_style("apa").source
    except ValueError:
        pytest.skip("needs the official styles")
    text = processor(style, [item], locale=locale).bibliography().entries[0].text
    expected = {
        "kk-KZ": "Тоқаев, Қ.-Ж., & Әлиұлы, Ә. М. (2020). Тіл. Кітапта Абай (ред.), Жинақ (б. 2–8).",
        "ru-RU": "Тоқаев, Қ.-Ж., & Әлиұлы, Ә. М. (2020). Тіл. В Абай (ред.), Жинақ (сс. 2–8).",
    }
    assert text == expected[locale]


def entry(item: dict[str, Any], style: str) -> str:
    """The entry of one item, without its number."""
    prepared = {**prepare(item, style), "id": "it"}
    made = processor(find_style(style).source, [prepared]).bibliography()
    return gost_render.without_number(made.entries[0].text)
