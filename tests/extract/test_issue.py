"""An issue in one file is cut into its articles, and one article stays whole."""

from itertools import accumulate
from pathlib import Path

import pytest

from citekit.extract import extract_issue
from citekit.extract.document import Source
from citekit.extract.issue import articles_of
from citekit.model import Person
from tests.extract.issues import ARTICLES, AUTHORS, pages
from tests.extract.pdf import make_pdf

HEADER = "Вестник университета. № 2 (14). 2024"


def starts(parts: list[Source]) -> list[int]:
    return [int(part.name.rpartition(" ")[2]) for part in parts]


def families(file: Path) -> list[str | None]:
    first = [extraction.article.author[0] for extraction in extract_issue(file, works=False)]
    return [person.name["ru"].family for person in first if isinstance(person, Person)]


def test_a_text_is_cut_where_articles_begin() -> None:
    parts = articles_of(Source("issue.txt", "".join(ARTICLES)))
    assert starts(parts) == [0, *accumulate(map(len, ARTICLES[:-1]))]
    assert parts[1].name == f"issue.txt, article 2 of 4, from character {len(ARTICLES[0])}"


def test_what_stands_above_the_first_article_is_left_out() -> None:
    cover = f"{HEADER}\n\nРЕДАКЦИОННЫЙ СОВЕТ\n\n" + "Иванов И. И., профессор\n" * 30
    contents = "СОДЕРЖАНИЕ\n\n" + "Ким А. Б. Анализ рынка труда ........ 5\n" * 9 + "\n"
    parts = articles_of(Source("issue.txt", cover + contents + "".join(ARTICLES)))
    assert starts(parts)[0] == len(cover + contents)
    assert len(parts) == 4


@pytest.mark.parametrize("text", ARTICLES)
def test_an_article_stays_whole(text: str) -> None:
    long = text.replace("Заключение", "Ещё одна мысль о труде и о рынке.\n" * 300 + "\nЗаключение")
    assert articles_of(Source("a.txt", long)) == [Source("a.txt", long)]


def test_every_article_of_a_pdf_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    file = tmp_path / "issue.pdf"
    file.write_bytes(make_pdf(pages(HEADER)))
    assert families(file) == AUTHORS
