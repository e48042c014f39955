"""What red lines and rules make of every package, before anyone's values come in.

For each package that is a deal, the *code* is the mask of red lines and rules it breaks. Codes
decide exactly, in integers, whether the positions as stated leave any package at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.model.package import Package
from detente.questions.agreement.conditions import Conditions
from detente.readings.space import PackageSpace

__all__ = ["CONDITION_LIMIT", "Landscape", "TooManyConditions"]

CONDITION_LIMIT = 60
"""Most conditions handled: a code is one 64-bit integer."""

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class TooManyConditions(ValueError):
    """A case has more conditions than one code can hold."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Landscape:
    """Every deal of a case with the red lines and rules it breaks.

    Parameters
    ----------
    deals : shape (n_deals,); indices into ``space`` of packages that are deals: they meet
        ``deal_requires`` and differ from the no-deal path somewhere.
    codes : shape (n_deals,); masks over the red lines and rules of ``conditions``.
    options : one array of shape (n_deals,) per issue; the position of the package's option.
    """

    case: Case
    space: PackageSpace
    conditions: Conditions
    deals: IntArray
    codes: IntArray
    options: tuple[npt.NDArray[np.int16], ...]

    @classmethod
    def of(cls, case: Case) -> Landscape:
        """Evaluate every rule and red line once over the whole space. O(packages x conditions); the last is kept.

        Raises
        ------
        SpaceTooLarge
            If the case has more packages than the space enumerates.
        TooManyConditions
            If it has more than ``CONDITION_LIMIT`` conditions.
        """
        return _laid_out(case)

    @classmethod
    def laid_out(cls, case: Case) -> Landscape:
        """The same, made anew."""
        conditions = Conditions.of(case)
        if len(conditions.items) > CONDITION_LIMIT:
            raise TooManyConditions(f"{len(conditions.items)} conditions; the limit is {CONDITION_LIMIT}")
        space = PackageSpace(case)
        is_deal = np.ones(space.size, dtype=bool)
        for rule in case.deal_requires:
            is_deal &= space.mask(rule.requires)
        path = case.no_deal.path
        if path is not None and all(issue.id in path for issue in case.issues):
            is_deal[space.index(path)] = False
        deals = np.flatnonzero(is_deal).astype(np.int64)
        codes = np.zeros(len(deals), dtype=np.int64)
        for k, condition in enumerate(conditions.items[: conditions.n_static]):
            if condition.requires is not None:
                broken = ~space.mask(condition.requires)[deals]
                codes |= broken.astype(np.int64) << k
        options = tuple(a.astype(np.int16) for a in np.unravel_index(deals, space.shape))
        return cls(case=case, space=space, conditions=conditions, deals=deals, codes=codes, options=options)

    def package(self, position: int) -> Package:
        """The package of the deal at ``position``."""
        return self.space.package(int(self.deals[position]))

    @property
    def clear(self) -> IntArray:
        """Positions of deals that break no red line and no rule."""
        return np.flatnonzero(self.codes == 0).astype(np.int64)

    def within(self, mask: int) -> IntArray:
        """Positions of deals that break no condition outside ``mask``."""
        return np.flatnonzero((self.codes & ~np.int64(mask & ((1 << self.conditions.n_static) - 1))) == 0).astype(np.int64)


@lru_cache(maxsize=1)
def _laid_out(case: Case) -> Landscape:
    return Landscape.laid_out(case)
