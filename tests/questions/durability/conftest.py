"""The worked exchange and small random agreements."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from detente.questions.durability.agreement_plan import AgreementPlan
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
    from dataclasses import replace

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


@pytest.fixture(name="worked", scope="session")
def worked_fixture() -> BuildWorked:
    """Builds the worked exchange."""
    return worked


@pytest.fixture(name="draw_plan", scope="session")
def draw_plan_fixture() -> DrawPlan:
    """Draws random agreements."""
    return draw_plan
