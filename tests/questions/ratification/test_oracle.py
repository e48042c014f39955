from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np
import pytest

from detente.questions.ratification import coalitions
from detente.questions.ratification.coalitions import (
    cheapest_change_of_mind,
    cheapest_toppling_set,
    minimal_changes_of_mind,
    minimal_winning_coalitions,
    pivots,
    toppling_sets,
    veto_players,
)
from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.diagram import diagram
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.power import power_indices

Sides = Callable[..., Constituency]


def minimal(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    return {s for s in sets if not any(t < s for t in sets)}


@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_sets_and_indices_agree_with_the_definitions(start: int, random_side: Sides, oracle: Callable[..., Any]) -> None:
    for seed in range(start, start + 250):
        side = random_side(seed, 5)
        truth = oracle(side)
        winning = {s for s in truth.sets() if truth.passes(s)}
        tree = diagram(side.gate)
        for chosen in truth.sets():
            assert side.passes(chosen) == (chosen in winning) == tree.passes(side.mask(chosen))
        assert set(map(frozenset, minimal_winning_coalitions(side).named())) == minimal(list(winning))
        assert veto_players(side) == tuple(a for a in side.actors if all(a in s for s in winning))
        _same_sets(side, winning, truth, seed)
        _same_power(side, winning, truth)


def _same_sets(side: Constituency, winning: set[frozenset[str]], truth: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    inside = frozenset(a for a in side.actors if rng.random() < 0.5)
    joining = [t for t in truth.sets(set(side.actors) - inside) if inside | t in winning]
    assert set(map(frozenset, minimal_changes_of_mind(side, inside).named())) == minimal(joining)
    leaving = [t for t in truth.sets(inside) if inside - t not in winning]
    assert set(map(frozenset, toppling_sets(side, inside).named())) == minimal(leaving)
    costs = {a: int(rng.integers(0, 4)) for a in side.actors if rng.random() < 0.8}
    for found, sets in (
        (cheapest_change_of_mind(side, inside, costs), joining),
        (cheapest_toppling_set(side, costs, inside), leaving),
    ):
        payable = [t for t in sets if t <= set(costs)]
        least = min((sum(costs[a] for a in t) for t in payable), default=None)
        assert (None if found is None else found.cost) == least
        if found is not None:
            assert frozenset(found.members) in payable
            assert sum(costs[a] for a in found.members) == least
    turning = {a for a in side.actors if (inside ^ {a} in winning) != (inside in winning)}
    moment = pivots(side, inside)
    assert (moment.is_passed, set(moment.breakers), set(moment.swayers)) == (
        inside in winning,
        turning if inside in winning else set(),
        set() if inside in winning else turning,
    )


def _same_power(side: Constituency, winning: set[frozenset[str]], truth: Any) -> None:
    found = power_indices(side)
    n = len(side.actors)
    for k, actor in enumerate(side.actors):
        swings = [s for s in truth.sets() if actor not in s and s not in winning and s | {actor} in winning]
        assert found.swings[k] == len(swings)
        assert found.absolute_banzhaf[k] == Fraction(len(swings), 2 ** (n - 1))
        assert found.shapley_shubik[k] == Fraction(
            sum(factorial(len(s)) * factorial(n - len(s) - 1) for s in swings), factorial(n)
        )
    assert sum(found.shapley_shubik) == sum(found.banzhaf) == 1


def test_sets_listed_by_the_diagram_are_those_of_the_table(random_side: Sides, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(200):
        side = random_side(seed)
        by_table = minimal_winning_coalitions(side), toppling_sets(side)
        with monkeypatch.context() as patched:
            patched.setattr(coalitions, "TABLE_ACTORS", 0)
            assert (minimal_winning_coalitions(side), toppling_sets(side)) == by_table


def test_a_limit_on_the_list_says_that_it_is_not_all(monkeypatch: pytest.MonkeyPatch) -> None:
    side = Constituency.of_votes([1] * 24, 3)
    cut = minimal_winning_coalitions(side, limit=100)
    assert (len(cut), cut.is_complete) == (100, False)
    assert all(mask.bit_count() == 3 for mask in cut.masks)
    assert minimal_winning_coalitions(side).is_complete
    assert len(minimal_winning_coalitions(side)) == 24 * 23 * 22 // 6


def test_weighted_votes_have_the_same_indices_by_table_and_by_diagram(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.questions.ratification import power

    rng = np.random.default_rng(4)
    for _ in range(40):
        votes = rng.integers(1, 12, int(rng.integers(1, 12))).tolist()
        side = Constituency.of_votes(votes, int(rng.integers(1, sum(votes) + 1)))
        by_table = power_indices(side)
        with monkeypatch.context() as patched:
            patched.setattr(power, "CELLS", 0)
            assert power_indices(side) == by_table


def test_counts_beyond_machine_integers_stay_exact() -> None:
    found = power_indices(Constituency.of_votes([1] * 80, 41))
    assert found.shapley_shubik == (Fraction(1, 80),) * 80
    assert found.swings[0] == factorial(79) // (factorial(40) * factorial(39))


def test_ties_in_cost_go_to_the_smaller_set_then_to_the_first_by_mask() -> None:
    side = Constituency.of_votes({"a": 1, "b": 1, "c": 2, "d": 2}, 2)
    cheapest = cheapest_change_of_mind(side, [], {"a": 1, "b": 1, "c": 2, "d": 2})
    assert cheapest is not None
    assert (cheapest.members, int(cheapest.cost)) == (("c",), 2)
    free = cheapest_change_of_mind(side, [], {"a": 0, "b": 0, "c": 1})
    assert free is not None
    assert free.members == ("a", "b")


def test_a_diagram_that_would_be_too_large_is_refused() -> None:
    rng = np.random.default_rng(2)
    side = Constituency.of_votes(rng.integers(1, 10**6, 30).tolist(), 10**7)
    with pytest.raises(RatificationError, match="more than 1,000 nodes") as caught:
        diagram(side.gate, node_limit=1000)
    assert caught.value.flaw is Flaw.TOO_LARGE
