"""Numbers of ratification, the phases and the outlook that can be set, each by its path.

A path is the way through the case file: ``phases.stakes.army.peace``. A number that is set rests on no claim, and neither
does what else its record says from then on, since claims are not said apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from detente.model.case import Case
from detente.model.outlook import Chance, CostTrend, ExpectedCost, ExpectedEvent, ExpectedTerms, Outlook, OutlookEnd, TermsTrend
from detente.model.phases import Estimate, Guarantee, Phases, Stake, StakeKind, TwoTypes
from detente.model.preference import PointsRange
from detente.model.ratification import Office, Side
from detente.model.red_line import Likelihood
from detente.questions.agreement.what_if_errors import OutOfBounds, UnknownName

__all__ = ["Settable", "settable_numbers", "with_number"]

ZERO, ONE = Fraction(0), Fraction(1)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settable:
    """A number by its path: what a case becomes with another value, and within which bounds that must lie.

    ``least`` is left out itself where ``is_open``; ``is_exact`` where a range will not do; ``refuses`` says why no other value
    makes sense at all.
    """

    path: str
    make: Callable[[Case, Estimate], Case]
    least: Fraction | None = None
    most: Fraction | None = None
    is_open: bool = False
    is_exact: bool = False
    refuses: str | None = None


def settable_numbers(case: Case) -> tuple[Settable, ...]:
    """Every number of the sections that can be set, in the order of the file, those not given yet included."""
    found: list[Settable] = []
    if case.ratification is not None:
        for side in case.ratification.sides:
            found.extend(_of_side(side))
    if case.phases is not None:
        found.extend(_of_phases(case.phases))
    if case.outlook is not None:
        found.extend(_of_outlook(case, case.outlook))
    return tuple(found)


def with_number(case: Case, path: str, low: Fraction, high: Fraction) -> Case:
    """The case with the number at a path set.

    Raises
    ------
    UnknownName
        If the case has no such number.
    OutOfBounds
        If it cannot have that value.
    """
    every = settable_numbers(case)
    number = next((thing for thing in every if thing.path == path), None)
    if number is None:
        raise UnknownName("number", path, [thing.path for thing in every])
    if number.refuses is not None:
        raise OutOfBounds(path, number.refuses)
    is_low = number.least is not None and (low < number.least or (number.is_open and low == number.least))
    if is_low or (number.most is not None and high > number.most):
        raise OutOfBounds(path, _bounds(number))
    if number.is_exact and low != high:
        raise OutOfBounds(path, "it is one number, not a range")
    return number.make(case, Estimate(low=low, high=high))


def _bounds(number: Settable) -> str:
    if number.most is None:
        return f"it must be {number.least} or more"
    return f"it must be {'above' if number.is_open else 'at least'} {number.least} and at most {number.most}"


def _one(things: Sequence[_T], is_it: Callable[[_T], bool], change: Callable[[_T], _T]) -> tuple[_T, ...]:
    """The things with one of them changed."""
    return tuple(change(thing) if is_it(thing) else thing for thing in things)


# -- ratification ----------------------------------------------------------------------------------


def _of_side(side: Side) -> Iterator[Settable]:
    """Only a partner of the government, or the leader, has an office to lose."""
    for actor in dict.fromkeys((*side.partners, *(() if side.leader is None else (side.leader,)))):
        yield Settable(path=f"ratification.{side.party}.office.{actor}", make=_office(side.party, actor))
    for pressure in side.pressure:
        yield Settable(path=f"ratification.{side.party}.pressure.{pressure.id}", make=_pressure(side.party, pressure.id))


def _with_side(case: Case, party: str, change: Callable[[Side], Side]) -> Case:
    if case.ratification is None:
        return case
    sides = _one(case.ratification.sides, lambda side: side.party == party, change)
    return replace(case, ratification=replace(case.ratification, sides=sides))


def _office(party: str, actor: str) -> Callable[[Case, Estimate], Case]:
    """What office is worth to an actor, instead of what was said of it."""

    def make(case: Case, number: Estimate) -> Case:
        office = Office(id=f"{actor}-what-if", actor=actor, points=PointsRange(low=number.low, high=number.high))

        def change(side: Side) -> Side:
            kept = tuple(s for s in side.stances if not (isinstance(s, Office) and s.actor == actor))
            return replace(side, stances=(*kept, office))

        return _with_side(case, party, change)

    return make


def _pressure(party: str, name: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        points = PointsRange(low=number.low, high=number.high)

        def change(side: Side) -> Side:
            return replace(
                side, pressure=_one(side.pressure, lambda p: p.id == name, lambda p: replace(p, points=points, because=()))
            )

        return _with_side(case, party, change)

    return make


# -- phases ----------------------------------------------------------------------------------------

_WITHIN: dict[StakeKind, tuple[Fraction | None, Fraction | None]] = {
    StakeKind.VICTIM_LOSS: (ZERO, None),
    StakeKind.DISCOUNT: (ZERO, ONE),
}


def _of_phases(phases: Phases) -> Iterator[Settable]:
    parties = dict.fromkeys((*(step.actor for step in phases.steps), *(stake.actor for stake in phases.stakes)))
    assets, steps = [asset.id for asset in phases.assets], [step.id for step in phases.steps]
    objects: dict[StakeKind, list[str | None]] = {StakeKind.LEVERAGE: [*assets], StakeKind.DELIVERED: [*assets, *steps]}
    with_peace = {stake.actor for stake in phases.stakes if stake.kind is StakeKind.PEACE}
    is_whole = all(time.denominator == 1 for time in (*(step.at for step in phases.steps), phases.end.at))
    for actor in parties:
        for kind in StakeKind:
            refuses = None
            if actor not in with_peace and kind is not StakeKind.PEACE:
                refuses = f"nothing says what the peace is worth to `{actor}`; set `phases.stakes.{actor}.peace` first"
            elif kind is StakeKind.DISCOUNT and not is_whole:
                refuses = "some step is not a whole unit of time away, so what comes later cannot be discounted exactly"
            for of in objects.get(kind, [None]):
                path = ".".join(("phases.stakes", actor, kind.value, *(() if of is None else (of,))))
                least, most = _WITHIN.get(kind, (None, None))
                is_open = kind is StakeKind.DISCOUNT
                make = _stake(actor, kind, of)
                yield Settable(path=path, make=make, least=least, most=most, is_open=is_open, refuses=refuses)
    for guarantee in phases.guarantees:
        path = f"phases.guarantees.{guarantee.id}"
        yield Settable(path=f"{path}.penalty", make=_guarantee(guarantee.id, "penalty"), least=ZERO)
        yield Settable(path=f"{path}.detection", make=_guarantee(guarantee.id, "detection"), least=ZERO, most=ONE)
    for types in phases.types:
        yield Settable(path=f"phases.types.{types.actor}.regroups", make=_regroups(types.actor), least=ZERO, most=ONE)


def _with_phases(case: Case, change: Callable[[Phases], Phases]) -> Case:
    return case if case.phases is None else replace(case, phases=change(case.phases))


def _stake(actor: str, kind: StakeKind, of: str | None) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        made = Stake(actor=actor, kind=kind, value=number, of=of)

        def is_it(stake: Stake) -> bool:
            return (stake.actor, stake.kind, stake.of) == (actor, kind, of)

        def change(phases: Phases) -> Phases:
            if any(is_it(stake) for stake in phases.stakes):
                return replace(phases, stakes=_one(phases.stakes, is_it, lambda _: made))
            return replace(phases, stakes=(*phases.stakes, made))

        return _with_phases(case, change)

    return make


def _guarantee(name: str, field: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        def change(guarantee: Guarantee) -> Guarantee:
            return replace(guarantee, because=(), **{field: number})  # type: ignore[arg-type]

        return _with_phases(case, lambda p: replace(p, guarantees=_one(p.guarantees, lambda g: g.id == name, change)))

    return make


def _regroups(actor: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        def change(types: TwoTypes) -> TwoTypes:
            return replace(types, regroups=number, because=())

        return _with_phases(case, lambda p: replace(p, types=_one(p.types, lambda t: t.actor == actor, change)))

    return make


# -- outlook ---------------------------------------------------------------------------------------


def _of_outlook(case: Case, outlook: Outlook) -> Iterator[Settable]:
    for cost in outlook.costs:
        why = f"the cost is `none`, so it has no rate; `--without outlook.costs.{cost.id}` leaves it out"
        refuses = why if cost.trend is CostTrend.NONE else None
        yield Settable(path=f"outlook.costs.{cost.id}.rate", make=_rate(cost.id), least=ZERO, refuses=refuses)
    for terms in outlook.terms:
        why = f"the terms stay the `same`, so they do not change; `--without outlook.terms.{terms.id}` leaves that out"
        refuses = why if terms.trend is TermsTrend.SAME else None
        yield Settable(path=f"outlook.terms.{terms.id}.change", make=_change(terms.id), least=ZERO, refuses=refuses)
    for actor in case.parties:
        yield Settable(path=f"outlook.ends.{actor.id}", make=_end(actor.id))
        yield Settable(
            path=f"outlook.discount.{actor.id}", make=_discount(actor.id), least=ZERO, most=ONE, is_open=True, is_exact=True
        )
    for event in outlook.events:
        actors = dict.fromkeys((*(chance.actor for chance in event.chances), *(effect.actor for effect in event.effects)))
        for name in actors:
            yield Settable(path=f"outlook.events.{event.id}.chance.{name}", make=_chance(event.id, name), least=ZERO, most=ONE)


def _with_outlook(case: Case, change: Callable[[Outlook], Outlook]) -> Case:
    return case if case.outlook is None else replace(case, outlook=change(case.outlook))


def _rate(name: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        def change(cost: ExpectedCost) -> ExpectedCost:
            return replace(cost, rate=number, because=())

        return _with_outlook(case, lambda o: replace(o, costs=_one(o.costs, lambda c: c.id == name, change)))

    return make


def _change(name: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        def change(terms: ExpectedTerms) -> ExpectedTerms:
            return replace(terms, change=number, because=())

        return _with_outlook(case, lambda o: replace(o, terms=_one(o.terms, lambda t: t.id == name, change)))

    return make


def _end(actor: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        made = OutlookEnd(actor=actor, value=number)
        return _with_outlook(case, lambda o: replace(o, ends=(*(end for end in o.ends if end.actor != actor), made)))

    return make


def _discount(actor: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        return _with_outlook(
            case, lambda o: replace(o, discounts=(*(own for own in o.discounts if own[0] != actor), (actor, number.low)))
        )

    return make


def _chance(event_id: str, actor: str) -> Callable[[Case, Estimate], Case]:
    def make(case: Case, number: Estimate) -> Case:
        made = Chance(actor=actor, likelihood=Likelihood(low=number.low, high=number.high))

        def change(event: ExpectedEvent) -> ExpectedEvent:
            return replace(event, chances=(*(c for c in event.chances if c.actor != actor), made), because=())

        return _with_outlook(case, lambda o: replace(o, events=_one(o.events, lambda e: e.id == event_id, change)))

    return make
