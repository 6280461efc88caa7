"""What the commands do, as functions: read, check, cite, export.

>>> from citekit import read, check, cite
>>> works = read(b"{type: book, title: {kk: Abai}, issued: 1942}", name="a.yaml")
>>> [finding.code for finding in check(works[0])]
['author.missing']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from citekit.checks import check
from citekit.formats import Account, FormatError, Unread, detect, get
from citekit.formats.csl_json import to_item
from citekit.model import Article, Finding, Reference, Text, Work

if TYPE_CHECKING:
    from citekit.csl import Bibliography, Engine, Item, Processor
    from citekit.csl.styles import Style

__all__ = ["Citations", "check", "cite", "export", "iter_records", "read"]

_HEAD = 64 * 1024


def iter_records(
    source: str | Path | bytes | BinaryIO, *, name: str = "", format: str | None = None
) -> Iterator[Work | Unread]:
    """Read records one by one from a file in any format that citekit reads.

    Args:
        source: A path, the bytes themselves, or a binary stream.
        name: The file's name, by which the format is told where the content does not tell it.
        format: The format, where it is known.

    Yields:
        Each record, or why it could not be read.

    Raises:
        FormatError: The file as a whole is in no known format, or not in `format`.
        OSError: The file cannot be opened.
    """
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            yield from iter_records(file, name=name or str(source), format=format)
        return
    stream: BinaryIO = BytesIO(source) if isinstance(source, bytes) else source
    if format is None:
        head = stream.read(_HEAD)
        found = detect(head, name)
        stream = _rewound(head, stream)
    else:
        found = get(format)
    if found.read is None:
        raise FormatError(f"citekit writes {found.name} but does not read it")
    yield from found.read(stream)


def _rewound(head: bytes, stream: BinaryIO) -> BinaryIO:
    if stream.seekable():
        stream.seek(-len(head), 1)
        return stream
    return BytesIO(head + stream.read())


def read(
    source: str | Path | bytes | BinaryIO, *, name: str = "", format: str | None = None
) -> list[Work]:
    """Read all records of a file; arguments as for `iter_records`.

    Raises:
        FormatError: The file or a record of it cannot be read.
        OSError: The file cannot be opened.
    """
    works: list[Work] = []
    for position, record in enumerate(iter_records(source, name=name, format=format), start=1):
        if isinstance(record, Unread):
            raise FormatError(f"record {record.key or position}: {record.message}")
        works.append(record)
    return works


@dataclass(frozen=True, slots=True)
class Citations:
    """Works in one style, and the sources that they cite; `str` of either is a whole document."""

    works: Bibliography
    sources: Bibliography
    warnings: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def cite(
    works: Iterable[Work],
    style: str = "apa",
    *,
    locale: str | None = None,
    language: str | None = None,
    engine: Engine = "native",
    output: str = "text",
    item_language: bool = False,
    links: bool = False,
    terms: Mapping[str, Mapping[str, str]] | None = None,
    findings_language: str = "en",
) -> Citations:
    """Render works and the sources that they cite as entries of a bibliography.

    The citation of a single work bears no number. In a style that numbers its entries, sources
    keep their numbers in the article: one that nobody knows leaves a gap, `[…]`. A source that has
    not been taken apart into fields stands as it was printed: in its place in such a style, after
    the others in one that sorts them.

    Args:
        works: Records; for several, `works` is their bibliography as the style sorts it.
        style: The name of a style, or the path of a CSL file.
        locale: The language of the document, BCP 47; by default the style's own, or English.
        language: The language in which titles and names are wanted, where a record has several.
        engine: `native`, or `citeproc-py`.
        output: `text`, `html`, `markdown`, `latex`, `rtf`, `typst`, `rst`.
        item_language: Take terms from each item's language even where the style does not ask.
        links: Print DOI, PMID, PMCID and URL as links, in outputs that have them.
        terms: Your own terms by language and name: `{"kk": {"accessed": "қаралған күні"}}`.
        findings_language: The language of the findings on what is printed: `en`, `ru`, `kk`.

    Raises:
        citekit.csl.CSLError: The style cannot be found or used.
    """
    from citekit.csl.engine import Bibliography
    from citekit.csl.styles import find_style, without_numbers

    works = list(works)
    found = find_style(style)
    own = without_numbers(found)
    numbered = own is not found
    references = [r for work in works if isinstance(work, Article) for r in work.references]
    if numbered and len(works) == 1:
        references = _with_gaps(references)
    warnings: list[str] = []
    findings: list[Finding] = []

    def render(style: Style, named: Sequence[tuple[str | None, Work]]) -> Bibliography:
        from citekit.csl import processor
        from citekit.references.adapted import with_terms
        from citekit.references.gost import prepare
        from citekit.references.remarks import remarks, takes_terms_by_item, without_controls

        items = []
        by_item = item_language or takes_terms_by_item(style.source)
        for key, work in _with_keys(named):
            item = prepare(to_item(work, language) | {"id": key}, style.info.name, words=terms)
            item, damaged = without_controls(item)
            items.append(item)
            if work is not _STAND_IN:
                told = remarks(
                    work,
                    item,
                    key,
                    damaged=damaged,
                    terms_by_item=by_item,
                    language=findings_language,
                )
                findings.extend(told)
        made = processor(
            with_terms(style.source, terms or {}),
            items,
            engine=engine,
            locale=locale or style.info.default_locale or None,
            output=output,
            item_language=item_language,
            links=links,
        )
        whole = _bibliography(made, items)
        warnings.extend(str(warning) for warning in made.warnings)
        return whole

    sources = [(r.number, r.work or _STAND_IN) for r in references if r.work or numbered]
    printed = {
        r.number or f"item-{n}": r.as_printed or _UNKNOWN
        for n, r in enumerate(references, start=1)
        if r.work is None
    }
    return Citations(
        render(found if len(works) > 1 else own, [(work.id, work) for work in works]),
        # A style that prints nothing need not be compiled for it.
        _with_printed(render(found, sources), printed, output) if references else Bibliography(()),
        tuple(warnings),
        tuple(findings),
    )


def _bibliography(made: Processor, items: Sequence[Item]) -> Bibliography:
    from citekit.csl import Cite, Cluster, Entry

    clusters = [Cluster((Cite(item["id"]),), note=n) for n, item in enumerate(items, start=1)]
    cited = made.citations(clusters)
    whole = made.bibliography()
    if whole.entries:
        return whole
    # A note style without a bibliography: its first citations are the whole description.
    pairs = zip(items, cited, strict=True)
    return whole._replace(entries=tuple(Entry(str(item["id"]), text) for item, text in pairs))


_UNKNOWN = "[…]"
_STAND_IN = Work(type="document", title=Text({"und": "StandIn"}))
"""What is rendered in the place of a source that is known only as it was printed."""


# With the quotation mark before it; its text ends where markup closes.
_STAND_IN_TEXT = re.compile(r"([“„«\"`]*StandIn[^<}\\]*)", re.IGNORECASE)


def _with_gaps(references: Sequence[Reference]) -> list[Reference]:
    """Return the references with one that nobody knows for each number left out before the last."""
    numbers = [int(r.number) if r.number and r.number.isdecimal() else 0 for r in references]
    if not all(a < b for a, b in pairwise([0, *numbers])) or max(numbers, default=0) > _MOST:
        return list(references)
    known = dict(zip(numbers, references, strict=True))
    return [
        known.get(n) or Reference(number=str(n), as_printed=_UNKNOWN)
        for n in range(1, max(numbers, default=0) + 1)
    ]


_MOST = 2000
"""A number beyond this is no position in a list."""


def _with_printed(whole: Bibliography, printed: Mapping[str, str], output: str) -> Bibliography:
    """Put what was printed in the place of stand-ins, else at the end, escaped for the output."""
    if not printed:
        return whole
    from citekit.csl import Entry
    from citekit.csl.writers import writer

    form = writer(output)
    escaped = {key: form.escape(text) for key, text in printed.items()}
    entries = []
    for entry in whole.entries:
        around = _STAND_IN_TEXT.split(entry.text, 1)
        if len(around) > 1:
            entry = Entry(entry.id, around[0] + escaped.pop(entry.id, _UNKNOWN) + around[2])
        entries.append(entry)
    before, after = form.entry
    entries.extend(Entry(key, before + text + after) for key, text in escaped.items())
    return whole._replace(entries=tuple(entries))


def _with_keys(named: Sequence[tuple[str | None, Work]]) -> Iterator[tuple[str, Work]]:
    """Yield each work with a key: the wanted one where it is free, else one that is."""
    taken: set[str] = set()
    for position, (wanted, work) in enumerate(named, start=1):
        key = base = wanted or f"item-{position}"
        n = 1
        while key in taken:
            n += 1
            key = f"{base}-{n}"
        taken.add(key)
        yield key, work


def export(
    works: Iterable[Work],
    to: str,
    stream: BinaryIO | None = None,
    settings: Mapping[str, str] | None = None,
) -> tuple[bytes, Account]:
    """Write records in a format.

    Args:
        works: The records.
        to: The name of the format, such as `bibtex`.
        stream: Where to write; by default the bytes are returned.
        settings: What the format wants to know that no record says: `titleid` for RSCI,
            `depositor` and `depositor_email` for Crossref.

    Returns:
        The bytes, empty where a stream was given, and the account of what the format cannot hold.

    Raises:
        UnknownFormatError: There is no such format.
        FormatError: The format is one that citekit only reads, or cannot hold a record at all.
    """
    found = get(to).told(settings or {})
    if found.write is None:
        raise FormatError(f"citekit reads {found.name} but does not write it")
    account = Account()
    target = stream if stream is not None else BytesIO()
    found.write(works, target, account)
    return (target.getvalue() if isinstance(target, BytesIO) and stream is None else b"", account)
