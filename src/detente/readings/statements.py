"""Statements about an actor's values, as linear constraints; and which of them cannot hold together.

The unknowns are x(issue, option), the value of each option (each knot of a numeric issue), and r,
the no-deal value, on a scale where each issue's worst option is 0 and the best options sum to 1
(robust ordinal regression: Jacquet-Lagreze & Siskos 1982; Greco, Mousseau & Slowinski 2008).
Pure Python, so that a case can be checked without loading arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from detente.model.case import Case
from detente.model.formula import evaluate
from detente.model.issue import Issue
from detente.model.no_deal import NoDealStatement, Relation
from detente.model.package import Package
from detente.model.preference import (
    Importance,
    Indifference,
    Link,
    OptionRanking,
    PackageComparison,
    Points,
    PointsRange,
    Statement,
    Weights,
)
from detente.model.proposal import Answer

__all__ = [
    "NO_DEAL",
    "Comparison",
    "Constraint",
    "Expression",
    "Rejection",
    "constraints",
    "has_no_deal_value",
    "option_value",
    "package_value",
    "rejections",
]

NO_DEAL = "no-deal value"
"""The unknown r; every other unknown is an (issue, option) pair, a weight an (issue, "") pair."""

Unknown = tuple[str, str] | str


class Comparison:
    """How an expression stands to 0."""

    ABOVE = ">"
    AT_LEAST = ">="
    EQUAL = "="


@dataclass(frozen=True, slots=True)
class Expression:
    """A linear expression: terms and a constant."""

    terms: tuple[tuple[Unknown, Fraction], ...]
    constant: Fraction = Fraction(0)

    def __add__(self, other: Expression) -> Expression:
        total: dict[Unknown, Fraction] = dict(self.terms)
        for unknown, factor in other.terms:
            total[unknown] = total.get(unknown, Fraction(0)) + factor
        return Expression(tuple((u, f) for u, f in total.items() if f), self.constant + other.constant)

    def __neg__(self) -> Expression:
        return Expression(tuple((u, -f) for u, f in self.terms), -self.constant)

    def __sub__(self, other: Expression) -> Expression:
        return self + -other


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """``expression`` stands in ``comparison`` to 0; ``statement`` is the id of the statement that says so."""

    expression: Expression
    comparison: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A rejection on record of a package that breaks red lines of the actor.

    It is explained by the actor's values (the package is worth less than no deal) or by one of
    ``red_lines`` in force, so it constrains a reading only when those are off.
    """

    proposal: str
    package: Package
    red_lines: tuple[str, ...]


def constraints(case: Case, actor_id: str) -> tuple[Constraint, ...]:
    """Every constraint the record puts on an actor's values and no-deal value, in the order of the file."""
    found: list[Constraint] = []
    for statement in case.statements_of(actor_id):
        found.extend(_of_statement(case, statement))
    for worth in case.no_deal.statements:
        if worth.actor == actor_id:
            found.extend(_of_no_deal(case, worth))
    found.extend(_of_responses(case, actor_id))
    return tuple(found)


def has_no_deal_value(case: Case, actor_id: str) -> bool:
    """Whether some statement bounds what no deal is worth to the actor (design rule 5)."""
    return any(statement.actor == actor_id for statement in case.no_deal.statements)


def rejections(case: Case, actor_id: str) -> tuple[Rejection, ...]:
    """Rejections on record that a red line may explain, in the order of the file."""
    return tuple(rejection for _, rejection in _rejections(case, actor_id) if rejection.red_lines)


def option_value(issue: Issue, option_id: str) -> Expression:
    """The value of an option: its own unknown, or interpolated between the knots around it."""
    if not issue.is_numeric or option_id in issue.knots:
        return _single((issue.id, option_id))
    number = issue.option(option_id).number
    numbers = [(issue.option(knot).number, knot) for knot in issue.knots]
    for (low, below), (high, above) in pairwise(numbers):
        if number is None or low is None or high is None:
            raise ValueError(f"{issue.id} has an option without a number")
        if low <= number <= high:
            share = (number - low) / (high - low)
            return Expression((((issue.id, below), 1 - share), ((issue.id, above), share)))
    raise ValueError(f"{option_id} lies outside the knots of {issue.id}")


def package_value(case: Case, package: Package) -> Expression:
    """The value of a complete package; raises ``KeyError`` if it lacks an issue."""
    total = Expression(())
    for issue in case.issues:
        total = total + option_value(issue, package[issue.id])
    return total


def weight(issue_id: str) -> Expression:
    """The value an issue spans from its worst to its best option."""
    return _single((issue_id, ""))


def _single(unknown: Unknown) -> Expression:
    return Expression(((unknown, Fraction(1)),))


