"""Posts, degrees, titles and departments, as the lines about one author say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from citekit.extract._data import languages, load, words
from citekit.extract.evidence import pattern
from citekit.extract.places import CONTACT, EMAIL, opened, place_of


@dataclass(frozen=True, slots=True)
class Post:
    """What a person is, as the lines under the name say.

    Attributes:
        degree: The academic degree as printed.
        title: The academic title as printed.
        position: The post as printed, without the department.
        department: The department in the nominative.
        organization: The institution in the nominative.
        printed: The post with its department as printed.
        city: The city after the institution.
        country: The country after it.
        address: Street, postal code or region after it.
    """

    degree: str | None = None
    title: str | None = None
    position: str | None = None
    department: str | None = None
    organization: str | None = None
    printed: str | None = None
    city: str | None = None
    country: str | None = None
    address: str | None = None


_DEPARTMENT = re.compile(
    r"кафедр|бөлім|факультет|department|chair|faculty|отдел|лаборатор|зертхана", re.I
)


def read_post(text: str) -> Post:
    """Read what the lines about one author say of posts and degrees.

    >>> read_post("«Саясат» кафедрасының профессоры міндетін атқарушы, ғылым докторы").department
    '«Саясат» кафедрасы'
    >>> it = read_post("магистр права, КазНУ имени Абая (г. Алматы, Казахстан), e-mail: a@b.kz")
    >>> it.degree, it.organization, it.city, it.country
    ('магистр права', 'КазНУ имени Абая', 'Алматы', 'Казахстан')
    """
    degree: str | None = None
    title: str | None = None
    position: str | None = None
    department: str | None = None
    organization: str | None = None
    printed: str | None = None
    around: list[str] = []  # the clauses just after the institution
    near = False
    for part in re.split(r"[,;]", opened(re.sub(r"(?<!-)\n", " ", _LINK.sub(r"\g<0>,", text)))):
        value = re.sub(r"\s+", " ", part.replace("-\n", "-"))
        contact = EMAIL.search(value) or _REACH.search(value)
        value = _REACH.sub("", value[: contact.start()] if contact else value).strip(" .(")
        if not value or CONTACT.match(value):
            continue
        first = pattern("positions").search(value)
        had = organization
        if near and _goes_on(value):
            around.append(value)
            continue
        if degree is None and _is_degree(value):
            degree = value
        elif (
            house_end().search(value)
            and organization is None
            and not _DEPARTMENT.search(value)
            and not _post_first(value)
        ):
            organization = nominative(expanded(value))
        elif _DEPARTMENT.search(value) and (position is None or department is None):
            printed = value if printed is None else printed
            post, room, house = _post(value)
            position, department = position or post, department or room
            organization = organization or house
        elif organization is None and (owned := _owned(value)):
            organization, post = owned
            if pattern("titles").match(post) and title is None:
                title = post
            elif position is None:
                position, printed = post, value
        elif (first and first.start() < 25) and position is None:
            position, department, house = _post(value)
            printed = value
            organization = organization or house
        elif pattern("titles").match(value) and title is None and len(value) < 60:
            title = value
        elif pattern("organizations").search(value) and organization is None:
            organization = nominative(expanded(value))
        near = organization is not None and had is None
    city, country, address = place_of(around)
    return Post(degree, title, position, department, organization, printed, city, country, address)


# An address of the net ends its clause, whatever stands after it.
_LINK = re.compile(r"https?://\S+(?=\s)")
# What announces an address at the end of a clause.
_REACH = re.compile(
    r"(?<!\w)(?:[eе]-?mail|эл\.\s?почта|тел\.?|tel\.?|orcid(?:\s+id)?)\s*:?.*$", re.I
)


def _goes_on(value: str) -> bool:
    """Tell whether a clause after an institution says where it is: nothing else is known of it."""
    return not any(
        pattern(key).search(value) for key in ("degrees", "titles", "positions", "organizations")
    )


def _owned(value: str) -> tuple[str, str] | None:
    """Return the institution and the post of a clause that names the first in the genitive.

    >>> _owned("Торайғыров университетінің аға оқытушысы")
    ('Торайғыров университеті', 'аға оқытушы')
    """
    for language in languages():
        rules = load(language, "people").get("nominative", {})
        for ending, base in rules.get("house", ()):
            match = re.fullmatch(rf"(.{{4,}}?)-?{ending}\s+(\S.{{4,60}})", value)
            if match and (
                pattern("positions").match(match[2]) or pattern("titles").match(match[2])
            ):
                house = match[1] + base
                if pattern("organizations").search(house) or house[-1].isupper():
                    return expanded(house), _nominative_post(match[2], rules["position"])
    for key in ("positions", "titles"):
        post = pattern(key).search(value, 10)
        house = value[: post.start()].rstrip() if post else ""
        if post and house_end().search(house) and not _DEPARTMENT.search(house):
            return nominative(expanded(house)), value[post.start() :]
    return None


@cache
def house_end() -> re.Pattern[str]:
    """Return the pattern of a text that ends with the kind of an institution: `university`."""
    stems = [w for w in words("people", "organizations") if len(w) > 5]
    return re.compile(r"(?:" + "|".join(map(re.escape, stems)) + r")\w*\W*$", re.I)


def _is_degree(value: str) -> bool:
    degree, post = pattern("degrees").match(value), pattern("positions").match(value)
    if degree and post and post.end() > degree.end():  # `магистрант` is no `магистр`
        return False
    return len(value) < 90 and bool(
        degree or (pattern("degrees").search(value) and not pattern("organizations").search(value))
    )


def _post_first(value: str) -> bool:
    """Tell whether a clause begins with a post: `президент банка`, not `ҚР Президенті`."""
    return bool(pattern("positions").match(value))


def _post(value: str) -> tuple[str | None, str | None, str | None]:
    """Return post, department and institution of `доцент кафедры X университета Y`."""
    for language in languages():
        rules = load(language, "people").get("nominative", {})
        if "department" in rules:  # the department stands before the post, in the genitive
            for ending, base in rules["department"]:
                match = re.match(
                    rf"(.*\b(?:кафедра|факультет|бөлім|зертхана){ending})\s+(.+)$", value, re.I
                )
                if match:
                    room = match[1][: len(match[1]) - len(ending)] + base
                    return _nominative_post(match[2], rules["position"]), room, None
    match = re.match(r"(.*?)\s*((?:кафедр\w+|chair|department|faculty)\b.*)$", value, re.I)
    if match and match[1]:
        room, house = _in_genitive(match[2])
        return match[1].strip(), room, house
    return value, None, None


def _in_genitive(text: str) -> tuple[str | None, str | None]:
    """Return department and institution of `кафедры географии Адыгейского … университета`.

    >>> _in_genitive("кафедры географии Адыгейского государственного университета")
    ('кафедра географии', 'Адыгейский государственный университет')
    """
    rules = load("ru", "people")["nominative"]
    adjectives = "|".join(ending for ending, _ in (*rules["masculine"], *rules["feminine"]))
    heads = "|".join(genitive for genitive, _ in rules["words"] if genitive != "кафедрой")
    match = re.search(
        rf"(?P<house>[^\W\d_a-zа-яё][\w-]*(?:{adjectives})(?:\s[\w-]*(?:{adjectives}))*\s(?:{heads})(?!\w).*)$",
        text,
    )
    room = (text[: match.start()] if match else text).strip()
    if room.startswith("кафедр"):
        room = "кафедра" + room[room.index(" ") :] if " " in room else room
    return room or None, nominative(match["house"]) if match else None


def nominative(name: str) -> str:
    """Return a Russian institution named in the genitive as its nominative.

    >>> nominative("Южного федерального университета имени Абая")
    'Южный федеральный университет имени Абая'
    >>> nominative("Академия наук")
    'Академия наук'
    """
    rules = load("ru", "people")["nominative"]
    for genitive, base in rules["words"]:
        match = re.match(rf"((?:[\w-]+\s)*?)({genitive})(?!\w)(.*)$", name, re.S | re.I)
        if match is None:
            continue
        gender = "feminine" if base[-1] in "ая" else "neuter" if base[-1] in "ео" else "masculine"
        made = [_declined(word, rules[gender]) for word in match[1].split()]
        if None in made:
            return name
        kind = base.capitalize() if match[2][:1].isupper() else base
        return " ".join(filter(None, (*made, kind))) + match[3]
    return name


def _declined(word: str, rules: Sequence[Sequence[str]]) -> str | None:
    for ending, base in rules:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + base
    return None


def _nominative_post(post: str, rules: Sequence[Sequence[str]]) -> str:
    for ending, base in rules:
        if ending in post and " " in ending:
            return post.replace(ending, base, 1)
    for ending, base in rules:
        if " " not in ending and post.endswith(ending):
            return post[: len(post) - len(ending)] + base
    return post


def expanded(name: str) -> str:
    """Return the name of an institution with its abbreviations written out.

    >>> expanded("ҚР Президенті жанындағы Академия")
    'Қазақстан Республикасы Президентінің жанындағы Академия'
    """
    for language in languages():
        for short, full in load(language, "people").get("expansions", {}).items():
            if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", name):
                return re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, name, count=1)
    return name
