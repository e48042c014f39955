"""How the actors of one side stand to a package, and whose change of mind would carry it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, lcm

import numpy as np

from detente.model.ratification import Side, VotingBody
from detente.model.verdict import Verdict
from detente.model.voting_rule import Majority, Quota, Share, VotingRule, clauses_of
from detente.questions.ratification.case_side import constituency_of
from detente.questions.ratification.coalitions import minimal_changes_of_mind
from detente.questions.ratification.deals import BoolArray, Deals
from detente.questions.ratification.drawn_side import DrawnSide
from detente.questions.ratification.finding import BodyTally, ShareRange, Stand, Vote
from detente.questions.ratification.passage import outside_support

__all__ = ["breakers", "clause_votes", "missing", "share", "tallies", "votes", "votes_needed"]

SETS = 12
"""Most minimal sets told."""

LISTED_ACTORS = 40
"""Most actors for whom minimal sets are looked for."""


def share(found: BoolArray) -> Fraction:
    """Share of true entries, exactly."""
    return Fraction(int(found.sum()), found.size)


def votes(
    drawn: DrawnSide, deals: Deals, stated: tuple[BoolArray, BoolArray], cast: tuple[BoolArray, BoolArray]
) -> tuple[Vote, ...]:
    """Every actor's stand.

    Parameters
    ----------
    stated : in favor and unsettled as stated, shape (actors, deals).
    cast : in favor and open in each reading, shape (actors, readings, deals).
    """
    (favor, unsettled), (in_favor, unknown) = stated, cast
    found = []
    for k, actor in enumerate(drawn.passage.actors):
        stand = _stand(drawn, actor, favor[k], unsettled[k])
        shares = ShareRange(
            least=share(np.logical_and.reduce(in_favor[k], axis=1)),
            most=share(np.logical_or.reduce(in_favor[k] | unknown[k], axis=1)),
        )
        is_outside, is_asked = (bool(mask >> k & 1) for mask in (drawn.passage.outside, drawn.passage.gate.actors))
        records = _records(drawn, actor, deals, stand)
        found.append(Vote(actor=actor, stand=stand, share=shares, records=records, is_outside=is_outside, is_asked=is_asked))
    return tuple(found)


def _stand(drawn: DrawnSide, actor: str, favor: BoolArray, unsettled: BoolArray) -> Stand:
    if favor.all():
        return Stand.FOR
    if not (favor | unsettled).any():
        return Stand.AGAINST
    if unsettled.all():
        return Stand.BY_VALUES if drawn.voters[actor].values_of in drawn.draws else Stand.OPEN
    return Stand.BY_TERMS


def _records(drawn: DrawnSide, actor: str, deals: Deals, stand: Stand) -> tuple[str, ...]:
    """What the stand rests on: what is said against and, unless that decides, what is said in favor."""
    own = drawn.voters[actor]
    against = [f"stances.{s.id}" for s in own.opposes if deals.holds(s.formula).any()]
    against += [f"red_lines.{line.id}" for line in own.red_lines if not deals.holds(line.requires).all()]
    favor = [f"stances.{s.id}" for s in own.supports if deals.holds(s.formula).any()]
    match stand:
        case Stand.AGAINST:
            return tuple(against)
        case Stand.FOR:
            return tuple(favor)
        case _:
            return (*against, *favor)


def tallies(drawn: DrawnSide, cast: Sequence[Vote]) -> tuple[BodyTally, ...]:
    """Votes by body; a body that is a member of another casts its votes as it decides itself."""
    stands = {vote.actor: vote.stand for vote in cast}
    members = {seat.member for body in drawn.side.bodies for seat in body.seats}
    blocs = {body.id: _bloc_stand(drawn.side, body, cast) for body in drawn.side.bodies if body.id in members}
    stands |= blocs
    found = []
    for body in drawn.side.bodies:
        seats = [seat for seat in body.seats if seat.member in stands]
        total = sum((seat.votes for seat in body.seats), Fraction(0))
        favor = sum((s.votes for s in seats if stands[s.member] is Stand.FOR), Fraction(0))
        against = sum((s.votes for s in seats if stands[s.member] is Stand.AGAINST), Fraction(0))
        found.append(
            BodyTally(
                body=body.id,
                total=total,
                favor=favor,
                against=against,
                open=total - favor - against,
                needed=votes_needed(drawn.side, body.id, drawn.side.passes),
                stand=blocs.get(body.id),
            )
        )
    return tuple(found)


def _bloc_stand(side: Side, body: VotingBody, cast: Sequence[Vote]) -> Stand:
    """How a body that is a member of another stands as a whole, by its own rule."""
    own = constituency_of(side, body.rule or Majority(body.id))
    stands = {vote.actor: vote.stand for vote in cast if vote.actor in own.actors}
    if own.passes([actor for actor, stand in stands.items() if stand is Stand.FOR]):
        return Stand.FOR
    if not own.passes([actor for actor, stand in stands.items() if stand is not Stand.AGAINST]):
        return Stand.AGAINST
    asked = {stands[actor] for actor in own.names(own.gate.actors) if actor in stands}
    return next(stand for stand in (Stand.OPEN, Stand.BY_VALUES, Stand.BY_TERMS) if stand in asked)


def votes_needed(side: Side, body: str, rule: VotingRule) -> Fraction | None:
    """The largest number of a body's votes that a clause of a rule asks for; ``None`` where it asks for no number."""
    asked = [clause for clause in clauses_of(rule) if isinstance(clause, Quota | Share | Majority) and clause.body == body]
    return max((clause_votes(side.body(body), clause) for clause in asked), default=None)


def clause_votes(body: VotingBody, clause: Quota | Share | Majority) -> Fraction:
    """The least number of a body's votes that meets a clause."""
    total = sum((seat.votes for seat in body.seats), Fraction(0))
    unit = Fraction(1, lcm(*(seat.votes.denominator for seat in body.seats)))
    match clause:
        case Quota(votes=number):
            return number
        case Share(share=part):
            return ceil(part * total / unit) * unit
        case Majority():
            return (total / 2 // unit + 1) * unit


def breakers(drawn: DrawnSide, cast: Sequence[Vote]) -> tuple[str, ...]:
    """Actors in favor without whom it could not pass, whatever those do whose votes are not settled."""
    side = drawn.passage
    may = side.mask(vote.actor for vote in cast if vote.stand is not Stand.AGAINST)
    inside = side.mask(vote.actor for vote in cast if vote.stand is Stand.FOR)
    return tuple(a for k, a in enumerate(side.actors) if inside >> k & 1 and not side.gate.passes(may & ~(1 << k)))


def missing(
    drawn: DrawnSide, cast: Sequence[Vote], verdict: Verdict
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """Minimal sets whose change of mind would carry it: of anyone, and of outside members alone."""
    side = drawn.passage
    if verdict is Verdict.HOLDS or len(side.actors) > LISTED_ACTORS:
        return (), ()
    supporters = [vote.actor for vote in cast if vote.stand is Stand.FOR]
    anyone = minimal_changes_of_mind(side, supporters).named()[:SETS]
    outside = outside_support(side, supporters).named()[:SETS] if side.outside else ()
    return tuple(anyone), tuple(outside)
