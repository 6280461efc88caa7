"""`citekit references split`: the items of a printed list."""

from __future__ import annotations

import json

import click


@click.command("split")
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print numbers and places too, as JSON.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def split(file: str, as_json: bool, target: str | None, force: bool) -> None:
    """Take a printed list apart: one item on each line.

    Numbers, brackets and bullets are taken away, wrapped lines joined, items that were glued
    together parted.

    \b
    Examples:
      citekit references split list.txt
      citekit references split list.txt --json
    """
    from citekit.cli._files import open_output
    from citekit.cli.references._read import read_items

    items = read_items(file)
    if as_json:
        text = json.dumps([i._asdict() for i in items], ensure_ascii=False, indent=1) + "\n"
    else:
        text = "".join(f"{item.text}\n" for item in items)
    with open_output(target, force=force) as stream:
        stream.write(text.encode())
