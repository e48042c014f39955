"""Votes of a body as one bar: how wide each way to stand is, and where the line of the votes needed stands."""

from __future__ import annotations

from dataclasses import dataclass

from detente.explanation.explanation import SeatBar, SeatChart

__all__ = ["SeatBlock", "SeatShape", "seat_key", "seats"]

LEAST_NUMBERED = 6.0
"""Hundredths of the bar a block must be wide to hold its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatBlock:
    """Votes that stand the same way, in hundredths of the bar; ``text`` is empty where a number does not fit."""

    kind: int
    left: str
    width: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatShape:
    """One bar; ``needed`` is where the line of the votes needed stands, ``None`` where no number is asked."""

    blocks: tuple[SeatBlock, ...]
    needed: str | None


def seats(chart: SeatChart, bar: SeatBar) -> SeatShape:
    """The blocks of a bar from left to right, in the order of its runs."""
    blocks, left = [], 0.0
    for run in bar.runs:
        width = 100 * run.votes / bar.total
        blocks.append(
            SeatBlock(
                kind=chart.states.index(run.state),
                left=f"{left:.4g}%",
                width=f"{width:.4g}%",
                text=f"{run.votes:g}" if width >= LEAST_NUMBERED else "",
            )
        )
        left += width
    return SeatShape(blocks=tuple(blocks), needed=None if bar.needed is None else f"{100 * bar.needed / bar.total:.4g}%")


def seat_key(chart: SeatChart) -> tuple[tuple[int, str], ...]:
    """Ways to stand that some bar shows, for the legend."""
    shown = {run.state for bar in chart.bars for run in bar.runs}
    return tuple((k, state) for k, state in enumerate(chart.states) if state in shown)
