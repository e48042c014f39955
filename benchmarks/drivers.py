"""What drives the verdict of the bundled cases; baseline: the agreement question asked again for every number tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from benchmarks.measure import Measured, timed
from detente.casefile.load import load
from detente.model.actor import Actor, Role
from detente.model.case import Case
from detente.model.issue import Issue, Option
from detente.model.no_deal import NoDeal, NoDealStatement
from detente.model.preference import Points, PointsRange
from detente.model.verdict import Verdict
from detente.questions.agreement.drivers.judged_numbers import case_at, judged_numbers
from detente.questions.agreement.drivers.question import break_evens, drivers
from detente.questions.agreement.question import agreement

__all__ = ["measure"]

RUNS = 3


def measure() -> list[Measured]:
    """Seconds; the break-even value of one number is found again by bisection on the verdict, and compared."""
    gaza, tram, river = (load(slug) for slug in ("gaza-truce-2024-04", "tram-strike", "river-treaty"))
    large = _large()
    found = next(e for e in break_evens(tram) if e.below is not None)
    if found.below is None or abs(_bisected(tram) - found.below.value) > Fraction(1, 1000):
        raise AssertionError("bisection finds another break-even value")
    by_hand = timed(lambda: _bisected(tram), runs=RUNS)[0] * len(break_evens(tram))
    return [
        _measured("break-even values, Gaza case", lambda: break_evens(gaza), goal=5.0),
        _measured(
            "break-even values, tram case",
            lambda: break_evens(tram),
            baseline="bisection on the verdict",
            baseline_median=by_hand,
        ),
        _measured("all that drives the verdict, Gaza case, 2,000 readings", lambda: drivers(gaza)),
        _measured("all that drives the verdict, river case, 2,000 readings", lambda: drivers(river)),
        _measured("in brief, Gaza case, 400 readings", lambda: _in_brief(gaza), goal=0.8),
        _measured("in brief, river case, 400 readings", lambda: _in_brief(river), goal=0.8),
        _measured("in brief, tram case", lambda: _in_brief(tram), goal=0.8),
        _measured("all that drives the verdict, two parties, 12 issues of 6 options, exact", lambda: drivers(large), goal=4.0),
    ]


def _large() -> Case:
    """Two billion packages: what one party gains from each step of an issue the other loses, at another rate."""
    names = [f"i{k}" for k in range(12)]
    issues = tuple(
        Issue(
            id=name,
            question=f"{name}?",
            name=name,
            options=tuple(Option(id=f"o{j}", label=f"o{j}") for j in range(6)),
            is_ordered=True,
            steps=tuple((f"o{j}", f"o{j + 1}") for j in range(5)),
            knots=tuple(f"o{j}" for j in range(6)),
        )
        for name in names
    )
    points = []
    for actor in ("a", "b"):
        for k, name in enumerate(names):
            weight = Fraction(100 * (k + 1 if actor == "a" else 12 - k), 78)
            worths = [weight * (j if actor == "a" else 5 - j) / 5 for j in range(6)]
            given = tuple((f"o{j}", PointsRange(low=w, high=w)) for j, w in enumerate(worths))
            points.append(Points(id=f"{actor}-{name}", actor=actor, issue=name, points=given))
    floors = [NoDealStatement(id=a, actor=a, points=PointsRange(low=Fraction(55), high=Fraction(55))) for a in ("a", "b")]
    return Case(
        slug="large",
        title="Large",
        as_of=dt.date(2025, 1, 1),
        question="?",
        actors=tuple(Actor(id=a, name=a, role=Role.PARTY) for a in ("a", "b")),
        issues=issues,
        preferences=tuple(points),
        no_deal=NoDeal(statements=tuple(floors)),
    )


def _in_brief(case: Case) -> object:
    return drivers(case, readings=400, bar_readings=100, with_openings=False)


def _bisected(case: Case) -> Fraction:
    """Where the verdict changes below the first no-deal value, to a thousandth of a point."""
    number = judged_numbers(case)[0]
    low, high = Fraction(40), number.stated
    while high - low > Fraction(1, 1000):
        middle = (low + high) / 2
        is_deal = agreement(case_at(case, number, middle)).verdict is Verdict.HOLDS
        low, high = (middle, high) if is_deal else (low, middle)
    return low


def _measured(
    what: str,
    action: Callable[[], object],
    *,
    goal: float | None = None,
    baseline: str | None = None,
    baseline_median: float | None = None,
) -> Measured:
    median, least, most = timed(action, runs=RUNS)
    return Measured(
        what=what,
        unit="s",
        median=median,
        least=least,
        most=most,
        goal=goal,
        baseline=baseline,
        baseline_median=baseline_median,
    )
