"""Shows where fields were read: each with its source line, or the whole text in colours."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from citekit.model import Provenance

if TYPE_CHECKING:
    from citekit.extract.reader import Extraction


def explain(extraction: Extraction) -> Iterator[str]:
    r"""Yield each field with where and how it was read, and the line it stands on.

    >>> from citekit.extract import extract_text
    >>> list(explain(extract_text("УДК 323\n\nО ЯЗЫКЕ\n\nА. Б. Ким\n")))[0]
    'udc.0  printed  line 1  0.99'
    """
    text = extraction.source.text
    for path, source in extraction.article.provenance.items():
        where = (
            "" if source.span is None else f"  line {text.count(chr(10), 0, source.span[0]) + 1}"
        )
        page = f"  p. {source.page}" if source.page else ""
        sure = f"  {source.confidence:.2f}" if source.confidence is not None else ""
        yield f"{path}  {source.method}{where}{page}{sure}"
        if source.basis:
            yield f"    because: {source.basis}"
        if source.span:
            said = " ".join(text[slice(*source.span)].split())
            yield f"    {said if len(said) < 160 else said[:157] + '…'}"
        if source.method == "repaired" and source.span:
            yield from _repairs(extraction, source)


def _repairs(extraction: Extraction, source: Provenance) -> Iterator[str]:
    assert source.span is not None
    start, end = source.span
    shown = 0
    for repair in extraction.repaired.repairs:
        if repair.span[0] < end and start < repair.span[1] and shown < 5:
            shown += 1
            yield f"    repaired: {repair.original!r} -> {repair.repaired!r} ({repair.code})"


_COLOURS = {
    "title": "#ffd9a8",
    "author": "#c9e4ff",
    "abstract": "#d8f2d0",
    "keyword": "#f3d6f5",
    "udc": "#fff3a3",
    "irsti": "#fff3a3",
    "bbk": "#fff3a3",
    "doi": "#fff3a3",
    "issn": "#fff3a3",
    "container_title": "#e3dcd2",
    "citation": "#cdeeee",
    "reference": "#ececec",
    "furniture": "#dddddd",
    "received": "#f7cfcf",
    "accepted": "#f7cfcf",
    "issued": "#f7cfcf",
    "page": "#dddddd",
    "mention": "#e6e0ff",
}

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
 body {{ font: 16px/1.55 Georgia, serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}
 pre {{ white-space: pre-wrap; font: inherit; }}
 mark {{ padding: 0 .15em; border-radius: .2em; color: inherit; }}
 .key mark {{ margin-right: .5em; }}
 table {{ border-collapse: collapse; font-size: .9em; }}
 td {{ padding: .15em .6em; vertical-align: top; }}
 .error td:first-child {{ color: #b00020; }} .warning td:first-child {{ color: #8a6100; }}
</style></head><body>
<h1>{name}</h1>
<p class="key">{key}</p>
<table>{findings}</table>
<pre>{text}</pre>
</body></html>
"""


def page(extraction: Extraction, language: str = "en") -> str:
    """Return an HTML page: the findings, and the text with every field in its colour."""
    from citekit.checks import check

    marks: list[tuple[int, int, str, str]] = []
    for path, source in extraction.article.provenance.items():
        kind = path.split(".")[0]
        if (source.span and kind in _COLOURS and path.count(".") != 1 - (kind != "author")) or (
            source.span and kind in _COLOURS and kind != "author"
        ):
            marks.append((*source.span, kind, f"{path} ({source.method})"))
    for n, citation in enumerate(extraction.article.citations):
        if citation.span:
            marks.append((*citation.span, "citation", f"citations.{n}"))
    for n, reference in enumerate(extraction.article.references):
        for span in (reference.span, reference.romanized_span):
            if span:
                marks.append((*span, "reference", f"references.{n}"))
    for it in extraction.furniture:
        marks.append((*it.span, "furniture", it.kind))
    found = check(extraction.article, language=language)
    rows = "".join(
        f'<tr class="{f.severity}"><td>{f.severity}</td><td>{escape(f.code)}</td>'
        f"<td>{escape(f.message)}</td></tr>"
        for f in found
    )
    used = dict.fromkeys(kind for _, _, kind, _ in sorted(marks))
    key = "".join(f'<mark style="background:{_COLOURS[k]}">{k}</mark>' for k in used)
    return _PAGE.format(
        language=language,
        name=escape(extraction.source.name),
        key=key,
        findings=rows,
        text=_marked(extraction.source.text, marks),
    )


def _marked(text: str, marks: list[tuple[int, int, str, str]]) -> str:
    """Return the text with its marks, of which the inner ones win where they overlap."""
    owner: list[int] = [-1] * (len(text) + 1)
    for n, (start, end, _, _) in sorted(enumerate(marks), key=lambda m: m[1][0] - m[1][1]):
        owner[start:end] = [n] * (end - start)
    made: list[str] = []
    at = 0
    while at < len(text):
        n = owner[at]
        end = at
        while end < len(text) and owner[end] == n:
            end += 1
        piece = escape(text[at:end])
        if n >= 0:
            _, _, kind, said = marks[n]
            piece = (
                f'<mark style="background:{_COLOURS[kind]}" title="{escape(said)}">{piece}</mark>'
            )
        made.append(piece)
        at = end
    return "".join(made)
