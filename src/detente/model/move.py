"""Moves: what each actor can do by itself, the states this makes, and how each actor compares them.

The words of the graph model for conflict resolution (Fang, Hipel & Kilgour 1993). A case has its moves in
one of two forms. Either actors have *actions*, which they take or not, and a state is a combination of
these; what GMCR calls an option is an action here. Or states are named one by one, with an *arc* for each
step an actor can make.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from detente.model.condition import Condition, holds
from detente.model.package import Package

__all__ = [
    "NOTHING_TAKEN",
    "Action",
    "Arc",
    "Comparison",
    "Direction",
    "Exclusion",
    "FromValues",
    "MovePreference",
    "Moves",
    "Ranking",
    "State",
    "StatusQuo",
    "Step",
    "Transitive",
    "Unknown",
    "Unordered",
    "Unstated",
    "Want",
    "combination_id",
    "restricted",
]

NOTHING_TAKEN = "nothing"
"""What the combination in which no action is taken is called, unless the case names it."""


class Direction(StrEnum):
    """The one change an irreversible action allows."""

    TAKE = "take"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something an actor can do or leave; ``direction`` is set where it can only be taken, or only dropped."""

    id: str
    actor: str
    name: str
    direction: Direction | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Combinations of actions that cannot be: those in which ``excluded`` holds."""

    id: str
    excluded: Condition
    name: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state the case names. With actions, every combination in which ``when`` holds is this one state.

    ``package`` is what the state comes to for an actor's values; ``package_name`` is how the case calls it,
    ``no_deal`` for the path without a deal. ``is_agreement`` says whether an agreement makes it; ``None``: not said.
    """

    id: str
    name: str
    when: Condition | None = None
    package: Package | None = None
    package_name: str | None = None
    is_agreement: bool | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A step of one actor from a state to another: one there is, or one that cannot be made."""

    id: str
    actor: str
    before: str
    after: str
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusQuo:
    """Where the conflict stands: the actions taken, or the id of a state."""

    taken: tuple[str, ...] | None = None
    state: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


class Step(StrEnum):
    """How one state of a ranking stands to the next."""

    GREATLY = ">>"
    ABOVE = ">"
    EQUAL = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A condition the actor would rather see met, more important than those after it (Peng, Hipel & Kilgour 1997).

    With ``weight``, the weights of the conditions met are added up instead.
    """

    id: str
    actor: str
    wants: Condition
    weight: Fraction | None = None
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unordered:
    """Which of the actor's wishes matters more is unknown.

    A state is then preferred to another only where it meets every wish the other meets and one more; two states of
    which each meets a wish the other does not compare in a way that is not known.
    """

    id: str
    actor: str
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Every state from most to least preferred; ``steps[k]`` stands between states k and k + 1."""

    id: str
    actor: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Each state against the next one, and nothing beyond: preferences may run in a circle."""

    id: str
    actor: str
    states: tuple[str, ...]
    steps: tuple[Step, ...]
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """How the actor compares any two of these states is unknown."""

    id: str
    actor: str
    states: tuple[str, ...]
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unstated:
    """Pairs that no comparison names: equally preferred if ``is_equal``, else unknown, as they are without this."""

    id: str
    actor: str
    is_equal: bool
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitive:
    """What follows from the comparisons in a row holds too."""

    id: str
    actor: str
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FromValues:
    """States that stand for packages compare as the actor values these, in each reading."""

    id: str
    actor: str
    seen_by: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


MovePreference = Want | Unordered | Ranking | Comparison | Unknown | Unstated | Transitive | FromValues
"""With ``seen_by``, how that other actor takes ``actor`` to compare states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The moves of a case; every tuple keeps the order of the file.

    With ``actions`` the states are combinations of these, and ``states`` names some of them. Without, ``states``
    are all there are and ``arcs`` the steps between them.
    """

    actions: tuple[Action, ...] = ()
    never: tuple[Exclusion, ...] = ()
    states: tuple[State, ...] = ()
    forbidden: tuple[Arc, ...] = ()
    arcs: tuple[Arc, ...] = ()
    status_quo: StatusQuo | None = None
    preferences: tuple[MovePreference, ...] = ()

    @property
    def has_actions(self) -> bool:
        """Whether states are combinations of actions."""
        return bool(self.actions)

    @property
    def movers(self) -> tuple[str, ...]:
        """Actors with a move, in the order they first appear."""
        return tuple(dict.fromkeys([*(action.actor for action in self.actions), *(arc.actor for arc in self.arcs)]))

    def preferences_of(self, actor_id: str) -> tuple[MovePreference, ...]:
        """An actor's statements on states, in the order of the file."""
        return tuple(p for p in self.preferences if p.actor == actor_id and p.seen_by is None)

    @property
    def observers(self) -> tuple[str, ...]:
        """Actors that take others to compare states otherwise, in the order they first appear."""
        return tuple(dict.fromkeys(p.seen_by for p in self.preferences if p.seen_by is not None))

    def seen_by(self, observer: str) -> Moves:
        """The moves with only what an observer takes others to prefer, as if it were said of them."""
        return replace(self, preferences=tuple(replace(p, seen_by=None) for p in self.preferences if p.seen_by == observer))

    def state_of(self, taken: Collection[str]) -> str:
        """The id of the state in which exactly these actions are taken: as the case names it, else its actions."""
        for state in self.states:
            if state.when is not None and holds(state.when, taken):
                return state.id
        return combination_id([action.id for action in self.actions if action.id in taken])

    def state_name(self, state_id: str) -> str:
        """A state in words: the name the case gives it, else the names of the actions taken in it."""
        for state in self.states:
            if state.id == state_id:
                return state.name
        names = {action.id: action.name for action in self.actions}
        taken = [names[action] for action in state_id.split("+") if action in names]
        return "; ".join(taken) or "None of the actions is taken"


def combination_id(taken: Sequence[str]) -> str:
    """The id of a combination the case gives no name: its actions in the order of the file, joined by ``+``.

    >>> combination_id(["accept", "strike"]), combination_id([])
    ('accept+strike', 'nothing')
    """
    return "+".join(taken) or NOTHING_TAKEN


_STRONGEST_FIRST = (Step.GREATLY, Step.ABOVE, Step.EQUAL)


def restricted(statement: MovePreference, states: Container[str]) -> tuple[MovePreference, ...]:
    """What a statement says of these states alone: nothing, itself, or the stretches of a row that are left.

    A ranking goes on across a state that is gone, with the strongest step there was on the way; a comparison,
    which tells of neighbors only, ends there.
    """
    match statement:
        case Ranking(states=named):
            at = [k for k, state in enumerate(named) if state in states]
            if len(at) < 2:
                return ()
            between = [statement.steps[first:last] for first, last in pairwise(at)]
            steps = tuple(next(step for step in _STRONGEST_FIRST if step in some) for some in between)
            return (replace(statement, states=tuple(named[k] for k in at), steps=steps),)
        case Comparison():
            return tuple(_stretches(statement, states))
        case Unknown(states=named):
            left = tuple(state for state in named if state in states)
            return (replace(statement, states=left),) if len(left) > 1 else ()
        case _:
            return (statement,)


def _stretches(comparison: Comparison, states: Container[str]) -> Iterator[Comparison]:
    start = 0
    for k, state in enumerate((*comparison.states, None)):
        if state is None or state not in states:
            if k - start > 1:
                yield replace(comparison, states=comparison.states[start:k], steps=comparison.steps[start : k - 1])
            start = k + 1
