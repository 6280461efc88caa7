"""`citekit demo`: every output for one record, each under the command that makes it."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import click

_TOUR = (
    ("check",),
    ("cite", "--style", "gost-r-7.0.5-2008"),
    ("cite", "--style", "gost-r-7.0.100-2018"),
    ("cite", "--style", "apa"),
    ("export", "--to", "bibtex"),
    ("export", "--to", "csl-json"),
    ("export", "--to", "oai-dc"),
)


@click.command()
@click.argument("file", metavar="[FILE]", required=False)
@click.pass_context
def demo(context: click.Context, file: str | None) -> None:
    """Show every output for a record: findings, citations and exports.

    Without FILE it is the record of a Kazakh article that comes with citekit.

    \b
    Examples:
      citekit demo
      citekit demo article.yaml
    """
    from citekit.resources import resource

    path = Path(file or str(resource("metadata", "zheksembayeva-ethnic-accord.yaml")))
    main = context.find_root().command
    assert isinstance(main, click.Group)
    if not path.is_file():
        raise click.UsageError(f"there is no file {path}")
    with chdir(path.parent):
        for name, *options in _TOUR:
            click.secho(f"\n$ citekit {name} {path.name} {' '.join(options)}".rstrip(), bold=True)
            command = main.get_command(context, name)
            assert command is not None
            with command.make_context(name, [path.name, *options], parent=context) as inner:
                command.invoke(inner)
