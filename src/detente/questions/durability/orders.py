"""Orders: the same deliveries in another order, and orders of movers for the best schedule.

Keeping leverage until the other side's last delivery often mends an agreement at no cost. Two searches:
the steps as they are in another order, and alternations of movers with the amounts free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.schedule import NODE_BUDGET, Schedule, ScheduleTerms, best_schedule
from detente.questions.durability.slack import slacks
from detente.questions.durability.terms import Step

__all__ = ["MAX_STEPS", "OrderSearch", "Reordering", "best_orders", "resequence"]

MAX_STEPS = 8
"""Longest agreement whose orders are searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordering:
    """An order of the plan's own steps and the sum of standing guarantees it still needs.

    ``needs_today`` is what the plan as it is needs; ``None`` for either if a truce that may lapse is out of reach.
    """

    plan: AgreementPlan
    order: tuple[str, ...]
    needs: Fraction | None
    needs_today: Fraction | None

    @property
    def is_better(self) -> bool:
        """Whether the order needs less than today's."""
        if self.needs is None:
            return False
        return self.needs_today is None or self.needs < self.needs_today


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSearch:
    """An order of movers and the best schedule over it."""

    movers: tuple[str, ...]
    schedule: Schedule


def resequence(plan: AgreementPlan) -> Reordering:
    """The order of the plan's steps that needs the least sum of standing guarantees; nearest to today's among equals.

    Dates, phases and expiries stay in place, deliveries with what is attached to them move. At most
    8! orders; equal deliveries count once.

    Raises
    ------
    PlanError
        If the plan has more than eight steps.
    """
    if len(plan.steps) > MAX_STEPS:
        raise PlanError(f"orders are searched up to {MAX_STEPS} steps; this plan has {len(plan.steps)}")
    today = _need(plan)
    best, best_need = plan, today
    for order in _orders(plan.steps):
        candidate = plan.with_steps([_placed(plan.steps[k], place) for k, place in zip(order, plan.steps, strict=True)])
        need = _need(candidate)
        if need is not None and (best_need is None or need < best_need):
            best, best_need = candidate, need
        if best_need == 0:
            break
    return Reordering(plan=best, order=tuple(step.name for step in best.steps), needs=best_need, needs_today=today)


def best_orders(
    plan: AgreementPlan,
    terms: ScheduleTerms | None = None,
    *,
    max_steps: int = MAX_STEPS,
    step_time: Fraction | None = None,
    node_budget: int = NODE_BUDGET,
) -> tuple[OrderSearch, ...]:
    """The best schedule for every order of movers in which nobody moves twice running, shortest first.

    Two steps of one mover running are as good as one where time does not count, so only alternations are
    tried: for two parties 2 orders of each length, for more up to ``parties * (parties - 1)^(length - 1)``. Every party that
    holds something moves. The steps are ``step_time`` apart; left out, they share the plan's time evenly. Each order may solve
    ``node_budget`` programs.

    Raises
    ------
    PlanError
        If ``max_steps`` is above eight.
    """
    if max_steps > MAX_STEPS:
        raise PlanError(f"orders are searched up to {MAX_STEPS} steps")
    givers = tuple(party for party in plan.parties if any(a.holder == party and a.total for a in plan.assets))
    found = []
    for length in range(1, max_steps + 1):
        for movers in _alternations(givers, length):
            found.append(
                OrderSearch(
                    movers=movers, schedule=best_schedule(_laid_out(plan, movers, step_time), terms, node_budget=node_budget)
                )
            )
    return tuple(found)


def _orders(steps: Sequence[Step]) -> Iterator[tuple[int, ...]]:
    """Orders of the steps, today's first; of steps that deliver the same only one order."""
    kinds: list[Step] = []
    for step in steps:
        kinds.append(replace(step, name="", time=Fraction(0), phase="", is_expiry=False))

    def extend(chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(chosen) == len(steps):
            yield chosen
        seen: list[Step] = []
        for k, kind in enumerate(kinds):
            if k not in chosen and kind not in seen:
                seen.append(kind)
                yield from extend((*chosen, k))

    return extend(())


def _placed(step: Step, place: Step) -> Step:
    """A delivery at another place in time."""
    return replace(step, time=place.time, phase=place.phase, is_expiry=place.is_expiry)


def _need(plan: AgreementPlan) -> Fraction | None:
    """The least sum of standing guarantees, ``None`` if a lapse is out of their reach."""
    needed: dict[str, Fraction] = {}
    for node in slacks(plan).violated:
        needed[node.mover] = max(needed.get(node.mover, Fraction(0)), -node.slack)
    if not needed:
        return Fraction(0)
    if plan.closing.is_expiry or any(step.is_expiry for step in plan.steps):
        guarded = plan
        for party, amount in needed.items():
            guarded = guarded.with_stakes(party, guarantee=plan.stakes[plan.party(party)].guarantee + amount)
        if slacks(guarded).violated:
            return None
    return sum(needed.values(), Fraction(0))


def _alternations(givers: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    def extend(chosen: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if len(chosen) == length:
            if set(chosen) == set(givers):
                yield chosen
            return
        for party in givers:
            if not chosen or chosen[-1] != party:
                yield from extend((*chosen, party))

    return extend(())


def _laid_out(plan: AgreementPlan, movers: Sequence[str], step_time: Fraction | None) -> AgreementPlan:
    apart = (plan.closing.time - plan.start) / len(movers) if step_time is None else step_time
    steps = tuple(Step.of(f"{k + 1} {mover}", mover, plan.start + apart * k) for k, mover in enumerate(movers))
    closing = replace(plan.closing, time=plan.start + apart * len(movers))
    return replace(plan, steps=steps, closing=closing)
