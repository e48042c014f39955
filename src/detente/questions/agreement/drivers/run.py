"""How the question was asked, and how far the answer is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Progress", "Run"]

Progress = Callable[[str, int, int], None]

_STRETCHES = {
    "drawing readings": (0, 150),
    "finding break-even values": (150, 300),
    "playing readings": (300, 350),
    "trying each number at its ends": (350, 1000),
}
"""Thousandths of the whole each part takes, as a person sees it go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the question was asked; the parameters are those of ``drivers``."""

    readings: int
    seed: int
    bar_readings: int | None = None
    with_openings: bool = True
    progress: Progress | None = None

    def say(self, what: str, done: int, total: int) -> None:
        """Tell how far the whole answer is: each part has its stretch of one count, so that it only goes up."""
        if self.progress is not None:
            start, end = _STRETCHES[what]
            self.progress(what, start + (end - start) * done // max(total, 1), 1000)
