"""Marks in text: fields are parsed, seams are settled, nothing of the text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.csl.locale import Locale
from citekit.csl.richtext import BLOCK, CLOSE, ITALIC, QUOTE_CLOSE, QUOTE_OPEN, parse_field, settle
from citekit.csl.writers import writer
from tests.csl.support import book, cited, style

ENGLISH = Locale("en-US")


def html(field: str) -> str:
    return writer("html").write(parse_field(field), ENGLISH)


@given(st.text(alphabet=f".,:;!? xé{CLOSE}{ITALIC}{QUOTE_CLOSE}", max_size=12))
def test_texts_settle_alike_whether_or_not_elsewhere_two_spaces_meet(text: str) -> None:
    # With two spaces in it a text is looked through sign by sign; most are spared that.
    assert settle(f"{text}a  b") == settle(f"{text}a b")


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        ("A <i>b</i> c", "A <i>b</i> c"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ('<span class="nocase">mRNA</span>', "mRNA"),
        ("an <i>unclosed tag", "an &#60;i&#62;unclosed tag"),
        ("a </b> stray end", "a &#60;/b&#62; stray end"),
        ("<script>x</script>", "&#60;script&#62;x&#60;/script&#62;"),
        ("x²", "x<sup>2</sup>"),
        ("l'Égypte", "l’Égypte"),
        ("dogs' life", "dogs’ life"),
        ('a "quoted" word', "a “quoted” word"),
        ("a \"double 'single' quote\"", "a “double ‘single’ quote”"),
        ('one " orphan', 'one " orphan'),
    ],
)
def test_markup_and_quotation_marks_of_a_field(field: str, printed: str) -> None:
    assert html(field) == printed


@pytest.mark.parametrize(
    ("left", "right", "printed"),
    [
        (".", ".", "."), (",", ",", ","), ("?", ".", "?"), ("!", ":", "!"), (":", "?", "?"),
        (";", ".", ";"), (".", ",", ".,"), ("?", ",", "?,"), (".", ":", ".:"), (" ", " ", " "),
    ],
)  # fmt: skip
def test_colliding_punctuation(left: str, right: str, printed: str) -> None:
    assert settle(f"a{left}{right}b") == f"a{printed}b"


def test_punctuation_collides_across_the_end_of_formatting() -> None:
    assert settle(f"{ITALIC}What?{CLOSE}. Next") == f"{ITALIC}What?{CLOSE} Next"


@pytest.mark.parametrize(
    ("inside", "expected"), [(True, "“Title,” next"), (False, "“Title”, next")]
)
def test_comma_after_a_quotation(inside: bool, expected: str) -> None:
    text = settle(f"{QUOTE_OPEN}Title{QUOTE_CLOSE}, next", inside)
    assert writer("text").write(text, ENGLISH) == expected


def test_an_ellipsis_within_a_field_is_left_alone() -> None:
    assert writer("text").write(settle(parse_field("The end of...") + ". Next"), ENGLISH) == (
        "The end of... Next"
    )


@given(st.text())
def test_settling_twice_changes_nothing(text: str) -> None:
    once = settle(parse_field(text), True)
    assert settle(once, True) == once


@given(st.text(alphabet="ab'\"“”‘’<>/i «»()", max_size=30))
def test_letters_survive_whatever_the_quotation_marks(text: str) -> None:
    printed = writer("text").write(parse_field(text), ENGLISH)
    assert [c for c in printed if c == "a"] == [c for c in text if c == "a"]


@given(st.text())
def test_html_never_lets_markup_through(text: str) -> None:
    printed = html(text)
    for tag in ("<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "</sub>", "</span>"):
        printed = printed.replace(tag, "")
    printed = printed.replace('<span style="font-variant:small-caps;">', "")
    assert "<" not in printed.replace('<span style="', "")


def test_a_point_that_moves_into_a_quotation_takes_the_formatting_of_the_style_only() -> None:
    csl = style(
        '<group suffix=","><text variable="title" quotes="true" font-style="italic"/></group>'
    )
    assert cited(csl, book(), output="html") == "“<i>Words,</i>”"
    csl = style('<group suffix=","><text variable="title" quotes="true"/></group>')
    assert cited(csl, book(title="My <i>words</i>"), output="html") == "“My <i>words</i>,”"


def test_a_block_with_nothing_but_formatting_in_it_vanishes() -> None:
    assert settle(f"{BLOCK}{ITALIC}{CLOSE}{CLOSE}{BLOCK}x{CLOSE}") == f"{BLOCK}x{CLOSE}"
