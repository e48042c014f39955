"""What each reading adds to a share: numbers whose mean is the share, so that two shares can be compared draw by draw.

Under a pattern of red lines the share is a ratio: readings with a deal over readings possible. Its
influence function (Hampel 1974) spreads the ratio over the readings: their mean is the ratio itself,
their scatter gives its error, and the scatter of a difference the paired error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np
import numpy.typing as npt

from detente.model.case import Case
from detente.questions.agreement.conditions import Conditions
from detente.questions.agreement.firmness import Level, TooManyPatterns, patterns, switches
from detente.questions.agreement.landscape import IntArray, Landscape
from detente.questions.agreement.shares import unexplained
from detente.questions.agreement.tally import Tally
from detente.readings.draws import Readings

__all__ = ["Contributions", "FloatArray", "PatternShares", "paired_error"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Contributions:
    """Per reading, shape (n,): their mean is ``share``. ``None`` share where no reading drawn fits the record."""

    per_reading: FloatArray
    share: Fraction | None


class PatternShares:
    """The shares of one set of played readings under every pattern of red lines, worked out as asked.

    Parameters
    ----------
    barred : per reading, the minimal masks of red lines that bar the packages acceptable otherwise.
    is_every_set : whether every set of red lines was tried for that; else only all of them off and none can be weighed.
    """

    def __init__(
        self,
        case: Case,
        conditions: Conditions,
        readings: Readings,
        barred: Sequence[tuple[int, ...]],
        *,
        is_every_set: bool = True,
    ) -> None:
        self.is_every_set = is_every_set
        self.conditions = conditions
        self.n = len(barred)
        held = unexplained(case, conditions, readings, self.n)
        groups: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        of = [groups.setdefault(pair, len(groups)) for pair in zip(barred, held, strict=True)]
        self.group_of: IntArray = np.array(of, dtype=np.int64)
        self.groups = tuple(groups)
        self.sizes = np.bincount(self.group_of, minlength=len(groups))
        sizes = [d.effective_size for d in readings.actors if d.effective_size is not None]
        self.n_effective = min([float(self.n), *sizes])
        self._known: dict[int, tuple[FloatArray, Fraction] | None] = {}

    @classmethod
    def of(cls, landscape: Landscape, readings: Readings, result: Tally) -> PatternShares:
        """From readings played over every package."""
        conditions = landscape.conditions
        other = conditions.rule_mask | conditions.floor_mask
        free = [tuple(mask for mask in family if not mask & other) for family in result.families]
        return cls(landscape.case, conditions, readings, [free[int(f)] for f in result.family_of])

    def under(self, in_force: int) -> tuple[FloatArray, Fraction] | None:
        """Per group the contribution to the share under a pattern, and the share; ``None`` when no reading is possible."""
        if in_force not in self._known:
            self._known[in_force] = self._under(in_force)
        return self._known[in_force]

    def _under(self, in_force: int) -> tuple[FloatArray, Fraction] | None:
        possible = np.array([all(mask & in_force for mask in held) for _, held in self.groups], dtype=bool)
        deal = possible & np.array([any(not mask & in_force for mask in deals) for deals, _ in self.groups], dtype=bool)
        n_possible, n_deal = int(self.sizes[possible].sum()), int(self.sizes[deal].sum())
        if not n_possible:
            return None
        share = Fraction(n_deal, n_possible)
        ratio = float(share)
        return ratio + (deal - ratio * possible) * (self.n / n_possible), share

    def weighed(self, chances: tuple[tuple[int, Fraction], ...]) -> Contributions:
        """The share over patterns, each with its probability."""
        total = np.zeros(len(self.groups))
        share: Fraction | None = Fraction(0)
        for in_force, chance in chances:
            found = self.under(in_force)
            if found is None:
                share = None
            elif share is not None:
                total += float(chance) * found[0]
                share += chance * found[1]
        return Contributions(per_reading=total[self.group_of], share=share)

    def some_bluff(self, case: Case) -> Contributions | None:
        """The middle figure, by the firmness of ``case``; ``None`` with too many patterns to weigh."""
        if not self.is_every_set:
            return None
        try:
            return self.weighed(patterns(switches(case, self.conditions), Level.MIDDLE))
        except TooManyPatterns:
            return None

    def all_off(self) -> Contributions:
        """The share with no red line in force."""
        return self.weighed(((0, Fraction(1)),))


def paired_error(difference: FloatArray, n_effective: float) -> float:
    """One standard error of the mean of a difference taken draw by draw; 0 where a single reading is exact."""
    if len(difference) < 2:
        return 0.0
    return float(difference.std(ddof=1)) / sqrt(n_effective)
