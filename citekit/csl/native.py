"""Our own CSL processor.

A style is parsed to a tree (`parse`), specialised for each kind of item it meets (`compile`),
and the few functions that are left print the items; what meets at the seams is settled once per
citation or entry (`richtext`), and an output format prints it (`writers`).

Two extensions, both of which leave a `.csl` file valid and working in any other processor:

**Extension variables.** `<text macro="citekit:NAME"/>` prints the value an item has for NAME in
its `custom` object, as if it were a variable of CSL. A list is joined by the value of the
`<text value="…"/>` in the macro `citekit:NAME:delimiter`, or by "; ". If the value is there but
empty, nothing is printed; if it is absent, the macro itself is, as in any other processor.

**Item language.** With `item_language=True`, or when the style has a macro named
`citekit:item-language`, terms, months, ordinals and quotation marks of an item are those of the
item's own `language`. Sorting stays with the language of the document.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from citekit.csl import parse
from citekit.csl.cluster import Joining, Rendered, join_cites
from citekit.csl.code import State
from citekit.csl.compile import Compiled, Program, Signature, Situation, Specialiser
from citekit.csl.disambiguate import Disambiguator, Distinction, Found, Rules
from citekit.csl.engine import Bibliography, Cite, Cluster, Entry
from citekit.csl.errors import CSLWarning, ItemError, UnknownItemError
from citekit.csl.items import Item
from citekit.csl.label import citation_label
from citekit.csl.locale import Locale, normal_tag
from citekit.csl.numbers import is_numeric
from citekit.csl.position import FIRST, FIRST_PLACE, NEAR, SUBSEQUENT, Place, Positions
from citekit.csl.richtext import (
    BLOCK,
    CLOSE,
    LEFT_MARGIN,
    RIGHT_INLINE,
    inside_last_block,
    parse_field,
    settle,
    strip_marks,
)
from citekit.csl.tree import Number, Text
from citekit.csl.sort import prepared, text_key
from citekit.csl.writers import writer

NO_PRINTED_FORM = "[CSL STYLE ERROR: reference with no printed form.]"
_DOTTED_I = ("tr", "az")  # languages in which the capital of i is İ (Unicode SpecialCasing)
_LOCATOR_LABELS = {"sub verbo": "sub-verbo"}  # written with a space before CSL 1.0.2
_AMBIGUOUS = NEAR[SUBSEQUENT]
_NOTHING = Distinction()


class NativeProcessor:
    """A style with its items; see `citekit.csl.engine.Processor`."""

    def __init__(
        self,
        style: str | bytes,
        items: Iterable[Mapping[str, Any]],
        *,
        locale: str | None = None,
        output: str = "text",
        item_language: bool = False,
        uncited: bool = True,
        abbreviations: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Parse the style and read the items.

        Args:
            style: XML of an independent style.
            items: CSL-JSON objects.
            locale: BCP 47 tag of the document; the style's default locale when None.
            output: Output format.
            item_language: Take terms from each item's own language.
            uncited: Items that are not cited are in the bibliography as well.
            abbreviations: By variable ("container-title"): full text to its short form.

        Raises:
            StyleError: The style cannot be used.
            ItemError: An item is not an object, or has no id.
        """
        tree = parse.parse_style(style)
        self._warnings: list[CSLWarning] = []
        self._tree = tree
        self._locale = Locale(locale or tree.default_locale or "en-US", tree.locales)
        self._compiled = Compiled(tree, self._locale)
        self._writer = writer(output)
        self._by_item_language = item_language or self._compiled.item_language
        self._locales: dict[str, Locale] = {}
        self._dotted = self._locale.language in _DOTTED_I
        self._english = self._locale.language == "en"
        self._signatures: dict[Any, tuple[Signature, dict[Any, Program]]] = {}
        self._items: dict[str, Item] = {}
        for raw in items:
            self._add_item(_abbreviated(raw, abbreviations) if abbreviations else raw)
        self._joining = Joining.of(tree.citation, tree.class_ == "in-text")
        self._numbered = any(
            isinstance(n, Text | Number) and "citation-number" in (
                n.value if isinstance(n, Text) else n.variable)
            for n in self._compiled.citation_nodes
        )  # fmt: skip
        self._rules = Rules.of(tree.citation.options, _asks_to_disambiguate(self._compiled))
        self._note_distance = _integer(tree.citation.options.get("near-note-distance"), 5)
        self._uncited = uncited
        self._registered: dict[str, None] = {}
        self._explicit: dict[str, None] = {}
        self._clusters: list[Cluster] = []
        self._positions = Positions(self._note_distance)
        self._found: Found | None = None
        self._numbers: dict[str, int] = {}
        self._sorted: list[Item] | None = None
        self._known_text: dict[str, tuple[Any, str]] = {}

    def _add_item(self, raw: Mapping[str, Any]) -> None:
        item = Item(raw, self._warnings)
        if not item.id:
            if raw.get("id") is None:
                item.id = f"item-{len(self._items) + 1}"
                self._warnings.append(CSLWarning("the item has no id; one was given", item.id, "id"))
        if item.id in self._items:
            self._warnings.append(CSLWarning("two items have this id; the last is used", item.id, "id"))
        self._items[item.id] = item

    @property
    def warnings(self) -> Sequence[CSLWarning]:
        """What was passed over so far."""
        return self._warnings

    # --- programs ----------------------------------------------------------------------------

    def _signature(self, item: Item) -> tuple[Signature, dict[Any, Program]]:
        found = item.signature
        if found is not None:
            return found  # type: ignore[no-any-return]
        language = item.language
        english = language[:2].lower() == "en" if language else self._english
        tests = self._compiled.numeric_tests
        numeric = (
            frozenset(v for v in tests & item.present if is_numeric(item.plain(v)))
            if tests
            else frozenset[str]()
        )
        dates = tuple((k, v.shape) for k, v in item.dates.items())
        custom = tuple((k, "1" if v else "") for k, v in item.custom.items()) if item.custom else ()
        own_language = normal_tag(language) if self._by_item_language else ""
        dotted = language[:2].lower() in _DOTTED_I if language else self._dotted
        key = (item.type, item.present, numeric, dates, english, dotted, own_language, custom)
        entry = self._signatures.get(key)
        if entry is None:
            entry = self._signatures[key] = (Signature(*key), {})
        item.signature = entry
        return entry

    def _program(self, item: Item, key: tuple[Any, ...]) -> Program:
        """Return the program for an item in a situation (see `_situation` for the key)."""
        signature, programs = self._signature(item)
        program = programs.get(key)
        if program is None:
            situation = Situation(*key)
            special = Specialiser(self._compiled, signature, situation, self._locale_of(signature))
            if situation.area == "sort":
                program = special.sort_program(situation.omit)
            else:
                program = special.program()
            programs[key] = program
        return program

    def _locale_of(self, signature: Signature) -> Locale:
        tag = signature.language
        if not tag:
            return self._locale
        found = self._locales.get(tag)
        if found is None:
            found = self._locales[tag] = Locale(tag, self._tree.locales)
        return found

    # --- the document --------------------------------------------------------------------------

    def register(self, ids: Iterable[str]) -> None:
        """Put items into the bibliography, in this order, whether they are cited or not."""
        for id_ in ids:
            self._item(str(id_))
            self._registered[str(id_)] = self._explicit[str(id_)] = None
        self._changed_items()

    def cite(self, cites: Sequence[Cite] | Cluster) -> str:
        """Append one citation to the document and return its text."""
        cluster = cites if isinstance(cites, Cluster) else Cluster(tuple(cites))
        self._note_cited(cluster)
        self._clusters.append(cluster)
        return self._render_cluster(cluster, self._positions.place(cluster))

    def citations(self, clusters: Iterable[Cluster]) -> list[str]:
        """Render all the citations of a document; they replace those cited before."""
        self._clusters = list(clusters)
        self._registered = {} if self._uncited else self._registered
        self._changed_items()
        for cluster in self._clusters:
            self._note_cited(cluster)
        self._positions = Positions(self._note_distance)
        place = self._positions.place
        return [self._render_cluster(c, place(c)) for c in self._clusters]

    def update(self, clusters: Iterable[Cluster]) -> dict[str, str]:
        """Make these the citations of the document; return the texts that changed, by id.

        Clusters are compared with those of the same id before; only what differs in text,
        position or distinction is rendered again.
        """
        self._clusters = list(clusters)
        kept = dict.fromkeys(i for i in self._explicit)
        before, self._registered = self._registered, {}
        for cluster in self._clusters:
            for cite in cluster.cites:
                self._item(cite.id)
                self._registered[cite.id] = None
        self._registered.update(kept)
        if list(before) != list(self._registered):
            self._changed_items()
        self._prepare()
        self._positions = Positions(self._note_distance)
        known, self._known_text = self._known_text, {}
        changed: dict[str, str] = {}
        for n, cluster in enumerate(self._clusters):
            places = self._positions.place(cluster)
            name = cluster.id or str(n)
            inputs = self._inputs(cluster, places)
            old = known.get(name)
            if old is not None and old[0] == inputs:
                self._known_text[name] = old
                continue
            text = self._render_cluster(cluster, places)
            self._known_text[name] = (inputs, text)
            changed[name] = text
        return changed

    def text_of(self, id_: str) -> str:
        """Return the text of a citation, by the id of its cluster."""
        return self._known_text[id_][1]

    def _inputs(self, cluster: Cluster, places: Sequence[Place]) -> Any:
        """Return all that the text of a citation depends on."""
        found = self._found or {}
        back = self._compiled.asks_first_note
        return (
            cluster.cites, cluster.mode, cluster.infix,
            tuple((p.position, (p.first_note or cluster.note) if back else 0) for p in places),
            tuple(
                (self._numbers.get(c.id), repr(found.get(c.id))) for c in cluster.cites
            ),
        )  # fmt: skip

    def preview(self, cluster: Cluster, places: Sequence[Place] | None = None) -> str:
        """Render a citation that is not part of the document.

        Args:
            places: Positions of its cites; all are first when None.
        """
        return self._render_cluster(cluster, places or [FIRST_PLACE] * len(cluster.cites))

    def _item(self, id_: str) -> Item:
        try:
            return self._items[id_]
        except KeyError:
            raise UnknownItemError(f"a cite names item {id_!r}, which was not given") from None

    def _note_cited(self, cluster: Cluster) -> None:
        new = False
        for cite in cluster.cites:
            if cite.id not in self._registered:
                self._item(cite.id)
                self._registered[cite.id] = None
                new = True
        if new:
            self._changed_items(appended=True)

    def _changed_items(self, appended: bool = False) -> None:
        """Forget what depends on which items there are, in which order."""
        if appended and self._uncited and self._found is not None and self._has_sort():
            return  # all items are in the bibliography already, and in the style's order
        self._sorted = None
        if not (appended and self._uncited and self._found is not None and not self._rules.any):
            self._found = None

    def _has_sort(self) -> bool:
        layout = self._tree.bibliography
        return layout is not None and bool(layout.sort)

    def _members(self) -> list[Item]:
        """Return the items of the bibliography, cited ones first."""
        listed = [self._items[i] for i in self._registered]
        if self._uncited:
            listed += [item for i, item in self._items.items() if i not in self._registered]
        return listed

    def _prepare(self) -> None:
        """Sort and number the items and tell their cites apart, unless that is done."""
        if self._sorted is None:
            members = self._members()
            self._numbers = {item.id: n for n, item in enumerate(members, 1)}
            layout = self._tree.bibliography
            if layout is not None and layout.sort:
                members = self._sort(members, layout.sort, "bibliography")
                descending = any(
                    k.descending and k.variable == "citation-number" for k in layout.sort)
                numbered = members[::-1] if descending and False else members
                self._numbers = {item.id: n for n, item in enumerate(numbered, 1)}
            self._sorted = members
        if self._found is None:
            self._found = {}
            if self._rules.any:
                run = Disambiguator(
                    self._rules, self._ambiguous_text, self._namesets, self._conditions
                )
                self._found = run.run(self._sorted)

    # --- disambiguation ------------------------------------------------------------------------

    def _ambiguous_key(self, distinction: Distinction) -> tuple[Any, ...]:
        return ("citation", _AMBIGUOUS, "", distinction.disambiguate, False, False, "looking")

    def _ambiguous_text(self, item: Item, distinction: Distinction) -> str:
        program = self._program(item, self._ambiguous_key(distinction))
        state = State()
        state.expand = distinction.expand
        state.number = str(self._numbers.get(item.id, ""))
        self._set_label(state, item)
        return strip_marks(program.render(item, state))

    def _namesets(self, item: Item) -> Any:
        return self._program(item, self._ambiguous_key(_NOTHING)).namesets

    def _conditions(self, item: Item) -> int:
        # With all of them true, the path is the one that asks most.
        every = replace(_NOTHING, disambiguate=99)
        return self._program(item, self._ambiguous_key(every)).tests_disambiguate

    def _set_label(self, state: State, item: Item) -> None:
        state.label = citation_label(item)

    # --- citations -------------------------------------------------------------------------------

    def _state(self, item: Item, distinction: Distinction) -> State:
        state = State()
        state.number = str(self._numbers.get(item.id, ""))
        state.expand = distinction.expand
        state.year_suffix = distinction.year_suffix
        self._set_label(state, item)
        return state

    def _render_cite(self, cite: Cite, place: Place) -> Rendered:
        found = self._found or {}
        item = self._items[cite.id]
        distinction = found.get(item.id, _NOTHING)
        state = self._state(item, distinction)
        label = ""
        if cite.locator:
            state.locator = parse_field(cite.locator)
            label = _LOCATOR_LABELS.get(cite.label, cite.label) or "page"
        if place.first_note:
            state.first_note = str(place.first_note)
        mode = cite.mode

        def key(omit: str = "", suffix: bool = True) -> tuple[Any, ...]:
            return (
                "citation", place.position, label, distinction.disambiguate,
                suffix and bool(distinction.year_suffix), bool(place.first_note), omit, False, (),
                "", not _starts_sentence(cite.prefix),
            )  # fmt: skip

        program = self._program(item, key("names" if mode == "suppress-author" else ""))
        text = program.render(item, state)
        names = ""
        if program.names is not None:
            first = program.names
            names = first if isinstance(first, str) else first(item, state)
        if mode == "author-only":
            text = names or text
        rendered = Rendered(
            text=text,
            prefix=parse_field(cite.prefix) if cite.prefix else "",
            suffix=parse_field(cite.suffix) if cite.suffix else "",
            names=names,
            number=self._numbers.get(item.id, 0) if program.prints_number else 0,
            year_suffix=distinction.year_suffix if program.prints_suffix else "",
            locator=bool(cite.locator),
        )
        if not mode and self._joining.groups:
            if names:
                rendered.without_names = lambda: self._program(item, key("names")).render(
                    item, state
                )
            rendered.without_suffix = lambda: self._program(item, key("names", False)).render(
                item, state
            )
        return rendered

    def _render_cluster(self, cluster: Cluster, places: Sequence[Place]) -> str:
        self._prepare()
        cites = list(zip(cluster.cites, places, strict=True))
        layout = self._tree.citation
        if layout.sort and len(cites) > 1:
            cites = self._sort_cites(cites)
        mode = cluster.mode
        if mode in ("author-only", "suppress-author"):
            cites = [(_with_mode(c, mode), p) for c, p in cites]
        rendered = [self._render_cite(c, p) for c, p in cites]
        if mode == "composite":
            return self._composite(cluster, cites, rendered)
        text = join_cites([r for r in rendered if r.text or r.prefix or r.suffix], self._joining)
        author_only = mode == "author-only" or all(c.mode == "author-only" for c, _ in cites)
        return self._finish(text, wrap=not author_only)

    def _composite(
        self, cluster: Cluster, cites: list[tuple[Cite, Place]], rendered: list[Rendered]
    ) -> str:
        """Print the author in the running text and the rest as a citation."""
        names = self._finish(rendered[0].names or rendered[0].text, wrap=False)
        rest = [self._render_cite(_with_mode(c, "suppress-author"), p) for c, p in cites]
        citation = self._finish(join_cites([r for r in rest if r.text], self._joining))
        infix = self._writer.write(parse_field(cluster.infix), self._locale)
        if infix and not infix.startswith(("'", "’", ",", ".", " ")):
            infix = " " + infix
        return f"{names}{infix} {citation}" if citation else names + infix

    def _finish(self, text: str, wrap: bool = True) -> str:
        """Put the layout's affixes around a citation and print it."""
        if not text:
            return NO_PRINTED_FORM
        if wrap:
            style = self._tree.citation.format
            text = (
                style.marks + style.prefix + text + style.suffix + CLOSE * len(style.marks)
                if style.marks
                else style.prefix + text + style.suffix
            )
        text = settle(text, self._locale.punctuation_in_quote)
        return self._writer.write(text, self._locale)

    # --- bibliography ------------------------------------------------------------------------------

    @property
    def ids(self) -> Iterable[str]:
        """The ids of all items given."""
        return self._items

    def bibliography(
        self, *, sort: bool = True, select: Container[str] | None = None
    ) -> Bibliography:
        """Render the references, sorted and numbered.

        Args:
            sort: False to leave them in the order they were cited or registered in.
            select: Ids of the entries wanted; None for all.
        """
        layout = self._tree.bibliography
        if layout is None:
            return Bibliography(())
        self._prepare()
        found = self._found or {}
        options = layout.options
        substitute = options.get("subsequent-author-substitute")
        rule = options.get("subsequent-author-substitute-rule", "complete-all")
        align = options.get("second-field-align", "")
        style = layout.format
        opening, closing = style.marks + style.prefix, style.suffix + CLOSE * len(style.marks)
        inside, write = self._locale.punctuation_in_quote, self._writer.write
        before, after = self._writer.entry
        entries: list[Entry] = []
        previous: Any = None
        widest = 0
        listed = (self._sorted or []) if sort else self._members()
        for item in listed if select is None else [i for i in listed if i.id in select]:
            distinction = found.get(item.id, _NOTHING)
            program = self._program(
                item,
                ("bibliography", FIRST, "", distinction.disambiguate,
                 bool(distinction.year_suffix), False, "", substitute is not None),
            )  # fmt: skip
            state = self._state(item, distinction)
            if substitute is not None:
                previous = self._instead(item, state, program, previous, substitute, rule)
            if align:
                text, width = self._aligned(program, item, state, closing)
                widest = max(widest, width)
                text = opening + text
            else:
                text = program.render(item, state)
                if text:
                    text = opening + inside_last_block(text, closing)
                elif self._numbered:
                    text = f"{state.number}. {NO_PRINTED_FORM}"
                else:
                    self._warnings.append(CSLWarning("the style prints nothing for it", item.id))
                    continue
            text = settle(text, inside)
            locale = self._locale_of(self._signature(item)[0]) if self._by_item_language else (
                self._locale)  # fmt: skip
            entries.append(Entry(item.id, before + write(text, locale) + after))
        body = self._writer.body
        return Bibliography(
            entries=tuple(entries),
            hanging_indent=options.get("hanging-indent") == "true",
            second_field_align=align,
            line_spacing=_integer(options.get("line-spacing"), 1),
            entry_spacing=_integer(options.get("entry-spacing"), 1),
            max_offset=widest,
            start=body[0],
            end=body[1],
        )

    def _aligned(
        self, program: Program, item: Item, state: State, closing: str
    ) -> tuple[str, int]:
        """Split an entry into its first field and the rest."""
        parts = [p if isinstance(p, str) else p(item, state) for p in program.fields]
        parts = [p for p in parts if p]
        if not parts:
            return NO_PRINTED_FORM, 0
        first, rest = parts[0], "".join(parts[1:]) + closing
        body = rest.rstrip(" ")
        text = f"{LEFT_MARGIN}{first}{CLOSE}{RIGHT_INLINE}{body}{CLOSE}{rest[len(body):]}"
        return text, len(strip_marks(first))

    def _instead(
        self, item: Item, state: State, program: Program, previous: Any, substitute: str, rule: str
    ) -> Any:
        """Set what replaces the names at the head; return what the next entry compares with."""
        head = program.names
        if head is None:
            return None
        text = head if isinstance(head, str) else head(item, state)
        keys: tuple[Any, ...] = ()
        if program.namesets and program.head_variable:
            keys = item.names.get(program.head_variable, ())
        current = (text, keys)
        if previous is None:
            return current
        same = text == previous[0]
        state.instead = parse_field(substitute)
        if rule == "complete-all" or not keys:
            if same:
                state.instead_rule = ("all", 0)
        elif rule == "complete-each" and keys:
            if same:
                state.instead_rule = ("each", len(keys))
        else:
            count = 0
            for mine, theirs in zip(keys, previous[1], strict=False):
                if mine is not theirs:
                    break
                count += 1
            if rule == "partial-first":
                count = min(count, 1)
            if count:
                state.instead_rule = ("each", count)
        return current

    # --- sorting -----------------------------------------------------------------------------------

    def _sort_cites(self, cites: list[tuple[Cite, Place]]) -> list[tuple[Cite, Place]]:
        keys = self._tree.citation.sort
        order = self._key_function(keys, "citation")
        return sorted(cites, key=lambda cp: order(self._items[cp[0].id]))

    def _sort(self, items: list[Item], keys: Any, area: str) -> list[Item]:
        return sorted(items, key=self._key_function(keys, area))

    def _key_function(self, keys: Any, area: str) -> Callable[[Item], Any]:
        makers = [self._one_key(key, area) for key in keys]
        collate = text_key(self._locale.tag)

        def order(item: Item) -> Any:
            out = []
            for make, descending in makers:
                text = make(item)
                if not text:
                    out.append((1, ""))
                elif descending:
                    out.append((0, _Reversed(collate(text))))
                else:
                    out.append((0, collate(text)))
            return out

        return order

    def _one_key(self, key: Any, area: str) -> tuple[Callable[[Item], str], bool]:
        options = tuple(sorted((k, v) for k, v in key.options.items() if k.startswith("names-")))
        numbers = self._numbers
        found = self._found or {}

        def text(item: Item) -> str:
            distinction = found.get(item.id, _NOTHING)
            program = self._program(
                item, ("sort", FIRST, "", False, bool(distinction.year_suffix), False,
                       key.macro or f"variable:{key.variable}", False, options, area)
            )  # fmt: skip
            state = State()
            state.number = str(numbers.get(item.id, ""))
            state.year_suffix = distinction.year_suffix
            self._set_label(state, item)
            return prepared(program.render(item, state))

        return text, key.descending


