"""Numbers in files of other programs: decimal text, exactly, and nothing that could grow without bound."""

from __future__ import annotations

import re
from fractions import Fraction

from detente.casefile.values import number_text

__all__ = ["decimal", "decimal_text", "fits_case", "is_decimal", "unending_part", "whole"]

_DECIMAL = re.compile(r"[-+]?([0-9]{1,200}(\.[0-9]{0,200})?|\.[0-9]{1,200})([eE][-+]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[-+]?[0-9]{1,12}")
_CASE_DIGITS = 30
"""Digits a case file reads before and after the point, and below a fraction bar."""


def decimal(text: str) -> Fraction | None:
    """The number a decimal text says, exactly; ``None`` if it says none (``NaN`` and ``Infinity`` are none).

    Examples
    --------
    >>> decimal("0.13"), decimal("1.5E-3"), decimal("1,5")
    (Fraction(13, 100), Fraction(3, 2000), None)
    """
    written = text.strip()
    return Fraction(written) if _DECIMAL.fullmatch(written) else None


def whole(text: str) -> int | None:
    """The whole number a text says, or ``None``."""
    written = text.strip()
    return int(written) if _WHOLE.fullmatch(written) else None


def is_decimal(value: Fraction) -> bool:
    """Whether a number has an end as a decimal."""
    return unending_part(value) == 1


def unending_part(value: Fraction) -> int:
    """The part of the denominator that no power of ten divides by: 3 for 1/6."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest


def decimal_text(value: Fraction) -> str:
    """The exact decimal of a number that has one.

    Raises
    ------
    ValueError
        If it has none.

    Examples
    --------
    >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(-3))
    ('0.125', '-3')
    """
    if not is_decimal(value):
        raise ValueError(f"{value} has no end as a decimal")
    places, scaled = 0, value
    while scaled.denominator != 1:
        places, scaled = places + 1, scaled * 10
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}")


def fits_case(value: Fraction) -> bool:
    """Whether a case file can hold the number: its reader takes so many digits and no more."""
    over, _, under = number_text(value).lstrip("-").partition("/")
    before, _, after = over.partition(".")
    return max(len(before), len(after), len(under)) <= _CASE_DIGITS
