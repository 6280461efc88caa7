"""Whether a file is what its format demands: by the official schema, and by what that leaves open.

A schema is never fetched: it is found in a folder, or in a package that is installed. What it says
is put into words that name the record, the field and the cure.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

from citekit.formats import _xml
from citekit.formats.base import Format, FormatError, Unread
from citekit.model import Identifier, Work


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file."""

    record: str
    """The position of the record from 1, with its id if it has one; "" for the whole file."""
    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        """Return the problem in a line."""
        place = f"line {self.line}" if self.line else ""
        record = f"record {self.record}" if self.record else ""
        return f"{', '.join(filter(None, (place, record, self.field)))}: {self.message}"


@dataclass(frozen=True, slots=True)
class Schema:
    """Where the schema of a format is: names of files, the first that is found counts."""

    files: tuple[str, ...]
    records: tuple[str, ...] = ()
    """The local names of the elements that are a record each."""
    each: bool = False
    """The schema knows the children of a record only, not what holds them."""


SCHEMAS = {
    "oai-dc": Schema(("oai_dc.xsd",), ("dc",)),
    "dcterms": Schema(("dcterms.xsd",), ("qualifieddc", "metadata"), each=True),
    "mods": Schema(("mods-3-8.libxml2.xsd", "mods-3-8.xsd", "mods.xsd"), ("mods",)),
    "mets": Schema(("mets.xsd",), ("dmdSec",)),
    "marcxml": Schema(("MARC21slim.xsd",), ("record",)),
    "jats": Schema(
        ("JATS-journalpublishing1-3.dtd", "JATS-journalpublishing1-4.dtd"), ("article",)
    ),
    "crossref": Schema(("crossref5.4.0.xsd",), ("journal",)),
    "crossref-5-3-1": Schema(("crossref5.3.1.xsd",), ("journal",)),
    "datacite": Schema(("kernel-4.6/metadata.xsd", "metadata.xsd"), ("resource",)),
    "doaj": Schema(("doajArticles.xsd",), ("record",)),
    "rsci": Schema(("rsci-journal.xsd",), ("article",)),
}
_PACKAGES = ("commonmeta", "metsrw", "eulxml", "packtools", "citeproc")
"""Packages that bring schemas along."""

_RSCI_ORDER = (
    "pages artType langPubl authors artTitles abstracts text codes keywords references files "
    "rubrics dates fundings"
).split()
_RSCI_REQUIRED = {
    "pages": "give the article its pages",
    "artType": "say what kind of article it is, such as RAR",
    "artTitles": "give the article a title",
}


def validate(target: Format, data: bytes, folder: Path | None = None) -> list[Problem]:
    """Return all that is wrong with a file.

    Args:
        target: The format that the file should have.
        data: The file.
        folder: Where to look for schemas, with its subfolders.

    Raises:
        FormatError: The format has a schema and it is nowhere to be found, or the file is not of
            the format at all.
    """
    found: list[Problem] = []
    if target.read is not None:
        found += _by_reading(target.read(io.BytesIO(data)))
    schema = SCHEMAS.get(target.name)
    if schema is not None:
        found += by_schema(schema, data, folder)
    if target.name == "rsci":
        found += _rsci(data)
    if target.name.startswith("crossref"):
        found += _crossref(data)
    if target.name == "jats":
        found += _jats(data)
    return list(dict.fromkeys(found))


def _by_reading(items: Iterable[Work | Unread]) -> Iterator[Problem]:
    """Yield what cannot be read, and identifiers that cannot be right."""
    for position, item in enumerate(items, start=1):
        if isinstance(item, Unread):
            yield Problem(str(position), item.key or "", item.message, item.line)
            continue
        record = f"{position} ({item.id})" if item.id else str(position)
        for name in type(item).model_fields:
            value = getattr(item, name)
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, Identifier) and each.problem:
                    message = f"the {each.label} {each} cannot be right: {each.problem}"
                    yield Problem(record, name, message)


# Schemas


def _file_of(schema: Schema, folder: Path | None) -> Path:
    folders = [folder] if folder is not None else [*_package_folders()]
    for name in schema.files:
        for each in folders:
            for path in sorted(each.rglob(name.rpartition("/")[2])):
                if path.as_posix().endswith(f"/{name}"):
                    return path
    where = f"in {folder}" if folder is not None else "in any installed package"
    raise FormatError(
        f"the schema {schema.files[0]} is not {where}; give the folder that has it with --schema"
    )


def _package_folders() -> Iterator[Path]:
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent


