"""The sentence that names a legal act: what kind, of whom, when, under which number.

In Kazakh it is one phrase with the kind last (`ҚР Үкіметінің 2024 жылғы 24 шілдедегі № 592
қаулысы`), in Russian the kind stands first (`указ Президента РК от 14 ноября 2006 г. № 216`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from citekit.references.vocabulary import (
    alternation,
    first_words,
    fold,
    mapping,
    month_pattern,
    pattern,
    table,
)

_QUOTED = r"[«\"“](?P<title{n}>[^»\"”]{{3,400}})[»\"”]"


@cache
def _act_words() -> frozenset[str]:
    return first_words("law_genre") | {fold(w) for w in mapping("nominative")}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?i:{month_pattern()})"
    law = rf"(?i:{alternation('law_genre')})"
    places = rf"(?i:{alternation('law_places')})"
    kazakh = pattern(*table("kk")["law_genre"])
    number = (
        r"(?:№|N|No\.?)\s?"
        r"(?P<number{n}>(?:ҚР\s(?=\w))?(?:[\w./-]{{1,24}}\w|\d)(?:\s(?:ЗРК|ҚРЗ|ZRK)(?!\w))?)"
    )
    forms = pattern(*mapping("nominative"))
    date = (
        rf"(?P<day{{n}}>\d{{{{1,2}}}})\s?(?P<month{{n}}>{month}"
        rf")\.?\s(?P<year{{n}}>\d{{{{4}}}})|(?P<month{{n}}a>{month})\s(?P<day{{n}}a>\d{{{{1,2}}}}),?\s(?P<year{{n}}a>\d{{{{4}}}})|(?P<numeric{{n}}>\d{{{{1,2}}}}[./]\d{{{{1,2}}}}"
        rf"[./]\d{{{{2,4}}}})"
    )
    return (
        re.compile(
            rf"(?:{_QUOTED.format(n='1a')}\s{{0,2}})?(?:(?P<authority1>(?:(?!туралы[\s.])[^:/–;«»\"“\d]){{2,170}}?)\s)?(?P<year1>\d{{4}})\s?(?:жылғы|жылдың|жылы|ж\.?)\s?"
            rf"(?P<day1>\d{{1,2}})\s(?P<month1>{month})\w{{0,6}}\s{{0,2}}(?:{number.format(n=1)})?"
            rf"(?:\s?{_QUOTED.format(n=1)})?\s(?P<genre1>(?i:(?:нормативтік\s|конституциялық\s)?(?:{kazakh})))\w{{0,4}}(?:\sбекітілген)?"
            r"(?:\s?\([^()]{1,60}\))?"
        ),
        re.compile(
            rf"(?P<authority2>(?:(?!туралы[\s.])[^:/–;«»\"“\d]){{2,100}}?)\s(?P<genre2>(?i:{kazakh}))\s(?P<year2>\d{{4}})\s?(?:жылғы|ж\.?)\s?"
            rf"(?P<day2>\d{{1,2}})\s(?P<month2>{month})\w{{0,6}}\s{{0,2}}(?:№|N)\s?(?P<number2>[\w./-]{{1,24}}\w(?:\sҚРЗ)?)"
        ),
        re.compile(
            rf"(?:(?i:утв\w*\.?|введен\w*)\s|[А-ЯЁ][а-яё]{{3,20}}(?:\s[а-яё-]{{4,20}})?\s(?=[Кк]одекс)|(?:[A-Z][a-z]{{2,20}}\s){{1,2}}(?=Code\s))?(?P<genre3>(?i:{forms}|{law}))(?:\s(?P<authority3>[^:/–;«»\"“]{{2,170}}?))??"
            rf"(?:,?\s?{_QUOTED.format(n='3b')})?(?:\s?№\s?(?P<number3a>[\w./-]{{1,20}}))?(?:,?\s(?:от|від|ад|dated|of|ot|on|from)\s|,\s(?=\d\d?[\s.][^№]{{4,22}}№))(?:{date.format(n=3)})(?:\s?(?:г|р|года|года|goda|g)(?!\w)\.?)?"
            rf"(?:,?\s?,?\s?{number.format(n=3)})?(?:\s?{_QUOTED.format(n=3)})?(?:\s?[(\[][^()\[\]]{{0,12}}(?:ред|изм)[^()\[\]]{{0,120}}[)\]])?"
        ),
        re.compile(
            rf"(?P<genre4>(?i:{law}))\s(?P<jurisdiction4>{places})(?:\s?{_QUOTED.format(n=4)}|\.?\s(?=[«\"“]?(?:О|Об|О́|On|Ob|O)\s))"
        ),
        re.compile(
            rf"(?P<jurisdiction5>Қазақстан Республикасының|ҚР)\s(?P<genre5>(?i:{kazakh}))(?=\.\s)"
        ),
    )


def act_at(text: str, at: int) -> tuple[int, dict[str, str]] | None:
    """Return the end of the act's sentence that begins here and what it says, or None.

    >>> act_at("указ Президента РК от 14 ноября 2006 г. № 216", 0)[1]["number"]
    '216'
    """
    for regex in _patterns():
        match = regex.match(text, at)
        if match is not None:
            fields = {
                key.rstrip("12345ab"): value for key, value in match.groupdict().items() if value
            }
            return match.end(), fields
    return None


def may_have_act(words: Iterable[str]) -> bool:
    """Return whether any of these folded words begins the name of a kind of act."""
    return not _act_words().isdisjoint(words)


def nominative(phrase: str) -> str:
    """Return the name of an act or a body as it is called, from the form a sentence gives it.

    >>> nominative("Указом"), nominative("ҚР Үкіметінің"), nominative("Президента РК")
    ('Указ', 'ҚР Үкіметі', 'Президент РК')
    """
    phrase = re.sub(r"^of (?:the )?", "", phrase)
    forms = mapping("nominative")
    whole = forms.get(phrase.lower())
    if whole:
        return str(whole)
    first, _space, rest = phrase.partition(" ")
    if first.lower() in forms and rest:
        return f"{forms[first.lower()]} {rest}"
    *head, last = phrase.split(" ")
    if head and last.lower() in forms:
        return " ".join([*head, str(forms[last.lower()])])
    for ending, other in table("kk")["endings"]["genitive"]:
        if phrase.endswith(ending) and len(phrase) > len(ending) + 3:
            return phrase.removesuffix(ending) + str(other)
    return phrase
