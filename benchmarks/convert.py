"""Conversion beside other tools: records a second and peak memory, each in a process of its own.

Seconds are those of the clock and those of processors; the latter do not depend on what else the
machine is doing.

    python -m benchmarks.convert [--records N] [--json]

BibTeX to CSL-JSON and CSL-JSON to RIS. Tools that are not installed are left out: bibutils
(`bib2xml`, `xml2ris`), pandoc (on the path or from pypandoc), citation-js (through NODE_PATH).
bibutils knows no CSL-JSON; it is measured on BibTeX to MODS and BibTeX to RIS.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

_FAMILIES = ("Жексембаева", "Досмағамбетова", "Иванов", "Петров", "Smith", "Müller", "Әуезов")
_TITLES = (
    "Этносаралық келісім мен төзімділіктің қазақстандық үлгісі",
    "Методы машинного обучения в гидрологии: обзор",
    "Machine learning methods in hydrology: a review of the literature",
)
_JOURNALS = ("Мемлекеттік басқару", "Вестник КазНУ. Серия географическая", "Nature")
_CITEKIT = "from citekit.cli import main; main()"
_CITATION_JS = """
const { Cite, plugins } = require('@citation-js/core')
require('@citation-js/plugin-bibtex'); require('@citation-js/plugin-ris')
require('@citation-js/plugin-csl')
const fs = require('fs')
const data = new Cite(fs.readFileSync(process.argv[1], 'utf8'), { generateGraph: false })
const ris = process.argv[3] === 'ris'
fs.writeFileSync(process.argv[2], data.format(ris ? 'ris' : 'data'))
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one tool took for one conversion."""

    tool: str
    conversion: str
    records: int
    seconds: float
    processor: float
    peak_mib: float

    @property
    def rate(self) -> float:
        """Records a second of a processor, start of the process included."""
        return self.records / self.processor


def _records(count: int) -> Iterator[dict[str, str]]:
    for n in range(count):
        kind = n % 3
        yield {
            "key": f"key{n}",
            "family": _FAMILIES[n % len(_FAMILIES)],
            "other": _FAMILIES[(n + 3) % len(_FAMILIES)],
            "title": f"{_TITLES[kind]} {n}",
            "journal": _JOURNALS[kind],
            "year": str(1950 + n % 75),
            "volume": str(n % 90 + 1),
            "issue": str(n % 12 + 1),
            "first": str(n % 300 + 1),
            "last": str(n % 300 + 12),
        }


def _bibtex(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for r in _records(count):
            file.write(
                f"@article{{{r['key']},\n"
                f"  author = {{{r['family']}, А. С. and {r['other']}, Б.}},\n"
                f"  title = {{{r['title']}}},\n  journal = {{{r['journal']}}},\n"
                f"  year = {{{r['year']}}},\n  volume = {{{r['volume']}}},\n"
                f"  number = {{{r['issue']}}},\n  pages = {{{r['first']}--{r['last']}}},\n"
                f"  doi = {{10.1000/{r['key']}}}\n}}\n\n"
            )


def _csl_json(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for n, r in enumerate(_records(count)):
            item = {
                "id": r["key"],
                "type": "article-journal",
                "title": r["title"],
                "container-title": r["journal"],
                "author": [
                    {"family": r["family"], "given": "А. С."},
                    {"family": r["other"], "given": "Б."},
                ],
                "issued": {"date-parts": [[int(r["year"])]]},
                "volume": r["volume"],
                "issue": r["issue"],
                "page": f"{r['first']}-{r['last']}",
                "DOI": f"10.1000/{r['key']}",
            }
            file.write((",\n" if n else "\n") + json.dumps(item, ensure_ascii=False))
        file.write("\n]\n")


def _tools(bib: Path, csl: Path, out: Path) -> Iterator[tuple[str, str, list[str]]]:
    citekit = [sys.executable, "-c", _CITEKIT, "convert", "-q", "--force"]
    for jobs in ("1", "2"):
        name = "citekit" if jobs == "1" else f"citekit -j {jobs}"
        to_json = [*citekit, "-j", jobs, str(bib), str(out), "--to", "csl-json"]
        to_ris = [*citekit, "-j", jobs, str(csl), str(out), "--to", "ris"]
        yield name, "BibTeX to CSL-JSON", to_json
        yield name, "CSL-JSON to RIS", to_ris
    if tool := shutil.which("bib2xml"):
        yield "bibutils", "BibTeX to MODS", ["sh", "-c", f"{tool} '{bib}' > '{out}' 2>/dev/null"]
    if (tool := shutil.which("bib2xml")) and (other := shutil.which("xml2ris")):
        pipe = f"{tool} '{bib}' 2>/dev/null | {other} > '{out}' 2>/dev/null"
        yield "bibutils", "BibTeX to RIS", ["sh", "-c", pipe]
    if pandoc := _pandoc():
        yield (
            "pandoc",
            "BibTeX to CSL-JSON",
            [pandoc, "-f", "bibtex", "-t", "csljson", "-o", str(out), str(bib)],
        )
    node = shutil.which("node")
    if (
        node
        and not subprocess.run(
            [node, "-e", "require('@citation-js/core')"], capture_output=True, check=False
        ).returncode
    ):
        script = [node, "--max-old-space-size=8192", "-e", _CITATION_JS]
        yield "citation-js", "BibTeX to CSL-JSON", [*script, str(bib), str(out), "json"]
        yield "citation-js", "CSL-JSON to RIS", [*script, str(csl), str(out), "ris"]


def _pandoc() -> str | None:
    found = shutil.which("pandoc")
    if found is None:
        try:
            import pypandoc
        except ImportError:
            return None
        found = str(pypandoc.get_pandoc_path())
    return found


def _measure(command: list[str], limit: float) -> tuple[float, float, float] | None:
    """Return seconds, processors' seconds and peak memory in MiB, or None if it failed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        seconds = time.perf_counter() - start
        if pid:
            processor = usage.ru_utime + usage.ru_stime
            return (seconds, processor, usage.ru_maxrss / 1024) if status == 0 else None
        if seconds > limit:
            process.kill()
            os.wait4(process.pid, 0)
            return None
        time.sleep(0.01)


def figures(records: int, limit: float) -> Iterator[Figure]:
    """Yield a figure for each tool and conversion."""
    with tempfile.TemporaryDirectory() as folder:
        bib, csl, out = (Path(folder) / name for name in ("a.bib", "a.json", "out"))
        _bibtex(bib, records)
        _csl_json(csl, records)
        for tool, conversion, command in _tools(bib, csl, out):
            measured = _measure(command, limit)
            if measured is None:
                print(f"{tool}, {conversion}: failed or took too long", file=sys.stderr)
            else:
                yield Figure(tool, conversion, records, *measured)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--limit", type=float, default=1800, help="seconds for one run")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    for figure in islice(figures(arguments.records, arguments.limit), None):
        if arguments.json:
            print(json.dumps(asdict(figure) | {"rate": round(figure.rate)}))
        else:
            print(
                f"{figure.tool:<14} {figure.conversion:<20} {figure.rate:>8,.0f} rec/s "
                f"{figure.processor:>8.1f} s of processors {figure.seconds:>8.1f} s "
                f"{figure.peak_mib:>8.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main()
