"""citeproc-py behind the face that all engines share: a second opinion and a baseline.

It is chosen with `engine="citeproc-py"` (`--engine citeproc-py`). The library renders about 60 %
of the CSL test suite: there are no year-suffixes, no disambiguation and no collapsing. What it
cannot do is said in `warnings`; what it does wrong is written down in
`tests/csl/test_citeproc_py.py`. Our locale files are given to it beside its own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from citekit.csl.engine import Bibliography, Cite, Cluster, Entry, Item
from citekit.csl.errors import CSLError, CSLWarning, ItemError, StyleError, UnknownItemError
from citekit.csl.styles import style_info
from citekit.resources import resource

_FORMATTERS = {"text": "plain", "html": "html", "rst": "rst"}
"""Our names of output formats, and citeproc-py's modules for them."""


_MARKUP = re.compile(
    r"</?(?:i|b|sub|sup)>|<span class=\"nocase\">"
    r"|<span style=\"font-variant: ?small-caps;?\">|</span>"
)
"""The rich text that CSL-JSON knows, which goes through as it is."""

_SHIELD = str.maketrans("<>&", "\ue000\ue001\ue002")
_SHOW = str.maketrans({"\ue000": "&lt;", "\ue001": "&gt;", "\ue002": "&amp;"})


class CiteprocPy:
    """A `Processor` that lets citeproc-py do the work; `citekit.csl.processor` makes it.

    Raises:
        CSLError: citeproc-py has no such output format, or is asked for item languages.
        StyleError: citeproc-py cannot use the style.
        ItemError: An item is no object, or has no id.
    """

    def __init__(
        self,
        style: str | bytes,
        items: Iterable[Item],
        *,
        locale: str | None = None,
        output: str = "text",
        item_language: bool = False,
    ) -> None:
        if output not in _FORMATTERS:
            known = ", ".join(_FORMATTERS)
            raise CSLError(f"citeproc-py writes {known}, not {output!r}; use the native engine")
        if item_language:
            raise CSLError("citeproc-py has one language for all items; use the native engine")
        self._warnings: list[CSLWarning] = []
        self._formatter = import_module(f"citeproc.formatter.{_FORMATTERS[output]}")
        source = style.encode() if isinstance(style, str) else style
        self._shielded = output == "html"
        self._style = _style(source, locale)
        self._source = self._sources(items)
        self._start(())

    @property
    def warnings(self) -> Sequence[CSLWarning]:
        """What was passed over so far."""
        return tuple(self._warnings)

    def cite(self, cites: Sequence[Cite] | Cluster) -> str:
        """Append one citation to the document and return its text.

        Raises:
            UnknownItemError: A cite names an item that was not given.
        """
        cluster = cites if isinstance(cites, Cluster) else Cluster(tuple(cites))
        clusters = (*self._clusters, cluster)
        return self.citations(clusters)[-1]

    def citations(self, clusters: Iterable[Cluster]) -> list[str]:
        """Render all the citations of a document; they replace those cited before.

        Raises:
            UnknownItemError: A cite names an item that was not given.
        """
        return [self._render(citation) for citation in self._start(tuple(clusters))]

    def bibliography(self) -> Bibliography:
        """Render the references: all items given, as the style sorts and numbers them."""
        if not self._style.has_bibliography():
            return Bibliography(())
        entries = tuple(
            Entry(self._ids[item.key], self._guarded(self._ids[item.key], self._entry, item))
            for item in self._document.items
        )
        option = self._style.root.bibliography.get
        return Bibliography(
            entries,
            hanging_indent=option("hanging-indent") == "true",
            second_field_align=option("second-field-align", ""),
            line_spacing=int(option("line-spacing", 1)),
            entry_spacing=int(option("entry-spacing", 1)),
        )

    def _start(self, clusters: tuple[Cluster, ...]) -> list[Any]:
        """Begin the document anew: cited items in their order, then the others, then sorted."""
        import citeproc

        self._clusters = clusters
        self._document = citeproc.CitationStylesBibliography(
            self._style, self._source, self._formatter
        )
        citations = [citeproc.Citation([self._item(c) for c in k.cites]) for k in clusters]
        for citation in citations:
            self._document.register(citation)
        for key in self._source:
            self._document.register(citeproc.Citation([citeproc.CitationItem(key)]))
        if self._style.has_bibliography():
            self._guarded("", lambda _: self._document.sort() or "", None)
        for cluster in clusters:
            if cluster.mode or any(cite.mode for cite in cluster.cites):
                self._warn("citeproc-py shows whole citations only: the mode is passed over")
        return citations

    def _item(self, cite: Cite) -> Any:
        import citeproc

        if cite.id.lower() not in self._source:
            raise UnknownItemError(f"there is no item {cite.id!r}")
        options: dict[str, Any] = {"prefix": cite.prefix, "suffix": cite.suffix}
        if cite.locator:
            options["locator"] = citeproc.Locator(cite.label or "page", cite.locator)
        return citeproc.CitationItem(cite.id, **options)

    def _render(self, citation: Any) -> str:
        name = " ".join(self._ids[cite.key] for cite in citation.cites)
        return self._guarded(name, lambda c: self._document.cite(c, lambda _: ""), citation)

    def _entry(self, item: Any) -> str:
        return "".join(map(str, self._style.render_bibliography([item])))

    def _guarded(self, item: str, render: Callable[[Any], object], argument: Any) -> str:
        """The text, or none and a warning where citeproc-py fails."""
        try:
            return str(render(argument) or "").translate(_SHOW)
        except Exception as error:  # whatever it is, the other items can still be rendered
            reason = f"{type(error).__name__}: {error}".rstrip(": ")
            self._warn(f"citeproc-py could not render this ({reason})", item)
            return ""

    def _sources(self, items: Iterable[Item]) -> Any:
        """The items as citeproc-py's references; fields that it cannot read are left out."""
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON([])
        self._ids: dict[str, str] = {}
        for number, item in enumerate(items, 1):
            if not isinstance(item, Mapping):
                raise ItemError(f"item {number} is not an object but {type(item).__name__}")
            if "id" not in item:
                raise ItemError(f"item {number} has no id")
            key = str(item["id"])
            known = {"id": item["id"], "type": item.get("type") or "document"}
            for field, value in item.items():
                if field not in known and self._readable(key, known, field, value):
                    known[field] = _shielded(value) if self._shielded else value
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # already collected, field by field
                source.update(CiteProcJSON([known]))
            self._ids[key.lower()] = key
        return source

    def _readable(self, item: str, base: Mapping[str, Any], field: str, value: Any) -> bool:
        from citeproc.source.json import CiteProcJSON

        alone = {"id": base["id"], "type": base["type"], field: value}
        with warnings.catch_warnings(record=True) as unsupported:
            warnings.simplefilter("always")
            try:
                CiteProcJSON([alone])
            except Exception as error:  # any type may come out of a value of a wrong type
                self._warn(f"citeproc-py cannot read the value ({error})", item, field)
                return False
        for warning in unsupported:
            self._warn(f"citeproc-py: {warning.message}", item, field)
        return True

    def _warn(self, message: str, item: str = "", field: str = "") -> None:
        warning = CSLWarning(message, item, field)
        if warning not in self._warnings:
            self._warnings.append(warning)


