"""How many packages are acceptable, at sizes nobody can enumerate; baseline at 10^6: every package valued.

Instances: ``points``, where each party spreads 100 points over the issues; ``real``, values up to 2^20 in all. A floor
lies some standard deviations above the mean value of all packages. Seconds are of one processor.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from benchmarks.measure import Measured
from detente.problem.counting import Count, count
from detente.problem.instance import Instance, instance
from detente.problem.problem import AgreementProblem

__all__ = ["measure"]

SEEDS = 5
N_OPTIONS = 10
ROWS = (
    ("points", 2, 15, 0.0, None),
    ("points", 3, 15, 0.0, 0.3),
    ("points", 4, 9, 0.0, None),
    ("points", 4, 12, 0.0, None),
    ("points", 6, 9, 1.0, None),
    ("points", 10, 12, 1.0, None),
    ("points", 6, 12, 0.0, None),
    ("real", 2, 9, 0.0, None),
    ("real", 2, 12, 0.0, None),
    ("real", 4, 9, 1.0, None),
)


def measure() -> list[Measured]:
    """Seconds a count, with how many of the counts are exact."""
    return [_baseline(), *(_row(*row) for row in ROWS)]


def drawn(kind: str, n_parties: int, n_issues: int, deviations: float, seed: int) -> Instance:
    """A random problem of a kind with its floors."""
    rng = np.random.default_rng((seed, n_parties, n_issues))
    top = 100 if kind == "points" else 2**20
    values, floors = [], []
    for _ in range(n_parties):
        weights = rng.multinomial(top, rng.dirichlet(np.full(n_issues, 3.0)))
        grades = rng.random((n_issues, N_OPTIONS))
        low, high = grades.min(axis=1, keepdims=True), grades.max(axis=1, keepdims=True)
        rows = np.rint((grades - low) / (high - low) * weights[:, None]).astype(np.int64)
        values.append(rows.tolist())
        floors.append(int(np.ceil(rows.mean(axis=1).sum() + deviations * np.sqrt(rows.var(axis=1).sum()))))
    return instance(AgreementProblem.of(values, floors))


def _row(kind: str, n_parties: int, n_issues: int, deviations: float, goal: float | None) -> Measured:
    found: list[Count] = []
    times = []
    for seed in range(SEEDS):
        problem = drawn(kind, n_parties, n_issues, deviations, seed)
        start = time.process_time()
        found.append(count(problem))
        times.append(time.process_time() - start)
    exact = sum(c.is_exact for c in found)
    lower, upper = statistics.median_low(c.lower for c in found), statistics.median_low(c.upper for c in found)
    size = f"{lower:.2g}" if exact == SEEDS else f"{lower:.2g}-{upper:.2g}"
    return Measured(
        what=f"{kind}, {n_parties} parties, 10^{n_issues}, t={deviations:g}: {size} ({exact} of {SEEDS} exact)",
        unit="s",
        median=statistics.median(times),
        least=min(times),
        most=max(times),
        goal=goal,
    )


def _baseline() -> Measured:
    """Three parties at 10^6, the counts compared with those of every package valued."""
    ours, every = [], []
    for seed in range(SEEDS):
        problem = drawn("points", 3, 6, 0.0, seed)
        start = time.process_time()
        total = count(problem).value
        ours.append((time.process_time() - start) * 1e3)
        start = time.process_time()
        expected = _enumerated(problem)
        every.append((time.process_time() - start) * 1e3)
        if total != expected:
            raise AssertionError("the count differs from that of every package valued")
    return Measured(
        what="points, 3 parties, 10^6, t=0",
        unit="ms",
        median=statistics.median(ours),
        least=min(ours),
        most=max(ours),
        baseline="every package",
        baseline_median=statistics.median(every),
    )


def _enumerated(problem: Instance) -> int:
    ok = np.ones(1, dtype=np.bool_)
    for a, floor in enumerate(problem.floors):
        values = np.zeros(1, dtype=np.int64)
        for layer in problem.sweep.layers:
            values = (values[:, None] + layer.gains[a][0][None, :]).reshape(-1)
        ok = ok & (values >= (floor or 0))
    return int(ok.sum())
