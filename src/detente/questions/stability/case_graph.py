"""The states and steps of a case as a graph model, its states by the ids of the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from detente.model.case import Case
from detente.model.move import Moves, combination_id
from detente.questions.stability.combinations import Combinations
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import OptionForm, option_form

__all__ = ["case_graph", "moves_of"]


def case_graph(case: Case) -> GraphModel:
    """States, moves and status quo of a case, without preferences.

    Raises
    ------
    GraphModelError
        If the case has no moves, or no state is left.
    """
    moves = moves_of(case)
    order = [actor.id for actor in case.actors if actor.id in moves.movers]
    graph = _from_actions(moves, order) if moves.has_actions else _from_arcs(moves, order)
    for arc in moves.forbidden:
        if not {arc.before, arc.after} <= set(graph.states):
            continue  # as the record of an earlier day may have it
        k, s, t = graph.actor(arc.actor), graph.state(arc.before), graph.state(arc.after)
        graph = graph.with_arcs(arc.actor, graph.arcs[k].without_move(s, t))
    status_quo = None
    if moves.status_quo is not None:
        stands = moves.status_quo
        status_quo = moves.state_of(stands.taken) if stands.taken is not None else stands.state
    return replace(graph, status_quo=status_quo if status_quo in graph.states else None)


def moves_of(case: Case) -> Moves:
    """The moves of a case.

    Raises
    ------
    GraphModelError
        If it has none.
    """
    if case.moves is None:
        raise GraphModelError("the case has no `moves`")
    return case.moves


def _from_actions(moves: Moves, order: Sequence[str]) -> GraphModel:
    ids = [action.id for action in moves.actions]
    possible = Combinations.every(ids).without(rule.excluded for rule in moves.never)
    named = [state for state in moves.states if state.when is not None and possible.where(state.when).any()]
    options, labels = option_form(
        {actor: [action.id for action in moves.actions if action.actor == actor] for actor in order},
        [rule.excluded for rule in moves.never],
        {f"state {k}": state.when for k, state in enumerate(named) if state.when is not None},
        {action.id: action.direction.value for action in moves.actions if action.direction is not None},
    )
    arcs = tuple(options.arcs(actor, len(labels)) for actor in range(len(order)))
    names = _case_names(options, labels, {f"state {k}": state.id for k, state in enumerate(named)}, ids)
    return GraphModel(actors=tuple(order), states=names, arcs=arcs, options=options)


def _case_names(options: OptionForm, labels: Sequence[str], names: Mapping[str, str], ids: Sequence[str]) -> tuple[str, ...]:
    """The case's own names in place of the letters of the option form."""
    first = np.full(len(labels), -1, np.int64)
    first[options.state_of[::-1]] = options.codes[::-1]
    found = []
    for name, code in zip(labels, first.tolist(), strict=True):
        taken = {action for k, action in enumerate(options.actions) if code >> k & 1}
        found.append(names[name] if name in names else combination_id([a for a in ids if a in taken]))
    return tuple(found)


def _from_arcs(moves: Moves, order: Sequence[str]) -> GraphModel:
    arcs = {actor: [(arc.before, arc.after) for arc in moves.arcs if arc.actor == actor] for actor in order}
    return GraphModel.from_arcs([state.id for state in moves.states], arcs)
