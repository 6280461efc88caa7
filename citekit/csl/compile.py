"""Specialisation: a layout and a signature become one straight-line function.

All that `choose`, groups, substitution and empty variables decide depends on the item's type,
on which variables it has, and on a few facts about the cite. That is its signature. A
`Specialiser` walks the style once for a signature with everything known, so what is left is
constant text and the few calls that print a value.
"""

from collections.abc import Iterator
from typing import NamedTuple

from citekit.csl import tree
from citekit.csl.code import FieldRef, Out, Part, Render, State, apply, as_function, dress, join
from citekit.csl.compile_dates import date_out
from citekit.csl.compile_names import Nameset, names_out
from citekit.csl.errors import CSLWarning
from citekit.csl.facts import Compiled
from citekit.csl.items import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES, Item
from citekit.csl.label import citation_label
from citekit.csl.links import LINK_MARKS
from citekit.csl.locale import Locale
from citekit.csl.numbers import counts_more_than_one, format_number, is_plural, page_range
from citekit.csl.richtext import CLOSE, GLUE, parse_field
from citekit.csl.textcase import CASES
from citekit.csl.tree import Format

EXTENSION = "citekit:"


class Signature(NamedTuple):
    """All about an item that decides which path through a style it takes."""

    type: str
    present: frozenset[str]
    numeric: frozenset[str]
    dates: tuple[tuple[str, str], ...]
    turkic: bool
    language: str
    custom: tuple[tuple[str, str], ...]


class Situation(NamedTuple):
    """All about a cite, beside its item, that decides the path.

    Attributes:
        area: "citation", "bibliography" or "sort".
        layout: "citation" or "bibliography"; whose options hold.
        position: Names of all positions that test true.
        locator: Locator type, when there is a locator.
        locator_numeric: The locator is numeric.
        disambiguate: So many of the `disambiguate` conditions test true.
        year_suffix: There is one (asked for only where the style itself asks).
        first_note: There is a first reference note number.
        omit: Parts left out: "names" (the first names), "year".
        substitute: The names at the head may be replaced.
        sort: Options of the sort key when `area` is "sort".
        term_first: A term at the start does not begin a sentence.
    """

    area: str
    layout: str
    position: frozenset[str] = frozenset()
    locator: str = ""
    locator_numeric: bool = False
    disambiguate: int = 0
    year_suffix: bool = False
    first_note: bool = False
    omit: str = ""
    substitute: bool = False
    sort: tuple[tuple[str, str], ...] = ()
    term_first: bool = False


class Program(NamedTuple):
    """What a layout comes to for one signature and situation.

    Attributes:
        render: Prints an item.
        names: Prints the names at the head (or what stands for them), if there are any.
        namesets: The name lists that are printed, in order.
        tests_disambiguate: How often the path asks whether to disambiguate.
        prints_number: The path prints the citation number.
        prints_suffix: The path prints the year-suffix, if there is one.
        prints_locator: The path prints the locator.
        fields: One part for each rendering element of the layout that prints something.
        head_variable: The name variable `names` comes from, if it is one.
        head_own: It is one that the first `cs:names` asks for, and no substitute.
    """

    render: Render
    names: Part | None
    namesets: list[Nameset]
    tests_disambiguate: int
    prints_number: bool
    prints_suffix: bool
    prints_locator: bool
    fields: list[Part]
    head_variable: str
    head_own: bool


