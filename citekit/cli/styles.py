"""`citekit styles`: which styles there are, and whether a style is valid."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from citekit.csl.styles import StyleInfo


@click.command()
@click.option("--search", metavar="TEXT", default="", help="Only styles with all these words.")
@click.option(
    "--validate",
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check a CSL file against the schema instead.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def styles(search: str, file: Path | None, as_json: bool) -> None:
    """List the citation styles, or check one.

    Those that come with citekit are marked with an asterisk. The official ones, thousands of
    them, come with: pip install "citekit[styles]"

    \b
    Examples:
      citekit styles --search "gost numeric"
      citekit styles --search nature --json
      citekit styles --validate my-journal.csl
    """
    from citekit.csl.errors import StyleError

    try:
        if file is None:
            _list(search, as_json)
        else:
            _validate(file, as_json)
    except StyleError as error:
        raise click.ClickException(str(error)) from error


def _list(search: str, as_json: bool) -> None:
    from citekit.csl.styles import list_styles

    found = list_styles(search)
    if as_json:
        click.echo(json.dumps([asdict(info) for info in found], ensure_ascii=False, indent=1))
    elif found:
        click.echo("\n".join(_lines(found)))
    else:
        raise click.ClickException(f"no style's name or title has all of: {search}")


def _lines(infos: list[StyleInfo]) -> list[str]:
    from citekit.csl.styles import OURS

    width = min(max(len(info.name) for info in infos), 48)
    return [
        f"{'*' if info.origin == OURS else ' '} {info.name:{width}}  {info.style_class or '?':7}  "
        f"{info.default_locale or '-':5}  {info.title}"
        + (f"  (as {info.parent})" if info.parent else "")
        for info in infos
    ]


def _validate(file: Path, as_json: bool) -> None:
    from citekit.csl.schema import validate_style
    from citekit.csl.styles import read_source

    problems = validate_style(read_source(file), str(file))
    if as_json:
        click.echo(json.dumps([asdict(p) for p in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(f"{file}, {problem}")
    if problems:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"{file}: valid")
