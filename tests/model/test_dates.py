"""Dates are EDTF (ISO 8601-2, levels 0 and 1) where they can be, else what was printed."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.model import Date


@pytest.mark.parametrize(
    ("text", "start", "end", "is_range", "circa", "uncertain"),
    [
        ("2024", (2024,), None, False, False, False),
        ("2024-06", (2024, 6), None, False, False, False),
        ("2024-06-28", (2024, 6, 28), None, False, False, False),
        ("1905~", (1905,), None, False, True, False),
        ("1905?", (1905,), None, False, False, True),
        ("1905%", (1905,), None, False, True, True),
        ("1998/2001", (1998,), (2001,), True, False, False),
        ("1998/..", (1998,), None, True, False, False),
        ("/2001", None, (2001,), True, False, False),
        ("-0043-03-15", (-43, 3, 15), None, False, False, False),
        ("Y-17000", (-17000,), None, False, False, False),
    ],
)
def test_edtf(
    text: str,
    start: tuple[int, ...] | None,
    end: tuple[int, ...] | None,
    is_range: bool,
    circa: bool,
    uncertain: bool,
) -> None:
    date = Date(text)
    assert (date.start, date.end, date.is_range) == (start, end, is_range)
    assert (date.circa, date.uncertain, date.literal) == (circa, uncertain, None)


@pytest.mark.parametrize(
    "text", ["[2001?]", "б. г.", "2024-13", "2023-02-29", "2024-06-31", "06.2024", "/", "..", ""]
)
def test_what_is_no_date_is_kept_as_it_stands(text: str) -> None:
    date = Date(text)
    assert (date.literal, date.start, date.year) == (text, None, None)


def test_a_season_is_no_month() -> None:
    spring = Date("2024-21").start
    assert spring is not None
    assert (spring.year, spring.season, spring.month) == (2024, 1, None)


def test_of_refuses_days_that_are_not() -> None:
    assert Date.of(2024, 2, 29) == "2024-02-29"
    with pytest.raises(ValueError, match="there is no date 2023-02-29"):
        Date.of(2023, 2, 29)


@given(st.dates())
def test_every_day_of_the_calendar_is_read(day: object) -> None:
    date = Date(str(day))
    assert date.start is not None and date.start.edtf == str(day)
    assert pickle.loads(pickle.dumps(date)).start == date.start


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    assert Date(text).literal in (None, text.strip())
