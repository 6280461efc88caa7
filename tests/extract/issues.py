"""Makes issues for tests: articles of several layouts, one after another."""

_BODY = (
    "Рынок труда меняется вместе с хозяйством страны, и это видно по данным последних лет [1].\n"
    "Так считают и другие исследователи, которые изучали занятость в разных областях [2, с. 15].\n"
    "Однако связь между образованием и доходом остаётся неясной, и о ней говорится ниже.\n"
)
_LIST = (
    "1. Ли В. Г. Рынок труда. – М.: Наука, 2001. – 120 с.\n"
    "2. Цой А. С. Занятость населения // Вестник труда. – 2010. – № 2. – С. 10–19.\n"
    "3. Brown K. Labour Markets. – London: Press, 2015. – 220 p.\n"
)


def article(code: str, authors: str, title: str, english: tuple[str, str], latin: bool) -> str:
    """Return an article in Russian with an English head after its list or before its text."""
    abstract = "В статье рассматривается то, о чём говорит её название, и приводятся данные.\n" * 3
    other = "The article considers what its title says, and data of several years are given.\n" * 3
    head = (
        f"{code}{authors}\nЕвразийский университет, Астана, Казахстан\n\n{title.upper()}\n\n"
        f"Аннотация. {abstract}Ключевые слова: рынок, труд, занятость, доход.\n\n"
    )
    block = (
        f"{english[0]}\nEurasian University, Astana, Kazakhstan\n\n{english[1].upper()}\n\n"
        f"Abstract. {other}Keywords: market, labour, employment, income.\n\n"
    )
    text = f"Введение\n\n{_BODY * 5}\nЗаключение\n\n{_BODY * 2}\n"
    lists = f"Литература\n\n{_LIST}\n" + (f"References\n\n{_LIST}\n" if latin else "")
    return head + text + lists + block if latin else head + block + text + lists


ARTICLES = [
    article(
        "УДК 331.5\n\n",
        "А.Б. Ким, Д.С. Омаров",
        "Анализ рынка труда в областях",
        ("A.B. Kim, D.S. Omarov", "Analysis of the labour market in regions"),
        latin=False,
    ),
    article(
        "УДК 338.2\n\n",
        "Г.Т. Сатпаева",
        "Доходы и образование молодых людей",
        ("G.T. Satpayeva", "Income and education of young people"),
        latin=True,
    ),
    article(
        "",
        "Р.Н. Бекжанов, Е.В. Пак",
        "Право на труд и его защита в суде",
        ("R.N. Bekzhanov, Ye.V. Pak", "The right to work and its protection in court"),
        latin=True,
    ),
    article(
        "МРНТИ 06.77.02\nУДК 331.1\n\n",
        "Р.Н. Бекжанов, Е.В. Пак",
        "Трудовой договор и цифровые платформы",
        ("R.N. Bekzhanov, Ye.V. Pak", "The labour contract and digital platforms"),
        latin=False,
    ),
]
"""Two with codes, one without any that other people wrote, one more by the same people."""
AUTHORS = ["Ким", "Сатпаева", "Бекжанов", "Бекжанов"]


def pages(header: str) -> list[str]:
    """Return the articles as pages of fifty lines, each article on new ones, all with a header."""
    made: list[str] = []
    for text in ARTICLES:
        rows = text.split("\n")
        for at in range(0, len(rows), 50):
            made.append("\n".join([header, "", *rows[at : at + 50], "", str(len(made) + 5)]))
    return made
