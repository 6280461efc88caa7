"""From areas to a work: each area becomes a field, and every field knows the area it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Any

from citekit.languages import identify
from citekit.model import Organization, Person, PersonName, PersonNames, Text, Work
from citekit.references import dates, kinds, persons
from citekit.references.acts import nominative
from citekit.references.areas import Area, Areas
from citekit.references.names import Name
from citekit.references.vocabulary import bodies, countries, fold, mapping, short_places, table

_SPACES = re.compile(r"\s+")
_SOFT = re.compile("[\u00ad¬]\\s?")
_QUOTES = (("«", "»"), ("“", "”"), ("„", "“"), ('"', '"'), ("‘", "’"), ("'", "'"))
_RANGE = re.compile(r"\s?[-–—‑−]{1,2}\s?")


def clean(text: str) -> str:
    """Return text as it stands in a field: single spaces, no soft hyphens, no stray LaTeX."""
    if "\u00ad" in text or "¬" in text:
        text = _SOFT.sub("", text)
    if "\\" in text:
        text = (
            text.replace("\\linebreak", " ")
            .replace("\\ldots", "...")
            .replace("\\-", "")
            .replace("\\", "")
        )
    if "&" in text and ";" in text:
        text = unescape(text)
    return _SPACES.sub(" ", text).strip()


def unquoted(text: str) -> str:
    """Return a title without the quotation marks that stand around all of it.

    >>> unquoted("«Елім-ай»"), unquoted("«А» және «Б»")
    ('Елім-ай', '«А» және «Б»')
    """
    for left, right in _QUOTES:
        inner = text[1:-1]
        if text[:1] == left and text[-1:] == right and left not in inner and right not in inner:
            return inner.rstrip(".,").strip()
    for left, right in _QUOTES[:3]:
        # Half a pair says nothing: the author forgot the other half, or it stands outside.
        if text.endswith(right) and left not in text:
            return text[:-1].rstrip()
    return text


@dataclass(slots=True)
class Record:
    """A work in the making.

    Attributes:
        fields: Values by the names of `Work`, as plain Python.
        sources: For each field the areas it was taken from.
        unused: Areas that no field holds.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, list[Area]] = field(default_factory=dict)
    unused: list[Area] = field(default_factory=list)

    def put(self, name: str, value: Any, area: Area | None = None) -> None:
        """Set a field that is not set yet."""
        if value and name not in self.fields:
            self.fields[name] = value
            if area is not None:
                self.sources.setdefault(name, []).append(area)
        elif area is not None and value and self.fields.get(name) == value:
            self.sources.setdefault(name, []).append(area)
        elif area is not None:
            self.unused.append(area)

    def extend(self, name: str, values: tuple[Any, ...], area: Area) -> None:
        """Add to a field that holds several values."""
        if values:
            self.fields[name] = (*self.fields.get(name, ()), *values)
            self.sources.setdefault(name, []).append(area)

    def join(self, name: str, value: str, area: Area, separator: str) -> None:
        """Add to a field that holds several values in one text."""
        if not value:
            self.unused.append(area)
            return
        known = self.fields.get(name)
        self.fields[name] = f"{known}{separator}{value}" if known else value
        self.sources.setdefault(name, []).append(area)


def build(found: Areas, language: str | None) -> tuple[Work, Record]:
    """Make the work that the areas describe."""
    record = Record()
    for area in found.areas:
        _HANDLERS.get(area.label, _leftover)(record, area, found)
    _settle_title(record)
    _settle_volume(record, found)
    kinds.settle(record, found)
    tongue = language or _language(record, found)
    return _work(record, tongue), record


def _language(record: Record, found: Areas) -> str:
    fields = record.fields
    title = " ".join((fields.get("title", ""), *fields.get("other_title_information", ())))
    short = len(title.split()) < 3 and len(title) < 24
    if short:
        extra = (fields.get("container_title"), fields.get("publisher"), fields.get("genre"))
        if _ONLY_UKRAINIAN.search(found.text):
            return "uk"
        script = bool(_CYRILLIC.search(title))
        same = (e for e in extra if e and bool(_CYRILLIC.search(e)) == script)
        title = " ".join((title, *same))
    tongue = _identified(title[:_ENOUGH], found.text[:_ENOUGH])
    tag = found.first("TAG")
    if tag is not None:
        said = tag.values["tag"].lower()
        meant = "kk" if "kaz" in said else "ru" if "rus" in said else None
        if meant and not _CYRILLIC.search(title):
            return meant if len(_english().findall(title)) > 1 else f"{meant}-Latn"
    return tongue


