"""The leader's choice between what a package is worth to the country and staying in office.

The leader accepts when value plus office times the chance to survive is at least what it is without a deal. The office
value at which the answer flips is the *price of the coalition*: how much office must matter for the package to be
refused (or taken) at home's sake (the office-seeking negotiator of Putnam 1988, pp. 456-459).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from detente.model.verdict import Verdict
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.ranges import Range, RangeLike

__all__ = ["Holds", "LeaderChoice", "OfficeCondition", "leader_choice"]


class Holds(StrEnum):
    """For which values of office something is so."""

    ALWAYS = "always"
    UP_TO = "up-to"
    FROM = "from"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCondition:
    """The office values (at least 0) at which the leader accepts: up to or from ``flips_at``, itself included."""

    holds: Holds
    flips_at: Fraction | None

    def accepts(self, office: Fraction) -> bool:
        """Whether the leader accepts when office is worth this much."""
        if self.flips_at is None:
            return self.holds is Holds.ALWAYS
        return office <= self.flips_at if self.holds is Holds.UP_TO else office >= self.flips_at


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderChoice:
    """Whether a leader accepts a package.

    Parameters
    ----------
    verdict : HOLDS where it accepts at all numbers in their ranges, FAILS at none, CONTESTED at some.
    gain : what accepting is worth over no deal, office included, from the worst numbers to the best.
    surely, possibly : the office values at which it accepts whatever the other numbers, and at some of them.
    """

    verdict: Verdict
    gain: Range
    surely: OfficeCondition
    possibly: OfficeCondition


def leader_choice(
    value: RangeLike, no_deal: RangeLike, survives: RangeLike, survives_without: RangeLike, office: RangeLike
) -> LeaderChoice:
    """Whether the leader accepts, and at which value of office the answer flips.

    Parameters
    ----------
    value, no_deal : of the package and of no deal to the leader, office aside.
    survives, survives_without : chances to stay in office with the package and without a deal.
    office : what staying in office is worth, on the scale of ``value``; at least 0.

    Raises
    ------
    RatificationError
        If a chance is outside 0 to 1, or office could be negative.

    Examples
    --------
    >>> found = leader_choice(10, 4, "1/4", "3/4", (0, 20))
    >>> found.verdict.value, found.surely.holds.value, found.surely.flips_at
    ('contested', 'up-to', Fraction(12, 1))
    """
    chances = [Range.of(survives), Range.of(survives_without)]
    worth = Range.of(office)
    if worth.low < 0 or any(chance.low < 0 or chance.high > 1 for chance in chances):
        raise RatificationError(Flaw.BAD_NUMBER, "chances are from 0 to 1, office is at least 0")
    gained = Range.of(value) - Range.of(no_deal)
    risked = chances[1] - chances[0]
    stakes = [own * risk for own in (worth.low, worth.high) for risk in (risked.low, risked.high)]
    gain = Range(gained.low - max(stakes), gained.high - min(stakes))
    verdict = Verdict.HOLDS if gain.low >= 0 else Verdict.CONTESTED if gain.high >= 0 else Verdict.FAILS
    return LeaderChoice(
        verdict=verdict,
        gain=gain,
        surely=_condition(gained.low, risked.high),
        possibly=_condition(gained.high, risked.low),
    )


def _condition(gained: Fraction, risked: Fraction) -> OfficeCondition:
    """Where gained - office x risked is at least 0, for office of at least 0."""
    flips_at = gained / risked if risked else None
    if gained >= 0 and risked <= 0:
        return OfficeCondition(holds=Holds.ALWAYS, flips_at=None)
    if gained < 0 and risked >= 0:
        return OfficeCondition(holds=Holds.NEVER, flips_at=None)
    return OfficeCondition(holds=Holds.UP_TO if risked > 0 else Holds.FROM, flips_at=flips_at)
