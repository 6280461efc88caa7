"""A reading shown: the areas of a string, marked, with how sure each is."""

from __future__ import annotations

from citekit.references.reading import Reading, certainty
from citekit.references.vocabulary import table


def explain(reading: Reading) -> str:
    """Return the areas of a string as lines: what it is, how sure, the text.

    >>> from citekit.references import read
    >>> print(explain(read("Абай. Қара сөз. – Алматы, 1993.")).splitlines()[1].split("  ")[1])
    author
    """
    reference = reading.reference
    number = f"{reference.number}. " if reference.number else ""
    work = reading.work
    lines = [f"{number}{work.type}, {work.language}, certainty {reference.confidence:.2f}"]
    names = table("labels")["names"]
    for area in reading.areas:
        name = names.get(area.label, area.label.lower())
        lines.append(f"  {name:<18} {certainty(area.margin):.2f}  {' '.join(area.text.split())}")
    lines.extend(f"  {'not understood':<18} {'':4}  {text}" for text in reference.leftover)
    lines.extend(f"  ! {found.message}" for found in reading.findings)
    return "\n".join(lines)
