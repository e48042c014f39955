"""Where the marks of a chart stand on the page; the numbers themselves come with the chart.

Charts are drawn with text and boxes, so that labels wrap, never clip, and can be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from detente.explanation.explanation import Bar, CellState, GridChart, Point, ScatterChart

__all__ = ["SYMBOLS", "BarShape", "GridRow", "Pill", "Plot", "Spot", "bar_shape", "grid_rows", "plot", "used_states"]

SYMBOLS = {
    CellState.REFUSED: "×",
    CellState.ACCEPTED: "✓",
    CellState.ASKED: "↑",
    CellState.ON_RECORD: "●",
    CellState.ASSUMED: "~",
    CellState.UNRECORDED: "–",
    CellState.WITHHELD: "■",
}

_NEAR_X, _NEAR_Y = 11.0, 11.0
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
    if bar.low is None or bar.high is None:
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
    """A scatter ready to draw: ticks are (place, words)."""

    spots: tuple[Spot, ...]
    x_ticks: tuple[tuple[str, str], ...]
    y_ticks: tuple[tuple[str, str], ...]
    is_merged: bool


def plot(chart: ScatterChart) -> Plot:
    """Places of points and ticks; points too close to tell apart share a spot at the first one's place."""
    step = _step(max((point.x for point in chart.points), default=1.0))
    n_steps = max(1, ceil(max((point.x for point in chart.points), default=1.0) / step))
    width = step * n_steps
    spots: list[tuple[float, float, list[Point]]] = []
    for point in sorted(chart.points, key=lambda p: (p.x, p.y)):
        across, up = 100 * point.x / width, point.y
        near = next((s for s in spots if abs(s[0] - across) < _NEAR_X and abs(s[1] - up) < _NEAR_Y), None)
        if near:
            near[2].append(point)
        else:
            spots.append((across, up, [point]))
    order = {id(point): place for place, point in enumerate(chart.points)}
    return Plot(
        spots=tuple(_spot(across, up, sorted(points, key=lambda p: order[id(p)])) for across, up, points in spots),
        x_ticks=tuple((_percent(100 * k / n_steps), f"{step * k:g}") for k in range(n_steps + 1)),
        y_ticks=tuple((_percent(y), f"{y}") for y in (0, 25, 50, 75, 100)),
        is_merged=any(len(points) > 1 for _, _, points in spots),
    )


def _spot(across: float, up: float, points: Sequence[Point]) -> Spot:
    pills = (
        Pill(text=_labels(point.label for point in points if point.is_marked == is_marked), is_marked=is_marked)
        for is_marked in (False, True)
    )
    return Spot(
        across=_percent(across), up=_percent(up), is_single=len(points) == 1, pills=tuple(pill for pill in pills if pill.text)
    )


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
