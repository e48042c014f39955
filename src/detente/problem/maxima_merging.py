"""Dominance by divide and conquer, every level of it done at once for all blocks.

Points stand in the order of one coordinate. Blocks of neighbors are compared pair by pair of blocks: a point of the
later block is dominated if one of the earlier block is before it in every other coordinate, which is the same question
with one coordinate less (Bentley 1980, "Multidimensional divide-and-conquer", Communications of the ACM 23: 214-229).
With two coordinates left it is a running minimum. All blocks of a level go through one sort and one such sweep.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["dominated_by_ranks"]

IntArray = npt.NDArray[np.int64]
RankArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

OUTER_NEIGHBORS = 32
INNER_NEIGHBORS = 8
"""Points nearer than this in the order are compared one by one; powers of two."""
WORD_BITS = 62


def dominated_by_ranks(ranks: list[RankArray], segments: IntArray | None) -> BoolArray:
    """Which points have one before them in their segment that is before them in every ranking.

    Parameters
    ----------
    ranks : two or more rankings of the points, each without ties, shape (points,), from 0 up to the number of points.
    segments : shape (points,), not decreasing; ``None`` for one.

    The order of the points is itself the first ranking. O(n log^k n) for k rankings.
    """
    n = len(ranks[0])
    found = np.zeros(n, dtype=np.bool_)
    place = np.arange(n)
    if segments is not None:
        is_first = np.ones(n, dtype=np.bool_)
        np.not_equal(segments[1:], segments[:-1], out=is_first[1:])
        place -= np.maximum.accumulate(np.where(is_first, place, 0))
        segment = np.cumsum(is_first) - 1
    else:
        segment = np.zeros(n, dtype=np.int64)
    for step in range(1, min(OUTER_NEIGHBORS, n)):
        is_before = ranks[0][:-step] < ranks[0][step:]
        for ranking in ranks[1:]:
            is_before &= ranking[:-step] < ranking[step:]
        if segments is not None:
            is_before &= segment[step:] == segment[:-step]
        found[step:] |= is_before
    members = np.flatnonzero(~found)
    size = OUTER_NEIGHBORS
    most = int(place.max())
    while size <= most:
        block = place[members] // size
        pair = _dense(segment[members], block >> 1)
        hit = _dominated_across(pair, (block & 1).astype(np.bool_), [r[members] for r in ranks], n)
        found[members[hit]] = True
        members = members[~hit]
        size *= 2
    return found


def _dense(segment: IntArray, block: IntArray) -> IntArray:
    """(segment, block) pairs, which come in order, numbered from 0."""
    is_new = np.zeros(len(block), dtype=np.bool_)
    is_new[1:] = (block[1:] != block[:-1]) | (segment[1:] != segment[:-1])
    return np.cumsum(is_new)


def _dominated_across(segment: IntArray, is_target: BoolArray, ranks: list[RankArray], n: int) -> BoolArray:
    """Which targets have a source of their segment before them in every ranking; no source is a target."""
    order, segment = _sorted_within(segment, ranks[0], n)
    target = is_target[order]
    found = np.zeros(len(order), dtype=np.bool_)
    if len(ranks) == 2:
        base = segment * n
        place = ranks[1][order] - base
        lowest = np.minimum.accumulate(np.where(target, n - base, place))
        found[order] = target & (lowest < place)
        return found
    rest = [r[order] for r in ranks[1:]]
    hit = _near(segment, target, rest)
    place = np.arange(len(order))
    is_first = np.ones(len(order), dtype=np.bool_)
    np.not_equal(segment[1:], segment[:-1], out=is_first[1:])
    place -= np.maximum.accumulate(np.where(is_first, place, 0))
    most = int(place.max(initial=0))
    size = INNER_NEIGHBORS
    while size <= most:
        block = place // size
        members = np.flatnonzero(((block & 1) == target) & ~hit)
        pair = _dense(segment[members], block[members] >> 1)
        across = _dominated_across(pair, target[members], [r[members] for r in rest], n)
        hit[members[across]] = True
        size *= 2
    found[order] = hit
    return found


def _sorted_within(segment: IntArray, ranking: RankArray, n: int) -> tuple[IntArray, IntArray]:
    """Positions by (segment, rank), and the segments in that order."""
    m = len(segment)
    rank_bits, index_bits = n.bit_length(), m.bit_length()
    if rank_bits + 2 * index_bits <= WORD_BITS:
        keys = np.sort((((segment << rank_bits) | ranking) << index_bits) | np.arange(m))
        return keys & ((1 << index_bits) - 1), keys >> (rank_bits + index_bits)
    order = np.argsort((segment << rank_bits) | ranking)
    return order, segment[order]


def _near(segment: IntArray, target: BoolArray, ranks: list[RankArray]) -> BoolArray:
    """Which targets have such a source among the few points just before them."""
    hit = np.zeros(len(segment), dtype=np.bool_)
    for step in range(1, min(INNER_NEIGHBORS, len(segment))):
        is_before = target[step:] > target[:-step]
        is_before &= segment[step:] == segment[:-step]
        for ranking in ranks:
            is_before &= ranking[:-step] < ranking[step:]
        hit[step:] |= is_before
    return hit
