"""The small face that every CSL engine shows: cites in, citations and a bibliography out.

An engine is made once for a style and a set of items (CSL-JSON objects) and then asked:

>>> from citekit.csl import Cite, Cluster, processor
>>> style = '''<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
...   <citation><layout prefix="(" suffix=")" delimiter="; ">
...     <text variable="title"/></layout></citation>
...   <bibliography><layout><text variable="title" suffix="."/></layout></bibliography>
... </style>'''
>>> engine = processor(style, [{"id": "a", "type": "book", "title": "Qara sözder"}])
>>> engine.citations([Cluster((Cite("a"),))])
['(Qara sözder)']
>>> engine.bibliography().entries[0].text
'Qara sözder.'
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from citekit.csl.errors import CSLWarning

Item = Mapping[str, Any]
"""A CSL-JSON object."""

CiteMode = Literal["", "author-only", "suppress-author", "composite"]


class Cite(NamedTuple):
    """One reference inside a citation.

    Attributes:
        id: Id of the cited item.
        locator: Place within the item, as it is to be printed ("12–14").
        label: CSL locator type of `locator` ("page", "chapter", ...); "page" when not given.
        prefix: Text before the cite, with the space that belongs to it.
        suffix: Text after the cite, with the space that belongs to it.
        mode: Which part to show; "author-only" and "suppress-author" as in citeproc-js.
    """

    id: str
    locator: str = ""
    label: str = ""
    prefix: str = ""
    suffix: str = ""
    mode: CiteMode = ""


class Cluster(NamedTuple):
    """A citation: cites that stand together at one place of the document.

    Attributes:
        cites: In the order given by the author; the style may sort them.
        note: Number of the footnote or endnote; 0 for a citation in the text.
        id: Name under which the cluster is inserted, changed or deleted later.
        mode: "composite" prints the author in the running text, the rest in the citation;
            "author-only" and "suppress-author" print one of the two.
        infix: With "composite": text between the author and the citation.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    id: str = ""
    mode: CiteMode = ""
    infix: str = ""


class Entry(NamedTuple):
    """A bibliography entry: the id of its item and its text in the output format."""

    id: str
    text: str


class Bibliography(NamedTuple):
    """The list of references, with what the style says about its layout.

    Attributes:
        entries: In the order the style sorts them.
        hanging_indent: Lines after the first are indented.
        second_field_align: "flush" or "margin" when the first field (often a number) stands
            apart from the rest, empty otherwise.
        line_spacing: In line heights.
        entry_spacing: In line heights.
        max_offset: Length in characters of the widest first field.
        start: What the output format needs before the entries.
        end: What the output format needs after the entries.
        between: What the output format needs between two entries.
    """

    entries: tuple[Entry, ...]
    hanging_indent: bool = False
    second_field_align: str = ""
    line_spacing: int = 1
    entry_spacing: int = 1
    max_offset: int = 0
    start: str = ""
    end: str = ""
    between: str = "\n"

    def __str__(self) -> str:
        """Return the whole list as one text of the output format."""
        return self.start + self.between.join(e.text for e in self.entries) + self.end


class Processor(Protocol):
    """What an engine does, whichever engine it is."""

    @property
    def warnings(self) -> Sequence[CSLWarning]:
        """What was passed over so far."""

    def cite(self, cites: Sequence[Cite] | Cluster) -> str:
        """Append one citation to the document and return its text.

        Raises:
            UnknownItemError: A cite names an item that was not given.
        """

    def citations(self, clusters: Iterable[Cluster]) -> list[str]:
        """Render all the citations of a document; they replace those cited before."""

    def bibliography(self) -> Bibliography:
        """Render the references: all items given, as the style sorts and numbers them."""


Engine = Literal["native", "citeproc-py"]


def processor(
    style: str | bytes,
    items: Iterable[Item],
    *,
    engine: Engine = "native",
    locale: str | None = None,
    output: str = "text",
    item_language: bool = False,
    links: bool = False,
) -> Processor:
    """Make an engine for a style and its items.

    Args:
        style: The style itself as XML (`citekit.csl.styles.find_style` finds one by name).
        items: CSL-JSON objects, each with an `id`.
        engine: "native" is ours, "citeproc-py" the library of that name.
        locale: BCP 47 tag of the document; the style's default locale, or en-US, when None.
        output: Output format: "text", "html", "markdown", "latex", "rtf", "typst", "rst", or
            "runs" (for each text a JSON list of equally formatted pieces, as for DOCX).
        item_language: Take terms from each item's own language (our extension; native only).
        links: Print DOI, PMID, PMCID and URL in the bibliography as links, in formats that have
            them (CSL 1.0.2, Appendix VI; native only).

    Raises:
        StyleError: The style cannot be used.
        ItemError: An item cannot be used.
        CSLError: The engine or the output format is unknown.
    """
    if engine == "citeproc-py":
        from citekit.csl.citeproc_py import CiteprocPy

        return CiteprocPy(style, items, locale=locale, output=output, item_language=item_language)
    if engine != "native":
        from citekit.csl.errors import CSLError

        raise CSLError(f"unknown engine {engine!r}; there are 'native' and 'citeproc-py'")
    from citekit.csl.native import NativeProcessor

    return NativeProcessor(
        style, items, locale=locale, output=output, item_language=item_language, links=links
    )
