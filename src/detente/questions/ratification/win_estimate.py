"""The share of packages that are ratified, estimated from feasible packages drawn with equal chances."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np
import numpy.typing as npt

from detente.problem.count_slacks import packages_from
from detente.problem.instance import Instance
from detente.questions.ratification.gate import Gate

__all__ = ["ShareEstimate", "estimated_wins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEstimate:
    """A share of draws and its standard error; 0 or 1 without error proves nothing."""

    share: Fraction
    standard_error: float


def estimated_wins(found: Instance, rule: Gate, *, draws: int, seed: int) -> ShareEstimate:
    """Draw feasible packages and see which are ratified. O(draws x issues x options)."""
    rng = np.random.default_rng(seed)
    onward = packages_from(found.sweep)
    states = np.zeros(draws, dtype=np.int64)
    values = [np.zeros(draws, dtype=object if found.is_wide else np.int64) for _ in found.floors]
    for at, layer in enumerate(found.sweep.layers):
        ways = np.append(onward[at + 1], 0)[layer.target]
        chances = np.array([[float(Fraction(int(w), int(t))) for w in row] for row, t in zip(ways, onward[at], strict=True)])
        edges = np.cumsum(chances, axis=1)[states]
        options = (rng.random(draws)[:, None] * edges[:, -1:] >= edges).sum(axis=1)
        options = np.minimum(options, _last_open(layer.target)[states])
        for a, gain in enumerate(layer.gains):
            values[a] = values[a] + gain[states if len(gain) > 1 else 0, options]
        states = layer.target[states, options]
    support = np.array(
        [np.ones(draws, dtype=np.bool_) if f is None else v >= f for f, v in zip(found.floors, values, strict=True)],
        dtype=np.bool_,
    )
    share = Fraction(int(rule.passes_each(support).sum()), draws)
    return ShareEstimate(share=share, standard_error=sqrt(float(share * (1 - share)) / draws))


def _last_open(target: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Per state, the last option that leads on: rounding never draws a closed one."""
    return np.asarray(target.shape[1] - 1 - np.argmax(target[:, ::-1] >= 0, axis=1))
