"""`citekit notes`: the footnotes of a text, first and repeated references."""

from __future__ import annotations

import json

import click

from citekit.cli import _options
from citekit.cli._records import input_format


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("notes_file", metavar="NOTES")
@click.option(
    "--style",
    default="gost-r-7.0.5-2008-note",
    show_default=True,
    help="A style's name, or a CSL file.",
)
@click.option("--locale", metavar="TAG", help="The language of the document: kk-KZ, ru-RU, en-US.")
@click.option("--language", metavar="TAG", help="The language to prefer for titles and names.")
@_options.terms
@_options.markup()
@input_format
@_options.output_file
@_options.as_json
def notes(
    file: str,
    notes_file: str,
    style: str,
    locale: str | None,
    language: str | None,
    terms: tuple[str, ...],
    output: str,
    source_format: str | None,
    target: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Print the notes of a text in order: first and repeated references, Там же, Указ. соч.

    FILE holds the sources: an article's record, or a bibliography in any format that citekit reads.
    NOTES is a YAML file with one entry for each note: a cite, a list of cites, or a mapping of its
    number (`note`) and its `cites`. A cite is the id of a record or the number of an article's
    source, or a mapping of `cite` and a place (`page`, `chapter`, ...), `volume`, `prefix`,
    `suffix`. - is standard input.

    \b
    - "3"                                     # note 1
    - {cite: "3", page: 12}                   # Там же. С. 12.
    - [{cite: soloviev, volume: 2, page: 36}, bauer]
    - {note: 7, cites: [{cite: "3", prefix: "Цит. по: "}]}

    \b
    Examples:
      citekit notes article.yaml notes.yaml
      citekit notes library.bib notes.yaml --format markdown -o notes.md
      citekit notes article.yaml notes.yaml --style gost-r-7.0.5-2008-inline
    """
    from citekit.cli._files import Failure, open_input, open_output
    from citekit.cli._records import all_records
    from citekit.csl import CSLError
    from citekit.formats import FormatError
    from citekit.formats.yaml import parse
    from citekit.references.adapted import TermError, terms_of
    from citekit.references.notes import NotesError, as_text, notes_of, render_notes

    works = all_records(file, source_format)
    try:
        with open_input(notes_file) as stream:
            asked = notes_of(parse(stream))
        made = render_notes(
            works,
            asked,
            style,
            locale=locale,
            language=language,
            output=output,
            terms=terms_of(terms),
        )
    except (FormatError, NotesError) as error:
        raise Failure(f"{notes_file}: {error}") from None
    except (CSLError, TermError) as error:
        raise Failure(str(error)) from None
    rows = [{"note": note.number, "text": note.text} for note in made]
    text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n" if as_json else ""
    with open_output(target, force=force) as stream:
        stream.write((text or as_text(made, output)).encode())
