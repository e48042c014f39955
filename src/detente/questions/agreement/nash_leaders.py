"""The Nash package of each reading: the acceptable deal with the greatest product of gains.

Gains are values less no-deal values (Nash 1950), each on its party's own scale: the product ranks
packages alike whatever those scales are. Where no acceptable deal gains something for every party
the product is 0 for all and no Nash package is named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from detente.questions.agreement.landscape import BoolArray, IntArray
from detente.questions.agreement.value_blocks import Cells

__all__ = ["nash_bargaining_cells"]

CLOSE = 1e-9
"""Products nearer than this to the greatest, relatively, are compared exactly."""

PLAIN_PARTIES = 12
"""Most parties whose product of 61-bit gains is sure to fit a float; beyond, logarithms are summed."""

FloatArray = npt.NDArray[np.float64]


def nash_bargaining_cells(cells: Cells, gains: Sequence[IntArray]) -> BoolArray:
    """Shape (n_cells,): which acceptable cells are a Nash package of their reading; ties all count.

    ``gains`` holds, per party, each cell's gain, at least 0. Floats screen; integers decide.
    """
    winners = np.zeros(len(cells.rows), dtype=bool)
    is_gain = np.logical_and.reduce([g > 0 for g in gains])
    inside = np.flatnonzero(is_gain)
    if not len(inside):
        return winners
    own = [g[inside] for g in gains]
    rows = cells.rows[inside]
    heads = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    sizes = np.diff(np.append(heads, len(rows)))
    measure, margin = _measure(own)
    best = np.repeat(np.maximum.reduceat(measure, heads), sizes)
    close = np.flatnonzero(measure >= margin(best))
    winners[inside[close]] = True
    for tied in _shared(rows[close], close):
        if all((g[tied] == g[tied[0]]).all() for g in own):
            continue
        products = [prod(int(g[k]) for g in own) for k in tied]
        most = max(products)
        winners[inside[tied]] = [p == most for p in products]
    return winners


def _measure(gains: Sequence[IntArray]) -> tuple[FloatArray, Callable[[FloatArray], FloatArray]]:
    """The products as floats, or their logarithms; and what still counts as close to the greatest."""
    if len(gains) <= PLAIN_PARTIES:
        product = gains[0].astype(np.float64)
        for g in gains[1:]:
            product *= g
        return product, lambda best: best * (1 - CLOSE)
    return np.log(np.stack(gains)).sum(axis=0), lambda best: best - CLOSE


def _shared(rows: IntArray, close: IntArray) -> list[IntArray]:
    """Those of ``close`` that share their row with another, a row at a time."""
    heads = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    stops = np.append(heads[1:], len(rows))
    return [close[a:b] for a, b in zip(heads, stops, strict=True) if b - a > 1]
