"""An OAI-PMH 2.0 provider: a request's arguments in, the XML of the response out.

The protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html. Deleted records are kept
for good (`persistent`), datestamps are to the second, lists go on by `tokens`. How requests come
in and responses go out is somebody else's business (`citekit.web`).
"""

from __future__ import annotations

import logging
import re
import time
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import quote, unquote

from lxml import etree

from citekit.repository.metadata import (
    MetadataFormat,
    disseminate,
    element_with,
    metadata_formats,
)
from citekit.repository.store import Position, Record, Store
from citekit.repository.tokens import BadTokenError, Token

log = logging.getLogger(__name__)

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_LOCATION = f"{{{_XSI}}}schemaLocation"

PAGE = 100
"""How many entries a response lists."""
TOKEN_SECONDS = 24 * 3600
"""How long a resumption token is good."""

_URI_CHARACTERS = "-_.!~*'();/?:@&=+$,"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_SECOND = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)
_PART = r"[A-Za-z0-9\-_.!~*'()]+"

# What an argument's value may look like (the types of OAI-PMH.xsd); others are checked in use.
_FORMS = {
    "identifier": re.compile(r"(?:[A-Za-z0-9\-_.!~*'();/?:@&=+$,#]|%[0-9A-Fa-f]{2})+"),
    "metadataPrefix": re.compile(_PART),
    "set": re.compile(rf"{_PART}(?::{_PART})*"),
    "from": re.compile(rf"{_DAY.pattern}|{_SECOND.pattern}", re.ASCII),
    "until": re.compile(rf"{_DAY.pattern}|{_SECOND.pattern}", re.ASCII),
    "resumptionToken": re.compile(r"[!-~]+"),
}


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The arguments of a verb (OAI-PMH 2.0 §4)."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    exclusive: str | None = None


_LIST = _Arguments(("metadataPrefix",), ("from", "until", "set"), "resumptionToken")
_VERBS = {
    "Identify": _Arguments(),
    "ListMetadataFormats": _Arguments((), ("identifier",)),
    "ListSets": _Arguments((), (), "resumptionToken"),
    "GetRecord": _Arguments(("identifier", "metadataPrefix")),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}


