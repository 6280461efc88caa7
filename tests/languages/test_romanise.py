"""Romanisation by every system we have, checked on names the authorities print, and back."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import deromanise, romanise, systems
from citekit.languages._load import folders_with, load

EXAMPLES = [
    ("kk", "bgn-pcgn", "Қазақ университеті", "Qazaq ūnīversīteti"),
    ("kk", "bgn-pcgn", "Әдебиеттер тізімі", "Ädebīetter tizimi"),
    ("kk", "kz-latin-2021", "Қазақ университеті", "Qazaq universitetı"),
    ("kk", "kz-latin-2021", "ІЛИЯС Исатай", "ILİIAS İsatai"),
    ("kk", "kz-latin-2018", "Ахмет Байтұрсынұлының дәйекшесі", "Ahmet Baıtursynulynyń dáıekshesi"),
    ("kk", "kz-latin-2017", "ғылым", "g'ylym"),
    ("kk", "iso9", "Қазақ университеті", "Ķazaķ universitetì"),
    ("kk", "iso9", "Әдебиеттер тізімі", "A̋debietter tìzìmì"),
    ("kk", "odni", "Өтеген Ұлы жүйе", "Otegen Uly zhuye"),
    ("kk", "icao-9303", "ҚАЙРАТ ӘБЕНОВ", "KAIRAT ABENOV"),
    ("kk", "ala-lc", "Ұлттық тәрбие", "Ūlttyq tărbie"),
    ("ru", "bsi", "Формирование профессиональных компетенций будущих педагогов",
     "Formirovanie professional'nykh kompetentsii budushchikh pedagogov"),
    ("ru", "bsi", "объезд", 'ob"ezd'),
    ("ru", "bs-2979", "Достоевский", "Dostoevsky"),
    ("ru", "bgn-pcgn", "компетенций будущих", "kompetentsiy budushchikh"),
    ("ru", "bgn-pcgn", "Елисеев, Воробьёв, подъезд, Ельцин", "Yeliseyev, Vorob’yëv, pod”yezd, Yel’tsin"),
    ("ru", "iso9", "компетенций будущих", "kompetencij buduŝih"),
    ("ru", "gost-7.79-b", "компетенций будущих, цапля", "kompetencij budushhix, czaplya"),
    ("ru", "ala-lc", "Цой Юлия", "T͡soĭ I͡ulii͡a"),
    ("ru", "icao-9303", "Подъячев Юрий", "Podieiachev Iurii"),
    ("ru", "translit-online", "Щербина Юлия, химия", "Shherbina Julija, himija"),
    ("uk", "bgn-pcgn", "Згорани, Знам’янка, Юрій, Єнакієве, Їжакевич, Йосипівка",
     "Zghorany, Znamianka, Yurii, Yenakiieve, Yizhakevych, Yosypivka"),
    ("uk", "bgn-pcgn", "Борщагівка Ґалаґан Гоща", "Borshchahivka Galagan Hoshcha"),
    ("uk", "ala-lc", "Єнакієве, Кожанка, Мокіївці", "I͡enakii͡eve, Koz͡hanka, Mokiïvt͡si"),
    ("ky", "bgn-pcgn", "Ысык-Көл Облусу, Жалал-Абад, Чүй", "Ysyk-Köl Oblusu, Jalal-Abad, Chüy"),
    ("uz-Cyrl", "bgn-pcgn", "Ўзбек тили, яхшилик, туғиладилар", "O‘zbek tili, yaxshilik, tug‘iladilar"),
    ("uz", "bgn-pcgn", "Тошкент", "Toshkent"),
    # an alias, a tag with a region
    ("kk-KZ", "GOST 7.79-A".replace(" ", "-"), "тіл", "tìl"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "system", "text", "latin"), EXAMPLES)
def test_examples(language: str, system: str, text: str, latin: str) -> None:
    assert romanise(text, language, system) == latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Щука", "Shchuka"),
        ("ЩУКА", "SHCHUKA"),
        ("щука", "shchuka"),
        ("Ю. А. Щукин", "Yu. A. Shchukin"),
        ("Ж.-К. Юнкер", "Zh.-K. Yunker"),
        ("ХИМИЯ И ЖИЗНЬ: Я", "KHIMIYA I ZHIZN': YA"),
        ("НаучЖурнал", "NauchZhurnal"),
        ("БАЩ", "BASHCH"),
    ],
)
def test_capitals_follow_the_original(text: str, latin: str) -> None:
    assert romanise(text, "ru", "bsi") == latin


def test_other_scripts_pass_through() -> None:
    text = "DOI: 10.1000/xyz — naïve, ελληνικά, 中文, № 5"
    assert romanise(text, "kk", "iso9") == text


def test_kazakh_names_in_russian_text_do_not_stay_cyrillic() -> None:
    assert (
        romanise("Сборник имени Ә. Қоңыратбаева", "ru", "bsi") == "Sbornik imeni Ä. Qongyratbaeva"
    )


@pytest.mark.parametrize("language", folders_with("romanisation"))
def test_every_letter_of_the_alphabet_has_its_letter(language: str) -> None:
    alphabet = load(language, "letters")["alphabet"]
    for system in systems(language):
        for letter in alphabet:
            assert not re.search(r"[\u0400-\u052f]", romanise(letter, language, system.id)), system
        assert system.name
        assert system.source


@pytest.mark.parametrize(
    ("language", "system"),
    [(each.language, each.id) for each in systems() if each.reversible],
)
@given(data=st.data())
def test_reversible_systems_are_reversed(language: str, system: str, data: st.DataObject) -> None:
    """Of words as the language may have them: a sign (ъ, ь) follows a consonant, two do not meet."""
    alphabet = [c for c in load(language, "letters")["alphabet"] if c.isalpha()]
    vowels = set("аеёиоуыэюяәөұүіїєў")
    signs = [c for c in alphabet if c in "ъь"]
    plain = st.sampled_from([c for c in alphabet if c not in signs])
    hard = st.sampled_from([c for c in alphabet if c not in signs and c not in vowels and c != "й"])
    signed = st.builds(str.__add__, hard, st.sampled_from(signs)) if signs else plain
    word = st.lists(st.one_of(plain, signed), min_size=2, max_size=12).map("".join)
    text = " ".join(data.draw(st.lists(word, min_size=1, max_size=4)))
    for cased in (text, text.title(), text.upper()):
        assert deromanise(romanise(cased, language, system), language, system) == cased


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(
        ValueError, match="no system 'bsi' to romanise kk; there are iso9, bgn-pcgn"
    ):
        romanise("тіл", "kk", "bsi")
    with pytest.raises(ValueError, match="no table to romanise the language 'el'"):
        romanise("тіл", "el")
    with pytest.raises(ValueError, match="cannot be undone; it can for iso9"):
        deromanise("til", "kk", "bgn-pcgn")


@given(st.text(max_size=80))
def test_any_text_can_be_given(text: str) -> None:
    for system in ("bgn-pcgn", "kz-latin-2021", "iso9"):
        romanise(text, "kk", system)
    deromanise(text, "kk")


def test_tables_agree_with_the_collected_ones(shared: Path) -> None:
    """Letter by letter with the tables in the reference data, where they have the letter."""
    collected = json.loads((shared / "gost/translit-tables.json").read_text(encoding="utf-8"))
    names = {
        "iso9": "iso9-1995 = gost-7.79-2000-A", "gost-7.79-b": "gost-7.79-2000-B",
        "odni": "ics-630-01-2015 (ODNI)", "bsi": "bsi (translit.ru «BSI»)",
        "bs-2979": "bs-2979-1958-strict", "icao-9303": "icao-9303 / mvd-310",
        "gost-16876": "gost-16876-71",
        "translit-online": "translit-online default (observed: Вестник КазУТБ 2024-2025)",
    }  # fmt: skip
    compared = set()
    for language in ("kk", "ru"):
        for system in systems(language):
            keys = (names.get(system.id, ""), system.id, f"{system.id}-1979", f"{system.id}-1947")
            key = next((k for k in keys if k in collected[language]), None)
            compared.add(key)
            for letter, latin in collected[language][key]["map"].items() if key else ():
                if latin is not None and latin != "-":
                    # after a consonant, before nothing: away from the contexts of the rules
                    ours = romanise("н" + letter, language, system.id)[1:]
                    assert ours == unicodedata.normalize("NFC", latin), (system.id, letter)
    not_ours = {"journal:nii-ntb.com"}  # BSI, with other quotation marks for ъ and ь
    assert set(collected["kk"]) | set(collected["ru"]) == (compared - {None}) | not_ours


def test_samples_of_the_collected_tables(shared: Path) -> None:
    samples = json.loads((shared / "gost/translit-tables.json").read_text(encoding="utf-8"))
    names = {"kz-2021": "kz-latin-2021", "gost-B": "gost-7.79-b"}
    for text, forms in samples["samples"].items():
        language = "ru" if "bsi" in forms else "kk"
        for name, latin in forms.items():
            ours = romanise(text, language, names.get(name, name))
            assert ours == unicodedata.normalize("NFC", latin), (text, name)
