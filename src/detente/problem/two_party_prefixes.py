"""The prefixes of ``prefixes`` for two parties and no rule that joins issues: the same answer, made for speed.

Both values of a prefix share one machine integer, the first party's above the second's. Adding an option is then one
addition, larger packages first is one sort, and a prefix is undominated if its second value exceeds every earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.problem.instance import HEADROOM_BITS, Instance
from detente.problem.prefixes import PackageKeys, Prefixes
from detente.problem.sweep import Layer

__all__ = ["two_party_prefixes"]

IntArray = npt.NDArray[np.int64]


def two_party_prefixes(found: Instance, floors: Sequence[int | None], keys: PackageKeys, point_limit: int) -> Prefixes | None:
    """All undominated packages that reach the floors.

    ``None`` where this way does not apply (not two parties, several states in a layer, values or counts too wide) or
    where a layer would keep more than ``point_limit`` prefixes.

    O(sum over layers of prefixes x options x log).
    """
    layers = found.sweep.layers
    if len(found.most) != 2 or sum(most.bit_length() for most in found.most) > HEADROOM_BITS:
        return None
    if any(len(layer.target) > 1 or layer.n_after > 1 for layer in layers):
        return None
    low_bits = found.most[1].bit_length()
    low = (1 << low_bits) - 1
    least = [(f or 0) - sum(int(layer.gains[a][0].max()) for layer in layers) for a, f in enumerate(floors)]
    packed = np.zeros(1, dtype=np.int64)
    numbers = [np.zeros(1, dtype=np.int64) for _ in range(keys.n_limbs)]
    counts: IntArray | None = None
    for layer in layers:
        options, gains = _packed_gains(layer, low_bits)
        values = (packed[:, None] + gains).ravel()
        order = values.argsort()[::-1]
        falling = values[order]
        seconds = falling & low
        is_kept = np.ones(len(order), dtype=np.bool_)
        np.greater(seconds[1:], np.maximum.accumulate(seconds)[:-1], out=is_kept[1:])
        limb, step = keys.limb[layer.issue], keys.stride[layer.issue] * options
        is_same = falling[1:] == falling[:-1]
        if counts is not None or is_same.any():
            if counts is None:
                counts = np.ones(len(packed), dtype=np.int64)
            if int(counts.sum()) * len(options) >= 1 << HEADROOM_BITS:
                return None
            every = [number.repeat(len(options)) for number in numbers]
            every[limb] += np.tile(step, len(packed))
            starts = np.flatnonzero(np.concatenate(([True], ~is_same)))
            is_first = is_kept[starts]
            numbers = [number[is_first] for number in _least(every, order, starts)]
            counts = np.add.reduceat(counts.repeat(len(options))[order], starts)[is_first]
        else:
            parent, option = np.divmod(order[is_kept], len(options))
            numbers = [number[parent] for number in numbers]
            numbers[limb] += step[option]
        packed = falling[is_kept]
        for party, gain in enumerate(layer.gains):
            least[party] += int(gain[0].max())
        if any(floor > 0 for floor in least):
            start, stop = _reaching(packed, low_bits, least)
            packed = packed[start:stop]
            numbers = [number[start:stop] for number in numbers]
            counts = None if counts is None else counts[start:stop]
        if len(packed) > point_limit:
            return None
        if not len(packed):
            break
    return Prefixes(
        values=np.array([packed >> low_bits, packed & low]),
        states=np.zeros(len(packed), dtype=np.int64),
        keys=np.array(numbers),
        counts=np.ones(len(packed), dtype=np.int64) if counts is None else counts,
    )


def _packed_gains(layer: Layer, low_bits: int) -> tuple[IntArray, IntArray]:
    """The options open, and what each adds to both values."""
    gains = (layer.gains[0][0] << low_bits) | layer.gains[1][0]
    target = layer.target[0]
    if target.min() >= 0:
        return np.arange(len(target)), gains
    options = np.flatnonzero(target >= 0)
    return options, gains[options]


def _least(numbers: list[IntArray], order: IntArray, starts: IntArray) -> list[IntArray]:
    """The lexicographically least of the numbers of each group of ``order``, limb by limb."""
    sizes = np.diff(starts, append=len(order))
    is_least = np.ones(len(order), dtype=np.bool_)
    least = []
    for number in numbers:
        among = np.where(is_least, number[order], np.iinfo(np.int64).max)
        least.append(np.minimum.reduceat(among, starts))
        is_least &= among == least[-1].repeat(sizes)
    return least


def _reaching(packed: IntArray, low_bits: int, least: Sequence[int]) -> tuple[int, int]:
    """The stretch of prefixes with at least these values: first values fall along it and second values rise."""
    stop = int(np.count_nonzero(packed >> low_bits >= least[0]))
    start = len(packed) - int(np.count_nonzero(packed & ((1 << low_bits) - 1) >= least[1]))
    return start, max(start, stop)
