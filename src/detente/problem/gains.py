"""What parties gain over disagreement at the individually rational points of a frontier, in integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.problem.frontier import Frontier
from detente.problem.instance import HEADROOM_BITS

__all__ = ["Gains", "gains_over"]

IntArray = npt.NDArray[np.int64]
Table = npt.NDArray[Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Gains:
    """Gains at some points: party a gains ``rows[a][k] * units[a]`` at point ``points[k]``.

    Parameters
    ----------
    points : positions in the frontier where nobody is below its value at disagreement.
    rows : per party, integers; its values from 0 where it has no value at disagreement.
    """

    points: IntArray
    rows: tuple[Table, ...]
    units: tuple[Fraction, ...]

    @property
    def n_points(self) -> int:
        """How many points."""
        return len(self.points)

    def gain(self, party: int, k: int) -> Fraction:
        """A party's gain at ``points[k]``, on its own scale."""
        return int(self.rows[party][k]) * self.units[party]

    @property
    def ideal(self) -> tuple[Fraction, ...]:
        """Each party's largest gain, on its own scale."""
        return tuple(int(row.max(initial=0)) * unit for row, unit in zip(self.rows, self.units, strict=True))


def gains_over(frontier: Frontier, disagreement: Sequence[Fraction | None]) -> Gains:
    """Gains over these values, given on the parties' own scales; ``None`` binds nobody."""
    found = frontier.instance
    origins = [
        Fraction(0) if value is None else (value - offset) / unit
        for value, offset, unit in zip(disagreement, found.offset, found.unit, strict=True)
    ]
    is_rational = np.ones(frontier.n_points, dtype=np.bool_)
    for row, origin in zip(frontier.integers, origins, strict=True):
        is_rational &= (row >= -((-origin.numerator) // origin.denominator)).astype(np.bool_)
    points = np.flatnonzero(is_rational)
    rows = []
    for row, origin, most in zip(frontier.integers, origins, found.most, strict=True):
        kept = row[points]
        if ((most + abs(int(origin)) + 1) * origin.denominator).bit_length() > HEADROOM_BITS:
            kept = kept.astype(object)
        rows.append(kept * origin.denominator - origin.numerator)
    units = tuple(unit / origin.denominator for unit, origin in zip(found.unit, origins, strict=True))
    return Gains(points=points, rows=tuple(rows), units=units)
