"""A graph of states and moves ready to draw: shapes and lines in units of the picture, words in hundredths of it.

Where one picture with every actor's lines would be too dense, each actor has a picture of its own, as the graph
model itself has a graph for each actor; the states keep their numbers and bands, and are ordered for its lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.explanation.explanation import GraphChart, GraphNode
from detente.explanation.wording import plural
from detente.report.graph_curves import DrawnLine, drawn_lines, n_lines
from detente.report.graph_layout import HIT, WIDTH, Band, Box, Layout, layout

__all__ = ["EQUILIBRIUM", "STATUS_QUO", "STYLES", "BandLabel", "Graph", "NodeLabel", "Panel", "Shape", "graph"]

STATUS_QUO, EQUILIBRIUM = "SQ", "E"
"""Marks beside the number of a state."""
STYLES = 4
"""Line styles there are; more actors than these get a picture each."""

_LINES_TOGETHER = 70
_TURNS, _FEW_LINES = 8, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The outline of a state: a circle if ``radius`` is given, else corners. The status quo has a second one within."""

    x: float
    y: float
    radius: float | None
    points: str
    inner: str
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLabel:
    """The words in a state's outline: its number, marks, and its name where there is room; places in hundredths."""

    left: str
    top: str
    width: str
    height: str
    code: str
    marks: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLabel:
    """How far the states below a line are from the status quo."""

    top: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture: of all actors if ``actor`` is empty."""

    actor: str
    width: int
    height: int
    lines: tuple[DrawnLine, ...]
    shapes: tuple[Shape, ...]
    labels: tuple[NodeLabel, ...]
    bands: tuple[BandLabel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A graph ready to draw; the flags say which signs the legend must explain."""

    panels: tuple[Panel, ...]
    is_named: bool
    has_status_quo: bool
    has_equilibria: bool
    has_improvements: bool
    has_others: bool
    has_ways_back: bool


def graph(chart: GraphChart) -> Graph:
    """Everything there is to draw of a chart."""
    is_split = len(chart.actors) > STYLES or (len(chart.actors) > 1 and n_lines(chart.arcs) > _LINES_TOGETHER)
    movers = {arc.actor for arc in chart.arcs}
    chosen: list[int | None] = [k for k in range(len(chart.actors)) if k in movers] if is_split else [None]
    panels = tuple(_panel(chart, actor) for actor in chosen)
    return Graph(
        panels=panels,
        is_named=any(label.name for panel in panels for label in panel.labels),
        has_status_quo=any(node.is_status_quo for node in chart.nodes),
        has_equilibria=any(node.concepts for node in chart.nodes),
        has_improvements=any(arc.is_improvement for arc in chart.arcs),
        has_others=any(not arc.is_improvement for arc in chart.arcs),
        has_ways_back=any(len(line.heads) > 1 for panel in panels for line in panel.lines),
    )


def _panel(chart: GraphChart, actor: int | None) -> Panel:
    """The picture of an actor's lines, or of all; of few lines the clearest of several."""
    arcs = [arc for arc in chart.arcs if actor in (None, arc.actor)]
    tries = range(_TURNS if n_lines(arcs) <= _FEW_LINES else 1)
    places = [layout(chart, actor=actor, turn=turn) for turn in tries]
    drawn = [(placed, drawn_lines(arcs, placed)) for placed in places]
    placed, lines = min(drawn, key=lambda pair: pair[0].cost + HIT * sum(line.n_hits for line in pair[1]))
    return Panel(
        actor="" if actor is None else chart.actors[actor],
        width=round(WIDTH),
        height=round(placed.height),
        lines=lines,
        shapes=tuple(_shape(box, node) for box, node in zip(placed.boxes, chart.nodes, strict=True)),
        labels=tuple(_label(box, node, placed) for box, node in zip(placed.boxes, chart.nodes, strict=True)),
        bands=tuple(BandLabel(top=_percent(band.top, placed.height), words=_band_words(band)) for band in placed.bands),
    )


def _shape(box: Box, node: GraphNode) -> Shape:
    return Shape(
        x=round(box.x, 1),
        y=round(box.y, 1),
        radius=box.half_width if box.is_round else None,
        points=_corners(box, 0.0),
        inner=_corners(box, 9.0) if node.is_status_quo else "",
        is_held=bool(node.concepts),
    )


def _corners(box: Box, within: float) -> str:
    """A hexagon where the box has corners cut, else a rectangle."""
    w, h, c = box.half_width - within, box.half_height - within, box.corner
    tips = [(-w, 0), (c - w, -h), (w - c, -h), (w, 0), (w - c, h), (c - w, h)] if c else [(-w, -h), (w, -h), (w, h), (-w, h)]
    return " ".join(f"{box.x + x:.1f},{box.y + y:.1f}" for x, y in tips)


def _label(box: Box, node: GraphNode, placed: Layout) -> NodeLabel:
    marks = (STATUS_QUO if node.is_status_quo else "", EQUILIBRIUM if node.concepts else "")
    return NodeLabel(
        left=_percent(box.x - box.half_width, WIDTH),
        top=_percent(box.y - box.half_height, placed.height),
        width=_percent(2 * box.half_width, WIDTH),
        height=_percent(2 * box.half_height, placed.height),
        code=node.code,
        marks=" ".join(mark for mark in marks if mark),
        name=node.name if placed.is_named else "",
    )


def _band_words(band: Band) -> str:
    if band.distance is None:
        return "no sequence of moves leads here"
    return "now" if band.distance == 0 else f"{plural(band.distance, 'move')} away"


def _percent(value: float, whole: float) -> str:
    return f"{100 * value / whole:.2f}".rstrip("0").rstrip(".") + "%"