def _points(points: Fraction) -> Expression:
    return Expression((), points / 100)


_COMPARISONS = {Link.ABOVE: Comparison.ABOVE, Link.AT_LEAST: Comparison.AT_LEAST, Link.EQUAL: Comparison.EQUAL}


def _chain(values: Sequence[Expression], links: Sequence[Link], statement: str) -> Iterator[Constraint]:
    for (better, worse), link in zip(pairwise(values), links, strict=True):
        yield Constraint(expression=better - worse, comparison=_COMPARISONS[link], statement=statement)


def _within(value: Expression, points: PointsRange, statement: str) -> Iterator[Constraint]:
    if points.is_exact:
        yield Constraint(expression=value - _points(points.low), comparison=Comparison.EQUAL, statement=statement)
    else:
        yield Constraint(expression=value - _points(points.low), comparison=Comparison.AT_LEAST, statement=statement)
        yield Constraint(expression=_points(points.high) - value, comparison=Comparison.AT_LEAST, statement=statement)


def _of_statement(case: Case, statement: Statement) -> Iterator[Constraint]:
    match statement:
        case OptionRanking(id=sid, issue=issue_id, options=options, links=links, is_complete=is_complete):
            issue = case.issue(issue_id)
            yield from _chain([option_value(issue, option) for option in options], links, sid)
            if is_complete:
                best, worst = option_value(issue, options[0]), option_value(issue, options[-1])
                yield Constraint(expression=best - weight(issue_id), comparison=Comparison.EQUAL, statement=sid)
                yield Constraint(expression=worst, comparison=Comparison.EQUAL, statement=sid)
        case Importance(id=sid, issues=issues, links=links):
            yield from _chain([weight(issue_id) for issue_id in issues], links, sid)
        case Weights(id=sid, weights=weights):
            for issue_id, points in weights:
                yield from _within(weight(issue_id), points, sid)
        case Points(id=sid, issue=issue_id, points=given):
            for option, points in given:
                yield from _within(option_value(case.issue(issue_id), option), points, sid)
        case PackageComparison(id=sid, better=better, worse=worse, link=link):
            difference = package_value(case, better) - package_value(case, worse)
            yield Constraint(expression=difference, comparison=_COMPARISONS[link], statement=sid)
        case Indifference(id=sid, issues=issues):
            for issue_id in issues:
                yield Constraint(expression=weight(issue_id), comparison=Comparison.EQUAL, statement=sid)


def _of_no_deal(case: Case, worth: NoDealStatement) -> Iterator[Constraint]:
    r = _single(NO_DEAL)
    if worth.points is not None:
        yield from _within(r, worth.points, worth.id)
    if worth.relation is not None and worth.package is not None:
        value = package_value(case, worth.package)
        if worth.relation is Relation.AT_MOST:
            yield Constraint(expression=value - r, comparison=Comparison.AT_LEAST, statement=worth.id)
        else:
            comparison = Comparison.EQUAL if worth.relation is Relation.EQUAL else Comparison.AT_LEAST
            yield Constraint(expression=r - value, comparison=comparison, statement=worth.id)


def _of_responses(case: Case, actor_id: str) -> Iterator[Constraint]:
    """Accepted packages are worth no deal at least; rejected ones less, unless a red line explains it."""
    r = _single(NO_DEAL)
    for proposal in case.proposals:
        for response in proposal.responses:
            if response.actor == actor_id and response.answer is Answer.ACCEPTED and _is_complete(case, proposal.package):
                value = package_value(case, proposal.package)
                statement = f"responses.{proposal.id}.{actor_id}"
                yield Constraint(expression=value - r, comparison=Comparison.AT_LEAST, statement=statement)
    for statement, rejection in _rejections(case, actor_id):
        if not rejection.red_lines:
            value = package_value(case, rejection.package)
            yield Constraint(expression=r - value, comparison=Comparison.ABOVE, statement=statement)


def _rejections(case: Case, actor_id: str) -> Iterator[tuple[str, Rejection]]:
    for proposal in case.proposals:
        for response in proposal.responses:
            is_rejected = response.actor == actor_id and response.answer is Answer.REJECTED
            if is_rejected and _is_complete(case, proposal.package):
                terms = proposal.package.as_dict()
                broken = tuple(line.id for line in case.red_lines_of(actor_id) if not evaluate(line.requires, terms))
                rejection = Rejection(proposal=proposal.id, package=proposal.package, red_lines=broken)
                yield f"responses.{proposal.id}.{actor_id}", rejection


def _is_complete(case: Case, package: Package) -> bool:
    """Whether a package says something on every issue; a partial one constrains no value."""
    return all(issue.id in package for issue in case.issues)
