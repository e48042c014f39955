"""An agreement in which one party may be of two types, and only that party knows which.

The *sincere* type means to keep the agreement; the *regrouping* one may use the truce and break later.
Both are whole plans over the same steps; they differ in what the parties have at stake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.node_table import NodeTable, node_table
from detente.questions.durability.slack import Act, leaving

__all__ = ["Plays", "TypedPlan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPlan:
    """Two plans over the same steps, whose ``informed`` party is the regrouping one with probability ``prior``."""

    sincere: AgreementPlan
    regrouping: AgreementPlan
    informed: str
    prior: Fraction

    @classmethod
    def of(cls, sincere: AgreementPlan, regrouping: AgreementPlan, informed: str, prior: Number) -> TypedPlan:
        """A checked pair.

        Raises
        ------
        PlanError
            If the plans have other parties, steps or dates, the prior is no probability, or, where a truce may
            lapse, an uninformed party's better way to leave depends on the type it does not know.
        """
        typed = cls(sincere=sincere, regrouping=regrouping, informed=informed, prior=exact(prior))
        sincere.party(informed)
        if not 0 <= typed.prior <= 1:
            raise PlanError(f"the probability of the regrouping type is {typed.prior}; it must be between 0 and 1")
        if _shape(sincere) != _shape(regrouping):
            raise PlanError("the two types' plans must have the same parties, steps, dates and expiries")
        Plays.of(typed)
        return typed

    def with_prior(self, prior: Number) -> TypedPlan:
        """The pair with another prior."""
        return TypedPlan.of(self.sincere, self.regrouping, self.informed, prior)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plays:
    """Values of a typed plan by type (0 sincere, 1 regrouping), party and tick, as fractions.

    ``movers[tick]`` are positions of who decides there; at the last tick, the closing, everybody.
    """

    informed: int
    movers: tuple[tuple[int, ...], ...]
    plans: tuple[AgreementPlan, AgreementPlan]
    tables: tuple[NodeTable, NodeTable]
    acts: tuple[tuple[tuple[Act, ...], ...], tuple[tuple[Act, ...], ...]]

    @classmethod
    def of(cls, typed: TypedPlan) -> Plays:
        """The values of a typed plan; see :meth:`TypedPlan.of` for errors."""
        plans = (typed.sincere, typed.regrouping)
        tables = (node_table(plans[0]), node_table(plans[1]))
        parties = typed.sincere.parties
        movers = (*((parties.index(step.mover),) for step in typed.sincere.steps), tuple(range(len(parties))))
        informed = parties.index(typed.informed)
        acts = tuple(
            tuple(tuple(leaving(plan, table, tick, k)[1] for k in range(len(parties))) for tick in range(len(movers)))
            for plan, table in zip(plans, tables, strict=True)
        )
        for tick, deciding in enumerate(movers):
            for k in deciding:
                if k != informed and acts[0][tick][k] is not acts[1][tick][k]:
                    raise PlanError(f"whether `{parties[k]}` does better to break or to let lapse depends on the unknown type")
        return cls(informed=informed, movers=movers, plans=plans, tables=tables, acts=(acts[0], acts[1]))

    @property
    def last(self) -> int:
        """Tick of the closing."""
        return len(self.movers) - 1

    def ahead(self, kind: int, tick: int, party: int, value: Fraction) -> Fraction:
        """What the party has at a step that is complied with, if it then has ``value`` at the next."""
        table = self.tables[kind]
        return table.number(party, table.delivered[party][tick]) + table.weights[party][tick] * value

    def peace(self, kind: int, party: int) -> Fraction:
        """The kept peace, at the closing."""
        return self.tables[kind].number(party, self.tables[kind].kept[party][self.last])

    def ended(self, kind: int, tick: int, leavers: Iterable[int], party: int) -> Fraction:
        """What a party has when these leave: see :func:`~detente.questions.durability.unravelling.unravelling`."""
        plan, table = self.plans[kind], self.tables[kind]
        who = tuple(leavers)
        plain = table.fighting[party][tick]
        if all(self.acts[kind][tick][k] is Act.LAPSE for k in who):
            return table.number(party, plain)
        if party not in who:
            return table.number(party, table.struck(plan, tick, party))
        if len(who) > 1:
            return table.number(party, plain)
        return table.number(party, table.broken(plan, tick, party))


def _shape(plan: AgreementPlan) -> tuple[object, ...]:
    steps = tuple((step.name, step.mover, step.time, step.is_expiry) for step in plan.steps)
    return plan.parties, steps, plan.closing.time, plan.closing.is_expiry
