"""`citekit library`: keep records, find them, change them, and see what they were."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from citekit.cli._files import Failure, open_output

if TYPE_CHECKING:
    from citekit.formats import Account
    from citekit.model import Work
    from citekit.repository import Outcome, Record, Store
    from citekit.repository.sets import RecordSet

_LIBRARY = click.argument("library", metavar="LIBRARY")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def library() -> None:
    """Keep records in a library: a file, or postgresql://user@host/database.

    \b
    Examples:
      citekit library init lib.db --name "Vestnik" --email editor@journal.kz
      citekit library add lib.db articles.yaml references.bib
      citekit library search lib.db "author:Әуезов қазақ тілі"
    """


@library.command()
@_LIBRARY
@click.option("--name", help="What the library is called, for harvesters and readers.")
@click.option("--email", help="The address of who keeps it; OAI-PMH must name one.")
@click.option("--namespace", help="The domain name in OAI identifiers, such as journal.kz.")
def init(library: str, **settings: str | None) -> None:
    """Make a library, or change the settings of one.

    \b
    Examples:
      citekit library init lib.db --name "Vestnik" --email editor@journal.kz --namespace journal.kz
      citekit library init postgresql://editor@localhost/library
    """
    given = {name: value for name, value in settings.items() if value is not None}
    _check_settings(given)
    with _opened(library, create=True) as store:
        if given:
            store.configure(**given)
    click.echo(f"{_shown(library)}: ready")


@library.command()
@_LIBRARY
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--from",
    "source_format",
    metavar="FORMAT",
    help="The format of the files; found from their content and names unless given.",
)
@click.option(
    "--update", is_flag=True, help="Replace records even where the DOI says they are others."
)
@_JSON
def add(
    library: str, files: tuple[str, ...], source_format: str | None, update: bool, as_json: bool
) -> None:
    """Add the records of files in any format, or of another library.

    A record whose id is there already becomes its new version. Exit code 1 where any record could
    not be read or was refused; the others are kept.

    \b
    Examples:
      citekit library add lib.db articles.yaml references.bib
      citekit library add lib.db export.mrc --from marc --json
    """
    done: Counter[str] = Counter()
    troubles: list[str] = []
    unread: list[str] = []
    with _opened(library) as store:
        for file in files:
            works = _readable(file, source_format, unread)
            for outcome in store.add(works, update=update):
                done[outcome.action] += 1
                if outcome.message:
                    troubles.append(f"{file}: {outcome.id}: {outcome.message}")
    done["unread"] = len(unread)
    troubles += unread
    if as_json:
        click.echo(json.dumps({**+done, "messages": troubles}, ensure_ascii=False, indent=1))
    else:
        click.echo(", ".join(f"{count} {action}" for action, count in done.items() if count))
        for trouble in troubles:
            click.echo(trouble, err=True)
        if done["refused"]:
            click.echo(
                "What was refused: give it the id of the record that it is, to make a new version "
                "of that; or --update, to keep it as it is.",
                err=True,
            )
    if troubles:
        raise SystemExit(1)


@library.command("list")
@_LIBRARY
@click.option("--set", "spec", metavar="SPEC", help="Only a set, such as language:kk.")
@click.option("--sets", "only_sets", is_flag=True, help="List the sets instead.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@_JSON
def list_(library: str, spec: str | None, only_sets: bool, limit: int, as_json: bool) -> None:
    """List records, the newest change first.

    \b
    Examples:
      citekit library list lib.db --set language:kk
      citekit library list lib.db --sets
    """
    with _opened(library) as store:
        if only_sets:
            _print_sets(store.sets(), as_json)
            return
        _check_set(store, spec)
        _print(store.in_set(spec, limit) if spec else store.latest(limit), as_json)


@library.command()
@_LIBRARY
@click.argument("id")
@click.option("--version", type=click.IntRange(1), help="As it was in this version.")
@click.option(
    "--to", "format_name", metavar="FORMAT", help="In a format, as csl-json; YAML when not given."
)
def show(library: str, id: str, version: int | None, format_name: str | None) -> None:
    """Print a record.

    \b
    Examples:
      citekit library show lib.db auezov1942
      citekit library show lib.db auezov1942 --version 1
      citekit library show lib.db auezov1942 --to bibtex
    """
    from citekit.formats import Account
    from citekit.formats.yaml import dumps

    target = _writable(format_name) if format_name else None
    with _opened(library) as store:
        work = _version(store, id, version).work
    if target is None:
        click.echo(dumps(work), nl=False)
        return
    account = Account()
    with open_output(None) as stream:
        target.write([work], stream, account)
    _print_losses(account)


@library.command()
@_LIBRARY
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@_JSON
def search(library: str, query: str, limit: int, as_json: bool) -> None:
    """Find records by words, in any of their forms.

    "two words" stand side by side, hydro* is the beginning of a word, -word is not wanted, and
    title:, author:, container: or text: name where a word stands.

    \b
    Examples:
      citekit library search lib.db "author:Әуезов қазақ тілі"
      citekit library search lib.db '"су ресурстары" hydro* -river' --json
    """
    with _opened(library) as store:
        found = store.search(query, limit)
    _print(found.records, as_json)
    if found.total > limit and not as_json:
        click.echo(f"{limit} of {found.total} shown", err=True)
    if not found.records:
        click.echo("nothing was found", err=True)
        raise SystemExit(1)


@library.command()
@_LIBRARY
@click.argument("id")
def edit(library: str, id: str) -> None:
    """Change a record in your editor.

    That is $VISUAL or $EDITOR; an error brings the editor back, and what is no record is not kept.

    \b
    Examples:
      citekit library edit lib.db auezov1942
      citekit library edit lib.db doi:10.26577/kz.1
    """
    from citekit.formats.yaml import dumps, loads, schema_comment

    with _opened(library) as store:
        current = _version(store, id, None).work
        before = schema_comment(current) + dumps(current)
        text: str | None = before
        while True:
            text = click.edit(text, extension=".yaml")
            if text is None or text.strip() == before.strip():
                click.echo("nothing changed")
                return
            work, problem = _read_one(loads, text, id)
            if work is not None:
                break
            click.echo(problem, err=True)
            if not click.confirm("Edit again?", default=True):
                raise Failure("nothing was kept")
        _told(store.add([work], update=True))


def _read_one(loads: Any, text: str, id: str) -> tuple[Work | None, str]:
    from citekit.formats import FormatError
    from citekit.model import Work

    try:
        found = loads(text)
    except FormatError as error:
        return None, str(error)
    if len(found) != 1:
        return None, "a record is one mapping of fields"
    if not isinstance(found[0], Work):
        return None, found[0].message
    if found[0].id != id:
        return None, f"id: must stay {id}; add a copy and remove this one to give it another name"
    return found[0], ""


@library.command()
@_LIBRARY
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
def remove(library: str, ids: tuple[str, ...]) -> None:
    """Remove records; their history stays.

    Harvesters are told. `library show --version` prints what a record was, and `library add` brings
    it back.

    \b
    Examples:
      citekit library remove lib.db auezov1942 doi:10.26577/kz.1
    """
    with _opened(library) as store:
        _told(store.remove(ids))


@library.command()
@_LIBRARY
@click.option("--to", "format_name", metavar="FORMAT", required=True, help="As csl-json, bibtex.")
@click.option("--set", "spec", metavar="SPEC", help="Only a set, such as language:kk.")
@click.option("-o", "--output", metavar="FILE", help="Where to; standard output when not given.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def export(
    library: str, format_name: str, spec: str | None, output: str | None, force: bool
) -> None:
    """Write the records that are not deleted, in a format.

    \b
    Examples:
      citekit library export lib.db --to bibtex -o library.bib
      citekit library export lib.db --to csl-json --set language:kk
    """
    from citekit.formats import Account

    target = _writable(format_name)
    account = Account()
    with _opened(library) as store:
        _check_set(store, spec)
        with open_output(output, force=force) as stream:
            target.write(_works(store, spec), stream, account)
    _print_losses(account)


@library.command()
@_LIBRARY
@click.argument("id")
@_JSON
def history(library: str, id: str, as_json: bool) -> None:
    """List the versions of a record, the newest first.

    `library show --version` prints one.

    \b
    Examples:
      citekit library history lib.db auezov1942
      citekit library history lib.db auezov1942 --json
    """
    with _opened(library) as store:
        versions = store.history(id)
    if not versions:
        raise Failure(f"there is no record {id!r}")
    if as_json:
        click.echo(json.dumps([_as_json(v) for v in versions], ensure_ascii=False, indent=1))
        return
    for version, older in zip(versions, [*versions[1:], None], strict=True):
        click.echo(f"{version.version}  {version.datestamp:%Y-%m-%dT%H:%M:%SZ}  ", nl=False)
        click.echo(_change(version, older))


def _change(new: Record, old: Record | None) -> str:
    """Say in a line what a version changed."""
    if new.json is None:
        return "removed"
    if old is None:
        return "added"
    if old.json is None:
        return "restored"
    now, then = json.loads(new.json), json.loads(old.json)
    fields = [field for field in {**then, **now} if now.get(field) != then.get(field)]
    return f"changed: {', '.join(fields)}"


def _readable(path: str, source_format: str | None, troubles: list[str]) -> Iterator[Work]:
    """Yield the records of a file; what could not be read of it is added to `troubles`."""
    from citekit.cli._records import describe, each_record
    from citekit.formats import Unread

    try:
        for position, record in enumerate(each_record(path, source_format), start=1):
            if isinstance(record, Unread):
                troubles.append(describe(path, position, record))
            else:
                yield record
    except Failure as failure:
        troubles.append(failure.message)


def _writable(name: str) -> Any:
    """Return a format that can be written.

    Raises:
        Failure: There is none of this name, or citekit only reads it.
    """
    from citekit.formats import UnknownFormatError, get

    try:
        found = get(name)
    except UnknownFormatError as error:
        raise Failure(str(error)) from None
    if found.write is None:
        raise Failure(f"{found.title} can be read but not written")
    return found


def _print_losses(account: Account) -> None:
    for loss in account.losses:
        click.echo(f"{loss.record}: {loss.path}: {loss.kind}: {loss.reason}", err=True)


def _check_set(store: Store, spec: str | None) -> None:
    if spec and store.set_named(spec) is None:
        raise Failure(
            f"there is no set {spec!r}; `citekit library list --sets` lists those there are"
        )


class _opened:  # noqa: N801 - reads as a verb where it stands
    """An open library, whose errors are said in a line."""

    def __init__(self, place: str, *, create: bool = False) -> None:
        self._place, self._create = place, create

    def __enter__(self) -> Store:
        from citekit.repository import StoreError, open_library

        try:
            self._store = open_library(self._place, create=self._create)
        except StoreError as error:
            raise Failure(str(error)) from None
        return self._store

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from citekit.repository import StoreError

        self._store.close()
        if isinstance(error, StoreError):
            raise Failure(str(error)) from None


def _works(store: Store, spec: str | None) -> Iterator[Work]:
    after = None
    while records := store.page(500, after=after, spec=spec):
        yield from (record.work for record in records if not record.deleted)
        after = records[-1].position


def _version(store: Store, id: str, version: int | None) -> Record:
    found = [v for v in store.history(id) if version in (None, v.version)]
    if not found:
        near = store.search(id, 3).records
        hint = f"; near it: {', '.join(r.id for r in near)}" if near and version is None else ""
        raise Failure(f"there is no {'such version of' if version else 'record'} {id!r}{hint}")
    if found[0].deleted:
        raise Failure(
            f"{id!r} was removed; `library show --version {found[0].version - 1}` prints what it "
            "was, and `library add` brings that back"
        )
    return found[0]


def _told(outcomes: Iterable[Outcome]) -> None:
    """Print what became of each record; exit code 1 where anything was refused or missing."""
    bad = False
    for outcome in outcomes:
        failed = outcome.action in ("refused", "missing")
        bad = bad or failed
        what = ": ".join(filter(None, (outcome.id, outcome.action, outcome.message)))
        click.echo(what, err=failed)
    if bad:
        raise SystemExit(1)


def _print(records: list[Record], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_as_json(r) for r in records], ensure_ascii=False, indent=1))
        return
    for record in records:
        work = record.work
        title = work.title.best(work.language) if work.title else "[no title]"
        year = work.issued.year if work.issued else None
        click.echo(f"{record.id}  {title}" + (f" ({year})" if year is not None else ""))


def _print_sets(sets: list[RecordSet], as_json: bool) -> None:
    if as_json:
        rows = [one._asdict() for one in sets]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in sets:
        click.echo(f"{one.spec}  {one.name}")


def _as_json(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "version": record.version,
        "datestamp": f"{record.datestamp:%Y-%m-%dT%H:%M:%SZ}",
        "deleted": record.deleted,
        "sets": list(record.specs),
        "record": json.loads(record.json) if record.json else None,
    }


def _check_settings(given: dict[str, str]) -> None:
    import re

    domain = r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]+)+"
    if "namespace" in given and not re.fullmatch(domain, given["namespace"]):
        raise Failure("--namespace: must be a domain name, such as journal.kz")
    if "email" in given and not re.fullmatch(r"\S+@(\S+\.)+\S+", given["email"]):
        raise Failure("--email: must be an address, such as editor@journal.kz")


def _shown(place: str) -> str:
    """Return a place without the password that may stand in it."""
    import re

    return re.sub(r"(?<=://)([^:@/]*):[^@/]*@", r"\1@", place)
