"""In how many readings each state is stable for each actor, counted over situations.

Where comparisons are unknown that no reading settles, two counts bound what any way of settling them would give: in the
lower an actor leaves for what it may prefer, only what is surely no better deters, and others answer with sure
improvements only; in the upper the reverse.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.questions.stability.arcs import BoolArray
from detente.questions.stability.concepts import Concept
from detente.questions.stability.ensemble import Ensemble, Option, Situation
from detente.questions.stability.finding import StabilityShares
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.relations import Relations, relations
from detente.questions.stability.sanctions import stable_by_sanction, stable_in_relations
from detente.questions.stability.sim import sim_stable

__all__ = ["Rows", "preference_key", "stability_shares"]

Key = tuple[object, ...]


def stability_shares(readings: Ensemble, concepts: Sequence[Concept], rows: Rows | None = None) -> StabilityShares:
    """Counts of readings, exact integers. Each distinct preference is solved once for each concept, and where answers are
    improvements once for each situation."""
    graph = readings.graph
    n_actors, n_states = len(graph.actors), graph.n_states
    found = rows or Rows(readings)
    each = np.zeros((2, n_actors, n_states, len(concepts)), object)
    everyone = np.zeros((2, n_states, len(concepts)), object)
    for situation in readings.situations:
        for column, concept in enumerate(concepts):
            together = np.ones((2, n_states), object)
            for place, block in enumerate(situation.blocks):
                rest = situation.rest(place)
                weights = np.array([option.n for option in block.options], np.int64)
                stable = np.stack([found.of_option(situation, place, option, concept) for option in block.options], axis=1)
                for member, actor in enumerate(block.actors):
                    for bound in (0, 1):
                        each[bound, actor, :, column] += (weights @ stable[bound, :, member]).astype(object) * rest
                for bound in (0, 1):
                    together[bound] *= (weights @ stable[bound].all(axis=1)).astype(object)
            everyone[:, :, column] += together
    return StabilityShares(
        actors=graph.actors,
        states=graph.states,
        concepts=tuple(concepts),
        n=readings.n,
        least=each[0],
        most=each[1],
        everyone_least=everyone[0],
        everyone_most=everyone[1],
    )


def preference_key(preference: Preference) -> Key:
    """A key that two preferences share only if they compare states alike."""
    if preference.ranks is not None:
        return (preference.ranks.tobytes(),)
    return preference.better, preference.unknown


class Rows:
    """Stable states of actors, each looked up once."""

    def __init__(self, readings: Ensemble) -> None:
        """For the readings of one case."""
        self._has_unknown = readings.has_unknown
        self._found: dict[Key, BoolArray] = {}

    def of_option(self, situation: Situation, block: int, option: Option, concept: Concept) -> BoolArray:
        """Shape (2, members, n_states): lower and upper bound, one array twice where nothing is unknown."""
        model: GraphModel | None = None
        made = []
        for actor, preference in zip(situation.blocks[block].actors, option.preferences, strict=True):
            key: Key = (concept, actor, preference_key(preference))
            if concept.is_credible:
                key = (*key, id(situation))
            if key not in self._found:
                model = model or situation.model_of(block, option)
                self._found[key] = self._solved(model, concept, actor)
            made.append(self._found[key])
        return np.stack(made, axis=1)

    def _solved(self, model: GraphModel, concept: Concept, actor: int) -> BoolArray:
        if self._has_unknown:
            return np.stack([_bound(model, concept, actor, is_upper=is_upper) for is_upper in (False, True)])
        row = _crisp(model, concept, actor)
        return np.stack([row, row])


def _crisp(model: GraphModel, concept: Concept, actor: int) -> BoolArray:
    if concept is Concept.NASH:
        return np.asarray(np.diff(model.improvements(actor).starts) == 0, np.bool_)
    if concept is Concept.SIM:
        each = [None if p.ranks is not None else relations(model, k) for k, p in enumerate(model.preferences)]
        return np.asarray(sim_stable(model, each, [actor])[0], np.bool_)
    return np.asarray(stable_by_sanction(model, concept, None, [actor])[0], np.bool_)


def _bound(model: GraphModel, concept: Concept, actor: int, *, is_upper: bool) -> BoolArray:
    each = [_relations(preference, is_upper=is_upper) for preference in model.preferences]
    if concept is Concept.NASH:
        return np.asarray(np.diff(model.arcs[actor].within(each[actor].gain).starts) == 0, np.bool_)
    if concept is Concept.SIM:
        return np.asarray(sim_stable(model, each, [actor])[0], np.bool_)
    return np.asarray(stable_in_relations(model, concept, each)[actor], np.bool_)


def _relations(preference: Preference, *, is_upper: bool) -> Relations:
    everything = (1 << preference.n_states) - 1
    better = preference.better_sets()
    maybe = tuple(b | u for b, u in zip(better, preference.unknown_sets(), strict=True))
    if is_upper:
        return Relations(gain=better, credible=maybe, harm=tuple(everything & ~b for b in better))
    return Relations(gain=maybe, credible=better, harm=tuple(everything & ~m for m in maybe))
