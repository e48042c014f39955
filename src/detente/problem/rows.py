"""A problem as rows of whole numbers over one-hot options: a package meets a row when its options add up to enough.

A reservation value is one row: what the party gets from each option, and what it asks at the least. A requirement
is one or more *clauses*: rows of ones, at the options that would satisfy it, that ask for one. Formulas that would
need many clauses, and interaction terms, get an *auxiliary* issue: which part of an alternative holds, or which
pair of options two issues take (Plaisted & Greenbaum 1986). So every engine that tests conditions reads one matrix,
and no formula is too entangled to be written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, gcd, lcm

import numpy as np
import numpy.typing as npt

from detente.problem.clauses import Clause, Pair, Selector, clausal
from detente.problem.problem import AgreementProblem, ProblemError

__all__ = ["FINE_BITS", "BoolArray", "FloatArray", "IntArray", "Rows", "WeightRow", "rows", "whole_numbers"]

FINE_BITS = 34
"""Rows whose sums need more bits are rounded up for bounds, and every package they seem to let through is added up exactly."""

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRow:
    """Whole numbers per issue and option, auxiliary issues included, at least 0; ``shift`` bits are rounded off for bounds."""

    weights: tuple[tuple[int, ...], ...]
    shift: int

    @classmethod
    def of(cls, weights: Sequence[Sequence[int]]) -> WeightRow:
        """A row with as many bits rounded off as its largest sum needs."""
        most = sum(max(row) for row in weights)
        return cls(weights=tuple(map(tuple, weights)), shift=max(0, most.bit_length() - FINE_BITS))

    def total(self, choice: Sequence[int]) -> int:
        """What a package adds up to."""
        return sum(row[int(c)] for row, c in zip(self.weights, choice, strict=True))


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """The matrix. Columns lie option by option: option o of issue j is column o * n_all + j.

    Parameters
    ----------
    conditions : what can be given up: soft requirements in order, then the parties that have a floor.
    costs : of giving each up.
    sizes : options per issue, auxiliary issues last.
    weight_rows : one per party with a floor, then any row added by ``with_weights``.
    needs : per weight row, the least whole number asked; ``None`` where only a demand of its own asks something.
    floor_of : per weight row, the position of its condition, or -1.
    clauses : those of hard requirements have condition -1.
    units, offsets : per party: value = offset + unit x whole number.
    """

    problem: AgreementProblem
    conditions: tuple[str, ...]
    costs: tuple[Fraction, ...]
    sizes: tuple[int, ...]
    weight_rows: tuple[WeightRow, ...]
    needs: tuple[int | None, ...]
    floor_of: tuple[int, ...]
    clauses: tuple[Clause, ...]
    clause_of: tuple[int, ...]
    extra: tuple[Pair | Selector, ...]
    party_rows: tuple[int | None, ...]
    units: tuple[Fraction, ...]
    offsets: tuple[Fraction, ...]

    @property
    def n_issues(self) -> int:
        """Issues of the problem, without auxiliary ones."""
        return len(self.problem.issues)

    @cached_property
    def is_coarse(self) -> bool:
        """Whether some row is rounded for bounds."""
        return any(row.shift for row in self.weight_rows)

    @cached_property
    def closed(self) -> FloatArray:
        """Shape (columns,): 0, or minus infinity where an issue has no such option."""
        most, n = max(self.sizes), len(self.sizes)
        return np.where(np.arange(most)[:, None] < np.array(self.sizes)[None, :], 0.0, -np.inf).reshape(most * n)

    @cached_property
    def matrix(self) -> FloatArray:
        """Shape (weight rows then clauses, columns); whole numbers."""
        n = len(self.sizes)
        table = np.zeros((len(self.weight_rows) + len(self.clauses), max(self.sizes) * n))
        for r, row in enumerate(self.weight_rows):
            for j, values in enumerate(row.weights):
                for o, value in enumerate(values):
                    table[r, o * n + j] = -((-value) >> row.shift)
        for r, clause in enumerate(self.clauses, start=len(self.weight_rows)):
            for j, options in clause:
                for o in options:
                    table[r, o * n + j] = 1
        return table

    @cached_property
    def row_conditions(self) -> IntArray:
        """Per row of the matrix, its condition or -1."""
        return np.array([*self.floor_of, *self.clause_of], dtype=np.int64)

    @cached_property
    def incidence(self) -> FloatArray:
        """Shape (rows, conditions): 1 where a row belongs to a condition."""
        return np.asarray(self.row_conditions[:, None] == np.arange(len(self.conditions))[None, :], dtype=np.float64)

    def with_weights(self, added: Sequence[WeightRow]) -> Rows:
        """The same rows and some more weight rows, which only a demand's own needs ask anything of."""
        n = len(added)
        return replace(
            self,
            weight_rows=(*self.weight_rows, *added),
            needs=(*self.needs, *(None for _ in range(n))),
            floor_of=(*self.floor_of, *(-1 for _ in range(n))),
        )

    def completed(self, choices: IntArray) -> IntArray:
        """Choices of the problem's issues, shape (n, issues), with auxiliary issues settled to fit; shape (n, all issues)."""
        found = np.zeros((len(choices), len(self.sizes)), dtype=np.int64)
        found[:, : self.n_issues] = choices
        for place, extra in enumerate(self.extra, start=self.n_issues):
            found[:, place] = extra.settled(found)
        return found

    def broken(self, choices: IntArray) -> BoolArray:
        """Which conditions each complete choice breaks, exactly; the last column is whether it breaks a hard requirement.

        Shape (n, conditions + 1).
        """
        n = len(choices)
        found = np.zeros((n, len(self.conditions) + 1), dtype=np.bool_)
        columns = choices * len(self.sizes) + np.arange(len(self.sizes))[None, :]
        sums = self.matrix[:, columns].sum(axis=2)
        for r, (row, need, place) in enumerate(zip(self.weight_rows, self.needs, self.floor_of, strict=True)):
            if need is not None and place >= 0:
                short = sums[r] < (need >> row.shift)
                if row.shift:
                    short |= np.array([row.total(choice) < need for choice in choices], dtype=np.bool_)
                found[:, place] |= short
        for r, place in enumerate(self.clause_of, start=len(self.weight_rows)):
            found[:, place] |= sums[r] < 1
        return found