class Specialiser:
    """One walk of a style for one signature and situation."""

    def __init__(
        self, compiled: Compiled, signature: Signature, situation: Situation, locale: Locale
    ) -> None:
        self.compiled = compiled
        self.style = compiled.style
        self.locale = locale
        self.signature = signature
        self.situation = situation
        self.dates = dict(signature.dates)
        self.sorting = situation.area == "sort"
        self.substituted: frozenset[str] = frozenset()
        self.substituting = False
        self.namesets: list[Nameset] = []
        self.first_names: Part | None = None
        self.head_done = False
        self.head_variable = ""
        self.head_own = False
        self.suffix_done = compiled.explicit_suffix
        self.tests_disambiguate = 0
        self.prints_number = False
        self.prints_suffix = False
        self.prints_locator = False
        self.printed = False
        self.warnings: list[CSLWarning] = []
        area = situation.layout
        layout = self.style.bibliography if area == "bibliography" else self.style.citation
        self.layout = layout or self.style.citation
        self.nesting = int(self.style.class_ == "note" and _in_parentheses(self.layout.format))
        self.links = compiled.links and situation.area == "bibliography"
        self.capitalize_terms = not self.sorting and not (
            self.style.class_ == "in-text" and area == "citation"
        )

    def program(self) -> Program:
        """Specialise the layout."""
        out = Out()
        fields: list[Part] = []
        for child in self._chosen(self.layout.children):
            part = self.node(child)
            if part.parts:
                fields.append(join(part.parts))
                out.parts += part.parts
        return self._finish(out, fields)

    def sort_program(self, key: str) -> Program:
        """Specialise a sort key: the name of a macro, or "variable:" and that of a variable."""
        kind, _, name = key.partition(":")
        if kind != "variable" or key in self.style.macros:
            return self._finish(self.children(self.style.macros[key], ""), [])
        node: tree.Node
        if name in NAME_VARIABLES:
            node = tree.Names((name,), {}, None, None, None, False, (), tree.PLAIN)
        elif name in DATE_VARIABLES:
            node = tree.Date(name, "", "", "", (), tree.PLAIN)
        else:
            node = tree.Text("variable", name, "long", False, tree.PLAIN)
        return self._finish(self.node(node), [])

    def _finish(self, out: Out, fields: list[Part]) -> Program:
        render = as_function(join(out.parts))
        return Program(
            render=render,
            names=self.first_names,
            namesets=self.namesets,
            tests_disambiguate=self.tests_disambiguate,
            prints_number=self.prints_number,
            prints_suffix=self.prints_suffix,
            prints_locator=self.prints_locator,
            fields=fields,
            head_variable=self.head_variable,
            head_own=self.head_own,
        )

    # --- nodes ---------------------------------------------------------------------------

    def node(self, node: tree.Node) -> Out:
        """Specialise any node but `choose`, which is no node of its own in the output."""
        if isinstance(node, tree.Text):
            return self.text(node)
        if isinstance(node, tree.Group):
            return self.group(node)
        if isinstance(node, tree.Names):
            out = names_out(self, node)
        elif isinstance(node, tree.Date):
            out = date_out(self, node)
        elif isinstance(node, tree.Number):
            out = self.number(node)
        elif isinstance(node, tree.Label):
            return self.label(node)
        else:
            return self.children((node,), "")
        if out.parts:
            self.printed = True
        return out

    def children(self, nodes: tuple[tree.Node, ...], delimiter: str) -> Out:
        """Specialise siblings and put the delimiter between those that print something."""
        out = Out()
        for child in self._chosen(nodes):
            part = self.node(child)
            out.called |= part.called
            out.filled |= part.filled
            if part.parts:
                if out.parts and delimiter:
                    out.parts.append(delimiter)
                out.parts += part.parts
        return out

    def _chosen(self, nodes: tuple[tree.Node, ...]) -> Iterator[tree.Node]:
        """Yield nodes, each `choose` replaced by what it chooses."""
        for node in nodes:
            if isinstance(node, tree.Choose):
                for branch in node.branches:
                    if self._holds(branch):
                        yield from self._chosen(branch.children)
                        break
            else:
                yield node

    def group(self, node: tree.Group) -> Out:
        """Specialise a group: it vanishes when all variables it calls are empty."""
        return self._enclosed(node.children, node.delimiter, node.format)

    def _enclosed(self, nodes: tuple[tree.Node, ...], delimiter: str, style: Format) -> Out:
        before = (self.substituted, self.printed)
        nested = self.style.class_ == "note" and _in_parentheses(style)
        self.nesting += nested
        out = self.children(nodes, delimiter)
        self.nesting -= nested
        if out.called and not out.filled:
            self.substituted, self.printed = before
            return Out(called=True)
        out.parts = self._dress(out.parts, self.bracketed(style))
        out.filled = bool(out.parts)  # CSL 1.0.2, Group: a macro that prints is not empty
        return out

    def bracketed(self, style: Format) -> Format:
        """Turn parentheses inside parentheses into brackets, which notes ask for."""
        if not (self.nesting % 2 and _in_parentheses(style)):
            return style
        prefix, suffix = style.prefix.replace("(", "["), style.suffix.replace(")", "]")
        return style._replace(prefix=prefix, suffix=suffix)

    def text(self, node: tree.Text) -> Out:
        """Specialise `cs:text`."""
        style = node.format
        if node.source == "term":
            return Out(self._dress(self._term(node), style))
        if node.source == "value":
            if node.value:
                self.printed = True
            text = parse_field(node.value)
            if text.startswith((",", "!", "?")):
                text = GLUE + text  # only affixes and delimiters move into quotation marks
            return Out(self._dress([text] if text else [], style))
        if node.source == "macro":
            return self._macro(node)
        name = node.value
        out = self.variable(name, node.form)
        if self.links and name in LINK_MARKS and out.parts:
            out.parts = [LINK_MARKS[name], *out.parts, CLOSE]
        if name in ("URL", "DOI") and style.text_case == "title":
            style = Format(style.prefix, style.suffix, style.marks, style.display, style.quotes)
        out.parts = self._dress(out.parts, style)
        if out.parts:
            self.printed = True
        return out

    def _dress(self, parts: list[Part], style: Format) -> list[Part]:
        return dress(parts, style, self.signature.turkic, self.locale.language == "en")

    def _term(self, node: tree.Text) -> list[Part]:
        text = self.locale.term(node.value, node.form, node.plural)
        if not text:
            return []
        if not self.printed:
            self.printed = True
            if self.capitalize_terms and not self.situation.term_first:
                text = CASES["capitalize-first"](text)
        return [parse_field(text)]

    def _macro(self, node: tree.Text) -> Out:
        name = node.value
        if name.startswith(EXTENSION):
            given = dict(self.signature.custom).get(name[len(EXTENSION) :])
            if given is not None:
                return self._extension(name, given, node.format)
        # A case on the call of a macro is without effect in citeproc-js, and styles count on that.
        style = node.format._replace(text_case="")
        return self._enclosed(self.style.macros[name], "", style)

    def _extension(self, name: str, given: str, style: Format) -> Out:
        """Print an extension variable the item has a value for (see `citekit.csl.native`)."""
        if not given:
            return Out(called=True)
        key = name[len(EXTENSION) :]
        delimiter = "; "
        for node in self.style.macros.get(f"{name}:delimiter", ()):
            if isinstance(node, tree.Text) and node.source == "value":
                delimiter = node.value

        def value(item: Item, state: State) -> str:
            found = item.custom[key]
            if isinstance(found, list | tuple):
                return delimiter.join(parse_field(str(v)) for v in found if v)
            return parse_field(str(found))

        self.printed = True
        return Out(self._dress([value], style), called=True, filled=True)

    # --- variables -------------------------------------------------------------------------

    def variable(self, name: str, form: str) -> Out:
        """Specialise the printing of a text or number variable."""
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self)
        present = self.signature.present
        if form == "short":
            short = f"{name}-short"
            if short in present and name not in self.substituted:
                self.substituted_check(name)
                return Out([FieldRef(short)], called=True, filled=True)
        elif name.endswith("-short") and name not in present and name[:-6] in present:
            return Out(called=True)
        if name not in present or name in self.substituted:
            return Out(called=True)
        self.substituted_check(name)
        if name in NUMBER_VARIABLES:
            return Out([self._number_function(name, "numeric")], called=True, filled=True)
        if self.sorting and name in ("title", "container-title"):
            return Out([FieldRef(name)], called=True, filled=True)
        return Out([FieldRef(name)], called=True, filled=True)

    def substituted_check(self, name: str) -> None:
        """Note that a variable was printed (inside `substitute` it is then printed no more)."""
        if self.substituting:
            self.substituted |= {name}

    def _number_function(self, name: str, form: str) -> Part:
        locale, gender = self.locale, self.locale.gender(name)
        if self.sorting:
            from citekit.csl.sort import number_key

            return lambda item, state: number_key(item[name])
        if name in ("page", "page-first") and form == "numeric":
            ranges = self.style.options.get("page-range-format", "")

            def page(item: Item, state: State) -> str:
                text = item.plain(name)
                if text.isdigit():
                    return text
                return page_range(text, ranges, locale)

            return page

        def number(item: Item, state: State) -> str:
            text = item[name]
            if form == "numeric" and text.isdigit():
                return text
            return format_number(text, form, locale, gender)

        return number

    def number(self, node: tree.Number) -> Out:
        """Specialise `cs:number`."""
        name = node.variable
        if name in _SPECIAL:
            out = _SPECIAL[name](self)
            if node.form != "numeric" and out.parts:
                locale, gender = self.locale, self.locale.gender(name)
                out.parts = apply(
                    out.parts, lambda text: format_number(text, node.form, locale, gender)
                )
        elif name not in self.signature.present or name in self.substituted:
            return Out(called=True)
        else:
            self.substituted_check(name)
            out = Out([self._number_function(name, node.form)], called=True, filled=True)
        out.parts = self._dress(out.parts, self.bracketed(node.format))
        return out

    def label(self, node: tree.Label) -> Out:
        """Specialise a `cs:label` that stands by itself."""
        name = node.variable
        if name == "locator":
            if not self.situation.locator:
                return Out()
            term = self.situation.locator
        elif self.has(name) and name not in self.substituted:
            term = name
        else:
            return Out()
        texts = [self.locale.term(term, node.form, plural) for plural in (False, True)]
        if not any(texts):
            return Out()
        self.printed = True
        dressed = [join(self._dress([parse_field(t)], node.format)) if t else "" for t in texts]
        single, multiple = dressed
        if node.plural == "always":
            return Out([multiple])
        if node.plural == "never" or single == multiple:
            return Out([single])
        return Out([_counted(name, single, multiple)])

    # --- conditions ------------------------------------------------------------------------

    def _holds(self, branch: tree.Branch) -> bool:
        # An item has one type: "all" of several types can only mean any of them.
        typed = self.signature.type in branch.types
        if not branch.tests:
            return typed != (branch.match == "none") if branch.types else True
        results = [self._test(test) for test in branch.tests]
        if branch.match == "any":
            return typed or any(results)
        if branch.match == "none":
            return not (typed or any(results))
        return all(results) and (typed or not branch.types)

    def _test(self, test: tree.Test) -> bool:
        value, signature, situation = test.value, self.signature, self.situation
        if test.kind == "variable":
            return self.has(value)
        if test.kind == "is-numeric":
            if value == "locator":
                return situation.locator_numeric
            return value in signature.numeric or (
                value == "citation-number" or (value in _SPECIAL and self.has(value))
            )
        if test.kind == "is-uncertain-date":
            return "~" in self.dates.get(value, "")
        if test.kind == "locator":
            return bool(situation.locator) and value.replace(" ", "-") == (
                situation.locator.replace(" ", "-"))  # fmt: skip
        if test.kind == "position":
            return value in situation.position
        if test.kind == "disambiguate":
            self.tests_disambiguate += 1
            return self.tests_disambiguate <= situation.disambiguate
        return False

    def has(self, name: str) -> bool:
        """Tell whether a variable has a value."""
        if name == "locator":
            return bool(self.situation.locator)
        if name == "year-suffix":
            return self.situation.year_suffix
        if name == "first-reference-note-number":
            return self.situation.first_note
        if name in ("citation-number", "citation-label"):
            return True
        return name in self.signature.present


