"""Points in order, one below the other: how long each bar is, from 0 or from the middle, and where a phase begins."""

from __future__ import annotations

from dataclasses import dataclass

from detente.explanation.explanation import TimelineChart, TimelineMark

__all__ = ["TimelineRow", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One point; ``phase`` is set where a phase begins. Places are hundredths of the track, ``None`` where nothing is drawn."""

    mark: TimelineMark
    phase: str
    left: str | None
    width: str | None
    range_left: str | None
    range_width: str | None
    is_low: bool


def timeline(chart: TimelineChart) -> tuple[TimelineRow, ...]:
    """The rows of a chart in order."""
    rows, before = [], ""
    for mark in chart.marks:
        left, width = _bar(mark.value, is_signed=chart.is_signed)
        has_range = mark.low is not None and mark.high is not None and mark.high > mark.low
        rows.append(
            TimelineRow(
                mark=mark,
                phase=mark.phase if mark.phase != before else "",
                left=left,
                width=width,
                range_left=f"{mark.low:.4g}%" if has_range else None,
                range_width=f"{(mark.high or 0) - (mark.low or 0):.4g}%" if has_range else None,
                is_low=mark.value is not None and mark.value < (0 if chart.is_signed else 50),
            )
        )
        before = mark.phase
    return tuple(rows)


def _bar(value: float | None, *, is_signed: bool) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    if not is_signed:
        return "0%", f"{value:.4g}%"
    return f"{50 + min(value, 0.0) / 2:.4g}%", f"{abs(value) / 2:.4g}%"
