"""Quality runners: gold in, a `Report` out. `python -m benchmarks.quality NAME PATH [--json]`.

A runner is a module with `run(path: Path) -> Report`, named in the table of `__main__`. It measures
any file of its shape, so gold that nobody has seen before goes through the same code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Report:
    """What a runner found.

    Attributes:
        name: Name of the runner.
        cases: Number of cases that count.
        passed: How many of them came out right; what crashed did not.
        text: For people: tables and the failures.
        details: For machines: any further figures, JSON values only.
        score: Between 0 and 1; the share of cases passed where the runner has no finer one.
    """

    name: str
    cases: int
    passed: int
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    score: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report as one JSON object, without the text for people."""
        share = self.passed / self.cases if self.cases else 0.0
        score = share if self.score is None else self.score
        return {
            "name": self.name,
            "cases": self.cases,
            "passed": self.passed,
            "score": round(score, 4),
            **self.details,
        }
