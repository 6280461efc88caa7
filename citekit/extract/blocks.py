"""What blocks of lines show, which no line shows by itself: titles alone, addresses, notes.

A block is what stands between two blank lines. Texts without blank lines have none of this.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from citekit.extract.evidence import Seen

Block: TypeAlias = "Sequence[Seen]"

_NO_TITLE = frozenset(
    "names email code doi marks phone orcid reference numbered copyright note full-name "
    "wordless cited degree serial".split()
)
_MARK = re.compile(r"\s*(?:[¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜ]|\d{1,2}|\*)[).]?\s?(?=[^\W\d_a-zа-я]|[«\"“(№])")
_SENTENCE_END = re.compile(r"[.;,:!][»”\")\]]?$")
_SENTENCE = re.compile(r"[^\W\d_]{2,}\.\s+[^\W_a-zа-яё]")
_YEARS = re.compile(r"\s*\(\d{4}\s?[-–—]\s?\d{4}(?:[^\W\d_]|[\s.]){0,6}\)\s*")
_LONGEST_TITLE, _MOST_LINES, _LONGEST_ADDRESS = 280, 3, 14


def block_features(seen: Block, *, begins: bool = True) -> list[frozenset[str]]:
    """Return what each line's block shows of it.

    Args:
        seen: The lines.
        begins: Whether the document begins with them.

    `masthead`: the journal's own lines above everything. `title-block`: a few lines alone that end
    no sentence. `address`: lines from a mark and an institution on. `head-note`: an author with
    what she is, under a title; `in-head-note`: the lines that go on with it.
    """
    found: list[frozenset[str]] = []
    titled = -9
    blocks = list(_blocks(seen))
    for number, block in enumerate(blocks):
        if number == 0 and begins and _is_masthead(block):
            found += [frozenset({"masthead"})] * len(block)
            continue
        after = blocks[number + 1][0].line.text if number + 1 < len(blocks) else ""
        if _is_title(block) and not after[:1].islower():
            found += [frozenset({"title-block"})] * len(block)
            titled = number
            continue
        if number - titled <= 2 and _is_head_note(block):
            found += _noted(block)
            titled = number
            continue
        if all("caps" in it.features and "names" not in it.features for it in block):
            titled = number
        top = _title_lines(block)
        found += [frozenset({"title-block"})] * top
        found += map(operator.or_, _addressed(block[top:]), _gone_on(block[top:]))
    return found


def _blocks(seen: Block) -> Iterator[Block]:
    begin = 0
    for i in range(1, len(seen) + 1):
        if i == len(seen) or seen[i].line.blank:
            yield seen[begin:i]
            begin = i


_ISSUE = re.compile(
    r"(?:№|\bN(?:o\.|umber)|\bVol(?:\.|ume))\s?\d.{0,24}?(?<!\d)(?:19|20)\d\d"
    r"|(?<!\d)(?:19|20)\d\d.{0,12}(?:№|\bNo\.)\s?\d"
)


def _is_masthead(block: Block) -> bool:
    """Tell whether the first block is the journal's: a volume or an ISSN, and nobody's name."""
    if len(block) == 1 and _ISSUE.search(block[0].line.text):
        return "names" not in block[0].features
    return any("serial" in it.features for it in block) and not any(
        it.features & {"names", "names-part", "email", "org"}
        or (it.label and it.label.field in ("abstract", "keywords"))
        or ("caps" in it.features and len(it.line.text) > 45)
        for it in block
    )


def _is_title(block: Block) -> bool:
    """Tell whether a block may be a title by its form: short, no sentence, nothing else known."""
    text = " ".join(it.line.text for it in block)
    if len(block) > _MOST_LINES or not 25 < len(text) < _LONGEST_TITLE:
        return False
    if not text.lstrip('«“"')[:1].isupper() or _SENTENCE.search(text) or text.count(",") > 3:
        return False
    if any(
        it.features & _NO_TITLE or it.label for it in block if not _YEARS.fullmatch(it.line.text)
    ):
        return False
    if sum(it.line.text.count(" ") + 1 for it in block) < 3:
        return False
    return not any(_SENTENCE_END.search(it.line.text) for it in block[-1:])


def _title_lines(block: Block) -> int:
    """Return how many lines on top of a block are a title: authors and their institution follow."""
    for count in range(1, min(_MOST_LINES, len(block) - 2) + 1):
        if "names" in block[count].features:
            below = block[count + 1].features & {"org", "country"}
            return (
                count
                if below and "caps" not in block[0].features and _is_title(block[:count])
                else 0
            )
    return 0


def _is_head_note(block: Block) -> bool:
    first = block[0]
    return (
        "note" in first.features
        and len(block) <= _LONGEST_ADDRESS
        and any(it.features & {"org", "degree", "position"} for it in block)
    )


def _noted(block: Block) -> list[frozenset[str]]:
    opens = frozenset({"head-note"})
    goes_on = frozenset({"in-head-note"})
    return [opens if "note" in it.features else goes_on for it in block]


def _addressed(block: Block) -> Iterator[frozenset[str]]:
    """Yield `address` for the lines of a block from a mark and an institution on."""
    inside = closed = False
    depth = 0  # of brackets that are open
    lines = len(block)
    for i, it in enumerate(block):
        ended = inside and closed and not _MARK.match(it.line.text)
        if ended or it.label or it.features & {"caps", "names", "email"}:
            inside = False
        elif not inside and lines <= _LONGEST_ADDRESS and _MARK.match(it.line.text):
            near = block[i : i + 2]
            inside = any(n.features & {"org", "country"} for n in near) and not any(
                n.features & {"cited", "names"}
                or ("reference" in n.features and "country" not in n.features)
                for n in near
            )
        depth = max(0, depth + it.line.text.count("(") - it.line.text.count(")"))
        closed = not depth and ("country" in it.features or it.line.text.endswith((".", ";", ")")))
        yield frozenset({"address"}) if inside else frozenset()


def _gone_on(block: Block) -> Iterator[frozenset[str]]:
    """Yield `address` for lines that only go on with what is said of an author above them.

    They end a word that was parted, or are a country after a line that has no end.
    """
    last = len(block)
    for i, it in enumerate(block):
        named = any("names" in n.features for n in block[max(0, i - 4) : max(0, i - 1)])
        if not named or it.label or it.features & {"names", "caps"}:
            yield frozenset()
            continue
        before = block[i - 1].features
        parted = "hyphen" in before and "starts-lower" in it.features
        country = "country" in it.features and not before & {"stop", "names"} and i + 1 == last
        said = before & {"org", "degree", "position", "country"}
        yield frozenset({"address"}) if said and (parted or country) else frozenset()
