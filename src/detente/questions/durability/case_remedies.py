"""What would hold a case's agreement together: guarantees, payments at the end, another order, other amounts, a part.

Each is found for one reading exactly, solved again there, and then tried in every reading: the share in which the agreement
keeps itself with it goes along. What would be enough for all numbers is bounded, put in and bounded again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from detente.model.phases import END, Estimate, Guarantee, HandedOver, Phases, PhaseStep, Stake, StakeKind
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.case_agreement import CaseAgreement, Node
from detente.questions.durability.case_base import Base
from detente.questions.durability.case_bounds import PartyBounds
from detente.questions.durability.case_comparisons import PartyOrder
from detente.questions.durability.case_nodes import proportion
from detente.questions.durability.case_play import play
from detente.questions.durability.case_readings import AgreementReadings
from detente.questions.durability.errors import PlanError
from detente.questions.durability.finding import Needed, PlannedStep, Proportion, Remedy, RemedyKind, Unreachable
from detente.questions.durability.orders import OrderSearch, best_orders, resequence
from detente.questions.durability.parameters import CLOSING
from detente.questions.durability.repairs import completion_payments, node_guarantees, standing_guarantees
from detente.questions.durability.schedule import Schedule, ScheduleTerms, best_schedule, fewest_steps, partial_schedule
from detente.questions.durability.slack import Act, slacks

__all__ = ["Remedies"]

ORDER_STEPS = 6
"""Longest agreement of which every order of the steps is tried."""

SCHEDULE_STEPS = 12
"""Longest agreement for which amounts are looked for."""

FEWER_STEPS = 8
"""Longest agreement of which every choice of steps is tried."""

PROGRAMS = 400
"""Programs a search for amounts may solve."""

OTHER_STEPS = 5
"""Most steps of an agreement laid out anew."""

ORDER_PROGRAMS = 100
"""Programs that each order of movers laid out anew may solve."""

_Change = Callable[[Phases, list[tuple[str, str | None, Fraction]]], Phases]
"""Puts amounts in, each for an actor at a step or at all."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Remedies:
    """Looks for remedies; ``others_hold`` where every node of parties without numbers is kept for sure."""

    agreement: CaseAgreement
    orders: Mapping[str, PartyOrder]
    bounds: Mapping[str, PartyBounds]
    readings: AgreementReadings
    base: Base
    others_hold: bool

    def found(self) -> tuple[tuple[Remedy, ...], tuple[Unreachable, ...]]:
        """Remedies, and what cannot be had."""
        remedies: list[Remedy] = []
        unreachable: list[Unreachable] = []
        for one in (*self._guarantees(), *self._payments()):
            (remedies if isinstance(one, Remedy) else unreachable).append(one)  # type: ignore[arg-type]
        is_all = len(self.agreement.numeric) == len(self.agreement.parties)
        if is_all and slacks(self.base.plan).violated:
            for one in (*self._order(), *self._schedules()):
                (remedies if isinstance(one, Remedy) else unreachable).append(one)  # type: ignore[arg-type]
        return tuple(remedies), tuple(unreachable)

    def is_upfront_worthless(self) -> bool | None:
        """Whether the most that a payment at the end must be, ten times over but on signing, mends no node."""
        payments = completion_payments(self.base.plan).payments
        plan = self.base.plan
        for payment in payments:
            now = plan.stakes[plan.party(payment.party)].signing_payment
            plan = plan.with_stakes(payment.party, signing_payment=now + 10 * payment.amount)
        if not payments:
            return None
        before, after = slacks(self.base.plan).violated, slacks(plan).violated
        return [(node.tick, node.mover) for node in before] == [(node.tick, node.mover) for node in after]

    # -- guarantees and payments ---------------------------------------------------------------------

    def _guarantees(self) -> Iterator[Remedy | Unreachable]:
        """What a break must be expected to cost at each node, beyond today."""
        found = node_guarantees(self.base.plan)
        middle = {(self._node(g.node.tick, g.node.mover)): g.expected for g in found.guarantees}  # type: ignore[union-attr]
        if found.out_of_reach:
            nodes = [self._node(node.tick, node.mover) for node in found.out_of_reach]
            yield Unreachable(kind=RemedyKind.GUARANTEE, demands=tuple(("node", n.step, n.actor) for n in nodes))
            return
        needed = []
        for node in self._numeric_nodes():
            enough = self._enough_at(node)
            if middle.get(node, Fraction(0)) > 0 or enough is None or enough > 0:
                needed.append(self._priced(node, middle.get(node, Fraction(0)), enough))
        if needed:
            yield self._remedy(RemedyKind.GUARANTEE, tuple(needed), _guarded)

    def _enough_at(self, node: Node) -> Fraction | None:
        """The guarantee that is enough for all numbers; ``None`` where letting the truce lapse may be better than keeping."""
        bounds, most = self.bounds[node.actor], Fraction(0)
        for own in bounds.forms:
            if own.node == node:
                short = -bounds.ends(own.form)[0]
                if short > 0 and own.act is Act.LAPSE:
                    return None
                most = max(most, short)
        return most

    def _priced(self, node: Node, middle: Fraction, enough: Fraction | None) -> Needed:
        own = [g for g in self.agreement.phases.guarantees if g.on == node.actor and node.step in g.at]
        if len(own) != 1 or own[0].by is None:
            return Needed(actor=node.actor, step=node.step, middle=middle, enough=enough)
        name = f"guarantees.{own[0].id}"
        detection = self.base.values[f"{name}.detection"]
        price = self.base.values[f"{name}.penalty"] + middle / detection if detection else None
        return Needed(actor=node.actor, step=node.step, middle=middle, enough=enough, guarantor=own[0].by, penalty=price)

    def _payments(self) -> Iterator[Remedy]:
        """What each party must be promised at the end."""
        middle = {payment.party: payment.amount for payment in completion_payments(self.base.plan).payments}
        needed = []
        for actor in self.agreement.numeric:
            enough = self._enough_at_end(actor)
            if middle.get(actor, Fraction(0)) > 0 or enough is None or enough > 0:
                needed.append(Needed(actor=actor, step=None, middle=middle.get(actor, Fraction(0)), enough=enough))
        if needed:
            yield self._remedy(RemedyKind.COMPLETION_PAYMENT, tuple(needed), _paid)

    def _enough_at_end(self, actor: str) -> Fraction | None:
        """The payment that is enough for all numbers; ``None`` where later counts less by a range."""
        name = self.agreement.numbers.stake(actor, StakeKind.DISCOUNT)
        low, high = (Fraction(1), Fraction(1)) if name is None else self.agreement.numbers.range_of(name)
        if low != high:
            return None
        end, most = self.agreement.phases.end.at, Fraction(0)
        for own in self.bounds[actor].forms:
            wait = end - self.agreement.time(own.node.tick)
            weight = Fraction(1) if low == 1 else Fraction(low ** int(wait))
            most = max(most, -self.bounds[actor].ends(own.form)[0] / weight)
        return most

    def _remedy(self, kind: RemedyKind, needed: tuple[Needed, ...], change: _Change) -> Remedy:
        """Put the amounts in and play every reading; put in what is enough and bound every node."""
        phases = change(self.agreement.phases, [(n.actor, n.step, n.middle) for n in needed])
        enough_holds: bool | None = None
        if all(n.enough is not None for n in needed):
            sure = change(self.agreement.phases, [(n.actor, n.step, n.enough or Fraction(0)) for n in needed])
            changed = self.agreement.with_phases(sure)
            tried = [PartyBounds(agreement=changed, order=PartyOrder.of(changed, a)) for a in changed.numeric]
            is_kept = all(self._least(bounds, own.node) for bounds in tried for own in bounds.forms)
            enough_holds = is_kept and self.others_hold
        return Remedy(
            kind=kind,
            needed=needed,
            steps=(),
            delivered=Fraction(1),
            holds=self._holds(phases),
            enough_holds=enough_holds,
            is_complete=True,
            phases=phases,
        )

    @staticmethod
    def _least(bounds: PartyBounds, node: Node) -> bool:
        return bounds.node_ends(node)[0] >= 0

    # -- order and amounts ---------------------------------------------------------------------------

    def _order(self) -> Iterator[Remedy]:
        if len(self.agreement.phases.steps) > ORDER_STEPS:
            return
        found = resequence(self.base.plan)
        if not found.is_better:
            return
        places = {_id(name): step for name, step in zip(found.order, self.agreement.phases.steps, strict=True)}
        steps = []
        for name in found.order:
            own, place = self.agreement.phases.step(_id(name)), places[_id(name)]
            steps.append(replace(own, at=place.at, phase=place.phase, is_expiry=place.is_expiry))
        changed = replace(self.agreement.phases, steps=tuple(steps))
        yield self._planned(RemedyKind.ORDER, found.plan, changed, is_complete=True)

    def _schedules(self) -> Iterator[Remedy | Unreachable]:
        """Amounts that need no guarantee; where there are none, the least guarantees, and the part that needs none."""
        plan = _of_what_goes_over(self.base.plan)
        if len(plan.steps) > SCHEDULE_STEPS or not plan.assets:
            return
        none = ScheduleTerms.of(guarantee_caps=dict.fromkeys(plan.parties, 0))
        free = best_schedule(plan, none, node_budget=PROGRAMS)
        if free.plan is not None:
            yield self._scheduled(RemedyKind.SCHEDULE, free, free.plan)
            if len(plan.steps) <= FEWER_STEPS:
                fewer = fewest_steps(plan, none, node_budget=PROGRAMS)
                if fewer.plan is not None and len(fewer.plan.steps) < len(plan.steps):
                    yield self._scheduled(RemedyKind.FEWER_STEPS, fewer, fewer.plan)
            return
        if free.conflict:
            asked = tuple(_demand(name) for name in free.conflict if not name.startswith("cap: "))
            yield Unreachable(kind=RemedyKind.SCHEDULE, demands=asked)
        yield from self._other_steps(plan, none)
        paid = best_schedule(plan, node_budget=PROGRAMS)
        if paid.plan is not None and paid.cost is not None and paid.cost < _standing(plan):
            yield self._scheduled(RemedyKind.SCHEDULE, paid, paid.plan)
        part = partial_schedule(plan, none, node_budget=PROGRAMS)
        if part.plan is not None and part.cost is not None and 0 < part.cost < 1:
            yield replace(self._scheduled(RemedyKind.PARTIAL, part, part.plan), delivered=part.cost)

    def _other_steps(self, plan: AgreementPlan, none: ScheduleTerms) -> Iterator[Remedy]:
        """The fewest steps, movers taking turns over the same time, whose amounts need no guarantee.

        Not looked for where a step has a worth or a guarantee of its own, which steps laid out anew would not have.
        """
        if len(plan.parties) > 2 or any(step.values or step.guarantee is not None for step in plan.steps):
            return
        try:
            orders = best_orders(plan, none, max_steps=OTHER_STEPS, node_budget=ORDER_PROGRAMS)
        except PlanError:  # discounting needs whole units between steps
            return
        found = next((order for order in orders if order.schedule.plan is not None), None)
        if found is not None and found.schedule.plan is not None:
            yield self._laid_out(found, found.schedule.plan)

    def _laid_out(self, found: OrderSearch, plan: AgreementPlan) -> Remedy:
        steps = tuple(
            PhaseStep(
                id=step.name,
                name=step.name,
                actor=step.mover,
                at=step.time,
                delivers=tuple(HandedOver(asset=a, amount=_point(x)) for a, x in sorted(step.amounts.items()) if x),
            )
            for step in plan.steps
        )
        changed = replace(self.agreement.phases, steps=steps)
        is_complete = found.schedule.is_complete
        return self._planned(RemedyKind.OTHER_STEPS, plan, changed, is_complete=is_complete, added=found.schedule.guarantees)

    def _scheduled(self, kind: RemedyKind, found: Schedule, plan: AgreementPlan) -> Remedy:
        steps = []
        for step in plan.steps:
            own = self.agreement.phases.step(_id(step.name))
            over = tuple(HandedOver(asset=a, amount=_point(x)) for a, x in sorted(step.amounts.items()) if x)
            steps.append(replace(own, delivers=over))
        changed = replace(self.agreement.phases, steps=tuple(steps))
        changed = _guarded(changed, [(actor, None, amount) for actor, amount in found.guarantees.items() if amount])
        changed = _paid(changed, [(actor, None, amount) for actor, amount in found.payments.items() if amount])
        return self._planned(kind, plan, changed, is_complete=found.is_complete, added=found.guarantees)

    def _planned(
        self,
        kind: RemedyKind,
        plan: AgreementPlan,
        phases: Phases,
        *,
        is_complete: bool,
        added: Mapping[str, Fraction] | None = None,
    ) -> Remedy:
        """An agreement changed in its steps, with the standing guarantees it still needs put in."""
        needs = {g.party: g.expected for g in standing_guarantees(plan).guarantees} if added is None else dict(added)  # type: ignore[union-attr]
        needed = tuple(Needed(actor=a, step=None, middle=x, enough=None) for a, x in needs.items() if x)
        if added is None:
            phases = _guarded(phases, [(n.actor, None, n.middle) for n in needed])
        steps = tuple(PlannedStep(step=_id(s.name), actor=s.mover, at=s.time, amounts=dict(s.amounts)) for s in plan.steps)
        return Remedy(
            kind=kind,
            needed=needed,
            steps=steps,
            delivered=Fraction(1),
            holds=self._holds(phases),
            enough_holds=None,
            is_complete=is_complete,
            phases=phases,
        )

    # -- shared ----------------------------------------------------------------------------------------

    def _holds(self, phases: Phases) -> Proportion:
        """The share of readings in which a changed agreement keeps itself."""
        kept = play(self.agreement.with_phases(phases), self.readings).is_kept
        return proportion(kept, is_exact=self.readings.is_exact)

    def _numeric_nodes(self) -> list[Node]:
        return [node for node in self.agreement.nodes if node.actor in self.bounds]

    def _node(self, tick: int, actor: str) -> Node:
        return next(node for node in self.agreement.nodes if (node.tick, node.actor) == (tick, actor))


