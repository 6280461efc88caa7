r"""Reads articles (text, PDF, DOCX, HTML, JATS) into records that say where each field is from.

>>> it = extract_text("УДК 323\n\nА. Б. Ким\n\nО ЯЗЫКЕ\n\nАннотация. О языке.")
>>> it.article.udc, it.article.author[0].name.original.family
(('323',), 'Ким')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citekit.extract.errors import ExtractError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citekit.extract.reader import Extraction

__all__ = ["ExtractError", "extract", "extract_bytes", "extract_issue", "extract_text"]


def extract(
    path: str | Path, *, mend: bool = True, works: bool = True, encoding: str | None = None
) -> Extraction:
    """Read the article in a file, whose format is known by its content.

    Args:
        path: A text of any encoding, PDF, DOCX, HTML or JATS XML.
        mend: Whether to repair damaged text before it is read.
        works: Whether to read the works out of the references, which takes most of the time.
        encoding: That of a text, where it is known; else it is told from the content.

    Raises:
        ExtractError: The file cannot be read as any of these.
        OSError: The file cannot be opened.
    """
    from citekit.extract.reader import read
    from citekit.extract.sources import open_source

    return read(open_source(path, encoding), mend=mend, works=works)


def extract_issue(
    path: str | Path, *, mend: bool = True, works: bool = True, encoding: str | None = None
) -> Iterator[Extraction]:
    """Read every article in a file: an issue is cut where front pages stand; see `extract`.

    Spans of each count from where its article begins, which the name of its source says.
    """
    from citekit.extract.issue import articles_of
    from citekit.extract.reader import read
    from citekit.extract.sources import open_source

    for source in articles_of(open_source(path, encoding), mend=mend):
        yield read(source, mend=mend, works=works)


def extract_bytes(
    data: bytes,
    name: str = "-",
    *,
    mend: bool = True,
    works: bool = True,
    encoding: str | None = None,
) -> Extraction:
    """Read the article in the content of a file; see `extract`."""
    from citekit.extract.reader import read
    from citekit.extract.sources import source_of

    return read(source_of(data, name, encoding), mend=mend, works=works)


def extract_text(
    text: str, name: str = "-", *, mend: bool = True, works: bool = True
) -> Extraction:
    """Read the article in a text; see `extract`."""
    from citekit.extract.document import Source
    from citekit.extract.reader import read

    return read(
        Source(name, text.replace("\r\n", "\n").replace("\r", "\n")), mend=mend, works=works
    )
