"""Openings of a problem: least sets of conditions whose surrender leaves a package, the cheapest first.

An opening is a minimal correction set of the conditions (Liffiton & Sakallah 2008, sec. 2): what some package
breaks, such that no other package breaks only part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.problem.cheapest import open_cheapest
from detente.problem.conflicts import BUDGET, order_of
from detente.problem.fairest import fairest
from detente.problem.families import Families
from detente.problem.hitting import positions
from detente.problem.numbers import Number
from detente.problem.problem import AgreementProblem
from detente.problem.rows import rows

__all__ = ["Opening", "Openings", "openings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Conditions whose surrender leaves a package.

    Parameters
    ----------
    gives_up : ids, requirements first; empty where there is a deal already.
    cost : the sum of what they cost.
    witness : a package (option positions per issue) that breaks these conditions and no other.
    is_least : whether it is proven that no part of ``gives_up`` suffices.
    is_fairest : whether ``witness`` is proven to be the package named in ``openings``.
    """

    gives_up: tuple[str, ...]
    cost: Fraction
    witness: tuple[int, ...]
    is_least: bool
    is_fairest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """Openings, cheapest first.

    Parameters
    ----------
    found : in order; those after the first ``n_ordered`` are what the budget left: ways that do open a deal, though
        a part of them, or a cheaper one, may do.
    n_ordered : how many at the front are proven to be the cheapest there are, in this order.
    is_complete : whether these are all the openings there are.
    is_possible : whether some package meets the hard requirements; where none does there is no opening.
        ``None`` where the budget ended before that was known.
    nodes : partial packages looked at.
    """

    found: tuple[Opening, ...]
    n_ordered: int
    is_complete: bool
    is_possible: bool | None
    nodes: int


def openings(
    problem: AgreementProblem,
    *,
    k: int | None = None,
    cost: Mapping[str, Number] | None = None,
    is_fairest: bool = True,
    budget: int = BUDGET,
) -> Openings:
    """All openings, or the ``k`` cheapest: least cost, then fewest conditions, then earlier conditions.

    Ties go to the set whose last condition, where they differ, stands earlier (requirements in order, then parties).
    Of the packages an opening leaves, the witness is the fairest: the one whose least gain is largest (gains count
    from each reservation value, given up or not, in shares of the party's range of values), and the first of those
    by the order of issues and options.

    Parameters
    ----------
    cost : per condition id, in place of the problem's own costs; at least 0.
    is_fairest : whether to look for the fairest package of the openings in proven order; otherwise any that shows it.
    budget : nodes searched, for the openings and then again for their packages.

    Raises
    ------
    ProblemError
        If a cost is negative or names no condition, or ``k`` is below 1.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[3, 0]], [[0, 3]], [[1, 1]]], [2, 2, 1], floor_costs=[2, 1, 1])
    >>> [(o.gives_up, o.witness) for o in openings(problem, k=2).found]
    [(('p2',), (0,)), (('p1',), (1,))]
    """
    table = rows(problem)
    costs, weights = order_of(table, table.costs, cost, k)
    families = Families(table, budget)
    families.begin()
    n_ordered, is_complete = 0, families.is_possible is False
    if families.is_possible and k is None:
        is_complete = families.advance(weights)
        n_ordered = len(families.opened) if is_complete else 0
    elif families.is_possible and k is not None:
        n_ordered, is_complete = open_cheapest(families, weights, k)
    masks = families.ranked(weights)[:k]
    n = len(problem.issues)
    shown = [families.opened[mask] for mask in masks]
    n_sought = n_ordered if is_fairest else 0
    chosen = fairest(families.refuter, masks[:n_sought], shown[:n_sought], budget)
    chosen = (*chosen, *((choice, False) for choice in shown[n_sought:]))
    found = tuple(
        Opening(
            gives_up=families.names(mask),
            cost=sum((costs[p] for p in positions(mask)), Fraction(0)),
            witness=tuple(choice[:n]),
            is_least=rank < n_ordered,
            is_fairest=is_best,
        )
        for rank, (mask, (choice, is_best)) in enumerate(zip(masks, chosen, strict=True))
    )
    return Openings(
        found=found,
        n_ordered=n_ordered,
        is_complete=is_complete,
        is_possible=families.is_possible,
        nodes=families.refuter.nodes,
    )
