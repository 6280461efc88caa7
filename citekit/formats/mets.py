"""METS 1.12: a package of MODS records with the files of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from citekit.formats import _xml, mods
from citekit.formats._account import encoded
from citekit.formats.base import Account, Format, Unread
from citekit.model import Work

_METS = "http://www.loc.gov/METS/"
_MAKE = _xml.Maker({None: _METS, "xlink": "http://www.w3.org/1999/xlink"})


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write a package: descriptions one by one, then the files, then the structure."""
    files: list[tuple[int, str]] = []

    def sections() -> Iterator[_xml.Element]:
        number = 0
        for number, node in enumerate(encoded(works, mods.encode, mods.decode, account), start=1):
            files.extend((number, url) for url in mods.pdf_urls(node))
            section = _MAKE.root("dmdSec", ID=f"d{number}")
            wrap = _MAKE.add(section, "mdWrap", MDTYPE="MODS", MDTYPEVERSION="3.8")
            _MAKE.add(wrap, "xmlData").append(node)
            yield section
        if files:
            yield _files(files)
        yield _structure(number, dict(files))

    _xml.write(stream, sections(), _MAKE.root("mets", PROFILE=None))


def _files(files: list[tuple[int, str]]) -> _xml.Element:
    section = _MAKE.root("fileSec")
    group = _MAKE.add(section, "fileGrp", USE="CONTENT")
    for number, url in files:
        file = _MAKE.add(group, "file", ID=f"f{number}", MIMETYPE="application/pdf")
        _MAKE.add(file, "FLocat", LOCTYPE="URL", xlink__href=url)
    return section


def _structure(count: int, files: dict[int, str]) -> _xml.Element:
    structure = _MAKE.root("structMap", TYPE="LOGICAL")
    top = _MAKE.add(structure, "div")
    for number in range(1, count + 1):
        part = _MAKE.add(top, "div", DMDID=f"d{number}")
        if number in files:
            _MAKE.add(part, "fptr", FILEID=f"f{number}")
    return structure


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the MODS records of a package."""
    yield from mods.read(stream)


FORMAT = Format(
    name="mets",
    title="METS 1.12 with MODS",
    media_type="application/mets+xml",
    extensions=(".mets", ".xml"),
    read=read,
    write=write,
    sniff=lambda head: _METS.encode() in head,
    specification="https://www.loc.gov/standards/mets/",
)
