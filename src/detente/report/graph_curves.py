"""The lines of a graph: from border to border, bowed around the states in between, with a head where a move leads.

A move and its way back by the same actor are one line; lines of different actors between the same two states bow apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.explanation.explanation import GraphArc
from detente.report.graph_layout import WIDTH, Box, Layout

__all__ = ["DrawnLine", "Head", "drawn_lines", "n_lines"]

FloatArray: TypeAlias = NDArray[np.float64]

_SAMPLES = np.linspace(0.0, 1.0, 81)
_BOWS = (0.0, *(side * bow for bow in (0.1, 0.14, 0.18, 0.23, 0.28, 0.34, 0.4, 0.55, 0.7, 0.85) for side in (1, -1)))
_APART = ((0.12, 0.2, 0.3), (-0.12, -0.2, -0.3), (0.0,), (0.42, 0.5), (-0.42, -0.5))
_LEANS = (0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95)
_ASIDE = 0.6
_OUTSIDE = 5.0
_MARGIN = 9.0
_FILLED, _OPEN = (23.0, 9.0), (19.0, 7.0)
"""Length and half width of a head: of an improvement, and of another move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The corners of a head; filled for an improvement."""

    points: str
    is_filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """A line as an SVG path, whose move it is, and its heads; heavy if it is an improvement one way.

    ``n_hits`` counts the states it could not be led around.
    """

    path: str
    actor: int
    is_heavy: bool
    heads: tuple[Head, ...]
    n_hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A move of an actor between two states, and whether it goes forth, back, or both; ``None`` for a way there is not."""

    actor: int
    one: int
    other: int
    forth: bool | None
    back: bool | None


def drawn_lines(arcs: Iterable[GraphArc], placed: Layout) -> tuple[DrawnLine, ...]:
    """The lines of some arcs, light ones first, so that heavy ones lie on top."""
    lines = _lines(arcs)
    between: dict[tuple[int, int], int] = {}
    for line in lines:
        between[line.one, line.other] = between.get((line.one, line.other), 0) + 1
    used: dict[tuple[int, int], int] = {}
    made = []
    for line in lines:
        ends = (line.one, line.other)
        turn = used.get(ends, 0)
        used[ends] = turn + 1
        bows = _BOWS if between[ends] == 1 else _APART[turn % len(_APART)]
        made.append(_drawn(line, placed, bows))
    return tuple(sorted(made, key=lambda line: line.is_heavy))


def n_lines(arcs: Iterable[GraphArc]) -> int:
    """Lines some arcs are drawn with."""
    return len(_lines(arcs))


def _lines(arcs: Iterable[GraphArc]) -> list[_Line]:
    """Arcs of an actor between the same two states joined, in the order of actors and states."""
    found: dict[tuple[int, int, int], list[bool | None]] = {}
    for arc in arcs:
        one, other = min(arc.before, arc.after), max(arc.before, arc.after)
        found.setdefault((arc.actor, one, other), [None, None])[int(arc.before != one)] = arc.is_improvement
    return [
        _Line(actor=actor, one=one, other=other, forth=forth, back=back) for (actor, one, other), (forth, back) in found.items()
    ]


def _drawn(line: _Line, placed: Layout, bows: Sequence[float]) -> DrawnLine:
    start, end = placed.boxes[line.one], placed.boxes[line.other]
    others = [box for k, box in enumerate(placed.boxes) if k not in (line.one, line.other)]
    curve = _curve(start, end, bows[0], 0.5)
    least = float(_hits(curve[None], others, placed.height)[0])
    if least:
        shapes = [(bow, lean) for bow in bows for lean in (_LEANS if bow else (0.5,))]
        curves = np.array([_curve(start, end, bow, lean) for bow, lean in shapes])
        hits = _hits(curves, others, placed.height)
        best = int(np.argmin(hits + np.array([bow**2 + 0.1 * abs(lean - 0.5) for bow, lean in shapes])))
        curve, least = curves[best], float(hits[best])
    x, y = _at(curve, _SAMPLES)
    outside = np.flatnonzero(~start.holds(x, y, 4.0) & ~end.holds(x, y, 4.0))
    first, last = (float(_SAMPLES[outside[0]]), float(_SAMPLES[outside[-1]])) if len(outside) else (0.4, 0.6)
    heads = []
    if line.forth is not None:
        head, last = _head(curve, last, is_forth=True, is_filled=line.forth)
        heads.append(head)
    if line.back is not None:
        head, first = _head(curve, first, is_forth=False, is_filled=line.back)
        heads.append(head)
    path = _path(_part(curve, first, max(first, last)))
    is_heavy = bool(line.forth or line.back)
    return DrawnLine(path=path, actor=line.actor, is_heavy=is_heavy, heads=tuple(heads), n_hits=int(least))


