"""Record files: the records themselves, as people read and edit them.

A file holds one record, or a list of records. Every scalar is text (`volume: 012` stays `012`, and
`language: no` is Norwegian), so that a record says what it looks like. Errors name the line, the
path in the record and the cure. Aliases are followed within bounds; tags and Python objects are
not part of the form and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import Article, Work
from citekit.model.base import Model
from citekit.resources import resource

MAX_BYTES = 64 * 1024 * 1024
"""The size up to which a record file is read."""
MAX_NODES = 2_000_000
"""How many values a file may hold once its aliases are followed."""
MAX_DEPTH = 60

SCHEMA_COMMENT = "# yaml-language-server: $schema={}\n"
SCHEMA_NAMES = {Article: "article.schema.json", Work: "work.schema.json"}
"""The JSON Schemas that ship in `metadata/schema/`."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))

Place = tuple[str | int, ...]


def loads(text: str) -> list[Work | Unread]:
    """Return the records in the text of a record file.

    Raises:
        FormatError: The text is no YAML, or not made of records at all.

    >>> loads("{type: book, title: {kk: Абай жолы}, issued: 1942}")[0].issued.year
    1942
    """
    document = _document(text)
    if document is None:
        raise FormatError("the file is empty; a record is at least a title")
    if not isinstance(document.value, list):
        return [_one(document.value, document.lines, (), text)]
    source = text.split("\n")
    starts = [document.lines[(i,)] for i in range(len(document.value))]
    ends = [*starts[1:], len(source) + 1]
    return [
        _one(value, document.lines, (i,), "\n".join(source[starts[i] - 1 : ends[i] - 1]))
        for i, value in enumerate(document.value)
    ]


def dumps(work: Work) -> str:
    """Return one record as the text of a record file, without the schema comment.

    >>> print(dumps(Work(type="book", volume="2")), end="")
    type: book
    volume: '2'
    """
    return yaml.dump(
        as_mapping(work),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=False,
    )


def as_mapping(work: Work) -> dict[str, Any]:
    """Return a record as a plain mapping of text, lists and mappings, without empty fields."""
    data = work.model_dump(mode="json", exclude_defaults=True)
    always: dict[str, Any] = {"type": work.type}
    if isinstance(work, Article):
        always = {"schema_version": work.schema_version, **always}
    first = always | ({"id": work.id} if work.id is not None else {})
    return first | {key: value for key, value in data.items() if key not in first}


def from_mapping(data: Mapping[str, Any]) -> Work:
    """Return the record that a plain mapping describes: an article if it has what only they have.

    Raises:
        pydantic.ValidationError: The mapping is not a valid record.
    """
    return _kind(data).model_validate(data)


def _kind(data: Mapping[str, Any]) -> type[Work]:
    return Article if data.keys() - Work.model_fields.keys() else Work


# Reading


def _document(text: str) -> _Builder | None:
    """Return what stands in a YAML text, or None where nothing does."""
    # Events, not nodes: the library's own composer recurses without bound.
    parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    builder = _Builder(parser.get_event)
    try:
        return builder if builder.build() else None
    except yaml.reader.ReaderError as error:
        letter = error.character if isinstance(error.character, int) else ord(error.character)
        raise FormatError(f"the character U+{letter:04X} may not stand in YAML") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise FormatError(f"{place}{error.problem or error.context}") from None
    finally:
        parser.dispose()


