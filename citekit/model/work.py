"""Anything that can be cited, in the variables of CSL 1.0.2 and the areas of GOST beyond them."""

from __future__ import annotations

from typing import Literal, get_args

from citekit.model.agents import Agent
from citekit.model.base import Keywords, LanguageTag, Model, Text, TextMapping
from citekit.model.dates import Date
from citekit.model.identifiers import (
    BBK,
    DOI,
    EDN,
    IRSTI,
    ISBN,
    ISSN,
    JEL,
    PMCID,
    PMID,
    UDC,
    URL,
    URN,
    ArXiv,
    Handle,
)

ItemType = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
]
"""The item types of CSL 1.0.2, appendix III."""

ITEM_TYPES: tuple[str, ...] = get_args(ItemType)
"""The item types in the order of the specification."""


class Work(Model):
    """Anything citable: an article, a book, a law, a patent, a site.

    Fields are CSL 1.0.2 variables with `_` for `-` and in small letters (`container-title` is
    `container_title`, `DOI` is `doi`); where CSL has no variable they are GOST's areas and elements
    (GOST R 7.0.100-2018). What a work has in several languages is `Localized`; values that are
    plain text are in `language`.

    >>> work = Work(id="auezov", type="book", title=Text({"kk": "Абай жолы", "ru": "Путь Абая"}))
    >>> work.title.best("ru")
    'Путь Абая'
    """

    id: str | None = None
    """The citation key: unique within a file."""
    type: ItemType = "document"
    language: LanguageTag | None = None
    """The language of the work itself."""

    # Titles
    title: Text | None = None
    title_short: Text | None = None
    part_title: Text | None = None
    volume_title: Text | None = None
    container_title: Text | None = None
    """The journal, book or site that the work is a part of."""
    container_title_short: Text | None = None
    collection_title: Text | None = None
    """The series."""
    event_title: Text | None = None
    reviewed_title: Text | None = None
    reviewed_genre: str | None = None
    original_title: str | None = None
    """The title of the work that this one translates or reprints."""

    # GOST areas and elements that CSL has no variable for
    heading: str | None = None
    """The heading of the record where that is not an author: `Российская Федерация. Законы`."""
    parallel_title: str | None = None
    """The parallel title, printed after ` = `."""
    other_title_information: tuple[str, ...] = ()
    """Each printed after ` : `: `учебник для вузов`, `в 3 т.`."""
    responsibility: tuple[str, ...] = ()
    """Statements of responsibility as they are to be printed after ` / `, parted by ` ; `."""
    author_et_al: bool = False
    """There are more authors than `author` lists."""
    container_other_title_information: tuple[str, ...] = ()
    container_responsibility: tuple[str, ...] = ()
    volume_information: str | None = None
    """The volume statement as printed, where number and title of the volume do not say it."""
    material_designation: str | None = None
    """The general material designation of GOST 7.1-2003, without brackets: `Текст`."""
    content_type: str | None = None
    """The content and media area of GOST R 7.0.100-2018: `Текст : непосредственный`."""
    extent: str | None = None
    """The extent as printed, where the number of pages does not say it: `102 с. : ил. ; 20 см`."""
    notes: tuple[str, ...] = ()
    """Notes that a bibliographic description prints, each its own area."""
    access_conditions: str | None = None
    """`по подписке`, `Доступ из справочно-правовой системы «КонсультантПлюс»`."""
    system_requirements: str | None = None
    updated: str | None = None
    """When an electronic resource was last changed, as printed."""
    application_number: str | None = None
    """Of a patent: the number of the application."""
    filing_date: str | None = None
    publication_date: str | None = None
    bulletin: str | None = None
    patent_classification: str | None = None
    """The international patent classification, as printed."""
    patent_holder: str | None = None
    patent_country: str | None = None

    # Persons and bodies
    author: tuple[Agent, ...] = ()
    editor: tuple[Agent, ...] = ()
    translator: tuple[Agent, ...] = ()
    compiler: tuple[Agent, ...] = ()
    container_author: tuple[Agent, ...] = ()
    collection_editor: tuple[Agent, ...] = ()
    contributor: tuple[Agent, ...] = ()
    chair: tuple[Agent, ...] = ()
    composer: tuple[Agent, ...] = ()
    curator: tuple[Agent, ...] = ()
    director: tuple[Agent, ...] = ()
    editorial_director: tuple[Agent, ...] = ()
    editor_translator: tuple[Agent, ...] = ()
    executive_producer: tuple[Agent, ...] = ()
    guest: tuple[Agent, ...] = ()
    host: tuple[Agent, ...] = ()
    illustrator: tuple[Agent, ...] = ()
    interviewer: tuple[Agent, ...] = ()
    narrator: tuple[Agent, ...] = ()
    organizer: tuple[Agent, ...] = ()
    original_author: tuple[Agent, ...] = ()
    performer: tuple[Agent, ...] = ()
    producer: tuple[Agent, ...] = ()
    recipient: tuple[Agent, ...] = ()
    reviewed_author: tuple[Agent, ...] = ()
    script_writer: tuple[Agent, ...] = ()
    series_creator: tuple[Agent, ...] = ()

    # Publication
    publisher: Text | None = None
    publisher_place: Text | None = None
    original_publisher: str | None = None
    original_publisher_place: str | None = None
    authority: Text | None = None
    """The body behind a law, a standard, a patent; the institution of a thesis's defence."""
    jurisdiction: str | None = None
    division: str | None = None
    event_place: Text | None = None
    genre: str | None = None
    """`дис. ... канд. ист. наук`, `учебник`."""
    medium: str | None = None
    dimensions: str | None = None
    scale: str | None = None
    status: str | None = None
    license: str | None = None
    source: str | None = None
    legal_references: str | None = None
    """CSL's `references`: what bears on the history of a case or a law."""

    # Numbers
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    """The pages within the container: `25–30`, `e12`; several stretches parted by commas."""
    number: str | None = None
    number_of_pages: str | None = None
    number_of_volumes: str | None = None
    edition: str | None = None
    chapter_number: str | None = None
    collection_number: str | None = None
    part_number: str | None = None
    printing_number: str | None = None
    section: str | None = None
    supplement_number: str | None = None
    version: str | None = None

    # Dates
    issued: Date | None = None
    accessed: Date | None = None
    available_date: Date | None = None
    event_date: Date | None = None
    original_date: Date | None = None
    submitted: Date | None = None

    # Where it is kept
    archive: Text | None = None
    archive_collection: str | None = None
    archive_location: str | None = None
    archive_place: Text | None = None
    call_number: str | None = None

    # Identifiers
    doi: DOI | None = None
    url: URL | None = None
    issn: ISSN | None = None
    """The ISSN of the printed edition, or the only one known."""
    eissn: ISSN | None = None
    """The ISSN of the electronic edition."""
    isbn: tuple[ISBN, ...] = ()
    edn: EDN | None = None
    arxiv: ArXiv | None = None
    pmid: PMID | None = None
    pmcid: PMCID | None = None
    urn: URN | None = None
    handle: Handle | None = None

    # Subject
    udc: tuple[UDC, ...] = ()
    irsti: tuple[IRSTI, ...] = ()
    bbk: tuple[BBK, ...] = ()
    jel: tuple[JEL, ...] = ()
    keyword: Keywords | None = None
    abstract: Text | None = None
    annote: str | None = None
    note: str | None = None

    extra: TextMapping = TextMapping()
    """What a file of another format said and the record has no field for, by that format's name."""


def _fields(annotation: object) -> tuple[str, ...]:
    return tuple(n for n, field in Work.model_fields.items() if field.annotation == annotation)


NAME_FIELDS: tuple[str, ...] = _fields(tuple[Agent, ...])
"""The fields that hold persons and bodies: CSL's name variables."""
DATE_FIELDS: tuple[str, ...] = _fields(Date | None)
"""The fields that hold dates: CSL's date variables."""
TEXT_FIELDS: tuple[str, ...] = _fields(Text | None)
"""The fields that hold text in several languages."""
