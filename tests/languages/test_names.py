"""Initials, patronymics, months."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import (
    initials,
    is_initials,
    is_particle,
    is_patronymic,
    month_name,
    month_number,
    split_given,
)
from citekit.languages._load import folders_with


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        ("Виктор Александрович", "В. А."),
        ("Қасым-Жомарт Кемелұлы", "Қ.-Ж. К."),
        ("Қ.-Ж. К.", "Қ.-Ж. К."),
        ("Қ.Ж.", "Қ. Ж."),
        ("А.С.", "А. С."),
        ("Н . Ә .", "Н. Ә."),
        ("Ю.", "Ю."),
        ("Yu. A.", "Yu. A."),
        ("Zh.M.", "Zh. M."),
        ("Shch.", "Shch."),
        ("Дж. Р. Р.", "Дж. Р. Р."),
        ("Jean-Paul", "J.-P."),
        ("Серік Асан ұлы", "С. А."),
        ("John Ronald Reuel", "J. R. R."),
        ("Ә", "Ә."),
        ("", ""),
        ("5", ""),
    ],
)
def test_initials(given_names: str, expected: str) -> None:
    assert initials(given_names) == expected
    assert initials(expected) == expected  # and they stay what they are


@pytest.mark.parametrize(
    ("word", "yes"),
    [
        ("Иванович", True), ("Ильич", True), ("Никитична", True), ("Сергеевна", True),
        ("Кемелұлы", True), ("Серікқызы", True), ("Маратулы", True), ("Маратовна", True),
        ("Іванович", True), ("Петрівна", True), ("Асан уулу", True), ("Алишер ўғли", True),
        ("Kemeluly", True), ("Serikkyzy", True), ("Petrovich", True), ("Мамед оглы", True),
        ("Иванов", False), ("Ұлы", False), ("Абай", False), ("Кич", False), ("Smith", False),
    ],
)  # fmt: skip
def test_patronymics(word: str, yes: bool) -> None:
    assert is_patronymic(word) is yes


def test_given_names_and_patronymic_part() -> None:
    assert split_given("Александр Сергеевич") == ("Александр", "Сергеевич")
    assert split_given("Асан Серік ұлы") == ("Асан", "Серік ұлы")
    assert split_given("Абай") == ("Абай", None)
    assert split_given("Иванович") == ("Иванович", None)  # alone it is no patronymic


def test_initials_are_known() -> None:
    assert all(map(is_initials, ["А.", "А. С.", "Қ.-Ж.", "Дж.Р.", "Yu. A."]))
    assert not any(map(is_initials, ["", "Абай", "А. Абай", "А", "5."]))


def test_particles_are_small() -> None:
    assert is_particle("ван")
    assert not is_particle("Ван")


@pytest.mark.parametrize("language", folders_with("months"))
@pytest.mark.parametrize("form", ["full", "dated", "short"])
def test_every_month_is_read_as_written(language: str, form: str) -> None:
    for number in range(1, 13):
        assert month_number(month_name(number, language, form), language) == number  # type: ignore[arg-type]


def test_months_of_one_language_and_of_all() -> None:
    assert month_number("қазан") == 10
    assert month_number("12 шілде".split()[1]) == 7
    assert month_number("Sept") == 9
    assert month_number("марта", "kk") is None
    assert month_number("нечто") is None
    with pytest.raises(ValueError, match="no names of months in 'xx'"):
        month_name(1, "xx")
    with pytest.raises(ValueError, match="no month 13"):
        month_name(13, "kk")


@given(st.text(max_size=40))
def test_any_text_can_be_given(text: str) -> None:
    once = initials(text)
    assert initials(once) == once
    split_given(text)
    is_patronymic(text)
    month_number(text)
