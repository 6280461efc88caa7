"""`roundtrip`: a printed reference is read and printed again in the standard it was printed in.

The input is a file shaped like gold-render.json: `expected` is the string; `style` and `kind` say
in which form it is printed again (by the rules of `gost-render`); `item` is not looked at. What is
no reference to a source by itself (a pointer into the list, a repeated reference) is left out, and
so is what authors print in no standard's form (`strict: false`); the report counts both.
Compared after making all dashes one dash and all spaces plain.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.quality import Report
from benchmarks.quality.gost_render import job_of, marked, normal, render


def run(path: Path) -> Report:
    """Read and print again every reference of a file."""
    records = json.loads(path.read_text(encoding="utf-8"))
    cases = [r for r in records if r.get("strict", True) and _is_whole(r)]
    lines: list[str] = []
    groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    similarity = 0.0
    passed = 0
    for record in cases:
        expected = normal(record["expected"])
        try:
            got = normal(printed_again(record))
        except Exception as error:  # a crash is a failed case, not the end of the run
            got = f"crashed: {error!r}"
        exact = got == expected
        passed += exact
        similarity += SequenceMatcher(None, expected, got, autojunk=False).ratio()
        for group in (record["style"], record["item"].get("type", "?")):
            groups[group][0] += exact
            groups[group][1] += 1
        if not exact:
            lines += ["", f"{record['id']}: {record['style']}", marked(expected, got)]
    size = len(cases)
    lines += ["", *(f"{name:<28} {a} of {b}" for name, (a, b) in sorted(groups.items()))]
    details = {
        "exact": round(passed / max(1, size), 4),
        "similarity": round(similarity / max(1, size), 4),
        "left_out": len(records) - size,
    }
    return Report("roundtrip", size, passed, "\n".join(lines), details)


def _is_whole(record: Mapping[str, Any]) -> bool:
    if record["kind"] == "footnote-repeat":
        return False
    return not (
        record["kind"] == "inline"
        and (record.get("label") or "отсылка" in record.get("source", ""))
    )


def printed_again(record: Mapping[str, Any]) -> str:
    """Read the record's text and render what was read in the same standard."""
    from citekit.formats.csl_json import to_item
    from citekit.references import parse

    text = record["expected"]
    if record["kind"] == "inline":
        text = text.strip()[1:-1]
    work = parse(text).work
    assert work is not None
    item = to_item(work)
    custom = dict(item.get("custom", {}))
    if "container-title" not in item and "page" in item:
        custom["loc"] = item.pop("page")
    known = ("id", "style", "kind", "source", "label", "strict")
    made = {k: record[k] for k in known if k in record}
    return render(job_of({**made, "item": {**item, "custom": custom}}))
