"""The walk through a sweep that keeps undominated prefixes, thinned where they are too many or a loss is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.problem.instance import Instance
from detente.problem.prefixes import PackageKeys, Prefixes, extended, most_to_come, no_prefix, reachable
from detente.problem.thinning import thinned, thinned_to

__all__ = ["POINT_LIMIT", "Walk", "walk"]

POINT_LIMIT = 500_000
"""Most prefixes kept after a layer; with ten options an issue and four parties, up to half a gigabyte of memory."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Walk:
    """Where a walk came to.

    Parameters
    ----------
    layers : the prefixes after each layer; only the last unless all were asked for; without one where no package is
        feasible or reaches the floors.
    losses : per party, the most that thinning cost it, in the instance's integers.
    """

    layers: tuple[Prefixes, ...]
    losses: tuple[int, ...]

    @classmethod
    def exact(cls, last: Prefixes) -> Walk:
        """A walk that lost nothing, of which only the last layer is at hand."""
        return cls(layers=(last,), losses=(0,) * len(last.values))

    @property
    def last(self) -> Prefixes:
        """The packages."""
        return self.layers[-1]


def walk(
    found: Instance,
    floors: Sequence[int | None],
    keys: PackageKeys,
    *,
    point_limit: int = POINT_LIMIT,
    budget: Sequence[int] | None = None,
    is_every_layer_kept: bool = False,
) -> Walk:
    """Through all layers.

    Parameters
    ----------
    floors : only packages that reach these integers.
    budget : per party, the loss allowed over the whole walk; each layer may use its share of what is left of it.
    """
    prefixes = no_prefix(found, keys)
    losses = (0,) * len(floors)
    kept: list[Prefixes] = []
    if found.sweep.is_empty:
        return Walk(layers=(prefixes.taken(np.zeros(0, dtype=np.int64)),), losses=losses)
    to_come = most_to_come(found) if any(floor is not None for floor in floors) else None
    for place, layer in enumerate(found.sweep.layers):
        prefixes = extended(prefixes, layer, keys)
        if to_come is not None:
            prefixes = reachable(prefixes, floors, to_come[place + 1])
        lots = [(0,) * len(floors)]
        if budget is not None:
            left = len(found.sweep.layers) - place
            prefixes, lost = thinned(prefixes, [1 + (b - used) // left for b, used in zip(budget, losses, strict=True)])
            lots.append(lost)
        if prefixes.size > point_limit:
            prefixes, lost = thinned_to(prefixes, point_limit)
            lots.append(lost)
        losses = tuple(used + sum(lost) for used, lost in zip(losses, zip(*lots, strict=True), strict=True))
        kept = [*kept, prefixes] if is_every_layer_kept else [prefixes]
    return Walk(layers=tuple(kept), losses=losses)
