"""Outlook: what each actor expects of time, as long as nothing is signed.

Every expectation is somebody's: two parties may see the same future differently, and that is data. Words come first, since
records bear no coefficients: a cost of going on rises, stays, falls or is none; the terms a party expects to get later are
better, the same or worse. Numbers may stand beside them, in points of the actor's own scale. In a case file::

    outlook:
      unit: week                      # of rates: day, week, month or year
      until: 2024-10-11               # how far the outlook goes
      costs:                          # what going on costs, per actor that bears it
        israel:
          - {name: Pressure from abroad, by: united-states, trend: rising, rate: 0..1, from: 2024-04-11, because: [isolated]}
          - {name: Pressure from abroad, trend: rising, seen_by: hamas, because: [hopes]}    # another's view of it
      terms:                          # what each party expects it could sign for later, compared with now
        hamas:
          - {trend: better, change: 0..10, by: 2024-06-30, rests_on: [israel-2], because: [hopes]}
      ends: {hamas: {value: 10..30, because: [...]}}     # worth of having no deal at the end; its no-deal value when absent
      discount: {hamas: 0.99}         # weight of one unit of time later; 1 when absent
      events:                         # what may happen, once, by itself
        operation:
          name: The operation begins
          on: 2024-05-01..2024-06-30  # a day or a period
          chance: {hamas: unlikely, israel: 0.6..0.9}    # as each sees it
          effects: {hamas: {terms: worse}, israel: {terms: 0..5, rate: 0..2}}
          because: [vow]
      deadlines:                      # per deadline of the case: what changes when it passes; nothing where none is named
        forty-eight-hours: {effects: {hamas: {terms: same}}, because: [...]}
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.phases import Estimate
from detente.model.red_line import Likelihood

__all__ = [
    "Chance",
    "CostTrend",
    "DeadlineOutlook",
    "Effect",
    "ExpectedCost",
    "ExpectedEvent",
    "ExpectedTerms",
    "Outlook",
    "OutlookEnd",
    "TermsTrend",
]


class CostTrend(StrEnum):
    """How a cost of going on moves."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    NONE = "none"


class TermsTrend(StrEnum):
    """How terms to be had later compare with those to be had now."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCost:
    """A cost of going on for ``actor``, as ``seen_by`` sees it; ``rate`` is in points a unit of time, where it is known.

    ``by`` is who puts it on, ``starts`` and ``ends`` the days between which it lasts; from the day of the case to the end of
    the outlook where they are not said. A cost that rises starts at the low end of its rate and ends at the high one.
    """

    id: str
    actor: str
    seen_by: str
    trend: CostTrend
    name: str | None = None
    by: str | None = None
    rate: Estimate | None = None
    starts: dt.date | None = None
    ends: dt.date | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedTerms:
    """What ``actor`` expects it could sign for later, compared with now, as ``seen_by`` sees it.

    ``change`` is in points, reached ``by`` a day. ``rests_on`` names costs and events without which it would not expect it.
    """

    id: str
    actor: str
    seen_by: str
    trend: TermsTrend
    change: Estimate | None = None
    by: dt.date | None = None
    rests_on: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookEnd:
    """What having no deal at the end of the outlook is worth to an actor, in points."""

    actor: str
    value: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an event or the passing of a deadline changes for an actor: the terms it can get, in words or points, and a cost."""

    actor: str
    trend: TermsTrend | None = None
    terms: Estimate | None = None
    rate: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely an event is, as ``actor`` sees it."""

    actor: str
    likelihood: Likelihood


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedEvent:
    """Something that may happen once, between two days."""

    id: str
    name: str
    earliest: dt.date
    latest: dt.date
    chances: tuple[Chance, ...] = ()
    effects: tuple[Effect, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None

    def chance_for(self, actor_id: str) -> Likelihood | None:
        """How likely an actor holds it; ``None`` where it is not said."""
        return next((chance.likelihood for chance in self.chances if chance.actor == actor_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineOutlook:
    """What changes for whom when a deadline of the case passes without a deal; ``id`` is that of the deadline."""

    id: str
    effects: tuple[Effect, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What actors expect of time; every tuple keeps the order of the file."""

    unit: str
    until: dt.date
    costs: tuple[ExpectedCost, ...] = ()
    terms: tuple[ExpectedTerms, ...] = ()
    ends: tuple[OutlookEnd, ...] = ()
    discounts: tuple[tuple[str, Fraction], ...] = ()
    events: tuple[ExpectedEvent, ...] = ()
    deadlines: tuple[DeadlineOutlook, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None

    def costs_of(self, actor_id: str, seen_by: str | None = None) -> tuple[ExpectedCost, ...]:
        """What an actor bears, in its own view or another's."""
        viewer = actor_id if seen_by is None else seen_by
        return tuple(cost for cost in self.costs if cost.actor == actor_id and cost.seen_by == viewer)

    def terms_of(self, actor_id: str, seen_by: str | None = None) -> tuple[ExpectedTerms, ...]:
        """What an actor expects to get later, in its own view or another's."""
        viewer = actor_id if seen_by is None else seen_by
        return tuple(terms for terms in self.terms if terms.actor == actor_id and terms.seen_by == viewer)
