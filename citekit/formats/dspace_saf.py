"""DSpace's Simple Archive Format: a ZIP with a folder for each item.

An item has `dublin_core.xml`, `metadata_<schema>.xml` for fields of other schemas, `contents` and
`collections`. Fields that DSpace's stock registries lack stand in `registry/citekit-types.xml`,
to be loaded once with `dspace registry-loader -metadata`.

Files of the articles are not in the archive: `contents` is empty until files are put beside it.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from lxml import etree

from citekit.formats import _xml, dim
from citekit.formats._account import encoded
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import Work

MAX_FILE = 16 * 2**20
MAX_TOTAL = 2**30
MAX_ARCHIVE = 2**29
_CHUNK = 2**20
_MAKE = _xml.Maker({})
_TIME = (1980, 1, 1, 0, 0, 0)
_METADATA = re.compile(r"(?P<folder>(?:.*/)?)(?:dublin_core|metadata_(?P<schema>\w+))\.xml")
_OWN_FIELDS = {
    "dc.subject.udc": "Universal Decimal Classification",
    "local.subject.irsti": "State rubricator of scientific and technical information",
    "local.subject.bbk": "Library-Bibliographical Classification",
    "local.subject.jel": "Classification of the Journal of Economic Literature",
    "local.contributor.translator": "Translator",
}
"""The fields used here that no stock registry of DSpace has."""


def files(work: Work) -> dict[str, bytes]:
    """Return the files of an item by name."""
    schemas: dict[str, _xml.Element] = {"dc": _MAKE.root("dublin_core", schema="dc")}
    for name, text, tag in dim.fields(work):
        schema, element, qualifier = (*name.split("."), "none")[:3]
        root = schemas.setdefault(schema, _MAKE.root("dublin_core", schema=schema))
        _MAKE.add(root, "dcvalue", text, element=element, qualifier=qualifier, language=tag)
    made = {
        "dublin_core.xml" if schema == "dc" else f"metadata_{schema}.xml": etree.tostring(
            root, encoding="utf-8", xml_declaration=True, pretty_print=True
        )
        for schema, root in schemas.items()
    }
    return made | {"contents": b"", "collections": (work.extra.get("collection") or "").encode()}


def registry() -> bytes:
    """Return the file that adds our fields to DSpace's registries."""
    root = _MAKE.root("dspace-dc-types")
    schema = _MAKE.add(root, "dc-schema")
    _MAKE.add(schema, "name", "local")
    _MAKE.add(schema, "namespace", "http://dspace.org/local")
    for name, note in _OWN_FIELDS.items():
        prefix, element, qualifier = name.split(".")
        field = _MAKE.add(root, "dc-type")
        for at, text in (
            ("schema", prefix),
            ("element", element),
            ("qualifier", qualifier),
            ("scope_note", note),
        ):
            _MAKE.add(field, at, text)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _fields(data: bytes, schema: str) -> Iterator[dim.Field]:
    for root in _xml.records(io.BytesIO(data), "dublin_core"):
        if isinstance(root, Unread):
            raise FormatError(root.message)
        for value in root.findall("dcvalue"):
            qualifier = value.get("qualifier")
            parts = (schema, value.get("element"), None if qualifier == "none" else qualifier)
            tag = value.get("language")
            yield ".".join(p for p in parts if p), _xml.text_of(value), tag or None


def decode(found: dict[str, bytes]) -> Work:
    """Return the work that the files of an item describe.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    fields: list[dim.Field] = []
    for name, data in found.items():
        match = _METADATA.fullmatch(name)
        if match:
            fields += _fields(data, match["schema"] or "dc")
    return dim.work_of(fields)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write an archive, item by item."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)

        for position, found in enumerate(encoded(works, files, decode, account)):
            for name, data in found.items():
                put(f"item_{position:03d}/{name}", data)
        put("registry/citekit-types.xml", registry())


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every item of an archive.

    Raises:
        FormatError: The file is no ZIP, too large, or has no item.
    """
    # An archive is read from its end, and a stream may have none to go to.
    with tempfile.TemporaryFile() as file:
        size = 0
        while data := stream.read(_CHUNK):
            size += len(data)
            if size > MAX_ARCHIVE:
                raise FormatError(
                    f"the archive is larger than {MAX_ARCHIVE // 2**20} MiB; split it"
                )
            file.write(data)
        try:
            archive = zipfile.ZipFile(file)
            names = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FormatError(f"not a ZIP archive: {error}") from None
        yield from _items(archive, names)


def _items(archive: zipfile.ZipFile, names: list[zipfile.ZipInfo]) -> Iterator[Work | Unread]:
    items: dict[str, list[zipfile.ZipInfo]] = {}
    for info in names:
        if match := _METADATA.fullmatch(info.filename):
            items.setdefault(match["folder"], []).append(info)
    if not items:
        raise FormatError("the archive has no item (a folder with dublin_core.xml)")
    left = MAX_TOTAL
    for folder, infos in items.items():
        left -= sum(info.file_size for info in infos)
        if left < 0 or any(info.file_size > MAX_FILE for info in infos):
            raise FormatError(f"{folder}: the archive unpacks to more than is read; refused")
        try:
            yield decode({info.filename: archive.read(info) for info in infos})
        except (FormatError, zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
            yield Unread(f"{folder}: {error}", key=folder)
        except Exception as error:  # zlib's own error has no public base
            yield Unread(f"{folder}: {type(error).__name__}: {error}", key=folder)


FORMAT = Format(
    name="dspace-saf",
    title="DSpace Simple Archive Format",
    media_type="application/zip",
    extensions=(".zip",),
    read=read,
    write=write,
    sniff=lambda head: (
        head.startswith(b"PK\x03\x04") and (b"dublin_core.xml" in head or b"/contents" in head)
    ),
    specification="https://wiki.lyrasis.org/display/DSDOC8x/Importing+and+Exporting+Items+via+Simple+Archive+Format",
)
