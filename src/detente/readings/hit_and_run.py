"""Hit-and-run: draws where statements are too tight for rejection, or fix an equality.

Many chains walk side by side over the steps between levels, on the slice of the space the
equalities leave (Smith 1984; Tervonen et al. 2013). The density along a line is that of the stated
measure: per issue the weight to the power 1 - steps, so that shapes stay uniform given weights. It
is sampled by shrinking slices (Neal 2003), which needs no tuning. Points are put back on the
integer scale exactly, so that every reading satisfies every statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.readings.convergence import effective_size, split_r_hat
from detente.readings.scale import IntArray, Scale, Side, Values, scale_for
from detente.readings.shape import IssueShape
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression
from detente.readings.value_space import ValueSpace, value_space

__all__ = ["CHAINS", "NoInterior", "hit_and_run"]

CHAINS = 50
BURN_IN = 400
THINNING = 25
LONGEST_THINNING = 200
GOOD_R_HAT = 1.05
"""Chains are lengthened until the largest R-hat is below this, or thinning reaches its longest."""
CORNERS = 12
"""Extreme points averaged into the point the chains start from."""

FloatArray = npt.NDArray[np.float64]


class NoInterior(ValueError):
    """The statements leave no room to walk in."""


_ONE = Fraction(1)


def hit_and_run(
    case: Case,
    actor: str,
    shapes: Sequence[IssueShape],
    given: Sequence[Constraint],
    n: int,
    rng: np.random.Generator,
    *,
    lower: Sequence[Side],
    upper: Sequence[Side],
    is_flat: bool,
) -> tuple[Values, float, float]:
    """``n`` value functions from the set, the largest split R-hat, and the smallest effective sample size.

    ``is_flat`` takes every point of the set alike instead of the stated measure.

    Raises
    ------
    NoInterior
        If the set is empty or has no interior.
    """
    walk = _Walk(case, actor, shapes, given, lower, upper, is_flat=is_flat)
    per_chain = max(4, -(-n // CHAINS))
    thinning = THINNING
    while True:
        points, orders = walk.run(per_chain, thinning, rng)
        weights = [points[:, :, list(columns)].sum(axis=2, keepdims=True) for columns in walk.columns if columns]
        watched = np.concatenate([*weights, points], axis=2)
        r_hat = split_r_hat(watched)
        if r_hat <= GOOD_R_HAT or thinning >= LONGEST_THINNING:
            break
        thinning *= 2
    values = walk.exact(points.reshape(-1, points.shape[-1])[:n], [o.reshape(-1, o.shape[-1])[:n] for o in orders])
    return values, r_hat, effective_size(watched) * n / (per_chain * CHAINS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """What one unknown adds to a row: the steps up to a level of an issue, or all of them."""

    row: int
    issue: int
    level: int | None
    factor: float


def _denominator(expression: Expression) -> int:
    return lcm(1, *(factor.denominator for _, factor in expression.terms))


class _Walk:
    """The steps of one actor as coordinates, with the rows they must satisfy."""

    def __init__(
        self,
        case: Case,
        actor: str,
        shapes: Sequence[IssueShape],
        given: Sequence[Constraint],
        lower: Sequence[Side],
        upper: Sequence[Side],
        *,
        is_flat: bool,
    ) -> None:
        self.shapes = tuple(shapes)
        self.columns: list[range] = []
        start = 0
        for shape in shapes:
            width = 0 if shape.is_flat else shape.n_steps
            self.columns.append(range(start, start + width))
            start += width
        self.n_steps = start
        plain = [c for c in given if NO_DEAL not in dict(c.expression.terms)]
        self.inequalities = [c.expression for c in plain if c.comparison != Comparison.EQUAL]
        self.inequalities += [u.expression - low.expression for low in lower for u in upper if low != u]
        self.equalities = [c.expression for c in plain if c.comparison == Comparison.EQUAL]
        fixed = [side.expression for side in lower if side in upper]
        self.equalities += [a - fixed[0] for a in fixed[1:]]
        self.powers = [0.0 if is_flat else 1.0 - len(columns) for columns in self.columns]
        self.given = tuple(given)
        self.space = value_space(case, actor)
        self.center, self.orders = self._start()
        self.flips = self._flippable()
        self.terms = tuple(self._terms())
        self.denominators = np.array([float(_denominator(e)) for e in self.inequalities])

    # -- coordinates -------------------------------------------------------------------------------

    def row(self, expression: Expression, orders: Sequence[Sequence[int]]) -> tuple[list[Fraction], Fraction]:
        """An expression over steps: its coefficients and constant, for levels in these orders."""
        row = [Fraction(0)] * self.n_steps
        where = {shape.issue.id: k for k, shape in enumerate(self.shapes)}
        for unknown, factor in expression.terms:
            if isinstance(unknown, str):
                raise ValueError("the no-deal value is no coordinate of the walk")
            issue, knot = unknown
            k = where[issue]
            shape, columns = self.shapes[k], self.columns[k]
            height = len(columns) if not knot else list(orders[k]).index(shape.level_of[shape.knots.index(knot)])
            for column in columns[:height]:
                row[column] += factor
        return row, expression.constant

    def _terms(self) -> Iterator[_Term]:
        """The inequalities term by term, each row times its denominator, so that rows add up without rounding."""
        where = {shape.issue.id: k for k, shape in enumerate(self.shapes)}
        for row, expression in enumerate(self.inequalities):
            common = _denominator(expression)
            for unknown, factor in expression.terms:
                if isinstance(unknown, str):
                    raise ValueError("the no-deal value is no coordinate of the walk")
                issue, knot = unknown
                k = where[issue]
                shape = self.shapes[k]
                if not self.columns[k]:
                    continue
                level = int(shape.level_of[shape.knots.index(knot)]) if knot else None
                yield _Term(row=row, issue=k, level=level, factor=float(factor * common))

    def _start(self) -> tuple[FloatArray, list[tuple[int, ...]]]:
        """A point well inside the set, and the order of levels it has: the mean of extreme points."""
        found = self.space.interior()
        if found is None or found[0] <= 0:
            raise NoInterior("the statements leave no reading")
        orders = [_order_of(shape, found[1]) for shape in self.shapes]
        ordered = [c for k, shape in enumerate(self.shapes) for c in _order_constraints(shape, orders[k])]
        space = ValueSpace(self.space.issues, (*self.given, *ordered), (self.space.r_low, self.space.r_high))
        inside = space.interior()
        points = [inside[1] if inside is not None else found[1]] * CORNERS
        rng = np.random.default_rng(0)
        for _ in range(CORNERS):
            terms = tuple(
                ((shape.issue.id, knot), Fraction(int(rng.integers(-8, 9)))) for shape in self.shapes for knot in shape.knots
            )
            extreme = space.extreme(Expression(terms))
            if extreme is not None:
                points.append(extreme[1])
        steps = np.zeros(self.n_steps)
        for point in points:
            for k, shape in enumerate(self.shapes):
                levels = [point[(shape.issue.id, shape.knots[shape.level_of.index(level)])] for level in orders[k]]
                for j, column in enumerate(self.columns[k]):
                    steps[column] += float(levels[j + 1] - levels[j]) / len(points)
        return steps, orders

    def _flippable(self) -> list[int]:
        """Issues with an open order no equality speaks of: only there can an order be redrawn on the walk."""
        bound = {u[0] for e in self.equalities for u, _ in e.terms if not isinstance(u, str) and u[1]}
        return [k for k, shape in enumerate(self.shapes) if shape.is_order_open and shape.issue.id not in bound]

    def equality_rows(self) -> list[tuple[list[Fraction], Fraction]]:
        """Rows of the slice: all steps sum to 1, and every stated equality that says something."""
        rows = [([_ONE] * self.n_steps, Fraction(-1))]
        rows += [self.row(expression, self.orders) for expression in self.equalities]
        return [r for r in rows if any(r[0])]

    # -- walking -----------------------------------------------------------------------------------

    def run(self, per_chain: int, thinning: int, rng: np.random.Generator) -> tuple[FloatArray, list[IntArray]]:
        """Points, shape (chains, per_chain, steps), and per issue orders, shape (chains, per_chain, levels)."""
        basis = self._sparse_basis()
        here = np.tile(self.center, (CHAINS, 1))
        orders = [np.tile(np.array(order), (CHAINS, 1)) for order in self.orders]
        rows, constants = self._stacked(orders)
        points = np.empty((CHAINS, per_chain, self.n_steps))
        kept = [np.empty((CHAINS, per_chain, shape.n_levels), dtype=np.int64) for shape in self.shapes]
        for step in range(BURN_IN + per_chain * thinning):
            if len(basis):
                here = self._step(here, _directions(basis, rng), rows, constants, rng)
            if self.flips and step % 3 == 0:
                rows = self._flip(here, orders, rows, constants, rng)
            if step >= BURN_IN and (step - BURN_IN) % thinning == thinning - 1:
                t = (step - BURN_IN) // thinning
                points[:, t] = here
                for store, order in zip(kept, orders, strict=True):
                    store[:, t] = order
        return points, kept

    def _sparse_basis(self) -> FloatArray:
        """Directions that keep every equality: each free step with what the others must then do, as rows."""
        pivots, solved = _reduced(self.equality_rows(), self.n_steps)
        rows = []
        for free in (j for j in range(self.n_steps) if j not in pivots):
            direction = [0.0] * self.n_steps
            direction[free] = 1.0
            for pivot, (row, _) in zip(pivots, solved, strict=True):
                direction[pivot] = -float(row[free])
            rows.append(direction)
        return np.array(rows).reshape(len(rows), self.n_steps)

    def _stacked(self, orders: Sequence[IntArray]) -> tuple[FloatArray, FloatArray]:
        """Inequalities per chain, shape (chains, rows, steps), and their constants."""
        rows = np.zeros((CHAINS, len(self.inequalities), self.n_steps))
        heights: dict[tuple[int, int], npt.NDArray[np.bool_]] = {}
        for term in self.terms:
            columns = self.columns[term.issue]
            own = slice(columns.start, columns.stop)
            if term.level is None:
                rows[:, term.row, own] += term.factor
                continue
            at = (term.issue, term.level)
            if at not in heights:  # the steps below a level are those before it in the order of its chain
                height = np.argmax(orders[term.issue] == term.level, axis=1)
                heights[at] = np.arange(len(columns)) < height[:, None]
            rows[:, term.row, own] += term.factor * heights[at]
        return rows / self.denominators[:, None], np.array([float(e.constant) for e in self.inequalities])

    def _step(
        self, here: FloatArray, way: FloatArray, rows: FloatArray, constants: FloatArray, rng: np.random.Generator
    ) -> FloatArray:
        """One move of every chain along its line, to a point drawn from the density on the chord."""
        slack = np.concatenate([here, np.einsum("crs,cs->cr", rows, here) + constants], axis=1)
        rate = np.concatenate([way, np.einsum("crs,cs->cr", rows, way)], axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            times = -np.maximum(slack, 0.0) / rate
        low = np.where(rate > 1e-14, times, -np.inf).max(axis=1)
        high = np.where(rate < -1e-14, times, np.inf).min(axis=1)
        low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
        height = self._log_density(here) - rng.standard_exponential(len(here))
        chosen = np.zeros(len(here))
        open_chains = np.ones(len(here), dtype=bool)
        for _ in range(60):
            trial = low + (high - low) * rng.random(len(here))
            good = open_chains & (self._log_density(here + trial[:, None] * way) >= height)
            chosen[good] = trial[good]
            open_chains &= ~good
            if not open_chains.any():
                break
            low = np.where(trial < 0, trial, low)
            high = np.where(trial >= 0, trial, high)
        return np.maximum(here + chosen[:, None] * way, 0.0)

    def _log_density(self, points: FloatArray) -> FloatArray:
        total = np.zeros(len(points))
        for columns, power in zip(self.columns, self.powers, strict=True):
            if power and columns:
                total += power * np.log(np.maximum(points[:, columns.start : columns.stop].sum(axis=1), 1e-300))
        return total

    def _flip(
        self,
        here: FloatArray,
        orders: list[IntArray],
        rows: FloatArray,
        constants: FloatArray,
        rng: np.random.Generator,
    ) -> FloatArray:
        """Redraw the order of one issue; kept where the statements still hold (orders are alike beforehand)."""
        k = self.flips[int(rng.integers(len(self.flips)))]
        trial = list(orders)
        trial[k] = np.array(self.shapes[k].draw_orders(CHAINS, rng))
        new_rows, _ = self._stacked(trial)
        good = (np.einsum("crs,cs->cr", new_rows, here) + constants >= 0).all(axis=1)
        orders[k] = np.where(good[:, None], trial[k], orders[k])
        return np.where(good[:, None, None], new_rows, rows)

    # -- back to integers --------------------------------------------------------------------------

    def exact(self, points: FloatArray, orders: Sequence[IntArray]) -> Values:
        """The points on an integer scale: free steps rounded, the rest solved from the equalities exactly."""
        pivots, solved = _reduced(self.equality_rows(), self.n_steps)
        denominators = lcm(1, *(f.denominator for row, c in solved for f in (*row, c)))
        scale = scale_for(self.shapes, self.given, extra=denominators)
        free = [j for j in range(self.n_steps) if j not in pivots]
        for pull in (0.0, 1e-7, 1e-5, 1e-3, 1e-1):
            pulled = points + pull * (self.center - points)
            steps = np.zeros(points.shape, dtype=np.int64)
            steps[:, free] = np.floor(pulled[:, free] * (scale.total // scale.unit)).astype(np.int64) * scale.unit
            for pivot, (row, constant) in zip(pivots, solved, strict=True):
                value = np.full(len(points), int(-constant * scale.total), dtype=np.int64)
                for j in free:
                    if row[j]:
                        value -= steps[:, j] // row[j].denominator * row[j].numerator
                steps[:, pivot] = value
            values = self._values(steps, orders, scale)
            bad = (steps < 0).any(axis=1) | ~np.all(
                [values.satisfy(Constraint(expression=e, comparison=Comparison.ABOVE, statement="")) for e in self.inequalities]
                or [np.ones(len(points), dtype=bool)],
                axis=0,
            )
            points = np.where(bad[:, None], pulled, points)
            if not bad.any():
                return values
        raise NoInterior("a drawn reading could not be put on the integer scale")

    def _values(self, steps: IntArray, orders: Sequence[IntArray], scale: Scale) -> Values:
        parts = [
            steps[:, c.start : c.stop] if len(c) else np.zeros((len(steps), s.n_steps), dtype=np.int64)
            for c, s in zip(self.columns, self.shapes, strict=True)
        ]
        return Values.of_steps(self.shapes, scale, parts, orders)


def _order_of(shape: IssueShape, point: dict[tuple[str, str] | str, Fraction]) -> tuple[int, ...]:
    """Levels of an issue from worst to best at a point; ties in an order the statements allow."""
    values = [point[(shape.issue.id, shape.knots[shape.level_of.index(level)])] for level in range(shape.n_levels)]
    depth = [sum(1 for better, _ in shape.above if better == level) for level in range(shape.n_levels)]
    return tuple(sorted(range(shape.n_levels), key=lambda level: (values[level], depth[level], level)))


def _order_constraints(shape: IssueShape, order: Sequence[int]) -> list[Constraint]:
    """The order as constraints: worst at 0, best at the weight, and each level at least the one below."""
    unknowns = [(shape.issue.id, shape.knots[shape.level_of.index(level)]) for level in order]
    values = [Expression(((unknown, _ONE),)) for unknown in unknowns]
    weight = Expression((((shape.issue.id, ""), _ONE),))
    found = [Constraint(expression=values[0], comparison=Comparison.EQUAL, statement="")]
    found.append(Constraint(expression=values[-1] - weight, comparison=Comparison.EQUAL, statement=""))
    for below, above in pairwise(values):
        comparison = Comparison.EQUAL if shape.is_flat else Comparison.AT_LEAST
        found.append(Constraint(expression=above - below, comparison=comparison, statement=""))
    return found


def _directions(basis: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A line for every chain: from one step to another, or every step at once.

    Value moved between two steps crosses a long thin set quickly; all steps at once leave no
    corner behind. Which of the two is a toss, so the walk stays reversible.
    """
    n = len(basis)
    every = rng.standard_normal((CHAINS, n))
    pairs = np.zeros((CHAINS, n))
    chains = np.arange(CHAINS)
    pairs[chains, rng.integers(n, size=CHAINS)] = 1.0
    second = rng.integers(n + 1, size=CHAINS)
    pairs[chains[second < n], second[second < n]] -= 1.0
    chosen = np.where(rng.random((CHAINS, 1)) < 0.75, pairs, every)
    still = ~chosen.any(axis=1)  # the same step twice: go along it alone
    chosen[still, rng.integers(n)] = 1.0
    way = chosen @ basis
    return np.asarray(way / np.linalg.norm(way, axis=1, keepdims=True))


def _reduced(rows: Sequence[tuple[list[Fraction], Fraction]], n: int) -> tuple[list[int], list[tuple[list[Fraction], Fraction]]]:
    """Reduced row echelon form: pivot columns, and rows with 1 there (left side plus constant is 0)."""
    work = [([*row], constant) for row, constant in rows]
    pivots: list[int] = []
    solved: list[tuple[list[Fraction], Fraction]] = []
    for column in reversed(range(n)):
        chosen = next((r for r in work if r[0][column]), None)
        if chosen is None:
            continue
        work.remove(chosen)
        factor = chosen[0][column]
        lead = ([f / factor for f in chosen[0]], chosen[1] / factor)
        work = [_cleared(r, lead, column) for r in work]
        solved = [_cleared(r, lead, column) for r in solved]
        pivots.append(column)
        solved.append(lead)
    return pivots, solved


def _cleared(
    row: tuple[list[Fraction], Fraction], lead: tuple[list[Fraction], Fraction], column: int
) -> tuple[list[Fraction], Fraction]:
    factor = row[0][column]
    if not factor:
        return row
    return [a - factor * b for a, b in zip(row[0], lead[0], strict=True)], row[1] - factor * lead[1]
