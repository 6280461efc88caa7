"""`citekit references`: printed lists read, and the lists that journals ask for."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "lists": "Print the lists of sources that a journal asks for.",
    "parse": "Read a printed list into records.",
    "reformat": "Print a printed list in another style.",
    "split": "Take a printed list apart into its items.",
    "pair": "Make one list of an original and its romanised twin.",
    "duplicates": "Find sources that stand in a list twice.",
}
"""Each is a module of this package with a command of the same name."""


class _References(click.Group):
    """A lazy group whose first command is meant where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `lists` before a file or an option: `citekit references article.yaml`."""
        if args and args[0] not in COMMANDS and args[0] not in ("-h", "--help"):
            args = ["lists", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_References, context_settings={"help_option_names": ["-h", "--help"]})
def references() -> None:
    r"""Read printed lists of references, and print the lists that journals ask for.

    Without a command it is `lists`: citekit references article.yaml --lists gost,apa-romanized
    """
