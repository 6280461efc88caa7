"""What the commands do, as functions: read, check, cite, export.

>>> from citekit import read, check, cite
>>> works = read(b"{type: book, title: {kk: Abai}, issued: 1942}", name="a.yaml")
>>> [finding.code for finding in check(works[0])]
['author.missing']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from citekit.checks import check
from citekit.formats import Account, FormatError, Unread, detect, get
from citekit.formats.csl_json import to_item
from citekit.model import Article, Work

if TYPE_CHECKING:
    from citekit.csl import Engine, Entry, Item

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
    """The entries of works in one style, and those of the sources that they cite."""

    works: tuple[Entry, ...]
    sources: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()


def cite(
    works: Iterable[Work],
    style: str = "apa",
    *,
    locale: str | None = None,
    language: str | None = None,
    engine: Engine = "native",
    output: str = "text",
    item_language: bool = False,
) -> Citations:
    """Render works and the sources that they cite as entries of a bibliography.

    A cited source that has not been taken apart into fields stands as it was printed.

    Args:
        works: Records; for several, `works` is their bibliography as the style sorts it.
        style: The name of a style, or the path of a CSL file.
        locale: The language of the document, BCP 47; by default the style's own, or English.
        language: The language in which titles and names are wanted, where a record has several.
        engine: `native`, or `citeproc-py`.
        output: `text`, `html`, `markdown`, `latex`, `rtf`, `typst`, `rst`.
        item_language: Take terms from each item's language even where the style does not ask.

    Raises:
        citekit.csl.CSLError: The style cannot be found or used.
    """
    works = list(works)
    render = _Renderer(style, locale, language, engine, output, item_language)
    sources: list[Entry] = []
    for work in works:
        if isinstance(work, Article):
            sources.extend(render.sources(work))
    return Citations(tuple(render.works(works)), tuple(sources), tuple(render.warnings))


class _Renderer:
    def __init__(
        self,
        style: str,
        locale: str | None,
        language: str | None,
        engine: Engine,
        output: str,
        item_language: bool,
    ) -> None:
        from citekit.csl.styles import find_style

        found = find_style(style)
        self._style = found.info.name
        self._source = found.source
        self._options = {"engine": engine, "output": output, "item_language": item_language}
        self._locale = locale or found.info.default_locale or None
        self._language = language
        self.warnings: list[str] = []

    def works(self, works: Sequence[Work]) -> list[Entry]:
        ids = _ids([work.id for work in works])
        items = [
            to_item(w, self._language) | {"id": key} for w, key in zip(works, ids, strict=True)
        ]
        return self._entries(items)

    def sources(self, article: Article) -> list[Entry]:
        from citekit.csl import Entry

        known = [(r, r.work) for r in article.references if r.work is not None]
        ids = _ids([r.number or work.id for r, work in known])
        items = [
            to_item(work, self._language) | {"id": key}
            for (_, work), key in zip(known, ids, strict=True)
        ]
        printed = [
            Entry(r.number or "", r.as_printed)
            for r in article.references
            if r.work is None and r.as_printed
        ]
        return self._entries(items) + printed

    def _entries(self, items: Sequence[Item]) -> list[Entry]:
        from citekit.csl import Cite, Cluster, Entry, processor
        from citekit.references.gost import prepare

        if not items:
            return []
        items = [prepare(item, self._style) for item in items]
        made = processor(self._source, items, locale=self._locale, **self._options)  # type: ignore[arg-type]
        clusters = [Cluster((Cite(item["id"]),), note=n) for n, item in enumerate(items, start=1)]
        cited = made.citations(clusters)
        entries = list(made.bibliography().entries)
        if not entries:
            # A note style without a bibliography: its first citations are the whole description.
            pairs = zip(items, cited, strict=True)
            entries = [Entry(item["id"], text) for item, text in pairs]
        self.warnings.extend(str(warning) for warning in made.warnings)
        return entries


def _ids(wanted: Sequence[str | None]) -> list[str]:
    """Return an id for each: the wanted one where it is free, else one that is."""
    taken: set[str] = set()
    ids = []
    for position, key in enumerate(wanted, start=1):
        base = key or f"item-{position}"
        free, n = base, 1
        while free in taken:
            n += 1
            free = f"{base}-{n}"
        taken.add(free)
        ids.append(free)
    return ids


def export(works: Iterable[Work], to: str, stream: BinaryIO | None = None) -> tuple[bytes, Account]:
    """Write records in a format.

    Args:
        works: The records.
        to: The name of the format, such as `bibtex`.
        stream: Where to write; by default the bytes are returned.

    Returns:
        The bytes, empty where a stream was given, and the account of what the format cannot hold.

    Raises:
        UnknownFormatError: There is no such format.
        FormatError: The format is one that citekit only reads, or cannot hold a record at all.
    """
    found = get(to)
    if found.write is None:
        raise FormatError(f"citekit reads {found.name} but does not write it")
    account = Account()
    target = stream if stream is not None else BytesIO()
    found.write(works, target, account)
    return (target.getvalue() if isinstance(target, BytesIO) and stream is None else b"", account)
