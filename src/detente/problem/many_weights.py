"""Weights on the floors of many readings at once, and the packages that come by on the way.

The same subgradient steps as for one reading (see ``multipliers``), side by side in 32-bit floats: the readings are
the last axis. Each operation treats readings alike and none mixes two, so a reading's numbers do not depend on its
neighbors. They screen: whatever they suggest is checked in integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.problem.many_block import Block, Plan

__all__ = ["Trial", "tried"]

PHASES = (4, 4, 8)
"""Steps before readings that are settled, as far as floats tell, are set aside."""
NEARLY = np.float32(1e-6)
CLOSED = np.float32(-1e30)
"""What an option that is not there is worth."""

IntArray = npt.NDArray[np.int64]
Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False, kw_only=True)
class Trial:
    """What the steps found for each reading of a block.

    Parameters
    ----------
    weights : shape (parties, n), at least 0; weigh values scaled by ``scales``.
    is_hit : shape (n,); whether a package seemed to meet every floor; ``options`` (places, n) is the first such.
    """

    weights: Float32Array
    is_hit: npt.NDArray[np.bool_]
    options: IntArray


def tried(block: Block, scales: npt.NDArray[np.float64]) -> Trial:
    """Run the steps on a block. ``scales`` per party, the same for every block. O(steps x readings x options x parties)."""
    n = len(block)
    trial = Trial(
        weights=np.full((len(scales), n), 1 / len(scales), dtype=np.float32),
        is_hit=np.zeros(n, dtype=np.bool_),
        options=np.zeros((len(block.plan.issues), n), dtype=np.int64),
    )
    tables = _tables(block, scales)
    floors = (block.floors / scales[:, None]).astype(np.float32)
    which = np.arange(n)
    climb = _Climb(block.plan, tables, floors)
    for phase, steps in enumerate(PHASES):
        climb.run(steps)
        trial.weights[:, which] = climb.best_weights
        trial.is_hit[which] = climb.is_hit
        trial.options[:, which] = climb.options
        going = np.flatnonzero(~climb.is_hit & (climb.best > -NEARLY))
        if phase + 1 == len(PHASES) or not len(going):
            break
        which = which[going]
        climb = climb.among(going)
    return trial


def _tables(block: Block, scales: npt.NDArray[np.float64]) -> list[Float32Array]:
    """Per place, shape (parties, options, n)."""
    tables = []
    for place, size in enumerate(block.plan.sizes):
        table = np.empty((len(scales), size, len(block)), dtype=np.float32)
        for a, scale in enumerate(scales):
            np.multiply(block.values[a][:, place, :size].T, 1 / scale, out=table[a], casting="same_kind")
        tables.append(table)
    return tables


class _Climb:
    """The steps of some readings, with what they have found so far."""

    def __init__(self, plan: Plan, tables: list[Float32Array], floors: Float32Array) -> None:
        self.plan = plan
        self.tables = tables
        self.floors = floors
        n = floors.shape[1]
        self.weights: Float32Array = np.full(floors.shape, 1 / len(floors), dtype=np.float32)
        self.best: Float32Array = np.full(n, np.inf, dtype=np.float32)
        self.best_weights = self.weights.copy()
        self.is_hit = np.zeros(n, dtype=np.bool_)
        self.options: IntArray = np.zeros((len(tables), n), dtype=np.int64)
        self.step = 0

    def among(self, which: IntArray) -> _Climb:
        """The same for some of the readings."""
        fewer = _Climb(self.plan, [np.ascontiguousarray(t[:, :, which]) for t in self.tables], self.floors[:, which])
        fewer.weights, fewer.best_weights = self.weights[:, which], self.best_weights[:, which]
        fewer.best, fewer.is_hit, fewer.options = self.best[which], self.is_hit[which], self.options[:, which]
        fewer.step = self.step
        return fewer

    def run(self, steps: int) -> None:
        """Take some steps (Polyak 1969), each toward weights under which the best package falls short."""
        for _ in range(steps):
            options, slack = self._best_packages()
            slack -= self.floors
            value = (self.weights * slack).sum(axis=0)
            hit = (slack >= -NEARLY).all(axis=0) & ~self.is_hit
            if hit.any():
                self.is_hit |= hit
                self.options[:, hit] = options[:, hit]
            better = value < self.best
            np.copyto(self.best, value, where=better)
            np.copyto(self.best_weights, self.weights, where=better)
            slope = slack - slack.mean(axis=0)
            length = (slope * slope).sum(axis=0) + np.float32(1e-12)
            pull = np.float32(1 / (1 + self.step / 4))
            target = self.best - np.maximum(np.abs(self.best), np.float32(1e-3)) * pull
            moved = np.maximum(self.weights - (value - target) / length * slope, np.float32(0))
            total = moved.sum(axis=0)
            self.weights = np.where(total > 0, moved / np.maximum(total, np.float32(1e-30)), np.float32(1 / len(slack)))
            self.step += 1

    def _best_packages(self) -> tuple[IntArray, Float32Array]:
        """Per reading the options of the best package under its weights, and its scaled value to each party."""
        n = self.floors.shape[1]
        options = np.empty((len(self.tables), n), dtype=np.int64)
        slack = np.zeros_like(self.floors)
        readings = np.arange(n)
        self._through_joined(options, readings)
        for place, table in enumerate(self.tables):
            if place >= len(self.plan.joined):
                options[place] = _argmax(self._weighed(table))[0]
            at = options[place] * n + readings
            for a, own in enumerate(table):
                slack[a] += own.reshape(-1).take(at)
        return options, slack

    def _weighed(self, table: Float32Array) -> Float32Array:
        total: Float32Array = table[0] * self.weights[0]
        part = np.empty_like(total)
        for own, weight in zip(table[1:], self.weights[1:], strict=True):
            np.multiply(own, weight, out=part)
            np.add(total, part, out=total)
        return total

    def _through_joined(self, options: IntArray, readings: IntArray) -> None:
        """Best options of the issues that requirements join: back over the states, then forward along the choices."""
        after: Float32Array = np.zeros((self.plan.joined[-1].n_after if self.plan.joined else 1, len(readings)), dtype=np.float32)
        choices = []
        for place in range(len(self.plan.joined) - 1, -1, -1):
            target = self.plan.joined[place].target
            total = self._weighed(self.tables[place])[None] + after[target]
            total[target < 0] = CLOSED
            choice, after = _argmax(total)
            choices.append(choice)
        state = np.zeros(len(readings), dtype=np.int64)
        for place, choice in enumerate(reversed(choices)):
            options[place] = choice[state, readings]
            state = self.plan.joined[place].target[state, options[place]]


def _argmax(totals: Float32Array) -> tuple[IntArray, Float32Array]:
    """Positions of the largest along the last axis but one, and these, up to the last bits of a float.

    The bits hold the position meanwhile, which is several times as fast as ``argmax`` over a short axis. Overwrites
    ``totals``.
    """
    n_options = totals.shape[-2]
    mask = (1 << (n_options - 1).bit_length()) - 1
    bits = totals.view(np.int32)
    np.bitwise_and(bits, np.int32(~mask), out=bits)
    np.bitwise_or(bits, np.arange(n_options, dtype=np.int32)[:, None], out=bits)
    best = totals.max(axis=-2)
    found = best.view(np.int32) & np.int32(mask)
    return np.minimum(found, n_options - 1).astype(np.int64), best