class _OaiError(Exception):
    """An error of the protocol (OAI-PMH 2.0 §3.6)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class _Request:
    """One request being answered."""

    store: Store
    base_url: str
    page: int
    now: int
    arguments: dict[str, str] = field(default_factory=dict)
    namespace: str = ""


def respond(
    store: Store,
    parameters: Iterable[tuple[str, str]],
    base_url: str,
    *,
    page: int = PAGE,
    now: int | None = None,
) -> bytes:
    """Answer a request.

    Args:
        store: The library.
        parameters: The arguments as they came, repeated ones too.
        base_url: Where the provider is reached.
        page: How many entries a list holds.
        now: The time in Unix seconds; the clock's when not given.

    >>> from citekit.repository.sqlite import SqliteStore
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as at, SqliteStore(at + "/l.db", create=True) as library:
    ...     b"badVerb" in respond(library, [("verb", "Guess")], "http://localhost/oai")
    True
    """
    request = _Request(store, base_url, page, int(time.time()) if now is None else now)
    root = element_with(f"{{{NAMESPACE}}}OAI-PMH", {None: NAMESPACE, "xsi": _XSI})
    root.set(_LOCATION, f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd")
    _add(root, "responseDate", utc(request.now))
    echo = _add(root, "request", base_url)
    errors = _read_arguments(request, list(parameters))
    if not errors:
        for name, value in request.arguments.items():
            echo.set(name, value)
        try:
            request.namespace = store.setting("namespace")
            root.append(_ANSWERS[request.arguments["verb"]](request))
        except _OaiError as raised:
            errors.append(raised)
            if raised.code == "badArgument":
                echo.attrib.clear()
    for error in errors:
        _add(root, "error", str(error)).set("code", error.code)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def utc(seconds: int) -> str:
    """Return a time as the protocol writes it.

    >>> utc(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def oai_identifier(namespace: str, id: str) -> str:
    """Return a record's identifier for harvesters (guidelines-oai-identifier §2).

    >>> oai_identifier("journal.kz", "Әуезов 1942")
    'oai:journal.kz:%D3%98%D1%83%D0%B5%D0%B7%D0%BE%D0%B2%201942'
    """
    return f"oai:{namespace}:{quote(id, safe=_URI_CHARACTERS)}"


# Arguments


def _read_arguments(request: _Request, parameters: list[tuple[str, str]]) -> list[_OaiError]:
    """Take the arguments into the request, or return all that is wrong with them."""
    verbs = [value for name, value in parameters if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        known = ", ".join(_VERBS)
        return [_OaiError("badVerb", f"the argument verb must stand once and be one of {known}")]
    names = [name for name, _ in parameters]
    arguments = dict(parameters)
    accepted = _VERBS[verbs[0]]
    allowed = {"verb", *accepted.required, *accepted.optional, accepted.exclusive}
    wrong = [f"{name!a} is no argument of {verbs[0]}" for name in names if name not in allowed]
    wrong += [f"{name!a} stands twice" for name in dict.fromkeys(names) if names.count(name) > 1]
    if accepted.exclusive in arguments:
        if len(arguments) > 2:
            wrong.append(f"{accepted.exclusive} must be the only argument besides verb")
    else:
        wrong += [f"{name} is required" for name in accepted.required if name not in arguments]
    wrong += [
        f"the value of {name} is malformed"
        for name, form in _FORMS.items()
        if name in arguments and not form.fullmatch(arguments[name])
    ]
    request.arguments = arguments
    return [_OaiError("badArgument", message) for message in dict.fromkeys(wrong)]


def _window(arguments: dict[str, str]) -> tuple[int | None, int | None]:
    """Return `from` and `until` in Unix seconds, the whole last day in."""
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise _OaiError("badArgument", "from and until must have the same granularity")
    first = _seconds(since, "00:00:00") if since else None
    last = _seconds(until, "23:59:59") if until else None
    if first is not None and last is not None and first > last:
        raise _OaiError("badArgument", "from must not be later than until")
    return first, last


def _seconds(text: str, time_of_day: str) -> int:
    whole = text if "T" in text else f"{text}T{time_of_day}Z"
    try:
        return timegm(datetime.strptime(whole, "%Y-%m-%dT%H:%M:%SZ").timetuple())
    except ValueError:
        raise _OaiError("badArgument", f"there is no date {text}") from None


def _format(prefix: str) -> MetadataFormat:
    found = metadata_formats().get(prefix)
    if found is None:
        known = ", ".join(metadata_formats())
        raise _OaiError("cannotDisseminateFormat", f"{prefix} is not offered; there are {known}")
    return found


def _record(request: _Request) -> Record:
    said = request.arguments["identifier"]
    id = unquote(said.removeprefix(f"oai:{request.namespace}:"))
    found = request.store.get(id) if oai_identifier(request.namespace, id) == said else None
    if found is None:
        raise _OaiError("idDoesNotExist", f"there is no record {said}")
    return found


# Verbs


def _identify(request: _Request) -> etree._Element:
    store = request.store
    made = etree.Element(f"{{{NAMESPACE}}}Identify")
    _add(made, "repositoryName", store.setting("name"))
    _add(made, "baseURL", request.base_url)
    _add(made, "protocolVersion", "2.0")
    _add(made, "adminEmail", store.setting("email"))
    earliest = store.earliest()
    _add(made, "earliestDatestamp", utc(request.now if earliest is None else earliest))
    _add(made, "deletedRecord", "persistent")
    _add(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    _add(made, "compression", "gzip")
    described = element_with(f"{{{_IDENTIFIER}}}oai-identifier", {None: _IDENTIFIER})
    _add(made, "description").append(described)
    described.set(_LOCATION, f"{_IDENTIFIER} {_IDENTIFIER}.xsd")
    for name, value in (
        ("scheme", "oai"),
        ("repositoryIdentifier", request.namespace),
        ("delimiter", ":"),
        ("sampleIdentifier", oai_identifier(request.namespace, "article-1")),
    ):
        etree.SubElement(described, f"{{{_IDENTIFIER}}}{name}").text = value
    return made


def _list_metadata_formats(request: _Request) -> etree._Element:
    if "identifier" in request.arguments and _record(request).deleted:
        raise _OaiError("noMetadataFormats", "the record was deleted")
    made = etree.Element(f"{{{NAMESPACE}}}ListMetadataFormats")
    for row in metadata_formats().values():
        one = _add(made, "metadataFormat")
        _add(one, "metadataPrefix", row.prefix)
        _add(one, "schema", row.schema)
        _add(one, "metadataNamespace", row.namespace)
    return made


def _get_record(request: _Request) -> etree._Element:
    target = _format(request.arguments["metadataPrefix"])
    made = etree.Element(f"{{{NAMESPACE}}}GetRecord")
    entry = _entry(request, _record(request), target)
    if entry is None:
        raise _OaiError("cannotDisseminateFormat", f"the record has no {target.prefix}")
    made.append(entry)
    return made


def _list_sets(request: _Request) -> etree._Element:
    token = _token(request)
    after = token.after if token else ""
    found = request.store.sets(request.page + 1, str(after))
    if not found and token is None:
        raise _OaiError("noSetHierarchy", "there are no sets, because there are no records")
    made = etree.Element(f"{{{NAMESPACE}}}ListSets")
    for spec, name in found[: request.page]:
        one = _add(made, "set")
        _add(one, "setSpec", spec)
        _add(one, "setName", name)
    size = token.size if token else len(request.store.sets())
    start = token or Token("ListSets", "", 0, size, 0)
    more = found[request.page - 1].spec if len(found) > request.page else None
    _resume(request, made, start, more, len(found[: request.page]))
    return made


def _list(request: _Request) -> etree._Element:
    verb = request.arguments["verb"]
    token = _token(request)
    start = token or _first(request, verb)
    target = _format(start.prefix or "")
    with_metadata = verb == "ListRecords"
    # One more than a page, to know whether there is another; entries, because a record that the
    # format cannot hold is no entry of this list.
    entries = list(islice(_entries(request, start, target, with_metadata), request.page + 1))
    if not entries:
        raise _OaiError("noRecordsMatch", "nothing matches from, until, set and metadataPrefix")
    made = etree.Element(f"{{{NAMESPACE}}}{verb}")
    made.extend([element for _, element in entries[: request.page]])
    more = entries[request.page - 1][0] if len(entries) > request.page else None
    _resume(request, made, start, more, min(len(entries), request.page))
    return made


def _first(request: _Request, verb: str) -> Token:
    arguments = request.arguments
    since, until = _window(arguments)
    spec = arguments.get("set")
    prefix = _format(arguments["metadataPrefix"]).prefix
    if since is None and until is None and spec is None:
        # Keys are never given twice, so the last one is the number of records or little more, and
        # known without counting; completeListSize may be an estimate (§3.5.1).
        size = request.store.last_key()
    else:
        size = request.store.count(since=since, until=until, spec=spec)
    return Token(verb, (0, 0), 0, size, 0, prefix, since, until, spec)


def _token(request: _Request) -> Token | None:
    text = request.arguments.get("resumptionToken")
    if text is None:
        return None
    try:
        token = Token.opened(text, request.store.setting("secret"))
    except BadTokenError as error:
        raise _OaiError("badResumptionToken", str(error)) from None
    if token.verb != request.arguments["verb"]:
        raise _OaiError("badResumptionToken", f"the token continues {token.verb}")
    if token.expires < request.now:
        raise _OaiError("badResumptionToken", f"the token expired at {utc(token.expires)}")
    return token


def _resume(
    request: _Request,
    made: etree._Element,
    start: Token,
    more: tuple[int, int] | str | None,
    listed: int,
) -> None:
    """Say where the list goes on, or, with an empty token, that it ends here."""
    if more is None and start.cursor == 0:
        return
    element = _add(made, "resumptionToken")
    if more is not None:
        expires = request.now + TOKEN_SECONDS
        token = replace(start, after=more, cursor=start.cursor + listed, expires=expires)
        element.text = token.sealed(request.store.setting("secret"))
        element.set("expirationDate", utc(expires))
    element.set("completeListSize", str(max(start.size, start.cursor + listed)))
    element.set("cursor", str(start.cursor))


def _entries(
    request: _Request, start: Token, target: MetadataFormat, with_metadata: bool
) -> Iterator[tuple[Position, etree._Element]]:
    """Yield the entries of a list from where it goes on, with their positions."""
    assert not isinstance(start.after, str)
    after = Position(*start.after)
    while records := request.store.page(
        request.page + 1, after=after, since=start.since, until=start.until, spec=start.spec
    ):
        for record in records:
            entry = _entry(request, record, target) if with_metadata else _header(request, record)
            if entry is not None:
                yield record.position, entry
        after = records[-1].position


def _entry(request: _Request, record: Record, target: MetadataFormat) -> etree._Element | None:
    """Return a record's element, or None where the format cannot hold the record."""
    made = etree.Element(f"{{{NAMESPACE}}}record")
    made.append(_header(request, record))
    if not record.deleted:
        try:
            metadata = disseminate(record.work, target)
        except Exception as error:
            # One record that a writer cannot take must not end the harvest of all others.
            log.warning("record %r has no %s: %s", record.id, target.prefix, error)
            return None
        _add(made, "metadata").append(metadata)
    return made


def _header(request: _Request, record: Record) -> etree._Element:
    made = etree.Element(f"{{{NAMESPACE}}}header")
    if record.deleted:
        made.set("status", "deleted")
    _add(made, "identifier", oai_identifier(request.namespace, record.id))
    _add(made, "datestamp", utc(record.position.datestamp))
    for spec in record.specs:
        _add(made, "setSpec", spec)
    return made


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    made.text = text
    return made


_ANSWERS = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
