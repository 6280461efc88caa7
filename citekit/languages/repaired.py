"""Text that remembers what it was: the value every repair takes and gives.

A field of a record must point at the code points of the document it was read from, so a repair may
not simply return a new string. `Repaired` carries, beside the text, where each of its characters
stood in the original, and a list of what was changed and why.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import NamedTuple


class Edit(NamedTuple):
    """One change to a text: `text[start:end]` becomes `new`, for the reason `code`.

    `widths` says how many characters each new character stands for, where that is known; without
    it, text of the same length is taken letter for letter, any other as a whole.
    """

    start: int
    end: int
    new: str
    code: str
    widths: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was repaired, and where it stood in the original text.

    Attributes:
        code: What kind of damage it was, such as `text.mixed-script`.
        span: Start and end in the original text, in code points, end exclusive.
        original: What the original says there.
        repaired: What was made of it.
    """

    code: str
    span: tuple[int, int]
    original: str
    repaired: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text together with its way back to the original.

    Attributes:
        original: The text as it came.
        text: The text as it is now.
        repairs: What was changed, in the order of the passes.

    >>> it = Repaired.of("зерттеген .").edited([Edit(9, 10, "", "text.space-before-punctuation")])
    >>> it.text, it.span(9, 10)
    ('зерттеген.', (10, 11))
    >>> it.repairs[0].span
    (9, 10)
    """

    original: str
    text: str
    repairs: tuple[Repair, ...]
    # Where each character of `text` starts and ends in `original`. Ranges until the first edit that
    # changes a length: an undamaged text costs nothing.
    _starts: Sequence[int]
    _ends: Sequence[int]

    @classmethod
    def of(cls, text: "str | Repaired") -> "Repaired":
        """Return `text` as a value to be repaired; what is one already stays itself."""
        if isinstance(text, Repaired):
            return text
        return cls(text, text, (), range(len(text)), range(1, len(text) + 1))

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Return the span of the original text that `text[start:end]` came from.

        >>> Repaired.of("abc").span(1, 3)
        (1, 3)
        """
        end = len(self.text) if end is None else end
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no span {start}-{end} in a text of {len(self.text)} characters")
        if start == end:
            if start < len(self.text):
                return (self._starts[start], self._starts[start])
            last = self._ends[-1] if self.text else 0
            return (last, last)
        return (self._starts[start], self._ends[end - 1])

    def part(self, start: int, end: int) -> "Repaired":
        """Return `text[start:end]` with its way back to the whole original text.

        >>> Repaired.of("УДК 323").part(4, 7).span()
        (4, 7)
        """
        low, high = self.span(start, end)
        inside = tuple(r for r in self.repairs if r.span[0] < high and low < r.span[1])
        return Repaired(
            self.original,
            self.text[start:end],
            inside,
            self._starts[start:end],
            self._ends[start:end],
        )

    def lines(self) -> Iterator["Repaired"]:
        """Yield the lines, without their ends, each with its way back to the original text."""
        start = 0
        for line in self.text.split("\n"):
            yield self.part(start, start + len(line))
            start += len(line) + 1

    def edited(self, edits: Iterable[Edit]) -> "Repaired":
        """Return the text after `edits`, each of which becomes one `Repair`.

        The edits are given in the positions of the present text; they may not overlap.

        Raises:
            ValueError: Two edits overlap, or one lies outside the text.
        """
        todo = sorted(edits)
        if not todo:
            return self
        text, starts, ends = self.text, self._starts, self._ends
        pieces: list[str] = []
        new_starts = array("I")
        new_ends = array("I")
        repairs = list(self.repairs)
        lengths_change = any(len(e.new) != e.end - e.start for e in todo)
        position = 0
        for start, end, new, code, widths in todo:
            if start < position or not start <= end <= len(text):
                raise ValueError(f"edit {start}-{end} overlaps another or lies outside the text")
            low, high = self.span(start, end)
            pieces += text[position:start], new
            if lengths_change:
                new_starts.extend(starts[position:start])
                new_ends.extend(ends[position:start])
                if len(new) == end - start:
                    new_starts.extend(starts[start:end])
                    new_ends.extend(ends[start:end])
                elif widths:
                    edges = list(accumulate(widths, initial=start))
                    new_starts.extend(starts[edge] for edge in edges[:-1])
                    new_ends.extend(ends[edge - 1] for edge in edges[1:])
                else:
                    new_starts.extend([low] * len(new))
                    new_ends.extend([high] * len(new))
            position = end
            repairs.append(Repair(code, (low, high), self.original[low:high], new))
        pieces.append(text[position:])
        if lengths_change:
            new_starts.extend(starts[position:])
            new_ends.extend(ends[position:])
            starts, ends = new_starts, new_ends
        return Repaired(self.original, "".join(pieces), tuple(repairs), starts, ends)

    def counts(self) -> dict[str, int]:
        """Return how often each kind of damage was repaired, in order of first appearance."""
        found: dict[str, int] = {}
        for repair in self.repairs:
            found[repair.code] = found.get(repair.code, 0) + 1
        return found


def substitutions(text: str, table: dict[str, str], code: str) -> Iterator[Edit]:
    """Yield the edits that replace the characters in `table`, neighbours together.

    >>> list(substitutions("ﬁﬂ", {"ﬁ": "fi", "ﬂ": "fl"}, "text.ligature"))
    [Edit(start=0, end=2, new='fifl', code='text.ligature', widths=None)]
    """
    for found, run in groupby(enumerate(text), key=lambda pair: pair[1] in table):
        if found:
            places = list(run)
            new = "".join(table[c] for _, c in places)
            yield Edit(places[0][0], places[-1][0] + 1, new, code)
