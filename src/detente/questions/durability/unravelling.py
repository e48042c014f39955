"""Unravelling: how a break expected late is answered early (subgame-perfect play by backward induction).

The *root cause* is the last violated node: there the agreement fails though everybody would keep it
afterwards. The *first break* is where it fails when all foresee that. The chain between them says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.node_table import Exact, NodeTable, node_table
from detente.questions.durability.slack import Act, leaving

__all__ = ["Choice", "Unravelling", "closing_breakers", "unravelling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a mover does at a node, seeing ahead: the better of ``complying`` and ``leaving``."""

    tick: int
    name: str
    mover: str
    complying: Fraction
    leaving: Fraction
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Unravelling:
    """The subgame-perfect play of an agreement.

    Attributes
    ----------
    choices : one for each step, in order.
    closing_breakers : parties that break (or let lapse) at the closing, each with its two numbers: those with a
        violated node, and those that then strike rather than be struck.
    root_cause : the last violated node; all violated ones of the closing set when it has any; empty if none is.
    first_break : the first node left on the path, or the closing set; empty if the agreement is kept.
    chain : from the root cause back to the first break, every node left, each because of the ones before it here.
    values : what each party has when it is played so from signing.
    is_kept : whether it is kept to the end.
    is_signed : whether it is kept and nobody's reservation value is above what it then has.
    """

    choices: tuple[Choice, ...]
    closing_breakers: tuple[Choice, ...]
    root_cause: tuple[Choice, ...]
    first_break: tuple[Choice, ...]
    chain: tuple[Choice, ...]
    values: tuple[Fraction, ...]
    is_kept: bool
    is_signed: bool


def unravelling(plan: AgreementPlan) -> Unravelling:
    """Play a plan backward from its end, exactly. O(parties * steps).

    At the closing all move at one instant. If nobody's node is violated the peace is kept. Otherwise those
    with a violated node leave and those that would lose by being struck strike too; a lone breaker has its
    first strike and pays its guarantee, while several surprise nobody and each has the plain value of
    fighting. That is a Nash equilibrium of the closing set.
    """
    table = node_table(plan)
    last, position = len(plan.steps), {name: k for k, name in enumerate(plan.parties)}
    values, closing = _closing(plan, table)
    choices: list[Choice] = []
    root = tuple(choice for choice in closing if choice.complying < choice.leaving)
    for tick in range(last - 1, -1, -1):
        mover = position[plan.steps[tick].mover]
        ahead = [table.delivered[k][tick] + table.weights[k][tick] * value for k, value in enumerate(values)]
        other, act = leaving(plan, table, tick, mover)
        if ahead[mover] >= other:
            act, values = Act.COMPLY, ahead
        else:
            values = _left(plan, table, tick, mover, act)
        choice = Choice(
            tick=tick,
            name=plan.steps[tick].name,
            mover=plan.steps[tick].mover,
            complying=table.number(mover, ahead[mover]),
            leaving=table.number(mover, other),
            act=act,
        )
        if act is not Act.COMPLY and not root:
            root = (choice,)
        choices.append(choice)
    choices.reverse()
    return _outcome(plan, table, values, choices, closing, root)


def closing_breakers(plan: AgreementPlan, table: NodeTable) -> tuple[int, ...]:
    """Parties that leave at the closing, by position."""
    last = len(plan.steps)
    parties = range(len(plan.parties))
    unhappy = [k for k in parties if table.kept[k][last] < leaving(plan, table, last, k)[0]]
    if not unhappy:
        return ()
    is_lapse = all(leaving(plan, table, last, k)[1] is Act.LAPSE for k in unhappy)
    return tuple(k for k in parties if k in unhappy or (not is_lapse and plan.stakes[k].victim_loss > 0))


def _closing(plan: AgreementPlan, table: NodeTable) -> tuple[list[Exact], tuple[Choice, ...]]:
    last = len(plan.steps)
    breakers = closing_breakers(plan, table)
    made = []
    for k in breakers:
        other, act = leaving(plan, table, last, k)
        made.append(
            Choice(
                tick=last,
                name="closing",
                mover=plan.parties[k],
                complying=table.number(k, table.kept[k][last]),
                leaving=table.number(k, other),
                act=act,
            )
        )
    if not breakers:
        return [kept[last] for kept in table.kept], ()
    if len(breakers) == 1:
        return _left(plan, table, last, breakers[0], made[0].act), tuple(made)
    return [fighting[last] for fighting in table.fighting], tuple(made)


def _left(plan: AgreementPlan, table: NodeTable, tick: int, mover: int, act: Act) -> list[Exact]:
    """What everybody has when one party leaves."""
    parties = range(len(plan.parties))
    if act is Act.LAPSE:
        return [table.fighting[k][tick] for k in parties]
    return [table.broken(plan, tick, k) if k == mover else table.struck(plan, tick, k) for k in parties]


def _outcome(
    plan: AgreementPlan,
    table: NodeTable,
    values: list[Exact],
    choices: list[Choice],
    closing: tuple[Choice, ...],
    root: tuple[Choice, ...],
) -> Unravelling:
    leaves = [choice for choice in choices if choice.act is not Act.COMPLY]
    received = tuple(
        table.number(k, value) + stakes.signing_payment for k, (value, stakes) in enumerate(zip(values, plan.stakes, strict=True))
    )
    is_kept = not leaves and not closing
    return Unravelling(
        choices=tuple(choices),
        closing_breakers=closing,
        root_cause=root,
        first_break=(leaves[0],) if leaves else closing,
        chain=(*closing, *reversed(leaves)),
        values=received,
        is_kept=is_kept,
        is_signed=is_kept and all(value >= stakes.no_deal for value, stakes in zip(received, plan.stakes, strict=True)),
    )
