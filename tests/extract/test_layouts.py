"""Front pages of many layouts: what is known by its place and its block, and not by a label."""

from citekit.extract import extract_text
from citekit.model import Article, Person

KK = "Мақалада еңбек нарығының дамуы мен оның өңірлік ерекшеліктері жан-жақты қарастырылады.\n"
RU = "В статье подробно рассматриваются развитие рынка труда и его особенности в областях.\n"
EN = "The article considers the development of the labour market and its features in detail.\n"
MORE = (
    "Использованы данные за десять лет, собранные в семи областях и трёх городах страны.\n",
    "Показано, что занятость растёт быстрее там, где больше учебных мест для молодых людей.\n",
)
BODY = "\nВведение\n\n" + "Рынок труда меняется вместе с хозяйством, и это видно по данным.\n" * 9


def read(text: str) -> Article:
    return extract_text(text, works=False).article


def names(article: Article, language: str) -> list[str]:
    people = [person for person in article.author if isinstance(person, Person)]
    found = [person.name.get(language) for person in people]
    return [f"{it.family} {it.initials or it.given_part}" for it in found if it]


def houses(article: Article, language: str) -> list[str]:
    return [
        affiliation.organization.name[language]
        for person in article.author
        if isinstance(person, Person)
        for affiliation in person.affiliation
        if affiliation.organization
    ]


def test_a_title_in_small_letters_alone_above_an_abstract_without_label() -> None:
    article = read(
        "IRSTI 06.77.02\n\nA.B. Kim¹, D.S. Lee²*\n¹Esil University, Astana, Kazakhstan\n"
        "²Turan University, Almaty, Kazakhstan\n*e-mail: d.lee@turan.kz\n\n"
        "Development of the labour market in the regions of the country\n\n"
        f"{EN * 4}Keywords: labour, market, region.\n{BODY}"
    )
    assert article.title is not None
    assert article.abstract is not None
    assert article.title["en"] == "Development of the labour market in the regions of the country"
    assert article.abstract["en"].startswith("The article considers")
    assert names(article, "en") == ["Kim A. B.", "Lee D. S."]
    assert houses(article, "en") == ["Esil University", "Turan University"]


def test_addresses_after_marks_are_no_abstract() -> None:
    article = read(
        "УДК 331.5\n\nА. Б. Ким¹, Д. С. Ли²\n\nРАЗВИТИЕ РЫНКА ТРУДА В ОБЛАСТЯХ СТРАНЫ\n\n"
        "¹Кафедра экономики труда НАО «Евразийский университет»\n"
        "(010000, Республика Казахстан, г. Астана, ул. Мира, 5);\n"
        "²Институт рынка труда (050000, Республика Казахстан, г. Алматы, пр. Абая, 7)\n\n"
        f"Цель. {RU}Методы. {RU}Результаты и обсуждение. {RU}Выводы. {RU}"
        f"Ключевые слова: рынок; труд; область\n{BODY}"
    )
    assert article.abstract is not None
    assert article.abstract["ru"].startswith("Цель. В статье")
    assert "Выводы. В статье" in article.abstract["ru"]
    assert len(houses(article, "ru")) == 2


def test_authors_with_what_they_are_under_a_title() -> None:
    article = read(
        "УДК 331.5\n\nЕҢБЕК НАРЫҒЫНЫҢ ДАМУЫ МЕН ӨҢІРЛІК ЕРЕКШЕЛІКТЕРІ\n\n"
        "Ким А.Б.* – экономика ғылымдарының кандидаты, Еуразия университеті, Астана қ.,\n"
        "Қазақстан Республикасы.\n"
        "Серікова Д.С. – экономика магистрі, Тұран университеті, Алматы қ.,\n"
        "Қазақстан Республикасы.\n\n"
        f"{KK * 4}Түйін сөздер: еңбек, нарық, өңір.\n{BODY}"
    )
    assert names(article, "kk") == ["Ким А. Б.", "Серікова Д. С."]
    assert article.abstract is not None
    assert article.abstract["kk"].startswith("Мақалада еңбек")


