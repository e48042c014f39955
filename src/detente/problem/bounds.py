"""What is still to be had: from each state of a sweep, the most and the least every party can still gain.

A partial package is a *node*: the state it ends in and, per party, what its floor still asks. Where that is more
than the party can still gain no completion is acceptable; where it is no more than the least, every completion is.
The same holds for sums of several floors, each weighed by a multiplier: a package that meets every floor meets every
such *row* too, so rows only cut more (surrogate constraints: Glover 1968). Requirements are in the sweep, so they
are inside every bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.problem.instance import HEADROOM_BITS, Instance
from detente.problem.sweep import Layer, Sweep, Table

__all__ = ["Bounds", "Nodes", "bounds", "combined", "largest_first", "least_left", "most_left", "stands_alone"]

IntArray = npt.NDArray[np.int64]


def largest_first(sweep: Sweep) -> Sweep:
    """The same packages, with the issues no requirement or term names last and by falling stake: bounds then close early."""
    free = [layer for layer in sweep.layers if stands_alone(layer)]
    bound = [layer for layer in sweep.layers if not stands_alone(layer)]
    if sweep.is_empty or any(stands_alone(layer) for layer in sweep.layers[: len(bound)]):
        return sweep
    ordered = sorted(free, key=lambda layer: (-sum(int(g.max() - g.min()) for g in layer.gains), layer.issue))
    return Sweep(layers=(*bound, *ordered), is_empty=False)


def stands_alone(layer: Layer) -> bool:
    """Whether an issue's options are open whatever the others take, and no term joins it to another."""
    return len(layer.target) == 1 and layer.n_after == 1 and bool((layer.target >= 0).all())


def combined(found: Instance, sweep: Sweep, multipliers: Sequence[int]) -> list[Table]:
    """Per layer, the sum of the parties' gains weighed by integers >= 0, exact at any size; shape (states or 1, options)."""
    most = sum(m * top for m, top in zip(multipliers, found.most, strict=True))
    is_wide = found.is_wide or most.bit_length() > HEADROOM_BITS
    totals = []
    for layer in sweep.layers:
        total: Table = np.zeros((1, layer.target.shape[1]), dtype=object if is_wide else np.int64)
        for multiplier, gain in zip(multipliers, layer.gains, strict=True):
            if multiplier:
                total = total + (gain.astype(object) if is_wide else gain) * multiplier
        totals.append(total)
    return totals


def most_left(sweep: Sweep, gains: Sequence[Table]) -> list[Table]:
    """Before each layer and after the last, per state, the most that can still be gained. O(states x options)."""
    found = [np.zeros(sweep.layers[-1].n_after, dtype=gains[-1].dtype)]
    for layer, gain in zip(reversed(sweep.layers), reversed(gains), strict=True):
        is_open = layer.target >= 0
        found.append(np.where(is_open, gain + found[-1][layer.target], -1).max(axis=1))
    return found[::-1]


def least_left(sweep: Sweep, gains: Sequence[Table]) -> list[Table]:
    """Before each layer and after the last, per state, the least that will still be gained. O(states x options)."""
    found = [np.zeros(sweep.layers[-1].n_after, dtype=gains[-1].dtype)]
    for layer, gain in zip(reversed(sweep.layers), reversed(gains), strict=True):
        total = gain + found[-1][layer.target]
        found.append(np.where(layer.target >= 0, total, total.max() + 1).min(axis=1))
    return found[::-1]


@dataclass(frozen=True, eq=False, kw_only=True)
class Nodes:
    """Partial packages at one layer: ``states`` shape (n,), ``needs`` shape (parties with a floor, n)."""

    states: IntArray
    needs: Table

    def __len__(self) -> int:
        return len(self.states)

    def taken(self, which: npt.NDArray[np.intp] | slice) -> Nodes:
        """Some of them, in the order asked."""
        return Nodes(states=self.states[which], needs=self.needs[:, which])


