"""Misperceived conflicts: each actor plays the graph model it believes in (a first-level hypergame).

An actor judges stability in its own model, whatever the others believe; a hypergame equilibrium is a state that
every actor perceives and that is stable for each in its own model (Bennett 1977; Wang, Hipel & Fraser 1988;
with graph models, Obeidi, Kilgour & Hipel 2009). Models are joined by the names of actors and states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.questions.stability.analysis import StabilityTable, analyze
from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel

__all__ = ["HypergameTable", "hypergame"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HypergameTable:
    """Stability of every state some actor perceives, each actor judging in its own model.

    ``known`` has shape (n_actors, n_states), ``stable`` shape (n_actors, n_states, n_concepts), false where not known.
    """

    actors: tuple[str, ...]
    states: tuple[str, ...]
    concepts: tuple[Concept, ...]
    known: BoolArray
    stable: BoolArray

    def equilibria(self, concept: Concept | str) -> tuple[str, ...]:
        """States every actor perceives and holds stable."""
        return self._named(self.stable[:, :, self.concepts.index(Concept(concept))].all(axis=0))

    def overlooked(self, concept: Concept | str) -> tuple[str, ...]:
        """States some actor does not perceive, and all who do hold stable: where one side can be taken by surprise."""
        stable = self.stable[:, :, self.concepts.index(Concept(concept))]
        return self._named((stable | ~self.known).all(axis=0) & ~self.known.all(axis=0))

    def _named(self, marked: BoolArray | np.bool_) -> tuple[str, ...]:
        return tuple(self.states[k] for k in np.flatnonzero(marked))


def hypergame(models: Mapping[str, GraphModel], concepts: Sequence[Concept | str] | None = None) -> HypergameTable:
    """The hypergame of the models each actor believes in.

    Raises
    ------
    GraphModelError
        If no model is given, one lacks its own actor, or one cannot be analyzed under a concept.

    Examples
    --------
    B takes A for one who would rather arm first; in truth A prefers that neither arms.

    >>> actions = {"A": ["a"], "B": ["b"]}
    >>> b = ["NY", "NN", "YY", "YN"]
    >>> true = GraphModel.from_actions(actions, preferences={"A": ["NN", "YN", "YY", "NY"], "B": b})
    >>> seen = GraphModel.from_actions(actions, preferences={"A": ["YN", "NN", "YY", "NY"], "B": b})
    >>> hypergame({"A": true, "B": seen}).equilibria("R")
    ('YY',)
    """
    if not models:
        raise GraphModelError("a hypergame has at least one actor")
    for actor, model in models.items():
        model.actor(actor)
    if concepts is None:
        has_options = all(m.options is not None for m in models.values())
        concepts = [c for c in Concept if has_options or c is not Concept.SIM]
    tables: dict[str, StabilityTable] = {actor: analyze(model, concepts) for actor, model in models.items()}
    states = tuple(dict.fromkeys(s for model in models.values() for s in model.states))
    chosen = next(iter(tables.values())).concepts
    known = np.zeros((len(models), len(states)), np.bool_)
    stable = np.zeros((len(models), len(states), len(chosen)), np.bool_)
    places = {name: k for k, name in enumerate(states)}
    for k, (actor, table) in enumerate(tables.items()):
        own = [places[s] for s in table.states]
        known[k, own] = True
        stable[k, own] = table.stable[table.actors.index(actor)]
    return HypergameTable(actors=tuple(models), states=states, concepts=chosen, known=known, stable=stable)
