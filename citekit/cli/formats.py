"""`citekit formats`: what is read and written."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def formats(as_json: bool) -> None:
    """List the formats that records are read from and written to.

    \b
    Examples:
      citekit formats
      citekit formats --json
    """
    from citekit.formats import get, names

    rows = [
        {
            "name": each.name,
            "title": each.title,
            "read": each.read is not None,
            "write": each.write is not None,
            "media_type": each.media_type,
            "extensions": list(each.extensions),
            "specification": each.specification,
        }
        for each in map(get, names())
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'name':<15} {'read':<5} {'write':<6} {'file':<10} format")
    for row in rows:
        marks = ["yes" if row[way] else "-" for way in ("read", "write")]
        ending = next(iter(row["extensions"] or ()), "")  # type: ignore[call-overload]
        click.echo(f"{row['name']:<15} {marks[0]:<5} {marks[1]:<6} {ending:<10} {row['title']}")