def rows(problem: AgreementProblem) -> Rows:
    """The rows of a problem. O(parties x options + size of the formulas).

    Raises
    ------
    ProblemError
        If a condition's cost is negative.
    """
    floored = [a for a, floor in enumerate(problem.reservation_values) if floor is not None]
    soft = [r for r in problem.requirements if not r.is_hard]
    conditions = (*(r.id for r in soft), *(problem.parties[a] for a in floored))
    costs = (*(r.cost for r in soft), *(problem.floor_costs[a] for a in floored))
    for name, cost in zip(conditions, costs, strict=True):
        if cost < 0:
            raise ProblemError(f"the cost of giving {name} up is negative: {cost}")
    places = {r.id: k for k, r in enumerate(soft)}
    form = clausal(problem)
    scales = [whole_numbers(problem, a, form.sizes, form.pairs) for a in range(len(problem.parties))]
    needs = [
        max(0, ceil((floor - scale.offset) / scale.unit))
        for floor, scale in zip(problem.reservation_values, scales, strict=True)
        if floor is not None
    ]
    clauses, owners = form.clauses, form.owners
    if not clauses and not needs:  # a matrix has a row, if only one that always holds
        clauses, owners = (((0, frozenset(range(form.sizes[0]))),),), (None,)
    return Rows(
        problem=problem,
        conditions=conditions,
        costs=costs,
        sizes=form.sizes,
        weight_rows=tuple(scales[a].row for a in floored),
        needs=tuple(needs),
        floor_of=tuple(len(soft) + k for k in range(len(floored))),
        clauses=clauses,
        clause_of=tuple(-1 if owner is None else places.get(owner, -1) for owner in owners),
        extra=form.extra,
        party_rows=tuple(floored.index(a) if a in floored else None for a in range(len(problem.parties))),
        units=tuple(s.unit for s in scales),
        offsets=tuple(s.offset for s in scales),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A party's values as a row of whole numbers: value = offset + unit x whole number."""

    row: WeightRow
    unit: Fraction
    offset: Fraction


def whole_numbers(problem: AgreementProblem, party: int, sizes: Sequence[int], pairs: Sequence[Pair]) -> Scale:
    """One party's values as whole numbers from 0, an interaction term on the auxiliary issue of its pair."""
    table = [list(row) for row in problem.values[party]]
    table += [[Fraction(0)] * size for size in sizes[len(table) :]]
    for term in problem.interactions:
        if term.party == problem.parties[party]:
            first, second = problem.issues.index(term.first), problem.issues.index(term.second)
            place = next(k for k, p in enumerate(pairs) if (p.first, p.second) == (first, second)) + len(problem.issues)
            flat = [v for row in term.values for v in row]
            table[place] = [old + new for old, new in zip(table[place], flat, strict=True)]
    offset = sum((min(row) for row in table), Fraction(0))
    shifted = [[v - low for v in row] for row, low in zip(table, map(min, table), strict=True)]
    factor = lcm(1, *(v.denominator for row in shifted for v in row))
    common = gcd(*(int(v * factor) for row in shifted for v in row)) or 1
    unit = Fraction(common, factor)
    return Scale(row=WeightRow.of([[int(v / unit) for v in row] for row in shifted]), unit=unit, offset=offset)
