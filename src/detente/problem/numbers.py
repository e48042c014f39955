"""Numbers as they come in: text, int, Fraction or Decimal exactly, a float as the decimal it is written as."""

from __future__ import annotations

from contextlib import suppress
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
    not the binary number next to it. A float of another width, as NumPy has them, is taken as its own text.

    Raises
    ------
    ValueError
        If it is no finite number.

    Examples
    --------
    >>> exact("1/3"), exact(0.1), exact("12.50")
    (Fraction(1, 3), Fraction(1, 10), Fraction(25, 2))
    """
    if isinstance(number, bool | bytes):
        raise ValueError(f"{number!r} is not a number")
    if isinstance(number, str | int | Fraction | Decimal):
        try:
            return Fraction(number)
        except (ValueError, OverflowError, ZeroDivisionError):
            raise ValueError(f"{number!r} is not a number") from None
    if isinstance(number, float):
        return _of_float(float(number), "")
    if getattr(getattr(number, "dtype", None), "kind", None) == "b" or getattr(number, "ndim", 0):
        raise ValueError(f"{number!r} is not a number")
    if isinstance(number, SupportsIndex):
        with suppress(TypeError):  # as an array raises that holds one float
            return Fraction(number.__index__())
    try:
        return _of_float(float(number), str(number))
    except (TypeError, OverflowError):
        raise ValueError(f"{number!r} is not a number") from None


def _of_float(value: float, text: str) -> Fraction:
    """By its text, where that is a number; else by the shortest decimal that names the float."""
    if not isfinite(value):
        raise ValueError(f"{value!r} is not a finite number")
    if text:
        with suppress(ValueError):
            return Fraction(text)
    return Fraction(repr(value))
