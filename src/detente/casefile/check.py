"""Rules between the fields of a case, one function per code."""

from __future__ import annotations

from detente.casefile.resolve import Draft
from detente.casefile.source import Report

__all__ = ["check_draft"]


def check_draft(draft: Draft, report: Report) -> None:
    """Run every rule."""
