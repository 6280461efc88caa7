"""Documents that cite every item once, for the programs that read documents, not items."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.peers import Job

_KINDS = {
    "article-journal": ("article", "periodical"),
    "book": ("book", ""),
    "chapter": ("chapter", "book"),
    "paper-conference": ("article", "proceedings"),
    "report": ("report", ""),
    "thesis": ("thesis", ""),
    "webpage": ("web", "web"),
}
"""CSL types, and hayagriva's types of the work and of what it is part of."""

_OF_THE_PARENT = {
    "volume": "volume",
    "issue": "issue",
    "publisher": "publisher",
    "publisher-place": "location",
}


def write_markdown(job: Job) -> Path:
    """Write a Markdown document for pandoc and return its path."""
    ids = [item["id"] for item in json.loads(job.items.read_bytes())]
    document = job.folder / "document.md"
    document.write_text("\n\n".join(f"[@{key}]" for key in ids), encoding="utf-8")
    return document


def write_typst(job: Job) -> Path:
    """Write a Typst document, with its bibliography and style beside it; return its path."""
    items = json.loads(job.items.read_bytes())
    bibliography = {item["id"]: hayagriva_entry(item) for item in items}
    # JSON is YAML, and much faster to write
    (job.folder / "items.yml").write_text(json.dumps(bibliography, ensure_ascii=False), "utf-8")
    shutil.copyfile(job.style, job.folder / "typst-style.csl")
    lines = [f'#set text(lang: "{job.locale[:2]}")'] if job.locale else []
    lines += [f"@{item['id']}\n" for item in items]
    lines.append('#bibliography("items.yml", style: "typst-style.csl", title: none)')
    document = job.folder / "document.typ"
    document.write_text("\n".join(lines), encoding="utf-8")
    return document


def hayagriva_entry(item: Mapping[str, Any]) -> dict[str, Any]:
    """What hayagriva's YAML can say of a CSL-JSON item.

    >>> hayagriva_entry({"type": "book", "title": "A", "issued": {"date-parts": [[1999, 5]]}})
    {'type': 'book', 'title': 'A', 'date': '1999-05'}
    """
    kind, parent = _KINDS.get(str(item["type"]), ("misc", ""))
    entry: dict[str, Any] = {"type": kind, "title": item["title"]}
    for role in ("author", "editor"):
        if names := [_name(n) for n in item.get(role, ())]:
            entry[role] = names
    if dates := item.get("issued", {}).get("date-parts"):
        entry["date"] = "-".join(f"{part:02}" for part in dates[0])
    if "page" in item:
        entry["page-range"] = item["page"]
    if "URL" in item:
        entry["url"] = item["URL"]
    if numbers := {k.lower(): item[k] for k in ("DOI", "ISBN", "ISSN") if k in item}:
        entry["serial-number"] = numbers
    holder = entry
    if parent and "container-title" in item:
        holder = entry["parent"] = {"type": parent, "title": item["container-title"]}
    holder.update({to: item[of] for of, to in _OF_THE_PARENT.items() if of in item})
    return entry


def _name(name: Mapping[str, str]) -> dict[str, str]:
    family = name.get("family", name.get("literal", ""))
    return {"name": family} | ({"given-name": name["given"]} if "given" in name else {})
