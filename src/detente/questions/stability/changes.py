"""One change of a graph model: what it is, how large, and the model after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from detente.questions.stability.arcs import Arcs, IntArray
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import Direction, OptionForm
from detente.questions.stability.preferences import Preference

__all__ = [
    "ActionClosed",
    "Change",
    "CoalitionFormed",
    "MoveAdded",
    "MoveRemoved",
    "PairReversed",
    "Place",
    "StateShifted",
    "applied",
    "shifted",
    "size_of",
]


class Place(StrEnum):
    """Where a state is put in a ranking, seen from the group of another."""

    ABOVE = "above"
    LEVEL = "level"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShifted:
    """An actor ranks one state elsewhere: in a place of its own above or below a group, or level with it.

    ``size`` is the number of states it is compared with otherwise than before; 1 is a swap of neighbors.
    """

    actor: str
    state: str
    place: Place
    other: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReversed:
    """An actor whose preference is given by pairs comes to prefer one state of a pair, or (``level``) neither."""

    actor: str
    state: str
    place: Place
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRemoved:
    """An actor gives up one move: a commitment that makes leaving a state this way impossible."""

    actor: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAdded:
    """An actor becomes able to make one move between two states."""

    actor: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionClosed:
    """An action can from now on only be taken, or only be dropped (a commitment), or with no ``direction`` not be changed."""

    actor: str
    action: str
    direction: Direction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionFormed:
    """Actors come to move together; the model is the same, the test is that of the coalition."""

    members: tuple[str, ...]


Change: TypeAlias = StateShifted | PairReversed | MoveRemoved | MoveAdded | ActionClosed | CoalitionFormed


def size_of(change: Change) -> int:
    """How large a change is: pairs of states compared otherwise, members who join, or one move or action."""
    match change:
        case StateShifted(size=size):
            return size
        case CoalitionFormed(members=members):
            return len(members) - 1
        case _:
            return 1


def applied(model: GraphModel, change: Change) -> GraphModel:
    """The model after a change; a formed coalition leaves it as it is.

    Raises
    ------
    GraphModelError
        If the change speaks of what is not there.

    Examples
    --------
    >>> model = GraphModel.from_arcs(["a", "b"], {"A": [("a", "b")]}, preferences={"A": ["b", "a"]})
    >>> applied(model, MoveAdded(actor="A", before="b", after="a")).moves("A", "b")
    ('a',)
    """
    match change:
        case CoalitionFormed():
            return model
        case MoveAdded(actor=actor, before=before, after=after):
            own = model.arcs[model.actor(actor)]
            return model.with_arcs(actor, own.with_move(model.state(before), model.state(after)))
        case MoveRemoved(actor=actor, before=before, after=after):
            own = model.arcs[model.actor(actor)]
            return model.with_arcs(actor, own.without_move(model.state(before), model.state(after)))
        case ActionClosed():
            return _closed(model, change)
        case StateShifted():
            return _shifted(model, change)
        case PairReversed():
            return _reversed(model, change)


def _closed(model: GraphModel, change: ActionClosed) -> GraphModel:
    options = model.options
    if options is None or change.action not in options.actions:
        raise GraphModelError(f"unknown action `{change.action}`")
    k = model.actor(change.actor)
    closed, left = _without_action(options, model.arcs[k], k, options.actions.index(change.action), change.direction)
    return replace(model.with_arcs(change.actor, left), options=closed)


@lru_cache(maxsize=128)
def _without_action(options: OptionForm, own: Arcs, actor: int, action: int, direction: Direction) -> tuple[OptionForm, Arcs]:
    """The option form and an actor's moves once an action is closed: the same in all readings of a case."""
    bit = 1 << action
    closed = replace(
        options,
        only_take=options.only_take | (0 if direction is Direction.DROP else bit),
        only_drop=options.only_drop | (0 if direction is Direction.TAKE else bit),
    )
    left, gone = (_keys(form.arcs(actor, own.n_states)) for form in (closed, options))
    kept = np.isin(_keys(own), left) | ~np.isin(_keys(own), gone)
    return closed, own.where(kept)


def _keys(arcs: Arcs) -> IntArray:
    return arcs.sources * arcs.n_states + arcs.targets


def _shifted(model: GraphModel, change: StateShifted) -> GraphModel:
    preference = model.preference(model.actor(change.actor))
    if preference.ranks is None:
        raise GraphModelError(f"`{change.actor}` has no ranking to shift a state in")
    ranks = shifted(preference.ranks, model.state(change.state), change.place, model.state(change.other))
    return model.with_preferences({change.actor: Preference.of_ranks(ranks.tolist())})


def shifted(ranks: IntArray, state: int, place: Place, other: int) -> IntArray:
    """Ranks, no longer dense, with one state put above, level with or below the group of another."""
    made = ranks * 2
    made[state] = made[other] + {Place.ABOVE: 1, Place.LEVEL: 0, Place.BELOW: -1}[place]
    return made


def _reversed(model: GraphModel, change: PairReversed) -> GraphModel:
    preference = model.preference(model.actor(change.actor))
    if preference.ranks is not None:
        raise GraphModelError(f"`{change.actor}` has a ranking; shift a state in it")
    state, other = model.state(change.state), model.state(change.other)
    better = list(preference.better)
    better[other] &= ~(1 << state)
    better[state] &= ~(1 << other)
    if change.place is Place.ABOVE:
        better[other] |= 1 << state
    elif change.place is Place.BELOW:
        better[state] |= 1 << other
    made = replace(preference, better=tuple(better), unknown=_known(preference.unknown, state, other), greatly=())
    return model.with_preferences({change.actor: made})


def _known(unknown: tuple[int, ...], first: int, second: int) -> tuple[int, ...]:
    if not unknown:
        return ()
    known = list(unknown)
    known[first] &= ~(1 << second)
    known[second] &= ~(1 << first)
    return tuple(known) if any(known) else ()
