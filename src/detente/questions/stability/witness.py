"""Why a state is stable for an actor or not: the answer to each gain, or the gain nobody can answer.

A stable state has for each improvement a shortest sanction: a legal sequence of the others' moves from
where the improvement leads to a state that deters. An unstable one has an improvement without any. Both are data and
:func:`detente.questions.stability.replay.replay` checks them from the definitions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

import numpy as np

from detente.questions.stability.concepts import Concept, Stance
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.relations import check_stance, is_credible, is_gain, is_harm

__all__ = ["Sanction", "Step", "Unanswered", "Witnesses", "joint_outcomes", "shortest_sequence", "witnesses"]

Path = list[tuple[int, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One actor's move."""

    actor: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """An improvement and what answers it.

    ``steps`` lead from where the improvement leads to ``outcome``. Under SIM they are the others' improvements
    from the same state as the improvement, taken together with it; ``outcome`` is where all of them lead.
    """

    improvement: Step
    steps: tuple[Step, ...]
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An improvement no answer of the others deters from."""

    improvement: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """Every improvement of an actor from a state: answered or not. The state is stable if none is unanswered."""

    actor: str
    state: str
    concept: Concept
    stance: Stance
    sanctions: tuple[Sanction, ...]
    unanswered: tuple[Unanswered, ...]

    @property
    def is_stable(self) -> bool:
        """Whether the state is stable for the actor."""
        return not self.unanswered


def witnesses(
    model: GraphModel,
    actor: str,
    state: str,
    concept: Concept | str,
    *,
    unknown: Literal["a", "b", "c", "d"] | None = None,
    strength: Literal["strong"] | None = None,
) -> Witnesses:
    """The witnesses of one state for one actor, improvements in the order of the states they lead to.

    Of several shortest sanctions the first is given, actors and states in the model's order. One search over
    (state, last mover) for each improvement. Weak stability under strength has no witness of its own: it is stability
    without strength and its lack with ``strong``.

    Raises
    ------
    GraphModelError
        If a name is unknown, or the variant does not fit the model.

    Examples
    --------
    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ... )
    >>> found = witnesses(model, "A", "NN", "SEQ")
    >>> found.sanctions[0].steps
    (Step(actor='B', before='YN', after='YY'),)
    >>> witnesses(model, "A", "NN", "R").unanswered
    (Unanswered(improvement=Step(actor='A', before='NN', after='YN')),)
    """
    stance = Stance(unknown=unknown, strength=strength)
    check_stance(model, stance)
    chosen, i, s = Concept(concept), model.actor(actor), model.state(state)
    if chosen is Concept.SIM and model.options is None:
        raise GraphModelError("simultaneous stability combines changes of actions; this model has states and moves only")
    sanctions, unanswered = [], []
    for gain in model.arcs[i].row(s):
        if not is_gain(model, stance, i, gain, s):
            continue
        improvement = Step(actor=actor, before=state, after=model.states[gain])
        found = _answer(model, stance, chosen, i, s, gain)
        if found is None:
            unanswered.append(Unanswered(improvement=improvement))
        else:
            steps = tuple(Step(actor=model.actors[k], before=model.states[a], after=model.states[b]) for k, a, b in found[0])
            sanctions.append(Sanction(improvement=improvement, steps=steps, outcome=model.states[found[1]]))
    return Witnesses(
        actor=actor, state=state, concept=chosen, stance=stance, sanctions=tuple(sanctions), unanswered=tuple(unanswered)
    )


def _answer(model: GraphModel, stance: Stance, concept: Concept, actor: int, state: int, gain: int) -> tuple[Path, int] | None:
    """Moves of a shortest sanction and the state they lead to, if there is one."""
    if concept is Concept.NASH:
        return None
    if concept is Concept.SIM:
        return _joint_answer(model, stance, actor, state, gain)

    def deters(end: int) -> bool:
        if not is_harm(model, stance, actor, end, state):
            return False
        return not concept.has_escape or all(is_harm(model, stance, actor, t, state) for t in model.arcs[actor].row(end))

    def may_move(mover: int, before: int, after: int) -> bool:
        return not concept.is_credible or is_credible(model, mover, after, before)

    others = [k for k in range(len(model.actors)) if k != actor]
    path = shortest_sequence(model, others, gain, deters, may_move)
    return None if path is None else (path, path[-1][2])


def shortest_sequence(
    model: GraphModel,
    members: list[int],
    start: int,
    is_goal: Callable[[int], bool],
    may_move: Callable[[int, int, int], bool],
) -> Path | None:
    """A shortest nonempty legal sequence of the members' moves to a goal: (mover, before, after) each, or None.

    No member moves twice in a row; the search is over (state, last mover).
    """
    came: dict[tuple[int, int], tuple[int, int]] = {}
    waiting = deque([(start, -1)])
    while waiting:
        state, last = waiting.popleft()
        for k in members:
            if k == last:
                continue
            for t in model.arcs[k].row(state):
                if (t, k) in came or not may_move(k, state, t):
                    continue
                came[t, k] = (state, last)
                if is_goal(t):
                    return _trace(came, (t, k))
                waiting.append((t, k))
    return None


def _trace(came: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]) -> Path:
    path = []
    node = end
    while node[1] >= 0:
        before = came[node]
        path.append((node[1], before[0], node[0]))
        if before[1] < 0:
            break
        node = before
    return path[::-1]


def _joint_answer(model: GraphModel, stance: Stance, actor: int, state: int, gain: int) -> tuple[Path, int] | None:
    """Improvements of as few others as can spoil the gain, taken at once with it."""
    for path, end in _joint(model, actor, state, gain):
        if is_harm(model, stance, actor, end, state):
            return path, end
    return None


def joint_outcomes(model: GraphModel, actor: int, state: int, gain: int) -> list[int]:
    """States a move and some others' improvements, one each at most, can make together, ascending."""
    return sorted({end for _, end in _joint(model, actor, state, gain)})


