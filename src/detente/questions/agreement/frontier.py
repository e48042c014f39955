"""What no party can better without another losing, and where the proposals and the bargaining solutions stand.

In one reading: the only one of an exact case, else the central one (the mean of those drawn). Red lines are in force as
stated if some package then is worth no deal to all; otherwise they are set aside, so that it can be seen what is
given away by holding to them. Rules, and what makes a package a deal, always hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.model.package import Package
from detente.model.verdict import Provenance, Verdict
from detente.problem.bargaining import BargainingSolution, egalitarian, kalai_smorodinsky, nash_bargaining, utilitarian
from detente.problem.existence import exists
from detente.problem.frontier import Frontier, pareto_frontier
from detente.problem.instance import Instance, instance
from detente.problem.sweep import TooEntangled
from detente.questions.agreement.as_problem import CaseProblem, as_problem
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.conditions import Condition
from detente.readings.draws import NoReading, Readings, draw
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong

__all__ = ["FrontierFinding", "FrontierPoint", "ProposalPoint", "frontier", "frontier_of_readings"]

POINTS = 2000
"""Points of a frontier listed; more are counted, and evenly thinned out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """A package on the frontier: what it is worth to each party in points, and how many packages are worth the same."""

    package: Package
    values: tuple[Fraction, ...]
    n_packages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPoint:
    """A complete proposal: its worth to each party, and a package better for all, if it is not on the frontier.

    ``better`` is worth at least as much to every party and more to some: the one that gains the worst-placed party most.
    ``broken`` are the conditions it breaks in this reading, red lines and no-deal values included.
    """

    proposal: str
    values: tuple[Fraction, ...]
    is_feasible: bool
    is_on_frontier: bool
    better: FrontierPoint | None
    broken: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierFinding:
    """The frontier in one reading, with the proposals and the bargaining solutions.

    Parameters
    ----------
    reason : why nothing could be said; then everything else is empty.
    parties : the order of all values.
    no_deal : per party, in points; ``None`` where the record does not say.
    is_central : the reading is the mean of those drawn, not the only one.
    red_lines_off : red lines are set aside, as no package passes them that is worth no deal to all.
    n_points : distinct value vectors on the frontier; ``points`` are all, or evenly chosen among them.
    is_complete : these are all; else every package comes within ``slack`` points of one.
    solutions : Nash, Kalai-Smorodinsky, egalitarian and utilitarian; empty where some no-deal value is unknown.
    """

    reason: str | None
    parties: tuple[str, ...]
    no_deal: tuple[Fraction | None, ...]
    is_central: bool
    red_lines_off: bool
    n_points: int
    points: tuple[FrontierPoint, ...]
    is_complete: bool
    slack: tuple[Fraction, ...]
    solutions: tuple[BargainingSolution, ...]
    proposals: tuple[ProposalPoint, ...]
    provenance: Provenance = field(repr=False)


def frontier(case: Case, *, readings: int = 2000, seed: int = 1) -> FrontierFinding:
    """The Pareto frontier of a case, whatever its size, with bargaining solutions and proposals.

    Parameters
    ----------
    readings, seed : as for the agreement question; the same draws are made.

    Raises
    ------
    ValueError
        If ``readings`` is less than 2 or ``seed`` negative.
    """
    if readings < 2:
        raise ValueError(f"readings must be at least 2, not {readings}")
    if seed < 0:
        raise ValueError(f"seed must not be negative, not {seed}")
    why = why_not_askable(case)
    if why is not None:
        return _unanswered(case, why, seed)
    try:
        drawn = draw(case, readings, seed, is_wide_allowed=True)
    except (NoReading, TooFine, OpenOrderTooLong) as limit:
        return _unanswered(case, str(limit), seed)
    return frontier_of_readings(case, drawn, seed=seed)


