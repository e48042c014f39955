"""The Nash package of each reading: the acceptable deal with the greatest product of gains.

Gains are values less no-deal values (Nash 1950), each on its party's own scale: the product ranks
packages alike whatever those scales are. Where no acceptable deal gains something for every party
the product is 0 for all and no Nash package is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.landscape import BoolArray, IntArray
from detente.questions.agreement.value_blocks import Cells

__all__ = ["nash_bargaining_cells"]

CLOSE = 1e-9
"""Products nearer than this to the greatest, relatively, are compared exactly."""

PLAIN_PARTIES = 12
"""Most parties whose product of 61-bit gains is sure to fit a float; beyond, geometric means are compared."""

SOME = 0.5
"""Less than the least product of gains that are all at least 1, more than 0."""

FloatArray = npt.NDArray[np.float64]


def nash_bargaining_cells(cells: Cells, gains: Sequence[IntArray]) -> BoolArray:
    """Shape (n_cells,): which acceptable cells are a Nash package of their reading; ties all count.

    ``gains`` holds, per party, each cell's gain, at least 0. Floats screen; integers decide.
    """
    winners = np.zeros(len(cells.rows), dtype=bool)
    if not len(cells.rows):
        return winners
    heads = np.flatnonzero(np.concatenate([[True], cells.rows[1:] != cells.rows[:-1]]))
    measure = _products(gains)
    floor = np.maximum(np.maximum.reduceat(measure, heads) * (1 - CLOSE), SOME)
    close = np.flatnonzero(measure >= np.repeat(floor, np.diff(np.append(heads, len(measure)))))
    winners[close] = True
    for tied in _shared(cells.rows[close], close):
        if all((g[tied] == g[tied[0]]).all() for g in gains):
            continue
        products = [prod(int(g[k]) for g in gains) for k in tied]
        most = max(products)
        winners[tied] = [p == most for p in products]
    return winners


def _products(gains: Sequence[IntArray]) -> FloatArray:
    """The products to within rounding, at least 1 where every gain is: scaled down as far as a float's range asks."""
    total = gains[0].astype(np.float64)
    if len(gains) <= PLAIN_PARTIES:
        for g in gains[1:]:
            total *= g
        return total
    exponent = 1 / len(gains)
    total **= exponent
    for g in gains[1:]:
        total *= g.astype(np.float64) ** exponent
    return total


def _shared(rows: IntArray, close: IntArray) -> list[IntArray]:
    """Those of ``close`` that share their row with another, a row at a time."""
    heads = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    stops = np.append(heads[1:], len(rows))
    return [close[a:b] for a, b in zip(heads, stops, strict=True) if b - a > 1]
