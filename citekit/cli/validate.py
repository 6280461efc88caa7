"""`citekit validate`: whether a file is what its format demands."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

MAX_BYTES = 2**28


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--as", "as_", metavar="FORMAT", help="The format; by default the one that is seen.")
@click.option(
    "--schema",
    "folder",
    metavar="DIR",
    envvar="CITEKIT_SCHEMAS",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the official schemas are; else installed packages are searched.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def validate(file: str, as_: str | None, folder: Path | None, as_json: bool) -> None:
    """Check a file against the schema of its format, and against what the schema leaves open.

    Nothing is fetched from the network. The exit code is 1 if something is wrong.

    \b
    Examples:
      citekit validate deposit.xml --as crossref --schema schemas/
      citekit validate issue.xml --as rsci --schema schemas/ --json
      citekit validate library.bib
    """
    from citekit.cli._files import Failure, open_input
    from citekit.formats import FormatError, UnknownFormatError, detect, get
    from citekit.formats._validate import validate as run

    with open_input(file) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Failure(f"{file}: larger than {MAX_BYTES // 2**20} MiB; split it")
    try:
        target = get(as_) if as_ else detect(data[:65536], file)
        problems = run(target, data, folder)
    except UnknownFormatError as error:
        raise click.UsageError(str(error)) from None
    except FormatError as error:
        raise Failure(f"{file}: {error}") from None
    if as_json:
        click.echo(json.dumps([asdict(p) for p in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(f"{file}: {problem}")
    if problems:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"{file}: valid {target.title}")
