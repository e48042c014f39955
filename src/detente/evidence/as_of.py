"""The record as it stood on a day: later claims, proposals and answers left out.

A claim is known from the day it was said. A record is dropped when it rests on claims and none of
them is known yet; records without claims are the analyst's and stay. Adding something dated after
a day changes nothing about the case as of that day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Protocol, TypeVar

from detente.evidence.moves_as_of import moves_as_of
from detente.evidence.outlook_as_of import outlook_as_of
from detente.evidence.phases_as_of import phases_as_of
from detente.evidence.ratification_as_of import ratification_as_of
from detente.model.case import Case
from detente.model.no_deal import NoDeal
from detente.model.proposal import Deadline, DeadlineStatus, Proposal

__all__ = ["as_of"]


class _Judged(Protocol):
    @property
    def because(self) -> tuple[str, ...]: ...


_Record = TypeVar("_Record", bound=_Judged)


def as_of(case: Case, day: dt.date) -> Case:
    """The case with only what was known on ``day``, dated that day."""
    known = frozenset(claim.id for claim in case.claims if claim.said_on <= day)

    def kept(things: tuple[_Record, ...]) -> tuple[_Record, ...]:
        return tuple(
            replace(thing, because=tuple(c for c in thing.because if c in known))  # type: ignore[type-var]
            for thing in things
            if not thing.because or any(c in known for c in thing.because)
        )

    def trimmed(things: tuple[_Record, ...]) -> tuple[_Record, ...]:
        return tuple(replace(thing, because=tuple(c for c in thing.because if c in known)) for thing in things)  # type: ignore[type-var]

    red_lines = kept(case.red_lines)
    line_ids = {line.id for line in red_lines}
    demands = kept(case.demands)
    demand_ids = {demand.id for demand in demands}
    proposals = tuple(_proposal(p, known, day) for p in kept(case.proposals) if p.date <= day)
    packages = {"no_deal", *(p.id for p in case.packages), *(p.id for p in proposals)}
    deadlines = tuple(_deadline(d, day) for d in kept(case.deadlines) if d.set_on is None or d.set_on <= day)
    return replace(
        case,
        as_of=day,
        claims=tuple(
            replace(claim, disputes=tuple(d for d in claim.disputes if d in known)) for claim in case.claims if claim.id in known
        ),
        actors=trimmed(case.actors),
        issues=trimmed(case.issues),
        feasibility=kept(case.feasibility),
        deal_requires=kept(case.deal_requires),
        preferences=kept(case.preferences),
        demands=demands,
        red_lines=tuple(
            replace(
                line,
                moves_with=tuple(other for other in line.moves_with if other in line_ids),
                inferred_from=line.inferred_from if line.inferred_from in demand_ids else None,
            )
            for line in red_lines
            if line.inferred_from is None or line.inferred_from in demand_ids
        ),
        no_deal=_no_deal(case.no_deal, kept(case.no_deal.statements), known),
        circumstances=kept(case.circumstances),
        proposals=proposals,
        deadlines=deadlines,
        moves=moves_as_of(case.moves, known, packages) if case.moves is not None else None,
        ratification=ratification_as_of(case.ratification, known) if case.ratification is not None else None,
        phases=phases_as_of(case.phases, known) if case.phases is not None else None,
        outlook=outlook_as_of(case.outlook, known, {d.id for d in deadlines}) if case.outlook is not None else None,
    )


def _no_deal(no_deal: NoDeal, statements: tuple[_Record, ...], known: frozenset[str]) -> NoDeal:
    because = tuple(claim for claim in no_deal.because if claim in known)
    return replace(no_deal, statements=statements, because=because)  # type: ignore[arg-type]


def _proposal(proposal: Proposal, known: frozenset[str], day: dt.date) -> Proposal:
    responses = tuple(
        replace(r, because=tuple(c for c in r.because if c in known))
        for r in proposal.responses
        if (r.date is None or r.date <= day) and (not r.because or any(c in known for c in r.because))
    )
    return replace(proposal, responses=responses)


def _deadline(deadline: Deadline, day: dt.date) -> Deadline:
    """A deadline not yet due cannot have lapsed or been met."""
    if deadline.due >= day and deadline.status in (DeadlineStatus.LAPSED, DeadlineStatus.MET):
        return replace(deadline, status=DeadlineStatus.PENDING)
    return deadline
