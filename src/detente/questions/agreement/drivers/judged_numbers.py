"""The numbers someone judged: no-deal values, points and weights, each end of a range a number of its own.

A number can be read off a case, set to another value there, or left open as one more unknown of the
linear programs its actor's values answer to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.preference import OptionRanking, Points, PointsRange, Statement, Weights
from detente.questions.agreement.drivers.finding import End, Quantity, Subject
from detente.questions.agreement.what_if import WeightSetting, exact_weights, with_setting
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, constraints, option_value
from detente.readings.value_space import ValueSpace, r_range

__all__ = [
    "JudgedNumber",
    "ParametricSpace",
    "Point",
    "bare_case",
    "case_at",
    "case_pinned",
    "judged_numbers",
    "parametric_space",
]

Point = dict[tuple[str, str] | str, Fraction]
"""A value for every unknown of an actor: options, weights (an empty option), the no-deal value."""

PARAMETER = "parameter"
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedNumber:
    """One number of a statement. ``low`` and ``high`` are the ends of what is stated, in points; ``stated`` is one of them.

    ``in_proportion`` marks the weight of an issue for an actor whose weights are all exact: the
    others go with it, each keeping its part of the rest.
    """

    subject: Subject
    end: End
    statement: str
    low: Fraction
    high: Fraction
    in_proportion: bool = False

    @property
    def stated(self) -> Fraction:
        """The number as the case has it."""
        return self.high if self.end is End.HIGH else self.low

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Where it may lie at all: 0 to 100 points, wider where it is."""
        return min(Fraction(0), self.low), max(Fraction(100), self.high)


def judged_numbers(case: Case) -> tuple[JudgedNumber, ...]:
    """Every number parties' values are stated by: no-deal values, then points and weights, in the order of the case."""
    parties = [actor.id for actor in case.parties]
    found: list[JudgedNumber] = []
    for worth in case.no_deal.statements:
        if worth.actor in parties and worth.points is not None:
            subject = Subject(quantity=Quantity.NO_DEAL, records=(f"no_deal.{worth.id}",), actor=worth.actor)
            found.extend(_numbers(subject, worth.id, worth.points))
    for actor in parties:
        weights = exact_weights(case, actor)
        for statement in case.statements_of(actor):
            found.extend(_of_statement(statement, has_exact_weights=weights is not None))
        found.extend(_proportional(case, actor, weights or {}))
    return tuple(found)


def _numbers(subject: Subject, statement: str, points: PointsRange) -> Iterator[JudgedNumber]:
    for end in (End.EXACT,) if points.is_exact else (End.LOW, End.HIGH):
        yield JudgedNumber(subject=subject, end=end, statement=statement, low=points.low, high=points.high)


def _of_statement(statement: Statement, *, has_exact_weights: bool) -> Iterator[JudgedNumber]:
    records = (f"preferences.{statement.id}",)
    match statement:
        case Points(actor=actor, issue=issue, points=points):
            for option, given in points:
                subject = Subject(quantity=Quantity.POINTS, records=records, actor=actor, issue=issue, option=option)
                yield from _numbers(subject, statement.id, given)
        case Weights(actor=actor, weights=weights):
            for issue, given in weights:
                if not (has_exact_weights and given.is_exact):
                    subject = Subject(quantity=Quantity.WEIGHT, records=records, actor=actor, issue=issue)
                    yield from _numbers(subject, statement.id, given)
        case _:
            pass


def _proportional(case: Case, actor: str, weights: dict[str, Fraction]) -> Iterator[JudgedNumber]:
    for issue, weight in weights.items():
        records = tuple(f"preferences.{s.id}" for s in case.statements_of(actor) if _is_about(s, issue))
        if 0 < weight < 100:
            subject = Subject(quantity=Quantity.WEIGHT, records=records, actor=actor, issue=issue)
            yield JudgedNumber(subject=subject, end=End.EXACT, statement="", low=weight, high=weight, in_proportion=True)


