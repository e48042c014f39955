"""The chance that a government holds, where partners' numbers are ranges.

Each number is taken as equally likely anywhere in its range, independently of the others: an assumption, not a
finding. A partner is then *steadfast* (stays whatever happens), *conditional* (stays while the government holds) or a
*leaver*, with chances that are exact: sums of uniform numbers (Feller 1971, I.9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, prod

from detente.questions.ratification.constituency import Constituency
from detente.questions.ratification.errors import Flaw, RatificationError
from detente.questions.ratification.ranges import Range
from detente.questions.ratification.survival import Partner, survival

__all__ = ["UNSETTLED_LIMIT", "PartnerOdds", "SurvivalOdds", "chance_at_least", "survival_odds"]

UNSETTLED_LIMIT = 10
"""Most partners whose conduct is not settled by their ranges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerOdds:
    """Chances of one partner's conduct; they sum to 1."""

    name: str
    steadfast: Fraction
    conditional: Fraction
    leaver: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalOdds:
    """Chances that the government holds: if partners expect the best of one another, and if they expect the worst."""

    highest: Fraction
    lowest: Fraction
    partners: tuple[PartnerOdds, ...]


def survival_odds(side: Constituency, partners: Sequence[Partner], *, support: Iterable[str] = ()) -> SurvivalOdds:
    """The chance that the government holds, at the highest and at the lowest outcome.

    Raises
    ------
    RatificationError
        As ``survival`` does; if a rival's exit would cost a partner something; or if more than ``UNSETTLED_LIMIT``
        partners may do more than one thing. O(3^unsettled).

    Examples
    --------
    >>> side = Constituency.of_votes({"a": 40, "b": 21}, 61)
    >>> odds = survival_odds(side, [Partner.of("a", 5, 0), Partner.of("b", (0, 4), 3)])
    >>> odds.highest, odds.lowest, odds.partners[1].leaver
    (Fraction(1, 4), Fraction(1, 4), Fraction(3, 4))
    """
    helpers = tuple(support)
    survival(side, partners, support=helpers)  # what is wrong with the partners is said there
    if any(partner.outbid for partner in partners):
        raise RatificationError(Flaw.BAD_NUMBER, "chances are not worked out where a rival's exit costs a partner something")
    odds = tuple(_conduct(partner) for partner in partners)
    unsettled = sum(max(o.steadfast, o.conditional, o.leaver) < 1 for o in odds)
    if unsettled > UNSETTLED_LIMIT:
        message = f"{unsettled} partners may do more than one thing; chances are worked out for up to {UNSETTLED_LIMIT}"
        raise RatificationError(Flaw.TOO_LARGE, message)
    highest = lowest = Fraction(0)
    held = side.mask(helpers)
    for steadfast, conditional, chance in _conducts(side, odds, held):
        if side.gate.passes(steadfast | sum(conditional)):
            highest += chance
            if any(side.gate.passes(steadfast | own) for own in (0, *conditional)):
                lowest += chance
    return SurvivalOdds(highest=highest, lowest=lowest, partners=odds)


def chance_at_least(parts: Sequence[Range], least: Fraction) -> Fraction:
    """The chance that independent numbers, each uniform in its range, sum to at least ``least``. O(2^ranges).

    >>> chance_at_least([Range.of((0, 1)), Range.of((0, 1))], Fraction(3, 2))
    Fraction(1, 8)
    """
    widths = [part.width for part in parts if part.width]
    room = least - sum((part.low for part in parts), Fraction(0))
    if not widths:
        return Fraction(int(room <= 0))
    n = len(widths)
    below = Fraction(0)
    for size in range(n + 1):
        for some in combinations(widths, size):
            left = room - sum(some, Fraction(0))
            if left > 0:
                below += (-1) ** size * left**n
    return 1 - below / (factorial(n) * prod(widths, start=Fraction(1)))


def _conduct(partner: Partner) -> PartnerOdds:
    left = Range(-partner.outside.high, -partner.outside.low)
    steadfast = chance_at_least([partner.value, left], Fraction(0))
    staying = chance_at_least([partner.value, left, partner.office], Fraction(0))
    return PartnerOdds(name=partner.name, steadfast=steadfast, conditional=staying - steadfast, leaver=1 - staying)


def _conducts(side: Constituency, odds: Sequence[PartnerOdds], held: int) -> Iterator[tuple[int, tuple[int, ...], Fraction]]:
    """Every way the partners may be minded, with its chance: the steadfast (with ``held``), each of the conditional."""
    found: list[tuple[int, tuple[int, ...], Fraction]] = [(held, (), Fraction(1))]
    for partner in odds:
        own = side.mask([partner.name])
        found = [
            (steadfast | (own if kind == 0 else 0), (*conditional, own) if kind == 1 else conditional, chance * part)
            for steadfast, conditional, chance in found
            for kind, part in enumerate((partner.steadfast, partner.conditional, partner.leaver))
            if part
        ]
    yield from found