def test_full_names_with_marks_and_middle_initials() -> None:
    article = read(
        "UDC 331.5\n\nDEVELOPMENT OF THE LABOUR MARKET IN REGIONS\n\n"
        "Olga M. Malinina¹, Andrey V. Petrov²\n\n¹Esil University, Astana, Kazakhstan\n"
        f"²Turan University, Almaty, Kazakhstan\n\nAbstract. {EN * 3}Keywords: a, b, c.\n"
        "\nЕсенбек Мұрат Серікұлы¹, Сейітова Гүлнар Қанатқызы²\n"
    )
    assert names(article, "en") == ["Malinina Olga M.", "Petrov Andrey V."]


def test_an_institution_named_after_somebody_is_nobody() -> None:
    article = read(
        "УДК 331.5\n\nРАЗВИТИЕ РЫНКА ТРУДА В ОБЛАСТЯХ\n\nА. Б. Ким\n"
        "Университет ЕСИЛ имени А. Б. Кимова, Астана, Казахстан\n\n"
        f"Аннотация. {RU * 3}Ключевые слова: рынок, труд.\n{BODY}"
    )
    assert names(article, "ru") == ["Ким А. Б."]


def test_keywords_go_on_in_the_next_line_and_an_abstract_without_label_may_follow() -> None:
    article = read(
        "УДК 338.48\n\nА. Б. Ким\n\nРАЗВИТИЕ РЫНКА ТРУДА В ОБЛАСТЯХ\n\n"
        f"{RU * 3}\nКлючевые слова: рынок, труд, государственно-\nчастное партнёрство.\n\n"
        f"{EN * 3}\nKey words: market, labour, public-private\npartnership.\n{BODY}"
    )
    assert article.keyword is not None
    assert article.keyword["ru"][-1] == "государственно-частное партнёрство"
    assert article.keyword["en"] == ("market", "labour", "public-private partnership")


def test_a_page_break_within_an_abstract_is_left_out() -> None:
    article = read(
        "УДК 331.5\n\nА. Б. Ким\n\nРАЗВИТИЕ РЫНКА ТРУДА\nВ ОБЛАСТЯХ СТРАНЫ\n\n"
        f"{RU}{MORE[0]}\n45\n© 2024 Евразийский университет\nРазвитие рынка труда в областях страны\n\n"
        f"{MORE[1]}Ключевые слова: рынок, труд.\n{BODY * 4}"
    )
    assert article.abstract is not None
    assert article.abstract["ru"] == " ".join(map(str.strip, (RU, *MORE)))


def test_a_list_is_known_by_the_stem_of_its_heading_and_by_its_numbers() -> None:
    words = "labour income region school market youth city wage price skill trade growth".split()
    entries = "".join(
        f"{n} Kim, A.B., & Lee, D.S. (20{n:02}). The {word} and its features. Journal of\n"
        f"{word.title()} Studies, {n}, 10–19.\n"
        for n, word in enumerate(words, 1)
    )
    article = read(
        "УДК 331.5\n\nА. Б. Ким\n\nРАЗВИТИЕ РЫНКА ТРУДА В ОБЛАСТЯХ\n\n"
        f"Аннотация. {RU * 3}Ключевые слова: рынок, труд.\n{BODY}\n"
        f"Перечень литературы, использованной автором\n\n{entries}"
    )
    assert [reference.number for reference in article.references] == list(map(str, range(1, 13)))


def test_a_second_issn_is_that_of_the_net() -> None:
    article = read(
        "Вестник труда. 2023. Т. 26. № 3\nISSN: 1814-6961 (print), 2788-9718 (online)\n\n"
        "УДК 331.5\n\nРАЗВИТИЕ РЫНКА ТРУДА В ОБЛАСТЯХ\n\nА. Б. Ким\n\n"
        f"Аннотация. {RU * 3}Ключевые слова: рынок, труд.\n{BODY}"
    )
    assert (article.issn, article.eissn) == ("1814-6961", "2788-9718")
    assert article.title is not None
    assert article.title["ru"] == "Развитие рынка труда в областях"
