"""Where the marks of a chart stand on the page; the numbers themselves come with the chart.

Charts are drawn with text and boxes, so that labels wrap, never clip, and can be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor

from detente.explanation.explanation import (
    Bar,
    CellState,
    GridChart,
    LineChart,
    PlaneChart,
    PlanePoint,
    Point,
    RangeBar,
    RangeChart,
    ScatterChart,
)

__all__ = [
    "SYMBOLS",
    "BarShape",
    "Curve",
    "Dot",
    "GridRow",
    "Lines",
    "Pill",
    "Plane",
    "Plot",
    "Shade",
    "Spot",
    "bar_shape",
    "grid_rows",
    "lines",
    "plane",
    "plot",
    "span",
    "used_states",
]

SYMBOLS = {
    CellState.REFUSED: "×",
    CellState.ACCEPTED: "✓",
    CellState.ASKED: "↑",
    CellState.ON_RECORD: "●",
    CellState.ASSUMED: "~",
    CellState.UNRECORDED: "–",
    CellState.WITHHELD: "■",
}

# The plot on the narrowest phone and its pills, in pixels: what fits there fits everywhere.
_PLOT_WIDTH, _PLOT_HEIGHT = 244.0, 270.0
_PILL_WIDEST, _DIGIT, _LETTER, _MARK, _LINE = 88.0, 8.0, 10.0, 4.0, 24.0
_SLOT = 34.0
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BarShape:
    """A bar in hundredths of its track, as CSS takes them; a range only when there is one."""

    fill: str
    range_from: str | None
    range_width: str | None


def bar_shape(bar: Bar) -> BarShape:
    """The shape of a bar."""
    figure = bar.value if bar.value is not None else bar.low
    if bar.low is None or bar.high is None or bar.low >= bar.high:
        return BarShape(fill=_percent(figure or 0.0), range_from=None, range_width=None)
    return BarShape(fill=_percent(figure or 0.0), range_from=_percent(bar.low), range_width=_percent(bar.high - bar.low))


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row of the grid: its issue, how many rows of the issue start here, its option and its place among the cells."""

    issue: str
    is_first: bool
    option: str
    index: int


def grid_rows(chart: GridChart) -> tuple[GridRow, ...]:
    """Rows of the grid in the order of its cells."""
    places = [(issue, k == 0, option) for issue, options in chart.groups for k, option in enumerate(options)]
    return tuple(
        GridRow(issue=issue, is_first=is_first, option=option, index=index)
        for index, (issue, is_first, option) in enumerate(places)
    )