def _in_parentheses(style: Format) -> bool:
    return "(" in style.prefix and ")" in style.suffix


def _counted(name: str, single: Part, multiple: Part) -> Part:
    """Choose between the two numbers of a label by the value it labels."""
    one, many = as_function(single), as_function(multiple)
    if name == "locator":
        return lambda item, state: (many if is_plural(state.locator) else one)(item, state)
    if name in ("number-of-pages", "number-of-volumes"):
        return lambda item, state: (many if counts_more_than_one(item.plain(name)) else one)(
            item, state
        )
    return lambda item, state: (many if is_plural(item.plain(name)) else one)(item, state)


def _citation_number(self: Specialiser) -> Out:
    self.prints_number = True
    if self.sorting:
        return Out([lambda item, state: state.number.zfill(8)], called=True, filled=True)
    return Out([lambda item, state: state.number], called=True, filled=True)


def _citation_label(self: Specialiser) -> Out:
    if self.compiled.adds_suffix and not self.compiled.explicit_suffix:
        self.prints_suffix = self.suffix_done = True
        return Out(
            [lambda item, state: citation_label(item) + state.year_suffix], called=True, filled=True
        )
    return Out([lambda item, state: citation_label(item)], called=True, filled=True)


def _year_suffix(self: Specialiser) -> Out:
    if not self.situation.year_suffix:
        return Out()
    self.prints_suffix = True
    return Out([lambda item, state: state.year_suffix], called=True, filled=True)


def _first_note(self: Specialiser) -> Out:
    if not self.situation.first_note:
        return Out(called=True)
    return Out([lambda item, state: state.first_note], called=True, filled=True)


def _locator(self: Specialiser) -> Out:
    if not self.situation.locator:
        return Out(called=True)
    self.prints_locator = True
    locale = self.locale
    if self.situation.locator == "page":
        ranges = self.style.options.get("page-range-format", "")
        return Out([lambda i, s: page_range(s.locator, ranges, locale)], called=True, filled=True)
    return Out([lambda i, s: format_number(s.locator, "numeric", locale)], called=True, filled=True)


_SPECIAL = {
    "citation-number": _citation_number,
    "citation-label": _citation_label,
    "year-suffix": _year_suffix,
    "first-reference-note-number": _first_note,
    "locator": _locator,
}
