"""Ctrl-C that is not lost.

Python raises ``KeyboardInterrupt`` between two instructions of the main thread. Where that happens to be inside a callback
that cannot fail (a finalizer, a weak reference, a comparison made by C code) the exception is dropped and the run goes on.
So it is raised again every second until the run has ended.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["heed", "stopping_for_sure"]

AGAIN = 1.0
"""Seconds until the next try."""


@contextmanager
def stopping_for_sure() -> Iterator[None]:
    """Raise ``KeyboardInterrupt`` on Ctrl-C, again and again while it is not heeded. Only in a main thread on POSIX."""
    try:
        before = signal.signal(signal.SIGINT, _interrupt)
        alarm = signal.signal(signal.SIGALRM, _interrupt)
    except (ValueError, AttributeError):  # another thread, or a system without such timers
        yield
        return
    try:
        yield
    finally:
        heed()
        signal.signal(signal.SIGINT, before)
        signal.signal(signal.SIGALRM, alarm)


def heed() -> None:
    """The run is ending: do not try again."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise KeyboardInterrupt
