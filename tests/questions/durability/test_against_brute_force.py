"""The solver against every deviation of every party in every subgame, on random agreements."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.slack import Act, slacks
from detente.questions.durability.unravelling import unravelling

Strategy = Mapping[tuple[int, int], Act]
"""Act at each (tick, party); what is not named complies."""


class Oracle:
    """Payoffs of an agreement straight from the definitions, one play at a time."""

    def __init__(self, plan: AgreementPlan) -> None:
        self.plan = plan
        self.n_steps, self.n_parties = len(plan.steps), len(plan.parties)
        self.times = [step.time for step in plan.steps] + [plan.closing.time]
        self.worth = [self.delivered(tick) for tick in range(self.n_steps)]
        self.known_ends: dict[tuple[int, tuple[tuple[int, Act], ...]], list[Fraction]] = {}

    def delivered(self, tick: int) -> list[Fraction]:
        step = self.plan.steps[tick]
        return [
            step.values.get(name, 0) + sum((s.unit_values.get(a, 0) * x for a, x in step.amounts.items()), Fraction(0))
            for name, s in zip(self.plan.parties, self.plan.stakes, strict=True)
        ]

    def fighting(self, party: int, tick: int) -> Fraction:
        plan, stakes, name = self.plan, self.plan.stakes[party], self.plan.parties[party]
        node: Any = plan.steps[tick] if tick < self.n_steps else plan.closing
        if name in node.fighting:
            return Fraction(node.fighting[name])
        held = sum(
            stakes.leverage.get(asset.name, 0) * (asset.total - sum(s.amounts.get(asset.name, 0) for s in plan.steps[:tick]))
            for asset in plan.assets
        )
        return Fraction(stakes.fighting + held + stakes.regrouping * (node.time - plan.start) + node.shocks.get(name, 0))

    def broken(self, party: int, tick: int) -> Fraction:
        plan, stakes = self.plan, self.plan.stakes[party]
        closing = tick == self.n_steps
        own = plan.closing.guarantees.get(plan.parties[party]) if closing else plan.steps[tick].guarantee
        cost = stakes.guarantee + (own.penalty * own.detection if own else 0)
        return self.fighting(party, tick) + stakes.first_strike - cost

    def payoff(self, start: int, strategy: Strategy) -> list[Fraction]:
        """Each party's value at the time of ``start`` when play from there follows the strategy."""
        path: list[list[Fraction]] = []
        for tick in range(start, self.n_steps + 1):
            leavers = {k: act for k in range(self.n_parties) if (act := strategy.get((tick, k), Act.COMPLY)) is not Act.COMPLY}
            if leavers or tick == self.n_steps:
                key = tick, tuple(leavers.items())
                if key not in self.known_ends:
                    self.known_ends[key] = self.ended(tick, leavers)
                path.append(self.known_ends[key])
                break
            path.append(self.worth[tick])
        totals = []
        for k, stakes in enumerate(self.plan.stakes):
            if stakes.discount == 1:
                totals.append(sum((ends[k] for ends in path), Fraction(0)))
            else:
                gaps = [int(self.times[start + n] - self.times[start]) for n in range(len(path))]
                totals.append(sum((stakes.discount**g * ends[k] for g, ends in zip(gaps, path, strict=True)), Fraction(0)))
        return totals

    def ended(self, tick: int, leavers: Mapping[int, Act]) -> list[Fraction]:
        plan, parties = self.plan, range(self.n_parties)
        if not leavers:
            return [s.peace + s.completion_payment for s in plan.stakes]
        plain = [self.fighting(k, tick) for k in parties]
        if all(act is Act.LAPSE for act in leavers.values()):
            return plain
        struck = [value - s.victim_loss for value, s in zip(plain, plan.stakes, strict=True)]
        if len(leavers) > 1:
            return [plain[k] if k in leavers else struck[k] for k in parties]
        return [self.broken(k, tick) if k in leavers else struck[k] for k in parties]

    def nodes(self, party: int, start: int) -> list[int]:
        own = [t for t in range(start, self.n_steps) if self.plan.steps[t].mover == self.plan.parties[party]]
        return [*own, self.n_steps]

    def acts(self, tick: int) -> Sequence[Act]:
        node: Any = self.plan.steps[tick] if tick < self.n_steps else self.plan.closing
        return (Act.COMPLY, Act.BREAK, Act.LAPSE) if node.is_expiry else (Act.COMPLY, Act.BREAK)

    def gain(self, start: int, party: int, strategy: Strategy) -> Fraction:
        """The most a party gains in the subgame from ``start`` by any other strategy of its own."""
        now, nodes = self.payoff(start, strategy)[party], self.nodes(party, start)
        best = now
        for acts in product(*(self.acts(tick) for tick in nodes)):
            other = {**strategy, **{(tick, party): act for tick, act in zip(nodes, acts, strict=True)}}
            best = max(best, self.payoff(start, other)[party])
        return best - now

    def is_perfect(self, strategy: Strategy) -> bool:
        return all(self.gain(t, k, strategy) == 0 for t in range(self.n_steps + 1) for k in range(self.n_parties))


@pytest.mark.parametrize("seed", range(4))
def test_500_random_games_agree_with_every_strategy_tried(draw_plan: Any, seed: int) -> None:
    rng, kept = random.Random(seed), 0
    for _ in range(500):
        plan = draw_plan(rng, n_steps=rng.randint(1, 3), n_parties=2 if rng.random() < 0.8 else 3)
        oracle = Oracle(plan)
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
def test_each_slack_is_the_difference_of_two_plays(draw_plan: Any, n_steps: int) -> None:
    rng = random.Random(n_steps)
    for _ in range(40):
        plan = draw_plan(rng, n_steps=n_steps)
        oracle = Oracle(plan)
        for node in slacks(plan).nodes:
            k = plan.parties.index(node.mover)
            left = [oracle.payoff(node.tick, {(node.tick, k): act})[k] for act in oracle.acts(node.tick)[1:]]
            assert node.leaving == max(left)
            assert node.kept == oracle.payoff(node.tick, {})[k]
