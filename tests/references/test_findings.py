"""What an editor remarks on in a printed reference."""

import pytest

from citekit.references import explain, read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Абай. Қара сөз. URL: https://abai.kz", "reference.access-date.missing"),
        ("Иванов И.И. Хлеб. – М.: Наука, 1989.", "reference.place.abbreviated"),
        ("Иванов И.И. Хлеб // Вестник КазНУ. – 2019. – № 3.", "reference.pages.missing"),
        (
            "Безопасность пищевой продукции по системе ХАССП. -2021. -№ 9. – С. 5.",
            "reference.container.missing",
        ),
        ("Иванов И.И. Хлеб // Вестник. – № 3. – С. 5.", "reference.year.missing"),
        ("Ивaнов И.И. Хлеб. – Алматы, 1989.", "reference.letters.mixed"),
        ("Иванов И.И. Хлеб. – Алматы, 2001. – ISBN 978-601-239-742-1", "id.invalid"),
        ("Иванов И.И. Хлеб // Вестник. – 2019. – С. 30–25.", "page.reversed"),
        ("Хлеб. URL: http://a.kz (дата обращения: 12.03.2009", "reference.brackets.unbalanced"),
        ("Хлеб. URL: http://a.kz (дата обращения: 22.07.20201).", "date.literal"),
    ],
)
def test_finding(text: str, code: str) -> None:
    assert code in [found.code for found in read(text).findings]


def test_a_good_reference_is_left_in_peace() -> None:
    text = "Иванов, И. И. Хлеб / И. И. Иванов // Вестник КазНУ. – 2019. – № 3. – С. 5–9."

    assert read(text).findings == ()


def test_the_explanation_marks_every_area() -> None:
    assert explain(read("7. Есім Ғ. Хакім Абай. – М.: Ғылым, 1994.")) == (
        "7. book, kk, certainty 0.98\n"
        "  author             0.99  Есім Ғ.\n"
        "  title              0.97  Хакім Абай\n"
        "  place              0.99  М.\n"
        "  publisher          0.98  Ғылым\n"
        "  year               0.99  1994\n"
        "  ! The place М. is abbreviated; GOST R 7.0.100-2018 prints places in full."
    )
