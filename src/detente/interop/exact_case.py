"""A case as an agreement problem, where its record leaves nothing open: one number for every value.

Whether it does is decided exactly: a value is known when the least and the greatest the record allows are the same.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from detente.casefile.source import Report, listed
from detente.casefile.values import number_text
from detente.diagnostics import Note, Span
from detente.interop.genius import unique_names
from detente.model.case import Case
from detente.model.issue import Issue
from detente.model.preference import Points
from detente.problem.problem import AgreementProblem
from detente.readings.statements import NO_DEAL, Expression, Unknown, has_no_deal_value, option_value
from detente.readings.value_space import OutOfBudget, ValueSpace, value_space

__all__ = ["exact_problem", "whole_number_issues"]

_SHOWN = 8
_ONE = Fraction(1)


def exact_problem(case: Case, *, place: Span, report: Report) -> AgreementProblem | None:
    """The problem of a case in points, by the names of parties, issues and options; ``None`` when a value is not exact.

    A party without any statement on no deal has no reservation value in the problem. What the case asks beyond values
    (red lines, rules) is no part of it, and is listed as DET623.
    """
    actors = case.parties
    tables = [_table(case, actor.id, place, report) for actor in actors]
    floors = [_floor(case, actor.id, place, report) for actor in actors]
    known = [table for table in tables if table is not None]
    if len(known) < len(actors) or report.has_errors or not actors:
        return None
    _left_out(case, place, report)
    return AgreementProblem.of(
        known,
        floors,
        parties=unique_names([actor.name for actor in actors]),
        issues=unique_names([issue.name for issue in case.issues]),
        options=[_labels(issue) for issue in case.issues],
    )


def whole_number_issues(case: Case) -> frozenset[str]:
    """Names, as in the problem, of numeric issues whose options are whole numbers one apart."""
    names = unique_names([issue.name for issue in case.issues])
    return frozenset(name for name, issue in zip(names, case.issues, strict=True) if _is_whole(issue))


def _is_whole(issue: Issue) -> bool:
    numbers = [option.number for option in issue.options if option.number is not None]
    steps = {b - a for a, b in pairwise(numbers)}
    return issue.is_numeric and steps == {_ONE} and numbers[0].denominator == 1


def _labels(issue: Issue) -> tuple[str, ...]:
    """Numbers as numbers, else what the options are called."""
    if issue.is_numeric:
        return issue.option_ids
    return unique_names([option.label for option in issue.options])


def _table(case: Case, actor: str, place: Span, report: Report) -> list[list[Fraction]] | None:
    """Points per issue and option; ``None`` when some are not exact, which DET622 lists."""
    values = _written(case, actor)
    loose: list[str] = []
    space = None
    for issue in case.issues:
        for option in issue.valued_options:
            if (issue.id, option) not in values:
                space = value_space(case, actor) if space is None else space
                low, high = _bounds(space, (issue.id, option))
                if low is not None and low == high:
                    values[(issue.id, option)] = low
                else:
                    loose.append(f"`{issue.id}` `{option}`: {_between(low, high)}")
    if loose:
        notes = [Note(text=text) for text in loose[:_SHOWN]]
        if len(loose) > _SHOWN:
            notes.append(Note(text=f"and {len(loose) - _SHOWN} more"))
        what = f"{len(loose)} values of `{actor}` are not exact" if len(loose) > 1 else f"a value of `{actor}` is not exact"
        advice = "give exact points of every option, as in `points: {rent: {low: 0, high: 40}}`; a range has no place there"
        report.error("DET622", what, place, notes=notes, help=advice)
        return None
    return [[_value(issue, option, values) for option in issue.option_ids] for issue in case.issues]


def _written(case: Case, actor: str) -> dict[tuple[str, str], Fraction]:
    """Points the case gives as single numbers."""
    return {
        (statement.issue, option): given.low
        for statement in case.statements_of(actor)
        if isinstance(statement, Points)
        for option, given in statement.points
        if given.is_exact
    }


def _value(issue: Issue, option: str, values: dict[tuple[str, str], Fraction]) -> Fraction:
    """An option's points, on the line between two knots where it is none itself."""
    expression = option_value(issue, option)
    found = expression.constant
    for unknown, factor in expression.terms:
        found += factor * values[(unknown[0], unknown[1])]
    return found


def _floor(case: Case, actor: str, place: Span, report: Report) -> Fraction | None:
    if not has_no_deal_value(case, actor):
        return None
    single = [s.points.low for s in case.no_deal.statements if s.actor == actor and s.points is not None and s.points.is_exact]
    if single:
        return single[0]
    low, high = _bounds(value_space(case, actor), NO_DEAL)
    if low is not None and low == high:
        return low
    advice = "give it one number, as in `worth: 40`"
    report.error("DET622", f"the no-deal value of `{actor}` is not exact: {_between(low, high)}", place, help=advice)
    return None


def _bounds(space: ValueSpace, unknown: Unknown) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest points the record allows; ``None`` where that takes too long to tell."""
    try:
        high = space.extreme(Expression(((unknown, _ONE),)))
        low = space.extreme(Expression(((unknown, -_ONE),)))
    except OutOfBudget:
        return None, None
    return (-low[0] * 100 if low is not None else None), (high[0] * 100 if high is not None else None)


def _between(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return "not given"
    return f"from {_short(low)} to {_short(high)}"


def _short(points: Fraction) -> str:
    exact = number_text(points)
    return exact if len(exact) <= 8 else f"{float(points):.4g}"


def _left_out(case: Case, place: Span, report: Report) -> None:
    """DET623: what a scoring cannot express."""
    kinds = (
        ("red lines", [line.id for line in case.red_lines]),
        ("rules on what is feasible", [rule.id for rule in case.feasibility]),
        ("rules on what makes a deal", [rule.id for rule in case.deal_requires]),
    )
    notes = [Note(text=f"{kind}: {listed(ids)}") for kind, ids in kinds if ids]
    if notes:
        advice = "there every package may be agreed; who reads it must be told what is refused"
        report.warning("DET623", "what is written has values only, and no place for this", place, notes=notes, help=advice)