def _is_about(statement: Statement, issue: str) -> bool:
    if isinstance(statement, Points):
        return statement.issue == issue
    return isinstance(statement, Weights) and any(named == issue for named, _ in statement.weights)


# -- setting a number ------------------------------------------------------------------------------


def case_at(case: Case, number: JudgedNumber, value: Fraction) -> Case:
    """The case with that one number at another value, in points; the other end of its range stays."""
    if number.in_proportion:
        issue = number.subject.issue or ""
        points = PointsRange(low=value, high=value)
        return with_setting(case, WeightSetting(actor=number.subject.actor, issue=issue, points=points))
    low = number.low if number.end is End.HIGH else value
    high = number.high if number.end is End.LOW else value
    return _replaced(case, number, PointsRange(low=low, high=high))


def case_pinned(case: Case, number: JudgedNumber, value: Fraction) -> Case:
    """The case with what the number is about known exactly. The weight of an issue is pinned as a weight.

    The best option of a complete ranking is worth its issue's weight, and readings with a weight
    known are drawn exactly, where those with an option's points known have to be walked to.
    """
    if number.in_proportion:
        return case_at(case, number, value)
    exact = PointsRange(low=value, high=value)
    subject = number.subject
    tops = {
        s.options[0]
        for s in case.statements_of(subject.actor)
        if isinstance(s, OptionRanking) and s.issue == subject.issue and s.is_complete
    }
    if subject.quantity is Quantity.POINTS and subject.option in tops and exact_weights(case, subject.actor) is None:
        weight = Weights(id=f"{number.statement}-weight", actor=subject.actor, weights=((subject.issue or "", exact),))
        bare = _replaced(case, number, None)
        return replace(bare, preferences=(*bare.preferences, weight))
    return _replaced(case, number, exact)


def _replaced(case: Case, number: JudgedNumber, points: PointsRange | None) -> Case:
    """The statement with other points, or with the number taken out."""
    if number.subject.quantity is Quantity.NO_DEAL:
        kept = tuple(s for s in case.no_deal.statements if s.id != number.statement or points is not None)
        made = tuple(replace(s, points=points) if s.id == number.statement else s for s in kept)
        return replace(case, no_deal=replace(case.no_deal, statements=made))
    return replace(case, preferences=tuple(_respoken(s, number, points) for s in case.preferences))


def _respoken(statement: Statement, number: JudgedNumber, points: PointsRange | None) -> Statement:
    if statement.id != number.statement or statement.actor != number.subject.actor:
        return statement
    subject = number.subject
    match statement:
        case Points(points=given):
            return replace(statement, points=tuple(_changed(given, subject.option or "", points)))
        case Weights(weights=given):
            return replace(statement, weights=tuple(_changed(given, subject.issue or "", points)))
        case _:
            return statement


def _changed(
    given: Sequence[tuple[str, PointsRange]], named: str, points: PointsRange | None
) -> Iterator[tuple[str, PointsRange]]:
    for name, stated in given:
        if name != named:
            yield name, stated
        elif points is not None:
            yield name, points


# -- leaving a number open -------------------------------------------------------------------------


class ParametricSpace(ValueSpace):
    """All (value function, no-deal value, number) that satisfy the statements: the number is one unknown more.

    Because the number enters linearly the set is convex wherever the order of options is settled,
    so what holds in some reading holds on an interval of the number.
    """

    def __init__(
        self, number: JudgedNumber, issues: Sequence[Issue], given: Sequence[Constraint], r_range: tuple[Fraction, Fraction]
    ) -> None:
        super().__init__(issues, given, r_range)
        self.number = number
        self._unknowns.append(PARAMETER)

    def narrowed(self, extra: Constraint) -> ParametricSpace:
        """The part of it where one constraint more holds."""
        return ParametricSpace(self.number, self.issues, (*self.given, extra), (self.r_low, self.r_high))

    def range(self) -> tuple[_End, _End] | None:
        """The least and greatest value of the number, in points, each with a point there; ``None`` when empty.

        Raises
        ------
        OutOfBudget
            As ``ValueSpace.extreme``.
        """
        value = _value_of(self.number)
        most = self.extreme(value)
        least = self.extreme(-value)
        if most is None or least is None:
            return None
        return (-least[0] * 100, least[1]), (most[0] * 100, most[1])


