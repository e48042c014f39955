"""How many packages meet every requirement and floor: exactly where that can be had, else between bounds.

No one way to count is best: by clipped slacks where parties are soon content or few packages are acceptable, by halves
where two lists of sums can be paired (see ``count_slacks`` and ``count_halves``). The cheaper by its predicted steps
goes first. Beyond a stated number of steps the count is bounded from both sides, and estimated.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from detente.problem.bounds import Bounds, bounds, largest_first
from detente.problem.certificate import certified
from detente.problem.count_estimate import Estimate, estimated_count
from detente.problem.count_halves import Between, count_by_halves, halves_cost
from detente.problem.count_slacks import count_by_slack, packages_from
from detente.problem.instance import Instance, instance
from detente.problem.multipliers import ascent, rounded
from detente.problem.problem import AgreementProblem

__all__ = ["DRAWS", "STEPS", "Count", "count"]

STEPS = 30_000_000
"""Steps of about a tenth of a microsecond before a count is bounded instead of finished."""
DRAWS = 20_000
FIRST_STEPS = 200_000
ROW_BITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many packages meet every requirement and floor.

    Parameters
    ----------
    lower, upper : certified; equal where the count is exact.
    method : how it was counted, in words.
    estimate, standard_error : of an unbiased estimate, where the count is not exact; infinite where no float holds them.
    """

    lower: int
    upper: int
    method: str
    estimate: float | None = None
    standard_error: float | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the bounds meet."""
        return self.lower == self.upper

    @property
    def value(self) -> int | None:
        """The count where it is exact."""
        return self.lower if self.is_exact else None


def count(
    problem: AgreementProblem | Instance,
    *,
    without: Collection[str] = (),
    steps: int = STEPS,
    draws: int = DRAWS,
    seed: int = 0,
) -> Count:
    """Count the packages that meet every requirement and floor.

    Parameters
    ----------
    without : requirements and parties whose conditions are given up; only with a problem.
    steps : about how many steps an exact count may take.
    draws, seed : of the estimate where the count is not exact.

    Raises
    ------
    ProblemError, TooEntangled
        As ``instance`` does.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[0, 2], [0, 1]], [[2, 0], [1, 0]]], [1, 1])
    >>> count(problem).value, count(problem, without=["p1"]).value
    (2, 3)
    """
    if isinstance(problem, AgreementProblem):
        found = instance(problem, without=without)
    elif without:
        raise ValueError("an instance has given its conditions up already: name them when it is made")
    else:
        found = problem
    if found.sweep.is_empty:
        return _exact(0, "no package meets the requirements")
    sweep = largest_first(found.sweep)
    limits = bounds(found, sweep)
    if not limits.parties:
        return _exact(int(packages_from(sweep)[0][0]), "no floor binds")
    if limits.root() is None:
        return _exact(0, "a floor is out of reach")
    rise = ascent(found, sweep, limits.parties)
    if rise.witness is None:
        if certified(found, rise.weights[0]) is not None:
            return _exact(0, "a certificate shows there is none")
        limits = bounds(found, sweep, [rounded(found, weights, ROW_BITS) for weights in rise.weights])
    return _counted(limits, steps, draws, seed)


def _counted(limits: Bounds, steps: int, draws: int, seed: int) -> Count:
    by_halves = halves_cost(limits)
    if by_halves > FIRST_STEPS:
        total, _ = count_by_slack(limits, int(by_halves / 8 if by_halves <= steps else steps))
        if total is not None:
            return _exact(total, "by clipped slacks")
    between = count_by_halves(limits, steps)
    if between is not None and between.lower == between.upper:
        return _exact(between.lower, "by halves")
    return _bounded(limits, between, estimated_count(limits, draws=draws, seed=seed))


def _exact(total: int, method: str) -> Count:
    return Count(lower=total, upper=total, method=method)


def _bounded(limits: Bounds, between: Between | None, estimate: Estimate) -> Count:
    lower, upper = (between.lower, between.upper) if between else (0, int(packages_from(limits.sweep)[0][0]))
    return Count(
        lower=lower,
        upper=upper,
        method="bounded by sums on a grid, and estimated" if between else "bounded by all packages, and estimated",
        estimate=estimate.count,
        standard_error=estimate.standard_error,
    )
