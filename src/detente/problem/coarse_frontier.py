"""A frontier with fewer points, one of which comes within a stated tolerance of every package."""

from __future__ import annotations

from collections.abc import Sequence

from detente.problem.arguments import numbers
from detente.problem.frontier import Frontier, frontier_of
from detente.problem.instance import Instance, instance
from detente.problem.numbers import Number
from detente.problem.prefix_walk import POINT_LIMIT, walk
from detente.problem.prefixes import PackageKeys
from detente.problem.problem import AgreementProblem, ProblemError

__all__ = ["epsilon_frontier"]


def epsilon_frontier(
    problem: AgreementProblem | Instance,
    tolerance: Sequence[Number],
    *,
    individually_rational: bool = False,
    point_limit: int = POINT_LIMIT,
) -> Frontier:
    """Value vectors of packages, one of which is within ``tolerance`` of every feasible package, or better.

    The tolerance is additive, per party, on its own scale: for every feasible package some point is worth to every
    party at least what the package is worth less the party's tolerance. (When ``individually_rational``: for every one
    that exceeds each reservation value by the tolerance or more.) An additive epsilon-Pareto set after Loridan (1984),
    "Epsilon-solutions in vector minimization problems", Journal of Optimization Theory and Applications 43: 265-276.
    The result's ``slack`` is the loss that occurred; it exceeds the tolerance only where ``point_limit`` forced it.
    No point returned dominates another, though a package that was left out may dominate one by less than the slack.

    Raises
    ------
    ProblemError
        If there is not one tolerance a party, or one is negative or no number.
    TooEntangled
        If the requirements join too many issues.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[0, 1, 9]] * 8, [[9, 8, 0]] * 8])
    >>> found = epsilon_frontier(problem, [6, 6])
    >>> found.n_points, found.is_complete, max(found.slack) <= 6
    (17, False, True)
    """
    found = problem if isinstance(problem, Instance) else instance(problem)
    allowed = numbers(tolerance, "the tolerance")
    if len(allowed) != len(found.floors) or any(number < 0 for number in allowed):
        raise ProblemError("an epsilon-frontier needs one tolerance a party, none of them negative")
    floors = found.floors if individually_rational else (None,) * len(found.floors)
    keys = PackageKeys.of(found.problem.shape)
    budget = [int(number / unit) for number, unit in zip(allowed, found.unit, strict=True)]
    walked = walk(found, floors, keys, point_limit=point_limit, budget=budget)
    return frontier_of(found, walked, keys, individually_rational=individually_rational, point_limit=point_limit)
