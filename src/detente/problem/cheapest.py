"""The cheapest openings in proven order: the search is carried out level by level of cost.

Once a level is searched, every opening that costs no more is known. So each further level seeks only openings that
cost more, and at the cost of the last one wanted only those that come before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.problem.families import Families
from detente.problem.hitting import weight_of
from detente.problem.rows import IntArray
from detente.problem.surrender import Limit, SurrenderSearch

__all__ = ["open_cheapest"]

MOST_LISTED = 1 << 20
"""Largest sum of whole costs for which the sums that occur are listed, so that a level is one that can be reached."""

FIRST_PARTS, LAST_PARTS = 6, 12
"""A level rises by at least this part of the least cost known, and of what is left up to the last opening wanted."""


def open_cheapest(families: Families, weights: Sequence[int], count: int) -> tuple[int, bool]:
    """Find the cheapest openings; how many of those known are proven to come first, and whether they are all there are.

    Parameters
    ----------
    families : begun, and with some package that meets the hard requirements.
    weights : as ``order_weights`` gives them.
    """
    if 0 in families.opened:
        return 1, True
    return _Levels(families, weights, count).climb()


class _Levels:
    """``done`` is a cost up to which every opening is known, ``goal`` the level sought now."""

    def __init__(self, families: Families, weights: Sequence[int], count: int) -> None:
        self.families, self.weights, self.count = families, weights, count
        self.bits = len(families.rows.conditions)
        costs = [weight >> self.bits for weight in weights]
        self.least, self.total = min(costs), sum(costs)
        self.search = SurrenderSearch(families.refuter, costs, self._learn)
        self.done, self.goal = -1, 0
        self.used: list[int] = []
        self.sums = 0
        if self.total <= MOST_LISTED:
            self.sums = 1
            for cost in costs:
                self.sums |= self.sums << cost

    def climb(self) -> tuple[int, bool]:
        """Search level after level until the openings wanted, or all there are, are known."""
        families, quiet = self.families, 0
        while self.done < self.total:
            last = self._cost(self.count)
            if last is not None and last <= self.done:
                return self.count, False
            if families.left <= 0:
                return self._n_ordered(), False
            self.goal = self._next(last, quiet)
            before = self.search.nodes
            self.used = []
            is_over = self.search.go(self._limit, families.left)
            spent = self.search.nodes - before
            families.left -= spent
            families.refuter.nodes += spent
            if is_over:
                n_before = self._n_ordered()
                self.done = max(self.done, min(self.used))
                quiet = quiet + 1 if self._n_ordered() == n_before else 0
        return self._n_ordered(), len(families.opened) < self.count

    def _learn(self, choices: IntArray) -> Sequence[int]:
        if len(choices):
            rows = self.families.rows
            self.families.learn(rows.completed(np.unique(choices[:, : rows.n_issues], axis=0)))
        return list(self.families.opened)

    def _cost(self, rank: int) -> int | None:
        """What the known opening of a rank costs."""
        ranked = self.families.ranked(self.weights)
        return weight_of(ranked[rank - 1], self.weights) >> self.bits if len(ranked) >= rank else None

    def _n_ordered(self) -> int:
        """Openings known that cost no more than what is done."""
        ranked = self.families.ranked(self.weights)[: self.count]
        return sum(weight_of(mask, self.weights) >> self.bits <= self.done for mask in ranked)

    def _below(self, cost: int) -> int:
        """The largest sum of costs less than this."""
        if not self.sums:
            return cost - 1
        return (self.sums & ((1 << max(cost, 0)) - 1)).bit_length() - 1

    def _next(self, last: int | None, quiet: int) -> int:
        """The level to search; levels rise faster while nothing is found."""
        first = self._cost(1) or 0
        if self.done < 0:
            return self._below(first)
        rise = max(self.least, first // FIRST_PARTS, ((last or self.done) - self.done) // LAST_PARTS) << quiet
        level = min(self.done + rise, self.total)
        left = self.sums >> level
        return level + (left & -left).bit_length() - 1 if left else level

    def _limit(self) -> Limit:
        """What is sought at the moment, below what is known."""
        ranked = self.families.ranked(self.weights)
        last = ranked[self.count - 1] if len(ranked) >= self.count else None
        cost = self.total if last is None else weight_of(last, self.weights) >> self.bits
        limit = Limit(most=self.goal, heeded=cost)
        if self.done < 0:
            limit = Limit(most=min(self.goal, self._below(weight_of(ranked[0], self.weights) >> self.bits)), heeded=cost)
        elif last is not None and cost <= self.goal:
            below = self._below(cost)
            limit = Limit(most=cost, heeded=cost, mask=last) if below <= self.done else Limit(most=below, heeded=cost)
        self.used.append(limit.most)
        return limit
