"""Sets that meet every member of a family, the lightest first: integer bit masks with a weight for each element.

Branch and bound: the member with the fewest elements left is met in every way it can be, elements tried before are
left out, and what the members that share no element must cost at the least bounds the rest (the hitting set tree of
Reiter 1987, as a best-first search). Only minimal hitting sets are given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from math import lcm

__all__ = ["HittingTree", "lightest_hitting_sets", "order_weights", "positions", "weight_of"]


def positions(mask: int) -> tuple[int, ...]:
    """Positions of the ones of a mask, ascending.

    >>> positions(0b1010)
    (1, 3)
    """
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)


def weight_of(mask: int, weights: Sequence[int]) -> int:
    """The sum of the weights of a set.

    >>> weight_of(0b101, [1, 2, 4])
    5
    """
    return sum(weights[place] for place in positions(mask))


def order_weights(costs: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole weights whose sums order sets by cost, then by size, then by mask; no two sets weigh the same.

    The order by mask puts first the set whose last element (where they differ) stands earlier.

    >>> order_weights([Fraction(0), Fraction(2)])
    (5, 30)
    """
    n = len(costs)
    factor = lcm(1, *(cost.denominator for cost in costs))
    return tuple((int(cost * factor) * (n + 1) + 1 << n) + (1 << k) for k, cost in enumerate(costs))


def lightest_hitting_sets(
    family: Collection[int], weights: Sequence[int], *, forbidden: Collection[int] = (), below: int | None = None
) -> Iterator[tuple[int, int]]:
    """Minimal sets that meet every member of ``family`` and contain none of ``forbidden``, with their weights, lightest first.

    Parameters
    ----------
    weights : positive; sets of the same weight come in no stated order.
    below : sets that weigh this or more are left out.

    Exponential in the worst case, in time and in memory; take as many as needed.

    >>> list(lightest_hitting_sets([0b011, 0b110], [5, 9, 3]))
    [(5, 8), (2, 9)]
    """
    if 0 in forbidden:
        return
    members = sorted(set(family), key=lambda m: (m.bit_count(), m))
    heap: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
    while heap:
        _, chosen, barred, weight = heappop(heap)
        missed = [m & ~barred for m in members if not m & chosen]
        if not missed:
            if _is_minimal(chosen, members):
                yield chosen, weight
            continue
        branch = min(missed, key=int.bit_count)
        for place in sorted(positions(branch), key=weights.__getitem__):
            grown, heavier = chosen | 1 << place, weight + weights[place]
            if not any(f & grown == f for f in forbidden):
                bound = heavier + _least(missed, grown, barred, weights)
                if below is None or bound < below:
                    heappush(heap, (bound, grown, barred, heavier))
            barred |= 1 << place


class HittingTree:
    """Sets that meet a growing family, lightest first: the search is kept between calls, not begun anew.

    Sets that are taken and do not settle the question are put back, and branch on members that came meanwhile.
    """

    def __init__(self, weights: Sequence[int]) -> None:
        self.weights = weights
        self.heap: list[tuple[int, int, int]] = [(0, 0, 0)]

    def take(self, family: Collection[int], forbidden: Collection[int], count: int) -> list[tuple[int, int, int]]:
        """At most ``count`` lightest sets that meet the family and contain no forbidden one, out of the tree.

        Each as (weight, set, elements its branch leaves out).
        """
        members = sorted(family, key=lambda m: (m.bit_count(), m))
        found: list[tuple[int, int, int]] = []
        held: list[tuple[int, int, int]] = []
        while self.heap and len(found) < count:
            key, chosen, barred = heappop(self.heap)
            if any(f & chosen == f for f in forbidden):
                continue
            missed = [m for m in members if not m & chosen]
            weight = weight_of(chosen, self.weights)
            bound = weight + _least(missed, 0, barred, self.weights)
            if bound > key:
                if bound <= weight + sum(self.weights):
                    heappush(self.heap, (bound, chosen, barred))
            elif missed:
                self._branch(bound, chosen, barred, missed)
            elif _is_minimal(chosen, members):
                found.append((weight, chosen, barred))
            else:
                held.append((weight, chosen, barred))  # a part of it is lighter, and to be settled first
        self.put_back(held if found else [])
        return found or held

    def _branch(self, bound: int, chosen: int, barred: int, missed: Sequence[int]) -> None:
        weight = weight_of(chosen, self.weights)
        fewest = min(missed, key=lambda member: (member & ~barred).bit_count())
        for place in sorted(positions(fewest & ~barred), key=self.weights.__getitem__):
            heappush(self.heap, (max(bound, weight + self.weights[place]), chosen | 1 << place, barred))
            barred |= 1 << place

    def put_back(self, sets: Iterable[tuple[int, int, int]]) -> None:
        """Return sets that were taken."""
        for one in sets:
            heappush(self.heap, one)


def _least(missed: Sequence[int], chosen: int, barred: int, weights: Sequence[int]) -> int:
    """The least it costs to meet members of ``missed`` that share no element; too much where one cannot be met."""
    total, used = 0, 0
    for member in missed:
        if member & chosen:
            continue
        left = member & ~barred
        if not left:
            return sum(weights) + 1
        if not left & used:
            used |= left
            total += min(weights[place] for place in positions(left))
    return total


def _is_minimal(chosen: int, members: Sequence[int]) -> bool:
    needed = 0
    for member in members:
        shared = member & chosen
        if not shared & (shared - 1):
            needed |= shared
    return needed == chosen
