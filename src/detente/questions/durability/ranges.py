"""Numbers known as ranges: what holds in every case, in some case, and what decides.

A slack is linear in each number, so its least and greatest values are at ends of the ranges, and
whether *all* nodes can hold at once is one exact linear program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.durability.agreement_plan import AgreementPlan
from detente.questions.durability.conditions import Condition, conditions, participation_conditions
from detente.questions.durability.errors import PlanError
from detente.questions.durability.parameters import Parameter, value_of, with_values
from detente.solve.linear import Program, Row, Sense, Status

__all__ = ["Bounds", "ConditionRange", "RangeVerdict", "break_even", "range_verdict"]

Ranges = Mapping[Parameter, tuple[Number, Number]]
Box = Mapping[Parameter, tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From ``low`` to ``high``, both included; ``None`` where there is no bound."""

    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRange:
    """Least and greatest slack of one condition, each with the plan that has it."""

    condition: Condition
    least: Fraction
    most: Fraction
    least_at: AgreementPlan
    most_at: AgreementPlan

    @property
    def is_necessary(self) -> bool:
        """Whether the node is kept whatever the numbers are."""
        return self.least >= 0

    @property
    def is_possible(self) -> bool:
        """Whether the node is kept for some numbers."""
        return self.most >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeVerdict:
    """Does the agreement keep itself, for all numbers or for some?

    Attributes
    ----------
    nodes : one for each condition, in order.
    is_necessary, is_possible : all conditions hold for all numbers; for some numbers at once.
    kept_at, broken_at : a plan within the ranges that keeps itself; one that does not.
    critical : conditions that decide: the agreement keeps itself iff all of these hold. Implied ones are left
        out. They are given only where the answer depends on the numbers.
    conflict : where it is not possible, a smallest set of conditions that cannot hold together: dropping any
        one of them leaves the rest possible.
    """

    nodes: tuple[ConditionRange, ...]
    is_necessary: bool
    is_possible: bool
    kept_at: AgreementPlan | None
    broken_at: AgreementPlan | None
    critical: tuple[Condition, ...]
    conflict: tuple[Condition, ...]


def range_verdict(plan: AgreementPlan, ranges: Ranges, *, is_signed: bool = False) -> RangeVerdict:
    """Necessary and possible answers when some numbers of a plan are ranges; discounting stays a point.

    With ``is_signed`` each party must also have its reservation value. One exact program for possibility
    and one for each condition that may be implied by the others.

    Raises
    ------
    PlanError
        If a range is empty or names what the plan does not have.
    """
    box = _box(plan, ranges)
    asked = conditions(plan) + (participation_conditions(plan) if is_signed else ())
    nodes = tuple(_range(plan, condition, box) for condition in asked)
    is_necessary = all(node.is_necessary for node in nodes)
    point = _feasible(plan, asked, box)
    open_ones = [node.condition for node in nodes if not node.is_necessary]
    worst = next((node for node in nodes if not node.is_necessary), None)
    return RangeVerdict(
        nodes=nodes,
        is_necessary=is_necessary,
        is_possible=point is not None,
        kept_at=None if point is None else with_values(plan, point),
        broken_at=None if worst is None else worst.least_at,
        critical=() if point is None else _irredundant(plan, open_ones, box),
        conflict=() if point is not None else _conflict(plan, open_ones, box),
    )


def break_even(plan: AgreementPlan, parameter: Parameter) -> Bounds | None:
    """Values of one number for which the plan keeps itself, all others as they are; ``None`` if there are none."""
    low: Fraction | None = None
    high: Fraction | None = None
    for condition in conditions(plan):
        factor = condition.coefficients.get(parameter, Fraction(0))
        rest = condition.value(plan, {parameter: Fraction(0)})
        if factor == 0:
            if rest < 0:
                return None
            continue
        edge = -rest / factor
        if factor > 0:
            low = edge if low is None else max(low, edge)
        else:
            high = edge if high is None else min(high, edge)
    if low is not None and high is not None and low > high:
        return None
    return Bounds(low=low, high=high)


def _box(plan: AgreementPlan, ranges: Ranges) -> dict[Parameter, tuple[Fraction, Fraction]]:
    box = {parameter: (exact(low), exact(high)) for parameter, (low, high) in sorted(ranges.items())}
    for parameter, (low, high) in box.items():
        if low > high:
            raise PlanError(f"the range of `{parameter.kind}` of `{parameter.party}` runs from {low} down to {high}")
        value_of(plan, parameter)
        with_values(plan, {parameter: low})
        with_values(plan, {parameter: high})
    return box


def _corner(condition: Condition, box: Box, *, is_most: bool) -> dict[Parameter, Fraction]:
    return {p: ends[(condition.coefficients.get(p, 0) > 0) == is_most] for p, ends in box.items()}


def _range(plan: AgreementPlan, condition: Condition, box: Box) -> ConditionRange:
    least, most = _corner(condition, box, is_most=False), _corner(condition, box, is_most=True)
    return ConditionRange(
        condition=condition,
        least=condition.value(plan, least),
        most=condition.value(plan, most),
        least_at=with_values(plan, least),
        most_at=with_values(plan, most),
    )


def _program(plan: AgreementPlan, asked: Sequence[Condition], box: Box) -> Program:
    """Variables are each number's distance above the low end of its range."""
    names = {parameter: str(k) for k, parameter in enumerate(box)}
    at_low = {parameter: low for parameter, (low, _) in box.items()}
    rows = [Row({names[p]: Fraction(1)}, Sense.AT_MOST, high - low) for p, (low, high) in box.items()]
    rows += [
        Row(
            {names[p]: c for p, c in condition.coefficients.items() if p in names},
            Sense.AT_LEAST,
            -condition.value(plan, at_low),
        )
        for condition in asked
    ]
    return Program(list(names.values()), rows)


def _feasible(plan: AgreementPlan, asked: Sequence[Condition], box: Box) -> dict[Parameter, Fraction] | None:
    found = _program(plan, asked, box).maximize({})
    if found.status is not Status.OPTIMAL:
        return None
    return {parameter: low + found.point[str(k)] for k, (parameter, (low, _)) in enumerate(box.items())}


def _irredundant(plan: AgreementPlan, asked: Sequence[Condition], box: Box) -> tuple[Condition, ...]:
    """Drop, from the last, every condition the others imply within the box."""
    kept = list(asked)
    for condition in reversed(asked):
        others = [other for other in kept if other is not condition]
        program = _program(plan, others, box)
        names = {parameter: str(k) for k, parameter in enumerate(box)}
        found = program.maximize({names[p]: -c for p, c in condition.coefficients.items() if p in names})
        least = condition.value(plan, {p: low for p, (low, _) in box.items()}) - found.value
        if found.status is Status.OPTIMAL and least >= 0:
            kept = others
    return tuple(kept)


def _conflict(plan: AgreementPlan, asked: Sequence[Condition], box: Box) -> tuple[Condition, ...]:
    """Deletion filter: leave out, from the first, whatever the contradiction does not need."""
    kept = list(asked)
    for condition in asked:
        others = [other for other in kept if other is not condition]
        if _feasible(plan, others, box) is None:
            kept = others
    return tuple(kept)
