"""The rules between the fields of a case."""

from __future__ import annotations

from detente.casefile.check_consistency import check_consistency
from detente.casefile.check_evidence import check_evidence
from detente.casefile.check_moves import check_moves
from detente.casefile.check_outlook import check_outlook
from detente.casefile.check_phases import check_phases
from detente.casefile.check_ratification import check_ratification
from detente.casefile.resolve import Draft
from detente.casefile.source import Report

__all__ = ["check_draft"]


def check_draft(draft: Draft, report: Report) -> None:
    """Run every rule on what could be resolved."""
    check_evidence(draft, report)
    check_consistency(draft, report)
    check_moves(draft, report)
    check_ratification(draft, report)
    check_phases(draft, report)
    check_outlook(draft, report)
