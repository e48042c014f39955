"""The stability of every state for every actor under every concept asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import CONCEPTS, Concept, Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.gmr import gmr
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.nash import nash_stable
from detente.questions.stability.seq import seq, sseq
from detente.questions.stability.sim import sim
from detente.questions.stability.smr import smr

__all__ = ["StabilityTable", "analyze", "stable_under"]

_SOLVERS: dict[Concept, Callable[[GraphModel, Stance | None], BoolArray]] = {
    Concept.NASH: nash_stable,
    Concept.GMR: gmr,
    Concept.SMR: smr,
    Concept.SEQ: seq,
    Concept.SSEQ: sseq,
    Concept.SIM: sim,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StabilityTable:
    """What is stable for whom and how; ``stable`` has shape (n_actors, n_states, n_concepts)."""

    actors: tuple[str, ...]
    states: tuple[str, ...]
    concepts: tuple[Concept, ...]
    stance: Stance
    stable: BoolArray

    def is_stable(self, actor: str, state: str, concept: Concept | str) -> bool:
        """Whether a state is stable for an actor under a concept.

        Raises
        ------
        GraphModelError
            If a name is not in the table.
        """
        column = self._column(concept)
        if actor not in self.actors or state not in self.states:
            raise GraphModelError(f"the table has no actor `{actor}` with a state `{state}`")
        return bool(self.stable[self.actors.index(actor), self.states.index(state), column])

    def stable_for(self, actor: str, concept: Concept | str) -> tuple[str, ...]:
        """States stable for an actor under a concept."""
        row = self.stable[self.actors.index(actor), :, self._column(concept)]
        return tuple(self.states[k] for k in np.flatnonzero(row))

    def equilibria(self, concept: Concept | str) -> tuple[str, ...]:
        """States stable for every actor under a concept."""
        everyone = self.stable[:, :, self._column(concept)].all(axis=0)
        return tuple(self.states[k] for k in np.flatnonzero(everyone))

    def concepts_of(self, state: str) -> tuple[Concept, ...]:
        """Concepts under which a state is an equilibrium."""
        return tuple(c for c in self.concepts if state in self.equilibria(c))

    def _column(self, concept: Concept | str) -> int:
        if concept not in self.concepts:
            raise GraphModelError(f"the table has no concept `{concept}`")
        return self.concepts.index(Concept(concept))


def analyze(
    model: GraphModel,
    concepts: Sequence[Concept | str] | None = None,
    *,
    unknown: Literal["a", "b", "c", "d"] | None = None,
    strength: Literal["strong", "weak"] | None = None,
) -> StabilityTable:
    """The stability of every state for every actor.

    Parameters
    ----------
    concepts : those asked for; by default all, without SIM where the model has no option form.
    unknown, strength : how unknown and great preferences are read; see :class:`Stance`.

    Raises
    ------
    GraphModelError
        If a concept or variant does not fit the model, or the model has no preferences.

    Examples
    --------
    >>> model = GraphModel.from_actions(
    ...     {"Left": ["left arms"], "Right": ["right arms"]},
    ...     preferences={"Left": ["YN", "NN", "YY", "NY"], "Right": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> table = analyze(model)
    >>> table.equilibria("R"), table.equilibria("SEQ")
    (('YY',), ('NN', 'YY'))
    >>> table.is_stable("Left", "NN", "R")
    False
    """
    asked = [c for c in CONCEPTS if c is not Concept.SIM or model.options is not None] if concepts is None else concepts
    chosen = tuple(_concept(c) for c in asked)
    stance = Stance(unknown=unknown, strength=strength)
    stable = np.stack([stable_under(model, c, stance) for c in chosen], axis=2)
    return StabilityTable(actors=model.actors, states=model.states, concepts=chosen, stance=stance, stable=stable)


def stable_under(model: GraphModel, concept: Concept, stance: Stance | None = None) -> BoolArray:
    """Which states are stable for whom under one concept; shape (n_actors, n_states)."""
    return _SOLVERS[concept](model, stance)


def _concept(name: Concept | str) -> Concept:
    try:
        return Concept(name)
    except ValueError as error:
        raise GraphModelError(f"unknown concept `{name}`; there are {', '.join(CONCEPTS)}") from error
