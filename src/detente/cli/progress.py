"""A progress bar on standard error, for a person who has waited a second."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["WaitingBar"]

PATIENCE_SECONDS = 1.0


class WaitingBar:
    """Called with (what, done, total); shows nothing before a second is over, or without a terminal.

    The bar is taken away at the end, so that only the answer stays on the screen.
    """

    def __init__(self) -> None:
        """Start counting the second."""
        self._started = time.monotonic()
        self._is_shown = sys.stderr.isatty()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> WaitingBar:
        """Nothing is shown yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away, also when stopped."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` steps of ``what`` are over."""
        if not self._is_shown or time.monotonic() - self._started < PATIENCE_SECONDS:
            return
        if self._bar is None or self._task is None:
            self._bar, self._task = _started_bar(what, total)
        self._bar.update(self._task, description=what, completed=done, total=total)


def _started_bar(what: str, total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=total)
    bar.start()
    bar.refresh()  # now, not at the next tick of its clock
    return bar, task
