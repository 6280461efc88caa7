"""Gold references through our GOST styles, letter by letter.

A record (see `../shared/gost/README.md`) has `style`, `kind`, `item` (CSL-JSON with the gold's own
short names in `custom`) and `expected`. It passes when the text is the same after making - – — one
dash and no-break spaces plain. What `kind` leaves open, the record's `label` and `source` say:

- kind footnote-repeat without a number of a note is a repeated reference in the text;
- the clause decides the form of a repeated reference: R 7.0.5 8.10 follows the first at once (Там
  же), 8.11 cites another part of the host just cited, 8.12 stands near the first (Указ. соч.), all
  others are far from it;
- kind inline with a number, or whose source says «отсылка», is a pointer to the list;
- a reference that is said to be the fuller one («более подробно») has the full stop and dash of
  R 7.0.5 4.9 between its areas, others the full stop alone;
- an example within a clause of 7.1 or R 7.0.100 is a description, one of an annex a record: only
  the record has a heading (7.80-2000);
- the content area is rendered when the record states it (conditionally mandatory);
- a record's `comment` is not read: what stands only there no user's item would say;
- records with `strict: false` are printed as authors in Kazakhstan print them: profile kz-gost.
  They do not count.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.quality import Report
from citekit.csl import Cite, Cluster, processor
from citekit.csl.styles import find_style
from citekit.references.gost import prepare
from citekit.references.gost_names import same_host

Record = Mapping[str, Any]

CUSTOM = {
    "info": "other-title-information",
    "resp": "responsibility",
    "parallel": "parallel-title",
    "gmd": "material-designation",
    "content": "content-type",
    "etal": "et-al",
    "cinfo": "container-other-title-information",
    "cresp": "container-responsibility",
    "volinfo": "volume-information",
    "appno": "application-number",
    "appdate": "filing-date",
    "pubdate": "publication-date",
    "bull": "bulletin",
    "ipc": "patent-classification",
    "holder": "patent-holder",
    "country": "patent-country",
    "access": "access-conditions",
    "sysreq": "system-requirements",
    "upd": "updated",
}
"""The gold's short names → our extension variables; the others are the same."""

FILLER = {"type": "book", "title": "—", "author": [{"family": "—"}], "language": "ru"}


@dataclass(frozen=True, slots=True)
class Job:
    """One rendering: of the last cluster, or of the last entry where there are no clusters."""

    style: str
    items: Sequence[Mapping[str, Any]]
    clusters: Sequence[Cluster] = ()


def job_of(record: Record, *, prepared: bool = True) -> Job:
    """Return what is to be rendered for a record; with `prepared` false as any tool would do it."""
    item: dict[str, Any] = {**record["item"], "id": "it"}
    custom = {CUSTOM.get(k, k): v for k, v in (item.get("custom") or {}).items()}
    locator = str(custom.pop("loc", ""))
    item["custom"] = custom
    style, kind, source = record["style"], record["kind"], record.get("source", "")
    description = style != "gost-r-7.0.5-2008" and re.match(r"ГОСТ(?! 7\.80)[^,]*, п\.", source)
    if description:
        custom["heading"] = ""
    if custom.get("content-type"):
        style += "-content"
    if not record.get("strict", True):
        style = "kz-gost"
    dash = "-dash" if "подробн" in source and style.startswith("gost-r-7.0.5") else ""
    if kind == "bibliography":
        style += dash
        return Job(style, [_item(item, style, locator, prepared)])
    if kind == "inline" and (record.get("label") or "отсылка" in source):
        return _pointer(record, item, style, locator, prepared)
    repeated = kind == "footnote-repeat"
    inline = kind == "inline" or (repeated and not record.get("label"))
    style += "-inline" if inline else f"-note{dash}"
    form = _repetition(source) if repeated else ""
    if form == "host" and prepared:
        shown = _item(item, style, locator, prepared)
        items = same_host([{**shown, "id": "first"}, shown])
        return Job(
            style, items, [Cluster((Cite(i["id"]),), note=n) for n, i in enumerate(items, 1)]
        )
    if form == "ibid" and custom.get("volume-information"):
        custom["cited-volume"] = _item(item, style, "", prepared)["custom"]["volume-information"]
    items = [_item(item, style, "", prepared), {**FILLER, "id": "other"}]
    cite = Cite("it", locator, "page" if locator else "")
    notes = {"": [1], "ibid": [1, 2], "near": [1, 2, 3], "far": [1, 2, 30], "host": [1]}[form]
    ids = ["it", "other", "it"] if len(notes) == 3 else ["it"] * len(notes)
    cites = [Cite(i) for i in ids[:-1]] + [cite]
    clusters = [Cluster((c,), note=0 if inline else n) for c, n in zip(cites, notes, strict=True)]
    return Job(style, items, clusters)


def _item(item: Record, style: str, locator: str, prepared: bool) -> dict[str, Any]:
    if prepared:
        return {**prepare(item, style, locator=locator), "id": "it"}
    plain = {k: v for k, v in item.items() if k != "custom"}
    return {**plain, "page": locator} if locator else plain


