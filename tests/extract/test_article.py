"""Whole articles: what is read, what is marked as inferred, what is never invented."""

import re
from pathlib import Path

import pytest

from citekit.extract import ExtractError, extract, extract_bytes, extract_text
from citekit.extract.report import explain, page
from citekit.model import Person

KK = "Мақалада мемлекеттік қызметтің дамуы мен оның ерекшеліктері жан-жақты қарастырылады. "
RU = "В статье подробно рассматриваются развитие государственной службы и её особенности. "
EN = "The article considers the development of the civil service and its features in detail. "

TRILINGUAL = f"""\
ҒТАМР 06.35.31

https://doi.org/10.58805/kazutb.v.1.26-705

МЕМЛЕКЕТТІК ҚЫЗМЕТТІҢ ДАМУЫ
1А.Б. Қасымов*, 2В.Г. Ли
1Еуразия ұлттық университеті, Астана, Қазақстан
2Esil University, Астана, Қазақстан
*e-mail: kassymov@mail.kz

{KK * 4}
Түйін сөздер: мемлекет, қызмет, даму.

РАЗВИТИЕ ГОСУДАРСТВЕННОЙ СЛУЖБЫ
1А.Б. Касымов*, 2В.Г. Ли
1Евразийский национальный университет, Астана, Казахстан
2Esil University, Астана, Казахстан
*e-mail: kassymov@mail.kz

{RU * 4}
Ключевые слова: государство, служба, развитие.

DEVELOPMENT OF THE CIVIL SERVICE
1A.B. Kassymov*, 2V.G. Lee
1Eurasian National University, Astana, Kazakhstan
2Esil University, Astana, Kazakhstan
*e-mail: kassymov@mail.kz

{EN * 4}
Keywords: state, service, development.

Кіріспе. {KK * 5} [1, 12–15 б.]. {KK * 5} [2].

Әдебиеттер
1. Ким А. Книга. – Алматы, 2001. – 20 с.
2. Lee B. Article // Journal. – 2002. – P. 5–10.

Поступила 12.01.2025
"""


def test_three_heads_make_one_record() -> None:
    article = extract_text(TRILINGUAL).article
    assert article.title is not None
    assert dict(article.title.items()) == {
        "kk": "Мемлекеттік қызметтің дамуы",
        "ru": "Развитие государственной службы",
        "en": "Development of the civil service",
    }
    assert article.keyword is not None
    assert article.keyword["ru"] == ("государство", "служба", "развитие")
    assert article.abstract is not None
    assert article.abstract["en"] == (EN * 4).strip()
    assert (article.language, article.doi, article.irsti) == (
        "kk",
        "10.58805/kazutb.v.1.26-705",
        ("06.35.31",),
    )
    assert article.received == "2025-01-12"


def test_one_person_has_a_name_in_every_language() -> None:
    first, second = extract_text(TRILINGUAL).article.author
    assert isinstance(first, Person)
    assert isinstance(second, Person)
    assert [name.family for name in first.name.values()] == ["Қасымов", "Касымов", "Kassymov"]
    assert (first.corresponding, first.email) == (True, "kassymov@mail.kz")
    house = second.affiliation[0].organization
    assert house is not None
    assert house.name["en"] == "Esil University"
    assert house.city is not None
    assert house.city["kk"] == "Астана"


def test_citations_lead_to_the_list() -> None:
    article = extract_text(TRILINGUAL).article
    [first, second] = article.citations
    locator = first.cites[0].locator
    assert locator is not None
    assert (first.cites[0].reference, locator.first, locator.last, locator.unit) == (
        "1",
        12,
        15,
        "б.",
    )
    assert [r.number for r in article.references] == ["1", "2"]
    assert article.references[1].as_printed == "Lee B. Article // Journal. – 2002. – P. 5–10."
    assert second.span is not None
    assert TRILINGUAL[slice(*second.span)] == "[2]"


