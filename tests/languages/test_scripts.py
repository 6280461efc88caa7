"""Scripts of letters, words, texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import main_script, mixed_script_words, script_of, scripts_of
from citekit.languages._load import folders_with, load


@pytest.mark.parametrize(
    ("char", "script"),
    [("a", "Latn"), ("ə", "Latn"), ("ә", "Cyrl"), ("ы", "Cyrl"), ("Ω", "Grek"), ("中", "Hani"),
     ("é", "Latn"), ("ش", "Arab"), ("ქ", "Geor"), ("5", None), ("-", None), (" ", None)],
)  # fmt: skip
def test_script_of_a_letter(char: str, script: str | None) -> None:
    assert script_of(char) == script


def test_script_of_a_text() -> None:
    assert main_script("Вестник КазНУ (ISSN)") == "Cyrl"
    assert main_script("12.5 – 14") is None
    assert scripts_of("аb") == {"Cyrl": 1, "Latn": 1}


def test_words_of_two_scripts_are_found() -> None:
    text = "Альжаксина Н.E., toleraпtia, жəне, IT-технология, Respublikasynyң"
    assert [text[a:b] for a, b in mixed_script_words(text)] == [
        "toleraпtia",
        "жəне",
        "Respublikasynyң",
    ]


@pytest.mark.parametrize("language", folders_with("letters"))
def test_an_alphabet_is_of_one_script(language: str) -> None:
    assert len(scripts_of(re.sub("[ʻʼʹʺ]", "", load(language, "letters")["alphabet"]))) == 1


@given(st.text(max_size=50))
def test_any_text_can_be_given(text: str) -> None:
    assert sum(scripts_of(text).values()) == sum(map(str.isalpha, text))
    mixed_script_words(text)
