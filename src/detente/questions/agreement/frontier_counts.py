"""Which feasible deals lie on the Pareto frontier, reading by reading.

A feasible deal is on the frontier of a reading when no feasible deal is worth as much to every
party and more to one. Rules tie issues together into groups; within what the rules allow, groups
combine freely, and then a package can be on the frontier only if its part on every set of groups
is on the frontier of such parts. So frontiers are built up a group at a time, dominated parts
dropped as soon as they appear. Many readings go side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np

from detente.model.formula import issues_of
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.row_dominance import non_dominated_by_row
from detente.questions.agreement.value_blocks import Cells
from detente.readings.draws import ActorDraws

__all__ = ["FrontierGroups", "frontier_cells"]


@dataclass(frozen=True, eq=False, kw_only=True)
class _Group:
    """Issues that rules tie together, and what the rules leave of their combinations.

    ``options``, shape (combinations, issues of the group); ``offsets``, shape (combinations,), what
    each adds to the position of a package in the space.
    """

    issues: tuple[int, ...]
    options: IntArray
    offsets: IntArray


@dataclass(frozen=True, eq=False, kw_only=True)
class FrontierGroups:
    """The feasible deals as every way to combine one entry of each group, less one package where ``excluded`` is set.

    ``excluded`` is the no-deal path, which may meet the rules but is no deal; ``excluded_offsets`` its entry in each group.
    """

    groups: tuple[_Group, ...]
    excluded: int | None
    excluded_offsets: tuple[int, ...]

    @classmethod
    def of(cls, landscape: Landscape, feasible: IntArray) -> FrontierGroups:
        """Find the groups; ``feasible`` holds the positions in the space, ascending, at least one. O(packages)."""
        case, space = landscape.case, landscape.space
        group_of = {issue.id: {issue.id} for issue in case.issues}
        for rule in (*case.feasibility, *case.deal_requires):
            for first, second in combinations(issues_of(rule.requires), 2):
                if group_of[first] is not group_of[second]:
                    group_of[first] |= group_of[second]
                    for member in group_of[second]:
                        group_of[member] = group_of[first]
        distinct = {id(members): members for members in group_of.values()}
        axes = [tuple(k for k, issue in enumerate(case.issues) if issue.id in members) for members in distinct.values()]
        columns = np.unravel_index(feasible, space.shape)
        groups = [_group(space.shape, own, columns) for own in axes]
        size = prod(len(group.options) for group in groups)
        path = case.no_deal.path
        groups.sort(key=lambda group: -len(group.options))  # combined from the last to the first
        if size == len(feasible):
            return cls(groups=tuple(groups), excluded=None, excluded_offsets=())
        if size != len(feasible) + 1 or path is None:
            raise AssertionError("rules that tie no issues of two groups leave their combinations free")
        excluded = space.index(path)
        options = np.unravel_index(excluded, space.shape)
        offsets = tuple(sum(int(options[k]) * prod(space.shape[k + 1 :]) for k in group.issues) for group in groups)
        return cls(groups=tuple(groups), excluded=excluded, excluded_offsets=offsets)


def _group(shape: Sequence[int], axes: tuple[int, ...], columns: Sequence[IntArray]) -> _Group:
    sizes = [shape[k] for k in axes]
    found = np.unique(np.ravel_multi_index([columns[k] for k in axes], sizes))
    options = np.stack(np.unravel_index(found, sizes), axis=1).astype(np.int64)
    strides = np.array([prod(shape[k + 1 :]) for k in axes], dtype=np.int64)
    return _Group(issues=axes, options=options, offsets=options @ strides)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Parts:
    """Parts of packages, some per reading: ``rows`` ascend, ``offsets`` add up to positions, ``values`` are per party."""

    rows: IntArray
    offsets: IntArray
    values: tuple[IntArray, ...]

    def where(self, kept: BoolArray) -> _Parts:
        return _Parts(rows=self.rows[kept], offsets=self.offsets[kept], values=tuple(v[kept] for v in self.values))

    def pruned(self) -> _Parts:
        return self.where(non_dominated_by_row(self.rows, self.values))

    def with_others(self, other: _Parts) -> _Parts:
        """Both sets of parts."""
        rows = np.concatenate([self.rows, other.rows])
        order = np.argsort(rows, kind="stable")
        offsets = np.concatenate([self.offsets, other.offsets])[order]
        values = tuple(np.concatenate(pair)[order] for pair in zip(self.values, other.values, strict=True))
        return _Parts(rows=rows[order], offsets=offsets, values=values)

    def combined(self, other: _Parts, n_rows: int) -> _Parts:
        """Every part with every part of ``other`` of the same reading."""
        counts = np.bincount(other.rows, minlength=n_rows)
        starts = np.cumsum(counts) - counts
        times = counts[self.rows]
        mine = np.repeat(np.arange(len(self.rows)), times)
        within = np.arange(len(mine)) - np.repeat(np.cumsum(times) - times, times)
        theirs = starts[self.rows[mine]] + within
        values = tuple(a[mine] + b[theirs] for a, b in zip(self.values, other.values, strict=True))
        return _Parts(rows=self.rows[mine], offsets=self.offsets[mine] + other.offsets[theirs], values=values)


def frontier_cells(groups: FrontierGroups, parties: Sequence[ActorDraws], readings: IntArray) -> Cells:
    """The frontier in each of ``readings``: cells whose columns are positions in the space, ascending by row.

    Cost: a few passes over the parts that survive; never more than readings x feasible deals.
    """
    n = len(readings)
    whole = [_parts_of(group, parties, readings) for group in groups.groups]
    suffixes = [whole[-1].pruned()]
    for part in reversed(whole[:-1]):
        suffixes.append(part.pruned().combined(suffixes[-1], n).pruned())
    found = suffixes[-1]
    if groups.excluded is not None and bool((found.offsets == groups.excluded).any()):
        found = _without(groups, whole, suffixes[::-1], n)
    order = np.lexsort((found.offsets, found.rows))
    return Cells(rows=found.rows[order], columns=found.offsets[order])


def _without(groups: FrontierGroups, whole: Sequence[_Parts], suffixes: Sequence[_Parts], n: int) -> _Parts:
    """The frontier of all packages but the excluded one.

    From the last group to the first: a combination that is not the excluded one either has the
    excluded entry of this group and differs later, or has another entry here and anything later.
    """
    found: _Parts | None = None
    for k in range(len(whole) - 1, -1, -1):
        is_here = whole[k].offsets == groups.excluded_offsets[k]
        here, others = whole[k].where(is_here), whole[k].where(~is_here).pruned()
        differ = others if k == len(whole) - 1 else others.combined(suffixes[k + 1], n)
        found = differ if found is None else differ.with_others(here.combined(found, n))
        found = found.pruned()
    if found is None:
        raise AssertionError("a case has at least one issue")
    return found


def _parts_of(group: _Group, parties: Sequence[ActorDraws], readings: IntArray) -> _Parts:
    """Every combination of a group in every reading."""
    n, size = len(readings), len(group.options)
    values = []
    for draws in parties:
        own = readings if draws.n > 1 else np.zeros_like(readings)
        total = np.zeros((n, size), dtype=np.int64)
        for k, column in zip(group.issues, group.options.T, strict=True):
            total += draws.tables[k][own[:, None], column[None, :]]
        values.append(total.reshape(-1))
    return _Parts(rows=np.repeat(np.arange(n, dtype=np.int64), size), offsets=np.tile(group.offsets, n), values=tuple(values))
