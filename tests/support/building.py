"""Cases built in code, for tests that are about values and not about files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.formula import OneOf, Operator
from detente.model.issue import Issue, Option
from detente.model.no_deal import NoDeal, NoDealStatement
from detente.model.package import Package
from detente.model.preference import Link, OptionRanking, Points, PointsRange, Statement
from detente.model.red_line import CERTAIN, Likelihood, RedLine

DAY = dt.date(2024, 4, 11)


def named_issue(issue_id: str, options: Sequence[str]) -> Issue:
    """An ordered issue with named options."""
    return Issue(
        id=issue_id,
        question=f"{issue_id}?",
        name=issue_id,
        options=tuple(Option(id=o, label=o) for o in options),
        is_ordered=True,
        steps=tuple(pairwise(options)),
        knots=tuple(options),
    )


def numeric_issue(issue_id: str, low: int, high: int, step: int, knots: Sequence[int]) -> Issue:
    """A numeric issue with options every ``step`` and at its knots."""
    numbers = sorted({*range(low, high + 1, step), high, *knots})
    options = tuple(Option(id=str(n), label=str(n), number=Fraction(n)) for n in numbers)
    return Issue(
        id=issue_id,
        question=f"{issue_id}?",
        name=issue_id,
        options=options,
        is_ordered=True,
        is_numeric=True,
        unit="units",
        steps=tuple(pairwise(o.id for o in options)),
        knots=tuple(str(k) for k in knots),
    )


def ranking(
    actor: str, issue: Issue, best_first: Sequence[str], *, sid: str = "", links: Sequence[Link] | None = None
) -> OptionRanking:
    """A strict ranking unless links say otherwise."""
    knots = issue.knots if issue.is_numeric else issue.option_ids
    return OptionRanking(
        id=sid or f"{actor}-{issue.id}",
        actor=actor,
        issue=issue.id,
        options=tuple(best_first),
        links=tuple(links) if links is not None else (Link.ABOVE,) * (len(best_first) - 1),
        is_complete=set(best_first) == set(knots),
    )


def points(actor: str, issue: str, given: Mapping[str, int | tuple[int, int]], *, sid: str = "") -> Points:
    """Points of options, exact or (low, high)."""
    ranges = tuple((o, span(v)) for o, v in given.items())
    return Points(id=sid or f"{actor}-points-{issue}", actor=actor, issue=issue, points=ranges)


def span(value: int | tuple[int, int]) -> PointsRange:
    """A points range."""
    low, high = (value, value) if isinstance(value, int) else value
    return PointsRange(low=Fraction(low), high=Fraction(high))


def worth(actor: str, value: int | tuple[int, int]) -> NoDealStatement:
    """A no-deal value in points."""
    return NoDealStatement(id=f"{actor}-worth", actor=actor, points=span(value))


def red_line(line_id: str, actor: str, issue: Issue, allowed: Sequence[str], firmness: float | None = None) -> RedLine:
    """A red line that allows some options of one issue."""
    chance = CERTAIN if firmness is None else Likelihood(low=Fraction(str(firmness)), high=Fraction(str(firmness)))
    return RedLine(
        id=line_id,
        actor=actor,
        requires=OneOf(issue.id, tuple(allowed), Operator.IN, "{" + ", ".join(allowed) + "}"),
        firmness=chance,
    )


def case_of(
    issues: Sequence[Issue],
    statements: Sequence[Statement] = (),
    worths: Sequence[NoDealStatement] = (),
    red_lines: Sequence[RedLine] = (),
    *,
    parties: Sequence[str] = ("a", "b"),
    path: Mapping[str, str] | None = None,
    **more: object,
) -> Case:
    """A case with these issues; the no-deal path is the first option everywhere unless given."""
    terms = path if path is not None else {issue.id: issue.option_ids[0] for issue in issues}
    return Case(
        slug="built",
        title="Built in code",
        as_of=DAY,
        question="Why?",
        issues=tuple(issues),
        actors=tuple(Actor(id=p, name=p.upper(), role=Role.PARTY) for p in parties),
        preferences=tuple(statements),
        red_lines=tuple(red_lines),
        no_deal=NoDeal(path=Package.of(terms), statements=tuple(worths)),
        **more,  # type: ignore[arg-type]
    )
