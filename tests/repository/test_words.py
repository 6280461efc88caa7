"""Words are found in their other forms, in each language, and others are not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.repository.words import Term, fold, index_words, parse_query, stem, words

# Forms of one word, as grammars decline them; each row must meet in one stem.
FORMS = {
    "kk": [
        "тіл тілі тілін тілдің тілге тілде тілден тілмен тілдер тілдердің тілдеріне",
        "мақала мақаласы мақаланың мақалалар мақалаларды мақаласында мақалаларындағы",
        "тарих тарихы тарихын тарихтың тарихқа тарихта тарихтан тарихи",
        "келісім келісімі келісімнің келісімге келісімдер келісімдердің келісімінде",
        "қоғам қоғамның қоғамда қоғамдық қоғамға қоғамдар қоғамдағы",
        "білім білімі білімнің білімді білімге білімдер",
        "ғылым ғылымы ғылымның ғылымда ғылымдар ғылымдағы",
        "әдіс әдісі әдістер әдістері әдістің әдіспен әдістерінің",
    ],
    "ru": [
        "метод метода методу методом методе методы методов методам методами методах",
        "исследование исследования исследованию исследованием исследований исследованиях",
        "статья статьи статье статью статьей статей статьям статьями",
        "казахский казахского казахскому казахским казахская казахской казахскую казахские",
        "история истории историю историей историй историям",
        "общество общества обществу обществом обществе обществ",
        "область области областью областей областям",
        "язык языка языку языком языке языки языков языками",
    ],
    "en": [
        "method methods",
        "study studies studying studied",
        "policy policies",
        "analysis analyses",
        "hydrology hydrological hydrologic",
        "machine machines",
        "language languages",
        "school schools schooling",
    ],
}
APART = {
    "kk": "тіл тарих келісім қоғам білім ғылым әдіс мектеп қала тау өзен адам",
    "ru": "метод исследование статья история общество область язык наука город река человек",
    "en": "method study policy analysis hydrology machine language school river city human",
}


@pytest.mark.parametrize(("language", "row"), [(lg, row) for lg in FORMS for row in FORMS[lg]])
def test_the_forms_of_a_word_meet_in_one_stem(language: str, row: str) -> None:
    assert len({stem(word, language) for word in words(row)}) == 1


@pytest.mark.parametrize("language", APART)
def test_different_words_stay_apart(language: str) -> None:
    for one, other in combinations(words(APART[language]), 2):
        assert stem(one, language) != stem(other, language)


def test_keyboards_without_kazakh_letters_find_kazakh_words() -> None:
    assert words("Қазақстан әдебиеті: ұғым, һәм өнер") == words("казакстан адебиети угым хам онер")


def test_what_looks_alike_is_one() -> None:
    assert fold("Ёж й́ Ｆｕｌｌ") == "еж й full"
    assert fold("na\u00efve") == fold("nai\u0308ve") == "naive"
    assert words("келі\u00adсім") == words("келісім")


def test_a_text_of_unknown_language_is_kept_in_every_reading() -> None:
    assert index_words("история", "und").split() == ["история", "истор"]


def test_a_query_is_read_term_by_term() -> None:
    assert parse_query('title:"абай жолы" -book*') == [
        Term((("абай", "жол"), ("аба", "жол"), ("абай", "жолы")), "title"),
        Term((("book",),), prefix=True, excluded=True),
    ]
    assert parse_query("doi:10.1/x")[0].field is None
    assert len(parse_query("w " * 500)) == 16


def test_real_keywords_are_found_in_real_abstracts(shared: Path) -> None:
    """How many words of an article's keywords stand in its abstract, in whatever form.

    Some are simply not there: of the same 4 first letters there are 77 to 80 in 100.
    """
    asked: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for path in (shared / "articles").rglob("*.gold.json"):
        gold = json.loads(path.read_text("utf-8"))
        texts = {language: set(words(_text(said))) for language, said in _said(gold, "abstract")}
        for language, said in _said(gold, "keywords"):
            if language not in FORMS or language not in texts:
                continue
            stems = {stem(word, language) for word in texts[language]}
            for word in {w for w in words(_text(said)) if len(w) > 3}:
                asked[language] += 1
                exact[language] += word in texts[language]
                found[language] += stem(word, language) in stems
    for language, of_100 in {"kk": 72, "ru": 72, "en": 69}.items():
        assert asked[language] > 500
        assert 100 * found[language] / asked[language] >= of_100
        assert found[language] > exact[language]


def _said(gold: dict[str, Any], field: str) -> Iterator[tuple[str, Any]]:
    said = gold.get(field) or {}
    if isinstance(said, dict):
        yield from said.items()
    else:
        yield from ((one.get("lang") or one.get("language"), one) for one in said)


def _text(value: Any) -> str:
    """Return the text of a gold value, whatever it is wrapped in."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        wrapped = ("text", "value", "values", "items", "normalized", "words", "original", "list")
        return " ".join(_text(value[key]) for key in wrapped if key in value)
    return " ".join(map(_text, value)) if isinstance(value, list) else ""


@given(st.text(max_size=80))
def test_folding_is_settled_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_queries_hold_nothing_but_words(text: str) -> None:
    for term in parse_query(text):
        for phrase in term.phrases:
            assert phrase
            assert all(word.isalnum() for word in phrase), phrase
