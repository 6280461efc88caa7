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
    # Kazakh patents and archives with the kind behind the number
    (
        "ҚР № 35123 өнертабысқа патенті. Су тазарту тәсілі / Серіков А.Б. – жарияланды 05.03.2021.",
        {
            "type": "patent", "number": "35123", "jurisdiction": "ҚР",
            "genre": "өнертабысқа патент", "issued": {"date-parts": [[2021, 3, 5]]},
        },
    ),
    (
        "ҚР ОМА. 81-қор. 1-тізбе. 45-іс. 12-парақ.",
        {
            "type": "document", "archive": "ҚР ОМА",
            "archive_location": "81-қор. 1-тізбе. 45-іс. 12-парақ.",
        },
    ),
    # a fond is a collection, a sheet of it a document, an author makes it a manuscript
    (
        "Архив города Н., ф. 5, оп. 2, д. 8, л. 3, 4, 9.",
        {"type": "document", "archive_location": "ф. 5, оп. 2, д. 8, л. 3, 4, 9"},
    ),
    # laws in English: the month first, the title quoted at either place
    (
        'Law of the Republic of Kazakhstan dated May 5, 2003 No. 405-II "On Standards".',
        {
            "type": "legislation", "title": "On Standards", "number": "405-II", "genre": "Law",
            "jurisdiction": "Republic of Kazakhstan", "issued": {"date-parts": [[2003, 5, 5]]},
        },
    ),
    (
        "Қазақстан Республикасының Заңы. Мұрағат туралы: 2023 жылғы 3 мамырда қабылданған, № 7-VIII",
        {"title": "Мұрағат туралы", "number": "7-VIII", "issued": {"date-parts": [[2023, 5, 3]]}},
    ),
    # APA: a thesis in brackets, a publisher at the end, a preprint, a body as author
    (
        "Doe, J. (2021). Small rivers: Their banks (Doctoral dissertation). River University, Oslo.",
        {
            "type": "thesis", "title": "Small rivers: Their banks", "genre": "Doctoral dissertation",
            "publisher": "River University", "publisher-place": "Oslo",
        },
    ),
    (
        "Doe, J. (2021). Small rivers [Textbook]. Harbour, Open Editions. https://doi.org/10.1234/ab",
        {"type": "book", "publisher": "Harbour, Open Editions"},
    ),
    (
        "Doe, J. (2022). Rivers read by machines. bioRxiv. https://doi.org/10.1101/2022.01.01",
        {"type": "article", "publisher": "bioRxiv", "title": "Rivers read by machines"},
    ),
    (
        "Комитет по рекам РК. Годовой отчет о состоянии рек. – Астана, 2021. – 40 с.",
        {"type": "report", "author": [{"literal": "Комитет по рекам РК"}]},
    ),
    # IEEE's chapter, Vancouver's supplement, an article number
    (
        'J. K. Doe, "Small rivers," in The Book of Water, 3rd ed. Oslo, Norway: Wiley, 2010, pp. 1–4.',
        {"type": "chapter", "title": "Small rivers", "container-title": "The Book of Water"},
    ),
    (
        "Doe J, Roe R. Small rivers. J Water. 2005;43 Suppl 1:S247-59.",
        {"volume": "43", "issue": "Suppl 1", "page": "S247–59"},
    ),
    (
        "Doe J., Roe R. Small rivers // Water Testing. – 2020. – Vol. 21. – Article 106173.",
        {"volume": "21", "page": "106173"},
    ),
    # a number alone: an issue in Cyrillic, a volume in Latin; a named one wins over it
    ("Ким А. Реки // Вестник вод. – 2009. – 3. – С. 45–48.", {"issue": "3", "page": "45–48"}),
    ("Doe J. Rivers // Acta Aquatica. – 2009. – 51. – P. 45–48.", {"volume": "51"}),
    ("Doe J. Rivers // Water World. – 2207. – Vol. 63(1). – P. 1–8.", {"volume": "63"}),
    # the year of the volume that is described
    (
        "Ким А. Сочинения: в 9 т. – М.: Вода, 1963-1977. – Т. 2. – 1965. – 1020 с.",
        {"issued": {"date-parts": [[1965]]}, "volume": "2", "number-of-volumes": "9"},
    ),
    # roles that stand far before the names, or joined
    (
        "Түрік сөзі / Аударған, алғы сөзін жазған А. Омаров. – Алматы: Су, 1997.",
        {"translator": [{"family": "Омаров", "given": "А."}]},
    ),
    (
        "Реки : обзор / Авт. вступ. ст. и сост. Б. В. Ленский. – М. : Вода, 2004.",
        {"compiler": [{"family": "Ленский", "given": "Б. В."}]},
    ),
    # a list number without a sign, an address with a date named behind it
    ("1 Қайдар Ә. Тау суы. – Алматы: Су, 2013.", {"author": [{"family": "Қайдар", "given": "Ә."}]}),
    (
        "Банк сайты. URL: https://bank.kz/kz - 18.05.2024 ж. қаралды",
        {"accessed": {"date-parts": [[2024, 5, 18]]}, "URL": "https://bank.kz/kz"},
    ),
    ("Атлас рек. 2000. 89 с. Масштаб 1:200000.", {"type": "map", "scale": "1:200000"}),
    # the source is in Russian though its entry is romanised; the neighbours' languages
    ("Malyhin V.I. Matematika v rekah. – M.: Voda, 1999. [in Russian]", {"language": "ru"}),
    ("Осмонов Ө. Кыргыз суулары. – Бишкек: Суу, 2014.", {"language": "ky"}),
    # Springer, without stops: names, year, host, editors
    (
        "Doe S, Roe J (2018) Small rivers. In: Park H (ed) The book of water. Springer, Oslo, pp 4–6",
        {
            "type": "chapter", "title": "Small rivers", "container-title": "The book of water",
            "author": [{"family": "Doe", "given": "S."}, {"family": "Roe", "given": "J."}],
            "editor": [{"family": "Park", "given": "H."}],
        },
    ),
    (
        "Hydrostat. (2023). Number of rivers in the steppe. https://hydro.example.org/x/",
        {"author": [{"literal": "Hydrostat"}], "title": "Number of rivers in the steppe"},
    ),
    (
        "Water Code of the Republic of Kazakhstan of July 9, 2003 No. 481-II.",
        {"type": "legislation", "number": "481-II", "issued": {"date-parts": [[2003, 7, 9]]}},
    ),
    # APA's brackets: no date, a volume, an editor behind the title
    (
        "Doe, J. (n.d.). Small rivers. Retrieved March 3, 2020, from http://rivers.example.org/a",
        {"title": "Small rivers", "accessed": {"date-parts": [[2020, 3, 3]]}, "publisher": None},
    ),
    (
        "Doe, J. (1987). Rivers: Some remarks (Vol. 4). Harbour university press.",
        {"title": "Rivers: Some remarks", "volume": "4", "publisher": "Harbour university press"},
    ),
    (
        "Doe, J. (1978). Rivers in mind (M. Roe, Ed.). Harbour University Press.",
        {"title": "Rivers in mind", "editor": [{"family": "Roe", "given": "M."}]},
    ),
    # names in full, in the genitive, romanised
    (
        "Doe Dzh. Reki / Dzhon Doe; per. s angl. Marii Reznikovoj. - Moskva: Voda, 2016. [in Russian]",
        {"translator": [{"family": "Reznikova", "given": "Marija"}]},
    ),
    # Springer's series: a page that looks like a year, and the year behind it
    (
        "Doe A., Roe S.: River watching. Sensors 20(5), 1432 (2020). https://doi.org/10.3390/s20",
        {
            "title": "River watching", "page": "1432", "DOI": "10.3390/s20",
            "issued": {"date-parts": [[2020]]},
        },
    ),
    (
        "Постановление Правительства РК «О мерах» от 5 января 2019 г. № 9.",
        {"type": "regulation", "title": "О мерах", "number": "9"},
    ),
    ("Müller H. Die Wirtschaft Zentralasiens. – Berlin: Beck, 2004.", {"language": "de"}),
    ("Dupont J. L'Asie centrale et la Russie. Paris: PUF, 1998.", {"language": "fr"}),
    # a publisher before its place, behind a stop or, in the list of a standard, behind a comma
    (
        "Smith, J. Thermal Properties of Rocks. MIT Press: Cambridge, MA, USA, 2010.",
        {"publisher": "MIT Press", "publisher-place": "Cambridge, MA, USA"},
    ),
    (
        "ASTM D638-14, Test Method for Plastics, ASTM International, West Conshohocken, PA, 2014.",
        {"title": "Test Method for Plastics", "publisher": "ASTM International"},
    ),
    (
        "Иванов И. И. Право. Издательство: Инфра-М, 2021. – 208 с.",
        {"title": "Право", "publisher": "Инфра-М", "publisher-place": None},
    ),
    # a dissertation that nothing parts from its title
    (
        "Егорова Д. Е. Химия рения Автореф. дис. … канд. хим. наук. – М., 2010. – 20 с.",
        {"type": "thesis", "title": "Химия рения", "genre": "Автореф. дис. … канд. хим. наук"},
    ),
    # a year that is part of the title
    (
        "Иваненко В. К. Вакцины – 2009: справочник. – М., 2011. – 186 с.",
        {"title": "Вакцины – 2009", "issued": {"date-parts": [[2011]]}},
    ),
    # a Kazakh act whose title ends with a stop
    (
        "Стандарттарды бекіту туралы. ҚР Білім министрінің 2022 жылғы 20 шілдедегі № 2 бұйрығы.",
        {"title": "Стандарттарды бекіту туралы", "authority": "ҚР Білім министрі", "number": "2"},
    ),
    ("Закон Кыргызской Республики «О воде» от 30 декабря 2014 года № 175",
     {"jurisdiction": "Кыргызская Республика"}),
    (
        "Абай. Қара сөз // «Хабаршы» журналы,2022,№1,56-62б.",
        {"issue": "1", "page": "56–62"},
    ),
    (
        "Ким А. Ресурс // history.kz. – 2019. – URL: http://history.kz (дата обр.: 14.05.2020)",
        {"accessed": {"date-parts": [[2020, 5, 14]]}},
    ),
    (
        "Технология: отчет о НИР / КазНТУ. – Алматы, 2020. – 112 с. – № ГР 0115РК00123.",
        {"type": "report", "publisher": None},
    ),
    (
        "GOST 8758-76 Mezhgosudarstvennyj standart. Gajka. [in Russian]",
        {"type": "standard", "title": "Gajka"},
    ),
    (
        "Karimov A.B. Ekologiya asoslari: o'quv qo'llanma. – Toshkent: Fan, 2015. – 180 b.",
        {"title": "Ekologiya asoslari", "number-of-pages": "180"},
    ),
    # what leads a reference in where it stands in a note
    (
        "4. См., напр.: Ленский, Б. В. Книжное дело. – М. : Наука, 2001. – 207 с.",
        {"title": "Книжное дело", "author": [{"family": "Ленский", "given": "Б. В."}]},
    ),
    # stops that OJS prints for what a name does not have
    (
        "Doe, A., Omarova, . M. ., & Roe , S. . (2024). Data of the steppe. Nature, 5, 1-2.",
        {
            "title": "Data of the steppe",
            "author": [
                {"family": "Doe", "given": "A."}, {"family": "Omarova", "given": "M."},
                {"family": "Roe", "given": "S."},
            ],
        },
    ),
    (
        "Педагогика / под ред. М. В. Иванова-Петрова. – М.: Феникс, 2002.",
        {"editor": [{"family": "Иванов-Петров", "given": "М. В."}]},
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
