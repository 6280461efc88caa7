"""The table of the documentation is that of the registry."""

import re
from pathlib import Path

from citekit import formats

ROOT = Path(__file__).resolve().parents[2]


def test_every_format_has_its_row() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|[^|]*\| (yes|) ?\| (yes|) ?\|", text, re.M)
    listed = {name: (bool(read), bool(write)) for name, read, write in rows}
    found = {
        f.name: (f.read is not None, f.write is not None) for f in map(formats.get, formats.names())
    }
    assert listed == found
