"""Packages of records for other repositories, written whole or not at all.

Every package is a folder with what the repository takes and a `manifest.json` that names each file
with its size and checksums. The same records and files give the same bytes, so that a package that
was sent already can be known again. Nothing is fetched: files come from a folder that is named.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from citekit.formats import Account, FormatError, get, names
from citekit.model import Article, PersonName, Work
from citekit.repository.metadata import element_with

MANIFEST = "manifest.json"
FILED = ("saf", "sword")
"""The kinds of packages that hold full texts."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f/\\]+")
_ATOM = "http://www.w3.org/2005/Atom"
_DCTERMS = "http://purl.org/dc/terms/"
_ITEM_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


class PackageError(Exception):
    """A package cannot be made; the message names the record or file and the cure."""


class PackedFile(NamedTuple):
    """One file of a package."""

    name: str
    """Its path within the package."""
    size: int
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class PackedRecord:
    """What a package holds of one record."""

    id: str
    folder: str
    """Where its files are within the package; empty where all records are in one file."""
    title: str
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A package on the disk."""

    folder: Path
    kind: str
    records: tuple[PackedRecord, ...]
    files: tuple[PackedFile, ...]
    """Files that belong to no single record."""
    unchecked: str = ""
    """Why it could not be checked by the repository's schema, where it has one."""
    unused: tuple[str, ...] = ()
    """Full texts that belong to no record, where full texts are packed."""


def build(
    kind: str,
    works: Iterable[Work],
    folder: Path,
    *,
    files: Path | None = None,
    collection: str | None = None,
    schemas: Path | None = None,
    settings: Mapping[str, str] | None = None,
    force: bool = False,
) -> Package:
    """Write a package.

    Args:
        kind: `saf`, `sword`, `crossref`, `doaj` or `rsci`.
        works: The records.
        folder: Where the package is to stand; a package that stands there as it was made is
            replaced.
        files: A folder with the full texts: a file belongs to the record whose id, or whose
            source document, has its name.
        collection: For `saf`, the handle of the collection.
        schemas: A folder with the official schemas of Crossref, DOAJ and RSCI; else those that
            installed packages bring along are looked for.
        settings: What no record says: `depositor` and `depositor_email` for `crossref`, `titleid`
            for `rsci`; see `citekit.formats.Format.settings`.
        force: Replace a package even if somebody changed it since it was made.

    Raises:
        PackageError: A record has no id of its own or lacks what the repository needs, a file
            cannot be read, or something else stands in the way.
    """
    if kind not in KINDS:
        raise PackageError(f"there is no package {kind}; there are {', '.join(KINDS)}")
    if kind in FILED and settings:
        raise PackageError(f"{kind} has no {', '.join(settings)}; leave it out")
    if folder.exists() and not as_made(folder):
        if not (folder / MANIFEST).is_file():
            raise PackageError(f"{folder} is there already, and is no package; move it away")
        if not force:
            raise PackageError(f"{folder} was changed by hand; give --force to replace it")
    found = list(works)
    if not found:
        raise PackageError("there are no records to be packed")
    folder.parent.mkdir(parents=True, exist_ok=True)
    work_folder = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        texts = _Texts(files)
        package = KINDS[kind](
            _Job(kind, found, work_folder, folder, texts, collection, schemas, settings or {})
        )
        if package.kind in FILED:
            package = replace(package, unused=tuple(texts.left))
        _write(work_folder / MANIFEST, _manifest(package))
        work_folder.chmod(0o755)
        _put_in_place(work_folder, folder)
    except OSError as error:
        raise PackageError(f"{error.filename or folder}: {error.strerror}") from error
    finally:
        shutil.rmtree(work_folder, ignore_errors=True)
    return package


def as_made(folder: Path) -> bool:
    """Return whether a folder holds a package just as it was made, and nothing else."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        listed = [*said["files"], *(file for record in said["records"] for file in record["files"])]
        sums = {file["name"]: file["sha256"] for file in listed}
        found = [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
        return {path.relative_to(folder).as_posix() for path in found} == {*sums, MANIFEST} and all(
            _packed(folder / name, folder).sha256 == sha256 for name, sha256 in sums.items()
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False


def safe_name(id: str) -> str:
    """Return a file name for an id: letters, digits, dots and dashes, different for different ids.

    >>> safe_name("a1"), safe_name("../../etc/passwd")
    ('a1', 'etc-passwd-3754d6cb')
    """
    plain = _UNSAFE.sub("-", id).strip("-.")[:80]
    if plain == id:
        return plain
    digest = hashlib.sha256(id.encode()).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest


@dataclass(frozen=True, slots=True)
class _Job:
    kind: str
    works: list[Work]
    folder: Path
    """Where it is made."""
    final: Path
    """Where it will stand."""
    texts: _Texts
    collection: str | None
    schemas: Path | None
    settings: Mapping[str, str]


# DSpace's Simple Archive Format


def _saf(job: _Job) -> Package:
    """Write items as DSpace's batch import takes them (DSpace, Importing and Exporting Items)."""
    items = job.folder / "items"
    items.mkdir()
    width = max(4, len(str(len(job.works))))
    records = []
    used: set[str] = set()
    for number, work in enumerate(job.works, 1):
        folder = items / f"item_{number:0{width}d}"
        folder.mkdir()
        values = _fields(work)
        used |= {field for field, _, _ in values}
        for schema in dict.fromkeys(field.split(".")[0] for field, _, _ in values):
            name = "dublin_core.xml" if schema == "dc" else f"metadata_{schema}.xml"
            _write(folder / name, _values(schema, values))
        contents = _copied(job, work, folder)
        lines = "".join(f"{name}\tbundle:ORIGINAL\n" for name in contents)
        _write(folder / "contents", lines.encode())
        if job.collection:
            _write(folder / "collections", f"{job.collection}\n".encode())
        records.append(_record(work, folder, job.folder))
    _write(job.folder / "registry.xml", _registry(used))
    return _package(job, records, [job.folder / "registry.xml"])


