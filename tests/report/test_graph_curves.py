from __future__ import annotations

import re

import numpy as np
import pytest
from graph_samples import large_picture, long_picture, small_picture
from numpy.typing import NDArray

from detente.explanation.explanation import GraphArc, GraphChart
from detente.report.graph_curves import DrawnLine, drawn_lines, n_lines
from detente.report.graph_drawing import graph
from detente.report.graph_layout import Box, Layout, layout


def box(x: float, y: float) -> Box:
    return Box(x=x, y=y, half_width=38.0, half_height=38.0, is_round=True)


def placed(*places: tuple[float, float]) -> Layout:
    return Layout(boxes=tuple(box(x, y) for x, y in places), bands=(), height=1000.0, is_named=False, cost=0)


def arc(before: int, after: int, *, actor: int = 0, is_improvement: bool = True) -> GraphArc:
    return GraphArc(actor=actor, before=before, after=after, is_improvement=is_improvement)


def numbers(text: str) -> list[tuple[float, float]]:
    found = [float(word) for word in re.findall(r"-?[\d.]+", text)]
    return list(zip(found[::2], found[1::2], strict=True))


def along(line: DrawnLine) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of a line's path."""
    (ax, ay), (cx, cy), (bx, by) = numbers(line.path)
    t = np.linspace(0, 1, 50)
    return (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t**2 * bx, (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t**2 * by


def distance(point: tuple[float, float], at: Box) -> float:
    return float(np.hypot(point[0] - at.x, point[1] - at.y))


def test_a_line_runs_from_border_to_border_with_its_head_at_the_state_it_leads_to() -> None:
    places = placed((100, 100), (700, 400))
    for before, after in ((0, 1), (1, 0)):
        (line,) = drawn_lines([arc(before, after)], places)
        (head,) = line.heads
        tip = numbers(head.points)[0]
        assert 38 < distance(tip, places.boxes[after]) < 38 + 15
        x, y = along(line)
        assert not any(at.holds(x, y).any() for at in places.boxes)


def test_a_move_and_its_way_back_are_one_line_with_a_head_at_each_end_filled_where_the_mover_gains() -> None:
    places = placed((100, 100), (700, 400))
    (line,) = drawn_lines([arc(0, 1, is_improvement=False), arc(1, 0)], places)
    by_state = {min((0, 1), key=lambda k: distance(numbers(h.points)[0], places.boxes[k])): h.is_filled for h in line.heads}
    assert by_state == {0: True, 1: False}
    assert line.is_heavy


def test_a_line_is_light_where_its_mover_gains_neither_way_and_lies_under_the_heavy_ones() -> None:
    places = placed((100, 100), (700, 400), (100, 700))
    lines = drawn_lines([arc(0, 1), arc(1, 2, is_improvement=False), arc(2, 1, is_improvement=False)], places)
    assert [line.is_heavy for line in lines] == [False, True]


def test_lines_of_several_actors_between_the_same_states_bow_apart() -> None:
    places = placed((200, 100), (200, 700))
    lines = drawn_lines([arc(0, 1), arc(1, 0, actor=1), arc(0, 1, actor=2)], places)
    middles = [along(line)[0][25] for line in lines]
    assert sorted(line.actor for line in lines) == [0, 1, 2]
    assert min(abs(a - b) for k, a in enumerate(middles) for b in middles[:k]) > 30


def test_a_line_is_led_around_a_state_in_its_way() -> None:
    places = placed((500, 100), (500, 700), (500, 400))
    (line,) = drawn_lines([arc(0, 1)], places)
    assert line.n_hits == 0
    assert not places.boxes[2].holds(*along(line)).any()
    (free,) = drawn_lines([arc(0, 1)], placed((500, 100), (500, 700), (900, 400)))
    assert {round(float(x)) for x in along(free)[0]} == {500}


def test_a_line_that_cannot_be_led_around_says_so() -> None:
    wall = [(float(x), 400.0) for x in range(0, 1001, 50)]
    (line,) = drawn_lines([arc(0, 1)], placed((500, 100), (500, 700), *wall))
    assert line.n_hits > 0


@pytest.mark.parametrize("chart", [small_picture(), long_picture()], ids=lambda chart: str(chart.key))
def test_no_line_of_a_small_picture_runs_through_a_state(chart: GraphChart) -> None:
    assert [line.n_hits for panel in graph(chart).panels for line in panel.lines if line.n_hits] == []


def test_few_lines_of_a_large_picture_run_through_a_state() -> None:
    lines = [line for panel in graph(large_picture()).panels for line in panel.lines]
    assert len(lines) > 200
    assert sum(line.n_hits > 0 for line in lines) < len(lines) / 15


def test_every_move_of_a_large_picture_is_drawn_once() -> None:
    chart = large_picture()
    lines = drawn_lines(chart.arcs, layout(chart))
    assert len(lines) == n_lines(chart.arcs)
    assert sum(len(line.heads) for line in lines) == len(chart.arcs)
    assert sum(head.is_filled for line in lines for head in line.heads) == sum(a.is_improvement for a in chart.arcs)
