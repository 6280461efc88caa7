"""The `citekit` command: a lazy group, so that a command's weight is paid only by its own users."""

from __future__ import annotations

import errno
import importlib
from typing import NamedTuple

import click

from citekit import __version__


class _Row(NamedTuple):
    """One command: the help section it stands in, where it lives, what it does in a line."""

    section: str
    target: str
    summary: str


COMMANDS: dict[str, _Row] = {
    "extract": _Row("Articles", "citekit.cli.extract:extract", "Read an article into a record."),
    "check": _Row("Articles", "citekit.cli.check:check", "List what is wrong and how to mend it."),
    "cite": _Row("Articles", "citekit.cli.cite:cite", "Print citations in a style."),
    "notes": _Row("Articles", "citekit.cli.notes:notes", "Print the footnotes of a text."),
    "references": _Row(
        "Articles", "citekit.cli.references:references", "Print the lists that journals ask for."
    ),
    "export": _Row("Articles", "citekit.cli.export:export", "Write a record in another format."),
    "demo": _Row("Articles", "citekit.cli.demo:demo", "Show every output for one record."),
    "convert": _Row(
        "Formats", "citekit.cli.convert:convert", "Write a file of records in another format."
    ),
    "validate": _Row(
        "Formats", "citekit.cli.validate:validate", "Check a file by the schema of its format."
    ),
    "formats": _Row("Formats", "citekit.cli.formats:formats", "List what is read and written."),
    "styles": _Row("Styles", "citekit.cli.styles:styles", "List citation styles, or check one."),
    "library": _Row(
        "Repositories", "citekit.cli.library:library", "Keep records, find and change them."
    ),
    "serve": _Row("Repositories", "citekit.cli.serve:serve", "Serve a library on the web."),
    "deposit": _Row(
        "Repositories", "citekit.cli.deposit:deposit", "Package records for a repository; send."
    ),
    "harvest": _Row(
        "Repositories", "citekit.cli.harvest:harvest", "Take over records of another provider."
    ),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is run."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what nobody foresaw is one line, and with -v the whole of it."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            closed = isinstance(error, OSError) and error.errno == errno.EPIPE
            if closed or ctx.params.get("verbose"):
                raise
            what = f"{type(error).__name__}: {error}".rstrip(": ")
            where = f"citekit -v {ctx.invoked_subcommand} … shows where"
            raise click.ClickException(f"{what}\nThis should not happen; {where}.") from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command, or None where there is none of that name."""
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        module, _, name = row.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands section by section, from the table alone."""
        for section in dict.fromkeys(row.section for row in COMMANDS.values()):
            rows = [(n, r.summary) for n, r in COMMANDS.items() if r.section == section]
            with formatter.section(section):
                formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="citekit")
@click.option("-v", "--verbose", is_flag=True, help="Show where an unexpected error happened.")
def main(verbose: bool) -> None:
    """Citations and article metadata, in Kazakh, Russian and English at once.

    \b
    Examples:
      citekit demo
      citekit extract article.pdf -o article.yaml
      citekit check article.yaml --language kk
      citekit cite article.yaml --style gost-r-7.0.5-2008
      citekit references article.yaml --lists gost,apa-romanized
      citekit export article.yaml --to crossref -o deposit.xml

    Every command has --help with examples of its own.
    """