def _curve(start: Box, end: Box, bow: float, lean: float) -> FloatArray:
    """A quadratic curve off the straight line by ``bow`` of its length, most at ``lean`` of the way; shape (3, 2).

    It aims not at the middle of a box but to the side the other lies on, so that lines reach it apart.
    """
    a, b = _aim(start, end), _aim(end, start)
    along = b - a
    return np.array([a, a + lean * along + 2 * bow * np.array([-along[1], along[0]]), b])


def _aim(box: Box, other: Box) -> FloatArray:
    aside = 0.3 * (other.x - box.x)
    room = _ASIDE * box.half_width
    return np.array([box.x + min(max(aside, -room), room), box.y])


def _at(curve: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray]:
    weights = np.stack([(1 - t) ** 2, 2 * t * (1 - t), t**2])
    x, y = curve.T @ weights
    return x, y


def _hits(curves: FloatArray, others: Sequence[Box], height: float) -> FloatArray:
    """For each curve the states it runs through, and more if it leaves the picture."""
    t = _SAMPLES[::3]
    weights = np.stack([(1 - t) ** 2, 2 * t * (1 - t), t**2])
    x, y = np.einsum("kpc,ps->cks", curves, weights)
    near = np.zeros(len(curves))
    if others:
        boxes = np.array([(box.x, box.y, box.half_width + _MARGIN, box.half_height + _MARGIN) for box in others])
        across = np.abs(x[:, None] - boxes[:, 0, None]) / boxes[:, 2, None]
        down = np.abs(y[:, None] - boxes[:, 1, None]) / boxes[:, 3, None]
        is_round = np.array([box.is_round for box in others])[:, None]
        inside = np.where(is_round, across**2 + down**2 <= 1.0, np.maximum(across, down) <= 1.0)
        near += inside.any(axis=2).sum(axis=1)
    is_outside = ((x < 4) | (x > WIDTH - 4) | (y < 4) | (y > height - 4)).any(axis=1)
    hits: FloatArray = near + _OUTSIDE * is_outside
    return hits


def _head(curve: FloatArray, tip: float, *, is_forth: bool, is_filled: bool) -> tuple[Head, float]:
    """A head with its tip at a place on the curve, and the place where the line meets it."""
    long, wide = _FILLED if is_filled else _OPEN
    x, y = _at(curve, _SAMPLES)
    (tip_x,), (tip_y,) = _at(curve, np.array([tip]))
    far = np.hypot(x - tip_x, y - tip_y)
    behind = np.flatnonzero((far >= long) & ((tip > _SAMPLES) if is_forth else (tip < _SAMPLES)))
    base = float(_SAMPLES[behind[-1 if is_forth else 0]]) if len(behind) else tip
    (base_x,), (base_y,) = _at(curve, np.array([base]))
    way = np.array([tip_x - base_x, tip_y - base_y])
    if not way.any():
        way = (curve[2] - curve[0]) * (1.0 if is_forth else -1.0)
    way = way / np.hypot(*way)
    foot = np.array([tip_x, tip_y]) - long * way
    aside = wide * np.array([-way[1], way[0]])
    corners = ((tip_x, tip_y), foot + aside, foot - aside)
    return Head(points=" ".join(f"{px:.1f},{py:.1f}" for px, py in corners), is_filled=is_filled), base


def _part(curve: FloatArray, first: float, last: float) -> FloatArray:
    """The curve between two places, by de Casteljau's division."""

    def blossom(s: float, t: float) -> FloatArray:
        one = (1 - s) * curve[0] + s * curve[1]
        other = (1 - s) * curve[1] + s * curve[2]
        point: FloatArray = (1 - t) * one + t * other
        return point

    return np.array([blossom(first, first), blossom(first, last), blossom(last, last)])


def _path(curve: FloatArray) -> str:
    (ax, ay), (cx, cy), (bx, by) = curve.tolist()
    return f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}"
