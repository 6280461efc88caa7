"""Items of every CSL type, each with the variables that people fill in for it and some they do not.

The corpora of the speed benchmark have seven types. Styles say different things for all 45, so a
comparison of whole styles wants them all; here they are made up, the same ones every time.
"""

from __future__ import annotations

from typing import Any

_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
interview legal_case legislation manuscript map motion_picture musical_score pamphlet
paper-conference patent performance periodical personal_communication post post-weblog regulation
report review review-book software song speech standard thesis treaty webpage
""".split()

_NAMES: list[dict[str, str]] = [
    {"family": "Сейітқали", "given": "Айгүл Ержанқызы"},
    {"family": "Okafor", "given": "Chinua James"},
    {"family": "Петрова", "given": "Н. А."},
    {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
    {"literal": "Institute of Steppe Studies"},
    {"family": "La Fontaine", "given": "Jean-Marie", "dropping-particle": "de"},
    {"family": "Williams", "given": "Robert T.", "suffix": "Jr."},
    {"family": "Сейітқали", "given": "Асан"},
]
_TITLES = [
    "Rivers of the {}: A history in three parts",
    "Қазақ тілінің {} грамматикасы",
    "«Слово о {}»: опыт комментария",
    "The “hidden” {} and its readers",
    "On <i>Stipa {}</i> and its neighbours",
    "What is a {}?",
]
_TEXTS = {
    "container-title": "Journal of Inner Asian Studies",
    "collection-title": "Studies in Nomadic History",
    "publisher": "Steppe University Press",
    "publisher-place": "Almaty",
    "genre": "Working paper",
    "event": "Third Congress of Turkology",
    "event-title": "Third Congress of Turkology",
    "event-place": "Astana",
    "archive": "Central State Archive",
    "archive_location": "Fond 81, file 12",
    "authority": "Supreme Court",
    "medium": "Audio recording",
    "original-title": "Дала өзендері",
    "title-short": "Rivers",
    "container-title-short": "J. Inner Asian Stud.",
    "status": "forthcoming",
    "dimensions": "90 min",
    "source": "Steppe Index",
    "call-number": "QA 76.9",
    "ISBN": "978-601-04-0000-1",
    "ISSN": "1563-0285",
    "DOI": "10.5555/steppe.2014.7",
    "URL": "https://example.org/steppe/7",
    "note": "Second impression",
    "abstract": "What the rivers did.",
    "keyword": "rivers, steppe",
    "references": "Act 4, section 2",
    "scale": "1:50,000",
    "section": "5",
    "version": "2.1",
}
_NUMBERS = {
    "volume": "12",
    "issue": "3",
    "page": "101-118",
    "edition": "2",
    "number": "417",
    "number-of-pages": "312",
    "number-of-volumes": "4",
    "chapter-number": "7",
    "collection-number": "15",
    "part-number": "2",
}
_DATES: dict[str, dict[str, Any]] = {
    "issued": {"date-parts": [[2014, 5, 12]]},
    "accessed": {"date-parts": [[2020, 11, 3]]},
    "original-date": {"date-parts": [[1896]]},
    "event-date": {"date-parts": [[2014, 4, 28], [2014, 5, 2]]},
    "submitted": {"date-parts": [[2013, 9]]},
}
_ISSUED: list[dict[str, Any]] = [
    {"date-parts": [[2014, 5, 12]]},
    {"date-parts": [[2011]]},
    {"date-parts": [[2009, 10]]},
    {"date-parts": [[2003]]},
    {"date-parts": [[1987, 6, 3]], "circa": True},
    {"date-parts": [[1999]], "season": 2},
]
_ROLES = """
editor translator container-author collection-editor director interviewer composer recipient
illustrator reviewed-author original-author
""".split()


def wide_items() -> list[dict[str, Any]]:
    """Three items of every type: with most variables, with some, with hardly any.

    >>> len(wide_items()), len({item["type"] for item in wide_items()})
    (135, 45)
    """
    items = []
    for number, kind in enumerate(_TYPES):
        for fill in range(3):
            items.append(_item(kind, 3 * number + fill, fill))
    return items


def _item(kind: str, number: int, fill: int) -> dict[str, Any]:
    def kept(position: int) -> bool:
        return fill == 0 or (fill == 1 and (position * 7 + number) % 3 == 0)

    item: dict[str, Any] = {
        "id": f"wide{number:03}",
        "type": kind,
        "title": _TITLES[number % len(_TITLES)].format(kind.replace("-", " ")),
        "language": ("en-US", "kk-KZ", "ru-RU")[number % 3],
    }
    if number % 5:
        item["author"] = [_NAMES[(number + k) % len(_NAMES)] for k in range(number % 4 + 1)]
    if number % 11:
        item["issued"] = _ISSUED[number % len(_ISSUED)]
    roles = [role for k, role in enumerate(_ROLES) if (k + number) % 4 == 0 and kept(k)]
    item |= {role: [_NAMES[(number + 3 + k) % len(_NAMES)]] for k, role in enumerate(roles)}
    texts = {**_TEXTS, **_NUMBERS, **{k: v for k, v in _DATES.items() if k != "issued"}}
    item |= {k: v for p, (k, v) in enumerate(texts.items()) if kept(p)}
    return item
