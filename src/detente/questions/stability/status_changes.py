"""Single changes that unsettle the status quo, or make an agreement hold, over all readings of a case.

Only changes of what binds or moves actors are looked at: a comparison made otherwise, a commitment, a move
given up, a single action that can be undone, actors who come to move together. That an actor takes an action is never a
change here: what actions lead to is told where improvements and paths are. Nor is a new move, or an action becoming binding
that is part of no agreement: a new way to strike, and a strike that cannot be called off, would be such changes too.

Changes of comparisons are those of the most frequent reading of the kind in question; commitments and moves mean the
same in every reading and are tried in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice

import numpy as np

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.changes import (
    ActionClosed,
    Change,
    CoalitionFormed,
    MoveAdded,
    MoveRemoved,
    PairReversed,
    StateShifted,
    applied,
    size_of,
)
from detente.questions.stability.concepts import Concept
from detente.questions.stability.ensemble import Ensemble, Option, Situation
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.finding import PossibleChange
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import Direction
from detente.questions.stability.preferences import Preference
from detente.questions.stability.robustness import Robustness, robustness
from detente.questions.stability.shares import Rows
from detente.questions.stability.ways_out import Goal, changes
from detente.questions.stability.witness import Step, witnesses

__all__ = ["drift", "possible_changes", "typical", "why_not_changed"]

TRIED = 24
"""Most commitments and moves tried in every reading."""

LISTED = 24
"""Most changes kept for one goal and state."""

TRIALS = 100
"""Rankings tried nearest first for each actor's drift."""

STATE_LIMIT = 256
"""Most states at which changes are searched."""


def why_not_changed(readings: Ensemble) -> str | None:
    """Why no change is looked for: comparisons that are not known, or too many states; ``None`` where changes are."""
    if readings.has_unknown:
        return "some comparisons of states are not known"
    if readings.graph.n_states > STATE_LIMIT:
        return f"the {readings.graph.n_states:,} states are more than the {STATE_LIMIT} at which every change can be asked again"
    return None


def typical(readings: Ensemble, state: str, concept: Concept, *, holds: bool, rows: Rows) -> list[GraphModel]:
    """A most frequent reading in which a state is an equilibrium, or is not, of each situation that has one; widest first."""
    here = readings.graph.state(state)
    found: list[tuple[int, GraphModel]] = []
    for situation in readings.situations:
        stable = [
            [bool(rows.of_option(situation, k, o, concept)[0, :, here].all()) for o in block.options]
            for k, block in enumerate(situation.blocks)
        ]
        chosen = _chosen(situation, stable, holds=holds)
        if chosen is not None:
            found.append(chosen)
    found.sort(key=lambda pair: -pair[0])
    return [model for _, model in found]


def _chosen(situation: Situation, stable: Sequence[Sequence[bool]], *, holds: bool) -> tuple[int, GraphModel] | None:
    """The number of readings of a situation in which all are stable, or not all, and a most frequent one of them."""
    kept, n_held = [], 1
    for block, own in zip(situation.blocks, stable, strict=True):
        kept.append([option for option, ok in zip(block.options, own, strict=True) if ok])
        n_held *= sum(option.n for option in kept[-1])
    if holds:
        return (n_held, _model(situation, [own[0] for own in kept])) if n_held else None
    if n_held == situation.n:
        return None
    best = [block.options[0] for block in situation.blocks]
    if all(own[0] for own in stable):
        # Every block's first option is stable: put in the unstable option that costs the fewest readings.
        losses = [(best[k].n - o.n, k, o) for k, own in enumerate(stable) for o, ok in _zip(situation, k, own) if not ok]
        _, place, option = min(losses, key=lambda row: row[:2])
        best[place] = option
    return situation.n - n_held, _model(situation, best)


def _zip(situation: Situation, place: int, own: Sequence[bool]) -> list[tuple[Option, bool]]:
    return list(zip(situation.blocks[place].options, own, strict=True))


def _model(situation: Situation, chosen: Sequence[Option]) -> GraphModel:
    preferences = list(situation.model.preferences)
    for block, option in zip(situation.blocks, chosen, strict=True):
        for actor, preference in zip(block.actors, option.preferences, strict=True):
            preferences[actor] = preference
    return replace(situation.model, preferences=tuple(preferences))


def possible_changes(
    readings: Ensemble, state: str, concept: Concept, goal: Goal, *, deals: Sequence[str], rows: Rows
) -> tuple[PossibleChange, ...]:
    """Changes that reach the goal, the smallest first, each verified by the forward solver in a reading.

    Of actions only those of a deal may come to be binding: to settle a state its own, to unsettle those of any of the ``deals``.
    Any may come to be given up. None where
    comparisons are unknown, or past ``STATE_LIMIT`` states.

    Raises
    ------
    NotVerified
        If the solver does not confirm a change: a defect of Détente.
    """
    if why_not_changed(readings) is not None:
        return ()
    models = typical(readings, state, concept, holds=goal is Goal.UNSETTLE, rows=rows)
    if not models:
        return ()
    found: dict[Change, GraphModel] = dict.fromkeys(changes(models[0], state, concept, goal=goal, kinds=_KINDS).found, models[0])
    here = readings.graph.state(state)
    for change in _everywhere(readings.graph, deals if goal is Goal.UNSETTLE else [state]):
        for model in models:
            if bool(stable_under(applied(model, change), concept)[:, here].all()) is (goal is Goal.SETTLE):
                found[change] = model
                break
    tried = set(islice((c for c in found if _is_same_everywhere(c)), TRIED))
    trials = _Trials(readings, state, concept, goal, rows)
    made = [
        PossibleChange(
            goal=goal,
            state=state,
            change=change,
            size=size_of(change),
            share=trials.share(change) if change in tried else None,
            leads=_leads(model, change, state, concept) if goal is Goal.UNSETTLE else (),
        )
        for change, model in found.items()
    ]
    made.sort(key=lambda own: (own.size, -(own.share or 0)))
    return tuple(made[:LISTED])


