"""All packages with the same values: the ones behind one point of a frontier."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from math import prod

import numpy as np

from detente.model.package import Package
from detente.problem.frontier import Frontier
from detente.problem.instance import Instance
from detente.problem.prefix_walk import Walk, walk

__all__ = ["tied_packages"]

Vector = tuple[int, ...]
Node = tuple[int, Vector]
"""A state of the sweep, and what the parties have so far."""


def tied_packages(frontier: Frontier, point: int, *, limit: int) -> tuple[Package, ...]:
    """The first ``limit`` packages with exactly the values of a point, in lexicographic order of option positions.

    Where the frontier is not complete some may be missing, but never the point's own.

    Prefixes that cannot reach the point's values are left out. O(limit x arcs between prefixes of tied packages).
    """
    if limit < 1:
        return ()
    found = frontier.instance
    own = tuple(frontier.package_keys.choices(frontier.keys[:, [point]])[:, 0].tolist())
    choices = [own]
    if frontier.multiplicities[point] > 1 and limit > 1:
        values = tuple(int(row[point]) for row in frontier.integers)
        walked = walk(found, values, frontier.package_keys, point_limit=frontier.point_limit, is_every_layer_kept=True)
        others = [choice for choice in _first(found, walked, values, limit) if choice != own]
        choices = sorted([own, *others[: limit - 1]])
    return tuple(found.problem.package(choice) for choice in choices)


def _first(found: Instance, walked: Walk, values: Vector, limit: int) -> list[tuple[int, ...]]:
    """The least packages, found as sums: an option adds its position times the number of packages of the later issues.

    Of the prefixes that end in one node only the least can be part of the least packages.
    """
    shape = found.problem.shape
    strides = [prod(shape[issue + 1 :]) for issue in range(len(shape))]
    start: Node = (0, (0,) * len(values))
    least: dict[Node, list[int]] = {start: [0]}
    for layer, arcs in zip(found.sweep.layers, _arcs(found, walked, values), strict=True):
        onward: dict[Node, list[list[int]]] = {}
        for before, option, after in arcs:
            step = option * strides[layer.issue]
            onward.setdefault(after, []).append([key + step for key in least[before]])
        least = {after: list(islice(merge(*lots), limit)) for after, lots in onward.items()}
    keys = [key for lot in least.values() for key in lot]
    return [tuple(key // stride % size for stride, size in zip(strides, shape, strict=True)) for key in keys]


def _arcs(found: Instance, walked: Walk, values: Vector) -> list[list[tuple[Node, int, Node]]]:
    """Per layer, the steps of packages with these values, back from the last through prefixes the walk kept."""
    layers = found.sweep.layers
    kept = [{(0, (0,) * len(values))}] + [
        set(zip(p.states.tolist(), zip(*p.values.tolist(), strict=True), strict=True)) for p in walked.layers[:-1]
    ]
    arcs: list[list[tuple[Node, int, Node]]] = []
    ends: dict[Node, None] = {(0, values): None}
    for layer, known in zip(reversed(layers), reversed(kept), strict=True):
        into: dict[int, list[tuple[int, int, Vector]]] = {}
        for before, option in np.argwhere(layer.target >= 0).tolist():
            gain = tuple(int(g[before % len(g), option]) for g in layer.gains)
            into.setdefault(int(layer.target[before, option]), []).append((before, option, gain))
        steps = [
            (earlier, option, end)
            for end in ends
            for before, option, gain in into.get(end[0], ())
            if (earlier := (before, tuple(v - g for v, g in zip(end[1], gain, strict=True)))) in known
        ]
        arcs.append(steps)
        ends = dict.fromkeys(earlier for earlier, _, _ in steps)
    return arcs[::-1]
