"""Causes: which terms, taken away together, would mend the violated nodes.

Cancelling one term at a time blames whatever is largest. A cause here is a member of a *minimal set*
whose removal mends, and carries what it alone adds to the slack (the correction sets of conflict
diagnosis: Liffiton & Sakallah 2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.node_table import node_table
from detente.questions.durability.slack import NodeSlack, slacks
from detente.questions.durability.terms import Closing, Stakes, Step

__all__ = ["Cause", "Causes", "Contribution", "NodeCauses", "PartyCauses", "causes", "without"]


class Cause(StrEnum):
    """Why a party would rather leave, and what taking the cause away means.

    ``leverage``: what was handed over since signing changed the value of fighting (holdings stay as at
    signing); ``regrouping``: so did the time of truce (none); ``shock``: so did an expected event (none);
    ``first strike``: a surprise pays (it does not); ``impatience``: later counts less (it does not);
    ``poor peace``: peace is worth less than the party's best value of fighting (it is worth as much).
    """

    LEVERAGE = "leverage"
    REGROUPING = "regrouping"
    SHOCK = "shock"
    FIRST_STRIKE = "first strike"
    IMPATIENCE = "impatience"
    POOR_PEACE = "poor peace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """How much the slack rises when this cause alone is taken away."""

    cause: Cause
    gain: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCauses:
    """A violated node, what each cause contributes (those that do), and all minimal sets that mend it.

    No set at all means that the delivery itself costs its mover more than the peace gives.
    """

    node: NodeSlack
    contributions: tuple[Contribution, ...]
    minimal_sets: tuple[tuple[Cause, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCauses:
    """Minimal sets that mend all nodes of one party at once; the parties' sets combine freely."""

    party: str
    minimal_sets: tuple[tuple[Cause, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """For each violated node, and for each party that has one."""

    nodes: tuple[NodeCauses, ...]
    parties: tuple[PartyCauses, ...]


def causes(plan: AgreementPlan) -> Causes:
    """Why a plan does not keep itself: at most 2^6 sets of causes are tried for each party with a violated node.

    Each party's nodes depend only on its own terms, so the joint sets are the unions of one set of each party.
    """
    found = slacks(plan)
    nodes: list[NodeCauses] = []
    parties: list[PartyCauses] = []
    for party in plan.parties:
        violated = [k for k, node in enumerate(found.nodes) if node.is_violated and node.mover == party]
        if not violated:
            continue
        own = [k for k, node in enumerate(found.nodes) if node.mover == party]
        after = {removed: _slack_of(without(plan, party, removed)) for removed in _sets(_present(plan, party))}
        for k in violated:
            alone = [(removed[0], values[k] - found.nodes[k].slack) for removed, values in after.items() if len(removed) == 1]
            nodes.append(
                NodeCauses(
                    node=found.nodes[k],
                    contributions=tuple(Contribution(cause=c, gain=gain) for c, gain in alone if gain > 0),
                    minimal_sets=_minimal(removed for removed, values in after.items() if values[k] >= 0),
                )
            )
        joint = _minimal(removed for removed, values in after.items() if all(values[k] >= 0 for k in own))
        parties.append(PartyCauses(party=party, minimal_sets=joint))
    nodes.sort(key=lambda item: (item.node.tick, plan.parties.index(item.node.mover)))
    return Causes(nodes=tuple(nodes), parties=tuple(parties))


def without(plan: AgreementPlan, party: str, removed: Iterable[Cause]) -> AgreementPlan:
    """The plan with some causes of one party taken away; all are measured on the plan as it was."""
    taken, k = set(removed), plan.party(party)
    stakes = plan.stakes[k]
    if Cause.LEVERAGE in taken:
        at_signing = sum((factor * _total(plan, asset) for asset, factor in stakes.leverage.items()), Fraction(0))
        stakes = replace(stakes, leverage={}, fighting=stakes.fighting + at_signing)
    if Cause.REGROUPING in taken:
        stakes = replace(stakes, regrouping=Fraction(0))
    if Cause.FIRST_STRIKE in taken:
        stakes = replace(stakes, first_strike=min(stakes.first_strike, Fraction(0)))
    if Cause.IMPATIENCE in taken:
        stakes = replace(stakes, discount=Fraction(1))
    if Cause.POOR_PEACE in taken:
        stakes = replace(stakes, peace=max(stakes.peace, _best_fighting(plan, k) - stakes.completion_payment))
    steps = tuple(_step_without(step, party, taken) for step in plan.steps)
    closing = _without_shock(plan.closing, party) if Cause.SHOCK in taken else plan.closing
    return replace(plan, stakes=(*plan.stakes[:k], stakes, *plan.stakes[k + 1 :]), steps=steps, closing=closing)


def _present(plan: AgreementPlan, party: str) -> list[Cause]:
    """Causes the party has at all."""
    stakes: Stakes = plan.stakes[plan.party(party)]
    strikes = [step.first_strike or Fraction(0) for step in plan.steps if step.mover == party]
    is_there = {
        Cause.LEVERAGE: any(stakes.leverage.values()),
        Cause.REGROUPING: stakes.regrouping != 0,
        Cause.SHOCK: party in plan.closing.shocks or any(party in step.shocks for step in plan.steps),
        Cause.FIRST_STRIKE: max([stakes.first_strike, *strikes]) > 0,
        Cause.IMPATIENCE: stakes.discount != 1,
        Cause.POOR_PEACE: stakes.peace + stakes.completion_payment < _best_fighting(plan, plan.party(party)),
    }
    return [cause for cause in Cause if is_there[cause]]


def _step_without(step: Step, party: str, taken: set[Cause]) -> Step:
    if Cause.SHOCK in taken and party in step.shocks:
        step = replace(step, shocks={name: value for name, value in step.shocks.items() if name != party})
    if Cause.FIRST_STRIKE in taken and step.mover == party and step.first_strike is not None:
        step = replace(step, first_strike=min(step.first_strike, Fraction(0)))
    return step


def _without_shock(closing: Closing, party: str) -> Closing:
    return replace(closing, shocks={name: value for name, value in closing.shocks.items() if name != party})


def _total(plan: AgreementPlan, name: str) -> Fraction:
    return next(asset.total for asset in plan.assets if asset.name == name)


def _best_fighting(plan: AgreementPlan, party: int) -> Fraction:
    table = node_table(plan)
    return table.number(party, max(table.fighting[party]))


def _slack_of(plan: AgreementPlan) -> tuple[Fraction, ...]:
    return tuple(node.slack for node in slacks(plan).nodes)


def _sets(present: Sequence[Cause]) -> list[tuple[Cause, ...]]:
    return [chosen for size in range(len(present) + 1) for chosen in combinations(present, size)]


def _minimal(mending: Iterable[tuple[Cause, ...]]) -> tuple[tuple[Cause, ...], ...]:
    kept: list[tuple[Cause, ...]] = []
    for chosen in mending:  # by size, so that what contains an earlier one is not minimal
        if not any(set(smaller) <= set(chosen) for smaller in kept):
            kept.append(chosen)
    return tuple(kept)
