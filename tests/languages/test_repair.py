"""What damaged text looks like, what becomes of it, and what is left alone."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import Edit, Repaired, Words, join_lines, repair

MENDED = [
    # one font of the page read in a wrong encoding; a true І survived in the middle
    ("ÌÅÌËÅÊÅÒÒІÊ ãîñóäàðñòâåííîå", "МЕМЛЕКЕТТІК государственное", "encoding.mojibake.cp1251-as-latin1"),
    ("350 ËÅÒ ÄÎÁÐÎÂÎËÜÍÎÃÎ ÂÕÎÆÄÅÍÈß", "350 ЛЕТ ДОБРОВОЛЬНОГО ВХОЖДЕНИЯ", "encoding.mojibake.cp1251-as-latin1"),
    ("—œ≈\u00a0“–¿À‹Õ€… ¿Õ¿À»«", "СПЕКТРАЛЬНЫЙ АНАЛИЗ", "encoding.mojibake.cp1251-as-macroman"),
    ("Ќазаќстан Республикасы Ўлттыќ Банкініѕ", "Қазақстан Республикасы Ұлттық Банкінің", "encoding.mojibake.kz1048-as-cp1251"),
    ("Тїрік ѓылымы жања", "Түрік ғылымы жаңа", "encoding.font.kazakh"),
    ("сУ©йлеу дамуыныТЈ кешігуі", "сөйлеу дамуының кешігуі", "encoding.mojibake.utf8-as-cp1251"),
    ("РњР\u00a0РќРўР\ufffd 82.33.13", "МРНТИ 82.33.13", "encoding.mojibake.utf8-as-cp1251"),
    # look-alike letters
    ("рөлiн арқау", "рөлін арқау", "text.mixed-script"),
    ("Tүйін сөздер", "Түйін сөздер", "text.mixed-script"),
    ("жəне", "және", "text.latin-schwa"),
    ("toleraпtia", "tolerantia", "text.mixed-script"),
    ("K. B. Мusabekov", "K. B. Musabekov", "text.mixed-script"),
    ("А. Tanirbergenov", "A. Tanirbergenov", "text.mixed-script"),
    ("Н.E. Альжаксина", "Н.Е. Альжаксина", "text.mixed-script"),
    ("Ассамблеяның ХІV сессиясы", "Ассамблеяның XIV сессиясы", "text.mixed-script"),
    ("doi 10.32014/2020.2518-170Х.2", "doi 10.32014/2020.2518-170X.2", "text.mixed-script"),
    ("е-mail: a@b.kz", "e-mail: a@b.kz", "text.mixed-script"),
    ("Алматы, 1998. – 336 6.", "Алматы, 1998. – 336 б.", "text.digit-for-letter"),
    ("та6иғат", "табиғат", "text.digit-for-letter"),
    # letters and spaces
    ("immunodeﬁciency", "immunodeficiency", "text.ligature"),
    ("К л ю ч е в ы е  с л о в а: регион", "Ключевые слова: регион", "text.letter-spacing"),
    ("К л ю ч о в і с л о в а: печінка", "Ключові слова: печінка", "text.letter-spacing"),
    ("даму формаларын зерттеген .", "даму формаларын зерттеген.", "text.space-before-punctuation"),
    ("Н . Ә . Назарбаев", "Н. Ә. Назарбаев", "text.space-before-punctuation"),
    ("НА\u00a0ВЫПОЛНЕНИЕ", "НА ВЫПОЛНЕНИЕ", "text.space"),
    ("и\u0306од", "йод", "text.decomposed"),
]  # fmt: skip

LEFT_ALONE = [
    "École supérieure à Paris, é è; naïve São Tomé, Łódź, Ærø, Čapek",
    "ТРЁХ БЕРІСІ ӨНДІРІСІ «РК», п. 5 «О», 900°С, АсАТ, АО20-1",
    "Заява її автора: ґанок, є ціль",
    "PRщик кВт·ч, 3D-модель, IT-технология, Na-КМЦ, H2O",
    "Basқaru esebіnің Respublikasynyң",  # romanised by a tool that keeps Kazakh letters
    "Пушкин А. С. Сочинения : в 10 т. / А. С. Пушкин ; [ред. Б. В. Томашевский]. – М. : Наука, 1962 . – 5 с. : ил.",
    "автореф. дис. ... канд. наук",
    "a b c d e; x y z t",
    "Smith A. B., Jones C. D.",
    "В НАЧАЛЕ XXI В.\nПетров",
    "8500мАч, 96√2, ≤ 5 µм, 2÷5, α-β",
    "Qazaqstan Respublikasynyń Bilim jáne ǵylym mınıstrligi",
]  # fmt: skip


@pytest.mark.parametrize(("damaged", "sound", "code"), MENDED)
def test_damage_is_mended_and_named(damaged: str, sound: str, code: str) -> None:
    mended = repair(damaged)
    assert mended.text == sound
    assert code in mended.counts()
    for each in mended.repairs:
        assert damaged[slice(*each.span)] == each.original


@pytest.mark.parametrize("sound", LEFT_ALONE)
def test_sound_text_is_left_alone(sound: str) -> None:
    assert repair(sound).text == sound


@pytest.mark.parametrize(
    ("meant", "taken"),
    [
        ("cp1251", "latin-1"), ("cp1251", "mac_roman"), ("cp1251", "koi8_r"), ("cp1251", "cp866"),
        ("koi8_r", "latin-1"), ("koi8_r", "cp1251"), ("cp866", "cp1251"), ("mac_cyrillic", "latin-1"),
        ("iso8859_5", "cp1251"), ("utf-8", "cp1251"), ("utf-8", "latin-1"), ("utf-8", "koi8_r"),
        ("utf-8", "cp866"), ("utf-8", "mac_roman"),
    ],
)  # fmt: skip
def test_any_misreading_of_cyrillic_is_undone(meant: str, taken: str) -> None:
    text = "Исследование проблемы государственной службы и её развития\nв Республике Казахстан"
    assert repair(text.encode(meant).decode(taken, errors="replace")).text == text


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("this meth-\nod of", "this method of"),
        ("мінез-\nқұлқына шыдау", "мінез-құлқына шыдау"),
        ("жылдарынан бастап-\nақ Елбасының", "жылдарынан бастап-ақ Елбасының"),
        ("бірін-\nбірін", "бірін-бірін"),
        ("Нұр-\nСұлтан", "Нұр-Сұлтан"),
        ("ҚР-\nның", "ҚР-ның"),
        ("20-\nсыншы", "20-сыншы"),
        ("орга\u00adнолеп\u00adтик", "органолептик"),
        ("иммобили-\nзациялану", "иммобилизациялану"),
        ("қазақ-орыс тілі, қазақ-\nорыстың", "қазақ-орыс тілі, қазақ-орыстың"),
        ("  two \n lines ", "two lines"),
    ],
)
def test_broken_words_are_joined_by_evidence(lines: str, joined: str) -> None:
    assert join_lines(lines).text == joined


def test_the_whole_document_is_the_evidence() -> None:
    words = Words.of("эконо-\nмика; экономика; научный экономист; северо-запад")
    assert join_lines("эконо-\nмику", words).text == "экономику"


@pytest.mark.parametrize(
    ("document", "line", "mended"),
    [
        (
            "a human-centered approach to a human",
            "of the humancentered approach",
            "of the human-centered approach",
        ),
        ("коммуникация", "информационнокоммуникационной", "информационно-коммуникационной"),
        (
            "реактивы Фолин-Чокальтеу, Фолин-Чокальтеу",
            "методом ФолинЧокальтеу",
            "методом Фолин-Чокальтеу",
        ),
        ("R-CNN, R-CNN, R-CNN", "Network (RCNN)", "Network (R-CNN)"),
        # no evidence, no hyphen
        (
            "a text",
            "humancentered, специальность, highlight",
            "humancentered, специальность, highlight",
        ),
        ("by e-mail", "an email", "an email"),
    ],
)
def test_lost_hyphens_come_back_by_evidence(document: str, line: str, mended: str) -> None:
    words = Words.of(f"{document} {line}")
    assert join_lines(line, words).text == mended


def test_a_span_leads_back_to_the_original() -> None:
    original = "Т е м а  о т ч е т а: зерттеген .\nРњРќРў"
    mended = repair(original)
    start = mended.text.index("зерттеген")
    assert original[slice(*mended.span(start, start + 10))] == "зерттеген ."
    assert mended.part(start, start + 9).span() == mended.span(start, start + 9)
    assert [line.text for line in mended.lines()] == mended.text.split("\n")


@given(st.text(alphabet="abвгі .-\n\u00ad6ﬁÌÅРС°»", max_size=60))
def test_repairs_never_lose_their_way(text: str) -> None:
    mended = join_lines(repair(text))
    assert mended.original == text
    edges = [mended.span(i, i + 1) for i in range(len(mended))]
    assert all(0 <= a <= b <= len(text) for a, b in edges)
    assert edges == sorted(edges)
    for each in mended.repairs:
        assert text[slice(*each.span)] == each.original


@given(st.text(max_size=200))
def test_any_text_can_be_given(text: str) -> None:
    repair(text)


def test_edits_may_not_overlap() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Repaired.of("abc").edited([Edit(0, 2, "", "x"), Edit(1, 3, "", "x")])


def test_the_seed(shared: Path) -> None:
    """What the gold record of the model article says of its damage."""
    folder = shared / "articles/seed"
    text = (folder / "article.txt").read_text(encoding="utf-8")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    mended = repair(text)
    for line in gold["journal"]["decoded_lines"]:
        assert line["decoded"] in mended.text
    assert mended.counts()["text.space-before-punctuation"] == 143
    words = Words.of(mended.text)
    for quality in gold["quality"]:
        if quality["code"] == "text.line-end-hyphen":
            assert len(quality["items"]) == 5
            for item in quality["items"]:
                assert join_lines(item["text"], words).text == item["join"]
    for name in ("toleraпtia", "рөлiн", "негiзiнде", "бiрегейлiкті"):
        assert name in text
        assert name not in mended.text


def test_sound_articles_have_no_mojibake(shared: Path) -> None:
    for file in sorted((shared / "articles").glob("*/*.txt")):
        gold = file.with_suffix(".gold.json")
        data = json.loads((gold if gold.exists() else file.parent / "gold.json").read_text("utf-8"))
        said = any(q["code"].startswith("encoding.") for q in data.get("quality", ()))
        found = [c for c in repair(file.read_text("utf-8")).counts() if c.startswith("encoding.")]
        assert bool(found) == said, (file.name, found)


@pytest.mark.parametrize("number", ["12", "13", "15", "16", "17"])
def test_damaged_layouts_read_as_their_records_say(shared: Path, number: str) -> None:
    (file,) = (shared / "articles/synthetic").glob(f"synthetic-{number}-*.txt")
    gold = json.loads(file.with_suffix(".gold.json").read_text("utf-8"))
    mended = repair(file.read_text("utf-8"))
    flat = join_lines(mended, Words.of(mended.text)).text.casefold()
    wanted = [value["text"] for value in gold["title"].values() if value]
    missing = [text for text in wanted if " ".join(text.split()).casefold() not in flat]
    assert missing == []
