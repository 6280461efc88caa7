"""`citekit convert`: a file of records in another format, with an account of what is lost."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from citekit.cli._settings import format_settings, settings

if TYPE_CHECKING:
    from citekit.formats import Format, Loss, Unread

_SHOWN = 20
"""How many records' losses are listed one by one, unless all are asked for."""


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", default="-")
@click.option("--from", "from_", metavar="FORMAT", help="The format of IN, if it is not seen.")
@click.option("--to", metavar="FORMAT", help="The format of OUT, if its name does not tell.")
@click.option("--strict", is_flag=True, help="Write nothing if anything would be lost.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
@format_settings
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the totals.")
@click.option("-v", "--verbose", is_flag=True, help="List the losses of every record.")
@click.option("-j", "--jobs", default=1, metavar="N", help="Use so many processes.")
def convert(
    source: str,
    target: str,
    from_: str | None,
    to: str | None,
    strict: bool,
    as_json: bool,
    force: bool,
    quiet: bool,
    verbose: bool,
    jobs: int,
    depositor: tuple[str, str] | None,
    titleid: str | None,
) -> None:
    """Write the records of IN in another format.

    What the format cannot hold is listed on standard error, record by record. A record that
    cannot be read is reported with its line and left out; the exit code is then 1.
    `citekit formats` lists the formats; `-` stands for the standard streams.

    \b
    Examples:
      citekit convert library.bib library.json
      citekit convert export.ris articles.xml --to mods
      citekit convert article.yaml - --to crossref --depositor "Вестник" office@example.kz
    """
    from citekit.cli._files import Failure, open_input, open_output
    from citekit.formats import FormatError
    from citekit.formats._convert import convert as run
    from citekit.formats._lines import peek

    report = _Report(as_json, 0 if quiet else sys.maxsize if verbose else _SHOWN)
    try:
        with open_input(source) as raw:
            head, stream = peek(raw)
            reader, writer = _formats(head, source, target, from_, to)
            writer = writer.told(settings(depositor, titleid))
            with open_output(target, force=force) as out, _Progress(raw, stream) as watched:
                done = run(
                    reader,
                    watched,
                    writer,
                    out,
                    jobs=jobs,
                    on_loss=report.loss,
                    on_unread=report.unread,
                )
                if strict and (done.losses or done.unread):
                    report.end(asdict(done), reader, writer)
                    raise Failure("nothing was written, because something would be lost")
                if done.written == 0 and done.refused:
                    report.end(asdict(done), reader, writer)
                    raise Failure(f"nothing was written, because {writer.title} takes none of it")
    except FormatError as error:
        raise Failure(f"{source}: {error}") from None
    report.end(asdict(done), reader, writer)
    if done.unread or done.refused:
        left = done.unread + done.refused
        raise Failure(f"{left} of {done.records + done.unread} records were left out")


def _formats(
    head: bytes, source: str, target: str, from_: str | None, to: str | None
) -> tuple[Format, Format]:
    from citekit.formats import UnknownFormatError, by_name, detect, get

    try:
        reader = get(from_) if from_ else detect(head, source)
    except UnknownFormatError as error:
        hint = error if from_ else f"{source}: {error} with --from"
        raise click.UsageError(str(hint)) from None
    try:
        writer = get(to) if to else by_name(target)
    except UnknownFormatError as error:
        raise click.UsageError(str(error)) from None
    if writer is None:
        raise click.UsageError(f"the name {target} does not tell the format; give --to FORMAT")
    return reader, writer


class _Report:
    """Prints what is lost as it comes, the first records in full, and the totals at the end."""

    def __init__(self, as_json: bool, shown: int) -> None:
        self._as_json = as_json
        self._shown = shown
        self._records: set[str] = set()
        self._fields: Counter[str] = Counter()
        self._losses: list[Loss] = []
        self._unread: list[Unread] = []

    def loss(self, loss: Loss) -> None:
        if self._as_json:
            self._losses.append(loss)
            return
        if len(self._records) <= self._shown:
            self._records.add(loss.record)
        if len(self._records) <= self._shown or not loss.path:
            where = loss.path or "the whole record"
            click.echo(f"{loss.record}: {where} {loss.kind}: {loss.reason}", err=True)
        else:
            self._fields[loss.path.split(".")[0]] += 1

    def unread(self, unread: Unread) -> None:
        if self._as_json:
            self._unread.append(unread)
            return
        place = f"line {unread.line}" if unread.line else unread.key or "a record"
        message = (
            unread.message if unread.message.startswith("line ") else f"{place}: {unread.message}"
        )
        click.echo(f"not read, {message}", err=True)

    def end(self, done: dict[str, Any], reader: Format, writer: Format) -> None:
        if self._as_json:
            account = {
                "from": reader.name,
                "to": writer.name,
                **done,
                "lost": [asdict(loss) for loss in self._losses],
                "not_read": [asdict(unread) for unread in self._unread],
            }
            click.echo(json.dumps(account, ensure_ascii=False, indent=1), err=True)
            return
        if self._fields:
            fields = ", ".join(f"{field} {count}" for field, count in self._fields.most_common())
            click.echo(f"lost or approximated in further records: {fields}", err=True)
        written = done["records"] - done["refused"]
        click.echo(
            f"{written} of {done['records'] + done['unread']} records, "
            f"{reader.name} to {writer.name}; {done['losses']} values lost or approximated",
            err=True,
        )


class _Progress:
    """A bar on a terminal that grows with the bytes read; elsewhere nothing."""

    def __init__(self, raw: BinaryIO, stream: BinaryIO) -> None:
        import os

        try:
            self._size = os.fstat(raw.fileno()).st_size
        except (OSError, ValueError):
            self._size = 0
        self._stream = stream
        self._bar: Any = None

    def __enter__(self) -> BinaryIO:
        if not self._size or not sys.stderr.isatty():
            return self._stream
        from citekit.formats._lines import watched

        self._bar = click.progressbar(length=self._size, file=sys.stderr, label="records")
        self._bar.__enter__()
        return watched(self._stream, self._bar.update)

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*error)
