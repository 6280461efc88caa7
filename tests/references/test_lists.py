"""The two lists: by GOST and romanised, in the variants that journals ask for."""

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from citekit.cli import main
from citekit.model import Article, Person, PersonName, PersonNames, Reference, Text, Work
from citekit.references.lists import (
    ListError,
    article_of,
    as_text,
    lists,
    profile,
    profiles,
)


def person(**names: dict[str, str]) -> Person:
    return Person(name=PersonNames({tag: PersonName(**parts) for tag, parts in names.items()}))


KAZAKH = Work(
    type="article-journal",
    language="kk",
    title=Text({"kk": "Қазақ тілі", "en": "The Kazakh language"}),
    author=(
        person(
            kk={"family": "Тоқаев", "given": "Қ.-Ж."}, en={"family": "Tokayev", "given": "K.-J."}
        ),
    ),
    container_title=Text({"kk": "Хабаршы", "en": "Bulletin"}),
    issued="2020",
    volume="3",
    issue="2",
    page="2-8",
)
RUSSIAN = Work(
    type="book",
    language="ru",
    title=Text({"ru": "Логистика"}),
    author=(person(ru={"family": "Щукин", "given": "Ю. А."}),),
    publisher=Text({"ru": "Наука"}),
    publisher_place=Text({"ru": "М.", "en": "Moscow"}),
    issued="2006",
    number_of_pages="320",
)
ENGLISH = Work(
    type="article-journal",
    language="en",
    title=Text({"en": "On things"}),
    author=(person(en={"family": "Smith", "given": "J. A."}),),
    container_title=Text({"en": "Things"}),
    issued="2019",
    volume="56",
    page="363-395",
)
LAW = Work(
    type="legislation",
    language="kk",
    title=Text({"kk": "Тіл туралы"}),
    genre="Қазақстан Республикасының Заңы",
    number="151-I",
    issued="1997-07-11",
)


def article(*works: Work | str) -> Article:
    sources = [
        Reference(number=str(n), work=w) if isinstance(w, Work) else Reference(as_printed=w)
        for n, w in enumerate(works, start=1)
    ]
    return Article(language="kk", references=tuple(sources))


def entries(name: str, *works: Work | str, **options: Any) -> list[str]:
    (made,) = lists(article(*works), [profile(name, **options)])
    return [entry.text for entry in made.entries]


def test_the_list_by_gost() -> None:
    assert entries("gost", KAZAKH, RUSSIAN, ENGLISH, LAW) == [
        "1. Тоқаев, Қ.-Ж. Қазақ тілі / Қ.-Ж. Тоқаев // Хабаршы. – 2020. – Т. 3, № 2. – Б. 2–8.",
        "2. Щукин, Ю. А. Логистика / Ю. А. Щукин. – М. : Наука, 2006. – 320 с.",
        "3. Smith, J. A. On things / J. A. Smith // Things. – 2019. – Vol. 56. – P. 363–395.",
        "4. Тіл туралы : Қазақстан Республикасының 1997 жылғы 11 шілдедегі № 151-I Заңы.",
    ]


def test_any_style_is_a_list() -> None:
    assert entries("kz-gost", RUSSIAN) == ["1. Щукин Ю. А. Логистика. – М.: Наука, 2006. – 320 с."]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "apa-romanized",
            [
                "1. Tokayev, K.-J. (2020). Qazaq tılı [The Kazakh language]. Habarşy [Bulletin], "
                "3(2), 2–8. [in Kazakh]",
                "2. Shchukin, Yu. A. (2006). Logistika. Nauka. [in Russian]",
                "3. Smith, J. A. (2019). On things. Things, 56, 363–395.",
            ],
        ),
        (
            "kaznpu-acs",
            [
                "1. Tokayev K.-J. Qazaq tılı [The Kazakh language]. Habarşy [Bulletin]. 2020. "
                "3(2). pp. 2–8.",
                "2. Shchukin Yu.A. Logistika. Moscow: Nauka. 2006. 320 pp.",
                "3. Smith J.A. On things. Things. 2019. 56. pp. 363–395.",
            ],
        ),
        (
            "toraighyrov",
            [
                "1. Tokayev K.-J. Ķazaķ tìlì [The Kazakh language] // Habaršy. – 2020. – T. 3, "
                "№ 2. – B. 2–8.",
                "2. Ŝukin Û. A. Logistika. – Moscow: Nauka, 2006. – 320 s.",
            ],
        ),
    ],
)
def test_romanised_lists(name: str, expected: list[str]) -> None:
    assert entries(name, KAZAKH, RUSSIAN, ENGLISH) == expected


