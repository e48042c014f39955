"""Numbers of an agreement by name, so that conditions, ranges and break-even values can speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.terms import Guarantee, Stakes, Step

__all__ = ["CLOSING", "Kind", "Parameter", "value_of", "with_value", "with_values"]

CLOSING = "closing"
"""How a parameter names the closing set in place of a step."""


class Kind(StrEnum):
    """What a number is; the first group belongs to a party, the second also to an asset, the third to a step."""

    PEACE = "peace"
    NO_DEAL = "no_deal"
    FIGHTING = "fighting"
    REGROUPING = "regrouping"
    FIRST_STRIKE = "first_strike"
    GUARANTEE = "guarantee"
    SIGNING_PAYMENT = "signing_payment"
    COMPLETION_PAYMENT = "completion_payment"
    LEVERAGE = "leverage"
    UNIT_VALUE = "unit_values"
    STEP_VALUE = "values"
    STEP_FIGHTING = "step fighting"
    SHOCK = "shocks"
    STEP_FIRST_STRIKE = "step first_strike"
    PENALTY = "penalty"


OF_ASSET = {Kind.LEVERAGE, Kind.UNIT_VALUE}
OF_STEP = {Kind.STEP_VALUE, Kind.STEP_FIGHTING, Kind.SHOCK, Kind.STEP_FIRST_STRIKE, Kind.PENALTY}


@dataclass(frozen=True, slots=True, order=True)
class Parameter:
    """One number: its kind, whose it is, and the asset or step it is ``of`` (``closing`` for the closing set)."""

    kind: Kind
    party: str
    of: str = ""


def value_of(plan: AgreementPlan, parameter: Parameter) -> Fraction:
    """The number as the plan has it; what the plan does not mention is 0.

    Raises
    ------
    PlanError
        If the party, asset or step is unknown.
    """
    stakes = plan.stakes[plan.party(parameter.party)]
    if parameter.kind in OF_ASSET:
        _check_asset(plan, parameter)
        given: Mapping[str, Fraction] = getattr(stakes, parameter.kind.value)
        return given.get(parameter.of, Fraction(0))
    if parameter.kind not in OF_STEP:
        number: Fraction = getattr(stakes, parameter.kind.value)
        return number
    node = plan.closing if parameter.of == CLOSING else plan.steps[_step(plan, parameter)]
    match parameter.kind:
        case Kind.STEP_FIGHTING:
            return node.fighting.get(parameter.party, Fraction(0))
        case Kind.SHOCK:
            return node.shocks.get(parameter.party, Fraction(0))
        case Kind.PENALTY:
            own = node.guarantee if isinstance(node, Step) else node.guarantees.get(parameter.party)
            return own.penalty if own is not None else Fraction(0)
        case Kind.STEP_VALUE if isinstance(node, Step):
            return node.values.get(parameter.party, Fraction(0))
        case _ if isinstance(node, Step) and node.first_strike is not None:
            return node.first_strike
    raise PlanError(f"the plan has no `{parameter.kind}` of `{parameter.of}` to read")


def with_values(plan: AgreementPlan, values: Mapping[Parameter, Fraction]) -> AgreementPlan:
    """The plan with other numbers."""
    for parameter, value in values.items():
        plan = with_value(plan, parameter, value)
    return plan


def with_value(plan: AgreementPlan, parameter: Parameter, value: Fraction) -> AgreementPlan:
    """The plan with one other number; see :func:`value_of` for errors."""
    kind, party, of = parameter.kind, parameter.party, parameter.of
    if kind in OF_ASSET:
        _check_asset(plan, parameter)
        stakes: Stakes = plan.stakes[plan.party(party)]
        return plan.with_stakes(party, **{kind.value: {**getattr(stakes, kind.value), of: value}})
    if kind not in OF_STEP:
        return plan.with_stakes(party, **{kind.value: value})
    plan.party(party)
    if of == CLOSING:
        return _with_closing(plan, kind, party, value)
    k = _step(plan, parameter)
    step = plan.steps[k]
    match kind:
        case Kind.STEP_VALUE:
            step = replace(step, values={**step.values, party: value})
        case Kind.STEP_FIGHTING:
            step = replace(step, fighting={**step.fighting, party: value})
        case Kind.SHOCK:
            step = replace(step, shocks={**step.shocks, party: value})
        case Kind.STEP_FIRST_STRIKE:
            step = replace(step, first_strike=value)
        case _:
            step = replace(step, guarantee=_repriced(step.guarantee, value))
    return plan.with_steps([*plan.steps[:k], step, *plan.steps[k + 1 :]])


def _with_closing(plan: AgreementPlan, kind: Kind, party: str, value: Fraction) -> AgreementPlan:
    closing = plan.closing
    match kind:
        case Kind.STEP_FIGHTING:
            closing = replace(closing, fighting={**closing.fighting, party: value})
        case Kind.SHOCK:
            closing = replace(closing, shocks={**closing.shocks, party: value})
        case Kind.PENALTY:
            own = _repriced(closing.guarantees.get(party), value)
            closing = replace(closing, guarantees={**closing.guarantees, party: own})
        case _:
            raise PlanError(f"the closing has no `{kind}`")
    return replace(plan, closing=closing)


def _repriced(guarantee: Guarantee | None, penalty: Fraction) -> Guarantee:
    return Guarantee(penalty=penalty) if guarantee is None else replace(guarantee, penalty=penalty)


def _check_asset(plan: AgreementPlan, parameter: Parameter) -> None:
    plan.party(parameter.party)
    if parameter.of not in {asset.name for asset in plan.assets}:
        raise PlanError(f"unknown asset `{parameter.of}`")


def _step(plan: AgreementPlan, parameter: Parameter) -> int:
    for k, step in enumerate(plan.steps):
        if step.name == parameter.of:
            return k
    raise PlanError(f"unknown step `{parameter.of}`")
