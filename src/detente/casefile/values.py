"""Numbers, ranges, days and likelihoods as they are written in a case."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

from detente.model.red_line import CERTAIN, Likelihood

__all__ = ["ICD_203", "MistakeError", "day", "day_range", "likelihood", "number", "number_range", "number_text", "range_text"]

ICD_203: dict[str, tuple[int, int]] = {
    "almost no chance": (1, 5),
    "very unlikely": (5, 20),
    "unlikely": (20, 45),
    "roughly even": (45, 55),
    "likely": (55, 80),
    "very likely": (80, 95),
    "almost certain": (95, 99),
}
"""Likelihood terms of Intelligence Community Directive 203 with their percentages."""

_NUMBER = re.compile(r"[-+]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?(/[0-9]{1,30})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class MistakeError(ValueError):
    """A text that does not say what it should; carries the code, the message and the advice."""

    def __init__(self, code: str, message: str, advice: str) -> None:
        """Keep the three parts of a diagnostic."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice


def number(text: str) -> Fraction:
    """An exact number: ``0.1`` is one tenth; ``1/3`` is allowed too."""
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        advice = "write digits, as in 40 or 0.5"
        if written.endswith("%") and _NUMBER.fullmatch(written[:-1].rstrip()):
            advice = f"write it without the sign: {written[:-1].rstrip()}"
        if re.fullmatch(r"[-+]?[0-9]{1,3}([,_ '][0-9]{3})+(\.[0-9]+)?", written):
            advice = f"write it without separators: {re.sub('[,_ ]', '', written)}".replace("'", "")
        raise MistakeError("DET214", f"`{written}` is not a number", advice)
    over, _, under = written.partition("/")
    if under and int(under) == 0:
        raise MistakeError("DET214", f"`{written}` divides by zero", "write digits, as in 40 or 0.5")
    return Fraction(over) / (int(under) if under else 1)


def number_range(text: str) -> tuple[Fraction, Fraction]:
    """A number or a range ``low..high``; the lower end first."""
    low_text, dots, high_text = text.partition("..")
    if not dots:
        low = number(text)
        return low, low
    low, high = number(low_text), number(high_text)
    if low > high:
        mended = f"{high_text.strip()}..{low_text.strip()}"
        raise MistakeError("DET304", f"the range `{text.strip()}` runs from high to low", f"write the lower end first: {mended}")
    return low, high


def number_text(value: Fraction) -> str:
    """The shortest exact text: a decimal where there is one, else ``p/q``."""
    if value.denominator == 1:
        return str(value.numerator)
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1 or places > 30:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return ("-" if value < 0 else "") + f"{digits[:-places]}.{digits[-places:]}"


def range_text(low: Fraction, high: Fraction) -> str:
    """``low..high``, or the number alone when the two are equal."""
    return number_text(low) if low == high else f"{number_text(low)}..{number_text(high)}"


def day(text: str) -> dt.date:
    """A day as ``2024-04-11``."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise MistakeError("DET301", f"`{text.strip()}` is not a day", "write year, month and day: 2024-04-11")
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        advice = "look it up in a calendar; the order is year, month, day"
        raise MistakeError("DET301", f"there is no day `{text.strip()}`", advice) from None


def day_range(text: str) -> tuple[dt.date, dt.date]:
    """A day, or a period ``2024-04-01..2024-04-10``."""
    first_text, dots, last_text = text.partition("..")
    first = day(first_text)
    last = day(last_text) if dots else first
    if first > last:
        mended = f"{last_text.strip()}..{first_text.strip()}"
        raise MistakeError(
            "DET304", f"the period `{text.strip()}` ends before it begins", f"write the earlier day first: {mended}"
        )
    return first, last


def likelihood(text: str) -> Likelihood:
    """An ICD 203 term, a number from 0 to 1, a percentage, or a range of either."""
    written = " ".join(text.split()).lower()
    if written == "certain":
        return CERTAIN
    if written in ICD_203:
        low, high = ICD_203[written]
        return Likelihood(low=Fraction(low, 100), high=Fraction(high, 100), word=written)
    scale = 100 if written.endswith("%") else 1
    try:
        bounds = number_range(re.sub(r"\s*%", "", written))
    except MistakeError as mistake:
        if mistake.code == "DET304":
            raise
        terms = ", ".join([*ICD_203, "certain"])
        advice = f"write a term ({terms}), a number from 0 to 1, a percentage, or a range"
        raise MistakeError("DET218", f"`{text.strip()}` is not a likelihood", advice) from None
    if bounds[0] < 0 or bounds[1] > scale:
        advice = "a number lies between 0 and 1, a percentage between 0 and 100 %"
        if scale == 1 and bounds[0] >= 0 and bounds[1] <= 100:
            advice += f": do you mean {written} %?"
        raise MistakeError("DET309", f"`{text.strip()}` is not between never and certain", advice)
    return Likelihood(low=bounds[0] / scale, high=bounds[1] / scale)
