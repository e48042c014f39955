"""Ctrl-C is heeded even where Python drops the first exception."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

import pytest

from detente.cli import interrupt


def test_an_interrupt_that_was_dropped_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "AGAIN", 0.05)
    with pytest.raises(KeyboardInterrupt), interrupt.stopping_for_sure():  # noqa: PT012 - what happens inside is the test
        with suppress(KeyboardInterrupt):  # as a callback that cannot fail does
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        time.sleep(5)
        pytest.fail("the interrupt was lost")


def test_one_that_was_heeded_does_not_and_the_handlers_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "AGAIN", 0.05)
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM)
    with interrupt.stopping_for_sure():
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        interrupt.heed()
        time.sleep(0.2)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM)) == before
