"""Value of keeping and of fighting at every step, for every party, in whole numbers.

Each party's numbers are put over one common denominator, so that long agreements are summed in
integers; a discount factor below one makes them fractions again. ``tick`` counts the steps from 0;
the closing set is the tick after the last step.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.terms import Closing, Guarantee, Stakes, Step

__all__ = ["Exact", "NodeTable", "node_table"]

Exact = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTable:
    """Numbers of a plan, each party's times its ``scales[party]``.

    Attributes
    ----------
    delivered : ``[party][tick]``, worth of the step's delivery to the party; no entry for the closing.
    fighting : ``[party][tick]``, value of resumed fighting W, with holdings before the step.
    kept : ``[party][tick]``, value C of what is still to come if all comply; at the closing the peace.
    weights : ``[party][tick]``, discount from this step to the next.
    edges : ``[party]``, usual first strike less standing guarantee: what breaking adds to fighting.
    """

    scales: tuple[int, ...]
    delivered: tuple[list[Exact], ...]
    fighting: tuple[list[Exact], ...]
    kept: tuple[list[Exact], ...]
    weights: tuple[list[Exact], ...]
    edges: tuple[int, ...]

    def number(self, party: int, scaled: Exact) -> Fraction:
        """A scaled number on the party's own scale."""
        return Fraction(scaled, self.scales[party])

    def broken(self, plan: AgreementPlan, tick: int, party: int) -> Exact:
        """B: what breaking gives its author, fighting plus first strike less the guarantee."""
        value, scale = self.fighting[party][tick] + self.edges[party], self.scales[party]
        own: Guarantee | None
        if tick < len(plan.steps):
            step = plan.steps[tick]
            own = step.guarantee
            if step.first_strike is not None:
                value += _scaled(step.first_strike - plan.stakes[party].first_strike, scale)
        else:
            own = plan.closing.guarantees.get(plan.parties[party])
        return value if own is None else value - _scaled(own.expected, scale)

    def struck(self, plan: AgreementPlan, tick: int, party: int) -> Exact:
        """What the party has when another breaks: fighting less the victim's loss."""
        return self.fighting[party][tick] - _scaled(plan.stakes[party].victim_loss, self.scales[party])


def node_table(plan: AgreementPlan) -> NodeTable:
    """The numbers of a plan. O(parties * (steps + deliveries)); with discounting the fractions grow with the steps."""
    grid = _Grid.of(plan)
    scales = tuple(grid.amount_scale * grid.time_scale * _scale(plan, k) for k in range(len(plan.parties)))
    delivered = tuple(_delivered(plan, k, scale, grid) for k, scale in enumerate(scales))
    fighting = tuple(_fighting(plan, k, scale, grid) for k, scale in enumerate(scales))
    weights = tuple(_weights(plan, stakes) for stakes in plan.stakes)
    kept = tuple(_kept(plan.stakes[k], delivered[k], weights[k], scale) for k, scale in enumerate(scales))
    edges = tuple(_scaled(s.first_strike - s.guarantee, scale) for s, scale in zip(plan.stakes, scales, strict=True))
    return NodeTable(scales=scales, delivered=delivered, fighting=fighting, kept=kept, weights=weights, edges=edges)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Amounts and times in whole numbers: ``amounts[tick]`` pairs of asset and units, ``times[tick]`` since the start."""

    amount_scale: int
    time_scale: int
    amounts: list[list[tuple[str, int]]]
    times: list[int]

    @classmethod
    def of(cls, plan: AgreementPlan) -> _Grid:
        moments = [*(step.time for step in plan.steps), plan.closing.time]
        amount_scale = lcm(
            *{asset.total.denominator for asset in plan.assets},
            *{amount.denominator for step in plan.steps for amount in step.amounts.values()},
        )
        time_scale = lcm(plan.start.denominator, *{time.denominator for time in moments})
        start = _scaled(plan.start, time_scale)
        return cls(
            amount_scale,
            time_scale,
            [[(name, _scaled(x, amount_scale)) for name, x in step.amounts.items()] for step in plan.steps],
            [_scaled(time, time_scale) - start for time in moments],
        )


def _scaled(number: Fraction, scale: int) -> int:
    return number.numerator * (scale // number.denominator)


def _scale(plan: AgreementPlan, party: int) -> int:
    """A common denominator of the party's own numbers."""
    name, stakes = plan.parties[party], plan.stakes[party]
    own = [stakes.peace, stakes.fighting, stakes.regrouping, stakes.first_strike, stakes.victim_loss, stakes.guarantee]
    own += [stakes.completion_payment, *stakes.leverage.values(), *stakes.unit_values.values()]
    denominators = {number.denominator for number in own}
    nodes: list[Step | Closing] = [*plan.steps, plan.closing]
    for node in nodes:
        for given in (node.fighting, node.shocks):
            if name in given:
                denominators.add(given[name].denominator)
    for step in plan.steps:
        if name in step.values:
            denominators.add(step.values[name].denominator)
        if step.mover == name and step.first_strike is not None:
            denominators.add(step.first_strike.denominator)
        if step.mover == name and step.guarantee is not None:
            denominators.add(step.guarantee.expected.denominator)
    if name in plan.closing.guarantees:
        denominators.add(plan.closing.guarantees[name].expected.denominator)
    return lcm(*denominators)


def _delivered(plan: AgreementPlan, party: int, scale: int, grid: _Grid) -> list[Exact]:
    name = plan.parties[party]
    units = {asset: _scaled(x, scale // grid.amount_scale) for asset, x in plan.stakes[party].unit_values.items()}
    made: list[Exact] = []
    for step, amounts in zip(plan.steps, grid.amounts, strict=True):
        worth = _scaled(step.values[name], scale) if name in step.values else 0
        for asset, amount in amounts:
            if asset in units:
                worth += units[asset] * amount
        made.append(worth)
    return made


def _fighting(plan: AgreementPlan, party: int, scale: int, grid: _Grid) -> list[Exact]:
    name, stakes = plan.parties[party], plan.stakes[party]
    units = {asset: _scaled(x, scale // grid.amount_scale) for asset, x in stakes.leverage.items()}
    rate = _scaled(stakes.regrouping, scale // grid.time_scale)
    held = _scaled(stakes.fighting, scale)
    for asset in plan.assets:
        held += units.get(asset.name, 0) * _scaled(asset.total, grid.amount_scale)
    made: list[Exact] = []
    nodes: list[Step | Closing] = [*plan.steps, plan.closing]
    for node, amounts, time in zip(nodes, [*grid.amounts, []], grid.times, strict=True):
        if name in node.fighting:
            made.append(_scaled(node.fighting[name], scale))
        else:
            made.append(held + rate * time + (_scaled(node.shocks[name], scale) if name in node.shocks else 0))
        for asset_name, amount in amounts:
            if asset_name in units:
                held -= units[asset_name] * amount
    return made


def _weights(plan: AgreementPlan, stakes: Stakes) -> list[Exact]:
    if stakes.discount == 1:
        return [1] * len(plan.steps)
    times = [*(step.time for step in plan.steps), plan.closing.time]
    return [stakes.discount ** int(later - earlier) for earlier, later in pairwise(times)]


def _kept(stakes: Stakes, delivered: list[Exact], weights: list[Exact], scale: int) -> list[Exact]:
    value: Exact = _scaled(stakes.peace + stakes.completion_payment, scale)
    made = [value]
    for worth, weight in zip(reversed(delivered), reversed(weights), strict=True):
        value = worth + (value if weight == 1 else weight * value)
        made.append(value)
    made.reverse()
    return made
