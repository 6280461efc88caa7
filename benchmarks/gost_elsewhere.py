"""Our GOST styles in other processors, without our extensions: how close do they come?

    python -m benchmarks.gost_elsewhere GOLD [--json]

GOLD is a file as `gost-render` takes it. The items go without `custom` and unprepared, as Zotero or
pandoc would hold them; the language of the terms is that of the item. pandoc renders the
bibliographies only. "close" is the mean similarity of the texts (difflib), 1 when all are exact.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.peers import HERE, NODE_MODULES, MissingError, node
from benchmarks.quality.gost_render import Job, job_of, normal, render, without_number
from citekit.csl.styles import find_style
from citekit.resources import package_folder, resource

LOCALES = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-US", "de": "de-DE"}
Jobs = Sequence[tuple[Job, str]]


def native(jobs: Jobs) -> list[str | None]:
    """Our own engine, as plain CSL."""
    return [render(job) for job, _ in jobs]


def citeproc_js(jobs: Jobs) -> list[str | None]:
    """The processor of Zotero."""
    folder = package_folder("citeproc")
    if folder is None:
        raise MissingError("the Python package citeproc, for its locales")
    locales = {p.stem[8:]: p.read_text("utf-8") for p in (folder / "data/locales").glob("*.xml")}
    locales["kk-KZ"] = resource("styles", "locales-kk-KZ.xml").read_text(encoding="utf-8")
    rows = [
        {
            "style": find_style(job.style).source.decode(),
            "locale": locale,
            "items": job.items,
            "clusters": [
                {"note": c.note, "cites": [_js_cite(cite) for cite in c.cites]}
                for c in job.clusters
            ],
        }
        for job, locale in jobs
    ]
    task = {"modules": str(NODE_MODULES.resolve()), "locales": locales, "jobs": rows}
    done = subprocess.run(
        [node(), str(HERE / "render_jobs.cjs")],
        input=json.dumps(task), capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    texts: list[str | None] = json.loads(done.stdout)
    return texts


def _js_cite(cite: Any) -> dict[str, str]:
    row = {"id": cite.id, "locator": cite.locator, "label": cite.label}
    return {key: value for key, value in row.items() if value}


def pandoc(jobs: Jobs) -> list[str | None]:
    """Pandoc's citeproc; bibliographies only."""
    try:
        import pypandoc
    except ImportError:
        raise MissingError("pip install pypandoc_binary") from None
    with tempfile.TemporaryDirectory() as folder:
        return [
            None if job.clusters else _by_pandoc(pypandoc, job, loc, folder) for job, loc in jobs
        ]


def _by_pandoc(program: Any, job: Job, locale: str, folder: str) -> str:
    style, items = Path(folder, "style.csl"), Path(folder, "items.json")
    style.write_bytes(find_style(job.style).source)
    items.write_text(json.dumps(list(job.items), ensure_ascii=False), encoding="utf-8")
    source = f"---\nnocite: '@*'\nlang: {locale}\n---\n"
    options = ["--citeproc", f"--csl={style}", f"--bibliography={items}", "--wrap=none"]
    text: str = program.convert_text(source, "plain", format="markdown", extra_args=options)
    return without_number(" ".join(text.split()))


PROCESSORS: dict[str, Callable[[Jobs], list[str | None]]] = {
    "citekit": native,
    "citeproc-js": citeproc_js,
    "pandoc": pandoc,
}


def compare(records: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return cases, exact ones and mean similarity by processor and style, or why there is none."""
    strict = [r for r in records if r.get("strict", True)]
    jobs = [
        (job_of(r, prepared=False), LOCALES.get(str(r["item"].get("language")), "ru-RU"))
        for r in strict
    ]
    wanted = [normal(r["expected"]) for r in strict]
    rows: dict[str, dict[str, Any]] = {}
    for name, processor in PROCESSORS.items():
        try:
            texts = processor(jobs)
        except MissingError as error:
            rows[name] = {"missing": str(error)}
            continue
        pairs = [
            (w, normal(without_number(t)))
            for w, t in zip(wanted, texts, strict=True)
            if t is not None
        ]
        close = [SequenceMatcher(None, w, t, autojunk=False).ratio() for w, t in pairs]
        rows[name] = {
            "cases": len(pairs),
            "exact": sum(w == t for w, t in pairs),
            "close": round(sum(close) / max(len(close), 1), 3),
        }
    return rows


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = compare(json.loads(options.gold.read_text(encoding="utf-8")))
    if not options.json:
        for name, row in rows.items():
            print(f"{name:<12}", "  ".join(f"{key} {value}" for key, value in row.items()))
    print(json.dumps(rows, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
