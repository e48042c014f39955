"""Readings played in blocks: whether each feasible deal is worth no deal, and what it is worth.

A package's value is the sum of a left part (its options on the first issues) and a right part (on
the rest). Whether the sum reaches a no-deal value r is whether left >= r - right, which two small
tables answer for every package at once, without writing the sums down. Everything is in integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import ActorDraws, Readings

__all__ = ["CELLS", "Cells", "ValueBlocks", "blocks_of"]

CELLS = 1 << 19
"""Packages x readings played at once; a block is at least one reading, at most ``ROWS``."""

ROWS = 256
"""Most readings in a block."""

DENSE = 8
"""The whole space is played when it is no more than this many times larger than its feasible deals."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Cells:
    """(reading, column) pairs, ascending: ``rows`` count readings of a block from 0. Shapes (n_cells,)."""

    rows: IntArray
    columns: IntArray

    @classmethod
    def of(cls, holds: BoolArray) -> Cells:
        """The true cells of a block, shape (readings, columns)."""
        flat = np.flatnonzero(holds)
        rows = np.repeat(np.arange(len(holds), dtype=np.int64), np.count_nonzero(holds, axis=1))
        return cls(rows=rows, columns=flat - rows * holds.shape[1])

    def where(self, kept: BoolArray) -> Cells:
        """Some of the cells."""
        return Cells(rows=self.rows[kept], columns=self.columns[kept])


@dataclass(frozen=True, eq=False, kw_only=True)
class ValueBlocks:
    """The feasible deals of a landscape as *columns*, ready to be valued a block of readings at a time.

    Parameters
    ----------
    parties : the parties' draws, in the order of the case.
    columns : shape (n_columns,); package of each column, ascending in the order of the space.
        Either every package, with those that are no feasible deal masked out, or the feasible deals alone.
    is_ground : shape (n_columns,); whether it is a feasible deal (a deal that breaks no rule).
    is_clear : shape (n_columns,); a feasible deal that breaks no red line either.
    ground : columns that are feasible deals.
    left_of, right_of : shape (n_columns,); which left and right part each column is made of.
    """

    landscape: Landscape
    parties: tuple[ActorDraws, ...]
    columns: IntArray
    is_ground: BoolArray
    is_clear: BoolArray
    ground: IntArray
    left_of: IntArray
    right_of: IntArray
    n_left: int

    @classmethod
    def of(cls, landscape: Landscape, readings: Readings) -> ValueBlocks:
        """Lay the columns out. O(packages)."""
        space, codes = landscape.space, landscape.codes
        is_feasible = (codes & landscape.conditions.rule_mask) == 0
        feasible, clear = landscape.deals[is_feasible], landscape.deals[codes == 0]
        is_whole = DENSE * len(feasible) >= space.size
        columns = np.arange(space.size, dtype=np.int64) if is_whole else feasible
        is_ground, is_clear = np.zeros(space.size, dtype=bool), np.zeros(space.size, dtype=bool)
        is_ground[feasible] = True
        is_clear[clear] = True
        n_left = _split(space.shape)
        n_right = prod(space.shape[n_left:])
        return cls(
            landscape=landscape,
            parties=tuple(actor_draws(readings, actor.id) for actor in landscape.case.parties),
            columns=columns,
            is_ground=is_ground[columns],
            is_clear=is_clear[columns],
            ground=np.flatnonzero(is_ground[columns]).astype(np.int64),
            left_of=columns // n_right,
            right_of=columns % n_right,
            n_left=n_left,
        )

    @property
    def n(self) -> int:
        """Readings: 1 when every party is exact."""
        return max(draws.n for draws in self.parties)

    @property
    def is_whole(self) -> bool:
        """Whether the columns are the whole space."""
        return len(self.columns) == self.landscape.space.size

    def accepted(self, rows: IntArray) -> BoolArray:
        """Shape (readings, n_columns): feasible deals worth no deal to every party.

        Raises
        ------
        ValueError
            If nothing on record bounds some party's no-deal value.
        """
        found: BoolArray | None = None
        for draws in self.parties:
            left, right = self._parts(draws, rows)
            needed = self.no_deal(draws, rows)[:, None] - right
            if self.is_whole:
                is_worth = (left[:, :, None] >= needed[:, None, :]).reshape(len(rows), -1)
            else:
                is_worth = left[:, self.left_of] >= needed[:, self.right_of]
            found = is_worth if found is None else np.logical_and(found, is_worth, out=found)
        if found is None:
            raise ValueError("a case without parties has no one to accept")
        if self.is_whole:
            found &= self.is_ground
        return found

    def gains(self, rows: IntArray, cells: Cells) -> list[IntArray]:
        """Per party, shape (n_cells,): value less no-deal value."""
        found: list[IntArray] = []
        lefts = rights = np.zeros(0, dtype=np.int64)
        for draws in self.parties:
            left, right = self._parts(draws, rows)
            over = left - self.no_deal(draws, rows)[:, None]
            if not found:
                lefts = cells.rows * left.shape[1] + self.left_of[cells.columns]
                rights = cells.rows * right.shape[1] + self.right_of[cells.columns]
            found.append(over.reshape(-1)[lefts] + right.reshape(-1)[rights])
        return found

    def no_deal(self, draws: ActorDraws, rows: IntArray) -> IntArray:
        """Shape (readings,): a party's no-deal values."""
        if draws.no_deal is None:
            raise ValueError(f"{draws.actor} has no no-deal value")
        return draws.no_deal[_own(draws, rows)]

    def _parts(self, draws: ActorDraws, rows: IntArray) -> tuple[IntArray, IntArray]:
        own = _own(draws, rows)
        tables = [table[own] for table in draws.tables]
        return _sums(tables[: self.n_left], len(rows)), _sums(tables[self.n_left :], len(rows))


def blocks_of(rows: IntArray, width: int, cells: int = CELLS) -> Iterator[IntArray]:
    """``rows`` cut into blocks of at most ``cells`` packages x readings."""
    size = min(max(1, cells // max(1, width)), ROWS)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _own(draws: ActorDraws, rows: IntArray) -> IntArray:
    """An exact party has one reading, used for all."""
    return rows if draws.n > 1 else np.zeros_like(rows)


def _split(shape: Sequence[int]) -> int:
    """Issues in the left part, so that the two parts have about as many combinations."""
    return min(range(len(shape)), key=lambda k: prod(shape[:k]) + prod(shape[k:]))


def _sums(tables: Sequence[IntArray], n: int) -> IntArray:
    """Shape (n, combinations): the sums over some issues, the last one running fastest."""
    total: npt.NDArray[np.int64] = np.zeros((n, 1), dtype=np.int64)
    for table in tables:
        total = (total[:, :, None] + table[:, None, :]).reshape(n, -1)
    return total