_End = tuple[Fraction, Point]


def _value_of(number: JudgedNumber) -> Expression:
    """The number as a fraction of 100; its unknown is the distance from where it may lie at least."""
    return Expression(((PARAMETER, _ONE),), number.bounds[0] / 100)


def parametric_space(case: Case, number: JudgedNumber) -> ParametricSpace:
    """The values of the number's actor with the number left open."""
    actor = number.subject.actor
    opened = _proportional_parts(case, number) if number.in_proportion else _single_part(case, number)
    kept = constraints(bare_case(case, number), actor)
    top = Constraint(
        expression=Expression((), number.bounds[1] / 100) - _value_of(number), comparison=Comparison.AT_LEAST, statement=PARAMETER
    )
    low, high = r_range(case.no_deal, actor)
    if number.subject.quantity is Quantity.NO_DEAL:
        low, high = min(low, number.bounds[0] / 100), max(high, number.bounds[1] / 100)
    return ParametricSpace(number, case.issues, (*kept, *opened, top), (low, high))


def bare_case(case: Case, number: JudgedNumber) -> Case:
    """The case without what the opened number says."""
    if not number.in_proportion:
        return _replaced(case, number, None)
    actor = number.subject.actor
    kept = tuple(s for s in case.preferences if s.actor != actor or not isinstance(s, Points | Weights))
    return replace(case, preferences=kept)


def _single_part(case: Case, number: JudgedNumber) -> Iterator[Constraint]:
    about = _about(case, number.subject)
    at = _value_of(number)
    low = at if number.end is not End.HIGH else Expression((), number.low / 100)
    high = at if number.end is not End.LOW else Expression((), number.high / 100)
    yield from _between(about, low, high, is_exact=number.end is End.EXACT)


def _about(case: Case, subject: Subject) -> Expression:
    """What a number is a number of: the no-deal value, an option's value or an issue's weight."""
    if subject.quantity is Quantity.NO_DEAL:
        return Expression(((NO_DEAL, _ONE),))
    if subject.quantity is Quantity.POINTS:
        return option_value(case.issue(subject.issue or ""), subject.option or "")
    return Expression((((subject.issue or "", ""), _ONE),))


def _between(about: Expression, low: Expression, high: Expression, *, is_exact: bool) -> Iterator[Constraint]:
    made = partial(Constraint, statement=PARAMETER)
    if is_exact:
        yield made(expression=about - low, comparison=Comparison.EQUAL)
    else:
        yield made(expression=about - low, comparison=Comparison.AT_LEAST)
        yield made(expression=high - about, comparison=Comparison.AT_LEAST)


def _proportional_parts(case: Case, number: JudgedNumber) -> Iterator[Constraint]:
    """Every stated number of points multiplied: the issue's by t / weight, the others' by (1 - t) / (1 - weight)."""
    weight = number.stated / 100
    at = _value_of(number)
    own = _times(at, 1 / weight)
    rest = _times(Expression((), _ONE) - at, 1 / (1 - weight))
    for statement in case.statements_of(number.subject.actor):
        if isinstance(statement, Points):
            factor = own if statement.issue == number.subject.issue else rest
            issue = case.issue(statement.issue)
            for option, given in statement.points:
                low, high = (_times(factor, end / 100) for end in (given.low, given.high))
                yield from _between(option_value(issue, option), low, high, is_exact=given.is_exact)
        elif isinstance(statement, Weights):
            for name, given in statement.weights:
                factor = own if name == number.subject.issue else rest
                low, high = (_times(factor, end / 100) for end in (given.low, given.high))
                yield from _between(Expression((((name, ""), _ONE),)), low, high, is_exact=given.is_exact)


def _times(expression: Expression, factor: Fraction) -> Expression:
    return Expression(tuple((u, f * factor) for u, f in expression.terms), expression.constant * factor)
