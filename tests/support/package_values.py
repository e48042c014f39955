"""Every package of a small problem with its values, by the definition of the problem: the oracle of the exact engines."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
import numpy.typing as npt

from detente.model.formula import evaluate
from detente.problem.problem import AgreementProblem

__all__ = ["SCALE", "PackageValues", "package_values", "undominated"]

SCALE = 10_080
"""What makes whole numbers of the values in ``random_problem``: denominators up to 9 in halves."""

Choice = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PackageValues:
    """``choices`` of the packages that meet every requirement, and ``values[party, package]`` times ``SCALE``."""

    choices: tuple[Choice, ...]
    values: npt.NDArray[np.int64]
    floors: tuple[int | None, ...]

    def reaching_floors(self) -> PackageValues:
        """The packages no party refuses."""
        kept = np.ones(len(self.choices), dtype=np.bool_)
        for row, floor in zip(self.values, self.floors, strict=True):
            if floor is not None:
                kept &= row >= floor
        chosen = [c for c, k in zip(self.choices, kept.tolist(), strict=True) if k]
        return PackageValues(choices=tuple(chosen), values=self.values[:, kept], floors=self.floors)


def package_values(problem: AgreementProblem) -> PackageValues:
    """Every feasible package, valued by adding up."""
    every = np.array(list(product(*map(range, problem.shape))), dtype=np.int64)
    values = np.zeros((len(problem.parties), len(every)), dtype=np.int64)
    for a, rows in enumerate(problem.values):
        for k, row in enumerate(rows):
            values[a] += np.array([_whole(v) for v in row])[every[:, k]]
    for term in problem.interactions:
        first, second = (every[:, problem.issues.index(i)] for i in (term.first, term.second))
        values[problem.parties.index(term.party)] += np.array([[_whole(v) for v in r] for r in term.values])[first, second]
    feasible = [
        all(
            evaluate(r.formula, {i: o[c] for i, o, c in zip(problem.issues, problem.options, choice, strict=True)})
            for r in problem.requirements
        )
        for choice in every.tolist()
    ]
    floors = tuple(None if f is None else -((-f * SCALE) // 1) for f in problem.reservation_values)
    return PackageValues(choices=tuple(map(tuple, every[feasible].tolist())), values=values[:, feasible], floors=floors)


def undominated(packages: PackageValues) -> dict[tuple[int, ...], list[Choice]]:
    """The undominated value vectors, each with its packages in lexicographic order, by comparing every pair."""
    found: dict[tuple[int, ...], list[Choice]] = {}
    rows = packages.values.T
    for choice, row in zip(packages.choices, rows, strict=True):
        if not ((rows >= row).all(axis=1) & (rows > row).any(axis=1)).any():
            found.setdefault(tuple(row.tolist()), []).append(choice)
    return found


def _whole(number: Fraction) -> int:
    whole = number * SCALE
    assert whole.denominator == 1
    return int(whole)
