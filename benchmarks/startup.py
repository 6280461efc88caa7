"""How long the command takes to answer: whole processes, interpreter and imports included.

    python -m benchmarks.startup [--runs 20] [--imports] [--json]

`--imports` shows, for every command, the modules whose import costs most.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import Start
from benchmarks.speed import FailedError, Run, best, machine, run
from citekit.resources import resource

PYTHON = (sys.executable, "-c", "from citekit.cli import main; main()")
BARE = (sys.executable, "-c", "pass")
LIMIT = 60.0


def commands() -> dict[str, list[str]]:
    """The commands measured, by what they are called in the table."""
    found: dict[str, list[str]] = {
        "(python alone)": [],
        "--help": ["--help"],
        "styles --search gost": ["styles", "--search", "gost"],
    }
    records = sorted(str(f) for f in resource("metadata").iterdir() if f.name.endswith(".yaml"))
    for record in records[:1]:
        found["check RECORD"] = ["check", record]
        found["export RECORD --to bibtex"] = ["export", record, "--to", "bibtex"]
        for style in ("gost-r-7.0.5-2008", "apa"):
            found[f"cite RECORD --style {style}"] = ["cite", record, "--style", style]
    return found


def measure(arguments: list[str], runs: int, folder: Path) -> Run:
    """The best of a command's runs, after one that fills the caches.

    Raises:
        FailedError: The command failed.
    """
    start = Start([*PYTHON, *arguments] if arguments else list(BARE))
    run(start, LIMIT, folder / "output")
    return best([run(start, LIMIT, folder / "output") for _ in range(runs)])


def imports(arguments: list[str], count: int = 8) -> list[str]:
    """The modules that cost most, with the milliseconds of each alone, of one run."""
    command = [sys.executable, "-X", "importtime", *PYTHON[1:], *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    rows = []
    for line in done.stderr.splitlines():
        columns = line.removeprefix("import time:").split("|")
        if line.startswith("import time:") and columns[0].strip().isdigit():
            rows.append((int(columns[0]), columns[2].strip()))
    total = sum(cost for cost, _ in rows)
    heavy = sorted(rows, reverse=True)[:count]
    names = ", ".join(f"{name} {cost / 1000:.0f}" for cost, name in heavy)
    return [f"{len(rows)} modules, {total / 1000:.0f} ms: {names}"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--runs", type=int, default=20, help="runs of each; the best counts")
    parser.add_argument("--imports", action="store_true", help="show the heaviest imports")
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    options = parser.parse_args()
    figures: dict[str, dict[str, float | str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name, arguments in commands().items():
            try:
                least = measure(arguments, options.runs, Path(temporary))
            except FailedError as error:
                figures[name] = {"problem": str(error)}
                continue
            figures[name] = {"wall": least.wall, "cpu": least.cpu, "peak": least.peak}
    if options.json:
        print(json.dumps({"name": "startup", "machine": machine(), "results": figures}))
        return
    print(f"{'citekit …':40}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}")
    for name, figure in figures.items():
        if "problem" in figure:
            print(f"{name:40}  {figure['problem']}")
        else:
            print(f"{name:40}{figure['wall']:9.3f}{figure['cpu']:9.3f}{figure['peak']:9.0f}")
        if options.imports and commands()[name]:
            print("\n".join(f"    {line}" for line in imports(commands()[name])))
    print(f"\nbest of {options.runs} runs; {machine()}")


if __name__ == "__main__":
    main()