def test_the_variants_are_options() -> None:
    def first(**options: Any) -> str:
        return entries("apa-romanized", KAZAKH, ENGLISH, **options)[0]

    assert first(tag="(in {short})").endswith("(in Kaz.)")
    assert first(tag="").endswith("2–8.")
    assert "[Bulletin]" not in first(source="romanised")
    assert first(systems={"kk": "bgn-pcgn"}).startswith("1. Tokayev, K.-J. (2020). Qazaq tili")
    assert first(numbered=False).startswith("Tokayev")
    assert len(entries("apa-romanized", KAZAKH, ENGLISH, repeat="cyrillic")) == 1


def test_the_own_spelling_of_a_name_wins_over_the_table() -> None:
    assert "Tokayev" in entries("apa-romanized", KAZAKH)[0]


@pytest.mark.parametrize(
    ("name", "apa", "romanised", "gost"),
    [
        (
            {"family": "Тоқаев", "given": "Қасым-Жомарт Кемелұлы"},
            "Тоқаев, Қ.-Ж. К.",
            "Toqaev, Q.-J. K.",
            "Тоқаев, Қ.-Ж. К. Т / Қасым-Жомарт Кемелұлы Тоқаев",
        ),
        (
            {"family": "Болғанбайұлы", "given": "Әсет"},
            "Болғанбайұлы, Ә.",
            "Bolğanbaiūly, Ä.",
            "Болғанбайұлы, Ә. Т / Әсет Болғанбайұлы",
        ),
        (
            {"family": "Мұқанқызы", "given": "Ә.М."},
            "Мұқанқызы, Ә. М.",
            "Mūqanqyzy, Ä. M.",
            "Мұқанқызы, Ә. М. Т / Ә. М. Мұқанқызы",
        ),
        (
            {"family": "Әлиұлы", "given": "Е.Ж.-Қ."},
            "Әлиұлы, Е. Ж.-Қ.",
            "Äliūly, E. J.-Q.",
            "Әлиұлы, Е. Ж.-Қ. Т / Е. Ж.-Қ. Әлиұлы",
        ),
        ({"family": "Абай"}, "Абай.", "Abai.", "Абай. Т / Абай"),
        (
            {"literal": "Махмұт Қашқари"},
            "Махмұт Қашқари.",
            "Mahmūt Qaşqari.",
            "Махмұт Қашқари. Т / Махмұт Қашқари",
        ),
        (
            {"family": "Салтыков-Щедрин", "given": "Юрий Я."},
            "Салтыков-Щедрин, Ю. Я.",
            "Saltykov-Şedrin, Iu. Ia.",
            "Салтыков-Щедрин, Ю. Я. Т / Юрий Я. Салтыков-Щедрин",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_names_in_apa_in_romanised_lists_and_in_gost(
    name: dict[str, str], apa: str, romanised: str, gost: str
) -> None:
    """-ұлы, -қызы, Қ.-Ж., one-word names, initials with patronymics."""
    work = Work(
        type="book",
        language="kk",
        title=Text({"kk": "Т"}),
        author=(person(kk=name),),
        issued="2020",
    )
    assert entries("apa-romanized", work, tag="", numbered=False) == [f"{romanised} (2020). T."]
    assert entries("apa", work, numbered=False) == [f"{apa} (2020). Т."]
    assert entries("gost", work, numbered=False) == [f"{gost}. – 2020."]


def test_alphabetical_order_is_cyrillic_then_latin_and_laws_may_come_first() -> None:
    works = [ENGLISH, RUSSIAN, LAW, KAZAKH]

    def order(by: str) -> list[str]:
        made = entries("kz-gost", *works, order=by)
        return [next(w for w in ("Smith", "Щукин", "Тіл", "Тоқаев") if w in text) for text in made]

    assert order("cited") == ["Smith", "Щукин", "Тіл", "Тоқаев"]
    assert order("alphabetical") == ["Тоқаев", "Тіл", "Щукин", "Smith"], "і stands after ы"
    assert order("laws")[0] == "Тіл"


def test_works_of_one_author_stand_by_title_before_those_with_others() -> None:
    def book(title: str, *families: str, **more: Any) -> Work:
        names = [dict(zip(("family", "given"), f.split(), strict=True)) for f in families]
        authors = tuple(person(ru=name) for name in names)
        fields: dict[str, Any] = {"type": "book", "language": "ru", "author": authors} | more
        return Work(title=Text({"ru": title}), issued="2000", **fields)

    works = [
        book("Яма", "Ким А.", "Ли Б."),
        book("Вода", "Ким Б."),
        book("Эхо", "Ким А."),
        book("Атлас", "Яров А.", "Ким А.", "Ли Б.", "Цой В."),
        book("Бор", "Ким А."),
        book("Стандарт", type="standard", number="ГОСТ 1"),
    ]
    found = entries("gost", *works, order="alphabetical", numbered=False)
    assert [text.partition(" /")[0] for text in found] == [
        "Атлас",
        "ГОСТ 1. Стандарт. – 2000.",
        "Ким, А. Бор",
        "Ким, А. Эхо",
        "Ким, А. Яма",
        "Ким, Б. Вода",
    ]


def test_a_romanised_list_is_in_the_order_of_its_own_letters() -> None:
    made = entries("visv", RUSSIAN, KAZAKH, ENGLISH, LAW)
    assert [text.split()[0] for text in made] == ["Shchukin,", "Smith,", "Tıl", "Tokayev,"]


def test_what_is_not_understood_stands_as_printed() -> None:
    (made,) = lists(article("Иванов И. И. Что-то. – М., 2000."), ["gost"], language="en")
    assert made.entries[0].text == "1. Иванов И. И. Что-то. – М., 2000."
    assert [finding.code for finding in made.findings] == ["list.not-understood"]


BAD = {
    "list.title.missing": Work(type="book", language="ru", issued="2000"),
    "list.date.missing": Work(type="book", language="ru", title=Text({"ru": "Т"})),
    "list.authors.many": Work(
        type="book",
        language="ru",
        title=Text({"ru": "Т"}),
        issued="2000",
        author=tuple(person(ru={"family": f"Иванов{n}", "given": "И."}) for n in range(3000)),
    ),
    "list.language.unknown": Work(
        type="book", language="tlh", title=Text({"tlh": "tlhIngan"}), issued="2000"
    ),
    "list.characters.control": Work(
        type="book", language="ru", title=Text({"ru": "Т\x00\x07итул"}), issued="2000"
    ),
}


@pytest.mark.parametrize("code", BAD)
@pytest.mark.parametrize("name", ["gost", "gost-r-7.0.5-2008", "gost-r-7.0.100-2018", "kz-gost"])
def test_bad_input_is_a_finding_and_still_an_entry(code: str, name: str) -> None:
    (made,) = lists(article(BAD[code]), [name])
    assert [finding.code for finding in made.findings] == [code]
    assert len(made.entries) == 1
    text = made.entries[0].text
    assert len(text) > len("1. ") + 1
    assert "\x00" not in text


def test_an_unknown_option_or_value_is_named() -> None:
    with pytest.raises(ListError, match="order is 'random'; it may be cited"):
        profile("gost", order="random")


def test_findings_are_told_in_the_language_of_the_reader() -> None:
    (made,) = lists(article(BAD["list.date.missing"]), ["gost"], findings_language="ru")
    assert made.heading == "Әдебиеттер тізімі"
    assert made.findings[0].message == "У источника 1 нет даты."


def test_every_profile_makes_a_list() -> None:
    for name in profiles():
        assert len(entries(name, KAZAKH, RUSSIAN)) == 2


def test_a_bibliography_is_an_article_that_cites_it_all() -> None:
    assert len(article_of([KAZAKH, RUSSIAN]).references) == 2


def test_the_command(tmp_path: Path) -> None:
    record = tmp_path / "a.yaml"
    record.write_text(
        "schema_version: 1\ntype: article-journal\nlanguage: kk\ntitle: {kk: А}\nreferences:\n"
        "- work: {type: book, title: {ru: Б}, language: ru, issued: 2001}\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["references", str(record), "--lists", "gost,kaznpu-acs"])
    assert done.exit_code == 0, done.output
    assert "Әдебиеттер тізімі\n\n1. Б. – 2001.\n\nReferences\n\n1. B. 2001." in done.stdout


def test_a_word_document_has_both_lists(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    from citekit.references.docx import to_docx

    target = tmp_path / "lists.docx"
    target.write_bytes(to_docx(lists(article(KAZAKH, RUSSIAN), output="runs")))
    with ZipFile(target) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "Әдебиеттер тізімі" in xml and "References" in xml
    assert "<w:i/>" in xml, "the source is in italics"
    assert 'w:hanging="' in xml, "numbers hang in the margin"


def test_a_word_document_keeps_links() -> None:
    docx = pytest.importorskip("docx")
    from citekit.references.docx import _add_entry

    document = docx.Document()
    _add_entry(document, [{"text": "doi: "}, {"text": "10.5/x", "link": "https://doi.org/10.5/x"}])
    (link,) = document.paragraphs[-1].hyperlinks
    assert (link.text, link.address) == ("10.5/x", "https://doi.org/10.5/x")


def test_the_page_of_examples_is_what_the_command_prints() -> None:
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "lists.md").read_text(encoding="utf-8")
    sections = re.findall(r"`--lists (\S+)`\n\n```text\n(.*?)\n```", page, re.DOTALL)
    assert len(sections) == 7
    source = str(root / "docs" / "examples" / "sources.yaml")
    for name, expected in sections:
        done = CliRunner().invoke(main, ["references", source, "--from", "yaml", "--lists", name])
        assert done.stdout.split("\n\n", 1)[1].strip() == expected, name


@pytest.mark.parametrize("output", ["text", "html", "markdown", "latex", "rtf", "typst", "rst"])
def test_every_output_format_has_headings_and_entries(output: str) -> None:
    text = as_text(lists(article(KAZAKH, RUSSIAN), output=output), output)
    assert "References" in text
    assert text.count("Shchukin") == 1
    assert text.count("{") == text.count("}")


def test_entries_keep_the_numbers_by_which_the_text_cites_them() -> None:
    sources = (Reference(number="3", work=ENGLISH), Reference(number="5", work=RUSSIAN))
    cited = Article(language="ru", references=sources)
    first, second = lists(cited, ["kz-gost", "toraighyrov"])
    assert [entry.text[:2] for entry in first.entries] == ["3.", "5."]
    assert [entry.text[:2] for entry in second.entries] == ["5."], "only the Cyrillic one"
    (sorted_anew,) = lists(cited, [profile("kz-gost", order="alphabetical")])
    assert [entry.text[:9] for entry in sorted_anew.entries] == ["1. Щукин ", "2. Smith "]


def test_an_act_is_inflected_before_it_is_romanised() -> None:
    law = LAW.model_copy(update={"genre": "Заң", "jurisdiction": "Қазақстан Республикасы"})
    assert entries("toraighyrov", law, numbered=False) == [
        "Tìl turaly: Ķazaķstan Respublikasynyņ 1997 žylġy 11 šìldedegì № 151-I Zaņy."
    ]
    assert entries("kaznpu-acs", law, numbered=False) == ["Tıl turaly. Zañ No. 151-I. 1997."]


def test_a_record_can_say_that_there_is_no_heading() -> None:
    patent = Work(
        type="patent", language="ru", title=Text({"ru": "Мельница"}), number="5", heading="",
        patent_country="РК",
    )  # fmt: skip
    assert entries("gost", patent, numbered=False) == ["Мельница : пат. 5 РК."]
