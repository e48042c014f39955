"""One number at a time: the share with a number at either end of its range, everything else as stated.

The same draws serve every bar. A no-deal value bounded by points alone is set on the readings
already drawn; any other number needs its actor's readings drawn again, from the actor's own stream of
the same seed, while the others' stay what they were. So each difference is taken draw by draw
(common random numbers; Law 2015, sec. 11.2) and has a paired error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from detente.model.case import Case
from detente.questions.agreement.conditions import Condition
from detente.questions.agreement.drivers.contributions import Contributions, FloatArray, PatternShares, paired_error
from detente.questions.agreement.drivers.finding import Bar, BarEnd, End, FirmnessEffect, Quantity
from detente.questions.agreement.drivers.judged_numbers import JudgedNumber, case_pinned
from detente.questions.agreement.drivers.learning import with_firmness
from detente.questions.agreement.drivers.redrawing import drawn_again, thinned
from detente.questions.agreement.tally import actor_draws
from detente.readings.draws import NoReading, Readings
from detente.readings.scale import TooFine
from detente.readings.shape import OpenOrderTooLong
from detente.readings.statements import NO_DEAL, constraints

__all__ = ["Base", "Played", "bar_of", "firmness_bar", "set_on"]

ASSUMED = Fraction(10)
"""Points to either side of a number the case gives exactly."""

JUST_INSIDE = Fraction(1, 10)
"""Points short of an end at which the record would contradict itself."""

_NOTHING = "no reading of the record is left"


@dataclass(frozen=True, eq=False, kw_only=True)
class Base:
    """The readings as stated, played through, that every bar is compared with.

    Parameters
    ----------
    played : how readings are played: the shares they give, and their leading opening where that is looked for;
        ``None`` where a budget ran out.
    drawn : all readings drawn; ``readings`` those played, all or fewer of them, evenly spread.
    n, seed : as the readings were drawn.
    figure : names the share compared.
    """

    case: Case
    played: Callable[[Readings], Played | None]
    drawn: Readings
    readings: Readings
    shares: PatternShares
    figure: str
    n: int
    seed: int

    def measured(self, shares: PatternShares, case: Case) -> Contributions | None:
        """The share that is compared, of some played readings."""
        return shares.all_off() if self.figure == "all_off" else shares.some_bluff(case)

    def thinned(self, n: int) -> Base | None:
        """The same with ``n`` of the readings; ``None`` where a budget ran out."""
        readings = thinned(self.drawn, n)
        played = self.played(readings)
        return None if played is None else replace(self, readings=readings, shares=played.shares)


@dataclass(frozen=True, eq=False, kw_only=True)
class Played:
    """Some readings played: their shares, and the leading opening; ``None`` where that is not looked for."""

    shares: PatternShares
    leading: tuple[Condition, ...] | None


def bar_of(base: Base, number: JudgedNumber, span: tuple[Fraction, Fraction], whole: Base, progress: Callable[[], None]) -> Bar:
    """The bar of a number stated exactly or as a range.

    Parameters
    ----------
    base : the readings each end is played over, all or some of ``whole``.
    span : how far the number can go.
    """
    is_assumed = number.end is End.EXACT
    low, high = (number.stated - ASSUMED, number.stated + ASSUMED) if is_assumed else (number.low, number.high)
    low, high = max(low, span[0]), min(high, span[1])
    ends = []
    for value in (low, high):
        end = _end(base, number, value, whole)
        if end.reason == _NOTHING and value != number.stated:  # the end itself is only a limit
            inside = number.stated - value
            end = _end(base, number, value + max(-JUST_INSIDE, min(JUST_INSIDE, inside / 2)), whole)
        ends.append(end)
        progress()
    return Bar(subject=number.subject, low=ends[0], high=ends[1], in_proportion=number.in_proportion, is_range_assumed=is_assumed)


def _end(base: Base, number: JudgedNumber, value: Fraction, whole: Base) -> BarEnd:
    case = case_pinned(base.case, number, value)
    try:
        readings = set_on(base, number, value)
        if readings is None:
            again = drawn_again(case, number.subject.actor, base.drawn, base.n, base.seed)
            readings = thinned(again, base.shares.n if base.shares.n > 1 else base.n)
    except (NoReading, TooFine, OpenOrderTooLong) as limit:
        reason = _NOTHING if isinstance(limit, NoReading) else str(limit)
        return BarEnd(value=value, some_bluff=None, all_off=None, change=None, error=0.0, reason=reason)
    played = base.played(readings)
    if played is None:
        return BarEnd(value=value, some_bluff=None, all_off=None, change=None, error=0.0, reason="a budget ran out")
    return replace(_measured(base, played.shares, base.case, value, whole), opening=played.leading)


def _measured(base: Base, shares: PatternShares, case: Case, value: Fraction, whole: Base) -> BarEnd:
    """The end of a bar from its played readings."""
    here, there = base.measured(shares, case), base.measured(base.shares, base.case)
    change, error = None, 0.0
    if here is not None and there is not None and here.share is not None and there.share is not None:
        change = float(here.share - there.share)
        n_effective = min(
            shares.n_effective if shares.n > 1 else base.n, base.shares.n_effective if base.shares.n > 1 else base.n
        )
        error = paired_error(_less(here.per_reading, there.per_reading), n_effective)
    return BarEnd(
        value=value,
        some_bluff=_moved(whole.shares.some_bluff(base.case), base.shares.some_bluff(base.case), shares.some_bluff(case)),
        all_off=_moved(whole.shares.all_off(), base.shares.all_off(), shares.all_off()),
        change=change,
        error=error,
        reason=None if change is not None else "no reading drawn fits the answers on record",
    )


def _moved(whole: Contributions | None, there: Contributions | None, here: Contributions | None) -> float | None:
    """The share of all readings moved by the change some of them show."""
    shares = [None if found is None else found.share for found in (whole, there, here)]
    if shares[0] is None or shares[1] is None or shares[2] is None:
        return None
    return float(min(max(shares[0] + shares[2] - shares[1], Fraction(0)), Fraction(1)))


def _less(here: FloatArray, there: FloatArray) -> FloatArray:
    """Draw by draw; what is exact has one reading that stands against every draw."""
    n = max(len(here), len(there))
    return np.asarray(np.broadcast_to(here, n) - np.broadcast_to(there, n))


def set_on(base: Base, number: JudgedNumber, value: Fraction) -> Readings | None:
    """The readings with a no-deal value set on them; ``None`` where the actor's values hang on it and must be drawn again."""
    actor = number.subject.actor
    if number.subject.quantity is not Quantity.NO_DEAL:
        return None
    about = [c for c in constraints(base.case, actor) if NO_DEAL in dict(c.expression.terms)]
    draws = actor_draws(base.readings, actor)
    exact = value * draws.scale / 100
    if any(c.statement != number.statement for c in about) or draws.no_deal is None or exact.denominator != 1:
        return None
    if draws.rejections.shape[1]:
        return None
    changed = replace(draws, no_deal=np.full_like(draws.no_deal, int(exact)))
    return Readings(actors=tuple(changed if d.actor == actor else d for d in base.readings.actors))


def firmness_bar(base: Base, effect: FirmnessEffect) -> Bar:
    """The bar of a red line's firmness: the readings are those played, only the patterns are weighed otherwise."""
    is_assumed = effect.low == effect.high
    ends = (effect.low - ASSUMED / 100, effect.high + ASSUMED / 100) if is_assumed else (effect.low, effect.high)
    low, high = max(ends[0], Fraction(0)), min(ends[1], Fraction(1))
    made = []
    for value in (low, high):
        case = with_firmness(base.case, effect.subject.red_lines, value)
        made.append(_measured(base, base.shares, case, value * 100, base))
    return Bar(subject=effect.subject, low=made[0], high=made[1], in_proportion=False, is_range_assumed=is_assumed)
