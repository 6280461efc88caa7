"""Where a cite stands among the cites before it: first, subsequent, ibid, near-note."""

from collections.abc import Sequence
from typing import NamedTuple

from citekit.csl.engine import Cite, Cluster

NOWHERE: frozenset[str] = frozenset()
"""The position of what is no cite: entries of a bibliography have none."""
FIRST = frozenset({"first"})
SUBSEQUENT = frozenset({"subsequent"})
IBID = frozenset({"subsequent", "ibid"})
IBID_WITH_LOCATOR = frozenset({"subsequent", "ibid", "ibid-with-locator"})
NEAR = {p: p | {"near-note"} for p in (SUBSEQUENT, IBID, IBID_WITH_LOCATOR)}
BY_NUMBER = (FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR)
"""Positions by the numbers citeproc-js gives them."""


class Place(NamedTuple):
    """The position of one cite.

    Attributes:
        position: All position names that test true.
        first_note: Number of the note that first cites the item; 0 for the first cite.
    """

    position: frozenset[str] = FIRST
    first_note: int = 0


FIRST_PLACE = Place()


class Positions:
    """Follows a document cluster by cluster and gives each cite its place."""

    def __init__(self, near_note_distance: int) -> None:
        self._distance = near_note_distance
        self._first_note: dict[str, int] = {}
        self._last_note: dict[str, int] = {}
        self._seen: set[str] = set()
        self._previous: Sequence[Cite] = ()
        self._previous_note = 0
        self._cites_in_note = 0

    def place(self, cluster: Cluster) -> list[Place]:
        """Give the cites of the next cluster their places."""
        places: list[Place] = []
        note = cluster.note
        before: Cite | None = None
        for i, cite in enumerate(cluster.cites):
            item = cite.id
            if item not in self._seen:
                places.append(FIRST_PLACE)
                self._seen.add(item)
                self._first_note[item] = note
            else:
                places.append(self._again(cite, i, before, note))
            self._last_note[item] = note
            before = cite
        same_note = note and note == self._previous_note
        self._cites_in_note = len(cluster.cites) + (self._cites_in_note if same_note else 0)
        self._previous = cluster.cites
        self._previous_note = note
        return places

    def _again(self, cite: Cite, i: int, before: Cite | None, note: int) -> Place:
        reference: Cite | None = None
        if i > 0:
            if before is not None and before.id == cite.id:
                reference = before
        elif (
            len(self._previous) == 1
            and self._previous[0].id == cite.id
            and (note == self._previous_note or self._cites_in_note == 1)
            and note - self._previous_note <= 1  # a note that cites nothing stands between
        ):
            reference = self._previous[0]
        position = SUBSEQUENT
        if reference is not None:
            position = _ibid(reference, cite)
        last = self._last_note.get(cite.id, 0)
        if note and last and note - last <= self._distance:
            position = NEAR[position]
        first = self._first_note.get(cite.id, 0)
        return Place(position, first if first != note else 0)


def _ibid(reference: Cite, cite: Cite) -> frozenset[str]:
    """Compare locators with the cite referred back to."""
    if reference.locator:
        if not cite.locator:
            return SUBSEQUENT
        same = (reference.locator, reference.label or "page") == (
            cite.locator, cite.label or "page")  # fmt: skip
        return IBID if same else IBID_WITH_LOCATOR
    return IBID_WITH_LOCATOR if cite.locator else IBID
