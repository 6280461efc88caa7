"""Names at the head of a reference, in every order that authors type."""

import pytest

from citekit.references.names import heading


@pytest.mark.parametrize(
    ("text", "families", "rest"),
    [
        ("Болғанбайұлы Ә., Қалиұлы Ғ. Қазіргі тіл", ["Болғанбайұлы", "Қалиұлы"], " Қазіргі тіл"),
        ("Heywood, V. H. Global", ["Heywood"], " Global"),
        ("Ғ.К.Резуанова, А.А.Ақажанова. Қазақ", ["Резуанова", "Ақажанова"], ". Қазақ"),
        ("НасыроваЛ.А., Макаренко З.В. Об", ["Насырова", "Макаренко"], " Об"),
        ("Хорнбостель Э.М., фон Закс К. Об", ["Хорнбостель", "фон Закс"], " Об"),
        ("Липунова Е. А., М. Ю. Скоркина «Ф»", ["Липунова", "Скоркина"], " «Ф»"),
        ("Тоқаев Қ.-Ж. Абай", ["Тоқаев"], " Абай"),
        ("Wang S, Peng Y Natural zeolites", ["Wang", "Peng"], " Natural zeolites"),
        ("Rozić M, Maeefat MR, Farkas A. De", ["Rozić", "Maeefat", "Farkas"], " De"),
        ("Lan, X.-z., Liu, Q.-n. Study", ["Lan", "Liu"], " Study"),
        ("Abdul Kudos, M. B., Susanti, D. Ch", ["Abdul Kudos", "Susanti"], " Ch"),
        ("Y. Liu, D. Han, and Z. Li Use of", ["Liu", "Han", "Li"], " Use of"),
        ("Smith, John, and Jane Doe. The Book", ["Smith", "Doe"], ". The Book"),
        ("Abidin Kaya, Ali Hakan Oren. Ad", ["Kaya", "Oren"], ". Ad"),
        ("Karyukin Vladislav, Mutanov Galimkair. On", ["Karyukin", "Mutanov"], ". On"),
        ("Sandra C. Valencia, David Simon. An", ["Valencia", "Simon"], ". An"),
        ("Аристотель. Афинская полития", ["Аристотель"], ". Афинская полития"),
        ("Қожаберген жырау «Елім-ай»", ["Қожаберген жырау"], " «Елім-ай»"),
    ],
)
def test_heading(text: str, families: list[str], rest: str) -> None:
    found = heading(text, 0)

    assert found is not None
    assert [name.family for name in found.names] == families
    assert text[found.end :] == rest


@pytest.mark.parametrize("ending", [" и др.", " [и др.]", " et al.", ", et al.", " және т.б."])
def test_more_authors_than_are_named(ending: str) -> None:
    found = heading(f"Надиров Н.К., Котова А.В.{ending} Металлы", 0)

    assert found is not None
    assert found.et_al
    assert len(found.names) == 2


@pytest.mark.parametrize(
    "title",
    ["Қазіргі қазақ тілі", "Бумажные деньги в России", "Global trends of air", "12 стульев"],
)
def test_a_title_is_no_name(title: str) -> None:
    assert heading(title, 0) is None
