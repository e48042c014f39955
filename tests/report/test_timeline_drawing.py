"""Bars of points in order: from 0 or from the middle, and where a phase begins."""

from __future__ import annotations

from detente.explanation.explanation import Table, TimelineChart, TimelineMark
from detente.report.timeline_drawing import timeline


def mark(value: float | None, phase: str = "", low: float | None = None, high: float | None = None) -> TimelineMark:
    return TimelineMark(
        when="week 1", phase=phase, label="A step", actor="A", over="", value=value, low=low, high=high, text="so", tags=()
    )


def chart(*marks: TimelineMark, is_signed: bool) -> TimelineChart:
    table = Table(caption="Points", columns=("When",), rows=())
    return TimelineChart(key="p", title="P", summary="S", axis="x", is_signed=is_signed, marks=marks, table=table)


def test_a_signed_bar_runs_from_the_middle_to_its_side() -> None:
    right, left, none = timeline(chart(mark(100), mark(-50), mark(None), is_signed=True))
    assert (right.left, right.width, right.is_low) == ("50%", "50%", False)
    assert (left.left, left.width, left.is_low) == ("25%", "25%", True)
    assert (none.left, none.width, none.is_low) == (None, None, False)


def test_a_share_runs_from_the_left_with_its_range() -> None:
    (row,) = timeline(chart(mark(40, low=37, high=43), is_signed=False))
    assert (row.left, row.width, row.is_low) == ("0%", "40%", True)
    assert (row.range_left, row.range_width) == ("37%", "6%")


def test_a_phase_is_named_where_it_begins() -> None:
    rows = timeline(chart(mark(1, "First"), mark(1, "First"), mark(1, "Second"), is_signed=False))
    assert [row.phase for row in rows] == ["First", "", "Second"]
