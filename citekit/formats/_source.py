"""Where an article stands, in one line: `Вестник; Т. 72 № 3 (2024); 15–28`.

Formats with one field for the source of a part take this line, and read it back. The labels of
volume and issue stand by language in `data/source_labels.csv`; a language that is not there has
those of English.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from citekit.formats._record import Plain, page_of
from citekit.model import Work

_YEAR = re.compile(r"\s*\((-?\d{4}(?:-\d\d)*)\)")


@cache
def _labels() -> dict[str, tuple[str, str]]:
    text = files(__package__).joinpath("data", "source_labels.csv").read_text(encoding="utf-8")
    return {r["tag"]: (r["volume"], r["issue"]) for r in csv.DictReader(text.splitlines())}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    made = []
    for volume, issue in _labels().values():
        v = re.escape(volume).replace(r"\{\}", r"(?P<volume>\S+)")
        i = re.escape(issue).replace(r"\{\}", r"(?P<issue>\S+)")
        made.append(re.compile(rf"(?:{v})?\s*(?:{i})?"))
    return tuple(made)


def written(work: Work, title: str, tag: str) -> str:
    """Return the line, with the labels of the language `tag`.

    >>> written(Work(volume="7", issue="3", page="25-30"), "Вестник", "ru")
    'Вестник; Т. 7 № 3; 25-30'
    """
    volume, issue = _labels().get(tag.split("-", maxsplit=1)[0], _labels()["en"])
    place = " ".join(
        filter(
            None,
            (
                volume.format(work.volume) if work.volume else "",
                issue.format(work.issue) if work.issue else "",
                f"({work.issued.year})" if work.issued and work.issued.year else "",
            ),
        )
    )
    return "; ".join(filter(None, (title, place, work.page)))


def read(line: str) -> Plain:
    """Return title, volume, issue and pages; a line of another shape is all title.

    >>> read("Вестник; 7-т. № 3 (2015); 25–30")
    {'container_title': 'Вестник', 'volume': '7', 'issue': '3', 'page': '25–30'}
    >>> read("Вестник")
    {'container_title': 'Вестник'}
    """
    pieces = [piece.strip() for piece in line.split("; ")]
    for at in range(len(pieces) - 1, 0, -1):
        place = _YEAR.sub("", pieces[at]).strip()
        match = next((m for p in _patterns() if (m := p.fullmatch(place))), None)
        if match is None:
            continue
        found = {key: value for key, value in match.groupdict().items() if value}
        if not found and not _YEAR.search(pieces[at]):
            continue
        page = "; ".join(pieces[at + 1 :])
        title = "; ".join(pieces[:at])
        return {"container_title": title, **found, **({"page": page_of(page)} if page else {})}
    return {"container_title": line}
