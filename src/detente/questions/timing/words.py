"""What can be said of signing and waiting without a single number: from trends alone.

Waiting costs what going on costs, and gains what the terms gain meanwhile. Where the signs of both are known and do not
pull apart, the answer is certain; where they do, it hangs on which is larger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from detente.model.outlook import CostTrend, Effect, Outlook
from detente.model.verdict import Verdict

__all__ = ["CostSign", "Leaning", "TermsSign", "leaning"]


class CostSign(StrEnum):
    """Whether going on costs a party anything, by its own view."""

    COSTS = "costs"
    NONE = "none"
    UNKNOWN = "unknown"


class TermsSign(StrEnum):
    """What a party expects the terms to do, everything taken together."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """One party in words.

    Attributes
    ----------
    verdict : HOLDS where signing now is at least as good as signing the same or less later, FAILS where waiting is better,
        CONTESTED where it hangs on how much, UNDETERMINED where nothing is said of the terms or the costs.
    is_rising : whether some cost is expected to rise.
    records : ids of the costs, expectations, events and deadlines it rests on, as (section, id).
    """

    actor: str
    verdict: Verdict
    cost: CostSign
    terms: TermsSign
    is_rising: bool
    records: tuple[tuple[str, str], ...]


def leaning(outlook: Outlook, actor: str, ahead: Iterable[str] = ()) -> Leaning:
    """What the words of an outlook settle for a party.

    Parameters
    ----------
    ahead : ids of deadlines not yet due, whose passing may change the terms.
    """
    costs = outlook.costs_of(actor)
    trends = {cost.trend for cost in costs}
    records = [("costs", cost.id) for cost in costs]
    expected = outlook.terms_of(actor)
    signs = {TermsSign(terms.trend.value) for terms in expected}
    records += [("terms", terms.id) for terms in expected]
    adds_cost = False
    coming = set(ahead)
    things = [("events", event.id, event.effects) for event in outlook.events]
    things += [("deadlines", d.id, d.effects) for d in outlook.deadlines if d.id in coming]
    for section, name, effects in things:
        for effect in effects:
            if effect.actor == actor:
                records.append((section, name))
                signs |= _signs(effect)
                adds_cost |= effect.rate is not None and effect.rate.high > 0
    cost = CostSign.UNKNOWN
    if trends - {CostTrend.NONE} or adds_cost:
        cost = CostSign.COSTS
    elif trends:
        cost = CostSign.NONE
    terms = _together(signs)
    return Leaning(
        actor=actor,
        verdict=_verdict(cost, terms),
        cost=cost,
        terms=terms,
        is_rising=CostTrend.RISING in trends,
        records=tuple(dict.fromkeys(records)),
    )


def _signs(effect: Effect) -> set[TermsSign]:
    """What an effect does to the terms; a range may do either."""
    if effect.trend is not None:
        return {TermsSign(effect.trend.value)}
    if effect.terms is None:
        return set()
    found = {TermsSign.BETTER} if effect.terms.high > 0 else set()
    found |= {TermsSign.WORSE} if effect.terms.low < 0 else set()
    return found or {TermsSign.SAME}


def _together(signs: set[TermsSign]) -> TermsSign:
    pulls = signs - {TermsSign.SAME}
    if len(pulls) > 1:
        return TermsSign.MIXED
    if pulls:
        return pulls.pop()
    return TermsSign.SAME if signs else TermsSign.UNKNOWN


def _verdict(cost: CostSign, terms: TermsSign) -> Verdict:
    match terms:
        case TermsSign.SAME | TermsSign.WORSE:
            return Verdict.HOLDS  # costs are never below nothing; a tie signs
        case TermsSign.BETTER:
            return Verdict.FAILS if cost is CostSign.NONE else Verdict.CONTESTED
        case TermsSign.MIXED:
            return Verdict.CONTESTED
        case TermsSign.UNKNOWN:
            return Verdict.UNDETERMINED
