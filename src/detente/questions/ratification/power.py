"""Power indices: how often an actor decides, over all orders of joining and over all coalitions.

A *swing* of an actor is a coalition without it that fails and would pass with it. Shapley & Shubik (1954) weigh a
swing of s others by s! (n-s-1)! / n!; Banzhaf (1965) counts swings. One body of weighted votes is counted by dynamic
programming over number and weight of members (Mann & Shapley 1962), taking one voter out at a time; any other rule by
its decision diagram. All is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.diagram import diagram
from detente.questions.ratification.gate import Gate

__all__ = ["CELLS", "PowerIndices", "power_indices"]

CELLS = 1 << 24
"""Most numbers in the table over sizes and weights; beyond it the decision diagram is used."""
MACHINE_ACTORS = 62
"""Up to this many actors every count is a machine integer."""

Table = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerIndices:
    """Power of each actor, in the order of ``actors``.

    Parameters
    ----------
    shapley_shubik : sums to 1.
    swings : coalitions of others that the actor turns from failing to passing.
    banzhaf : swings as shares of everyone's; sums to 1.
    absolute_banzhaf : swings as a share of the 2^(n-1) coalitions of others: the chance to decide if all others toss a coin.
    """

    actors: tuple[str, ...]
    shapley_shubik: tuple[Fraction, ...]
    swings: tuple[int, ...]
    banzhaf: tuple[Fraction, ...]
    absolute_banzhaf: tuple[Fraction, ...]


def power_indices(side: Constituency) -> PowerIndices:
    """Shapley-Shubik and Banzhaf indices of every actor, exactly.

    O(n^2 x quota) for distinct weighted votes of one body, O(n^2 x nodes) for any other rule.

    Raises
    ------
    RatificationError
        If the decision diagram of a composite rule is too large.

    Examples
    --------
    >>> found = power_indices(Constituency.of_votes([50, 49, 1], 51))
    >>> found.shapley_shubik, found.swings
    ((Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)), (3, 1, 1))
    """
    n = len(side.actors)
    by_size = _of_votes(side.gate, n) if _is_one_body(side.gate) else _of_diagram(side.gate, n)
    asked = side.gate.actors.bit_count()
    orders = factorial(asked)
    shapley = [Fraction(sum(c * factorial(s) * factorial(asked - s - 1) for s, c in enumerate(row)), orders) for row in by_size]
    swings = tuple(sum(row) << n - asked for row in by_size)
    total = sum(swings)
    return PowerIndices(
        actors=side.actors,
        shapley_shubik=tuple(shapley),
        swings=swings,
        banzhaf=tuple(Fraction(own, total) for own in swings),
        absolute_banzhaf=tuple(Fraction(own, 1 << n - 1) for own in swings),
    )


def _is_one_body(rule: Gate) -> bool:
    """Whether the parts are actors alone, and the table over sizes and weights is of a fair size."""
    least = min(rule.quota, sum(rule.weights) - rule.quota + 1)
    return not any(isinstance(part, Gate) for part in rule.parts) and (len(rule.parts) + 1) * least <= CELLS


def _of_votes(rule: Gate, n_actors: int) -> list[list[int]]:
    """Swings of each actor by number of others, or by number of those who are not among them.

    A swing to pass is one to block for the coalition of all others, so the lower of both quotas is used; s others and n-1-s
    weigh alike in every index.
    """
    n, total = len(rule.parts), sum(rule.weights)
    quota = min(rule.quota, total - rule.quota + 1)
    counts: Table = np.zeros((n + 1, quota), dtype=np.int64 if n <= MACHINE_ACTORS else object)
    counts[0, 0] = 1  # counts[k, w]: coalitions of k with weight w, below the quota
    for weight in rule.weights:
        if weight < quota:
            counts[1:, weight:] += counts[:-1, : quota - weight].copy()
    rows = {}
    for weight in set(rule.weights):
        others = counts
        if weight < quota:
            others = counts.copy()
            for k in range(1, n + 1):
                others[k, weight:] -= others[k - 1, : quota - weight]
        rows[weight] = [int(others[k, max(quota - weight, 0) :].sum()) for k in range(n)]
    found = [[0] * n for _ in range(n_actors)]
    for part, weight in zip(rule.parts, rule.weights, strict=True):
        if isinstance(part, int):
            found[part] = rows[weight]
    return found


def _of_diagram(rule: Gate, n_actors: int) -> list[list[int]]:
    """Swings of each actor by number of others: paths to a level, times what a yes wins over a no from there on."""
    found_diagram = diagram(rule)
    n = len(found_diagram.order)
    dtype: Any = np.int64 if n <= MACHINE_ACTORS else object
    after: list[Table] = [np.array([[0], [1]], dtype=dtype)]
    for low, high in zip(reversed(found_diagram.low), reversed(found_diagram.high), strict=True):
        last = after[-1]
        grown = np.zeros((len(low), last.shape[1] + 1), dtype=dtype)
        grown[:, :-1] += last[low]
        grown[:, 1:] += last[high]
        after.append(grown)
    after.reverse()
    found = [[0] * n for _ in range(n_actors)]
    before: Table = np.array([[1]], dtype=dtype)
    for level, actor in enumerate(found_diagram.order):
        low, high = found_diagram.low[level], found_diagram.high[level]
        gained = after[level + 1][high] - after[level + 1][low]
        pairs = before.T @ gained
        found[actor] = _by_sum(pairs, n)
        reached = np.zeros((len(after[level + 1]), before.shape[1] + 1), dtype=dtype)
        np.add.at(reached[:, :-1], low, before)
        np.add.at(reached[:, 1:], high, before)
        before = reached
    return found


def _by_sum(pairs: Table, n: int) -> list[int]:
    """Sums of the entries by row plus column."""
    flipped: Sequence[Table] = [np.diagonal(pairs[::-1], offset) for offset in range(1 - len(pairs), pairs.shape[1])]
    found = [int(diagonal.sum()) for diagonal in flipped]
    return found + [0] * (n - len(found))
