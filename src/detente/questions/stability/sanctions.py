"""The test GMR, SMR, SEQ and SSEQ share: has every gain of an actor an answer that deters it?

State s is stable for i if each s1 that i gains by moving to has some s2 in the others' reach from s1
that harms i at s; where i may escape, no one-step move of i from s2 leads out of harm. Reach is over
all moves or over credible ones only. Two ways to one answer, compared in the tests: for a
ranking s2 deters i at s exactly if a value of s2 alone (its rank; with escape the highest rank among
s2 and what i reaches from it) is at most the rank of s, so the least value in reach decides; otherwise
sets of states are intersected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detente.questions.stability.arcs import Arcs, BoolArray, IntArray, bits_of, set_of
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.group_moves import group_least, group_reach
from detente.questions.stability.relations import Relations, check_stance, credible_arcs, relations

__all__ = ["deterring", "stable_by_sanction", "stable_in_relations"]


def stable_by_sanction(
    model: GraphModel, concept: Concept, stance: Stance | None = None, actors: Sequence[int] | None = None
) -> BoolArray:
    """Which states are stable for whom; shape (n_actors, n_states), or a row for each of ``actors``.

    Raises
    ------
    GraphModelError
        If the model has no preferences, or the stance does not fit them.
    """
    stance = stance or Stance()
    check_stance(model, stance)
    if stance.strength == "weak":
        general = stable_by_sanction(model, concept, Stance(unknown=stance.unknown), actors)
        return general & ~stable_by_sanction(model, concept, Stance(unknown=stance.unknown, strength="strong"), actors)
    arcs = [credible_arcs(model, k) for k in range(len(model.actors))] if concept.is_credible else list(model.arcs)
    rows = []
    for actor in range(len(model.actors)) if actors is None else actors:
        others = [own for k, own in enumerate(arcs) if k != actor]
        ranks = model.preference(actor).ranks
        if ranks is not None and stance.strength is None:
            rows.append(_by_rank(model, actor, others, ranks, has_escape=concept.has_escape))
        else:
            rows.append(_by_sets(model.arcs[actor], others, relations(model, actor, stance), has_escape=concept.has_escape))
    return np.array(rows)


def stable_in_relations(model: GraphModel, concept: Concept, each: Sequence[Relations]) -> BoolArray:
    """The same under given relations, one for each actor; always by sets."""
    arcs = list(model.arcs)
    if concept.is_credible:
        arcs = [own.within(r.credible) for own, r in zip(arcs, each, strict=True)]
    return np.array(
        [
            _by_sets(own, [a for k, a in enumerate(arcs) if k != actor], each[actor], has_escape=concept.has_escape)
            for actor, own in enumerate(model.arcs)
        ]
    )


def _by_rank(model: GraphModel, actor: int, others: Sequence[Arcs], ranks: IntArray, *, has_escape: bool) -> BoolArray:
    own = model.arcs[actor]
    values = ranks
    if has_escape:
        values = ranks.copy()
        np.maximum.at(values, own.sources, ranks[own.targets])
    least = group_least(others, values)
    gains = model.improvements(actor)
    open_gains = least[gains.targets] > ranks[gains.sources]
    return np.asarray(np.bincount(gains.sources[open_gains], minlength=model.n_states) == 0, np.bool_)


def _by_sets(own: Arcs, others: Sequence[Arcs], relation: Relations, *, has_escape: bool) -> BoolArray:
    rows = own.rows()
    reach = group_reach(others, own.n_states)
    deters = deterring(own, relation, has_escape=has_escape)
    stable = np.ones(own.n_states, np.bool_)
    for s, row in enumerate(rows):
        gains = [t for t in row if relation.gain[s] >> t & 1]
        stable[s] = all(deters(s, reach[t]) for t in gains)
    return stable


def deterring(own: Arcs, relation: Relations, *, has_escape: bool) -> Callable[[int, int], int]:
    """A function of a state and a set of states: those of the set that deter the actor at the state."""
    after = [set_of(row) for row in own.rows()]

    def deters(state: int, reached: int) -> int:
        harmful = reached & relation.harm[state]
        if not has_escape:
            return harmful
        return set_of(t for t in bits_of(harmful) if not after[t] & ~relation.harm[state])

    return deters
