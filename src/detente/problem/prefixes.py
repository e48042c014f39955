"""Packages built issue by issue, keeping only the prefixes that can still lead to an undominated package.

A *prefix* settles the first issues of a sweep. Two prefixes in the same state have the same completions, so one that
another dominates leads to dominated packages only and is dropped (Minkowski sums with dominance pruning; the dynamic
program of Villarreal and Karwan 1981, "Multicriteria integer programming", Mathematical Programming 21: 204-223). Equal
prefixes are kept once, with the number of packages behind them and the lexicographically least one. Every prefix of an
undominated package is undominated in its state, so these numbers are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.problem.instance import HEADROOM_BITS, Instance
from detente.problem.maxima import Maxima, maxima
from detente.problem.sweep import Layer

__all__ = ["PackageKeys", "Prefixes", "extended", "most_to_come", "no_prefix", "reachable"]

IntArray = npt.NDArray[np.int64]
Table = npt.NDArray[Any]

CHUNK = 400_000
"""Prefixes filtered at a time: it bounds memory."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Prefixes:
    """Prefixes that are distinct and undominated in their state, sorted by state, larger values first.

    Parameters
    ----------
    values : integers, shape (parties, prefixes).
    states : shape (prefixes,).
    keys : the least package of each as numbers, shape (limbs, prefixes); see ``PackageKeys``.
    counts : packages behind each, shape (prefixes,); Python integers where 62 bits could be too few.
    """

    values: Table
    states: IntArray
    keys: IntArray
    counts: Table

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.states)

    def taken(self, chosen: npt.NDArray[np.bool_] | IntArray) -> Prefixes:
        """Some of them, in the order given."""
        return Prefixes(
            values=self.values[:, chosen], states=self.states[chosen], keys=self.keys[:, chosen], counts=self.counts[chosen]
        )