_CYRILLIC = re.compile("[а-яё]{3}", re.I)
_ANY_CYRILLIC = re.compile("[а-яёәғқңөұүһіў]", re.I)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 300
"""Characters of a text that tell its language."""
_ONES = ("kk", "ru", "uk")


def _identified(title: str, whole: str) -> str:
    text = title or whole
    if len(_LATIN_WORD.findall(text)) < 2 and not _CYRILLIC.search(text):
        # A name in Latin letters says nothing: `BULT. [Электронный ресурс]`.
        text = whole
    if _ANY_CYRILLIC.search(text):
        if "ў" in text:
            return "be"
        if not _CYRILLIC.search(text):
            text = whole
        tongue = identify(text, _ONES).language
        if tongue != "uk" or _UKRAINIAN.search(text):
            return tongue
        tongue = identify(whole, _ONES).language
        return (
            tongue
            if tongue != "uk" or _UKRAINIAN.search(whole)
            else identify(text, _ONES[:2]).language
        )
    if len(_english().findall(text)) > 1:
        return "en"
    tongue = identify(text).language
    return identify(whole).language if tongue == "und" else tongue


@cache
def _english() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('en')['stop'])})\b", re.I)


_ONLY_UKRAINIAN = re.compile("[їєґЇЄҐ]")
_UKRAINIAN = re.compile("[їєґЇЄҐ]|\\b(?:та|і|в|у|з|на|для|про)\\b")


def _work(record: Record, tongue: str) -> Work:
    values: dict[str, Any] = {"language": tongue}
    for name, value in record.fields.items():
        if name in _LOCALIZED:
            values[name] = _localized(value, tongue)
        elif name in _PERSONS:
            values[name] = tuple(_agent(v, tongue) for v in value)
        else:
            values[name] = value
    return Work(**values)


_LOCALIZED = frozenset(
    (
        "title",
        "part_title",
        "container_title",
        "collection_title",
        "publisher",
        "publisher_place",
        "authority",
        "archive",
    )
)
_PERSONS = frozenset(
    ("author", "editor", "translator", "compiler", "container_author", "contributor")
)


_BILINGUAL = re.compile(r"(.{6,}?)\s?\[([^\[\]]{6,300})\]$")


def _localized(value: str, tongue: str) -> Text:
    """Return a text; `Hakim Abai [Abai the wise]` is one in two languages."""
    if value[-1:] == "]" and tongue != "en":
        match = _BILINGUAL.match(value)
        if match and not _CYRILLIC.search(match[2]) and identify(match[2]).language == "en":
            return Text({tongue: match[1], "en": match[2]})
    return Text({tongue: value})


def _agent(name: Name | str, tongue: str) -> Person | Organization:
    if isinstance(name, str):
        return Organization(name=Text({tongue: name}))
    if not name.given and name.family.lower() in bodies():
        return Organization(name=Text({tongue: name.family}))
    part = "initials" if name.initials else "given"
    parts = PersonName(family=name.family, **({part: name.given} if name.given else {}))
    # One name cannot fail the checks of a mapping, and lists have many names.
    return Person(name=PersonNames.model_construct(((tongue, parts),)))


# ---- One handler per label -----------------------------------------------------------------------


def _leftover(record: Record, area: Area, found: Areas) -> None:
    record.unused.append(area)


def _stop(area: Area, found: Areas) -> str:
    """Return the text of an area with the dot of an abbreviation that ends it."""
    text = clean(area.text)
    following = found.text[area.end : area.end + 1]
    return text + "." if following == "." and not text.endswith(".") else text


def _head(record: Record, area: Area, found: Areas) -> None:
    assert area.names is not None
    field_name = "editor" if found.first("EDS") and not found.first("HOSTHEAD") else "author"
    record.extend(field_name, area.names.names, area)
    if area.names.et_al:
        record.put("author_et_al", True)


def _host_head(record: Record, area: Area, found: Areas) -> None:
    assert area.names is not None
    record.extend("editor" if found.first("EDS") else "container_author", area.names.names, area)


