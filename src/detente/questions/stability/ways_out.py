"""Ways out: the smallest changes that unsettle a state or make one an equilibrium.

Each candidate is one change: a state ranked elsewhere by one actor (or one pair, where preferences are
pairs), one move removed (a commitment) or added, one action closed or made irreversible, one coalition formed.
Candidates are tried on the one state; whatever is returned has been solved again for
every state by the forward solver. A coalition can only unsettle: it then is the coalition form of
the concept that fails (R and CNash, GMR and CGMR, SMR and CSMR, SEQ and CSEQ).

Candidates that cannot matter are left out: a shift that leaves what the actor prefers to the state and,
where answers must be improvements, which of its moves improve, as they are. An action added would make new states, which
only the maker of the model can name; a move added stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.arcs import IntArray, bits_of
from detente.questions.stability.changes import (
    ActionClosed,
    Change,
    CoalitionFormed,
    MoveAdded,
    MoveRemoved,
    PairReversed,
    Place,
    StateShifted,
    applied,
    shifted,
    size_of,
)
from detente.questions.stability.coalitions import CoalitionConcept, coalition_stability
from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.option_form import Direction
from detente.questions.stability.relations import check_stance
from detente.questions.stability.witness import witnesses

__all__ = ["CHECK_LIMIT", "Goal", "NotVerified", "WaysOut", "changes"]

CHECK_LIMIT = 20_000
"""Most candidates tried in one call, by default."""

_COALITION_FORM = {
    Concept.NASH: CoalitionConcept.CNASH,
    Concept.GMR: CoalitionConcept.CGMR,
    Concept.SMR: CoalitionConcept.CSMR,
    Concept.SEQ: CoalitionConcept.CSEQ,
}

_KINDS = (StateShifted, PairReversed, CoalitionFormed, ActionClosed, MoveRemoved, MoveAdded)
"""Order among changes of one size."""


class NotVerified(AssertionError):
    """A change the forward solver does not confirm: a defect of Détente, never of a model."""


class Goal(StrEnum):
    """What a change is for."""

    UNSETTLE = "unsettle"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysOut:
    """Changes that reach the goal, smallest first; then preferences, coalitions, commitments, added moves.

    ``is_reached`` says that the goal holds without any change. ``is_complete`` is false if candidates were left
    untried; ``n_tried`` counts those tried.
    """

    goal: Goal
    state: str
    concept: Concept
    is_reached: bool
    found: tuple[Change, ...]
    is_complete: bool
    n_tried: int


def changes(
    model: GraphModel,
    state: str,
    concept: Concept | str,
    *,
    goal: Goal | str = Goal.UNSETTLE,
    limit: int = CHECK_LIMIT,
    kinds: Sequence[type[Change]] | None = None,
) -> WaysOut:
    """Every single change that makes a state no equilibrium (``unsettle``) or one (``settle``); of these kinds only, if given.

    Raises
    ------
    GraphModelError
        If a name is unknown, some comparison is, or SIM is asked of a model without actions.

    Examples
    --------
    Prisoner's dilemma: no one change makes the silence of both Nash stable; several unsettle that both confess.

    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> changes(model, "NN", "R", goal="settle").found
    ()
    >>> found = changes(model, "YY", "R").found
    >>> found[0]
    StateShifted(actor='A', state='NY', place=<Place.BELOW: 'below'>, other='NN', size=1)
    >>> [change.members for change in found if isinstance(change, CoalitionFormed)]
    [('A', 'B')]
    """
    chosen, wanted = Concept(concept), Goal(goal)
    check_stance(model, Stance())
    holds = bool(stable_under(model, chosen)[:, model.state(state)].all())
    if holds is (wanted is Goal.SETTLE):
        return WaysOut(goal=wanted, state=state, concept=chosen, is_reached=True, found=(), is_complete=True, n_tried=0)
    found: list[Change] = []
    is_complete, tried = True, 0
    for change in _candidates(model, state, chosen, wanted, _KINDS if kinds is None else tuple(kinds)):
        if tried == limit:
            is_complete = False
            break
        tried += 1
        if _succeeds(model, change, state, chosen, wanted):
            _verify(model, change, state, chosen, wanted)
            found.append(change)
    ordered = sorted(found, key=lambda change: (size_of(change), _KINDS.index(type(change))))
    return WaysOut(
        goal=wanted,
        state=state,
        concept=chosen,
        is_reached=False,
        found=tuple(ordered),
        is_complete=is_complete,
        n_tried=tried,
    )


def _succeeds(model: GraphModel, change: Change, state: str, concept: Concept, goal: Goal) -> bool:
    """Tried on the one state, by the search behind the witnesses."""
    if isinstance(change, CoalitionFormed):
        table = coalition_stability(model, [change.members], concepts=[_COALITION_FORM[concept]])
        return not table.stable[0, model.state(state), 0]
    after = applied(model, change)
    holds = all(witnesses(after, actor, state, concept).is_stable for actor in model.actors)
    return holds is (goal is Goal.SETTLE)


def _verify(model: GraphModel, change: Change, state: str, concept: Concept, goal: Goal) -> None:
    if isinstance(change, CoalitionFormed):
        return
    holds = bool(stable_under(applied(model, change), concept)[:, model.state(state)].all())
    if holds is not (goal is Goal.SETTLE):
        raise NotVerified(f"{change} does not {goal} `{state}` under {concept}")


def _candidates(model: GraphModel, state: str, concept: Concept, goal: Goal, kinds: tuple[type[Change], ...]) -> Iterator[Change]:
    """Changes of each kind by size; moves to add, of which there are most, come last."""
    for change in _of_every_kind(model, state, concept, goal, MoveAdded in kinds):
        if isinstance(change, kinds):
            yield change


def _of_every_kind(
    model: GraphModel,
    state: str,
    concept: Concept,
    goal: Goal,
    has_additions: bool,
) -> Iterator[Change]:
    yield from _commitments(model)
    yield from _pairs(model, state, concept)
    yield from sorted((c for k in range(len(model.actors)) for c in _shifts(model, k, model.state(state), concept)), key=size_of)
    if goal is Goal.UNSETTLE and concept in _COALITION_FORM:
        for size in range(2, len(model.actors) + 1):
            for group in combinations(model.actors, size):
                yield CoalitionFormed(members=group)
    if has_additions:
        yield from _additions(model, model.state(state), concept, goal)


def _commitments(model: GraphModel) -> Iterator[Change]:
    """Actions closed and moves removed."""
    if model.options is not None:
        for action, owner in zip(model.options.actions, model.options.owners.tolist(), strict=True):
            for direction in (Direction.TAKE, Direction.DROP, None):
                yield ActionClosed(actor=model.actors[owner], action=action, direction=direction)
    names = model.states
    for actor, arcs in zip(model.actors, model.arcs, strict=True):
        for s, t in zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True):
            yield MoveRemoved(actor=actor, before=names[s], after=names[t])


def _additions(model: GraphModel, here: int, concept: Concept, goal: Goal) -> Iterator[Change]:
    """Moves added. Only a new gain from the state, or a new escape to one, can unsettle it."""
    names = model.states
    for k, (actor, arcs) in enumerate(zip(model.actors, model.arcs, strict=True)):
        better = bits_of(model.preference(k).better_sets()[here])
        for s, row in enumerate(arcs.rows()):
            if goal is Goal.UNSETTLE and s != here and not concept.has_escape:
                continue
            for t in better if goal is Goal.UNSETTLE else range(model.n_states):
                if t != s and t not in row:
                    yield MoveAdded(actor=actor, before=names[s], after=names[t])


def _pairs(model: GraphModel, state: str, concept: Concept) -> Iterator[Change]:
    """One pair compared otherwise, where preferences are pairs and the pair matters."""
    names, here = model.states, model.state(state)
    for k, actor in enumerate(model.actors):
        preference = model.preference(k)
        if preference.ranks is not None:
            continue
        pairs = {(min(here, t), max(here, t)) for t in range(model.n_states) if t != here}
        if concept.is_credible:
            arcs = model.arcs[k]
            pairs |= {(min(s, t), max(s, t)) for s, t in zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True)}
        for s, t in sorted(pairs):
            now = Place.ABOVE if preference.prefers(s, t) else Place.BELOW if preference.prefers(t, s) else Place.LEVEL
            for place in Place:
                if place is not now:
                    yield PairReversed(actor=actor, state=names[s], place=place, other=names[t])


def _shifts(model: GraphModel, actor: int, here: int, concept: Concept) -> list[StateShifted]:
    """Every place for every state in a ranking; of shifts that come to the same, the smallest."""
    preference = model.preference(actor)
    if preference.ranks is None:
        return []
    ranks, own = preference.ranks, model.arcs[actor]
    sources, targets = (own.sources, own.targets) if concept.is_credible else (own.sources[:0], own.targets[:0])

    def mark(made: IntArray) -> bytes:
        """All of the preference that can matter to the stability of the state."""
        return bytes((made > made[here]).tobytes() + (made[targets] > made[sources]).tobytes())

    found = []
    for state in range(model.n_states):
        for group in preference.groups():
            others = [t for t in group if t != state]
            for place in Place if others else ():
                made = shifted(ranks, state, place, others[0])
                found.append((_n_otherwise(ranks, made, state), state, place, others[0], mark(made)))
    found.sort(key=lambda row: row[0])
    seen = {mark(ranks)}
    kept = []
    for size, state, place, other, sign in found:
        if sign not in seen:
            seen.add(sign)
            names = model.states
            kept.append(StateShifted(actor=model.actors[actor], state=names[state], place=place, other=names[other], size=size))
    return kept


def _n_otherwise(before: IntArray, after: IntArray, state: int) -> int:
    """States the shifted one is compared with otherwise."""
    return int((np.sign(before - before[state]) != np.sign(after - after[state])).sum())
