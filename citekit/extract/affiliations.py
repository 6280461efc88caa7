"""Institutions, posts, degrees and addresses in the lines about authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from citekit.extract._data import languages, load, words
from citekit.extract.evidence import pattern
from citekit.languages import Words, join_lines


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution as the lines under the authors print it.

    Attributes:
        marks: The numbers or letters by which authors lead to it.
        name: Its name, without city and country.
        city: The city, if it is printed.
        country: The country, if it is printed.
        address: Street and postal code, if they are printed.
        printed: All of it as printed, lines joined.
        start: Where it begins in the repaired text.
        end: Where it ends there.
    """

    marks: tuple[str, ...]
    name: str
    city: str | None
    country: str | None
    address: str | None
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the lines about authors: its text, and where it stands in the repaired text."""

    text: str
    start: int
    end: int


_MARK = re.compile(
    r"^\s*\(?((?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]|[a-dа-г](?=[\s)]))(?:\s*[,;]\s*(?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]))*)\)?[\s.)]*(?=[^\W\d_]|«|“|\"|$)"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}")
_CONTACT = re.compile(
    r"[(\[]?\*?\s*(?:(?:corresponding|correspondent|корреспондент|автор|e-?mail|е-?mail|тел|tel|phone|ph|факс|моб)\b"
    r"|орсид|orcid|\d{4}-\d{4}-\d{4}-\d{3}[\dXХ]"
    r"|https?://|\+\d|\(\d{3,5}\)|эл(?:ектронн\w+)?\.? (?:почт|пошт|адрес))",
    re.I,
)
_POSTCODE = re.compile(r"\b\d{5,6}\b")


@cache
def _countries() -> dict[str, str]:
    return {name.lower(): name for name in words("people", "countries")}


@cache
def _city_marks() -> re.Pattern[str]:
    marks = sorted(words("people", "cities"), key=len, reverse=True)
    spelled = "|".join(re.escape(mark) for mark in marks)
    return re.compile(rf"^(?:{spelled})\s*(?=[^\W\d_])|\s+(?:{spelled})$")


def emails_in(text: str) -> list[tuple[str, int, int]]:
    """Return the e-mail addresses in `text`, with where they stand.

    >>> emails_in("e-mail: a.b@mail.ru, тел.")
    [('a.b@mail.ru', 8, 19)]
    """
    return [
        (m[0].rstrip(".-"), m.start(), m.start() + len(m[0].rstrip(".-")))
        for m in _EMAIL.finditer(text)
    ]


def split_institutions(pieces: Sequence[Piece], evidence: Words | None = None) -> list[Institution]:
    """Return the institutions in the lines about authors, in order.

    A new one begins at a mark, and after a line that ends with a country or a semicolon.
    """
    groups: list[tuple[tuple[str, ...], list[Piece]]] = []
    open_group = False
    todo = [part for piece in pieces for part in _at_marks(piece)]
    explicit = {
        m for piece in todo if not _lone_marks(piece.text) for m in _leading_marks(piece.text)
    }
    lone = {m for piece in todo for m in _lone_marks(piece.text)} - explicit
    for number, piece in enumerate(todo):
        text = piece.text
        match = _MARK.match(text)
        if match and not text[match.end() :].strip():
            open_group = False
            continue
        piece = _without_contact(piece)
        if not piece.text.strip(" ,;.*()") or _is_post(piece.text):
            open_group = False
            continue
        match = _MARK.match(piece.text)
        if match and not _POSTCODE.match(piece.text):
            groups.append((tuple(_numbers(match[1])), [_cut(piece, match.end())]))
        elif open_group and groups:
            groups[-1][1].append(piece)
        else:
            groups.append(((), [piece]))
        following = todo[number + 1].text if number + 1 < len(todo) else ""
        open_group = not _closes(text, following)
    made = []
    for marks, parts in groups:
        made += _institutions(marks, parts, evidence)
    if lone or explicit:  # superscripts fall out of their lines: the numbers missing, in order
        known = {m for it in made for m in it.marks}
        spare = [str(n) for n in range(1, len(made) + 1) if str(n) not in known]
        made = [_marked(it, spare.pop(0)) if not it.marks and spare else it for it in made]
    return made


def _is_post(text: str) -> bool:
    """Tell whether a line names a degree or a post and no institution."""
    if pattern("organizations").search(text) or _MARK.match(text):
        return False
    post = read_post(text)
    return bool((post.degree or post.position or post.title) and not post.organization)


def _numbers(text: str) -> list[str]:
    return [
        part.strip() for part in re.split(r"[,;]", text.translate(_SUPERSCRIPTS)) if part.strip()
    ]


def _marked(it: Institution, mark: str) -> Institution:
    return Institution(
        (mark,), it.name, it.city, it.country, it.address, it.printed, it.start, it.end
    )


def _cut(piece: Piece, at: int) -> Piece:
    text = piece.text[at:]
    stripped = text.lstrip()
    return Piece(stripped, piece.start + at + len(text) - len(stripped), piece.end)


def _without_contact(piece: Piece) -> Piece:
    """Cut off e-mail, telephone and what announces them."""
    text = piece.text
    cuts = [m.start() for m in _EMAIL.finditer(text)]
    cuts += [
        m.start()
        for m in _CONTACT.finditer(text)
        if m.start() == 0 or not text[m.start() - 1].isalnum()
    ]
    if not cuts:
        return piece
    cut = min(cuts)
    kept = text[:cut].rstrip(" ,;(*")
    return Piece(kept, piece.start, piece.start + len(kept))


def _lone_marks(text: str) -> list[str]:
    """Return the marks of a line that holds nothing else: superscripts fall out of their lines."""
    match = _MARK.match(text)
    return _numbers(match[1]) if match and not text[match.end() :].strip() else []


def _leading_marks(text: str) -> list[str]:
    match = _MARK.match(text)
    return _numbers(match[1]) if match and not _POSTCODE.match(text) else []


_INLINE = re.compile(r"(?<=[\s,;])([2-9])\s?(?=[^\W\d_a-zа-яё]|[«“\"])")


def _at_marks(piece: Piece) -> list[Piece]:
    """Part a line in which marks 2, 3 … begin further institutions."""
    cuts = [0]
    wanted = 2
    first = _MARK.match(piece.text)
    if first and first[1].isdecimal():
        wanted = int(first[1]) + 1
    for match in _INLINE.finditer(piece.text):
        if int(match[1]) == wanted and match.start() > 12:
            cuts.append(match.start())
            wanted += 1
    edges = [*cuts, len(piece.text)]
    return [
        Piece(
            piece.text[a:b].rstrip(),
            piece.start + a,
            piece.start + a + len(piece.text[a:b].rstrip()),
        )
        for a, b in pairwise(edges)
    ]


def _closes(text: str, following: str) -> bool:
    """Tell whether an institution ends with this line, the next one beginning `following`."""
    text = text.rstrip()
    if following[:1].isupper() and not text.endswith(",") and _house_end().search(text):
        return True
    bare = text.rstrip(" .,;)")
    last = re.split(r",\s*|\(", bare)[-1].strip().lower()
    goes_on = f"{last} {following.split(',', maxsplit=1)[0].strip(' .;)')}".lower() in _countries()
    return text.endswith(";") or (last in _countries() and not goes_on)


def _institutions(
    marks: tuple[str, ...], parts: list[Piece], evidence: Words | None
) -> list[Institution]:
    raw = "\n".join(part.text for part in parts)
    text = join_lines(raw, evidence).text.strip(" ,;.")
    start, end = parts[0].start, parts[-1].end
    found = []
    # `A; B` are two; each has the marks, if there is one mark they share it.
    for printed in filter(None, (_unbracketed(p.strip(" ,.")) for p in re.split(r";\s+", text))):
        name, city, country, address = _take_apart(printed)
        found.append(Institution(marks, name, city, country, address, printed, start, end))
    return found


def _unbracketed(text: str) -> str:
    return text[1:-1].strip(" ,.") if text.startswith("(") and text.endswith(")") else text


def _take_apart(text: str) -> tuple[str, str | None, str | None, str | None]:
    """Return name, city, country and address of an institution.

    >>> _take_apart("Esil University, г.Астана, Казахстан")
    ('Esil University', 'Астана', 'Казахстан', None)
    """
    text = _BRACKETED.sub(r", \1", _CITY_STOP.sub(", ", text))
    parts = [
        part.strip(" .") if not part.strip().endswith(("г.", "қ.", "пр.", "ул.")) else part.strip()
        for part in re.split(r",\s*", text)
    ]
    country = city = None
    address: list[str] = []
    streets = pattern("streets")
    name: list[str] = []
    organizations = pattern("organizations")
    for i, part in enumerate(parts):
        low = part.lower().strip(" .")
        if i and low in _countries():
            country = part
        elif i and (_POSTCODE.search(part) or re.search(r"\d", part) or streets.match(part)):
            address.append(part)
        elif i and _is_city(part) and not organizations.search(part) and city is None:
            city = _city_marks().sub("", part).strip()
        elif i and (country or city or address) and not organizations.search(part):
            address.append(part)
        else:
            name.append(part)
    return ", ".join(name), city, country, ", ".join(address) or None


_CITY_STOP = re.compile(
    r"(?<=[а-яёa-zқңғүұіөәһ])\.\s+(?=(?:Казахстан|Қазақстан|Kazakhstan|Россия|Ресей|Russia)\b)"
)


# `КазНУ (г. Алматы, Казахстан)`: the brackets hold the address.
_BRACKETED = re.compile(r"\s*\(([^()]*(?:,|\bг\.|қ\.)[^()]*)\)?\s*\.?$")


def _is_city(part: str) -> bool:
    bare = _city_marks().sub("", part).strip()
    return (
        bool(bare)
        and len(bare.split()) <= 3
        and bare[0].isupper()
        and not re.search(r"[«»\"“”()]", bare)
    )


# --- posts, degrees, departments -----------------------------------------------------------------


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
        degree_at: Where in the text the degree stands.
        organization_at: Where in the text the institution stands.
    """

    degree: str | None = None
    title: str | None = None
    position: str | None = None
    department: str | None = None
    organization: str | None = None
    printed: str | None = None
    degree_at: tuple[int, int] | None = None
    organization_at: tuple[int, int] | None = None


