"""How fast: citekit beside every other CSL processor at hand, in one run.

    python -m benchmarks.speed CORPUS [--sizes 100 1000] [--styles apa] [--peers citekit typst]

CORPUS is a CSL-JSON file or a folder of them. Every program does the same work: it loads the
items, cites each once, and makes the bibliography. Measured is the whole process (wall clock,
processor time, peak memory, by `wait4`), start-up included, and, for those that run a driver of
ours, the steps inside. The programs take turns, and each figure is the least of several runs. A
program that is not there is listed as missing; how to get it is in `benchmarks/peers/__init__.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS, Job, MissingError, Peer, Start
from citekit.csl.errors import StyleError
from citekit.csl.styles import find_style

STYLES = ("apa", "chicago-author-date", "gost-r-7-0-5-2008-numeric")
SIZES = (100, 1_000, 10_000)
LONG = 20.0
"""Seconds after which one run says enough, and is not repeated."""
_SMALL = 1_000


@dataclass(frozen=True)
class Run:
    """One run of a process: seconds, megabytes, and the seconds of its steps where it tells."""

    wall: float
    cpu: float
    peak: float
    steps: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The best of a program's runs, or the reason why there is none."""

    style: str
    items: int
    peer: str
    best: Run | None = None
    runs: int = 0
    problem: str = ""

    @property
    def per_item(self) -> float | None:
        """Microseconds for an item's citation and entry, inside the process."""
        steps = self.best.steps if self.best else {}
        return (steps and 1e6 * (steps["cite"] + steps["bibliography"]) / self.items) or None


class FailedError(Exception):
    """A peer was started and did not get to its end; the message says why."""


def run(start: Start, limit: float, output: Path) -> Run:
    """Run a process to its end and measure it.

    Args:
        start: What to run.
        limit: Seconds after which it is ended.
        output: File for what it prints.

    Raises:
        FailedError: It took longer than `limit`, or failed.
    """
    with output.open("wb") as stdout, output.with_suffix(".err").open("wb") as stderr:
        begin = time.perf_counter()
        process = subprocess.Popen(
            start.command, stdin=subprocess.PIPE, stdout=stdout, stderr=stderr, env=_environment()
        )
        timer = threading.Timer(limit, process.send_signal, [signal.SIGKILL])
        timer.start()
        assert process.stdin is not None
        process.stdin.write(start.input.encode())
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if wall >= limit:
        raise FailedError(f"over {limit:.0f} s")
    if process.returncode:
        lines = output.with_suffix(".err").read_text("utf-8", "replace").strip().splitlines()
        raise FailedError(f"exit {process.returncode}: {lines[-1] if lines else ''}"[:120])
    steps: dict[str, float] = {}
    if start.tells_times:
        answer = json.loads(output.read_bytes())
        if "error" in answer:
            raise FailedError(answer["error"][:120])
        steps = answer["times"]
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, steps)


