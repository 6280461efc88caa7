"""Options that several commands have, each told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

MARKUPS = ("text", "html", "markdown", "latex", "rtf", "typst", "rst")
"""The output formats of citations and lists."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def terms(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--term`, the user's own words."""
    return click.option(
        "--term",
        "terms",
        metavar="LANGUAGE:NAME=TEXT",
        multiple=True,
        help='Your own word for a term: "kk:accessed=қаралған күні", "ru:et-al=и др.".',
    )(command)


def markup(*more: str) -> Decorator:
    """Return what adds `--format`, the markup of what is printed; `more` are further ones."""
    return click.option(
        "--format",
        "output",
        type=click.Choice((*MARKUPS, *more)),
        default="text",
        show_default=True,
        help="The markup of what is printed.",
    )


def output_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--output` and `--force`."""
    force = click.option("--force", is_flag=True, help="Replace the file if it exists.")
    target = click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
    return target(force(command))


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def style(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--style`, `--locale` and `--item-language`."""
    for option in (
        click.option(
            "--item-language", is_flag=True, help="Take terms from the language of each item."
        ),
        click.option(
            "--locale", metavar="TAG", help="The language of the document: kk-KZ, ru-RU, en-US."
        ),
        click.option(
            "--style", default="apa", show_default=True, help="A style's name, or a CSL file."
        ),
    ):
        command = option(command)
    return command


def findings_language(name: str) -> Decorator:
    """Return what adds an option for the language of findings, set once by CITEKIT_LANGUAGE."""
    return click.option(
        name,
        type=click.Choice(("en", "ru", "kk")),
        default="en",
        show_default=True,
        envvar="CITEKIT_LANGUAGE",
        help="The language of the findings.",
    )
