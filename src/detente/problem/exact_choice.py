"""The best of many points by a product, a sum or a leximin order of whole numbers, all ties found.

Floats screen the points; those within rounding of the best are compared in Python's integers and fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm, log, prod
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["largest_product", "largest_sum", "leximin"]

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
Table = npt.NDArray[Any]
Score = TypeVar("Score", int, Fraction, tuple[int, ...])

SCREEN = 1e-9
"""Far above the rounding of the few float operations a score takes, relative to the largest term."""
TINY = 1e-300
"""Far above what is lost where a number is too small beside the largest for a float."""


def largest_product(rows: Sequence[Table], exponents: Sequence[int]) -> IntArray:
    """Positions with the largest product of ``rows[a] ** exponents[a]``, by the stated rule where that is 0.

    First as many rows as possible with a positive exponent are positive; then the product over these rows, each taken
    as a share of the largest number in its row, is largest.

    Parameters
    ----------
    rows : integers of at least 0, each of shape (points,).
    """
    weighted = [(row, exponent) for row, exponent in zip(rows, exponents, strict=True) if exponent]
    if not weighted or not len(weighted[0][0]):
        return np.zeros(0, dtype=np.int64)
    n_positive = np.sum([row > 0 for row, _ in weighted], axis=0)
    chosen = np.flatnonzero(n_positive == n_positive.max())
    total = sum(exponent for _, exponent in weighted)
    tops = [int(row.max()) or 1 for row, _ in weighted]
    scores = np.zeros(len(chosen))
    for (row, exponent), top in zip(weighted, tops, strict=True):
        scores += exponent / total * _logarithms(row[chosen], top)
    chosen = chosen[scores >= scores.max() - SCREEN * max(1.0, *map(log, tops))]

    def product(point: int) -> Fraction:
        numbers = [(int(row[point]), exponent, top) for (row, exponent), top in zip(weighted, tops, strict=True)]
        gained = [(number, exponent, top) for number, exponent, top in numbers if number > 0]
        return Fraction(prod(n**e for n, e, _ in gained), prod(t**e for _, e, t in gained))

    return _best(chosen, product)


def leximin(rows: Sequence[Table], factors: Sequence[Fraction], n_points: int) -> IntArray:
    """Positions where the numbers ``rows[a] * factors[a]``, least first, are lexicographically largest; all without rows.

    Rows and factors are at least 0.
    """
    if not rows or not n_points:
        return np.arange(n_points)
    least = np.min(_floats(rows, factors), axis=0)
    chosen = np.flatnonzero(least >= least.max() * (1 - SCREEN) - TINY)
    whole = _whole(factors)
    return _best(chosen, lambda k: tuple(sorted(int(row[k]) * factor for row, factor in zip(rows, whole, strict=True))))


def largest_sum(rows: Sequence[Table], factors: Sequence[Fraction]) -> IntArray:
    """Positions with the largest sum of ``rows[a] * factors[a]``; rows and factors are at least 0."""
    if not len(rows[0]):
        return np.zeros(0, dtype=np.int64)
    sums = np.sum(_floats(rows, factors), axis=0)
    chosen = np.flatnonzero(sums >= sums.max() * (1 - SCREEN))
    whole = _whole(factors)
    return _best(chosen, lambda k: sum(int(row[k]) * factor for row, factor in zip(rows, whole, strict=True)))


def _best(chosen: IntArray, score: Callable[[int], Score]) -> IntArray:
    if len(chosen) < 2:
        return chosen
    scores = [score(k) for k in chosen.tolist()]
    best = max(scores)
    return chosen[[k for k, s in enumerate(scores) if s == best]]


def _floats(rows: Sequence[Table], factors: Sequence[Fraction]) -> list[FloatArray]:
    """The numbers ``rows[a] * factors[a]`` over the largest of them all, so that any size fits a float."""
    tops = [int(row.max()) for row in rows]
    largest = max(top * factor for top, factor in zip(tops, factors, strict=True)) or Fraction(1)
    return [
        np.asarray(row / (top or 1), dtype=np.float64) * float(top * factor / largest)
        for row, top, factor in zip(rows, tops, factors, strict=True)
    ]


def _logarithms(row: Table, top: int) -> FloatArray:
    """Of the shares ``row / top``, those above 0; 0 for the others."""
    if row.dtype == object:  # shares can be too small for a float, numbers too large
        return np.array([log(number) - log(top) if number > 0 else 0.0 for number in row.tolist()])
    return np.asarray(np.log(np.where(row > 0, row / top, 1.0)))


def _whole(factors: Sequence[Fraction]) -> list[int]:
    """The factors times what makes whole numbers of them."""
    common = lcm(*(factor.denominator for factor in factors))
    return [int(factor * common) for factor in factors]
