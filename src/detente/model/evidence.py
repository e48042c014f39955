"""Sources and claims: what is known, by whom it is said, and how far it may be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["Claim", "ClaimKind", "Handling", "Quantity", "Source"]


class Handling(StrEnum):
    """Who may see a source or a claim, from widest to narrowest."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"

    @property
    def level(self) -> int:
        """0 for public, 2 for confidential."""
        return ("public", "restricted", "confidential").index(self.value)


class ClaimKind(StrEnum):
    """What sort of thing a claim says."""

    FACT = "fact"
    FIGURE = "figure"
    POSITION = "position"
    DEMAND = "demand"
    OFFER = "offer"
    RESPONSE = "response"
    THREAT = "threat"
    VOW = "vow"
    CONDITION = "condition"
    DEADLINE = "deadline"
    EVENT = "event"
    ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document or statement; ``reliability`` is A-F on the Admiralty (NATO) scale, F = cannot be judged."""

    id: str
    publisher: str
    title: str
    date: dt.date
    relation: str | None = None
    reliability: str | None = None
    language: str | None = None
    handling: Handling = Handling.PUBLIC
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure with its subject. ``measure`` names what is counted, so that figures can be compared.

    ``low`` equals ``high`` for a single figure; ``is_approximate`` for "about" and "some".
    ``part_of`` names the measure this one is a part of; ``counted_by`` who did the counting.
    """

    low: Fraction
    high: Fraction
    unit: str
    measure: str
    is_approximate: bool = False
    part_of: str | None = None
    counted_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing a source says, paraphrased in the analyst's words.

    ``said_by`` is the attribution chain after the outlet: the speaker first, then what the
    speaker relies on. ``said_on`` is when it was said, ``holds_from``/``holds_to`` when it is
    said to be true. ``credibility`` is 1-6 (6 = cannot be judged).
    """

    id: str
    text: str
    kind: ClaimKind
    source: str
    said_by: tuple[str, ...]
    said_on: dt.date
    locator: str | None = None
    holds_from: dt.date | None = None
    holds_to: dt.date | None = None
    credibility: int | None = None
    quantity: Quantity | None = None
    disputes: tuple[str, ...] = ()
    handling: Handling = Handling.PUBLIC
    note: str | None = None
