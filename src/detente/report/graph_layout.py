"""Where the states of a graph stand: in bands by distance from the status quo, ordered so that few arcs cross.

A layered drawing after Sugiyama, Tagawa & Toda (1981): bands by the fewest moves, the order in each by sweeps
that set a state over the mean place of its neighbors, then by swaps of neighbors that lower the count of
crossings. Nothing is drawn at random, so the same chart is drawn the same way each time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import TypeAlias
from unicodedata import combining, east_asian_width

import numpy as np
from numpy.typing import NDArray

from detente.explanation.explanation import GraphArc, GraphChart

__all__ = ["HIT", "WIDTH", "Band", "Box", "Layout", "layout"]

WIDTH = 1000.0
"""Width of a picture in its own units; heights are in the same."""

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

_SWEEPS = 12
_SWAPS = 800
_PAIRS = 3_000_000
"""Most pairs of arcs looked at while swapping."""
HIT = 4
"""Crossings a state in the way of a line counts as."""
_NEAR = 1.15
_ALONG = np.linspace(0.0, 1.0, 25)
_MOST_NAMED, _MOST_LINES, _LINE = 16, 3, 5.75
"""Most states drawn with their names; most lines of a name, and the width of one on a phone in sizes of its letters."""
_NARROW = frozenset(" fijlrtI1.,:;!'()[]|")
_TOP = 66.0
"""Room over the first row of a band, for its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A state's place and half its size; ``corner`` is how much narrower it is at top and bottom; a circle is round."""

    x: float
    y: float
    half_width: float
    half_height: float
    corner: float = 0.0
    is_round: bool = False

    def holds(self, x: FloatArray, y: FloatArray, margin: float = 0.0) -> NDArray[np.bool_]:
        """Which points lie in it, or within ``margin`` of it."""
        across, down = np.abs(x - self.x), np.abs(y - self.y)
        if self.is_round:
            near: NDArray[np.bool_] = across**2 + down**2 <= (self.half_width + margin) ** 2
            return near
        tall = self.half_height + margin
        inside: NDArray[np.bool_] = (down <= tall) & (across <= self.half_width + margin - self.corner * down / tall)
        return inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """States equally far from the status quo: where their part of the picture begins, and the distance."""

    top: float
    distance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Places of all states in the order of the chart.

    ``is_named`` if there is room for names in the boxes; ``cost`` counts crossings, and states in the way of a line as
    several.
    """

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    height: float
    is_named: bool
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """Sizes of one way of drawing: with names in boxes, or with numbers alone."""

    per_row: int
    row: float
    plain: tuple[float, float]
    held: tuple[float, float]
    start: tuple[float, float]
    is_round: bool


_NAMED = _Size(per_row=3, row=250.0, plain=(106.0, 76.0), held=(118.0, 80.0), start=(118.0, 80.0), is_round=False)
_NUMBERED = _Size(per_row=6, row=142.0, plain=(38.0, 38.0), held=(57.0, 38.0), start=(84.0, 40.0), is_round=True)


def layout(chart: GraphChart, *, actor: int | None = None, turn: int = 0) -> Layout:
    """Places for the states of a chart, ordered for the lines of one actor, or of all; ``turn`` varies the first order."""
    is_named = len(chart.nodes) <= _MOST_NAMED and all(_is_short(node.name) for node in chart.nodes)
    size = _NAMED if is_named else _NUMBERED
    bands = _bands(chart, _pairs(chart.arcs))
    tops, heights = _heights(bands, size)
    pairs = _pairs(arc for arc in chart.arcs if actor in (None, arc.actor))
    bands, cost = _ordered([_turned(band, turn) for band in bands], tops, pairs, size)
    places = _places(bands, tops, len(chart.nodes), size)
    boxes = tuple(_box(chart, k, places[k], size) for k in range(len(chart.nodes)))
    has_start = any(node.is_status_quo for node in chart.nodes)
    marks = [Band(top=top, distance=chart.nodes[band[0]].distance) for top, band in zip(tops, bands, strict=True) if has_start]
    return Layout(boxes=boxes, bands=tuple(marks), height=sum(heights) - _spare(size), is_named=is_named, cost=cost)


def _pairs(arcs: Iterable[GraphArc]) -> IntArray:
    """Pairs of states with a move between them; shape (n_pairs, 2)."""
    return np.array(sorted({(min(a.before, a.after), max(a.before, a.after)) for a in arcs}), np.int64).reshape(-1, 2)


def _turned(band: list[int], turn: int) -> list[int]:
    """A band begun further on, and at odd turns read from its end."""
    first = turn % len(band)
    moved = band[first:] + band[:first]
    return moved[::-1] if turn % 2 else moved


def _is_short(name: str) -> bool:
    """Whether a name fits in a box on a phone, its words unbroken."""
    n_lines, used = 1, 0.0
    for word in name.split():
        wide = _width(word)
        if wide > _LINE:
            return False
        if used and used + _width(" ") + wide > _LINE:
            n_lines, used = n_lines + 1, wide
        else:
            used += wide + (_width(" ") if used else 0.0)
    return n_lines <= _MOST_LINES


def _width(text: str) -> float:
    """About how wide text is drawn, in sizes of its letters; wider rather than narrower."""
    sizes = (
        0.0 if combining(c) else 0.4 if c in _NARROW else 1.05 if east_asian_width(c) in "WF" else 0.8 if c.isupper() else 0.62
        for c in text
    )
    return sum(sizes)


def _bands(chart: GraphChart, pairs: IntArray) -> list[list[int]]:
    """States by distance; those no moves lead to come last. Without a status quo, by distance from the first that holds."""
    nodes = range(len(chart.nodes))
    far = {k: chart.nodes[k].distance for k in nodes}
    if all(distance is None for distance in far.values()):
        held = [k for k in nodes if chart.nodes[k].concepts]
        far.update(_steps_from((held or [0])[0], pairs) if nodes else {})
    last = 1 + max((d for d in far.values() if d is not None), default=0)
    found: dict[int, list[int]] = {}
    for k in nodes:
        distance = far[k]
        found.setdefault(last if distance is None else distance, []).append(k)
    return [found[distance] for distance in sorted(found)]


def _steps_from(start: int, pairs: IntArray) -> dict[int, int]:
    """Fewest lines from a state to each, whichever way they point."""
    near: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        for k in near.get(at, ()):
            if k not in found:
                found[k] = found[at] + 1
                waiting.append(k)
    return found


def _rows(band: Sequence[int], size: _Size) -> int:
    return ceil(len(band) / size.per_row)


def _heights(bands: Sequence[Sequence[int]], size: _Size) -> tuple[list[float], list[float]]:
    """Where each band begins, and how tall it is."""
    heights = [_TOP + size.row * (_rows(band, size) + (0.35 if _is_wavy(band, size) else 0.0)) for band in bands]
    return [sum(heights[:k]) for k in range(len(heights))], heights


def _spare(size: _Size) -> float:
    """Room below the last row that no further row needs."""
    return size.row - 2 * size.start[1] - 30.0


def _is_wavy(band: Sequence[int], size: _Size) -> bool:
    """Whether a single row is drawn as a wave, so that arcs between its states do not run through others."""
    return _rows(band, size) == 1 and len(band) > 2


def _places(bands: Sequence[Sequence[int]], tops: Sequence[float], n: int, size: _Size) -> FloatArray:
    """Center of each state; shape (n, 2). A band of several rows is filled down and across, each row over the whole width."""
    places = np.zeros((n, 2))
    edge = max(size.plain[0], size.held[0]) + 4.0
    for band, top in zip(bands, tops, strict=True):
        n_rows = _rows(band, size)
        for k, state in enumerate(band):
            # Few states stand in the middle of their parts of the width, many from edge to edge.
            across = WIDTH * (k + 0.5) / len(band) if n_rows == 1 else edge + (WIDTH - 2 * edge) * k / (len(band) - 1)
            wave = 0.35 * (k % 2) if _is_wavy(band, size) else 0.0
            down = top + _TOP + size.row * (k % n_rows + wave) + size.plain[1] + 8.0
            places[state] = min(max(across, edge), WIDTH - edge), down
    return places


def _box(chart: GraphChart, k: int, place: FloatArray, size: _Size) -> Box:
    node = chart.nodes[k]
    half = size.start if node.is_status_quo else size.held if node.concepts else size.plain
    is_round = size.is_round and half == size.plain
    corner = 18.0 if node.concepts else 0.0
    return Box(x=float(place[0]), y=float(place[1]), half_width=half[0], half_height=half[1], corner=corner, is_round=is_round)


def _ordered(bands: list[list[int]], tops: Sequence[float], pairs: IntArray, size: _Size) -> tuple[list[list[int]], int]:
    """The best order found from a first one, and its cost."""
    if not len(pairs):
        return bands, 0
    n = sum(map(len, bands))
    best, least = bands, _crossings(_places(bands, tops, n, size), pairs, size)
    current = bands
    for sweep in range(_SWEEPS):
        current = _swept(current, tops, pairs, size, is_down=sweep % 2 == 0)
        cost = _crossings(_places(current, tops, n, size), pairs, size)
        if cost < least:
            best, least = current, cost
    return _swapped(best, least, tops, pairs, size)


def _swept(bands: list[list[int]], tops: Sequence[float], pairs: IntArray, size: _Size, *, is_down: bool) -> list[list[int]]:
    """Each band set in the order of its states' neighbors' mean places, one band after the other."""
    n = sum(map(len, bands))
    near = [np.concatenate((pairs[pairs[:, 0] == k, 1], pairs[pairs[:, 1] == k, 0])) for k in range(n)]
    made = list(bands)
    for b in range(len(bands)) if is_down else reversed(range(len(bands))):
        x = _places(made, tops, n, size)[:, 0]
        mean = {k: float(x[near[k]].mean()) if len(near[k]) else float(x[k]) for k in made[b]}
        made[b] = sorted(made[b], key=lambda k: (round(mean[k], 6), k))
    return made


def _swapped(
    bands: list[list[int]], least: int, tops: Sequence[float], pairs: IntArray, size: _Size
) -> tuple[list[list[int]], int]:
    """Two states of a band exchanged, near ones first, wherever that lowers the crossings, as long as the budget lasts."""
    n = sum(map(len, bands))
    budget = min(_SWAPS, _PAIRS // max(1, len(pairs) ** 2))
    best = [list(band) for band in bands]
    is_better = True
    while is_better:
        is_better = False
        for band in best:
            for k, j in sorted(combinations(range(len(band)), 2), key=lambda pair: (pair[1] - pair[0], pair)):
                if budget <= 0 or not least:
                    return best, least
                budget -= 1
                band[k], band[j] = band[j], band[k]
                cost = _crossings(_places(best, tops, n, size), pairs, size)
                if cost < least:
                    least, is_better = cost, True
                else:
                    band[k], band[j] = band[j], band[k]
    return best, least


def _crossings(places: FloatArray, pairs: IntArray, size: _Size) -> int:
    """Pairs of straight lines that cross, and states a line runs through, :data:`HIT` for each."""
    places = places / np.array(size.plain)
    one, other = pairs.T
    a = places[one]
    along = places[other] - a
    off = places[None] - a[:, None]
    # On which side of each line each state lies: 0 for the line's own ends.
    side = along[:, None, 0] * off[..., 1] - along[:, None, 1] * off[..., 0]
    apart = side[:, one] * side[:, other] < 0
    n_crossings = int((apart & apart.T).sum()) // 2
    if size.is_round:
        length = np.maximum((along**2).sum(axis=1), 1e-9)[:, None]
        t = np.clip((off * along[:, None]).sum(axis=2) / length, 0.0, 1.0)
        near = ((off - t[..., None] * along[:, None]) ** 2).sum(axis=2) < _NEAR**2
    else:
        points = a[:, None] + _ALONG[:, None] * along[:, None]
        near = (np.abs(points[:, :, None] - places).max(axis=3) < _NEAR).any(axis=1)
    near[np.arange(len(pairs)), one] = near[np.arange(len(pairs)), other] = False
    return n_crossings + HIT * int(near.sum())
