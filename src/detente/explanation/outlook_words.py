"""Records of an outlook in words: what an assumption about time says."""

from __future__ import annotations

from collections.abc import Sequence

from detente.explanation.wording import Words, actor_name, date_words, join, likelihood_words, name, number, phrase
from detente.model.case import Case
from detente.model.outlook import (
    CostTrend,
    DeadlineOutlook,
    Effect,
    ExpectedCost,
    ExpectedEvent,
    ExpectedTerms,
    Outlook,
    TermsTrend,
)
from detente.model.phases import Estimate

__all__ = ["effect_words", "estimate_words", "outlook_record_words", "quoted_cost"]

_COSTS = {
    CostTrend.RISING: "{cost} rises for {who}",
    CostTrend.STEADY: "{cost} stays the same for {who}",
    CostTrend.FALLING: "{cost} falls for {who}",
    CostTrend.NONE: "going on costs {who} nothing",
}

_TERMS = {
    TermsTrend.BETTER: "{who} could sign for better terms later",
    TermsTrend.SAME: "{who} could sign for the same terms later",
    TermsTrend.WORSE: "{who} could sign only for worse terms later",
}


def estimate_words(given: Estimate) -> str:
    """``3`` or ``0 to 2``, with a minus sign below zero."""
    low, high = (number(end).replace("-", "−") for end in (given.low, given.high))
    return low if given.is_exact else f"{low} to {high}"


def quoted_cost(case: Case, cost: ExpectedCost) -> Words:
    """A cost by its name, or by whoever puts it on."""
    if cost.name is not None:
        return phrase("“{x}”", x=name(cost.name))
    if cost.by is not None:
        return phrase("what {who} puts on", who=actor_name(case, cost.by))
    return phrase("what going on costs")


def outlook_record_words(case: Case, rest: str) -> Words:
    """A record by its key without ``outlook.``: ``costs.israel-1``, ``ends.hamas``."""
    outlook = case.outlook
    kind, _, record = rest.partition(".")
    if outlook is None:
        raise KeyError(rest)
    match kind:
        case "costs":
            return _cost(case, outlook, next(own for own in outlook.costs if own.id == record))
        case "terms":
            return _terms(case, next(own for own in outlook.terms if own.id == record))
        case "ends":
            end = next(own for own in outlook.ends if own.actor == record)
            return phrase(
                "no deal by {day} is worth {value} points to {who}",
                day=date_words(outlook.until),
                value=estimate_words(end.value),
                who=actor_name(case, record),
            )
        case "discount":
            return phrase(
                "to {who} one {unit} later counts {factor} of now",
                who=actor_name(case, record),
                unit=outlook.unit,
                factor=number(dict(outlook.discounts)[record]),
            )
        case "events":
            return _event(case, outlook, next(own for own in outlook.events if own.id == record))
        case "deadlines":
            return _deadline(case, outlook, next(own for own in outlook.deadlines if own.id == record))
    raise KeyError(rest)


def _cost(case: Case, outlook: Outlook, cost: ExpectedCost) -> Words:
    rate = "" if cost.rate is None else f" ({estimate_words(cost.rate)} points a {outlook.unit})"
    said = phrase(_COSTS[cost.trend], cost=quoted_cost(case, cost), who=actor_name(case, cost.actor))
    return _as_seen(case, phrase("{said}{rate}", said=said, rate=rate), cost.actor, cost.seen_by)


def _terms(case: Case, own: ExpectedTerms) -> Words:
    change = "" if own.change is None else f" ({estimate_words(own.change)} points)"
    said = phrase(_TERMS[own.trend], who=actor_name(case, own.actor))
    return _as_seen(case, phrase("{said}{change}", said=said, change=change), own.actor, own.seen_by)


def _as_seen(case: Case, said: Words, actor: str, viewer: str) -> Words:
    if viewer == actor:
        return phrase("in its own view, {said}", said=said)
    return phrase("in the view of {viewer}, {said}", viewer=actor_name(case, viewer), said=said)


def _event(case: Case, outlook: Outlook, event: ExpectedEvent) -> Words:
    when = f"on {date_words(event.earliest)}"
    if event.latest != event.earliest:
        when = f"between {date_words(event.earliest)} and {date_words(event.latest)}"
    held = [phrase("{who} {likely}", who=actor_name(case, c.actor), likely=likelihood_words(c.likelihood)) for c in event.chances]
    return phrase(
        "this may happen {when}: “{event}”{held}{effects}",
        when=when,
        event=name(event.name),
        held=phrase(", held {held}", held=join(held)) if held else "",
        effects=_effects(case, outlook, event.effects),
    )


def _deadline(case: Case, outlook: Outlook, passing: DeadlineOutlook) -> Words:
    deadline = next(own for own in case.deadlines if own.id == passing.id)
    return phrase(
        "what changes when “{deadline}” passes without a deal{effects}",
        deadline=name(deadline.name),
        effects=_effects(case, outlook, passing.effects) or ": nothing",
    )


def _effects(case: Case, outlook: Outlook, effects: Sequence[Effect]) -> Words:
    said = [phrase("for {who} {what}", who=actor_name(case, e.actor), what=effect_words(e, outlook.unit)) for e in effects]
    return phrase("; {said}", said=join(said)) if said else ()


def effect_words(effect: Effect, unit: str) -> str:
    """``terms worse``, ``terms change by 0 to 5 points, going on costs 1 points a week more``."""
    said = [] if effect.trend is None else [f"terms {effect.trend.value}"]
    said += [] if effect.terms is None else [f"terms change by {_points(effect.terms)}"]
    if effect.rate is not None and effect.rate.high <= 0 > effect.rate.low:
        less = Estimate(low=-effect.rate.high, high=-effect.rate.low)
        said.append(f"going on costs {_points(less)} a {unit} less")
    elif effect.rate is not None:
        said.append(f"going on costs {_points(effect.rate)} a {unit} more")
    return ", ".join(said) or "nothing changes"


def _points(number: Estimate) -> str:
    return f"{estimate_words(number)} {'point' if number.low == number.high == 1 else 'points'}"
