"""Signing now against waiting: an optimal stopping problem, solved backward from the end of the outlook.

At each period the party may sign at the terms it then expects, or go on for one more period at its cost; at the end it
signs or has no deal. Its own beliefs are used throughout (bargaining with subjective expectations: Yildiz 2003). What it
can sign for later is part of its view, so that the other side is willing whenever it is.

With ranges the gain of signing now is between two ends: the lower one takes every number where it favors waiting, the
upper one where it favors signing. Each number but a chance pushes one way only; chances are taken at the worse end in each
state of the world on its own, so the two ends bound the truth, and are attained where ``is_attained`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from detente.questions.timing.view import Interval, Prospect, View, corners

__all__ = ["Gain", "Waiting", "gain_of_signing", "waiting"]

ZERO = Fraction(0)
Outcomes = Sequence[tuple[Fraction, Fraction]]
"""Probability and worth of each set of things that happen at one time."""
Expected = Callable[[Sequence[Prospect], Outcomes], Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One view with every number settled.

    Attributes
    ----------
    signs_now : whether signing now is at least as good as waiting; ties sign.
    gain : signing now less waiting, points.
    waits_worth : the best that waiting can give; ``never_worth`` what going on to the end without ever signing gives.
    signs_at : the first period at which it signs if none of what may happen has happened; ``None`` where it never does.
    exposure : expected discounted number of periods it waits if it waits: by how much one point of cost in every period
        lowers what waiting is worth.
    """

    signs_now: bool
    gain: Fraction
    waits_worth: Fraction
    never_worth: Fraction
    signs_at: int | None
    exposure: Fraction


