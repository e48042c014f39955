"""Laws every phased agreement must obey, with Hypothesis."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.parameters import Kind, Parameter, value_of, with_value
from detente.questions.durability.slack import Slacks, slacks
from detente.questions.durability.terms import Asset, Closing, Guarantee, Stakes, Step
from detente.questions.durability.unravelling import unravelling

SEEDS = st.integers(0, 10**9)
AMOUNTS = st.fractions(min_value=0, max_value=5, max_denominator=6)


def slack_of(plan: AgreementPlan) -> dict[tuple[int, str], Fraction]:
    return {(node.tick, node.mover): node.slack for node in slacks(plan).nodes}


def rescaled(values: Mapping[str, Fraction], party: str, factor: Fraction) -> dict[str, Fraction]:
    return {name: value * factor if name == party else value for name, value in values.items()}


@given(seed=SEEDS, constant=st.integers(-5, 5))
@settings(max_examples=50)
def test_adding_a_constant_to_one_partys_whole_scale_changes_nothing(draw_plan: Any, seed: int, constant: int) -> None:
    plan = draw_plan(random.Random(seed), is_discounted=False)
    mine, party = plan.stakes[0], plan.parties[0]
    moved = plan.with_stakes(
        party, peace=mine.peace + constant, fighting=mine.fighting + constant, no_deal=mine.no_deal + constant
    )
    steps = [replace(s, fighting={n: v + (constant if n == party else 0) for n, v in s.fighting.items()}) for s in moved.steps]
    moved = moved.with_steps(steps)
    assert slack_of(moved) == slack_of(plan)
    before, after = unravelling(plan), unravelling(moved)
    assert (after.is_kept, after.is_signed) == (before.is_kept, before.is_signed)
    assert [c.act for c in after.choices] == [c.act for c in before.choices]


@given(seed=SEEDS, factor=st.fractions(min_value=Fraction(1, 9), max_value=9, max_denominator=9))
@settings(max_examples=50)
def test_a_partys_scale_has_no_unit(draw_plan: Any, seed: int, factor: Fraction) -> None:
    plan = draw_plan(random.Random(seed))
    party, mine = plan.parties[0], plan.stakes[0]
    keep = {"discount", "leverage", "unit_values"}
    numbers = {name: getattr(mine, name) * factor for name in Stakes.__dataclass_fields__ if name not in keep}
    scaled = plan.with_stakes(
        party,
        leverage={name: value * factor for name, value in mine.leverage.items()},
        unit_values={name: value * factor for name, value in mine.unit_values.items()},
        **numbers,
    )
    steps = []
    for step in plan.steps:
        own = step.guarantee
        if own is not None and step.mover == party:
            own = replace(own, penalty=own.penalty * factor)
        tables = {name: rescaled(getattr(step, name), party, factor) for name in ("values", "fighting", "shocks")}
        steps.append(replace(step, guarantee=own, **tables))
    guarantees = {
        name: replace(own, penalty=own.penalty * (factor if name == party else 1))
        for name, own in plan.closing.guarantees.items()
    }
    scaled = replace(scaled, steps=tuple(steps), closing=replace(plan.closing, guarantees=guarantees))
    for (tick, mover), slack in slack_of(plan).items():
        assert slack_of(scaled)[tick, mover] == slack * (factor if mover == party else 1)
    assert [c.act for c in unravelling(scaled).choices] == [c.act for c in unravelling(plan).choices]


@given(seed=SEEDS, more=AMOUNTS, kind=st.sampled_from([Kind.PEACE, Kind.GUARANTEE, Kind.FIGHTING, Kind.FIRST_STRIKE]))
@settings(max_examples=50)
def test_slack_rises_with_peace_and_guarantees_and_falls_with_fighting_and_first_strikes(
    draw_plan: Any, seed: int, more: Fraction, kind: Kind
) -> None:
    plan = draw_plan(random.Random(seed))
    parameter = Parameter(kind, plan.parties[0])
    before, after = slack_of(plan), slack_of(with_value(plan, parameter, value_of(plan, parameter) + more))
    for node, slack in before.items():
        if kind in {Kind.PEACE, Kind.GUARANTEE}:
            assert after[node] >= slack
        else:
            assert after[node] <= slack


@given(seed=SEEDS, more=AMOUNTS)
@settings(max_examples=50)
def test_more_regrouping_never_helps_the_agreement(draw_plan: Any, seed: int, more: Fraction) -> None:
    plan = draw_plan(random.Random(seed))
    faster = plan.with_stakes(plan.parties[0], regrouping=plan.stakes[0].regrouping + more)
    assert all(slack_of(faster)[node] <= slack for node, slack in slack_of(plan).items())


@given(seed=SEEDS, extra=st.integers(-9, 9), data=st.data())
@settings(max_examples=50)
def test_what_was_received_is_sunk(draw_plan: Any, seed: int, extra: int, data: st.DataObject) -> None:
    plan = draw_plan(random.Random(seed), n_steps=5)
    k = data.draw(st.integers(0, 4))
    party = data.draw(st.sampled_from(plan.parties))
    step = plan.steps[k]
    steps = [*plan.steps]
    steps[k] = replace(step, values={**step.values, party: step.values.get(party, Fraction(0)) + extra})
    before, after = slack_of(plan), slack_of(plan.with_steps(steps))
    assert all(after[node] == slack for node, slack in before.items() if node[0] > k)


@given(seed=SEEDS)
@settings(max_examples=40)
def test_renaming_and_reordering_parties_permutes_the_answer(draw_plan: Any, seed: int) -> None:
    plan = draw_plan(random.Random(seed), n_parties=3)
    order = [2, 0, 1]
    other = replace(plan, parties=tuple(plan.parties[k] for k in order), stakes=tuple(plan.stakes[k] for k in order))
    assert slack_of(other) == slack_of(plan)
    before, after = unravelling(plan), unravelling(other)
    assert after.values == tuple(before.values[k] for k in order)
    assert after.choices == before.choices
    assert {c.mover for c in after.root_cause} == {c.mover for c in before.root_cause}


@given(seed=SEEDS)
@settings(max_examples=60)
def test_the_root_cause_is_the_last_violated_node_and_the_chain_leads_to_the_first_break(draw_plan: Any, seed: int) -> None:
    plan = draw_plan(random.Random(seed), n_steps=6)
    found, played = slacks(plan), unravelling(plan)
    if found.is_self_enforcing:
        assert played.root_cause == played.chain == played.first_break == ()
        return
    last = max(node.tick for node in found.violated)
    assert {(c.tick, c.mover) for c in played.root_cause} == {(n.tick, n.mover) for n in found.violated if n.tick == last}
    assert set(played.root_cause) <= set(played.chain)
    assert played.chain[-1] in played.first_break
    assert [c.tick for c in played.chain] == sorted((c.tick for c in played.chain), reverse=True)


@given(n_steps=st.integers(1, 7), unit=st.fractions(min_value=Fraction(1, 4), max_value=4, max_denominator=4))
def test_any_finite_number_of_steps_unravels_where_no_peace_is_worth_keeping_it_for(n_steps: int, unit: Fraction) -> None:
    plan = AgreementPlan.of(
        {
            "A": Stakes.of(peace=0, unit_values={"a": -1, "b": 2}),
            "B": Stakes.of(peace=0, unit_values={"b": -1, "a": 2}),
        },
        [Asset.of("a", "A", 7 * unit), Asset.of("b", "B", 7 * unit)],
        [Step.of(f"s{k}", "AB"[k % 2], 0, {"ab"[k % 2]: unit}) for k in range(n_steps)],
        Closing.of(0),
    )
    played = unravelling(plan)
    assert [c.tick for c in played.first_break] == [0]
    assert [c.tick for c in played.root_cause] == [n_steps - 1]
    assert len(played.chain) == n_steps


@given(discount=st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=10))
def test_a_repeated_exchange_holds_from_the_grim_trigger_bound_on(discount: Fraction) -> None:
    reward, temptation, punishment = Fraction(3), Fraction(5), Fraction(1)
    forever = (reward - punishment) / (1 - discount)
    plan = AgreementPlan.of(
        {"A": Stakes.of(peace=forever + punishment, fighting=punishment, first_strike=temptation - punishment)},
        [],
        [],
        Closing.of(0, guarantees={"A": Guarantee.of(0)}),
    )
    # per period: reward for ever against the temptation once and the punishment for ever, both less punishment / (1 - discount)
    assert slacks(plan).is_self_enforcing == (forever >= temptation - punishment)
    assert (forever >= temptation - punishment) == (discount >= (temptation - reward) / (temptation - punishment))


@given(
    strong=st.fractions(min_value=0, max_value=1, max_denominator=12),
    weak=st.fractions(min_value=0, max_value=1, max_denominator=12),
    discount=st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=10),
    cost=st.fractions(min_value=0, max_value=2, max_denominator=6),
)
@settings(max_examples=40)
def test_a_power_shift_breaks_the_peace_iff_it_is_as_large_as_the_closed_form_says(
    strong: Fraction, weak: Fraction, discount: Fraction, cost: Fraction
) -> None:
    # The declining party is offered the whole pie of one period, then its value of fighting when weak.
    later = weak / (1 - discount) - cost
    plan = AgreementPlan.of(
        {"D": Stakes.of(peace=later, discount=discount)},
        [],
        [Step.of("offer", "D", 0, values={"D": 1}, fighting={"D": strong / (1 - discount) - cost})],
        Closing.of(1, fighting={"D": later}),
    )
    is_impossible = strong - discount * weak > (1 - discount) * (1 + cost * (1 - discount))
    assert slacks(plan).is_self_enforcing == (not is_impossible)


@given(
    ratio=st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=10),
    discount=st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=10),
    giving=st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=10),
)
@settings(max_examples=40)
def test_a_gradual_exchange_holds_iff_its_steps_shrink_slowly_enough(
    ratio: Fraction, discount: Fraction, giving: Fraction
) -> None:
    # Both hand over the same share at once; a unit is worth 1 to the receiver, breaking keeps one's own.
    still_to_come = ratio * (1 - giving) / (1 - discount * ratio)
    plan = AgreementPlan.of(
        {"A": Stakes.of(peace=still_to_come, discount=discount)},
        [],
        [Step.of("exchange", "A", 0, values={"A": 1 - giving}, fighting={"A": 1})],
        Closing.of(1, fighting={"A": ratio}),
    )
    assert slacks(plan).is_self_enforcing == (ratio >= giving / discount)


def test_results_are_the_same_object_for_the_same_input(draw_plan: Any) -> None:
    one: Slacks = slacks(draw_plan(random.Random(1)))
    assert one == slacks(draw_plan(random.Random(1)))
