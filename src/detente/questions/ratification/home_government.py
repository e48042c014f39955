"""Who leaves over a package, whether the government stands, and what the leader does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.model.ratification import LeavesWith
from detente.model.verdict import Verdict
from detente.questions.ratification.deals import BoolArray, Deals
from detente.questions.ratification.drawn_side import TIE, DrawnSide, FloatArray
from detente.questions.ratification.exits import ExitsOver, exits_over
from detente.questions.ratification.finding import Exit, LeaderStand, ShareRange
from detente.questions.ratification.home_votes import share

__all__ = ["Government", "backing", "government", "leader_stand", "weighing"]

MIDDLE = (0.05, 0.95)
"""Quantiles between which a price is told."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Government:
    """What becomes of the government over a package.

    ``worst`` and ``best`` are over the ways to settle what the package leaves open, in every reading.
    """

    exits: tuple[Exit, ...]
    survives: ShareRange
    stated: Verdict
    held: ShareRange | None
    stated_held: Verdict | None
    worst: ExitsOver
    best: ExitsOver


def government(drawn: DrawnSide, deals: Deals, readings: Sequence[int]) -> Government | None:
    """Exits and survival; ``None`` where no government is described."""
    if drawn.government is None:
        return None
    best, worst = _outcomes(drawn, deals, readings)
    stated_best, stated_worst = _outcomes(drawn, deals, None)
    exits = []
    for k, partner in enumerate(drawn.side.partners):
        shares = ShareRange(least=share(~best.highest[k]), most=share(~worst.lowest[k]))
        goes, may_go = not stated_best.highest[k, 0], not stated_worst.lowest[k, 0]
        stated = Verdict.HOLDS if goes else Verdict.CONTESTED if may_go else Verdict.FAILS
        if shares.most or may_go:
            exits.append(Exit(actor=partner, stated=stated, share=shares, records=_records(drawn, partner, deals)))
    has_outside = bool(drawn.government.outside)
    return Government(
        exits=tuple(exits),
        survives=ShareRange(least=share(worst.stands_lowest), most=share(best.stands_highest)),
        stated=_verdict(stated_worst.stands_lowest, stated_best.stands_highest),
        held=ShareRange(least=share(worst.held_lowest), most=share(best.held_highest)) if has_outside else None,
        stated_held=_verdict(stated_worst.held_lowest, stated_best.held_highest) if has_outside else None,
        worst=worst,
        best=best,
    )


def _verdict(surely: BoolArray, maybe: BoolArray) -> Verdict:
    return Verdict.HOLDS if surely[0] else Verdict.CONTESTED if maybe[0] else Verdict.FAILS


def _outcomes(drawn: DrawnSide, deals: Deals, readings: Sequence[int] | None) -> tuple[ExitsOver, ExitsOver]:
    """Over the best and the worst way to settle what is open."""
    if drawn.government is None:
        raise ValueError("no government is described")
    partners = drawn.side.partners
    follows = {partner: drawn.voters[partner].leaves_with for partner in partners}
    leaving = drawn.leaving(deals, readings)
    weighed = {} if readings is None else weighing(drawn, deals, readings)
    office = {partner: drawn.office[partner] for partner in weighed}
    cast = tuple(votes[:, None, :] for votes in drawn.stated(deals)) if readings is None else drawn.votes(deals, readings)
    favor, unknown = (backing(drawn, votes) for votes in cast)
    found = []
    for is_best in (True, False):
        lose, gain = (np.all, np.any) if is_best else (np.any, np.all)
        leaves = {partner: np.asarray(lose(each, axis=1)) for partner, each in leaving.items()}
        margins = {partner: each.max(axis=1) if is_best else each.min(axis=1) for partner, each in weighed.items()}
        support = {actor: np.asarray(gain(each | unknown[actor] if is_best else each, axis=1)) for actor, each in favor.items()}
        found.append(exits_over(drawn.government, partners, leaves, follows, margins, office, support))
    return found[0], found[1]


def weighing(drawn: DrawnSide, deals: Deals, readings: Sequence[int]) -> Mapping[str, FloatArray]:
    """Margins of the partners, other than the leader, that weigh a package against what they lose by leaving."""
    found = {}
    for partner in drawn.side.partners:
        if partner in drawn.office and partner != drawn.side.leader:
            worth = drawn.margins(partner, deals, readings)
            if worth is not None:
                found[partner] = worth
    return found


def backing(drawn: DrawnSide, votes: BoolArray) -> dict[str, BoolArray]:
    """Votes of outside members of the government's bodies, out of those of all actors of passage (the first axis)."""
    rule = drawn.government
    outside = () if rule is None else rule.names(rule.outside)
    return {actor: votes[drawn.passage.actors.index(actor)] for actor in outside}


def _records(drawn: DrawnSide, partner: str, deals: Deals) -> tuple[str, ...]:
    own = drawn.voters[partner]
    over = [f"stances.{s.id}" for s in own.leaves_over if deals.holds(s.formula).any()]
    after = [f"stances.{s.id}" for s in drawn.side.stances_of(partner) if isinstance(s, LeavesWith)]
    return (*over, *after)


def leader_stand(drawn: DrawnSide, deals: Deals, readings: Sequence[int], over: Government | None) -> LeaderStand | None:
    """The leader weighs a package and what follows for its office; without a deal it keeps its office.

    ``None`` where there is no leader, or nothing tells what packages are worth to it.
    """
    leader = drawn.side.leader
    margins = None if leader is None else drawn.margins(leader, deals, readings)
    if leader is None or margins is None:
        return None
    best, worst = margins.max(axis=1), margins.min(axis=1)
    plain = ShareRange(least=share(worst >= -TIE), most=share(best >= -TIE))
    if over is None:
        return LeaderStand(actor=leader, accepts=plain, without_office=plain, price=None, office=None)
    office = drawn.office.get(leader, np.zeros(drawn.n))
    least = share(worst - office * ~over.worst.stands_lowest >= -TIE)
    most = share(best - office * ~over.best.stands_highest >= -TIE)
    own = drawn.voters[leader].office
    return LeaderStand(
        actor=leader,
        accepts=ShareRange(least=least, most=most),
        without_office=plain,
        price=_price(best, worst, ~over.worst.stands_lowest),
        office=None if own is None else (own.points.low, own.points.high),
    )


def _price(best: FloatArray, worst: FloatArray, falls: BoolArray) -> tuple[Fraction, Fraction] | None:
    """Where the government may fall over a package the leader gains by: the gain is the office value that outweighs it."""
    chosen = falls & (best > 0)
    if not chosen.any():
        return None
    low, high = np.quantile(np.maximum(worst[chosen], 0), MIDDLE[0]), np.quantile(best[chosen], MIDDLE[1])
    return _points(low), _points(high)


def _points(number: float) -> Fraction:
    return Fraction(round(float(number) * 1000), 1000)
