"""The nearest ranking that undoes an equilibrium against every ranking with ties."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import numpy as np
import pytest

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.nearest_rankings import nearest
from detente.questions.stability.preferences import Preference
from detente.questions.stability.robustness import cheapest_above, robustness


def weak_orders(m: int) -> list[tuple[int, ...]]:
    return [r for r in product(range(m), repeat=m) if set(r) == set(range(max(r) + 1))]


def distance(first: Any, second: Any) -> int:
    def sign(r: Any, a: int, b: int) -> int:
        return int(r[a] > r[b]) - int(r[a] < r[b])

    m = len(first)
    return sum(sign(first, a, b) != sign(second, a, b) for a in range(m) for b in range(a))


def test_nearest_rankings_are_all_rankings_by_distance() -> None:
    rng = random.Random(41)
    for _ in range(6):
        ranks = [rng.randrange(4) for _ in range(4)]
        found = nearest(np.array(ranks), 10_000)
        assert found.is_complete
        told = sorted((t.distance, tuple(np.unique(t.ranks, return_inverse=True)[1].tolist())) for t in found.rankings)
        assert told == sorted((distance(ranks, other), other) for other in weak_orders(4) if distance(ranks, other))
        distances = [t.distance for t in found.rankings]
        assert distances == sorted(distances)


def test_nearest_rankings_stop_at_a_bound_and_at_a_number() -> None:
    ranks = np.arange(6)
    near = nearest(ranks, 10_000, bound=1)
    assert near.is_complete
    assert {t.distance for t in near.rankings} == {1}
    assert len(near.rankings) == 10
    assert not nearest(ranks, 20).is_complete
    tied = nearest(np.zeros(10, np.int64), 100)
    assert (tied.is_complete, tied.distance) == (False, 1)


def test_the_cheapest_way_to_raise_states_is_the_cheapest_of_all() -> None:
    rng = random.Random(42)
    orders = weak_orders(5)
    for _ in range(12):
        ranks = [rng.randrange(5) for _ in range(5)]
        required = frozenset(rng.sample(range(1, 5), rng.randint(1, 3)))
        cost, above = cheapest_above(np.array(ranks), 0, required)
        fits = [o for o in orders if all(o[s] > o[0] for s in required)]
        assert cost == min(distance(ranks, o) for o in fits)
        assert required <= above


def test_robustness_is_the_distance_to_the_nearest_ranking_that_undoes_the_equilibrium(draw_conflict: Any) -> None:
    rng = random.Random(43)
    found = 0
    while found < 60:
        conflict = draw_conflict(rng, most=4)
        if None in conflict.ranks:
            continue
        model = conflict.model()
        for concept in Concept:
            if concept is Concept.SIM and model.options is None:
                continue
            stable = stable_under(model, concept).all(axis=0)
            if not stable.any():
                continue
            here = int(np.flatnonzero(stable)[0])
            found += 1
            result = robustness(model, model.states[here], concept)
            for k, drift in enumerate(result.drifts):
                assert drift.is_exact
                assert drift.distance == drift.at_least == brute_drift(model, conflict.ranks[k], k, here, concept), concept


def brute_drift(model: GraphModel, ranks: list[int], actor: int, here: int, concept: Concept) -> int | None:
    best = None
    for other in weak_orders(model.n_states):
        d = distance(ranks, other)
        if d and (best is None or d < best):
            trial = model.with_preferences({model.actors[actor]: Preference.of_ranks(other)})
            if not stable_under(trial, concept)[:, here].all():
                best = d
    return best


def test_what_is_no_equilibrium_has_no_robustness() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": ["y", "x"]})
    with pytest.raises(GraphModelError, match="no equilibrium"):
        robustness(model, "x", "R")
    assert robustness(model, "y", "R").survives is None


def test_a_budget_cut_short_gives_a_lower_bound() -> None:
    actions = {"A": ["a1", "a2"], "B": ["b1", "b2"]}
    rng = random.Random(5)
    for _ in range(50):
        ranks = {k: Preference.of_ranks(rng.sample(range(16), 16)) for k in actions}
        model = GraphModel.from_actions(actions, preferences=ranks)
        stable = stable_under(model, Concept.SEQ).all(axis=0) & ~stable_under(model, Concept.NASH).all(axis=0)
        for here in np.flatnonzero(stable).tolist():
            whole = robustness(model, model.states[here], "SEQ")
            cut = robustness(model, model.states[here], "SEQ", limit=40)
            for a, b in zip(whole.drifts, cut.drifts, strict=True):
                assert b.is_exact or b.at_least is not None
                if a.is_exact and a.distance is not None and b.at_least is not None:
                    assert b.at_least <= a.distance
            if not all(d.is_exact for d in cut.drifts):
                return
    raise AssertionError("no budget was cut short")
