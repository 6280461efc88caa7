"""The order of lists."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import collator, sort_key

# CLDR: the main exemplar letters of Kazakh in the order of the alphabet, ё beside е.
KAZAKH = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

ORDERS = [
    ("kk", ["Ақын", "Әлем", "Бала", "Ғылым", "Дала", "Ел", "Жер", "Кен", "Қала", "Нан", "Ңұсқа",
            "Ой", "Өлең", "Ту", "Ұлт", "Үй", "Фото", "Хан", "Һәм", "Ыстық", "Іс", "Эра", "Язык", "Abay"]),
    ("ru", ["Аб", "Ели", "Ёлка", "Ель", "Жар", "Иа", "Йод", "Щит", "Юг", "Яр", "Abba", "Zorn"]),
    # Kazakh names in a Russian list keep their places
    ("ru", ["Аманов", "Әбенов", "Беков", "Құлов", "Лосев"]),
    ("uk", ["Гай", "Ґанок", "Еней", "Єва", "Жук", "Ива", "Іван", "Їжак", "Йод", "Юг", "Яр", "Ь"][:-1]),
    ("en", ["Abba", "Ábel", "Ackroyd", "Éric", "Ernst", "Zorn", "Аб", "Яр"]),
    ("tr", ["Can", "Çam", "Dal", "Işık", "İnci", "Su", "Şan"]),
    # a word before longer words; hyphens as spaces; figures before letters; punctuation ignored
    ("ru", ["1984", "2001: космос", "Иванов", "Иванов А.", "Иванов-Петров", "Иванова", "«Иванович»"]),
    ("en", ["co-op", "Co-op", "coop", "resume", "Resume", "résumé"]),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "ordered"), ORDERS)
def test_lists_are_in_order(locale: str, ordered: list[str]) -> None:
    shuffled = random.Random(5).sample(ordered, len(ordered))
    assert sorted(shuffled, key=collator(locale)) == ordered


def test_the_alphabet_is_the_order() -> None:
    assert "".join(sorted(KAZAKH, key=collator("kk"))) == KAZAKH
    assert "".join(sorted(KAZAKH[::-1].upper(), key=collator("kk"))) == KAZAKH.upper()


def test_yo_is_sorted_as_ye() -> None:
    assert sorted(["Пётр Я", "Петр Б", "Пётр А"], key=collator("ru")) == [
        "Пётр А",
        "Петр Б",
        "Пётр Я",
    ]


def test_the_order_of_scripts_can_be_chosen() -> None:
    names = ["Яр", "Abba", "Αθήνα"]
    assert sorted(names, key=collator("ru")) == ["Яр", "Abba", "Αθήνα"]
    assert sorted(names, key=collator("ru", ("Latn", "Cyrl"))) == ["Abba", "Яр", "Αθήνα"]
    assert sorted(names, key=collator("en")) == ["Abba", "Яр", "Αθήνα"]


def test_figures_and_empty_text_come_first() -> None:
    assert sorted(["а", "1", ""], key=collator("kk")) == ["", "1", "а"]


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["kk", "ru", "en", "uk", "tr"]))
def test_keys_are_a_total_order(a: str, b: str, locale: str) -> None:
    assert (sort_key(a, locale) == sort_key(b, locale)) <= (a.swapcase() == b.swapcase())


@pytest.mark.client
def test_agrees_with_icu_on_real_names(shared: Path) -> None:
    icu = pytest.importorskip("icu")
    corpus = json.loads((shared / "bench/corpus-1000.json").read_text(encoding="utf-8"))
    names = {n["family"] for item in corpus for n in item.get("author", []) if "family" in n}
    theirs = icu.Collator.createInstance(icu.Locale("kk"))
    theirs.setAttribute(
        icu.UCollAttribute.ALTERNATE_HANDLING, icu.UCollAttributeValue.NON_IGNORABLE
    )
    cyrillic = sorted(n for n in names if "а" <= n[-1] <= "я")
    assert sorted(cyrillic, key=collator("kk")) == sorted(cyrillic, key=theirs.getSortKey)
