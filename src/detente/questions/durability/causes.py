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
from detente.questions.durability.node_table import Exact, node_table
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
        own = [node for node in found.nodes if node.mover == party]
        if not any(node.is_violated for node in own):
            continue
        parts = _Parts.of(plan, party, [node.tick for node in own])
        after = {removed: parts.slack(removed) for removed in _sets(_present(plan, party))}
        for k, node in enumerate(own):
            if node.is_violated:
                alone = [(removed[0], values[k] - after[()][k]) for removed, values in after.items() if len(removed) == 1]
                nodes.append(
                    NodeCauses(
                        node=node,
                        contributions=tuple(
                            Contribution(cause=cause, gain=Fraction(gain, parts.scale)) for cause, gain in alone if gain > 0
                        ),
                        minimal_sets=_minimal(removed for removed, values in after.items() if values[k] >= 0),
                    )
                )
        joint = _minimal(removed for removed, values in after.items() if min(values) >= 0)
        parties.append(PartyCauses(party=party, minimal_sets=joint))
    nodes.sort(key=lambda item: (item.node.tick, plan.parties.index(item.node.mover)))
    return Causes(nodes=tuple(nodes), parties=tuple(parties))


@dataclass(frozen=True, slots=True)
class _Parts:
    """A party's slacks taken apart, node by node and times ``scale``, so that any set of causes is one sum."""

    scale: int
    kept: list[tuple[Exact, Exact]]
    peace: list[tuple[Exact, Exact]]
    fighting: list[Exact]
    shifts: list[dict[Cause, Exact]]
    edges: list[tuple[Exact, Exact]]
    expiries: list[bool]

    @classmethod
    def of(cls, plan: AgreementPlan, party: str, ticks: Sequence[int]) -> _Parts:
        k = plan.party(party)
        table, patient = node_table(plan), node_table(plan.with_stakes(party, discount=Fraction(1)))
        stakes, scale = plan.stakes[k], table.scales[k]
        lack = max(Fraction(0), _best_fighting(plan, k) - stakes.peace - stakes.completion_payment) * scale
        moments: list[Step | Closing] = [*plan.steps, plan.closing]
        made = cls(scale, [], [], [], [], [], [])
        for tick in ticks:
            node = moments[tick]
            weight = Fraction(1) if stakes.discount == 1 else stakes.discount ** int(plan.closing.time - node.time)
            broken, plain = table.broken(plan, tick, k), table.fighting[k][tick]
            strike = stakes.first_strike
            if isinstance(node, Step) and node.first_strike is not None:
                strike = node.first_strike
            made.kept.append((table.kept[k][tick], patient.kept[k][tick]))
            made.peace.append((lack * weight, lack))
            made.fighting.append(plain)
            made.shifts.append({cause: shift * scale for cause, shift in _shifts(plan, stakes, party, tick).items()})
            made.edges.append((broken - plain, broken - plain - int(max(strike, Fraction(0)) * scale)))
            made.expiries.append(node.is_expiry)
        return made

    def slack(self, removed: Sequence[Cause]) -> list[Exact]:
        """Slack at each node without these causes."""
        is_patient, is_calm = Cause.IMPATIENCE in removed, Cause.FIRST_STRIKE in removed
        made: list[Exact] = []
        for n, shifts in enumerate(self.shifts):
            fighting = self.fighting[n]
            for cause in removed:
                fighting -= shifts.get(cause, 0)
            edge = self.edges[n][is_calm]
            left = fighting + (max(edge, 0) if self.expiries[n] else edge)
            kept = self.kept[n][is_patient]
            made.append(kept - left + (self.peace[n][is_patient] if Cause.POOR_PEACE in removed else 0))
        return made


def _shifts(plan: AgreementPlan, stakes: Stakes, party: str, tick: int) -> dict[Cause, Fraction]:
    """How much the value of fighting has moved since signing, by cause; nothing where it is given directly."""
    node = plan.steps[tick] if tick < len(plan.steps) else plan.closing
    if party in node.fighting:
        return {}
    given = [(asset, amount) for step in plan.steps[:tick] for asset, amount in step.amounts.items()]
    lost = sum((stakes.leverage.get(asset, Fraction(0)) * amount for asset, amount in given), Fraction(0))
    return {
        Cause.LEVERAGE: -lost,
        Cause.REGROUPING: stakes.regrouping * (node.time - plan.start),
        Cause.SHOCK: node.shocks.get(party, Fraction(0)),
    }


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


def _sets(present: Sequence[Cause]) -> list[tuple[Cause, ...]]:
    return [chosen for size in range(len(present) + 1) for chosen in combinations(present, size)]


def _minimal(mending: Iterable[tuple[Cause, ...]]) -> tuple[tuple[Cause, ...], ...]:
    kept: list[tuple[Cause, ...]] = []
    for chosen in mending:  # by size, so that what contains an earlier one is not minimal
        if not any(set(smaller) <= set(chosen) for smaller in kept):
            kept.append(chosen)
    return tuple(kept)
