"""Blocks of a head and of a tail: what a block shows that no line of it shows by itself."""

import pytest

from citekit.extract import extract_text
from citekit.model import Article
from tests.extract.test_layouts import BODY, EN, KK, RU, houses, names


def read(text: str) -> Article:
    return extract_text(text, works=False).article


LIST = (
    "\nReferences\n\n1. Ким А. Рынок труда. – Алматы: Ғылым, 2015. – 200 с.\n"
    "2. Smith J. Labour. – London: Sage, 2010. – 300 p.\n"
    "3. Lee D. Markets. – London: Sage, 2012. – 250 p.\n"
)


def test_a_country_in_a_line_of_its_own_is_no_title() -> None:
    article = read(
        "УДК 331.5\n\nLABOUR MARKET OF THE REGIONS\nYermek Saule Rakhimovna\n"
        "2nd year doctoral student, Institute of Labour and Social Information of the\n"
        "Republic of Kazakhstan; Astana, Republic of Kazakhstan\n\n"
        f"Abstract. {EN * 4}Keywords: labour, market.\n\n"
        "ЕҢБЕК НАРЫҒЫНЫҢ ДАМУЫ\nЕрмек Сәуле Рахымқызы\n"
        "ҚР Еңбек және әлеуметтік ақпарат институтының докторанты; Астана қ., Қа-\n"
        f"зақстан Республикасы\n\nАңдатпа. {KK * 4}Түйін сөздер: еңбек, нарық.\n{BODY}{LIST}"
    )
    assert article.title is not None
    assert article.title.model_dump() == {
        "en": "Labour market of the regions",
        "kk": "Еңбек нарығының дамуы",
    }


def test_a_title_in_small_letters_on_top_of_its_block_below_the_list() -> None:
    names_and_house = "А.Б. Ким*¹, Д.С. Ли²\n"
    article = read(
        "IRSTI 39.19\n\nDynamics of small lakes in the region from images (1990–2022)\n\n"
        "Anna B. Kim*¹, Denis S. Lee²\n\n¹Esil University, Astana, Kazakhstan\n"
        f"²Turan University, Almaty, Kazakhstan\n\nAbstract. {EN * 4}Keywords: lakes, region.\n"
        f"{BODY}{LIST}\n"
        f"Аймақтағы шағын көлдердің түсірілімдер бойынша динамикасы\n(1990–2022)\n{names_and_house}"
        "¹Есіл университеті, Астана, Қазақстан\n²Тұран университеті, Алматы, Қазақстан\n\n"
        f"Динамика малых озёр области по данным спутниковых снимков\n{names_and_house}"
        "¹Есильский университет, Астана, Казахстан\n²Университет Туран, Алматы, Казахстан\n\n"
        f"Аңдатпа. {KK * 4}Түйін сөздер: көл, аймақ.\n\n"
        f"Аннотация. {RU * 4}Ключевые слова: озеро, область.\n"
    )
    assert article.title is not None
    assert article.title["kk"] == (
        "Аймақтағы шағын көлдердің түсірілімдер бойынша динамикасы (1990–2022)"
    )
    assert article.title["ru"] == "Динамика малых озёр области по данным спутниковых снимков"
    assert len(article.references) == 3
    assert houses(article, "kk") == ["Есіл университеті", "Тұран университеті"]


def test_an_address_may_begin_with_the_number_of_an_institution() -> None:
    article = read(
        "УДК 616.12\n\nГИПЕРТОНИЯ У ПОДРОСТКОВ ГОРОДА\n\nАнна Н. Ким¹, Виктор А. Ли²\n\n"
        "¹ Медицинский университет, г. Семей, Казахстан;\n"
        "² №2 қалалық балалар емханасы, Семей қ., Қазақстан.\n\n"
        f"{RU * 4}Ключевые слова: давление, подросток.\n{BODY}"
    )
    assert article.abstract is not None
    assert article.abstract["ru"].startswith("В статье")
    assert names(article, "ru") == ["Ким Анна Н.", "Ли Виктор А."]


def test_a_page_break_that_no_blank_line_parts_from_an_abstract() -> None:
    journal = "Еңбек институтының Жаршысы №2 (73) - 2023"
    article = read(
        f"{journal}\n\nУДК 331.5\n\nЕҢБЕК НАРЫҒЫНЫҢ ДАМУЫ\n\nА.Б. Ким\n\n"
        f"Аңдатпа. {KK * 3}118\n{journal}\n {KK * 3}Түйін сөздер: еңбек, нарық.\n"
        f"{BODY}{BODY}119\nВестник института труда №2 (73) - 2023\n{BODY}"
    )
    assert article.abstract is not None
    assert article.abstract["kk"] == " ".join([KK.strip()] * 6)


