"""Works that the text names without citing them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from citekit.extract._data import languages, load
from citekit.languages import Repaired
from citekit.model import Reference, Text, Work

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A work named in the text.

    Attributes:
        reference: The work as far as the text names it.
        place: Where it stands in the repaired text.
        cited: Whether a citation stands near it.
        head: The part of the mention that names the kind of work.
        quotes: Whether a quotation follows it.
    """

    reference: Reference
    place: Place
    cited: bool
    head: Place
    quotes: bool


_QUOTE = re.compile(r"[^«»]{0,140}«[^»]{30,}")


@cache
def _named(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load(language, "mentions").get("work", [])
    return tuple((row["type"], re.compile(row["pattern"])) for row in rows)


def find_mentions(repaired: Repaired, body: Sequence[Place], language: str) -> list[Mention]:
    """Return the works that the body names in words of its language."""
    found: list[Mention] = []
    if language not in languages():
        return found
    for start, end in body:
        for kind, pattern in _named(language):
            for match in pattern.finditer(repaired.text, start, end):
                place = match.span("work")
                title = match.groupdict().get("title")
                if any(m.place[0] <= place[0] < m.place[1] for m in found):
                    continue
                rest = repaired.text[place[1] : place[1] + 600].split("\n\n")[0]
                quotes = kind in ("speech", "document") and _QUOTE.match(rest) is not None
                cited = re.search(r"\[\d", rest if quotes else rest[:160]) is not None
                head = match.span("head") if "head" in match.groupdict() else place
                span = repaired.span(*place)
                printed = re.sub(r"\s+", " ", repaired.text[slice(*place)]).strip()
                name = re.sub(r"\s+", " ", title).strip() if title else None
                work = Work(type=kind, title=Text({language: name})) if name else None
                found.append(
                    Mention(
                        Reference(as_printed=printed, work=work, span=span),
                        place,
                        cited,
                        head,
                        quotes,
                    )
                )
    return sorted(found, key=lambda m: m.place)
