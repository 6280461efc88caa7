"""Findings that only the document shows, not the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from citekit.extract.bibliography import ReferenceList
from citekit.extract.mentions import Mention
from citekit.model import Article, Finding

if TYPE_CHECKING:
    from citekit.extract.record import Draft

Place = tuple[int, int]


def remarks(
    draft: Draft, article: Article, lists: Sequence[ReferenceList], body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Yield what a careful editor would remark on in the text."""
    return iter(())
