"""Conditions and counts against every ranking of small conflicts, and the forward solver."""

from __future__ import annotations

import random
from itertools import permutations, product
from typing import Any

import pytest

from detente.questions.stability.analysis import stable_under
from detente.questions.stability.concepts import Concept
from detente.questions.stability.errors import GraphModelError
from detente.questions.stability.graph import GraphModel
from detente.questions.stability.inverse import InverseConditions, inverse
from detente.questions.stability.pair_counts import count_rankings
from detente.questions.stability.preferences import Preference
from detente.questions.stability.upper_sets import Demand, sizes_of_sets


def holds(found: InverseConditions, preferred: set[str]) -> bool:
    return all(
        r.move not in preferred or any(not preferred & set(a.not_preferred) for a in r.answers) for r in found.requirements
    )


def others_hold(found: InverseConditions, ranks: dict[str, int]) -> bool:
    return all(
        any(all(ranks[step.after] > ranks[step.before] for step in steps) for steps in need.any_of) for need in found.credible
    )


def check_every_ranking(model: GraphModel, concept: Concept, rankings: list[tuple[int, ...]], *, is_strict: bool) -> None:
    state = model.states[0]
    found = inverse(model, "A0", state, concept)
    assert found.is_complete
    n_stable = n_equilibrium = 0
    for ranks in rankings:
        trial = model.with_preferences({"A0": Preference.of_ranks(ranks)})
        stable = stable_under(trial, concept)[:, 0]
        preferred = {name for name, rank in zip(model.states, ranks, strict=True) if rank > ranks[0]}
        assert holds(found, preferred) == stable[0], (concept, ranks)
        n_stable += int(stable[0])
        n_equilibrium += int(stable.all())
        if concept in {Concept.SEQ, Concept.SSEQ}:
            assert others_hold(found, dict(zip(model.states, ranks, strict=True))) == stable[1:].all()
    if is_strict:
        assert (found.n_rankings, found.all_rankings) == (n_stable, len(rankings))
        assert found.n_equilibrium == n_equilibrium, concept
    else:
        assert (found.n_weak_orders, found.all_weak_orders) == (n_stable, len(rankings))


def weak_orders(m: int) -> list[tuple[int, ...]]:
    return [r for r in product(range(m), repeat=m) if set(r) == set(range(max(r) + 1))]


def test_conditions_and_counts_agree_with_every_strict_ranking(draw_conflict: Any) -> None:
    rng = random.Random(21)
    tried = 0
    while tried < 15:
        model = draw_conflict(rng, most=5).model()
        if model.n_states < 4:
            continue
        tried += 1
        for concept in Concept:
            if concept is not Concept.SIM or model.options is not None:
                check_every_ranking(model, concept, list(permutations(range(model.n_states))), is_strict=True)


def test_counts_agree_with_every_ranking_with_ties(draw_conflict: Any) -> None:
    rng = random.Random(22)
    tried = 0
    while tried < 12:
        model = draw_conflict(rng, most=4).model()
        if model.n_states < 4:
            continue
        tried += 1
        for concept in (Concept.NASH, Concept.SMR, Concept.SEQ):
            check_every_ranking(model, concept, weak_orders(model.n_states), is_strict=False)


def test_sets_are_counted_as_if_each_was_tried() -> None:
    rng = random.Random(23)
    for _ in range(200):
        n = rng.randint(1, 8)
        demands = tuple(
            Demand(
                move=rng.randrange(n),
                answers=tuple((k, frozenset(rng.sample(range(n), rng.randint(1, min(3, n))))) for k in range(rng.randint(0, 3))),
            )
            for _ in range(rng.randint(0, 5))
        )
        decided = {t: rng.random() < 0.5 for t in range(n) if rng.random() < 0.2}
        sizes = [0] * (n + 1)
        for bits in product([False, True], repeat=n):
            chosen = frozenset(t for t, b in enumerate(bits) if b)
            if all(d.is_met(chosen) for d in demands) and all(bits[t] == b for t, b in decided.items()):
                sizes[len(chosen)] += 1
        assert sizes_of_sets(demands, n, decided) == tuple(sizes)


def test_simultaneous_conditions_need_actions() -> None:
    model = GraphModel.from_arcs(["x", "y"], {"A": [("x", "y")]}, preferences={"A": ["y", "x"]})
    with pytest.raises(GraphModelError, match="actions"):
        inverse(model, "A", "x", "SIM")


def test_an_actor_that_would_have_to_move_twice_in_a_row_cannot_help() -> None:
    model = GraphModel.from_arcs(
        ["s", "g", "p", "h"],
        {"Other": [("s", "g")], "A": [("g", "p"), ("p", "h")], "C": [("h", "s")]},
        preferences={"Other": ["p", "g", "s", "h"], "A": ["s", "g", "p", "h"], "C": ["s", "g", "p", "h"]},
    )
    found = inverse(model, "A", "s", "SEQ")
    assert [(need.other, need.any_of) for need in found.credible] == [("Other", ())]
    assert found.n_equilibrium == 0


def test_rankings_are_counted_as_if_each_was_tried() -> None:
    rng = random.Random(24)
    counts = set()
    for _ in range(60):
        demands = tuple(
            Demand(
                move=rng.randrange(1, 5),
                answers=tuple((k, frozenset(rng.sample(range(1, 5), rng.randint(1, 2)))) for k in range(rng.randint(0, 2))),
            )
            for _ in range(rng.randint(0, 2))
        )
        needs = tuple(
            tuple(tuple(tuple(rng.sample(range(5), 2)) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(0, 3)))
            for _ in range(rng.randint(0, 2))
        )
        expected = 0
        for ranks in permutations(range(5)):
            preferred = frozenset(t for t in range(5) if ranks[t] > ranks[0])
            met = all(any(all(ranks[b] > ranks[a] for a, b in moves) for moves in sets) for sets in needs)
            expected += int(met and all(d.is_met(preferred) for d in demands))
        counts.add(expected)
        assert count_rankings(5, 0, demands, needs) == expected  # type: ignore[arg-type]
    assert len(counts) > 10


def test_a_state_of_many_is_asked_about_without_listing() -> None:
    rng = random.Random(25)
    actions = {f"A{k}": [f"a{k}{j}" for j in range(3)] for k in range(3)}
    model = GraphModel.from_actions(actions, preferences={a: Preference.of_ranks(rng.sample(range(512), 512)) for a in actions})
    found = inverse(model, "A0", model.states[0], "R")
    assert found.n_rankings is not None
    assert found.n_rankings * 8 == found.all_rankings
    assert found.all_weak_orders is None