def _title(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.text)
    if (
        text.endswith(".")
        and not text.endswith((" г.", " гг.", "...", "вв."))
        and text.count(".") < 2
    ):
        text = text[:-1]
    elif found.text[area.end : area.end + 1] == "." and text.endswith((" гг", " г", " вв", " в")):
        text += "."
    if "title" in record.fields:
        if "part_number" in record.fields or "volume" in record.fields:
            record.put("part_title", unquoted(text), area)
        else:
            record.unused.append(area)
        return
    record.put("title", unquoted(text), area)


def _settle_title(record: Record) -> None:
    """Part what authors write into the title without punctuation: `… оқу құралы`, `X: учебник`."""
    title = record.fields.get("title", "")
    quoted = record.sources.get("title") and record.sources["title"][0].text[:1] in '«“„"'
    last = title.rstrip(". ").rpartition(" ")[2]
    plain = quoted or fold(last) not in kinds.genre_last_words()
    match = None if plain else kinds.genre_ending().search(title)
    if match and match.start() > 4 and "other_title_information" not in record.fields:
        record.fields["title"] = title[: match.start()].rstrip(" .:,")
        record.fields["other_title_information"] = (match["genre"],)
        record.sources["other_title_information"] = record.sources["title"]
        return
    head, dot, rest = title.partition(". ")
    if dot and rest[:1].isupper() and kinds.is_only_genre(head):
        known = record.fields.get("other_title_information", ())
        record.fields["title"] = title = rest
        record.fields["other_title_information"] = (head, *known)
        record.sources.setdefault("other_title_information", record.sources["title"])
    head, colon, tail = title.rpartition(":")
    if colon and not quoted and tail and head.strip() and kinds.is_genre(tail):
        known = record.fields.get("other_title_information", ())
        record.fields["title"] = head.rstrip()
        record.fields["other_title_information"] = (tail.strip(), *known)
        record.sources.setdefault("other_title_information", record.sources["title"])


_COUNTED = frozenset(("VOLUME", "PART", "ISSUE", "NUMBERS"))
_UNUSUAL = re.compile(
    r"(?<![^\W\d_])(?:[Вв]ып|[Чч](?:аст\w+)?\.|[Кк]н\.|[Шш]ығ|[Вв]ип|[Bb]k\.|[Pp]t\.)"
)


def _settle_volume(record: Record, found: Areas) -> None:
    """Keep the statement of volume and issue as printed where their numbers do not say it."""
    run = [a for a in found.areas if a.label in _COUNTED]
    if not run or not {"volume", "issue", "part_number"} & record.fields.keys():
        return
    first = found.areas.index(run[0])
    last, before = first, 0
    while last + 1 < len(found.areas) and found.areas[last + 1].label in (*_COUNTED, "PARTTITLE"):
        last += 1
    if found.areas[last].label == "PARTTITLE" and "issue" not in record.fields:
        last -= 1
    text = ""
    for area in found.areas[first : last + 1]:
        joint = (
            found.text[before : area.start]
            if text and area.mark not in ("area", "dot", "dash")
            else ", "
        )
        text += (joint if text else "") + area.text
        before = area.end
    text = clean(text).rstrip(".")
    if _UNUSUAL.search(text) and "section" not in record.fields and last - first < 5:
        record.fields["volume_information"] = text


def _info(record: Record, area: Area, found: Areas) -> None:
    record.extend("other_title_information", (_stop_if_short(area, found),), area)


_ABBREVIATED = re.compile(
    r"\.\s?[^\W\d_]{0,5}[^\W\d_аеиоуыэюяёәөүұіaeiouy]$|(?<!\w)(?:изд|ред|ст|журн|чл|сб|шк|г|гг|вв)$"
)


def _stop_if_short(area: Area, found: Areas) -> str:
    text = clean(area.text)
    following = found.text[area.end : area.end + 1]
    return text + "." if following == "." and _ABBREVIATED.search(text) else text


def _responsibility(record: Record, area: Area, found: Areas) -> None:
    text = _stop_if_short(area, found)
    if len(text) < 3:
        record.unused.append(area)
        return
    persons.read_statement(record, area, text)


_WITHIN = re.compile(r"^(?:in:?\s|In\s?:\s|[Вв]\s(?:кн|сб)\.\s?:?\s?)(?=\S)")


def _container(record: Record, area: Area, found: Areas) -> None:
    text = unquoted(_stop_if_short(area, found).rstrip(",;"))
    text = _WITHIN.sub("", text)
    if (
        "archive_location" not in record.fields
        and found.first("ARCHIVE")
        and kinds.is_archive(text)
    ):
        record.put("archive", text, area)
        return
    known = record.fields.get("container_title")
    if known and known.lower() == text.lower():
        record.sources["container_title"].append(area)
        return
    if known and len(known.split()) < 2 and not found.first("CINFO"):
        record.fields["container_title"] = text
        record.sources["container_title"].append(area)
        return
    record.put("container_title", text, area)


