"""Repairs the text of a document and explains every change.

The passes are small functions from a text to `Edit`s, each in the module about its kind of damage;
this module says in which order they have to run.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from citekit.languages.characters import (
    character_edits,
    composed_edits,
    letter_spacing_edits,
    punctuation_edits,
)
from citekit.languages.hyphens import Words, hyphen_edits, lost_hyphen_edits
from citekit.languages.lookalikes import digit_edits, initial_edits, lookalike_edits
from citekit.languages.mojibake import single_byte_edits, utf8_edits
from citekit.languages.repaired import Edit, Repaired

_GAPS = re.compile(r"^\s+|\s+\Z|[ \t]*\n\s*|[ \t]{2,}|\t")

Pass = Callable[[str], Iterable[Edit]]

# Misread encodings first: a folded quote or a composed accent can no longer be mapped back. Twice,
# because text is sometimes misread twice. Letter-spacing before look-alikes: they need whole words.
PASSES: tuple[Pass, ...] = (
    utf8_edits,
    single_byte_edits,
    utf8_edits,
    composed_edits,
    character_edits,
    letter_spacing_edits,
    lookalike_edits,
    initial_edits,
    digit_edits,
    punctuation_edits,
)


def repair(text: str | Repaired, passes: Sequence[Pass] = PASSES) -> Repaired:
    """Repair `text` within its lines; the lines stay, and so does every offset's way back.

    Args:
        text: A document, some lines of it, or a text that was repaired before.
        passes: What to repair, in order. Words broken at line ends are another matter, since
            mending them joins lines: see `join_lines`.

    >>> it = repair("ÌÅÌËÅÊÅÒÒІÊ ãîñóäàðñòâåííîå")
    >>> it.text
    'МЕМЛЕКЕТТІК государственное'
    >>> it.repairs[0].code
    'encoding.mojibake.cp1251-as-latin1'
    """
    value = Repaired.of(text)
    seen: dict[Pass, str] = {}
    for each in passes:
        if seen.get(each) is not value.text:  # the second time, only what has changed since
            seen[each] = value.text
            value = value.edited(each(value.text))
    return value


def join_lines(text: str | Repaired, words: Words | None = None) -> Repaired:
    r"""Join the lines of one block (a title, an abstract) into one: its broken words are mended.

    Line breaks become spaces, and runs of spaces one space.

    Args:
        text: The lines of the block.
        words: The words of the whole document: the evidence for how a broken word is written, and
            for hyphens that were lost.

    >>> join_lines("this meth-\nod is\nnew").text
    'this method is new'
    """
    value = Repaired.of(text)
    value = value.edited(hyphen_edits(value.text, words))
    if words:
        value = value.edited(lost_hyphen_edits(value.text, words))
    return value.edited(_space_edits(value.text))


def _space_edits(text: str) -> Iterable[Edit]:
    for match in _GAPS.finditer(text):
        edge = match.start() == 0 or match.end() == len(text)
        yield Edit(*match.span(), "" if edge else " ", "text.line-break")
