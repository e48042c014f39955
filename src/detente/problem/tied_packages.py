"""All packages with the same values: the ones behind one point of a frontier."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.model.package import Package
from detente.problem.frontier import Frontier
from detente.problem.instance import Instance
from detente.problem.prefix_walk import Walk, walk

__all__ = ["tied_packages"]

Vector = tuple[int, ...]


def tied_packages(frontier: Frontier, point: int, *, limit: int) -> tuple[Package, ...]:
    """Packages with exactly the values of a point, at most ``limit`` of them.

    The point's own package comes first, and all are in lexicographic order of option positions when none is left out;
    otherwise those that follow the first are the first found. A frontier that is not complete yields at least the
    point's own.

    Prefixes that cannot reach the point's values are left out, so this walks little more than the packages asked for.
    """
    found = frontier.instance
    own = tuple(frontier.package_keys.choices(frontier.keys[:, [point]])[:, 0].tolist())
    choices = [own]
    if frontier.multiplicities[point] > 1 and limit > 1:
        values = tuple(int(row[point]) for row in frontier.integers)
        walked = walk(found, values, frontier.package_keys, is_every_layer_kept=True)
        for choice in _choices(found, walked, values):
            if choice != own:
                choices.append(choice)
            if len(choices) == limit:
                break
        choices = [own, *sorted(choices[1:])]
    return tuple(found.problem.package(choice) for choice in choices)


def _choices(found: Instance, walked: Walk, values: Vector) -> Iterator[tuple[int, ...]]:
    """Back from the last layer, through prefixes the walk kept."""
    layers = found.sweep.layers
    start = (0, (0,) * len(values))
    known = [{start}] + [
        set(zip(p.states.tolist(), zip(*p.values.tolist(), strict=True), strict=True)) for p in walked.layers[:-1]
    ]
    arcs: list[dict[int, list[tuple[int, int]]]] = []
    for layer in layers:
        into: dict[int, list[tuple[int, int]]] = {}
        for before, option in zip(*np.nonzero(layer.target >= 0), strict=True):
            into.setdefault(int(layer.target[before, option]), []).append((int(before), int(option)))
        arcs.append(into)

    def back(place: int, state: int, left: Vector) -> Iterator[tuple[int, ...]]:
        if place == 0:
            yield ()
            return
        gains = layers[place - 1].gains
        for before, option in arcs[place - 1].get(state, ()):
            earlier = tuple(v - int(g[before % len(g), option]) for v, g in zip(left, gains, strict=True))
            if (before, earlier) in known[place - 1]:
                for options in back(place - 1, before, earlier):
                    yield (*options, option)

    for options in back(len(layers), 0, values):
        yield found.sweep.choice(options)
