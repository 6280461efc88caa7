"""What each area says: one small function per label, from an area to fields of the record."""

from __future__ import annotations

import re
from collections.abc import Callable

from citekit.references import dates, kinds, persons
from citekit.references.acts import nominative
from citekit.references.areas import Area, Areas
from citekit.references.record import Record, clean, unquoted
from citekit.references.vocabulary import countries, mapping, places, short_places, words

_RANGE = re.compile(r"\s?[-–—‑−]{1,2}\s?")


_Handler = Callable[[Record, Area, Areas], None]


def take(record: Record, area: Area, found: Areas) -> None:
    """Put what an area says into the record; what no field holds is kept as unused."""
    _HANDLERS.get(area.label, _leftover)(record, area, found)


def _leftover(record: Record, area: Area, found: Areas) -> None:
    record.unused.append(area)


def _stop(area: Area, found: Areas) -> str:
    """Return the text of an area with the dot of an abbreviation that ends it."""
    text = clean(area.text)
    following = found.text[area.end : area.end + 1]
    return text + "." if following == "." and not text.endswith(".") else text


def _head(record: Record, area: Area, found: Areas) -> None:
    if area.names is None:
        record.extend("author", (clean(area.text).rstrip(". "),), area)
        return
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


def _info(record: Record, area: Area, found: Areas) -> None:
    text = area.values.get("info") or _stop_if_short(area, found)
    previous = found.areas[found.areas.index(area) - 1]
    if area.mark == "none" and previous.label == "VOLUMES":
        text = f"{clean(previous.text)} {text}"  # `3 томдық шығармалар жинағы`
    if area.mark == "none" and previous.label == "TITLE" and previous.text.endswith("томдық"):
        record.fields["title"] += f" {text}"  # `Жиырма томдық шығармалар жинағы`
        return
    record.extend("other_title_information", (text,), area)


_ABBREVIATED = re.compile(
    r"\.\s?[^\W\d_]{0,5}[^\W\d_аеиоуыэюяёәөүұіaeiouy]$|(?<!\w)(?:изд|ред|ст|журн|чл|сб|шк|г|гг|вв)$"
)


def _stop_if_short(area: Area, found: Areas) -> str:
    text = clean(area.text)
    following = found.text[area.end : area.end + 1]
    last = text.rpartition(" ")[2].lower()
    short = _ABBREVIATED.search(text) or (last in words("abbreviations") and last != text.lower())
    return text + "." if following == "." and short else text


def _responsibility(record: Record, area: Area, found: Areas) -> None:
    if "names" in area.values:
        names = persons.names_in(area.values["names"])
        role = "translator" if area.values["role"] == "Trans" else "editor"
        record.extend(role, names.names if names else (), area)
        return
    text = _stop_if_short(area, found)
    if len(text) < 3:
        record.unused.append(area)
        return
    persons.read_statement(record, area, text)


_WITHIN = re.compile(
    r"^(?:in:?\s|In\s(?=(?:Proceedings|Proc|Advances|Handbook|The)\b)|In\s?:\s|[Вв]\s(?:кн|сб)\.\s?:?\s?)(?=\S)"
)


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
    text = _stop_if_short(area, found)
    record.extend("container_responsibility", (text,), area)
    persons.read_roles(record, area, text)


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
    announces = bare in words("publisher_words") and bare not in places()
    if announces and found.text[area.end :].lstrip().startswith(":"):
        return  # `Издательство: Наука` announces the publisher
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
    if any("publisher" in a.values for a in found.all("GENRE")):
        record.put("archive", text, area)  # APA: `[Master's thesis, University]. Repository`
        return
    record.join("publisher", unquoted(text), area, " ; ")


def _year(record: Record, area: Area, found: Areas) -> None:
    sources = record.sources.get("issued", ())
    if any(a.label == "ACT" for a in sources) and "container_title" in record.fields:
        # Where an act was published, the date is that of the publication.
        del record.fields["issued"], record.sources["issued"]
    known, value = record.fields.get("issued"), dates.year(area.values)
    if known and value and known.startswith("XXXX") and (whole := dates.merged(known, value)):
        record.fields["issued"] = whole
        record.sources["issued"].append(area)
        return
    if known and value and known.is_range and dates.within(value, known):
        # `1963–1977. – Т. 2. – 1963`: of a work in volumes the year of the one that is described.
        record.fields["issued"] = value
        record.sources["issued"].append(area)
        return
    record.put("issued", value, area)


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


_PAPER_NUMBER = re.compile(r"[A-Z]{2,}-")


def _page(record: Record, area: Area, found: Areas) -> None:
    page = area.values.get("page") or clean(area.text)
    page = clean(page)
    if not _PAPER_NUMBER.match(page):
        page = _RANGE.sub("–", page)
    record.join("page", page, area, ", ")


