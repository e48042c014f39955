"""The rows of a schedule's linear program, each with a name, and the way back from a point to a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.terms import Step
from detente.solve.linear import Row, Sense

__all__ = ["Goal", "ScheduleProgram", "Terms", "amount_name", "apply_point"]


class Goal(StrEnum):
    """What is asked for."""

    LEAST_COST = "least cost"
    MOST_DELIVERED = "most delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Caps and prices, complete for every party; a party without a guarantee cap has no limit."""

    guarantee_caps: Mapping[str, Fraction]
    payment_caps: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleProgram:
    """Variables (``amount tick asset``, ``guarantee party``, ``payment party``), named rows, and what to maximize.

    ``early`` is maximized second, to decide among the best. Rows stand in the order in which an explanation of
    infeasibility tries to do without them.
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    objective: Mapping[str, Fraction]
    early: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, plan: AgreementPlan, terms: Terms, goal: Goal) -> ScheduleProgram:
        """The program of a plan's steps under the terms."""
        named = _participation(plan) if terms.is_signed else []
        named += [*_nodes(plan), *_caps(plan, terms), *_totals(plan, goal)]
        amounts = [(k, name) for k, step in enumerate(plan.steps) for name in _assets_of(plan, step)]
        variables = [amount_name(k, name) for k, name in amounts]
        variables += [f"{kind} {party}" for kind in ("guarantee", "payment") for party in plan.parties]
        divisible = {asset.name: asset.is_divisible for asset in plan.assets}
        if goal is Goal.LEAST_COST:
            objective = {name: -price for name, price in terms.prices.items()}
        else:
            totals = {asset.name: asset.total for asset in plan.assets}
            objective = {amount_name(k, name): 1 / totals[name] for k, name in amounts if totals[name]}
        return cls(
            variables=tuple(variables),
            rows=tuple(row for _, row in named),
            names=tuple(name for name, _ in named),
            objective=objective,
            early={amount_name(k, name): Fraction(-k) for k, name in amounts},
            prices=terms.prices,
            whole=tuple(amount_name(k, name) for k, name in amounts if not divisible[name]),
        )

    def cost(self, point: Mapping[str, Fraction]) -> Fraction:
        """The priced sum of guarantees and payments at a point."""
        return sum((price * point[name] for name, price in self.prices.items()), Fraction(0))


def amount_name(tick: int, asset: str) -> str:
    """The variable of an amount."""
    return f"amount {tick} {asset}"


def apply_point(
    plan: AgreementPlan, point: Mapping[str, Fraction]
) -> tuple[AgreementPlan, dict[str, Fraction], dict[str, Fraction]]:
    """The plan with the amounts, guarantees and payments of a point."""
    steps = []
    for k, step in enumerate(plan.steps):
        amounts = {name: point[amount_name(k, name)] for name in _assets_of(plan, step)}
        steps.append(replace(step, amounts={name: amount for name, amount in amounts.items() if amount}))
    plan = plan.with_steps(steps)
    guarantees = {party: point[f"guarantee {party}"] for party in plan.parties}
    payments = {party: point[f"payment {party}"] for party in plan.parties}
    stakes = tuple(
        replace(own, guarantee=own.guarantee + guarantees[name], completion_payment=own.completion_payment + payments[name])
        for name, own in zip(plan.parties, plan.stakes, strict=True)
    )
    return replace(plan, stakes=stakes), guarantees, payments


def _assets_of(plan: AgreementPlan, step: Step) -> list[str]:
    return [asset.name for asset in plan.assets if asset.holder == step.mover]


def _totals(plan: AgreementPlan, goal: Goal) -> list[tuple[str, Row]]:
    sense = Sense.EQUAL if goal is Goal.LEAST_COST else Sense.AT_MOST
    made = []
    for asset in plan.assets:
        amounts = {amount_name(k, asset.name): Fraction(1) for k, step in enumerate(plan.steps) if step.mover == asset.holder}
        made.append((f"total: {asset.name}", Row(amounts, sense, asset.total)))
    return made


