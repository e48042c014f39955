"""Points rounded to a few decimals that still are points: worst options at 0, best options adding up to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["RoundedPoints", "rounded_points"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundedPoints:
    """Rounded points per issue and option; ``most`` is the furthest a package can be from its exact points."""

    rows: tuple[tuple[Fraction, ...], ...]
    most: Fraction


def rounded_points(rows: Sequence[Sequence[Fraction]], digits: int) -> RoundedPoints:
    """The points of one party rounded to ``digits`` decimals.

    The best of each issue is rounded down, and the units that are then missing from 100 go to those that lost most
    (largest remainder, first issue first), so that the sum is kept. Other options are rounded to the nearest, a half to
    the even digit, and never above the best.

    Examples
    --------
    >>> third = Fraction(100, 3)
    >>> found = rounded_points([[0, third], [third, 0], [0, third / 2, third]], 0)
    >>> [tuple(map(int, row)) for row in found.rows], found.most
    ([(0, 34), (33, 0), (0, 17, 33)], Fraction(4, 3))
    """
    power = 10**digits
    bests = [max(row) * power for row in rows]
    whole = [int(best) for best in bests]
    missing = int(sum(bests)) - sum(whole)
    by_loss = sorted(range(len(rows)), key=lambda k: (whole[k] - bests[k], k))
    for k in by_loss[:missing]:
        whole[k] += 1
    made = tuple(
        tuple(Fraction(top if value * power == best else min(top, round(value * power)), power) for value in row)
        for row, best, top in zip(rows, bests, whole, strict=True)
    )
    most = sum(
        (max(abs(new - old) for new, old in zip(to, row, strict=True)) for to, row in zip(made, rows, strict=True)), Fraction(0)
    )
    return RoundedPoints(rows=made, most=most)
