"""Fewer prefixes at a known loss: one kept for each box of a grid over the values.

A prefix left out is stood in for by the one kept in its box, which is at most a box's side worse for any party; the
loss that really occurs is measured. Losses of successive layers add up (the idea of Warburton 1987, "Approximation of
Pareto optima in multiple-objective, shortest-path problems", Operations Research 35: 70-79, with an additive bound).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.problem.prefixes import Prefixes

__all__ = ["thinned", "thinned_to"]


def thinned(prefixes: Prefixes, sides: Sequence[int]) -> tuple[Prefixes, tuple[int, ...]]:
    """One prefix of each box, that with the largest sum of shares of each party's most, and the most any party loses by it.

    Parameters
    ----------
    sides : per party, the side of a box; a loss is below it. 1 keeps every prefix.
    """
    if prefixes.size < 2 or all(side == 1 for side in sides):
        return prefixes, (0,) * len(prefixes.values)
    boxes = np.array([prefixes.states, *(row // side for row, side in zip(prefixes.values, sides, strict=True))])
    worth = sum(row / (int(row.max()) + 1) for row in prefixes.values)
    order = np.lexsort([*prefixes.values[::-1], -np.asarray(worth, dtype=np.float64), *boxes[::-1]])
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (boxes[:, order[1:]] != boxes[:, order[:-1]]).any(axis=0)
    starts = np.flatnonzero(is_new)
    kept = np.sort(order[starts])
    if len(kept) == prefixes.size:
        return prefixes, (0,) * len(prefixes.values)
    losses = tuple(int((np.maximum.reduceat(row[order], starts) - row[order[starts]]).max(initial=0)) for row in prefixes.values)
    return prefixes.taken(kept), losses


def thinned_to(prefixes: Prefixes, limit: int) -> tuple[Prefixes, tuple[int, ...]]:
    """At most ``limit`` prefixes (or one of each state), in boxes nearly as small as that allows.

    Boxes have the shape of the values' ranges, so that each party bears the same share of its range.
    """
    spans = [int(row.max()) - int(row.min()) + 1 for row in prefixes.values]

    def in_boxes(parts: int) -> tuple[Prefixes, tuple[int, ...]]:
        return thinned(prefixes, [max(1, span // parts) for span in spans])

    best = thinned(prefixes, [int(row.max()) + 1 for row in prefixes.values])
    few, many = 1, 2
    while many < 2 * max(spans) and (finer := in_boxes(many))[0].size <= limit:
        best, few, many = finer, many, 2 * many
    while many - few > max(1, few // 16):
        middle = (few + many) // 2
        finer = in_boxes(middle)
        if finer[0].size <= limit:
            best, few = finer, middle
        else:
            many = middle
    return best
