"""Break-even values: where changing one number alone changes the verdict as stated, exactly.

Whether a package is good for a party in some reading holds on an interval of the number, whose ends
two linear programs give; whether it is good in every reading holds outside another. The verdict
changes only at such ends, so it is asked there and between them, going out from the stated value.
An actor whose values are exact moves along a line as its number moves, so there each package has one
break-even value in closed form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.verdict import Verdict
from detente.questions.agreement.drivers.acceptance import Acceptance, Packages, best_for
from detente.questions.agreement.drivers.finding import Flip, NumberBreakEven, Quantity
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber, ParametricSpace, case_at, parametric_space
from detente.questions.agreement.landscape import IntArray, Landscape
from detente.questions.agreement.what_if import exact_weights
from detente.readings.polytope import Polytope
from detente.readings.shape import issue_shapes
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, constraints, option_value, package_value
from detente.readings.value_space import OutOfBudget, value_space

__all__ = ["Lines", "Span", "Stated", "break_even_of", "nearest", "span_of", "stops_beyond"]

_Answer = TypeVar("_Answer")
_Point = dict[tuple[str, str] | str, Fraction]

POSITIONS = "the positions alone block, whatever anyone's values are"
NO_DEALS = "no package counts as a deal"
NOT_ON_RECORD = "the record does not bound what no deal is worth to this party"
FIXED = "the other statements leave it no other value"


@dataclass(frozen=True, eq=False, kw_only=True)
class Stated:
    """The case as stated, with what is needed to ask for its verdict again."""

    case: Case
    landscape: Landscape
    acceptance: Acceptance
    verdict: Verdict
    exact_actors: frozenset[str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Span:
    """How far a number can go: its ends in points, with the actor's values there. ``is_whole`` when both were found."""

    least: Fraction
    most: Fraction
    at_least: _Point
    at_most: _Point
    space: ParametricSpace


def span_of(case: Case, number: JudgedNumber) -> Span | None:
    """Where the number can lie with everything else as stated; ``None`` when the budget for branching ran out."""
    space = parametric_space(case, number)
    try:
        found = space.range()
    except OutOfBudget:
        return None
    if found is None:
        return None
    (least, low), (most, high) = found
    return Span(least=least, most=most, at_least=low, at_most=high, space=space)


def break_even_of(stated: Stated, number: JudgedNumber, span: Span | None) -> NumberBreakEven | None:
    """One number's entry; ``None`` for what is no number of its own (the zero or the top of an exact scale)."""
    if span is not None and span.least == span.most and _is_scale(stated.case, number):
        return None
    reason = _reason(stated, number, span)
    below: Flip | None = None
    above: Flip | None = None
    is_complete = span is not None or reason is not None
    if span is not None and reason is None:
        search = _search(stated, number, span)
        is_complete = search.is_complete
        below, above = (_flip(search, number.stated, span, way) for way in (-1, 1))
    return NumberBreakEven(
        subject=number.subject,
        end=number.end,
        stated=number.stated,
        least=number.stated if span is None else span.least,
        most=number.stated if span is None else span.most,
        in_proportion=number.in_proportion,
        below=below,
        above=above,
        opening_below=None,
        opening_above=None,
        is_complete=is_complete,
        is_opening_exact=False,
        reason=reason,
    )


def _is_scale(case: Case, number: JudgedNumber) -> bool:
    return number.subject.quantity is Quantity.POINTS and exact_weights(case, number.subject.actor) is not None


def _reason(stated: Stated, number: JudgedNumber, span: Span | None) -> str | None:
    landscape = stated.landscape
    if len(landscape.deals) == 0:
        return NO_DEALS
    if len(landscape.clear) == 0:
        return POSITIONS
    party = [p for p in stated.acceptance.polytopes if p.actor == number.subject.actor]
    if not party[0].has_no_deal_value:
        return NOT_ON_RECORD
    return FIXED if span is not None and span.least == span.most else None


# -- going out from the stated value ---------------------------------------------------------------


def nearest(
    evaluate: Callable[[Fraction], _Answer | None], start: Fraction, stops: Sequence[Fraction], stated: _Answer
) -> tuple[Fraction, _Answer | None, _Answer | None] | None:
    """The first change on the way from ``start`` over the stops: (value, answer there, answer just beyond).

    The answer is the same everywhere between two stops. At the last stop, the end of what is
    possible, ``evaluate`` may say ``None``: nothing is left there.
    """
    here = start
    for k, stop in enumerate(stops):
        between = evaluate((here + stop) / 2)
        if between != stated:
            return here, evaluate(here), between
        there = evaluate(stop)
        if there != stated:
            is_last = k == len(stops) - 1
            if there is None and is_last:
                return None
            return stop, there, None if is_last else evaluate((stop + stops[k + 1]) / 2)
        here = stop
    return None


class _Search:
    """The verdict as a function of one number."""

    def __init__(self, verdict_at: Callable[[Fraction], Verdict | None], stops: Sequence[Fraction], *, is_complete: bool) -> None:
        self._ask = verdict_at
        self._known: dict[Fraction, Verdict | None] = {}
        self.stops = tuple(sorted(set(stops)))
        self.is_complete = is_complete

    def at(self, value: Fraction) -> Verdict | None:
        if value not in self._known:
            self._known[value] = self._ask(value)
        return self._known[value]


