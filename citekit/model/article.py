"""An article: a work with its front matter, its citations and the list of what it cites."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from citekit.model.agents import Organization
from citekit.model.base import LanguageTag, Model, Text, TextMapping
from citekit.model.dates import Date
from citekit.model.identifiers import ISSN, URL
from citekit.model.provenance import Finding, ProvenanceMapping, SourceDocument, Span
from citekit.model.work import ItemType, Work

SCHEMA_VERSION = 1
"""The version of the record that this code reads and writes."""

LocatorType = Literal[
    "act",
    "appendix",
    "article-locator",
    "book",
    "canon",
    "chapter",
    "column",
    "elocation",
    "equation",
    "figure",
    "folio",
    "issue",
    "line",
    "note",
    "opus",
    "page",
    "paragraph",
    "part",
    "rule",
    "scene",
    "section",
    "sub-verbo",
    "supplement",
    "table",
    "timestamp",
    "title-locator",
    "verse",
    "volume",
]
"""The locator types of CSL 1.0.2."""


class Locator(Model):
    """The place within a cited source.

    >>> Locator(type="page", value="26–25", first=26, last=25).is_reversed
    True
    """

    type: LocatorType = "page"
    value: str
    """The place without its unit: `26–25`."""
    unit: str | None = None
    """The unit as printed: `б.`, `с.`, `p.`."""
    first: int | None = None
    last: int | None = None
    """The numbers of the first and last page or other unit, where they are numbers."""
    as_printed: str | None = None

    @property
    def is_reversed(self) -> bool:
        """Whether the range runs backwards."""
        return self.first is not None and self.last is not None and self.last < self.first


class Cite(Model):
    """One source within a citation."""

    reference: str
    """The `number` of the reference in the list, or its `id`."""
    locator: Locator | None = None


class InTextCitation(Model):
    """A place of the text that points to sources: `[2, 26–25 б.]`, `(Әуезов, 1942)`."""

    as_printed: str
    cites: tuple[Cite, ...] = ()
    span: Span | None = None
    page: str | None = None
    note: str | None = None
    """The number of the footnote it stands in."""


class Reference(Model):
    """A cited source: the string as printed, and the work understood from it.

    A journal that asks for both lists prints one source twice; then `as_printed` is the entry of
    the first list and `romanized` that of the second.
    """

    number: str | None = None
    """Its number in the list as printed, without punctuation."""
    as_printed: str | None = None
    romanized: str | None = None
    work: Work | None = None
    confidence: float | None = None
    """How sure `work` is, from 0 to 1."""
    leftover: tuple[str, ...] = ()
    """Pieces of the string that no field holds."""
    span: Span | None = None
    romanized_span: Span | None = None


class Journal(Model):
    """A serial, as it enters the records of its articles and the files deposited for them."""

    title: Text
    title_short: Text | None = None
    issn: ISSN | None = None
    eissn: ISSN | None = None
    publisher: Organization | None = None
    language: LanguageTag | None = None
    url: URL | None = None
    license: str | None = None
    identifiers: TextMapping = TextMapping()
    """Its identifiers elsewhere, by scheme: `elibrary` for the titleid of RSCI."""


def _number(value: Any) -> Any:
    """Read a number that is text, as every scalar of a record file is."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


class Article(Work):
    """A work with front matter, citations and references: the record of an article.

    >>> article = Article(title=Text({"kk": "Келісім"}), received=Date("2015-04"))
    >>> article.type, article.received.year
    ('article-journal', 2015)
    """

    schema_version: Annotated[Literal[1], BeforeValidator(_number)] = 1
    """The version of this record's form."""
    type: ItemType = "article-journal"

    article_type: str | None = None
    """The kind of article as the journal names it: `research-article`, `review-article`."""
    subject: Text | None = None
    """The heading of the issue under which it stands."""
    issue_continuous: str | None = None
    """The number of the issue counted through all years."""
    received: Date | None = None
    revised: Date | None = None
    accepted: Date | None = None
    funding: Text | None = None
    acknowledgements: Text | None = None
    conflict_of_interest: Text | None = None
    copyright: str | None = None
    how_to_cite: Text | None = None
    """The citation of itself that the article prints."""
    pdf_url: URL | None = None

    references: tuple[Reference, ...] = ()
    citations: tuple[InTextCitation, ...] = ()
    mentions: tuple[Reference, ...] = ()
    """Works that the text names without citing them."""

    document: SourceDocument | None = None
    """What the record was read from."""
    provenance: ProvenanceMapping = ProvenanceMapping()
    """Where fields come from, by path: `title.kk`, `author.1.affiliation.0.organization`."""
    findings: tuple[Finding, ...] = ()
    """What was remarked on when the document was read and cannot be seen from the record alone."""


class Issue(Model):
    """One issue of a journal with its articles: what editors deposit."""

    journal: Journal
    volume: str | None = None
    number: str | None = None
    number_continuous: str | None = None
    issued: Date | None = None
    articles: tuple[Article, ...] = ()
