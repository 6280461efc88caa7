"""What is right of the values read, counted over all articles, field by field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tally:
    """Counts for one field over all cases."""

    right: int = 0
    gold: int = 0
    found: int = 0
    outside: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass
class Case:
    """One article: its gold, what was read, the tallies and the failures."""

    name: str
    gold: dict[str, Any]
    text: str
    tallies: dict[str, Tally]
    failures: list[str] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def count(
        self,
        name: str,
        gold: Iterable[Any],
        found: Iterable[Any],
        same: Callable[[Any, Any], bool] | None = None,
    ) -> None:
        """Count what is right of the values found, each gold value used once, in order."""
        expected, got = list(gold), list(found)
        tally = self.tallies.setdefault(name, Tally())
        equal = same or (lambda a, b: a == b)
        left = list(got)
        right = 0
        missing = []
        for value in expected:
            match = next((g for g in left if equal(value, g)), None)
            if match is None:
                missing.append(value)
            else:
                left.remove(match)
                right += 1
        tally.right += right
        tally.gold += len(expected)
        tally.found += len(got)
        if missing or left:
            self.wrong.add(name)
            self.failures.append(f"{name}\n      gold  {short(missing)}\n      found {short(left)}")


def short(values: list[Any]) -> str:
    """Return values as JSON, the middle of a long one left out."""
    text = json.dumps(values, ensure_ascii=False, default=str)
    return text if len(text) < 420 else text[:200] + " … " + text[-210:]
