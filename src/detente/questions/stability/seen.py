"""What actors of a case take others to prefer: the conflict as each sees it (a first-level hypergame).

An observer judges with its own preference and, of others, with what it takes them to prefer where the case says so
(`sees`). Sources as in :mod:`detente.questions.stability.hypergame`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detente.model.move import Moves, restricted
from detente.questions.stability import preference_forms as forms
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.preferences import Preference
from detente.questions.stability.stated_preferences import stated_preference

__all__ = ["Seen", "as_seen", "seen_preferences"]

Seen = Mapping[int, Mapping[int, Preference]]
"""By position of the observer, then of the other actor."""


def seen_preferences(moves: Moves, graph: GraphModel) -> Seen:
    """What each observer takes others to prefer; actors without moves are left out.

    Raises
    ------
    GraphModelError
        If a form does not fit the states.
    """
    found: dict[int, dict[int, Preference]] = {}
    for observer in moves.observers:
        if observer not in graph.actors:
            continue
        own = moves.seen_by(observer)
        for k, actor in enumerate(graph.actors):
            statements = [part for s in own.preferences_of(actor) for part in restricted(s, graph.states)]
            if statements:
                made = forms.as_preference(stated_preference(statements, graph), graph.states, graph.options)
                found.setdefault(graph.actor(observer), {})[k] = made
    return found


def as_seen(model: GraphModel, observer: int, seen: Seen) -> GraphModel:
    """The model an actor believes in."""
    others = seen.get(observer, {})
    return replace(model, preferences=tuple(others.get(k, own) for k, own in enumerate(model.preferences)))
