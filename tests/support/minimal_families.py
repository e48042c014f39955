"""Blocking sets and openings by trying every package, for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from detente.problem.problem import AgreementProblem

__all__ = ["Tried", "conditions_of", "cost_of", "tried"]

Ids = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What every package breaks, hard requirements apart; and the two families."""

    broken: dict[tuple[int, ...], Ids]
    openings: set[Ids]
    blocking: set[Ids]


def conditions_of(problem: AgreementProblem) -> tuple[str, ...]:
    """Conditions in the order ties go by: soft requirements, then parties with a floor."""
    soft = [r.id for r in problem.requirements if not r.is_hard]
    floors = zip(problem.parties, problem.reservation_values, strict=True)
    return (*soft, *(party for party, floor in floors if floor is not None))


def cost_of(problem: AgreementProblem, ids: Ids) -> Fraction:
    """What giving the conditions up costs."""
    costs = {r.id: r.cost for r in problem.requirements} | dict(zip(problem.parties, problem.floor_costs, strict=True))
    return sum((costs[i] for i in ids), Fraction(0))


def tried(problem: AgreementProblem) -> Tried:
    """Every package tried; blocking sets by trying every set of conditions."""
    hard = {r.id for r in problem.requirements if r.is_hard}
    broken = {c: frozenset(problem.broken(c)) for c in product(*map(range, problem.shape))}
    broken = {c: ids for c, ids in broken.items() if not ids & hard}
    each = set(broken.values())
    openings = {ids for ids in each if not any(other < ids for other in each)}
    names = conditions_of(problem)
    sets = [frozenset(n for k, n in enumerate(names) if mask >> k & 1) for mask in range(1 << len(names))]
    unmet = {s for s in sets if all(s & ids for ids in openings)}
    blocking = {s for s in unmet if not any(s - {n} in unmet for n in s)}
    return Tried(broken=broken, openings=openings, blocking=blocking)
