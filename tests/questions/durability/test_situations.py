"""What a case file's situations are worth agrees, node by node, with the slacks of the same agreement."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from detente.model.phases import (
    END,
    Estimate,
    Guarantee,
    HandedOver,
    PhaseAsset,
    PhaseEnd,
    Phases,
    PhaseStep,
    Situation,
    SituationKind,
    Stake,
    StakeKind,
)
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.slack import slacks
from detente.readings.situation_values import Form, SituationValues

KEPT = Situation(kind=SituationKind.KEPT)


def exact(number: Fraction) -> Estimate:
    return Estimate(low=Fraction(number), high=Fraction(number))


def plain(plan: AgreementPlan) -> AgreementPlan:
    """The agreement without what a case file cannot say, and without truces that may lapse."""
    steps = [replace(step, values={}, fighting={}, shocks={}, is_expiry=False) for step in plan.steps]
    return replace(plan, steps=tuple(steps), closing=replace(plan.closing, fighting={}, shocks={}, is_expiry=False))


def phases_of(plan: AgreementPlan) -> Phases:
    assets = tuple(PhaseAsset(id=a.name, name=a.name, holder=a.holder, amount=exact(a.total)) for a in plan.assets)
    steps = tuple(
        PhaseStep(
            id=step.name,
            name=step.name,
            actor=step.mover,
            at=step.time - plan.start,
            delivers=tuple(HandedOver(asset=asset, amount=exact(amount)) for asset, amount in step.amounts.items()),
        )
        for step in plan.steps
    )
    return Phases(
        unit="week",
        steps=steps,
        end=PhaseEnd(at=plan.closing.time - plan.start),
        assets=assets,
        stakes=tuple(stakes_of(plan)),
        guarantees=tuple(guarantees_of(plan)),
    )


def stakes_of(plan: AgreementPlan) -> Iterator[Stake]:
    for actor, own in zip(plan.parties, plan.stakes, strict=True):
        for kind in StakeKind:
            if kind is StakeKind.LEVERAGE or kind is StakeKind.DELIVERED:
                per_asset = own.leverage if kind is StakeKind.LEVERAGE else own.unit_values
                for asset, worth in per_asset.items():
                    yield Stake(actor=actor, kind=kind, of=asset, value=exact(worth))
            else:
                yield Stake(actor=actor, kind=kind, value=exact(getattr(own, kind.value)))


def guarantees_of(plan: AgreementPlan) -> Iterator[Guarantee]:
    for actor, own in zip(plan.parties, plan.stakes, strict=True):
        yield Guarantee(id=f"standing-{actor}", on=actor, penalty=exact(own.guarantee))
    for step in plan.steps:
        if step.guarantee is not None:
            yield guarantee(f"at-{step.name}", step.mover, step.name, step.guarantee)
    for actor, given in plan.closing.guarantees.items():
        yield guarantee(f"end-{actor}", actor, END, given)


def guarantee(name: str, on: str, at: str, given: Any) -> Guarantee:
    return Guarantee(id=name, on=on, at=(at,), penalty=exact(given.penalty), detection=exact(given.detection))


def worth(values: SituationValues, situation: Situation) -> Fraction:
    form: Form | None = values.value(situation)
    assert form is not None
    return sum((factor * values.bounds[name][0] for name, factor in form.items()), Fraction(0))


@pytest.mark.parametrize("seed", range(150))
def test_kept_less_broken_is_the_slack_seen_from_the_first_step(seed: int, draw_plan: Any) -> None:
    plan = plain(draw_plan(random.Random(seed), n_parties=2 + seed % 2))
    phases = phases_of(plan)
    found: Any = slacks(plan)
    first = phases.steps[0].at
    for k, node in enumerate(found.nodes):
        at = phases.steps[k].at if k < len(phases.steps) else phases.end.at
        values = SituationValues(phases, node.mover)
        place = phases.steps[k].id if k < len(phases.steps) else END
        broken = Situation(kind=SituationKind.BROKEN, step=place, actor=node.mover)
        weight = plan.stakes[plan.parties.index(node.mover)].discount ** int(at - first)
        assert worth(values, KEPT) - worth(values, broken) == weight * node.slack


@pytest.mark.parametrize("seed", range(50))
def test_kept_and_no_deal_are_what_signing_compares(seed: int, draw_plan: Any) -> None:
    plan = plain(draw_plan(random.Random(seed)))
    found: Any = slacks(plan)
    for actor, kept, own in zip(plan.parties, found.kept_values, plan.stakes, strict=True):
        values = SituationValues(phases_of(plan), actor)
        assert worth(values, KEPT) == kept
        assert worth(values, Situation(kind=SituationKind.NO_DEAL)) == own.no_deal
