"""Shows where fields were read: each with its source line, or the whole text in colours."""

from __future__ import annotations

from collections.abc import Iterator, Set
from html import escape
from typing import TYPE_CHECKING, Any

from citekit.model import Finding, Provenance

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
    "reference": "#e4e7d4",
    "furniture": "#dddddd",
    "received": "#f7cfcf",
    "accepted": "#f7cfcf",
    "issued": "#f7cfcf",
    "page": "#dddddd",
    "mention": "#e6e0ff",
}

_NAMES = {"container_title": "journal", "issued": "year", "furniture": "header or footer"}
"""What the key calls a field where its name is not a word of everyday speech."""

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
 td.value {{ max-width: 34rem; }} summary {{ cursor: pointer; margin: 1em 0; }}
 .key {{ position: sticky; top: 0; background: #fff; padding: .4em 0; }}
 :target {{ outline: 3px solid #b00020; }} a {{ color: #1a4e8a; }}
 .error td:first-child {{ color: #b00020; }} .warning td:first-child {{ color: #8a6100; }}
</style></head><body>
<h1>{name}</h1>
<table>{findings}</table>
<details><summary>What was read, from where, and how sure that is</summary>
<table>{fields}</table></details>
<p class="key">{key}</p>
<pre>{text}</pre>
</body></html>
"""


def page(extraction: Extraction, language: str = "en") -> str:
    """Return an HTML page: the findings, and the text with every field in its colour."""
    from citekit.checks import check

    marks: list[tuple[int, int, str, str]] = []
    for path, source in extraction.article.provenance.items():
        kind = path.split(".")[0]
        whole_author = kind == "author" and path.count(".") < 2  # her name and all under it
        if source.span and kind in _COLOURS and not whole_author:
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
        f'<tr class="{f.severity}"><td>{f.severity}</td><td>{_linked(f)}</td>'
        f"<td>{escape(f.message)}</td></tr>"
        for f in found
    )
    used = dict.fromkeys(kind for _, _, kind, _ in sorted(marks))
    key = "".join(f'<mark style="background:{_COLOURS[k]}">{_NAMES.get(k, k)}</mark>' for k in used)
    anchors = {f.spans[0][0] for f in found if f.spans}
    return _PAGE.format(
        language=language,
        name=escape(extraction.source.name),
        key=key,
        findings=rows,
        fields="".join(_fields(extraction)),
        text=_marked(extraction.source.text, marks, anchors),
    )


def _linked(finding: Finding) -> str:
    """Return the code of a finding, which leads to its place in the text."""
    code = escape(finding.code)
    return f'<a href="#at-{finding.spans[0][0]}">{code}</a>' if finding.spans else code


def _fields(extraction: Extraction) -> Iterator[str]:
    """Yield a row for each field that was read: its value, where it stands, how sure it is."""
    from citekit.formats.yaml import as_mapping

    record = as_mapping(extraction.article)
    text = extraction.source.text
    for path, source in extraction.article.provenance.items():
        value = _value(record, path)
        if value is None:
            continue
        line = text.count("\n", 0, source.span[0]) + 1 if source.span else ""
        sure = f"{source.confidence:.0%}" if source.confidence is not None else ""
        yield (
            f"<tr><td>{escape(path)}</td><td class=value>{escape(value)}</td>"
            f"<td>{source.method}</td><td>{line}</td><td>{sure}</td></tr>"
        )


def _value(record: Any, path: str) -> str | None:
    """Return what a record holds at a path, as one line; None where that is many things."""
    for name in path.split("."):
        if isinstance(record, list) and name.isdigit() and int(name) < len(record):
            record = record[int(name)]
        elif isinstance(record, dict):
            record = record.get(
                name, record.get("name", {}).get(name) if "name" in record else None
            )
        elif isinstance(record, list) or record is None:
            return None
    if isinstance(record, dict):
        parts = [part for part in record.values() if isinstance(part, str)]
        return " ".join(parts) if len(parts) == len(record) else None
    if isinstance(record, list):
        return "; ".join(map(str, record))
    said = str(record)
    return said if len(said) < 240 else said[:237] + "…"


def _marked(text: str, marks: list[tuple[int, int, str, str]], anchors: Set[int]) -> str:
    """Return the text with its marks, of which the inner ones win where they overlap.

    Args:
        text: The text.
        marks: Start, end, kind and what is said of each.
        anchors: Where links lead to.
    """
    owner: list[int] = [-1] * (len(text) + 1)
    for n, (start, end, _, _) in sorted(enumerate(marks), key=lambda m: m[1][0] - m[1][1]):
        owner[start:end] = [n] * (end - start)
    made: list[str] = []
    at = 0
    while at < len(text):
        n = owner[at]
        end = at
        while end < len(text) and owner[end] == n and not (end > at and end in anchors):
            end += 1
        piece = escape(text[at:end])
        if at in anchors:
            piece = f'<span id="at-{at}">{piece}</span>'
        if n >= 0:
            _, _, kind, said = marks[n]
            piece = (
                f'<mark style="background:{_COLOURS[kind]}" title="{escape(said)}">{piece}</mark>'
            )
        made.append(piece)
        at = end
    return "".join(made)
