"""The Pareto frontier of a problem: feasible packages where no party can gain unless another loses.

Exact however many packages there are, as long as the frontier itself (and those of the first issues) fits: see
``prefixes``. Individually rational packages are upward closed, so the frontier among them is the part of the frontier
that reaches every reservation value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.model.package import Package
from detente.problem.instance import Instance, instance
from detente.problem.prefix_walk import POINT_LIMIT, Walk, walk
from detente.problem.prefixes import PackageKeys
from detente.problem.problem import AgreementProblem
from detente.problem.two_party_prefixes import two_party_prefixes

__all__ = ["Frontier", "frontier_above", "frontier_of", "pareto_frontier"]

IntArray = npt.NDArray[np.int64]
Table = npt.NDArray[Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Frontier:
    """Distinct value vectors, none of which dominates another, with a package for each.

    Parameters
    ----------
    integers : shape (parties, points); the values in the instance's integers, largest for the first party first, then
        for the second, and so on. ``value`` and ``values`` give them on the parties' own scales.
    keys : the package of each point, the lexicographically least by the positions of its options, in ``package_keys``.
    multiplicities : packages with exactly these values (at least so many when not ``is_complete``), shape (points,).
    is_individually_rational : whether only packages that reach every reservation value were considered.
    is_complete : whether these are all points of the frontier. If not, some point comes within ``slack`` of every
        package there is: see ``slack``.
    slack : per party, on its own scale. For every feasible package (when ``is_individually_rational``: for every one
        that exceeds each reservation value by the slack or more) some point is worth to every party at least what the
        package is worth less the party's slack. All 0 when ``is_complete``.
    point_limit : the limit it was found under.
    """

    instance: Instance
    integers: Table
    keys: IntArray
    package_keys: PackageKeys
    multiplicities: Table
    is_individually_rational: bool
    is_complete: bool
    slack: tuple[Fraction, ...]
    point_limit: int

    @property
    def n_points(self) -> int:
        """How many value vectors."""
        return int(self.integers.shape[1])

    @property
    def choices(self) -> IntArray:
        """Option positions of the package of each point, shape (issues, points)."""
        return self.package_keys.choices(self.keys)

    @property
    def packages(self) -> tuple[Package, ...]:
        """A package of each point."""
        return tuple(self.instance.problem.package(choice) for choice in self.choices.T.tolist())

    @property
    def values(self) -> tuple[tuple[Fraction, ...], ...]:
        """``values[party][point]`` on each party's own scale."""
        return tuple(tuple(self.instance.value(a, v) for v in row.tolist()) for a, row in enumerate(self.integers))

    def package(self, point: int) -> Package:
        """The package of a point."""
        return self.instance.problem.package(self.package_keys.choices(self.keys[:, [point]])[:, 0].tolist())

    def value(self, point: int) -> tuple[Fraction, ...]:
        """What a point is worth to each party, on its own scale."""
        return tuple(self.instance.value(a, int(row[point])) for a, row in enumerate(self.integers))

    def records(self) -> list[dict[str, str | float | int]]:
        """One row a point, for a data frame: ``value.PARTY`` , ``packages`` and each issue's option.

        A party's values are floats, or exact text where one of them is beyond what a float can say.
        """
        problem = self.instance.problem
        columns = [_column(row) for row in self.values]
        return [
            {
                **{f"value.{party}": column[k] for party, column in zip(problem.parties, columns, strict=True)},
                "packages": int(self.multiplicities[k]),
                **{i: problem.options[j][o] for j, (i, o) in enumerate(zip(problem.issues, choice, strict=True))},
            }
            for k, choice in enumerate(self.choices.T.tolist())
        ]


def pareto_frontier(
    problem: AgreementProblem | Instance, *, individually_rational: bool = False, point_limit: int = POINT_LIMIT
) -> Frontier:
    """Feasible packages where no party can gain unless another loses, for any number of parties.

    Parameters
    ----------
    individually_rational : only packages worth at least its reservation value to every party (floors an ``Instance``
        left out bind nobody).
    point_limit : prefixes kept after a layer; past it they are thinned, and the frontier says so (``is_complete``).

    Raises
    ------
    TooEntangled
        If the requirements join too many issues.

    With F points, M issues of K options and d parties O(M F K log^(d-1) (F K)); F itself can be exponential in M where
    values are fine-grained.

    Examples
    --------
    >>> found = pareto_frontier(AgreementProblem.of([[[0, 2], [0, 3]], [[1, 0], [1, 0]]]))
    >>> found.integers.tolist(), found.choices.tolist(), found.is_complete
    ([[5, 3, 0], [0, 1, 2]], [[1, 0, 0], [1, 1, 0]], True)
    """
    found = problem if isinstance(problem, Instance) else instance(problem)
    floors = found.floors if individually_rational else (None,) * len(found.floors)
    return frontier_above(found, floors, individually_rational=individually_rational, point_limit=point_limit)


def frontier_above(found: Instance, floors: Sequence[int | None], *, individually_rational: bool, point_limit: int) -> Frontier:
    """The frontier of the packages worth at least these integers."""
    keys = PackageKeys.of(found.problem.shape)
    last = None if found.sweep.is_empty else two_party_prefixes(found, floors, keys, point_limit)
    walked = walk(found, floors, keys, point_limit=point_limit) if last is None else Walk.exact(last)
    return frontier_of(found, walked, keys, individually_rational=individually_rational, point_limit=point_limit)


def frontier_of(found: Instance, walked: Walk, keys: PackageKeys, *, individually_rational: bool, point_limit: int) -> Frontier:
    """The frontier a walk through the sweep came to."""
    return Frontier(
        instance=found,
        integers=walked.last.values,
        keys=walked.last.keys,
        package_keys=keys,
        multiplicities=walked.last.counts,
        is_individually_rational=individually_rational,
        is_complete=not any(walked.losses),
        slack=tuple(unit * loss for unit, loss in zip(found.unit, walked.losses, strict=True)),
        point_limit=point_limit,
    )


def _column(values: Sequence[Fraction]) -> list[float] | list[str]:
    """As floats, or as text where one is too large for a float or so small that it would be 0."""
    try:
        floats = [float(value) for value in values]
    except OverflowError:
        return [str(value) for value in values]
    is_lost = any(value and not number for value, number in zip(values, floats, strict=True))
    return [str(value) for value in values] if is_lost else floats
