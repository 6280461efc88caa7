"""`citekit harvest`: take over the records of another provider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from citekit.cli._files import Failure, open_output

if TYPE_CHECKING:
    from citekit.model import Work
    from citekit.repository.harvest import Provider


@click.command()
@click.argument("url")
@click.option("--into", "library", metavar="LIBRARY", help="The library to keep the records in.")
@click.option(
    "--to",
    "format_name",
    metavar="FORMAT",
    default="yaml",
    show_default=True,
    help="What is written, without a library: csl-json, bibtex.",
)
@click.option("-o", "--output", metavar="FILE", help="Where to write them, without a library.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option("--set", "spec", metavar="SPEC", help="Only this set of the provider.")
@click.option("--prefix", metavar="PREFIX", help="The metadata format, such as oai_dc or mods.")
@click.option("--again", is_flag=True, help="From the beginning, not from the last harvest on.")
@click.option(
    "--pause",
    type=click.FloatRange(0, 3600),
    default=1.0,
    show_default=True,
    help="Seconds between two requests.",
)
def harvest(
    url: str,
    library: str | None,
    format_name: str,
    output: str | None,
    force: bool,
    spec: str | None,
    prefix: str | None,
    again: bool,
    pause: float,
) -> None:
    """Harvest an OAI-PMH provider into a library, or into a file.

    Into a library, only what changed since the last harvest is asked for, and what the provider
    removed is removed; a harvest that was broken off goes on where it was.

    \b
    Examples:
      citekit harvest https://journal.kz/oai --into lib.db
      citekit harvest https://journal.kz/oai --into lib.db --set language:kk --prefix mods
      citekit harvest https://journal.kz/oai --to csl-json -o records.json
    """
    from citekit.formats import Account, FormatError, get
    from citekit.repository import StoreError
    from citekit.repository.harvest import Provider
    from citekit.repository.web_client import RemoteError, open_client

    try:
        with open_client() as client:
            provider = Provider(client, url, pause=pause)
            if library is not None:
                _into(provider, library, prefix, spec, again)
                return
            write = get(format_name).write
            if write is None:
                raise Failure(f"{format_name} can be read but not written")
            with open_output(output, force=force) as stream:
                write(_works(provider, prefix, spec), stream, Account())
    except (RemoteError, StoreError, FormatError) as error:
        raise Failure(str(error)) from None


def _into(
    provider: Provider, library: str, prefix: str | None, spec: str | None, again: bool
) -> None:
    from citekit.repository import open_library
    from citekit.repository.harvest import harvest as take

    done: Counter[str] = Counter()
    with open_library(library) as store:
        try:
            for outcome in take(store, provider, prefix=prefix, spec=spec, again=again):
                done[outcome.action] += 1
                if outcome.message:
                    click.echo(f"{outcome.id}: {outcome.message}", err=True)
        finally:
            if done:
                click.echo(", ".join(f"{count} {action}" for action, count in done.items()))
    if not done:
        click.echo("nothing new")


def _works(provider: Provider, prefix: str | None, spec: str | None) -> Iterator[Work]:
    chosen = prefix or provider.best_prefix()
    for page in provider.pages(chosen, **({"set": spec} if spec else {})):
        for record in page.records:
            if record.work is not None:
                yield record.work
            elif record.message:
                click.echo(f"{record.identifier}: {record.message}", err=True)
