"""The progress bar: for terminals, and only after a second."""

from __future__ import annotations

import io
import sys

import pytest

from detente.cli import progress
from detente.cli.progress import WaitingBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal_for(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of standard error (in the test itself: pytest puts its own there before each)."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    return stream


def test_nothing_is_shown_in_the_first_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    with WaitingBar() as bar:
        bar("drawing", 1, 10)
    assert terminal.getvalue() == ""


def test_after_a_second_the_step_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    with WaitingBar() as bar:
        bar("drawing readings", 1, 10)
        bar("playing readings", 5, 10)
    assert "readings" in terminal.getvalue()


def test_nothing_is_shown_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    with WaitingBar() as bar:
        bar("drawing", 1, 10)
    assert stream.getvalue() == ""
