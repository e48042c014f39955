"""Guarantees and payments: enough, and none of it to spare."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

from detente.questions.durability.repairs import completion_payments, node_guarantees, standing_guarantees
from detente.questions.durability.slack import slacks
from detente.questions.durability.terms import Guarantee

LESS = Fraction(1, 1000)


def test_the_worked_exchange_needs_one_unit_either_way(worked: Any) -> None:
    plan = worked()
    assert [(g.node.name, int(g.expected)) for g in node_guarantees(plan).guarantees if hasattr(g, "node")] == [("6 G", 1)]
    assert [(g.party, int(g.expected)) for g in standing_guarantees(plan).guarantees if hasattr(g, "party")] == [("G", 1)]
    payment = completion_payments(plan).payments[0]
    assert (payment.party, payment.amount, payment.because_of.name) == ("G", Fraction(1), "6 G")


def test_drift_needs_a_guarantee_of_one_at_the_closing_alone(worked: Any) -> None:
    repair = node_guarantees(worked(peace_of_g=13, drift=1))
    assert [(g.node.name, g.node.mover, int(g.expected)) for g in repair.guarantees if hasattr(g, "node")] == [
        ("closing", "A", 1)
    ]


def test_a_payment_on_signing_repairs_nothing(worked: Any) -> None:
    plan = worked()
    before, after = slacks(plan), slacks(plan.with_stakes("G", signing_payment=Fraction(10**6)))
    assert [n.slack for n in before.nodes] == [n.slack for n in after.nodes]
    assert after.kept_values[1] == before.kept_values[1] + 10**6


def test_detection_half_the_time_doubles_the_penalty(worked: Any) -> None:
    plan = worked()
    watched = replace(plan.steps[-1], guarantee=Guarantee.of(0, detection="0.5", giver="monitors"))
    repair = node_guarantees(plan.with_steps([*plan.steps[:-1], watched]))
    assert repair.plan is not None
    assert repair.plan.steps[-1].guarantee == Guarantee.of(2, detection="0.5", giver="monitors")


def test_no_guarantee_reaches_a_truce_that_may_lapse(worked: Any) -> None:
    plan = worked()
    expiring = plan.with_steps([*plan.steps[:-1], replace(plan.steps[-1], is_expiry=True)])
    for repair in (node_guarantees(expiring), standing_guarantees(expiring)):
        assert [node.name for node in repair.out_of_reach] == ["6 G"]
        assert repair.plan is None
    assert slacks(completion_payments(expiring).plan).is_self_enforcing


def test_repairs_of_random_agreements_hold_and_anything_less_does_not(draw_plan: Any) -> None:
    rng, n_repaired = random.Random(11), 0
    for _ in range(150):
        plan = draw_plan(rng, n_steps=5)
        standing, paid, by_node = standing_guarantees(plan), completion_payments(plan), node_guarantees(plan)
        assert slacks(paid.plan).is_self_enforcing
        for payment in paid.payments:
            now = paid.plan.stakes[plan.party(payment.party)].completion_payment
            assert not slacks(paid.plan.with_stakes(payment.party, completion_payment=now - LESS)).is_self_enforcing
        if standing.plan is None or by_node.plan is None:
            assert standing.out_of_reach == by_node.out_of_reach != ()
            continue
        assert slacks(standing.plan).is_self_enforcing
        assert slacks(by_node.plan).is_self_enforcing
        for party in {node.mover for node in slacks(plan).violated}:
            now = standing.plan.stakes[plan.party(party)].guarantee
            assert not slacks(standing.plan.with_stakes(party, guarantee=max(Fraction(0), now - LESS))).is_self_enforcing
            n_repaired += 1
    assert n_repaired > 50
