"""Phases: an agreement carried out step by step, at each of which whoever must deliver may break it instead.

What would make a party keep or break is said in one of two ways. It *compares* a few situations (no deal, the agreement
kept to its end, broken at some step by someone), which needs no number; or its *stakes* are given as points or ranges
on its own scale (Fearon 1995; Powell 2006). The last moment is the *end*, at which every party may still break.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.preference import Link

__all__ = [
    "END",
    "Estimate",
    "Guarantee",
    "HandedOver",
    "PhaseAsset",
    "PhaseEnd",
    "PhaseStep",
    "Phases",
    "Situation",
    "SituationKind",
    "SituationRanking",
    "Stake",
    "StakeKind",
    "TwoTypes",
]

END = "end"
"""How a situation names the end of the agreement instead of a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A judged number, from ``low`` to ``high`` inclusive; equal when exact."""

    low: Fraction
    high: Fraction
    because: tuple[str, ...] = ()
    note: str | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the range is a single number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseAsset:
    """Something one party holds and hands over in parts; ``amount`` is what it holds at the start.

    People, and whatever else goes over whole, are indivisible.
    """

    id: str
    name: str
    holder: str
    amount: Estimate
    unit: str | None = None
    is_indivisible: bool = False
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """How much of an asset a step delivers."""

    asset: str
    amount: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStep:
    """A point at which ``actor`` delivers or breaks, ``at`` units of time after the start; ``phase`` is what the text calls it.

    A step that delivers no asset still can be broken. ``is_expiry`` where the truce runs out here by its own terms: it may
    then also be let lapse, which breaks nothing.
    """

    id: str
    name: str
    actor: str
    at: Fraction
    phase: str | None = None
    delivers: tuple[HandedOver, ...] = ()
    is_expiry: bool = False
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEnd:
    """The end of the agreement, at which all parties keep the peace or break it."""

    at: Fraction
    is_expiry: bool = False
    because: tuple[str, ...] = ()
    note: str | None = None


class SituationKind(StrEnum):
    """What a party can compare."""

    KEPT = "kept"
    NO_DEAL = "no_deal"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One way things may end; ``step`` (a step's id or ``end``) and ``actor`` tell where and by whom it is broken."""

    kind: SituationKind
    step: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationRanking:
    """Situations from best to worst for an actor; ``links[k]`` stands between situations k and k + 1."""

    id: str
    actor: str
    situations: tuple[Situation, ...]
    links: tuple[Link, ...]
    because: tuple[str, ...] = ()
    note: str | None = None


class StakeKind(StrEnum):
    """What a party has at stake, on its own scale."""

    PEACE = "peace"
    NO_DEAL = "no_deal"
    FIGHTING = "fighting"
    LEVERAGE = "leverage"
    DELIVERED = "delivered"
    REGROUPING = "regrouping"
    FIRST_STRIKE = "first_strike"
    VICTIM_LOSS = "victim_loss"
    DISCOUNT = "discount"
    SIGNING_PAYMENT = "signing_payment"
    COMPLETION_PAYMENT = "completion_payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """One number of an actor's stakes.

    ``of`` is the asset a *leverage* (worth of one unit still held by its holder) or a *delivered* (worth of one unit handed
    over) is for, or the step a *delivered* is for as a whole; ``None`` otherwise.
    """

    actor: str
    kind: StakeKind
    value: Estimate
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A price on breaking for ``on``, at some steps or, without any named, at all: found out with probability ``detection``."""

    id: str
    on: str
    penalty: Estimate
    detection: Estimate = Estimate(low=Fraction(1), high=Fraction(1))
    by: str | None = None
    at: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoTypes:
    """The actor may be one that means to keep the agreement or, with probability ``regroups``, one that uses the truce.

    ``stakes`` are the numbers in which the second type differs from the first.
    """

    actor: str
    regroups: Estimate
    stakes: tuple[Stake, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """A phased agreement of a case; every tuple keeps the order of the file, steps are in the order they are taken.

    ``unit`` names the unit of time, ``start`` the day of time 0 where it is known.
    """

    unit: str
    steps: tuple[PhaseStep, ...]
    end: PhaseEnd
    start: dt.date | None = None
    assets: tuple[PhaseAsset, ...] = ()
    comparisons: tuple[SituationRanking, ...] = ()
    stakes: tuple[Stake, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    types: tuple[TwoTypes, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None

    def step(self, step_id: str) -> PhaseStep:
        """The step with this id; raises ``KeyError`` if there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def asset(self, asset_id: str) -> PhaseAsset:
        """The asset with this id; raises ``KeyError`` if there is none."""
        for asset in self.assets:
            if asset.id == asset_id:
                return asset
        raise KeyError(asset_id)

    def comparisons_of(self, actor_id: str) -> tuple[SituationRanking, ...]:
        """An actor's comparisons, in the order of the file."""
        return tuple(ranking for ranking in self.comparisons if ranking.actor == actor_id)

    def stakes_of(self, actor_id: str) -> tuple[Stake, ...]:
        """An actor's stakes, in the order of the file."""
        return tuple(stake for stake in self.stakes if stake.actor == actor_id)