def _container_info(record: Record, area: Area, found: Areas) -> None:
    record.extend("container_other_title_information", (_stop_if_short(area, found),), area)


def _container_responsibility(record: Record, area: Area, found: Areas) -> None:
    record.extend("container_responsibility", (_stop_if_short(area, found),), area)


def _gmd(record: Record, area: Area, found: Areas) -> None:
    record.put("material_designation", clean(area.values.get("gmd", area.text)).strip("[] "), area)


def _place(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.text).strip("() ,")
    text = re.sub(r"^(?:г|қ)\.\s?", "", text).rstrip("?")
    text = re.sub(r"\s[-–]\s?|(?<=\w)[-–]\s", "-", text)
    if text.count("[") != text.count("]"):
        text = text.strip("[]")
    bare = text.strip("[]").rstrip(".").lower()
    if text[-1:] != "." and (
        found.text[area.end : area.end + 1] == "." and bare in short_places() and len(bare) <= 12
    ):
        text += "."
    elif bare not in short_places() and text[-1:] == "." and len(bare) > 4:
        text = text.rstrip(".")
    if text in ("M.", "M"):
        text = "М." if re.search("[а-я]{4}", found.text) else text
    record.join("publisher_place", text, area, ", " if bare in countries() else " ; ")


def _publisher(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.text).strip(",;")
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    following = found.text[area.end : area.end + 1]
    if following == "." and re.search(
        r"(?<!\w)(?:фин|изд|ун|обл|кн|лит|ин|вып|рос|науч|inc|ltd|co|publ|univ|press\.)$",
        text,
        re.I,
    ):
        text += "."
    record.join("publisher", unquoted(text), area, " ; ")


def _year(record: Record, area: Area, found: Areas) -> None:
    sources = record.sources.get("issued", ())
    if any(a.label == "ACT" for a in sources) and "container_title" in record.fields:
        # Where an act was published, the date is that of the publication.
        del record.fields["issued"], record.sources["issued"]
    record.put("issued", dates.year(area.values), area)


def _date(record: Record, area: Area, found: Areas) -> None:
    value = dates.date(area.values)
    known = record.fields.get("issued")
    if value and known:
        merged = dates.merged(known, value)
        if merged:
            record.fields["issued"] = merged
            record.sources["issued"].append(area)
        else:
            record.unused.append(area)
    else:
        record.put("issued", value, area)


def _page(record: Record, area: Area, found: Areas) -> None:
    page = area.values.get("page") or clean(area.text)
    record.join("page", _RANGE.sub("–", clean(page)), area, ", ")


def _volume(record: Record, area: Area, found: Areas) -> None:
    values = area.values
    if area.label == "BARENUMBER" and "container_title" not in record.fields:
        record.put("number_of_pages", values.get("volume"), area)
        return
    if "volume" in record.fields and "issue" not in record.fields and area.label == "BARENUMBER":
        record.put("issue", values.get("volume"), area)
        return
    record.put("volume", _RANGE.sub("–", values.get("volume", "")), area)
    if "issue" in values:
        record.put("issue", _RANGE.sub("–", values["issue"].strip()))
    if "part" in values:
        record.put("part_number", values["part"])
    if "page" in values:
        record.put("page", _RANGE.sub("–", values["page"]))
    if "year" in values:
        record.put("issued", dates.year(values))


def _part(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.text)
    if "issue" in record.fields and found.first("CTITLE") and re.match(r"(?i:ч|част)", text):
        record.fields["issue"] += ", " + text
        record.sources.setdefault("issue", []).append(area)
    elif re.match(r"(?i:гл|разд|ст|chapter|ch|sec)", text):
        record.put("section", text, area)
    elif (
        "volume" not in record.fields
        and not found.first("CTITLE")
        and re.match(r"(?i:ч|кн|бөл|вып|шығ|вип|vyp)", text)
    ):
        record.put("volume", area.values.get("part_number") or area.values.get("issue"), area)
    else:
        record.put("part_number", area.values.get("part_number") or area.values.get("issue"), area)


def _part_title(record: Record, area: Area, found: Areas) -> None:
    record.put("part_title", unquoted(clean(area.text)), area)


