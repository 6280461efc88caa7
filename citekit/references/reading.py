"""Reading one reference: the work, how sure, what was not understood, what is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from citekit.model import Finding, Provenance, ProvenanceMapping, Reference, Span, Work
from citekit.references.areas import Area, Areas, areas
from citekit.references.build import build
from citekit.references.record import Record, clean


@dataclass(frozen=True)
class Reading:
    """What was understood of one reference string, and on what grounds.

    Attributes:
        reference: The string as printed with the work it describes.
        areas: The stretches of the string and what each is.
    """

    reference: Reference
    areas: tuple[Area, ...]
    _found: Areas
    _record: Record

    @property
    def work(self) -> Work:
        """The work that the string describes."""
        assert self.reference.work is not None
        return self.reference.work

    @property
    def start(self) -> int:
        """Where the reference itself begins, behind its number in the list."""
        return self._found.start

    def spans(self, field: str) -> tuple[Span, ...]:
        """Return where a field of the work stands in the string."""
        return tuple((a.start, a.end) for a in self._record.sources.get(field, ()))

    @cached_property
    def provenance(self) -> ProvenanceMapping:
        """For each field of the work the stretch it was read from, and how sure it is."""
        return ProvenanceMapping(
            {
                name: Provenance(
                    span=(min(a.start for a in sources), max(a.end for a in sources)),
                    confidence=round(min(certainty(a.margin) for a in sources), 2),
                )
                for name, sources in self._record.sources.items()
                if sources and name in self._record.fields
            }
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is missing or wrong in the string by the standard."""
        from citekit.references.findings import findings

        return findings(self)


def certainty(margin: float) -> float:
    """Return how sure a label is, from 0 to 1, by its lead over the next best.

    >>> certainty(0.0), certainty(6.0) > 0.95
    (0.5, True)
    """
    return 1 / (1 + math.exp(-max(-20.0, min(margin, 20.0)) * 0.6))


def read(text: str, *, language: str | None = None, number: str | None = None) -> Reading:
    """Read one reference string with everything that is known about the reading.

    Args:
        text: The string as printed, with or without its number in the list.
        language: The language of the described source, where it is known.
        number: The number in the list, where it does not stand in the string.

    >>> found = read("Абай. Қара сөз. – Алматы: Ел, 1993. – 271 б.")
    >>> found.work.title.original, found.work.number_of_pages
    ('Қара сөз', '271')
    """
    found = areas(text)
    work, record = build(found, language)
    left = [a for a in record.unused if any(c.isalnum() for c in a.text)]
    reference = Reference(
        number=number or found.number,
        as_printed=text,
        work=work,
        confidence=_confidence(found, left, known=bool(work.title or work.container_title)),
        leftover=tuple(clean(a.text) for a in left),
    )
    return Reading(reference, found.areas, found, record)


def parse(text: str, *, language: str | None = None, number: str | None = None) -> Reference:
    """Return the reference that a string describes; the string itself is kept.

    Args:
        text: The string as printed, with or without its number in the list.
        language: The language of the described source, where it is known.
        number: The number in the list, where it does not stand in the string.

    >>> parse("Есім Ғ. Хакім Абай. – Алматы: Ғылым, 1994.").work.publisher.original
    'Ғылым'
    """
    return read(text, language=language, number=number).reference


def _confidence(found: Areas, left: list[Area], *, known: bool) -> float:
    if not found.areas:
        return 0.0
    weights = [(len(a.text), certainty(a.margin)) for a in found.areas]
    total = sum(w for w, _ in weights)
    sure = sum(w * c for w, c in weights) / total
    lost = sum(len(a.text) for a in left) / total
    return round(sure * (1 - lost) * (1.0 if known else 0.6), 3)
