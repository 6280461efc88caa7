"""`citekit cite`: citations of records and of the sources that they cite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from citekit.cli import _options
from citekit.cli._records import input_format

if TYPE_CHECKING:
    from citekit.api import Citations
    from citekit.model import Work


@click.command()
@click.argument("file", metavar="FILE")
@_options.style
@click.option("--language", metavar="TAG", help="The language to prefer for titles and names.")
@_options.terms
@click.option(
    "--engine",
    type=click.Choice(("native", "citeproc-py")),
    default="native",
    show_default=True,
    help="The CSL processor.",
)
@_options.findings_language("--findings-language")
@_options.markup()
@click.option(
    "--links/--no-links",
    default=None,
    help="Print DOI, PMID, PMCID and URL as links; in HTML they are, unless you say no.",
)
@input_format
@_options.output_file
@_options.as_json
def cite(
    file: str,
    style: str,
    locale: str | None,
    item_language: bool,
    language: str | None,
    terms: tuple[str, ...],
    engine: str,
    findings_language: str,
    output: str,
    links: bool | None,
    source_format: str | None,
    target: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Print the citation of a record and, under a heading, of the sources it cites.

    FILE is a record or any other file that citekit reads: a CSL-JSON file of many items is a
    bibliography. - is standard input. `citekit styles` lists the styles; `citekit notes` prints the
    notes of a whole text.

    \b
    Examples:
      citekit cite article.yaml --style gost-r-7.0.5-2008
      citekit cite article.yaml --style apa --locale kk-KZ
      citekit cite library.json --style gost-r-7.0.100-2018 --format html -o list.html
      citekit export article.yaml --to csl-json | citekit cite - --style apa
    """
    from citekit import api
    from citekit.cli._files import Failure, open_output
    from citekit.cli._records import all_records
    from citekit.csl import CSLError
    from citekit.references.adapted import TermError, terms_of

    works = all_records(file, source_format)
    options: dict[str, Any] = {"engine": engine, "output": output, "item_language": item_language}
    options["findings_language"] = findings_language
    options["links"] = output == "html" if links is None else links
    try:
        options["terms"] = terms_of(terms)
        made = api.cite(works, style, locale=locale, language=language, **options)
    except (CSLError, TermError) as error:
        raise Failure(str(error)) from None
    for told in (*made.warnings, *made.findings):
        click.echo(f"{file}: {told}", err=True)
    text = _as_json(made) if as_json else _as_text(made, _heading(locale, works), output)
    with open_output(target, force=force) as stream:
        stream.write((text if text.endswith("\n") else f"{text}\n").encode())


def _as_json(made: Citations) -> str:
    lists = {"works": made.works, "sources": made.sources}
    told = {
        name: [{"id": entry.id, "text": entry.text} for entry in bibliography.entries]
        for name, bibliography in lists.items()
    }
    whole = told | {"findings": [f.model_dump(mode="json") for f in made.findings]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


_HEADINGS = {
    "text": "\n{}\n",
    "html": "<h2>{}</h2>",
    "markdown": "\n## {}\n",
    "latex": "\\section*{{{}}}\n",
    "rtf": "{{\\pard\\b {}\\par}}",
    "typst": "\n== {}\n",
    "rst": "\n.. rubric:: {}\n",
}
"""How each output prints a heading."""


def _as_text(made: Citations, heading: str, output: str) -> str:
    """Return one document: the works and, under the heading, the sources."""
    if not made.sources.entries:
        return str(made.works)
    from citekit.csl import Entry
    from citekit.csl.writers import writer

    titled = Entry("", _HEADINGS[output].format(writer(output).escape(heading)))
    entries = (*made.works.entries, titled, *made.sources.entries)
    return str(made.works._replace(entries=entries))


def _heading(locale: str | None, works: list[Work]) -> str:
    from citekit.formats.csl_json import to_item
    from citekit.languages.terms import term

    return term("references", locale or to_item(works[0]).get("language") or "en")
