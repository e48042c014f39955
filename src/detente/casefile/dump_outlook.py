"""The section ``outlook`` back to text."""

from __future__ import annotations

from collections.abc import Iterable

from detente.casefile.dump_fields import Fields, by_actor, judged, present
from detente.casefile.emit import Flow
from detente.casefile.estimates import estimate_fields
from detente.casefile.values import number_text, range_text
from detente.model.outlook import DeadlineOutlook, Effect, ExpectedCost, ExpectedEvent, ExpectedTerms, Outlook
from detente.model.red_line import Likelihood

__all__ = ["outlook_fields"]


def outlook_fields(outlook: Outlook | None) -> Fields:
    """The section; empty for a case without it."""
    if outlook is None:
        return {}
    values: Fields = {
        "unit": outlook.unit,
        "until": outlook.until,
        "costs": by_actor(outlook.costs, _cost) or None,
        "terms": by_actor(outlook.terms, _terms) or None,
        "ends": {end.actor: estimate_fields(end.value) for end in outlook.ends} or None,
        "discount": {actor: number_text(factor) for actor, factor in outlook.discounts} or None,
        "events": {event.id: _event(event) for event in outlook.events} or None,
        "deadlines": {deadline.id: _deadline(deadline) for deadline in outlook.deadlines} or None,
    }
    return judged(values, outlook.because, outlook.note)


def _cost(cost: ExpectedCost) -> Fields:
    return {
        "name": cost.name,
        "by": cost.by,
        "trend": cost.trend.value,
        "rate": None if cost.rate is None else estimate_fields(cost.rate),
        "from": cost.starts,
        "to": cost.ends,
        "seen_by": cost.seen_by if cost.seen_by != cost.actor else None,
    }


def _terms(terms: ExpectedTerms) -> Fields:
    return {
        "trend": terms.trend.value,
        "change": None if terms.change is None else estimate_fields(terms.change),
        "by": terms.by,
        "rests_on": Flow(list(terms.rests_on)) if terms.rests_on else None,
        "seen_by": terms.seen_by if terms.seen_by != terms.actor else None,
    }


def _event(event: ExpectedEvent) -> Fields:
    period = event.earliest if event.earliest == event.latest else f"{event.earliest}..{event.latest}"
    values: Fields = {
        "name": event.name,
        "on": period,
        "chance": {chance.actor: _likelihood(chance.likelihood) for chance in event.chances} or None,
        "effects": _effects(event.effects) or None,
    }
    return judged(values, event.because, event.note)


def _deadline(deadline: DeadlineOutlook) -> Fields:
    return judged({"effects": _effects(deadline.effects)}, deadline.because, deadline.note)


def _effects(effects: Iterable[Effect]) -> Fields:
    return {effect.actor: _effect(effect) for effect in effects}


def _effect(effect: Effect) -> Fields:
    terms: Fields | str | None = None if effect.terms is None else estimate_fields(effect.terms)
    if effect.trend is not None:
        terms = effect.trend.value
    return present({"terms": terms, "rate": None if effect.rate is None else estimate_fields(effect.rate)})


def _likelihood(likelihood: Likelihood) -> str:
    return likelihood.word or range_text(likelihood.low, likelihood.high)