def _id(name: str) -> str:
    """The id of a step by its name in the plan."""
    return CLOSING if name == f"step {CLOSING}" else name


def _point(number: Fraction) -> Estimate:
    return Estimate(low=number, high=number)


def _guarded(phases: Phases, amounts: list[tuple[str, str | None, Fraction]]) -> Phases:
    """The agreement with sure prices on breaking."""
    added = tuple(
        Guarantee(id=f"added {actor} {step or ''}", on=actor, penalty=_point(x), at=() if step is None else (step,))
        for actor, step, x in amounts
        if x
    )
    return replace(phases, guarantees=(*phases.guarantees, *added))


def _paid(phases: Phases, amounts: list[tuple[str, str | None, Fraction]]) -> Phases:
    """The agreement with payments at its end, beyond today's."""
    stakes = list(phases.stakes)
    for actor, _, amount in amounts:
        own = [k for k, s in enumerate(stakes) if s.actor == actor and s.kind is StakeKind.COMPLETION_PAYMENT]
        if own:
            value = stakes[own[0]].value
            stakes[own[0]] = replace(stakes[own[0]], value=Estimate(low=value.low + amount, high=value.high + amount))
        elif amount:
            stakes.append(Stake(actor=actor, kind=StakeKind.COMPLETION_PAYMENT, value=_point(amount)))
    return replace(phases, stakes=tuple(stakes))


def _of_what_goes_over(plan: AgreementPlan) -> AgreementPlan:
    """The plan with only what it hands over as assets: what stays where it is makes the same difference throughout."""
    over = {asset.name: sum((s.amounts.get(asset.name, Fraction(0)) for s in plan.steps), Fraction(0)) for asset in plan.assets}
    stakes = []
    for own in plan.stakes:
        rest = sum(
            (own.leverage.get(asset.name, Fraction(0)) * (asset.total - over[asset.name]) for asset in plan.assets), Fraction(0)
        )
        stakes.append(replace(own, fighting=own.fighting + rest))
    return replace(plan, stakes=tuple(stakes), assets=tuple(replace(asset, total=over[asset.name]) for asset in plan.assets))


def _standing(plan: AgreementPlan) -> Fraction:
    return sum((g.expected for g in standing_guarantees(plan).guarantees), Fraction(0))


def _demand(name: str) -> tuple[str, str, str]:
    """A demand of a schedule by its name, as in :class:`Unreachable`."""
    what, _, of = name.partition(": ")
    if what in ("signing", "total"):
        return what, of, ""
    return "node", END if what == CLOSING else _id(what), of.removesuffix(" (lapse)")
