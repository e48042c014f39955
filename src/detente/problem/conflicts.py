"""Blocking sets of a problem: least sets of conditions that no package meets together.

A *condition* is a requirement that can be given up or a party's reservation value. A blocking set is a minimal
unsatisfiable subset of the conditions, over the packages that meet the hard requirements (Liffiton & Sakallah 2008,
sec. 2): whatever is agreed, one of its conditions gives way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from detente.problem.arguments import number, whole_number
from detente.problem.families import Families
from detente.problem.hitting import order_weights, positions, weight_of
from detente.problem.numbers import Number
from detente.problem.problem import AgreementProblem, ProblemError
from detente.problem.rows import Rows, rows

__all__ = ["BUDGET", "BlockingSet", "BlockingSets", "blocking_sets", "order_of"]

BUDGET = 400_000
"""Nodes searched, where none is given: some 10 to 30 seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingSet:
    """Conditions no package meets together, though it could meet any all but one of them.

    Parameters
    ----------
    conditions : ids, requirements first.
    doubt : the sum the order goes by.
    nodes : partial packages the proof took; 1 where one weighing of the conditions shows it.
    without : per condition, a package (option positions per issue) that meets all the others.
    """

    conditions: tuple[str, ...]
    doubt: Fraction
    nodes: int
    without: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingSets:
    """Blocking sets, least doubt first.

    Parameters
    ----------
    found : each proven; when ``k`` was given, proven also to be the first in the order, else in order among themselves.
    is_complete : whether these are all there are.
    is_possible : whether some package meets the hard requirements; ``None`` where the budget ended before that was
        known. Where it is false the empty set blocks, and is the one member of ``found``.
    openings : the openings met on the way, each as ids: all of them where ``is_complete`` and ``k`` was not given.
    nodes : partial packages looked at.
    """

    found: tuple[BlockingSet, ...]
    is_complete: bool
    is_possible: bool | None
    openings: tuple[tuple[str, ...], ...]
    nodes: int


def blocking_sets(
    problem: AgreementProblem,
    *,
    k: int | None = None,
    doubt: Mapping[str, Number] | None = None,
    budget: int = BUDGET,
) -> BlockingSets:
    """All blocking sets, or the ``k`` first of them: least doubt, then fewest conditions, then earlier conditions.

    A blocking set explains a deadlock only if each of its conditions is really held; so the sum of doubts about
    them says how plausible it is. With no doubts given each condition counts 1 and the smallest sets come first.
    Ties go to the set whose last condition, where they differ, stands earlier (requirements in order, then parties).

    Parameters
    ----------
    doubt : per condition id, how doubtful it is that the condition is held, at least 0; 1 where not named.
    budget : nodes searched. What it cuts short is missing from ``found``, never wrong.

    Raises
    ------
    ProblemError
        If a doubt is negative or names no condition, or ``k`` is below 1.

    Examples
    --------
    >>> problem = AgreementProblem.of([[[3, 0]], [[0, 3]], [[1, 1]]], [2, 2, 1])
    >>> [b.conditions for b in blocking_sets(problem).found]
    [('p1', 'p2')]
    """
    table = rows(problem)
    doubts, weights = order_of(table, (Fraction(1),) * len(table.conditions), doubt, k)
    families = Families(table, budget)
    families.begin()
    is_complete = families.is_possible is False
    masks = [0] if is_complete else []
    if families.is_possible and k is None:
        is_complete = families.advance(weights)
        masks = [mask for mask in families.blocked if is_complete or families.is_least(mask)]
        masks.sort(key=lambda mask: weight_of(mask, weights))
    elif families.is_possible and k is not None:
        masks, is_complete = families.block_lightest(weights, k)
    return BlockingSets(
        found=tuple(_blocking_set(families, mask, doubts) for mask in masks),
        is_complete=is_complete,
        is_possible=families.is_possible,
        openings=tuple(families.names(mask) for mask in families.ranked(weights)),
        nodes=families.refuter.nodes,
    )


def order_of(
    table: Rows, usual: tuple[Fraction, ...], given: Mapping[str, Number] | None, k: int | None
) -> tuple[tuple[Fraction, ...], tuple[int, ...]]:
    """What each condition counts, ``given`` before ``usual``, and whole weights that order sets of them."""
    if k is not None:
        whole_number(k, "k, the number of sets wanted,", 1)
    counts = dict(zip(table.conditions, usual, strict=True))
    for name, count in (given or {}).items():
        if name not in counts:
            raise ProblemError(f"{name} is no requirement or reservation value that can be given up")
        counts[name] = number(count, f"what {name} counts")
        if counts[name] < 0:
            raise ProblemError(f"what {name} counts is negative: {counts[name]}")
    found = tuple(counts[name] for name in table.conditions)
    return found, order_weights(found)


def _blocking_set(families: Families, mask: int, doubts: tuple[Fraction, ...]) -> BlockingSet:
    n = len(families.rows.problem.issues)
    without = []
    for place in positions(mask):
        shown = next(choice for opened, choice in families.opened.items() if opened & mask == 1 << place)
        without.append(shown[:n])
    return BlockingSet(
        conditions=families.names(mask),
        doubt=sum((doubts[p] for p in positions(mask)), Fraction(0)),
        nodes=families.blocked[mask],
        without=tuple(without),
    )
