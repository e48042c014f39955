"""The one error wrong input to timing raises."""

from __future__ import annotations

__all__ = ["TimingError"]


class TimingError(ValueError):
    """Input that makes no outlook, or a question that cannot be asked of it."""
