"""Small linear programs, solved exactly in integers.

The programs behind a case are small (tens of variables) and what is asked of them is often
whether something is *exactly* zero, so they are solved by the simplex method on integer tableaus
(Edmonds 1967 and Bareiss 1968 keep every entry an integer with one common denominator). The answer
needs no tolerance and no second check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

__all__ = ["Optimum", "Program", "Row", "Sense", "Status"]

DANTZIG_PIVOTS = 200
"""Pivots by steepest reduced cost before Bland's rule, which cannot cycle, takes over."""


class Sense(StrEnum):
    """How a row's left side stands to its bound."""

    AT_MOST = "<="
    AT_LEAST = ">="
    EQUAL = "="


class Status(StrEnum):
    """How a program ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True, slots=True)
class Row:
    """``sum coefficients[v] * v`` stands in ``sense`` to ``bound``; absent variables count 0."""

    coefficients: Mapping[str, Fraction]
    sense: Sense
    bound: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """The end of a program: ``value`` and ``point`` are set when it is optimal."""

    status: Status
    value: Fraction = Fraction(0)
    point: Mapping[str, Fraction]


class Program:
    """Rows over non-negative variables, ready to be maximized for one objective after another.

    Parameters
    ----------
    variables : names, in a fixed order; each is at least 0.
    rows : constraints; names outside ``variables`` raise ``KeyError``.

    Cost: phase one once, then a warm start per objective; O(rows * columns) integers a pivot.
    """

    def __init__(self, variables: Sequence[str], rows: Sequence[Row]) -> None:
        self.variables = tuple(variables)
        self._column = {name: k for k, name in enumerate(self.variables)}
        self._denominator = 1
        self._table: list[list[int]] = []
        self._basis: list[int] = []
        self._width = 0
        self.is_feasible = self._set_up(rows)

    def maximize(self, objective: Mapping[str, Fraction]) -> Optimum:
        """The greatest value of a linear function, exactly, with a point where it is reached."""
        if not self.is_feasible:
            return Optimum(status=Status.INFEASIBLE, point={})
        scale = lcm(1, *(c.denominator for c in objective.values()))
        costs = [0] * self._width
        for name, coefficient in objective.items():
            costs[self._column[name]] = int(coefficient * scale)
        reduced = self._reduced(costs)
        if not self._climb(reduced):
            return Optimum(status=Status.UNBOUNDED, point={})
        value = Fraction(reduced[-1], self._denominator * scale)
        return Optimum(status=Status.OPTIMAL, value=value, point=self._point())

    def _point(self) -> dict[str, Fraction]:
        values = dict.fromkeys(self.variables, Fraction(0))
        for row, column in zip(self._table, self._basis, strict=True):
            if column < len(self.variables):
                values[self.variables[column]] = Fraction(row[-1], self._denominator)
        return values

    def _reduced(self, costs: Sequence[int]) -> list[int]:
        """The objective row in the current basis: z_j - c_j, times the denominator."""
        reduced = [-cost * self._denominator for cost in costs] + [0]
        for row, column in zip(self._table, self._basis, strict=True):
            if costs[column]:
                factor = costs[column]
                reduced = [z + factor * entry for z, entry in zip(reduced, row, strict=True)]
        return reduced

    def _set_up(self, rows: Sequence[Row]) -> bool:
        """Integer rows with slacks and artificials, then phase one. False when nothing is feasible."""
        integer_rows = [self._integer(row) for row in rows]
        n = len(self.variables)
        n_slack = sum(1 for _, sense, _ in integer_rows if sense is not Sense.EQUAL)
        artificials: list[int] = []
        self._width = n + n_slack + len(integer_rows)
        slack = n
        for k, (coefficients, sense, bound) in enumerate(integer_rows):
            line = coefficients + [0] * (n_slack + len(integer_rows)) + [bound]
            own = -1
            if sense is not Sense.EQUAL:
                line[slack] = 1 if sense is Sense.AT_MOST else -1
                own, slack = slack, slack + 1
            if line[-1] < 0:
                line = [-entry for entry in line]
            if own >= 0 and line[own] == 1:
                self._basis.append(own)
            else:
                artificial = n + n_slack + k
                line[artificial] = 1
                artificials.append(artificial)
                self._basis.append(artificial)
            self._table.append(line)
        return self._phase_one(artificials, n + n_slack)

    def _phase_one(self, artificials: Sequence[int], n_real: int) -> bool:
        if artificials:
            costs = [0] * self._width
            for column in artificials:
                costs[column] = -1
            reduced = self._reduced(costs)
            self._climb(reduced)
            if reduced[-1] != 0:
                return False
            self._drive_out(n_real)
        self._table = [row[:n_real] + row[-1:] for row in self._table]
        self._width = n_real
        return True

    def _drive_out(self, n_real: int) -> None:
        """Take artificials that are still basic (at 0) out of the basis; drop rows that say nothing."""
        k = 0
        while k < len(self._table):
            if self._basis[k] >= n_real:
                entering = next((j for j in range(n_real) if self._table[k][j]), None)
                if entering is None:
                    del self._table[k], self._basis[k]
                    continue
                self._pivot(k, entering, None)
            k += 1

    def _integer(self, row: Row) -> tuple[list[int], Sense, int]:
        scale = lcm(row.bound.denominator, *(c.denominator for c in row.coefficients.values()))
        line = [0] * len(self.variables)
        for name, coefficient in row.coefficients.items():
            line[self._column[name]] = int(coefficient * scale)
        return line, row.sense, int(row.bound * scale)

    def _climb(self, reduced: list[int]) -> bool:
        """Pivot to the optimum of ``reduced``, in place. False when the program is unbounded."""
        pivots = 0
        while True:
            entering = self._entering(reduced, is_bland=pivots >= DANTZIG_PIVOTS)
            if entering is None:
                return True
            leaving = self._leaving(entering)
            if leaving is None:
                return False
            self._pivot(leaving, entering, reduced)
            pivots += 1

    def _entering(self, reduced: Sequence[int], *, is_bland: bool) -> int | None:
        if is_bland:
            return next((j for j in range(self._width) if reduced[j] < 0), None)
        best = min(range(self._width), key=reduced.__getitem__, default=None)
        return best if best is not None and reduced[best] < 0 else None

    def _leaving(self, entering: int) -> int | None:
        """Smallest ratio of bound to entry; ties by the lowest basic column, as Bland's rule asks."""
        chosen: int | None = None
        for k, row in enumerate(self._table):
            if row[entering] <= 0:
                continue
            if chosen is None:
                chosen = k
                continue
            other = self._table[chosen]
            difference = row[-1] * other[entering] - other[-1] * row[entering]
            if difference < 0 or (difference == 0 and self._basis[k] < self._basis[chosen]):
                chosen = k
        return chosen

    def _pivot(self, leaving: int, entering: int, reduced: list[int] | None) -> None:
        row = self._table[leaving]
        if row[entering] < 0:  # only at a zero bound, when an artificial is driven out
            row = self._table[leaving] = [-entry for entry in row]
        pivot, old = row[entering], self._denominator
        for k, other in enumerate(self._table):
            if k != leaving:
                self._table[k] = _eliminated(other, row, pivot, other[entering], old)
        if reduced is not None:
            reduced[:] = _eliminated(reduced, row, pivot, reduced[entering], old)
        self._basis[leaving] = entering
        self._denominator = pivot


def _eliminated(other: Sequence[int], row: Sequence[int], pivot: int, factor: int, old: int) -> list[int]:
    """The row with the entering column cleared; the division leaves no remainder (Bareiss 1968)."""
    if not factor:
        return [entry * pivot // old for entry in other] if pivot != old else list(other)
    return [(entry * pivot - factor * mine) // old for entry, mine in zip(other, row, strict=True)]
