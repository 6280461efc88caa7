"""Run one quality runner: `python -m benchmarks.quality NAME PATH [--json]`.

The last line printed is always one JSON object with name, cases, passed and score.
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

RUNNERS = {
    "extract": "extract",
    "csl-suite": "csl_suite",
    "gost-parse": "gost_parse",
    "gost-render": "gost_render",
    "encodings": "encodings",
    "roundtrip": "roundtrip",
}
"""Name on the command line → module of this package with `run(path) -> Report`."""


def main(arguments: list[str] | None = None) -> int:
    """Run the runner named on the command line; 0 unless it could not run at all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("name", choices=sorted(RUNNERS))
    parser.add_argument("path", type=Path, help="file or folder with the gold")
    parser.add_argument("--json", action="store_true", help="print the JSON line only")
    options = parser.parse_args(arguments)
    if not options.path.exists():
        parser.error(f"{options.path}: there is no such file or folder")
    report = import_module(f"benchmarks.quality.{RUNNERS[options.name]}").run(options.path)
    if report.text and not options.json:
        print(report.text)
    print(json.dumps(report.as_json(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
