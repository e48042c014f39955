"""Slack: by how much keeping an agreement beats breaking it, at every step.

With perfect information an agreement keeps itself iff nobody gains by one deviation anywhere, that is
iff every slack is at least 0 (one-shot deviation principle). What was received before is sunk and
plays no part; lost leverage does, through the value of resumed fighting.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.node_table import Exact, NodeTable, node_table

__all__ = ["Act", "NodeSlack", "Slacks", "leaving", "slacks"]


class Act(StrEnum):
    """What a party does at its node. Ties keep; a lapse that does as well as a break is a lapse."""

    COMPLY = "comply"
    BREAK = "break"
    LAPSE = "let lapse"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSlack:
    """One node: ``kept`` (all comply from here on) against ``leaving``, the mover's best other act.

    ``name`` is the step's, or ``closing`` for each node of the closing set; ``tick`` counts steps from 0.
    """

    tick: int
    name: str
    mover: str
    time: Fraction
    is_closing: bool
    kept: Fraction
    leaving: Fraction
    best_leave: Act

    @property
    def slack(self) -> Fraction:
        """``kept - leaving``; below 0 the agreement fails here even if everybody later keeps it."""
        return self.kept - self.leaving

    @property
    def is_violated(self) -> bool:
        """Whether the mover would rather leave."""
        return self.kept < self.leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class Slacks:
    """Every node in order; the closing set stands last, in the order of the parties.

    ``kept_values`` is what each party has from signing if all comply, signing payment included;
    ``unwilling`` names those whose reservation value is above it.
    """

    nodes: tuple[NodeSlack, ...]
    violated: tuple[NodeSlack, ...]
    kept_values: tuple[Fraction, ...]
    unwilling: tuple[str, ...]

    @property
    def is_self_enforcing(self) -> bool:
        """Whether no node is violated."""
        return not self.violated


def slacks(plan: AgreementPlan) -> Slacks:
    """Slack at every node of a plan, exactly.

    ``s(n) = C(n) - B(n)`` for the mover, with C the discounted worth of all later deliveries and the
    peace, and B the better of breaking (fighting + first strike - guarantee) and, where a truce runs
    out, letting it lapse (fighting alone). O(parties * steps) where nothing is discounted.

    Examples
    --------
    >>> from detente.questions.durability.terms import Asset, Closing, Stakes, Step
    >>> plan = AgreementPlan.of(
    ...     {"A": Stakes.of(peace=3, fighting=1, leverage={"hostages": 1}), "G": Stakes.of(peace=9, fighting=10)},
    ...     [Asset.of("hostages", "A", 1)],
    ...     [Step.of("release", "A", 0, {"hostages": 1})],
    ...     Closing.of(1),
    ... )
    >>> found = slacks(plan)
    >>> [int(node.slack) for node in found.nodes], found.is_self_enforcing
    ([1, 2, -1], False)
    """
    table = node_table(plan)
    last = len(plan.steps)
    position = {name: k for k, name in enumerate(plan.parties)}
    nodes = [_node(plan, table, tick, position[step.mover]) for tick, step in enumerate(plan.steps)]
    nodes += [_node(plan, table, last, k) for k in range(len(plan.parties))]
    kept_values = tuple(table.number(k, table.kept[k][0]) + plan.stakes[k].signing_payment for k in range(len(plan.parties)))
    return Slacks(
        nodes=tuple(nodes),
        violated=tuple(node for node in nodes if node.is_violated),
        kept_values=kept_values,
        unwilling=tuple(
            name for name, stakes, value in zip(plan.parties, plan.stakes, kept_values, strict=True) if value < stakes.no_deal
        ),
    )


def leaving(plan: AgreementPlan, table: NodeTable, tick: int, party: int) -> tuple[Exact, Act]:
    """The party's best value of leaving at a node, scaled, and how."""
    broken = table.broken(plan, tick, party)
    is_expiry = plan.steps[tick].is_expiry if tick < len(plan.steps) else plan.closing.is_expiry
    if is_expiry and table.fighting[party][tick] >= broken:
        return table.fighting[party][tick], Act.LAPSE
    return broken, Act.BREAK


def _node(plan: AgreementPlan, table: NodeTable, tick: int, party: int) -> NodeSlack:
    is_closing = tick == len(plan.steps)
    value, act = leaving(plan, table, tick, party)
    return NodeSlack(
        tick=tick,
        name="closing" if is_closing else plan.steps[tick].name,
        mover=plan.parties[party],
        time=plan.closing.time if is_closing else plan.steps[tick].time,
        is_closing=is_closing,
        kept=table.number(party, table.kept[party][tick]),
        leaving=table.number(party, value),
        best_leave=act,
    )
