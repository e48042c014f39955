"""A number known between two ends; one known exactly has equal ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.ratification.errors import Flaw, RatificationError

__all__ = ["Range", "RangeLike"]


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, given: RangeLike) -> Range:
        """From one number, or a pair of ends.

        Raises
        ------
        RatificationError
            If it is no number, or ends before it begins.

        Examples
        --------
        >>> Range.of(("0.5", 2))
        Range(low=Fraction(1, 2), high=Fraction(2, 1))
        """
        if isinstance(given, Range):
            return given
        low, high = given if isinstance(given, tuple) else (given, given)
        try:
            found = cls(exact(low), exact(high))
        except (ValueError, TypeError) as error:
            raise RatificationError(Flaw.BAD_NUMBER, str(error)) from None
        if found.low > found.high:
            raise RatificationError(Flaw.BAD_NUMBER, f"a range ends before it begins: {found.low} to {found.high}")
        return found

    @property
    def width(self) -> Fraction:
        """From end to end."""
        return self.high - self.low

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)


RangeLike = Number | tuple[Number, Number] | Range
"""What ``Range.of`` takes."""