_KINDS = (StateShifted, PairReversed, CoalitionFormed, MoveRemoved)
"""Kinds of change searched for in one reading."""


def _everywhere(graph: GraphModel, deals: Sequence[str]) -> list[Change]:
    """Commitments and steps back: part of a deal that binds, an action given up, and an action that can be undone.

    An action is part of a deal if it is taken in every combination that makes it. A step can be taken back only where it takes
    one action that cannot be and changes nothing else: the reverse of any other could be a new way to do harm.
    """
    options = graph.options
    if options is None:
        return []
    found: list[Change] = []
    made = [options.codes[options.state_of == graph.state(deal)] for deal in deals]
    for k, (action, owner) in enumerate(zip(options.actions, options.owners.tolist(), strict=True)):
        is_part = any(bool((codes >> k & 1).all()) for codes in made)
        directions = [Direction.TAKE, Direction.DROP] if is_part else [Direction.DROP]
        found += [ActionClosed(actor=graph.actors[owner], action=action, direction=d) for d in directions]
    n_codes = np.bincount(options.state_of, minlength=graph.n_states)
    codes = {int(s): int(c) for s, c in zip(options.state_of, options.codes, strict=True) if n_codes[s] == 1}
    for actor, arcs in zip(graph.actors, graph.arcs, strict=True):
        there = set(zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True))
        for s, t in sorted(there):
            taken = codes.get(t, 0) & ~codes.get(s, 0) if s in codes and t in codes else 0
            is_one = taken.bit_count() == 1 and codes[s] | taken == codes[t]
            if is_one and taken & options.only_take and (t, s) not in there:
                found.append(MoveAdded(actor=actor, before=graph.states[t], after=graph.states[s]))
    return found


def _is_same_everywhere(change: Change) -> bool:
    """Whether a change means the same in every reading."""
    return isinstance(change, ActionClosed | MoveRemoved | MoveAdded)


def _leads(model: GraphModel, change: Change, state: str, concept: Concept) -> tuple[Step, ...]:
    """Improvements from the state nobody answers after the change."""
    if isinstance(change, CoalitionFormed):
        return ()
    after = applied(model, change)
    return tuple(u.improvement for actor in after.actors for u in witnesses(after, actor, state, concept).unanswered)


class _Trials:
    """A change of moves tried in every reading in which the goal is not reached without it."""

    def __init__(self, readings: Ensemble, state: str, concept: Concept, goal: Goal, rows: Rows) -> None:
        self._readings = readings
        self._state, self._here = state, readings.graph.state(state)
        self._concept, self._goal = concept, goal
        self._rows = rows

    def share(self, change: Change) -> Fraction | None:
        """Of the readings without the goal, the share in which the change reaches it."""
        n_open = n_reached = 0
        memo: dict[tuple[object, ...], bool] = {}
        for situation in self._readings.situations:
            held = both = after_all = 1
            for place, block in enumerate(situation.blocks):
                before = after = kept = 0
                for option in block.options:
                    was = bool(self._rows.of_option(situation, place, option, self._concept)[0, :, self._here].all())
                    now = self._is_stable(situation, place, option, change, memo)
                    before, after, kept = before + option.n * was, after + option.n * now, kept + option.n * (was and now)
                held, after_all, both = held * before, after_all * after, both * kept
            if self._goal is Goal.UNSETTLE:
                n_open, n_reached = n_open + held, n_reached + held - both
            else:
                n_open, n_reached = n_open + situation.n - held, n_reached + after_all - both
        return Fraction(n_reached, n_open) if n_open else None

    def _is_stable(
        self, situation: Situation, place: int, option: Option, change: Change, memo: dict[tuple[object, ...], bool]
    ) -> bool:
        model: GraphModel | None = None
        for actor, preference in zip(situation.blocks[place].actors, option.preferences, strict=True):
            key = (actor, _above(preference, self._here), id(situation))
            if key not in memo:
                model = model or _changed(situation.model_of(place, option), change)
                name = model.actors[actor]
                memo[key] = witnesses(model, name, self._state, self._concept).is_stable
            if not memo[key]:
                return False
        return True


def _changed(model: GraphModel, change: Change) -> GraphModel:
    """The model after a change; as it is where the change speaks of what is not there."""
    try:
        return applied(model, change)
    except GraphModelError:
        return model


def _above(preference: Preference, here: int) -> object:
    """The states preferred to one."""
    if preference.ranks is not None:
        return (preference.ranks > preference.ranks[here]).tobytes()
    return preference.better[here]


def drift(readings: Ensemble, state: str, concept: Concept, rows: Rows) -> Robustness | None:
    """How far rankings may drift in the most frequent reading in which the state holds; ``None`` where that cannot be asked."""
    if why_not_changed(readings) is not None:
        return None
    models = typical(readings, state, concept, holds=True, rows=rows)
    if not models or any(preference.ranks is None for preference in models[0].preferences):
        return None
    return robustness(models[0], state, concept, limit=TRIALS)
