"""Demands and red lines: what was asked for, and what would be refused. They are not the same."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.model.formula import Formula

__all__ = ["CERTAIN", "Demand", "Likelihood", "RedLine", "Rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """A probability from ``low`` to ``high``; ``word`` where an analyst used an ICD 203 term."""

    low: Fraction
    high: Fraction
    word: str | None = None

    @property
    def middle(self) -> Fraction:
        """Halfway between the bounds."""
        return (self.low + self.high) / 2


CERTAIN = Likelihood(low=Fraction(1), high=Fraction(1), word="certain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What an actor asked for. It refuses nothing by itself."""

    id: str
    actor: str
    asks: Formula
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """What a package must satisfy, or the actor says it refuses.

    ``firmness`` is the probability that the line is meant: off, it was a bluff.
    ``inferred_from`` names a demand the analyst took for a red line, which is an assumption.
    ``moves_with`` names lines that are on or off together with this one.
    ``is_refusal`` tells that the file wrote what is refused, and ``requires`` is its negation.
    """

    id: str
    actor: str
    requires: Formula
    firmness: Likelihood = CERTAIN
    name: str | None = None
    inferred_from: str | None = None
    moves_with: tuple[str, ...] = ()
    is_refusal: bool = False
    because: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A feasibility rule (no package may break it), or part of what makes a package a deal."""

    id: str
    requires: Formula
    name: str | None = None
    because: tuple[str, ...] = ()
    note: str | None = None
