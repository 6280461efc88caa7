"""The sets by which a library can be harvested and browsed: journal, issue, language, UDC class.

A set's spec is a path (OAI-PMH 2.0 §2.6): `journal:1563-0234:2024-72-3` lies in
`journal:1563-0234`, which lies in `journal`.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from citekit.model import Work
from citekit.repository.words import fold

_UNSAFE = re.compile(r"[^A-Za-z0-9_.~-]+")
_UDC_CLASS = re.compile(r"(?<![\d.])(\d)(\d?)")
_IN_JOURNALS = frozenset(
    (
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "periodical",
        "review",
        "review-book",
    )
)


class RecordSet(NamedTuple):
    """A set of records."""

    spec: str
    name: str


def sets_of(work: Work) -> dict[str, str]:
    """Return the sets that a record is in, parents before children: names by spec.

    >>> from citekit.model import UDC
    >>> sets_of(Work(language="kk", udc=(UDC("556.5"),)))  # doctest: +NORMALIZE_WHITESPACE
    {'language': 'Languages', 'language:kk': 'kk',
     'udc': 'UDC', 'udc:5': 'UDC 5', 'udc:5:55': 'UDC 55'}
    """
    found: dict[str, str] = {}
    journal = _journal(work)
    if journal:
        found["journal"] = "Journals"
        found[f"journal:{journal.spec}"] = journal.name
        issue = _issue(work)
        if issue:
            name = ", ".join((journal.name, issue.name))
            found[f"journal:{journal.spec}:{issue.spec}"] = name
    if work.language:
        found["language"] = "Languages"
        found[f"language:{work.language}"] = str(work.language)
    for code in work.udc:
        for one, two in _UDC_CLASS.findall(code):
            found["udc"] = "UDC"
            found[f"udc:{one}"] = f"UDC {one}"
            if two:
                found[f"udc:{one}:{one}{two}"] = f"UDC {one}{two}"
    return found


def _journal(work: Work) -> RecordSet | None:
    issn = next((i for i in (work.issn, work.eissn) if i and not i.problem), None)
    if issn is None and work.type not in _IN_JOURNALS:
        return None  # what holds a chapter or a page of the web is no journal
    if work.container_title is None:
        return RecordSet(issn, f"ISSN {issn}") if issn else None
    title = work.container_title.original
    if issn:
        return RecordSet(issn, title)
    return RecordSet("t-" + hashlib.sha256(fold(title).encode()).hexdigest()[:10], title)


def _issue(work: Work) -> RecordSet | None:
    year = str(work.issued.year) if work.issued and work.issued.year is not None else None
    if not (work.volume or work.issue):
        return None
    parts = [part for part in (year, work.volume, work.issue) if part]
    spec = _UNSAFE.sub(".", "-".join(parts)).strip(".")
    return RecordSet(spec, ", ".join(parts)) if spec else None
