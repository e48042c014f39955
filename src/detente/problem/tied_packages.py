"""All packages with the same values: the ones behind one point of a frontier."""

from __future__ import annotations

from collections.abc import Iterator

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

    def back(place: int, state: int, left: Vector) -> Iterator[tuple[int, ...]]:
        if place == 0:
            yield ()
            return
        layer = layers[place - 1]
        for before, row in enumerate(layer.target.tolist()):
            for option, reached in enumerate(row):
                if reached != state:
                    continue
                earlier = tuple(v - int(g[before % len(g), option]) for v, g in zip(left, layer.gains, strict=True))
                if (before, earlier) in known[place - 1]:
                    for options in back(place - 1, before, earlier):
                        yield (*options, option)

    for options in back(len(layers), 0, values):
        yield found.sweep.choice(options)