def test_provenance_points_at_the_source() -> None:
    extraction = extract_text(TRILINGUAL)
    source = extraction.article.provenance["title.ru"]
    assert source.span is not None
    assert TRILINGUAL[slice(*source.span)] == "РАЗВИТИЕ ГОСУДАРСТВЕННОЙ СЛУЖБЫ"
    assert any(line.startswith("title.ru  printed") for line in explain(extraction))


def test_what_is_not_there_is_absent() -> None:
    article = extract_text("О ЯЗЫКЕ\n\nА. Б. Ким\n\n" + RU * 3).article
    assert (article.doi, article.udc, article.issued, article.keyword, article.references) == (
        None,
        (),
        None,
        None,
        (),
    )


def test_an_institution_shared_by_department_is_inferred() -> None:
    text = (
        "ӘОК 323   Ким А. Б.,\nМемлекеттік басқару академиясы\n«Саясат» кафедрасының профессоры,\n"
        "саясат ғылымдарының докторы;\n\n   Ли В. Г.,\n«Саясат» кафедрасының доценті,\n"
        "саясат ғылымдарының кандидаты\n\nКЕЛІСІМ ҮЛГІСІНІҢ КЕЛЕШЕГІ\n\nАңдатпа\n" + KK * 3
    )
    article = extract_text(text).article
    second = article.author[1]
    assert isinstance(second, Person)
    house = second.affiliation[0].organization
    assert house is not None
    assert house.name["kk"] == "Мемлекеттік басқару академиясы"
    assert article.provenance["author.1.affiliation.0.organization"].method == "inferred"


def test_a_neighbour_after_the_references_is_left_out() -> None:
    text = TRILINGUAL + "\nҒТАМР 11.15\n\nБАСҚА МАҚАЛАНЫҢ АТАУЫ\nЖ.К. Сериков\nАңдатпа. " + KK * 3
    article = extract_text(text).article
    assert article.title is not None
    assert article.title["kk"] == "Мемлекеттік қызметтің дамуы"
    assert len(article.author) == 2


def test_damage_is_repaired_and_told() -> None:
    header = "государственная служба".encode("cp1251").decode("latin-1")
    article = extract_text(header + "\n\n25\n\n" + TRILINGUAL).article
    assert "encoding.mojibake.cp1251-as-latin1" in {f.code for f in article.findings}


def test_without_repair_the_text_stays() -> None:
    text = TRILINGUAL.replace("Түйін сөздер", "Tүйін сөздер")
    assert extract_text(text, mend=False).repaired.repairs == ()


def test_the_report_shows_every_character() -> None:
    shown = page(extract_text(TRILINGUAL))
    assert "МЕМЛЕКЕТТІК ҚЫЗМЕТТІҢ ДАМУЫ" in shown
    assert 'title="title.kk (printed)"' in shown


def test_the_report_leads_from_a_finding_to_its_place_and_lists_what_was_read() -> None:
    shown = page(extract_text(TRILINGUAL.replace("[2]", "[1, 26–25 б.]")))
    links = re.findall(r'href="#(at-\d+)"', shown)
    assert links
    assert all(f'id="{place}"' in shown for place in links)
    assert "<td>title.kk</td><td class=value>Мемлекеттік қызметтің дамуы</td>" in shown


def test_html_by_its_blocks() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in TRILINGUAL.split("\n") if line)
    article = extract_bytes(
        f"<!doctype html><html><body>{paragraphs}</body></html>".encode()
    ).article
    assert article.title is not None
    assert article.title["en"] == "Development of the civil service"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (bytes(range(256)) * 40, "not a text"),
        (b"%PDF-1.4\nbroken", "cannot be opened"),
        (b"PK\x03\x04broken", "broken"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><article>&b;</article>', "entity"),
        (b"<?xml version='1.0'?><article><p></article>", "not well-formed"),
        ("мақала ".encode() * 400_000, "more than an article"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ExtractError) as error:
        extract_bytes(data, "file.x")
    assert reason in str(error.value)
    assert str(error.value).startswith("file.x: ")
    assert "\n" not in str(error.value)


def test_a_packed_bomb_is_not_unpacked() -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 70_000_000)
    with pytest.raises(ExtractError, match="unpacks to more than"):
        extract_bytes(packed.getvalue(), "bomb.docx")


