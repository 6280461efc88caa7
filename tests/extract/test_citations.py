"""Citations in running text: every way in which journals point to their sources, and to a place."""

import pytest

from citekit.extract import extract_text
from citekit.extract.citations import read_group, read_locator

LIST = """
Әдебиеттер

1. Әуезов М.О. Абай жолы. – Алматы: Жазушы, 1997. – 608 б.
2. Иванов А.А. Книга о языке. – М.: Наука, 2010. – 312 с.
3. Рысқұлов Т.Р. Таңдамалы. – Алматы: Қазақстан, 1984. – 263 б.
4. Smith J., Brown K. A Book of Books. – London: Press, 2015. – 220 p.
5. Мокиенко В.М. Славянская фразеология. – М.: Высшая школа, 1989. – 287 с.
6. ӨРОМ – Өзбекстан Республикасының Орталық мұрағаты. – 1920. – 12-қор.
"""
HEAD = """УДК 81

А.Б. Ким

О ПРЕДМЕТЕ И МЕТОДЕ

Аннотация. В статье говорится о предмете и о методе, которым он исследован за эти годы.

Ключевые слова: предмет, метод, язык.

Введение

"""


def cited(
    *sentences: str, references: str = LIST
) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """Return each citation of a text as printed, with what it cites and where."""
    article = extract_text(HEAD + "\n".join(sentences) + "\n" + references, works=False).article
    return [
        (
            " ".join(it.as_printed.split()),
            [(c.reference, c.locator.as_printed if c.locator else None) for c in it.cites],
        )
        for it in article.citations
    ]


@pytest.mark.parametrize(
    ("inner", "cites"),
    [
        ("2, 26–25 б.", [("2", "26–25 б.")]),
        ("2, 45-б.", [("2", "45-б.")]),
        ("2, 67–69-бб.", [("2", "67–69-бб.")]),
        ("1; 3–5, с. 12", [("1", None), ("3", None), ("4", None), ("5", "с. 12")]),
        ("3, p. 7", [("3", "p. 7")]),
        ("4, Б. 12–15", [("4", "Б. 12–15")]),
        ("4, pp. 12-15; 5", [("4", "pp. 12-15"), ("5", None)]),
        ("1. С. 24–25", [("1", "С. 24–25")]),
        ("3; 4. Р. 56", [("3", None), ("4", "Р. 56")]),
        ("5. Л. 31; 6. С. 7", [("5", "Л. 31"), ("6", "С. 7")]),
        ("2: 45", [("2", "45")]),
        ("3, XII б.", [("3", "XII б.")]),
        ("№3, с. 4", [("3", "с. 4")]),
        ("1, 15-b.", [("1", "15-b.")]),
        ("2, т. 3, с. 15", [("2", "с. 15")]),
        ("7, 9, 10", [("7", None), ("9", None), ("10", None)]),
        ("577.1+616.36–006", []),
        ("12 мая", []),
    ],
)
def test_numbers_in_brackets(inner: str, cites: list[tuple[str, str | None]]) -> None:
    got = [(c.reference, c.locator.as_printed if c.locator else None) for c in read_group(inner)]
    assert got == cites


def test_a_number_beyond_the_list_is_a_page() -> None:
    assert [(c.reference, c.locator and c.locator.first) for c in read_group("5; 47", 10)] == [
        ("5", 47)
    ]
    assert [(c.reference, c.locator and c.locator.last) for c in read_group("2, 112–118", 9)] == [
        ("2", 118)
    ]
    assert [c.reference for c in read_group("5; 7", 10)] == ["5", "7"]


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("26–25 б.", "page", 26, 25),
        ("с. 12", "page", 12, 12),
        ("Л. 31", "folio", 31, 31),
        ("Т. 2", "volume", 2, 2),
        ("гл. 3", "chapter", 3, 3),
        ("64-қ., 1-т., 5-іс, 112-п.", "folio", 112, 112),
    ],
)
def test_units(text: str, kind: str, first: int, last: int) -> None:
    locator = read_locator(text)
    assert locator is not None
    assert (locator.type, locator.first, locator.last) == (kind, first, last)


def test_brackets_and_broken_lines() -> None:
    assert cited("Бұл туралы айтылған [1, 45\nб.].", "Так пишут [2, с. 5; 3].", "And so [4].") == [
        ("[1, 45 б.]", [("1", "45 б.")]),
        ("[2, с. 5; 3]", [("2", "с. 5"), ("3", None)]),
        ("[4]", [("4", None)]),
    ]


def test_slashes() -> None:
    assert cited("Так /1, с. 14/ и так /2/ и так /3, с. 22; 4/.") == [
        ("/1, с. 14/", [("1", "с. 14")]),
        ("/2/", [("2", None)]),
        ("/3, с. 22; 4/", [("3", "с. 22"), ("4", None)]),
    ]


def test_round_brackets_fill_a_gap_but_are_not_the_numbers_of_formulas() -> None:
    found = cited("Так [1], и так [2], а так (4, 5) сказано.", "Имеем     (3)", "по формуле (2) и")
    assert [printed for printed, _ in found] == ["[1]", "[2]", "(4, 5)"]