def _pointer(record: Record, item: Record, style: str, locator: str, prepared: bool) -> Job:
    number = int(record.get("label") or 1)
    if item["custom"].get("volume-information"):
        volume = prepare(item, style)["custom"].get("volume-information", "")
        item = {
            **item,
            "custom": {**item["custom"], "cited-volume": volume[:1].lower() + volume[1:]},
        }
    style += "" if record.get("label") else "-author"
    fillers = [{**FILLER, "id": f"f{n}"} for n in range(1, number)]
    clusters = [Cluster((Cite(str(f["id"])),)) for f in fillers]
    clusters.append(Cluster((Cite("it", locator, "page" if locator else ""),)))
    return Job(style, [*fillers, _item(item, style, "", prepared)], clusters)


def _repetition(source: str) -> str:
    forms = {"ibid": r"\b8\.10\b", "host": r"\b8\.11\b", "near": r"\b8\.12\b"}
    return next((form for form, clause in forms.items() if re.search(clause, source)), "far")


def render(job: Job) -> str:
    """Render a job with our own engine."""
    engine = processor(find_style(job.style).source, job.items, item_language=True)
    if job.clusters:
        return engine.citations(job.clusters)[-1]
    return without_number(engine.bibliography().entries[-1].text)


def without_number(text: str) -> str:
    """Return an entry without its number in the list."""
    return re.sub(r"^\s*\d+\.\s+", "", text, count=1)


def normal(text: str) -> str:
    """Return text with one kind of dash and of space."""
    return re.sub("[-–—‑]", "–", re.sub("[\u00a0\u202f]", " ", text)).strip()


def marked(expected: str, got: str) -> str:
    """Return the two texts in one, with [-what is missing-] and {+what is too much+}."""
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, expected, got, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(expected[a:b])
            continue
        parts.append(f"[-{expected[a:b]}-]" if b > a else "")
        parts.append(f"{{+{got[c:d]}+}}" if d > c else "")
    return "".join(parts)


def run(path: Path, renderer: Callable[[Record], str] | None = None) -> Report:
    """Render every record of a file, or of all the JSON files of a folder."""
    renderer = renderer or (lambda record: render(job_of(record)))
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    records = [r for f in files for r in _records(json.loads(f.read_text(encoding="utf-8")))]
    outcomes = [(r, *_outcome(r, renderer)) for r in records]
    strict = [o for o in outcomes if o[0].get("strict", True)]
    loose = [o for o in outcomes if not o[0].get("strict", True)]
    passed = sum(ok for _, ok, _ in strict)
    groups = {
        "by_standard": _share(strict, lambda r: r["style"]),
        "by_type": _share(strict, lambda r: r["item"].get("type", "?")),
        "by_kind": _share(strict, lambda r: r["kind"]),
        "by_language": _share(strict, lambda r: r["item"].get("language", "?")),
        "loose": _share(loose, lambda r: "as authors print"),
    }
    reasons = explanations()
    failed = [r for r, ok, _ in strict if not ok]
    explained = [r for r in failed if r["id"] in reasons]
    completed = [r["id"] for r in explained if _outcome(_completed(r, reasons), renderer)[0]]
    lines = [
        f"{passed} of {len(strict)} strict records exact,"
        f" {len(explained)} of the {len(failed)} others explained;"
        f" {len(completed)} of these are exact once the item has the fact that it lacks"
    ]
    for name, rows in groups.items():
        lines += ["", name.replace("_", " "), *(f"  {k:<28} {v}" for k, v in rows.items())]
    lines += ["", "Failures: [-expected-] {+rendered+}"]
    for record, ok, text in outcomes:
        if not ok:
            loosely = "" if record.get("strict", True) else " (not strict)"
            lines += ["", f"{record.get('id')}: {record['style']}, {record['kind']}{loosely}", text]
            if record.get("id") in reasons:
                given = "; exact with it" if record["id"] in completed else ""
                lines.append(f"explained: {reasons[record['id']]['why']}{given}")
    details = {
        **groups,
        "explained": len(explained),
        "exact_when_completed": len(completed),
        "unexplained": len(failed) - len(explained),
    }
    return Report("gost-render", len(strict), passed, "\n".join(lines), details)


def _records(data: Any) -> list[Record]:
    """Return what is a rendering record in a file; other gold may lie in the same folder."""
    rows = data if isinstance(data, list) else next(iter(data.values()), []) if data else []
    return [r for r in rows if isinstance(r, dict) and "expected" in r and "style" in r]


def explanations() -> dict[str, dict[str, Any]]:
    """Return why no rule can render certain gold records, and the facts they lack, by their ids."""
    path = Path(__file__).with_name("gost_explained.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _completed(record: Record, reasons: Mapping[str, Mapping[str, Any]]) -> Record:
    """Return a record with the facts that its item lacks."""
    facts = {k: v for k, v in reasons[record["id"]].items() if k != "why"}
    item = record["item"]
    custom = {**item.get("custom", {}), **facts.pop("custom", {})}
    return {**record, "item": {**item, **facts, "custom": custom}}


def _outcome(record: Record, renderer: Callable[[Record], str]) -> tuple[bool, str]:
    try:
        got = normal(renderer(record))
        expected = normal(record["expected"])
    except Exception as error:  # a crash is a failed case, not the end of the run
        return False, f"{type(error).__name__}: {error}"
    return got == expected, marked(expected, got)


def _share(
    outcomes: Iterable[tuple[Record, bool, str]], key: Callable[[Record], str]
) -> dict[str, str]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for record, ok, _ in outcomes:
        counts[key(record)][0] += ok
        counts[key(record)][1] += 1
    return {k: f"{a}/{b}" for k, (a, b) in sorted(counts.items())}
