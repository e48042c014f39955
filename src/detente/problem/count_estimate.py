"""How many packages meet the floors, estimated from packages drawn where they are likely to.

Packages are drawn issue by issue, those that give the parties what they ask more often (exponential tilting: Siegmund
1976; the tilt makes the parties' mean values reach their floors, which is the draw of largest entropy that does).
Each acceptable draw counts as one over its probability, so the mean is an unbiased estimate of the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log

import numpy as np
import numpy.typing as npt

from detente.problem.bounds import Bounds
from detente.problem.sweep import Layer

__all__ = ["Estimate", "estimated_count"]

TILT_STEPS = 40
EXPONENT = 300.0
"""Weights up to e to this power are added, and squared, as they are; larger ones are divided first."""
LARGEST = 709.0
"""Near the logarithm of the largest float."""

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over draws and its standard error; both 0 where no draw was acceptable, which proves nothing.

    Infinite where no float holds them.
    """

    count: float
    standard_error: float
    draws: int


def estimated_count(limits: Bounds, *, draws: int, seed: int) -> Estimate:
    """Estimate the number of packages that meet the floors. O(draws x layers + arcs x steps of the tilt)."""
    if limits.sweep.is_empty:
        return Estimate(count=0.0, standard_error=0.0, draws=draws)
    tilted = _Tilted.toward(limits)
    rng = np.random.default_rng(seed)
    states = np.zeros(draws, dtype=np.int64)
    needs = np.repeat(np.array(limits.floors, dtype=limits.most[0].dtype)[:, None], draws, axis=1)
    log_weights = np.zeros(draws)
    for layer, chances in zip(limits.sweep.layers, tilted.chances, strict=True):
        edges = np.cumsum(chances, axis=1)
        options = (rng.random(draws)[:, None] * edges[states, -1:] >= edges[states]).sum(axis=1)
        options = np.minimum(options, _last_open(layer)[states])
        log_weights -= np.log(chances[states, options])
        for row, a in enumerate(limits.parties):
            gain = layer.gains[a]
            needs[row] -= gain[states if len(gain) > 1 else 0, options]
        states = layer.target[states, options]
    accepted = (needs <= 0).all(axis=0)
    shift = max(0.0, float(log_weights.max(where=accepted, initial=0.0)) - EXPONENT)
    weights = np.exp(np.where(accepted, log_weights - shift, -np.inf))
    error = float(weights.std(ddof=1) / np.sqrt(draws)) if draws > 1 else 0.0
    return Estimate(count=_grown(float(weights.mean()), shift), standard_error=_grown(error, shift), draws=draws)


def _grown(number: float, shift: float) -> float:
    """The number times e to the power of ``shift``; infinite where no float holds it."""
    if not number or not shift:
        return number
    logarithm = log(number) + shift
    return exp(logarithm) if logarithm < LARGEST else inf


def _last_open(layer: Layer) -> IntArray:
    """Per state its last open option, where a draw at the very edge goes."""
    n_options = layer.target.shape[1]
    return np.asarray(n_options - 1 - (layer.target >= 0)[:, ::-1].argmax(axis=1), dtype=np.int64)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Tilted:
    """Per layer, the chance of each option in each state, shape (states, options)."""

    chances: tuple[FloatArray, ...]

    @classmethod
    def toward(cls, limits: Bounds) -> _Tilted:
        """Chances whose mean values reach the floors, as nearly as some steps of a scaled gradient bring them."""
        tops = [max(int(limits.most[0][row, 0]), 1) for row in range(len(limits.parties))]
        gains = [
            [
                np.asarray(np.minimum(layer.gains[a], top) / top, dtype=np.float64)
                for a, top in zip(limits.parties, tops, strict=True)
            ]
            for layer in limits.sweep.layers
        ]
        floors = np.array([floor / top for floor, top in zip(limits.floors, tops, strict=True)])
        tilt = np.zeros(len(tops))
        chances = cls._chances(limits, gains, tilt)
        for _ in range(TILT_STEPS):
            mean, variance = _moments(limits, gains, chances)
            moved = np.maximum(tilt + 0.5 * (floors - mean) / np.maximum(variance, 1e-9), 0.0)
            if np.abs(moved - tilt).max(initial=0.0) < 1e-6:
                break
            tilt = np.minimum(moved, 1e3)
            chances = cls._chances(limits, gains, tilt)
        return cls(chances=tuple(chances))

    @staticmethod
    def _chances(limits: Bounds, gains: list[list[FloatArray]], tilt: FloatArray) -> list[FloatArray]:
        """Options in proportion to the tilted weight of all packages that take them."""
        after: FloatArray = np.zeros(limits.sweep.layers[-1].n_after)
        found: list[FloatArray] = []
        for layer, gain in zip(reversed(limits.sweep.layers), reversed(gains), strict=True):
            weight = sum((t * g for t, g in zip(tilt, gain, strict=True)), np.zeros((1, layer.target.shape[1])))
            logs = np.where(layer.target >= 0, weight + after[layer.target], -np.inf)
            top = logs.max(axis=1)
            shares = np.exp(logs - top[:, None])
            total = shares.sum(axis=1)
            after = top + np.log(total)
            found.append(shares / total[:, None])
        return found[::-1]


def _moments(limits: Bounds, gains: list[list[FloatArray]], chances: list[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Mean of each party's value, and the sum over issues of the variance that each adds."""
    mean, variance = np.zeros(len(limits.parties)), np.zeros(len(limits.parties))
    here: FloatArray = np.ones(1)
    for layer, gain, chance in zip(limits.sweep.layers, gains, chances, strict=True):
        flow = here[:, None] * chance
        for row, own in enumerate(gain):
            first = float((flow * own).sum())
            mean[row] += first
            variance[row] += max(float((flow * own * own).sum()) - first * first, 0.0)
        onward: FloatArray = np.zeros(layer.n_after)
        is_open = layer.target >= 0
        np.add.at(onward, layer.target[is_open], flow[is_open])
        here = onward
    return mean, variance
