"""Authors of whole articles: notes at the end, notes under titles, institutions shared."""

from citekit.extract import extract_text
from citekit.model import Person

RU = "В статье подробно рассматриваются развитие туризма и особенности отрасли в регионе. "


def people(text: str) -> list[Person]:
    return [p for p in extract_text(text).article.author if isinstance(p, Person)]


def article(byline: str, tail: str = "") -> str:
    return f"""\
УДК 338.48

{byline}

РАЗВИТИЕ ТУРИЗМА В ОБЛАСТИ

{RU * 4}

Ключевые слова: туризм, кластер, отрасль.

Введение

{RU * 12}

Литература

1. Портер М. Конкуренция. – М.: Вильямс, 2005. – 608 с.
2. Котлер Ф. Маркетинг. – М.: Вильямс, 2006. – 400 с.
{tail}
"""


def where(person: Person, language: str = "ru") -> list[tuple[str, str | None, str | None]]:
    made = []
    for it in person.affiliation:
        house = it.organization
        if house:
            city = house.city.get(language) if house.city else None
            country = house.country.get(language) if house.country else None
            made.append((house.name[language], city, country))
    return made


def test_the_institution_that_only_the_last_note_names_is_everybodys() -> None:
    tail = """
Сведения об авторах: Асанов Бакыт Таалайбекович – к.э.н., доцент; Жеенбекова Нургуль
Асановна – старший преподаватель, Иссык-Кульский государственный университет, г. Каракол,
Кыргызская Республика
"""
    first, second = people(article("Асанов Б.Т., Жеенбекова Н.А.", tail))
    house = ("Иссык-Кульский государственный университет", "Каракол", "Кыргызская Республика")
    assert where(first) == where(second) == [house]
    found = extract_text(article("Асанов Б.Т., Жеенбекова Н.А.", tail)).article.provenance
    assert found["author.0.affiliation.0.organization.ru"].method == "inferred"
    assert found["author.1.affiliation.0.organization.ru"].method == "printed"


def test_a_note_may_begin_with_a_mark_and_put_a_comma_after_the_family_name() -> None:
    tail = """
Сведения об авторах
*Асанов, Бакыт Таалайбекович (автор для переписки) — доцент; e-mail: asanov@iksu.kg
Жеенбекова Нургуль Асановна* – доцент; e-mail: nurgul@iksu.kg
"""
    first, second = people(article("Асанов Б.Т., Жеенбекова Н.А.", tail))
    assert (first.email, second.email) == ("asanov@iksu.kg", "nurgul@iksu.kg")


def test_where_a_persons_institution_is_stands_in_brackets_or_after_commas() -> None:
    byline = """\
Р.С. ЖУМАБЕКОВ,
доктор философии (PhD), старший преподаватель Высшей школы права
Университет имени М.С. Нарикбаева
(г. Астана, Казахстан), e-mail: r_zhumabekov@kazguu.kz
Е.В. ПАК,
магистр юридических наук, докторант Высшей школы права
Университета имени М.С. Нарикбаева
(г. Астана, Казахстан), e-mail: e_pak@kazguu.kz"""
    first, second = people(article(byline))
    assert where(first) == where(second)
    assert where(first) == [("Университет имени М.С. Нарикбаева", "Астана", "Казахстан")]
    assert (first.email, second.email) == ("r_zhumabekov@kazguu.kz", "e_pak@kazguu.kz")