def _fields(work: Work) -> list[tuple[str, str, str | None]]:
    from citekit.formats.dim import fields

    found = fields(work)
    if not any(field == "dc.title" for field, _, _ in found):
        raise PackageError(f"{_id(work)}: title: DSpace takes no item without one")
    return found


def _values(schema: str, values: Sequence[tuple[str, str, str | None]]) -> bytes:
    root = etree.Element("dublin_core", schema=schema)
    for field, text, tag in values:
        parts = field.split(".")
        if parts[0] != schema:
            continue
        value = etree.SubElement(root, "dcvalue", element=parts[1])
        value.set("qualifier", parts[2] if len(parts) > 2 else "none")
        if tag:
            value.set("language", tag)
        value.text = _legal(text)
    return _xml(root)


def _registry(used: set[str]) -> bytes:
    """Return the fields that a stock DSpace does not know, as its registry loader takes them."""
    own = json.loads(
        (resources.files(__package__) / "data" / "dspace_fields.json").read_text("utf-8")
    )
    root = etree.Element("dspace-dc-types")
    for field, note in own.items():
        if field in used:
            schema, element, qualifier = field.split(".")
            made = etree.SubElement(root, "dc-type")
            for name, text in (
                ("schema", schema),
                ("element", element),
                ("qualifier", qualifier),
                ("scope_note", note),
            ):
                etree.SubElement(made, name).text = text
    return _xml(root)


# SWORD 2.0


def _sword(job: _Job) -> Package:
    """Write for each record an Atom entry, and a zip of its files (SWORD 2.0 §6.3.3, SimpleZip)."""
    records = []
    for work in job.works:
        folder = job.folder / safe_name(_id(work))
        folder.mkdir()
        _write(folder / "entry.xml", atom_entry(work))
        inside = folder / "files"
        inside.mkdir()
        copied = _copied(job, work, inside)
        if copied:
            _zip(folder / "files.zip", [inside / name for name in copied])
        shutil.rmtree(inside)
        records.append(_record(work, folder, job.folder))
    return _package(job, records, [])


def atom_entry(work: Work) -> bytes:
    """Return the metadata of a record as SWORD takes it: Atom with Dublin Core terms (§6.3.3).

    Its `atom:id` is always the same for the same id, so that a deposit can be found again.
    """
    from citekit.formats.dcterms import encode

    root = element_with(f"{{{_ATOM}}}entry", {None: _ATOM, "dcterms": _DCTERMS})
    title = work.title.original if work.title else _id(work)
    for name, text in (("id", item_urn(_id(work))), ("title", title)):
        etree.SubElement(root, f"{{{_ATOM}}}{name}").text = _legal(text)
    # Atom demands a date; the record's own keeps the entry the same each time.
    year = work.issued.year if work.issued and work.issued.year is not None else 1970
    etree.SubElement(root, f"{{{_ATOM}}}updated").text = f"{max(year, 1):04d}-01-01T00:00:00Z"
    for agent in work.author or (None,):
        author = etree.SubElement(root, f"{{{_ATOM}}}author")
        name = _agent_name(agent.name.original) if agent else "unknown"
        etree.SubElement(author, f"{{{_ATOM}}}name").text = _legal(name)
    if work.abstract:
        etree.SubElement(root, f"{{{_ATOM}}}summary").text = _legal(work.abstract.original)
    for element in encode(work).iterchildren(f"{{{_DCTERMS}}}*"):
        root.append(element)
    etree.cleanup_namespaces(root)
    return _xml(root)


def item_urn(id: str) -> str:
    """Return the URN by which a deposit of a record is known.

    >>> item_urn("a1") == item_urn("a1") != item_urn("a2")
    True
    """
    return uuid.uuid5(_ITEM_SPACE, f"citekit:{id}").urn


def _agent_name(name: PersonName | str) -> str:
    if isinstance(name, str):
        return name
    return name.literal or ", ".join(filter(None, (name.family, name.given_part)))


# One file for all


