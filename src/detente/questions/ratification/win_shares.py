"""Win-sets over readings of the record: in how many of them is each package ratified?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.gate import BoolArray

__all__ = ["WinShares", "win_shares"]

CELLS = 1 << 24
"""Most votes looked at together."""

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WinShares:
    """How often each package is ratified.

    Parameters
    ----------
    ratified : shape (packages,); in how many readings the package passes.
    sizes : shape (readings,); how many packages pass in the reading.
    supported : shape (actors, packages); in how many readings the actor is in favor.
    pivotal : shape (actors, packages); in how many readings the actor alone could turn the outcome.
    """

    n_readings: int
    ratified: IntArray
    sizes: IntArray
    supported: IntArray
    pivotal: IntArray

    @property
    def necessary(self) -> BoolArray:
        """Packages that pass in every reading."""
        return np.asarray(self.ratified == self.n_readings, dtype=np.bool_)

    @property
    def possible(self) -> BoolArray:
        """Packages that pass in some reading."""
        return np.asarray(self.ratified > 0, dtype=np.bool_)

    def share(self, package: int) -> Fraction:
        """The share of readings in which a package passes."""
        return Fraction(int(self.ratified[package]), self.n_readings)


def win_shares(side: Constituency, yes: npt.ArrayLike) -> WinShares:
    """Win-sets in each of many readings.

    Parameters
    ----------
    yes : shape (actors, readings, packages); whether the actor is in favor of the package in that reading.

    Raises
    ------
    RatificationError
        If the shape is another, or there is no reading.

    O(actors x parts of the rule x readings x packages), for the pivotal actors.

    Examples
    --------
    >>> found = win_shares(Constituency.of_votes([2, 1], 2), [[[1, 0], [1, 1]], [[1, 1], [0, 0]]])
    >>> found.ratified.tolist(), found.pivotal.tolist()
    ([2, 1], [[2, 2], [0, 0]])
    """
    votes = np.asarray(yes, dtype=np.bool_)
    if votes.ndim != 3 or len(votes) != len(side.actors) or not votes.shape[1]:
        message = f"votes must have shape (actors, readings, packages) with {len(side.actors)} actors and a reading"
        raise RatificationError(Flaw.BAD_SHAPE, message)
    n_actors, n_readings, n_packages = votes.shape
    ratified = np.zeros(n_packages, dtype=np.int64)
    sizes = np.zeros(n_readings, dtype=np.int64)
    pivotal = np.zeros((n_actors, n_packages), dtype=np.int64)
    step = max(1, CELLS // max(1, n_actors * n_packages))
    for start in range(0, n_readings, step):
        some = votes[:, start : start + step].copy()
        passed = side.gate.passes_each(some)
        ratified += passed.sum(axis=0)
        sizes[start : start + step] = passed.sum(axis=1)
        for k in range(n_actors):
            some[k] = ~some[k]
            pivotal[k] += (side.gate.passes_each(some) != passed).sum(axis=0)
            some[k] = ~some[k]
    return WinShares(
        n_readings=n_readings, ratified=ratified, sizes=sizes, supported=votes.sum(axis=1, dtype=np.int64), pivotal=pivotal
    )
