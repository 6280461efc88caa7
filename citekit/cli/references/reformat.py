"""`citekit references reformat`: a printed list in another style."""

from __future__ import annotations

from typing import Any

import click

from citekit.cli import _options


@click.command("reformat")
@click.argument("file", metavar="FILE")
@_options.style
@_options.markup()
@_options.output_file
def reformat(
    file: str,
    style: str,
    locale: str | None,
    item_language: bool,
    output: str,
    target: str | None,
    force: bool,
) -> None:
    """Print a printed list of references in another style.

    The order is that of the style. Items that were read with little certainty, and pieces that no
    field holds, are named on standard error: look at those.

    \b
    Examples:
      citekit references reformat list.txt --style apa
      citekit references reformat list.txt --style gost-r-7.0.100-2018 --locale ru-RU
    """
    from citekit import api
    from citekit.cli._files import Failure, open_output
    from citekit.cli.references._read import read_items
    from citekit.csl import CSLError
    from citekit.model import Article
    from citekit.references import parse

    references = [parse(i.text, number=i.number) for i in read_items(file)]
    article = Article(references=tuple(_numbered(references)))
    options: dict[str, Any] = {"output": output, "item_language": item_language}
    try:
        made = api.cite([article], style, locale=locale, **options)
    except CSLError as error:
        raise Failure(str(error)) from None
    for reference in article.references:
        if (reference.confidence or 0) < _UNSURE:
            click.echo(f"{file}: {reference.number}: read with little certainty", err=True)
        for text in reference.leftover:
            click.echo(f"{file}: {reference.number}: not understood: {text}", err=True)
    with open_output(target, force=force) as stream:
        stream.write(str(made.sources).encode() + b"\n")


_UNSURE = 0.6


def _numbered(references: list[Any]) -> list[Any]:
    return [
        r if r.number else r.model_copy(update={"number": str(position)})
        for position, r in enumerate(references, start=1)
    ]
