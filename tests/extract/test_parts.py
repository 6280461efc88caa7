"""Labels, codes, affiliations, dates, citations, lists and keywords, each by itself."""

import pytest

from citekit.extract.affiliations import Piece, split_institutions
from citekit.extract.bibliography import split_entries
from citekit.extract.citations import read_group
from citekit.extract.codes import codes_in
from citekit.extract.dates import find_date
from citekit.extract.document import Line
from citekit.extract.keywords import split_keywords
from citekit.extract.people import likeness
from citekit.extract.posts import nominative, read_post
from citekit.extract.vocabulary import labels_of


@pytest.mark.parametrize(
    ("line", "field", "rest"),
    [
        ("Түйін сөздер: білім", "keywords", "білім"),
        ("Tүйін cөздep: білім", "keywords", "білім"),
        ("К л ю ч е в ы е  с л о в а: труд", "keywords", "труд"),
        ("Ключевые слава: труд", "keywords", "труд"),
        ("Аннотация. В статье", "abstract", "В статье"),
        ("Әдибиеттер", "references", ""),
        ("СПИСОК ЛИТЕРАТУРЫ", "references", ""),
        ("Статья поступила в редакцию 3.02.2020", "received", "3.02.2020"),
        ("Correspondence: a@b.kz", "correspondence", "a@b.kz"),
        ("Kalit so‘zlar: til", "keywords", "til"),
    ],
)
def test_labels_through_damage(line: str, field: str, rest: str) -> None:
    found = labels_of(line)
    assert field in {label.field for label in found}
    assert line[found[0].end :].strip() == rest


def test_a_word_that_only_begins_like_a_label_is_none() -> None:
    assert not labels_of("Аннотациялар алдын ала өңдеу кезеңдерінен өтеді")


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("УДК 911.37 (470.621)", "udc", "911.37 (470.621)"),
        ("УДК [577.1+616.36–006]:546.719", "udc", "[577.1+616.36–006]:546.719"),
        ("УДК.622.293", "udc", "622.293"),
        ("XҒТАР 06.35.31", "irsti", "06.35.31"),
        ("МРНТИ: 82.33.13", "irsti", "82.33.13"),
        ("ББК 76.17+86.38", "bbk", "76.17+86.38"),
        ("https://doi.org/10.58805/kazutb.v.4.25-454.", "doi", "10.58805/kazutb.v.4.25-454"),
        ("DOI 10.1016/s0892-6875(97)00072-1", "doi", "10.1016/s0892-6875(97)00072-1"),
        ("eISSN 2663-1830", "eissn", "2663-1830"),
    ],
)
def test_codes(text: str, scheme: str, value: str) -> None:
    assert (scheme, value) in {(code.scheme, code.value) for code in codes_in(text)}


def institutions(*lines: str) -> list[tuple[tuple[str, ...], str, str | None, str | None]]:
    pieces = [Piece(line, 0, len(line)) for line in lines]
    return [(it.marks, it.name, it.city, it.country) for it in split_institutions(pieces)]


def test_institutions_by_mark() -> None:
    assert institutions(
        "1 Esil University, Астана, Қазақстан", "2 Пенза университеті, Пенза, Ресей"
    ) == [
        (("1",), "Esil University", "Астана", "Қазақстан"),
        (("2",), "Пенза университеті", "Пенза", "Ресей"),
    ]


def test_institutions_whose_marks_fell_out_of_their_lines() -> None:
    found = institutions(
        "1", "2", "Esil University, Astana, Kazakhstan,", "Penza University,", "Penza, Russia"
    )
    assert [(marks, name) for marks, name, _, _ in found] == [
        (("1",), "Esil University"),
        (("2",), "Penza University"),
    ]


def test_contact_is_no_institution() -> None:
    assert institutions("Satbayev University, Алматы, Казахстан, e-mail: a@b.kz")[0][1:] == (
        "Satbayev University",
        "Алматы",
        "Казахстан",
    )


def test_a_name_that_an_institution_bears_may_stand_on_the_next_line() -> None:
    assert institutions(
        "Non-profit JSC “Almaty University of Power Engineering named after",
        "Gumarbek Daukeyev”, Almaty, Kazakhstan",
    ) == [
        (
            (),
            "Non-profit JSC “Almaty University of Power Engineering named after Gumarbek Daukeyev”",
            "Almaty",
            "Kazakhstan",
        )
    ]