def test_the_seed_is_read_completely(shared: Path) -> None:
    article = extract(shared / "articles/seed/article.txt").article
    assert article.title is not None
    assert article.title.original == (
        "Этносаралық келісім мен төзімділіктің қазақстандық үлгісінің келешегі"
    )
    assert article.citations[0].cites[0].locator is not None
    assert article.citations[0].cites[0].locator.is_reversed
    assert len(article.mentions) == 9


def test_the_runner_counts_what_is_wrong(shared: Path) -> None:
    from benchmarks.quality.extract import run

    report = run(shared / "articles/seed")
    assert (report.passed, report.score) == (1, 1.0)


def test_meta_tags_add_what_the_text_does_not_say() -> None:
    page = """<!doctype html><html><head>
    <meta name="citation_title" content="Рынок труда">
    <meta name="citation_author" content="Ким, А. Б.">
    <meta name="citation_author_institution" content="Евразийский университет">
    <meta name="citation_author_orcid" content="https://orcid.org/0000-0002-1825-0097">
    <meta name="citation_doi" content="10.1000/182"><meta name="citation_issn" content="2708-4132">
    <meta name="citation_volume" content="3"><meta name="citation_firstpage" content="5">
    <meta name="citation_lastpage" content="9"><meta name="citation_date" content="2024/03/31">
    </head><body><p>Скачать PDF</p></body></html>"""
    article = extract_bytes(page.encode()).article
    assert article.title is not None
    assert (article.title["ru"], article.doi, article.page, article.issued) == (
        "Рынок труда",
        "10.1000/182",
        "5–9",
        "2024-03-31",
    )
    [author] = article.author
    assert isinstance(author, Person)
    assert (author.name.original.family, author.orcid) == ("Ким", "0000-0002-1825-0097")
    assert article.provenance["doi"].method == "imported"


def test_addresses_and_orcids_go_by_order_where_there_are_as_many() -> None:
    text = f"""\
IRSTI 06.35.31

LABOUR MARKET OF KAZAKHSTAN

A. Kim1, B. Lee2
1 Esil University, Astana, Kazakhstan
2 Turan University, Almaty, Kazakhstan
https://orcid.org/0000-0002-1825-0097, https://orcid.org/0000-0001-5109-3700
a.kim@mail.kz, b.lee@mail.kz

Abstract. {EN * 3}
Keywords: labour, market.
"""
    people = [p for p in extract_text(text).article.author if isinstance(p, Person)]
    assert [(p.email, p.orcid) for p in people] == [
        ("a.kim@mail.kz", "0000-0002-1825-0097"),
        ("b.lee@mail.kz", "0000-0001-5109-3700"),
    ]


def test_numbers_that_only_look_like_an_orcid_are_none() -> None:
    text = TRILINGUAL.replace("10.58805/kazutb.v.1.26-705", "10.52123/1994-2370-2024-1317")
    assert all(p.orcid is None for p in extract_text(text).article.author if isinstance(p, Person))


def test_addresses_with_glued_marks_go_to_their_owners() -> None:
    text = (
        "IRSTI 06.61.33\n\nThe development of the civil service\n\n"
        "Aigul Serikova1, John Smith2\n\n"
        "1L.N. Gumilyov Eurasian National University, Astana, Kazakhstan\n"
        "2University of Leeds, Leeds, United Kingdom\n"
        "(E-mail: 1a.serikova@enu.kz, 2j.smith@leeds.ac.uk)\n\n"
        "Abstract. " + "The article considers the development of the civil service.\n" * 4
    )
    article = extract_text(text).article
    assert [a.email for a in article.author] == ["a.serikova@enu.kz", "j.smith@leeds.ac.uk"]
    assert not any(a.corresponding for a in article.author)
