"""Which points no other matches everywhere and beats somewhere, many small sets at a time.

Points of equal coordinates stand or fall together. Exact in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.landscape import BoolArray, IntArray

__all__ = ["non_dominated", "non_dominated_by_row"]

CHUNK = 512
"""Points compared with as many others at a time."""


def non_dominated_by_row(rows: IntArray, points: Sequence[IntArray]) -> BoolArray:
    """Shape (n,): points that no point of the same row dominates.

    ``rows`` ascends; ``points`` holds one coordinate each, shape (n,), at least one. O(n log n) for two coordinates, and
    O(n x points kept) per row for more.
    """
    if len(points) == 2:
        return _pairs(rows, points[0], points[1])
    kept = np.zeros(len(rows), dtype=bool)
    if not len(rows):
        return kept
    cuts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1], [True]]))
    for start, stop in pairwise(cuts):
        kept[start:stop] = non_dominated([p[start:stop] for p in points])
    return kept


def _pairs(rows: IntArray, first: IntArray, second: IntArray) -> BoolArray:
    """Two coordinates: sorted by the first, falling, a pair is kept when its second exceeds all before it."""
    kept = np.zeros(len(rows), dtype=bool)
    if not len(rows):
        return kept
    order = np.lexsort((-second, -first, rows))
    r, a, b = rows[order], first[order], second[order]
    is_head = np.ones(len(r), dtype=bool)  # of those alike in row and first, the first has the greatest second
    is_head[1:] = (r[1:] != r[:-1]) | (a[1:] != a[:-1])
    heads = np.flatnonzero(is_head)
    levels, rank = np.unique(b[heads], return_inverse=True)
    key = r[heads] * np.int64(len(levels)) + rank.reshape(-1)  # rows ascend: a row's keys lie above all before it
    greatest = np.maximum.accumulate(key)
    is_best = np.ones(len(heads), dtype=bool)
    is_best[1:] = key[1:] > greatest[:-1]
    group = np.cumsum(is_head) - 1
    kept[order] = is_best[group] & (b == b[heads][group])
    return kept


def non_dominated(points: Sequence[IntArray]) -> BoolArray:
    """Shape (n,): points of one set that no other dominates, in any number of coordinates.

    Coordinates are replaced by their ranks, which dominance does not notice; whatever dominates a
    point has a greater sum of ranks, so points are taken by falling sum and compared with those
    kept so far, the strongest first.
    """
    ranks = np.stack([np.unique(p, return_inverse=True)[1].reshape(-1) for p in points]).astype(np.int32)
    total = ranks.sum(axis=0, dtype=np.int64)
    order = np.argsort(-total, kind="stable")
    ranks, total = np.ascontiguousarray(ranks[:, order]), total[order]
    fronts: list[IntArray] = []
    for start in range(0, len(order), CHUNK):
        chunk = np.arange(start, min(start + CHUNK, len(order)), dtype=np.int64)
        for front in fronts:
            chunk = chunk[~_beaten(ranks, total, front, chunk)]
            if not len(chunk):
                break
        else:
            fronts.append(chunk[~_beaten(ranks, total, chunk, chunk)])
    kept = np.zeros(len(order), dtype=bool)
    if fronts:
        kept[order[np.concatenate(fronts)]] = True
    return kept


def _beaten(ranks: npt.NDArray[np.int32], total: IntArray, by: IntArray, points: IntArray) -> BoolArray:
    """Which ``points`` one of ``by`` dominates."""
    covers = total[by][:, None] > total[points][None, :]
    for line in ranks:
        covers &= line[by][:, None] >= line[points][None, :]
    return np.asarray(covers.any(axis=0))
