"""Joins words broken at line ends, and keeps the hyphens that belong to the word.

`meth-/od` loses its hyphen, `мінез-/құлқына` keeps it. What decides, in this order: what the text
itself writes elsewhere, the particles and first parts of each language (data), and the shape of the
two halves.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from citekit.languages._load import folders_with, load
from citekit.languages.repaired import Edit

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Scans for hyphens; the head is read backwards from there.
_BREAK = re.compile(r"(?P<hyphen>[-‐¬])(?<=[^\W_].)[ \t]*\n[ \t]*(?P<tail>[^\W_]+)")
_HEAD = re.compile(r"[^\W_]+\Z")
_SOFT = re.compile(r"\u00ad(?:[ \t]*\n[ \t]*)?")
_VOWEL = re.compile(r"[аәеёиоөуұүыіэюяїєaeiouyàáâäåæèéêëìíîïòóôöøùúûüýÿāēīōūаәеёиоөуұүыіэюя]", re.I)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as evidence for how its broken words are written.

    Attributes:
        whole: How often each word without a hyphen occurs, in small letters.
        heads: For each first part of a hyphened word, the second parts it occurs with.
        joined: The words of two parts that the text mostly writes with a hyphen, keyed by what is
            left of them without it; and so their stems, for words long enough to have endings.
    """

    whole: Counter[str]
    heads: dict[str, Counter[str]]
    joined: dict[str, int]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Collect the words of `text`, those at its line breaks left out."""
        whole = Counter(_WORD.findall(_BREAK.sub(" ", text.replace("\u00ad", "")).lower()))
        heads: dict[str, Counter[str]] = {}
        for word in [word for word in whole if "-" in word]:
            head, _, tail = word.rpartition("-")
            heads.setdefault(head.rpartition("-")[2], Counter())[tail] += whole.pop(word)
        joined: dict[str, int] = {}
        for head, tails in heads.items():
            for tail, count in tails.items():
                # As often with as without: a hyphen after a word of the text is the true one.
                mostly = count > whole[head + tail] - (whole[head] > 0)
                if mostly and (len(head + tail) > 6 or count > 2):
                    joined[head + tail] = len(head)
                    if len(tail) > 6:
                        joined.setdefault(head + tail[:-3], len(head))
        return cls(whole, heads, joined)


def hyphen_edits(text: str, words: Words | None = None) -> Iterator[Edit]:
    r"""Yield the edits that join words broken at line ends.

    Args:
        text: Lines, parted by line feeds.
        words: The words of the document, if `text` is only a part of it.

    >>> [e.new for e in hyphen_edits("this meth-\nod of мінез-\nқұлық, мінез-құлқы")]
    ['', '-']
    """
    for match in _SOFT.finditer(text):
        yield Edit(*match.span(), "", "text.soft-hyphen")
    words = words or (Words.of(text) if "-" in text or "¬" in text else Words(Counter(), {}, {}))
    for match in _BREAK.finditer(text):
        start, end = match.start("hyphen"), match.start("tail")
        head = _HEAD.search(text, max(0, start - 60), start)
        if head is None:
            continue
        keep = match["hyphen"] != "¬" and is_compound(head[0], match["tail"], words)
        yield Edit(start, end, "-" if keep else "", "text.hyphenation")


def lost_hyphen_edits(text: str, words: Words) -> Iterator[Edit]:
    """Yield the edits that give words back a hyphen that was taken for one of a line end.

    Programs that read PDF join `human-` and `centered` too. The hyphen is put back where the text
    writes it elsewhere, or where the language always has it: before or after certain parts (data),
    if the other part is a word of the text.

    >>> words = Words.of("a human-centered approach to a human; коммуникация")
    >>> [e.start for e in lost_hyphen_edits("humancentered, научнокоммуникационный", words)]
    [5, 21]
    """
    for match in _LONG_WORD.finditer(text):
        at = _lost_at(match[0].lower(), words)
        if at and (at > 1 or match[0].isupper()):  # R-CNN, but an email is one
            yield Edit(match.start() + at, match.start() + at, "-", "text.hyphen-lost")


_LONG_WORD = re.compile(r"(?<![\w/@.:-])[^\W\d_]{4,}(?![\w-])")


def _lost_at(word: str, words: Words) -> int | None:
    """Return where in `word` a hyphen was lost, if it was."""
    for cut in range(4):
        known = words.joined.get(word[: len(word) - cut])
        if known and (cut == 0 or len(word) - cut - known > 3):
            return known
    if len(word) < 9 or words.whole[word] > 1:
        return None
    for pattern in _lost_after():
        match = pattern.match(word)
        if match and len(word) - match.end() > 5 and _has_stem(word[match.end() :], words):
            return match.end()
    before = _lost_before().search(word)
    if before and words.whole[word[: before.start()]] > 0:
        return before.start()
    return None


def _has_stem(word: str, words: Words) -> bool:
    stem = word[: max(5, len(word) * 2 // 3)]
    return any(other.startswith(stem) for other in words.whole)


@cache
def _lost_after() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in sorted(_data("lost_after")))


@cache
def _lost_before() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w{{4}})(?:{'|'.join(sorted(_data('lost_before')))})$")


def is_compound(head: str, tail: str, words: Words) -> bool:
    """Tell whether `head-tail` is written with a hyphen, or is one word broken for the line.

    >>> nothing = Words.of("")
    >>> is_compound("кто", "либо", nothing), is_compound("иммобили", "зациялану", nothing)
    (True, False)
    """
    if not (head.isalpha() and tail.isalpha()) or tail[0].isupper() != head[-1].isupper():
        return True  # 20-сыншы, Нұр-Сұлтан, ҚР-ның
    head, tail = head.lower(), tail.lower()
    if head == tail or not _VOWEL.search(head) or not _VOWEL.search(tail):
        return True  # бірін-бірін; a part without a vowel is no syllable
    if head in _data("hyphen_heads") or tail in _data("hyphen_tails"):
        return not words.whole[head + tail]
    joined = _similar(head + tail, len(head) + 2, words.whole)
    apart = _similar(tail, 3, words.heads.get(head, Counter()))
    if joined or apart:
        return apart > joined
    if words.heads.get(head, Counter()).total() > words.whole[head + tail]:
        return True
    return len(head) > 2 and len(tail) > 3 and words.whole[head] > 0 and words.whole[tail] > 0


def _similar(word: str, least: int, among: Counter[str]) -> int:
    """Count `word` in `among`, or if it is not there, the words that begin as it does.

    The stem decides, since endings change: all but the last three letters, and at least `least`.
    """
    if among[word]:
        return among[word]
    stem = word[: max(least, len(word) - 3)]
    return sum(n for other, n in among.items() if other.startswith(stem))


@cache
def _data(key: str) -> frozenset[str]:
    return frozenset(
        word for language in folders_with("words") for word in load(language, "words").get(key, ())
    )
