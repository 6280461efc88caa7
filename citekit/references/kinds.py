"""What kind of thing a reference describes, from its areas and its words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from citekit.references.areas import Areas
from citekit.references.vocabulary import BIT, alternation, bits, fold, pattern, words

if TYPE_CHECKING:
    from citekit.references.build import Record

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
    return re.compile(rf"[\s.]+(?P<genre>(?i:{'|'.join(pattern(p) for p in phrases)})\.?)$")


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
    page = fields.get("page", "")
    if fields["type"] == "thesis" and page.isdigit() and "number_of_pages" not in fields:
        fields["number_of_pages"] = fields.pop("page")
        record.sources["number_of_pages"] = record.sources.pop("page")
    if fields["type"] == "patent" and "author" not in fields and "container_author" in fields:
        fields["author"] = fields.pop("container_author")
        record.sources["author"] = record.sources.pop("container_author")
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
        return "manuscript" if fields.get("author") else "collection"
    if is_thesis(fields.get("genre", "")) or found.first("GENRE"):
        return "thesis"
    act = found.first("ACT")
    if act is not None:
        return _act_type(act.text, fields.get("genre", ""))
    title = fields.get("title", "")[:_ENOUGH]
    info = " ".join(fields.get("other_title_information", ()))
    if fields.get("container_title"):
        return _part_type(record, found, title)
    return _whole_type(record, found, title, info)


_APPROVED = re.compile(r"(?i:утв|введен|бекітілген|мен бек)")
_BYLAW = re.compile(r"(?i:приказ|бұйрық|указани|распоряж|постановл|өкім|правил|наказ|розпоряд)")


def _act_type(text: str, genre: str) -> str:
    if _APPROVED.search(text) or _BYLAW.match(genre):
        return "regulation"
    return "legislation"


_NEWSPAPER = re.compile(
    r"(?i:газет|\bгаз\.|егемен қазақстан|егемен казахстан|казахстанская правда|российская газета|рос\. газ|newspaper|times\b|литер\b|қазақ әдебиеті|ана тілі|жас алаш|правда\b|комсомольская|коммерсант|ведомости|independent|guardian)"
)
_SERIAL = BIT["serial_words"]
_MEETING = BIT["conference_words"]
_ENTRY = re.compile(r"(?i:энциклопед|сөздік|словарь|encyclop|dictionary)")
_PROCEEDINGS = re.compile(
    r"(?i:материал|сборник|сб\.|тезис|труды|чтени|матер\.|мат\.|proceedings|proc\.|in:|жина[қғ]|доклад|conference|конф|sbornik|materialy|materials|conf\b|neural information)"
)


def _part_type(record: Record, found: Areas, title: str) -> str:
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
    if _ENTRY.search(about) and not numbered and not words_of & _MEETING:
        return "entry-encyclopedia"
    if re.search(r"(?i:livejournal|blog|блог)", about + fields.get("url", "")):
        return "post-weblog"
    if words_of & _MEETING and _PROCEEDINGS.search(about) and "issn" not in fields:
        return "paper-conference"
    if words_of & _MEETING and not words_of & _SERIAL:
        return "paper-conference"
    if _NEWSPAPER.search(about) and not (numbered and "volume" in fields):
        if issued is not None and (len(str(issued)) > 4 or not numbered):
            return "article-newspaper"
    if (
        issued is not None
        and len(str(issued)) >= 10
        and "volume" not in fields
        and "url" not in fields
        and not found.first("ACT")
    ):
        return "article-newspaper"
    if re.search(r"\d{4}$", container) and re.search(r"[A-Z]{3,}", container):
        return "paper-conference"
    imprint = bool(fields.keys() & {"publisher", "publisher_place"})
    bookish = imprint or fields.get("container_author") or fields.get("isbn")
    collected = fields.keys() & {"number_of_volumes", "container_author", "isbn"} or fields.get(
        "publisher"
    )
    if bookish and (not numbered or (collected and "issue" not in fields)):
        return "chapter"
    if numbered or words_of & _SERIAL or "doi" in fields:
        return "article-journal"
    if fields.get("url") and "page" not in fields:
        return "webpage"
    if bookish or (fields.get("container_other_title_information") and not issued):
        return "chapter"
    return "article-journal"


_REPORT = re.compile(
    r"(?i:отч[её]т(?!н)|есеп\b|есебі|статистикалық жинақ|technical report|working paper|report\b|бағдарламасы$)"
)
_EVENT = re.compile(r"(?i:ойындары|олимпиада|фестиваль|games$)")
_PERIODICAL = re.compile(r"(?i:журнал|газета|газет|бюллетень|journal|newspaper)(?:ы|і)?$")
_LAW_TITLE = re.compile(
    r"(?:Кодексі?|Конституциясы|Заңы|Жарлығы)$|^(?:[А-ЯЁ][а-яё]+\s)?(?:[Кк]одекс|Конституция|Закон|Указ)\s(?:Республики Казахстан|РК|РФ|Российской Федерации|Рос\. Федерации)"
)
_MAP = re.compile(r"(?i:карта|карты|map\b|глобус)")


def _whole_type(record: Record, found: Areas, title: str, info: str) -> str:
    fields = record.fields
    about = f"{title} {info}".strip()[:_ENOUGH]
    gmd = fields.get("material_designation", "").lower() + fields.get("content_type", "").lower()
    if fields.get("scale") or "карт" in gmd:
        return "map"
    if "ноты" in gmd or "музыка" in gmd:
        return "musical_score"
    if "видеозапись" in gmd or "кинофильм" in gmd or "движущ" in gmd:
        return "motion_picture"
    if "звукозапись" in gmd:
        return "song"
    if _LAW_TITLE.search(title):
        return "legislation"
    numbered = bool(fields.keys() & {"issue"}) or found.first("JOURNAL", "NUMBERS")
    bookish = bool(fields.keys() & {"number_of_pages", "isbn", "publisher"}) or bool(
        found.first("EXTENT")
    )
    if numbered and not fields.get("isbn"):
        return "article-journal"
    publisher = fields.get("publisher", "")
    ministry = re.search(r"(?i:министрлігі|министерств|ministry)", publisher)
    if _REPORT.search(about) and (
        not bookish or ministry or re.match(r"(?i:итоговый|отч)", about) or "url" in fields
    ):
        return "report"
    if fields.get("url") and not bookish and not fields.get("publisher_place"):
        return "webpage"
    if fields.get("url") and not bookish and re.search(r"(?i:сайт|портал|site)", info):
        return "webpage"
    if _EVENT.search(title) and not bookish and len(str(fields.get("issued", ""))) > 4:
        return "event"
    if fields.get("url") and not fields.keys() & {"publisher_place", "number_of_pages", "isbn"}:
        return "webpage"
    if fields.get("arxiv") and not bookish:
        return "article"
    if fields.get("doi") and not bookish and not fields.get("publisher_place"):
        return "article-journal"
    return "book"
