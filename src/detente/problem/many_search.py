"""A joint search for packages in many readings: nodes of all of them side by side, layer after layer.

Each floor has a *budget*: what its party would have over at its best package. An option's *regret* is what it costs
against the best still to be had, and no partial package may spend more than the budget. The weighed floors have one
too, and it is the tightest; packages near its best are tried first, so the first tries allow part of it only. Whatever is
decided is decided in integers, and by the reading alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.problem.many_block import Block, path_options

__all__ = ["Searched", "searched"]

PARTS = (6, 2, 1)
"""Parts of the weighed budget allowed, one try after another: a sixth, half, all."""
TOO_MUCH = 1 << 61
"""The regret of an option that is not there; budgets stay below."""

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, kw_only=True)
class Searched:
    """Per reading: whether it has a package, whether that is settled, and the options per place (-1 where none)."""

    has_deal: BoolArray
    is_decided: BoolArray
    options: IntArray


def searched(block: Block, multipliers: IntArray, width: int) -> Searched:
    """Settle the readings of a block where no layer needs more than ``width`` nodes of one reading.

    Parameters
    ----------
    multipliers : shape (parties, n), at least 0, with weighed values below 2^60.
    """
    n = len(block)
    answer = Searched(
        has_deal=np.zeros(n, dtype=np.bool_),
        is_decided=np.zeros(n, dtype=np.bool_),
        options=np.full((len(block.plan.issues), n), -1, dtype=np.int64),
    )
    tree = _Tree(block, multipliers)
    is_shut = (tree.budgets < 0).any(axis=0)
    answer.is_decided[is_shut] = True
    left = np.flatnonzero(~is_shut)
    for part in PARTS:
        if not len(left):
            break
        hits, options, is_over = tree.tried(left, part, width)
        answer.has_deal[hits] = answer.is_decided[hits] = True
        answer.options[:, hits] = options
        if part == 1:
            answer.is_decided[left[~is_over[left]]] = True
        left = left[~answer.is_decided[left] & ~is_over[left]]
    return answer


class _Tree:
    """Regrets and budgets of a block, and the walk over its nodes. Row 0 is the weighed floors, then one row a party."""

    def __init__(self, block: Block, multipliers: IntArray) -> None:
        self.block = block
        self.plan = block.plan
        self.n = len(block)
        weighed = np.zeros_like(block.values[0])
        for own, multiplier in zip(block.values, multipliers, strict=True):
            weighed += own * multiplier[:, None, None]
        rows = (weighed, *block.values)
        asked = np.concatenate([(multipliers * block.floors).sum(axis=0)[None], block.floors])
        n_joined, n_free = len(self.plan.joined), len(self.plan.free)
        self.budgets = -asked
        self.free: list[IntArray] = []
        for row, values in enumerate(rows):
            regret, best = _regrets(values[:, n_joined:], self.plan.sizes[n_joined:])
            self.free.append(regret)
            self.budgets[row] += best
        self.joined = [self._joined(row, values) for row, values in enumerate(rows)]
        spread = np.minimum(self.free[0], np.maximum(self.budgets[0], 0)[:, None, None]).sum(axis=2)
        self.order = np.argsort(-spread, axis=1, kind="stable")  # the most telling issue first
        self.bases = (np.arange(self.n)[:, None] * n_free + self.order) * self.plan.width

    def _joined(self, row: int, values: IntArray) -> list[IntArray]:
        """Regrets per joined layer, shape (n, states, width); what the best package is worth goes into the budget."""
        found: list[IntArray] = []
        best = np.zeros((self.n, self.plan.joined[-1].n_after if self.plan.joined else 1), dtype=np.int64)
        for place in range(len(self.plan.joined) - 1, -1, -1):
            layer, size = self.plan.joined[place], self.plan.sizes[place]
            total = np.where(layer.target >= 0, values[:, place, None, :size] + best[:, layer.target], -TOO_MUCH)
            best = total.max(axis=2)
            regret = np.full((*best.shape, self.plan.width), TOO_MUCH, dtype=np.int64)
            regret[:, :, :size] = np.where(layer.target >= 0, best[:, :, None] - total, TOO_MUCH)
            found.append(regret)
        self.budgets[row] += best[:, 0]
        return found[::-1]

    def tried(self, which: IntArray, part: int, width: int) -> tuple[IntArray, IntArray, BoolArray]:
        """Walk the packages of some readings that spend at most 1 / ``part`` of the weighed budget.

        Returns the readings with a package, ascending; its options per place, shape (places, hits); and, per reading
        of the block, whether it was left for having more than ``width`` nodes in one layer.
        """
        readings = which
        states = np.zeros(len(which), dtype=np.int64)
        spare = [self.budgets[row][which] for row in range(len(self.budgets))]
        spare[0] = spare[0] // part
        is_over = np.zeros(self.n, dtype=np.bool_)
        steps: list[tuple[IntArray, IntArray]] = []
        for depth in range(len(self.plan.issues)):
            tables, base = self._layer(depth, readings, states)
            parents, options, spare = _expanded(tables, base, spare, self.plan.width)
            readings = readings[parents]
            if depth < len(self.plan.joined):
                states = self.plan.joined[depth].target[states[parents], options]
            else:
                states = states[parents]
            if len(readings) > width:
                crowded = np.bincount(readings, minlength=self.n) > width
                is_over |= crowded
                kept = np.flatnonzero(~crowded[readings])
                parents, options, readings, states = parents[kept], options[kept], readings[kept], states[kept]
                spare = [s[kept] for s in spare]
            steps.append((parents, options))
        first = np.flatnonzero(np.diff(readings, prepend=-1))  # nodes lie by reading, then in the order of their options
        return readings[first], self._by_place(readings[first], path_options(self.plan, steps, first)), is_over

    def _layer(self, depth: int, readings: IntArray, states: IntArray) -> tuple[list[IntArray], IntArray]:
        """The regrets of a layer, row by row, and where each node's options start in them."""
        if depth < len(self.plan.joined):
            n_states = self.joined[0][depth].shape[1]
            return [row[depth].reshape(-1) for row in self.joined], (readings * n_states + states) * self.plan.width
        return [row.reshape(-1) for row in self.free], self.bases[:, depth - len(self.plan.joined)][readings]

    def _by_place(self, readings: IntArray, options: IntArray) -> IntArray:
        placed = options.copy()
        n_joined = len(self.plan.joined)
        for depth in range(n_joined, len(options)):
            placed[n_joined + self.order[readings, depth - n_joined], np.arange(len(readings))] = options[depth]
        return placed