class _Resolver(etree.Resolver):
    """Finds what a schema imports: by an OASIS catalogue, else by name; never on the network."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__()
        self._folders = folders

    def resolve(self, url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        """Return the file for an address; for one that is nowhere, nothing at all."""
        if not url or not re.match(r"https?:", url):
            return None
        this: Any = self
        found = self._catalogue.get(url) or self._names.get(url.rpartition("/")[2])
        return this.resolve_filename(str(found), context) if found else this.resolve_empty(context)

    @cached_property
    def _catalogue(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._folders:
            for file in folder.glob("catalog.xml"):
                for entry in etree.parse(str(file), etree.XMLParser(no_network=True)).iter():
                    name = entry.get("name") or entry.get("systemId")
                    if name and entry.get("uri"):
                        found[name] = folder / str(entry.get("uri"))
        return found

    @cached_property
    def _names(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in sorted(folder.rglob("*.xsd")):
                found.setdefault(path.name, path)
        return found


@cache
def _load(path: Path, folder: Path | None) -> Any:
    if path.suffix == ".dtd":
        return etree.DTD(str(path))
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Resolver((path.parent, folder or path.parent.parent)))
    try:
        return etree.XMLSchema(etree.parse(str(path), parser))
    except etree.XMLSchemaParseError as error:
        raise FormatError(f"the schema {path.name} cannot be used: {error}") from None


def by_schema(schema: Schema, data: bytes, folder: Path | None) -> Iterator[Problem]:
    """Yield what a schema says of a file, in words that name record, field and cure.

    Raises:
        FormatError: The schema is nowhere to be found, or the file is no XML.
    """
    path = _file_of(schema, folder)
    validator = _load(path, folder)
    root = _parse(data)
    starts = _starts(root, schema)
    documents: list[_xml.Element] = [root]
    if schema.each:
        documents = [child for record in root.iter("{*}" + schema.records[0]) for child in record]
    elif etree.QName(root).localname in ("records", "resources", "articles", "journals"):
        # What we write around several records is no part of the format.
        documents = list(root) if root.find("{*}" + schema.records[0]) is not None else [root]
        documents = [root] if path.name == "doajArticles.xsd" else documents
    for document in documents:
        alone = etree.ElementTree(document) if document is root else _alone(document)
        if validator.validate(alone):
            continue
        for entry in validator.error_log:
            field, message = _in_words(entry.message)
            line = entry.line if document is root else document.sourceline
            yield Problem(_record_at(starts, int(str(line))), field, message, int(str(line)))


def _alone(element: _xml.Element) -> Any:
    return etree.ElementTree(etree.fromstring(etree.tostring(element, with_tail=False)))


def _parse(data: bytes) -> _xml.Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"line {error.lineno}: {error.msg}") from None


def _starts(root: _xml.Element, schema: Schema) -> list[int]:
    names = ["{*}" + name for name in schema.records]
    return [int(str(each.sourceline or 1)) for each in root.iter(*names)]


def _record_at(starts: list[int], line: int) -> str:
    position = sum(1 for start in starts if start <= line)
    return str(position) if position and len(starts) > 1 else ""


_NAME = r"'?(?:\{[^}]*\})?(?P<name>[\w:.-]+)'?"
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            rf"Element {_NAME}: Missing child element\(s\)\. Expected is \( (?P<rest>.*?) \)\.",
            "{rest} is missing in it; add it",
        ),
        (
            rf"Element {_NAME}: Missing child element\(s\)\. "
            r"Expected is one of \( (?P<rest>.*?) \)\.",
            "one of {rest} is missing in it; add it",
        ),
        (
            rf"Element {_NAME}: This element is not expected\. "
            r"Expected is (?:one of )?\( (?P<rest>.*?) \)\.",
            "it stands where it may not; before it, or in its place, comes {rest}",
        ),
        (
            rf"Element {_NAME}: This element is not expected\.",
            "it may not stand here, or stands once too often; take it out",
        ),
        (
            rf"Element {_NAME}(?:, attribute '(?P<at>[^']*)')?: \[facet 'pattern'\] The value "
            r"'(?P<value>.*?)' is not accepted by the pattern '(?P<rest>.*)'\.",
            "{value!r} does not have the form that is asked for ({rest})",
        ),
        (
            rf"Element {_NAME}(?:, attribute '(?P<at>[^']*)')?: \[facet 'enumeration'\] The value "
            r"'(?P<value>.*?)' is not an element of the set \{(?P<rest>.*?)\}\.?",
            "{value!r} is not one of the known values",
        ),
        (
            rf"Element {_NAME}(?:, attribute '(?P<at>[^']*)')?: \[facet '(?P<rest>m\w+Length)'\] "
            r"The value (?:'(?P<value>.*?)' )?has a length of.*",
            "it is too long or too short",
        ),
        (
            rf"Element {_NAME}(?:, attribute '(?P<at>[^']*)')?: '(?P<value>.*?)' is not a valid "
            r"value of the (?:atomic|union|local atomic|list) type ?'?(?P<rest>[^']*)'?\.",
            "{value!r} is not a value of the kind that is asked for ({rest})",
        ),
        (
            rf"Element {_NAME}: The attribute '(?P<rest>[^']*)' is required but missing\.",
            "its attribute {rest} is missing; add it",
        ),
        (
            rf"Element {_NAME}, attribute '(?P<rest>[^']*)': The attribute .* is not allowed\.",
            "the attribute {rest} may not stand here; take it out",
        ),
        (
            rf"Element {_NAME}: No matching global (?:element )?declaration.*",
            "the schema does not know this element; it is not a file of this format",
        ),
        (
            rf"Element {_NAME} content does not follow the DTD, expecting (?P<rest>.*), "
            r"got (?P<value>.*)",
            "its parts are not complete or not in order; there are {value}, and it takes {rest}",
        ),
        (
            rf'Value "(?P<value>[^"]*)" for attribute (?P<rest>[\w:.-]+) of {_NAME} is not among.*',
            "its attribute {rest} has {value!r}, which is not one of the known values",
        ),
        (
            rf"No declaration for (?:element|attribute \S+ of element) {_NAME}",
            "the format has no such element or attribute; take it out",
        ),
    )
)
_QUALIFIED = re.compile(r"\{[^}]*\}")


def _in_words(message: str) -> tuple[str, str]:
    """Return the field and the sentence for a message of libxml2."""
    for pattern, words in _WORDS:
        match = pattern.match(message)
        if match:
            said = {"value": "", "rest": "", "at": None, **match.groupdict()}
            said["rest"] = _QUALIFIED.sub("", said["rest"] or "")
            field = match["name"] + (f"/@{said['at']}" if said["at"] else "")
            return field, words.format(**said)
    return "", _QUALIFIED.sub("", message)


# What the schemas leave open


def _rsci(data: bytes) -> Iterator[Problem]:
    """Yield what eLIBRARY's instructions demand of an article and the schema does not."""
    root = _parse(data)
    for position, article in enumerate(root.iter("article"), start=1):
        names = [str(child.tag) for child in article if child.tag in _RSCI_ORDER]
        line = int(str(article.sourceline or 1))
        wanted = sorted(names, key=_RSCI_ORDER.index)
        wrong = next((n for n, w in zip(names, wanted, strict=True) if n != w), None)
        if wrong is not None:
            order = ", ".join(dict.fromkeys(wanted))
            yield Problem(str(position), wrong, f"it stands too early; the order is {order}", line)
        for name, cure in _RSCI_REQUIRED.items():
            child = article.find(name)
            if child is None or not _xml.text_of(child):
                yield Problem(str(position), name, f"it is missing; {cure}", line)
    title_id = _xml.text_of(root.find(".//titleid")) if root.tag != "journal" else ""
    title_id = title_id or _xml.text_of(root.find("titleid"))
    if not title_id.strip("0"):
        cure = "write the number that eLIBRARY gave the journal"
        yield Problem("", "titleid", f"it is missing; {cure}")


