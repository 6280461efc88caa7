"""What compiling the CSL processor with mypyc would give, beside the same modules uncompiled.

    python -m benchmarks.mypyc CORPUS [--items 10000] [--styles apa] [--runs 5]

A copy of the package is compiled in a folder that is thrown away (it takes minutes, and needs mypy
and a C compiler), then both copies do what `benchmarks.speed` asks for, in turns. citekit makes no
Python source at run time: a style's renderers are closures, and mypyc compiles them as well.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import HERE, Start
from benchmarks.speed import Run, best, corpus, machine, run
from citekit.csl.styles import find_style

ROOT = HERE.parent.parent
LEFT_OUT = {"__init__", "citeproc_py", "collector", "engine", "errors", "schema", "styles"}
"""Modules of citekit.csl that no item passes through, or that mypyc has no way with."""


def compiled(folder: Path) -> Path:
    """Compile a copy of the package in `folder`, and return where to import it from.

    Raises:
        SystemExit: mypyc failed; it has said why.
    """
    shutil.copytree(ROOT / "citekit", folder / "citekit")
    shutil.copytree(ROOT / "styles", folder / "styles")
    modules = sorted((folder / "citekit" / "csl").glob("*.py"))
    names = [str(m.relative_to(folder)) for m in modules if m.stem not in LEFT_OUT]
    command = [sys.executable, "-m", "mypyc", *names, "citekit/csl/writers/base.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"mypyc failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mypyc", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", type=Path, help="a CSL-JSON file, or a folder of them")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--styles", nargs="+", default=["apa", "gost-r-7.0.5-2008"])
    parser.add_argument("--runs", type=int, default=5, help="runs of each; the best counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        copies = {"pure Python": ROOT, "mypyc": compiled(folder / "compiled")}
        items = folder / "items.json"
        items.write_text(json.dumps(corpus(options.corpus, options.items)), "utf-8")
        for name in options.styles:
            style = find_style(name)
            file = folder / "style.csl"
            file.write_bytes(style.source)
            arguments = [str(HERE / "run_citekit.py"), str(file), str(items)]
            arguments.append(style.info.default_locale)
            done: dict[str, list[Run]] = {copy: [] for copy in copies}
            for _ in range(options.runs):
                for copy, path in copies.items():
                    command = ["env", f"PYTHONPATH={path}", sys.executable, *arguments]
                    start = Start(command, tells_times=True)
                    done[copy].append(run(start, 600, folder / "output"))
            print(f"\n{name}, {options.items:,} items: processor seconds, and those of its steps")
            for copy, runs in done.items():
                least = best(runs)
                steps = ", ".join(f"{step} {least.steps[step]:.2f}" for step in least.steps)
                print(f"  {copy:12} {least.cpu:.2f}: {steps}")
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