def _environment() -> dict[str, str]:
    """Ours, but that Python keeps compiled modules, as it does of what is installed."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def best(runs: Sequence[Run]) -> Run:
    """The least of each figure: what else the machine does only ever adds to a run."""
    return Run(
        min(r.wall for r in runs),
        min(r.cpu for r in runs),
        min(r.peak for r in runs),
        {step: min(r.steps[step] for r in runs) for step in runs[0].steps},
    )


def measure(peers: Sequence[Peer], job: Job, size: int, runs: int, limit: float) -> list[Result]:
    """Run programs on one job in turns, so that a busy minute of the machine falls on all alike.

    Args:
        peers: The programs.
        job: What each of them does.
        size: Number of items of the job.
        runs: Turns; a program that takes longer than `LONG` has one.
        limit: Seconds a run may take.
    """
    style, output = job.style.stem, job.folder / "output"
    done: dict[str, list[Run]] = {peer.name: [] for peer in peers}
    starts: dict[str, Start] = {}
    problems: dict[str, str] = {}
    for turn in range(runs):
        for peer in peers:
            name, before = peer.name, done[peer.name]
            if name in problems or (before and before[-1].wall > LONG):
                continue
            try:
                if not turn:
                    starts[name] = peer.start(job)
                    if size <= _SMALL:  # for nothing: files and compiled modules are then at hand
                        run(starts[name], limit, output)
                before.append(run(starts[name], limit, output))
            except MissingError as error:
                problems[name] = f"missing: {error}"
            except FailedError as error:
                problems[name] = str(error)
    return [
        Result(style, size, name, problem=problems[name])
        if name in problems
        else Result(style, size, name, best(ran), len(ran))
        for name, ran in done.items()
    ]


def corpus(path: Path, size: int) -> list[dict[str, Any]]:
    """Take `size` items: of the smallest file that has them, else copies of the largest.

    The copies get other family names, so that they collide no more than the items do.

    Raises:
        ValueError: There is no CSL-JSON file.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    lists = sorted((json.loads(f.read_bytes()) for f in files), key=len)
    if not lists or not lists[-1]:
        raise ValueError(f"{path}: no CSL-JSON items here")
    for items in lists:
        if len(items) >= size:
            return list(items[:size])
    items = lists[-1]
    return [_copy(items[n % len(items)], n // len(items)) for n in range(size)]


def write_corpus(path: Path, size: int, file: Path) -> None:
    """Write `size` items to a file, by a process of its own.

    Linux counts to the peak of a process what the one that starts it had at its own peak, which
    therefore must not hold the items.

    Raises:
        ValueError: There is no CSL-JSON file.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        other.submit(_written, path, size, file).result()


def _written(path: Path, size: int, file: Path) -> None:
    file.write_text(json.dumps(corpus(path, size), ensure_ascii=False), "utf-8")


def _copy(item: dict[str, Any], number: int) -> dict[str, Any]:
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number)) if number else ""
    copy = {**item, "id": f"{item['id']}{letters}"}
    if "author" in item:
        copy["author"] = [
            {**name, "family": name["family"] + letters} if "family" in name else name
            for name in item["author"]
        ]
    return copy


def machine() -> str:
    """What this was measured on, in a line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        model = names[0].partition(": ")[2] if names else model
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{model}, {os.cpu_count()} processors, {system}, Python {platform.python_version()}"


def table(results: Iterable[Result]) -> str:
    """One block for a style and a size, the fastest first, with factors against citekit."""
    blocks: dict[tuple[str, int], list[Result]] = {}
    for result in results:
        blocks.setdefault((result.style, result.items), []).append(result)
    lines: list[str] = []
    for (style, size), rows in blocks.items():
        ours = next((r.best for r in rows if r.peer == "citekit"), None)
        lines.append(
            f"\n{f'{style}, {size:,} items':34}{'wall s':>9}{'×':>6}{'cpu s':>9}{'×':>6}"
            f"{'peak MB':>9}{'load s':>9}{'cite s':>9}{'bibl. s':>9}{'µs/item':>9}"
        )
        for row in sorted(rows, key=lambda r: r.best.wall if r.best else float("inf")):
            if row.best is None:
                lines.append(f"  {row.peer:32}{row.problem}")
                continue
            m = row.best
            wall, cpu = (
                (f"{m.wall / ours.wall:.1f}", f"{m.cpu / ours.cpu:.1f}") if ours else ("", "")
            )
            steps = [f"{m.steps[s]:.3f}" if m.steps else "" for s in ("load", "cite")]
            steps.append(f"{m.steps['bibliography']:.3f}" if m.steps else "")
            per_item = f"{row.per_item:.0f}" if row.per_item else ""
            lines.append(
                f"  {row.peer:32}{m.wall:9.3f}{wall:>6}{m.cpu:9.3f}{cpu:>6}{m.peak:9.0f}"
                + "".join(f"{s:>9}" for s in (*steps, per_item))
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", type=Path, help="a CSL-JSON file, or a folder of them")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--styles", nargs="+", default=STYLES, metavar="STYLE")
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the best counts")
    parser.add_argument("--limit", type=float, default=300, help="seconds a run may take")
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    arguments = parser.parse_args()

    versions = {}
    for name in arguments.peers:
        try:
            versions[name] = PEERS[name].version()
        except (MissingError, OSError) as error:
            versions[name] = f"missing: {error}"
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for size in arguments.sizes:
            try:
                write_corpus(arguments.corpus, size, folder / "items.json")
            except (OSError, ValueError) as error:
                parser.error(str(error))
            for name in arguments.styles:
                try:
                    style = find_style(name)
                except StyleError as error:
                    parser.error(str(error))
                file = folder / f"{style.info.name.removesuffix('.csl')}.csl"
                file.write_bytes(style.source)
                job = Job(file, style.info.default_locale, folder / "items.json", folder)
                peers = [PEERS[name] for name in arguments.peers]
                block = measure(peers, job, size, arguments.runs, arguments.limit)
                results += block
                if not arguments.json:
                    print(table(block), flush=True)
    if arguments.json:
        answer = {
            "name": "speed",
            "machine": machine(),
            "versions": versions,
            "results": [{**asdict(r), "per_item": r.per_item} for r in results],
        }
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"\n{machine()}")
        print("\n".join(f"{name}: {text}" for name, text in versions.items()))


if __name__ == "__main__":
    main()
