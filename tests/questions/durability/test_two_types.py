"""Two types of one party: the example by hand, every profile tried, Bayes and the limits of certainty."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from detente.questions.durability.beliefs import belief_thresholds, screening_steps
from detente.questions.durability.equilibria import pure_equilibria, semi_separating_equilibria
from detente.questions.durability.errors import PlanError
from detente.questions.durability.slack import Act
from detente.questions.durability.terms import Closing, Guarantee
from detente.questions.durability.typed_plan import TypedPlan
from detente.questions.durability.unravelling import unravelling

ZERO, ONE = Fraction(0), Fraction(1)


def typed_example(worked: Any, prior: str, *, surprise: int = 6, loss: int = 3, peace: int = 11) -> TypedPlan:
    """The worked exchange, mended; the regrouping type gains 6 by surprise, and its victim loses 3."""
    plan = worked(peace_of_g=peace)
    last = replace(plan.steps[-1], guarantee=Guarantee.of(1))
    closing = Closing.of(3, guarantees={"A": Guarantee.of(5)})
    sincere = replace(plan.with_steps([*plan.steps[:-1], last]), closing=closing).with_stakes("G", victim_loss=Fraction(loss))
    return TypedPlan.of(sincere, sincere.with_stakes("A", first_strike=Fraction(surprise)), "A", prior)


def test_the_threshold_before_the_last_release_is_three_sevenths(worked: Any) -> None:
    node: Any = next(t for t in belief_thresholds(typed_example(worked, "0.6")) if t.tick == 3)
    assert (node.if_sincere, node.if_regrouping, node.leaving_if_sincere) == (11, 4, 8)
    assert (node.low, node.high) == (0, Fraction(3, 7))


def test_with_six_in_ten_the_regrouping_type_pools_half_the_time(worked: Any) -> None:
    found: Any
    (found,) = semi_separating_equilibria(typed_example(worked, "0.6"))
    assert found.regrouping[2] == Fraction(1, 2)
    assert found.others[3] == (Fraction(7, 8),)
    belief = found.beliefs[3]
    assert belief.low == belief.high == Fraction(3, 7)
    assert belief.is_on_path
    assert [float(b.low) for b in found.beliefs[:3]] == [0.6, 0.6, 0.6]
    assert found.kept_probability == (Fraction(7, 8), 0)


def test_below_the_threshold_both_types_pool_until_the_last_release(worked: Any) -> None:
    typed = typed_example(worked, "0.4")
    assert semi_separating_equilibria(typed) == ()
    found: Any = pure_equilibria(typed)
    pooling = [e for e in found if e.regrouping[:5] == (1, 1, 1, 1, 0) and set(e.sincere) == {1}]
    assert [e.others[3] for e in pooling] == [(ONE,)]
    assert pooling[0].beliefs[5].high == 0


def test_above_the_threshold_no_pure_equilibrium_keeps_the_fourth_step(worked: Any) -> None:
    assert not any(set(e.sincere) == {1} and e.others[3] == (ONE,) for e in pure_equilibria(typed_example(worked, "0.6")))


def test_a_cost_separates_only_between_the_two_gains(worked: Any) -> None:
    steps: Any = {s.name: s for s in screening_steps(typed_example(worked, "0.6"))}
    assert (steps["1 A"].above, steps["1 A"].up_to, steps["1 A"].is_empty) == (2, 7, False)
    assert (steps["5 A"].above, steps["5 A"].up_to) == (-1, 5)
    same = typed_example(worked, "0.6")
    twins = TypedPlan.of(same.sincere, same.sincere, "A", "0.6")
    assert all(step.is_empty for step in screening_steps(twins))


@pytest.mark.parametrize(("prior", "kind"), [(0, "sincere"), (1, "regrouping")])
def test_with_certainty_there_is_the_play_of_the_known_type(draw_plan: Any, prior: int, kind: str) -> None:
    rng = random.Random(6)
    for _ in range(60):
        typed = draw_typed(draw_plan, rng, prior)
        played = unravelling(getattr(typed, kind))
        values = {e.values[prior] for e in pure_equilibria(typed)}
        assert played.values in values


def test_pooling_never_becomes_possible_by_a_greater_prior(draw_plan: Any) -> None:
    rng, n_fallen = random.Random(9), 0
    for _ in range(120):
        typed = draw_typed(draw_plan, rng, 0)
        if any(t.if_sincere - t.leaving_if_sincere < t.if_regrouping - t.leaving_if_regrouping for t in belief_thresholds(typed)):
            continue
        pools = [
            any(set(e.sincere) == {ONE} and set(e.others) <= {(), (ONE,)} for e in pure_equilibria(typed.with_prior(q)))
            for q in ("0.1", "0.5", "0.9")
        ]
        assert pools == sorted(pools, reverse=True)
        n_fallen += pools[0] > pools[2]
    assert n_fallen > 2


def test_types_over_different_steps_are_refused(worked: Any) -> None:
    with pytest.raises(PlanError, match="same parties, steps"):
        TypedPlan.of(worked(), worked((("A", 3), ("G", 4))), "A", "0.5")
    with pytest.raises(PlanError, match="between 0 and 1"):
        TypedPlan.of(worked(), worked(), "A", "1.5")


def draw_typed(draw_plan: Any, rng: random.Random, prior: Any, n_steps: int = 3) -> TypedPlan:
    while True:
        plan = draw_plan(rng, n_steps=n_steps)
        plan = plan.with_steps([replace(step, is_expiry=False) for step in plan.steps])
        plan = replace(plan, closing=replace(plan.closing, is_expiry=False))
        if plan.steps[0].mover == "p0":
            break
    other = plan.with_stakes(
        "p0",
        peace=Fraction(rng.randint(0, 6)),
        regrouping=Fraction(rng.randint(0, 2)),
        first_strike=Fraction(rng.randint(0, 3)),
    )
    return TypedPlan.of(plan, other, "p0", prior)


class TypedOracle:
    """Every pure profile, checked against every own deviation, with beliefs searched on a fine enough grid."""

    def __init__(self, typed: TypedPlan, oracle_of: Any) -> None:
        self.typed, self.last = typed, len(typed.sincere.steps)
        self.oracles = [oracle_of(typed.sincere), oracle_of(typed.regrouping)]
        self.own = [t for t in range(self.last) if typed.sincere.steps[t].mover == typed.informed] + [self.last]
        self.others = [t for t in range(self.last) if typed.sincere.steps[t].mover != typed.informed] + [self.last]
        self.known: dict[Any, list[Fraction]] = {}

    def payoff(self, kind: int, start: int, own: Any, others: Any) -> list[Fraction]:
        stop = next(t for t in range(start, self.last + 1) if t == self.last or own.get(t) or others.get(t))
        key = kind, start, stop, bool(own.get(stop)), bool(others.get(stop))
        if key not in self.known:
            strategy = {(stop, k): Act.BREAK for k, leaves in ((0, own.get(stop)), (1, others.get(stop))) if leaves}
            self.known[key] = self.oracles[kind].payoff(start, strategy)
        return self.known[key]

    def best_informed(self, others: Any, kind: int) -> list[Any]:
        """Strategies of one type that no deviation beats anywhere."""
        found = []
        every = [dict(zip(self.own, acts, strict=True)) for acts in product((0, 1), repeat=len(self.own))]
        for own in every:
            if all(
                self.payoff(kind, t, own, others)[0] >= self.payoff(kind, t, other, others)[0]
                for t in self.own
                for other in every
            ):
                found.append(own)
        return found

    def profiles(self) -> Iterator[tuple[Any, Any, Any]]:
        every = [dict(zip(self.others, acts, strict=True)) for acts in product((0, 1), repeat=len(self.others))]
        for others in every:
            for sincere, regrouping in product(self.best_informed(others, 0), self.best_informed(others, 1)):
                allowed = {t: self.supporting(t, sincere, regrouping, others, every) for t in self.others}
                edges = sorted({ZERO, ONE, *(x for pair in allowed.values() if pair for x in pair)})
                grid = sorted({*edges, *((a + b) / 2 for a, b in pairwise(edges))})
                if all(allowed.values()) and self.believable(0, self.typed.prior, sincere, regrouping, allowed, grid):
                    yield sincere, regrouping, others

    def supporting(
        self, t: int, sincere: Any, regrouping: Any, others: Any, every: list[Any]
    ) -> tuple[Fraction, Fraction] | None:
        low, high = ZERO, ONE
        for other in every:
            at_zero, at_one = (
                self.payoff(kind, t, own, others)[1] - self.payoff(kind, t, own, other)[1]
                for kind, own in ((0, sincere), (1, regrouping))
            )
            if at_zero < 0 and at_one < 0:
                return None
            if at_zero < 0:
                low = max(low, at_zero / (at_zero - at_one))
            elif at_one < 0:
                high = min(high, at_zero / (at_zero - at_one))
        return (low, high) if low <= high else None

    def believable(self, t: int, belief: Fraction, sincere: Any, regrouping: Any, allowed: Any, grid: list[Fraction]) -> bool:
        if t in allowed and not allowed[t][0] <= belief <= allowed[t][1]:
            return False
        if t == self.last:
            return True
        if t not in self.own:
            return self.believable(t + 1, belief, sincere, regrouping, allowed, grid)
        goes_on = [(1 - belief) * (1 - sincere[t]), belief * (1 - regrouping[t])]
        if sum(goes_on):
            return self.believable(t + 1, goes_on[1] / sum(goes_on), sincere, regrouping, allowed, grid)
        return any(self.believable(t + 1, mu, sincere, regrouping, allowed, grid) for mu in grid)


def test_500_random_two_type_games_have_the_equilibria_found_by_trying_all(draw_plan: Any, oracle_of: Any) -> None:
    rng, n_found = random.Random(12), 0
    for _ in range(500):
        typed = draw_typed(draw_plan, rng, rng.choice(["0.2", "0.5", "0.8"]), rng.choice([2, 3]))
        oracle = TypedOracle(typed, oracle_of)
        expected = set()
        for sincere, regrouping, others in oracle.profiles():
            acts = tuple(tuple(1 - own.get(t, 0) for t in range(oracle.last + 1)) for own in (sincere, regrouping))
            expected.add((acts, tuple((1 - others[t],) if t in others else () for t in range(oracle.last + 1))))
        found = {((e.sincere, e.regrouping), e.others) for e in pure_equilibria(typed)}
        assert found == expected
        n_found += len(found)
    assert n_found > 500


def test_beliefs_on_the_path_follow_bayes_and_mixing_leaves_both_indifferent(worked: Any, oracle_of: Any) -> None:
    n_mixed = 0
    for surprise, loss, peace, prior in product((5, 6, 7), (2, 3, 5), (11, 12), ("0.5", "0.7", "0.9")):
        typed = typed_example(worked, prior, surprise=surprise, loss=loss, peace=peace)
        for found in semi_separating_equilibria(typed):
            n_mixed += 1
            k = next(t for t, x in enumerate(found.regrouping) if 0 < x < 1 or found.beliefs[t + 1].low != typed.prior)
            pools, q = found.regrouping[k], typed.prior
            assert found.beliefs[k + 1].low == q * pools / (q * pools + 1 - q)
            oracle = TypedOracle(typed, oracle_of)
            place = next(t for t in range(k + 1, oracle.last) if t in oracle.others and found.others[t] != (ONE,))
            own = {t: 1 - found.regrouping[t] for t in oracle.own if t > k}
            sincere = {t: 1 - found.sincere[t] for t in oracle.own}
            later = {t: 1 - found.others[t][0] for t in oracle.others if t > place}
            trust, mu = found.others[place][0], found.beliefs[place].low
            goes, stays = (oracle.payoff(1, k, own, {**later, place: x})[0] for x in (0, 1))
            assert trust * goes + (1 - trust) * stays == oracle.payoff(1, k, {k: 1}, later)[0]
            kept, left = (
                [oracle.payoff(kind, place, acts, {**later, place: x})[1] for kind, acts in ((0, sincere), (1, own))]
                for x in (0, 1)
            )
            assert (1 - mu) * kept[0] + mu * kept[1] == (1 - mu) * left[0] + mu * left[1]
    assert n_mixed > 10


def test_reported_beliefs_on_the_path_are_bayes_rule_and_off_it_a_range_within_zero_and_one(draw_plan: Any) -> None:
    rng, n_on, n_ranges = random.Random(30), 0, 0
    for _ in range(150):
        typed = draw_typed(draw_plan, rng, rng.choice(["0.2", "0.5", "0.8"]), 3)
        for found in pure_equilibria(typed):
            reach = [1 - typed.prior, typed.prior]
            for belief in found.beliefs:
                assert belief.is_on_path == any(reach)
                assert 0 <= belief.low <= belief.high <= 1
                if belief.is_on_path:
                    assert belief.low == belief.high == reach[1] / sum(reach)
                    n_on += 1
                n_ranges += belief.low < belief.high
                for kind, own in enumerate((found.sincere, found.regrouping)):
                    reach[kind] *= own[belief.tick] * min(found.others[belief.tick], default=ONE)
    assert n_on > 100
    assert n_ranges > 20


def test_a_second_uninformed_party_shares_the_belief(draw_plan: Any) -> None:
    rng, n_found = random.Random(31), 0
    for _ in range(40):
        plan = draw_plan(rng, n_steps=3, n_parties=3)
        plan = replace(
            plan.with_steps([replace(step, is_expiry=False) for step in plan.steps]),
            closing=replace(plan.closing, is_expiry=False),
        )
        values = {found.values[0] for found in pure_equilibria(TypedPlan.of(plan, plan, "p0", "0.5"))}
        assert unravelling(plan).values in values
        n_found += len(values)
    assert n_found >= 40
