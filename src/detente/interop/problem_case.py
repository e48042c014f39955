"""An agreement problem as a case: each party's values on its own scale of 100 points, exactly, with the way back.

A case counts points from the worst option of every issue, and the best options of a party add up to 100. A party's
value of a package is therefore ``offset + unit * points``, where ``offset`` is its value of the worst package and
``unit`` a hundredth of what lies between worst and best. Its no-deal value is put on the same scale, and may lie
below 0 or above 100.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from detente.casefile.source import Report, listed
from detente.casefile.values import number_text
from detente.diagnostics import Span
from detente.interop.ids import ids_of
from detente.interop.numbers import fits_case
from detente.interop.rounding import rounded_points
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.evidence import Claim, ClaimKind, Source
from detente.model.issue import Issue, Option
from detente.model.no_deal import NoDeal, NoDealStatement
from detente.model.preference import Points, PointsRange
from detente.problem.problem import AgreementProblem

__all__ = ["CaseHead", "CaseScale", "Origin", "case_of_problem", "scales_of"]

UNIT = "units"
FINE_DIGITS = 12
"""Digits below the bar beyond which values of several parties hardly fit on one scale of machine integers."""
MOST_NAMED = 1_000
"""Most options of an issue that are names and not numbers."""
_STEPS_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a problem comes from, which becomes the evidence of the case.

    Parameters
    ----------
    publisher, titles : of the sources, the file of each party; a file of all parties is named once for each.
    says : what such a file gives, as in "weights and evaluations".
    remarks : per party, what the case does not hold, such as a discount factor; empty where there is nothing.
    numeric : names of issues whose options are whole numbers one apart.
    """

    publisher: str
    titles: tuple[str, ...]
    says: str
    remarks: tuple[str, ...]
    numeric: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """What a case is called; ``digits`` are the decimals its points are rounded to, ``None`` for exact points."""

    slug: str
    title: str
    as_of: dt.date
    digits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScale:
    """The way back from a party's points to its values: ``value = offset + unit * points``."""

    party: str
    offset: Fraction
    unit: Fraction

    def points(self, value: Fraction) -> Fraction:
        """A value of a package, or a no-deal value, in points."""
        return (value - self.offset) / self.unit


def scales_of(problem: AgreementProblem) -> tuple[CaseScale, ...]:
    """Per party; the unit is 0 for a party to whom all packages are alike.

    Examples
    --------
    >>> scales_of(AgreementProblem.of([[["0.2", "0.6"], ["0.1", "0.2"]]]))[0].unit
    Fraction(1, 200)
    """
    return tuple(
        CaseScale(
            party=party,
            offset=sum((min(row) for row in rows), Fraction(0)),
            unit=sum((max(row) - min(row) for row in rows), Fraction(0)) / 100,
        )
        for party, rows in zip(problem.parties, problem.values, strict=True)
    )


