"""The mildest way to move red lines far enough for a deal.

Dropping a red line is rarely what anyone offers. Options of an issue stand on a graph of steps
(neighbors of an ordered issue, or the steps the case declares); a line is *weakened* to an
option by admitting that option and all on a shortest path to it. One weakening is milder than
another when everything it admits lies on the way to what the other admits; those that no other is
milder than are all listed, since steps in different directions cannot be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from detente.model.formula import Formula, evaluate, issues_of
from detente.model.issue import Issue
from detente.problem.softening import steps_between
from detente.questions.agreement.finding import Concession
from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape

__all__ = ["Line", "Move", "breaking_just", "mildest_moves", "step_distances"]

ASSIGNMENT_LIMIT = 20_000
MOVE_LIMIT = 24


def step_distances(issue: Issue) -> dict[str, dict[str, int]]:
    """Steps between every two options of an issue; options no path joins are one more apart than any path."""
    return steps_between(issue.option_ids, issue.steps)


@dataclass(frozen=True, eq=False, kw_only=True)
class Move:
    """A mildest weakening: what each line must admit, and the deals it frees (positions, with the rest kept).

    ``witness`` is the position of one of them that meets every condition not given up, in a reading.
    """

    concessions: tuple[Concession, ...]
    freed: BoolArray
    witness: int

    @property
    def steps(self) -> int:
        """Steps in all."""
        return sum(c.steps for c in self.concessions)


class Line:
    """A red line with its distances: how far each assignment of its issues lies beyond it."""

    def __init__(
        self, bit: int, formula: Formula, issues: dict[str, Issue], graphs: dict[str, dict[str, dict[str, int]]]
    ) -> None:
        self.bit = bit
        self.formula = formula
        self.issues = issues_of(formula)
        self.graphs = graphs
        allowed = product(*(issues[i].option_ids for i in self.issues))
        self.allowed = [z for z in allowed if evaluate(formula, dict(zip(self.issues, z, strict=True)))]

    def beyond(self, terms: dict[str, str]) -> tuple[int, ...]:
        """Steps per issue from the nearest allowed assignment (fewest in all, then file order)."""
        target = [terms[i] for i in self.issues]
        if not self.allowed:  # a line nothing satisfies: any option is as far as the graph is wide
            return tuple(len(self.graphs[i]) for i in self.issues)
        vectors = (tuple(self.graphs[i][a][t] for i, a, t in zip(self.issues, z, target, strict=True)) for z in self.allowed)
        return min(vectors, key=lambda v: (sum(v), v))

    def is_on_the_way(self, here: dict[str, str], there: dict[str, str]) -> bool:
        """Whether weakening the line as far as ``there`` admits ``here`` as well."""
        if here == there:
            return True
        near, far = self.beyond(here), self.beyond(there)
        between = (self.graphs[i][here[i]][there[i]] for i in self.issues)
        return all(n + b == f for n, b, f in zip(near, between, far, strict=True))


def breaking_just(landscape: Landscape, mask: int) -> IntArray:
    """Positions of deals that break the red lines and rules of ``mask`` and no other: the ones moves must reach."""
    static = mask & ((1 << landscape.conditions.n_static) - 1)
    return np.flatnonzero(landscape.codes == static).astype(np.int64)


def mildest_moves(landscape: Landscape, mask: int, grounds: Sequence[IntArray]) -> tuple[tuple[Move, ...], bool]:
    """Every mildest way to move the red lines in ``mask`` so that a deal breaks no condition outside it.

    Rules and no-deal values in ``mask`` are taken as given up whole. Without a red line in ``mask``
    there is one empty move.

    Parameters
    ----------
    grounds : per reading looked at, positions among ``breaking_just`` of deals worth no deal to
        every party that does not give its no-deal value up. What is mildest differs between
        readings; every way that is mildest in one of them is returned.

    Returns the moves by steps, and whether all found are there.
    """
    conditions = landscape.conditions
    static = mask & ((1 << conditions.n_static) - 1)
    line_bits = [k for k in range(conditions.n_red_lines) if mask >> k & 1]
    inside = landscape.within(static)
    distinct = list({ground.tobytes(): ground for ground in grounds if len(ground)}.values())
    if not line_bits or not distinct:
        freed = np.zeros(len(landscape.deals), dtype=bool)
        freed[inside] = True
        witness = int(distinct[0][0]) if distinct else int(inside[0])
        return (Move(concessions=(), freed=freed, witness=witness),), True
    issues = {issue.id: issue for issue in landscape.case.issues}
    formulas = {k: conditions.items[k].requires for k in line_bits}
    named = tuple(i for i in issues if any(f is not None and i in issues_of(f) for f in formulas.values()))
    graphs = {i: step_distances(issues[i]) for i in named}
    lines = [Line(k, f, issues, graphs) for k, f in formulas.items() if f is not None]
    found: dict[tuple[str, ...], int] = {}
    asked: set[tuple[tuple[str, ...], ...]] = set()
    is_complete = True
    for ground in distinct:
        assignments, is_whole = _assignments(landscape, named, ground)
        is_complete &= is_whole
        key = tuple(tuple(terms.values()) for terms, _ in assignments)
        if key in asked:
            continue
        asked.add(key)
        witnesses = {tuple(terms.values()): position for terms, position in assignments}
        for terms in _mildest([terms for terms, _ in assignments], lines):
            found.setdefault(tuple(terms.values()), witnesses[tuple(terms.values())])
    moves = [
        _move(landscape, lines, named, inside, dict(zip(named, options, strict=True)), witness)
        for options, witness in found.items()
    ]
    moves.sort(key=lambda move: (move.steps, move.witness))
    if len(moves) > MOVE_LIMIT:
        moves, is_complete = moves[:MOVE_LIMIT], False
    return tuple(moves), is_complete


def _assignments(
    landscape: Landscape, named: tuple[str, ...], positions: IntArray
) -> tuple[list[tuple[dict[str, str], int]], bool]:
    """Distinct options of the named issues among the deals at ``positions``, each with the first deal that has them."""
    order = [issue.id for issue in landscape.case.issues]
    columns = [landscape.options[order.index(i)][positions] for i in named]
    rows, first = np.unique(np.stack(columns, axis=1), axis=0, return_index=True)
    ids = [landscape.case.issue(i).option_ids for i in named]
    cut = rows[:ASSIGNMENT_LIMIT]
    found = [
        ({i: ids[c][int(row[c])] for c, i in enumerate(named)}, int(positions[at])) for row, at in zip(cut, first, strict=False)
    ]
    return found, len(rows) <= ASSIGNMENT_LIMIT


def _mildest(assignments: list[dict[str, str]], lines: list[Line]) -> list[dict[str, str]]:
    """Assignments no other is on the way to, fewest steps first; those that ask the same are kept once."""
    ranked = sorted(assignments, key=lambda terms: (sum(sum(line.beyond(terms)) for line in lines), tuple(terms.values())))
    kept: list[dict[str, str]] = []
    for terms in ranked:
        if not any(all(line.is_on_the_way(_part(k, line), _part(terms, line)) for line in lines) for k in kept):
            kept.append(terms)
    return kept


def _part(terms: dict[str, str], line: Line) -> dict[str, str]:
    return {i: terms[i] for i in line.issues}


def _move(
    landscape: Landscape, lines: list[Line], named: tuple[str, ...], inside: IntArray, terms: dict[str, str], witness: int
) -> Move:
    """The move that admits ``terms``, with every deal it frees."""
    order = [issue.id for issue in landscape.case.issues]
    columns = np.stack([landscape.options[order.index(i)][inside] for i in named], axis=1)
    rows, which = np.unique(columns, axis=0, return_inverse=True)
    ids = [landscape.case.issue(i).option_ids for i in named]
    is_free = np.zeros(len(rows), dtype=bool)
    for r, row in enumerate(rows):
        here = {i: ids[c][int(row[c])] for c, i in enumerate(named)}
        is_free[r] = all(
            evaluate(line.formula, here) or line.is_on_the_way(_part(here, line), _part(terms, line)) for line in lines
        )
    freed = np.zeros(len(landscape.deals), dtype=bool)
    freed[inside[is_free[which.reshape(-1)]]] = True
    concessions = tuple(
        Concession(
            condition=landscape.conditions.items[line.bit],
            admits=tuple((i, terms[i], s) for i, s in zip(line.issues, line.beyond(terms), strict=True) if s),
        )
        for line in lines
        if any(line.beyond(terms))
    )
    return Move(concessions=concessions, freed=freed, witness=witness)
