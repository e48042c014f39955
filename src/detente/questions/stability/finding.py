"""What the stability question answers for a case: one frozen result, every witness of it replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.model.verdict import Provenance, Verdict
from detente.questions.stability.changes import Change
from detente.questions.stability.concepts import Concept
from detente.questions.stability.further import Further
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.paths import Evolution, StepKind
from detente.questions.stability.robustness import Robustness
from detente.questions.stability.ways_out import Goal
from detente.questions.stability.witness import Sanction, Step

__all__ = [
    "Answer",
    "Departure",
    "Hinge",
    "JointGain",
    "NotAsked",
    "PossibleChange",
    "Rest",
    "Route",
    "Share",
    "StabilityFinding",
    "StabilityShares",
]

Counts = NDArray[np.object_]
"""Exact counts of any size, as Python integers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of readings in which something holds: at least ``least``, at most ``most``.

    The two differ only where comparisons are unknown that no reading settles: ``least`` is the share in which it holds
    however these turn out, ``most`` the share in which it may.
    """

    least: Fraction
    most: Fraction

    @property
    def is_certain(self) -> bool:
        """Whether it holds in every reading."""
        return self.least == 1

    @property
    def is_never(self) -> bool:
        """Whether it holds in none."""
        return self.most == 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StabilityShares:
    """In how many of ``n`` readings each state is stable.

    ``least`` and ``most`` have shape (n_actors, n_states, n_concepts); ``everyone_least`` and ``everyone_most``, for
    states stable for all actors at once, shape (n_states, n_concepts). ``concepts`` are names of columns: the six, then
    further ones such as ``strong SEQ`` or ``L2``.
    """

    actors: tuple[str, ...]
    states: tuple[str, ...]
    concepts: tuple[str, ...]
    n: int
    least: Counts
    most: Counts
    everyone_least: Counts
    everyone_most: Counts

    def of(self, actor: str, state: str, concept: str) -> Share:
        """The share in which a state is stable for an actor."""
        at = self.actors.index(actor), self.states.index(state), self._column(concept)
        return Share(least=Fraction(self.least[at], self.n), most=Fraction(self.most[at], self.n))

    def equilibrium(self, state: str, concept: str) -> Share:
        """The share in which a state is an equilibrium: stable for every actor."""
        at = self.states.index(state), self._column(concept)
        return Share(least=Fraction(self.everyone_least[at], self.n), most=Fraction(self.everyone_most[at], self.n))

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """States that are an equilibrium in some reading, the most frequent first."""
        column = self._column(concept)
        counts = [(-self.everyone_least[s, column], -self.everyone_most[s, column], s) for s in range(len(self.states))]
        return tuple(self.states[s] for _, most, s in sorted(counts) if most)

    def _column(self, concept: str) -> int:
        if concept not in self.concepts:
            raise ValueError(f"no concept `{concept}`; there are {', '.join(str(c) for c in self.concepts)}")
        return self.concepts.index(concept)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """A further concept that could not be asked of a case, and why."""

    concept: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A shortest sanction of an improvement, and the share of readings in which it is the first such.

    ``is_certain`` unless it hangs on a comparison that is not known: whether it deters, or whether others would make it.
    """

    sanction: Sanction
    share: Fraction
    is_certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An improvement from the status quo under one concept, or what may be one.

    ``share`` of readings in which the actor gains by it, ``unanswered`` the share in which it gains and no answer deters; the
    rest is answered, by ``answers``, the most frequent first. Where comparisons are unknown the two ends of a share differ: it
    is not known whether the actor gains in the readings between them.
    """

    concept: Concept
    improvement: Step
    share: Share
    unanswered: Share
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A shortest path from the status quo, and the share of readings in which there is one of its kind (``None``: not known)."""

    target: str
    kind: StepKind
    share: Fraction | None
    path: Evolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A state moves can reach from the status quo that is an equilibrium in some reading, or that has a name and is better.

    ``share`` of readings in which it is an equilibrium under the concept that decides; ``better`` the share in which it is
    known that no actor prefers the status quo to it and some actor prefers it.
    """

    state: str
    share: Share
    better: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class JointGain:
    """Actors who can bring about ``target`` together and all prefer it to the status quo; the smallest such groups.

    ``share`` of readings in which they all do.
    """

    members: tuple[str, ...]
    target: str
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """One comparison the answer turns on: whether ``actor`` prefers ``state`` to the status quo.

    ``share`` of readings in which it does; among these the status quo holds in ``holds_if``, among the others in
    ``holds_otherwise``.
    """

    actor: str
    state: str
    share: Fraction
    holds_if: Fraction
    holds_otherwise: Fraction

    @property
    def swing(self) -> Fraction:
        """How far the answer moves with it."""
        return abs(self.holds_if - self.holds_otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleChange:
    """One change that unsettles the status quo or makes a state an equilibrium under the concept that decides.

    ``share`` of the readings in which the goal is not reached as things stand; it is known for commitments and
    moves, which mean the same in every reading, and ``None`` for others, verified in the most common reading of that
    kind. ``leads`` are the improvements nobody answers after an unsettling change.
    """

    goal: Goal
    state: str
    change: Change
    size: int
    share: Fraction | None
    leads: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityFinding:
    """Whether the status quo holds itself in place: HOLDS, FAILS, CONTESTED, or UNDETERMINED with the reason.

    ``concept`` decides the verdict: sequential stability (SEQ), where actors are held back by answers others have
    reason to give. ``shares`` has every state, actor and concept: the six, and those ``further``, which are strong and weak
    stability where some state is greatly preferred and what was asked for by name, but for those ``not_asked``. A reading is
    one way of settling what the record leaves open: an order of wishes, or values. ``model`` is the most common of those that
    agree with most; paths with coalitions, ``robustness`` and changes of preferences are about the most common reading of
    their kind. ``rests`` are where it could come to rest, those better for all first. ``deals`` are the states an agreement
    makes, the most frequent equilibria first; changes that would make them hold were looked for for those ``tried``. Where no
    change at all was looked for, ``why_not_tried`` says why.
    """

    verdict: Verdict
    concept: Concept
    status_quo: str | None
    actors: tuple[str, ...]
    states: tuple[str, ...]
    concepts: tuple[Concept, ...]
    n_readings: int
    from_values: tuple[str, ...]
    from_orders: tuple[str, ...]
    has_unknown: bool
    shares: StabilityShares | None
    departures: tuple[Departure, ...]
    hinges: tuple[Hinge, ...]
    rests: tuple[Rest, ...]
    deals: tuple[str, ...]
    routes: tuple[Route, ...]
    joint_gains: tuple[JointGain, ...]
    changes: tuple[PossibleChange, ...]
    tried: tuple[str, ...]
    why_not_tried: str | None
    robustness: Robustness | None
    model: GraphModel | None
    reason: str | None
    provenance: Provenance
    further: tuple[Further, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all concepts, further ones last."""
        return (*(c.value for c in self.concepts), *(c.name for c in self.further))

    def holds(self, concept: str | None = None) -> Share | None:
        """The share in which the status quo is an equilibrium; ``None`` where that could not be asked."""
        if self.shares is None or self.status_quo is None:
            return None
        return self.shares.equilibrium(self.status_quo, self.concept if concept is None else concept)

    def departures_of(self, actor: str, concept: Concept | str | None = None) -> Sequence[Departure]:
        """An actor's improvements from the status quo under a concept, by default the one that decides."""
        chosen = self.concept if concept is None else Concept(concept)
        return [d for d in self.departures if d.improvement.actor == actor and d.concept is chosen]
