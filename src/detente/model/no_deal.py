"""No deal: the path without an agreement, and what it is worth to each actor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.model.package import Package
from detente.model.preference import PointsRange

__all__ = ["NoDeal", "NoDealStatement", "Relation"]


class Relation(StrEnum):
    """How the no-deal value stands to a named package."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDealStatement:
    """A bound on an actor's no-deal value: points, or relative to a complete package (one of the two)."""

    id: str
    actor: str
    points: PointsRange | None = None
    relation: Relation | None = None
    package: Package | None = None
    package_name: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDeal:
    """What holds without a deal. ``path`` may lack issues; ``None`` when the case has no section."""

    path: Package | None = None
    drift: str | None = None
    statements: tuple[NoDealStatement, ...] = ()
    because: tuple[str, ...] = ()
    note: str | None = None