def test_authors_with_years() -> None:
    assert cited(
        "Ұлы шығарма (Әуезов, 1997: 45) деп аталады.",
        "О языке писали [Иванов 2010: 15], и раньше [Мокиенко 1989].",
        "Others (Smith, Brown, 2015, p. 7; Рысқұлов, 1984: 12–13) agree.",
        "За эти годы (1997–2010) и позднее (Астана, 2019) ничего.",
    ) == [
        ("(Әуезов, 1997: 45)", [("1", "45")]),
        ("[Иванов 2010: 15]", [("2", "15")]),
        ("[Мокиенко 1989]", [("5", None)]),
        ("(Smith, Brown, 2015, p. 7; Рысқұлов, 1984: 12–13)", [("4", "p. 7"), ("3", "12–13")]),
    ]


def test_an_archive_by_its_abbreviation() -> None:
    found = cited("Есептер бар [ӨРОМ. 25-қ., 1-т., 112-п.].", "Бұл (Әуезов, 1997: 45) және басқа.")
    assert found[0] == ("[ӨРОМ. 25-қ., 1-т., 112-п.]", [("6", "112-п.")])


def test_footnotes() -> None:
    notes = (
        "1 Ким А.Б. Философия права. – М.: Норма, 2001. – С. 312.\n"
        "2 Doe J. Rights and Courts. – London: Harbour, 2014. – P. 27.\n"
        "3 Там же. – С. 50."
    )
    found = cited("Так считал он1. Это не значит, что так и есть2.", "Но «так бывает»3.", "", notes)
    assert [printed for printed, _ in found] == ["1", "2", "3"]


def test_words_that_lead_to_what_is_cited() -> None:
    found = cited("Иначе [см.: 3, с. 15], так же [Цит. по: 1, 7 б.].", "Бұрын [қар. 2].")
    assert [cites for _, cites in found] == [[("3", "с. 15")], [("1", "7 б.")], [("2", None)]]
    found = cited(
        "Первый (цит. по: Иванов, 2010, с. 5) и второй (e.g., Smith, 2015; Әуезов, 1997).",
        "Третий (см. Рысқұлов, 1984) и он же (А. Иванов, 2010).",
    )
    assert [[number for number, _ in cites] for _, cites in found] == [
        ["2"],
        ["4", "1"],
        ["3"],
        ["2"],
    ]


def test_places_of_one_source_that_a_semicolon_parts() -> None:
    [cite] = read_group("3, c. 5-10; 12-15", most=9)
    assert cite.locator is not None
    assert (cite.reference, cite.locator.as_printed) == ("3", "c. 5-10; 12-15")


def test_an_author_with_two_years() -> None:
    later = LIST + "7. Smith J. Second Book. – London: Sage, 2016. – 50 p.\n"
    found = cited("Так (Smith 2015, 2016) и так (Иванов 2010, 15).", references=later)
    assert [cites for _, cites in found] == [[("4", None), ("7", None)], [("2", "15")]]


def test_raised_notes_beside_numbers() -> None:
    notes = (
        "¹ См.: Закон РК от 20 июня 2022 года № 128-VII «О внесении изменений».\n\n"
        "² Решение экономического суда от 3 марта 2021 года // Архив суда."
    )
    found = cited(
        "Так считал он [1, с. 45]. Площадь в 10 км² не менялась¹.",
        "Суды судят [2] произвольно² [3, с. 15–17].",
        "",
        notes,
    )
    assert found == [
        ("[1, с. 45]", [("1", "с. 45")]),
        ("¹", []),
        ("[2]", [("2", None)]),
        ("²", []),
        ("[3, с. 15–17]", [("3", "с. 15–17")]),
    ]


def test_what_only_looks_like_a_citation() -> None:
    assert (
        cited("УДК [577.1+616.36], год [2010], и/или, 12/05/2020, (см. рис. 2), [от ред.].") == []
    )


def test_an_author_named_in_the_sentence() -> None:
    text = "В статье подробно рассматриваются развитие туризма и особенности отрасли в регионе. "
    article = extract_text(
        f"УДК 338.48\n\nРАЗВИТИЕ ТУРИЗМА В ОБЛАСТИ\n\nА.Б. Садыков\n\nАннотация. {text * 4}\n"
        f"Ключевые слова: туризм, кластер.\n\nВведение\n\n{text}\n"
        "Smith (2010) пишет о том же, Ахметов и Ким (2015: 17) считают иначе; реформа (2015) "
        f"и Закон (2015) не в счёт (Ахметов, 2015).\n{text * 8}\n\nЛитература\n\n"
        "1. Ахметов А., Ким В. Туризм региона. – Алматы: Ғылым, 2015. – 200 с.\n"
        "2. Smith J. Tourism. – London: Sage, 2010. – 300 p.\n"
    ).article
    said = [(c.as_printed, [cite.reference for cite in c.cites]) for c in article.citations]
    assert said == [
        ("Smith (2010)", ["2"]),
        ("Ахметов и Ким (2015: 17)", ["1"]),
        ("(Ахметов, 2015)", ["1"]),
    ]
