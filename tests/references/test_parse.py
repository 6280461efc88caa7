"""Strings as authors hand them in, and the fields that a person would extract."""

from typing import Any

import pytest

from citekit.formats.csl_json import to_item
from citekit.references import parse, read

CASES: list[tuple[str, dict[str, Any]]] = [
    # GOST, a book, as authors in Kazakhstan type it
    (
        "Кеңесбаев І. Қазақ тілінің фразеологиялық сөздігі. – Алматы: Ғылым, 1977. – 712 б.",
        {
            "type": "book", "title": "Қазақ тілінің фразеологиялық сөздігі", "language": "kk",
            "publisher-place": "Алматы", "publisher": "Ғылым", "number-of-pages": "712",
        },
    ),
    # the marks of areas glued, hyphens for dashes, units in capitals
    (
        "Киселева Т.Ф. Напитки брожения//Пищевая промышленность.- 2019. - № 5(12).- С.10-14",
        {
            "type": "article-journal", "title": "Напитки брожения", "issue": "5(12)",
            "container-title": "Пищевая промышленность", "page": "10–14",
        },
    ),
    # Kazakh pages before and behind the number, a month in words
    (
        "Ахметова Г. Цифрлық экономика // Егемен Қазақстан. – 2021. – 12 наурыз (№ 48). – 5-б.",
        {
            "type": "article-newspaper", "issue": "48", "page": "5",
            "issued": {"date-parts": [[2021, 3, 12]]},
        },
    ),
    # laws: the kind last in Kazakh, first in Russian
    (
        "Қазақстан Республикасының 2007 жылғы 27 шілдедегі № 319-III «Білім туралы» Заңы.",
        {
            "type": "legislation", "title": "Білім туралы", "number": "319-III", "genre": "Заң",
            "jurisdiction": "Қазақстан Республикасы",
        },
    ),
    (
        "Об утверждении Правил: приказ Министра образования РК от 20 января 2015 года № 19.",
        {
            "type": "regulation", "title": "Об утверждении Правил", "number": "19",
            "authority": "Министр образования РК", "issued": {"date-parts": [[2015, 1, 20]]},
        },
    ),
    (
        "ҚР СТ ИСО 707-2011 Сүт және сүт өнімдері. –Астана, 2011.",
        {"type": "standard", "number": "ҚР СТ ИСО 707-2011", "title": "Сүт және сүт өнімдері"},
    ),
    (
        "Петров П. П. Методы анализа : автореф. дис. ... д-ра техн. наук : 05.13.01. – СПб., 2010.",
        {
            "type": "thesis", "genre": "автореф. дис. ... д-ра техн. наук", "number": "05.13.01",
            "publisher-place": "СПб.",
        },
    ),
    (
        "Пат. 2187888 Российская Федерация, МПК7 Н 04 В 1/38. Устройство / Чугаева В. И. ;"
        " заявл. 18.12.00 ; опубл. 20.08.02, Бюл. № 23. – 3 с.",
        {"type": "patent", "number": "2187888", "title": "Устройство", "number-of-pages": "3"},
    ),
    (
        "Розанов И. Н. Доклад // ГАРФ. Ф. А-513. Оп. 1. Д. 12. Л. 14.",
        {
            "type": "manuscript", "archive": "ГАРФ",
            "archive_location": "Ф. А-513. Оп. 1. Д. 12. Л. 14",
        },
    ),
    (
        "Сөздікқор [Электрондық ресурс]. – URL: https://sozdikqor.kz (жүгінген күні: 15.03.2026).",
        {
            "type": "webpage", "URL": "https://sozdikqor.kz",
            "accessed": {"date-parts": [[2026, 3, 15]]},
        },
    ),
    # editors stand in the genitive in Russian
    (
        "Курс экономики / Под ред. Л.И. Абалкина. М., 1997., с. 281-282.",
        {"title": "Курс экономики", "editor": [{"family": "Абалкин", "given": "Л. И."}]},
    ),
    # APA, Vancouver, Chicago, MLA, IEEE, Harvard
    (
        "Smith, J. A., & Doe, R. B. (2019). The title: A subtitle. Journal of Testing, 12(3), 45–67.",
        {
            "type": "article-journal", "title": "The title: A subtitle", "volume": "12",
            "issue": "3", "page": "45–67", "container-title": "Journal of Testing",
        },
    ),
    (
        "Jones, M. (2018). A chapter. In A. Smith & B. Doe (Eds.), The book (pp. 10–25). Springer.",
        {"type": "chapter", "container-title": "The book", "page": "10–25", "publisher": "Springer"},
    ),
    (
        "Smith J, Doe R. Title in Vancouver. J Clin Invest. 2010;120(4):1123-8.",
        {"container-title": "J Clin Invest", "volume": "120", "issue": "4", "page": "1123–8"},
    ),
    (
        'Smith, John. "The Title." Journal of Modern History 45, no. 2 (2003): 120-45.',
        {"title": "The Title", "volume": "45", "issue": "2", "issued": {"date-parts": [[2003]]}},
    ),
    (
        'Smith, John. "The Title." Journal of Modern History, vol. 45, no. 2, 2003, pp. 120-45.',
        {"title": "The Title", "volume": "45", "issue": "2", "page": "120–45"},
    ),
    (
        'J. K. Smith, "Title of paper," IEEE Trans. Neural Netw., vol. 5, pp. 12–24, Jan. 2010.',
        {"title": "Title of paper", "volume": "5", "issued": {"date-parts": [[2010, 1]]}},
    ),
    (
        "Kohn, M. 2007. Trust: Self-interest and the common good. Oxford: Oxford University Press.",
        {"title": "Trust: Self-interest and the common good", "publisher-place": "Oxford"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_fields(text: str, expected: dict[str, Any]) -> None:
    work = parse(text).work

    assert work is not None
    item = to_item(work)
    assert {name: item.get(name) for name in expected} == expected


def test_a_romanised_item_says_its_language_and_translation() -> None:
    work = read(
        "Ivanov I.I. (2018). Formirovanie kompetentsii [Formation of competences]."
        " Vestnik KazNPU, 3, 12–18 [in Russian]."
    ).work

    assert work.language == "ru"
    assert dict(work.title.items()) == {  # type: ignore[union-attr]
        "ru-Latn": "Formirovanie kompetentsii",
        "en": "Formation of competences",
    }


def test_the_number_of_the_list_is_no_part_of_the_source() -> None:
    for text in ("12. Абай. Қара сөз.", "[12] Абай. Қара сөз.", "12) Абай. Қара сөз."):
        reference = parse(text)
        assert (reference.number, reference.as_printed) == ("12", text)
        assert reference.work.title.original == "Қара сөз"  # type: ignore[union-attr]


def test_what_no_field_holds_is_left_over() -> None:
    reference = parse("Абай. Қара сөз. – Алматы, 1993. – 271 б. – 1995.")

    assert reference.leftover == ("1995",)


def test_each_field_knows_its_place_and_how_sure_it_is() -> None:
    text = "Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994."
    where = read(text).provenance["publisher"]

    assert where.span is not None
    assert text[slice(*where.span)] == "Ғылым"
    assert where.confidence is not None and where.confidence > 0.5
