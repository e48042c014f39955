"""Counting from both ends: what the parties can have in the first half of the issues, and in the second, then pairs that fit.

Each half lists the vectors of sums it can give and how often (a knapsack by halves: Horowitz & Sahni 1974); a need left
open by the first half must be covered by the second. Where the pairs are too many for an exact count, sums are
rounded to a grid, down for a count that is surely too small and up for one that is surely too large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from detente.problem.bounds import Bounds
from detente.problem.count_slacks import packages_from
from detente.problem.dominance import covered_weight, pair_cost, ranked, total_weight
from detente.problem.instance import HEADROOM_BITS
from detente.problem.sweep import Layer, Table

__all__ = ["Between", "count_by_halves", "halves_cost"]

IntArray = npt.NDArray[np.int64]
CELLS = 1 << 23
"""Most cells of a grid of pairs."""
SUMS = 1 << 20
"""Most vectors of sums of a half that are expected to be listed without rounding."""
ROUNDED = 1 << 17
"""About how many are kept each time they are rounded."""
LISTED = 25_000_000
"""Most integers of sums laid out at once while a half is listed."""
ARCS = 20_000
"""Most arcs of a sweep that are walked one by one."""
PAIR_STEPS = 0.05
"""What a step of pairing costs against one of listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A count no less than ``lower`` and no more than ``upper``; exact where they are equal."""

    lower: int
    upper: int


def count_by_halves(limits: Bounds, steps: float) -> Between | None:
    """Bounds on the number of packages that meet the floors, equal where about ``steps`` steps suffice to count them.

    ``None`` where the halves cannot be listed at all: numbers beyond 62 bits, or too many states.
    """
    middle = _listable_middle(limits)
    if middle is None:
        return None
    down = _Pairing.of(limits, middle, 0)
    found = down.between(steps)
    if not down.is_rounded:
        return found
    return Between(lower=found.lower, upper=_Pairing.of(limits, middle, 1).between(steps).upper)


def halves_cost(limits: Bounds) -> float:
    """About how many steps an exact count by halves takes, as far as sizes tell; infinite where it cannot be one."""
    middle = _listable_middle(limits)
    if middle is None:
        return float("inf")
    cost, ends = 0.0, []
    for layers in (limits.sweep.layers[:middle], limits.sweep.layers[middle:]):
        size, tops = 1.0, [1] * len(limits.parties)
        for layer in layers:
            cost += size * layer.target.shape[1] * len(layer.target)
            tops = [top + int(layer.gains[a].max()) for top, a in zip(tops, limits.parties, strict=True)]
            size = min(size * layer.target.shape[1], float(prod(tops)))
            if size > SUMS:
                return float("inf")
        ends.append((size, tops))
    (n_left, _), (n_right, tops) = ends
    if prod(tops) <= CELLS:
        return cost + PAIR_STEPS * prod(tops)
    return cost + PAIR_STEPS * pair_cost(len(tops), int(n_left), int(n_right))


def _listable_middle(limits: Bounds) -> int | None:
    n_arcs = sum(int((layer.target >= 0).sum()) for layer in limits.sweep.layers)
    if limits.most[0].dtype == object or n_arcs > ARCS or not limits.parties:
        return None
    return _middle(limits)


def _middle(limits: Bounds) -> int | None:
    """The boundary that makes the larger half smallest; ``None`` where a half has 2^62 packages or more."""
    layers = limits.sweep.layers
    onward = packages_from(limits.sweep)
    reached: list[npt.NDArray[np.object_]] = [np.array([1], dtype=object)]
    for layer in layers:
        ways = np.zeros(layer.n_after, dtype=object)
        for s, o in np.argwhere(layer.target >= 0):
            ways[layer.target[s, o]] += reached[-1][s]
        reached.append(ways)
    sizes = [max(int(sum(before)), int(sum(after))) for before, after in zip(reached, onward, strict=True)]
    best = min(range(len(sizes)), key=lambda b: (sizes[b], b))
    return best if sizes[best].bit_length() <= HEADROOM_BITS else None


@dataclass(frozen=True, eq=False)
class _Sums:
    """Vectors of sums, shape (axes, n), with how often each comes; ``is_rounded`` where some were."""

    vectors: Table
    counts: IntArray
    is_rounded: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class _Pairing:
    """Both halves, by the state they meet in."""

    limits: Bounds
    middle: int
    left: dict[int, _Sums]
    right: dict[int, _Sums]

    @classmethod
    def of(cls, limits: Bounds, middle: int, rounding: int) -> _Pairing:
        layers = limits.sweep.layers
        left = _half(limits, range(middle), 0, rounding)
        n_states = len(limits.most[middle][0])
        right = {}
        for state in range(n_states):
            ends = _half(limits, range(middle, len(layers)), state, rounding)
            right[state] = _joined(list(ends.values()), len(limits.parties))
        return cls(limits=limits, middle=middle, left=left, right=right)

    @property
    def is_rounded(self) -> bool:
        """Whether some sums were rounded on the way."""
        return any(s.is_rounded for half in (self.left, self.right) for s in half.values())

    def between(self, steps: float) -> Between:
        """The pairs that fit, over all states."""
        lower = upper = 0
        floors = np.array(self.limits.floors, dtype=np.int64)[:, None]
        for state, ends in self.left.items():
            needs = floors - ends.vectors
            some = _pairs(needs, ends.counts, self.right[state], steps / len(self.left))
            lower, upper = lower + some.lower, upper + some.upper
        return Between(lower=lower, upper=upper)


def _half(limits: Bounds, places: range, state: int, rounding: int) -> dict[int, _Sums]:
    """Sums of the packages of some layers from a state, by the state they end in.

    Sums that cannot lead to an acceptable package are left out; those beyond what any completion asks are cut to it.
    """
    cut = _Cut(limits, places.start, state)
    found = {state: _Sums(np.zeros((len(limits.parties), 1), dtype=np.int64), np.ones(1, dtype=np.int64))}
    for place in places:
        layer = limits.sweep.layers[place]
        if _n_listed(found, layer) * (len(limits.parties) + 1) > LISTED:
            found = {t: _rounded(s, rounding) for t, s in found.items() if len(s.counts)}
        parts: dict[int, list[_Sums]] = {}
        for s, sums in found.items():
            for o in np.flatnonzero(layer.target[s] >= 0):
                step = np.array([[layer.gains[a][s if len(layer.gains[a]) > 1 else 0, o]] for a in limits.parties])
                after = int(layer.target[s, o])
                moved = cut.of(_Sums(sums.vectors + step, sums.counts, sums.is_rounded), place + 1, after)
                parts.setdefault(after, []).append(moved)
        found = {t: _merged(_joined(some, len(limits.parties))) for t, some in parts.items()}
    return found


def _n_listed(found: dict[int, _Sums], layer: Layer) -> int:
    """Vectors that a layer makes of those before it."""
    return sum(len(sums.counts) * int((layer.target[state] >= 0).sum()) for state, sums in found.items())


class _Cut:
    """What sums from a state need not be told apart: too small for every completion, or more than enough for each."""

    def __init__(self, limits: Bounds, start: int, state: int) -> None:
        def prefix(tops: Sequence[Table]) -> Table:
            """What comes before the state, at most or at least; by what the whole can be and what is left."""
            return (tops[0][:, 0] - tops[start][:, state])[:, None]

        self.limits = limits
        floors = np.array(limits.floors, dtype=np.int64)[:, None]
        self.asked = floors - prefix(limits.most)
        self.enough = floors - prefix(limits.least)
        rows = np.array(limits.rows, dtype=np.int64)
        self.rows = rows
        self.rows_asked = rows @ floors - prefix(limits.rows_most) if limits.rows else None

    def of(self, sums: _Sums, boundary: int, state: int) -> _Sums:
        most, least = self.limits.most[boundary][:, state, None], self.limits.least[boundary][:, state, None]
        kept = (sums.vectors >= self.asked - most).all(axis=0)
        if self.rows_asked is not None:
            reach = self.rows @ sums.vectors + self.limits.rows_most[boundary][:, state, None]
            kept &= (reach >= self.rows_asked).all(axis=0)
        return _Sums(np.minimum(sums.vectors, self.enough - least)[:, kept], sums.counts[kept], sums.is_rounded)


def _joined(parts: Sequence[_Sums], n_axes: int) -> _Sums:
    none = np.zeros((n_axes, 0), dtype=np.int64)
    return _Sums(
        np.concatenate([none, *(p.vectors for p in parts)], axis=1),
        np.concatenate([none[:1].reshape(-1), *(p.counts for p in parts)]),
        any(p.is_rounded for p in parts),
    )


def _rounded(sums: _Sums, rounding: int) -> _Sums:
    """Sums at few values of each axis that occur: no larger where ``rounding`` is 0, no smaller where it is 1."""
    width = max(2, int(ROUNDED ** (1 / len(sums.vectors))))
    ranks = np.empty_like(sums.vectors)
    edges = []
    for axis, own in enumerate(sums.vectors):
        edges.append(_edges(own, width))
        ranks[axis] = np.searchsorted(edges[-1], own, side="left" if rounding else "right") - (0 if rounding else 1)
    merged = _merged(_Sums(ranks, sums.counts))
    return _Sums(np.array([e[r] for e, r in zip(edges, merged.vectors, strict=True)]), merged.counts, True)


def _edges(values: IntArray, width: int) -> IntArray:
    """At most ``width`` of the values, the least and the largest with them, as evenly as they come."""
    ordered = np.sort(values)
    return _distinct(ordered[np.linspace(0, len(ordered) - 1, width).astype(np.int64)])


def _distinct(values: IntArray) -> IntArray:
    """Each value once, ascending; by sorting, which is faster here than hashing."""
    ordered = np.sort(values)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1))]


def _merged(sums: _Sums) -> _Sums:
    """Equal vectors once, where they fit one integer."""
    if len(sums.counts) < 2:
        return sums
    low = sums.vectors.min(axis=1)
    radices = [int(top) + 1 for top in sums.vectors.max(axis=1) - low]
    size = prod(radices)
    if size.bit_length() > HEADROOM_BITS:
        return sums
    keys = np.zeros(len(sums.counts), dtype=np.int64)
    for axis, least, radix in zip(sums.vectors, low, radices, strict=True):
        keys = keys * radix + (axis - least)
    if size <= 8 * len(keys):
        totals = np.zeros(size, dtype=np.int64)
        np.add.at(totals, keys, sums.counts)
        kept = np.flatnonzero(totals)
        counts = totals[kept]
    else:
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
        kept, counts = keys[order[starts]], np.add.reduceat(sums.counts[order], starts)
    vectors = np.empty((len(radices), len(kept)), dtype=np.int64)
    for axis in range(len(radices) - 1, -1, -1):
        kept, vectors[axis] = np.divmod(kept, radices[axis])
    return _Sums(vectors + low[:, None], counts, sums.is_rounded)


def _pairs(needs: IntArray, counts: IntArray, right: _Sums, steps: float) -> Between:
    """Pairs of needs and sums that fit, by whatever way is cheapest; by a coarse grid where none is cheap enough."""
    if not len(counts) or not len(right.counts):
        return Between(lower=0, upper=0)
    keep_left = (needs <= right.vectors.max(axis=1)[:, None]).all(axis=0)
    needs, counts = needs[:, keep_left], counts[keep_left]
    if not len(counts):
        return Between(lower=0, upper=0)
    keep_right = (right.vectors >= needs.min(axis=1)[:, None]).all(axis=0)
    sums, weights = right.vectors[:, keep_right], right.counts[keep_right]
    if not len(weights):
        return Between(lower=0, upper=0)
    open_axes = np.flatnonzero(needs.max(axis=1) > sums.min(axis=1))
    most = int(counts.sum(dtype=object)) * int(weights.sum(dtype=object))
    if not len(open_axes):
        return Between(lower=most, upper=most)
    needs, sums = needs[open_axes], sums[open_axes]
    distinct = [_distinct(axis) for axis in sums]
    if prod(len(d) for d in distinct) <= CELLS:
        exact = next(_on_grid(needs, sums, counts, weights, distinct, most))
        return Between(lower=exact, upper=exact)
    if PAIR_STEPS * pair_cost(len(needs), len(counts), len(weights)) <= steps:
        left_ranks, right_ranks = ranked(needs, sums)
        exact = total_weight(counts, covered_weight(left_ranks, right_ranks, weights), most)
        return Between(lower=exact, upper=exact)
    lower, upper = _on_grid(needs, sums, counts, weights, _grid(sums, [len(d) for d in distinct]), most)
    return Between(lower=lower, upper=upper)


def _grid(sums: IntArray, distinct: Sequence[int]) -> list[IntArray]:
    """Edges per axis that make no more than ``CELLS`` cells; an axis of few values leaves more room to the others."""
    edges: dict[int, IntArray] = {}
    room = float(CELLS)
    for left, axis in zip(range(len(distinct), 0, -1), sorted(range(len(distinct)), key=lambda a: distinct[a]), strict=True):
        edges[axis] = _edges(sums[axis], max(1, int(room ** (1 / left) + 1e-9)))
        room /= len(edges[axis])
    return [edges[axis] for axis in range(len(distinct))]


def _on_grid(
    needs: IntArray, sums: IntArray, counts: IntArray, weights: IntArray, edges: Sequence[IntArray], most: int
) -> Iterator[int]:
    """Pairs that surely fit, then pairs that may, with sums taken down to an edge and needs up, then down."""
    shape = tuple(len(e) for e in edges)
    cells = np.zeros(shape, dtype=np.int64)
    at = tuple(np.searchsorted(e, axis, side="right") - 1 for e, axis in zip(edges, sums, strict=True))
    np.add.at(cells.reshape(-1), np.ravel_multi_index(at, shape), weights)
    for axis in range(len(shape)):
        upward = np.flip(cells, axis)
        np.cumsum(upward, axis=axis, out=upward)
    for side in ("left", "right"):
        place = [np.searchsorted(e, axis, side="left") for e, axis in zip(edges, needs, strict=True)]
        if side == "right":
            place = [np.maximum(np.searchsorted(e, axis, side="right") - 1, 0) for e, axis in zip(edges, needs, strict=True)]
        fits = np.all([p < n for p, n in zip(place, shape, strict=True)], axis=0)
        covered = cells[tuple(p[fits] for p in place)]
        yield total_weight(counts[fits], covered, most)