@dataclass(frozen=True, kw_only=True)
class PackageKeys:
    """Packages as mixed-radix numbers over the issues in the problem's order, so that a lesser key is an earlier package.

    A key takes several ``limbs`` where the packages are more than 2^62.

    Parameters
    ----------
    limb, stride : per issue, which limb it counts in and how much one option is worth there.
    """

    shape: tuple[int, ...]
    limb: tuple[int, ...]
    stride: tuple[int, ...]

    @classmethod
    def of(cls, shape: Sequence[int]) -> PackageKeys:
        """For issues of so many options each."""
        limbs: list[list[int]] = [[]]
        for issue, size in enumerate(shape):
            if prod(shape[k] for k in limbs[-1]) * size >= 1 << HEADROOM_BITS:
                limbs.append([])
            limbs[-1].append(issue)
        place = {issue: number for number, issues in enumerate(limbs) for issue in issues}
        stride = [prod(shape[k] for k in limbs[place[i]] if k > i) for i in range(len(shape))]
        return cls(shape=tuple(shape), limb=tuple(place[i] for i in range(len(shape))), stride=tuple(stride))

    @property
    def n_limbs(self) -> int:
        """Numbers a key takes."""
        return self.limb[-1] + 1

    def choices(self, keys: IntArray) -> IntArray:
        """Options taken, shape (issues, packages)."""
        return np.array(
            [keys[limb] // stride % size for limb, stride, size in zip(self.limb, self.stride, self.shape, strict=True)],
            dtype=np.int64,
        )


def no_prefix(found: Instance, keys: PackageKeys) -> Prefixes:
    """The prefix that settles nothing."""
    dtype = np.dtype(object) if found.is_wide else np.dtype(np.int64)
    return Prefixes(
        values=np.zeros((len(found.floors), 1), dtype=dtype),
        states=np.zeros(1, dtype=np.int64),
        keys=np.zeros((keys.n_limbs, 1), dtype=np.int64),
        counts=np.ones(1, dtype=np.int64),
    )


def most_to_come(found: Instance) -> list[Table]:
    """The most each party can still add, per place in the sweep, shape (parties, states); the last place has zeros."""
    layers = found.sweep.layers
    dtype = np.dtype(object) if found.is_wide else np.dtype(np.int64)
    rest: list[Table] = [np.zeros((len(found.floors), layers[-1].n_after), dtype=dtype)]
    for layer in reversed(layers):
        is_open = layer.target >= 0
        rows = [np.where(is_open, g + r[layer.target], -1).max(axis=1) for g, r in zip(layer.gains, rest[-1], strict=True)]
        rest.append(np.array(rows, dtype=dtype))
    return rest[::-1]


def reachable(prefixes: Prefixes, floors: Sequence[int | None], to_come: Table) -> Prefixes:
    """Those from which every party's floor can still be reached."""
    is_kept = np.ones(prefixes.size, dtype=np.bool_)
    for party, floor in enumerate(floors):
        if floor is not None:
            is_kept &= (prefixes.values[party] + to_come[party][prefixes.states] >= floor).astype(np.bool_)
    return prefixes if is_kept.all() else prefixes.taken(is_kept)


def extended(prefixes: Prefixes, layer: Layer, keys: PackageKeys) -> Prefixes:
    """All prefixes with one more issue settled that nothing in their state dominates."""
    options, weights = _options_worth_taking(layer)
    if int(prefixes.counts.sum()) * layer.target.shape[1] >= 1 << HEADROOM_BITS and prefixes.counts.dtype != object:
        prefixes = Prefixes(
            values=prefixes.values, states=prefixes.states, keys=prefixes.keys, counts=prefixes.counts.astype(object)
        )
    lots: list[Prefixes] = []
    per_step = max(1, CHUNK // max(1, prefixes.size))
    for start in range(0, len(options), per_step):
        lots.append(_kept([_with_option(prefixes, layer, keys, o, weights[o]) for o in options[start : start + per_step]]))
        if len(lots) > 1 and sum(lot.size for lot in lots) > 3 * CHUNK:
            lots = [_kept(lots)]
    return lots[0] if len(lots) == 1 else _kept(lots)


def _options_worth_taking(layer: Layer) -> tuple[list[int], dict[int, int]]:
    """Options, and how many each stands for: of options alike for everyone the first, and none that is dominated."""
    n = layer.target.shape[1]
    if len(layer.target) > 1:
        return list(range(n)), dict.fromkeys(range(n), 1)
    is_open = np.flatnonzero(layer.target[0] >= 0)
    found = maxima(np.array([g[0][is_open] for g in layer.gains]), layer.target[0][is_open])
    groups = np.split(is_open[found.points], found.starts[1:])
    weights = {int(group.min()): len(group) for group in groups}
    return sorted(weights), weights


def _with_option(prefixes: Prefixes, layer: Layer, keys: PackageKeys, option: int, weight: int) -> Prefixes:
    target = layer.target[:, option]
    if len(target) == 1:
        states = np.full(prefixes.size, target[0])
        gain = np.array([g[:, option] for g in layer.gains])
    else:
        prefixes = prefixes.taken(target[prefixes.states] >= 0)
        states = target[prefixes.states]
        gain = np.array([g[prefixes.states % len(g), option] for g in layer.gains])
    numbers = prefixes.keys.copy()
    numbers[keys.limb[layer.issue]] += option * keys.stride[layer.issue]
    counts = prefixes.counts * weight if weight > 1 else prefixes.counts
    return Prefixes(values=prefixes.values + gain, states=states, keys=numbers, counts=counts)


def _kept(parts: list[Prefixes]) -> Prefixes:
    values = np.concatenate([p.values for p in parts], axis=1)
    states = np.concatenate([p.states for p in parts])
    keys = np.concatenate([p.keys for p in parts], axis=1)
    counts = np.concatenate([p.counts for p in parts])
    found = maxima(values, states)
    first = found.first
    if len(first) == len(found.points):
        return Prefixes(values=values[:, first], states=states[first], keys=keys[:, first], counts=counts[first])
    return Prefixes(
        values=values[:, first],
        states=states[first],
        keys=_least_keys(keys, found),
        counts=np.add.reduceat(counts[found.points], found.starts),
    )


def _least_keys(keys: IntArray, found: Maxima) -> IntArray:
    """The lexicographically least key of each group."""
    sizes = np.diff(found.starts, append=len(found.points))
    is_least = np.ones(len(found.points), dtype=np.bool_)
    least = []
    for limb in keys:
        number = np.where(is_least, limb[found.points], np.iinfo(np.int64).max)
        least.append(np.minimum.reduceat(number, found.starts))
        is_least &= number == np.repeat(least[-1], sizes)
    return np.array(least)
