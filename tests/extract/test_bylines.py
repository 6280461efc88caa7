"""Bylines: names with what follows them, romanised initials, marks before numbers, page headers."""

import pytest

from citekit.extract import extract_text
from citekit.extract.affiliations import Piece, split_institutions
from citekit.extract.names import parse_names
from citekit.model import Person


def described() -> str:
    return (
        "ӘОЖ 631.5\n\n"
        "Омаров Б. Н., ауыл шаруашылығы ғылымдарының докторы, профессор,\n"
        "https://orcid.org/0000-0002-1825-0097\n"
        "«Шығыс университеті» КеАҚ, Орал қ., Қазақстан, omarov@example.kz\n"
        "Сейітов Қ. М., техника ғылымдарының кандидаты, негізгі автор,\n"
        "https://orcid.org/0000-0001-5109-3700\n"
        "«Батыс институты» КеАҚ, Орал қ., Қазақстан, seitov@example.kz\n\n"
        "ТАБИҒИ ЖАЙЫЛЫМДАРДЫҢ ӨНІМДІЛІГІ\n\n"
        "Аңдатпа\nМақалада жайылымдардың өнімділігі жөнінде зерттеу деректері келтірілген. "
        "Алынған нәтижелер ауыспалы пайдалануға негіз болады.\n"
        "Түйін сөздер: жайылым, өнімділік, топырақ, мал жаю.\n"
    )


def test_names_with_degrees_one_after_the_other_each_have_what_follows_them() -> None:
    article = extract_text(described()).article
    people = [p for p in article.author if isinstance(p, Person)]
    assert [p.name["kk"].family for p in people] == ["Омаров", "Сейітов"]
    assert [p.email for p in people] == ["omarov@example.kz", "seitov@example.kz"]
    houses = [a.organization.name["kk"] for p in people for a in p.affiliation if a.organization]
    assert houses == ["«Шығыс университеті» КеАҚ", "«Батыс институты» КеАҚ"]
    assert people[0].degree and people[0].academic_title


@pytest.mark.parametrize(
    ("printed", "initials"),
    [
        ("Yuldashev Sherzod Abdullayevich", "Sh. A."),
        ("Tleubayev Zhanat Serikovich", "Zh. S."),
        ("Sholpan Ye. Tokayeva", "Sh. Ye."),
        ("Charles D. Smith", "C. D."),
        ("Oleg Yu. Petrenko", "O. Yu."),
    ],
)
def test_a_romanised_initial_has_all_the_letters_of_one_cyrillic_letter(
    printed: str, initials: str
) -> None:
    (author,) = parse_names(printed).authors
    assert author.initials == initials


def test_a_record_keeps_initials_that_the_full_names_do_not_say() -> None:
    sherzod, saule = (
        parse_names(name).authors[0].name()
        for name in ("Yuldashev Sherzod Abdullayevich", "Karimova Saule Rustamovna")
    )
    assert (sherzod.initials, saule.initials) == ("Sh. A.", None)


def test_a_mark_stands_before_an_institution_that_begins_with_a_number() -> None:
    text = "¹ «Семей медицина университеті» КеАҚ, Семей қ.;\n² №2 қалалық емхана, Семей қ."
    pieces = [Piece(line, n * 100, n * 100 + len(line)) for n, line in enumerate(text.split("\n"))]
    assert [(it.marks, it.name) for it in split_institutions(pieces)] == [
        (("1",), "«Семей медицина университеті» КеАҚ"),
        (("2",), "№2 қалалық емхана"),
    ]


def test_authors_and_a_title_that_breaks_off_beside_a_page_number_are_a_header() -> None:
    text = (
        "Н.Б. ОМАРОВ, М. ЛИ\n\nҚАЛА АТАУЛАРЫ ТУРАЛЫ\n\nАңдатпа. Мақалада атаулар зерделенеді.\n\n9\n"
        "Омаров Н.Б., Ли М. Қала атаулары ...\n\nАтаулар туралы деректер аз.\n\n10\n"
    )
    furniture = extract_text(text).furniture
    assert "Омаров Н.Б., Ли М. Қала атаулары ..." in [it.text for it in furniture]


def test_kyrgyz_authors_each_have_their_degree_post_university_and_city() -> None:
    text = (
        "УДК 334.7\n\n"
        "Асанов Бакыт Токтогулович, э.и.к., доцент, Ж. Баласагын атындагы КУУ, Бишкек ш.\n"
        "Абдыраева Гүлнара Асан кызы, ага окутуучу, Ош мамлекеттик университети, Ош ш.\n\n"
        "ЧАКАН БИЗНЕСТИ ӨНҮКТҮРҮҮ МАСЕЛЕЛЕРИ\n\n"
        "Аннотация: Макалада чакан бизнести өнүктүрүү маселелери каралат. "
        "Изилдөөнүн жыйынтыктары берилген.\n"
        "Негизги сөздөр: чакан бизнес, салык, өнүгүү, рынок.\n"
    )
    people = [p for p in extract_text(text).article.author if isinstance(p, Person)]
    houses = [a.organization for p in people for a in p.affiliation if a.organization]
    assert [(it.name["ky"], it.city and it.city["ky"]) for it in houses] == [
        ("Ж. Баласагын атындагы КУУ", "Бишкек"),
        ("Ош мамлекеттик университети", "Ош"),
    ]
    assert people[0].degree and people[0].degree["ky"] == "э.и.к"
