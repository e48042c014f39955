"""Schedules: the figures found by hand, every whole-number split tried, and the way back."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.orders import _orders, best_orders, resequence
from detente.questions.durability.repairs import standing_guarantees
from detente.questions.durability.schedule import ScheduleTerms, best_schedule, fewest_steps, partial_schedule
from detente.questions.durability.slack import slacks
from detente.questions.durability.terms import Asset, Closing, Guarantee, Stakes, Step

NO_GUARANTEE = ScheduleTerms.of(guarantee_caps={"A": 0, "G": 0})
ANY = ScheduleTerms.of(is_signed=False)


def test_three_steps_suffice_where_the_last_delivery_but_one_is_the_others(worked: Any) -> None:
    found = fewest_steps(worked(), NO_GUARANTEE)
    assert found.plan is not None
    assert [step.mover for step in found.plan.steps] == ["A", "G", "A"]
    assert found.cost == 0
    assert slacks(found.plan).is_self_enforcing


def test_two_step_exchanges_need_a_guarantee_and_three_steps_none(worked: Any) -> None:
    needs = {"".join(o.movers): o.schedule.cost for o in best_orders(worked(), max_steps=3)}
    assert needs == {"AG": 3, "GA": 1, "AGA": 0, "GAG": 0}


def test_no_order_mends_a_peace_worth_less_than_fighting(worked: Any) -> None:
    needs = {"".join(o.movers): o.schedule.cost for o in best_orders(worked(peace_of_g=6), ANY)}
    assert {key: needs.pop(key) for key in ("AG", "GA", "GAG")} == {"AG": 8, "GA": 5, "GAG": Fraction(9, 2)}
    assert len(needs) == 11
    assert set(needs.values()) == {4}


def test_another_order_of_the_same_deliveries_needs_nothing(worked: Any) -> None:
    found: Any = resequence(worked())
    assert (found.needs_today, found.needs, found.is_better) == (1, 0, True)
    assert sorted(found.order) == sorted(step.name for step in worked().steps)
    assert slacks(found.plan).is_self_enforcing


def test_what_cannot_be_met_is_named(worked: Any) -> None:
    found = best_schedule(worked(peace_of_g=6), NO_GUARANTEE)
    assert found.plan is None
    assert found.is_complete
    assert found.conflict == ("closing: G", "cap: guarantee G", "cap: payment G", "total: hostages")


def test_a_larger_guarantee_never_makes_a_partial_deal_smaller(worked: Any) -> None:
    plan = replace(
        worked(peace_of_g=6).with_stakes("A", no_deal=Fraction(0)), assets=(Asset.of("hostages", "A", 3), worked().assets[1])
    )
    shares = []
    for cap in (1, 2, 3, 4):
        found: Any = partial_schedule(plan, ScheduleTerms.of(guarantee_caps={"A": 1, "G": cap}))
        assert found.plan is not None
        assert slacks(found.plan).is_self_enforcing
        shares.append(found.cost)
    assert shares == sorted(shares)
    assert shares[0] < shares[-1] == 1


def test_a_payment_at_the_end_stands_in_for_a_guarantee(worked: Any) -> None:
    terms = ScheduleTerms.of(guarantee_caps={"A": 0, "G": 0}, payment_caps={"G": 10})
    found = best_schedule(worked(peace_of_g=6), terms)
    assert found.payments == {"A": 0, "G": 4}
    assert found.cost == 4


def test_an_unknown_party_in_the_terms_is_refused(worked: Any) -> None:
    with pytest.raises(PlanError, match="unknown party `B`"):
        best_schedule(worked(), ScheduleTerms.of(guarantee_caps={"B": 1}))


def test_a_budget_that_ends_the_search_says_so(worked: Any) -> None:
    found = best_schedule(worked(peace_of_g=6), ANY, node_budget=1)
    assert not found.is_complete


def small_exchange(seed: int, order: str, *, is_divisible: bool = False) -> AgreementPlan:
    rng = random.Random(seed)

    def stakes(own: str, other: str) -> Stakes:
        return Stakes.of(
            peace=rng.randint(0, 8),
            fighting=rng.randint(0, 6),
            leverage={own: rng.randint(0, 2), other: -rng.randint(0, 2)},
            unit_values={own: -rng.randint(0, 2), other: rng.randint(0, 3)},
            regrouping=0,
            first_strike=rng.randint(0, 1),
        )

    return AgreementPlan.of(
        {"A": stakes("h", "w"), "G": stakes("w", "h")},
        [Asset.of("h", "A", 2, is_divisible=is_divisible), Asset.of("w", "G", 3, is_divisible=is_divisible)],
        [Step.of(f"{k}{mover}", mover, 0) for k, mover in enumerate(order)],
        Closing.of(0),
    )


def least_by_trial(plan: AgreementPlan) -> Fraction:
    asset = {"A": ("h", 2), "G": ("w", 3)}
    best = None
    for amounts in product(range(4), repeat=len(plan.steps)):
        totals = {"A": 0, "G": 0}
        for step, amount in zip(plan.steps, amounts, strict=True):
            totals[step.mover] += amount
        if totals != {"A": 2, "G": 3}:
            continue
        steps = [replace(s, amounts={asset[s.mover][0]: Fraction(x)}) for s, x in zip(plan.steps, amounts, strict=True)]
        needed = sum((g.expected for g in standing_guarantees(plan.with_steps(steps)).guarantees), Fraction(0))
        best = needed if best is None else min(best, needed)
    assert best is not None
    return best


@pytest.mark.parametrize("order", ["AG", "GAG", "AGAG"])
def test_whole_number_schedules_are_the_best_of_all(order: str) -> None:
    for seed in range(8):
        plan = small_exchange(seed, order)
        found = best_schedule(plan, ANY)
        assert found.is_complete
        assert found.cost == least_by_trial(plan)
        assert found.plan is not None
        assert all(x.denominator == 1 for step in found.plan.steps for x in step.amounts.values())


@given(seed=st.integers(0, 10**6), order=st.sampled_from(["AG", "GA", "AGA", "GAG", "AGAG"]), data=st.data())
@settings(max_examples=30)
def test_no_split_by_hand_beats_the_program(seed: int, order: str, data: st.DataObject) -> None:
    plan = small_exchange(seed, order, is_divisible=True)
    found = best_schedule(plan, ANY)
    left = {"h": Fraction(2), "w": Fraction(3)}
    steps = []
    for k, step in enumerate(plan.steps):
        name = "h" if step.mover == "A" else "w"
        is_last = step.mover not in order[k + 1 :]
        amount = left[name] if is_last else left[name] * Fraction(data.draw(st.integers(0, 6)), 6)
        left[name] -= amount
        steps.append(replace(step, amounts={name: amount}))
    by_hand = sum((g.expected for g in standing_guarantees(plan.with_steps(steps)).guarantees), Fraction(0))
    assert found.cost is not None
    assert found.cost <= by_hand


@given(seed=st.integers(0, 10**6))
@settings(max_examples=20)
def test_a_further_step_of_the_other_never_costs_and_splitting_ones_own_changes_nothing(seed: int) -> None:
    cost = {
        o: best_schedule(small_exchange(seed, o, is_divisible=True), ANY).cost for o in ("AG", "GA", "AAG", "GAA", "AGA", "GAG")
    }
    assert cost["AAG"] == cost["AG"]
    assert cost["GAA"] == cost["GA"]
    assert cost["AG"] is not None
    assert cost["GA"] is not None
    assert cost["AGA"] is not None
    assert cost["AGA"] <= cost["AG"]
    assert cost["AGA"] <= cost["GA"]


def test_an_order_no_better_than_todays_leaves_it_as_it_is() -> None:
    plan = AgreementPlan.of(
        {"A": Stakes.of(peace=0), "G": Stakes.of(peace=0)},
        [],
        [Step.of("one", "A", 0, values={"A": -1}), Step.of("two", "G", 0, values={"G": -1})],
        Closing.of(0),
    )
    found = resequence(plan)
    assert found.plan == plan
    assert not found.is_better


def test_orders_of_equal_deliveries_are_tried_once(worked: Any) -> None:
    assert len(list(_orders(worked().steps))) == 60  # 6! / (3! * 2!): three equal releases, two equal withdrawals


def test_dates_and_expiries_stay_in_place_when_deliveries_move(worked: Any) -> None:
    plan = worked()
    plan = plan.with_steps([replace(step, is_expiry=k == 4) for k, step in enumerate(plan.steps)])
    found = resequence(plan)
    assert [step.time for step in found.plan.steps] == [step.time for step in plan.steps]
    assert found.order[4] != plan.steps[4].name
    assert [step.is_expiry for step in found.plan.steps] == [step.is_expiry for step in plan.steps]


def test_guarantees_given_today_count_toward_what_a_schedule_needs(worked: Any) -> None:
    plan = worked(peace_of_g=6).with_stakes("G", guarantee=Fraction(3))
    assert best_schedule(plan, ANY).cost == 1
    promised = replace(plan, closing=replace(plan.closing, guarantees={"G": Guarantee.of(2, detection="0.5")}))
    steps = [replace(s, guarantee=Guarantee.of(2, detection="0.5")) if s.mover == "G" else s for s in plan.steps]
    assert best_schedule(promised.with_steps(steps), ANY).cost == 0


def test_no_guarantee_stands_in_where_a_truce_may_lapse(worked: Any) -> None:
    plan = worked(peace_of_g=6)
    expiring = replace(plan, closing=replace(plan.closing, is_expiry=True))
    found = best_schedule(expiring, ANY)
    assert found.plan is None
    assert found.conflict == ("closing: G (lapse)", "cap: payment G", "total: hostages")


def test_another_order_mends_what_no_guarantee_reaches(worked: Any) -> None:
    plan = worked()
    found: Any = resequence(plan.with_steps([replace(step, is_expiry=k == 5) for k, step in enumerate(plan.steps)]))
    assert (found.needs_today, found.needs, found.is_better) == (None, 0, True)


def test_a_party_that_has_more_without_a_deal_is_paid_or_named(worked: Any) -> None:
    plan = worked().with_stakes("A", no_deal=Fraction(13))
    named = best_schedule(plan)
    assert named.plan is None
    assert named.conflict == ("signing: A", "cap: payment A", "total: withdrawal")
    paid = best_schedule(plan, ScheduleTerms.of(payment_caps={"A": 5}))
    assert paid.payments == {"A": 2, "G": 0}
    signed_for = plan.with_stakes("A", signing_payment=Fraction(2))
    assert best_schedule(signed_for).cost == 0


def test_a_conflict_cut_short_is_still_one_and_says_so(worked: Any) -> None:
    whole = best_schedule(worked(peace_of_g=6), NO_GUARANTEE)
    short = best_schedule(worked(peace_of_g=6), NO_GUARANTEE, node_budget=4)
    assert (short.plan, short.is_complete, short.is_conflict_minimal) == (None, True, False)
    assert set(short.conflict) > set(whole.conflict)
    assert whole.is_conflict_minimal
