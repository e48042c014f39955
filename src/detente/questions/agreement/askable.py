"""Whether a case can be asked about packages at all: a package needs an issue, and someone to agree on it."""

from __future__ import annotations

from detente.model.case import Case

__all__ = ["why_not_askable"]


def why_not_askable(case: Case) -> str | None:
    """Why no question about packages has an answer, however the record is read; ``None`` where one may have."""
    if not case.issues:
        return "the case names no issue to agree on"
    return None if case.parties else "no actor of the case is a party"
