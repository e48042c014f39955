"""The least pressure that makes signing now at least as good as waiting: an extra cost of every period, exact.

What waiting is worth is a convex, falling, piecewise linear function of the extra cost, so Newton's method from 0 meets
every piece at most once and ends at the exact point.
"""

from __future__ import annotations

from fractions import Fraction

from detente.questions.timing.view import View
from detente.questions.timing.waiting import waiting

__all__ = ["least_pressure", "least_terms"]


def least_pressure(view: View, first: int = 0, last: int | None = None) -> Fraction | None:
    """The least extra cost per period, in the periods from ``first`` up to ``last``, at which the party signs now.

    0 where it does so already; ``None`` where no such pressure would do, since it would rather sign before it begins or
    go without a deal at once.

    Raises
    ------
    ValueError
        If the view has ranges.

    Examples
    --------
    >>> least_pressure(View.of("A", signing=50, end=40, costs=[1, 1, 1], terms=[0, 0, 0, 5]))
    Fraction(2, 3)
    """
    until = view.periods if last is None else last
    extra = Fraction(0)
    while True:
        found = waiting(view.with_cost(extra, first, until), exposed=(first, until))
        if found.gain >= 0:
            return extra
        if found.exposure == 0:
            return None
        extra -= found.gain / found.exposure


def least_terms(view: View) -> Fraction:
    """How much better the terms on offer now would have to be, and only now, for the party to sign; 0 where it does."""
    return max(-waiting(view).gain, Fraction(0))