def _volume(record: Record, area: Area, found: Areas) -> None:
    values = area.values
    if area.label == "BARENUMBER" and "container_title" not in record.fields:
        record.put("number_of_pages", values.get("volume"), area)
        return
    bare = area.label == "BARENUMBER"
    if bare and found.first("VOLUME") and not found.first("ISSUE", "NUMBERS"):
        record.put("issue", values.get("volume"), area)
        return
    if bare and found.first("VOLUME", "NUMBERS"):
        # The number that is named one is the volume: `// World.- 2207.- Vol.63(1)`.
        record.unused.append(area)
        return
    if bare and ("volume" in record.fields or _counts_by_issue(record, found)):
        record.put("issue", values.get("volume"), area)
        return
    record.put("volume", _RANGE.sub("–", values.get("volume", "")), area)
    if "supplement" in values:
        record.put("issue", values["supplement"])
    if "issue" in values:
        record.put("issue", _RANGE.sub("–", values["issue"].strip()))
    if "part" in values:
        record.put("part_number", values["part"])
    if "page" in values:
        record.put("page", _RANGE.sub("–", values["page"]))
    if "year" in values:
        record.put("issued", dates.year(values))


_RUSSIAN = re.compile("[а-яё]{4}", re.I)


def _counts_by_issue(record: Record, found: Areas) -> bool:
    """Whether a number alone is that of an issue: journals in Cyrillic count issues in a year."""
    host = str(record.fields.get("container_title", ""))
    return "issue" not in record.fields and not found.first("ISSUE") and bool(_RUSSIAN.search(host))


def _part(record: Record, area: Area, found: Areas) -> None:
    text = clean(area.text)
    if "issue" in record.fields and found.first("CTITLE") and re.match(r"(?i:ч|част)", text):
        record.fields["issue"] += ", " + text
        record.sources.setdefault("issue", []).append(area)
    elif (
        "issue" not in record.fields
        and found.first("CTITLE")
        and re.match(r"(?i:вып|шығ|вип|vyp)", text)
    ):
        record.put("issue", area.values.get("issue") or area.values.get("part_number"), area)
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
    if area.text[:1].isdecimal() and "issued" in record.fields:
        if "number_of_volumes" in record.fields or found.first("EXTENT"):
            record.put("volume", value, area)
            return
        record.put("extent", _whole_extent(area, found), area)
    hosted = "container_title" in record.fields
    previous = found.areas[found.areas.index(area) - 1]
    short = area.mark == "dot" and area.text[:1].islower()  # `: соч. в 2 т.`
    if previous.label == "INFO" and (area.mark == "none" or short):
        *others, last = record.fields["other_title_information"]
        text = f"{last.rstrip('.')}{'.' if short else ''} {_stop(area, found)}"
        record.fields["other_title_information"] = (*others, text)
    if area.mark in ("colonsp", "colon") and hosted:
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


_THESIS_TITLE = re.compile(r"([^«»\"“”]{3,80})[«\"“](.{8,400})[»\"”]$")


def _genre(record: Record, area: Area, found: Areas) -> None:
    if "genre" in area.values:
        record.put("genre", clean(area.values["genre"]), area)
        record.put("publisher", clean(area.values.get("publisher", "")))
        return
    text = (
        _stop_if_short(area, found).strip(" .:;,")
        if "..." not in area.text
        else _stop_if_short(area, found)
    )
    quoted = _THESIS_TITLE.match(text) if "title" not in record.fields else None
    if quoted:
        record.put("title", quoted[2], area)
        text = quoted[1].strip()
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


def _simple(name: str, key: str) -> _Handler:
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
    passed = dates.date(values)
    if passed and "issued" not in record.fields:
        record.put("issued", passed, area)
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
    record.put("number", clean(values.get("number") or values["number2"]), area)
    record.put("genre", clean(values.get("genre") or values.get("genre2", "")))
    record.put("jurisdiction", clean(values.get("country2") or values.get("country") or ""))


def _published(record: Record, area: Area, found: Areas) -> None:
    record.put("publication_date", area.values.get("published"), area)
    record.put("bulletin", clean(area.values.get("bulletin", "")))
    record.put("issued", dates.printed(area.values["published"]))


def _heading(record: Record, area: Area, found: Areas) -> None:
    record.put("heading", clean(area.text), area)


def _nothing(record: Record, area: Area, found: Areas) -> None:
    """What is read but is no field of a work: `(ред.)`, `[in Kazakh]`."""


_HANDLERS: dict[str, _Handler] = {
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
    "IPC": _simple("patent_classification", "ipc"),
    "APPLICATION": _simple("application_number", "application"),
    "REQUIREMENTS": _simple("system_requirements", "requirements"),
    "UPDATED": _simple("updated", "updated"),
    "FILED": _simple("filing_date", "filed"),
    "PUBLISHED": _published,
    "BULLETIN": _simple("bulletin", "bulletin"),
}