def _flip(search: _Search, start: Fraction, span: Span, way: int) -> Flip | None:
    stops = stops_beyond(search.stops, start, span, way)
    stated = search.at(start)
    found = None if stated is None else nearest(search.at, start, stops, stated)
    return None if found is None else Flip(value=found[0], at=found[1], beyond=found[2])


def stops_beyond(stops: Sequence[Fraction], start: Fraction, span: Span, way: int) -> list[Fraction]:
    """Values on one side of the start, nearest first, the end of the span last."""
    end = span.most if way > 0 else span.least
    if end == start:
        return []
    inside = {s for s in stops if (start < s < end if way > 0 else end < s < start)} | {end}
    return sorted(inside, reverse=way < 0)


def _search(stated: Stated, number: JudgedNumber, span: Span) -> _Search:
    actor = number.subject.actor
    k = next(j for j, p in enumerate(stated.acceptance.polytopes) if p.actor == actor)
    every, some = (stated.acceptance.taken(k, every=is_every) for is_every in (True, False))
    ends = _Ends(stated.case, number, span)
    if actor in stated.exact_actors:
        lines = [Lines.of(stated.landscape, span, found.positions) for found in (every, some)]

        def exact_verdict(value: Fraction) -> Verdict | None:
            if not ends.is_consistent(value):
                return None
            return _verdict_of(lines[0].is_any_taken(value), lines[1].is_any_taken(value))

        stops = [*lines[0].critical, *lines[1].critical]
        return _Search(exact_verdict, stops, is_complete=every.is_complete and some.is_complete)
    return _program_search(stated, number, span, ends, every, some)


def _verdict_of(is_every: bool, is_some: bool) -> Verdict:
    if is_every:
        return Verdict.HOLDS
    return Verdict.CONTESTED if is_some else Verdict.FAILS


class _Ends:
    """Whether the ends of a span are values of the number themselves, or only the limit of such."""

    def __init__(self, case: Case, number: JudgedNumber, span: Span) -> None:
        self.case, self.number, self.span = case, number, span

    def is_consistent(self, value: Fraction) -> bool:
        if self.span.least < value < self.span.most:
            return True
        changed = case_at(self.case, self.number, value)
        try:
            return value_space(changed, self.number.subject.actor).has_interior()
        except OutOfBudget:
            return True


# -- actors with exact values ----------------------------------------------------------------------


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
        tables = [_tables(landscape.case, point) for point in (span.at_least, span.at_most)]
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


def _tables(case: Case, point: _Point) -> list[list[Fraction]]:
    """Per issue, the value of every option at a point."""
    return [[_at(option_value(issue, option), point) for option in issue.option_ids] for issue in case.issues]


def _at(expression: Expression, point: _Point) -> Fraction:
    return sum((factor * point[unknown] for unknown, factor in expression.terms), expression.constant)


# -- actors with values to be bounded --------------------------------------------------------------


def _program_search(stated: Stated, number: JudgedNumber, span: Span, ends: _Ends, every: Packages, some: Packages) -> _Search:
    """The verdict by linear programs on the packages that are best for the actor."""
    case, actor = stated.case, number.subject.actor
    best = [best_for(case, stated.landscape, actor, found) for found in (every, some)]
    packages = [[stated.landscape.package(int(p)) for p in found.positions] for found in best]
    stops: list[Fraction] = []
    is_complete = all(found.is_complete for found in best) and not _may_have_gaps(case, number)
    for package in dict.fromkeys([*packages[0], *packages[1]]):
        gain = package_value(case, package) - Expression(((NO_DEAL, Fraction(1)),))
        for side in (gain, -gain):
            try:
                found = span.space.narrowed(Constraint(expression=side, comparison=Comparison.AT_LEAST, statement="")).range()
            except OutOfBudget:
                is_complete = False
                continue
            if found is not None:
                stops.extend((found[0][0], found[1][0]))

    def verdict_at(value: Fraction) -> Verdict | None:
        if not ends.is_consistent(value):
            return None
        polytope = Polytope.of(case_at(case, number, value), actor)
        try:
            is_every = any(polytope.is_necessary(package) for package in packages[0])
            return _verdict_of(is_every, is_every or any(polytope.is_possible(package) for package in packages[1]))
        except OutOfBudget:
            return Verdict.UNDETERMINED

    return _Search(verdict_at, stops, is_complete=is_complete)


def _may_have_gaps(case: Case, number: JudgedNumber) -> bool:
    """Whether what is possible may come and go as the number moves.

    Where an order of options is open the set of readings is a union of convex ones. A no-deal value
    bounded by nothing else still moves them all the same way.
    """
    actor = number.subject.actor
    if not any(shape.is_order_open for shape in issue_shapes(case, actor)):
        return False
    others = [c for c in constraints(case, actor) if NO_DEAL in dict(c.expression.terms) and c.statement != number.statement]
    return number.subject.quantity is not Quantity.NO_DEAL or bool(others)
