"""The cheapest openings in proven order, how little of each suffices, and the most plausible blocking sets.

In one reading: the only one of an exact case, else the central one. Giving up a red line costs its firmness (halfway
between the bounds the case gives), a no-deal value or a rule costs 1. What each opening is worth over all readings stands
beside it. Exact at any size; what a budget cuts short is said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction

from detente.model.case import Case
from detente.model.package import Package
from detente.model.verdict import Provenance
from detente.problem.conflicts import blocking_sets
from detente.problem.corrections import Opening as Correction
from detente.problem.corrections import openings
from detente.problem.degrees import cheapest_falls, falls_alone
from detente.problem.problem import AgreementProblem
from detente.problem.softening import soften
from detente.problem.sweep import TooEntangled
from detente.questions.agreement.as_problem import CaseProblem, as_problem
from detente.questions.agreement.askable import why_not_askable
from detente.questions.agreement.at_scale.play import Play
from detente.questions.agreement.conditions import Condition, ConditionKind
from detente.questions.agreement.finding import Concession
from detente.questions.agreement.intervals import Frequency, frequency
from detente.readings.draws import NoReading, Readings, draw
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong

__all__ = ["CheapestFinding", "CheapestOpening", "Fall", "PlausibleBlock", "cheapest_openings"]

MOST = 20
"""Openings and blocking sets sought unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """How far a party's no-deal value would have to fall, in points. ``is_proven`` when nothing less suffices."""

    actor: str
    points: Fraction
    is_proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheapestOpening:
    """One opening.

    ``cost`` as the module says. ``concessions`` are the fewest steps its red lines must move, the rest of it given up
    (``is_least_softening`` when proven; empty when no line moves). ``falls`` is, per no-deal value given up, how far it
    must fall, the rest given up. ``package`` is the fairest it leaves. ``suffices`` counts the readings without a deal in
    which giving all of it up leaves one; ``None`` where readings could not be played.
    """

    conditions: tuple[Condition, ...]
    cost: Fraction
    package: Package
    concessions: tuple[Concession, ...]
    is_least_softening: bool
    falls: tuple[Fall, ...]
    suffices: Frequency | None

    @property
    def steps(self) -> int:
        """Steps of concession in all."""
        return sum(c.steps for c in self.concessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlausibleBlock:
    """A blocking set with the doubt about it: the sum of what its red lines lack to certainty, 0 for other conditions."""

    conditions: tuple[Condition, ...]
    doubt: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CheapestFinding:
    """Openings by cost.

    Parameters
    ----------
    reason : why nothing could be said; then all else is empty.
    has_deal : a deal exists in the reading looked at, so nothing needs to give way.
    n_ordered : how many openings at the front are proven to be the cheapest, in this order.
    is_complete : these are all the openings of the reading.
    falls_alone : per party, how far its no-deal value alone would have to fall, red lines and rules kept; a party for
        which no fall suffices is left out.
    least_falls : the falls that open a deal at the least sum of points, lines and rules kept; ``None`` when none does.
    blocking : the most plausible blocking sets; ``is_blocking_complete`` when these are all.
    """

    reason: str | None
    is_central: bool
    has_deal: bool
    openings: tuple[CheapestOpening, ...]
    n_ordered: int
    is_complete: bool
    falls_alone: tuple[Fall, ...]
    least_falls: tuple[Fall, ...] | None
    blocking: tuple[PlausibleBlock, ...]
    is_blocking_complete: bool
    provenance: Provenance = field(repr=False)


def cheapest_openings(case: Case, *, most: int = MOST, readings: int = 2000, seed: int = 1) -> CheapestFinding:
    """The cheapest openings of a case, whatever its size, in proven order.

    Parameters
    ----------
    most : openings, and blocking sets, sought.
    readings, seed : as for the agreement question; the same draws are made.

    Raises
    ------
    ValueError
        If ``most`` is less than 1, ``readings`` less than 2 or ``seed`` negative.
    """
    if most < 1:
        raise ValueError(f"most must be at least 1, not {most}")
    if readings < 2:
        raise ValueError(f"readings must be at least 2, not {readings}")
    if seed < 0:
        raise ValueError(f"seed must not be negative, not {seed}")
    why = why_not_askable(case)
    if why is not None:
        return _unanswered(why, seed)
    try:
        drawn = draw(case, readings, seed, is_wide_allowed=True)
        return _answer(case, drawn, most, seed)
    except (NoReading, TooFine, OpenOrderTooLong, TooEntangled) as limit:
        return _unanswered(str(limit), seed)


def _answer(case: Case, drawn: Readings, most: int, seed: int) -> CheapestFinding:
    is_central = any(d.n > 1 for d in drawn.actors)
    found = as_problem(case, drawn, None if is_central else 0)
    opened = openings(found.problem, k=most)
    has_deal = any(not o.gives_up for o in opened.found)
    told = () if has_deal else opened.found
    blocked = blocking_sets(found.problem, k=most, doubt=_doubts(found))
    play = _play(case, drawn)
    return CheapestFinding(
        reason="no package is a deal under the rules of the case" if opened.is_possible is False else None,
        is_central=is_central,
        has_deal=has_deal,
        openings=tuple(_opening(found, play, o) for o in told),
        n_ordered=0 if has_deal else opened.n_ordered,
        is_complete=opened.is_complete,
        falls_alone=() if has_deal else _alone(found),
        least_falls=None if has_deal else _least(found),
        blocking=tuple(
            PlausibleBlock(conditions=found.named(b.conditions), doubt=b.doubt) for b in blocked.found if b.conditions
        ),
        is_blocking_complete=blocked.is_complete,
        provenance=Provenance(
            method="implicit hitting sets over packages settled issue by issue; exact integers",
            is_exact=not is_central,
            seed=seed if is_central else None,
            parameters=(
                ("readings", str(max(d.n for d in drawn.actors))),
                ("reading looked at", "the mean of those drawn" if is_central else "the only one"),
            ),
        ),
    )


def _play(case: Case, drawn: Readings) -> Play | None:
    """Readings ready to be asked; ``None`` where the numbers are too fine for that, or a no-deal value is unknown."""
    if any(d.no_deal is None for d in drawn.actors):
        return None
    try:
        return Play(case, drawn)
    except TooFine:
        return None


def _doubts(found: CaseProblem) -> dict[str, Fraction]:
    return {
        found.name(c): 1 - found.case.red_line(c.id).firmness.middle if c.kind is ConditionKind.RED_LINE else Fraction(0)
        for c in found.conditions
        if c.kind is not ConditionKind.NO_DEAL or found.name(c) in found.floors
    }


def _opening(found: CaseProblem, play: Play | None, opened: Correction) -> CheapestOpening:
    conditions = found.named(opened.gives_up)
    lines = [found.name(c) for c in conditions if c.kind is ConditionKind.RED_LINE]
    others = set(opened.gives_up) - set(lines)
    steps = {issue.id: issue.steps for issue in found.case.issues}
    softened = soften(found.problem.without(others), lines, steps=steps) if lines else None
    admits = () if softened is None else softened.admits
    return CheapestOpening(
        conditions=conditions,
        cost=opened.cost,
        package=found.problem.package(opened.witness),
        concessions=tuple(
            Concession(condition=c, admits=tuple((a.issue, a.option, a.steps) for a in admits if a.line == found.name(c)))
            for c in conditions
            if any(a.line == found.name(c) for a in admits)
        ),
        is_least_softening=softened is None or softened.is_proven,
        falls=tuple(
            _fall(found.problem, set(opened.gives_up) - {c.id}, c.id) for c in conditions if c.kind is ConditionKind.NO_DEAL
        ),
        suffices=None if play is None else _suffices(play, opened.gives_up),
    )


def _fall(problem: AgreementProblem, given: Collection[str], actor: str) -> Fall:
    kept = problem.without(given)
    found = dict(falls_alone(kept, parties=[actor]))[actor]
    points = Fraction(0) if found.falls is None else found.falls[kept.parties.index(actor)]
    return Fall(actor=actor, points=points, is_proven=found.is_proven and found.falls is not None)


def _suffices(play: Play, names: Collection[str]) -> Frequency | None:
    blocked = play.without_deal()
    n = int(blocked.sum())
    if not n:
        return None
    opens = play.opens(play.mask_of(names)).has_deal & blocked
    return frequency(int(opens.sum()), n, is_exact=play.n == 1)


def _alone(found: CaseProblem) -> tuple[Fall, ...]:
    told = falls_alone(found.problem, parties=found.floors) if found.floors else ()
    parties = found.problem.parties
    return tuple(
        Fall(actor=actor, points=f.falls[parties.index(actor)], is_proven=f.is_proven) for actor, f in told if f.falls is not None
    )


def _least(found: CaseProblem) -> tuple[Fall, ...] | None:
    least = cheapest_falls(found.problem) if found.floors else None
    if least is None or least.falls is None:
        return None
    pairs = zip(found.problem.parties, least.falls, strict=True)
    return tuple(Fall(actor=actor, points=fall, is_proven=least.is_proven) for actor, fall in pairs if fall)


def _unanswered(reason: str, seed: int) -> CheapestFinding:
    return CheapestFinding(
        reason=reason,
        is_central=False,
        has_deal=False,
        openings=(),
        n_ordered=0,
        is_complete=False,
        falls_alone=(),
        least_falls=None,
        blocking=(),
        is_blocking_complete=False,
        provenance=Provenance(method="none", is_exact=False, seed=seed, stop_reason=reason),
    )
