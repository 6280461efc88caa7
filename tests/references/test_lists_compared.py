"""The two lists of a journal paired, and sources that stand twice."""

from citekit.references import duplicates, pair_lists, parse

FIRST = """1. Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994. – 200 б.
2. Комарова Л.Ф. Очистка воды // Химия и технология воды. - 1998. - Т. 20. - С.42-51."""
SECOND = """1. Komarova L.F. Ochistka vody // Himija i tehnologija vody. - 1998. - T. 20. - S.42-51. [in Russian]
2. Esim G. Hakim Abaj. – Almaty: Gylym, 1994. – 200 b. [in Kazakh]
3. Smith J. Water // Nature. - 2001. - P. 5-9."""


def test_twins_are_found_though_the_order_differs() -> None:
    found = pair_lists(FIRST, SECOND)

    assert [(r.romanized or "")[:8] for r in found] == ["Esim G. ", "Komarova", ""]
    assert found[2].as_printed == "Smith J. Water // Nature. - 2001. - P. 5-9."


def test_one_record_has_names_and_titles_in_both_scripts() -> None:
    work = pair_lists(FIRST, SECOND)[1].work

    assert work is not None and work.title is not None
    assert work.title.languages == ("ru", "ru-Latn")
    assert work.author[0].name.get("ru-Latn").family == "Komarova"  # type: ignore[union-attr]


def test_duplicates_in_any_script_with_the_reason() -> None:
    strings = [*FIRST.split("\n"), *SECOND.split("\n")]
    found = duplicates([parse(s).work for s in strings])  # type: ignore[misc]

    assert [(d.first, d.second) for d in found] == [(0, 3), (1, 2)]
    assert "same year, same author" in found[0].reason


def test_volumes_of_one_work_are_no_duplicates() -> None:
    volumes = [f"Абай. Шығармалар. {n}-том. – Алматы: Ғылым, 1994." for n in (1, 2)]

    assert duplicates([parse(s).work for s in volumes]) == ()  # type: ignore[misc]


def test_different_dois_are_different_sources() -> None:
    same = "Smith J. Water // Nature. – 2001. – P. 5–9. DOI 10.1000/"

    assert duplicates([parse(same + end).work for end in ("1", "2")]) == ()  # type: ignore[misc]
