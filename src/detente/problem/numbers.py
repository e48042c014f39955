"""Numbers as they come in: text, int, Fraction or Decimal exactly, a float as the decimal it is written as."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import SupportsFloat, SupportsIndex

__all__ = ["Number", "exact"]

Number = str | int | Fraction | Decimal | float | SupportsFloat | SupportsIndex
"""What ``exact`` takes; NumPy scalars are among them."""


def exact(number: Number) -> Fraction:
    """The number as a fraction.

    A float is taken as the shortest decimal that names it, ``Fraction(repr(x))``, so that 0.1 is one tenth and
    not the binary number next to it.

    Raises
    ------
    ValueError
        If it is no finite number.

    Examples
    --------
    >>> exact("1/3"), exact(0.1), exact("12.50")
    (Fraction(1, 3), Fraction(1, 10), Fraction(25, 2))
    """
    if isinstance(number, bool):
        raise ValueError(f"{number!r} is not a number")
    if isinstance(number, str | int | Fraction | Decimal):
        try:
            return Fraction(number)
        except (ValueError, OverflowError, ZeroDivisionError):
            raise ValueError(f"{number!r} is not a number") from None
    if isinstance(number, SupportsIndex):
        return Fraction(number.__index__())
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"{number!r} is not a finite number")
    return Fraction(repr(value))