def _caps(plan: AgreementPlan, terms: Terms) -> list[tuple[str, Row]]:
    made = [
        (f"cap: guarantee {party}", Row({f"guarantee {party}": Fraction(1)}, Sense.AT_MOST, terms.guarantee_caps[party]))
        for party in plan.parties
        if party in terms.guarantee_caps
    ]
    made += [
        (f"cap: payment {party}", Row({f"payment {party}": Fraction(1)}, Sense.AT_MOST, terms.payment_caps[party]))
        for party in plan.parties
    ]
    return made


def _nodes(plan: AgreementPlan) -> list[tuple[str, Row]]:
    made = []
    last = len(plan.steps)
    ticks = [(tick, step.mover, step.is_expiry) for tick, step in enumerate(plan.steps)]
    ticks += [(last, party, plan.closing.is_expiry) for party in plan.parties]
    for tick, party, is_expiry in ticks:
        name = f"{plan.steps[tick].name if tick < last else 'closing'}: {party}"
        kept, constant = _kept(plan, tick, party)
        fighting, level = _fighting(plan, tick, party)
        for variable, factor in fighting.items():
            kept[variable] -= factor
        constant -= level
        if is_expiry:
            made.append((f"{name} (lapse)", Row(dict(kept), Sense.AT_LEAST, -constant)))
        gain, guarantee = _break_terms(plan, tick, party)
        kept[f"guarantee {party}"] += 1
        made.append((name, Row(dict(kept), Sense.AT_LEAST, gain - guarantee - constant)))
    return made


def _participation(plan: AgreementPlan) -> list[tuple[str, Row]]:
    made = []
    for party, stakes in zip(plan.parties, plan.stakes, strict=True):
        kept, constant = _kept(plan, 0, party)
        bound = stakes.no_deal - stakes.signing_payment - constant
        made.append((f"signing: {party}", Row(dict(kept), Sense.AT_LEAST, bound)))
    return made


def _kept(plan: AgreementPlan, tick: int, party: str) -> tuple[defaultdict[str, Fraction], Fraction]:
    """C as a form in the variables, and its constant."""
    stakes = plan.stakes[plan.party(party)]
    now = plan.steps[tick].time if tick < len(plan.steps) else plan.closing.time

    def weight(time: Fraction) -> Fraction:
        return Fraction(1) if stakes.discount == 1 else Fraction(stakes.discount ** int(time - now))

    terms: defaultdict[str, Fraction] = defaultdict(Fraction)
    constant = weight(plan.closing.time) * (stakes.peace + stakes.completion_payment)
    for k in range(tick, len(plan.steps)):
        step = plan.steps[k]
        constant += weight(step.time) * step.values.get(party, Fraction(0))
        for asset in _assets_of(plan, step):
            if stakes.unit_values.get(asset):
                terms[amount_name(k, asset)] += weight(step.time) * stakes.unit_values[asset]
    terms[f"payment {party}"] += weight(plan.closing.time)
    return terms, constant


def _fighting(plan: AgreementPlan, tick: int, party: str) -> tuple[dict[str, Fraction], Fraction]:
    """W as a form in the amounts delivered before, and its constant."""
    node = plan.steps[tick] if tick < len(plan.steps) else plan.closing
    if party in node.fighting:
        return {}, node.fighting[party]
    stakes = plan.stakes[plan.party(party)]
    level = stakes.fighting + stakes.regrouping * (node.time - plan.start) + node.shocks.get(party, Fraction(0))
    level += sum((stakes.leverage.get(asset.name, Fraction(0)) * asset.total for asset in plan.assets), Fraction(0))
    terms = {
        amount_name(k, asset): -stakes.leverage[asset]
        for k in range(tick)
        for asset in _assets_of(plan, plan.steps[k])
        if stakes.leverage.get(asset)
    }
    return terms, level


def _break_terms(plan: AgreementPlan, tick: int, party: str) -> tuple[Fraction, Fraction]:
    stakes = plan.stakes[plan.party(party)]
    gain = stakes.first_strike
    if tick < len(plan.steps):
        step = plan.steps[tick]
        own = step.guarantee
        gain = gain if step.first_strike is None else step.first_strike
    else:
        own = plan.closing.guarantees.get(party)
    return gain, stakes.guarantee + (own.expected if own is not None else Fraction(0))
