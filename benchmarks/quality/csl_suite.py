"""The CSL test suite, fixture by fixture, unchanged.

A fixture passes when our HTML equals its RESULT exactly, white space at the ends of lines and of
the whole set aside. What crashes has failed. There is no list of excuses.
"""

import difflib
import json
import re
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality import Report
from citekit.csl import Cite, Cluster
from citekit.csl.native import NativeProcessor
from citekit.csl.position import BY_NUMBER, FIRST_PLACE, NEAR, Place

_SECTION = re.compile(
    r">>=+\s*(?P<name>[A-Z0-9-]+)\s*=+>>[^\n]*\n(?P<body>.*?)<<=+\s*(?P=name)\s*=+<<", re.DOTALL
)


def read_fixture(path: Path) -> dict[str, str]:
    """Return the sections of a fixture by name."""
    text = path.read_text("utf-8")
    return {m["name"]: m["body"] for m in _SECTION.finditer(text)}


def run(path: Path) -> Report:
    """Run every fixture below a folder (or one file)."""
    files = sorted(path.glob("**/*.txt")) if path.is_dir() else [path]
    fixtures = [f for f in files if ">>=" in f.read_text("utf-8")[:4000]]
    failures: list[str] = []
    failed: list[str] = []
    for file in fixtures:
        sections = read_fixture(file)
        expected = _trim(sections.get("RESULT", ""))
        try:
            actual = _trim(render(sections))
        except Exception:
            actual = traceback.format_exc(limit=-4)
        if actual != expected:
            failed.append(file.stem)
            failures.append(_diff(file.stem, expected, actual))
    passed = len(fixtures) - len(failures)
    text = "\n".join([*failures, f"{passed} of {len(fixtures)} fixtures pass exactly"])
    return Report("csl-suite", len(fixtures), passed, text, {"failed": failed})


def _trim(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))


def _diff(name: str, expected: str, actual: str) -> str:
    lines = difflib.unified_diff(
        expected.split("\n"), actual.split("\n"), "expected", "actual", lineterm="", n=1
    )
    return "\n".join([f"=== {name}", *list(lines)[2:], ""])


def render(sections: Mapping[str, str]) -> str:
    """Do what a fixture asks for."""
    items = json.loads(sections["INPUT"])
    if "INPUT2" in sections and "BIBENTRIES" not in sections:
        items = json.loads(sections["INPUT2"])  # the items as they are after an update
    cited_only = "CITATIONS" in sections
    engine = NativeProcessor(
        sections["CSL"].strip(),
        items,
        output="html",
        uncited=not cited_only,
        abbreviations=json.loads(sections.get("ABBREVIATIONS", "{}")).get("default"),
        links=bool(json.loads(sections.get("OPTIONS", "{}")).get("wrap_url_and_doi")),
    )
    everything = list(dict.fromkeys(str(i["id"]) for i in items if "id" in i))
    if not cited_only:
        if "BIBENTRIES" in sections:
            engine = _with_entries(sections, items)
        else:
            engine.register(everything)
    mode = sections["MODE"].strip()
    citations = ""
    if "CITATIONS" in sections:
        citations = _process(engine, json.loads(sections["CITATIONS"]))
    elif mode == "citation" or "CITATION-ITEMS" in sections:
        clusters = (
            json.loads(sections["CITATION-ITEMS"])
            if "CITATION-ITEMS" in sections
            else [[{"id": i} for i in everything or [next(iter(engine.ids))]]]
        )
        citations = "\n".join(_preview(engine, cluster) for cluster in clusters)
    if mode == "citation":
        return citations
    bibliography = engine.bibliography(
        sort=mode != "bibliography-nosort", select=_selection(sections, items)
    )
    if mode == "bibliography-header":
        return _header(bibliography)
    return str(bibliography)


def _with_entries(sections: Mapping[str, str], items: list[Any]) -> NativeProcessor:
    """Make an engine for the last of the lists of ids that BIBENTRIES sets one after the other."""
    entries = json.loads(sections["BIBENTRIES"])
    newer = json.loads(sections["INPUT2"]) if "INPUT2" in sections else []
    by_id = {str(i["id"]): i for i in [*items, *newer]}
    order: dict[str, None] = {}
    for ids in entries:
        wanted = [str(i) for i in ids]
        order = dict.fromkeys([*[i for i in order if i in wanted], *wanted])
    engine = NativeProcessor(
        sections["CSL"].strip(), list(by_id.values()), output="html", uncited=False
    )
    engine.register(order)
    return engine


