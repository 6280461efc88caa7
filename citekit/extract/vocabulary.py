"""Labels: how a line is known to begin a field, in every language and through every damage.

Labels are not safe anchors as they are printed: they come letter-spaced, with Latin letters in a
Cyrillic word, with one wrong letter. So a label and the beginning of a line are both folded to what
is sure before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from citekit.extract._data import languages, load

# Folding: look-alike letters of both scripts become one; Kazakh letters, their likely misreading.
_FOLD = str.maketrans(
    "abcehikmnoptxyуқғңөұүһәёїґəўқҳ’‘ʻʼ`´",
    "авсенікмпортхуукгноуунаеігаукх''''''",
)
_KEPT = re.compile(r"[^\W_]")


class Label(NamedTuple):
    """A label found at the beginning of a line.

    Attributes:
        field: What it announces.
        languages: The languages in which it does so.
        end: Where in the line the field itself may begin.
        sure: Whether punctuation, the end of the line or its rarity shows that it is a label.
        exact: Whether it is spelled as it should be.
        text: The label as the vocabulary spells it.
        start: Where in the line it begins.
    """

    field: str
    languages: tuple[str, ...]
    end: int
    sure: bool
    exact: bool
    text: str
    start: int = 0


def fold(text: str) -> str:
    """Return the letters and digits of `text` in the form in which labels are compared.

    >>> fold("Т ү й і н  сөздер:") == fold("Tүйін cөздep")
    True
    """
    return "".join(_KEPT.findall(text.lower().translate(_FOLD)))


class _Entry(NamedTuple):
    field: str
    languages: tuple[str, ...]
    text: str


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """Return every label by its folded form."""
    found: dict[str, dict[str, list[str]]] = {}
    spelled: dict[str, str] = {}
    for language in languages():
        for field, labels in load(language, "labels").items():
            for label in labels if field not in ("variants", "list_stems") else ():
                found.setdefault(fold(label), {}).setdefault(field, []).append(language)
                spelled.setdefault(fold(label), label)
    return {
        key: tuple(
            _Entry(field, tuple(dict.fromkeys(tags)), spelled[key])
            for field, tags in fields.items()
        )
        for key, fields in found.items()
    }


_LONGEST = 90


class _Edges(NamedTuple):
    """What labels begin and end with: a line that has neither begins with no label."""

    first: frozenset[str]
    last: frozenset[str]
    beginnings: frozenset[str]
    longest: int


@cache
def _edges() -> _Edges:
    keys = _entries()
    return _Edges(
        frozenset(key[:3] for key in keys),
        frozenset(key[-3:] for key in keys),
        frozenset(key[:end] for key in keys for end in range(1, len(key) + 1)),
        max(map(len, keys)),
    )


# Letter-spaced labels have been closed up before they come here, or are closed by folding.
_PART = re.compile(r"[^\W_]+")
_LEAD = re.compile(r"^[\s*•©\-–—\d.)(\[]*")
# What may stand between a label and its field; a bracket holds a translation or a note.
_AFTER = re.compile(
    r"\s*(?:\((?:transliterated|in Russian|in English|[^()]{1,30})\)\s*)?[:.;–—-]+\s*"
)
_DELIMITER = re.compile(r"\s*[:.–—)]|\s*\([^()]{1,40}\)\s*[:.]?|\s*$|\s+-\s")


@lru_cache(maxsize=8192)
def labels_of(line: str) -> tuple[Label, ...]:
    """Return the labels with which `line` begins; several when one label names several fields.

    >>> [(it.field, it.languages, line[it.end :]) for line in ["Tүйін сөздep: білім"]
    ...     for it in labels_of(line)]
    [('keywords', ('kk',), 'білім')]
    """
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    head = line[start : start + _LONGEST]
    edges = _edges()
    begins = fold(head[:12])[:3] in edges.first
    if not begins:
        part = _first_part(head)
        if len(part) - part.count(" ") > edges.longest + 6 or (
            fold(part[-10:])[-3:] not in edges.last
        ):
            return ()
    folded = head.lower().translate(_FOLD)
    if len(folded) != len(head):  # a letter whose small form is two
        return ()
    found = _exact(folded) if begins else None
    if found:
        return tuple(_label(line, start, entry, start + found[1], True) for entry in found[0])
    key, end = _bounded(folded, head)
    near = _near(key) if 7 <= len(key) <= edges.longest + 1 else ()
    return tuple(_label(line, start, entry, start + end, False) for entry in near)


# What the first label of a line can end with.
_END = re.compile("[:.–—)(]")


def _first_part(head: str) -> str:
    """Return a line up to the first mark that may end a label."""
    end = _END.search(head)
    return (head[: end.start()] if end else head).partition(" - ")[0]


def _exact(folded: str) -> tuple[tuple[_Entry, ...], int] | None:
    """Return the longest label with which a line begins, and where it ends there."""
    entries, beginnings = _entries(), _edges().beginnings
    key = ""
    found = None
    for match in _PART.finditer(folded):
        key += match[0]
        if key not in beginnings:
            break
        if key in entries:
            found = (entries[key], match.end())
    return found


def _bounded(folded: str, head: str) -> tuple[str, int]:
    """Return what stands before the first mark that may end a label, and where that is.

    One wrong letter is forgiven only there.
    """
    key = ""
    for match in _PART.finditer(folded):
        key += match[0]
        if _DELIMITER.match(head, match.end()):
            return key, match.end()
    return "", 0


@cache
def _misspelled() -> dict[str, str]:
    """Return every label of eight letters or more, also with one letter left out."""
    found: dict[str, str] = {}
    for key in _entries():
        if len(key) >= 8:
            for shorter in (key, *_shorter(key)):
                found.setdefault(shorter, key)
    return found


def _shorter(key: str) -> Iterator[str]:
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]


def _near(key: str) -> tuple[_Entry, ...]:
    """Return the entry that is one letter away from `key`: both lack it, or one of them has it."""
    edges = _edges()
    if key[:3] not in edges.first and key[-3:] not in edges.last:
        return ()
    for shorter in (key, *_shorter(key)):
        known = _misspelled().get(shorter)
        if known and abs(len(known) - len(key)) <= 1 and _one_apart(known, key):
            return _entries()[known]
    return ()


def _one_apart(a: str, b: str) -> bool:
    """Tell whether one letter changed, added or left out makes `b` of `a`."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        return a[start + 1 :] == b[start + 1 :]
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[start + 1 :] == shorter[start:]


def _label(line: str, start: int, entry: _Entry, end: int, exact: bool) -> Label:
    rest = line[end:]
    after = _AFTER.match(rest)
    spaced = re.match(r"\s*", rest)
    skip = after.end() if after else (spaced.end() if spaced else 0)
    sure = bool(_DELIMITER.match(rest))
    return Label(entry.field, entry.languages, end + skip, sure, exact, entry.text, start)


@cache
def _inline() -> re.Pattern[str]:
    """Return the pattern of labels that may stand inside a line: those of abstract and keywords."""
    found = {
        label
        for language in languages()
        for field in ("abstract", "keywords", "received", "revised", "accepted", "published")
        for label in load(language, "labels").get(field, ())
    }
    ordered = sorted(found, key=len, reverse=True)
    return re.compile(
        r"(?<![\w])(?:" + "|".join(re.escape(label) for label in ordered) + r")(?=\s*[:.]|\s+\d)"
    )


def inline_labels(text: str) -> list[int]:
    """Return where in `text` labels stand that could begin a line: capital first, `:` or `.` after.

    >>> inline_labels("А. Т. Ким Аңдатпа. Бұл мақала Түйін сөздер: білім.")
    [10, 30]
    """
    return [m.start() for m in _inline().finditer(text)]
