"""`citekit references duplicates`: sources that stand in a list twice."""

from __future__ import annotations

import json

import click


@click.command("duplicates")
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def duplicates(file: str, as_json: bool) -> None:
    """Find sources that stand in a list twice, in whatever script and order.

    \b
    Example:
      citekit references duplicates list.txt
    """
    from citekit.checks import finding
    from citekit.cli.references._read import read_items
    from citekit.model import Work
    from citekit.references import duplicates as find
    from citekit.references import parse

    items = read_items(file)
    works = [parse(item.text).work or Work() for item in items]
    found = find(works)
    if as_json:
        click.echo(json.dumps([d._asdict() for d in found], ensure_ascii=False, indent=1))
        return
    for twins in found:
        numbers = [items[i].number or str(i + 1) for i in (twins.first, twins.second)]
        click.echo(
            finding("reference.duplicate", numbers=", ".join(numbers), reason=twins.reason).message
        )
        click.echo(f"  {items[twins.first].text}\n  {items[twins.second].text}")