def case_of_problem(problem: AgreementProblem, origin: Origin, head: CaseHead, *, place: Span, report: Report) -> Case | None:
    """The case of a problem; ``None`` when a case cannot say it, which is reported at ``place``.

    Issues with one option are left out: they are nothing to negotiate. A party without a reservation value gets no
    no-deal value, which the case then leaves open.
    """
    scales = scales_of(problem)
    if not _can_be_said(problem, scales, origin, place, report):
        return None
    issues = _issues(problem, origin)
    actors = ids_of(problem.parties, "party")
    files = list(dict.fromkeys(origin.titles))
    source_of = dict(zip(files, ids_of(files, "source"), strict=True))
    parts = [
        _part(problem, issues, party, actor, scale, head.digits)
        for party, (actor, scale) in enumerate(zip(actors, scales, strict=True))
    ]
    case = Case(
        slug=head.slug,
        title=head.title,
        as_of=head.as_of,
        question="Is there an agreement that every party takes rather than none?",
        notes="Converted. The note of each claim says how a party's points become its values in the original file.",
        sources=tuple(
            Source(id=source, publisher=origin.publisher, title=name, date=head.as_of) for name, source in source_of.items()
        ),
        claims=tuple(
            Claim(
                id=_claim_id(actor),
                text=f"The file gives {origin.says} of {name}.",
                kind=ClaimKind.ASSESSMENT,
                source=source_of[file],
                said_by=(),
                said_on=head.as_of,
                note=_way_back(part, scale, remark, head.digits),
            )
            for name, actor, file, part, scale, remark in zip(
                problem.parties, actors, origin.titles, parts, scales, origin.remarks, strict=True
            )
        ),
        actors=tuple(Actor(id=a, name=name, role=Role.PARTY) for a, name in zip(actors, problem.parties, strict=True)),
        issues=tuple(issue for _, issue in issues),
        preferences=tuple(statement for part in parts for statement in part.points),
        no_deal=NoDeal(statements=tuple(worth for part in parts for worth in part.worth)),
    )
    return case if _fits(case, place, report) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What a case says of one party; ``most`` is how far rounding moved a package at the most, in points."""

    points: tuple[Points, ...]
    worth: tuple[NoDealStatement, ...]
    most: Fraction


def _claim_id(actor: str) -> str:
    return f"{actor}_points"


def _part(
    problem: AgreementProblem,
    issues: Sequence[tuple[int, Issue]],
    party: int,
    actor: str,
    scale: CaseScale,
    digits: int | None,
) -> _Part:
    rows = [_row(problem.values[party][k], issue, scale) for k, issue in issues]
    floor = problem.reservation_values[party]
    worth = None if floor is None else scale.points(floor)
    most = Fraction(0)
    if digits is not None:
        found = rounded_points(rows, digits)
        rows, most = [list(row) for row in found.rows], found.most
        worth = worth if worth is None else round(worth, digits)
    because = (_claim_id(actor),)
    points = tuple(
        Points(
            id=f"{actor}-{number}",
            actor=actor,
            issue=issue.id,
            points=tuple((o, _exactly(value)) for o, value in zip(issue.valued_options, row, strict=True)),
            because=because,
        )
        for number, ((_, issue), row) in enumerate(zip(issues, rows, strict=True), 1)
    )
    statement = (
        NoDealStatement(id=f"no_deal.{actor}-1", actor=actor, points=_exactly(worth), because=because)
        if worth is not None
        else None
    )
    return _Part(points=points, worth=() if statement is None else (statement,), most=most)


def _can_be_said(problem: AgreementProblem, scales: Sequence[CaseScale], origin: Origin, place: Span, report: Report) -> bool:
    if problem.interactions or problem.requirements:
        advice = "leave interaction terms and requirements out, and write red lines into the case afterwards"
        report.error("DET623", "only values and reservation values become a case", place, help=advice)
        return False
    alike = [scale.party for scale in scales if scale.unit == 0]
    if alike:
        who = f"{listed(alike)} {'value' if len(alike) > 1 else 'values'} all packages alike"
        advice = "a case measures a party's values between its worst and its best package; here they are the same"
        report.error("DET620", f"{who}, so there are no points to give", place, help=advice)
    long = [
        name
        for name, options in zip(problem.issues, problem.options, strict=True)
        if len(options) > MOST_NAMED and name not in origin.numeric
    ]
    if long:
        advice = "nobody talks about so many by name; group them, or write numbers as a range"
        report.error("DET602", f"{listed(long)}: more than {MOST_NAMED:,} named options", place, help=advice)
    single = [name for name, options in zip(problem.issues, problem.options, strict=True) if len(options) == 1]
    if single:
        what = f"{listed(single)} left out: there is only one option"
        report.note("DET625", what, place, help="there is nothing to choose; what it is worth is in the note of each claim")
    open_to = [p for p, floor in zip(problem.parties, problem.reservation_values, strict=True) if floor is None]
    if open_to:
        advice = "write what no deal is worth to them under `no_deal: values:`, if it is known"
        report.note("DET634", f"no reservation value of {listed(open_to)}: the case leaves it open", place, help=advice)
    return not alike and not long


def _issues(problem: AgreementProblem, origin: Origin) -> list[tuple[int, Issue]]:
    """Position in the problem and the issue of each that has a choice."""
    kept = [k for k, options in enumerate(problem.options) if len(options) > 1]
    names = [problem.issues[k] for k in kept]
    found = []
    for k, name, issue_id in zip(kept, names, ids_of(names, "issue"), strict=True):
        is_numeric = name in origin.numeric
        options = _numbers(problem.options[k]) if is_numeric else _named(problem.options[k])
        ids = tuple(option.id for option in options)
        few = combinations(ids, 2) if len(ids) <= _STEPS_LISTED else ()
        issue = Issue(
            id=issue_id,
            question=f"What is agreed on {name}?",
            name=name,
            options=options,
            is_ordered=is_numeric,
            is_numeric=is_numeric,
            unit=UNIT if is_numeric else None,
            steps=tuple(pairwise(ids)) if is_numeric else tuple(few),
            knots=tuple(ids[b] for b in _bends(problem, k)) if is_numeric else ids,
        )
        found.append((k, issue))
    return found


def _named(labels: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(id=o, label=label) for o, label in zip(ids_of(labels, "option"), labels, strict=True))


def _numbers(labels: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(id=label, label=f"{label} {UNIT}", number=Fraction(label)) for label in labels)


def _bends(problem: AgreementProblem, issue: int) -> list[int]:
    """Options at which some party's values change their slope, with the two ends: a case draws lines between them."""
    last = len(problem.options[issue]) - 1
    rows = [values[issue] for values in problem.values]
    inner = [o for o in range(1, last) if any(row[o + 1] - row[o] != row[o] - row[o - 1] for row in rows)]
    return [0, *inner, last]


def _row(values: Sequence[Fraction], issue: Issue, scale: CaseScale) -> list[Fraction]:
    """Points of the options a case gives values for."""
    low, of = min(values), dict(zip(issue.option_ids, values, strict=True))
    return [(of[option] - low) / scale.unit for option in issue.valued_options]


def _exactly(points: Fraction) -> PointsRange:
    return PointsRange(low=points, high=points)


def _way_back(part: _Part, scale: CaseScale, remark: str, digits: int | None) -> str:
    text = f"value = {number_text(scale.offset)} + {number_text(scale.unit)} x points"
    if digits is not None:
        text += f". The points are rounded to {digits} decimals, which moves no package by more than {float(part.most):.2g}"
    return f"{text}. {remark}" if remark else text


def _fits(case: Case, place: Span, report: Report) -> bool:
    """DET621 and DET627: a case file holds numbers of so many digits and no more; rounding them would not be exact."""
    numbers = [p.low for s in case.preferences if isinstance(s, Points) for _, p in s.points]
    numbers += [s.points.low for s in case.no_deal.statements if s.points is not None]
    long = next((number for number in numbers if not fits_case(number)), None)
    if long is not None:
        advice = "round them, as with `--digits 6`"
        report.error("DET621", f"points have more digits than a case file holds: {number_text(long)}", place, help=advice)
        return False
    fine = max((len(str(number.denominator)) for number in numbers), default=0)
    if fine > FINE_DIGITS:
        advice = "`--digits 6` rounds them, and the case then says how far that moves a package"
        message = f"points are exact fractions with up to {fine} digits below the bar, too fine for some questions"
        report.note("DET627", message, place, help=advice)
    return True
