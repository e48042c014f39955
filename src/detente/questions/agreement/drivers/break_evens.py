"""Break-even values: where changing one number alone changes the verdict as stated, exactly.

Whether a package is good for a party in some reading holds on an interval of the number, whose ends
two linear programs give; whether it is good in every reading holds outside another. The verdict
changes only at such ends, so it is asked there and between them, going out from the stated value.
An actor whose values are exact moves along a line as its number moves, so there each package has one
break-even value in closed form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from detente.model.case import Case
from detente.model.package import Package
from detente.model.verdict import Verdict
from detente.questions.agreement.drivers.acceptance import Acceptance, Packages, best_by_option, best_for
from detente.questions.agreement.drivers.exact_lines import Lines
from detente.questions.agreement.drivers.finding import End, Flip, NumberBreakEven, Quantity
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber, ParametricSpace, case_at
from detente.questions.agreement.drivers.spans import Span
from detente.questions.agreement.landscape import IntArray, Landscape
from detente.questions.agreement.what_if import exact_weights
from detente.readings.draws import ActorDraws
from detente.readings.polytope import Polytope
from detente.readings.shape import issue_shapes
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, constraints, package_value
from detente.readings.value_space import OutOfBudget, value_space

__all__ = ["FIXED", "NO_DEALS", "POSITIONS", "Stated", "break_even_of", "entry_of", "is_scale", "nearest", "stops_beyond"]

_Answer = TypeVar("_Answer")

POSITIONS = "the positions alone block, whatever anyone's values are"
NO_DEALS = "no package counts as a deal"
NOT_ON_RECORD = "the record does not bound what no deal is worth to the party in question"
FRONTIER = 48
FREE_FRONTIER = 400
"""Most packages that are best for an actor by its rankings; where there are more the answer is not complete.

The second where one warm program a package does.
"""

FIXED = "the other statements leave it no other value"


@dataclass(frozen=True, eq=False, kw_only=True)
class Stated:
    """The case as stated, with what is needed to ask for its verdict again."""

    case: Case
    landscape: Landscape
    acceptance: Acceptance
    verdict: Verdict
    exact_draws: Mapping[str, ActorDraws]

    @property
    def exact_actors(self) -> frozenset[str]:
        """Parties whose statements leave a single reading."""
        return frozenset(self.exact_draws)


def break_even_of(stated: Stated, number: JudgedNumber, span: Span | None) -> NumberBreakEven | None:
    """One number's entry; ``None`` for what is no number of its own (the zero or the top of an exact scale)."""
    if is_scale(stated.case, number, span):
        return None
    reason = _reason(stated, number, span)
    below: Flip | None = None
    above: Flip | None = None
    is_complete = span is not None or reason is not None
    if span is not None and reason is None:
        search = _search(stated, number, span)
        is_complete = search.is_complete
        below, above = (_flip(search, number.stated, span, way) for way in (-1, 1))
    return entry_of(number, span, flips=(below, above), is_complete=is_complete, reason=reason)


def entry_of(
    number: JudgedNumber, span: Span | None, *, flips: tuple[Flip | None, Flip | None], is_complete: bool, reason: str | None
) -> NumberBreakEven:
    """The entry of a number with the changes of the verdict below and above, none of the leading opening."""
    return NumberBreakEven(
        subject=number.subject,
        end=number.end,
        stated=number.stated,
        least=number.stated if span is None else span.least,
        most=number.stated if span is None else span.most,
        in_proportion=number.in_proportion,
        below=flips[0],
        above=flips[1],
        opening_below=None,
        opening_above=None,
        is_complete=is_complete,
        is_opening_exact=False,
        reason=reason,
    )


