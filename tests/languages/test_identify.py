"""Which language a block is in: ours surely, their neighbours not mistaken for them."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import identify, identify_all, repair

SHORT = {
    "kk": ["Аңдатпа", "Түйін сөздер", "ТІРЕК СӨЗДЕР", "Әдебиеттер", "ӘОК", "ҒТАМР", "жəне",
           "Этносаралық келісім", "ЭТНОСАРАЛЫҚ КЕЛІСІМ МЕН ТӨЗІМДІЛІК", "Абай Құнанбайұлы"],
    "ru": ["Аннотация", "Ключевые слова", "Литература", "УДК", "СПИСОК ЛИТЕРАТУРЫ", "экономика",
           "ОЧИСТКА СТОЧНЫХ ВОД", "А.Р. Оразаева"],
    "en": ["Abstract", "Key words", "References", "WASTEWATER TREATMENT", "public administration"],
}  # fmt: skip

NEIGHBOURS = [
    ("uk", "Дослідження впливу сполук ренію на стан печінки"),
    ("uk", "КЛЮЧОВІ СЛОВА"),
    ("ky", "Кыргыз Республикасынын экономикасынын өнүгүү маселелери"),
    ("ky", "Мамлекеттик башкаруу жана жергиликтүү өз алдынча башкаруу органдары"),
    ("uz-Cyrl", "Ўзбекистон Республикасида таълим тизимини ислоҳ қилиш"),
    ("uz", "Oʻzbekiston Respublikasida ta’lim tizimini isloh qilish masalalari"),
    ("tt", "Татарстан Республикасында мәгариф һәм тәрбия системасын үстерү турында"),
    ("ba", "Башҡортостан Республикаһында мәғарифты үҫтереү"),
    ("be", "Развіццё адукацыі ў Рэспубліцы Беларусь"),
    ("tg", "Рушди низоми маорифи Ҷумҳурии Тоҷикистон"),
    ("mn", "Монгол Улсын боловсролын тогтолцоо"),
    ("sr", "Развој образовања у Републици Србији"),
    ("de", "Die Entwicklung der öffentlichen Verwaltung in Kasachstan"),
    ("fr", "Le développement de la langue kazakhe"),
    ("tr", "Türkiye Cumhuriyetinde eğitim sisteminin gelişmesi"),
    ("az", "Azərbaycan Respublikasında təhsil sisteminin inkişafı"),
    ("pl", "Rozwój oświaty w Rzeczypospolitej Polskiej"),
    ("ru-Latn", "Razvitie gosudarstvennogo upravleniya v Respublike Kazakhstan"),
    ("kk-Latn", "Qazaqstan Respublikasynyñ bilim beru jüiesi"),
]


@pytest.mark.parametrize("language", SHORT)
def test_labels_and_short_titles(language: str) -> None:
    assert [identify(text).language for text in SHORT[language]] == [language] * len(
        SHORT[language]
    )


@pytest.mark.parametrize(("language", "text"), NEIGHBOURS)
def test_neighbours_are_not_mistaken(language: str, text: str) -> None:
    assert identify(text).language == language
    assert identify(text.upper()).language == language


def test_latin_terms_do_not_make_a_cyrillic_block_english() -> None:
    text = "Терең оқыту, Faster Region-based Convolutional Neural Network (R-CNN), деректер базасы"
    assert identify(text).language == "kk"


def test_a_few_kazakh_names_do_not_make_a_russian_block_kazakh() -> None:
    text = (
        "В статье рассматривается развитие области Жетісу и творчество поэта Тұрғали в годы войны"
    )
    assert identify(text).language == "ru"


def test_candidates_limit_the_answer() -> None:
    assert identify("Ключові слова", ["ru", "kk"]).language in {"ru", "kk"}
    assert {each.language for each in identify_all("модель", ["ru", "kk"])} == {"ru", "kk"}
    with pytest.raises(ValueError, match="no data for the language 'xx'"):
        identify("модель", ["xx"])


def test_a_word_of_all_languages_is_not_sure() -> None:
    assert identify("аудит").score < 0.9 < identify("Мемлекеттік қызмет").score


@given(st.text(max_size=100))
def test_any_text_can_be_given(text: str) -> None:
    ranked = identify_all(text)
    assert not ranked or sum(each.score for each in ranked) == pytest.approx(1)


def test_blocks_of_real_articles(shared: Path) -> None:
    """At least 99 % of titles, abstracts and lists of keywords in each language."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for file in sorted((shared / "articles").glob("*/*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for field in ("title", "abstract", "keywords"):
            for language, value in (gold.get(field) or {}).items():
                if not isinstance(value, dict):
                    continue
                text = value.get("as_printed") or value.get("text") or ", ".join(value["items"])
                asked[language] += 1
                right[language] += identify(repair(text).text).language == language
    assert min(asked["kk"], asked["ru"], asked["en"]) > 150
    assert all(right[language] >= 0.99 * asked[language] for language in asked)
