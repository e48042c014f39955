"""Rankings of situations instead of numbers."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from detente.questions.durability.errors import PlanError
from detente.questions.durability.ordinal import KEPT, NO_DEAL, Comparison, broken, ordinal_play, ordinal_verdict
from detente.questions.durability.slack import Act, slacks
from detente.questions.durability.unravelling import unravelling

NODES = [("release", "A"), ("withdraw", "G"), ("closing", "A"), ("closing", "G")]


def test_a_chain_of_comparisons_settles_a_node() -> None:
    last = broken("withdraw", "G")
    found = ordinal_verdict(NODES, {"G": [(last, ">=", NO_DEAL), (NO_DEAL, ">", KEPT)], "A": []})
    assert [node.comparison for node in found.nodes] == [Comparison.OPEN, Comparison.LEAVES, Comparison.OPEN, Comparison.OPEN]
    assert not found.is_possible
    assert found.unwilling == ("G",)
    assert found.maybe_unwilling == ("G", "A")


def test_what_is_only_possible_has_a_ranking_either_way() -> None:
    found = ordinal_verdict(NODES, {"A": [(broken("release", "A"), ">=", KEPT)]})
    assert found.is_possible
    assert not found.is_necessary
    assert found.kept_ranking is not None
    assert set(found.kept_ranking["A"][0]) == {KEPT, broken("release", "A")}
    assert found.broken_ranking is not None
    assert found.broken_ranking["A"].index((KEPT,)) > 0


def test_a_contradiction_is_refused() -> None:
    with pytest.raises(PlanError, match="contradicts itself"):
        ordinal_verdict(NODES, {"A": [(KEPT, ">", NO_DEAL), (NO_DEAL, ">=", KEPT)]})


def test_rankings_read_off_numbers_give_the_signs_of_the_slacks(draw_plan: Any) -> None:
    rng = random.Random(4)
    for _ in range(100):
        plan = draw_plan(rng, n_steps=4, is_discounted=False)
        found = slacks(plan)
        nodes = [(f"{node.name}", node.mover) for node in found.nodes]
        statements: dict[str, list[tuple[str, str, str]]] = {party: [] for party in plan.parties}
        for (step, mover), node in zip(nodes, found.nodes, strict=True):
            better = (KEPT, ">=", broken(step, mover)) if node.slack >= 0 else (broken(step, mover), ">", KEPT)
            statements[mover].append(better)
        verdict = ordinal_verdict(nodes, statements)
        assert verdict.is_necessary == verdict.is_possible == found.is_self_enforcing


def test_both_witness_rankings_extend_what_was_said() -> None:
    rng = random.Random(8)
    situations = [KEPT, NO_DEAL, *(broken(step, mover) for step, mover in NODES)]
    n_checked = 0
    for _ in range(200):
        hidden = {s: rng.randint(0, 4) for s in situations}
        said = []
        for _ in range(rng.randint(0, 6)):
            one, other = rng.sample(situations, 2)
            if hidden[one] > hidden[other]:
                said.append((one, rng.choice([">", ">="]), other))
            elif hidden[one] == hidden[other]:
                said.append((one, "=", other))
        found = ordinal_verdict(NODES, {"A": said, "G": said})
        for rankings, is_kept in ((found.kept_ranking, True), (found.broken_ranking, False)):
            if rankings is None:
                continue
            for ranking in rankings.values():
                level = {s: -k for k, tied in enumerate(ranking) for s in tied}
                assert set(level) == set(situations)
                for one, sign, other in said:
                    assert level[one] > level[other] if sign == ">" else level[one] >= level[other]
                    assert sign != "=" or level[one] == level[other]
            holds = all(_level(rankings[m], KEPT) >= _level(rankings[m], broken(step, m)) for step, m in NODES)
            assert holds is is_kept
            n_checked += 1
    assert n_checked > 200


def _level(ranking: tuple[tuple[str, ...], ...], situation: str) -> int:
    return -next(k for k, tied in enumerate(ranking) if situation in tied)


def test_rankings_read_off_numbers_unravel_as_the_numbers_do(draw_plan: Any, oracle_of: Any) -> None:
    rng, n_broken = random.Random(15), 0
    for _ in range(120):
        plan = draw_plan(rng, n_steps=4, is_discounted=False)
        plan = replace(
            plan,
            stakes=tuple(replace(own, victim_loss=Fraction(0)) for own in plan.stakes),
            steps=tuple(replace(step, is_expiry=False) for step in plan.steps),
            closing=replace(plan.closing, is_expiry=False),
        )
        played, oracle = unravelling(plan), oracle_of(plan)
        if len(played.closing_breakers) > 1:
            continue
        nodes = [(node.name, node.mover) for node in slacks(plan).nodes]
        ends = {KEPT: oracle.payoff(0, {})}
        for node in slacks(plan).nodes:
            act = {(node.tick, plan.parties.index(node.mover)): Act.BREAK}
            ends[broken(node.name, node.mover)] = oracle.payoff(0, act)
        rankings = {}
        for k, party in enumerate(plan.parties):
            worth = {s: values[k] for s, values in ends.items()} | {NO_DEAL: plan.stakes[k].no_deal}
            rankings[party] = [[s for s in worth if worth[s] == level] for level in sorted(set(worth.values()), reverse=True)]
        found = ordinal_play(nodes, rankings)
        assert (found.is_kept, found.is_signed) == (played.is_kept, played.is_signed)
        assert found.first_break == tuple((c.name, c.mover) for c in played.first_break)
        assert found.root_cause == tuple((c.name, c.mover) for c in played.root_cause)
        assert set(found.left) == {(c.name, c.mover) for c in played.chain}
        n_broken += not found.is_kept
    assert n_broken > 20
