"""How sure a frequency is: counted readings with a confidence interval.

The interval is Wilson's (1927): the shares p at which the observed count lies no further than z
standard errors *of p* away. Unlike p +- z standard errors it stays inside 0 to 1, and at 0 of n or n of n
it does not shrink to a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

__all__ = ["CONFIDENCE_Z", "Frequency", "WilsonInterval", "frequency", "wilson"]

CONFIDENCE_Z = 1.959963984540054
"""Two-sided 95 % of the normal law."""


class WilsonInterval(NamedTuple):
    """The ends of the interval, 0 to 1."""

    low: float
    high: float


def wilson(successes: float, n: float, z: float = CONFIDENCE_Z) -> WilsonInterval:
    """Wilson's score interval for a share, without continuity correction (Wilson 1927, p. 209).

    Parameters
    ----------
    successes : how often it was seen, 0 to ``n``.
    n : how many independent tries; a fraction where draws depend on each other and ``n`` is
        what they are worth.
    z : half-width in standard errors; 0 gives the share itself.

    Raises
    ------
    ValueError
        If ``n`` is not positive, ``successes`` lies outside 0 to ``n``, or ``z`` is negative.

    Examples
    --------
    >>> low, high = wilson(81, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    if not n > 0 or not 0 <= successes <= n or not z >= 0:
        raise ValueError(f"no interval for {successes} of {n} at z = {z}")
    share = successes / n
    spread = z * z / n
    center = share + spread / 2
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n))
    low = 0.0 if successes == 0 else max(0.0, (center - half) / (1 + spread))
    high = 1.0 if successes == n else min(1.0, (center + half) / (1 + spread))
    return WilsonInterval(low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """In how many of ``n`` readings something holds, an exact count of those drawn.

    ``low`` and ``high`` are the 95 % Wilson interval of the share over *all* readings; equal to
    the share where the record leaves a single reading, ``None`` with the share when ``n`` is 0.
    """

    count: int
    n: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """``count`` of ``n``; ``None`` without readings."""
        return self.count / self.n if self.n else None


def frequency(count: int, n: int, worth: float = 1.0, *, is_exact: bool = False) -> Frequency:
    """A count with its interval.

    Parameters
    ----------
    worth : what one reading counts for, 1 when readings are independent; the interval is that of
        ``n * worth`` independent ones.
    is_exact : the share holds over all readings, not just those drawn, so the interval is a point.
        So it is with a single reading, which is then all the record leaves.

    Raises
    ------
    ValueError
        If ``count`` lies outside 0 to ``n``.
    """
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no frequency")
    if n == 0:
        return Frequency(count=0, n=0, low=None, high=None)
    if is_exact or n == 1:
        return Frequency(count=count, n=n, low=count / n, high=count / n)
    low, high = wilson(count * worth, n * worth)
    return Frequency(count=count, n=n, low=low, high=high)
