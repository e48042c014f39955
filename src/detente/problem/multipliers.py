"""Weights on floors that come closest to showing that no package meets them all.

For weights on the simplex, the best package of the weighed slacks bounds what every package reaches (Lagrangian
dual: Geoffrion 1974); weights that make this least are looked for in floats, by the sign of the slope where two
floors bind and by Polyak's subgradient steps (1969) otherwise. Nothing here is a proof: see ``certificate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np
import numpy.typing as npt

from detente.problem.bounds import stands_alone
from detente.problem.instance import Instance
from detente.problem.sweep import Layer, Sweep, Table

__all__ = ["Ascent", "ascent", "rounded"]

STEPS = 60

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Ascent:
    """What was found on the way.

    Parameters
    ----------
    weights : one per party, at least 0, summing to 1 over values scaled to each party's most; the best first.
    witness : options per layer of a package that meets every floor, if one came by.
    """

    weights: tuple[tuple[float, ...], ...]
    witness: tuple[int, ...] | None


def ascent(found: Instance, sweep: Sweep, parties: Sequence[int], *, steps: int = STEPS) -> Ascent:
    """Look for weights on the floors of ``parties`` whose best package misses them. O(steps x arcs of the sweep)."""
    oracle = _Oracle(found, sweep, parties)
    n = len(parties)
    weights: FloatArray = np.full(n, 1 / n)
    low, high = 0.0, 1.0
    best_value, best, second = np.inf, weights, weights
    for step in range(steps):
        options = oracle.best(weights)
        slack, is_witness = oracle.slack(options)
        if is_witness:
            return Ascent(weights=(), witness=options)
        value = float(weights @ slack)
        if value < best_value:
            best_value, best, second = value, weights, best
        if value < -1e-9 or n == 1:
            break
        if n == 2:
            low, high = (low, float(weights[0])) if slack[0] > slack[1] else (float(weights[0]), high)
            weights = np.array([(low + high) / 2, 1 - (low + high) / 2])
            continue
        slope = slack - slack.mean()
        length = float(slope @ slope)
        if length < 1e-18:
            break
        target = best_value - max(abs(best_value), 1e-3) / (1 + step / 4)
        weights = np.maximum(weights - (value - target) / length * slope, 0)
        weights = weights / weights.sum() if weights.sum() > 0 else np.full(n, 1 / n)
    kept = [best] if second is best else [best, second]
    return Ascent(weights=tuple(oracle.spread(w) for w in kept), witness=None)


def rounded(found: Instance, weights: Sequence[float], bits: int) -> tuple[int, ...]:
    """Whole multipliers of the parties' integer values, in proportion to ``weights`` over each party's most, of ``bits`` bits.

    Of as many more, in a wide instance, as the parties' scales differ by, so that none of them is rounded away.
    """
    tops = [max(top, 1) for top in found.most]
    shares = [Fraction(w) / top if w > 0 else Fraction(0) for w, top in zip(weights, tops, strict=True)]
    largest = max(shares)
    if largest == 0:
        return (0,) * len(shares)
    if found.is_wide:
        sizes = [top.bit_length() for top, share in zip(tops, shares, strict=True) if share]
        bits += max(sizes) - min(sizes)
    whole = [round(s / largest * (1 << bits)) for s in shares]
    return tuple(w // gcd(*whole) for w in whole)


class _Oracle:
    """The best package of any weights; issues that stand alone are tried side by side."""

    def __init__(self, found: Instance, sweep: Sweep, parties: Sequence[int]) -> None:
        self.n_all = len(found.floors)
        self.parties = tuple(parties)
        self.tops = [max(found.most[a], 1) for a in self.parties]
        self.floors = [found.floors[a] or 0 for a in self.parties]
        self.layers = sweep.layers
        self.free = [k for k, layer in enumerate(sweep.layers) if stands_alone(layer)]
        self.bound = [k for k, layer in enumerate(sweep.layers) if not stands_alone(layer)]
        width = max((sweep.layers[k].target.shape[1] for k in self.free), default=1)
        self.table = np.zeros((len(self.parties), len(self.free), width))
        for j, k in enumerate(self.free):
            for row, own in enumerate(gain[0] for gain in self._shares(sweep.layers[k])):
                self.table[row, j] = np.concatenate([own, np.full(width - len(own), own[0])])  # no option is lost or added
        self.shares = {k: self._shares(sweep.layers[k]) for k in self.bound}

    def best(self, weights: FloatArray) -> tuple[int, ...]:
        """Options per layer of a package with the largest weighed value, up to rounding."""
        options = [0] * len(self.layers)
        top = np.tensordot(weights, self.table, axes=1).argmax(axis=1) if self.free else np.zeros(0, dtype=np.int64)
        for k, option in zip(self.free, top, strict=True):
            options[k] = int(option) if option < self.layers[k].target.shape[1] else 0
        after: FloatArray = np.zeros(self.layers[self.bound[-1]].n_after if self.bound else 1)
        choices = []
        for k in reversed(self.bound):
            layer = self.layers[k]
            total = np.where(layer.target >= 0, self._weighed(k, weights) + after[layer.target], -np.inf)
            choices.append(total.argmax(axis=1))
            after = total.max(axis=1)
        state = 0
        for k, choice in zip(self.bound, reversed(choices), strict=True):
            options[k] = int(choice[state])
            state = int(self.layers[k].target[state, options[k]])
        return tuple(options)

    def _shares(self, layer: Layer) -> list[FloatArray]:
        """Gains as shares of each party's most: numbers too large for floats have those."""
        return [np.asarray(layer.gains[a] / top, dtype=np.float64) for a, top in zip(self.parties, self.tops, strict=True)]

    def _weighed(self, place: int, weights: FloatArray) -> FloatArray:
        total: FloatArray = np.zeros((1, self.layers[place].target.shape[1]))
        for own, weight in zip(self.shares[place], weights, strict=True):
            total = total + own * weight
        return total

    def slack(self, options: Sequence[int]) -> tuple[FloatArray, bool]:
        """What the package is worth beyond each floor, scaled; and whether it meets all, exactly."""
        state = 0
        totals = [-floor for floor in self.floors]
        for layer, option in zip(self.layers, options, strict=True):
            for row, a in enumerate(self.parties):
                gain: Table = layer.gains[a]
                totals[row] += int(gain[state if len(gain) > 1 else 0, option])
            state = int(layer.target[state, option])
        return np.array([t / top for t, top in zip(totals, self.tops, strict=True)]), all(t >= 0 for t in totals)

    def spread(self, weights: FloatArray) -> tuple[float, ...]:
        """Weights for every party, 0 for those without a floor."""
        full = [0.0] * self.n_all
        for a, weight in zip(self.parties, weights, strict=True):
            full[a] = float(weight)
        return tuple(full)
