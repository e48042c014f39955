"""Ways from the status quo over all readings: paths of moves and improvements, and what actors gain by going together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from detente.questions.stability.ensemble import Ensemble
from detente.questions.stability.finding import JointGain, Route
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.group_moves import group_reach
from detente.questions.stability.paths import Evolution, StepKind, paths, replay_evolution

__all__ = ["joint_gains", "routes"]

GROUP_LIMIT = 6
"""Most actors whose every group is looked at."""


def routes(readings: Ensemble, typical: GraphModel, targets: Sequence[str], together: Sequence[str]) -> tuple[Route, ...]:
    """Shortest paths from the status quo to each target, of each kind there is one of in some reading.

    Paths of moves are the same in every reading. For improvements the path of the most frequent situation that has one
    is given, with the share of readings in which there is one. Paths with coalitions are looked for to the targets in
    ``together``, in the reading ``typical`` only; no share is known of them.
    """
    goals = [t for t in targets if t != typical.status_quo]
    if not goals:
        return ()
    found = [_route(e, Fraction(1)) for e in paths(typical, goals, kinds=[StepKind.MOVES]).found]
    shares: dict[str, int] = {}
    first: dict[str, tuple[GraphModel, Evolution]] = {}
    for situation in readings.situations:
        for path in paths(situation.model, goals, kinds=[StepKind.IMPROVEMENTS]).found:
            shares[path.target] = shares.get(path.target, 0) + situation.n
            first.setdefault(path.target, (situation.model, path))
    for target, (model, path) in first.items():
        if not replay_evolution(model, path):
            raise AssertionError(f"a path to `{target}` does not replay")
        found.append(_route(path, Fraction(shares[target], readings.n)))
    if len(typical.actors) <= GROUP_LIMIT:
        for path in paths(typical, [t for t in goals if t in together], kinds=[StepKind.COALITION_IMPROVEMENTS]).found:
            if any(len(step.movers) > 1 for step in path.steps) and replay_evolution(typical, path):
                found.append(_route(path, None if readings.n > 1 else Fraction(1)))
    order = list(StepKind)
    return tuple(sorted(found, key=lambda route: (goals.index(route.target), order.index(route.kind))))


def _route(path: Evolution, share: Fraction | None) -> Route:
    return Route(target=path.target, kind=path.kind, share=share, path=path)


def joint_gains(readings: Ensemble, state: str, targets: Sequence[str]) -> tuple[JointGain, ...]:
    """Groups of two and more that can reach a target from the state by their own moves, all preferring it in some reading.

    Of groups that can, only those with no smaller one inside. Where comparisons are unknown, only groups of which it is known
    that all prefer it in some reading.
    """
    graph = readings.graph
    here = graph.state(state)
    if len(graph.actors) > GROUP_LIMIT:
        return ()
    found = []
    for target in targets:
        there = graph.state(target)
        able: list[tuple[int, ...]] = []
        for size in range(1, len(graph.actors) + 1):
            for group in combinations(range(len(graph.actors)), size):
                if any(set(smaller) <= set(group) for smaller in able):
                    continue
                if group_reach([graph.arcs[k] for k in group], graph.n_states)[here] >> there & 1:
                    able.append(group)
        for group in able:
            share = _all_prefer(readings, group, here, there)
            if len(group) > 1 and (share or not readings.has_unknown):
                found.append(JointGain(members=tuple(graph.actors[k] for k in group), target=target, share=share))
    return tuple(found)


def _all_prefer(readings: Ensemble, group: Sequence[int], here: int, there: int) -> Fraction:
    total = 0
    for situation in readings.situations:
        n = 1
        for block in situation.blocks:
            n *= sum(
                option.n
                for option in block.options
                if all(p.prefers(there, here) for k, p in zip(block.actors, option.preferences, strict=True) if k in group)
            )
        total += n
    return Fraction(total, readings.n)
