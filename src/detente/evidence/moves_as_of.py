"""The moves as they were known on a day, and the moves without one record.

An action nobody had spoken of is not there yet, so it counts as never taken in every condition that names it. States,
steps and comparisons that only make sense with it go with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from detente.model.condition import Condition, without_actions
from detente.model.move import (
    NOTHING_TAKEN,
    Arc,
    Exclusion,
    MovePreference,
    Moves,
    State,
    StatusQuo,
    Want,
    restricted,
)

__all__ = ["moves_as_of", "moves_with_packages", "moves_without"]

_LEFT_OUT = ""
"""A claim no case can have: what rests on it alone is never known."""


class _Judged(Protocol):
    @property
    def because(self) -> tuple[str, ...]: ...


_Record = TypeVar("_Record", bound=_Judged)


def moves_as_of(moves: Moves, known: Collection[str], packages: Collection[str]) -> Moves | None:
    """The moves that rest on known claims or on none; ``None`` where no action, or no state to choose, is left.

    Parameters
    ----------
    known : claims said by that day.
    packages : names of the packages and proposals there were, with ``no_deal``.
    """
    actions = tuple(_trimmed(action, known) for action in moves.actions if _is_known(action, known))
    if moves.has_actions and not actions:
        return None
    gone = {action.id for action in moves.actions} - {action.id for action in actions}
    never, states = list(_never(moves, known, gone)), list(_states(moves, known, packages, gone))
    if None in never or None in states:
        return None
    named = {state.id for state in states if state is not None}
    places = _Places(named, {action.id for action in actions})
    arcs = tuple(_steps(moves.arcs, known, places))
    if not moves.has_actions and not arcs:
        return None
    return Moves(
        actions=actions,
        never=tuple(rule for rule in never if rule is not None),
        states=tuple(state for state in states if state is not None),
        forbidden=tuple(_steps(moves.forbidden, known, places)),
        arcs=arcs,
        status_quo=_status_quo(moves.status_quo, known, places),
        preferences=tuple(p for s in moves.preferences if _is_known(s, known) for p in _preference(s, known, places, gone)),
    )


def moves_without(moves: Moves, key: str, packages: Collection[str]) -> Moves | None:
    """The moves without one record, and without what only made sense with it; ``None`` as of :func:`moves_as_of`.

    Parameters
    ----------
    key : as in ``evidence.support``, ``moves.actions.accept``.
    packages : names of the packages and proposals there are, with ``no_deal``.
    """
    section, _, record = key.removeprefix("moves.").partition(".")
    if section == "status_quo":
        return replace(moves, status_quo=None)
    marked = tuple(replace(thing, because=(_LEFT_OUT,)) if thing.id == record else thing for thing in getattr(moves, section))
    changed = replace(moves, **{section: marked})  # type: ignore[arg-type]
    things = (
        *(*changed.actions, *changed.never, *changed.states, *changed.forbidden, *changed.arcs, *changed.preferences),
        *(() if changed.status_quo is None else (changed.status_quo,)),
    )
    return moves_as_of(changed, {claim for thing in things for claim in thing.because} - {_LEFT_OUT}, packages)


def moves_with_packages(moves: Moves, packages: Collection[str]) -> Moves:
    """The moves where only these packages are left: a state that stood for another one stands for none."""
    return replace(moves, states=tuple(_packaged(state, packages) for state in moves.states))


class _Places:
    """The states that are left: those with a name, and combinations of the actions left."""

    def __init__(self, named: Collection[str], actions: Collection[str]) -> None:
        self.named = named
        self.actions = actions

    def __contains__(self, state: object) -> bool:
        if state in self.named:
            return True
        is_combination = isinstance(state, str) and bool(self.actions)
        return is_combination and (state == NOTHING_TAKEN or set(str(state).split("+")) <= set(self.actions))


def _is_known(thing: _Judged, known: Collection[str]) -> bool:
    return not thing.because or any(claim in known for claim in thing.because)


def _trimmed(thing: _Record, known: Collection[str]) -> _Record:
    return replace(thing, because=tuple(claim for claim in thing.because if claim in known))  # type: ignore[type-var]


def _left(condition: Condition, gone: Collection[str]) -> Condition | bool:
    """A condition without the actions that are gone; as it is where it names none of them."""
    return without_actions(condition, gone) if gone else condition


def _never(moves: Moves, known: Collection[str], gone: Collection[str]) -> Iterator[Exclusion | None]:
    """Exclusions that still exclude something; ``None`` for one that now excludes everything."""
    for rule in moves.never:
        if _is_known(rule, known):
            excluded = _left(rule.excluded, gone)
            if not isinstance(excluded, bool):
                yield replace(_trimmed(rule, known), excluded=excluded)
            elif excluded:
                yield None


def _states(moves: Moves, known: Collection[str], packages: Collection[str], gone: Collection[str]) -> Iterator[State | None]:
    """States that can still be; ``None`` for one that now is every combination."""
    for state in moves.states:
        if not _is_known(state, known):
            continue
        kept = _trimmed(state, known)
        kept = _packaged(kept, packages)
        if kept.when is None:
            yield kept
            continue
        when = _left(kept.when, gone)
        if not isinstance(when, bool):
            yield replace(kept, when=when)
        elif when:
            yield None


def _packaged(state: State, packages: Collection[str]) -> State:
    """The state, standing for a package only if there is one of that name."""
    return (
        state if state.package_name is None or state.package_name in packages else replace(state, package=None, package_name=None)
    )


def _steps(arcs: Sequence[Arc], known: Collection[str], places: _Places) -> Iterator[Arc]:
    for arc in arcs:
        if _is_known(arc, known) and arc.before in places and arc.after in places:
            yield _trimmed(arc, known)


def _status_quo(stands: StatusQuo | None, known: Collection[str], places: _Places) -> StatusQuo | None:
    if stands is None or not _is_known(stands, known):
        return None
    if stands.taken is not None:
        return replace(_trimmed(stands, known), taken=tuple(action for action in stands.taken if action in places.actions))
    return _trimmed(stands, known) if stands.state in places else None


def _preference(
    statement: MovePreference, known: Collection[str], places: _Places, gone: Collection[str]
) -> Iterator[MovePreference]:
    """What is left of a statement: nothing, itself, or the parts of a row of comparisons."""
    kept = _trimmed(statement, known)
    if isinstance(kept, Want):
        left = _left(kept.wants, gone)
        if not isinstance(left, bool):
            yield replace(kept, wants=left)
    else:
        yield from restricted(kept, places)
