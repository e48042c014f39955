"""Option form: states as choices of yes/no actions, and the moves they allow.

Each actor controls some actions; a state says of each whether it is taken; an actor moves by
changing any of its own, all at once (Howard 1971; Fraser & Hipel 1984; Fang, Hipel & Kilgour
1993, ch. 2). Combinations that cannot be are left out, states that are one in effect are merged,
and an action may be open in one direction only.

States are numbered by their code, bit k for the k-th action, in ascending order: the order GMCR+
numbers them in. A merged state takes the place of its first member.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from detente.model.condition import Condition
from detente.questions.stability.arcs import Arcs, BoolArray, IntArray
from detente.questions.stability.conditions import parse_condition, pattern, truth
from detente.questions.stability.errors import GraphModelError

__all__ = ["ACTION_LIMIT", "Direction", "OptionForm", "Rule", "as_condition", "option_form"]

ACTION_LIMIT = 22
"""Most actions in one model: every combination is looked at once."""

Rule = Condition | str | Mapping[str, bool]


class Direction(StrEnum):
    """The one change an irreversible action allows."""

    TAKE = "take"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OptionForm:
    """Actions, the feasible combinations of them, and the state each is.

    ``owners`` has shape (n_actions,): the actor of each. ``codes`` has shape (n_codes,), ascending;
    ``state_of`` gives the state of each. ``place`` has shape (2 ** n_actions,): where a code is in
    ``codes``, -1 if infeasible. ``only_take`` and ``only_drop`` are sets of actions as bits.
    """

    actions: tuple[str, ...]
    owners: IntArray
    codes: IntArray
    state_of: IntArray
    place: IntArray
    only_take: int = 0
    only_drop: int = 0

    @property
    def places(self) -> Mapping[str, int]:
        """Bit of each action."""
        return {name: k for k, name in enumerate(self.actions)}

    def truth(self, rule: Rule) -> BoolArray:
        """In which feasible combinations the condition holds; shape (n_codes,)."""
        return truth(as_condition(rule), self.codes, self.places)

    def moves(self, actor: int) -> tuple[IntArray, IntArray, IntArray]:
        """Every change an actor can make: place of the combination before and after, and the actions changed, as bits."""
        return _moves(self, actor)

    def arcs(self, actor: int, n_states: int) -> Arcs:
        """The actor's moves between states."""
        before, after, _ = self.moves(actor)
        return Arcs.of(n_states, self.state_of[before], self.state_of[after])


@lru_cache(maxsize=32)
def _moves(form: OptionForm, actor: int) -> tuple[IntArray, IntArray, IntArray]:
    """Kept, since every reading of a case asks for the same; the arrays cannot be written to."""
    own = sum(1 << k for k, owner in enumerate(form.owners.tolist()) if owner == actor)
    before, after, changed = [], [], []
    change = own
    while change:
        reached = form.place[form.codes ^ change]
        dropped, taken = form.codes & change, ~form.codes & change
        allowed = (reached >= 0) & (dropped & form.only_take == 0) & (taken & form.only_drop == 0)
        places = np.flatnonzero(allowed)
        before.append(places)
        after.append(reached[places])
        changed.append(np.full(len(places), change, np.int64))
        change = (change - 1) & own
    found = (_joined(before), _joined(after), _joined(changed))
    for array in found:
        array.flags.writeable = False
    return found


def _joined(parts: Sequence[IntArray]) -> IntArray:
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def as_condition(rule: Rule) -> Condition:
    """A condition from its text, a pattern of actions, or itself."""
    if isinstance(rule, str):
        return parse_condition(rule)
    return pattern(rule) if isinstance(rule, Mapping) else rule


def option_form(
    actions: Mapping[str, Sequence[str]],
    infeasible: Iterable[Rule] = (),
    merged: Mapping[str, Rule] | None = None,
    irreversible: Mapping[str, Direction | str] | None = None,
) -> tuple[OptionForm, tuple[str, ...]]:
    """The option form and the names of its states: ``Y`` or ``N`` for each action, or a merged state's own name.

    Raises
    ------
    GraphModelError
        If names repeat, an actor has no action, no combination is left, or merged states overlap.
    """
    names = [name for own in actions.values() for name in own]
    _check_names(actions, names)
    owners = np.array([k for k, own in enumerate(actions.values()) for _ in own], np.int64)
    places = {name: k for k, name in enumerate(names)}
    every = np.arange(1 << len(names), dtype=np.int64)
    kept = np.ones(len(every), np.bool_)
    for rule in infeasible:
        kept &= ~truth(as_condition(rule), every, places)
    codes = every[kept]
    if not len(codes):
        raise GraphModelError("no state is left: every combination of actions is infeasible")
    place = np.full(len(every), -1, np.int64)
    place[codes] = np.arange(len(codes))
    state_of, labels = _merge(codes, places, merged or {})
    limits = {Direction.TAKE: 0, Direction.DROP: 0}
    for action, direction in (irreversible or {}).items():
        if action not in places:
            raise GraphModelError(f"unknown irreversible action `{action}`")
        limits[Direction(direction)] |= 1 << places[action]
    form = OptionForm(
        actions=tuple(names),
        owners=owners,
        codes=codes,
        state_of=state_of,
        place=place,
        only_take=limits[Direction.TAKE],
        only_drop=limits[Direction.DROP],
    )
    return form, labels


def _check_names(actions: Mapping[str, Sequence[str]], names: list[str]) -> None:
    for actor, own in actions.items():
        if not own:
            raise GraphModelError(f"actor `{actor}` has no action")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise GraphModelError(f"action `{repeated[0]}` is named twice; names are unique over all actors")
    if len(names) > ACTION_LIMIT:
        raise GraphModelError(f"{len(names)} actions; at most {ACTION_LIMIT} can be combined")


def _merge(codes: IntArray, places: Mapping[str, int], merged: Mapping[str, Rule]) -> tuple[IntArray, tuple[str, ...]]:
    """State of each code and name of each state."""
    leader = np.arange(len(codes))
    named: dict[int, str] = {}
    for name, rule in merged.items():
        members = np.flatnonzero(truth(as_condition(rule), codes, places))
        if not len(members):
            raise GraphModelError(f"merged state `{name}` has no member: its condition holds in no feasible state")
        if (leader[members] != members).any() or any(int(k) in named for k in members):
            raise GraphModelError(f"merged state `{name}` shares a member with another merged state")
        leader[members] = members[0]
        named[int(members[0])] = name
    leaders, state_of = np.unique(leader, return_inverse=True)
    n = len(places)
    labels = tuple(named.get(k) or _letters(int(codes[k]), n) for k in leaders.tolist())
    return state_of.astype(np.int64), labels


def _letters(code: int, n: int) -> str:
    return "".join("Y" if code >> k & 1 else "N" for k in range(n))