def is_scale(case: Case, number: JudgedNumber, span: Span | None) -> bool:
    """Whether a number is the zero or the top of an exact scale, and so none of its own."""
    if span is None or span.least < span.most:
        return False
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
    if span.space is None:
        return _exact_search(stated, number, span, k)
    is_free = _is_free(stated.case, number)
    limit = FREE_FRONTIER if is_free else FRONTIER

    def choose(positions: IntArray) -> Packages:
        return best_for(stated.landscape, actor, positions, limit)

    every, some = (stated.acceptance.best(k, choose, every=is_every) for is_every in (True, False))
    packages = _Best(
        every=tuple(stated.landscape.package(int(p)) for p in every.positions),
        some=tuple(stated.landscape.package(int(p)) for p in some.positions),
        is_complete=every.is_complete and some.is_complete,
    )
    if is_free:
        return _free_search(stated.case, number, span, packages)
    return _program_search(stated.case, number, span, span.space, packages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Best:
    """The packages best for an actor among those the others take in every reading, and in some."""

    every: tuple[Package, ...]
    some: tuple[Package, ...]
    is_complete: bool


def _verdict_of(is_every: bool, is_some: bool) -> Verdict:
    if is_every:
        return Verdict.HOLDS
    return Verdict.CONTESTED if is_some else Verdict.FAILS


def _exact_search(stated: Stated, number: JudgedNumber, span: Span, k: int) -> _Search:
    """The verdict along the lines an exact actor's gains follow."""
    draws = stated.exact_draws[number.subject.actor]
    issues = [issue.id for issue in stated.case.issues]
    issue = None if number.subject.issue is None else issues.index(number.subject.issue)

    def choose(positions: IntArray) -> Packages:
        return best_by_option(stated.landscape, draws, issue, positions)

    every, some = (stated.acceptance.best(k, choose, every=is_every) for is_every in (True, False))
    lines = [Lines.of(stated.landscape, span, found.positions) for found in (every, some)]

    def verdict_at(value: Fraction) -> Verdict | None:
        if not span.is_consistent(value):
            return None
        return _verdict_of(lines[0].is_any_taken(value), lines[1].is_any_taken(value))

    stops = [*lines[0].critical, *lines[1].critical]
    return _Search(verdict_at, stops, is_complete=every.is_complete and some.is_complete)


# -- actors with values to be bounded --------------------------------------------------------------


def _program_search(case: Case, number: JudgedNumber, span: Span, space: ParametricSpace, best: _Best) -> _Search:
    """The verdict by linear programs on the packages that are best for the actor."""
    actor = number.subject.actor
    stops: list[Fraction] = []
    is_complete = best.is_complete and not _may_have_gaps(case, number)
    for package in dict.fromkeys([*best.every, *best.some]):
        gain = package_value(case, package) - Expression(((NO_DEAL, Fraction(1)),))
        for side in (gain, -gain):
            try:
                found = space.narrowed(Constraint(expression=side, comparison=Comparison.AT_LEAST, statement="")).range()
            except OutOfBudget:
                is_complete = False
                continue
            if found is not None:
                stops.extend((found[0][0], found[1][0]))

    def verdict_at(value: Fraction) -> Verdict | None:
        if not span.is_consistent(value):
            return None
        polytope = Polytope.of(case_at(case, number, value), actor)
        try:
            is_every = any(polytope.is_necessary(package) for package in best.every)
            return _verdict_of(is_every, is_every or any(polytope.is_possible(package) for package in best.some))
        except OutOfBudget:
            return Verdict.UNDETERMINED

    return _Search(verdict_at, stops, is_complete=is_complete)


def _is_free(case: Case, number: JudgedNumber) -> bool:
    """Whether the number is of a no-deal value that nothing else bounds or ties to the actor's values."""
    if number.subject.quantity is not Quantity.NO_DEAL:
        return False
    about = (c for c in constraints(case, number.subject.actor) if NO_DEAL in dict(c.expression.terms))
    return all(c.statement == number.statement for c in about)


def _free_search(case: Case, number: JudgedNumber, span: Span, best: _Best) -> _Search:
    """The verdict where the no-deal value is free. One warm program per package and side.

    A package is good in every reading up to its least value, in some up to its greatest.
    """
    actor = number.subject.actor
    space = value_space(case, actor)
    is_complete = best.is_complete
    least: list[Fraction] = []
    most: dict[Package, Fraction] = {}
    try:
        for package in best.every:
            low = space.extreme(-package_value(case, package))
            least += [] if low is None else [-low[0] * 100]
        for package in best.some:
            high = space.extreme(package_value(case, package))
            most |= {} if high is None else {package: high[0] * 100}
    except OutOfBudget:
        is_complete = False

    def verdict_at(value: Fraction) -> Verdict | None:
        if not span.is_consistent(value):
            return None
        low = number.low if number.end is End.HIGH else value
        high = number.high if number.end is End.LOW else value
        if any(high <= worth for worth in least):
            return Verdict.HOLDS
        if any(low < worth for worth in most.values()):
            return Verdict.CONTESTED
        ties = [package for package, worth in most.items() if worth == low]  # the limit may be no reading itself
        polytope = Polytope.of(case_at(case, number, value), actor)
        return _verdict_of(False, any(polytope.is_possible(package) for package in ties))

    return _Search(verdict_at, [*least, *most.values()], is_complete=is_complete)


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
