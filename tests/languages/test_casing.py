"""Titles in capitals, and letters whose capitals differ by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import is_shouted, lower, sentence_case, spellings, upper

TITLES = [
    ("kk", "ЭТНОСАРАЛЫҚ КЕЛІСІМ МЕН ТӨЗІМДІЛІКТІҢ ҚАЗАҚСТАНДЫҚ ҮЛГІСІНІҢ КЕЛЕШЕГІ",
     "Этносаралық келісім мен төзімділіктің қазақстандық үлгісінің келешегі"),
    ("kk", "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНДАҒЫ ХХІ ҒАСЫР", "Қазақстан Республикасындағы ХХІ ғасыр"),
    ("kk", "ҚР ЗАҢНАМАСЫНЫҢ ДАМУЫ", "ҚР заңнамасының дамуы"),
    ("ru", "ОЧИСТКА СТОЧНЫХ ВОД. МЕТОДЫ", "Очистка сточных вод. Методы"),
    ("ru", "РАЗВИТИЕ БИЗНЕСА В РЕСПУБЛИКЕ КАЗАХСТАН И НУР-СУЛТАНЕ",
     "Развитие бизнеса в Республике Казахстан и Нур-Султане"),
    ("ru", "ВКЛАД «МӘҢГІЛІК ЕЛ» В XXI ВЕКЕ: ОПЫТ РК", "Вклад «Мәңгілік ел» в XXI веке: опыт РК"),
    ("ru", "СОЦИАЛЬНО-ЭКОНОМИЧЕСКОЕ РАЗВИТИЕ", "Социально-экономическое развитие"),
    ("ru", "ВЛИЯНИЕ pH НА СО2", "Влияние pH на СО2"),
    ("en", "WASTEWATER TREATMENT IN THE REPUBLIC OF KAZAKHSTAN USING IOT",
     "Wastewater treatment in the Republic of Kazakhstan using IOT"),
    ("uk", "ВПЛИВ СИСТЕМИ НА СТАН ПЕЧІНКИ В УКРАЇНІ", "Вплив системи на стан печінки в Україні"),
    ("tr", "TÜRKİYE'DE IŞIK", "Türkiye'de ışık"),
    # not in capitals, or of a language that this cannot be known of: left alone
    ("ru", "Роль ОЭСР в Европе", "Роль ОЭСР в Европе"),
    ("de", "DIE VERWALTUNG DER STADT", "DIE VERWALTUNG DER STADT"),
    ("en", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "expected"), TITLES)
def test_titles_in_capitals(language: str, title: str, expected: str) -> None:
    assert sentence_case(title, language) == expected


def test_how_the_article_writes_its_words_is_evidence() -> None:
    body = "Это делает ОЭСР, и река Ишим течёт, её очистка нужна. О рынке Казахстана в ЕАЭС пишут."
    title = "ОЭСР И ОЧИСТКА РЕКИ ИШИМ: РЫНОК КАЗАХСТАНА В XX ВЕКЕ"
    expected = "ОЭСР и очистка реки Ишим: рынок Казахстана в XX веке"
    assert sentence_case(title, "ru", spellings(title, body)) == expected


def test_a_title_that_is_all_capitals_is_no_evidence_of_itself() -> None:
    title = "РОЛЬ ОПЫТА, КАЗАХСТАНСКАЯ МОДЕЛЬ"
    assert "КАЗАХСТАНСКАЯ" not in spellings(title, title)


def test_the_dotless_i() -> None:
    assert lower("IŞIK İL", "tr") == "ışık il"
    assert upper("ışık il", "tr") == "IŞIK İL"
    assert (lower("TIL"), upper("til")) == ("til", "TIL")
    assert (lower("ІС", "kk"), upper("іс", "kk")) == ("іс", "ІС")


def test_what_is_in_capitals() -> None:
    assert is_shouted("ҒЫЛЫМ")
    assert not is_shouted("А")
    assert not is_shouted("Ғылым және РК")
    assert not is_shouted("12.5")


@given(st.text(max_size=80), st.sampled_from(["kk", "ru", "en", "tr", "xx"]))
def test_only_capitals_change(text: str, language: str) -> None:
    assert (
        sentence_case(text, language).casefold().replace("\u0307", "")
        == text.casefold().replace("\u0307", "")
        or language == "tr"
    )
    spellings(text, text)
