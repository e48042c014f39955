"""An exchange of hostages for withdrawal solved by hand, every number of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from detente.questions.durability.slack import Act, slacks
from detente.questions.durability.terms import Guarantee
from detente.questions.durability.unravelling import unravelling


def test_every_node_has_the_numbers_found_by_hand(worked: Any) -> None:
    nodes: Any = slacks(worked()).nodes
    by_hand = [("A", 11, 4), ("G", 13, 6), ("A", 9, 3), ("G", 11, 8), ("A", 7, 2), ("G", 9, 10), ("A", 3, 1), ("G", 11, 10)]
    assert [(node.mover, node.kept, node.leaving) for node in nodes] == by_hand
    assert [node.slack for node in nodes] == [7, 7, 6, 3, 5, -1, 2, 1]


def test_kept_it_would_serve_both_parties(worked: Any) -> None:
    found: Any = slacks(worked())
    assert found.kept_values == (11, 16)
    assert found.unwilling == ()


def test_one_late_break_unravels_to_the_first_step(worked: Any) -> None:
    played: Any = unravelling(worked())
    assert [choice.name for choice in played.root_cause] == ["6 G"]
    assert [choice.name for choice in played.first_break] == ["1 A"]
    chain = [(choice.name, choice.complying, choice.leaving) for choice in played.chain]
    assert chain == [("6 G", 9, 10), ("5 A", 1, 2), ("4 G", 7, 8), ("3 A", 2, 3), ("2 G", 5, 6), ("1 A", 3, 4)]
    assert not played.is_kept
    assert not played.is_signed
    assert sum(slacks(worked()).kept_values) - 8 == 19


def test_a_guarantee_of_exactly_one_at_the_last_delivery_holds_and_nine_tenths_do_not(worked: Any) -> None:
    plan = worked()
    for penalty, is_kept in (("1", True), ("0.9", False)):
        last = replace(plan.steps[-1], guarantee=Guarantee.of(penalty))
        guarded = plan.with_steps([*plan.steps[:-1], last])
        assert unravelling(guarded).is_kept is is_kept
        assert unravelling(guarded).is_signed is is_kept


def test_a_penalty_found_out_half_the_time_must_be_twice_as_great(worked: Any) -> None:
    plan = worked()
    last = replace(plan.steps[-1], guarantee=Guarantee.of(2, detection="0.5"))
    assert slacks(plan.with_steps([*plan.steps[:-1], last])).is_self_enforcing


def test_keeping_leverage_until_the_others_last_delivery_holds_at_no_cost(worked: Any) -> None:
    assert slacks(worked((("A", 1), ("G", 4), ("A", 2)))).is_self_enforcing


def test_no_two_step_exchange_holds(worked: Any) -> None:
    for order, needed in (((("A", 3), ("G", 4)), 3), ((("G", 4), ("A", 3)), 1)):
        assert min(node.slack for node in slacks(worked(order)).nodes) == -needed


def test_a_party_that_regroups_breaks_only_at_the_close(worked: Any) -> None:
    found: Any = slacks(worked(peace_of_g=13, drift=1))
    assert [(node.name, node.mover, node.kept, node.leaving) for node in found.violated] == [("closing", "A", 3, 4)]


def test_a_truce_let_lapse_is_not_broken_and_no_guarantee_reaches_it(worked: Any) -> None:
    plan = worked()
    last = replace(plan.steps[-1], guarantee=Guarantee.of(5), is_expiry=True)
    node = slacks(plan.with_steps([*plan.steps[:-1], last])).violated[0]
    assert node.best_leave is Act.LAPSE
    assert node.leaving == Fraction(10)


def test_a_lapse_that_does_as_well_as_a_break_is_a_lapse(worked: Any) -> None:
    plan = worked().with_stakes("A", victim_loss=Fraction(2))
    expiring = plan.with_steps([*plan.steps[:-1], replace(plan.steps[-1], is_expiry=True)])
    assert unravelling(expiring).choices[5].act is Act.LAPSE
    assert unravelling(expiring).choices[4].complying == 1
    assert unravelling(plan).choices[4].complying == -1


def test_at_the_closing_a_lapse_is_answered_by_nobody_and_a_break_by_those_it_would_hurt(worked: Any) -> None:
    plan = worked(peace_of_g=9).with_stakes("A", victim_loss=Fraction(2))
    assert [c.mover for c in unravelling(plan).closing_breakers] == ["A", "G"]
    assert [c.mover for c in unravelling(plan).root_cause] == ["G"]
    expiring = replace(plan, closing=replace(plan.closing, is_expiry=True))
    assert [(c.mover, c.act) for c in unravelling(expiring).closing_breakers] == [("G", Act.LAPSE)]
