"""What must hold at each node, as a linear condition on the numbers of the agreement.

Amounts, dates, order and discounting are facts; with them fixed every slack is linear in what the
parties value. An agreement keeps itself iff all its conditions hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.parameters import CLOSING, Kind, Parameter, value_of
from detente.questions.durability.slack import Act
from detente.questions.durability.terms import Step

__all__ = ["Condition", "conditions", "participation_conditions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """``sum coefficients[p] * value(p) >= 0``: the mover rather keeps than does ``against`` at the node.

    ``name`` is the step, ``closing``, or ``signing`` for participation, whose ``against`` is ``None``.
    """

    name: str
    tick: int
    mover: str
    against: Act | None
    coefficients: Mapping[Parameter, Fraction]

    def value(self, plan: AgreementPlan, values: Mapping[Parameter, Fraction] | None = None) -> Fraction:
        """The left side with the plan's numbers, some of them replaced by ``values``."""
        given = values or {}
        return sum(
            (c * (given[p] if p in given else value_of(plan, p)) for p, c in self.coefficients.items()),
            Fraction(0),
        )


def conditions(plan: AgreementPlan) -> tuple[Condition, ...]:
    """The condition of every node in order, against breaking and, where a truce runs out, letting it lapse.

    O(steps^2 * assets): meant for agreements of up to some hundreds of steps.
    """
    made = []
    for tick, step in enumerate(plan.steps):
        made += _of_node(plan, tick, step.mover, is_expiry=step.is_expiry)
    for party in plan.parties:
        made += _of_node(plan, len(plan.steps), party, is_expiry=plan.closing.is_expiry)
    return tuple(made)


def participation_conditions(plan: AgreementPlan) -> tuple[Condition, ...]:
    """Each party has at least its reservation value from signing, if all is kept."""
    made = []
    for party in plan.parties:
        terms = _kept(plan, 0, party)
        terms[Parameter(Kind.SIGNING_PAYMENT, party)] += 1
        terms[Parameter(Kind.NO_DEAL, party)] -= 1
        made.append(Condition(name="signing", tick=0, mover=party, against=None, coefficients=_without_zeros(terms)))
    return tuple(made)


def _of_node(plan: AgreementPlan, tick: int, mover: str, *, is_expiry: bool) -> list[Condition]:
    name = plan.steps[tick].name if tick < len(plan.steps) else CLOSING
    lapse = _kept(plan, tick, mover)
    for parameter, factor in _fighting(plan, tick, mover).items():
        lapse[parameter] -= factor
    broken = defaultdict(Fraction, lapse)
    node = plan.steps[tick] if tick < len(plan.steps) else plan.closing
    own = node.guarantee if isinstance(node, Step) else node.guarantees.get(mover)
    if isinstance(node, Step) and node.first_strike is not None:
        broken[Parameter(Kind.STEP_FIRST_STRIKE, mover, name)] -= 1
    else:
        broken[Parameter(Kind.FIRST_STRIKE, mover)] -= 1
    broken[Parameter(Kind.GUARANTEE, mover)] += 1
    if own is not None:
        broken[Parameter(Kind.PENALTY, mover, name)] += own.detection
    found = [(Act.BREAK, broken), (Act.LAPSE, lapse)] if is_expiry else [(Act.BREAK, broken)]
    return [Condition(name=name, tick=tick, mover=mover, against=act, coefficients=_without_zeros(terms)) for act, terms in found]


def _kept(plan: AgreementPlan, tick: int, party: str) -> defaultdict[Parameter, Fraction]:
    """C as a form: later deliveries and the peace, discounted to the node."""
    discount = plan.stakes[plan.party(party)].discount
    now = plan.steps[tick].time if tick < len(plan.steps) else plan.closing.time
    terms: defaultdict[Parameter, Fraction] = defaultdict(Fraction)

    def weight(time: Fraction) -> Fraction:
        return Fraction(1) if discount == 1 else Fraction(discount ** int(time - now))

    for step in plan.steps[tick:]:
        for asset, amount in step.amounts.items():
            terms[Parameter(Kind.UNIT_VALUE, party, asset)] += weight(step.time) * amount
        if party in step.values:
            terms[Parameter(Kind.STEP_VALUE, party, step.name)] += weight(step.time)
    terms[Parameter(Kind.PEACE, party)] += weight(plan.closing.time)
    terms[Parameter(Kind.COMPLETION_PAYMENT, party)] += weight(plan.closing.time)
    return terms


def _fighting(plan: AgreementPlan, tick: int, party: str) -> dict[Parameter, Fraction]:
    """W as a form."""
    node = plan.steps[tick] if tick < len(plan.steps) else plan.closing
    name = plan.steps[tick].name if tick < len(plan.steps) else CLOSING
    if party in node.fighting:
        return {Parameter(Kind.STEP_FIGHTING, party, name): Fraction(1)}
    terms = {Parameter(Kind.FIGHTING, party): Fraction(1)}
    for asset in plan.assets:
        given = sum((step.amounts.get(asset.name, Fraction(0)) for step in plan.steps[:tick]), Fraction(0))
        terms[Parameter(Kind.LEVERAGE, party, asset.name)] = asset.total - given
    terms[Parameter(Kind.REGROUPING, party)] = node.time - plan.start
    if party in node.shocks:
        terms[Parameter(Kind.SHOCK, party, name)] = Fraction(1)
    return terms


def _without_zeros(terms: Mapping[Parameter, Fraction]) -> dict[Parameter, Fraction]:
    return {parameter: factor for parameter, factor in sorted(terms.items()) if factor}
