"""Paths: how the conflict can go from one state to others, by moves or by improvements.

Status quo analysis (Li, Kilgour & Hipel 2005): shortest legal sequences of moves, no actor moving twice in a
row, and of improvements, each preferred by its mover to where it is made. With coalitions a step may also be
a coalition improvement: a sequence of members' moves whose end every member prefers to where it starts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from detente.questions.stability.arcs import bits_of
from detente.questions.stability.coalitions import coalition_improvements
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.witness import Step, shortest_sequence

__all__ = ["Evolution", "EvolutionStep", "Paths", "StepKind", "paths", "replay_evolution"]

Mover = tuple[int, ...]
Node = tuple[int, Mover]


class StepKind(StrEnum):
    """What steps a path is made of."""

    MOVES = "moves"
    IMPROVEMENTS = "improvements"
    COALITION_IMPROVEMENTS = "coalition-improvements"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvolutionStep:
    """One step: an actor's move, or a coalition's moves one after another."""

    movers: tuple[str, ...]
    before: str
    after: str
    moves: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evolution:
    """A shortest path to a target; no step if the start is the target."""

    start: str
    target: str
    kind: StepKind
    steps: tuple[EvolutionStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """For each kind and target a shortest path, and the pairs of kind and target there is none for."""

    start: str
    found: tuple[Evolution, ...]
    unreachable: tuple[tuple[StepKind, str], ...]

    def to(self, target: str, kind: StepKind | str) -> Evolution | None:
        """The path of a kind to a target, if there is one."""
        return next((e for e in self.found if e.target == target and e.kind == kind), None)


def paths(
    model: GraphModel,
    targets: Sequence[str],
    *,
    start: str | None = None,
    kinds: Sequence[StepKind | str] = tuple(StepKind),
) -> Paths:
    """Shortest paths from the status quo, or from ``start``, to each target.

    Of several the first in the model's order of actors and states; smaller coalitions come first, single
    actors before any. O(arcs * actors) for each kind; coalitions cost their improvements besides, each group's.

    Raises
    ------
    GraphModelError
        If there is no start, or a name or kind is unknown.

    Examples
    --------
    >>> model = GraphModel.from_actions(
    ...     {"A": ["a"], "B": ["b"]},
    ...     preferences={"A": ["YN", "NN", "YY", "NY"], "B": ["NY", "NN", "YY", "YN"]},
    ...     status_quo="YY",
    ... )
    >>> found = paths(model, ["NN"])
    >>> found.to("NN", "improvements") is None
    True
    >>> [step.movers for step in found.to("NN", "coalition-improvements").steps]
    [('A', 'B')]
    """
    begin = start if start is not None else model.status_quo
    if begin is None:
        raise GraphModelError("the model has no status quo; say where paths start")
    goals = [model.state(t) for t in targets]
    found, missing = [], []
    for name in kinds:
        if name not in list(StepKind):
            raise GraphModelError(f"unknown kind of step `{name}`; there are {', '.join(StepKind)}")
        kind = StepKind(name)
        came = _search(_steps_of(model, kind), model.state(begin), set(goals))
        for goal in goals:
            end = model.states[goal]
            if goal == model.state(begin):
                found.append(Evolution(start=begin, target=end, kind=kind, steps=()))
            elif goal in came.arrived:
                found.append(Evolution(start=begin, target=end, kind=kind, steps=_traced(model, came, goal)))
            else:
                missing.append((kind, end))
    return Paths(start=begin, found=tuple(found), unreachable=tuple(missing))


@dataclass(slots=True)
class _Tree:
    """How each (state, last mover) was first reached, and with which mover each target was."""

    came: dict[Node, Node]
    arrived: dict[int, Mover]


def _steps_of(model: GraphModel, kind: StepKind) -> list[tuple[Mover, list[list[int]]]]:
    """Targets of each mover in each state."""
    n = len(model.actors)
    arcs = list(model.arcs) if kind is StepKind.MOVES else [model.improvements(k) for k in range(n)]
    steps: list[tuple[Mover, list[list[int]]]] = [((k,), own.rows()) for k, own in enumerate(arcs)]
    if kind is StepKind.COALITION_IMPROVEMENTS:
        for size in range(2, n + 1):
            for group in combinations(range(n), size):
                steps.append((group, [bits_of(gain) for gain in coalition_improvements(model, group)]))
    return steps


def _search(steps: list[tuple[Mover, list[list[int]]]], start: int, goals: set[int]) -> _Tree:
    tree = _Tree(came={}, arrived={})
    waiting: deque[Node] = deque([(start, ())])
    while waiting and not goals <= tree.arrived.keys():
        state, last = waiting.popleft()
        for mover, rows in steps:
            if mover == last:
                continue
            for t in rows[state]:
                if (t, mover) not in tree.came:
                    tree.came[t, mover] = (state, last)
                    tree.arrived.setdefault(t, mover)
                    waiting.append((t, mover))
    return tree


def _traced(model: GraphModel, tree: _Tree, goal: int) -> tuple[EvolutionStep, ...]:
    steps = []
    node: Node = (goal, tree.arrived[goal])
    while node[1]:
        before = tree.came[node]
        steps.append(_step(model, node[1], before[0], node[0]))
        node = before
    return tuple(steps[::-1])


def _step(model: GraphModel, mover: Mover, before: int, after: int) -> EvolutionStep:
    path = shortest_sequence(model, list(mover), before, lambda t: t == after, lambda *_: True) or []
    return EvolutionStep(
        movers=tuple(model.actors[k] for k in mover),
        before=model.states[before],
        after=model.states[after],
        moves=tuple(Step(actor=model.actors[k], before=model.states[a], after=model.states[b]) for k, a, b in path),
    )


def replay_evolution(model: GraphModel, path: Evolution) -> bool:
    """Whether a path is what it says: steps that join, each allowed by its kind, no mover twice in a row."""
    at: str = path.start
    last: tuple[str, ...] = ()
    for step in path.steps:
        if step.before != at or step.movers == last or not step.movers:
            return False
        if len(step.movers) > 1 and path.kind is not StepKind.COALITION_IMPROVEMENTS:
            return False
        if not _is_walked(model, step):
            return False
        if path.kind is not StepKind.MOVES:
            a, b = model.state(step.after), model.state(step.before)
            if not all(model.preference(model.actor(m)).prefers(a, b) for m in step.movers):
                return False
        at, last = step.after, step.movers
    return at == path.target


def _is_walked(model: GraphModel, step: EvolutionStep) -> bool:
    at, last = step.before, ""
    for move in step.moves:
        if move.actor == last or move.actor not in step.movers or move.before != at:
            return False
        if move.after not in model.moves(move.actor, at):
            return False
        at, last = move.after, move.actor
    return bool(step.moves) and at == step.after
