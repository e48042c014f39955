"""How many pairs fit: of needs on the left and sums on the right, those where every sum covers its need.

One axis by sorting; two by a wavelet matrix (Claude, Navarro & Ordonez 2015) read level by level for all needs at
once; three by halving on one axis (Bentley 1980) over the two-axis count; more by comparing blocks of pairs. Weights
say how often each point counts; all is exact while the sum of all pairs' weights stays below 2^62, else in Python's
integers at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.problem.sweep import Table

__all__ = ["covered_weight", "pair_cost", "ranked", "total_weight"]

IntArray = npt.NDArray[np.int64]
PAIRS_AT_ONCE = 1 << 22


def ranked(needs: Table, sums: Table) -> tuple[list[IntArray], list[IntArray]]:
    """Both sides by rank among the sums, per axis, so that a sum covers a need just where its rank is at least the need's."""
    left, right = [], []
    for need, own in zip(needs, sums, strict=True):
        ordered = np.sort(own)
        values = ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1))]
        right.append(np.searchsorted(values, own).astype(np.int64))
        left.append(np.searchsorted(values, need, side="left").astype(np.int64))
    return left, right


def pair_cost(n_axes: int, n_left: int, n_right: int) -> float:
    """About how many elementary steps ``covered_weight`` takes."""
    n, levels = n_left + n_right, max(n_right, 2).bit_length()
    if n_axes <= 1:
        return float(n * levels)
    by_halving = float(n) * levels ** (min(n_axes, 3) - 1) * 3
    by_blocks = float(n_left) * n_right * n_axes / 8
    return by_halving if n_axes == 2 else min(by_halving, by_blocks) if n_axes == 3 else by_blocks


def covered_weight(needs: Sequence[IntArray], sums: Sequence[IntArray], weights: IntArray) -> IntArray:
    """Per point on the left, the weight of the points on the right that cover it; ranks per axis, weights summing below 2^62."""
    n_left, n_right = len(needs[0]), len(weights)
    if len(needs) == 1:
        order = np.argsort(sums[0], kind="stable")
        after = np.concatenate([np.cumsum(weights[order][::-1])[::-1], [0]])
        return np.asarray(after[np.searchsorted(sums[0][order], needs[0], side="left")])
    if len(needs) == 2:
        return _two_axes(needs, sums, weights)
    if len(needs) == 3 and pair_cost(3, n_left, n_right) < n_left * n_right * 3 / 8:
        return _three_axes(needs, sums, weights)
    return _by_blocks(needs, sums, weights)


def total_weight(left: IntArray, covered: IntArray, most: int) -> int:
    """The sum of products, exact; ``most`` is no less than it."""
    if most.bit_length() <= 62:
        return int((left * covered).sum())
    kept = np.flatnonzero((left > 0) & (covered > 0))
    return sum(a * b for a, b in zip(left[kept].tolist(), covered[kept].tolist(), strict=True))


def _two_axes(needs: Sequence[IntArray], sums: Sequence[IntArray], weights: IntArray) -> IntArray:
    order = np.argsort(-sums[0], kind="stable")
    stops = np.searchsorted(-sums[0][order], -needs[0], side="right")
    return _in_ranges(sums[1][order], weights[order], np.zeros_like(stops), stops, needs[1])


def _in_ranges(ranks: IntArray, weights: IntArray, starts: IntArray, stops: IntArray, needs: IntArray) -> IntArray:
    """Per query, the weight of points ``starts`` to ``stops`` whose rank is at least ``needs``; bit by bit from the top."""
    found = np.zeros(len(needs), dtype=np.int64)
    if not len(ranks):
        return found
    top = max(int(ranks.max()), int(needs.max()) if len(needs) else 0)
    for bit in range(top.bit_length() - 1, -1, -1):
        is_one = (ranks >> bit & 1).astype(np.bool_)
        zeros = np.concatenate([[0], np.cumsum(~is_one)])
        ones_weight = np.concatenate([[0], np.cumsum(np.where(is_one, weights, 0))])
        wants_one = (needs >> bit & 1).astype(np.bool_)
        found += np.where(wants_one, 0, ones_weight[stops] - ones_weight[starts])
        low, high = zeros[starts], zeros[stops]
        starts = np.where(wants_one, zeros[-1] + starts - low, low)
        stops = np.where(wants_one, zeros[-1] + stops - high, high)
        order = np.concatenate([np.flatnonzero(~is_one), np.flatnonzero(is_one)])
        ranks, weights = ranks[order], weights[order]
    upto = np.concatenate([[0], np.cumsum(weights)])
    return np.asarray(found + upto[stops] - upto[starts])


def _three_axes(needs: Sequence[IntArray], sums: Sequence[IntArray], weights: IntArray) -> IntArray:
    """Halve the first axis: a sum in an upper half covers, on that axis, every need in the lower half beside it."""
    found = np.zeros(len(needs[0]), dtype=np.int64)
    size = int(sums[1].max()) + 2
    top = max(int(sums[0].max()), int(needs[0].max()))
    for bit in range(-1, top.bit_length()):
        if bit < 0:  # equal on the first axis
            right, left = np.arange(len(weights)), np.arange(len(found))
            groups_right, groups_left = sums[0], needs[0]
        else:
            right = np.flatnonzero(sums[0] >> bit & 1)
            left = np.flatnonzero(~(needs[0] >> bit) & 1)
            groups_right, groups_left = sums[0][right] >> bit + 1, needs[0][left] >> bit + 1
        if not len(right) or not len(left):
            continue
        place = groups_right * size + (size - 1 - sums[1][right])
        order = np.argsort(place, kind="stable")
        place = place[order]
        starts = np.searchsorted(place, groups_left * size, side="left")
        stops = np.searchsorted(place, groups_left * size + (size - 1 - needs[1][left]), side="right")
        stops = np.maximum(starts, stops)
        found[left] += _in_ranges(sums[2][right][order], weights[right][order], starts, stops, needs[2][left])
    return found


def _by_blocks(needs: Sequence[IntArray], sums: Sequence[IntArray], weights: IntArray) -> IntArray:
    """Every need against every sum that covers it on the first axis, some millions of pairs at once."""
    found = np.zeros(len(needs[0]), dtype=np.int64)
    right_order = np.argsort(-sums[0], kind="stable")
    left_order = np.argsort(-needs[0], kind="stable")
    right = [axis[right_order].astype(np.int32) for axis in sums[1:]]
    own_weights = weights[right_order]
    stops = np.searchsorted(-sums[0][right_order], -needs[0][left_order], side="right")
    step = max(1, PAIRS_AT_ONCE // max(len(weights), 1))
    for start in range(0, len(found), step):
        rows = left_order[start : start + step]
        reach = int(stops[start : start + step].max(initial=0))
        fits = np.arange(reach)[None, :] < stops[start : start + step, None]
        for need, own in zip(needs[1:], right, strict=True):
            fits &= need[rows].astype(np.int32)[:, None] <= own[None, :reach]
        at_row, at = np.nonzero(fits)
        upto = np.concatenate([[0], np.cumsum(own_weights[at])])
        edges = np.searchsorted(at_row, np.arange(len(rows) + 1))
        found[rows] = upto[edges[1:]] - upto[edges[:-1]]
    return found
