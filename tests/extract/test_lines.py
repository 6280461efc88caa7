"""Lines as a reader sees them, and what belongs to the page."""

from citekit.extract.document import Source
from citekit.extract.furniture import strip
from citekit.extract.lines import lines_of
from citekit.languages import Repaired


def texts(text: str) -> list[str]:
    return [line.text for line in lines_of(Source("x", text), Repaired.of(text))]


def test_a_code_and_the_author_beside_it_are_two_lines() -> None:
    assert texts("ӘОК 323   Жексембаева В. А.,") == ["ӘОК 323", "Жексембаева В. А.,"]


def test_columns_side_by_side_are_read_one_after_the_other() -> None:
    left = [
        "Аннотация. Научная статья",
        "направлена на изучение",
        "комплекса качественных",
        "методов и данных.",
    ]
    right = [
        "Abstract. The article",
        "is aimed at studying",
        "a combination of",
        "methods and data.",
    ]
    rows = [f"{a:40}{b}" for a, b in zip(left, right, strict=True)]
    assert texts("\n".join(rows)) == left + right


def test_words_on_lines_of_their_own_are_joined() -> None:
    words = "Аңдатпа. Активтер кәсіпорынның бизнес процесінде пайдаланылатын ресурстар мен қорлар болып табылады".split()
    [line] = texts("\n".join(words))
    assert line.split("\n") == words


def test_a_whole_article_on_one_line_is_parted_at_its_labels() -> None:
    body = "Бұл мақалада мәселе қарастырылады. " * 12
    text = (
        "ҒТАМР 20.15.13 МАШИНАЛЫҚ ОҚЫТУ ӘДІСТЕРІ А.Р.Оразаева, Д.А.Тусупов Еуразия университеті, "
        f"Астана, Қазақстан Аңдатпа. {body} Түйін сөздер: оқыту, модель."
    )
    assert [line[:22] for line in texts(text)] == [
        "ҒТАМР 20.15.13",
        "МАШИНАЛЫҚ ОҚЫТУ ӘДІСТЕ",
        "А.Р.Оразаева, Д.А.Тусу",
        "Еуразия университеті, ",
        "Аңдатпа. Бұл мақалада ",
        "Түйін сөздер: оқыту, м",
    ]


def page(number: int, text: str) -> str:
    return f"{text}\n\n{number}\n\n\nХАБАРШЫ - ВЕСТНИК\n\n"


PROSE = (
    "Мақалада мемлекеттік қызметтің дамуы мен оның ерекшеліктері қарастырылады әрі талданады.\n"
    * 20
)


def test_headers_and_page_numbers_are_taken_away_and_number_the_pages() -> None:
    text = page(277, PROSE) + page(278, PROSE) + page(279, PROSE).replace("ХАБАРШЫ - ВЕСТНИК", "")
    repaired = Repaired.of(text)
    source = Source("x", text)
    found = strip(repaired, lines_of(source, repaired))
    assert {line.text for line in found.lines} == {PROSE.split("\n", 1)[0]}
    assert (found.pages.first, found.pages.last) == ("277", "279")
    assert {it.text for it in found.furniture} == {"277", "278", "279", "ХАБАРШЫ - ВЕСТНИК"}


def test_references_that_two_lists_share_are_no_furniture() -> None:
    entry = "6. Hatchett D. Electrochemistry of Sulfur // J. Phys. – 1996. – P. 98–99."
    text = page(150, PROSE) + page(151, PROSE + entry) + page(152, entry + "\n" + PROSE)
    repaired = Repaired.of(text)
    source = Source("x", text)
    kept = [line.text for line in strip(repaired, lines_of(source, repaired)).lines]
    assert kept.count(entry) == 2


def test_authors_that_two_heads_share_are_no_furniture() -> None:
    head = "А. Б. Ким, В. Г. Ли\nЕуразия университеті, Астана\n"
    text = (
        head
        + PROSE
        + "\n12\n\nХАБАРШЫ - ВЕСТНИК\n\n"
        + head
        + PROSE
        + "\n13\n\nХАБАРШЫ - ВЕСТНИК\n"
    )
    repaired = Repaired.of(text)
    source = Source("x", text)
    kept = [line.text for line in strip(repaired, lines_of(source, repaired)).lines]
    assert kept.count("А. Б. Ким, В. Г. Ли") == 2