def used_states(chart: GridChart) -> tuple[CellState, ...]:
    """States the grid shows, from most to least closed, for its legend."""
    used = {cell.state for row in chart.cells for cell in row}
    return tuple(state for state in CellState if state in used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """Labels drawn as one mark."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Marks drawn at one place. ``across`` and ``up`` are hundredths of the plot."""

    across: str
    up: str
    is_single: bool
    pills: tuple[Pill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A scatter ready to draw: ticks are (place, words); ``kinds`` tells whether there are plain and marked points."""

    spots: tuple[Spot, ...]
    x_ticks: tuple[tuple[str, str], ...]
    y_ticks: tuple[tuple[str, str], ...]
    kinds: frozenset[bool]
    is_aside: bool
    is_merged: bool


@dataclass(slots=True, kw_only=True)
class _Group:
    """Points that share a spot, and how far it stands aside of its place, in hundredths of the plot."""

    points: list[Point]
    aside: float = 0.0


def plot(chart: ScatterChart) -> Plot:
    """Places of points and ticks.

    Points of one place share a spot. Spots that would overlap are set side by side within their step, at their
    true height; only where there is no room left do they share a spot between them.
    """
    largest = max((point.x for point in chart.points), default=0.0)
    step = _step(largest)
    # One step more than needed, so that no point sits on the right edge.
    n_steps = floor(largest / step) + 1
    width = step * n_steps
    groups = _together(chart.points)
    _set_aside(groups, width, 50 / n_steps)
    while pair := _first_clash(groups, width):
        groups[pair[0]].points += groups.pop(pair[1]).points
    places = {id(point): place for place, point in enumerate(chart.points)}
    for group in groups:
        group.points.sort(key=lambda p: places[id(p)])
    return Plot(
        spots=tuple(_spot(group, width) for group in groups),
        x_ticks=tuple((_percent(100 * k / n_steps), f"{step * k:g}") for k in range(n_steps + 1)),
        y_ticks=tuple((_percent(y), f"{y}") for y in (0, 25, 50, 75, 100)),
        kinds=frozenset(point.is_marked for point in chart.points),
        is_aside=any(group.aside for group in groups),
        is_merged=any(len(group.points) > 1 for group in groups),
    )


def _together(points: Iterable[Point]) -> list[_Group]:
    """Points by place, to a hundredth of the height."""
    found: dict[tuple[float, int], _Group] = {}
    for point in sorted(points, key=lambda p: (p.x, p.y)):
        found.setdefault((point.x, round(point.y)), _Group(points=[])).points.append(point)
    return list(found.values())


def _set_aside(groups: Sequence[_Group], width: float, reach: float) -> None:
    """Move each spot to the nearest free slot beside its place, less than ``reach`` away; leave it where there is none."""
    slot = 100 * _SLOT / _PLOT_WIDTH
    for k, group in enumerate(groups):
        for place in (0, 1, -1, 2, -2, 3, -3, 4, -4):
            group.aside = place * slot
            left, _, right, _ = _box(group, width)
            is_inside = place == 0 or (abs(group.aside) < reach and left >= 0 and right <= _PLOT_WIDTH)
            if is_inside and not any(_overlap(_box(group, width), _box(other, width)) for other in groups[:k]):
                break
        else:
            group.aside = 0.0


def _spot(group: _Group, width: float) -> Spot:
    across, up = _center(group, width)
    points = group.points
    return Spot(across=_percent(across), up=_percent(up), is_single=len(points) == 1, pills=_pills(points))


def _center(group: _Group, width: float) -> tuple[float, float]:
    """Where a spot stands, in hundredths of the plot."""
    points = group.points
    n_points = len(points)
    across = 100 * sum(point.x for point in points) / width / n_points
    return across + group.aside, sum(point.y for point in points) / n_points


def _pills(points: Sequence[Point]) -> tuple[Pill, ...]:
    """One pill for the plain points of a spot and one for the marked."""
    pills = (
        Pill(text=_labels(point.label for point in points if point.is_marked == is_marked), is_marked=is_marked)
        for is_marked in (False, True)
    )
    return tuple(pill for pill in pills if pill.text)


def _first_clash(groups: Sequence[_Group], width: float) -> tuple[int, int] | None:
    """The first two spots that would overlap in the smallest plot."""
    boxes = [_box(group, width) for group in groups]
    return next(((a, b) for a, b in combinations(range(len(boxes)), 2) if _overlap(boxes[a], boxes[b])), None)


_Box = tuple[float, float, float, float]


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _box(group: _Group, width: float) -> _Box:
    """Left, low, right and high of a spot in the smallest plot, in pixels, as the style sheet places it."""
    across, up = _center(group, width)
    points = group.points
    pills = _pills(points)
    lengths = [sum(_DIGIT if c.isdecimal() else _MARK if c in ", " else _LETTER for c in pill.text) for pill in pills]
    wide = max(min(_PILL_WIDEST, 16 + length) for length in lengths)
    tall = sum(4 + _LINE * ceil(length / (_PILL_WIDEST - 24)) for length in lengths)
    # One point stands centered on its place; several move inward from the edge they are near.
    shift_x, shift_y = (0.5, 0.5) if len(points) == 1 else (across / 100, up / 100)
    left, low = across / 100 * _PLOT_WIDTH - shift_x * wide, up / 100 * _PLOT_HEIGHT - shift_y * tall
    return left, low, left + wide, low + tall


def _labels(labels: Iterable[str]) -> str:
    """Labels as one text; three or more whole numbers in a row as a range: ``1, 3–6``."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and label.isdecimal() and runs[-1][-1].isdecimal() and int(label) == int(runs[-1][-1]) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _step(largest: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that needs no more ticks than there is room for."""
    step = 1.0
    for factor in (2.0, 2.5, 2.0) * 12:
        if largest <= step * (_MOST_TICKS - 1):
            break
        step *= factor
    return step


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark without a label, in hundredths of the plot."""

    across: str
    up: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A plane of two parties' values ready to draw."""

    dots: tuple[Dot, ...]
    spots: tuple[Spot, ...]
    floor_x: str | None
    floor_y: str | None


def plane(chart: PlaneChart) -> Plane:
    """Dots at their place; labelled points that would overlap share a mark between them."""
    dots = tuple(Dot(across=_percent(p.x), up=_percent(p.y)) for p in chart.points if not p.label)
    groups = [_Group(points=[_as_point(p)]) for p in chart.points if p.label]
    while pair := _first_clash(groups, 100.0):
        groups[pair[0]].points += groups.pop(pair[1]).points
    floor_x, floor_y = (None if floor is None else _percent(floor) for floor in chart.floors)
    return Plane(dots=dots, spots=tuple(_spot(group, 100.0) for group in groups), floor_x=floor_x, floor_y=floor_y)


def _as_point(point: PlanePoint) -> Point:
    return Point(label=point.label, name=point.name, x=point.x, y=point.y, is_marked=False)


def span(chart: RangeChart, bar: RangeBar) -> BarShape:
    """Where a bar of a range chart starts and how wide it is; ``fill`` is the place of the figure as stated."""
    low, high = min(bar.low, bar.high), max(bar.low, bar.high)
    return BarShape(fill=_percent(chart.base), range_from=_percent(low), range_width=_percent(high - low))


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line in unbroken runs, each the corners of a polyline in a box of 100 by 100, from the top."""

    name: str
    style: int
    runs: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A stretch shaded behind the lines, in hundredths of the plot."""

    left: str
    width: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines over time ready to draw."""

    curves: tuple[Curve, ...]
    shades: tuple[Shade, ...]
    x_ticks: tuple[tuple[str, str], ...]
    y_ticks: tuple[tuple[str, str], ...]


_STYLES = 4
_TICK_ROOM = 40.0
"""Least distance between two dates under the axis of the narrowest plot, in hundredths of it."""


def lines(chart: LineChart) -> Lines:
    """Corners and ticks; a value that is missing breaks its line."""
    values = [v for series in chart.series for v in series.values if v is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    step = _step(max(high, -low))
    bottom, top = floor(low / step), max(ceil(high / step), floor(low / step) + 1)

    def up(value: float) -> float:
        return 100 * (value / step - bottom) / (top - bottom)

    curves = []
    for number, series in enumerate(chart.series):
        at = [(place, up(v)) if v is not None else None for place, v in zip(chart.places, series.values, strict=True)]
        curves.append(
            Curve(
                name=series.name,
                style=number % _STYLES,
                runs=tuple(" ".join(f"{x:.2f},{100 - y:.2f}" for x, y in run) for run in _runs(at) if len(run) > 1),
                dots=tuple(Dot(across=_percent(x), up=_percent(y)) for run in _runs(at) for x, y in run),
            )
        )
    return Lines(
        curves=tuple(curves),
        shades=tuple(Shade(left=_percent(s.start), width=_percent(s.end - s.start), name=s.name) for s in chart.spans),
        x_ticks=_spaced(chart),
        y_ticks=tuple((_percent(100 * (k - bottom) / (top - bottom)), f"{step * k:g}") for k in range(bottom, top + 1)),
    )


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Neighbors that are there, together."""
    found: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [run for run in found if run]


def _spaced(chart: LineChart) -> tuple[tuple[str, str], ...]:
    """Dates under the axis: the first and the last, in one where they are near, and between them those with room to be read."""
    dates = list(zip(chart.places, chart.ticks, strict=True))
    (first, words), (last, last_words) = dates[0], dates[-1]
    if len(dates) > 1 and last - first < _TICK_ROOM:
        return ((_percent((first + last) / 2), f"{words} – {last_words}"),)
    kept = dates[:1]
    for place, between in dates[1:-1]:
        if place - kept[-1][0] >= _TICK_ROOM and last - place >= _TICK_ROOM:
            kept.append((place, between))
    return tuple((_percent(place), named) for place, named in (*kept, *dates[1:][-1:]))
