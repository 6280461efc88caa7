"""Footnotes of a whole text: what stands before a reference decides its form (R 7.0.5, 8 and 9)."""

from typing import Any

import pytest

from citekit.model import Article, Person, Reference, Text, Work
from citekit.references.notes import NotesError, as_text, notes_of, render_notes


def work(id_: str, family: str, title: str, language: str = "ru", **fields: Any) -> Work:
    author = (Person.named(family, "А. Б.", language=language),)
    fields = {"type": "book", "author": author, "issued": "2006"} | fields
    return Work(id=id_, language=language, title=Text({language: title}), **fields)


JOURNAL: dict[str, Any] = {
    "type": "article-journal",
    "container_title": Text({"ru": "Воен. мысль"}),
    "issue": "4",
}
SOURCES = [
    work("forms", "Корявко", "Эволюция форм", page="64–67", **JOURNAL),
    work("place", "Пранц", "Геополитика", page="30–36", **JOURNAL),
    work("beauty", "Соловьев", "Красота в природе", number_of_volumes="2"),
    work("image", "Лихачев", "Образ города"),
    work("window", "Лихачев", "Окно в Европу"),
    work("mind", "Putham", "Mind", "en"),
    work("abai", "Әуезов", "Абай жолы", "kk"),
]


def printed(*asked: Any, style: str = "gost-r-7.0.5-2008-note", **options: Any) -> list[str]:
    return [note.text for note in render_notes(SOURCES, notes_of([*asked]), style, **options)]


def test_at_once_the_same_work_is_ibid_in_the_language_of_the_work() -> None:
    """8.10."""
    for name, first, again in (
        ("image", "Лихачев А. Б. Образ города. 2006.", "Там же. С. 68."),
        ("mind", "Putham А. Б. Mind. 2006.", "Ibid. P. 68."),
        ("abai", "Әуезов А. Б. Абай жолы. 2006.", "Сонда. Б. 68."),
    ):
        assert printed(name, {"cite": name, "page": 68}) == [first, again]


def test_another_part_of_the_host_just_cited() -> None:
    """8.11."""
    assert printed("forms", "place")[1] == "Пранц А. Б. Геополитика // Там же. С. 30–36."
    assert printed("forms", {"cite": "place", "page": 31})[1].endswith("// Там же. С. 31.")
    assert "Воен. мысль" in printed("forms", "mind", "place")[2], "the host was not just cited"
    assert "Воен. мысль" in printed(["forms", "mind"], "place")[1], "which of the two?"


def test_near_its_first_place_a_work_is_op_cit_and_farther_its_title() -> None:
    """8.12, 8.4."""
    assert printed("beauty", "mind", {"cite": "beauty", "page": 9})[2] == (
        "Соловьев А. Б. Указ. соч. С. 9."
    )
    assert printed("mind", "abai", "mind", "abai")[2:] == [
        "Putham А. Б. Op. cit.",
        "Әуезов А. Б. Көрс. еңбек.",
    ]
    far = {"note": 40, "cites": [{"cite": "beauty", "page": 9}]}
    assert printed("beauty", "mind", far)[2] == "Соловьев А. Б. Красота в природе. С. 9."


def test_the_volume_is_named_where_it_changes() -> None:
    cites = [{"cite": "beauty", "volume": v, "page": p} for v, p in ((1, 35), (2, 361), (2, 363))]
    assert printed(*cites, "mind", cites[0]) == [
        "Соловьев А. Б. Красота в природе : в 2 т. 2006. Т. 1. С. 35.",
        "Там же. Т. 2. С. 361.",
        "Там же. С. 363.",
        "Putham А. Б. Mind. 2006.",
        "Соловьев А. Б. Указ. соч. Т. 1. С. 35.",
    ]
    assert printed({"cite": "beauty", "volume": "Вып. 9"})[0].endswith("2006. Вып. 9.")


def test_a_repeated_reference_has_no_titles_of_volumes() -> None:
    """8.5."""
    said = "Кн. 5 : Измерения веществ, материалов, ч. 2 : Колориметрия"
    light = work("light", "Иванов", "Фотометрия", volume_information=said)
    asked = notes_of(["light", "mind", {"note": 30, "cites": [{"cite": "light", "page": 158}]}])
    made = render_notes([*SOURCES, light], asked)
    assert made[2].text == "Иванов А. Б. Фотометрия. Кн. 5, ч. 2. С. 158."


def test_works_of_one_author_in_one_note() -> None:
    """9.1–9.3; in a note of its own the author is named."""
    assert printed(["image", "window"], "window") == [
        "Лихачев А. Б. Образ города. 2006 ; Его же. Окно в Европу. 2006.",
        "Лихачев А. Б. Окно в Европу.",
    ]


def test_what_is_cited_at_second_hand_has_its_words_before_it() -> None:
    """4.12."""
    assert printed({"cite": "mind", "prefix": "Цит. по: "}) == ["Цит. по: Putham А. Б. Mind. 2006."]


def test_references_within_the_text_and_pointers() -> None:
    asked = ["image", {"cite": "image", "page": 7}, {"cite": "beauty", "volume": 2, "page": 5}]
    assert printed(*asked, style="gost-r-7.0.5-2008-inline")[1] == "(Там же. С. 7)"
    assert printed(*asked, style="gost-r-7.0.5-2008") == ["[1]", "[1, с. 7]", "[2, т. 2, с. 5]"]


def test_sources_of_an_article_are_called_by_their_numbers() -> None:
    article = Article(
        references=(
            Reference(number="3", work=SOURCES[3]),
            Reference(number="4", as_printed="Бауэр О. Вопрос."),
        )
    )
    made = render_notes([article], notes_of([3, {"cite": 3, "page": 1}, 4]))
    assert [note.text for note in made] == [
        "Лихачев А. Б. Образ города. 2006.",
        "Там же. С. 1.",
        "Бауэр О. Вопрос.",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "a list"),
        ([[]], "note 1 cites nothing"),
        ([{"page": 5}], "note 1: a cite is an id"),
        (["a", {"cite": "a", "seite": 5}], "note 2: unknown 'seite'"),
        ([{"cite": "a", "page": 5, "line": 2}], "note 1: one place"),
        (["a", {"note": 1, "cites": ["a"]}], "note 2: the number '1' does not follow"),
        ([{"note": "x", "cites": ["a"]}], "note 1: the number 'x'"),
    ],
)
def test_what_is_no_file_of_notes_is_told_with_its_place(value: Any, message: str) -> None:
    with pytest.raises(NotesError, match=message):
        notes_of(value)


def test_a_source_that_there_is_not_is_named_with_what_comes_near() -> None:
    with pytest.raises(NotesError, match="note 2: there is no source 'imag'; did you mean 'image'"):
        printed("image", "imag")


def test_control_characters_are_left_out() -> None:
    made = render_notes([work("x", "Ли", "Кни\x07га")], notes_of(["x"]))
    assert made[0].text == "Ли А. Б. Книга. 2006."


def test_notes_are_numbered_in_every_markup() -> None:
    made = render_notes(SOURCES, notes_of([{"note": 7, "cites": ["mind"]}]))
    assert as_text(made) == "7. Putham А. Б. Mind. 2006.\n"
    assert as_text(made, "markdown").startswith("[^7]: Putham")
    assert "<sup>7</sup>" in as_text(made, "html")
    assert as_text(made, "latex").startswith("\\footnotetext[7]{Putham")
