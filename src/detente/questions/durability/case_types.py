"""A party of a case that may be one of two: what the others must believe of it, and how the agreement may then be played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from detente.evidence.phases_as_of import stake_key
from detente.model.phases import Phases, TwoTypes
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.beliefs import belief_thresholds, screening_steps
from detente.questions.durability.case_agreement import CaseAgreement, plan_at
from detente.questions.durability.case_base import Base
from detente.questions.durability.equilibria import Equilibrium, pure_equilibria, semi_separating_equilibria
from detente.questions.durability.errors import PlanError
from detente.questions.durability.finding import TypesFinding
from detente.questions.durability.typed_plan import TypedPlan

__all__ = ["types_found"]


def types_found(agreement: CaseAgreement, base: Base) -> Iterator[TypesFinding]:
    """Each party with two types, the others taken as the first of theirs."""
    for two in agreement.phases.types:
        low, high = two.regroups.low, two.regroups.high
        priors = (low, (low + high) / 2, high)
        try:
            typed = TypedPlan.of(base.plan, _regrouping(agreement, base, two), two.actor, priors[1])
            by_prior = [_equilibria(typed.with_prior(prior)) for prior in priors]
        except PlanError as limit:
            yield TypesFinding(
                actor=two.actor,
                priors=priors,
                thresholds=(),
                screening=(),
                pure=(),
                mixed=(),
                kept=(),
                why_not=str(limit),
                records=_records(two),
            )
            continue
        yield TypesFinding(
            actor=two.actor,
            priors=priors,
            thresholds=belief_thresholds(typed),
            screening=screening_steps(typed),
            pure=by_prior[1][0],
            mixed=by_prior[1][1],
            kept=tuple(_kept((*pure, *mixed), prior) for prior, (pure, mixed) in zip(priors, by_prior, strict=True)),
            why_not=None,
            records=_records(two),
        )


def _regrouping(agreement: CaseAgreement, base: Base, two: TwoTypes) -> AgreementPlan:
    """The exact plan with the second type's stakes, each in the middle of its range."""
    own = {stake_key(stake): stake for stake in two.stakes}
    stakes = tuple(own.pop(stake_key(stake), stake) for stake in agreement.phases.stakes)
    phases: Phases = replace(agreement.phases, stakes=(*stakes, *own.values()))
    changed = {f"stakes.{stake_key(s)}": (s.value.low + s.value.high) / 2 for s in two.stakes}
    return plan_at(agreement.with_phases(phases), {**base.values, **changed})


def _equilibria(typed: TypedPlan) -> tuple[tuple[Equilibrium, ...], tuple[Equilibrium, ...]]:
    return pure_equilibria(typed), semi_separating_equilibria(typed)


def _kept(found: tuple[Equilibrium, ...], prior: Fraction) -> tuple[Fraction, Fraction] | None:
    """The least and greatest probability that the agreement is kept."""
    shares = [(1 - prior) * own.kept_probability[0] + prior * own.kept_probability[1] for own in found]
    return (min(shares), max(shares)) if shares else None


def _records(two: TwoTypes) -> tuple[str, ...]:
    own = tuple(f"phases.types.{stake_key(stake)}" for stake in two.stakes)
    return (f"phases.types.{two.actor}", f"phases.types.{two.actor}.regroups", *own)