@dataclass(frozen=True, eq=False, kw_only=True)
class Bounds:
    """What prunes nodes of a sweep.

    Parameters
    ----------
    parties : positions of the parties with a floor; ``floors`` are theirs.
    most, least : per boundary between layers, shape (parties, states).
    rows : per row, one integer per party of ``parties``; ``rows_most`` per boundary, shape (rows, states).
    """

    sweep: Sweep
    parties: tuple[int, ...]
    floors: tuple[int, ...]
    most: tuple[Table, ...]
    least: tuple[Table, ...]
    rows: tuple[tuple[int, ...], ...] = ()
    rows_most: tuple[Table, ...] = ()

    def root(self) -> Nodes | None:
        """The node with nothing settled, or ``None`` where it is pruned already."""
        dtype = self.most[0].dtype
        needs = np.array(self.floors, dtype=dtype).reshape(-1, 1)
        at_root = Nodes(states=np.zeros(1, dtype=np.int64), needs=np.maximum(needs, self.least[0]))
        is_pruned = self.sweep.is_empty or bool((at_root.needs > self.most[0]).any()) or bool(self._is_cut(at_root, 0).any())
        return None if is_pruned else at_root

    def expanded(self, nodes: Nodes, layer_at: int) -> tuple[Nodes, IntArray, IntArray]:
        """Children over one layer that no bound prunes, in order of parent and option; with their parents and options.

        A need below the least that will be gained is raised to it: the two ask the same of every completion.
        O(nodes x options x (parties + rows)).
        """
        layer = self.sweep.layers[layer_at]
        target = layer.target[nodes.states]
        most, least = self.most[layer_at + 1], self.least[layer_at + 1]
        alive = target >= 0
        for a, party in enumerate(self.parties):
            gain = layer.gains[party]
            alive &= nodes.needs[a][:, None] - gain[nodes.states if len(gain) > 1 else 0] <= most[a][target]
        parent, option = np.nonzero(alive)
        states = target[parent, option]
        before = nodes.states[parent]
        needs = np.empty((len(self.parties), len(parent)), dtype=nodes.needs.dtype)
        for a, party in enumerate(self.parties):
            gain = layer.gains[party]
            gained = gain[before, option] if len(gain) > 1 else gain[0][option]
            needs[a] = np.maximum(nodes.needs[a][parent] - gained, least[a][states])
        children = Nodes(states=states, needs=needs)
        cut = self._is_cut(children, layer_at + 1)
        if cut.any():
            kept = np.flatnonzero(~cut)
            return children.taken(kept), parent[kept], option[kept]
        return children, parent, option

    def is_settled(self, nodes: Nodes, boundary: int) -> npt.NDArray[np.bool_]:
        """Whether every completion of a node meets every floor."""
        return np.asarray((nodes.needs <= self.least[boundary][:, nodes.states]).all(axis=0))

    def keys(self, nodes: Nodes) -> IntArray:
        """One integer per node, equal just where state and needs are: mixed radix, by rank where that would not fit 62 bits."""
        keys, size = nodes.states, int(nodes.states.max()) + 1 if len(nodes) else 1
        for needs in nodes.needs:
            low = needs.min() if len(nodes) else 0
            radix = int(needs.max() - low) + 1 if len(nodes) else 1
            digits: Table = needs - low
            if radix.bit_length() + size.bit_length() > HEADROOM_BITS:
                keys, digits = _ranks(keys), _ranks(needs)
                size, radix = int(keys.max()) + 1, int(digits.max()) + 1
            keys = keys * radix + digits.astype(np.int64)
            size *= radix
        return keys

    def _is_cut(self, nodes: Nodes, boundary: int) -> npt.NDArray[np.bool_]:
        cut = np.zeros(len(nodes), dtype=np.bool_)
        for r, row in enumerate(self.rows):
            asked = sum((m * nodes.needs[a] for a, m in enumerate(row) if m), np.zeros(len(nodes), dtype=nodes.needs.dtype))
            cut |= np.asarray(asked > self.rows_most[boundary][r][nodes.states], dtype=np.bool_)
        return cut


def _ranks(values: Table) -> IntArray:
    return np.unique(values, return_inverse=True)[1].reshape(-1)


def bounds(found: Instance, sweep: Sweep, multipliers: Sequence[Sequence[int]] = ()) -> Bounds:
    """Bounds for a sweep of the instance, with a row for each list of multipliers (one integer per party).

    Floors that every package meets are left out. Rows whose sums exceed 62 bits are left out too: a row cuts, it is
    never needed.
    """
    binding = [a for a, floor in enumerate(found.floors) if floor is not None]
    least = {a: least_left(sweep, [layer.gains[a] for layer in sweep.layers]) for a in binding}
    asked = {a: floor for a, floor in enumerate(found.floors) if floor is not None and floor > int(least[a][0][0])}
    most = {a: most_left(sweep, [layer.gains[a] for layer in sweep.layers]) for a in asked}
    is_wide = found.is_wide or any(f.bit_length() > HEADROOM_BITS for f in asked.values())
    dtype = np.dtype(object) if is_wide else np.dtype(np.int64)
    n_states = [*(len(layer.target) for layer in sweep.layers), sweep.layers[-1].n_after]

    def stacked(parts: dict[int, list[Table]]) -> tuple[Table, ...]:
        return tuple(np.array([parts[a][b] for a in asked], dtype=dtype).reshape(len(asked), n) for b, n in enumerate(n_states))

    rows, rows_most = [], []
    for row in multipliers:
        own = tuple(int(row[a]) for a in asked)
        reach = sum(m * max(found.most[a], abs(asked[a])) for m, a in zip(own, asked, strict=True))
        if sum(1 for m in own if m) > 1 and (is_wide or reach.bit_length() <= HEADROOM_BITS):
            kept = [int(row[a]) if a in asked else 0 for a in range(len(found.floors))]
            rows.append(own)
            rows_most.append(most_left(sweep, combined(found, sweep, kept)))
    return Bounds(
        sweep=sweep,
        parties=tuple(asked),
        floors=tuple(asked.values()),
        most=stacked(most),
        least=stacked(least),
        rows=tuple(rows),
        rows_most=tuple(np.array([r[b] for r in rows_most]) for b in range(len(n_states))) if rows else (),
    )
