"""Times of a phased agreement: units after its start, where a case may say a day instead."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from detente.casefile.values import MistakeError

__all__ = ["day_at", "units_until"]

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def units_until(moment: dt.date, start: dt.date | None, unit: str) -> Fraction:
    """Units of time from the start to a day.

    Raises
    ------
    MistakeError
        DET452 where there is no start, or the day is no whole number of months or years after it, or the unit is a word
        that no calendar knows.
    """
    advice = "write how many units after the start it is: a number"
    if start is None:
        raise MistakeError("DET452", f"`{moment}` is a day, and the agreement has no `start`", f"add `start:`, or {advice}")
    if unit in _DAYS:
        return Fraction((moment - start).days, _DAYS[unit])
    if unit not in _MONTHS:
        raise MistakeError("DET452", f"`{moment}` is a day, and no calendar knows the unit `{unit}`", advice)
    months = 12 * (moment.year - start.year) + moment.month - start.month
    if moment.day != start.day or months % _MONTHS[unit]:
        raise MistakeError("DET452", f"from {start} to {moment} it is no whole number of {unit}s", advice)
    return Fraction(months, _MONTHS[unit])


def day_at(units: Fraction, start: dt.date, unit: str) -> dt.date | None:
    """The day, at the latest, on which so many units have passed; ``None`` where the unit has no days of a fixed number."""
    if unit in _DAYS:
        days = units * _DAYS[unit]
        whole = -(-days.numerator // days.denominator)
        return start + dt.timedelta(days=whole) if abs(whole) < dt.date.max.toordinal() - start.toordinal() else None
    months = units * _MONTHS.get(unit, 0)
    if unit not in _MONTHS or months.denominator != 1:
        return None
    year, month = divmod(12 * start.year + start.month - 1 + months.numerator, 12)
    try:
        return dt.date(year, month + 1, start.day)
    except ValueError:
        return None