class _Builder:
    """Builds text, lists and mappings from YAML's events, within bounds.

    `value` is then the document, and `lines` tells on which line each path of it begins.
    """

    def __init__(self, next_event: Callable[[], Any]) -> None:
        self._next = next_event
        self._left = MAX_NODES
        self._anchors: dict[str, tuple[Any, int]] = {}
        self.value: Any = None
        self.lines: dict[Place, int] = {}

    def build(self) -> bool:
        """Read the only document; return whether there is one."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return False
        self.value = self._take(self._next(), (), 0)
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            line = event.start_mark.line + 1
            raise FormatError(f"line {line}: a second document begins; write records as one list")
        return True

    def _take(self, event: Any, path: Place, depth: int) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(path, line)
        self._spend(1, line)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise FormatError(f"line {line}: nothing above is marked &{event.anchor}")
            value, size = self._anchors[event.anchor]
            self._spend(size, line)
            return value
        if event.tag is not None and not event.tag.startswith("tag:yaml.org,2002:str"):
            raise FormatError(f"line {line}: the tag {event.tag} is refused; write plain values")
        if depth > MAX_DEPTH:
            raise FormatError(f"line {line}: the file is nested too deeply")
        before = self._left
        value = self._value(event, path, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, before - self._left + 1)
        return value

    def _value(self, event: Any, path: Place, depth: int) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in _NULLS else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(inner := self._next(), yaml.SequenceEndEvent):
                items.append(self._take(inner, (*path, len(items)), depth + 1))
            return items
        mapping: dict[str, Any] = {}
        seen: set[str] = set()
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarEvent):
                raise FormatError(f"line {line}: a field's name must be text")
            if key.value in seen:
                raise FormatError(f"line {line}: {key.value} stands twice")
            seen.add(key.value)
            self.lines[(*path, key.value)] = line
            value = self._take(self._next(), (*path, key.value), depth + 1)
            if value is not None:
                mapping[key.value] = value
        return mapping

    def _spend(self, size: int, line: int) -> None:
        self._left -= size
        if self._left < 0:
            raise FormatError(f"line {line}: the file says more than {MAX_NODES:,} values; refused")


def _one(data: Any, lines: dict[Place, int], at: Place, raw: str) -> Work | Unread:
    """Return the record that stands at a path of the file, or what is wrong with it."""
    if not isinstance(data, dict):
        return Unread("a record is a mapping of fields, such as title: …", lines[at], raw=raw)
    try:
        return from_mapping(data)
    except ValidationError as error:
        problems = [_problem(e, data, lines, at) for e in error.errors(include_url=False)]
        message = "\n".join(f"line {line}: {what}" for line, what in sorted(set(problems)))
        return Unread(message, min(problems)[0], key=data.get("id"), raw=raw)


def _problem(error: ErrorDetails, data: Any, lines: dict[Place, int], at: Place) -> tuple[int, str]:
    """Return the line and the sentence for one of pydantic's errors."""
    path = _path_of(error["loc"], data)
    where = ".".join(str(part) for part in path)
    here = (*at, *path)
    while here not in lines:
        here = here[:-1]
    if error["type"] == "extra_forbidden":
        wanted = str(error["loc"][-1])
        fields = [name for name in _fields_at(path[:-1]) if name != wanted]
        near = get_close_matches(wanted, fields, 1, 0.6)
        hint = f"; did you mean {near[0]}?" if near else " here"
        return lines[here], f"{where}: there is no such field{hint}"
    if error["type"] == "literal_error":
        known = re.findall(r"'([^']+)'", error["msg"])
        near = get_close_matches(str(error["input"]), known, 1, 0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        return lines[here], f"{where}: {error['input']!r} is not one of the known values{hint}"
    message = _WORDS.get(error["type"], error["msg"])
    return lines[here], f"{where}: {message}" if where else message


_WORDS = {
    "string_type": "text is expected here",
    "tuple_type": "a list is expected here; begin the line with -",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping of fields is expected here",
    "missing": "this field is required",
}


def _path_of(loc: tuple[int | str, ...], data: Any) -> Place:
    """Return the path in the file: pydantic's own, without the names of union members and pairs."""
    path: Place = ()
    here = data
    parts = iter(loc)
    for part in parts:
        if isinstance(here, dict) and isinstance(part, int):
            # A mapping is validated as pairs: the position of the pair, then 0 or 1 within it.
            if part >= len(here):
                break
            key = list(here)[part]
            next(parts, None)
        elif (isinstance(here, dict) and part in here) or (
            isinstance(here, list) and isinstance(part, int) and part < len(here)
        ):
            key = part
        else:
            if part == loc[-1] and isinstance(part, str) and isinstance(here, dict):
                path = (*path, part)
            continue
        path = (*path, key)
        here = here[key]
    return path


def _fields_at(path: Place) -> list[str]:
    """Return the names of all fields that may stand at a path, or of the whole record."""
    models: list[type[BaseModel]] = [Article]
    for part in path:
        if isinstance(part, int):
            continue
        found = [m for model in models for m in _models_in(model, part)]
        models = found or models
    return [name for model in models for name in model.model_fields]


def _models_in(model: type[BaseModel], field: str) -> list[type[BaseModel]]:
    info = model.model_fields.get(field)
    if info is None:
        return []
    found: list[type[BaseModel]] = []
    queue: list[Any] = [info.annotation]
    while queue:
        kind = queue.pop()
        if isinstance(kind, type) and issubclass(kind, Model):
            found.append(kind)
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            queue.append(kind.model_fields["root"].annotation)
        else:
            queue.extend(getattr(kind, "__args__", ()))
            queue.extend(m for m in getattr(kind, "__metadata__", ()) if isinstance(m, type))
    return found


# Writing


class _Dumper(yaml.SafeDumper):
    """Writes block style with lists indented under their field, and spans on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_list(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    flow = bool(data) and all(isinstance(value, int) for value in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


def _represent_text(dumper: _Dumper, data: str) -> yaml.Node:
    # PyYAML folds these as if they were line breaks, and they would come back as spaces.
    style = '"' if _ODD_BREAKS.search(data) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style)


_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029]")

_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(str, _represent_text)


def parse(stream: BinaryIO) -> Any:
    """Return what any YAML file says as text, lists and mappings, within the bounds of a record's.

    Raises:
        FormatError: It is no UTF-8, no YAML, too large, or has tags.
    """
    document = _document(_text(stream))
    return None if document is None else document.value


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the records of a file."""
    yield from loads(_text(stream))


def _text(stream: BinaryIO) -> str:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError(f"the file is larger than {MAX_BYTES // 2**20} MiB; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(f"line {line}: not UTF-8; save the file as UTF-8") from None


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as a mapping, or several as a list. Nothing is lost."""
    records = iter(works)
    first = next(records, None)
    if first is None:
        stream.write(b"[]\n")
        return
    second = next(records, None)
    if second is None:
        stream.write(dumps(first).encode())
        return
    for work in (first, second, *records):
        lines = dumps(work).rstrip("\n").split("\n")
        stream.write(
            "".join(f"{'- ' if i == 0 else '  '}{ln}\n" for i, ln in enumerate(lines)).encode()
        )


def schema_comment(work: Work) -> str:
    """Return the line that tells an editor on this machine where the JSON Schema of a record is.

    For files that somebody is about to edit; what is written to be handed on does not name places
    of this machine.
    """
    schema = resource("metadata", "schema", SCHEMA_NAMES[type(work)])
    return SCHEMA_COMMENT.format(schema.as_uri() if isinstance(schema, Path) else schema)


def _sniff(head: bytes) -> bool:
    lines = (line for line in head.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip())
    first = next((line for line in lines if not line.startswith((b"#", b"---", b"%"))), b"")
    return re.match(rb"(?:- +)?[a-z_]+:(?: |$)", first) is not None


FORMAT = Format(
    name="yaml",
    title="citekit record",
    media_type="application/yaml",
    extensions=(".yaml", ".yml"),
    read=read,
    write=write,
    sniff=_sniff,
)
