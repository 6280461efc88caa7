"""What the GOST standards derive from a record, as extension variables of its CSL item.

CSL is the layout; it cannot count authors, compare a number with a title, or put a record of a
patent together. `prepare` does that once, as data: it returns a CSL item whose `custom` holds the
variables that the macros `citekit:NAME` of our GOST styles print. Whatever the record says itself
(`responsibility`, `heading`, `extent`, ...) is kept; only what is missing is derived. Words and
figures are in `gost.toml`; docs/gost.md lists the variables.

>>> book = {"type": "book", "title": "Логистика", "language": "ru", "author": [
...     {"family": "Пахомов", "given": "В. И."}], "custom": {"et-al": True}}
>>> prepare(book, "gost-7.1-2003")["custom"]["responsibility"]
['В. И. Пахомов [и др.]']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from citekit.references.gost_names import (
    Item,
    direct_order,
    family_name,
    given_name,
    people_of,
    stem_of,
)
from citekit.references.gost_words import (
    CYRILLIC,
    Standard,
    Words,
    data,
    language_of,
    standard_of,
    words_of,
)

AUTHORS_NAMED = 3
"""Up to so many authors a record of the standards stands under their heading."""
PART_OF_A_WHOLE = "container-title"
ACTS = frozenset({"legislation", "regulation", "bill", "treaty"})
DATED_BY_DAY = frozenset(
    {
        *("article-newspaper", "interview", "review", "review-book"),
        *("webpage", "post", "post-weblog", "broadcast"),
    }
)
"""Item types whose host is named by day and issue, `14–20 июня (№ 18)`."""
UNPUBLISHED = frozenset({"thesis", "article-journal", "article-magazine", "article-newspaper"})
"""Item types whose imprint names no publisher."""
REVIEWS = frozenset({"review", "review-book"})
HOST_ROLES = frozenset({"editor", "compiler", "editorial-director"})
"""Of a part, these are roles of its host."""
DASHES = "-–—"


def prepare(
    item: Mapping[str, Any],
    style: str,
    *,
    locator: str = "",
    words: Mapping[str, Words] | None = None,
) -> Item:
    """Return the CSL item with the extension variables that a GOST style prints.

    Args:
        item: A CSL-JSON object; it is not changed.
        style: Name of the style. For a style that is not a GOST the item comes back as it is.
        locator: The pages cited, for a list in which references name them (R 7.0.5, 4.9.4).
        words: The user's own words by language, as in `gost.toml`.
    """
    standard = standard_of(style)
    if standard is None:
        return dict(item)
    own = item.get("custom")
    prepared: Item = {**item, "custom": _filled(own) if isinstance(own, Mapping) else {}}
    if locator:
        prepared["page"] = locator
    language = language_of(item)
    if not item.get("language") and language != "und":
        prepared["language"] = language
    in_text = re.search("-(?:note|inline)", style) is not None
    _Record(prepared, prepared["custom"], standard, words_of(language, words), in_text).derive()
    return prepared


@dataclass(frozen=True, slots=True)
class _Record:
    """An item on its way to being prepared; the methods fill `custom` in."""

    item: Item
    custom: dict[str, Any]
    standard: Standard
    words: Words
    in_text: bool = False

    def derive(self) -> None:
        self.title()
        self.edition()
        self.date()
        self.pages()
        self.isbn()
        self.volume()
        self.patent()
        self.act()
        self.standard_number()
        self.archive()
        self.deposit()
        self.defence()
        self.review()
        self.details()
        self.responsibility()
        self.host_numbering()
        self.electronic()
        self.imprint()
        self.content()

    def text(self, name: str) -> str:
        """A plain variable as text."""
        value = self.item.get(name)
        return "" if value is None or isinstance(value, dict | list) else str(value).strip()

    def texts(self, name: str) -> list[str]:
        """An extension variable as a list."""
        value = self.custom.get(name)
        return [value] if isinstance(value, str) and value else [str(v) for v in value or ()]

    def said(self, name: str) -> str:
        """An extension variable as one text."""
        return " ".join(self.texts(name))

    @property
    def kind(self) -> str:
        return self.text("type")

    @property
    def is_part(self) -> bool:
        return bool(self.text(PART_OF_A_WHOLE))

    # 5.2.2: what has no title gets one in brackets; a part may be named by its host alone, and in a
    # reference a resource by its address (R 7.0.5 6.2.2), in a text that names the work its imprint
    def title(self) -> None:
        named = ["title", PART_OF_A_WHOLE, "archive", "archive_location"]
        if self.standard.style == "reference":
            named.append("URL")
        if self.in_text and not people_of(self.item.get("author")):
            named.append("publisher-place")
        if not any(self.text(n) for n in named):
            self.item["title"] = f"[{self.words['untitled']}]"

    # С. 64–76 ; № 10. – С. 58–71
    def pages(self) -> None:
        pages = self.text("page")
        if ";" in pages:
            self.custom.setdefault("pages", self.words["pages"].format(n=pages))

    # 5.9: each number is an area of its own
    def isbn(self) -> None:
        numbers = _ISBN.findall(self.text("ISBN"))
        if len(numbers) > 1:
            self.custom.setdefault("isbn", [f"ISBN {number}" for number in numbers])

    # 5.3: a bare number of the edition gets its word
    def edition(self) -> None:
        number = self.text("edition")
        if number.isdecimal():
            self.item["edition"] = self.words["edition"].format(n=number, th=_english_th(number))

    # 5.5.5: what still appears is open, 1998 – . ; a year that is not certain is [2016?]
    def date(self) -> None:
        issued = self.item.get("issued")
        if not isinstance(issued, Mapping):
            return
        if issued.get("open-ended") or _is_open(issued):
            self.item["issued"] = {"literal": _open(self.standard.open_date, _year(issued))}
        elif issued.get("circa") and not (self.kind in DATED_BY_DAY and _day(issued)):
            years = [str(p[0]) for p in issued.get("date-parts") or () if p]
            if years:
                self.item["issued"] = {"literal": f"[{'–'.join(years)}?]"}

    # 5.2.5, R 7.0.5 8.5: number of volumes to the title, the volume after it
    def volume(self) -> None:
        said, number = self.said("volume-information"), self.text("volume")
        issue = self.text("issue")
        if re.fullmatch(r"[^\W\d_]+\.?", said):
            numbers = [f"{said} {number or issue}".replace("-", "–")]
            if number and issue:
                numbers.append(f"{self.words['issue']} {issue}")
            said = ", ".join(numbers)
        elif issue[:1].isalpha() and not said:
            said = ", ".join(
                filter(None, (number and self.words["volume"].format(n=number), issue))
            )
        if said[:1].islower():
            volumes, said = _split_before_label(said)
            self._add_information(volumes)
        if said:
            self.custom["volume-information"] = said
        count = self.text("number-of-volumes")
        if count.isdecimal() and not self.is_part and not self._names_volumes(count):
            self._add_information(self.words["volumes"].format(n=count))

    def _add_information(self, text: str) -> None:
        information = self.texts("other-title-information")
        if not information and self.text("genre"):
            information = [self.text("genre")]
        self.custom["other-title-information"] = [*information, text]

    def _names_volumes(self, count: str) -> bool:
        text = self._title_text
        in_words = re.search(data()["volumes_in_words"], text)
        return in_words is not None or re.search(rf"(?<!\d){count}(?!\d)", text) is not None

    @property
    def _title_text(self) -> str:
        return " ".join(
            (
                self.text("title"),
                self.said("other-title-information"),
                self.said("volume-information"),
            )
        )

    # Patents (R 7.0.5 8.9; prepared for either heading)
    def patent(self) -> None:
        if self.kind != "patent":
            return
        custom, words = self.custom, self.words
        country = self.said("patent-country") or self.text("jurisdiction")
        custom.setdefault("patent-country", country)
        published = self._with(words["published"], self.said("publication-date"))
        bulletin = self.said("bulletin")
        if bulletin[:1].isdigit():
            bulletin = words["bulletin"].format(n=bulletin)
        facts = [
            self._with(words["number"], self.said("application-number")),
            self._with(words["filed"], self.said("filing-date")),
            ", ".join(filter(None, (published, bulletin))),
        ]
        facts = [fact for fact in facts if fact]
        custom.pop("publication-date", None)
        custom.setdefault("patent-application", facts)
        genre, number = self.text("genre"), self.text("number")
        in_full = "full-names" in self.standard.own
        usual = words["patent_in_full" if in_full else "patent"]
        own = genre.lower() not in (usual.lower(), words["patent"].lower())
        kind = genre if genre and own else usual
        if in_full and not kind.endswith("."):
            number = f"{words['number']} {number}"
        number = f"{kind} {number} {country}"
        classes = self.texts("patent-classification")
        if self.standard.style == "reference":
            custom.setdefault("other-title-information", [number[:1].lower() + number[1:]])
            return
        # A heading is never abbreviated (7.80): an abbreviated country asks for an entry by title.
        by_title = custom.get("heading", None if "." in country else number) in ("", None)
        heading = ", ".join([number[:1].upper() + number[1:], *classes])
        custom.setdefault("heading", "" if by_title else heading)
        information = [number, *classes] if by_title else []
        if "patent-in-title" in self.standard.own:
            information += facts
        if information:
            custom.setdefault("other-title-information", information)

    @staticmethod
    def _with(word: str, value: str) -> str:
        """A fact with its word, unless it has one: `опубл. 20.08.02`, `опубликовано 01.12.2017`."""
        has_word = value.startswith(word) or (word[0].isalpha() and value[:1].isalpha())
        return f"{word} {value}" if value and not has_word else value

    # Acts whose kind, date and number are fields: … Рос. Федерации от 6 марта 2006 г. № 35-ФЗ
    def act(self) -> None:
        if self.kind not in ACTS:
            return
        genre, number = self.text("genre"), self.text("number")
        day = _day(self.item.get("issued"))
        # The date of an act in a data base is its own, that of one in a gazette the gazette's.
        in_gazette = any(self.text(name) for name in ("issue", "page", "volume"))
        is_own = day and (not self.is_part or (self.text("URL") and not in_gazette))
        if genre and number and not self.texts("other-title-information"):
            information = self._dated_act(genre, number, day) if day and is_own else ""
            information = information or f"{genre} {self.words['number']} {number}"
            self.custom["other-title-information"] = [information]
        if day and self.is_part and is_own and str(day[0]) in self._title_text:
            del self.item["issued"]

    def _dated_act(self, genre: str, number: str, day: tuple[int, int, int]) -> str:
        year, month, date = day
        parts = re.fullmatch(self.words.get("act_body", "(?!)"), genre)
        body, kind = parts.groups() if parts else ("", genre)
        text = self.words["act"].format(
            genre=genre, body=body, kind=kind, number=number,
            day=date, month=self.words["months"][month - 1], year=year,
        )  # fmt: skip
        return " ".join(text.split())

    # A standard stands under its number, unless the title information already has it
    def standard_number(self) -> None:
        number = self.text("number")
        if self.kind == "standard" and number and number in self._title_text:
            self.custom.setdefault("heading", "")

    # 5.4: what is specific to maps, scores and standards
    def details(self) -> None:
        if "specific-details" in self.custom or self.kind == "patent":
            return
        table = data()["specific"]
        begins = "|".join(filter(None, (table["any"], table.get(self.kind))))
        notes = self.texts("notes")
        specific = [n for n in notes if re.match(begins, n)]
        form = self.text("genre") or self.text("medium") if self.kind == "musical_score" else ""
        form = "" if form in self._title_text else form
        details = [d for d in (self.text("scale"), form, self._numbering(), *specific) if d]
        if details:
            self.custom["specific-details"] = details
        if specific:
            self.custom["notes"] = [n for n in notes if n not in specific]

    def _numbering(self) -> str:
        """The numbers of a serial that still appears stand before its imprint: `2001, июнь– `."""
        said = self.said("volume-information").rstrip()
        if self.kind != "periodical" or said[-1:] not in DASHES or not said:
            return ""
        self.custom["volume-information"] = ""
        return _open("{year}– ", said.rstrip(DASHES + " "))

    # R 7.0.5 11.4: archive, fonds, inventory, file, leaf
    def archive(self) -> None:
        fonds, place = self.text("archive_collection"), self.text("archive_location")
        if fonds and fonds not in place:
            self.item["archive_location"] = ". ".join(filter(None, (fonds.rstrip("."), place)))

    # A deposited work names its depository in a note
    def deposit(self) -> None:
        archive, number = self.text("archive"), self.text("number")
        if self.kind != "manuscript" or not (archive and number) or self.text("archive_location"):
            return
        self._add_note(archive, self.words["deposited"].format(archive=archive, number=number))

    # R 7.0.100 5.8: where a thesis was defended
    def defence(self) -> None:
        body = self.text("authority")
        if self.kind == "thesis" and body and "place-of-defence" in self.standard.own:
            self._add_note(body, self.words["defence"].format(place=body))

    # 7.1, app. A: Рец. на кн.: …
    def review(self) -> None:
        title = self.text("reviewed-title")
        if self.kind not in REVIEWS or not title:
            return
        authors = people_of(self.item.get("reviewed-author"))
        named = [title, self._named(authors, False)] if authors else [title]
        self._add_note(title, f"{self.words['reviews'][self.kind]} {' / '.join(named)}")

    def _add_note(self, fact: str, note: str) -> None:
        """Add a note, unless one tells this fact already."""
        if fact not in self.said("notes"):
            self.custom["notes"] = [*self.texts("notes"), note]

    # 5.2.6; 7.80 5.2; R 7.0.5 4.10.2
    def responsibility(self) -> None:
        authors, standard = people_of(self.item.get("author")), self.standard
        more = bool(self.custom.get("et-al"))
        unlimited = standard.in_heading > AUTHORS_NAMED
        under_title = len(authors) > standard.in_heading or (more and not unlimited)
        if more and unlimited:
            self.custom["heading-et-al"] = self.words["et_al"]
        if under_title and self.kind != "patent":
            self.custom.setdefault("heading", "")
            self.item.pop("author", None)
        if authors and not under_title and "no-statement" in standard.own:
            self.custom["responsibility"] = ""
            return
        statements = self._statements(authors, more, under_title)
        given = self.custom.get("responsibility")
        if given is not None:
            statements = self.texts("responsibility")
            repeated = authors and not under_title and not standard.repeats_heading
            if repeated and statements and all(family_name(a) in statements[0] for a in authors):
                statements = statements[1:]
        elif self._belongs_to_volume(under_title):
            self.custom["volume-responsibility"] = statements
            statements = []
        self.custom["responsibility"] = statements or ""
        self._container_responsibility()

    def _statements(self, authors: list[Item], more: bool, under_title: bool) -> list[str]:
        statements = []
        unheaded = under_title or (
            self.kind == "patent" and self.standard.in_heading <= AUTHORS_NAMED
        )
        repeats = self.standard.repeats_heading or unheaded
        if authors and repeats and not self._named_in_title(authors):
            statements.append(self._named(authors, more))
        if self.kind == "thesis":
            statements.append(self.text("publisher"))
        statements += self._roles(of_part=self.is_part)
        statements += self.texts("patent-holder")
        return [s for s in statements if s]

    def _named(self, people: list[Item], more: bool) -> str:
        """`В. И. Иванов [и др.]`; theses and patents name people as their title page does."""
        standard = self.standard
        full = all(len(given_name(p).split(".")[0]) > 2 for p in people)
        inverted = (
            self.kind == "thesis" and full and all(CYRILLIC.match(family_name(p)) for p in people)
        ) or self.kind == "patent"
        if len(people) > standard.named:
            people, more = people[: standard.named_of_more], True
        elif more:
            people = people[: max(standard.named_of_more, 1)]
        text = ", ".join(direct_order(p, inverted) for p in people)
        return f"{text} {self.words['et_al']}" if more else text

    def _roles(self, *, of_part: bool = False, of_host: bool = False) -> list[str]:
        """`ред. И. И. Иванов`; editors and compilers of a part are those of its host."""
        return [
            f"{word} {self._named(people, False)}"
            for role, word in self.words["roles"].items()
            if (people := people_of(self.item.get(role)))
            and not (of_part and role in HOST_ROLES)
            and not (of_host and role not in HOST_ROLES)
        ]

    def _named_in_title(self, people: list[Item]) -> bool:
        """5.2.6: a person who is named in the title or its information is not named again."""
        text = self._title_text
        return all(
            given_name(p)
            and re.search(
                # Given name or initial before the family name: «Мариной Серебряковой».
                rf"\b{re.escape(given_name(p)[0])}\w*\.?\s(?:\w\.\s?)?{re.escape(stem_of(family_name(p)))}\w{{0,3}}\b",
                text,
            )
            for p in people
        )

    def _belongs_to_volume(self, under_title: bool) -> bool:
        titled = ":" in self.said("volume-information") or bool(self.text("part-title"))
        return under_title and titled and self.standard.style == "reference" and not self.is_part

    def _container_responsibility(self) -> None:
        if self.is_part and "container-responsibility" not in self.custom:
            authors = people_of(self.item.get("container-author"))
            statements = [self._named(authors, False)] if authors else []
            self.custom["container-responsibility"] = [
                *statements,
                *self._roles(of_host=True),
            ] or ""

    # A host that is dated by the day, but whose day is not known, is named by its volume and issue
    def host_numbering(self) -> None:
        issue, dated = self.text("issue"), len(_parts(self.item.get("issued"))) > 1
        if self.kind in ACTS and dated and issue.isdecimal() and not self.text("section"):
            # A gazette: 10 марта (№ 48); others go by number, № 44, ст. 4563
            self.custom["gazette-issue"] = f"{self.words['issue']} {self.item.pop('issue')}"
        if self.kind not in DATED_BY_DAY or "host-numbering" in self.custom:
            return
        volume = self.text("volume")
        if volume or self.said("volume-information") or not dated:
            numbers = [
                self.words["volume"].format(n=volume) if volume else "",
                f"{self.words['issue']} {issue}" if issue else "",
            ]
            said = self.said("volume-information")
            self.custom["host-numbering"] = said or ", ".join(filter(None, numbers))

    # R 7.0.5 10.4; R 7.0.100 5.8.6
    def electronic(self) -> None:
        dates = () if self.kind == "patent" else ("publication-date",)
        for name in ("system-requirements", "updated", *dates):
            word = self.words[name.replace("-", "_")]
            value = self.said(name)
            if value and not value.startswith(word.strip()):
                self.custom[name] = f"{word}{value}"
        if "access-conditions" in self.custom:
            self.custom["access-conditions"] = self._access()
        day = _day(self.item.get("issued"))
        undated = not self.item.get("accessed") and not self.text("issue")
        online = undated and self.is_part and self.text("URL") and self.kind not in ACTS
        if day and online and "publication-date" in self.standard.own:
            word, (year, month, date) = self.words["publication_date"], day
            self.custom["publication-date"] = f"{word}{date:02}.{month:02}.{year}"
            del self.item["issued"]

    def _access(self) -> str:
        """The conditions of access; 7.1 has them after the address, the others in an area."""
        word, own = self.words["access"], self.standard.own
        text = self.said("access-conditions").removeprefix(word).lstrip(": ")
        labelled = "access-area" in own or ("access-sentence" in own and text[:1].islower())
        is_phrase = text.lower().startswith(word.split()[-1].lower()[:6])
        return f"{word}: {text}" if text and labelled and not is_phrase else text

    # 4.7.9: neighbouring supplied elements of one area share one pair of brackets
    def imprint(self) -> None:
        issued = self.item.get("issued")
        year = str(issued.get("literal") or "") if isinstance(issued, Mapping) else ""
        named = () if self.kind in UNPUBLISHED else ("publisher",)
        elements = {n: self.text(n) for n in ("publisher-place", *named)} | {"issued": year}
        if not year and _parts(issued):
            del elements["issued"]  # a year that is known parts the brackets on no side
        joined = _share_brackets({n: text for n, text in elements.items() if text})
        for name, text in joined.items():
            self.item[name] = {"literal": text} if name == "issued" else text
        place, year = self.text("publisher-place"), joined.get("issued", "")
        # R 7.0.100 7.6.7.1: a part of a site that has a place has its own imprint
        own_imprint = "part-imprint" in self.standard.own and self.kind == "webpage"
        if own_imprint and self.is_part and place:
            own = year or _year(issued)
            self.custom["part-imprint"] = ", ".join(filter(None, (place, own)))
            self.item.pop("publisher-place", None)
            self.item.pop("issued", None)

    # R 7.0.100 5.10
    def content(self) -> None:
        if "content-type" in self.custom:
            return
        table = data()
        language = language_of(self.item).split("-")[0]
        terms = table["content"].get(language) or table["content"][table["default"]]
        kind = table["content_of"].get(self.kind, "text")
        carried = "electronic" if self.text("URL") or self.text("medium") else "unmediated"
        term, gender = terms[kind]
        means = terms[table["access_of"].get(kind, carried)]
        self.custom["content-type"] = f"{term} : {means[gender]}"


def _filled(custom: Mapping[str, Any]) -> Item:
    """Return extension variables without the empty members of lists."""
    return {k: [v for v in vs if v] if isinstance(vs, list) else vs for k, vs in custom.items()}


def _open(form: str, begin: str) -> str:
    """Return a beginning without an end; the no-break space keeps the gap from being trimmed."""
    return form.format(year=begin).replace("– ", "–\u00a0")


_ISBN = re.compile(r"\d[\d-]{8,}[\dXxХх](?:\s*\([^)]*\))*")


def _share_brackets(elements: Mapping[str, str]) -> dict[str, str]:
    """Give neighbours in square brackets one pair of them.

    >>> _share_brackets({"place": "М.", "publisher": "[б. и.]", "year": "[1995?]"})
    {'place': 'М.', 'publisher': '[б. и.', 'year': '1995?]'}
    """
    shared = dict(elements)
    for one, next_ in pairwise(elements):
        if _in_brackets(elements[one]) and _in_brackets(elements[next_]):
            shared[one], shared[next_] = shared[one][:-1], shared[next_][1:]
    return shared


def _in_brackets(text: str) -> bool:
    return re.fullmatch(r"\[[^\[\]]*\]", text) is not None


def _split_before_label(text: str) -> tuple[str, str]:
    """Part the number of volumes from the volume, which begins with a capital.

    >>> _split_before_label("в 15 т. Т. 15"), _split_before_label("в 15 т.")
    (('в 15 т.', 'Т. 15'), ('в 15 т.', ''))
    """
    found = re.search(r"\s(?=[А-ЯЁӘҒҚҢӨҰҮҺІA-Z]\w*\.?\s*[\dIVXLC])", text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _parts(date: Any) -> list[int]:
    """Year, month and day of a CSL date, as far as they are known."""
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    first: Iterable[Any] = parts[0] if isinstance(parts, list) and parts else ()
    return [int(p) for p in first if str(p).isdecimal()] if isinstance(first, list | tuple) else []


def _is_open(date: Mapping[str, Any]) -> bool:
    """A range whose end is not known yet: `[[1998], [0]]`."""
    points = date.get("date-parts")
    return isinstance(points, list) and len(points) == 2 and points[1] in ([0], ["0"], [])


def _year(date: Any) -> str:
    return str(next(iter(_parts(date)), ""))


def _day(date: Any) -> tuple[int, int, int] | None:
    parts = _parts(date)
    return (parts[0], parts[1], parts[2]) if len(parts) > 2 and 1 <= parts[1] <= 12 else None


def _english_th(number: str) -> str:
    return "th" if number[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
