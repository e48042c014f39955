"""Commands from a cold process: help, check and explain; baseline: an interpreter that does nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

from benchmarks.measure import Measured, run_command, timed

__all__ = ["measure"]

CASE = "gaza-truce-2024-04"


def measure() -> list[Measured]:
    """Milliseconds per command, and the memory of one explanation."""
    bare = timed(lambda: run_command(["-c", "pass"]))
    found = []
    for name, arguments, goal in (
        ("detente --help", ["-m", "detente", "--help"], 120.0),
        (f"detente check {CASE}", ["-m", "detente", "check", CASE], 350.0),
        (f"detente explain {CASE} --readings 2000", ["-m", "detente", "explain", CASE, "--readings", "2000"], 3000.0),
    ):
        median, least, most = timed(lambda arguments=arguments: run_command(arguments))  # type: ignore[misc]
        found.append(
            Measured(
                what=name,
                unit="ms",
                median=1000 * median,
                least=1000 * least,
                most=1000 * most,
                goal=goal,
                baseline="bare interpreter",
                baseline_median=1000 * bare[0],
            )
        )
    return [*found, _memory()]


def _memory() -> Measured:
    """Peak resident memory of a process that explains the case."""
    code = (
        "import resource, detente; detente.render(detente.explain(detente.load('" + CASE + "'), readings=2000), 'html');"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=dict(os.environ))
    unit = 1e6 if sys.platform == "darwin" else 1e3
    megabytes = int(done.stdout.split()[-1]) / unit
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return Measured(
        what="explain with report, peak memory",
        unit="MB",
        median=megabytes,
        least=megabytes,
        most=megabytes,
        goal=300.0,
        baseline="this benchmark's own process",
        baseline_median=own,
    )
