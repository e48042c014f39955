"""Schedules: how much to hand over at each step so that an agreement keeps itself with the least guarantee.

With the order and dates of the steps given, every slack is linear in the amounts, the standing
guarantees and the completion payments, because the value of fighting is linear in what is held. The
best schedule is an exact linear program; what cannot be divided is branched on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.errors import PlanError
from detente.questions.durability.schedule_program import Goal, ScheduleProgram, Terms, apply_point
from detente.questions.durability.slack import slacks
from detente.questions.durability.unravelling import unravelling
from detente.solve.linear import Optimum, Program, Row, Sense, Status

__all__ = ["NODE_BUDGET", "Schedule", "ScheduleTerms", "best_schedule", "fewest_steps", "partial_schedule"]

NODE_BUDGET = 2_000
"""Programs a search over whole numbers may solve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleTerms:
    """What a schedule may use.

    Attributes
    ----------
    guarantee_caps : most each guarantor offers on a party's break, beyond today; a party left out has no limit.
    payment_caps : most a party can be promised at the end; a party left out is promised nothing.
    guarantee_prices, payment_prices : weight of one unit in the least sum; 1 if left out.
    is_signed : whether every party must have its reservation value.
    """

    guarantee_caps: Mapping[str, Fraction]
    payment_caps: Mapping[str, Fraction]
    guarantee_prices: Mapping[str, Fraction]
    payment_prices: Mapping[str, Fraction]
    is_signed: bool = True

    @classmethod
    def of(
        cls,
        *,
        guarantee_caps: Mapping[str, Number] | None = None,
        payment_caps: Mapping[str, Number] | None = None,
        guarantee_prices: Mapping[str, Number] | None = None,
        payment_prices: Mapping[str, Number] | None = None,
        is_signed: bool = True,
    ) -> ScheduleTerms:
        """Terms from plain numbers."""
        given = [
            {name: exact(value) for name, value in (numbers or {}).items()}
            for numbers in (guarantee_caps, payment_caps, guarantee_prices, payment_prices)
        ]
        return cls(
            guarantee_caps=given[0],
            payment_caps=given[1],
            guarantee_prices=given[2],
            payment_prices=given[3],
            is_signed=is_signed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The best schedule, or why there is none.

    Attributes
    ----------
    plan : the agreement with the amounts found, guarantees and payments added; it keeps itself (solved again).
    cost : the least priced sum of added guarantees and payments; for a partial deal, the share handed over.
    guarantees, payments : what is added, party by party.
    conflict : names of demands that cannot be met together though any of them left out would make the rest possible: nodes
        ``step: mover``, ``signing: party``, ``total: asset``, ``cap: party``; empty when a plan was found.
    is_conflict_minimal : ``False`` if the budget ended before every demand had been left out in turn.
    is_complete : whether the search was finished; if not, a better plan, or a plan at all, may exist.
    n_programs : linear programs solved.
    """

    plan: AgreementPlan | None
    cost: Fraction | None
    guarantees: Mapping[str, Fraction]
    payments: Mapping[str, Fraction]
    conflict: tuple[str, ...]
    is_conflict_minimal: bool
    is_complete: bool
    n_programs: int


def best_schedule(plan: AgreementPlan, terms: ScheduleTerms | None = None, *, node_budget: int = NODE_BUDGET) -> Schedule:
    """Amounts that need the least priced guarantees and payments, over the plan's own steps; earliest among the best.

    The plan gives assets, order, movers and dates; its amounts are replaced: a step may deliver any of its
    mover's assets, and every asset is delivered in full. One exact program, and for indivisible assets
    branch and bound over them; a second one picks the earliest schedule of the same cost.

    Raises
    ------
    PlanError
        If the terms name an unknown party or a price is below 0.
    """
    return _solve(plan, _terms(plan, terms), Goal.LEAST_COST, node_budget)


def partial_schedule(plan: AgreementPlan, terms: ScheduleTerms, *, node_budget: int = NODE_BUDGET) -> Schedule:
    """The largest part of the exchange that keeps itself within the caps on guarantees and payments.

    What is not handed over stays held and is still leverage; the peace is valued as the plan values it. The
    sum of shares of each asset's total is made as great as possible; ``cost`` is that sum over the number
    of assets, 1 for the full deal.
    """
    return _solve(plan, _terms(plan, terms), Goal.MOST_DELIVERED, node_budget)


def fewest_steps(plan: AgreementPlan, terms: ScheduleTerms, *, node_budget: int = NODE_BUDGET) -> Schedule:
    """The schedule of fewest steps that needs no more than the caps; the first such choice of steps, at least cost.

    A step not used is left out, and with it the occasion to break at it. At most 2^steps programs.
    """
    checked = _terms(plan, terms)
    solved, is_complete, last = 0, True, None
    for used in _choices(len(plan.steps)):
        if not _covers(plan, used):
            continue
        shorter = plan.with_steps([replace(plan.steps[k], amounts={}) for k in used])
        last = _solve(shorter, checked, Goal.LEAST_COST, node_budget - solved)
        solved += last.n_programs
        is_complete = is_complete and last.is_complete
        if last.plan is not None:
            return replace(last, n_programs=solved, is_complete=is_complete)
        if solved >= node_budget:
            return replace(last, n_programs=solved, is_complete=False)
    full = _solve(plan, checked, Goal.LEAST_COST, max(1, node_budget - solved)) if last is None else last
    return replace(full, n_programs=solved, is_complete=is_complete)


def _choices(n_steps: int) -> list[tuple[int, ...]]:
    masks = sorted(range(1 << n_steps), key=lambda mask: (mask.bit_count(), mask))
    return [tuple(k for k in range(n_steps) if mask >> k & 1) for mask in masks]


def _covers(plan: AgreementPlan, used: Sequence[int]) -> bool:
    movers = {plan.steps[k].mover for k in used}
    return all(asset.holder in movers or asset.total == 0 for asset in plan.assets)


def _terms(plan: AgreementPlan, terms: ScheduleTerms | None) -> Terms:
    given = terms or ScheduleTerms.of()
    for numbers in (given.guarantee_caps, given.payment_caps, given.guarantee_prices, given.payment_prices):
        for name, number in numbers.items():
            plan.party(name)
            if number < 0:
                raise PlanError(f"a cap or price for `{name}` is below 0")
    one = Fraction(1)
    return Terms(
        guarantee_caps=dict(given.guarantee_caps),
        payment_caps={name: given.payment_caps.get(name, Fraction(0)) for name in plan.parties},
        prices={
            **{f"guarantee {name}": given.guarantee_prices.get(name, one) for name in plan.parties},
            **{f"payment {name}": given.payment_prices.get(name, one) for name in plan.parties},
        },
        is_signed=given.is_signed,
    )


def _solve(plan: AgreementPlan, terms: Terms, goal: Goal, node_budget: int) -> Schedule:
    program = ScheduleProgram.of(plan, terms, goal)
    search = _Search(program, node_budget)
    best = search.best(program.rows, program.objective)
    if best is None:
        is_complete = search.is_complete
        conflict = search.conflict() if is_complete else ()
        return Schedule(
            plan=None,
            cost=None,
            guarantees={},
            payments={},
            conflict=conflict,
            is_conflict_minimal=search.is_complete,
            is_complete=is_complete,
            n_programs=search.n_programs,
        )
    as_good = Row(program.objective, Sense.AT_LEAST, best.value)
    earliest = search.best((*program.rows, as_good), program.early) or best
    found, guarantees, payments = apply_point(plan, earliest.point)
    if slacks(found).violated or not unravelling(found).is_kept:
        raise PlanError("a schedule did not hold when it was solved again; please report this")
    cost = program.cost(earliest.point) if goal is Goal.LEAST_COST else best.value / max(1, len(plan.assets))
    return Schedule(
        plan=found,
        cost=cost,
        guarantees=guarantees,
        payments=payments,
        conflict=(),
        is_conflict_minimal=True,
        is_complete=search.is_complete,
        n_programs=search.n_programs,
    )


_Bounds = dict[tuple[str, Sense], int]
"""Bounds put on amounts by branching."""


class _Search:
    """Branch and bound over the amounts that must be whole, with one budget for all of its searches."""

    def __init__(self, program: ScheduleProgram, node_budget: int) -> None:
        self.program = program
        self.left = node_budget
        self.n_programs = 0
        self.is_complete = True

    def best(self, rows: Sequence[Row], objective: Mapping[str, Fraction]) -> Optimum | None:
        """The best whole-number point, depth first, the branch nearer the fraction first."""
        best: Optimum | None = None
        branches: list[_Bounds] = [{}]
        while branches:
            if self.n_programs >= self.left:
                self.is_complete = False
                break
            branch = branches.pop()
            self.n_programs += 1
            # a later bound on the same side is the tighter one, so a program never has more than two for an amount
            bounds = [Row({name: Fraction(1)}, sense, Fraction(bound)) for (name, sense), bound in branch.items()]
            found = Program(self.program.variables, [*rows, *bounds]).maximize(objective)
            if found.status is not Status.OPTIMAL or (best is not None and found.value <= best.value):
                continue
            split = next((name for name in self.program.whole if found.point[name].denominator != 1), None)
            if split is None:
                best = found
                continue
            floor = found.point[split].numerator // found.point[split].denominator
            down, up = {**branch, (split, Sense.AT_MOST): floor}, {**branch, (split, Sense.AT_LEAST): floor + 1}
            is_nearer_up = found.point[split] - floor > Fraction(1, 2)
            branches += [down, up] if is_nearer_up else [up, down]
        return best

    def conflict(self) -> tuple[str, ...]:
        """Deletion filter: the demands are given up one by one, and those the rest does without stay out."""
        rows, names = self.program.rows, self.program.names
        kept = list(range(len(rows)))
        for k in range(len(rows)):
            others = [other for other in kept if other != k]
            possible = self.best([rows[other] for other in others], {})
            if possible is None and self.is_complete:
                kept = others
        return tuple(names[k] for k in kept)
