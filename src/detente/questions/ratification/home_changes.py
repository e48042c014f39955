"""What hangs on one change at home: an actor that comes over, a veto more, a quota one vote higher or lower.

Putnam's comparative statics as counts: a smaller win-set leaves fewer packages that pass on every side (Putnam 1988).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.model.ratification import Side, VotingBody
from detente.model.voting_rule import And, Majority, Or, Quota, VotingRule
from detente.questions.ratification.case_side import constituency_of
from detente.questions.ratification.coalitions import veto_players
from detente.questions.ratification.deals import BoolArray, Deals
from detente.questions.ratification.drawn_side import DrawnSide
from detente.questions.ratification.errors import RatificationError
from detente.questions.ratification.finding import CountRange, HomeChange, HomeChangeKind
from detente.questions.ratification.home_votes import clause_votes

__all__ = ["WinSets", "counted", "home_changes", "win_sets"]

ACTORS = 24
"""Most actors on a side whose coming over, or veto, is looked at."""


@dataclass(frozen=True, eq=False, slots=True)
class WinSets:
    """Deals that pass on one side as stated: whatever open votes do, and if all of them are in favor. Shape (n,) each."""

    least: BoolArray
    most: BoolArray
    favor: BoolArray
    unsettled: BoolArray


def win_sets(drawn: DrawnSide, deals: Deals) -> WinSets:
    """The win-set of a side as stated, with the votes behind it."""
    favor, unsettled = drawn.stated(deals)
    gate = drawn.passage.gate
    return WinSets(gate.passes_each(favor), gate.passes_each(favor | unsettled), favor, unsettled)


def counted(least: BoolArray, most: BoolArray, deals: Deals) -> CountRange:
    """Both counts."""
    return CountRange(least=int(least.sum()), most=int(most.sum()), of=deals.n, is_sample=deals.is_sample)


def home_changes(drawn: DrawnSide, own: WinSets, others: Sequence[WinSets], deals: Deals) -> tuple[HomeChange, ...]:
    """Every such change on one side that changes how many packages pass there, largest gain first, then largest loss."""
    rest_least, rest_most = np.ones(deals.n, np.bool_), np.ones(deals.n, np.bool_)
    for other in others:
        rest_least &= other.least
        rest_most &= other.most
    before = counted(own.least, own.most, deals)
    found = []
    for kind, who, least, most in _variants(drawn, own):
        after = counted(least, most, deals)
        if after != before:
            joint = counted(least & rest_least, most & rest_most, deals)
            found.append(HomeChange(kind=kind, who=who, win_set=after, overlap=joint))
    return tuple(sorted(found, key=lambda change: (-change.win_set.least, -change.win_set.most, change.kind, change.who)))


def _variants(drawn: DrawnSide, own: WinSets) -> Iterator[tuple[HomeChangeKind, str, BoolArray, BoolArray]]:
    gate = drawn.passage.gate
    if len(drawn.passage.actors) <= ACTORS:
        held = veto_players(drawn.passage)
        for k, actor in enumerate(drawn.passage.actors):
            favor = own.favor.copy()
            favor[k] = True
            yield HomeChangeKind.COMES_OVER, actor, gate.passes_each(favor), gate.passes_each(favor | own.unsettled)
            if actor not in held:
                may = own.favor[k] | own.unsettled[k]
                yield HomeChangeKind.VETO_ADDED, actor, own.least & own.favor[k], own.most & may
    for kind, body, rule in _other_quotas(drawn.side):
        try:
            moved = constituency_of(drawn.side, rule)
        except RatificationError:  # it could never, or always, pass
            continue
        places = [drawn.passage.actors.index(actor) for actor in moved.actors]
        favor, unsettled = own.favor[places], own.unsettled[places]
        yield kind, body, moved.gate.passes_each(favor), moved.gate.passes_each(favor | unsettled)


def _other_quotas(side: Side) -> Iterator[tuple[HomeChangeKind, str, VotingRule]]:
    for kind, step in ((HomeChangeKind.QUOTA_RAISED, 1), (HomeChangeKind.QUOTA_LOWERED, -1)):
        for body in side.bodies:
            rule = _stepped(side.passes, body, step)
            if rule != side.passes:
                yield kind, body.id, rule


def _stepped(rule: VotingRule, body: VotingBody, step: int) -> VotingRule:
    """The rule with every number of votes asked of a body moved by one; a majority is the number it takes."""
    match rule:
        case Quota(votes=votes, body=name) if name == body.id:
            return Quota(votes + step, name)
        case Majority(body=name) if name == body.id:
            return Quota(clause_votes(body, rule) + step, name)
        case And(parts=parts):
            return And(tuple(_stepped(part, body, step) for part in parts))
        case Or(parts=parts):
            return Or(tuple(_stepped(part, body, step) for part in parts))
        case _:
            return rule
