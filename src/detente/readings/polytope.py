"""Whether a package beats no deal for an actor in every reading, or in some: exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.model.case import Case
from detente.model.package import Package
from detente.readings.statements import NO_DEAL, Comparison, Constraint, Expression, has_no_deal_value, package_value
from detente.readings.value_space import ValueSpace, value_space

__all__ = ["Interval", "Polytope"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and greatest a number can be, ends included."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, eq=False, kw_only=True)
class Polytope:
    """One actor's possible value functions and no-deal values."""

    case: Case
    actor: str
    space: ValueSpace
    has_no_deal_value: bool

    @classmethod
    def of(cls, case: Case, actor_id: str) -> Polytope:
        """The polytope of an actor of a case."""
        return cls(
            case=case, actor=actor_id, space=value_space(case, actor_id), has_no_deal_value=has_no_deal_value(case, actor_id)
        )

    def gain(self, package: Package) -> Expression:
        """A package's value less the no-deal value."""
        return package_value(self.case, package) - Expression(((NO_DEAL, Fraction(1)),))

    def bounds(self, package: Package) -> Interval:
        """Least and greatest gain over all readings and their limits. Two exact programs.

        Raises
        ------
        ValueError
            If no reading satisfies the statements.
        OutOfBudget
            If the record leaves too many best and worst options open.
        """
        gain = self.gain(package)
        most, least = self.space.extreme(gain), self.space.extreme(-gain)
        if most is None or least is None:
            raise ValueError(f"no reading satisfies the statements on {self.actor}")
        return Interval(low=-least[0], high=most[0])

    def is_necessary(self, package: Package) -> bool:
        """Whether the package is worth no deal in every reading.

        A greatest loss of 0 settles it: a limit of readings that is worth exactly no deal has none below.
        """
        return self.bounds(package).low >= 0

    def is_possible(self, package: Package) -> bool:
        """Whether the package is worth no deal in some reading.

        At a greatest gain of exactly 0 the limit may not be a reading itself (a strict statement
        excludes it), so there a program with a margin decides.
        """
        high = self.bounds(package).high
        if high != 0:
            return high > 0
        tie = Constraint(expression=self.gain(package), comparison=Comparison.EQUAL, statement="tie")
        found = self.space.interior((tie,))
        return found is not None and found[0] > 0
