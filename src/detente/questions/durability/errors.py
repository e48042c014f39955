"""The one error wrong input to a phased agreement raises."""

from __future__ import annotations

__all__ = ["PlanError"]


class PlanError(ValueError):
    """Input that makes no phased agreement, or asks what the agreement cannot answer."""
