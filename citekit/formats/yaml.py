"""Record files: the records themselves, as people read and edit them.

A file holds one record, or a list of records. Every scalar is text (`volume: 012` stays `012`, and
`language: no` is Norwegian), so that a record says what it looks like. Errors name the line, the
path in the record and the cure. Aliases are followed within bounds; tags and Python objects are
not part of the form and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, BinaryIO

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import Article, Work
from citekit.model.base import Model

MAX_BYTES = 64 * 1024 * 1024
"""The size up to which a record file is read."""
MAX_NODES = 2_000_000
"""How many values a file may hold once its aliases are followed."""
MAX_DEPTH = 60

SCHEMA_COMMENT = "# yaml-language-server: $schema={}\n"
SCHEMA_NAMES = {Article: "article.schema.json", Work: "work.schema.json"}
"""The JSON Schemas that ship in `metadata/schema/`."""

Path = tuple[str | int, ...]


def loads(text: str) -> list[Work | Unread]:
    """Return the records in the text of a record file.

    Raises:
        FormatError: The text is no YAML, or not made of records at all.

    >>> loads("{type: book, title: {kk: Абай жолы}, issued: 1942}")[0].issued.year
    1942
    """
    root = _compose(text)
    if root is None:
        raise FormatError("the file is empty; a record is at least a title")
    budget = [MAX_NODES]
    if isinstance(root, yaml.SequenceNode):
        found: list[Work | Unread] = []
        for node in root.value:
            lines: dict[Path, int] = {}
            data = _plain(node, (), lines, budget, 1)
            found.append(_one(data, lines, "\n".join(_source(text, node))))
        return found
    lines = {}
    return [_one(_plain(root, (), lines, budget, 0), lines, text)]


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


def _compose(text: str) -> yaml.Node | None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        raise FormatError(
            f"the character U+{ord(str(error.character)):04X} may not stand in YAML"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise FormatError(f"{place}{error.problem or error.context}") from None
    except RecursionError:
        raise FormatError("the file is nested too deeply") from None
    finally:
        loader.dispose()
    return node


def _plain(
    node: yaml.Node, path: Path, lines: dict[Path, int], budget: list[int], depth: int
) -> Any:
    """Return a node as text, lists and mappings, and note on which line each path begins."""
    line = node.start_mark.line + 1
    lines[path] = line
    budget[0] -= 1
    if budget[0] < 0:
        raise FormatError(f"line {line}: the file says more than {MAX_NODES:,} values; refused")
    if depth > MAX_DEPTH:
        raise FormatError(f"line {line}: the file is nested too deeply")
    if isinstance(node, yaml.ScalarNode):
        if node.tag.startswith("!") or node.tag.startswith("tag:yaml.org,2002:python"):
            raise FormatError(f"line {line}: the tag {node.tag} is refused; write plain values")
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, (*path, i), lines, budget, depth + 1) for i, n in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)
    if node.tag != "tag:yaml.org,2002:map":
        raise FormatError(f"line {line}: the tag {node.tag} is refused; write plain values")
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        at = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise FormatError(f"line {at}: a field's name must be text")
        if key in made:
            raise FormatError(f"line {at}: {key} stands twice")
        value = _plain(value_node, (*path, key), lines, budget, depth + 1)
        lines[(*path, key)] = at
        if value is not None:
            made[key] = value
    return made


def _source(text: str, node: yaml.Node) -> list[str]:
    return text.splitlines()[node.start_mark.line : node.end_mark.line + 1]


def _one(data: Any, lines: dict[Path, int], raw: str) -> Work | Unread:
    start = lines[()]
    if not isinstance(data, dict):
        return Unread("a record is a mapping of fields, such as title: …", start, raw=raw)
    try:
        return from_mapping(data)
    except ValidationError as error:
        problems = [_problem(e, data, lines) for e in error.errors(include_url=False)]
        line = min((line for line, _ in problems), default=start)
        message = "\n".join(f"line {at}: {what}" for at, what in sorted(set(problems)))
        return Unread(message, line, key=data.get("id"), raw=raw)


def _problem(error: ErrorDetails, data: Any, lines: dict[Path, int]) -> tuple[int, str]:
    """Return the line and the sentence for one of pydantic's errors."""
    path = _path_of(error["loc"], data)
    where = ".".join(str(part) for part in path)
    at = path
    while at not in lines:
        at = at[:-1]
    if error["type"] == "extra_forbidden":
        wanted = str(error["loc"][-1])
        fields = [name for name in _fields_at(path[:-1]) if name != wanted]
        near = get_close_matches(wanted, fields, 1, 0.6)
        cure = f"there is no such field{f'; did you mean {near[0]}?' if near else ' here'}"
        return lines[at], f"{where}: {cure}"
    if error["type"] == "literal_error":
        near = get_close_matches(
            str(error["input"]), re.findall(r"'([^']+)'", error["msg"]), 1, 0.5
        )
        hint = f"; did you mean {near[0]}?" if near else ""
        return lines[at], f"{where}: {error['input']!r} is not one of the known values{hint}"
    message = _WORDS.get(error["type"], error["msg"])
    return lines[at], f"{where}: {message}" if where else message


_WORDS = {
    "string_type": "text is expected here",
    "tuple_type": "a list is expected here; begin the line with -",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping of fields is expected here",
    "missing": "this field is required",
}


def _path_of(loc: tuple[int | str, ...], data: Any) -> Path:
    """Return the path in the file: pydantic's own, without the names of union members and pairs."""
    path: Path = ()
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


def _fields_at(path: Path) -> list[str]:
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


_Dumper.add_representer(list, _represent_list)


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read the records of a file."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError(f"the file is larger than {MAX_BYTES // 2**20} MiB; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(f"line {line}: not UTF-8; save the file as UTF-8") from None
    yield from loads(text)


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write one record as a mapping, or several as a list. Nothing is lost."""
    records = iter(works)
    first = next(records, None)
    if first is None:
        stream.write(b"[]\n")
        return
    second = next(records, None)
    if second is None:
        stream.write((schema_comment(first) + dumps(first)).encode())
        return
    for work in (first, second, *records):
        lines = dumps(work).splitlines()
        stream.write(
            "".join(f"{'- ' if i == 0 else '  '}{ln}\n" for i, ln in enumerate(lines)).encode()
        )


def schema_comment(work: Work) -> str:
    """Return the line that tells an editor where the JSON Schema of this record is."""
    return SCHEMA_COMMENT.format(f"schema/{SCHEMA_NAMES[type(work)]}")


def _sniff(head: bytes) -> bool:
    return re.search(rb"^(?:- |  )?(?:schema_version|type|title): ", head, re.M) is not None


FORMAT = Format(
    name="yaml",
    title="citekit record",
    media_type="application/yaml",
    extensions=(".yaml", ".yml"),
    read=read,
    write=write,
    sniff=_sniff,
)