def _one_file(job: _Job) -> Package:
    """Write all records into one file of the format that has the repository's name."""
    from citekit.formats._validate import validate

    if job.kind not in names() or get(job.kind).write is None:
        raise PackageError(f"this citekit does not write {job.kind}")
    stream, account = BytesIO(), Account()
    try:
        target = get(job.kind).told(job.settings)
    except FormatError as error:
        raise PackageError(str(error)) from None
    assert target.write is not None
    try:
        target.write(job.works, stream, account)
    except FormatError as error:
        raise PackageError(f"{target.title}: {error}") from None
    refused = [f"{loss.record}: {loss.reason}" for loss in account.losses if not loss.path]
    if refused:
        raise PackageError(f"{target.title} would not take these:\n" + "\n".join(refused[:20]))
    content = stream.getvalue()
    unchecked = ""
    try:
        problems = validate(target, content, job.schemas)
    except FormatError as error:
        problems, unchecked = [], str(error)
    if problems:
        shown = "\n".join(str(problem) for problem in problems[:20])
        raise PackageError(f"{target.title} would not take this:\n{shown}")
    path = job.folder / f"{job.kind}.xml"
    _write(path, content)
    records = [PackedRecord(_id(work), "", _title(work), ()) for work in job.works]
    return replace(_package(job, records, [path]), unchecked=unchecked)


KINDS: dict[str, Callable[[_Job], Package]] = {
    "saf": _saf,
    "sword": _sword,
    "crossref": _one_file,
    "doaj": _one_file,
    "rsci": _one_file,
}
"""What can be packed for, and how."""


# Files


def _copied(job: _Job, work: Work, folder: Path) -> list[str]:
    """Copy a record's files into a folder and return their names there."""
    taken = []
    for source in job.texts.of(work):
        name = _UNPRINTABLE.sub("-", source.name).lstrip(".-") or "file"
        with source.open("rb") as read, (folder / name).open("wb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
            write.flush()
            os.fsync(write.fileno())
        taken.append(name)
    return taken


class _Texts:
    """The full texts in a folder, looked through once; links are not followed."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None and not folder.is_dir():
            raise PackageError(f"{folder}: there is no such folder")
        found = sorted(folder.iterdir()) if folder is not None else []
        self.left = {path.name: path for path in found if path.is_file() and not path.is_symlink()}
        """What no record has taken yet, by name."""
        self._by_name: dict[str, list[Path]] = {}
        for path in self.left.values():
            for name in {path.name, path.stem}:
                self._by_name.setdefault(name, []).append(path)

    def of(self, work: Work) -> list[Path]:
        """Return the files that belong to a record."""
        ids = {_id(work), safe_name(_id(work))}
        document = work.document.name if isinstance(work, Article) and work.document else None
        found = [path for id in ids for path in self._by_name.get(id, ()) if path.stem == id]
        found += [path for path in self._by_name.get(document or "", ()) if path.name == document]
        for path in found:
            self.left.pop(path.name, None)
        return sorted(set(found))


def _zip(path: Path, files: Sequence[Path]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with file.open("rb") as read, archive.open(entry, "w", force_zip64=True) as write:
                shutil.copyfileobj(read, write, 1 << 20)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(made: Path, folder: Path) -> None:
    """Rename, which is whole or not at all; what was there before goes afterwards."""
    if not folder.exists():
        made.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent)) / "old"
    folder.rename(aside)
    try:
        made.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)


def _record(work: Work, folder: Path, root: Path) -> PackedRecord:
    files = tuple(_packed(path, root) for path in sorted(folder.iterdir()))
    return PackedRecord(_id(work), folder.relative_to(root).as_posix(), _title(work), files)


def _packed(path: Path, root: Path) -> PackedFile:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as stream:
        while part := stream.read(1 << 20):
            sha256.update(part)
            md5.update(part)
            size += len(part)
    name = path.relative_to(root).as_posix()
    return PackedFile(name, size, sha256.hexdigest(), md5.hexdigest())


def _package(job: _Job, records: list[PackedRecord], files: list[Path]) -> Package:
    ids = [record.id for record in records]
    twice = (
        next((id for id in ids if ids.count(id) > 1), None) if len(set(ids)) < len(ids) else None
    )
    if twice is not None:
        raise PackageError(f"{twice}: two records have this id")
    shared = tuple(_packed(path, job.folder) for path in files)
    return Package(job.final, job.kind, tuple(records), shared)


def _manifest(package: Package) -> bytes:
    said = {
        "to": package.kind,
        "files": [file._asdict() for file in package.files],
        "records": [
            {
                "id": record.id,
                "folder": record.folder,
                "title": record.title,
                "files": [file._asdict() for file in record.files],
            }
            for record in package.records
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _id(work: Work) -> str:
    if not work.id:
        title = work.title.original if work.title else "[no title]"
        raise PackageError(
            f"{title}: a record that is deposited needs an id of its own: add a line such as "
            "`id: akhmetov2024`"
        )
    return work.id


def _title(work: Work) -> str:
    return work.title.original if work.title else ""


def _legal(text: str) -> str:
    """Return text without the characters that XML has no place for."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
