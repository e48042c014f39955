"""The type of the ``run`` fixture of the command line's tests."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

__all__ = ["Run"]

Run = Callable[..., Result]
