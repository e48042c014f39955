"""Is there a deal: asked of one large problem, and of many readings at once; baseline: every package of each reading valued.

Readings are in whole millionths, of two kinds: ``grades``, where each party's grades of the options are fixed and its
weights on issues drawn (once more with a red line that joins two issues and the first package excluded); ``steps``,
where steps between ordered options are drawn too, as the readings of a case are. Floors are set so that the stated
share of readings has a deal. Seconds are of one processor.
"""

from __future__ import annotations

import statistics
import time

import numpy as np
import numpy.typing as npt

from benchmarks.measure import Measured
from detente.model.formula import And, Formula, Implies, Not
from detente.problem.existence import exists, verify
from detente.problem.instance import instance
from detente.problem.many import ManyExistence, exists_in_each
from detente.problem.problem import AgreementProblem, one_of
from detente.problem.sweep import Sweep, sweep

__all__ = ["measure"]

SEEDS = 5
READINGS = 20_000
COMPARED = 300
RULED = "grades and two rules"
N_PARTIES, N_OPTIONS, UNIT = 4, 10, 10**6

IntArray = npt.NDArray[np.int64]


class Drawn:
    """Readings of a problem with issues of ten options."""

    def __init__(self, kind: str, n_issues: int, n: int, floor: float, seed: int) -> None:
        self.has_rules = kind == RULED
        structure, rng = np.random.default_rng((seed, 1)), np.random.default_rng((seed, 2))
        self.n_issues, self.n = n_issues, n
        self.tables: list[list[IntArray]] = []
        self.floors: list[IntArray] = []
        for _ in range(N_PARTIES):
            weights = rng.dirichlet(np.ones(n_issues), n)
            rows = []
            for k in range(n_issues):
                if kind != "steps":
                    grades = structure.random(N_OPTIONS)[None, :]
                else:
                    steps = rng.dirichlet(np.ones(N_OPTIONS - 1), n)
                    grades = np.concatenate([np.zeros((n, 1)), np.cumsum(steps, axis=1)], axis=1)
                    grades = grades[:, ::-1] if structure.random() < 0.5 else grades
                rows.append(np.rint(weights[:, [k]] * grades * UNIT).astype(np.int64))
            self.tables.append(rows)
            self.floors.append(np.rint((floor + 0.05 * rng.standard_normal(n)) * UNIT).astype(np.int64))

    @property
    def sweep(self) -> Sweep:
        """All packages, or those that meet a red line on two issues and are not the first options of all."""
        names = [f"i{k}" for k in range(self.n_issues)]
        options = [tuple(f"o{o}" for o in range(N_OPTIONS))] * self.n_issues
        rules: list[Formula] = []
        if self.has_rules:
            rules = [Implies(one_of("i0", "o0", "o1", "o2"), one_of("i2", "o3", "o4"))]
            rules.append(Not(And(tuple(one_of(name, "o0") for name in names))))
        return sweep(names, options, [[t[0] for t in party] for party in self.tables], [], rules)

    def ours(self) -> ManyExistence:
        """All readings at once."""
        return exists_in_each(self.sweep, self.tables, self.floors)

    def one_by_one(self, readings: int) -> list[bool]:
        """Every package of each of the first readings valued."""
        found = []
        allowed = np.ones((N_OPTIONS,) * self.n_issues, dtype=np.bool_)
        if self.has_rules:
            allowed[:3] = False
            allowed[:3, :, 3:5] = True
            allowed[(0,) * self.n_issues] = False
        for reading in range(readings):
            ok = allowed.reshape(-1).copy()
            for tables, floor in zip(self.tables, self.floors, strict=True):
                values = np.zeros(1, dtype=np.int64)
                for table in tables:
                    values = (values[:, None] + table[reading][None, :]).reshape(-1)
                ok &= values >= floor[reading]
            found.append(bool(ok.any()))
        return found


def measure() -> list[Measured]:
    """Microseconds a reading, and milliseconds a large problem."""
    results = [
        _many("readings, 10^5 packages, 4 parties, contested, {}", kind, 5, 0.81, READINGS, 10.0) for kind in ("grades", "steps")
    ]
    results.append(_many("readings, 10^5 packages, 4 parties, easy, {}", "grades", 5, 0.999, READINGS, 10.0))
    results.append(_many("readings, 10^5 packages, 4 parties, contested, {}", RULED, 5, 0.81, READINGS, 10.0))
    results += [_many("readings, 10^12 packages, 4 parties, {}", kind, 12, 0.35, 3000, None) for kind in ("grades", "steps")]
    results += [_single(n_parties, share) for n_parties, share in ((4, 0.55), (6, 0.6), (6, 0.9))]
    return results


def _many(what: str, kind: str, n_issues: int, share: float, readings: int, goal: float | None) -> Measured:
    times, naive, shares, undecided = [], [], [], 0
    for seed in range(SEEDS):
        drawn = Drawn(kind, n_issues, readings, _floor(kind, n_issues, share, seed), seed)
        start = time.process_time()
        answer = drawn.ours()
        times.append((time.process_time() - start) / readings * 1e6)
        shares.append(answer.n_open / readings)
        undecided += answer.n_undecided
        if n_issues <= 5:
            start = time.process_time()
            expected = drawn.one_by_one(COMPARED)
            naive.append((time.process_time() - start) / COMPARED * 1e6)
            if answer.has_deal[:COMPARED].tolist() != expected or not answer.is_complete:
                raise AssertionError("the answers differ from those of every package valued")
    note = f" (P {statistics.median(shares):.2f}, {undecided} of {SEEDS * readings} undecided)"
    return Measured(
        what=what.format(kind) + note,
        unit="µs",
        median=statistics.median(times),
        least=min(times),
        most=max(times),
        goal=goal,
        baseline="every package" if naive else None,
        baseline_median=statistics.median(naive) if naive else None,
    )


def _floor(kind: str, n_issues: int, share: float, seed: int) -> float:
    """The mean floor, as a share of the best value, at which about ``share`` of readings has a deal."""
    low, high = 0.2, 1.0
    for _ in range(9):
        floor = (low + high) / 2
        if Drawn(kind, n_issues, 600, floor, seed).ours().n_open > share * 600:
            low = floor
        else:
            high = floor
    return low if share > 0.99 else (low + high) / 2


def _single(n_parties: int, share: float) -> Measured:
    """One problem of 10^15 packages, answers checked by what they carry."""
    times, proved = [], 0
    for seed in range(SEEDS):
        values = np.random.default_rng((seed, n_parties)).integers(0, 1000, (n_parties, 15, N_OPTIONS))
        found = instance(AgreementProblem.of(values.tolist(), [int(share * rows.max(axis=1).sum()) for rows in values]))
        start = time.process_time()
        answer = exists(found)
        times.append((time.process_time() - start) * 1e3)
        proved += verify(found, answer)
    return Measured(
        what=f"one problem, 10^15, {n_parties} parties, floors {share:.0%} of best ({proved} of {SEEDS} with a proof)",
        unit="ms",
        median=statistics.median(times),
        least=min(times),
        most=max(times),
    )
