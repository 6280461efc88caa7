"""`gost-parse`: real reference strings, and the fields a person would extract from them.

A gold file is a list of `{id, raw, language, item, tags}`; `item` is CSL-JSON with what CSL has no
variable for in `custom`. Each value of each field counts once. Values are compared after settling
what the gold itself leaves open: the kind of dash and space, spaces about a dash, the stop at the
end; `С. 5` cited of a book (`custom.loc`) is `page`; what a book is (`учебник`) stands in the gold
now under `genre`, now under `custom.info`, and is one field here; what a host says of itself behind
a colon (`: материалы конференции`) now in its title, now under `custom.cinfo`, and is one with it.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from benchmarks.quality import Report

Fields = dict[str, Counter[str]]

NAMES = ("author", "editor", "translator", "compiler", "container-author", "contributor")
PLAIN = (
    "title", "part-title", "collection-title", "publisher", "publisher-place",
    "volume", "issue", "number", "number-of-pages", "number-of-volumes", "edition", "authority",
    "jurisdiction", "archive", "archive_location", "section", "scale",
)  # fmt: skip
JUDGED_WHERE_GIVEN = frozenset(
    (
        "medium",
        "notes",
        "responsibility",
        "et-al",
        "access-conditions",
        "number-of-volumes",
        "section",
    )
)
"""Fields that the gold gives for some strings that have them and leaves out for others: they count
where the gold has them and are no error where it has not."""
_CUSTOM = {
    "info": "kind", "content": "content", "notes": "notes",
    "access": "access-conditions", "resp": "responsibility",
}  # fmt: skip
_OURS = {
    "other-title-information": "kind",
    "content-type": "content",
    "notes": "notes",
    "access-conditions": "access-conditions",
    "responsibility": "responsibility",
}
_LEGAL = frozenset(("legislation", "regulation", "standard", "patent"))

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"\u00a0": " ", "…": "...", "’": "'"})
_SPACE = re.compile(r"\s+")


def plain(text: object) -> str:
    """Return a value in the form in which values are compared."""
    value = _SPACE.sub(" ", str(text).translate(_DASHES)).strip()
    value = re.sub(r"(?<=\d) ?- ?(?=\d)", "-", value)
    return value.strip(" .,;:") or value


def expected(item: dict[str, Any]) -> Fields:
    """Return the values of a gold item."""
    return _fields(item, _CUSTOM, item.get("custom", {}))


def found(item: dict[str, Any]) -> Fields:
    """Return the values of an item that citekit made."""
    return _fields(item, _OURS, item.get("custom", {}))


def _fields(item: dict[str, Any], customs: dict[str, str], custom: dict[str, Any]) -> Fields:
    fields: Fields = defaultdict(Counter)
    for name in PLAIN:
        if item.get(name):
            fields[name][plain(item[name])] += 1
    host = [
        item.get("container-title", ""),
        *_several(custom, "cinfo", "container-other-title-information"),
    ]
    if any(host):
        fields["container-title"][
            re.sub(r"[\s:.]+", " ", plain(" ".join(filter(None, host)))).strip()
        ] += 1
    if item.get("part") or item.get("part-number"):
        fields["part"][plain(item.get("part") or item["part-number"])] += 1
    if item.get("DOI"):
        fields["DOI"][plain(item["DOI"]).lower()] += 1
    if item.get("URL"):
        fields["URL"][plain(item["URL"]).rstrip("/")] += 1
    for isbn in str(item.get("ISBN", "")).split():
        fields["ISBN"][isbn.replace("-", "")] += 1
    for name in NAMES:
        persons = item.get(name, ())
        for person in (persons,) if isinstance(persons, str) else persons:
            fields[name][_name(person)] += 1
            fields["family"][_name(person).partition("|")[0]] += 1
    for name in ("issued", "accessed"):
        if item.get(name):
            fields[name][_date(item[name])] += 1
            if name == "issued" and "date-parts" in item[name]:
                fields["year"][str(item[name]["date-parts"][0][0])] += 1
    pages = item.get("page") or custom.get("loc")
    if pages:
        fields["page"][re.sub(r"[;,] ?", "; ", plain(pages))] += 1
    medium = item.get("medium") or custom.get("gmd") or custom.get("material-designation")
    if medium:
        fields["medium"][plain(medium)] += 1
    if item.get("genre"):
        fields["kind"][plain(item["genre"])] += 1
    for key, name in customs.items():
        values = custom.get(key) or ()
        for value in (values,) if isinstance(values, str) else values:
            if not fields[name][plain(value)]:
                fields[name][plain(value)] += 1
    if custom.get("etal") or custom.get("et-al"):
        fields["et-al"]["yes"] += 1
    return {name: values for name, values in fields.items() if values}


def _several(custom: dict[str, Any], *names: str) -> list[str]:
    values: str | list[str] = next((custom[n] for n in names if n in custom), [])
    return [values] if isinstance(values, str) else list(values)


def _name(person: dict[str, Any] | str) -> str:
    if isinstance(person, str):
        family, _, given = person.partition(" ")
    elif "literal" in person:
        return plain(person["literal"])
    else:
        particles = (person.get("non-dropping-particle"), person.get("dropping-particle"))
        family = " ".join(filter(None, (*particles, person.get("family", ""))))
        given = person.get("given", "")
    return f"{plain(family)}|{plain(given).replace(' ', '')}".rstrip("|.")


def _date(date: dict[str, Any]) -> str:
    if "date-parts" in date:
        return "/".join("-".join(f"{int(n):02d}" for n in part) for part in date["date-parts"])
    return plain(date.get("literal") or date.get("raw") or "")


def _cases(path: Path) -> list[dict[str, Any]]:
    """Return what is a parsing record in a file, or in the files of a folder."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    rows = [row for rows in found if isinstance(rows, list) for row in rows]
    return [row for row in rows if isinstance(row, dict) and {"raw", "item"} <= row.keys()]


