"""Preference statements: what the record lets us say about an actor's values.

Actor a values package P at v_a(P), the sum over issues of the value of P's option there, scaled
so that each issue's worst option is 0 and the best options sum to 1 (shown as 100 points). Each
statement is a linear constraint on these unknown values (robust ordinal regression:
Jacquet-Lagreze & Siskos 1982; Greco, Mousseau & Slowinski 2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.package import Package

__all__ = [
    "Importance",
    "Indifference",
    "Link",
    "OptionRanking",
    "PackageComparison",
    "Points",
    "PointsRange",
    "Statement",
    "Weights",
]


class Link(StrEnum):
    """How one term of a ranking stands to the next."""

    ABOVE = ">"
    AT_LEAST = ">="
    EQUAL = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRange:
    """Points on an actor's own 0-100 scale, from ``low`` to ``high`` inclusive; equal when exact."""

    low: Fraction
    high: Fraction

    @property
    def is_exact(self) -> bool:
        """Whether the range is a single number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRanking:
    """Options of one issue from best to worst; ``links[k]`` stands between terms k and k + 1.

    ``is_complete`` when it names every option (every knot of a numeric issue): its first term is
    then the best and its last the worst.
    """

    id: str
    actor: str
    issue: str
    options: tuple[str, ...]
    links: tuple[Link, ...]
    is_complete: bool
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """Issues from most to least important: the range of value each one spans."""

    id: str
    actor: str
    issues: tuple[str, ...]
    links: tuple[Link, ...]
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points an issue spans between its worst and best option, per issue."""

    id: str
    actor: str
    weights: tuple[tuple[str, PointsRange], ...]
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points of single options of one issue."""

    id: str
    actor: str
    issue: str
    points: tuple[tuple[str, PointsRange], ...]
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageComparison:
    """One complete package against another: ``better`` stands in ``link`` to ``worse``."""

    id: str
    actor: str
    better: Package
    worse: Package
    better_name: str
    worse_name: str
    link: Link
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indifference:
    """Issues that make no difference to the actor: they span no value."""

    id: str
    actor: str
    issues: tuple[str, ...]
    because: tuple[str, ...] = ()
    note: str | None = None


Statement = OptionRanking | Importance | Weights | Points | PackageComparison | Indifference
