"""Every package of a case in one fixed order: the last issue runs fastest."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.formula import And, Formula, Implies, Not, OneOf, Or
from detente.model.package import Package

__all__ = ["SPACE_LIMIT", "PackageSpace", "SpaceTooLarge"]

SPACE_LIMIT = 2_000_000
"""Most packages listed one by one."""

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class SpaceTooLarge(ValueError):
    """A case has more packages than are listed one by one."""


class PackageSpace:
    """The packages of a case: ``size`` of them, ``shape`` options per issue.

    Raises
    ------
    SpaceTooLarge
        If there are more than ``SPACE_LIMIT``.
    """

    def __init__(self, case: Case) -> None:
        self.issues = case.issues
        self.shape = tuple(len(issue.options) for issue in case.issues)
        self.size = prod(self.shape)
        if self.size > SPACE_LIMIT:
            raise SpaceTooLarge(
                f"the {self.size:,} packages of the case are too many to look at one by one (at most {SPACE_LIMIT:,})"
            )
        self._axis = {issue.id: k for k, issue in enumerate(case.issues)}

    def mask(self, formula: Formula) -> BoolArray:
        """Shape (size,): which packages satisfy a formula. O(size x nodes of the formula)."""
        grid = np.broadcast_to(self._grid(formula), self.shape)
        return np.ascontiguousarray(grid).reshape(-1)

    def _grid(self, formula: Formula) -> BoolArray:
        """Truth over the issues a formula names, with length 1 along the others."""
        match formula:
            case OneOf(issue=issue, options=options):
                axis = self._axis[issue]
                line = np.array([option in options for option in self.issues[axis].option_ids])
                return line.reshape([-1 if k == axis else 1 for k in range(len(self.shape))])
            case Not(part=part):
                return ~self._grid(part)
            case And(parts=parts):
                grids = [self._grid(part) for part in parts]
                return np.asarray(np.logical_and.reduce(np.broadcast_arrays(*grids)), dtype=bool)
            case Or(parts=parts):
                grids = [self._grid(part) for part in parts]
                return np.asarray(np.logical_or.reduce(np.broadcast_arrays(*grids)), dtype=bool)
            case Implies(condition=condition, consequence=consequence):
                return ~self._grid(condition) | self._grid(consequence)

    def index(self, package: Package) -> int:
        """Position of a complete package; raises ``KeyError`` if it lacks an issue or an option is unknown."""
        position = 0
        for issue in self.issues:
            position = position * len(issue.options) + issue.index(package[issue.id])
        return position

    def package(self, index: int) -> Package:
        """The package at a position."""
        terms = []
        for issue in reversed(self.issues):
            index, option = divmod(index, len(issue.options))
            terms.append((issue.id, issue.options[option].id))
        return Package(tuple(reversed(terms)))

    def values(self, tables: Sequence[IntArray], subset: IntArray | None = None) -> IntArray:
        """Sum over issues of each package's table entry: all packages, or those at ``subset``.

        ``tables`` holds one array per issue, shape (options of that issue,). O(size), or
        O(len(subset) x issues).
        """
        if subset is not None and len(subset) * len(self.shape) < self.size:
            total = np.zeros(len(subset), dtype=tables[0].dtype)
            for table, column in zip(tables, np.unravel_index(subset, self.shape), strict=True):
                total += table[column]
            return total
        total = _outer_sum(tables)
        return total if subset is None else total[subset]


def _outer_sum(tables: Sequence[IntArray]) -> IntArray:
    """Every sum of one entry of each table, the last table varying fastest.

    Halves are summed first, so that the long loop runs over a long row and not over the few options of one issue.
    """
    if len(tables) == 1:
        return tables[0]
    middle = len(tables) // 2
    return np.asarray((_outer_sum(tables[:middle])[:, None] + _outer_sum(tables[middle:])[None, :]).reshape(-1))
