"""Options for what formats want to know that no record says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def format_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for what formats want to know that no record says."""
    for option in (
        click.option("--titleid", metavar="NUMBER", help="For rsci: eLIBRARY's journal number."),
        click.option(
            "--depositor",
            nargs=2,
            metavar="NAME EMAIL",
            help="For crossref: who deposits, and where Crossref answers to.",
        ),
    ):
        command = option(command)
    return command


def settings(depositor: tuple[str, str] | None, titleid: str | None) -> dict[str, str]:
    """Return the settings that were given, by their names."""
    said = {"titleid": titleid} if titleid else {}
    if depositor:
        said |= {"depositor": depositor[0], "depositor_email": depositor[1]}
    return said
