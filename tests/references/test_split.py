"""Lists as they are printed, taken apart."""

import pytest

from citekit.references import parse_list, split_list

ITEMS = ["Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994.", "Жұмабаев М. Педагогика. – Алматы, 1992."]


@pytest.mark.parametrize(
    "form", ["{n}. {item}", "{n}) {item}", "[{n}] {item}", "{n} {item}", "• {item}", "{item}"]
)
def test_numbers_brackets_bullets(form: str) -> None:
    text = "\n".join(form.format(n=n, item=item) for n, item in enumerate(ITEMS, start=1))

    assert [item.text for item in split_list(text)] == ITEMS


def test_a_heading_is_no_item() -> None:
    assert len(split_list("Пайдаланылған әдебиеттер тізімі:\n1. А.\n2. Б.")) == 2


def test_wrapped_lines_are_joined_and_their_hyphens_taken_away() -> None:
    text = "1. Есім Ғ. Хакім Абай. – Алма-\nты: Ғылым,\n1994. – 200 б.\n2. Жұмабаев М. Педагогика."

    assert [item.text for item in split_list(text)] == [
        "Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994. – 200 б.",
        "Жұмабаев М. Педагогика.",
    ]


def test_a_number_that_does_not_count_on_begins_no_item() -> None:
    text = "1. Иванов И.И. Книга. – М.: Наука,\n2004. – 300 с.\n2. Петров П.П. Другая. – М., 2005."

    assert [item.number for item in split_list(text)] == ["1", "2"]


def test_numbering_that_starts_again() -> None:
    text = "1. Абай. А.\n2. Абай. Б.\n1. Абай. В.\n2. Абай. Г."

    assert [item.number for item in split_list(text)] == ["1", "2", "1", "2"]


def test_items_glued_together_are_parted() -> None:
    text = (
        "1. Пащенко Л.П. Хлеб //Успехи. - 2009. -№ 1. - С. 24-38 2. Ли Г.Т., Ким С.М. Чай. – 2003."
    )

    assert [item.number for item in split_list(text)] == ["1", "2"]


def test_paragraphs_without_numbers() -> None:
    text = f"{ITEMS[0][:30]}\n{ITEMS[0][30:]}\n\n{ITEMS[1]}"

    assert [item.text for item in split_list(text)] == [
        f"{ITEMS[0][:30].strip()} {ITEMS[0][30:].strip()}",
        ITEMS[1],
    ]


def test_places_are_those_of_the_list() -> None:
    text = "Әдебиеттер\n1. Есім Ғ. Хакім Абай.\n2. Жұмабаев М. Педагогика."

    for reference in parse_list(text):
        assert reference.span is not None
        assert text[slice(*reference.span)] == f"{reference.number}. {reference.as_printed}"


WRAPPED = [
    "Ким А. Б. Реки и их берега в горах и на равнинах Средней Азии // Вестник вод. –",
    "2019. – № 3. – С. 5–10.",
    "О водных ресурсах: обзор состояния за последние годы. – Алматы: Су, 2020. – 40 с.",
    "Ли Б. В. Озера [Электронный ресурс]. – URL: https://ozera.kz (дата обращения:",
    "01.02.2021).",
]


@pytest.mark.parametrize(
    ("first", "further"), [("", ""), ("", "    "), ("    ", "")], ids=["flush", "hanging", "indent"]
)
def test_wrapped_lines_without_numbers(first: str, further: str) -> None:
    indents = [first, further, first, first, further]
    text = "\n".join(indent + line for indent, line in zip(indents, WRAPPED, strict=True))

    assert [item.text for item in split_list(text)] == [
        " ".join(WRAPPED[:2]),
        WRAPPED[2],
        " ".join(WRAPPED[3:]),
    ]


def test_an_item_whose_stop_was_forgotten() -> None:
    text = "1. Ким А. Б. Реки. 2019.\n2 Ли Б. В. Озера. 2020.\n3. Цой В. Г. Моря. 2021."

    assert [item.number for item in split_list(text)] == ["1", "2", "3"]


def test_the_number_of_a_volume_begins_no_item() -> None:
    text = "1. Ким А. Б. Реки // Воды. – 2019. – Vol. 2. DOI 10.1234/ab\n2. Ли Б. В. Озера. 2020."

    assert [item.number for item in split_list(text)] == ["1", "2"]


def test_items_run_into_one_line() -> None:
    text = "1. Ким А. Б. Реки. – 210 б. 2. Ли Б. В. Озера. – 232 б. 3. Цой В. Г. Моря. – 264 б."

    assert [item.number for item in split_list(text)] == ["1", "2", "3"]


def test_numbers_in_a_column_of_their_own() -> None:
    text = "1.\n2.\n3.\n" + "\n".join([*ITEMS, "Цой В. Моря. – Алматы, 2021."])

    assert [item.number for item in split_list(text)] == ["1", "2", "3"]


def test_the_stroke_at_the_end_of_a_line_is_no_address() -> None:
    text = "1. Ким А. Б. Реки //\nВестник вод. – 2019.\n2. Ли Б. В. Озера. https://a.kz/\nb. 2020."

    assert [item.text for item in split_list(text)] == [
        "Ким А. Б. Реки // Вестник вод. – 2019.",
        "Ли Б. В. Озера. https://a.kz/b. 2020.",
    ]


def test_a_list_whose_items_all_bear_the_same_number() -> None:
    text = "\n".join(f"1. {item}" for item in [*ITEMS, "Цой В. Моря. – Алматы, 2021."])

    assert len(split_list(text)) == 3
