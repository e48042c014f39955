"""One party's outlook in numbers: paths of costs and terms, and what may happen, over the periods of a grid.

An expectation that is told in words alone leaves no number; which ones lack it is said. A rate that rises runs evenly from
its low end to its high one while it lasts, one that falls the other way; a steady one is somewhere in its range. Terms
change evenly until the day they are expected by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.outlook import CostTrend, Effect, ExpectedCost, ExpectedTerms, Outlook, TermsTrend
from detente.questions.timing.grid import Grid
from detente.questions.timing.view import Interval, IntervalLike, Prospect, View

__all__ = ["Happening", "PartyPaths", "paths"]

ZERO = Interval(Fraction(0), Fraction(0))
ONE = Interval(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event, or the passing of a deadline, that changes something for the party: between two periods, both included."""

    name: str
    first: int
    last: int
    chance: Interval
    terms: Interval
    cost: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPaths:
    """The numbers of one party's outlook.

    Attributes
    ----------
    costs : one path for each cost; ``steady`` tells which keep one unknown rate throughout.
    changes : what terms change by, each with its share reached at each period.
    discount : weight of one period later.
    missing : what lacks a number, in words; empty where nothing does.
    """

    actor: str
    grid: Grid
    costs: tuple[tuple[Interval, ...], ...]
    steady: tuple[bool, ...]
    changes: tuple[tuple[Interval, tuple[Fraction, ...]], ...]
    happenings: tuple[Happening, ...]
    end: Interval | None
    discount: Fraction
    missing: tuple[str, ...]

    def view(self, signing: IntervalLike, end: IntervalLike, periods_of: Sequence[int]) -> View:
        """The view with its ranges, each thing that may happen put at a period."""
        periods = self.grid.periods
        terms = [ZERO] * (periods + 1)
        for change, reached in self.changes:
            terms = [t + Interval(change.low * r, change.high * r) for t, r in zip(terms, reached, strict=True)]
        costs = [ZERO] * periods
        for cost in self.costs:
            costs = [c + own for c, own in zip(costs, cost, strict=True)]
        prospects = [
            Prospect(name=h.name, period=period, chance=h.chance, terms=h.terms, cost=h.cost)
            for h, period in zip(self.happenings, periods_of, strict=True)
        ]
        return View.of(self.actor, signing, end, costs, terms=terms, discount=self.discount, prospects=prospects)


def paths(case: Case, outlook: Outlook, actor: str, grid: Grid) -> PartyPaths:
    """What an outlook says in numbers for a party, in its own view."""
    costs = outlook.costs_of(actor)
    terms = outlook.terms_of(actor)
    missing = [cost.id for cost in costs if cost.trend is not CostTrend.NONE and cost.rate is None]
    missing += [own.id for own in terms if own.trend is not TermsTrend.SAME and own.change is None]
    happenings = []
    for name, first, last, chance, effect in _happenings(case, outlook, actor, grid):
        if (effect.trend not in (None, TermsTrend.SAME) and effect.terms is None) or chance is None:
            missing.append(name)
        else:
            happenings.append(
                Happening(
                    name=name,
                    first=first,
                    last=last,
                    chance=chance,
                    terms=ZERO if effect.terms is None else Interval(effect.terms.low, effect.terms.high),
                    cost=ZERO if effect.rate is None else Interval(effect.rate.low, effect.rate.high),
                )
            )
    given_end = next((Interval(e.value.low, e.value.high) for e in outlook.ends if e.actor == actor), None)
    known = [cost for cost in costs if cost.rate is not None and cost.trend is not CostTrend.NONE]
    return PartyPaths(
        actor=actor,
        grid=grid,
        costs=tuple(_cost(cost, grid) for cost in known),
        steady=tuple(cost.trend is CostTrend.STEADY for cost in known),
        changes=tuple(_change(own, grid) for own in terms if own.change is not None and own.trend is not TermsTrend.SAME),
        happenings=tuple(happenings),
        end=given_end,
        discount=dict(outlook.discounts).get(actor, Fraction(1)),
        missing=tuple(dict.fromkeys(missing)),
    )


def _cost(cost: ExpectedCost, grid: Grid) -> tuple[Interval, ...]:
    assert cost.rate is not None  # noqa: S101 - the caller chose those with one
    low, high = cost.rate.low, cost.rate.high
    begins = grid.days[0] if cost.starts is None else cost.starts
    ends = grid.days[-1] if cost.ends is None else cost.ends
    lasting = [t for t, day in enumerate(grid.days[:-1]) if begins <= day < ends or (cost.ends is None and begins <= day)]
    found = [ZERO] * grid.periods
    for place, t in enumerate(lasting):
        share = Fraction(place, len(lasting) - 1) if len(lasting) > 1 else Fraction(1)
        if cost.trend is CostTrend.STEADY:
            found[t] = Interval(low, high)
        else:
            rate = low + (high - low) * (share if cost.trend is CostTrend.RISING else 1 - share)
            found[t] = Interval(rate, rate)
    return tuple(found)


def _change(own: ExpectedTerms, grid: Grid) -> tuple[Interval, tuple[Fraction, ...]]:
    assert own.change is not None  # noqa: S101 - the caller chose those with one
    low, high = own.change.low, own.change.high
    change = Interval(-high, -low) if own.trend is TermsTrend.WORSE and low >= 0 else Interval(low, high)
    return change, tuple(Fraction(*grid.share(t, own.by)) for t in range(grid.periods + 1))


def _happenings(case: Case, outlook: Outlook, actor: str, grid: Grid) -> Iterator[tuple[str, int, int, Interval | None, Effect]]:
    for event in outlook.events:
        likely = event.chance_for(actor)
        chance = None if likely is None else Interval(likely.low, likely.high)
        for effect in event.effects:
            if effect.actor == actor:
                first, last = max(grid.period(event.earliest), 1), max(grid.period(event.latest), 1)
                yield event.id, first, last, chance, effect
    due = {deadline.id: deadline.due for deadline in case.deadlines if deadline.due >= case.as_of}
    for deadline in outlook.deadlines:
        for effect in deadline.effects:
            if effect.actor == actor and deadline.id in due:
                period = max(grid.period(due[deadline.id]), 1)
                yield deadline.id, period, period, ONE, effect
