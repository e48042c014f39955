"""Every rule as threshold gates: a gate passes where the weights of the parts that pass reach its quota.

``and`` asks for all parts, ``or`` for one, a vote for a quota; a nested body is a gate inside a gate. Actors are
positions, sets of actors bit masks (actor k is bit k).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["TABLE_ACTORS", "BoolArray", "Gate", "gate", "minimal_entries", "truth_table"]

TABLE_ACTORS = 22
"""Most actors of whom every subset is looked at."""

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
Table = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Gate:
    """Passes where the weights of the parts that pass reach ``quota``; weights are positive, 1 <= quota <= their sum."""

    parts: tuple[int | Gate, ...]
    weights: tuple[int, ...]
    quota: int

    def passes(self, supporters: int) -> bool:
        """Whether a set of supporters suffices."""
        got = 0
        for part, weight in zip(self.parts, self.weights, strict=True):
            if (supporters >> part & 1) if isinstance(part, int) else part.passes(supporters):
                got += weight
        return got >= self.quota

    def passes_each(self, support: BoolArray) -> BoolArray:
        """The same for many packages: ``support[actor, ...]``, answers ``[...]``. O(parts x packages)."""
        got = np.zeros(support.shape[1:], dtype=np.int64 if sum(self.weights) < 1 << 62 else object)
        for part, weight in zip(self.parts, self.weights, strict=True):
            got = got + (support[part] if isinstance(part, int) else part.passes_each(support)).astype(got.dtype) * weight
        return np.asarray(got >= self.quota, dtype=np.bool_)

    def dual(self) -> Gate:
        """Passes for a set just where this gate fails for the actors outside it: what blocks."""
        parts = tuple(part if isinstance(part, int) else part.dual() for part in self.parts)
        return Gate(parts, self.weights, sum(self.weights) - self.quota + 1)

    def fixed(self, yes: int, no: int) -> Gate | bool:
        """What is left to decide when some actors are in favor and some against."""
        needed = Fraction(self.quota)
        left: list[tuple[int | Gate, Fraction]] = []
        for part, weight in zip(self.parts, self.weights, strict=True):
            if isinstance(part, int):
                state: int | Gate | bool = True if yes >> part & 1 else False if no >> part & 1 else part
            else:
                state = part.fixed(yes, no)
            if state is True:
                needed -= weight
            elif state is not False:
                left.append((state, Fraction(weight)))
        return gate(left, needed)

    @property
    def actors(self) -> int:
        """Everyone the gate asks, as a mask."""
        found = 0
        for part in self.parts:
            found |= 1 << part if isinstance(part, int) else part.actors
        return found


def gate(parts: Sequence[tuple[int | Gate, Fraction]], quota: Fraction) -> Gate | bool:
    """A gate of parts with weights in lowest whole numbers; a truth value where the parts do not matter.

    >>> gate([(0, Fraction(2)), (1, Fraction(4))], Fraction(5))
    Gate(parts=(0, 1), weights=(1, 2), quota=3)
    """
    kept = [(part, weight) for part, weight in parts if weight > 0]
    if quota <= 0:
        return True
    if quota > sum(weight for _, weight in kept):
        return False
    if len(kept) == 1 and isinstance(kept[0][0], Gate):
        return kept[0][0]
    factor = lcm(*(weight.denominator for _, weight in kept))
    common = gcd(*(int(weight * factor) for _, weight in kept))
    weights = tuple(int(weight * factor) // common for _, weight in kept)
    return Gate(tuple(part for part, _ in kept), weights, ceil(quota * factor / common))


def truth_table(rule: Gate, actors: Sequence[int]) -> BoolArray:
    """Whether each subset of some actors passes, without the others; bit k of an index is ``actors[k]``. O(parts x 2^n)."""
    size = 1 << len(actors)
    most = sum(rule.weights)
    got: Table = np.zeros(size, dtype=np.int32 if most < 1 << 31 else np.int64 if most < 1 << 62 else object)
    place = {actor: k for k, actor in enumerate(actors)}
    for part, weight in zip(rule.parts, rule.weights, strict=True):
        if isinstance(part, Gate):
            got += truth_table(part, actors).astype(got.dtype) * weight
        elif part in place:
            got.reshape(-1, 2, 1 << place[part])[:, 1, :] += weight
    return np.asarray(got >= rule.quota, dtype=np.bool_)


def minimal_entries(table: BoolArray) -> IntArray:
    """Subsets that pass and no longer do without any one of them, ascending. O(n x 2^n)."""
    found = table.copy()
    for k in range(len(table).bit_length() - 1):
        without = table.reshape(-1, 2, 1 << k)[:, 0, :]
        found.reshape(-1, 2, 1 << k)[:, 1, :] &= ~without
    return np.flatnonzero(found)
