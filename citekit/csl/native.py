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

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from citekit.csl import parse
from citekit.csl.bibliography import NO_PRINTED_FORM, EntryPrinter
from citekit.csl.cluster import Joining, Rendered, join_cites
from citekit.csl.code import State, as_function
from citekit.csl.collector import collector_paused
from citekit.csl.compile import Program
from citekit.csl.disambiguate import NOTHING
from citekit.csl.document import Document
from citekit.csl.engine import Bibliography, Cite, CiteMode, Cluster
from citekit.csl.errors import CSLWarning
from citekit.csl.facts import Compiled
from citekit.csl.items import Item
from citekit.csl.locale import Locale
from citekit.csl.numbers import is_numeric, labelled_locator
from citekit.csl.order import Sorter
from citekit.csl.position import FIRST_PLACE, Place, Positions
from citekit.csl.programs import Programs
from citekit.csl.richtext import CLOSE, parse_field, settle, without_blocks
from citekit.csl.writers import writer


class _Known(NamedTuple):
    """A citation as it was last rendered: what went in, and what came out.

    Attributes:
        inputs: All that the text depends on, but for the notes.
        notes: For each cite, the note and the citation that first name its item.
        text: As it was printed.
    """

    inputs: Any
    notes: list[tuple[int, str]]
    text: str


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
        links: bool = False,
    ) -> None:
        """Parse the style and read the items.

        Args:
            style: XML of an independent style.
            items: CSL-JSON objects.
            locale: BCP 47 tag of the document; the style's default locale when None.
            output: Output format.
            item_language: Take terms from each item's own language.
            uncited: Items that are not cited are in the bibliography as well.
            links: Identifiers in the bibliography are links (CSL 1.0.2, Appendix VI).
            abbreviations: By variable ("container-title"): full text to its short form.

        Raises:
            StyleError: The style cannot be used.
            ItemError: An item is not an object.
        """
        tree = parse.parse_style(style)
        self._warnings: list[CSLWarning] = []
        self._tree = tree
        self._locale = Locale(locale or tree.default_locale or "en-US", tree.locales)
        self._compiled = compiled = Compiled(tree, self._locale, links)
        self._writer = writer(output)
        self._programs = Programs(compiled, self._locale, item_language or compiled.item_language)
        if abbreviations:
            items = [_abbreviated(raw, abbreviations) for raw in items]
        self._document = Document(
            items, compiled, self._programs, self._locale, uncited, self._warnings
        )
        self._joining = Joining.of(tree.citation, tree.class_ == "in-text")
        self._sorter = (
            Sorter(tree.citation, "citation", self._programs, self._locale.tag)
            if tree.citation.sort
            else None
        )
        style_format = tree.citation.format
        self._opening = style_format.marks + style_format.prefix
        self._closing = style_format.suffix + CLOSE * len(style_format.marks)
        self._note_distance = _integer(tree.citation.options.get("near-note-distance"), 5)
        self._positions = Positions(self._note_distance)
        self._texts: dict[str, _Known] = {}
        self._state = State()

    @property
    def warnings(self) -> Sequence[CSLWarning]:
        """What was passed over so far."""
        return self._warnings

    @property
    def ids(self) -> Iterable[str]:
        """The ids of all items given."""
        return self._document.items

    # --- the document --------------------------------------------------------------------------

    def register(self, ids: Iterable[str]) -> None:
        """Put items into the bibliography, in this order, whether they are cited or not."""
        self._document.register(str(i) for i in ids)

    def cite(self, cites: Sequence[Cite] | Cluster) -> str:
        """Append one citation to the document and return its text."""
        cluster = cites if isinstance(cites, Cluster) else Cluster(tuple(cites))
        self._document.note(cite.id for cite in cluster.cites)
        return self._render(cluster, self._positions.place(cluster))

    def citations(self, clusters: Iterable[Cluster]) -> list[str]:
        """Render all the citations of a document; they replace those cited before."""
        listed = list(clusters)
        self._document.reset(cite.id for cluster in listed for cite in cluster.cites)
        self._positions = Positions(self._note_distance)
        place, render = self._positions.place, self._render
        with collector_paused():
            return [render(cluster, place(cluster)) for cluster in listed]

    def update(self, clusters: Iterable[Cluster]) -> dict[str, str]:
        """Make these the citations of the document; return the texts that changed, by id.

        To insert, change, move or delete a citation, give the list as it is to be. Clusters are
        compared with those of the same id before; only what differs in cites, position or
        distinction is rendered again.

        >>> style = '''<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text">
        ...   <citation><layout><text variable="citation-number"/></layout></citation></style>'''
        >>> engine = NativeProcessor(style, [{"id": "a"}, {"id": "b"}])
        >>> a, b = Cluster((Cite("a"),), id="one"), Cluster((Cite("b"),), id="two")
        >>> engine.update([a])
        {'one': '1'}
        >>> engine.update([a, b])
        {'two': '2'}
        >>> engine.update([b])
        {'two': '1'}
        """
        listed = list(clusters)
        self._document.reset(cite.id for cluster in listed for cite in cluster.cites)
        self._document.settle()
        self._positions = Positions(self._note_distance)
        known, self._texts = self._texts, {}
        changed: dict[str, str] = {}
        first: dict[str, str] = {}
        cited = Counter(i for cluster in listed for i in {cite.id for cite in cluster.cites})
        for n, cluster in enumerate(listed):
            places = self._positions.place(cluster)
            name = cluster.id or str(n)
            inputs = self._inputs(cluster, places)
            notes = []
            if self._compiled.asks_first_note:
                for cite, place in zip(cluster.cites, places, strict=True):
                    place_of_first = first.setdefault(cite.id, name)
                    notes.append((place.first_note or cluster.note, place_of_first))
            old = known.get(name)
            if old is not None and old.inputs == inputs:
                both = zip(cluster.cites, old.notes, notes, strict=False)
                if all(was == now or cited[cite.id] == 1 for cite, was, now in both):
                    self._texts[name] = old._replace(notes=notes)
                    continue
            changed[name] = text = self._render(cluster, places)
            self._texts[name] = _Known(inputs, notes, text)
        return changed

    def text_of(self, id_: str) -> str:
        """Return the text of a citation given to `update`, by the id of its cluster."""
        return self._texts[id_].text

    def preview(self, cluster: Cluster, places: Sequence[Place] | None = None) -> str:
        """Render a citation that is not part of the document.

        Args:
            cluster: What is cited.
            places: Positions of its cites; all are first when None.
        """
        return self._render(cluster, places or [FIRST_PLACE] * len(cluster.cites))

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
        document = self._document
        items = document.listed(sort)
        if select is not None:
            items = [item for item in items if item.id in select]
        printer = EntryPrinter(
            layout, self._programs, self._locale, self._writer, self._compiled.cites_by_number
        )
        with collector_paused():
            printed = printer.print(items, document.numbers, document.found)
        self._warnings += printer.warnings
        return printed

    # --- citations -------------------------------------------------------------------------------

    def _inputs(self, cluster: Cluster, places: Sequence[Place]) -> Any:
        """Return all that the text of a citation depends on, but for the numbers of notes."""
        numbers, found = self._document.numbers, self._document.found
        numbered = self._compiled.cites_by_number or self._sorter is not None
        positions = self._compiled.asks_position
        return (
            cluster.cites,
            cluster.mode,
            cluster.infix,
            [p.position for p in places] if positions else None,
            [(numbers.get(c.id) if numbered else 0, found.get(c.id)) for c in cluster.cites],
        )

    def _render(self, cluster: Cluster, places: Sequence[Place]) -> str:
        self._document.settle()
        if len(cluster.cites) == 1 and not cluster.mode:
            (cite,) = cluster.cites
            if not (cite.locator or cite.prefix or cite.suffix or cite.mode):
                return self._plain(cite, places[0])
        cites = list(zip(cluster.cites, places, strict=True))
        if self._sorter is not None and len(cites) > 1:
            cites = self._sorted(cites)
        mode = cluster.mode
        if mode == "composite":
            return self._composite(cluster, cites)
        if mode:  # the author of the first cite is the one in question
            cites = [(_with_mode(cites[0][0], mode), cites[0][1]), *cites[1:]]
            cites = cites[:1] if mode == "author-only" else cites
        rendered = [self._cite(c, p, first=i == 0) for i, (c, p) in enumerate(cites)]
        rendered = [r for r in rendered if r.text or r.prefix or r.suffix]
        bare = bool(cites) and all(c.mode == "author-only" for c, _ in cites)
        return self._finish(join_cites(rendered, self._joining) if rendered else "", wrap=not bare)

    def _plain(self, cite: Cite, place: Place) -> str:
        """Render a citation of one item and nothing else: most citations are."""
        document = self._document
        item = document.item(cite.id)
        if self._compiled.same_everywhere and cite.id not in document.found:
            known = document.plain.get(cite.id)
            if known:
                return self._finish(known)
        state = self._state
        state.number = str(document.numbers.get(cite.id, ""))
        state.first_note = str(place.first_note) if place.first_note else ""
        distinction = document.found.get(cite.id, NOTHING)
        state.expand, state.year_suffix = distinction.expand, distinction.year_suffix
        key = (place.position, "", False, distinction.disambiguate,
               self._programs.tests_suffix and bool(distinction.year_suffix),
               bool(place.first_note))  # fmt: skip
        program = self._programs.program(item, self._programs.citation, key)
        return self._finish(program.render(item, state))

    def _sorted(self, cites: list[tuple[Cite, Place]]) -> list[tuple[Cite, Place]]:
        assert self._sorter is not None
        document = self._document
        self._sorter.numbers, self._sorter.found = document.numbers, document.found
        items = list({cite.id: document.item(cite.id) for cite, _ in cites}.values())
        rank = {item.id: n for n, item in enumerate(self._sorter.sort(items))}
        return sorted(cites, key=lambda cite_place: rank[cite_place[0].id])

    def _composite(self, cluster: Cluster, cites: list[tuple[Cite, Place]]) -> str:
        """Print the author in the running text and the rest as a citation."""
        first = self._cite(*cites[0])
        names = self._finish(first.names or first.text, wrap=False)
        (cite, place), *others = cites
        rest = [self._cite(_with_mode(cite, "suppress-author"), place)]
        rest += [self._cite(c, p) for c, p in others]
        shown = [r for r in rest if r.text]
        citation = self._finish(join_cites(shown, self._joining)) if shown else ""
        infix = self._writer.write(parse_field(cluster.infix), self._locale)
        if infix and not infix.startswith(("'", "’", ",", ".", " ")):
            infix = f" {infix}"
        return f"{names}{infix} {citation}" if citation else names + infix

    def _cite(self, cite: Cite, place: Place, first: bool = True) -> Rendered:
        """Render one cite, with what grouping and collapsing will ask about it.

        Args:
            cite: What is cited.
            place: Its position in the document.
            first: It begins the citation, and may begin a sentence.
        """
        document = self._document
        item = document.item(cite.id)
        distinction = document.found.get(cite.id, NOTHING)
        state = State()
        state.number = str(document.numbers.get(cite.id, ""))
        state.expand, state.year_suffix = distinction.expand, distinction.year_suffix
        if place.first_note:
            state.first_note = str(place.first_note)
        label = ""
        if cite.locator:
            label, locator = labelled_locator(cite.label, cite.locator)
            state.locator = parse_field(locator)
        prefix = parse_field(cite.prefix) if cite.prefix else ""
        mode = cite.mode

        suffixed = self._programs.tests_suffix and bool(distinction.year_suffix)

        def program(omit: str = "", suffix: bool = True) -> Program:
            key = (
                place.position,
                label,
                bool(label) and is_numeric(state.locator),
                distinction.disambiguate,
                suffix and suffixed,
                bool(place.first_note),
                omit,
                False,
                (),
                not _starts_sentence(prefix) if prefix else not first,
            )
            return self._programs.program(item, self._programs.citation, key)

        found = program("names" if mode == "suppress-author" else "")
        text = found.render(item, state)
        names = found.names
        head = "" if names is None else names if isinstance(names, str) else names(item, state)
        if mode == "author-only":
            text = head or text
        elif mode and self._joining.groups and (named := program("")).names is not None:
            head = as_function(named.names)(item, state)  # not printed, but cites group by it
        groups = mode != "author-only" and self._joining.groups
        return Rendered(
            text=text,
            prefix=prefix,
            suffix=parse_field(cite.suffix) if cite.suffix else "",
            names=head,
            number=document.numbers.get(cite.id, 0) if found.prints_number else 0,
            year_suffix=distinction.year_suffix if found.prints_suffix else "",
            locator=found.prints_locator,
            without_names=_later(program, item, state, "names", True) if groups and head else None,
            without_suffix=_later(program, item, state, "names", False) if groups else None,
        )

    def _finish(self, text: str, wrap: bool = True) -> str:
        """Put the layout's affixes around a citation and print it."""
        if not text:
            return NO_PRINTED_FORM
        if wrap:
            text = self._opening + text + self._closing
        inside, prescribed = self._locale.punctuation_in_quote, self._compiled.prescribed
        if self._compiled.has_blocks:
            text = without_blocks(text)
        return self._writer.write(settle(text, inside, prescribed), self._locale)


def _later(
    program: Callable[[str, bool], Program], item: Item, state: State, omit: str, suffix: bool
) -> Callable[[], str]:
    def render() -> str:
        given, state.year_suffix = state.year_suffix, state.year_suffix if suffix else ""
        text: str = program(omit, suffix).render(item, state)
        state.year_suffix = given
        return text

    return render


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


def _with_mode(cite: Cite, mode: CiteMode) -> Cite:
    return cite._replace(mode=mode)


def _starts_sentence(prefix: str) -> bool:
    """Tell whether what follows a prefix begins a sentence: "See" it continues, "As said." not."""
    words = prefix.rstrip(" \"'”’»\ufde4\ufde5").split()
    return not words or (len(words) > 1 and words[-1].endswith((".", "!", "?")))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default
