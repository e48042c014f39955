"""The largest weighted sum of the parties' values over all feasible packages, without any frontier.

The parties' values are added into one, so each state of the sweep keeps a single best prefix: the time is that of
reading the sweep, however many packages there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from detente.model.package import Package
from detente.problem.arguments import numbers, whole_number
from detente.problem.frontier import pareto_frontier
from detente.problem.instance import HEADROOM_BITS, Instance, instance
from detente.problem.numbers import Number
from detente.problem.problem import AgreementProblem, ProblemError
from detente.problem.tied_packages import tied_packages

__all__ = ["LargestSum", "largest_weighted_sum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestSum:
    """Packages with the largest weighted sum of values; none where no package is feasible.

    Parameters
    ----------
    total : the sum, on the parties' own scales; ``None`` where no package is feasible.
    packages : the lexicographically least first, at most the limit asked for.
    n_packages : how many packages have that sum.
    """

    total: Fraction | None
    packages: tuple[Package, ...]
    n_packages: int


def largest_weighted_sum(problem: AgreementProblem | Instance, weights: Sequence[Number], *, limit: int = 1) -> LargestSum:
    """Maximize the sum of ``weights[a]`` times party a's value over feasible packages, acceptable or not.

    Raises
    ------
    ProblemError
        If there is not one weight a party, or one is negative or no number, or ``limit`` is negative.
    TooEntangled
        If the requirements join too many issues.

    O(states x options x parties).

    Examples
    --------
    >>> largest_weighted_sum(AgreementProblem.of([[[0, 3]] * 60, [[2, 0]] * 60]), ["1/2", 1]).total
    Fraction(120, 1)
    """
    limit = whole_number(limit, "limit", 0)
    found = problem if isinstance(problem, Instance) else instance(problem)
    wanted = numbers(weights, "weights")
    if len(wanted) != len(found.unit) or min(wanted) < 0:
        raise ProblemError("there must be one weight a party, none of them negative")
    one = _summed(found, wanted)
    frontier = pareto_frontier(one)
    if not frontier.n_points:
        return LargestSum(total=None, packages=(), n_packages=0)
    return LargestSum(
        total=frontier.value(0)[0],
        packages=tied_packages(frontier, 0, limit=limit),
        n_packages=int(frontier.multiplicities[0]),
    )


def _summed(found: Instance, weights: Sequence[Fraction]) -> Instance:
    """The same packages with one party, who values them at the weighted sum."""
    factors = [weight * unit for weight, unit in zip(weights, found.unit, strict=True)]
    common = lcm(*(factor.denominator for factor in factors))
    whole = [int(factor * common) for factor in factors]
    shared = gcd(*whole) or 1
    whole = [factor // shared for factor in whole]
    most = sum(factor * top for factor, top in zip(whole, found.most, strict=True))
    is_wide = most.bit_length() > HEADROOM_BITS
    layers = []
    for layer in found.sweep.layers:
        total = np.zeros(layer.target.shape if any(len(g) > 1 for g in layer.gains) else (1, layer.target.shape[1]), dtype=object)
        for factor, gain in zip(whole, layer.gains, strict=True):
            total = total + gain.astype(object) * factor
        layers.append(replace(layer, gains=(total if is_wide else total.astype(np.int64),)))
    offset = sum((weight * start for weight, start in zip(weights, found.offset, strict=True)), Fraction(0))
    return Instance(
        problem=found.problem,
        sweep=replace(found.sweep, layers=tuple(layers)),
        floors=(None,),
        most=(most,),
        unit=(Fraction(shared, common),),
        offset=(offset,),
        is_wide=is_wide,
    )
