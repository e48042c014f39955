"""What the record says of each party and each option.

A position counts as *recorded* when a claim stands behind it: a red line, a demand, a ranking or
points with ``because``, a proposal the party made, or an answer it accepted. A judgement without a
claim is *assumed*; a red line inferred from a demand is assumed too, beyond the demand itself.
Where several apply the first of the order of ``PositionState`` is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from detente.model.case import Case
from detente.model.formula import allowed_options, issues_of
from detente.model.preference import OptionRanking, Points
from detente.model.proposal import Answer

__all__ = ["Position", "PositionState", "has_recorded_position", "position"]


class PositionState(StrEnum):
    """From most to least telling."""

    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASKED = "asked"
    ON_RECORD = "on record"
    ASSUMED = "assumed"
    UNRECORDED = "no recorded position"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One party's position on one option, with the claims it rests on."""

    actor: str
    issue: str
    option: str
    state: PositionState
    claims: tuple[str, ...] = ()


def has_recorded_position(case: Case, actor: str, issue: str, option: str) -> bool:
    """Whether a claim stands behind the party's position on the option."""
    return position(case, actor, issue, option).state not in (PositionState.ASSUMED, PositionState.UNRECORDED)


def position(case: Case, actor: str, issue: str, option: str) -> Position:
    """The most telling position on record. O(records of the case)."""
    order = list(PositionState)
    found = min(_all(case, actor, issue, option), key=lambda p: order.index(p[0]), default=(PositionState.UNRECORDED, ()))
    return Position(actor=actor, issue=issue, option=option, state=found[0], claims=found[1])


_Found = tuple[PositionState, tuple[str, ...]]


def _all(case: Case, actor: str, issue: str, option: str) -> Iterator[_Found]:
    yield from _red_lines(case, actor, issue, option)
    yield from _demands(case, actor, issue, option)
    yield from _proposals(case, actor, issue, option)
    yield from _statements(case, actor, issue, option)


def _supported(state: PositionState, because: tuple[str, ...]) -> _Found:
    return (state, because) if because else (PositionState.ASSUMED, ())


def _red_lines(case: Case, actor: str, issue_id: str, option: str) -> Iterator[_Found]:
    issue = case.issue(issue_id)
    for line in case.red_lines_of(actor):
        if issues_of(line.requires) != (issue_id,) or option in allowed_options(line.requires, issue):
            continue
        if line.inferred_from is not None:
            yield PositionState.ASSUMED, ()
        else:
            yield _supported(PositionState.REFUSED, line.because)


def _demands(case: Case, actor: str, issue_id: str, option: str) -> Iterator[_Found]:
    issue = case.issue(issue_id)
    for demand in case.demands:
        if demand.actor == actor and issues_of(demand.asks) == (issue_id,) and option in allowed_options(demand.asks, issue):
            yield _supported(PositionState.ASKED, demand.because)


def _proposals(case: Case, actor: str, issue: str, option: str) -> Iterator[_Found]:
    for proposal in case.proposals:
        stated = issue in proposal.package and issue not in proposal.silent_on
        if not stated or proposal.package[issue] != option:
            continue
        if actor in proposal.by:
            yield _supported(PositionState.ON_RECORD, proposal.because)
        for response in proposal.responses:
            if response.actor == actor and response.answer is Answer.ACCEPTED:
                yield _supported(PositionState.ACCEPTED, response.because)


def _statements(case: Case, actor: str, issue: str, option: str) -> Iterator[_Found]:
    for statement in case.statements_of(actor):
        match statement:
            case OptionRanking(issue=i, options=options, because=because) if i == issue and option in options:
                yield _supported(PositionState.ON_RECORD, because)
            case Points(issue=i, points=points, because=because) if i == issue and option in dict(points):
                yield _supported(PositionState.ON_RECORD, because)
            case _:
                pass