def _issue(record: Record, area: Area, found: Areas) -> None:
    value = _RANGE.sub("–", clean(area.values.get("issue", "")))
    if value.count("(") > value.count(")"):
        value += ")"
    record.join("issue", value, area, "; ")


def _volumes(record: Record, area: Area, found: Areas) -> None:
    value = area.values.get("number_of_volumes", "")
    if area.text[:1].isdigit() and "issued" in record.fields:
        if "number_of_volumes" in record.fields:
            record.put("volume", value, area)
            return
        record.put("extent", _whole_extent(area, found), area)
    hosted = "container_title" in record.fields
    if area.mark == "colonsp" and hosted:
        record.extend("container_other_title_information", (clean(area.text),), area)
    record.put("number_of_volumes", str(mapping("numerals").get(value.lower(), value)), area)


_ORDINAL = re.compile(r"\d+\s?-")
_UNIT_ENDS = re.compile(r"(?<!\w)(?:ил|табл|схем|портр|рис|граф|цв|л|т|к|мк|вк|с|б|p|кн|экз|прил)$")


def _whole_extent(area: Area, found: Areas) -> str:
    text = clean(area.text)
    following = found.text[area.end : area.end + 1]
    return text + "." if following == "." and _UNIT_ENDS.search(text) else text


def _extent(record: Record, area: Area, found: Areas) -> None:
    values = area.values
    pages = values.get("number_of_pages")
    if pages:
        if (
            "container_title" in record.fields
            and "page" not in record.fields
            and _ORDINAL.match(area.text)
        ):
            record.put("page", clean(pages), area)
            return
        record.put("number_of_pages", clean(pages), area)
        if values.get("rest"):
            record.put("extent", _whole_extent(area, found))
    else:
        record.put("extent", _whole_extent(area, found), area)


def _edition(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.values.get("edition", area.text))
    if text[:1] == "(":
        text = text[1:-1].strip()
    stop = found.text[area.end : area.end + 1] == "."
    record.put(
        "edition",
        text + "."
        if stop and re.search(r"(?i:изд|ed|перераб|доп|испр|изм|стер|бас)$", text)
        else text,
        area,
    )


def _series(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.text).strip(". ")
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1].strip()
    title, semi, number = (part.strip() for part in text.rpartition(";"))
    if semi and re.search(r"\d", number):
        record.put("collection_title", title, area)
        record.put("collection_number", number)
    else:
        record.put("collection_title", text, area)


def _genre(record: Record, area: Area, found: Areas) -> None:
    text = (
        _stop_if_short(area, found).strip(" .:;,")
        if "..." not in area.text
        else _stop_if_short(area, found)
    )
    record.put("genre", text, area)
    if area.mark in ("colonsp", "colon", "slash"):
        record.extend("other_title_information", (text,), area)


def _specialty(record: Record, area: Area, found: Areas) -> None:
    if "number" not in record.fields:
        record.put("number", area.values.get("number"), area)
    record.extend("other_title_information", (_stop_if_short(area, found),), area)


def _note(record: Record, area: Area, found: Areas) -> None:
    record.extend("notes", (_stop_if_short(area, found),), area)


def _address(record: Record, area: Area, found: Areas) -> None:
    url = re.sub(r"^(https?)\s?:\s?/{1,2}\s?", r"\1://", clean(area.values["url"]))
    record.put("url", url, area)


def _accessed(record: Record, area: Area, found: Areas) -> None:
    record.put("accessed", dates.printed(area.values["accessed"]), area)


def _simple(name: str, key: str) -> Any:
    def handle(record: Record, area: Area, found: Areas) -> None:
        record.put(name, clean(area.values.get(key, area.text)), area)

    return handle


def _isbn(record: Record, area: Area, found: Areas) -> None:
    number = re.sub(r"\s?\(.*", "", area.values["isbn"]).strip()
    record.extend("isbn", (number.upper().replace("Х", "X"),), area)


def _doi(record: Record, area: Area, found: Areas) -> None:
    value = re.sub(r"\s", "", area.values["doi"])
    if record.fields.get("doi") == value:
        record.sources["doi"].append(area)
    else:
        record.put("doi", value, area)


def _pmid(record: Record, area: Area, found: Areas) -> None:
    for name in ("pmid", "pmcid"):
        if name in area.values:
            record.put(name, area.values[name], area)


