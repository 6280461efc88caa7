"""`citekit references pair`: an original list and its romanised twin as one."""

from __future__ import annotations

import click


@click.command("pair")
@click.argument("original", metavar="ORIGINAL")
@click.argument("romanised", metavar="ROMANISED")
@click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def pair(original: str, romanised: str, target: str | None, force: bool) -> None:
    """Make one list of two: each source once, with names and titles in both scripts.

    Prints the record of an article with the references. Entries of the second list without a twin
    stand at the end, and are named on standard error.

    \b
    Example:
      citekit references pair literature.txt references.txt -o article.yaml
    """
    from citekit.api import export
    from citekit.cli._files import open_output
    from citekit.cli.references._read import read_items
    from citekit.model import Article
    from citekit.references import pair_lists, parse

    lists = [
        [parse(i.text, number=i.number) for i in read_items(path)] for path in (original, romanised)
    ]
    found = pair_lists(*lists)
    for reference in found[len(lists[0]) :]:
        click.echo(f"{romanised}: no twin in {original}: {reference.as_printed}", err=True)
    alone = [r for r in found[: len(lists[0])] if r.romanized is None]
    for reference in alone:
        click.echo(f"{original}: no twin in {romanised}: {reference.as_printed}", err=True)
    data, _ = export([Article(references=found)], "yaml")
    with open_output(target, force=force) as stream:
        stream.write(data)
