"""Ranges: necessary means every point, possible has a point, and the critical conditions decide."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from detente.questions.durability.conditions import conditions
from detente.questions.durability.errors import PlanError
from detente.questions.durability.parameters import Kind, Parameter, value_of, with_values
from detente.questions.durability.ranges import break_even, range_verdict
from detente.questions.durability.slack import slacks

PEACE_OF_G = Parameter(Kind.PEACE, "G")


def test_the_break_even_peace_of_the_worked_exchange_is_twelve(worked: Any) -> None:
    bounds: Any = break_even(worked(), PEACE_OF_G)
    assert (bounds.low, bounds.high) == (12, None)


def test_the_worked_exchange_holds_iff_one_condition_does(worked: Any) -> None:
    found = range_verdict(worked(), {PEACE_OF_G: (10, 14), Parameter(Kind.FIGHTING, "G"): (9, 10)})
    assert (found.is_necessary, found.is_possible) == (False, True)
    assert [(c.name, c.mover) for c in found.critical] == [("6 G", "G")]
    assert found.kept_at is not None
    assert slacks(found.kept_at).is_self_enforcing
    assert found.broken_at is not None
    assert not slacks(found.broken_at).is_self_enforcing


def test_a_node_no_number_in_the_ranges_can_mend_is_the_conflict(worked: Any) -> None:
    plan = worked(peace_of_g=7)
    leverage = Parameter(Kind.LEVERAGE, "G", "hostages")
    found = range_verdict(plan, {Parameter(Kind.FIGHTING, "G"): (6, 9), leverage: (-2, 0)})
    assert not found.is_possible
    assert [c.name for c in found.conflict] == ["6 G"]


def test_a_range_that_runs_backward_is_refused(worked: Any) -> None:
    with pytest.raises(PlanError, match="runs from 3 down to 2"):
        range_verdict(worked(), {PEACE_OF_G: (3, 2)})


def test_conditions_are_the_slacks(draw_plan: Any) -> None:
    rng = random.Random(2)
    for _ in range(80):
        plan = draw_plan(rng, n_steps=4, n_parties=rng.choice([2, 3]))
        least: dict[tuple[int, str], Fraction] = {}
        for condition in conditions(plan):
            key = condition.tick, condition.mover
            least[key] = min(condition.value(plan), least.get(key, condition.value(plan)))
        assert least == {(node.tick, node.mover): node.slack for node in slacks(plan).nodes}


def test_random_ranges_are_judged_as_their_points_say(draw_plan: Any) -> None:
    rng, seen = random.Random(3), set()
    for _ in range(60):
        plan = draw_plan(rng, n_steps=3)
        names = sorted({p for c in conditions(plan) for p in c.coefficients if p.kind is not Kind.PENALTY})
        chosen = rng.sample(names, 4)
        ranges = {
            p: (
                max(Fraction(0), value_of(plan, p) - 1) if p.kind is Kind.GUARANTEE else value_of(plan, p) - 1,
                value_of(plan, p) + 1,
            )
            for p in chosen
        }
        found = range_verdict(plan, ranges)
        for _ in range(20):
            values = {p: low + (high - low) * Fraction(rng.randint(0, 8), 8) for p, (low, high) in ranges.items()}
            point = slacks(with_values(plan, values))
            assert point.is_self_enforcing or not found.is_necessary
            assert found.is_possible or not point.is_self_enforcing
            if found.is_possible:
                assert point.is_self_enforcing == all(c.value(plan, values) >= 0 for c in found.critical)
        if found.kept_at is not None:
            assert slacks(found.kept_at).is_self_enforcing
        else:
            assert range_conflict_is_minimal(plan, ranges, found)
        if found.broken_at is not None:
            assert not slacks(found.broken_at).is_self_enforcing
        seen.add((found.is_necessary, found.is_possible))
    assert seen == {(True, True), (False, True), (False, False)}


def range_conflict_is_minimal(plan: Any, ranges: Any, found: Any) -> bool:
    from detente.questions.durability.ranges import _box, _feasible

    box, conflict = _box(plan, ranges), found.conflict
    without_one = [[c for c in conflict if c is not left_out] for left_out in conflict]
    return _feasible(plan, conflict, box) is None and all(_feasible(plan, rest, box) is not None for rest in without_one)


def test_signing_is_asked_only_where_it_is_wanted(worked: Any) -> None:
    plan = worked((("A", 1), ("G", 4), ("A", 2)))
    ranges = {Parameter(Kind.NO_DEAL, "A"): (10, 12)}
    assert range_verdict(plan, ranges).is_necessary
    found = range_verdict(plan, ranges, is_signed=True)
    assert (found.is_necessary, found.is_possible) == (False, True)
    assert [(c.name, c.mover) for c in found.critical] == [("signing", "A")]


@pytest.mark.parametrize("of", ["6 G", "closing"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_set_is_read_back(worked: Any, kind: Kind, of: str) -> None:
    if of == "closing" and kind in {Kind.STEP_VALUE, Kind.STEP_FIRST_STRIKE}:
        with pytest.raises(PlanError, match="the closing has no"):
            with_values(worked(), {Parameter(kind, "G", of): Fraction(1)})
        return
    place = "hostages" if kind in {Kind.LEVERAGE, Kind.UNIT_VALUE} else of
    parameter = Parameter(kind, "G", place)
    changed = with_values(worked(), {parameter: Fraction(7, 3)})
    assert value_of(changed, parameter) == Fraction(7, 3)
    assert changed != worked()
