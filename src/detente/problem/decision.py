"""Which points of a frontier a bargaining solution selects, and proof of it where the frontier was cut short.

A package at least as good as the best one found must give every party some least gain. Where the frontier is not
complete, that of the packages with these gains is found anew: it is far smaller, and if it is complete, the best of it
is the best there is. If it is not, it is finer, and what it adds to the best gain narrows the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log

import numpy as np
import numpy.typing as npt

from detente.problem.frontier import Frontier, frontier_above
from detente.problem.gains import Gains, gains_over

__all__ = ["Contest", "Decision", "IdealGains", "decided", "ideal_gains", "least_for_product", "least_for_sum", "most_gains"]

ROUNDS = 5
"""Most times a region is narrowed to prove a solution."""
FLOAT_BITS = 1000
"""Ratios of up to so many bits are floats without loss of range."""

IntArray = npt.NDArray[np.int64]
Disagreement = Sequence[Fraction | None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Contest:
    """How a solution selects.

    Parameters
    ----------
    choose : positions of the best among the gains' points.
    least : per party, a gain that no package at least as good as the chosen ones goes below (0 or less says nothing).
    """

    choose: Callable[[Gains], IntArray]
    least: Callable[[Gains, IntArray], Sequence[Fraction]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Decision:
    """The points chosen: positions in ``gains.points``, which are positions in ``frontier``."""

    frontier: Frontier
    disagreement: Disagreement
    gains: Gains
    chosen: IntArray
    is_exact: bool


@dataclass(frozen=True, kw_only=True)
class IdealGains:
    """Each party's largest gain over individually rational packages; the largest found, if not ``is_exact``."""

    gains: tuple[Fraction, ...]
    is_exact: bool


def decided(frontier: Frontier, disagreement: Disagreement, contest: Contest) -> Decision:
    """What a contest selects: exactly where that can be proven in a few rounds, each within bounds from the one before."""
    gains = gains_over(frontier, disagreement)
    chosen = contest.choose(gains)
    best = Decision(frontier=frontier, disagreement=disagreement, gains=gains, chosen=chosen, is_exact=frontier.is_complete)
    bounds = [Fraction(0)] * len(disagreement)
    for _ in range(0 if best.is_exact else ROUNDS):
        if len(best.chosen):
            bounds = list(contest.least(best.gains, best.chosen))
        region = _region(frontier, disagreement, bounds)
        gains = gains_over(region, disagreement)
        chosen = contest.choose(gains)
        found = Decision(frontier=region, disagreement=disagreement, gains=gains, chosen=chosen, is_exact=region.is_complete)
        if found.is_exact:
            return found
        if not len(chosen) or (len(best.chosen) and sum(contest.least(gains, chosen)) <= sum(bounds)):
            break
        best = found
    return best


def ideal_gains(frontier: Frontier, disagreement: Disagreement) -> IdealGains:
    """The ideal gains; where the frontier is not complete, each from the packages that give the party its largest found."""
    found = gains_over(frontier, disagreement).ideal
    if frontier.is_complete:
        return IdealGains(gains=found, is_exact=True)
    ideal, is_exact = [], True
    for party, start in enumerate(found):
        gain, is_proven = start, False
        for _ in range(ROUNDS):
            region = _region(frontier, disagreement, [gain if a == party else Fraction(0) for a in range(len(found))])
            larger = gains_over(region, disagreement).ideal[party]
            is_proven = region.is_complete
            if is_proven or larger <= gain:
                gain = max(gain, larger)
                break
            gain = larger
        is_exact = is_exact and is_proven
        ideal.append(gain)
    return IdealGains(gains=tuple(ideal), is_exact=is_exact)


def most_gains(frontier: Frontier, disagreement: Disagreement) -> tuple[Fraction, ...]:
    """Gains that no package exceeds; from the party's least value where it has none at disagreement."""
    found = frontier.instance
    return tuple(
        found.value(a, most) - (found.offset[a] if value is None else value)
        for a, (most, value) in enumerate(zip(found.most, disagreement, strict=True))
    )


def least_for_product(gains: Gains, chosen: IntArray, exponents: Sequence[int], most: Sequence[Fraction]) -> list[Fraction]:
    """Gains below which the product falls short even if all others gain the most."""
    reached = [gains.gain(a, int(chosen[0])) for a in range(len(exponents))]
    if any(e and not g for g, e in zip(reached, exponents, strict=True)):
        return [Fraction(0)] * len(exponents)
    lost = sum(e * _logarithm(m / g) for m, g, e in zip(most, reached, exponents, strict=True) if e)
    return [m * Fraction(exp(-lost / e) * (1 - 1e-9)) if e else Fraction(0) for m, e in zip(most, exponents, strict=True)]


def _logarithm(ratio: Fraction) -> float:
    """Of a ratio of any size, above 0."""
    above, below = ratio.numerator, ratio.denominator
    if abs(above.bit_length() - below.bit_length()) < FLOAT_BITS:
        return log(above / below)
    return log(above) - log(below)


def least_for_sum(gains: Gains, chosen: IntArray, weights: Sequence[Fraction], most: Sequence[Fraction]) -> list[Fraction]:
    """Gains below which the weighted sum falls short even if all others gain the most."""
    reached = [gains.gain(a, int(chosen[0])) for a in range(len(weights))]
    lost = sum((w * (m - g) for m, g, w in zip(most, reached, weights, strict=True)), Fraction(0))
    return [m - lost / w if w else Fraction(0) for m, w in zip(most, weights, strict=True)]


def _region(frontier: Frontier, disagreement: Disagreement, least: Sequence[Fraction]) -> Frontier:
    """The frontier of the packages that give every party its value at disagreement and a least gain."""
    found = frontier.instance
    floors: list[int | None] = []
    for party, (value, gain) in enumerate(zip(disagreement, least, strict=True)):
        origin = found.offset[party] if value is None else value
        bound = (origin + max(gain, Fraction(0)) - found.offset[party]) / found.unit[party]
        floor = -((-bound.numerator) // bound.denominator)
        own = found.floors[party] if frontier.is_individually_rational else None
        floors.append(floor if own is None else max(floor, own))
    return frontier_above(
        found, floors, individually_rational=frontier.is_individually_rational, point_limit=frontier.point_limit
    )
