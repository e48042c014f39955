"""Closed forms of bargaining and war that the engines must agree with in their limits, exact.

Fearon (1995): with complete information and commitment there is always a range of deals both sides prefer to fighting.
Rubinstein (1982): who can wait longer gets more. Gambler's ruin: a war of battles with a chance p each. War of attrition:
Maynard Smith (1974); with different stakes, Nalebuff & Riley (1985). Powell (2004, 2006): a large and fast shift of power
makes peace impossible.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.problem.numbers import Number, exact
from detente.questions.timing.errors import TimingError

__all__ = [
    "Attrition",
    "Ruin",
    "ScreeningOffer",
    "attrition",
    "bargaining_range",
    "gamblers_ruin",
    "peace_is_impossible",
    "rubinstein",
    "screening_offer",
]


def bargaining_range(win: Number, cost_one: Number, cost_two: Number) -> tuple[Fraction, Fraction]:
    """Shares of a pie of 1 for side 1 that both prefer to fighting: ``[win - cost_one, win + cost_two]``, cut to 0..1.

    Never empty (Fearon 1995, pp. 386-388).

    Raises
    ------
    TimingError
        If the chance to win is outside 0 to 1 or a cost is below 0.

    Examples
    --------
    >>> bargaining_range("1/2", "1/10", "1/5")
    (Fraction(2, 5), Fraction(7, 10))
    """
    p, one, two = exact(win), exact(cost_one), exact(cost_two)
    if not 0 <= p <= 1 or one < 0 or two < 0:
        raise TimingError("the chance to win is from 0 to 1 and costs are at least 0")
    return max(p - one, Fraction(0)), min(p + two, Fraction(1))


def rubinstein(discount_one: Number, discount_two: Number) -> Fraction:
    """The share of the side that makes the first offer, ``(1 - d2) / (1 - d1 d2)`` (Rubinstein 1982, p. 107).

    Raises
    ------
    TimingError
        If a discount factor is not above 0 and at most 1, or both are 1.

    Examples
    --------
    >>> rubinstein("9/10", "9/10")
    Fraction(10, 19)
    """
    d1, d2 = exact(discount_one), exact(discount_two)
    if not (0 < d1 <= 1 and 0 < d2 <= 1) or d1 == d2 == 1:
        raise TimingError("discount factors are above 0 and at most 1, and not both 1")
    return (1 - d2) / (1 - d1 * d2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruin:
    """A war of battles: the chance that side 1 wins it, and the battles it is expected to last."""

    win: Fraction
    battles: Fraction


def gamblers_ruin(position: int, size: int, battle: Number) -> Ruin:
    """Side 1 stands at ``position`` of ``size``, wins each battle with chance ``battle``, and the war at ``size``.

    Raises
    ------
    TimingError
        If the position is outside 0 to ``size``, or the chance outside 0 to 1.

    Examples
    --------
    >>> gamblers_ruin(3, 10, "1/2")
    Ruin(win=Fraction(3, 10), battles=Fraction(21, 1))
    """
    p = exact(battle)
    if size < 1 or not 0 <= position <= size or not 0 <= p <= 1:
        raise TimingError("the position is from 0 to the size, the chance from 0 to 1")
    if position in (0, size):
        return Ruin(win=Fraction(position == size), battles=Fraction(0))
    if p in (0, 1):
        return Ruin(win=p, battles=Fraction(size - position if p else position))
    if p == Fraction(1, 2):
        return Ruin(win=Fraction(position, size), battles=Fraction(position * (size - position)))
    odds = (1 - p) / p
    win = (1 - odds**position) / (1 - odds**size)
    return Ruin(win=win, battles=(position - size * win) / (1 - 2 * p))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """The mixed equilibrium of a war of attrition between two sides.

    ``quits_one`` and ``quits_two`` are the rates at which each gives way, such that the other is indifferent to going on:
    the other's cost over the other's prize. Neither gains by having fought: the expected gain over giving way is 0.
    """

    quits_one: Fraction
    quits_two: Fraction

    @property
    def expected_length(self) -> Fraction:
        """Expected time until one of them gives way."""
        return 1 / (self.quits_one + self.quits_two)


def attrition(prize_one: Number, cost_one: Number, prize_two: Number, cost_two: Number) -> Attrition:
    """Rates of giving way with costs per unit of time and prizes above 0 (Nalebuff & Riley 1985).

    Raises
    ------
    TimingError
        If a number is not above 0.

    Examples
    --------
    >>> attrition(10, 1, 5, 1)
    Attrition(quits_one=Fraction(1, 5), quits_two=Fraction(1, 10))
    """
    numbers = [exact(n) for n in (prize_one, cost_one, prize_two, cost_two)]
    if min(numbers) <= 0:
        raise TimingError("prizes and costs of a war of attrition are above 0")
    one, spent_one, two, spent_two = numbers
    return Attrition(quits_one=spent_two / two, quits_two=spent_one / one)


def peace_is_impossible(strong: Number, weak: Number, discount: Number, cost: Number) -> bool:
    """Whether a side whose power falls fights now because the other cannot bind itself later.

    A pie of 1 each period; the declining side wins all of it for good with chance ``strong`` now and ``weak`` from the next
    period on, and fighting costs it ``cost`` once: ``strong - d weak > (1 - d)(1 + cost (1 - d))`` (derived from Powell
    2004, 2006).

    Raises
    ------
    TimingError
        If a chance is outside 0 to 1, the discount factor not between 0 and 1, or the cost below 0.

    Examples
    --------
    >>> peace_is_impossible("9/10", "1/10", "9/10", "1/10"), peace_is_impossible("5/10", "4/10", "1/2", "1/10")
    (True, False)
    """
    p1, p2, d, c = exact(strong), exact(weak), exact(discount), exact(cost)
    if not (0 <= p1 <= 1 and 0 <= p2 <= 1 and 0 < d < 1) or c < 0:
        raise TimingError("chances are from 0 to 1, the discount factor between 0 and 1, the cost at least 0")
    return p1 - d * p2 > (1 - d) * (1 + c * (1 - d))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOffer:
    """The offer that trades terms against the risk of war: what side 2 is offered, and the chance that it refuses."""

    offer: Fraction
    risk: Fraction


def screening_offer(win: Number, cost_one: Number, low: Number, high: Number) -> ScreeningOffer:
    """Side 1's best take-it-or-leave-it offer where side 2's cost is uniform from ``low`` to ``high`` and private.

    Side 2 accepts a share x of 1 iff ``x >= 1 - win - its cost``. The risk of war is what private information costs
    (Fearon 1995, pp. 410-411).

    Raises
    ------
    TimingError
        If the chance is outside 0 to 1, a cost below 0, or the range empty.

    Examples
    --------
    >>> screening_offer("1/2", "1/10", 0, "2/5")
    ScreeningOffer(offer=Fraction(7, 20), risk=Fraction(3, 8))
    """
    p, own, least, most = exact(win), exact(cost_one), exact(low), exact(high)
    if not 0 <= p <= 1 or min(own, least) < 0 or least >= most:
        raise TimingError("the chance is from 0 to 1, costs are at least 0, and the range is not empty")
    # An offer that types with a cost of at least k accept gives side 1 (p + k); the others fight: maximize over k.
    best = (most - own) / 2
    cut = min(max(best, least), most)
    return ScreeningOffer(offer=1 - p - cut, risk=(cut - least) / (most - least))
