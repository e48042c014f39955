"""Counting by what floors still ask: partial packages that ask the same of the rest are counted as one.

A need that every completion covers counts as the least they bring, so that parties drop out of the state as soon as
they are content (a knapsack count over clipped slacks: Bellman 1957; Dyer 2003). Where few packages are acceptable
this is branch and bound, with equal branches met again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.problem.bounds import Bounds, Nodes
from detente.problem.sweep import Sweep, Table

__all__ = ["count_by_slack", "packages_from"]

IntArray = npt.NDArray[np.int64]
LIMB_BITS = 32
"""Counts beyond 62 bits are kept in several machine integers of this many bits each."""
BLOCK = 1 << 18
HELD = 25_000_000
"""Most integers of nodes held at once."""


def packages_from(sweep: Sweep) -> list[npt.NDArray[np.object_]]:
    """Before each layer and after the last, per state, how many ways to go on, as Python integers."""
    found: list[npt.NDArray[np.object_]] = [np.array([1] * sweep.layers[-1].n_after, dtype=object)]
    for layer in reversed(sweep.layers):
        onward = np.append(found[-1], 0)[layer.target]  # -1 takes the 0
        found.append(np.array([sum(row) for row in onward.tolist()], dtype=object))
    return found[::-1]


def count_by_slack(limits: Bounds, steps: int) -> tuple[int | None, int]:
    """Packages of the bounds' sweep that meet its floors, and the steps taken; ``None`` where they would be more than ``steps``,
    or the nodes too many to hold.

    O(sum over layers of distinct nodes x options x (parties + rows)).
    """
    onward = packages_from(limits.sweep)
    n_limbs = 1 if int(onward[0][0]).bit_length() <= 62 else -(-int(onward[0][0]).bit_length() // LIMB_BITS)
    nodes = limits.root()
    if nodes is None:
        return 0, 0
    counts = np.zeros((n_limbs, 1), dtype=np.int64)
    counts[0] = 1
    total = taken = 0
    for at in range(len(limits.sweep.layers)):
        nodes, counts, ended = _ended(limits, nodes, counts, at, onward[at])
        total += ended
        n_options = limits.sweep.layers[at].target.shape[1]
        taken += len(nodes) * n_options
        if taken > steps:
            return None, taken
        parts, held = [], 0
        for start in range(0, len(nodes), max(1, BLOCK // n_options)):
            some = slice(start, start + max(1, BLOCK // n_options))
            children, parents, _ = limits.expanded(nodes.taken(some), at)
            parts.append(_merged(limits, children, counts[:, some][:, parents]))
            held += len(parts[-1][0]) * (len(limits.parties) + n_limbs + 1)
            if held > HELD:
                return None, taken
        if not parts:
            return total, taken
        nodes, counts = parts[0] if len(parts) == 1 else _merged(limits, *_together(parts))
    return total + _ended(limits, nodes, counts, len(limits.sweep.layers), onward[-1])[2], taken


def _ended(
    limits: Bounds, nodes: Nodes, counts: IntArray, boundary: int, onward: npt.NDArray[np.object_]
) -> tuple[Nodes, IntArray, int]:
    """The nodes still open, and how many packages the others stand for: every completion of those is acceptable."""
    settled = limits.is_settled(nodes, boundary)
    if not settled.any():
        return nodes, counts, 0
    per_state = np.zeros((len(counts), len(onward)), dtype=np.int64)
    for row, own in zip(per_state, counts, strict=True):
        np.add.at(row, nodes.states[settled], own[settled])
    ended = sum(
        (int(c) << LIMB_BITS * limb) * int(onward[s]) for limb, row in enumerate(per_state) for s, c in enumerate(row) if c
    )
    still = np.flatnonzero(~settled)
    return nodes.taken(still), counts[:, still], ended


def _together(parts: list[tuple[Nodes, IntArray]]) -> tuple[Nodes, IntArray]:
    states = np.concatenate([nodes.states for nodes, _ in parts])
    needs: Table = np.concatenate([nodes.needs for nodes, _ in parts], axis=1)
    return Nodes(states=states, needs=needs), np.concatenate([counts for _, counts in parts], axis=1)


def _merged(limits: Bounds, nodes: Nodes, counts: IntArray) -> tuple[Nodes, IntArray]:
    """Distinct nodes, each with the counts of all that equal it."""
    if len(nodes) < 2:
        return nodes, counts
    keys = limits.keys(nodes)
    top = int(keys.max()) + 1
    if top <= 4 * len(keys):
        sums = np.zeros((len(counts), top), dtype=np.int64)
        for row, own in zip(sums, counts, strict=True):
            np.add.at(row, keys, own)
        which = np.full(top, -1, dtype=np.int64)
        which[keys] = np.arange(len(keys))
        present = np.flatnonzero(which >= 0)
        return nodes.taken(which[present]), _carried(sums[:, present])
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return nodes.taken(order[starts]), _carried(np.add.reduceat(counts[:, order], starts, axis=1))


def _carried(counts: IntArray) -> IntArray:
    for limb in range(len(counts) - 1):
        counts[limb + 1] += counts[limb] >> LIMB_BITS
        counts[limb] &= (1 << LIMB_BITS) - 1
    return counts
