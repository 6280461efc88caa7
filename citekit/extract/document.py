"""The neutral document that every source becomes: text, with pages and type where known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from citekit.model import Article, Span


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of the text is set.

    Attributes:
        span: Start and end in the text.
        size: Size of the type in points, 0 where it is not known.
        bold: Whether it is bold.
    """

    span: Span
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What a document says of itself by its markup: nothing of that has to be recognised.

    Attributes:
        record: The record.
        body: Where in the text its running text stands.
    """

    record: Article
    body: Span


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read, before anything is understood.

    Attributes:
        name: The file's name, without folders.
        text: All its text, lines ending in LF; every span counts code points of it.
        media_type: What kind of file it was.
        encoding: How its bytes were decoded, where that was a question.
        sha256: Of the bytes.
        page_starts: Where each page begins, where the source has pages.
        styles: Size and weight of its parts, where the source knows them.
        meta: What the file says of itself beside the text (HTML meta tags): name and value.
        marked: The record and the body, where the source marks them (JATS).
    """

    name: str
    text: str
    media_type: str = "text/plain"
    encoding: str | None = None
    sha256: str | None = None
    page_starts: tuple[int, ...] = ()
    styles: tuple[Style, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    marked: Marked | None = None


class Line(NamedTuple):
    """A stretch of the repaired text that stands on a line by itself, without blanks at its edges.

    Attributes:
        text: What it says.
        start: Where it begins in the repaired text.
        end: Where it ends there.
        blank: Number of blank lines before it.
        indent: Number of spaces before it.
        size: Size of its type relative to that of most of the document; 1 where it is not known.
        bold: Whether it is set in bold.
        furniture: Whether a running header or a page number was taken away before it.
    """

    text: str
    start: int
    end: int
    blank: int = 0
    indent: int = 0
    size: float = 1.0
    bold: bool = False
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a page carries beside the text: a running header or footer, a page number.

    Attributes:
        text: What it says, repaired.
        span: Where it stands in the source.
        kind: `page number`, `journal title`, `short title` (the article's) or `running header`.
        page: The number of its page, where that is known.
    """

    text: str
    span: Span
    kind: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page begins: its number, the offset in the source, and how that is known."""

    page: str
    offset: int
    basis: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a document.

    Attributes:
        first: The first page's number, where it is printed or follows from those printed.
        last: The last page's number, likewise.
        first_span: Where the first number stands in the source.
        last_span: Where the last number stands in the source.
        starts: Where the pages after the first begin.
        estimated_last: The number of the last page begun, where none is printed.
    """

    first: str | None = None
    last: str | None = None
    first_span: Span | None = None
    last_span: Span | None = None
    starts: tuple[PageStart, ...] = field(default=())
    estimated_last: str | None = None
