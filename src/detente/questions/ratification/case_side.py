"""A side of a case as a constituency: its bodies, and everyone whose consent a rule can ask."""

from __future__ import annotations

from detente.model.ratification import Side, VotingBody
from detente.model.voting_rule import Veto, VotingRule, clauses_of
from detente.questions.ratification.body import Body
from detente.questions.ratification.constituency import Constituency

__all__ = ["body_of", "constituency_of"]


def body_of(body: VotingBody) -> Body:
    """A body of the case as the engine counts it.

    Raises
    ------
    RatificationError
        If nobody has a vote, or the votes are not what ``size`` says.
    """
    return Body.of(
        body.id,
        {seat.member: seat.votes for seat in body.seats if not seat.is_outside},
        outside={seat.member: seat.votes for seat in body.seats if seat.is_outside},
        rule=body.rule,
        size=body.size,
    )


def constituency_of(side: Side, rule: VotingRule) -> Constituency:
    """The constituency of a side under one of its rules: that for passage or that for the government.

    Raises
    ------
    RatificationError
        As :func:`body_of`, and if a rule can never or always pass, a member sits in two bodies unsaid, or a body decides
        over itself.
    """
    names = {body.id for body in side.bodies}
    rules = [rule, *(body.rule for body in side.bodies if body.rule is not None)]
    holders = dict.fromkeys(
        clause.holder for each in rules for clause in clauses_of(each) if isinstance(clause, Veto) and clause.holder not in names
    )
    return Constituency.of(rule, [body_of(body) for body in side.bodies], actors=list(holders), in_several=side.in_several)