_DEPARTMENT = re.compile(
    r"кафедр|бөлім|факультет|department|chair|faculty|отдел|лаборатор|зертхана", re.I
)


def read_post(text: str) -> Post:
    """Read what the lines about one author say of posts and degrees.

    >>> read_post("«Саясат» кафедрасының профессоры міндетін атқарушы, ғылым докторы").department
    '«Саясат» кафедрасы'
    """
    degree = title = position = department = organization = printed = None
    degree_at = organization_at = None
    for match in re.finditer(r"[^,;]+", text):
        part = match[0]
        start = match.start() + len(part) - len(part.lstrip())
        value = re.sub(r"\s+", " ", part.replace("-\n", "-")).strip(" .")
        if not value or _EMAIL.search(value) or _CONTACT.match(value):
            continue
        span = (start, match.start() + len(part.rstrip()))
        first = pattern("positions").search(value)
        names_house = _house_end().search(value)
        if degree is None and _is_degree(value):
            degree, degree_at = value, span
        elif (
            names_house
            and organization is None
            and not _DEPARTMENT.search(value)
            and not _post_first(value)
        ):
            organization, organization_at = nominative(expanded(value)), span
        elif _DEPARTMENT.search(value) and (position is None or department is None):
            printed = value if printed is None else printed
            post, room, house = _post(value)
            position, department = position or post, department or room
            if house and organization is None:
                organization, organization_at = house, span
        elif (first and first.start() < 25) and position is None:
            position, department, house = _post(value)
            printed = value
            if house and organization is None:
                organization, organization_at = house, span
        elif pattern("titles").match(value) and title is None and len(value) < 60:
            title = value
        elif pattern("organizations").search(value) and organization is None:
            organization, organization_at = nominative(expanded(value)), span
    return Post(
        degree, title, position, department, organization, printed, degree_at, organization_at
    )


@cache
def _house_end() -> re.Pattern[str]:
    stems = [w for w in words("people", "organizations") if len(w) > 5]
    return re.compile(r"(?:" + "|".join(map(re.escape, stems)) + r")\w*\W*$", re.I)


def _is_degree(value: str) -> bool:
    return len(value) < 90 and bool(
        pattern("degrees").match(value)
        or (pattern("degrees").search(value) and not pattern("organizations").search(value))
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
        match = re.match(rf"((?:[\w-]+\s)*?){genitive}(?!\w)(.*)$", name, re.S)
        if match is None:
            continue
        gender = "feminine" if base[-1] in "ая" else "neuter" if base[-1] in "ео" else "masculine"
        made = [_declined(word, rules[gender]) for word in match[1].split()]
        if None in made:
            return name
        return " ".join(filter(None, (*made, base))) + match[2]
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