def _cluster(data: Iterable[Mapping[str, Any]], note: int = 0, **more: Any) -> Cluster:
    cites = []
    for cite in data:
        mode = next((m for m in ("author-only", "suppress-author") if cite.get(m)), "")
        cites.append(
            Cite(
                id=str(cite["id"]),
                locator=str(cite.get("locator") or ""),
                label=str(cite.get("label") or ""),
                prefix=str(cite.get("prefix") or ""),
                suffix=str(cite.get("suffix") or ""),
                mode=mode,  # type: ignore[arg-type]
            )
        )
    return Cluster(tuple(cites), note, **more)


def _preview(engine: NativeProcessor, data: list[dict[str, Any]]) -> str:
    """Render a cluster of CITATION-ITEMS, which may force the position of a cite."""
    places = []
    for cite in data:
        place = FIRST_PLACE
        if cite.get("position"):
            position = BY_NUMBER[int(cite["position"])]
            if cite.get("near-note"):
                position = NEAR[position]
            place = Place(position, int(cite.get("first-reference-note-number") or 0))
        places.append(place)
    return engine.preview(_cluster(data), places)


def _process(engine: NativeProcessor, steps: list[Any]) -> str:
    """Follow CITATIONS step by step; mark what the last step changed."""
    clusters: dict[str, Cluster] = {}
    changed: dict[str, str] = {}
    order: list[str] = []
    for data, before, after in steps:
        properties = data.get("properties", {})
        name = str(data.get("citationID") or f"new-{len(clusters)}")
        modes = [m for m in ("composite", "author-only", "suppress-author")
                 if properties.get("mode") == m]  # fmt: skip
        note = int(properties.get("noteIndex") or 0)
        clusters[name] = _cluster(
            data["citationItems"], note, id=name, mode=modes[0] if modes else "",
            infix=str(properties.get("infix") or ""),
        )  # fmt: skip
        order = []
        for other, index in [*before, [name, note], *after]:
            old = clusters[other]
            clusters[other] = Cluster(old.cites, int(index or 0), other, old.mode, old.infix)
            order.append(other)
        changed = engine.update(clusters[o] for o in order)
        changed.setdefault(name, engine.text_of(name))
    return "\n".join(
        f"{'>>' if o in changed else '..'}[{n}] {engine.text_of(o)}" for n, o in enumerate(order)
    )


def _selection(sections: Mapping[str, str], items: list[Any]) -> set[str] | None:
    """Return the ids that BIBSECTION lets through; None for all."""
    if "BIBSECTION" not in sections:
        return None
    rules = json.loads(sections["BIBSECTION"])

    def match(item: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
        value = item.get(rule["field"])
        if isinstance(value, list):
            return rule["value"] in value
        return bool(value == rule["value"] or (not rule["value"] and not value))

    chosen = set()
    for item in items:
        keep = True
        if "include" in rules:
            keep = any(match(item, r) for r in rules["include"])
        if "select" in rules:
            keep = all(match(item, r) for r in rules["select"])
        if "exclude" in rules:
            keep = keep and not any(match(item, r) for r in rules["exclude"])
        if keep and rules.get("quash") and all(match(item, r) for r in rules["quash"]):
            keep = False
        if keep:
            chosen.add(str(item["id"]))
    return chosen


def _header(bibliography: Any) -> str:
    """Print the layout parameters as the suite does."""
    values: dict[str, Any] = {
        "bibend": bibliography.end.strip("\n"),
        "bibliography_errors": "",
        "bibstart": bibliography.start,
        "done": "false",
        "entry_ids": ",".join(e.id for e in bibliography.entries),
        "entryspacing": bibliography.entry_spacing,
        "linespacing": bibliography.line_spacing,
        "maxoffset": bibliography.max_offset,
        "second-field-align": bibliography.second_field_align or "false",
    }
    if bibliography.hanging_indent:
        values["hangingindent"] = "true"
    return "\n".join(f"{key}: {value}" for key, value in sorted(values.items()))