def _joint(model: GraphModel, actor: int, state: int, gain: int) -> Iterator[tuple[Path, int]]:
    """Every choice of others' improvements taken at once with a move, fewer actors first, and where it leads."""
    options = model.options
    if options is None:
        return
    others = [k for k in range(len(model.actors)) if k != actor]
    for place in np.flatnonzero(options.state_of == state).tolist():
        own = [c for c, t in _changes(model, actor, place) if t == gain]
        answers = {k: [(c, t) for c, t in _changes(model, k, place) if is_credible(model, k, t, state)] for k in others}
        for chosen in _choices(others, answers):
            for change in own:
                joint = change
                for _, other, _ in chosen:
                    joint ^= other
                reached = int(options.place[int(options.codes[place]) ^ joint])
                if reached >= 0:
                    yield [(k, state, t) for k, _, t in chosen], int(options.state_of[reached])


def _choices(others: list[int], answers: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """Every choice of one change each by some others, fewer actors first: (actor, actions changed, state)."""
    for size in range(1, len(others) + 1):
        for group in combinations(others, size):
            yield from product(*([(k, c, t) for c, t in answers[k]] for k in group))


def _changes(model: GraphModel, actor: int, place: int) -> list[tuple[int, int]]:
    """Actions an actor can change at a combination, as bits, and the state each change leads to."""
    options = model.options
    if options is None:
        return []
    code, state = int(options.codes[place]), int(options.state_of[place])
    own = sum(1 << k for k, owner in enumerate(options.owners.tolist()) if owner == actor)
    found = []
    change = own
    while change:
        reached = int(options.place[code ^ change])
        is_open = not (code & change & options.only_take) and not (~code & change & options.only_drop)
        if reached >= 0 and is_open and model.arcs[actor].has(state, int(options.state_of[reached])):
            found.append((change, int(options.state_of[reached])))
        change = (change - 1) & own
    return found[::-1]
