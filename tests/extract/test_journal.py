"""The journal: what headers, running headers, citations of the article itself and its DOI say."""

import pytest

from citekit.extract import extract_text
from citekit.extract.journal import read_header


@pytest.mark.parametrize(
    ("line", "language", "title", "volume", "issue", "year"),
    [
        ("ЭКОНОМИКА И ПРАВО, № 3 (96) 2022", "ru", "Экономика и право", None, "3", "2022"),
        ("Нива Поволжья. 2023. Т. 26. № 3", "ru", "Нива Поволжья", "26", "3", "2023"),
        ("ISSN 1998-6688. Вестник КБТУ. № 1 (60) 2023", "ru", "Вестник КБТУ", None, "1", "2023"),
        ("ALATAU scientific journal №3, Volume 80, 2023", "en", "Alatau", "80", "3", "2023"),
        (
            "Journal of Energy. Volume 145 (2023), Issue 2, 12-19",
            "en",
            "Journal of Energy",
            "145",
            "2",
            "2023",
        ),
        ("Экономика и статистика, 2023, 1   41", "ru", "Экономика и статистика", None, "1", "2023"),
        (
            "Научный журнал «Вестник ТарГУ». 2020. № 1. С. 15–22",
            "ru",
            "Вестник ТарГУ",
            None,
            "1",
            "2020",
        ),
        ("Home / Archives / No. 3 (2022) / Articles", "en", None, None, "3", "2022"),
        ("Серия «Физика». № 2(110)/2023", "ru", None, None, "2", "2023"),
    ],
)
def test_a_header(
    line: str, language: str, title: str | None, volume: str | None, issue: str, year: str
) -> None:
    header = read_header([(line, 0)], [])
    said = header.titles.get(language)
    assert (said[0] if said else None) == title
    assert (header.volume[0] if header.volume else None) == volume
    assert header.issue and header.issue[0] == issue
    assert header.year and header.year[0] == year


def test_lines_under_the_title_give_it_in_other_languages() -> None:
    rows = [
        "Дала тарихы. 2023. Т. 26. № 3",
        "Дала тарихы",
        "История степи",
        "History of the Steppe",
        "Үш айда бір рет шығатын ғылыми журнал",
    ]
    header = read_header([(row, 0) for row in rows], [])
    assert {k: v[0] for k, v in header.titles.items()} == {
        "kk": "Дала тарихы",
        "ru": "История степи",
        "en": "History of the Steppe",
    }


@pytest.mark.parametrize(
    ("cited", "title", "pages"),
    [
        (
            "Малинина О.М. Реки // Вестник Северного университета. 2023. № 82. С. 103–110.",
            "Вестник Северного университета",
            ("103", "110"),
        ),
        (
            "Omar, B. (2022). Rivers. Eastern Journal of Hydrology, (3), 33–41.",
            "Eastern Journal of Hydrology",
            ("33", "41"),
        ),
    ],
)
def test_how_the_article_is_to_be_cited(cited: str, title: str, pages: tuple[str, str]) -> None:
    header = read_header([], [], [(cited, 0)])
    assert [name for name, _ in header.titles.values()] == [title]
    assert header.pages and header.pages[:2] == pages


TEXT = "В статье подробно рассматриваются развитие туризма и особенности отрасли в регионе. "


def article(doi: str = "", foot: str = "") -> str:
    return f"""\
УДК 338.48
{doi}

РАЗВИТИЕ ТУРИЗМА В ОБЛАСТИ

А.Б. Садыков, Н.А. Мамытова

Аннотация. {TEXT * 4}

Ключевые слова: туризм, кластер, отрасль.

Введение

{TEXT * 8}
{foot}
{TEXT * 8}

Литература

1. Портер М. Конкуренция. – М.: Вильямс, 2005. – 608 с.
2. Котлер Ф. Маркетинг. – М.: Вильямс, 2006. – 400 с.
"""


@pytest.mark.parametrize(
    "foot",
    [
        "\n58\nТуризм и наука №3, Том 80, 2023\n",
        "\nТуризм и наука, 2023, № 3                                58\n",
    ],
)
def test_one_page_number_beside_the_journals_line_within_the_text(foot: str) -> None:
    found = extract_text(article(foot=foot)).article
    assert (found.page, found.issue) == ("58", "3")
    assert found.container_title is not None
    assert found.container_title["ru"] == "Туризм и наука"


def test_what_a_doi_is_built_of_is_inferred() -> None:
    found = extract_text(article("https://doi.org/10.5555/1994-2370_2023_60_1_34")).article
    assert (str(found.issn), found.page) == ("1994-2370", "34")
    assert found.provenance["issn"].method == found.provenance["page"].method == "inferred"
    found = extract_text(article("https://doi.org/10.5555/1994-2371_2023_60_1_34")).article
    assert found.issn is None  # its check digit is wrong
    assert extract_text(article("DOI 10.31489/2023PH2/23-31")).article.page == "23–31"


def test_a_date_may_stand_under_its_label() -> None:
    text = article().replace("Введение", "Published\n2022-09-30\n\nВведение")
    assert str(extract_text(text).article.issued) == "2022-09-30"


def test_the_end_of_a_doi_is_no_page() -> None:
    text = article().replace("УДК 338.48", "МРНТИ 14.35.07   https://doi.org/10.51889/2022-1.17.05")
    assert extract_text(text).article.page is None


def test_a_first_line_with_issue_and_year_is_the_journals() -> None:
    found = extract_text("ИЗВЕСТИЯ ВУЗОВ КЫРГЫЗСТАНА, № 4, 2021\n\n" + article()).article
    assert (found.issue, str(found.issued)) == ("4", "2021")
    assert found.title is not None and found.title["ru"].startswith("Развитие туризма")
