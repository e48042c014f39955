"""Some readings of one problem laid out for work on all of them at once.

The issues, options and requirements are the same in every reading; the integers differ. Issues that requirements join
come first, in the order of the sweep; those that stand alone follow, and may be taken in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.problem.bounds import stands_alone
from detente.problem.sweep import Layer, Sweep

__all__ = ["Block", "Plan", "path_options"]

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """The order issues are settled in: ``joined`` layers with their states, then ``free`` ones.

    ``issues`` names the issue at each place; ``sizes`` are their options, ``width`` the largest of them.
    """

    joined: tuple[Layer, ...]
    free: tuple[Layer, ...]
    issues: tuple[int, ...]
    sizes: tuple[int, ...]
    width: int

    @classmethod
    def of(cls, sweep: Sweep) -> Plan:
        """The plan of a sweep that has a package."""
        joined = tuple(layer for layer in sweep.layers if not stands_alone(layer))
        free = tuple(layer for layer in sweep.layers if stands_alone(layer))
        sizes = tuple(layer.target.shape[1] for layer in (*joined, *free))
        issues = tuple(layer.issue for layer in (*joined, *free))
        return cls(joined=joined, free=free, issues=issues, sizes=sizes, width=max(sizes))

    def path(self, options: IntArray) -> BoolArray:
        """Whether options per place, shape (places, n), meet the requirements."""
        state = np.zeros(options.shape[1], dtype=np.int64)
        for layer, taken in zip(self.joined, options, strict=False):
            state = np.where(state >= 0, layer.target[state, taken], -1)
        return np.asarray(state >= 0)


@dataclass(frozen=True, eq=False, kw_only=True)
class Block:
    """The integers of some readings.

    Parameters
    ----------
    values : per party, shape (n, places, width); options an issue does not have count 0.
    floors : shape (parties, n).
    """

    plan: Plan
    values: tuple[IntArray, ...]
    floors: IntArray

    @classmethod
    def of(cls, plan: Plan, tables: Sequence[Sequence[IntArray]], floors: Sequence[IntArray], start: int, stop: int) -> Block:
        """Readings ``start`` to ``stop``; a table or floor of one row stands for every reading."""
        n = stop - start
        values = []
        for party in tables:
            own = np.zeros((n, len(plan.issues), plan.width), dtype=np.int64)
            for place, (issue, size) in enumerate(zip(plan.issues, plan.sizes, strict=True)):
                table = party[issue]
                own[:, place, :size] = table[start:stop] if len(table) > 1 else table
            values.append(own)
        asked = np.empty((len(values), n), dtype=np.int64)
        for a, floor in enumerate(floors):
            asked[a] = floor[start:stop] if len(floor) > 1 else floor
        return cls(plan=plan, values=tuple(values), floors=asked)

    def __len__(self) -> int:
        return int(self.floors.shape[1])

    def taken(self, which: IntArray) -> Block:
        """Some of the readings."""
        return Block(plan=self.plan, values=tuple(v[which] for v in self.values), floors=self.floors[:, which])

    def meets(self, which: IntArray, options: IntArray) -> BoolArray:
        """Whether packages, options per place of shape (places, len(which)), meet every floor and requirement; exact."""
        found = self.plan.path(options)
        places = len(self.plan.issues)
        flat = ((which * places)[None, :] + np.arange(places)[:, None]) * self.plan.width + options
        for own, floor in zip(self.values, self.floors, strict=True):
            found &= own.reshape(-1)[flat].sum(axis=0) >= floor[which]
        return found


def path_options(plan: Plan, steps: Sequence[tuple[IntArray, IntArray]], last: IntArray) -> IntArray:
    """Options per depth, shape (depths, len(last)), walked back from nodes ``last`` over (parents, options) of each depth."""
    options = np.empty((len(plan.issues), len(last)), dtype=np.int64)
    for depth in range(len(steps) - 1, -1, -1):
        parents, taken = steps[depth]
        options[depth] = taken[last]
        last = parents[last]
    return options
