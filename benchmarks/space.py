"""The agreement question on 10^5 packages; baseline: each package of each reading valued in Python."""

from __future__ import annotations

import datetime as dt
import time
from fractions import Fraction
from itertools import pairwise

from benchmarks.measure import Measured, timed
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.formula import OneOf, Operator
from detente.model.issue import Issue, Option
from detente.model.no_deal import NoDeal, NoDealStatement
from detente.model.package import Package
from detente.model.preference import Link, OptionRanking, PointsRange
from detente.model.red_line import RedLine
from detente.questions.agreement.question import agreement
from detente.readings.draws import draw
from detente.readings.space import PackageSpace

__all__ = ["measure"]

READINGS = 2000


def opposed(n_issues: int) -> Case:
    """Two parties with opposite rankings on issues of ten options, and a red line each."""
    options = tuple(f"o{k}" for k in range(10))
    issues = tuple(
        Issue(
            id=f"i{k}",
            question="?",
            name=f"i{k}",
            options=tuple(Option(id=o, label=o) for o in options),
            is_ordered=True,
            steps=tuple(pairwise(options)),
            knots=options,
        )
        for k in range(n_issues)
    )
    ranked = tuple(
        OptionRanking(
            id=f"{a}-{i.id}",
            actor=a,
            issue=i.id,
            options=options if a == "a" else options[::-1],
            links=(Link.ABOVE,) * 9,
            is_complete=True,
        )
        for i in issues
        for a in "ab"
    )

    worth = tuple(
        NoDealStatement(id=f"{a}-worth", actor=a, points=PointsRange(low=Fraction(30), high=Fraction(50))) for a in "ab"
    )
    lines = tuple(
        RedLine(id=f"{a}-line", actor=a, requires=OneOf("i0", allowed, Operator.IN, "{}"))
        for a, allowed in (("a", options[:3]), ("b", options[5:]))
    )
    return Case(
        slug="opposed",
        title="Opposed",
        as_of=dt.date(2024, 1, 1),
        question="?",
        issues=issues,
        actors=tuple(Actor(id=a, name=a, role=Role.PARTY) for a in "ab"),
        preferences=ranked,
        red_lines=lines,
        no_deal=NoDeal(path=Package.of({i.id: "o0" for i in issues}), statements=worth),
    )


def measure() -> list[Measured]:
    """Seconds for the whole question."""
    case = opposed(5)
    median, least, most = timed(lambda: agreement(case, readings=READINGS), runs=3)
    return [
        Measured(
            what=f"agreement, 10^5 packages, {READINGS} readings",
            unit="s",
            median=median,
            least=least,
            most=most,
            baseline="plain Python, from two readings",
            baseline_median=_plain(case),
        )
    ]


def _plain(case: Case) -> float:
    """Seconds to value every package of every reading one by one, from two readings."""
    drawn = draw(case, 2, 1)
    space = PackageSpace(case)
    start = time.perf_counter()
    for reading in range(2):
        tables = [[t[reading].tolist() for t in a.tables] for a in drawn.actors]
        for index in range(space.size):
            rest, digits = index, []
            for size in reversed(space.shape):
                rest, digit = divmod(rest, size)
                digits.append(digit)
            digits.reverse()
            for table in tables:
                sum(values[d] for values, d in zip(table, digits, strict=True))
    return (time.perf_counter() - start) / 2 * READINGS