class _Reversed:
    """Sorts the other way round."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        self.key = key

    def __lt__(self, other: "_Reversed") -> bool:
        return bool(other.key < self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.key == other.key


def _abbreviated(
    raw: Mapping[str, Any], tables: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Any]:
    """Give an item the short forms that a table of abbreviations has for its variables."""
    found = {
        f"{name}-short": table[raw[name]]
        for name, table in tables.items()
        if isinstance(raw.get(name), str) and raw[name] in table
    }
    return {**raw, **found} if found else raw


def _with_mode(cite: Cite, mode: Any) -> Cite:
    return Cite(cite.id, cite.locator, cite.label, cite.prefix, cite.suffix, mode)


def _starts_sentence(prefix: str) -> bool:
    """Tell whether what follows a prefix begins a sentence: "See" it continues, "As said." not."""
    words = prefix.split()
    return not words or (len(words) > 1 and words[-1].rstrip("\"'”’»").endswith((".", "!", "?")))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _asks_to_disambiguate(compiled: Compiled) -> bool:
    from citekit.csl import tree
    from citekit.csl.compile import walk_style

    return any(
        test.kind == "disambiguate"
        for node in walk_style(compiled.style)
        if isinstance(node, tree.Choose)
        for branch in node.branches
        for test in branch.tests
    )


__all__ = ["BLOCK", "ItemError", "NativeProcessor"]
