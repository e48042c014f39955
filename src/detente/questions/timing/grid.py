"""Days and periods: the outlook cut into units of time from the day of the case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.questions.timing.errors import TimingError

__all__ = ["UNITS", "Grid"]

UNITS = ("day", "week", "month", "year")
"""Units of time an outlook may be cut into."""

PERIODS = 400
"""Most periods: a year of days."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Period t begins on ``days[t]``; the outlook ends on ``days[-1]``, its first day being that of the case."""

    days: tuple[dt.date, ...]

    @classmethod
    def of(cls, start: dt.date, until: dt.date, unit: str) -> Grid:
        """Whole units from ``start`` until the first that reaches ``until``.

        Raises
        ------
        TimingError
            If the unit is unknown, the outlook does not go beyond ``start``, or it has too many periods.

        Examples
        --------
        >>> Grid.of(dt.date(2024, 1, 31), dt.date(2024, 3, 1), "month").days[1:]
        (datetime.date(2024, 2, 29), datetime.date(2024, 3, 31))
        """
        if unit not in UNITS:
            raise TimingError(f"`{unit}` is no unit of time; use {', '.join(UNITS)}")
        if until <= start:
            raise TimingError(f"the outlook ends on {until}, not after the day of the case, {start}")
        days = [start]
        while days[-1] < until:
            days.append(_after(start, unit, len(days)))
            if len(days) > PERIODS + 1:
                raise TimingError(f"the outlook has more than {PERIODS} periods: take a longer unit")
        return cls(tuple(days))

    @property
    def periods(self) -> int:
        """How many."""
        return len(self.days) - 1

    def period(self, day: dt.date) -> int:
        """The first period that begins on a day or later, the end for days after it."""
        return next((t for t, begins in enumerate(self.days) if begins >= day), self.periods)

    def share(self, period: int, until: dt.date | None) -> tuple[int, int]:
        """How far a period lies between the first day and another, as days over days; 1 from that day on."""
        last = self.days[-1] if until is None else until
        whole = max((last - self.days[0]).days, 1)
        return min((self.days[period] - self.days[0]).days, whole), whole


def _after(start: dt.date, unit: str, n: int) -> dt.date:
    if unit in ("day", "week"):
        return start + dt.timedelta(days=n * (7 if unit == "week" else 1))
    months = start.month - 1 + n * (12 if unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(start.day, last))
