"""R, GMR, SMR, SEQ and SIM for every actor of random models; baseline: the definitions in plain Python sets.

All moves are reversible and rankings strict and random, as in the measurements of public tools the
goals come from. The baseline is run once, at the first size only: it needs minutes for the others.
"""

from __future__ import annotations

import time
import tracemalloc

import numpy as np

from benchmarks.measure import Measured, timed
from detente.questions.stability.analysis import analyze
from detente.questions.stability.concepts import Concept
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.inverse import inverse
from detente.questions.stability.preferences import Preference

__all__ = ["measure"]

FIVE = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SIM)
SIZES = ((10, 4, 0.2), (12, 3, 1.0), (14, 4, 20.0), (9, 9, 2.0))


def random_model(n_actions: int, n_actors: int, seed: int = 5) -> GraphModel:
    """Actions dealt out in turn, every combination feasible, random strict rankings."""
    rng = np.random.default_rng(seed)
    actions = {f"A{a}": [f"o{k}" for k in range(a, n_actions, n_actors)] for a in range(n_actors)}
    preferences = {actor: Preference.of_ranks(rng.permutation(1 << n_actions).tolist()) for actor in actions}
    return GraphModel.from_actions(actions, preferences=preferences)


def measure() -> list[Measured]:
    """Seconds for each size, megabytes for one, and the inverse question of 12 states."""
    slow = _plain(random_model(10, 4))
    results = []
    for n_actions, n_actors, goal in SIZES:
        model = random_model(n_actions, n_actors)
        median, least, most = timed(lambda model=model: analyze(model, FIVE), runs=3)  # type: ignore[misc]
        results.append(
            Measured(
                what=f"five concepts, {1 << n_actions} states, {n_actors} actors",
                unit="s",
                median=median,
                least=least,
                most=most,
                goal=goal,
                baseline="plain sets, all but SIM" if (n_actions, n_actors) == (10, 4) else None,
                baseline_median=slow,
            )
        )
    return [*results, _memory(), _inverse()]


def _memory() -> Measured:
    model = random_model(12, 3)
    tracemalloc.start()
    analyze(model, FIVE)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return Measured(what="peak memory, 4096 states, 3 actors", unit="MB", median=peak, least=peak, most=peak, goal=200)


def _inverse() -> Measured:
    model = random_model(4, 2)
    median, least, most = timed(lambda: [inverse(model, "A0", model.states[0], c) for c in FIVE], runs=3)
    return Measured(
        what="inverse of one actor, 16 states, five concepts", unit="s", median=median, least=least, most=most, goal=1
    )


def _plain(model: GraphModel) -> float:
    """Seconds for the five concepts with sets and a search from every state."""
    n = len(model.actors)
    ranks = [p.ranks.tolist() for p in model.preferences if p.ranks is not None]
    rows = [arcs.rows() for arcs in model.arcs]
    start = time.perf_counter()
    better = [[[t for t in row if ranks[k][t] > ranks[k][s]] for s, row in enumerate(rows[k])] for k in range(n)]
    for i in range(n):
        others = [k for k in range(n) if k != i]
        for graph in (rows, better):
            for s in range(model.n_states):
                for first in better[i][s]:
                    reached = _reach(graph, others, first)
                    any(ranks[i][t] <= ranks[i][s] for t in reached)
                    any(max([ranks[i][t], *(ranks[i][u] for u in rows[i][t])]) <= ranks[i][s] for t in reached)
    return time.perf_counter() - start


def _reach(graph: list[list[list[int]]], members: list[int], start: int) -> set[int]:
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for k in members:
            if k != last:
                for t in graph[k][state]:
                    if (t, k) not in seen:
                        seen.add((t, k))
                        waiting.append((t, k))
    return {state for state, _ in seen}