def _shielded(value: Any) -> Any:
    """The value with what HTML would read as markup put out of the way, as far as CSL allows.

    citeproc-py escapes nothing; private characters stand in until the text is finished, so that
    neither its punctuation nor its letter case touches them.

    >>> _shielded("<script> <i>C. elegans</i>").translate(_SHOW)
    '&lt;script&gt; <i>C. elegans</i>'
    """
    match value:
        case str():
            kept = _MARKUP.findall(value)
            texts = [text.translate(_SHIELD) for text in _MARKUP.split(value)]
            return "".join(a + b for a, b in zip(texts, [*kept, ""], strict=True))
        case list():
            return [_shielded(part) for part in value]
        case dict():
            return {key: _shielded(part) for key, part in value.items()}
    return value


def _style(source: bytes, locale: str | None) -> Any:
    """citeproc-py's style, with our locale file for a language that it has none for."""
    import citeproc
    from citeproc.frontend import CitationStylesXML
    from lxml.etree import XMLSyntaxError

    from citekit.csl.locale import resolve_tag

    tag = locale or style_info(source, "style").default_locale or "en-US"
    try:
        style = citeproc.CitationStylesStyle(BytesIO(source), locale=tag, validate=False)
    except XMLSyntaxError as error:
        raise StyleError(f"line {error.lineno}: not well-formed XML: {error.msg}") from error
    except (AttributeError, KeyError, ValueError) as error:
        raise StyleError(f"citeproc-py cannot use the style: {error}") from error
    ours = resource("styles").joinpath(f"locales-{resolve_tag(tag)}.xml")
    if ours.is_file():
        with ours.open("rb") as stream:
            root = CitationStylesXML(stream, validate=False).root
        root.style = style.root
        style.root.locales.insert(-1, root)  # the last one is en-US, which serves all
    return style
