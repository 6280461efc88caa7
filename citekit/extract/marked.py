"""Articles whose markup says what everything is: the record is theirs, citations are looked for."""

from __future__ import annotations

from collections.abc import Sequence

from citekit.extract.citations import find_citations
from citekit.extract.document import Marked, Pages, Source
from citekit.extract.heads import Heads
from citekit.extract.mentions import Mention, find_mentions
from citekit.extract.record import Draft
from citekit.extract.remarks import remarks
from citekit.languages import Repaired, Words
from citekit.model import Article, Finding, Provenance, ProvenanceMapping, SourceDocument

_SURE = 0.99


def article_of(source: Source, marked: Marked, repaired: Repaired) -> Article:
    """Return the record of a document that marks it, completed by what only its text shows."""
    body = [_span(repaired, marked.body)]
    record = marked.record
    citations = find_citations(repaired, body, record.references, lambda _: None)
    mentions = find_mentions(repaired, body, record.language or "und")
    said = {
        name: Provenance(method="imported", confidence=_SURE)
        for name in type(record).model_fields
        if name in record.model_fields_set - {"type", "references"}
        and getattr(record, name) not in (None, (), "")
    }
    article = record.model_copy(
        update={
            "citations": citations,
            "mentions": tuple(it.reference for it in mentions),
            "provenance": ProvenanceMapping(said),
            "document": SourceDocument(
                name=source.name,
                media_type=source.media_type,
                sha256=source.sha256,
                characters=len(source.text),
            ),
        }
    )
    return article.model_copy(
        update={"findings": tuple(_remarks(source, repaired, article, body, mentions))}
    )


def _remarks(
    source: Source,
    repaired: Repaired,
    article: Article,
    body: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
) -> list[Finding]:
    draft = Draft(
        source,
        repaired,
        Words.of(repaired.text),
        (),
        (),
        Heads(),
        (),
        Pages(),
        lambda _: None,
    )
    return list(remarks(draft, article, body, mentions))


def _span(repaired: Repaired, span: tuple[int, int]) -> tuple[int, int]:
    """Return where in the repaired text a stretch of the source stands."""
    start, end = span
    edited = len(repaired.original) != len(repaired.text)
    if not edited:
        return span
    places = range(len(repaired.text))
    first = next((at for at in places if repaired.span(at, at + 1)[0] >= start), 0)
    last = next((at for at in reversed(places) if repaired.span(at, at + 1)[1] <= end), first)
    return first, last + 1
