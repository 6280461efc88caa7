"""The bibliography: entries one after the other, aligned, with repeated names replaced."""

from collections.abc import Iterable, Mapping
from typing import Any

from citekit.csl.code import State
from citekit.csl.compile import Program
from citekit.csl.disambiguate import Distinction
from citekit.csl.engine import Bibliography, Entry
from citekit.csl.errors import CSLWarning
from citekit.csl.items import Item
from citekit.csl.links import with_bases
from citekit.csl.locale import Locale
from citekit.csl.position import NOWHERE
from citekit.csl.programs import Programs
from citekit.csl.richtext import (
    CLOSE,
    LEFT_MARGIN,
    RIGHT_INLINE,
    inside_last_block,
    parse_field,
    settle,
    strip_marks,
)
from citekit.csl.tree import Layout
from citekit.csl.writers import Writer

NO_PRINTED_FORM = "[CSL STYLE ERROR: reference with no printed form.]"


class EntryPrinter:
    """Prints the entries of one bibliography, in order."""

    def __init__(
        self, layout: Layout, programs: Programs, locale: Locale, writer: Writer, numbered: bool
    ) -> None:
        """Prepare a bibliography.

        Args:
            layout: The `cs:bibliography`.
            programs: Prints items.
            locale: Of the document.
            writer: The output format.
            numbered: The style cites by number, so an entry that prints nothing still stands.
        """
        self.warnings: list[CSLWarning] = []
        options = layout.options
        self._options = options
        self._programs, self._locale, self._writer = programs, locale, writer
        self._numbered = numbered
        self._substitute = options.get("subsequent-author-substitute")
        self._rule = options.get("subsequent-author-substitute-rule", "complete-all")
        self._replacement = parse_field(self._substitute or "")
        self._align = options.get("second-field-align", "")
        style = layout.format
        self._opening = style.marks + style.prefix
        self._closing = style.suffix + CLOSE * len(style.marks)
        self._previous: tuple[str, tuple[Any, ...]] | None = None
        self._widest = 0

    def print(
        self, items: Iterable[Item], numbers: Mapping[str, int], found: Mapping[str, Distinction]
    ) -> Bibliography:
        """Print all items.

        Args:
            items: In the order of the list.
            numbers: Citation numbers by item id.
            found: What sets items apart, by item id.
        """
        programs, writer = self._programs, self._writer
        before, after = writer.entry
        write, inside = writer.write, self._locale.punctuation_in_quote
        replaces = self._substitute is not None
        plain = (NOWHERE, "", False, 0, False, False, "", replaces)
        state = State()
        entries: list[Entry] = []
        for item in items:
            distinction = found.get(item.id)
            state.number = str(numbers.get(item.id, ""))
            key = plain
            if distinction is None:
                state.expand, state.year_suffix = {}, ""
            else:
                state.expand, state.year_suffix = distinction.expand, distinction.year_suffix
                suffixed = programs.tests_suffix and bool(distinction.year_suffix)
                if distinction.disambiguate or suffixed:
                    key = (NOWHERE, "", False, distinction.disambiguate, suffixed, False, "",
                           replaces)  # fmt: skip
            program = programs.program(item, programs.bibliography, key)
            if replaces:
                self._replace_names(item, state, program)
                if self._vanish(item, state, program):
                    key = (*key[:6], "names", False)
                    program = programs.program(item, programs.bibliography, key)
            text = self._entry(item, state, program)
            if text:
                if programs.links:
                    text = with_bases(text)
                printed = write(settle(text, inside, programs.prescribed), programs.locale_of(item))
                entries.append(Entry(item.id, before + printed + after))
        return self._finished(entries)

    def _finished(self, entries: list[Entry]) -> Bibliography:
        options = self._options
        start, end = self._writer.body
        return Bibliography(
            entries=tuple(entries),
            hanging_indent=options.get("hanging-indent") == "true",
            second_field_align=self._align,
            line_spacing=_integer(options.get("line-spacing"), 1),
            entry_spacing=_integer(options.get("entry-spacing"), 1),
            max_offset=self._widest,
            start=start,
            end=end,
            between=self._writer.between,
        )

    def _entry(self, item: Item, state: State, program: Program) -> str:
        if self._align:
            text = self._aligned(item, state, program)
        else:
            text = program.render(item, state)
            if text:
                return self._opening + inside_last_block(text, self._closing)
        if text:
            return self._opening + text
        if self._numbered:
            return f"{state.number}. {NO_PRINTED_FORM}"
        self.warnings.append(CSLWarning("the style prints nothing for it", item.id))
        return ""

    def _aligned(self, item: Item, state: State, program: Program) -> str:
        """Print the first field in the margin and the rest beside it."""
        fields = [p if isinstance(p, str) else p(item, state) for p in program.fields]
        fields = [f for f in fields if f]
        if not fields:
            return ""
        first, rest = fields[0], "".join(fields[1:]) + self._closing
        self._widest = max(self._widest, len(strip_marks(first)))
        body = rest.rstrip(" ")
        return f"{LEFT_MARGIN}{first}{CLOSE}{RIGHT_INLINE}{body}{CLOSE}{rest[len(body) :]}"

    def _vanish(self, item: Item, state: State, program: Program) -> bool:
        """Tell whether nothing stands for the names, so that no delimiter stands there, either."""
        rule, count = state.instead_rule
        if not rule or self._replacement or not program.head_own:
            return False
        return rule == "all" or count == len(item.names[program.head_variable]) == 1

    def _replace_names(self, item: Item, state: State, program: Program) -> None:
        """Set what stands for the names of this entry if the entry before had them too."""
        state.instead_rule = ("", 0)
        head, previous = program.names, self._previous
        self._previous = None
        if head is None:
            return
        state.instead = self._replacement
        text = head if isinstance(head, str) else head(item, state)
        names = item.names.get(program.head_variable, ()) if program.head_variable else ()
        self._previous = (text, names)
        if previous is None:
            return
        same = text == previous[0]
        if self._rule == "complete-all" or not names:
            if same:
                state.instead_rule = ("all", 0)
        elif self._rule == "complete-each":
            if same:
                state.instead_rule = ("each", len(names))
        else:
            count = _equal_from_the_start(names, previous[1])
            if self._rule == "partial-first":
                count = min(count, 1)
            if count:
                state.instead_rule = ("each", count)


def _equal_from_the_start(one: tuple[Any, ...], two: tuple[Any, ...]) -> int:
    count = 0
    for mine, theirs in zip(one, two, strict=False):
        if mine is not theirs:
            break
        count += 1
    return count


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default
