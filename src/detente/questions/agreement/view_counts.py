"""One view of the red lines (as stated, or all off) counted over the readings, block by block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.landscape import BoolArray, IntArray
from detente.questions.agreement.nash_leaders import nash_bargaining_cells
from detente.questions.agreement.recurring_terms import OptionBits, TermCounts
from detente.questions.agreement.value_blocks import Cells

__all__ = ["ViewCounts"]


class ViewCounts:
    """What one view adds up to.

    ``accepted`` and ``nash``, shape (n_columns,), count the readings in which each column is
    acceptable, and is a Nash package. ``optima`` keeps each reading's Nash packages by what they gain each party:
    (readings, gains of shape (parties, readings)) per block, one entry per distinct gain.
    """

    def __init__(self, n_columns: int, bits: OptionBits, is_possible: BoolArray, allowed: BoolArray) -> None:
        self.is_possible = is_possible
        """Shape (n,): readings that fit the answers on record in this view."""
        self.allowed = allowed
        """Shape (n_columns,): columns whose red lines and rules this view does not count as broken."""
        self.accepted: IntArray = np.zeros(n_columns, dtype=np.int64)
        self.nash: IntArray = np.zeros(n_columns, dtype=np.int64)
        self.terms = TermCounts(bits)
        self.nash_terms = TermCounts(bits)
        self._readings: list[IntArray] = []
        self._gains: list[npt.NDArray[np.int64]] = []

    @property
    def n(self) -> int:
        """Readings counted."""
        return int(self.is_possible.sum())

    def add(self, readings: IntArray, cells: Cells, gains: Sequence[IntArray]) -> None:
        """Count a block: ``cells`` acceptable but for red lines, with each party's gain there."""
        kept = self.is_possible[readings][cells.rows] & self.allowed[cells.columns]
        inside, own = cells, list(gains)
        if not kept.all():
            inside, own = cells.where(kept), [g[kept] for g in gains]
        if not len(inside.rows):
            return
        self.accepted += np.bincount(inside.columns, minlength=len(self.accepted))
        self.terms.add(inside)
        wins = nash_bargaining_cells(inside, own)
        leaders = inside.where(wins)
        np.add.at(self.nash, leaders.columns, 1)
        self.nash_terms.add(leaders)
        found = np.stack([readings[leaders.rows], *(g[wins] for g in own)])
        found = found[:, _changes(found)]
        self._readings.append(found[0])
        self._gains.append(found[1:])

    def readings_led_by(self, gains: npt.NDArray[np.int64]) -> IntArray:
        """Readings in which a package with these gains, shape (parties, n), is a Nash package."""
        if not self._readings:
            return np.zeros(0, dtype=np.int64)
        readings, optima = np.concatenate(self._readings), np.concatenate(self._gains, axis=1)
        return np.unique(readings[(optima == gains[:, readings]).all(axis=0)])


def _changes(found: npt.NDArray[np.int64]) -> BoolArray:
    """Columns that differ from the one before: packages of a reading that gain everyone the same are kept once."""
    kept = np.ones(found.shape[1], dtype=bool)
    kept[1:] = (found[:, 1:] != found[:, :-1]).any(axis=0)
    return kept
