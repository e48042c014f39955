"""The graph model: actors, states, each actor's moves, and how each compares the states.

A conflict is at one state at a time; an actor moves it along an arc of its own (Kilgour, Hipel &
Fang 1987; Fang, Hipel & Kilgour 1993, ch. 2). A model is built from actions
(:meth:`GraphModel.from_actions`) or from states and arcs (:meth:`GraphModel.from_arcs`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.questions.stability.arcs import Arcs
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.option_form import Direction, OptionForm, Rule, option_form
from detente.questions.stability.preference_forms import PreferenceForm, as_preference
from detente.questions.stability.preferences import Preference

__all__ = ["GraphModel", "Move"]

Move = tuple[str, str, str]
"""Actor, state before, state after."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GraphModel:
    """A conflict as a graph for each actor over the same states.

    Attributes
    ----------
    actors, states : names in a fixed order; results follow it.
    arcs : one for each actor.
    preferences : one for each actor; empty until given.
    status_quo : name of the state the conflict is at, if known.
    options : the actions behind the states, if the model was built from actions.

    Examples
    --------
    Two neighbors may each arm or not; each would rather arm whatever the other does.

    >>> model = GraphModel.from_actions(
    ...     {"Left": ["left arms"], "Right": ["right arms"]},
    ...     preferences={
    ...         "Left": ["YN", "NN", "YY", "NY"],
    ...         "Right": ["NY", "NN", "YY", "YN"],
    ...     },
    ...     status_quo="YY",
    ... )
    >>> model.states
    ('NN', 'YN', 'NY', 'YY')
    >>> model.moves("Left", "NN")
    ('YN',)
    """

    actors: tuple[str, ...]
    states: tuple[str, ...]
    arcs: tuple[Arcs, ...]
    preferences: tuple[Preference, ...] = ()
    status_quo: str | None = None
    options: OptionForm | None = None

    @classmethod
    def from_actions(
        cls,
        actions: Mapping[str, Sequence[str]],
        *,
        infeasible: Iterable[Rule] = (),
        merged: Mapping[str, Rule] | None = None,
        irreversible: Mapping[str, Direction | str] | None = None,
        forbidden: Iterable[Move] = (),
        preferences: Mapping[str, PreferenceForm] | None = None,
        status_quo: str | None = None,
    ) -> GraphModel:
        """A model in option form.

        Parameters
        ----------
        actions : the yes/no actions of each actor.
        infeasible : combinations that cannot be: conditions, their text, or patterns such as
            ``{"accept": True, "abandon": True}``.
        merged : name and condition of states that are one in effect.
        irreversible : actions that can only be taken (``"take"``) or only be dropped (``"drop"``).
        forbidden : single moves that cannot be made though the actions would allow them.
        preferences, status_quo : see the class.

        Raises
        ------
        GraphModelError
            If nothing is left, an actor cannot move, or a name is unknown or used twice.
        """
        actors = tuple(actions)
        options, states = option_form(actions, infeasible, merged, irreversible)
        arcs = [options.arcs(actor, len(states)) for actor in range(len(actors))]
        place = {name: k for k, name in enumerate(states)}
        for actor, before, after in forbidden:
            k, s, t = _position(actor, before, after, actors, place)
            if not arcs[k].has(s, t):
                raise GraphModelError(f"`{actor}` has no move from `{before}` to `{after}` to forbid")
            arcs[k] = arcs[k].without_move(s, t)
        return cls._checked(actors, states, tuple(arcs), options, preferences, status_quo)

    @classmethod
    def from_arcs(
        cls,
        states: Sequence[str],
        arcs: Mapping[str, Iterable[tuple[str, str]]],
        *,
        preferences: Mapping[str, PreferenceForm] | None = None,
        status_quo: str | None = None,
    ) -> GraphModel:
        """A model from states and each actor's arcs ``(before, after)``, kept as they are.

        Raises
        ------
        GraphModelError
            If there is no state, an actor has no arc, an arc leads nowhere, or a name is used twice.

        Examples
        --------
        >>> model = GraphModel.from_arcs(["talks", "strike"], {"Union": [("talks", "strike")]})
        >>> model.moves("Union", "talks"), model.moves("Union", "strike")
        (('strike',), ())
        """
        actors, names = tuple(arcs), tuple(states)
        place = {name: k for k, name in enumerate(names)}
        made = []
        for actor, pairs in arcs.items():
            positions = [_position(actor, before, after, actors, place)[1:] for before, after in pairs]
            same = [names[s] for s, t in positions if s == t]
            if same:
                raise GraphModelError(f"`{actor}` has an arc from `{same[0]}` to itself")
            table = np.array(positions, np.int64).reshape(-1, 2)
            made.append(Arcs.of(len(names), table[:, 0], table[:, 1]))
        return cls._checked(actors, names, tuple(made), None, preferences, status_quo)

    @classmethod
    def _checked(
        cls,
        actors: tuple[str, ...],
        states: tuple[str, ...],
        arcs: tuple[Arcs, ...],
        options: OptionForm | None,
        preferences: Mapping[str, PreferenceForm] | None,
        status_quo: str | None,
    ) -> GraphModel:
        if not actors:
            raise GraphModelError("no actor is given")
        if not states:
            raise GraphModelError("no state is given")
        if len(set(states)) < len(states):
            twice = next(name for k, name in enumerate(states) if name in states[:k])
            raise GraphModelError(f"state `{twice}` is named twice")
        for actor, own in zip(actors, arcs, strict=True):
            if not len(own.targets):
                raise GraphModelError(f"actor `{actor}` has no move in any state")
        if status_quo is not None and status_quo not in states:
            raise GraphModelError(f"unknown status quo `{status_quo}`")
        model = cls(actors=actors, states=states, arcs=arcs, options=options, status_quo=status_quo)
        return model if preferences is None else model.with_preferences(preferences)

    def with_preferences(self, preferences: Mapping[str, PreferenceForm]) -> GraphModel:
        """The model with these preferences; actors left out keep theirs.

        Raises
        ------
        GraphModelError
            If a form is wrong (the actor is named), an actor is unknown, or some actor is left without a preference.
        """
        unknown = [name for name in preferences if name not in self.actors]
        if unknown:
            raise GraphModelError(f"unknown actor `{unknown[0]}` in the preferences")
        made = []
        for k, actor in enumerate(self.actors):
            if actor in preferences:
                try:
                    made.append(as_preference(preferences[actor], self.states, self.options))
                except GraphModelError as error:
                    raise GraphModelError(f"preference of `{actor}`: {error}") from error
            elif self.preferences:
                made.append(self.preferences[k])
            else:
                raise GraphModelError(f"actor `{actor}` has no preference")
        return replace(self, preferences=tuple(made))

    def with_arcs(self, actor: str, arcs: Arcs) -> GraphModel:
        """The model with other moves of one actor, which may be none."""
        k = self.actor(actor)
        return replace(self, arcs=(*self.arcs[:k], arcs, *self.arcs[k + 1 :]))

    @property
    def n_states(self) -> int:
        """Number of states."""
        return len(self.states)

    def actor(self, name: str) -> int:
        """Position of an actor.

        Raises
        ------
        GraphModelError
            If there is none of this name.
        """
        if name not in self.actors:
            raise GraphModelError(f"unknown actor `{name}`; there are {', '.join(f'`{a}`' for a in self.actors)}")
        return self.actors.index(name)

    def state(self, name: str) -> int:
        """Position of a state.

        Raises
        ------
        GraphModelError
            If there is none of this name.
        """
        if name not in self.states:
            raise GraphModelError(f"unknown state `{name}`")
        return self.states.index(name)

    def moves(self, actor: str, state: str) -> tuple[str, ...]:
        """States an actor can move to from a state in one step."""
        return tuple(self.states[t] for t in self.arcs[self.actor(actor)].row(self.state(state)))

    def preference(self, actor: int) -> Preference:
        """How an actor compares states.

        Raises
        ------
        GraphModelError
            If the model has no preferences yet.
        """
        if not self.preferences:
            raise GraphModelError("the model has no preferences; give them with `with_preferences`")
        return self.preferences[actor]

    def improvements(self, actor: int) -> Arcs:
        """The actor's moves to a state it prefers to the one it leaves: its unilateral improvements."""
        own = self.arcs[actor]
        return own.where(self.preference(actor).are_better(own.targets, own.sources))


def _position(actor: str, before: str, after: str, actors: tuple[str, ...], place: Mapping[str, int]) -> tuple[int, int, int]:
    if actor not in actors:
        raise GraphModelError(f"a move is given to unknown actor `{actor}`")
    if before not in place:
        raise GraphModelError(f"an arc of `{actor}` leaves unknown state `{before}`")
    if after not in place:
        raise GraphModelError(f"an arc of `{actor}` leads nowhere: there is no state `{after}`")
    return actors.index(actor), place[before], place[after]
