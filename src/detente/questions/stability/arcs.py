"""One-step moves of one actor: rows of targets, one row for each state.

Moves are data. They are kept as given and never closed transitively, so an actor who can go from
a to b and from b to c cannot go from a to c unless that move is given too (Fang, Hipel & Kilgour
1993, ch. 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arcs", "BoolArray", "IntArray", "bits_of", "set_of"]

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


def bits_of(states: int) -> list[int]:
    """States of a set kept as the bits of an integer, ascending.

    >>> bits_of(0b1010)
    [1, 3]
    """
    found = []
    while states:
        lowest = states & -states
        found.append(lowest.bit_length() - 1)
        states ^= lowest
    return found


def set_of(states: Iterable[int]) -> int:
    """The states as the bits of an integer."""
    result = 0
    for state in states:
        result |= 1 << int(state)
    return result


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arcs:
    """Moves of one actor: the targets of ``state`` are ``targets[starts[state]:starts[state + 1]]``, ascending.

    ``starts`` has shape (n_states + 1,), ``targets`` shape (n_arcs,).
    """

    starts: IntArray
    targets: IntArray

    @classmethod
    def of(cls, n_states: int, before: IntArray, after: IntArray) -> Arcs:
        """From parallel arrays of moves; doubles and moves from a state to itself are dropped. O(arcs log arcs)."""
        keys = np.sort(np.asarray(before, np.int64) * n_states + np.asarray(after, np.int64))
        keys = keys[(np.diff(keys, prepend=-1) > 0) & (keys // n_states != keys % n_states)]
        starts = np.zeros(n_states + 1, np.int64)
        np.cumsum(np.bincount(keys // n_states, minlength=n_states), out=starts[1:])
        return cls(starts=starts, targets=keys % n_states)

    @property
    def n_states(self) -> int:
        """Number of states."""
        return len(self.starts) - 1

    @property
    def sources(self) -> IntArray:
        """State each move leaves, aligned with ``targets``."""
        return np.repeat(np.arange(self.n_states), self.starts[1:] - self.starts[:-1])

    def row(self, state: int) -> list[int]:
        """States one move away, ascending."""
        row: list[int] = self.targets[self.starts[state] : self.starts[state + 1]].tolist()
        return row

    def rows(self) -> list[list[int]]:
        """Targets of every state."""
        starts, targets = self.starts.tolist(), self.targets.tolist()
        return [targets[low:high] for low, high in pairwise(starts)]

    def has(self, before: int, after: int) -> bool:
        """Whether there is the move."""
        return after in self.row(before)

    def where(self, kept: BoolArray) -> Arcs:
        """Only the moves marked; ``kept`` has shape (n_arcs,)."""
        starts = np.zeros_like(self.starts)
        np.cumsum(np.bincount(self.sources[kept], minlength=self.n_states), out=starts[1:])
        return Arcs(starts=starts, targets=self.targets[kept])

    def with_move(self, before: int, after: int) -> Arcs:
        """These moves and one more."""
        return Arcs.of(self.n_states, np.append(self.sources, before), np.append(self.targets, after))

    def without_move(self, before: int, after: int) -> Arcs:
        """These moves but one."""
        return self.where((self.sources != before) | (self.targets != after))

    def within(self, sets: Sequence[int]) -> Arcs:
        """Only the moves whose target is in the set, as bits, of the state they leave."""
        pairs = zip(self.sources.tolist(), self.targets.tolist(), strict=True)
        return self.where(np.fromiter((sets[s] >> t & 1 for s, t in pairs), np.bool_, len(self.targets)))
