"""How far one number can go with everything else as stated, and the actor's values along the way.

For an actor whose values are exact they move along a line as the number moves, in closed form;
for any other two exact linear programs find the ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.questions.agreement.drivers.finding import Quantity
from detente.questions.agreement.drivers.judged_numbers import (
    JudgedNumber,
    ParametricSpace,
    Point,
    bare_case,
    case_at,
    parametric_space,
)
from detente.questions.agreement.what_if import exact_weights
from detente.readings.draws import ActorDraws
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, constraints
from detente.readings.value_space import OutOfBudget, value_space

__all__ = ["Span", "evaluated", "span_of"]

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, eq=False, kw_only=True)
class Span:
    """How far a number can go: its ends in points, with the actor's values there.

    Parameters
    ----------
    space : the values with the number left open; ``None`` for an exact actor, whose values at the
        ends say all.
    """

    case: Case
    number: JudgedNumber
    least: Fraction
    most: Fraction
    at_least: Point
    at_most: Point
    space: ParametricSpace | None

    def point(self, value: Fraction) -> Point:
        """An exact actor's values with the number at ``value``."""
        if self.least == self.most:
            return self.at_least
        share = (value - self.least) / (self.most - self.least)
        return {u: low + (self.at_most[u] - low) * share for u, low in self.at_least.items()}

    def is_consistent(self, value: Fraction) -> bool:
        """Whether a value within the span is one of the number itself; an end may only be the limit of such."""
        if self.least < value < self.most:
            return True
        changed, actor = case_at(self.case, self.number, value), self.number.subject.actor
        if self.space is None:
            point = self.point(value)
            return all(_holds(constraint, point) for constraint in constraints(changed, actor))
        try:
            return value_space(changed, actor).has_interior()
        except OutOfBudget:
            return True


def evaluated(expression: Expression, point: Point) -> Fraction:
    """A linear expression at a point."""
    return sum((factor * point[unknown] for unknown, factor in expression.terms), expression.constant)


def _holds(constraint: Constraint, point: Point) -> bool:
    value = evaluated(constraint.expression, point)
    if constraint.comparison == Comparison.EQUAL:
        return value == 0
    return value > 0 if constraint.comparison == Comparison.ABOVE else value >= 0


def span_of(case: Case, number: JudgedNumber, exact: ActorDraws | None) -> Span | None:
    """Where the number can lie with everything else as stated; ``None`` when the budget for branching ran out.

    Parameters
    ----------
    exact : the one reading of the number's actor, where its statements leave a single one.
    """
    along = None if exact is None or exact.no_deal is None else _path(case, number, _point_of(case, exact))
    if along is not None:
        return _exact_span(case, number, along)
    space = parametric_space(case, number)
    try:
        found = space.range()
    except OutOfBudget:
        return None
    if found is None:
        return None
    (least, low), (most, high) = found
    return Span(case=case, number=number, least=least, most=most, at_least=low, at_most=high, space=space)


_Path = Callable[[Fraction], Point]


def _point_of(case: Case, draws: ActorDraws) -> Point:
    """The values of an exact actor, as fractions."""
    point: Point = {}
    for issue, table in zip(case.issues, draws.tables, strict=True):
        values = [Fraction(int(v), draws.scale) for v in table[0]]
        point |= {(issue.id, option): values[issue.index(option)] for option in issue.valued_options}
        point[(issue.id, "")] = max(values)
    point[NO_DEAL] = _ZERO if draws.no_deal is None else Fraction(int(draws.no_deal[0]), draws.scale)
    return point


def _path(case: Case, number: JudgedNumber, point: Point) -> _Path | None:
    """An exact actor's values with the number at a fraction of 100; ``None`` where it is not known in closed form."""
    subject, start = number.subject, number.stated / 100
    if subject.quantity is Quantity.NO_DEAL:
        return lambda t: {**point, NO_DEAL: t}
    if number.in_proportion:

        def scaled(t: Fraction) -> Point:
            own, rest = t / start, (1 - t) / (1 - start)
            return {u: v if isinstance(u, str) else v * (own if u[0] == subject.issue else rest) for u, v in point.items()}

        return scaled
    place = (subject.issue or "", subject.option or "")
    if subject.quantity is Quantity.POINTS and place in point and exact_weights(case, subject.actor) is not None:
        return lambda t: {**point, place: t}
    return None


def _exact_span(case: Case, number: JudgedNumber, along: _Path) -> Span:
    """The ends by every constraint in turn: each is linear in the number."""
    low, high = (end / 100 for end in number.bounds)
    stated = number.stated / 100
    if number.subject.quantity is Quantity.POINTS:
        issue = case.issue(number.subject.issue or "")
        point = along(stated)
        others = [point[(issue.id, option)] for option in issue.valued_options if option != number.subject.option]
        low, high = (
            (_ZERO, max(others)) if others and min(others) == 0 and max(others) == point[(issue.id, "")] else (stated,) * 2
        )
    for constraint in constraints(bare_case(case, number), number.subject.actor):
        start = evaluated(constraint.expression, along(_ZERO))
        slope = evaluated(constraint.expression, along(_ONE)) - start
        if slope and constraint.comparison == Comparison.EQUAL:
            low = high = stated
        elif slope > 0:
            low = max(low, -start / slope)
        elif slope < 0:
            high = min(high, -start / slope)
    return Span(case=case, number=number, least=low * 100, most=high * 100, at_least=along(low), at_most=along(high), space=None)