def waiting(view: View, exposed: tuple[int, int] | None = None) -> Waiting:
    """Solve a view whose numbers are all single. Cost: O(T x 2^events).

    Parameters
    ----------
    exposed : the periods ``exposure`` counts, from the first up to, not including, the second; all when absent.

    Raises
    ------
    ValueError
        If a number is a range.

    Examples
    --------
    >>> from detente.questions.timing.view import View
    >>> found = waiting(View.of("A", signing=50, end=40, costs=[1, 1, 1], terms=[0, 0, 0, 5]))
    >>> found.signs_now, found.gain, found.signs_at
    (False, Fraction(-2, 1), 3)
    """
    if not view.is_exact:
        raise ValueError("ranges must be settled before: see gain_of_signing")
    play = _Play(view, low_signs=True, exposed=exposed)
    return play.solved(lambda _, outcomes: sum((p * v for p, v in outcomes), ZERO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What signing now is worth over waiting, from the numbers that favor waiting to those that favor signing."""

    low: Fraction
    high: Fraction
    is_attained: bool


def gain_of_signing(view: View) -> Gain:
    """Bounds of the gain of signing now. Cost: O(T x 4^events) at most.

    Examples
    --------
    >>> from detente.questions.timing.view import Prospect, View
    >>> relief = Prospect.of("relief", 1, (0, 1), terms=(4, 6))
    >>> gain_of_signing(View.of("A", signing=50, end=40, costs=[(1, 2)], prospects=[relief]))
    Gain(low=Fraction(-5, 1), high=Fraction(2, 1), is_attained=True)
    """
    low = _Play(view, low_signs=True).solved(_pessimist(max)).gain
    high = _Play(view, low_signs=False).solved(_pessimist(min)).gain
    return Gain(low=low, high=high, is_attained=_attained(view, low, high))


def _pessimist(choose: Callable[[Sequence[Fraction]], Fraction]) -> Expected:
    """Chances at whichever end is best, or worst, for waiting, in each state on its own."""

    def expected(due: Sequence[Prospect], outcomes: Outcomes) -> Fraction:
        ends = corners([p.chance for p in due])
        return choose([sum((s * v for s, (_, v) in zip(_weights(end), outcomes, strict=True)), ZERO) for end in ends])

    return expected


def _weights(chances: Sequence[Fraction]) -> list[Fraction]:
    """Probability of each set of things that happen, in the order of ``product((0, 1), ...)``."""
    found = []
    for happens in product((False, True), repeat=len(chances)):
        share = Fraction(1)
        for p, h in zip(chances, happens, strict=True):
            share *= p if h else 1 - p
        found.append(share)
    return found


def _attained(view: View, low: Fraction, high: Fraction) -> bool:
    """Whether fixed chances give both ends."""
    gains = []
    for low_signs in (True, False):
        found = set()
        for ends in corners([p.chance for p in view.prospects]):
            fixed = view.with_chances(dict(zip((p.name for p in view.prospects), ends, strict=True)))
            found.add(_Play(fixed, low_signs=low_signs).solved(_pessimist(max)).gain)
        gains.append(found)
    return low in gains[0] and high in gains[1]


class _Play:
    """Backward induction over periods and sets of what has happened.

    Numbers are taken at the ends that favor waiting (``low_signs``) or signing.
    """

    def __init__(self, view: View, *, low_signs: bool, exposed: tuple[int, int] | None = None) -> None:
        self.view = view
        self.low_signs = low_signs
        self.first, self.last = (0, view.periods) if exposed is None else exposed
        self.signing = self._end(view.signing, favors_waiting=False)
        self.no_deal = self._end(view.end, favors_waiting=True)
        self.terms = [self._end(change, favors_waiting=True) for change in view.terms]
        self.costs = [self._end(cost, favors_waiting=False) for cost in view.costs]
        self.effects = [
            (self._end(p.terms, favors_waiting=True), self._end(p.cost, favors_waiting=False)) for p in view.prospects
        ]

    def _end(self, number: Interval, *, favors_waiting: bool) -> Fraction:
        """The end that favors waiting, or signing; ``favors_waiting`` if more of the number makes waiting better."""
        return number.high if favors_waiting == self.low_signs else number.low

    def solved(self, expected: Expected) -> Waiting:
        view, last = self.view, self.view.periods
        worth = {m: max(self._signed(last, m), self.no_deal) for m in self._sets(last)}
        never = dict.fromkeys(worth, self.no_deal)
        exposure = dict.fromkeys(worth, ZERO)
        signs = [self._signed(last, 0) >= self.no_deal]
        waits, exposed = worth[0], ZERO
        for t in range(last - 1, -1, -1):
            now_worth, now_never, now_exposure = {}, {}, {}
            due = [k for k, p in enumerate(view.prospects) if p.period == t + 1]
            things = [view.prospects[k] for k in due]
            chances = _weights([p.chance.low for p in things]) if all(p.chance.is_exact for p in things) else None
            for m in self._sets(t):
                after = [m | sum(1 << k for k, h in zip(due, hs, strict=True) if h) for hs in product((0, 1), repeat=len(due))]
                shares = chances or [ZERO] * len(after)
                cost = self.costs[t] + sum((self.effects[k][1] for k in range(len(self.effects)) if m >> k & 1), ZERO)
                waits = view.discount * expected(things, [(s, worth[n]) for s, n in zip(shares, after, strict=True)]) - cost
                stay = view.discount * expected(things, [(s, never[n]) for s, n in zip(shares, after, strict=True)]) - cost
                counted = Fraction(1) if self.first <= t < self.last else ZERO
                exposed = counted + view.discount * sum((s * exposure[n] for s, n in zip(shares, after, strict=True)), ZERO)
                signed = self._signed(t, m)
                now_worth[m], now_never[m] = max(signed, waits), stay
                now_exposure[m] = ZERO if signed >= waits else exposed
                if m == 0:
                    signs.append(signed >= waits)
            worth, never, exposure = now_worth, now_never, now_exposure
        signs.reverse()
        return Waiting(
            signs_now=signs[0],
            gain=self.signing - waits,
            waits_worth=waits,
            never_worth=never[0],
            signs_at=next((t for t, is_signed in enumerate(signs) if is_signed), None),
            exposure=exposed,
        )

    def _signed(self, t: int, happened: int) -> Fraction:
        extra = sum((self.effects[k][0] for k in range(len(self.effects)) if happened >> k & 1), ZERO)
        return self.signing + self.terms[t] + extra

    def _sets(self, t: int) -> list[int]:
        """Sets of what can have happened by a period."""
        past = [k for k, p in enumerate(self.view.prospects) if p.period <= t]
        return [sum(1 << k for k, h in zip(past, hs, strict=True) if h) for hs in product((0, 1), repeat=len(past))]
