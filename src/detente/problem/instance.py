"""A problem in integers: each party's values scaled to whole numbers from 0, its floor with them, packages as a sweep.

Scaling a party's values by a positive factor, or shifting an issue's, changes neither who accepts what nor what
dominates what; so values become integers by the lcm of their denominators, each issue's least value becomes 0, and
all are divided by their gcd. Comparisons are then exact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from detente.problem.arguments import some_names
from detente.problem.problem import AgreementProblem, ProblemError
from detente.problem.sweep import PairTable, Sweep, sweep

__all__ = ["HEADROOM_BITS", "Instance", "instance"]

HEADROOM_BITS = 62
"""Sums below this many bits are machine integers; beyond it Python's own, slower and just as exact."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Instance:
    """What the engines read: every requirement and floor in it is enforced.

    Parameters
    ----------
    floors : per party, the least integer value it accepts; ``None`` where it would take anything, or its floor is left out.
    most : per party, the sum of its largest gains: no package is worth more.
    unit, offset : per party; value = offset + unit x integer.
    is_wide : whether some party's sums need more than ``HEADROOM_BITS`` (tables then hold Python integers).
    """

    problem: AgreementProblem
    sweep: Sweep
    floors: tuple[int | None, ...]
    most: tuple[int, ...]
    unit: tuple[Fraction, ...]
    offset: tuple[Fraction, ...]
    is_wide: bool

    def value(self, party: int, integer: int) -> Fraction:
        """An integer value on the party's own scale."""
        return self.offset[party] + self.unit[party] * int(integer)

    def integer(self, party: int, choice: Sequence[int]) -> int:
        """A package's value as an integer of this instance."""
        scaled = (self.problem.value(party, choice) - self.offset[party]) / self.unit[party]
        return int(scaled)


def instance(problem: AgreementProblem, *, without: Collection[str] = ()) -> Instance:
    """The problem in integers, with the requirements and floors named in ``without`` given up.

    Raises
    ------
    ProblemError
        If ``without`` names a hard requirement, or nothing of the problem.
    TooEntangled
        If the requirements join too many issues (see ``sweep``).

    Examples
    --------
    >>> found = instance(AgreementProblem.of([[["1/3", "1/2"], [0, 1]]], ["2/3"]))
    >>> found.floors, found.unit, found.offset
    ((2,), (Fraction(1, 6),), (Fraction(1, 3),))
    """
    hard = {r.id for r in problem.requirements if r.is_hard}
    known = {r.id for r in problem.requirements} | set(problem.parties)
    for name in (without := some_names(without, "what is given up")):
        if name in hard or name not in known:
            raise ProblemError(f"{name} is no requirement or party that can be given up")
    scales = [_scale(problem, a) for a in range(len(problem.parties))]
    is_wide = any(scale.most.bit_length() > HEADROOM_BITS for scale in scales)
    dtype = np.dtype(object) if is_wide else np.dtype(np.int64)
    tables = [[np.array(row, dtype=dtype) for row in scale.rows] for scale in scales]
    pairs = [
        PairTable(party=a, first=first, second=second, values=np.array(values, dtype=dtype))
        for a, scale in enumerate(scales)
        for first, second, values in scale.pairs
    ]
    formulas = [r.formula for r in problem.requirements if r.id not in without]
    floors = [
        None if floor is None or party in without else _ceiling((floor - s.offset) / s.unit)
        for party, floor, s in zip(problem.parties, problem.reservation_values, scales, strict=True)
    ]
    return Instance(
        problem=problem,
        sweep=sweep(problem.issues, problem.options, tables, pairs, formulas),
        floors=tuple(floors),
        most=tuple(s.most for s in scales),
        unit=tuple(s.unit for s in scales),
        offset=tuple(s.offset for s in scales),
        is_wide=is_wide,
    )


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """One party's integers: ``rows`` per issue, ``pairs`` as (first, second, values)."""

    rows: list[list[int]]
    pairs: list[tuple[int, int, list[list[int]]]]
    unit: Fraction
    offset: Fraction
    most: int


def _scale(problem: AgreementProblem, party: int) -> _Scale:
    rows = problem.values[party]
    terms = [t for t in problem.interactions if t.party == problem.parties[party]]
    lows = [min(row) for row in rows]
    term_lows = [min(map(min, t.values)) for t in terms]
    offset = sum(lows, Fraction(0)) + sum(term_lows, Fraction(0))
    shifted = [[v - low for v in row] for row, low in zip(rows, lows, strict=True)]
    tables = [[[v - low for v in row] for row in t.values] for t, low in zip(terms, term_lows, strict=True)]
    every = [v for row in shifted for v in row] + [v for table in tables for row in table for v in row]
    factor = lcm(1, *{v.denominator for v in every})
    common = gcd(*{v.numerator * (factor // v.denominator) for v in every}) or 1

    def whole(row: Sequence[Fraction]) -> list[int]:
        return [v.numerator * (factor // v.denominator) // common for v in row]

    own = [whole(row) for row in shifted]
    pairs = [
        (problem.issues.index(t.first), problem.issues.index(t.second), [whole(row) for row in table])
        for t, table in zip(terms, tables, strict=True)
    ]
    most = sum(max(row) for row in own) + sum(max(map(max, table)) for _, _, table in pairs)
    return _Scale(rows=own, pairs=pairs, unit=Fraction(common, factor), offset=offset, most=most)


def _ceiling(number: Fraction) -> int:
    return -((-number.numerator) // number.denominator)
