"""Every reading played once: the counts acceptability is made of.

Readings that no pattern of red lines could explain are left out: those whose values leave a
rejection on record without a reason. With every line off more are left out than as stated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.questions.agreement.frontier_counts import FrontierGroups, frontier_cells
from detente.questions.agreement.landscape import BoolArray, IntArray
from detente.questions.agreement.openings import evenly
from detente.questions.agreement.rank_acceptability import worth_of_reading
from detente.questions.agreement.recurring_terms import OptionBits
from detente.questions.agreement.shares import unexplained
from detente.questions.agreement.value_blocks import Cells, ValueBlocks, blocks_of
from detente.questions.agreement.view_counts import ViewCounts
from detente.readings.draws import Readings

__all__ = ["FrontierCounts", "Play", "Progress"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class FrontierCounts:
    """Per column, the readings in which it is on the frontier, and acceptable as well.

    Out of ``n`` readings, of which ``n_off`` are possible with lines off.
    """

    n: int
    n_off: int
    on: IntArray
    as_stated: IntArray
    lines_off: IntArray


class Play:
    """Every reading played once."""

    def __init__(
        self, blocks: ValueBlocks, drawn: Readings, cells: int, frontier_readings: int, progress: Progress | None
    ) -> None:
        self.blocks = blocks
        self.cells = cells
        self.progress = progress
        landscape = blocks.landscape
        self.unbounded = tuple(draws.actor for draws in blocks.parties if draws.no_deal is None)
        held = unexplained(landscape.case, landscape.conditions, drawn, blocks.n)
        self.is_possible: BoolArray = np.array([all(masks) for masks in held], dtype=bool)
        self.is_possible_off: BoolArray = np.array([not masks for masks in held], dtype=bool)
        self.readings = np.flatnonzero(self.is_possible).astype(np.int64)
        self.worth = min(worth_of_reading(draws) for draws in blocks.parties)
        bits = OptionBits.of(landscape.space, blocks.columns)
        n_columns = len(blocks.columns)
        self.stated = ViewCounts(n_columns, bits, self.is_possible, blocks.is_clear)
        self.off = ViewCounts(n_columns, bits, self.is_possible_off, blocks.is_ground)
        if not self.unbounded:
            self._count()
        self.frontier = self._frontier(frontier_readings)

    def _count(self) -> None:
        done = 0
        for rows in blocks_of(self.readings, len(self.blocks.columns), self.cells):
            accepted = Cells.of(self.blocks.accepted(rows))
            gains = self.blocks.gains(rows, accepted)
            self.stated.add(rows, accepted, gains)
            self.off.add(rows, accepted, gains)
            done += len(rows)
            if self.progress is not None:
                self.progress("counting acceptable packages", done, len(self.readings))

    def _frontier(self, most: int) -> FrontierCounts:
        blocks = self.blocks
        counts = [np.zeros(len(blocks.columns), dtype=np.int64) for _ in range(3)]
        chosen = np.array(evenly(self.readings, most), dtype=np.int64)
        done = 0
        groups = FrontierGroups.of(blocks.landscape, blocks.columns[blocks.ground]) if len(blocks.ground) else None
        for rows in blocks_of(chosen, len(blocks.ground), self.cells):
            if groups is None:
                break
            found = frontier_cells(groups, blocks.parties, rows)
            on = Cells(rows=found.rows, columns=np.searchsorted(blocks.columns, found.columns).astype(np.int64))
            counts[0] += np.bincount(on.columns, minlength=len(counts[0]))
            if not self.unbounded:
                gains = blocks.gains(rows, on)
                both = on.where(np.logical_and.reduce([g >= 0 for g in gains]))
                stated, off = both.columns[blocks.is_clear[both.columns]], both.columns[self.is_possible_off[rows][both.rows]]
                counts[1] += np.bincount(stated, minlength=len(counts[1]))
                counts[2] += np.bincount(off, minlength=len(counts[2]))
            done += len(rows)
            if self.progress is not None:
                self.progress("taking frontiers", done, len(chosen))
        return FrontierCounts(
            n=len(chosen),
            n_off=int(self.is_possible_off[chosen].sum()),
            on=counts[0],
            as_stated=counts[1],
            lines_off=counts[2],
        )
