"""Verdicts, and where a result comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Provenance", "Verdict"]


class Verdict(StrEnum):
    """The answer to one of the questions.

    HOLDS and FAILS are exact. CONTESTED depends on what the record leaves unknown. UNDETERMINED
    means that a budget ran out or the case lacks what the question needs; the reason is given.
    """

    HOLDS = "holds"
    FAILS = "fails"
    CONTESTED = "contested"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How a result was reached: enough to reach it again.

    ``parameters`` are (name, value) pairs in words; ``stop_reason`` is set when something was cut
    short, and says what.
    """

    method: str
    is_exact: bool
    seed: int | None
    parameters: tuple[tuple[str, str], ...] = ()
    stop_reason: str | None = None
