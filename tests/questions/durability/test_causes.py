"""Minimal sets of causes: they mend, they are minimal, and they are what the story says."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.causes import Cause, causes, without
from detente.questions.durability.slack import slacks
from detente.questions.durability.terms import Asset, Closing, Stakes, Step


def test_lost_leverage_explains_the_late_break(worked: Any) -> None:
    found = causes(worked())
    assert [node.node.name for node in found.nodes] == ["6 G"]
    assert found.nodes[0].minimal_sets == ((Cause.LEVERAGE,),)
    assert [(c.cause, int(c.gain)) for c in found.nodes[0].contributions] == [(Cause.LEVERAGE, 6)]
    assert found.parties[0].minimal_sets == ((Cause.LEVERAGE,),)


def test_regrouping_or_a_poor_peace_explains_the_break_of_the_party_that_regrouped(worked: Any) -> None:
    found = causes(worked(peace_of_g=13, drift=1))
    assert found.nodes[0].minimal_sets == ((Cause.REGROUPING,), (Cause.POOR_PEACE,))


def test_impatience_and_first_strike_may_mend_only_together() -> None:
    plan = AgreementPlan.of(
        {"A": Stakes.of(peace=8, fighting=6, first_strike=3, discount="0.5"), "G": Stakes.of(peace=5)},
        [Asset.of("land", "A", 1)],
        [Step.of("withdraw", "A", 0, {"land": 1}, values={"A": -2})],
        Closing.of(1),
    )
    found = causes(plan)
    by_name = {(node.node.name): node for node in found.nodes}
    assert by_name["withdraw"].minimal_sets == ((Cause.FIRST_STRIKE, Cause.IMPATIENCE),)
    assert by_name["closing"].minimal_sets == ((Cause.FIRST_STRIKE,),)


def test_a_delivery_dearer_than_the_peace_has_no_set_of_causes() -> None:
    plan = AgreementPlan.of(
        {"A": Stakes.of(peace=3), "G": Stakes.of(peace=5)}, [], [Step.of("cede", "A", 0, values={"A": -4})], Closing.of(1)
    )
    assert causes(plan).nodes[0].minimal_sets == ()


def test_every_set_mends_and_no_smaller_one_does(draw_plan: Any) -> None:
    rng, n_sets = random.Random(5), 0
    for _ in range(25):
        plan = draw_plan(rng, n_steps=4)
        found = slacks(plan)
        for item in causes(plan).nodes:
            k = found.nodes.index(item.node)
            mover = item.node.mover
            everything = [c for size in range(len(Cause) + 1) for c in combinations(Cause, size)]
            mending = [set(c) for c in everything if slacks(without(plan, mover, c)).nodes[k].slack >= 0]
            minimal = [c for c in mending if not any(other < c for other in mending)]
            assert sorted(map(sorted, item.minimal_sets)) == sorted(map(sorted, minimal))
            n_sets += len(minimal)
            gains = {c: slacks(without(plan, mover, [c])).nodes[k].slack - item.node.slack for c in Cause}
            assert {c.cause: c.gain for c in item.contributions} == {c: gain for c, gain in gains.items() if gain > 0}
    assert n_sets > 20


def test_sets_of_a_party_mend_all_its_nodes_at_once(draw_plan: Any) -> None:
    rng, n_joint = random.Random(6), 0
    for _ in range(60):
        plan = draw_plan(rng, n_steps=4)
        for item in causes(plan).parties:
            for chosen in item.minimal_sets:
                mended = slacks(without(plan, item.party, chosen))
                assert not any(node.is_violated for node in mended.nodes if node.mover == item.party)
                n_joint += 1
    assert n_joint > 20


def test_a_first_strike_that_costs_is_no_cause_and_stays() -> None:
    plan = AgreementPlan.of(
        {"A": Stakes.of(peace=0, fighting=1, first_strike=-2)},
        [],
        [
            Step.of("one", "A", 0, values={"A": -1}, fighting={"A": 3}),
            replace(Step.of("two", "A", 0, values={"A": 0}), first_strike=Fraction(1)),
        ],
        Closing.of(0),
    )
    found = causes(plan)
    assert [node.node.name for node in found.nodes] == ["one", "two"]
    assert found.nodes[0].contributions[0].cause is Cause.POOR_PEACE
    assert found.nodes[0].minimal_sets == ((Cause.POOR_PEACE,),)
    assert [c.cause for c in found.nodes[1].contributions] == [Cause.FIRST_STRIKE, Cause.POOR_PEACE]
