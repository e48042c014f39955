"""Names of the stability concepts, and how unknown and great preferences are read in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

__all__ = ["CONCEPTS", "Concept", "Stance"]


class Concept(StrEnum):
    """What must hold back an actor for a state to be stable for it; each has a module of its own."""

    NASH = "R"
    GMR = "GMR"
    SMR = "SMR"
    SEQ = "SEQ"
    SSEQ = "SSEQ"
    SIM = "SIM"

    @property
    def is_credible(self) -> bool:
        """Whether sanctions are made of improvements only."""
        return self in {Concept.SEQ, Concept.SSEQ, Concept.SIM}

    @property
    def has_escape(self) -> bool:
        """Whether the actor may answer a sanction with one more move."""
        return self in {Concept.SMR, Concept.SSEQ}


CONCEPTS = tuple(Concept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How a comparison that is unknown, or great, counts.

    Attributes
    ----------
    unknown : None where every comparison is known; else the extension a, b, c or d of Li, Hipel, Kilgour
        & Fang (2004): an actor leaves a state for one it may prefer (a, c) or only for one it
        does prefer (b, d); it is deterred only by what is surely no better (a, b) or by what may be no
        better (c, d). Opponents take unknown for an improvement in all four.
    strength : None where great preference plays no part; ``strong`` if only a greatly less preferred state
        deters (Hamouda, Kilgour & Hipel 2004); ``weak`` for what is stable, but not strongly.

    With both, the two are combined (hybrid preference: Xu, Hipel, Kilgour & Chen 2010).
    """

    unknown: Literal["a", "b", "c", "d"] | None = None
    strength: Literal["strong", "weak"] | None = None