def _expanded(
    tables: Sequence[IntArray], base: IntArray, spare: Sequence[IntArray], width: int
) -> tuple[IntArray, IntArray, list[IntArray]]:
    """Children within every budget: their parents, options, and what they have to spare."""
    left = spare[0][:, None] - tables[0].reshape(-1, width)[base // width]
    flat = np.flatnonzero(left.reshape(-1) >= 0)
    parents = flat // width
    at = base[parents] + (flat - parents * width)
    found = [left.reshape(-1)[flat]]
    alive = np.ones(len(flat), dtype=np.bool_)
    for table, own in zip(tables[1:], spare[1:], strict=True):
        rest = own[parents] - table[at]
        alive &= rest >= 0
        found.append(rest)
    kept = np.flatnonzero(alive)
    parents, flat = parents[kept], flat[kept]
    return parents, flat - parents * width, [rest[kept] for rest in found]


def _regrets(values: IntArray, sizes: Sequence[int]) -> tuple[IntArray, IntArray]:
    """What each option costs against its issue's best, shape as ``values``, and the sum of the best, shape (n,)."""
    regret = np.full(values.shape, TOO_MUCH, dtype=np.int64)
    total = np.zeros(len(values), dtype=np.int64)
    for place, size in enumerate(sizes):
        own = values[:, place, :size]
        best = own.max(axis=1)
        total += best
        np.subtract(best[:, None], own, out=regret[:, place, :size])
    return regret, total
