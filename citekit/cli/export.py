"""`citekit export`: a record in another format."""

from __future__ import annotations

import click

from citekit.cli._settings import format_settings, settings


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--to", "to", metavar="FORMAT", required=True, help="Such as bibtex or csl-json.")
@click.option("--from", "source_format", metavar="FORMAT", help="The format of FILE.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@format_settings
@click.option("--no-check", is_flag=True, help="Write identifiers that cannot be right, too.")
@click.option("-v", "--verbose", is_flag=True, help="Say what the format cannot hold.")
def export(
    file: str,
    to: str,
    source_format: str | None,
    target: str | None,
    force: bool,
    no_check: bool,
    verbose: bool,
    depositor: tuple[str, str] | None,
    titleid: str | None,
) -> None:
    """Write a record in another format, with everything that format can hold.

    Nothing is written when an identifier of the record cannot be right, such as an ORCID iD with
    a wrong check digit: correct it, or give --no-check. `citekit formats` lists the formats.

    \b
    Examples:
      citekit export article.yaml --to bibtex
      citekit export article.yaml --to oai-dc -o article.xml
      citekit export article.yaml --to csl-json | citekit cite -
    """
    from citekit import api
    from citekit.cli._files import Failure, open_output
    from citekit.cli._records import all_records
    from citekit.formats import FormatError

    works = all_records(file, source_format)
    if not no_check:
        wrong = [
            f"{file}: {f.path}: {f.message} {f.suggestion or ''}".rstrip()
            for work in works
            for f in api.check(work)
            if f.code == "id.invalid"
        ]
        if wrong:
            raise Failure("\n".join([*wrong, "nothing was written; --no-check writes it as it is"]))
    try:
        made, account = api.export(works, to, settings=settings(depositor, titleid))
    except FormatError as error:
        raise Failure(str(error)) from None
    refused = [f"{loss.record}: {loss.reason}" for loss in account.losses if not loss.path]
    if len(refused) == len(works):
        raise Failure("\n".join(refused))
    with open_output(target, force=force) as stream:
        stream.write(made)
    if verbose:
        for loss in account.losses:
            click.echo(f"{loss.record}: {loss.path}: {loss.kind}: {loss.reason}", err=True)
    if refused:
        raise Failure("\n".join(["some records were left out", *refused]))