def _crossref(data: bytes) -> Iterator[Problem]:
    """Yield a depositor whom nothing reaches, and abstracts that do not tell their languages."""
    root = _parse(data)
    for address in root.iterfind("{*}head/{*}depositor/{*}email_address"):
        if (address.text or "").endswith("@example.org"):
            cure = "give --depositor NAME EMAIL when it is written"
            yield Problem("", "email_address", f"Crossref's answer reaches nobody; {cure}")
    for position, article in enumerate(root.iter("{*}journal_article"), start=1):
        line = int(str(article.sourceline or 1))
        tags = [each.get(_xml.XML_LANG) for each in article.findall("{*}abstract")]
        if len(tags) > 1 and None in tags:
            cure = "give each its xml:lang"
            yield Problem(str(position), "abstract", f"an abstract names no language; {cure}", line)
        if len(set(tags)) < len(tags):
            cure = "leave one of them out or correct its xml:lang"
            yield Problem(str(position), "abstract", f"two have one language; {cure}", line)
        if article.get("language") is None:
            cure = "say in what language the article is"
            yield Problem(str(position), "language", f"it is missing; {cure}", line)


def _jats(data: bytes) -> Iterator[Problem]:
    """Yield journals without an ISSN, for which the DTD takes an empty element."""
    for position, article in enumerate(_parse(data).iter("article"), start=1):
        issns = article.findall("front/journal-meta/issn")
        if issns and not any(map(_xml.text_of, issns)):
            cure = "give the journal's issn or eissn"
            yield Problem(
                str(position), "issn", f"it is empty; {cure}", int(str(issns[0].sourceline))
            )
