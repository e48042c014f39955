"""Who leaves over one package in each reading, and whether the government stands: both fixed points at once.

As :mod:`~detente.questions.ratification.survival`, for many readings: from all inside, partners leave in rounds (the
highest outcome); from all outside they return (the lowest).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.gate import BoolArray

__all__ = ["ExitsOver", "exits_over"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class ExitsOver:
    """Outcomes in n readings: who stays, shape (partners, n), and whether the government stands, shape (n,).

    ``held_highest`` and ``held_lowest`` say the same where outside members who back the package keep it in place. For n
    there may be several axes: readings and packages.
    """

    highest: BoolArray
    lowest: BoolArray
    stands_highest: BoolArray
    stands_lowest: BoolArray
    held_highest: BoolArray
    held_lowest: BoolArray


def exits_over(
    government: Constituency,
    partners: Sequence[str],
    leaves: Mapping[str, BoolArray],
    follows: Mapping[str, Sequence[str]],
    margins: Mapping[str, FloatArray],
    office: Mapping[str, FloatArray],
    support: tuple[Mapping[str, BoolArray], Mapping[str, BoolArray]] = ({}, {}),
) -> ExitsOver:
    """Both outcomes. O(partners^2) evaluations of the rule over all readings.

    Parameters
    ----------
    leaves : per partner, whether it leaves whatever the others do, shape (n,).
    follows : per partner, others after whose exit it leaves too.
    margins : per partner that weighs it, what the package is worth to it above no deal, shape (n,); with ``office`` it stays
        where that and the office it keeps while the government stands are at least 0.
    support : outside members who would keep the government in place for this package, shape (n,): who surely would, for the
        lowest outcome, and who may, for the highest. Partners do not count on them when they decide.
    """
    arrays = [*leaves.values(), *support[1].values()]
    n = arrays[0].shape if arrays else (1,)
    ends = []
    for start in (True, False):
        staying = {partner: np.full(n, start, np.bool_) for partner in partners}
        while True:
            after = {}
            for partner in partners:
                inside = {**staying, partner: np.ones(n, np.bool_)}
                stays = ~leaves[partner]
                for other in follows.get(partner, ()):
                    if other in staying:
                        stays = stays & staying[other]
                if partner in margins and partner in office:
                    stands = _stands(government, inside, {}, n)
                    stays = stays & (margins[partner] + office[partner] * stands >= -1e-9)
                after[partner] = stays
            if all(np.array_equal(after[p], staying[p]) for p in partners):
                break
            staying = after
        ends.append(staying)
    rows = [np.stack([end[p] for p in partners]) if partners else np.zeros((0, *n), np.bool_) for end in ends]
    stood = [_stands(government, end, {}, n) for end in ends]
    held = [_stands(government, end, support[k], n) for k, end in ((1, ends[0]), (0, ends[1]))]
    return ExitsOver(
        highest=rows[0],
        lowest=rows[1],
        stands_highest=stood[0],
        stands_lowest=stood[1],
        held_highest=held[0],
        held_lowest=held[1],
    )


def _stands(
    government: Constituency, staying: Mapping[str, BoolArray], support: Mapping[str, BoolArray], n: tuple[int, ...]
) -> BoolArray:
    """Whether those who stay suffice; actors of the rule that are no partners stay, outside members only with ``support``."""
    rows = np.zeros((len(government.actors), *n), np.bool_)
    for k, actor in enumerate(government.actors):
        if actor in staying:
            rows[k] = staying[actor]
        elif government.outside >> k & 1:
            rows[k] = support.get(actor, False)
        else:
            rows[k] = True
    return government.gate.passes_each(rows)
