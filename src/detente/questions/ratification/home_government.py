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

    ``outcomes`` are those of every reading and every way to settle what the package leaves open, in this order of axes.
    """

    exits: tuple[Exit, ...]
    survives: ShareRange
    stated: Verdict
    held: ShareRange | None
    stated_held: Verdict | None
    outcomes: ExitsOver


def government(drawn: DrawnSide, deals: Deals, readings: Sequence[int]) -> Government | None:
    """Exits and survival; ``None`` where no government is described."""
    if drawn.government is None:
        return None
    found, stated = _outcomes(drawn, deals, readings), _outcomes(drawn, deals, None)
    exits = []
    for k, partner in enumerate(drawn.side.partners):
        shares = _ends(~found.highest[k], ~found.lowest[k])
        goes, may_go = ~stated.highest[k, 0], ~stated.lowest[k, 0]
        if shares.most or may_go.any():
            exits.append(
                Exit(
                    actor=partner,
                    stated=_verdict(goes, may_go),
                    hangs_on_others=bool((goes != may_go).any()),
                    share=shares,
                    records=_records(drawn, partner, deals),
                )
            )
    has_outside = bool(drawn.government.outside)
    return Government(
        exits=tuple(exits),
        survives=_ends(found.stands_lowest, found.stands_highest),
        stated=_verdict(stated.stands_lowest[0], stated.stands_highest[0]),
        held=_ends(found.held_lowest, found.held_highest) if has_outside else None,
        stated_held=_verdict(stated.held_lowest[0], stated.held_highest[0]) if has_outside else None,
        outcomes=found,
    )


def _verdict(surely: BoolArray, maybe: BoolArray) -> Verdict:
    """Over the ways to settle what is open, shape (n,) each."""
    return Verdict.HOLDS if surely.all() else Verdict.CONTESTED if maybe.any() else Verdict.FAILS


def _ends(surely: BoolArray, maybe: BoolArray) -> ShareRange:
    """Shares of readings over the worst and the best way to settle what is open, shape (readings, ways) each."""
    return ShareRange(least=share(np.logical_and.reduce(surely, axis=1)), most=share(np.logical_or.reduce(maybe, axis=1)))


def _outcomes(drawn: DrawnSide, deals: Deals, readings: Sequence[int] | None) -> ExitsOver:
    """In every reading and each way to settle what is open; as stated with ``None``."""
    if drawn.government is None:
        raise ValueError("no government is described")
    partners = drawn.side.partners
    follows = {partner: drawn.voters[partner].leaves_with for partner in partners}
    leaving = drawn.leaving(deals, readings)
    weighed = {} if readings is None else weighing(drawn, deals, readings)
    office = {partner: drawn.office[partner][list(readings or ())][:, None] for partner in weighed}
    if readings is None:
        favor, unknown = (votes[:, None, :] for votes in drawn.stated(deals))
    else:
        favor, unknown = drawn.votes(deals, readings)
    return exits_over(drawn.government, partners, leaving, follows, weighed, office, backing(drawn, favor, unknown))


def weighing(drawn: DrawnSide, deals: Deals, readings: Sequence[int]) -> Mapping[str, FloatArray]:
    """Margins of the partners, other than the leader, that weigh a package against what they lose by leaving."""
    found = {}
    for partner in drawn.side.partners:
        if partner in drawn.office and partner != drawn.side.leader:
            worth = drawn.margins(partner, deals, readings)
            if worth is not None:
                found[partner] = worth
    return found


def backing(drawn: DrawnSide, favor: BoolArray, unknown: BoolArray) -> tuple[dict[str, BoolArray], dict[str, BoolArray]]:
    """Whether outside members of the government's bodies surely, and maybe, vote for a package.

    Parameters
    ----------
    favor, unknown : votes in favor and open, of all actors of passage (the first axis).
    """
    rule = drawn.government
    places = {} if rule is None else {actor: drawn.passage.actors.index(actor) for actor in rule.names(rule.outside)}
    surely = {actor: favor[k] for actor, k in places.items()}
    return surely, {actor: surely[actor] | unknown[k] for actor, k in places.items()}


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
    plain = _ends(margins >= -TIE, margins >= -TIE)
    if over is None:
        return LeaderStand(actor=leader, accepts=plain, without_office=plain, price=None, office=None)
    office = drawn.office.get(leader, np.zeros(drawn.n))
    lost = office[list(readings)][:, None]
    accepts = _ends(margins - lost * ~over.outcomes.stands_lowest >= -TIE, margins - lost * ~over.outcomes.stands_highest >= -TIE)
    own = drawn.voters[leader].office
    return LeaderStand(
        actor=leader,
        accepts=accepts,
        without_office=plain,
        price=_price(margins, ~over.outcomes.stands_lowest),
        office=None if own is None else (own.points.low, own.points.high),
    )


def _price(margins: FloatArray, falls: BoolArray) -> tuple[Fraction, Fraction] | None:
    """Where the government may fall over a package the leader gains by: the gain is the office value that outweighs it.

    From the least such gain of a reading to the greatest, over the ways to settle what is open; shape (readings, ways) each.
    """
    chosen = falls & (margins > TIE)
    some = chosen.any(axis=1)
    if not some.any():
        return None
    least = np.where(chosen, margins, np.inf).min(axis=1)[some]
    most = np.where(chosen, margins, 0).max(axis=1)[some]
    return _points(np.quantile(least, MIDDLE[0])), _points(np.quantile(most, MIDDLE[1]))


def _points(number: float) -> Fraction:
    return Fraction(round(float(number) * 1000), 1000)
