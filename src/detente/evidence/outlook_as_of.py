"""An outlook as it was known on a day, and without one record.

A hope whose ground nobody had spoken of stays without it. Without a single expectation left there is no outlook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from detente.model.outlook import DeadlineOutlook, Effect, ExpectedCost, ExpectedEvent, ExpectedTerms, Outlook
from detente.model.phases import Estimate

__all__ = ["outlook_as_of", "outlook_without"]


class _Judged(Protocol):
    @property
    def because(self) -> tuple[str, ...]: ...


_Record = TypeVar("_Record", bound=_Judged)
_Holder = TypeVar("_Holder", ExpectedCost, ExpectedTerms, ExpectedEvent, DeadlineOutlook)


def outlook_as_of(outlook: Outlook, known: Collection[str], deadlines: Collection[str]) -> Outlook | None:
    """What rests on known claims or on none; ``None`` where no expectation is left.

    Parameters
    ----------
    deadlines : ids of the deadlines of the case that had been set by then.
    """
    if not _is_known(outlook, known):
        return None
    costs = tuple(replace(cost, rate=_number(cost.rate, known)) for cost in _kept(outlook.costs, known))
    events = tuple(replace(e, effects=tuple(_effects(e.effects, known))) for e in _kept(outlook.events, known))
    things = {cost.id for cost in costs} | {event.id for event in events}
    terms = tuple(_grounded(replace(t, change=_number(t.change, known)), things) for t in _kept(outlook.terms, known))
    passing = tuple(
        replace(d, effects=tuple(_effects(d.effects, known))) for d in _kept(outlook.deadlines, known) if d.id in deadlines
    )
    ends = tuple(replace(end, value=_trimmed(end.value, known)) for end in outlook.ends if _is_known(end.value, known))
    found = replace(_trimmed(outlook, known), costs=costs, terms=terms, ends=ends, events=events, deadlines=passing)
    return found if _has_expectations(found) else None


def outlook_without(outlook: Outlook, key: str) -> Outlook | None:
    """The outlook without one record; ``None`` where no expectation is left.

    Parameters
    ----------
    key : as in ``evidence.support``: ``outlook.costs.army-1``, ``outlook.ends.army``, ``outlook.events.truce``.
    """
    section, _, record = key.removeprefix("outlook").removeprefix(".").partition(".")
    name, _, number = record.partition(".")
    if section == "":
        return None
    if section == "discount":
        left = replace(outlook, discounts=tuple(own for own in outlook.discounts if own[0] != name))
    elif section == "ends":
        left = replace(outlook, ends=tuple(end for end in outlook.ends if end.actor != name))
    else:
        things = (_without_number(t, number) if t.id == name else t for t in getattr(outlook, section) if t.id != name or number)
        left = replace(outlook, **{section: tuple(things)})  # type: ignore[arg-type]
    ids = {cost.id for cost in left.costs} | {event.id for event in left.events}
    left = replace(left, terms=tuple(_grounded(terms, ids) for terms in left.terms))
    return left if _has_expectations(left) else None


def _has_expectations(outlook: Outlook) -> bool:
    return any((outlook.costs, outlook.terms, outlook.ends, outlook.events, outlook.deadlines))


def _is_known(thing: _Judged, known: Collection[str]) -> bool:
    return not thing.because or any(claim in known for claim in thing.because)


def _trimmed(thing: _Record, known: Collection[str]) -> _Record:
    return replace(thing, because=tuple(claim for claim in thing.because if claim in known))  # type: ignore[type-var]


def _kept(things: tuple[_Record, ...], known: Collection[str]) -> tuple[_Record, ...]:
    return tuple(_trimmed(thing, known) for thing in things if _is_known(thing, known))


def _number(number: Estimate | None, known: Collection[str]) -> Estimate | None:
    """A number of a record that is known; ``None`` where it is not known itself."""
    return _trimmed(number, known) if number is not None and _is_known(number, known) else None


def _grounded(terms: ExpectedTerms, things: Collection[str]) -> ExpectedTerms:
    return replace(terms, rests_on=tuple(name for name in terms.rests_on if name in things))


def _effects(effects: tuple[Effect, ...], known: Collection[str]) -> Iterator[Effect]:
    for effect in effects:
        found = replace(effect, terms=_number(effect.terms, known), rate=_number(effect.rate, known))
        if found.trend is not None or found.terms is not None or found.rate is not None:
            yield found


def _without_number(thing: _Holder, number: str) -> _Holder:
    """A record without one of its numbers: ``rate``, ``change``, or ``effects.army.terms``."""
    first, _, rest = number.partition(".")
    if not rest:
        return replace(thing, **{first: None})  # type: ignore[arg-type]
    actor, _, field = rest.partition(".")
    assert not isinstance(thing, ExpectedCost | ExpectedTerms)  # noqa: S101 - only these have effects
    effects = tuple(replace(e, **{field: None}) if e.actor == actor else e for e in thing.effects)  # type: ignore[arg-type]
    return replace(thing, effects=tuple(e for e in effects if (e.trend, e.terms, e.rate) != (None, None, None)))
