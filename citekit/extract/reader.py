"""From a source to a record: the steps of reading an article, in their order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from citekit.extract import furniture
from citekit.extract.bibliography import ReferenceList, lists_of, references_of
from citekit.extract.citations import find_citations
from citekit.extract.document import Furniture, Pages, Source
from citekit.extract.heads import heads_of
from citekit.extract.labelling import Run, label
from citekit.extract.lines import lines_of
from citekit.extract.own import own_runs
from citekit.extract.record import Draft
from citekit.languages import Edit, Repaired, Words, repair
from citekit.model import Article


@dataclass(frozen=True)
class Extraction:
    """What was read from a document: the record, and how it was come by.

    Attributes:
        article: The record, with provenance and findings.
        source: The document.
        repaired: Its text after repair, with the way back.
        furniture: What belongs to the pages and not to the text.
        pages: The numbers of the pages.
        runs: The lines of the article itself, by kind.
        lists: Its lists of references.
    """

    article: Article
    source: Source
    repaired: Repaired
    furniture: tuple[Furniture, ...]
    pages: Pages
    runs: tuple[Run, ...]
    lists: tuple[ReferenceList, ...]


def read(source: Source, *, mend: bool = True, works: bool = True) -> Extraction:
    """Read an article.

    Args:
        source: The document.
        mend: Whether to repair the text before it is read.
        works: Whether to read the works out of the references.
    """
    repaired = _without_soft_hyphens(repair(source.text) if mend else Repaired.of(source.text))
    if source.marked:
        from citekit.extract.marked import article_of

        article = article_of(source, source.marked, repaired)
        return Extraction(article, source, repaired, (), Pages(), (), ())
    words = Words.of(repaired.text)
    stripped = furniture.strip(repaired, lines_of(source, repaired))
    runs, header = own_runs(label(stripped.lines), words)
    heads = heads_of(runs, words)
    lists = lists_of(runs, words)
    references = references_of(lists, repaired, works=works)
    body = body_of(runs)
    page_at = _pager(stripped.pages)
    citations = find_citations(repaired, body, references, page_at)
    furnished = _paged(stripped.furniture, stripped.pages, page_at)
    draft = Draft(source, repaired, words, runs, header, heads, furnished, stripped.pages, page_at)
    article = draft.article(references, citations, body)
    return Extraction(
        article, source, repaired, furnished, stripped.pages, tuple(runs), tuple(lists)
    )


def _without_soft_hyphens(repaired: Repaired) -> Repaired:
    """Take out the soft hyphens inside lines; those at line ends are joined with their lines."""
    text = repaired.text
    places = (m.start() for m in re.finditer("\u00ad(?!\\s*\n)", text))
    return repaired.edited(Edit(at, at + 1, "", "text.soft-hyphen") for at in places)


def body_of(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """Return the stretches of the repaired text that are body."""
    found: list[tuple[int, int]] = []
    for run in runs:
        if run.kind != "B":
            continue
        start, end = run.lines[0].start, run.lines[-1].end
        if found and start - found[-1][1] < 2:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _paged(
    found: Sequence[Furniture], pages: Pages, page_at: Callable[[int], str | None]
) -> tuple[Furniture, ...]:
    """Say on which page each header stands: that which begins with it, or just after it."""
    starts = {start.offset: start.page for start in pages.starts}
    made = []
    for it in found:
        page = next((starts[at] for at in starts if 0 <= at - it.span[1] <= 3), None)
        page = it.page or page or page_at(it.span[0])
        made.append(replace(it, page=page))
    return tuple(made)


def _pager(pages: Pages) -> Callable[[int], str | None]:
    offsets = [start.offset for start in pages.starts]
    names = [pages.first, *(start.page for start in pages.starts)]

    def page_at(offset: int) -> str | None:
        return names[bisect_right(offsets, offset)] if pages.first else None

    return page_at
