"""Pieces of output and the small functions they are joined into.

Specialisation leaves three kinds of parts: constant text, a field of the item as it is, and a
function of item and state. `join` makes one function of a sequence of parts: a closure, not
generated source, since a style has few items of one signature and compiling source costs more
than it saves below a hundred of them.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from citekit.csl.items import Item
from citekit.csl.richtext import CLOSE, QUOTE_CLOSE, QUOTE_OPEN
from citekit.csl.textcase import CASES, turkic
from citekit.csl.tree import PLAIN, Format


class State:
    """What differs between two renderings of one item.

    Attributes:
        locator: Place within the item, as rich text.
        year_suffix: "a", "b", ...
        number: Citation number.
        first_note: Number of the note that first cites the item.
        expand: By nameset: how many names at least, and how much of each given name.
        instead: Replacement for the names at the head of an entry, and for how many names.
    """

    __slots__ = ("expand", "first_note", "instead", "instead_rule", "locator", "number",
                 "year_suffix")  # fmt: skip

    def __init__(self) -> None:
        self.locator = ""
        self.year_suffix = ""
        self.number = ""
        self.first_note = ""
        self.expand: dict[int, tuple[int, tuple[int, ...]]] = {}
        self.instead = ""
        self.instead_rule: tuple[str, int] = ("", 0)


Render = Callable[[Item, State], str]


class FieldRef(NamedTuple):
    """A text variable, printed as it is."""

    name: str

    def __call__(self, item: Item, state: State) -> str:
        """Print the variable."""
        return item[self.name]


Part = str | FieldRef | Render


class Out:
    """What a node of the style comes to for one signature.

    Attributes:
        called: A variable was called.
        filled: One of them had a value.
    """

    __slots__ = ("called", "filled", "parts")

    def __init__(
        self, parts: list[Part] | None = None, called: bool = False, filled: bool = False
    ) -> None:
        self.parts = [] if parts is None else parts
        self.called, self.filled = called, filled


def merge(parts: Sequence[Part]) -> list[Part]:
    """Put neighbouring constants together and drop empty ones."""
    out: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            if not part:
                continue
            if out and isinstance(out[-1], str):
                out[-1] += part
                continue
        out.append(part)
    return out


def join(parts: Sequence[Part]) -> Part:
    """Make one part of many.

    >>> from citekit.csl.items import Item
    >>> join([FieldRef("title"), "."])(Item({"title": "Abai"}, []), State())
    'Abai.'
    """
    merged = merge(parts)
    if not merged:
        return ""
    if len(merged) == 1:
        return merged[0]
    if len(merged) == 2:
        return _two(*merged)
    if len(merged) == 3 and isinstance(merged[0], str) and isinstance(merged[2], str):
        before, middle, after = merged[0], as_function(merged[1]), merged[2]
        return lambda item, state: f"{before}{middle(item, state)}{after}"
    pieces = [p if isinstance(p, str) else as_function(p) for p in merged]
    return lambda item, state: "".join(
        [p if p.__class__ is str else p(item, state) for p in pieces]  # type: ignore[operator]
    )


def _two(one: Part, two: Part) -> Render:
    """Join two parts of which at most one is constant."""
    if isinstance(one, str):
        before, value = one, as_function(two)
        return lambda item, state: before + value(item, state)
    first = as_function(one)
    if isinstance(two, str):
        after = two
        return lambda item, state: first(item, state) + after
    second = as_function(two)
    return lambda item, state: first(item, state) + second(item, state)


def as_function(part: Part) -> Render:
    """Return a part as a function."""
    if isinstance(part, str):
        text = part
        return lambda item, state: text
    if isinstance(part, FieldRef):
        name = part.name
        return lambda item, state: item[name]
    return part


def apply(parts: list[Part], change: Callable[[str], str]) -> list[Part]:
    """Apply a change of text to what the parts will print together."""
    part = join(parts)
    if isinstance(part, str):
        return [change(part)] if part else []
    return [lambda item, state: change(part(item, state))]


def remembering(change: Callable[[str], str], limit: int = 60_000) -> Callable[[str], str]:
    """Keep the results of a change that is asked for again and again."""
    known: dict[str, str] = {}

    def changed(text: str) -> str:
        result = known.get(text)
        if result is None:
            if len(known) > limit:
                known.clear()
            result = known[text] = change(text)
        return result

    return changed


_cases = {name: remembering(case) for name, case in CASES.items()}


def _without_periods(text: str) -> str:
    return text.replace(".", "")


_turkic_cases = {name: remembering(turkic(case)) for name, case in CASES.items()}


def _titled(part: Part) -> Render:
    """Put what a part prints into title case, which English items only have."""
    title, plain = _cases["title"], as_function(part)

    def render(item: Item, state: State) -> str:
        text = plain(item, state)
        return title(text) if item.english else text

    return render


def dress(
    parts: list[Part], style: Format, dotted: bool = False, english: bool = True
) -> list[Part]:
    """Put a node's case, formatting, quotes, affixes and display around its parts."""
    if not parts or style is PLAIN:
        return parts
    if style.strip_periods:
        parts = apply(parts, _without_periods)
    case = style.text_case
    if case == "title":
        part = join(parts)
        if isinstance(part, str):  # a term is of the style's language, not of the item's
            parts = [_cases["title"](part) if english else part]
        else:
            parts = [_titled(part)]
    elif case in _cases:
        parts = apply(parts, (_turkic_cases if dotted else _cases)[case])
    opening, closing = style.marks, CLOSE * len(style.marks)
    if style.quotes:
        opening, closing = QUOTE_OPEN + opening, closing + QUOTE_CLOSE
    opening, closing = style.prefix + opening, closing + style.suffix
    if style.display:
        opening, closing = style.display + opening, closing + CLOSE
    if opening:
        parts = [opening, *parts]
    if closing:
        parts = [*parts, closing]
    return parts
