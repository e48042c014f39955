"""What a case says of how an actor compares states, as a preference of the graph model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from detente.model.move import Comparison, MovePreference, Ranking, Step, Transitive, Unknown, Unordered, Unstated, Want
from detente.questions.stability import preference_forms as forms
from detente.questions.stability.arcs import BoolArray, IntArray
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference

__all__ = ["ordered_wishes", "stated_preference", "unordered_wishes"]


def stated_preference(statements: Sequence[MovePreference], graph: GraphModel) -> forms.PreferenceForm:
    """The form of preferences that are stated; with none, all is unknown."""
    wants = [s for s in statements if isinstance(s, Want)]
    if wants:
        return _unordered(wants, graph) if any(isinstance(s, Unordered) for s in statements) else _prioritized(wants, graph)
    for statement in statements:
        if isinstance(statement, Ranking):
            return _ranking(statement, graph)
    return _pairs(statements)


def _prioritized(wants: Sequence[Want], graph: GraphModel) -> forms.PreferenceForm:
    """Statements that hold everywhere or nowhere tell no states apart and are left out, as in an earlier record."""
    options = graph.options
    if options is None:
        raise GraphModelError("`wants` speaks of actions; this case has states and arcs only")
    kept: list[Want] = []
    seen: set[bytes] = set()
    for want in wants:
        truth = options.truth(want.wants)
        is_repeated = want.weight is None and bool({truth.tobytes(), (~truth).tobytes()} & seen)
        if truth.any() and not truth.all() and not is_repeated:
            kept.append(want)
        seen.add(truth.tobytes())
    if not kept:
        return Preference.of_ranks([0] * graph.n_states)
    weights = tuple(want.weight for want in kept if want.weight is not None)
    return forms.Prioritized(tuple(want.wants for want in kept), weights)


def _unordered(wants: Sequence[Want], graph: GraphModel) -> Preference:
    """A state is preferred where it meets every wish the other meets and more; else the comparison is unknown."""
    met = sum((row.astype(object) << k for k, row in enumerate(_met(wants, graph))), np.zeros(graph.n_states, object))
    members: dict[int, int] = {}  # states that meet the same wishes are equal, so they are compared once
    for state, wishes in enumerate(met.tolist()):
        members[wishes] = members.get(wishes, 0) | 1 << state
    better, unknown = {}, {}
    for own in members:
        better[own] = sum(states for other, states in members.items() if other & own == own != other)
        unknown[own] = sum(states for other, states in members.items() if other & own not in (own, other))
    return Preference(
        n_states=graph.n_states,
        better=tuple(better[wishes] for wishes in met.tolist()),
        unknown=tuple(unknown[wishes] for wishes in met.tolist()) if any(unknown.values()) else (),
    )


def _ranking(ranking: Ranking, graph: GraphModel) -> forms.PreferenceForm:
    """A ranking of every state; what it leaves out, as in an earlier record, is unknown."""
    if set(ranking.states) != set(graph.states):
        return replace(_pairs([ranking]), is_transitive=True)
    groups: list[tuple[str, ...]] = [(ranking.states[0],)]
    great_steps = []
    for step, state in zip(ranking.steps, ranking.states[1:], strict=True):
        if step is Step.EQUAL:
            groups[-1] = (*groups[-1], state)
            continue
        if step is Step.GREATLY:
            great_steps.append(len(groups))
        groups.append((state,))
    return forms.Ranking(tuple(groups), tuple(great_steps))


def _pairs(statements: Sequence[MovePreference]) -> forms.Pairs:
    stated: dict[Step, list[tuple[str, str]]] = {step: [] for step in Step}
    unknown: list[tuple[str, str]] = []
    for statement in statements:
        if isinstance(statement, Comparison | Ranking):
            for step, pair in zip(statement.steps, pairwise(statement.states), strict=True):
                stated[step].append(pair)
        elif isinstance(statement, Unknown):
            unknown += [(a, b) for k, a in enumerate(statement.states) for b in statement.states[k + 1 :]]
    is_equal = any(isinstance(s, Unstated) and s.is_equal for s in statements)
    return forms.Pairs(
        preferred=tuple(stated[Step.ABOVE]),
        equal=tuple(stated[Step.EQUAL]),
        unknown=tuple(unknown),
        greatly=tuple(stated[Step.GREATLY]),
        unstated="equal" if is_equal else "unknown",
        is_transitive=any(isinstance(s, Transitive) for s in statements),
    )


def unordered_wishes(statements: Sequence[MovePreference]) -> tuple[Want, ...]:
    """The wishes of an actor whose order is unknown; none where it is known or there are no wishes."""
    if not any(isinstance(s, Unordered) for s in statements):
        return ()
    return tuple(s for s in statements if isinstance(s, Want))


def ordered_wishes(wants: Sequence[Want], graph: GraphModel, orders: IntArray) -> IntArray:
    """Dense ranks of the states when the wishes are prioritized in each of these orders.

    ``orders`` has shape (n, wishes), the most important first; the result has shape (n, states).
    """
    met = _met(wants, graph)
    rows = [np.packbits(met[order].T, axis=1) for order in orders]
    return np.array([np.unique(row, axis=0, return_inverse=True)[1].reshape(-1) for row in rows], np.int64)


def _met(wants: Sequence[Want], graph: GraphModel) -> BoolArray:
    """Which wishes each state meets; shape (wishes, states)."""
    options = graph.options
    if options is None:
        raise GraphModelError("`wants` speaks of actions; this case has states and arcs only")
    met = np.zeros((len(wants), graph.n_states), np.bool_)
    for row, want in zip(met, wants, strict=True):
        row[options.state_of] = options.truth(want.wants)
    return met
