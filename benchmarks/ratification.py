"""Power indices, win-set counts and minimal sets at the sizes the goals name.

Baselines: every coalition looked at, for power (at 16 voters) and minimal sets (all subsets of 20 actors tested one by
one); every package valued, for win-sets (at 10^6). Each is run once and its answer compared. Seconds are of one processor.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from math import factorial

import numpy as np

from benchmarks.measure import Measured
from detente.problem.problem import AgreementProblem
from detente.questions.ratification.body import Body
from detente.questions.ratification.coalitions import minimal_changes_of_mind, minimal_winning_coalitions, toppling_sets
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.power import power_indices
from detente.questions.ratification.win_count import count_ratified

__all__ = ["measure"]

SEEDS = 5


def measure() -> list[Measured]:
    """Seconds over five seeds each."""
    return [
        *(_row(f"indices, 60 votes up to {top}", lambda s, top=top: _indices(s, 60, top), 0.2) for top in (100, 1000)),  # type: ignore[misc]
        _row("indices, 20 actors, nested rule", lambda s: (power_indices, nested(s)), None),
        _row("indices, 16 votes up to 100", lambda s: _indices(s, 16, 100), None, _every_coalition, "every coalition"),
        _row("win-set of 8 factions, 10^9, sums to 100", lambda s: _counting(s, 9, 100), 2.0),
        _row("win-set of 8 factions, 10^9, sums to 2^20", lambda s: _counting(s, 9, 2**20), 2.0),
        _row("win-set of 8 factions, 10^6, sums to 100", lambda s: _counting(s, 6, 100), None, _every_package, "every package"),
        _row(
            "ratifying and toppling sets, 20, nested rule",
            lambda s: (_minimal_sets, nested(s)),
            0.5,
            _every_subset,
            "every subset",
        ),
    ]


Task = tuple[Callable[..., object], object]


def _row(
    what: str,
    task: Callable[[int], Task],
    goal: float | None,
    baseline: Callable[[object], object] | None = None,
    baseline_name: str | None = None,
) -> Measured:
    times, slow = [], None
    for seed in range(SEEDS):
        action, given = task(seed)
        start = time.process_time()
        found = action(given)
        times.append(time.process_time() - start)
        if baseline is not None and seed == 0:
            start = time.process_time()
            expected = baseline(given)
            slow = time.process_time() - start
            if found != expected:
                raise AssertionError(f"{what}: the answer differs from that of the baseline")
    return Measured(
        what=what,
        unit="s",
        median=statistics.median(times),
        least=min(times),
        most=max(times),
        goal=goal,
        baseline=baseline_name,
        baseline_median=slow,
    )


def nested(seed: int) -> Constituency:
    """A chamber of 14 parties and of six wings that vote as one, a cabinet of nine parties, a veto of the first or the wings."""
    rng = np.random.default_rng(seed)
    parties = {f"p{k}": int(v) for k, v in enumerate(rng.integers(1, 12, 14))}
    wings = Body.of("wings", {f"w{k}": int(v) for k, v in enumerate(rng.integers(1, 9, 6))})
    chamber = Body.of("chamber", {**parties, "wings": 9})
    cabinet = Body.of("cabinet", {f"p{k}": 1 for k in range(9)})
    rule = "majority(chamber) and majority(cabinet) and (veto(p0) or veto(wings))"
    return Constituency.of(rule, [wings, chamber, cabinet], in_several=list(parties))


def _indices(seed: int, n: int, top: int) -> Task:
    votes = np.random.default_rng(seed).integers(1, top, n).tolist()
    return power_indices, Constituency.of_votes(votes, sum(votes) // 2 + 1)


def _every_coalition(side: object) -> object:
    """Swings and orders counted over all coalitions."""
    assert isinstance(side, Constituency)
    n = len(side.actors)
    by_size = [[0] * n for _ in range(n)]
    passing = [side.gate.passes(mask) for mask in range(1 << n)]
    for mask in range(1 << n):
        for k in range(n):
            if not mask >> k & 1 and not passing[mask] and passing[mask | 1 << k]:
                by_size[k][mask.bit_count()] += 1
    found = power_indices(side)
    shapley = tuple(
        sum((Fraction(c * factorial(s) * factorial(n - s - 1), factorial(n)) for s, c in enumerate(row)), Fraction(0))
        for row in by_size
    )
    return found if (found.shapley_shubik, found.swings) == (shapley, tuple(map(sum, by_size))) else None


def _minimal_sets(side: Constituency) -> tuple[set[int], set[int], int]:
    ratifying = minimal_winning_coalitions(side)
    return set(ratifying.masks), set(toppling_sets(side).masks), len(minimal_changes_of_mind(side, ["p1"]))


def _every_subset(side: object) -> tuple[set[int], set[int], int]:
    """All subsets tested with the rule, then each that passes without any one of its members."""
    assert isinstance(side, Constituency)
    n = len(side.actors)
    passing = [side.gate.passes(mask) for mask in range(1 << n)]
    members = [[1 << k for k in range(n) if mask >> k & 1] for mask in range(1 << n)]
    winning = {m for m in range(1 << n) if passing[m] and not any(passing[m ^ bit] for bit in members[m])}
    full = (1 << n) - 1
    exits = {m for m in range(1 << n) if not passing[full ^ m] and all(passing[full ^ m ^ bit] for bit in members[m])}
    own = side.mask(["p1"])
    free = [m for m in range(1 << n) if not m & own and passing[m | own]]
    return winning, exits, sum(not any(passing[m ^ bit | own] for bit in members[m]) for m in free)


def _counting(seed: int, n_issues: int, top: int) -> Task:
    problem, side = factions(seed, n_issues, top)
    return (lambda given: count_ratified(given[0], [given[1]]).count.value), (problem, side)


def factions(seed: int, n_issues: int, top: int) -> tuple[AgreementProblem, Constituency]:
    """Eight factions that spread ``top`` points over issues of ten options and ask their mean; a majority of their votes."""
    rng = np.random.default_rng((seed, n_issues))
    values, floors = [], []
    for _ in range(8):
        weights = rng.multinomial(top, rng.dirichlet(np.full(n_issues, 3.0)))
        grades = rng.random((n_issues, 10))
        low, high = grades.min(axis=1, keepdims=True), grades.max(axis=1, keepdims=True)
        rows = np.rint((grades - low) / (high - low) * weights[:, None]).astype(np.int64)
        values.append(rows.tolist())
        floors.append(int(np.ceil(rows.mean(axis=1).sum())))
    votes = {f"p{k + 1}": int(v) for k, v in enumerate(rng.integers(3, 30, 8))}
    return AgreementProblem.of(values, floors), Constituency.of_votes(votes, sum(votes.values()) // 2 + 1)


def _every_package(given: object) -> int:
    assert isinstance(given, tuple)
    problem, side = given
    table = [[[int(v) for v in row] for row in party] for party in problem.values]
    support = []
    for party, floor in zip(table, problem.reservation_values, strict=True):
        values = np.zeros(1, dtype=np.int64)
        for row in party:
            values = (values[:, None] + np.array(row)[None, :]).reshape(-1)
        support.append(values >= int(floor))
    return int(side.gate.passes_each(np.array(support)).sum())
