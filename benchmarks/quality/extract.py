"""Articles read and compared with their true records: `python -m benchmarks.quality extract PATH`.

`PATH` is a gold file, a text with its gold beside it, or a folder of such, searched recursively;
the shape is that of `../shared/articles`. Every field that the gold has is compared, strictly,
after white space is made single; a field that is absent from the gold (not null: absent) says
nothing and is not counted. Where the gold says null, anything found is wrong.

What is not the letter of the gold, and why:

* a title whose gold is only `as_printed` in capitals is compared without case: the gold does not
  say the case; all others are compared exactly;
* an abstract is right from a likeness of 0.98 (the gold of some journals comes from the authors'
  files, where hyphens at line ends and non-text differ from the print), a reference from 0.95;
* affiliations are compared as words, without the marks, `г.`, `қ.` and punctuation, for the record
  holds city and country apart from the name;
* names are compared with look-alike letters folded: the gold has some as misprinted;
* keywords are compared in Unicode form NFKC, for the gold has a ligature;
* year, issue, volume, ISSN and title of the journal count only where the text holds them (the gold
  takes some from outside; they are counted as `not in the text` in the report);
* `external` facts are never compared: they must not be extracted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.quality import Report
from benchmarks.quality._article import compare
from benchmarks.quality._tally import Case, Tally

TARGETS = {
    "title": 0.97,
    "authors": 0.97,
    "udc": 0.99,
    "irsti": 0.99,
    "doi": 0.99,
    "abstract": 0.95,
    "keywords": 0.95,
    "affiliation": 0.90,
    "citations": 0.98,
    "references": 0.98,
    "block language": 0.99,
}
"""The fields whose mean F1 is the score, and what is aimed at."""


def run(path: Path) -> Report:
    """Read every article below `path` and compare it with its gold."""
    tallies: dict[str, Tally] = {}
    lines: list[str] = []
    cases = passed = crashed = 0
    seconds = 0.0
    codes: dict[str, Tally] = {}
    for gold_file in sorted(_gold_files(path)):
        gold = json.loads(gold_file.read_text("utf-8"))
        source = gold_file.parent / gold["source"]["file"]
        cases += 1
        case = Case(
            gold_file.name.removesuffix(".gold.json").removesuffix(".json"), gold, "", tallies
        )
        try:
            case.text = source.read_text("utf-8")
            seconds += compare(case, source, codes)
        except Exception as error:
            crashed += 1
            case.failures.append(f"crashed: {type(error).__name__}: {error}")
            case.wrong.add("crash")
        passed += not case.wrong
        if case.failures:
            lines.append(f"\n{case.name} ({source.parent.name})")
            lines += [f"   {failure}" for failure in case.failures]
    scored = [tallies[name].f1 for name in TARGETS if name in tallies]
    score = sum(scored) / len(scored) if scored else 0.0
    score *= 1 - crashed / max(cases, 1)  # the gold of a crashed case is in no tally
    details = {
        "crashed": crashed,
        "articles_per_second": round(cases / seconds, 1) if seconds else 0.0,
        "fields": {name: _figures(tally) for name, tally in sorted(tallies.items())},
        "findings": {code: _figures(tally) for code, tally in sorted(codes.items())},
    }
    text = "\n".join([*lines, "", *_table(tallies), "", *_findings_table(codes)])
    return Report("extract", cases, passed, text, details, score)


def _gold_files(path: Path) -> Iterator[Path]:
    if path.is_file():
        if path.suffix == ".json":
            yield path
        else:
            yield from path.parent.glob(path.stem + ".gold.json")
        return
    for file in path.rglob("*gold.json"):
        head = file.read_text("utf-8")[:200]
        if '"biblio-gold/1"' in head:
            yield file


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
        "gold": tally.gold,
        "found": tally.found,
        "right": tally.right,
    } | ({"not_in_text": tally.outside} if tally.outside else {})


def _table(tallies: dict[str, Tally]) -> list[str]:
    rows = [f"{'field':28} precision  recall      F1    gold   found   right  aim"]
    for name, t in sorted(tallies.items(), key=lambda item: (item[0] not in TARGETS, item[0])):
        aim = TARGETS.get(name)
        mark = "" if aim is None else f"{aim:.2f} {'ok' if t.f1 >= aim else 'SHORT'}"
        outside = f"  ({t.outside} not in the text)" if t.outside else ""
        rows.append(
            f"{name:28} {t.precision:9.3f} {t.recall:7.3f} {t.f1:7.3f}"
            f" {t.gold:7} {t.found:7} {t.right:7}  {mark}{outside}"
        )
    return rows


def _findings_table(codes: dict[str, Tally]) -> list[str]:
    rows = [
        "findings: gold codes are free words of a careful editor; recall by code (spans: the seed)"
    ]
    for code, t in sorted(codes.items()):
        rows.append(f"   {code:44} {t.right:3} of {t.gold:3}   found {t.found}")
    return rows
