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
Сведения об авторах: Садыков Бакыт Токтогулович – к.э.н., доцент; Мамытова Нургуль
Алиевна – старший преподаватель, Нарынский государственный университет, г. Нарын,
Кыргызская Республика
"""
    first, second = people(article("Садыков Б.Т., Мамытова Н.А.", tail))
    house = ("Нарынский государственный университет", "Нарын", "Кыргызская Республика")
    assert where(first) == where(second) == [house]
    found = extract_text(article("Садыков Б.Т., Мамытова Н.А.", tail)).article.provenance
    assert found["author.0.affiliation.0.organization.ru"].method == "inferred"
    assert found["author.1.affiliation.0.organization.ru"].method == "printed"


def test_a_note_may_begin_with_a_mark_and_put_a_comma_after_the_family_name() -> None:
    tail = """
Сведения об авторах
*Садыков, Бакыт Токтогулович (автор для переписки) — доцент; e-mail: sadykov@nsu.kg
Мамытова Нургуль Алиевна* – доцент; e-mail: nurgul@nsu.kg
"""
    first, second = people(article("Садыков Б.Т., Мамытова Н.А.", tail))
    assert (first.email, second.email) == ("sadykov@nsu.kg", "nurgul@nsu.kg")


def test_where_a_persons_institution_is_stands_in_brackets_or_after_commas() -> None:
    byline = """\
Р.С. БЕКЖАНОВ,
доктор философии (PhD), старший преподаватель Высшей школы права
Университет имени А.Б. Кимова
(г. Астана, Казахстан), e-mail: r_bekzhanov@kimov.kz
Е.В. ПАК,
магистр юридических наук, докторант Высшей школы права
Университета имени А.Б. Кимова
(г. Астана, Казахстан), e-mail: e_pak@kimov.kz"""
    first, second = people(article(byline))
    assert where(first) == where(second)
    assert where(first) == [("Университет имени А.Б. Кимова", "Астана", "Казахстан")]
    assert (first.email, second.email) == ("r_bekzhanov@kimov.kz", "e_pak@kimov.kz")


def test_institutions_on_one_line_parted_by_superscripts() -> None:
    byline = """\
Сабитова Айгуль Маратовна¹; Ким Виктор Сергеевич²; Жунусова Динара Ерлановна¹

¹Карагандинский университет имени академика Е.А. Букетова, г. Караганда, Казахстан; \
²Томский политехнический университет, г. Томск, Россия"""
    buketov = ("Карагандинский университет имени академика Е.А. Букетова", "Караганда", "Казахстан")
    tomsk = ("Томский политехнический университет", "Томск", "Россия")
    assert [where(p) for p in people(article(byline))] == [[buketov], [tomsk], [buketov]]


def test_marks_that_are_raised_letters() -> None:
    byline = """\
Serik Akhmetovᵃ, Li Weiᵇ*, Anna-Maria Kozlovaᵃ,ᶜ

ᵃ Faculty of Mechanics, Al-Farabi Kazakh National University, Almaty, Kazakhstan
ᵇ School of Energy, Tsinghua University, Beijing, China
ᶜ Institute of Mechanics, Almaty, Kazakhstan"""
    text = "The paper considers in detail the development of the industry and its features. "
    found = people(
        f"Numerical simulation of flow around a blade\n\n{byline}\n\nAbstract. {text * 4}\n"
        f"Keywords: flow, blade, model\n\nIntroduction\n\n{text * 12}\n"
    )
    assert [p.name["en"].given for p in found] == ["Serik", "Li", "Anna-Maria"]
    assert [[house[1] for house in where(p, "en")] for p in found] == [
        ["Almaty"],
        ["Beijing"],
        ["Almaty", "Almaty"],
    ]


def test_addresses_with_the_authors_marks_and_one_of_them_repeated() -> None:
    byline = """\
