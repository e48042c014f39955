"""An exact actor's gains along the span of a number: each deal lies on a line, and is taken on one side of its root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.questions.agreement.drivers.judged_numbers import Point
from detente.questions.agreement.drivers.spans import Span, evaluated
from detente.questions.agreement.landscape import IntArray, Landscape
from detente.readings.statements import NO_DEAL, option_value

__all__ = ["Lines", "tables_at"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Lines:
    """Gains of deals for an exact actor along the span of a number: each deal is taken on one side of its root.

    ``low`` and ``high``, shape (positions,), are gains at the ends on a common scale; Python integers
    where 64 bits do not hold them.
    """

    span: Span
    low: npt.NDArray[Any]
    high: npt.NDArray[Any]

    @classmethod
    def of(cls, landscape: Landscape, span: Span, positions: IntArray) -> Lines:
        """Gains of the deals at ``positions``. O(positions x issues)."""
        tables = [tables_at(landscape.case, point) for point in (span.at_least, span.at_most)]
        floors = [span.at_least[NO_DEAL], span.at_most[NO_DEAL]]
        scale = lcm(*(v.denominator for table in tables for row in table for v in row), *(f.denominator for f in floors))
        most = (2 + abs(floors[0]) + abs(floors[1])) * scale
        kind = np.dtype(np.int64) if int(most).bit_length() < 62 else np.dtype(object)
        ends = []
        for table, floor in zip(tables, floors, strict=True):
            total = np.full(len(positions), -int(floor * scale), dtype=kind)
            for row, column in zip(table, landscape.options, strict=True):
                total = total + np.array([int(v * scale) for v in row], dtype=kind)[column[positions]]
            ends.append(total)
        return cls(span=span, low=ends[0], high=ends[1])

    @cached_property
    def roots(self) -> tuple[Fraction, ...]:
        """Where some deal is worth exactly no deal on its way from one side to the other, ascending."""
        crossing = (self.low < 0) != (self.high < 0)
        pairs = dict.fromkeys(zip(self.low[crossing].tolist(), self.high[crossing].tolist(), strict=True))
        return tuple(sorted({self._root(low, high) for low, high in pairs}))

    @property
    def critical(self) -> tuple[Fraction, ...]:
        """The values at which the first of the deals becomes, or the last stops being, worth no deal."""
        return tuple(root for root in self._edges if root is not None)

    def is_any_taken(self, value: Fraction) -> bool:
        """Whether some of the deals is worth no deal with the number at ``value``."""
        if bool(((self.low >= 0) & (self.high >= 0)).any()):
            return True
        rising, falling = self._edges
        return (rising is not None and value >= rising) or (falling is not None and value <= falling)

    @cached_property
    def _edges(self) -> tuple[Fraction | None, Fraction | None]:
        """Least root of the lines that rise, greatest of those that fall."""
        rising = (self.low < 0) & (self.high >= 0)
        falling = (self.low >= 0) & (self.high < 0)
        return self._outermost(rising, min), self._outermost(falling, max)

    def _outermost(self, which: npt.NDArray[np.bool_], choose: Callable[..., Fraction]) -> Fraction | None:
        """The exact root furthest to one side; floats only spare looking at those far from it."""
        low, high = self.low[which], self.high[which]
        if not len(low):
            return None
        near = np.asarray(-low / (high - low), dtype=float)
        edge = near.min() if choose is min else near.max()
        close = np.abs(near - edge) <= 1e-9
        pairs = dict.fromkeys(zip(low[close].tolist(), high[close].tolist(), strict=True))
        return choose(self._root(a, b) for a, b in pairs)

    def _root(self, low: int, high: int) -> Fraction:
        return self.span.least + (self.span.most - self.span.least) * Fraction(-low, high - low)


def tables_at(case: Case, point: Point) -> list[list[Fraction]]:
    """Per issue, the value of every option at a point."""
    return [[evaluated(option_value(issue, option), point) for option in issue.option_ids] for issue in case.issues]
