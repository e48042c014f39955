from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from explanations import explanation, table

from detente.explanation.explanation import (
    Bar,
    CellState,
    GridChart,
    LineChart,
    PlaneChart,
    Point,
    RangeChart,
    ScatterChart,
)
from detente.report.charts import SYMBOLS, bar_shape, grid_rows, lines, plane, plot, span
from detente.report.html import page

_Chart = TypeVar("_Chart", PlaneChart, RangeChart, LineChart)


def scatter(*spots: tuple[float, float, bool]) -> ScatterChart:
    points = tuple(Point(label=str(k), name=f"n{k}", x=x, y=y, is_marked=m) for k, (x, y, m) in enumerate(spots, start=1))
    words = dict.fromkeys(("key", "title", "summary", "x_axis", "y_axis", "marked", "unmarked"), "words")
    return ScatterChart(**words, points=points, table=table("t", ("a",)))


def test_every_state_has_a_symbol_of_its_own() -> None:
    assert set(SYMBOLS) == set(CellState)
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_a_bar_is_drawn_at_its_figure_with_its_range() -> None:
    shape = bar_shape(Bar(label="b", value=38.0, low=26.0, high=66.5, is_exact=False, text="t"))
    assert (shape.fill, shape.range_from, shape.range_width) == ("38%", "26%", "40.5%")


def test_a_bar_without_a_range_draws_none() -> None:
    shape = bar_shape(Bar(label="b", value=4.25, low=None, high=None, is_exact=True, text="t"))
    assert (shape.fill, shape.range_from) == ("4.25%", None)


def test_rows_of_the_grid_follow_its_groups() -> None:
    chart = explanation().charts[0]
    assert isinstance(chart, GridChart)
    rows = grid_rows(chart)
    assert [row.index for row in rows] == [0, 1, 2, 3, 4]
    assert [row.is_first for row in rows] == [True, False, False, True, False]
    assert [row.option for row in rows if row.issue == "Pensions"] == ["Kept", "Cut"]


def test_points_far_apart_stand_alone_at_their_own_place() -> None:
    drawn = plot(scatter((1, 34, False), (4, 80, True)))
    assert [(s.across, s.up, s.is_single) for s in drawn.spots] == [("20%", "34%", True), ("80%", "80%", True)]
    assert [s.pills[0].is_marked for s in drawn.spots] == [False, True]
    assert not drawn.is_merged


def test_points_at_one_place_share_a_spot_and_keep_their_marks() -> None:
    drawn = plot(scatter(*[(1, 5, False)] * 4, (1, 5, True), (1, 5, False)))
    assert [(p.text, p.is_marked) for s in drawn.spots for p in s.pills] == [("1–4, 6", False), ("5", True)]
    assert drawn.is_merged


def test_points_close_to_each_other_stand_side_by_side_at_their_own_height() -> None:
    drawn = plot(scatter((1, 93, True), (1, 88, False), (1, 86, False)))
    assert [s.up for s in drawn.spots] == ["86%", "88%", "93%"]
    assert len({s.across for s in drawn.spots}) == 3
    assert drawn.is_aside
    assert not drawn.is_merged


def test_ticks_start_at_nothing_and_are_few() -> None:
    assert [words for _, words in plot(scatter((7, 1, False))).x_ticks] == ["0", "2", "4", "6", "8"]
    assert [words for _, words in plot(scatter((120, 1, False))).x_ticks] == ["0", "50", "100", "150"]
    assert [words for _, words in plot(scatter()).x_ticks] == ["0", "1"]


def chapter_chart(kind: type[_Chart]) -> _Chart:
    return next(c for c in explanation().chapters[0].charts if isinstance(c, kind))


def test_points_of_a_plane_that_would_overlap_share_a_mark() -> None:
    drawn = plane(chapter_chart(PlaneChart))
    assert sorted(pill.text for spot in drawn.spots for pill in spot.pills) == ["1, 2", "3", "4, 5"]
    assert len(drawn.dots) == 21
    assert (drawn.floor_x, drawn.floor_y) == ("30%", "42.5%")


def test_a_range_runs_from_its_lower_to_its_higher_end() -> None:
    chart = chapter_chart(RangeChart)
    turned = replace(chart.bars[0], low=70.0, high=20.0)
    shape = span(chart, turned)
    assert (shape.fill, shape.range_from, shape.range_width) == ("40%", "20%", "50%")


def test_a_value_that_is_missing_breaks_its_line() -> None:
    drawn = lines(chapter_chart(LineChart))
    first, second, third = drawn.curves
    assert [len(run.split()) for run in first.runs] == [2]
    assert [len(run.split()) for run in second.runs] == [4]
    assert (len(first.dots), len(third.dots), third.runs) == (3, 1, ())


def test_stretches_are_shaded_where_they_lie() -> None:
    drawn = lines(chapter_chart(LineChart))
    assert [(s.left, s.width) for s in drawn.shades] == [("2%", "28%"), ("60.5%", "39.5%")]
    drawn_page = page(explanation())
    assert drawn_page.count('<div class="shade" style=') == 2
    assert drawn_page.count('<span class="shade sample">') == 1


def test_an_axis_with_values_below_nothing_reaches_down_to_them() -> None:
    drawn = lines(chapter_chart(LineChart))
    assert [words for _, words in drawn.y_ticks] == ["-20", "0", "20", "40", "60", "80"]
    assert [words for _, words in drawn.x_ticks] == ["1 March 2024", "8 April 2024"]


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ((0.0,), [("0%", "day 0")]),
        ((0.0, 100.0), [("0%", "day 0"), ("100%", "day 1")]),
        ((0.0, 50.0, 90.0, 100.0), [("0%", "day 0"), ("50%", "day 1"), ("100%", "day 3")]),
        ((0.0, 39.0, 61.0, 100.0), [("0%", "day 0"), ("100%", "day 3")]),
        ((40.0, 50.0, 60.0), [("50%", "day 0 – day 2")]),
        ((0.0, 30.0), [("15%", "day 0 – day 1")]),
    ],
)
def test_the_first_and_the_last_day_are_always_told(places: tuple[float, ...], shown: list[tuple[str, str]]) -> None:
    chart = chapter_chart(LineChart)
    series = tuple(replace(s, values=(1.0,) * len(places)) for s in chart.series)
    drawn = lines(replace(chart, places=places, ticks=tuple(f"day {k}" for k in range(len(places))), series=series))
    assert list(drawn.x_ticks) == shown
