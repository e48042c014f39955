"""The worked exchange, small random agreements, and an oracle that plays them from the definitions."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.slack import Act
from detente.questions.durability.terms import Asset, Closing, Guarantee, Stakes, Step

WORKED = (("A", 1), ("G", 1), ("A", 1), ("G", 1), ("A", 1), ("G", 2))

BuildWorked = Callable[..., AgreementPlan]
DrawPlan = Callable[..., AgreementPlan]


def worked(order: tuple[tuple[str, int], ...] = WORKED, *, peace_of_g: int = 11, drift: int = 0) -> AgreementPlan:
    """A gives three hostages (3 each to G) for four units of withdrawal (2 each to A, cost 1 each); two steps a phase."""
    asset = {"A": "hostages", "G": "withdrawal"}
    steps = [Step.of(f"{k + 1} {mover}", mover, k // 2, {asset[mover]: amount}) for k, (mover, amount) in enumerate(order)]
    return AgreementPlan.of(
        {
            "A": Stakes.of(
                peace=3, no_deal=4, fighting=1, leverage={"hostages": 1}, unit_values={"withdrawal": 2}, regrouping=drift
            ),
            "G": Stakes.of(
                peace=peace_of_g,
                no_deal=4,
                fighting=10,
                leverage={"hostages": -2},
                unit_values={"hostages": 3, "withdrawal": -1},
            ),
        },
        [Asset.of("hostages", "A", 3, is_divisible=False), Asset.of("withdrawal", "G", 4)],
        steps,
        Closing.of((len(order) + 1) // 2),
    )


def draw_plan(rng: random.Random, *, n_steps: int = 4, n_parties: int = 2, is_discounted: bool = True) -> AgreementPlan:
    """A random agreement with small numbers, ties likely."""
    names = [f"p{k}" for k in range(n_parties)]
    movers = [rng.choice(names) for _ in range(n_steps)]
    assets = [Asset.of(f"asset of {name}", name, movers.count(name) * 2 + rng.randint(0, 1)) for name in names]

    def small(low: int = -3, high: int = 3) -> Fraction:
        return Fraction(rng.randint(2 * low, 2 * high), 2)

    stakes = {
        name: Stakes.of(
            peace=small(0, 8),
            no_deal=small(0, 6),
            fighting=small(-2, 5),
            leverage={asset.name: small(-1, 1) for asset in assets},
            regrouping=small(-1, 1),
            unit_values={asset.name: small(-1, 0) if asset.holder == name else small(0, 2) for asset in assets},
            first_strike=small(0, 2),
            victim_loss=max(Fraction(0), small(-1, 2)),
            guarantee=max(Fraction(0), small(-2, 2)),
            discount=rng.choice(["1", "1", "1/2", "9/10"]) if is_discounted else 1,
        )
        for name in names
    }
    steps, time = [], 0
    for k, mover in enumerate(movers):
        time += rng.randint(0, 2)
        steps.append(_step(rng, f"s{k}", mover, time, names))
    closing = Closing.of(
        time + rng.randint(0, 1),
        guarantees={name: Guarantee.of(2, detection="1/2") for name in names if rng.random() < 0.2},
        is_expiry=rng.random() < 0.2,
    )
    return AgreementPlan.of(stakes, assets, steps, closing)


def _step(rng: random.Random, name: str, mover: str, time: int, names: list[str]) -> Step:
    step = Step.of(
        name,
        mover,
        time,
        {f"asset of {mover}": Fraction(rng.randint(0, 4), 2)},
        values={rng.choice(names): rng.randint(-1, 1)} if rng.random() < 0.2 else None,
        fighting={rng.choice(names): rng.randint(0, 6)} if rng.random() < 0.1 else None,
        shocks={rng.choice(names): rng.randint(-1, 2)} if rng.random() < 0.2 else None,
    )
    guarantee = Guarantee.of(rng.randint(0, 4), detection="1/2") if rng.random() < 0.3 else None
    return replace(step, guarantee=guarantee, is_expiry=rng.random() < 0.2)


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


@pytest.fixture(name="worked", scope="session")
def worked_fixture() -> BuildWorked:
    """Builds the worked exchange."""
    return worked


@pytest.fixture(name="draw_plan", scope="session")
def draw_plan_fixture() -> DrawPlan:
    """Draws random agreements."""
    return draw_plan


@pytest.fixture(name="oracle_of", scope="session")
def oracle_fixture() -> type[Oracle]:
    """Plays agreements straight from the definitions."""
    return Oracle
