"""Which lines of a document are the article's own: a slice of an issue holds its neighbours too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from citekit.extract.bylines import Writer
from citekit.extract.document import Line
from citekit.extract.furniture import is_serial
from citekit.extract.heads import Heads, heads_of
from citekit.extract.labelling import Run
from citekit.extract.people import same_people
from citekit.extract.tongue import language_of
from citekit.languages import Words


def own_runs(runs: Sequence[Run], evidence: Words | None) -> tuple[list[Run], list[Line]]:
    """Return the runs of the article itself, and the lines of the journal's header among them.

    A neighbour before it leaves the end of a list or notes about its authors; a neighbour after it
    begins with a title, or authors, in a language that the article has already had them in.
    """
    start = _start(runs)
    end = _end(runs, start, evidence)
    own = list(runs[start:end])
    masthead = [line for run in runs[:start] for line in run.lines]
    header = masthead if _is_masthead(masthead) else []
    header += [line for run in own if run.kind == "H" for line in run.lines]
    return own, header


_MASTHEAD = 4


def _is_masthead(lines: Sequence[Line]) -> bool:
    """Tell whether the lines before a head are the journal's, and not a neighbour's list."""
    return (
        0 < len(lines) <= _MASTHEAD
        and is_serial(lines[0].text)
        and not any(
            len(it.text) > 100 or "//" in it.text or re.match(r"\[?\d{1,3}[.)\]]", it.text)
            for it in lines
        )
    )


def _start(runs: Sequence[Run]) -> int:
    """Skip what a neighbour has left before the first head."""
    for n, run in enumerate(runs):
        if run.kind in "TASKCH":
            return n
        if run.kind == "B" and len(run.seen) > 8:
            return 0
    return 0


def _other_title(titles: Sequence[Run], head: Heads) -> bool:
    """Tell whether a title is none of a head's, though the head has one in its language."""
    for run in titles:
        text = " ".join(line.text for line in run.lines)
        known = head.titles.get(language_of(text))
        if known and Indel.normalized_similarity(text.lower(), known.text.lower()) < 0.6:
            return True
    return False


def _end(runs: Sequence[Run], start: int, evidence: Words | None) -> int:
    """Return where the next article begins: a head after the references that repeats this one's."""
    after = next(
        (n for n in range(start, len(runs)) if runs[n].kind == "R" and len(runs[n].seen) > 2), None
    )
    if after is None or not any(run.kind in "TA" for run in runs[after:]):
        return len(runs)
    head = heads_of(runs[start:after], evidence)
    writers: list[Writer] = [w for byline in head.bylines.values() for w in byline.writers]
    n = after + 1
    while n < len(runs):
        if runs[n].kind in "TA":
            group = n
            while group < len(runs) and runs[group].kind in "TAF":
                group += 1
            titles = [run for run in runs[n:group] if run.kind == "T"]
            authors = heads_of(runs[n:group], evidence)
            found = [w for byline in authors.bylines.values() for w in byline.writers]
            stranger = bool(found) and bool(writers) and not same_people(writers, found)
            again = any(
                language_of(" ".join(line.text for line in run.lines)) in head.titles
                for run in titles
            )
            begun = n
            while begun > after + 1 and runs[begun - 1].kind in "CH":
                begun -= 1
            # The same people may have two articles side by side: then the title is another.
            if found and begun < n and _other_title(titles, head):
                return begun
            if stranger and (titles or group - n > 1) and (again or len(head.titles) > 0):
                return begun
            if again and titles and begun < n and not found:
                return begun
            n = group
        else:
            n += 1
    return len(runs)
