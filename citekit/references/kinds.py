"""What kind of thing a reference describes, from its areas and its words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from citekit.references.areas import Areas
from citekit.references.vocabulary import (
    BIT,
    alternation,
    bits,
    bodies,
    fold,
    pattern,
    places,
    table,
    words,
)

if TYPE_CHECKING:
    from citekit.references.record import Record

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def bits_of(text: str) -> int:
    """Return the classes of all the words in a text."""
    found = 0
    for word in _WORD.findall(text):
        found |= bits(word)
    return found


@cache
def _genre() -> re.Pattern[str]:
    return re.compile(rf"\s*[\[(]?{alternation('genre')}(?!\w)", re.I)


@cache
def genre_ending() -> re.Pattern[str]:
    """Return the end of a title that names the kind of book without punctuation before it."""
    phrases = [w for w in words("genre") if " " in w and len(w) > 8]
    return re.compile(rf"[\s.]+(?P<genre>(?i:{pattern(*phrases)})\.?)$")


@cache
def genre_last_words() -> frozenset[str]:
    """Return the words with which a kind of publication of several words ends, folded."""
    return frozenset(fold(w.split()[-1]) for w in words("genre") if " " in w)


def is_genre(text: str) -> bool:
    """Return whether a text says what kind of publication it is: `учебник для вузов`.

    >>> is_genre("оқулық"), is_genre("лексика")
    (True, False)
    """
    return _genre().match(text) is not None


def is_only_genre(text: str) -> bool:
    """Return whether a text is nothing but the name of a kind: `Статистикалық жинақ`."""
    return " " in text and _genre().fullmatch(text) is not None


@cache
def _thesis() -> re.Pattern[str]:
    return re.compile(rf"\s*[\[(]?{alternation('thesis')}(?!\w)", re.I)


def is_thesis(text: str) -> bool:
    """Return whether a text begins with the words for a dissertation or its abstract."""
    return _thesis().match(text) is not None


def is_archive(text: str) -> bool:
    """Return whether a text names an archive."""
    return bool(bits_of(text) & BIT["archive_words"]) or text.isupper()


@cache
def _countries() -> frozenset[str]:
    return frozenset(words("law_places")) | {"қазақстан республикасы"}


def is_country(text: str) -> bool:
    """Return whether a text is just the name of a state.

    >>> is_country("Қазақстан Республикасы"), is_country("ҚР Үкіметі")
    (True, False)
    """
    return text.lower() in _countries()


_ENOUGH = 600
"""Characters of a title that are looked at."""


def _turn_imprint(fields: dict[str, Any]) -> None:
    """Put place and publisher right where they stand the other way round: `ISO: Geneva, 2010`."""
    publisher, place = fields.get("publisher", ""), fields.get("publisher_place", "")
    first, _, rest = place.partition(" ; ")
    known = places()
    if publisher.lower() in known and first and first.rstrip(".").lower() not in known:
        fields["publisher"] = first
        fields["publisher_place"] = ", ".join(filter(None, (publisher, rest)))


def settle(record: Record, found: Areas) -> None:
    """Choose the type, and correct what only the type makes plain."""
    fields = record.fields
    issued = fields.get("issued")
    if issued is not None and str(issued).startswith("XXXX"):
        del fields["issued"]
    archive = fields.get("archive_location")
    if archive and "archive" not in fields:
        _take_archive(record)
    fields["type"] = _type(record, found)
    if fields["type"] == "article-newspaper" and "page" not in fields and found.first("EXTENT"):
        record.rename("number_of_pages", "page")
    of_law = fields["type"] in ("legislation", "regulation")
    if of_law and not fields.keys() & {"number", "container_title"}:
        record.rename("issue", "number")
    _turn_imprint(fields)
    page = fields.get("page", "")
    if fields["type"] == "thesis" and page.isdecimal() and "number_of_pages" not in fields:
        record.rename("page", "number_of_pages")
    if fields["type"] == "patent" and "author" not in fields and "container_author" in fields:
        record.rename("container_author", "author")
    if fields["type"] == "thesis" and "publisher" not in fields:
        bodies = [r for r in fields.get("responsibility", ())[1:] if bits_of(r) & BIT["body_words"]]
        if bodies:
            fields["publisher"] = bodies[0]
            record.sources["publisher"] = record.sources["responsibility"]


def _take_archive(record: Record) -> None:
    fields = record.fields
    title = fields.get("title", "")
    head, dot, rest = title.partition(". ")
    if dot and bits_of(head) & BIT["archive_words"]:
        fields["archive"], fields["title"] = head, rest
    elif is_archive(title):
        fields["archive"] = fields.pop("title")


def _type(record: Record, found: Areas) -> str:
    fields = record.fields
    if found.first("PATENT"):
        return "patent"
    if found.first("STANDARD"):
        return "standard"
    if fields.get("archive_location"):
        if fields.get("author") or found.first("CTITLE"):
            return "manuscript"
        # A whole fond is a collection; what one file of it holds is a document.
        return (
            "document"
            if _stems("archive_file").search(fields["archive_location"])
            else "collection"
        )
    if is_thesis(fields.get("genre", "")) or found.first("GENRE"):
        return "thesis"
    act = found.first("ACT")
    if act is not None:
        return _act_type(act.text, fields.get("genre", ""))
    title = fields.get("title", "")[:_ENOUGH]
    info = " ".join(fields.get("other_title_information", ()))
    if fields.get("container_title"):
        return _part_type(record, found)
    return _whole_type(record, found, title, info)


@cache
def _stems(name: str) -> re.Pattern[str]:
    return re.compile("|".join(table("kinds")["stems"][name]), re.I)


def _act_type(text: str, genre: str) -> str:
    if _stems("approved").search(text) or _stems("bylaw").match(genre):
        return "regulation"
    return "legislation"


_SERIAL = BIT["serial_words"]
_MEETING = BIT["conference_words"]


def _part_type(record: Record, found: Areas) -> str:
    fields = record.fields
    container = fields["container_title"]
    about = " ".join((container, *fields.get("container_other_title_information", ())))[:_ENOUGH]
    if fields.get("arxiv") and "arxiv" in container.lower():
        return "article"
    words_of = bits_of(about)
    numbered = bool(fields.keys() & {"volume", "issue", "issn"}) or found.first(
        "JOURNAL", "NUMBERS"
    )
    issued = fields.get("issued")
    issued_often = fields.keys() & {"issue", "issn"} or words_of & _SERIAL
    if not issued_often and not words_of & _MEETING and _stems("entry").search(about):
        return "entry-encyclopedia"
    if not numbered and _stems("weblog").search(about + fields.get("url", "")):
        return "post-weblog"
    if words_of & _MEETING and (
        not words_of & _SERIAL or ("issn" not in fields and _stems("proceedings").search(about))
    ):
        return "paper-conference"
    dated = issued is not None and len(str(issued)) > 4
    paper = issued is not None and "volume" not in fields and (dated or not numbered)
    if paper and _stems("newspaper").search(about):
        return "article-newspaper"
    one_page = "page" not in fields or fields["page"].isdecimal()
    if "volume" not in fields and one_page and _stems("surely_newspaper").search(about):
        return "article-newspaper"
    by_day = issued is not None and len(str(issued)) >= 10
    if by_day and not fields.keys() & {"volume", "url"} and not found.first("ACT"):
        return "article-newspaper"
    if re.search(r"\d{4}$", container) and re.search(r"[A-Z]{3,}", container):
        return "paper-conference"
    imprint = bool(fields.keys() & {"publisher", "publisher_place"})
    bookish = imprint or fields.get("container_author") or fields.get("isbn")
    collected = fields.keys() & {"number_of_volumes", "container_author", "isbn"} or fields.get(
        "publisher"
    )
    by_part = "issue" not in fields or found.first("PART")  # `сб. науч. тр. Вып. 6`
    if bookish and (not numbered or (collected and by_part)):
        return "chapter"
    if numbered or words_of & _SERIAL or "doi" in fields:
        return "article-journal"
    if fields.get("url") and "page" not in fields:
        return "webpage"
    if bookish or (fields.get("container_other_title_information") and not issued):
        return "chapter"
    return "article-journal"


@cache
def _materials() -> dict[str, re.Pattern[str]]:
    stems = table("kinds")["materials"]
    return {kind: re.compile("|".join(words), re.I) for kind, words in stems.items()}


def _is_of_body(fields: dict[str, Any]) -> bool:
    """Whether a body stands as author: `FAO`, `Министерство финансов РК`."""
    first = next(iter(fields.get("author", ())), None)
    if first is None:
        return False
    return isinstance(first, str) or (not first.given and first.family.lower() in bodies())


_REMARK = re.compile(r"\s?\([^()]*\)$")


def _whole_type(record: Record, found: Areas, title: str, info: str) -> str:
    fields = record.fields
    about = f"{title} {info}".strip()[:_ENOUGH]
    if fields.get("scale"):
        return "map"
    material = fields.get("material_designation", "") + fields.get("content_type", "")
    for kind, stems in _materials().items() if material else ():
        if stems.search(material):
            return kind
    if _stems("statute").search(_REMARK.sub("", title)):
        return "legislation"
    if _is_of_body(fields) and (
        ("publisher" not in fields and _stems("report").search(about))
        or (fields.keys() & {"publisher", "publisher_place"} and fields.keys() & {"url", "doi"})
    ):
        return "report"
    numbered = bool(fields.keys() & {"issue"}) or found.first("JOURNAL", "NUMBERS")
    bookish = bool(fields.keys() & {"number_of_pages", "isbn", "publisher"}) or bool(
        found.first("EXTENT")
    )
    if numbered and not fields.get("isbn"):
        return "article-journal"
    surely = "url" in fields or any(_stems("surely_report").search(t) for t in (about, info))
    official = _stems("ministry").search(fields.get("publisher", ""))
    if _stems("report").search(about) and (not bookish or official or surely):
        return "report"
    placed = fields.get("publisher_place") and not _stems("site").search(info)
    if fields.get("url") and not bookish and not placed:
        return "webpage"
    if _stems("event").search(title) and not bookish and len(str(fields.get("issued", ""))) > 4:
        return "event"
    if fields.get("url") and not fields.keys() & {"publisher_place", "number_of_pages", "isbn"}:
        return "webpage"
    if fields.get("arxiv") and not bookish:
        return "article"
    if bits_of(fields.get("publisher", "")) & BIT["preprint_words"]:
        return "article"
    if fields.get("doi") and not bookish and not fields.get("publisher_place"):
        return "article-journal"
    return "book"
