"""Works that running text names: kinds of documents, in the words of each language."""

import pytest

from citekit.extract.mentions import find_mentions
from citekit.languages import Repaired


def named(text: str, language: str) -> list[tuple[str, str]]:
    """Return each work named in a text: its type, and how it is named."""
    found = find_mentions(Repaired.of(text), [(0, len(text))], language)
    return [
        (str(it.reference.work.type) if it.reference.work else "", it.reference.as_printed or "")
        for it in found
    ]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("kk", "Оның «Абай жолы» романында бұл туралы айтылады.", "«Абай жолы»"),
        ("kk", "Автордың «Ғасырлар тоғысында» атты еңбегінде жазылған.", "«Ғасырлар тоғысында»"),
        ("kk", "Бұл Еңбек кодексінде көрсетілген.", "Еңбек кодексі"),
        ("kk", "Ол «Білім туралы» Заңында бар.", "«Білім туралы» Заңында"),
        ("kk", "Сапасы ҚР СТ 1347-2005 бойынша бағаланды.", "ҚР СТ 1347-2005"),
        ("ru", "В монографии А. Б. Кима «Рынок труда» сказано.", "«Рынок труда»"),
        ("ru", "Закон Республики Казахстан от 27 июля 2007 г. № 319 «Об образовании» гласит.",
         "«Об образовании»"),
        ("ru", "По Трудовому кодексу РК отпуск положен.", "Трудовому кодексу РК"),
        ("ru", "Послание Президента народу Казахстана «Новый курс» важно.",
         "Послание Президента народу Казахстана «Новый курс»"),
        ("ru", "Конвенция ООН о правах ребёнка, принятая в 1989 году.",
         "Конвенция ООН о правах ребёнка"),
        ("ru", "Испытания по ГОСТ 8226-82 показали.", "ГОСТ 8226-82"),
        ("en", "In the book “Labour Markets” it is said.", "“Labour Markets”"),
        ("en", "The Law of the Republic of Kazakhstan “On Education” says.", "“On Education”"),
        ("en", "The Labour Code of the Republic of Kazakhstan says.",
         "Labour Code of the Republic of Kazakhstan"),
        ("en", "The Convention on the Rights of the Child, adopted in 1989.",
         "Convention on the Rights of the Child"),
        ("en", "It was tested by ISO 9001:2015.", "ISO 9001:2015"),
    ],
)  # fmt: skip
def test_kinds_of_documents(language: str, text: str, said: str) -> None:
    assert [printed for _, printed in named(text, language)] == [said]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Метод «проб и ошибок» и работа «в стол» не названия."),
        ("ru", "Труд «человека» и его оплата."),
        ("kk", "Ол «жақсы» кітап оқыды."),
        ("en", "The article “in press” and the “old” book."),
    ],
)
def test_words_in_quotation_marks_are_no_titles(language: str, text: str) -> None:
    assert named(text, language) == []