М.Т. Сматов1 , А.Қ. Ибраева*2 , Ж.Б. Ким1
1Евразийский национальный университет им. Л.Н. Гумилева, Астана, Казахстан
2Институт истории и этнологии им. Ч.Ч. Валиханова, Алматы, Казахстан
(E-mail: 1smatov.mt@enu.kz, 2ibraeva.ak@iie.kz, 3kim.zhb@enu.kz)
*Автор для корреспонденции: ibraeva.ak@iie.kz"""
    mails = ["smatov.mt@enu.kz", "ibraeva.ak@iie.kz", "kim.zhb@enu.kz"]
    assert [p.email for p in people(article(byline))] == mails


def test_notes_about_authors_named_by_two_words() -> None:
    tail = """
Information about authors
*Bakyt Sadykov – c.e.s., associate professor, Narxoz University, Almaty, Kazakhstan, email: \
sadykov@narxoz.kz, ORCID ID: https://orcid.org/0000-0002-1825-0097
Nurgul Mamytova – PhD, Turan University, Almaty, Kazakhstan, email: nurgul@turan.kz
"""
    first, second = people(article("Садыков Б.Т., Мамытова Н.А.", tail))
    assert (first.email, second.email) == ("sadykov@narxoz.kz", "nurgul@turan.kz")
    assert str(first.orcid) == "0000-0002-1825-0097"


def test_degrees_before_names() -> None:
    byline = """\
д.т.н., профессор Иванов И.И., к.т.н. Петрова А.С., магистрант Ким В.В.
Казахский национальный технический университет имени К.И. Сатпаева, г. Алматы"""
    found = people(article(byline))
    assert [p.name["ru"].family for p in found] == ["Иванов", "Петрова", "Ким"]
    degrees = [p.degree["ru"] if p.degree else None for p in found]
    assert degrees == ["д.т.н", "к.т.н", None]
    assert all("технический университет" in where(p)[0][0] for p in found)


def test_a_note_under_the_byline_repeats_the_name() -> None:
    byline = """\
Е. А. Орлова*

*Орлова Елена Андреевна – кандидат филологических наук, доцент кафедры литературы, \
Омский государственный университет, г. Омск, Россия. E-mail: orlova@omsu.ru"""
    (person,) = people(article(byline))
    assert person.degree is not None
    assert person.degree["ru"] == "кандидат филологических наук"
    assert where(person) == [("Омский государственный университет", "Омск", "Россия")]


def test_degrees_before_institutions() -> None:
    byline = """\
А.Ж. Сапарова*1, Б.М. Абдиров2
1PhD, ассоциированный профессор, Казахский агротехнический университет, Астана, Казахстан
2к.э.н., доцент, Кызылординский университет имени Коркыт Ата, Кызылорда, Казахстан"""
    assert [where(p)[0][0] for p in people(article(byline))] == [
        "Казахский агротехнический университет",
        "Кызылординский университет имени Коркыт Ата",
    ]


def test_orcids_beside_names_and_notes_line_by_line() -> None:
    byline = """\
Айгуль К. Сапарова 1, https://orcid.org/0000-0002-1825-0097
Ерлан Б. Мусин 2, https://orcid.org/0000-0001-5109-3700
Салтанат М. Досова 1

1 Медицинский университет Семей, г. Семей, Республика Казахстан;
2 Казахский НИИ онкологии и радиологии, г. Алматы, Республика Казахстан."""
    found = people(article(byline))
    assert [p.name["ru"].family for p in found] == ["Сапарова", "Мусин", "Досова"]
    assert [str(p.orcid) if p.orcid else None for p in found] == [
        "0000-0002-1825-0097",
        "0000-0001-5109-3700",
        None,
    ]


def test_notes_that_have_a_line_for_each_thing() -> None:
    tail = """
Информация об авторах
Садыков Бакыт Токтогулович
(Казахстан, Караганда)
Доцент, кандидат экономических наук
Карагандинский университет имени академика Е. А. Букетова
E-mail: sadykov@mail.ru

Мамытова Нургуль Алиевна
(Казахстан, Костанай)
Профессор, доктор экономических наук
Костанайский региональный университет
E-mail: nurgul@mail.ru
"""
    first, second = people(article("Б. Т. Садыков, Н. А. Мамытова", tail))
    assert (first.email, second.email) == ("sadykov@mail.ru", "nurgul@mail.ru")
    assert where(first)[0][0] == "Карагандинский университет имени академика Е. А. Букетова"
    assert where(second)[0][0] == "Костанайский региональный университет"
