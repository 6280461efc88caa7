"""`citekit references parse`: printed references into records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from citekit.references import Reading


@click.command("parse")
@click.argument("file", metavar="FILE")
@click.option("--to", default="yaml", show_default=True, metavar="FORMAT",
              help="yaml, csl-json, bibtex, or any other format that citekit writes.")  # fmt: skip
@click.option(
    "--explain", "explained", is_flag=True, help="Show each string with its areas marked."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything that is known, as JSON.")
@click.option("--language", metavar="TAG", help="The language of all the sources, where it is one.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def parse(
    file: str,
    to: str,
    explained: bool,
    as_json: bool,
    language: str | None,
    target: str | None,
    force: bool,
) -> None:
    """Read a printed list of references into records.

    FILE is a text or document (DOCX, PDF, HTML) with one item after another, numbered or not,
    lines wrapped or not; or the record of an article with `references`; or - for standard input.
    What is remarked on goes to standard error.

    \b
    Examples:
      citekit references parse list.txt
      citekit references parse list.docx --to bibtex -o list.bib
      citekit references parse list.txt --explain
      pbpaste | citekit references parse - --to csl-json
    """
    from citekit.cli._files import open_output
    from citekit.cli.references._read import read_items, remark
    from citekit.references import explain, read

    items = read_items(file)
    readings = [read(i.text, language=language, number=i.number) for i in items]
    if explained:
        data = ("\n\n".join(explain(r) for r in readings) + "\n").encode()
    elif as_json:
        spans = [(i.start, i.end) for i in items]
        data = _as_json(readings, spans)
    else:
        data = _written(file, readings, to)
        remark(file, readings)
    with open_output(target, force=force) as stream:
        stream.write(data)


def _written(file: str, readings: list[Reading], to: str) -> bytes:
    from citekit.api import export
    from citekit.cli._files import Failure
    from citekit.formats import FormatError
    from citekit.formats._keys import Keys

    keys = Keys()
    works = [r.work.model_copy(update={"id": keys.key_for(r.work)}) for r in readings]
    try:
        data, account = export(works, to)
    except FormatError as error:
        raise Failure(str(error)) from None
    for loss in account.losses:
        click.echo(f"{file}: {loss.record}: {loss.path}: {loss.reason}", err=True)
    return data


def _as_json(readings: list[Reading], spans: list[tuple[int, int]]) -> bytes:
    from citekit.references.reading import certainty

    rows: list[dict[str, Any]] = []
    for reading, span in zip(readings, spans, strict=True):
        reference = reading.reference.model_copy(update={"span": span})
        row = reference.model_dump(mode="json", exclude_defaults=True)
        row["areas"] = [
            {"label": a.label, "span": [a.start, a.end], "text": a.text,
             "confidence": round(certainty(a.margin), 2)}
            for a in reading.areas
        ]  # fmt: skip
        row["fields"] = {name: p.confidence for name, p in reading.provenance.items()}
        row["findings"] = [
            f.model_dump(mode="json", exclude_defaults=True) for f in reading.findings
        ]
        rows.append(row)
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
