"""The one error wrong input to a graph model raises."""

from __future__ import annotations

__all__ = ["GraphModelError"]


class GraphModelError(ValueError):
    """Input that makes no graph model, or asks what the model cannot answer."""