def _act(record: Record, area: Area, found: Areas) -> None:
    values = area.values
    record.put("genre", nominative(clean(values.get("genre", ""))), area)
    record.put("number", values.get("number"))
    if "issued" not in record.fields:
        record.put("issued", dates.date(values), area)
    quoted = clean(values.get("title", ""))
    named_before = len(record.fields.get("title", "").split()) > 3
    if quoted and not named_before:
        record.fields["title"] = quoted
        record.sources.setdefault("title", []).append(area)
    record.put("jurisdiction", nominative(values.get("jurisdiction", "")))
    code = re.match(r"(?i:кодекс|конституц)", values.get("genre", ""))
    if "title" not in record.fields and (code or "number" not in values) and area is found.areas[0]:
        named = re.match(r".*?(?=\s(?:от|від|dated|of)\s\d)", area.text)
        if named:
            record.put("title", clean(named.group()))
            return
    if area.mark in ("colonsp", "colon") and "title" in record.fields and "title" not in values:
        record.extend("other_title_information", (clean(area.text),), area)
    authority = clean(values.get("authority", "")).strip(" ,")
    if quoted and named_before:
        authority = f"«{quoted}» {authority}".strip()
    if authority:
        name = nominative(authority)
        record.put(
            "jurisdiction"
            if kinds.is_country(authority) or kinds.is_country(name)
            else "authority",
            name,
        )


def _patent(record: Record, area: Area, found: Areas) -> None:
    values = area.values
    record.put("number", clean(values["number"]), area)
    record.put("genre", clean(values.get("genre", "")))
    record.put("jurisdiction", clean(values.get("country2") or values.get("country") or ""))


def _patent_part(name: str, key: str) -> Any:
    return _simple(name, key)


def _published(record: Record, area: Area, found: Areas) -> None:
    record.put("publication_date", area.values.get("published"), area)
    record.put("bulletin", clean(area.values.get("bulletin", "")))
    record.put("issued", dates.printed(area.values["published"]))


def _heading(record: Record, area: Area, found: Areas) -> None:
    record.put("heading", clean(area.text), area)


def _nothing(record: Record, area: Area, found: Areas) -> None:
    """What is read but is no field of a work: `(ред.)`, `[in Kazakh]`."""


_HANDLERS: dict[str, Any] = {
    "HEAD": _head,
    "HOSTHEAD": _host_head,
    "EDS": _nothing,
    "TAG": _nothing,
    "HEADING": _heading,
    "TITLE": _title,
    "PARALLEL": _simple("parallel_title", ""),
    "INFO": _info,
    "RESP": _responsibility,
    "GMD": _gmd,
    "CTITLE": _container,
    "CINFO": _container_info,
    "CRESP": _container_responsibility,
    "PLACE": _place,
    "PUBLISHER": _publisher,
    "YEAR": _year,
    "YEARP": _year,
    "DATE": _date,
    "PAGES": _page,
    "BAREPAGES": _page,
    "VOLUME": _volume,
    "NUMBERS": _volume,
    "JOURNAL": _volume,
    "BARENUMBER": _volume,
    "PART": _part,
    "PARTTITLE": _part_title,
    "ISSUE": _issue,
    "VOLUMES": _volumes,
    "EXTENT": _extent,
    "EDITION": _edition,
    "SERIES": _series,
    "GENRE": _genre,
    "SPECIALTY": _specialty,
    "NOTE": _note,
    "URL": _address,
    "ACCESSED": _accessed,
    "ACCESS": _simple("access_conditions", "access"),
    "CONTENT": _simple("content_type", "content"),
    "SCALE": _simple("scale", "scale"),
    "ARCHIVE": _simple("archive_location", "archive_location"),
    "ISBN": _isbn,
    "ISSN": _simple("issn", "issn"),
    "DOI": _doi,
    "ARXIV": _simple("arxiv", "arxiv"),
    "PMID": _pmid,
    "EDN": _simple("edn", "edn"),
    "ACT": _act,
    "STANDARD": _simple("number", "number"),
    "PATENT": _patent,
    "IPC": _patent_part("patent_classification", "ipc"),
    "APPLICATION": _patent_part("application_number", "application"),
    "REQUIREMENTS": _simple("system_requirements", "requirements"),
    "UPDATED": _simple("updated", "updated"),
    "FILED": _patent_part("filing_date", "filed"),
    "PUBLISHED": _published,
    "BULLETIN": _patent_part("bulletin", "bulletin"),
}
