"""The items of a document: which are in it, in which order, under which number, how told apart."""

from collections.abc import Iterable, Mapping
from typing import Any

from citekit.csl.code import State
from citekit.csl.collector import collector_paused
from citekit.csl.disambiguate import NOTHING, Disambiguator, Distinction, Found, Rules
from citekit.csl.errors import CSLWarning, UnknownItemError
from citekit.csl.facts import Compiled
from citekit.csl.items import Item
from citekit.csl.locale import Locale
from citekit.csl.order import Sorter
from citekit.csl.position import NEAR, SUBSEQUENT
from citekit.csl.programs import Programs
from citekit.csl.richtext import strip_marks

_AMBIGUOUS = NEAR[SUBSEQUENT]


class Document:
    """Keeps what depends on the items as a whole, and works it out again when they change.

    Attributes:
        items: All items given, by id.
        numbers: Citation numbers of the items in the document, by id.
        found: What sets the cites of an item apart, by id.
        order: The items of the document as the bibliography lists them.
        plain: Cites as they were rendered to see whether they are ambiguous, by item id.
    """

    def __init__(
        self,
        items: Iterable[Mapping[str, Any]],
        compiled: Compiled,
        programs: Programs,
        locale: Locale,
        uncited: bool,
        warnings: list[CSLWarning],
    ) -> None:
        """Read the items.

        Args:
            items: CSL-JSON objects.
            compiled: The style.
            programs: Its programs.
            locale: Of the document.
            warnings: Where to note what is passed over.
            uncited: All items are in the document, those that are not cited after the others.
        """
        with collector_paused():
            self.items = _read(items, warnings, locale)
        self.numbers: dict[str, int] = {}
        self.found: Found = {}
        self.order: list[Item] = []
        self.plain: dict[str, str] = {}
        self._programs = programs
        self._uncited = uncited
        style = compiled.style
        self._rules = Rules.of(style.citation.options, compiled.asks_to_disambiguate)
        layout = style.bibliography
        self._sorter = (
            Sorter(layout, "bibliography", programs, locale.tag)
            if layout is not None and layout.sort
            else None
        )
        # A list sorted by descending citation numbers is numbered from its end.
        keys = [k for k in layout.sort if compiled.sorts_by_number(k)] if layout else []
        self._counts_down = bool(keys) and keys[-1].descending
        self._registered: dict[str, None] = {}
        self._explicit: dict[str, None] = {}
        self._settled = False
        self._numbered = False
        self._state = State()

    def item(self, id_: str) -> Item:
        """Return an item.

        Raises:
            UnknownItemError: There is none of this id.
        """
        try:
            return self.items[id_]
        except KeyError:
            raise UnknownItemError(f"a cite names item {id_!r}, which was not given") from None

    def register(self, ids: Iterable[str]) -> None:
        """Put items into the document whether they are cited or not."""
        for id_ in ids:
            self.item(id_)
            self._explicit[id_] = None
        self.note(self._explicit)

    def reset(self, ids: Iterable[str]) -> None:
        """Make these the items that are cited, in this order."""
        before, self._registered = self._registered, dict(self._explicit)
        for id_ in ids:
            if id_ not in self._registered:
                self.item(id_)
                self._registered[id_] = None
        if list(before) != list(self._registered):
            self._settled = self._numbered = False

    def note(self, ids: Iterable[str]) -> None:
        """Note that items are cited, after those cited before."""
        for id_ in ids:
            if id_ in self._registered:
                continue
            self.item(id_)
            self._registered[id_] = None
            if not self._settled:
                continue
            if self._sorter is not None and self._uncited:
                continue  # the style's order does not depend on what is cited
            if self._sorter is None and not self._rules.any:
                self.numbers[id_] = len(self._registered)
                self._numbered = False
            else:
                self._settled = self._numbered = False

    def settle(self) -> None:
        """Sort and number the items and tell their cites apart, unless that is done."""
        if self._settled:
            return
        with collector_paused():
            self._number()
            self.found = {}
            self.plain = {}
            if self._rules.any:
                run = Disambiguator(self._rules, self._text, self._namesets, self._conditions)
                self.found = run.run(self.order)
        self._settled = True

    def listed(self, sort: bool = True) -> list[Item]:
        """Return the items of the bibliography."""
        self.settle()
        if not self._numbered:
            self._number()
        return self.order if sort else self._members()

    def _number(self) -> None:
        members = self._members()
        self.numbers = {item.id: n for n, item in enumerate(members, 1)}
        if self._sorter is not None:
            self._sorter.numbers = self.numbers
            members = self._sorter.sort(members)
            numbered = reversed(members) if self._counts_down else members
            self.numbers = {item.id: n for n, item in enumerate(numbered, 1)}
        self.order = members
        self._numbered = True

    def _members(self) -> list[Item]:
        listed = [self.items[i] for i in self._registered]
        if self._uncited:
            listed += [item for i, item in self.items.items() if i not in self._registered]
        return listed

    # --- what the disambiguator asks -------------------------------------------------------------

    def _text(self, item: Item, distinction: Distinction) -> str:
        """Render a cite as a later one without locator, to see what it can be confused with."""
        key = _PLAIN if not distinction.disambiguate else _key(distinction.disambiguate)
        state = self._state
        state.expand = distinction.expand
        state.number = str(self.numbers.get(item.id, ""))
        program = self._programs.program(item, self._programs.citation, key)
        text = program.render(item, state)
        if distinction is NOTHING:
            self.plain[item.id] = text
        return text if text.isascii() else strip_marks(text)

    def _namesets(self, item: Item) -> Any:
        return self._programs.program(item, self._programs.citation, _PLAIN).namesets

    def _conditions(self, item: Item) -> int:
        # With all of them true, the path is the one that asks most.
        return self._programs.program(item, self._programs.citation, _key(99)).tests_disambiguate


def _key(disambiguate: int) -> tuple[Any, ...]:
    return (_AMBIGUOUS, "", False, disambiguate, False, False, "looking")


_PLAIN = _key(0)


def _read(
    items: Iterable[Mapping[str, Any]], warnings: list[CSLWarning], locale: Locale
) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for raw in items:
        item = Item(raw, warnings, locale.quotes)
        if not item.id:
            item.id = f"item-{len(found) + 1}"
            warnings.append(CSLWarning("the item has no id; one was given", item.id, "id"))
        if item.id in found:
            warnings.append(CSLWarning("two items have this id; the last is used", item.id, "id"))
        found[item.id] = item
    return found
