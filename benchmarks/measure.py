"""Timing and its table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["RUNS", "Measured", "run_command", "table", "timed"]

RUNS = 7


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measurement: a median with its spread, the goal, and a named baseline of the same run."""

    what: str
    unit: str
    median: float
    least: float
    most: float
    goal: float | None = None
    baseline: str | None = None
    baseline_median: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether the goal was missed."""
        return self.goal is not None and self.median > self.goal


def timed(action: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """Median, least and most seconds over some runs, after one that does not count."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times), min(times), max(times)


def run_command(arguments: Sequence[str]) -> None:
    """Run a command of this environment quietly, with bytecode allowed, as an installed tool has it."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)


def table(results: Sequence[Measured]) -> str:
    """The results as text."""
    lines = [f"{'what':58} {'median':>10} {'least-most':>19} {'goal':>9}  baseline"]
    for r in results:
        spread = f"{r.least:.4g}-{r.most:.4g}"
        goal = "" if r.goal is None else f"{r.goal:g}"
        ratio = ""
        if r.baseline is not None and r.baseline_median is not None and r.median:
            ratio = f"{r.baseline}: {r.baseline_median:.4g} {r.unit} ({r.baseline_median / r.median:.2f}x)"
        mark = "  MISSED" if r.is_missed else ""
        lines.append(f"{r.what:58} {r.median:>8.4g} {r.unit:<2}{spread:>18} {goal:>9}  {ratio}{mark}")
    return "\n".join(lines)
