"""The solver against every deviation of every party in every subgame, on random agreements."""

from __future__ import annotations

import random
from typing import Any

import pytest

from detente.questions.durability.slack import slacks
from detente.questions.durability.unravelling import unravelling


@pytest.mark.parametrize("seed", range(4))
def test_500_random_games_agree_with_every_strategy_tried(draw_plan: Any, oracle_of: Any, seed: int) -> None:
    rng, kept = random.Random(seed), 0
    for _ in range(500):
        plan = draw_plan(rng, n_steps=rng.randint(1, 3), n_parties=2 if rng.random() < 0.8 else 3)
        oracle = oracle_of(plan)
        found, played = slacks(plan), unravelling(plan)
        assert found.is_self_enforcing == oracle.is_perfect({})
        assert played.is_kept == found.is_self_enforcing
        strategy = {(c.tick, plan.parties.index(c.mover)): c.act for c in (*played.choices, *played.closing_breakers)}
        assert oracle.is_perfect(strategy)
        reached = oracle.payoff(0, strategy)
        paid = [value - stakes.signing_payment for value, stakes in zip(played.values, plan.stakes, strict=True)]
        assert reached == paid
        kept += played.is_kept
    assert 25 < kept < 475


@pytest.mark.parametrize("n_steps", [4, 6])
def test_each_slack_is_the_difference_of_two_plays(draw_plan: Any, oracle_of: Any, n_steps: int) -> None:
    rng = random.Random(n_steps)
    for _ in range(40):
        plan = draw_plan(rng, n_steps=n_steps)
        oracle = oracle_of(plan)
        for node in slacks(plan).nodes:
            k = plan.parties.index(node.mover)
            left = [oracle.payoff(node.tick, {(node.tick, k): act})[k] for act in oracle.acts(node.tick)[1:]]
            assert node.leaving == max(left)
            assert node.kept == oracle.payoff(node.tick, {})[k]