def run(path: Path) -> Report:
    """Read every string of the gold and compare."""
    from citekit.formats.csl_json import to_item
    from citekit.references import parse

    cases = _cases(path)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    lines: list[str] = []
    passed = types = languages = 0
    if cases:
        parse(cases[0]["raw"])
    seconds = 0.0
    for case in cases:
        want = expected(case["item"])
        kind, language = case["item"]["type"], case.get("language") or case["item"].get("language")
        try:
            start = time.perf_counter()
            reference = parse(case["raw"])
            seconds += time.perf_counter() - start
            assert reference.work is not None
            item = to_item(reference.work)
            got = found(item)
        except Exception as error:
            item, got = {}, {}
            lines.append(f"{case['id']}: crashed: {error!r}")
        wrong = _compare(want, got, totals, kind)
        same_type, same_language = item.get("type") == kind, item.get("language") == language
        types += same_type
        languages += same_language
        if not same_type:
            wrong.append(("type", kind, str(item.get("type"))))
        if not same_language:
            wrong.append(("language", str(language), str(item.get("language"))))
        passed += not wrong
        for group in (f"language {language}", f"type {kind}", *case.get("tags", ())):
            groups[group]["cases"] += 1
            groups[group]["exact"] += not wrong
        if wrong:
            lines.append(f"{case['id']}  {case['raw']}")
            lines.extend(f"    {name}: expected {w!r}, found {g!r}" for name, w, g in wrong)
    scored = Counter[str]()
    for name, counts in totals.items():
        if name not in ("family", "year"):
            scored.update(counts)
    size = len(cases)
    details = {
        "field_f1": round(_f1(scored), 4),
        "precision": round(scored["right"] / max(1, scored["right"] + scored["extra"]), 4),
        "recall": round(scored["right"] / max(1, scored["right"] + scored["missing"]), 4),
        **{f"{n}_f1": round(_f1(totals[n]), 4) for n in ("family", "title", "year")},
        "type_accuracy": round(types / max(1, size), 4),
        "language_accuracy": round(languages / max(1, size), 4),
        "exact": round(passed / max(1, size), 4),
        "per_second": round(size / seconds) if seconds else 0,
    }
    table = [f"{'field':22}{'right':>7}{'extra':>7}{'missing':>9}{'F1':>8}"]
    table += [
        f"{n:22}{c['right']:7}{c['extra']:7}{c['missing']:9}{_f1(c):8.3f}"
        for n, c in sorted(totals.items())
    ]
    table += ["", *(f"{g:40}{c['exact']:4} of {c['cases']}" for g, c in sorted(groups.items()))]
    text = "\n".join([*lines, "", *table])
    return Report("gost-parse", size, passed, text, details, score=_f1(scored))


def _compare(
    want: Fields, got: Fields, totals: dict[str, Counter[str]], kind: str
) -> list[tuple[str, str, str]]:
    wrong = []
    for name in sorted(want.keys() | got.keys()):
        w, g = want.get(name, Counter()), got.get(name, Counter())
        missing, extra = w - g, g - w
        if not w and (name in JUDGED_WHERE_GIVEN or (name == "kind" and kind in _LEGAL)):
            extra = Counter()
        if name == "kind" and (kind in _LEGAL or kind == "thesis"):
            extra = Counter()
        if name in ("notes", "responsibility"):
            extra = Counter()
        totals[name]["right"] += (w & g).total()
        totals[name]["missing"] += missing.total()
        totals[name]["extra"] += extra.total()
        if (missing or extra) and name not in ("family", "year"):
            wrong.append((name, "; ".join(missing.elements()), "; ".join(extra.elements())))
    return wrong


def _f1(counts: Counter[str]) -> float:
    right = counts["right"]
    return 2 * right / max(1, 2 * right + counts["extra"] + counts["missing"])