def frontier_of_readings(case: Case, drawn: Readings, *, seed: int = 1) -> FrontierFinding:
    """The same from readings already drawn; ``seed`` is theirs, for the provenance."""
    is_central = any(d.n > 1 for d in drawn.actors)
    found = as_problem(case, drawn, None if is_central else 0)
    try:
        off = not _has_deal(found)
        feasible = instance(found.problem, without=found.red_lines if off else ())
    except TooEntangled as limit:
        return _unanswered(case, str(limit), seed)
    every = pareto_frontier(feasible)
    n = max(d.n for d in drawn.actors)
    return FrontierFinding(
        reason="no package is a deal under the rules of the case" if feasible.sweep.is_empty else None,
        parties=found.problem.parties,
        no_deal=found.problem.reservation_values,
        is_central=is_central,
        red_lines_off=off and bool(found.red_lines),
        n_points=every.n_points,
        points=_points(every),
        is_complete=every.is_complete,
        slack=every.slack,
        solutions=_solutions(every),
        proposals=tuple(_proposals(found, feasible, every, set(found.red_lines) if off else set())),
        provenance=Provenance(
            method="issue by issue with dominated values dropped; exact integers",
            is_exact=not is_central,
            seed=seed if is_central else None,
            parameters=(("readings", str(n)), ("reading shown", "the mean of those drawn" if is_central else "the only one")),
        ),
    )


def _has_deal(found: CaseProblem) -> bool:
    """Whether some package passes the red lines and is worth no deal to all; unknown floors bind nobody."""
    return exists(found.problem).verdict is Verdict.HOLDS


def _points(every: Frontier) -> tuple[FrontierPoint, ...]:
    if not every.n_points:
        return ()
    chosen = np.unique(np.linspace(0, every.n_points - 1, min(POINTS, every.n_points)).astype(int))
    return tuple(_point(every, int(k)) for k in chosen)


def _point(every: Frontier, k: int) -> FrontierPoint:
    return FrontierPoint(package=every.package(k), values=every.value(k), n_packages=int(every.multiplicities[k]))


def _solutions(every: Frontier) -> tuple[BargainingSolution, ...]:
    if any(floor is None for floor in every.instance.floors) or not every.n_points:
        return ()
    return tuple(rule(every) for rule in (nash_bargaining, kalai_smorodinsky, egalitarian, utilitarian))


def _proposals(found: CaseProblem, feasible: Instance, every: Frontier, set_aside: set[str]) -> list[ProposalPoint]:
    case, problem = found.case, found.problem
    enforced = {r.id for r in problem.requirements} - set_aside
    told = []
    for proposal in case.proposals:
        if any(issue.id not in proposal.package for issue in case.issues):
            continue
        choice = problem.choice(proposal.package)
        values = tuple(problem.value(a, choice) for a in range(len(problem.parties)))
        broken = problem.broken(choice)
        is_feasible = not enforced & set(broken)
        better = _better(every, feasible, values)
        told.append(
            ProposalPoint(
                proposal=proposal.id,
                values=values,
                is_feasible=is_feasible,
                is_on_frontier=is_feasible and better is None and every.is_complete,
                better=better,
                broken=found.named(broken),
            )
        )
    return told


def _better(every: Frontier, feasible: Instance, values: tuple[Fraction, ...]) -> FrontierPoint | None:
    """A point of the frontier no worse for any party and better for some: the one with the largest least gain."""
    if not every.n_points:
        return None
    integers = [(v - feasible.offset[a]) / feasible.unit[a] for a, v in enumerate(values)]
    no_worse = np.ones(every.n_points, dtype=bool)
    better = np.zeros(every.n_points, dtype=bool)
    for row, at in zip(every.integers, integers, strict=True):
        no_worse &= row >= at
        better |= row > at
    chosen = np.flatnonzero(no_worse & better)
    if not len(chosen):
        return None
    gains = [[v - w for v, w in zip(every.value(int(k)), values, strict=True)] for k in chosen[:POINTS]]
    best = max(range(len(gains)), key=lambda k: (sorted(gains[k]), -k))
    return _point(every, int(chosen[best]))


def _unanswered(case: Case, reason: str, seed: int) -> FrontierFinding:
    return FrontierFinding(
        reason=reason,
        parties=tuple(party.id for party in case.parties),
        no_deal=(),
        is_central=False,
        red_lines_off=False,
        n_points=0,
        points=(),
        is_complete=False,
        slack=(),
        solutions=(),
        proposals=(),
        provenance=Provenance(method="none", is_exact=False, seed=seed, stop_reason=reason),
    )
