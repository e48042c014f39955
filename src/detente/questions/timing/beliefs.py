"""Which hopes rest on what others do not see, or see differently."""

from __future__ import annotations

from collections.abc import Iterator

from detente.model.outlook import ExpectedCost, ExpectedEvent, ExpectedTerms, Outlook, TermsTrend
from detente.model.red_line import Likelihood
from detente.questions.timing.finding import Dependence, Shared

__all__ = ["alike_costs", "dependences", "disputed_events"]


def dependences(outlook: Outlook) -> tuple[Dependence, ...]:
    """Every expectation of better terms with what it rests on, compared with the view of the one it is about."""
    return tuple(found for terms in outlook.terms if terms.trend is TermsTrend.BETTER for found in _of(outlook, terms))


def _of(outlook: Outlook, terms: ExpectedTerms) -> Iterator[Dependence]:
    costs = {cost.id: cost for cost in outlook.costs}
    events = {event.id: event for event in outlook.events}
    for name in terms.rests_on:
        if name in costs:
            cost = costs[name]
            if cost.actor != terms.seen_by:
                stands = _seen(outlook, cost)
                yield Dependence(actor=terms.actor, terms=terms.id, on=("costs", name), other=cost.actor, stands=stands)
        elif name in events:
            for chance in events[name].chances:
                if chance.actor != terms.seen_by:
                    stands = _held(events[name], terms.seen_by, chance.likelihood)
                    yield Dependence(actor=terms.actor, terms=terms.id, on=("events", name), other=chance.actor, stands=stands)


def _seen(outlook: Outlook, cost: ExpectedCost) -> Shared:
    """Whether the one who bears a cost sees it move the same way."""
    own = alike_costs(outlook, cost)
    if not own:
        return Shared.UNSAID
    return Shared.SHARED if any(other.trend is cost.trend for other in own) else Shared.DISPUTED


def alike_costs(outlook: Outlook, cost: ExpectedCost) -> tuple[ExpectedCost, ...]:
    """What the one who bears a cost itself sees of it: costs of the same name or source."""
    return tuple(
        other
        for other in outlook.costs_of(cost.actor)
        if other.id != cost.id and ((cost.by is not None and other.by == cost.by) or (cost.name and other.name == cost.name))
    )


def _held(event: ExpectedEvent, viewer: str, other: Likelihood) -> Shared:
    own = event.chance_for(viewer)
    if own is None:
        return Shared.UNSAID
    return Shared.SHARED if own.low <= other.high and other.low <= own.high else Shared.DISPUTED


def disputed_events(outlook: Outlook) -> tuple[str, ...]:
    """Events two actors hold differently likely: no probability fits both."""
    found = []
    for event in outlook.events:
        held = [chance.likelihood for chance in event.chances]
        if held and max(own.low for own in held) > min(own.high for own in held):
            found.append(event.id)
    return tuple(found)