def test_an_institution_and_a_post_in_one_clause() -> None:
    post = read_post("Toshkent davlat pedagogika universiteti katta o‘qituvchisi")
    assert post.organization == "Toshkent davlat pedagogika universiteti"
    assert post.position == "katta o‘qituvchisi"


def test_a_kazakh_institution_in_the_genitive_before_a_post() -> None:
    post = read_post("филология ғылымдарының кандидаты, А.Ясауи атындағы ХҚТУ-дың доценті")
    assert (post.organization, post.title) == ("А.Ясауи атындағы ХҚТУ", "доцент")


def test_a_post_in_kazakh() -> None:
    post = read_post(
        "«Саясат» кафедрасының профессоры міндетін атқарушы, саясат ғылымдарының докторы"
    )
    assert post.department == "«Саясат» кафедрасы"
    assert post.position == "профессор міндетін атқарушы"
    assert post.degree == "саясат ғылымдарының докторы"


def test_a_post_in_russian() -> None:
    post = read_post(
        "кандидат географических наук, доцент кафедры географии Адыгейского государственного университета"
    )
    assert post.degree == "кандидат географических наук"
    assert (post.position, post.organization) == (
        "доцент",
        "Адыгейский государственный университет",
    )


def test_only_what_is_in_the_genitive_is_changed() -> None:
    assert nominative("Московской академии имени Абая") == "Московская академия имени Абая"
    assert nominative("Институт нефти и газа") == "Институт нефти и газа"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Поступила в редакцию 14.05.2010 г.", "2010-05-14"),
        ("Received 3 March 2021", "2021-03-03"),
        ("Received March 3, 2021", "2021-03-03"),
        ("2024 жылғы 12 мамыр", "2024-05-12"),
        ("2025-03-31", "2025-03-31"),
        ("2006 г.", "2006"),
        ("принята 5 сентября 2019", "2019-09-05"),
    ],
)
def test_dates(text: str, date: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found[0] == date


@pytest.mark.parametrize(
    ("inner", "cites"),
    [
        ("2, 26–25 б.", [("2", "26–25")]),
        ("1; 3–5, с. 12", [("1", None), ("3", None), ("4", None), ("5", "12")]),
        ("7,9,10", [("7", None), ("9", None), ("10", None)]),
        ("1, с. 14–16", [("1", "14–16")]),
        ("4, p. 5; 6, pp. 7-8", [("4", "5"), ("6", "7-8")]),
        ("577.1+616.36–006", []),
    ],
)
def test_citations(inner: str, cites: list[tuple[str, str | None]]) -> None:
    assert [
        (c.reference, c.locator.value if c.locator else None) for c in read_group(inner)
    ] == cites


def entries(text: str) -> list[str]:
    lines, at = [], 0
    for row in text.split("\n"):
        lines.append(Line(row, at, at + len(row)))
        at += len(row) + 1
    return [entry.text for entry in split_entries(lines)]


def test_a_numbered_list() -> None:
    assert entries("1. Ким А. Книга. – М.,\n2001. – 20 с.\n2.Ли Б. Статья // Журнал.") == [
        "Ким А. Книга. – М., 2001. – 20 с.",
        "Ли Б. Статья // Журнал.",
    ]


def test_a_run_in_list() -> None:
    assert entries("1. Ким А. Книга. М., 2001. 2. Ли Б. Статья. 2002. 3. Цой В. Тезисы.") == [
        "Ким А. Книга. М., 2001.",
        "Ли Б. Статья. 2002.",
        "Цой В. Тезисы.",
    ]


def test_a_list_without_numbers() -> None:
    assert (
        len(
            entries("Ким А. Б. Книга. М., 2001. 20 с.\nЛи Б. В. Статья // Журнал. 2002. С. 5–\n10.")
        )
        == 2
    )


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "оқыту, модель (SVM, GPT), «Мәңгілік Ел».",
            ("оқыту", "модель (SVM, GPT)", "«Мәңгілік Ел»"),
        ),
        ("learning; text, spoken; model.", ("learning", "text, spoken", "model")),
        ("труд", ("труд",)),
    ],
)
def test_keywords(text: str, items: tuple[str, ...]) -> None:
    assert split_keywords(text) == items


def test_names_are_alike_across_scripts() -> None:
    assert likeness("Жұматаева", "Zhumatayeva") > 0.9
    assert likeness("Ахметканов", "Мырзахметов") < 0.7
