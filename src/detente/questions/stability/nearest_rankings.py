"""Rankings nearest to one, by the number of pairs compared otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.questions.stability.arcs import IntArray

__all__ = ["NearRanking", "NearRankings", "nearest"]

SPLIT_LIMIT = 8
"""Largest group of tied states split in every way; of a larger one the search is no longer complete."""

Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NearRanking:
    """Ranks, higher preferred, and how many pairs they compare otherwise than the ranking in question."""

    ranks: IntArray
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRankings:
    """Rankings nearest first. ``is_complete`` if all up to the bound are there; else all below ``distance`` are."""

    rankings: tuple[NearRanking, ...]
    distance: int
    is_complete: bool


def nearest(ranks: IntArray, limit: int, bound: int | None = None) -> NearRankings:
    """Rankings with ties nearest to a ranking, itself left out, up to a distance or a number.

    Two steps lead from one to another: a group splits in two, or two neighboring groups become one. Between any two
    rankings there is a way by such steps that changes only pairs the two compare otherwise (Kemeny & Snell 1962), so
    searching by distance misses none.
    """
    values = ranks.tolist()
    start = tuple(tuple(s for s, v in enumerate(values) if v == w) for w in sorted(set(values), reverse=True))
    layers: dict[int, set[Groups]] = {0: {start}}
    known = {start}
    found: list[NearRanking] = []
    whole_to: int | None = None
    while layers:
        at = min(layers)
        if bound is not None and at > bound:
            break
        if whole_to is not None and at > whole_to:
            return NearRankings(rankings=tuple(found), distance=max(1, whole_to + 1), is_complete=False)
        waiting = sorted(layers.pop(at))
        for groups in waiting:
            if at and len(found) == limit:
                sure = at if whole_to is None else min(at, max(1, whole_to + 1))
                return NearRankings(rankings=tuple(found), distance=sure, is_complete=False)
            if at:
                found.append(NearRanking(ranks=_ranks(groups, len(ranks)), distance=at))
            if max(len(group) for group in groups) > SPLIT_LIMIT:
                whole_to = at - 1 if whole_to is None else min(whole_to, at - 1)
            elif len(known) > 4 * limit and whole_to is None:
                whole_to = at
            for other, change in _neighbors(groups, values):
                if other in known or change < 0 or (change > 0 and whole_to is not None):
                    continue
                known.add(other)
                if change == 0:
                    waiting.append(other)
                else:
                    layers.setdefault(at + change, set()).add(other)
    end = max((t.distance for t in found), default=0) + 1
    return NearRankings(
        rankings=tuple(found), distance=end, is_complete=whole_to is None or (bound is not None and bound <= whole_to)
    )


def _neighbors(groups: Groups, values: list[int]) -> Iterator[tuple[Groups, int]]:
    """Every split of a group and union of two neighbors, and by how much the distance to the ranking changes."""
    for k, group in enumerate(groups):
        masks = range(1, (1 << len(group)) - 1) if len(group) <= SPLIT_LIMIT else [1 << j for j in range(len(group))]
        for mask in masks:
            upper = tuple(s for j, s in enumerate(group) if mask >> j & 1)
            lower = tuple(s for j, s in enumerate(group) if not mask >> j & 1)
            yield (*groups[:k], upper, lower, *groups[k + 1 :]), _split_change(upper, lower, values)
        if k + 1 < len(groups):
            united = tuple(sorted((*group, *groups[k + 1])))
            yield (*groups[:k], united, *groups[k + 2 :]), -_split_change(group, groups[k + 1], values)


def _split_change(upper: tuple[int, ...], lower: tuple[int, ...], values: list[int]) -> int:
    """Change of distance when states held equal come to be ranked: +1 for a pair rightly equal, -1 for one now right."""
    return sum((values[u] == values[w]) - (values[u] > values[w]) for u in upper for w in lower)


def _ranks(groups: Groups, n: int) -> IntArray:
    ranks = np.empty(n, np.int64)
    for k, group in enumerate(groups):
        ranks[list(group)] = len(groups) - k
    return ranks