def test_a_numbered_list_ends_before_what_stands_below_it() -> None:
    site = (
        "Наиболее читаемые статьи этого автора\nА. Ким, Рынок труда, Вестник: № 3 (2021)\n1 2 3 >\n"
    )
    for below in ("\n" + site, "_______________________\nРецензент – д.э.н. А.Б. Пак\n"):
        article = read(f"УДК 331.5\n\nА.Б. Ким\n\nРЫНОК ТРУДА ОБЛАСТЕЙ\n\n{BODY}{LIST}{below}")
        assert [it.as_printed for it in article.references][2:] == [
            "Lee D. Markets. – London: Sage, 2012. – 250 p."
        ]


STACKED = {
    "kk": "ЕҢБЕК НАРЫҒЫНЫҢ ӨҢІРЛІК ДАМУЫ",
    "ru": "РАЗВИТИЕ РЫНКА ТРУДА В ОБЛАСТЯХ",
    "en": "DEVELOPMENT OF THE LABOUR MARKET IN THE REGIONS",
}


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("small", [False, True])
def test_titles_in_three_languages_one_above_the_other(between: str, small: bool) -> None:
    titles = [title.capitalize() if small else title for title in STACKED.values()]
    article = read(
        f"УДК 331.5\n\n{between.join(titles)}\n\nКим А.Б., Ли Д.С.\n"
        f"Туран университеті, Алматы, Қазақстан\n\nАңдатпа. {KK * 3}Түйін сөздер: еңбек.\n\n"
        f"Аннотация. {RU * 3}Ключевые слова: труд.\n\nAbstract. {EN * 3}Keywords: labour.\n{BODY}"
    )
    assert article.title is not None
    assert {tag: article.title[tag].upper() for tag in article.title.languages} == STACKED


def test_a_rubric_above_the_title_and_marked_names_below_it() -> None:
    article = read(
        "ISSN 2304-1234\n\nEconomics\n\n"
        "Development of the labour market in the regions of the country:\nevidence of ten years\n\n"
        "Anna Kim1*, Denis Lee2\n1Turan University, Almaty, Kazakhstan\n"
        f"2Esil University, Astana, Kazakhstan\n\nAbstract: {EN * 3}\nKeywords: labour; market\n"
        f"{BODY}{LIST}\nРазвитие рынка труда в областях: данные за десять лет\n\n"
        f"Анна Ким1, Денис Ли2\n\nАннотация: {RU * 3}\nКлючевые слова: труд; рынок\n"
    )
    assert article.title is not None
    assert article.title.model_dump() == {
        "en": "Development of the labour market in the regions of the country: evidence of ten years",
        "ru": "Развитие рынка труда в областях: данные за десять лет",
    }
    assert names(article, "ru") == ["Ким Анна", "Ли Денис"]


def test_a_head_that_runs_into_one_paragraph_above_its_summary() -> None:
    article = read(
        f"УДК 331.5\n\nРЫНОК ТРУДА В ОБЛАСТЯХ СТРАНЫ\n\nА.Б. КИМ,\nУниверситет Туран\n"
        f"(г. Алматы, Казахстан)\n\n{RU * 3}Ключевые слова: труд, рынок.\n{BODY}\n"
        "А.Б. Ким, PhD, Тұран Университеті (Алматы қ., Қазақ-\nстан): Облыстардағы еңбек нарығы "
        f"және оның\nерекшеліктері.\n{KK * 3}Түйінді сөздер: еңбек, нарық.\n\n"
        "A.B. Kim, PhD, Turan University (Almaty, Kazakhstan):\nLabour market in the regions of "
        f"the country.\n{EN * 3}Keywords: labour, market.\n{LIST}"
    )
    assert article.title is not None
    assert article.abstract is not None
    assert article.title["kk"] == "Облыстардағы еңбек нарығы және оның ерекшеліктері"
    assert article.title["en"] == "Labour market in the regions of the country"
    assert article.abstract["en"] == " ".join([EN.strip()] * 3)
    assert names(article, "kk") == ["Ким А. Б."]
    assert names(article, "en") == ["Kim A. B."]
    assert houses(article, "en") == ["Turan University"]


def test_keywords_that_follow_the_last_sentence_in_its_line() -> None:
    article = read(
        f"УДК 331.5\n\nРЫНОК ТРУДА В ОБЛАСТЯХ СТРАНЫ\n\nКим А.Б.\n\nАннотация. {RU * 2}"
        f"Это доказано. Ключевые слова: труд,\nрынок.\n{BODY}"
    )
    assert article.abstract is not None
    assert article.keyword is not None
    assert article.abstract["ru"].endswith("Это доказано.")
    assert article.keyword["ru"] == ("труд", "рынок")


def test_a_title_of_unsure_language_has_that_of_the_abstract_in_its_script() -> None:
    article = read(
        "UO‘K: 336.71\n\nVILOYATLARDA MEHNAT BOZORINING RIVOJLANISHI\n\nKim A.B.\n\n"
        "Annotatsiya. Maqolada mehnat bozorining rivojlanishi va uning viloyatlardagi "
        "xususiyatlari ko‘rib chiqiladi. Tadqiqot o‘n yillik ma’lumotlarga asoslangan.\n"
        f"Kalit so‘zlar: mehnat, bozor.\n{BODY}"
    )
    assert article.title is not None
    assert article.title.languages == ("uz",)
