"""What the standards derive from a record, as data."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.csl import processor
from citekit.csl.styles import find_style
from citekit.references.gost import prepare
from citekit.references.gost_words import standard_of, words_of

STYLES = ("gost-7.1-2003", "gost-r-7.0.100-2018-content", "gost-r-7.0.5-2008", "kz-gost")
NAMES = [{"family": f, "given": "И. О."} for f in ("Раз", "Два", "Три", "Четыре", "Пять")]


def custom(style: str, **item: Any) -> dict[str, Any]:
    made: dict[str, Any] = prepare({"type": "book", "title": "Т", "language": "ru"} | item, style)
    return made["custom"]


@pytest.mark.parametrize(
    ("style", "count", "statement"),
    [
        ("gost-7.1-2003", 3, "И. О. Раз, И. О. Два, И. О. Три"),
        ("gost-7.1-2003", 4, "И. О. Раз [и др.]"),
        ("gost-r-7.0.100-2018", 4, "И. О. Раз, И. О. Два, И. О. Три, И. О. Четыре"),
        ("gost-r-7.0.100-2018", 5, "И. О. Раз, И. О. Два, И. О. Три [и др.]"),
        ("gost-r-7.0.5-2008", 3, ""),
        ("gost-r-7.0.5-2008", 4, "И. О. Раз [и др.]"),
        ("kz-gost", 5, ""),
    ],
)
def test_who_is_named_in_the_statement(style: str, count: int, statement: str) -> None:
    found = custom(style, author=NAMES[:count])["responsibility"]
    assert found == ([statement] if statement else "")


def test_a_record_under_title_has_no_heading() -> None:
    item = {"type": "book", "title": "Т", "author": NAMES[:4]}
    assert "author" not in prepare(item, "gost-7.1-2003")
    assert item["author"] == NAMES[:4], "the item given is not changed"


def test_what_the_record_says_wins() -> None:
    assert custom("gost-7.1-2003", author=NAMES[:1], custom={"responsibility": ["И. Раз"]})[
        "responsibility"
    ] == ["И. Раз"]


def test_a_heading_is_not_repeated_in_a_reference() -> None:
    statements = ["И. О. Раз", "под ред. А. Б. Вова"]
    said = {"custom": {"responsibility": statements}, "author": NAMES[:1]}
    assert custom("gost-7.1-2003", **said)["responsibility"] == statements
    assert custom("gost-r-7.0.5-2008", **said)["responsibility"] == statements[1:]


def test_a_name_in_the_title_is_not_repeated() -> None:
    author = [{"family": "Серебрякова", "given": "М. И."}]
    item = {"author": author, "title": "Беседа с Мариной Серебряковой"}
    assert custom("gost-7.1-2003", **item)["responsibility"] == ""


def test_a_thesis_names_its_author_as_the_title_page_and_the_institution() -> None:
    author = [{"family": "Аврамова", "given": "Елена Викторовна"}]
    found = custom("gost-7.1-2003", type="thesis", author=author, publisher="СПбГИК")
    assert found["responsibility"] == ["Аврамова Елена Викторовна", "СПбГИК"]


@pytest.mark.parametrize(
    ("said", "item", "volume", "information"),
    [
        ("Ч.", {"volume": "1-2"}, "Ч. 1–2", None),
        ("Ч.", {"volume": "1", "issue": "2"}, "Ч. 1, № 2", None),
        ("Вып.", {"issue": "8"}, "Вып. 8", None),
        ("в 15 т. Т. 15", {"volume": "15"}, "Т. 15", ["в 15 т."]),
        ("В 3 ч. Ч. 2", {}, "В 3 ч. Ч. 2", None),
        ("Кн. 5, ч. 2", {}, "Кн. 5, ч. 2", None),
    ],
)
def test_volumes(said: str, item: dict[str, str], volume: str, information: object) -> None:
    found = custom("gost-7.1-2003", custom={"volume-information": said}, **item)
    assert found["volume-information"] == volume
    assert found.get("other-title-information") == information


@pytest.mark.parametrize(
    ("item", "content"),
    [
        ({"type": "book"}, "Текст : непосредственный"),
        ({"type": "book", "URL": "https://a.kz"}, "Текст : электронный"),
        (
            {"type": "map"},
            "Изображение (картографическое ; неподвижное ; двухмерное) : непосредственное",
        ),
        ({"type": "musical_score"}, "Музыка (знаковая) : непосредственная"),
        ({"type": "software"}, "Электронная программа : электронная"),
        ({"type": "motion_picture"}, "Изображение (движущееся ; двухмерное) : видео"),
        ({"type": "book", "language": "kk"}, "Мәтін : тікелей"),
        ({"type": "book", "language": "en", "URL": "https://a.kz"}, "Text : electronic"),
    ],
)
def test_content_agrees_with_access_in_gender(item: dict[str, str], content: str) -> None:
    assert custom("gost-r-7.0.100-2018-content", **item)["content-type"] == content


def test_supplied_place_and_year_share_their_brackets() -> None:
    item = {"publisher-place": "[Алматы]", "issued": {"literal": "[2014]"}, "title": "Т"}
    found = prepare({"type": "book", **item}, "gost-7.1-2003")
    assert (found["publisher-place"], found["issued"]) == ("[Алматы", {"literal": "2014]"})


def test_an_act_is_told_by_kind_date_and_number() -> None:
    item = {"number": "151-I", "issued": {"date-parts": [[1997, 7, 11]]}, "language": "kk"}
    found = custom(
        "gost-7.1-2003", type="legislation", genre="Қазақстан Республикасының Заңы", **item
    )
    assert found["other-title-information"] == [
        "Қазақстан Республикасының 1997 жылғы 11 шілдедегі № 151-I Заңы"
    ]


@pytest.mark.parametrize(
    ("language", "kind", "body", "text"),
    [
        ("kk", "Заң", "Қазақстан Республикасы", "Қазақстан Республикасының {} Заңы"),
        ("kk", "қаулы", "ҚР Үкіметі", "ҚР Үкіметінің {} қаулысы"),
        ("kk", "нормативтік қаулы", "Парламент", "Парламенттің {} нормативтік қаулысы"),
        ("kk", "Жарлық", "ҚР", "ҚР {} Жарлығы"),
        ("ru", "Указ", "Президент Республики Казахстан", "Указ Президента Республики Казахстан {}"),
        ("ru", "закон", "Рос. Федерация", "закон Рос. Федерации {}"),
        ("ru", "закон Рос. Федерации", "Рос. Федерация", "закон Рос. Федерации {}"),
        ("ru", "приказ", "М-во юстиции", "приказ М-ва юстиции {}"),
        ("en", "Law", "Republic of Kazakhstan", "Law of the Republic of Kazakhstan {}"),
        ("de", "Gesetz", "", "Gesetz {}"),
    ],
)
def test_an_act_names_its_body_in_the_genitive(
    language: str, kind: str, body: str, text: str
) -> None:
    dates = {
        "kk": "2006 жылғы 6 наурыздағы № 5",
        "ru": "от 6 марта 2006 г. № 5",
        "en": "of 6 March 2006 No. 5",
        "de": "vom 6. März 2006 Nr. 5",
    }
    issued = {"date-parts": [[2006, 3, 6]]}
    item = {"type": "legislation", "language": language, "genre": kind, "number": "5"}
    for name in ("authority", "jurisdiction"):
        found = custom("gost-7.1-2003", **item, **{name: body}, issued=issued)
        assert found["other-title-information"] == [text.format(dates[language])]


def test_a_body_that_no_rule_inflects_is_named_in_the_statement() -> None:
    item = {
        "type": "regulation",
        "genre": "решение",
        "number": "5",
        "authority": "Жамбылский район",
    }
    found = custom("gost-7.1-2003", **item)
    assert found["other-title-information"] == ["решение № 5"]
    assert found["responsibility"] == ["Жамбылский район"]


def test_the_users_words_win() -> None:
    words = {"ru": {"et_al": "и др."}}
    item = {"type": "book", "title": "Т", "language": "ru", "author": NAMES}
    made = prepare(item, "gost-7.1-2003", words=words)
    assert made["custom"]["responsibility"] == ["И. О. Раз и др."]


def test_other_styles_get_the_item_as_it_is() -> None:
    assert standard_of("apa") is None
    assert prepare({"type": "book"}, "apa") == {"type": "book"}


def test_a_language_without_words_gets_those_of_the_default() -> None:
    assert words_of("tlh") == words_of("ru")


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"custom": None, "author": None, "issued": None},
        {"custom": "x", "author": "Иванов", "issued": "2020", "language": "??"},
        {"author": [{}], "issued": {"date-parts": [["a", None]]}},
        {"type": "patent"},
        {"type": "webpage", "issued": {"date-parts": [[]]}},
    ],
)
def test_bad_items_are_prepared_all_the_same(item: dict[str, Any]) -> None:
    for style in ("gost-7.1-2003", "gost-r-7.0.5-2008-note", "gost-r-7.0.100-2018", "kz-gost"):
        assert isinstance(prepare(item, style), dict)


MARKS = st.text(alphabet="аӘб Сz.?!,:;/[]«»(1…", max_size=12)
TEXT = st.one_of(st.just(""), MARKS.map("а{}".format))
NAME = st.fixed_dictionaries({}, optional={"family": TEXT, "given": TEXT, "literal": TEXT})
DATE = st.one_of(
    st.fixed_dictionaries({"literal": TEXT}),
    st.builds(lambda *p: {"date-parts": [list(p)]}, st.integers(-5, 2100), st.integers(0, 13)),
    st.fixed_dictionaries({"date-parts": st.just([[1998], [0]])}),
)
VARIABLES = ("title", "container-title", "publisher", "publisher-place", "volume", "issue", "page")
MORE = (
    *("edition", "number", "genre", "archive", "archive_location", "URL", "medium", "section"),
    *("authority", "jurisdiction", "reviewed-title", "event-title", "archive_collection"),
    *("number-of-pages", "number-of-volumes"),
)
ITEM = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            (
                *("book", "patent", "thesis", "standard", "webpage", "legislation", "review"),
                *("periodical", "musical_score", "motion_picture", "speech", "manuscript"),
            )
        )
    },
    optional={
        **dict.fromkeys(VARIABLES + MORE, TEXT),
        "language": st.sampled_from(("ru", "kk", "en", "de", "fr", "x")),
        "author": st.lists(NAME, max_size=6),
        "editor": st.lists(NAME, max_size=2),
        "issued": DATE,
        "accessed": DATE,
        "custom": st.dictionaries(
            st.sampled_from(
                (
                    *("responsibility", "volume-information", "notes", "extent", "heading"),
                    *("other-title-information", "publication-date", "patent-country"),
                )
            ),
            st.one_of(TEXT, st.lists(TEXT, max_size=2)),
        ),
    },
)


@settings(max_examples=40, deadline=None)
@given(item=ITEM, style=st.sampled_from(STYLES))
def test_any_item_is_printed_and_its_areas_are_parted_once(item: Any, style: str) -> None:
    """No crash, no doubled separators that the item itself does not hold."""
    prepared = {**prepare(item, style), "id": "it"}
    made = processor(find_style(style).source, [prepared]).bibliography()
    text = made.entries[0].text if made.entries else ""
    assert ". – . – " not in text.replace("–\u00a0. – ", "")
    assert " / / " not in text or "/" in str(item)
