"""`citekit references lists`: the lists of sources that journals ask for."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from citekit.cli import _options
from citekit.cli._records import input_format


@click.command("lists")
@click.argument("file", metavar="FILE")
@click.option(
    "--lists",
    "names",
    default="gost,apa-romanized",
    show_default=True,
    help="Names of lists or styles, with commas. `help` prints the lists there are.",
)
@click.option(
    "--repeat",
    type=click.Choice(("all", "cyrillic")),
    help="The romanised list repeats all sources, or those in Cyrillic letters.",
)
@click.option("--tag", metavar="TEXT", help='Language at the end: "[in {language}]", "" for none.')
@click.option(
    "--source",
    type=click.Choice(("romanised", "both")),
    help="Journal and book titles romanised, or romanised with [English].",
)
@click.option("--order", type=click.Choice(("cited", "alphabetical", "laws")), help="Of entries.")
@click.option("--numbers/--no-numbers", default=None, help="Whether entries are numbered.")
@click.option(
    "--system",
    "systems",
    metavar="LANGUAGE=SYSTEM",
    multiple=True,
    help="How a language is romanised: ru=bsi, kk=kz-latin-2021, kk=bgn-pcgn.",
)
@_options.terms
@click.option("--language", metavar="TAG", help="Language of the headings; the article's.")
@_options.findings_language("--findings-language")
@_options.markup("docx")
@input_format
@_options.output_file
@_options.as_json
def lists(
    file: str,
    names: str,
    repeat: str | None,
    tag: str | None,
    source: str | None,
    order: str | None,
    numbers: bool | None,
    systems: tuple[str, ...],
    terms: tuple[str, ...],
    language: str | None,
    findings_language: str,
    output: str,
    source_format: str | None,
    target: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Print the lists of sources of an article as its journal asks for them.

    FILE is an article's record, a bibliography in any format that citekit reads, or a text or Word
    document with a printed list: then look at the result, item by item. Options change what the
    named lists do; what is remarked on goes to standard error.

    \b
    Examples:
      citekit references article.yaml --lists gost,apa-romanized
      citekit references sources.docx --format docx -o lists.docx
      citekit references article.yaml --lists kz-gost,kaznpu-acs --format docx -o lists.docx
      citekit references article.yaml --lists gost-r-7.0.5-2008 --order laws
    """
    from citekit.cli._files import Failure, open_output
    from citekit.cli.references._read import read_sources
    from citekit.csl import CSLError
    from citekit.references import lists as made
    from citekit.references.adapted import TermError, terms_of

    if output == "docx" and target in (None, "-") and sys.stdout.isatty():
        raise click.UsageError("a Word document needs a file: -o lists.docx")
    if names == "help":
        click.echo("\n".join(f"{p.name:<16} {p.title}" for p in made.profiles().values()))
        return
    changes: dict[str, Any] = {
        "repeat": repeat, "tag": tag, "source": source, "order": order, "numbered": numbers,
        "systems": dict(s.split("=", 1) for s in systems if "=" in s) or None,
    }  # fmt: skip
    changes = {name: value for name, value in changes.items() if value is not None}
    try:
        wanted = [made.profile(n.strip(), **_for(n.strip(), changes)) for n in names.split(",")]
        article = made.article_of(read_sources(file, source_format))
        shape = "runs" if output == "docx" else output
        words = terms_of(terms)
        found = made.lists(
            article,
            wanted,
            language=language,
            output=shape,
            terms=words,
            findings_language=findings_language,
        )
        data = _bytes(found, output, as_json)
    except (CSLError, made.ListError, TermError) as error:
        raise Failure(f"{file}: {error}") from None
    for each in found:
        for finding in each.findings:
            click.echo(f"{file}: {each.profile.name}: {finding}", err=True)
    with open_output(target, force=force) as stream:
        stream.write(data)


def _for(name: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the options that a list takes: those of romanisation do nothing to the others."""
    from citekit.references.lists import profile

    shared = {"order", "numbered"}
    return {k: v for k, v in changes.items() if k in shared or profile(name).romanised}


def _bytes(found: list[Any], output: str, as_json: bool) -> bytes:
    if as_json:
        rows = [
            {
                "list": each.profile.name,
                "heading": each.heading,
                "entries": [entry.text for entry in each.entries],
                "findings": [finding.model_dump(mode="json") for finding in each.findings],
            }
            for each in found
        ]
        return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    if output == "docx":
        from citekit.references.docx import to_docx

        return to_docx(found)
    from citekit.references.lists import as_text

    return as_text(found, output).encode()
