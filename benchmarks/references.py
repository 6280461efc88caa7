"""How fast references are read, and that no text makes reading slow.

    python -m benchmarks.references ../shared/gost/refs-raw.json

prints references a second on one core (the best of five passes over the strings, so that other
work on the machine counts least), then the slowest of some thousand texts of 10 000 characters made
to provoke backtracking: single pieces repeated, pairs of pieces, random mixtures.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

from citekit.references import parse

LENGTH = 10_000
PIECES = (
    "А", "b", " ", ".", ",", ":", ";", "-", "–", "/", "//", "(", ")", "[", "]", "«", "»", '"', "1",
    "2019", "№", "С.", "Т. ", "И. И. ", "Иванов ", "http://x", "DOI 10.1/", "г. ", "= ", "туралы ",
    "2015 жылғы ", "Заңы ", "от ", "указ ", " и др. ", "\u00ad", "\n", "…", "ISBN 1-",
    "(дата обращения: ", "Smith, J. ", " & ", "(2019). ", "In ", "vol. 5, ", " // ", " : ", " / ",
)  # fmt: skip
"""What references are made of, and what patterns stumble over."""


def provocations(seed: int = 1, mixtures: int = 300) -> Iterator[str]:
    """Yield texts of `LENGTH` characters that are no references."""
    chosen = random.Random(seed)
    for piece in PIECES:
        yield (piece * LENGTH)[:LENGTH]
    for first in PIECES:
        for second in PIECES:
            yield ((first + second) * LENGTH)[:LENGTH]
    for _ in range(mixtures):
        few = chosen.sample(PIECES, chosen.randint(2, 8))
        yield "".join(chosen.choice(few) for _ in range(LENGTH))[:LENGTH]


def seconds(text: str, tries: int = 1) -> float:
    """Return the processor time of reading a text: the least of some tries."""
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        parse(text)
        best = min(best, time.process_time() - start)
    return best


def per_second(texts: list[str], passes: int = 5) -> float:
    """Return how many references are read in a second of processor time."""
    for text in texts:
        parse(text)
    best = float("inf")
    for _ in range(passes):
        start = time.process_time()
        for text in texts:
            parse(text)
        best = min(best, time.process_time() - start)
    return len(texts) / best


def main() -> None:
    """Print both figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.references", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("path", type=Path, help="JSON: a list of mappings with `raw`, a reference")
    path: Path = parser.parse_args().path
    texts = [case["raw"] for case in json.loads(path.read_text(encoding="utf-8"))]
    print(f"{per_second(texts):.0f} references a second ({len(texts)} strings)")
    # What seems slow may have been disturbed: it is tried again.
    times = [(seconds(t), t) for t in provocations()]
    worst = max((seconds(t, 5), t) for s, t in sorted(times)[-20:])
    print(f"{worst[0] * 1000:.1f} ms for the slowest of {len(times)} texts: {worst[1][:40]!r}…")


if __name__ == "__main__":
    main()
