"""Value functions in integers: from steps between levels to a table of every option's value, exactly.

One draw is one set of integer tables on a scale common to all draws of an actor, so that whether a
package is worth no deal is decided without rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.readings.shape import IssueShape
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, Unknown

__all__ = ["Scale", "Side", "TooFine", "Values", "no_deal_sides", "scale_for"]

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

SCALE_BITS = 34
"""Bits of resolution of a draw beyond what exact numbers need."""

HEADROOM_BITS = 61


class TooFine(ValueError):
    """The numbers of a case need more than 61 bits on one scale."""


@dataclass(frozen=True, slots=True)
class Side:
    """A bound on the no-deal value: r is at least (or at most) ``expression``, or beyond it if ``is_strict``."""

    expression: Expression
    is_strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """``total`` stands for 1 (100 points); steps are multiples of ``unit``, so that interpolation is exact.

    ``is_wide`` when its numbers need more than 61 bits: tables then hold Python's own integers.
    """

    total: int
    unit: int
    is_wide: bool = False

    @property
    def dtype(self) -> np.dtype[Any]:
        """What tables on this scale are made of."""
        return np.dtype(object) if self.is_wide else np.dtype(np.int64)


def scale_for(shapes: Sequence[IssueShape], given: Sequence[Constraint], extra: int = 1, *, is_exact: bool = False) -> Scale:
    """The scale on which every stated number and every interpolated option is an integer.

    ``extra`` is a further factor steps must be divisible by. Raises ``TooFine`` when 61 bits are not enough, unless
    ``is_exact``: an actor of whom nothing is drawn needs no finer steps than those stated, and may have wide ones.
    """
    constants = lcm(1, *(c.expression.constant.denominator for c in given))
    fixed = [v for s in shapes for v in (s.fixed_values or ())] + [s.fixed_weight for s in shapes if s.fixed_weight is not None]
    constants = lcm(constants, *(v.denominator for v in fixed))
    unit = lcm(extra, *(q for shape in shapes for q in _interpolation_denominators(shape)))
    factors = [f for c in given for _, f in c.expression.terms]
    needed = lcm(1, *(f.denominator for f in factors)) * (sum(len(s.knots) for s in shapes) + 2)
    room = HEADROOM_BITS - (constants * unit * needed).bit_length()
    if is_exact and room < 16:
        return Scale(total=constants * unit, unit=unit, is_wide=room < 0)
    if room < 16:
        raise TooFine("the numbers of the case are too fine to be put on one integer scale")
    return Scale(total=constants * unit << min(SCALE_BITS, room), unit=unit)


def _interpolation_denominators(shape: IssueShape) -> list[int]:
    if not shape.issue.is_numeric:
        return []
    numbers = [shape.issue.option(knot).number for knot in shape.knots]
    found = []
    for option in shape.issue.options:
        for low, high in pairwise(numbers):
            if option.number is not None and low is not None and high is not None and low <= option.number <= high:
                found.append(((option.number - low) / (high - low)).denominator)
    return found


@dataclass(frozen=True, eq=False, kw_only=True)
class Values:
    """Many value functions: ``knots`` per issue, shape (n, knots); ``weights`` per issue, shape (n,)."""

    shapes: tuple[IssueShape, ...]
    scale: Scale
    knots: tuple[IntArray, ...]
    weights: tuple[IntArray, ...]

    @classmethod
    def of_steps(
        cls, shapes: Sequence[IssueShape], scale: Scale, steps: Sequence[IntArray], orders: Sequence[IntArray]
    ) -> Values:
        """From steps (n, levels - 1) between levels in ``orders`` (n, levels), worst first."""
        knots, weights = [], []
        for shape, step, order in zip(shapes, steps, orders, strict=True):
            n = len(step)
            ranked = np.zeros((n, shape.n_levels), dtype=scale.dtype)
            np.cumsum(step, axis=1, out=ranked[:, 1:])
            levels = np.empty_like(ranked)
            np.put_along_axis(levels, np.asarray(order), ranked, axis=1)
            knots.append(levels[:, list(shape.level_of)])
            weights.append(ranked[:, -1])
        return cls(shapes=tuple(shapes), scale=scale, knots=tuple(knots), weights=tuple(weights))

    def tables(self) -> tuple[IntArray, ...]:
        """Per issue, shape (n, options): every option's value; options between knots interpolated exactly."""
        return tuple(self._table(k) for k in range(len(self.shapes)))

    def _table(self, k: int) -> IntArray:
        shape, values = self.shapes[k], self.knots[k]
        if len(shape.knots) == len(shape.issue.options):
            return values
        numbers = [shape.issue.option(knot).number or Fraction(0) for knot in shape.knots]
        columns = []
        for option in shape.issue.options:
            number = option.number or Fraction(0)
            below = max(i for i in range(len(numbers) - 1) if numbers[i] <= number)
            share = (number - numbers[below]) / (numbers[below + 1] - numbers[below])
            rise = values[:, below + 1] - values[:, below]
            columns.append(values[:, below] + rise // share.denominator * share.numerator)
        return np.stack(columns, axis=1)

    def of(self, expression: Expression) -> IntArray:
        """An expression without r, in units of the scale, exactly. Shape (n,)."""
        factor = lcm(1, *(f.denominator for _, f in expression.terms))
        total = np.full(len(self.weights[0]), int(expression.constant * self.scale.total) * factor, dtype=self.scale.dtype)
        where = {shape.issue.id: k for k, shape in enumerate(self.shapes)}
        for unknown, coefficient in expression.terms:
            total += int(coefficient * factor) * self._column(unknown, where)
        return total // factor

    def _column(self, unknown: Unknown, where: Mapping[str, int]) -> IntArray:
        if isinstance(unknown, str):
            raise ValueError("an expression with the no-deal value cannot be evaluated on values alone")
        issue, knot = unknown
        k = where[issue]
        return self.knots[k][:, self.shapes[k].knots.index(knot)] if knot else self.weights[k]

    def satisfy(self, constraint: Constraint) -> BoolArray:
        """Which value functions satisfy a constraint without r. Shape (n,)."""
        value = self.of(constraint.expression)
        if constraint.comparison == Comparison.EQUAL:
            return np.asarray(value == 0)
        return np.asarray(value > 0 if constraint.comparison == Comparison.ABOVE else value >= 0)


def no_deal_sides(
    given: Sequence[Constraint], r_low: Fraction, r_high: Fraction
) -> tuple[tuple[Side, ...], tuple[Side, ...], bool]:
    """Lower and upper bounds on r as expressions of the values, and whether some statement fixes it."""
    lower = [Side(Expression((), r_low), False)]
    upper = [Side(Expression((), r_high), False)]
    is_fixed = False
    for constraint in given:
        terms = dict(constraint.expression.terms)
        if NO_DEAL not in terms:
            continue
        factor = terms.pop(NO_DEAL)
        rest = Expression(tuple((u, -f / factor) for u, f in terms.items()), -constraint.expression.constant / factor)
        side = Side(rest, constraint.comparison == Comparison.ABOVE)
        if constraint.comparison == Comparison.EQUAL:
            is_fixed = True
        if factor > 0 or constraint.comparison == Comparison.EQUAL:
            lower.append(side)
        if factor < 0 or constraint.comparison == Comparison.EQUAL:
            upper.append(side)
    return tuple(lower), tuple(upper), is_fixed
