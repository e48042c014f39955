"""Repairs: the least guarantee or payment that makes an agreement keep itself.

A guarantee makes breaking dearer, a completion payment makes keeping better. A payment on signing
repairs nothing: once received it is had whatever comes (it can only make a party willing to sign).
Every repair is applied and solved again before it is returned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.slack import Act, NodeSlack, slacks
from detente.questions.durability.terms import Guarantee
from detente.questions.durability.unravelling import unravelling

__all__ = [
    "CompletionPayment",
    "GuaranteeRepair",
    "NodeGuarantee",
    "PaymentRepair",
    "StandingGuarantee",
    "completion_payments",
    "node_guarantees",
    "standing_guarantees",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeGuarantee:
    """What breaking at this node must be expected to cost beyond today; ``penalty`` if found out as its guarantee says."""

    node: NodeSlack
    expected: Fraction
    penalty: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingGuarantee:
    """One bond of a party, the same at every node of its own, beyond what it has today."""

    party: str
    expected: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionPayment:
    """What a party must be promised at the end, if all is kept. ``because_of`` is the node that asks most."""

    party: str
    amount: Fraction
    because_of: NodeSlack


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeRepair:
    """The least guarantees, and the plan with them, which keeps itself.

    ``out_of_reach`` names nodes where a truce may lapse and lapsing beats keeping: that breaks nothing, so no
    guarantee mends it, and ``plan`` is then ``None``.
    """

    guarantees: tuple[NodeGuarantee, ...] | tuple[StandingGuarantee, ...]
    out_of_reach: tuple[NodeSlack, ...]
    plan: AgreementPlan | None


def node_guarantees(plan: AgreementPlan) -> GuaranteeRepair:
    """The least guarantee at each violated node, ``max(0, -s(n))``; they do not affect each other. O(steps).

    A step that names a guarantee keeps its detection probability, so its penalty rises by ``expected / detection``;
    with no detection no penalty helps and ``penalty`` is ``None`` (a sure guarantee is put in its place).
    """
    found = slacks(plan)
    out_of_reach = _lapses(plan, found.violated)
    made, steps, closing = [], list(plan.steps), dict(plan.closing.guarantees)
    for node in found.violated:
        if node in out_of_reach:
            continue
        needed = -node.slack
        own = closing.get(node.mover) if node.is_closing else steps[node.tick].guarantee
        raised, penalty = _raised(own, needed)
        made.append(NodeGuarantee(node=node, expected=needed, penalty=penalty))
        if node.is_closing:
            closing[node.mover] = raised
        else:
            steps[node.tick] = replace(steps[node.tick], guarantee=raised)
    repaired = replace(plan, steps=tuple(steps), closing=replace(plan.closing, guarantees=closing))
    return GuaranteeRepair(guarantees=tuple(made), out_of_reach=out_of_reach, plan=None if out_of_reach else _verified(repaired))


def standing_guarantees(plan: AgreementPlan) -> GuaranteeRepair:
    """The least standing guarantee of each party that has a violated node: the greatest of its shortfalls. O(steps)."""
    found = slacks(plan)
    out_of_reach = _lapses(plan, found.violated)
    needed: dict[str, Fraction] = {}
    for node in found.violated:
        if node not in out_of_reach:
            needed[node.mover] = max(needed.get(node.mover, Fraction(0)), -node.slack)
    repaired = plan
    for party, amount in needed.items():
        repaired = repaired.with_stakes(party, guarantee=repaired.stakes[plan.party(party)].guarantee + amount)
    made = tuple(StandingGuarantee(party=party, expected=needed[party]) for party in plan.parties if party in needed)
    return GuaranteeRepair(guarantees=made, out_of_reach=out_of_reach, plan=None if out_of_reach else _verified(repaired))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRepair:
    """The least completion payments, and the plan with them, which keeps itself."""

    payments: tuple[CompletionPayment, ...]
    plan: AgreementPlan


def completion_payments(plan: AgreementPlan) -> PaymentRepair:
    """The least payment at the end to each party with a violated node, ``max -s(n) / delta^(T - t(n))``. O(steps)."""
    made, repaired = [], plan
    for party, stakes in zip(plan.parties, plan.stakes, strict=True):
        own = [node for node in slacks(plan).violated if node.mover == party]
        if not own:
            continue
        amounts = [-node.slack / _weight(plan, stakes.discount, node) for node in own]
        amount = max(amounts)
        made.append(CompletionPayment(party=party, amount=amount, because_of=own[amounts.index(amount)]))
        repaired = repaired.with_stakes(party, completion_payment=stakes.completion_payment + amount)
    return PaymentRepair(payments=tuple(made), plan=_verified(repaired))


def _weight(plan: AgreementPlan, discount: Fraction, node: NodeSlack) -> Fraction:
    return Fraction(1) if discount == 1 else Fraction(discount ** int(plan.closing.time - node.time))


def _lapses(plan: AgreementPlan, violated: tuple[NodeSlack, ...]) -> tuple[NodeSlack, ...]:
    """Nodes that even a boundless guarantee leaves violated."""
    bound = plan
    for node in violated:
        stakes = bound.stakes[plan.party(node.mover)]
        bound = bound.with_stakes(node.mover, guarantee=stakes.guarantee - 2 * node.slack)
    still = {(node.tick, node.mover) for node in slacks(bound).violated if node.best_leave is Act.LAPSE}
    return tuple(node for node in violated if (node.tick, node.mover) in still)


def _raised(guarantee: Guarantee | None, needed: Fraction) -> tuple[Guarantee, Fraction | None]:
    if guarantee is None:
        return Guarantee(penalty=needed), needed
    if guarantee.detection == 0:
        return replace(guarantee, detection=Fraction(1), penalty=needed), None
    penalty = guarantee.penalty + needed / guarantee.detection
    return replace(guarantee, penalty=penalty), penalty


def _verified(plan: AgreementPlan) -> AgreementPlan:
    """The plan, once solved again from its end.

    Raises
    ------
    PlanError
        If it does not keep itself: a defect of the repair.
    """
    if not unravelling(plan).is_kept:
        raise PlanError("a repair did not hold when it was solved again; please report this")
    return plan
