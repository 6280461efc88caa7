"""`encodings`: sound titles, abstracts and keywords are misread in every known way, and repaired.

The input is a folder of articles with gold records. Each block in Cyrillic is written in one
encoding and read as another, byte for byte; bytes that the second lacks show as C1 controls, as
programs show them. What the first encoding lacks is left out before. A case has passed when the
repaired text is the block again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.quality import Report

PAIRS = (
    ("cp1251", "cp1252"),
    ("cp1251", "mac_roman"),
    ("cp1251", "koi8_r"),
    ("cp1251", "cp866"),
    ("koi8_r", "cp1252"),
    ("koi8_r", "cp1251"),
    ("cp866", "cp1251"),
    ("mac_cyrillic", "cp1252"),
    ("mac_cyrillic", "cp1251"),
    ("kz1048", "cp1251"),
    ("kz1048", "cp1252"),
    ("utf-8", "cp1251"),
    ("utf-8", "cp1252"),
    ("utf-8", "koi8_r"),
)
"""What a text was written in, and what it was read as."""


def run(path: Path) -> Report:
    """Misread and repair every block of the articles in a folder."""
    from citekit.languages import repair

    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    lines: list[str] = []
    for name, block in blocks(path):
        for meant, taken in PAIRS:
            sound = block.encode(meant, errors="ignore").decode(meant)
            if sum(map(str.isalpha, sound)) < 12 or repair(sound).text != sound:
                continue  # too short to tell, or damaged from the start
            got = repair(misread(sound, meant, taken)).text
            count = counts[f"{meant} as {taken}"]
            count[0] += got == sound
            count[1] += 1
            if got != sound:
                at = next(
                    (i for i, (a, b) in enumerate(zip(got, sound, strict=False)) if a != b), 0
                )
                part = slice(max(0, at - 15), at + 25)
                lines.append(f"{name}: {meant} as {taken}: {sound[part]!r} became {got[part]!r}")
    lines += ["", *(f"{name:<26} {a} of {b}" for name, (a, b) in counts.items())]
    passed = sum(a for a, _ in counts.values())
    return Report("encodings", sum(b for _, b in counts.values()), passed, "\n".join(lines))


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the titles, abstracts and keywords in Cyrillic, with the names of their articles."""
    for file in sorted(path.rglob("*gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for field in ("title", "abstract", "keywords"):
            for value in (gold.get(field) or {}).values():
                text = _text(value)
                if sum("а" <= c.lower() <= "ӿ" for c in text) * 2 > len(text):
                    yield file.parent.name + "/" + file.stem.removesuffix(".gold"), text


def misread(text: str, meant: str, taken: str) -> str:
    """Return `text` written in one encoding and read in another, one byte at a time."""
    shown = []
    for byte in text.encode(meant):
        try:
            shown.append(bytes([byte]).decode(taken))
        except UnicodeDecodeError:
            shown.append(chr(byte))
    return "".join(shown)


def _text(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    text = (
        value.get("text") or value.get("as_printed") or ", ".join(map(str, value.get("items", ())))
    )
    return " ".join(str(text).split())
