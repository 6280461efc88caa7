"""Authors in all orders, with all marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.extract.names import in_order, parse_names


@pytest.mark.parametrize(
    ("text", "family", "initials"),
    [
        ("Д.Х.Беделова", "Беделова", "Д. Х."),
        ("Мақыш С.Б.", "Мақыш", "С. Б."),
        ("Zh.M. Kassenova", "Kassenova", "Zh. M."),
        ("Sh. Aitimova", "Aitimova", "Sh."),
        ("В. В. ІВЧУК", "Івчук", "В. В."),
        ("Ә. Қаппасұлы", "Қаппасұлы", "Ә."),
        ("Г.М. 2 Эфендиев", "Эфендиев", "Г. М."),
        ("Парсонс, Т.", "Парсонс", "Т."),
        ("Вячеслав НАГОВИЦЫН", "Наговицын", "В."),
        ("А.-М. Петрова-Водкина", "Петрова-Водкина", "А.-М."),
    ],
)
def test_a_name(text: str, family: str, initials: str) -> None:
    [author] = parse_names(text).authors
    assert (author.family, author.initials) == (family, initials)


@pytest.mark.parametrize(
    ("text", "given_name", "patronymic", "family"),
    [
        ("Зотов Виталий Владимирович", "Виталий", "Владимирович", "Зотов"),
        ("Виталий Владимирович Зотов", "Виталий", "Владимирович", "Зотов"),
        ("Zotov Vitaliy Vladimirovich", "Vitaliy", "Vladimirovich", "Zotov"),
    ],
)
def test_a_full_name(text: str, given_name: str, patronymic: str, family: str) -> None:
    [author] = parse_names(text).authors
    assert (author.given, author.patronymic, author.family) == (given_name, patronymic, family)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("А. Ким1, Б. Ли2*, В. Цой1,2", [("1",), ("2",), ("1", "2")]),
        ("1А. Ким, 2 Б. Ли, 1,2В. Цой", [("1",), ("2",), ("1", "2")]),
        ("А. Ким¹, Б. Ли² және В. Цой¹", [("1",), ("2",), ("1",)]),
        ("А. Ким\n1\n*, Б. Ли\n2\n, В. Цой\n3", [("1",), ("2",), ("3",)]),
        ("А. Ким, Б. Ли", [(), ()]),
    ],
)
def test_marks_stand_before_or_after(text: str, marks: list[tuple[str, ...]]) -> None:
    assert [author.marks for author in parse_names(text).authors] == marks


def test_an_asterisk_marks_the_corresponding_author() -> None:
    assert [a.corresponding for a in parse_names("А. Ким, Б. Ли*").authors] == [False, True]


def test_what_is_no_name_is_left_over() -> None:
    text = "В.В. Буравцов (Россия, Москва, РГГЭУ)"
    assert [text[slice(*span)] for span in parse_names(text).rest] == ["Россия, Москва, РГГЭУ"]


def test_an_institution_named_after_somebody_is_hardly_covered() -> None:
    assert parse_names("Л.Н. Гумилев атындағы Еуразия ұлттық университеті, Астана").covered < 0.3


LETTER = st.sampled_from("АБВГДЕЖЗИКЛМНОПРСТ")


@given(
    st.lists(
        st.tuples(LETTER, LETTER, st.sampled_from(["Ким", "Ли", "Цой", "Ахметов"])), min_size=1
    )
)
def test_lists_come_back_in_order(people: list[tuple[str, str, str]]) -> None:
    text = ", ".join(f"{a}.{b}. {family}" for a, b, family in people)
    found = [(a.initials, a.family) for a in parse_names(text).authors]
    assert found == [(in_order(a + "." + b + "."), family) for a, b, family in people][: len(found)]
    assert len(found) == len(people) or len(text) > 4000


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    for author in parse_names(text).authors:
        assert 0 <= author.start < author.end <= len(text)


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Serik Akhmetov a,*, Dana Bekova b, John K. Smith a,b", ["Akhmetov", "Bekova", "Smith"]),
        ("Zhanar S. Temirbekova, Aliya T. Turgunova & Petr Ivanov", ["Temirbekova", "Turgunova"]),
        ("Серікұлы Мақсат", ["Серікұлы"]),
        ("Akhmetova Gulnara, Kim Anna", ["Akhmetova", "Kim"]),
        ("Gulnara Akhmetova, Anna Kim", ["Akhmetova", "Kim"]),
    ],
)
def test_two_words_and_middle_initials(text: str, families: list[str]) -> None:
    assert [a.family for a in parse_names(text).authors][: len(families)] == families
