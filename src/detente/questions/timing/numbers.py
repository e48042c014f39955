"""A party's gain of signing now, over readings.

Its values are drawn as everywhere, the numbers of its outlook evenly in their ranges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.model.case import Case
from detente.model.package import Package
from detente.questions.timing.finding import GainShare, ValuePath
from detente.questions.timing.paths import PartyPaths
from detente.questions.timing.play import EVENTS, TIE, Drawn, FloatArray, Played, latest_start, least_extra, play
from detente.questions.timing.view import Interval, View
from detente.questions.timing.waiting import gain_of_signing
from detente.readings.draws import ActorDraws

__all__ = ["OUTLOOKS", "PartyNumbers", "delays", "gain_share", "later_worth", "party_numbers", "value_path", "why_none"]

OUTLOOKS = 2000
"""First key of the streams that numbers of outlooks are drawn from, apart from those of values."""

WINDOWS = 200
"""Most choices of when things may happen that exact bounds look at."""

WHOLE = 100
"""Points of the whole scale."""


def why_none(paths: PartyPaths, own: ActorDraws | None, packages: Sequence[tuple[str, Package]]) -> str | None:
    """Why a party has no numbers; ``None`` where it has."""
    if not packages:
        return "no complete package is on the table"
    if own is None:
        return "its values could not be drawn"
    if paths.missing:
        return "the outlook gives no number for what is expected"
    if len(paths.happenings) > EVENTS:
        return f"more than {EVENTS} things may happen"
    if not paths.costs and not paths.changes and not paths.happenings:
        return "the outlook says nothing in numbers"
    if paths.end is None and own.no_deal is None:
        return "nothing says what having no deal is worth"
    return None


@dataclass(frozen=True, eq=False, kw_only=True)
class PartyNumbers:
    """One party's outlook drawn n times; ``worth`` is what signing each package now is worth, shape (n,) each."""

    paths: PartyPaths
    base: Drawn
    worth: tuple[FloatArray, ...]
    no_deal: FloatArray
    is_exact: bool

    def drawn(self, package: int) -> Drawn:
        """The numbers with one package to sign."""
        base = self.base
        return Drawn(
            signing=self.worth[package],
            end=base.end,
            terms=base.terms,
            costs=base.costs,
            discount=base.discount,
            periods=base.periods,
            chances=base.chances,
            terms_then=base.terms_then,
            costs_then=base.costs_then,
        )


def party_numbers(
    case: Case, paths: PartyPaths, own: ActorDraws, packages: Sequence[tuple[str, Package]], n: int, seed: int, place: int
) -> PartyNumbers:
    """Draw one party's outlook beside its values."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(OUTLOOKS, place)))
    unit = WHOLE / own.scale

    def values(table: object) -> FloatArray:
        return np.broadcast_to(np.asarray(table, np.float64) * unit, (n,))

    worth = []
    for _, package in packages:
        columns = [table[:, issue.index(package[issue.id])] for issue, table in zip(case.issues, own.tables, strict=True)]
        worth.append(values(np.sum(columns, axis=0)))
    no_deal = values(own.no_deal) if own.no_deal is not None else np.full(n, np.nan)
    end = no_deal if paths.end is None else _evenly(paths.end, n, rng)
    length = paths.grid.periods
    costs = np.zeros((length, n))
    for cost, is_steady in zip(paths.costs, paths.steady, strict=True):
        share = rng.random(n) if is_steady else np.zeros(n)
        for t, rate in enumerate(cost):
            costs[t] += float(rate.low) + float(rate.high - rate.low) * share
    terms = np.zeros((length + 1, n))
    for change, reached in paths.changes:
        drawn = _evenly(change, n, rng)
        for t, r in enumerate(reached):
            terms[t] += drawn * float(r)
    things = paths.happenings
    base = Drawn(
        signing=no_deal,
        end=end,
        terms=terms,
        costs=costs,
        discount=float(paths.discount),
        periods=tuple(rng.integers(h.first, h.last + 1, n) for h in things),
        chances=tuple(_evenly(h.chance, n, rng) for h in things),
        terms_then=tuple(_evenly(h.terms, n, rng) for h in things),
        costs_then=tuple(_evenly(h.cost, n, rng) for h in things),
    )
    is_exact = own.n == 1 and _is_settled(paths) and (paths.end is not None or own.no_deal is not None)
    return PartyNumbers(paths=paths, base=base, worth=tuple(worth), no_deal=no_deal, is_exact=is_exact)


def _evenly(number: Interval, n: int, rng: np.random.Generator) -> FloatArray:
    low, high = float(number.low), float(number.high)
    return np.full(n, low) if number.is_exact else low + (high - low) * rng.random(n)


def _is_settled(paths: PartyPaths) -> bool:
    every = [rate for cost in paths.costs for rate in cost] + [change for change, _ in paths.changes]
    every += [number for h in paths.happenings for number in (h.chance, h.terms, h.cost)]
    every += [] if paths.end is None else [paths.end]
    return all(number.is_exact for number in every) and all(h.first == h.last for h in paths.happenings)


def gain_share(numbers: PartyNumbers, name: str, place: int, exact: tuple[Fraction, Fraction] | None) -> tuple[GainShare, Played]:
    """What signing one package now gains, over the readings.

    Parameters
    ----------
    exact : what the package and no deal are worth where the party's values are exact, in points.
    """
    drawn = numbers.drawn(place)
    found = play(drawn)
    n = len(found.gain)
    share = Fraction(int(found.signs.sum()), n)
    waits = ~found.signs
    extra = np.median(least_extra(drawn)[waits]) if waits.any() else None
    least = most = None
    if exact is not None:
        bounds = [gain_of_signing(view) for view in _views(numbers, exact)]
        least, most = min((b.low for b in bounds), default=None), max((b.high for b in bounds), default=None)
    is_settled = numbers.is_exact and exact is not None
    told = GainShare(
        package=name,
        least=least,
        most=most,
        share=share,
        error=0.0 if is_settled else float(np.sqrt(float(share * (1 - share)) / n)),
        middle=_fraction(np.median(found.gain)),
        beats_never=Fraction(int((drawn.signing >= found.never[0] - TIE).sum()), n),
        pressure=None if extra is None else _fraction(extra),
        begins=_begins(drawn, waits, numbers.paths.grid.days),
        terms=_fraction(np.median(-found.gain[waits])) if waits.any() else None,
        delay=_fraction(np.median(_delay(drawn, 0))),
    )
    return told, found


def _begins(drawn: Drawn, waits: NDArray[np.bool_], days: Sequence[dt.date]) -> dt.date | None:
    """The day by which pressure has to begin in at least half of the readings in which it waits."""
    if not waits.any():
        return None
    found = np.sort(latest_start(drawn)[waits])
    return days[int(found[(len(found) - 1) // 2])]


def _views(numbers: PartyNumbers, exact: tuple[Fraction, Fraction]) -> list[View]:
    """The view for every choice of when things may happen; none where these are too many."""
    worth, no_deal = exact
    paths = numbers.paths
    windows = [range(h.first, h.last + 1) for h in paths.happenings]
    if prod(len(window) for window in windows) > WINDOWS:
        return []
    end = no_deal if paths.end is None else paths.end
    return [paths.view(worth, end, periods) for periods in product(*windows)]


def _expected(drawn: Drawn, t: int) -> tuple[FloatArray, FloatArray]:
    """Change of terms and cost at a period, what may have happened counted with its chance."""
    terms = drawn.terms[t]
    cost = drawn.costs[min(t, drawn.length - 1)]
    for period, chance, gain, burden in zip(drawn.periods, drawn.chances, drawn.terms_then, drawn.costs_then, strict=True):
        past = np.where(period <= t, chance, 0.0)
        terms, cost = terms + past * gain, cost + past * burden
    return terms, cost


def _delay(drawn: Drawn, t: int) -> FloatArray:
    """What one period of delay at a period costs: signing then, less signing a period on."""
    now, cost = _expected(drawn, t)
    then, _ = _expected(drawn, t + 1)
    return np.asarray(drawn.signing + now - (drawn.discount * (drawn.signing + then) - cost))


def delays(numbers: PartyNumbers, place: int) -> FloatArray:
    """The cost of a delay at every period in each reading, shape (T, n)."""
    drawn = numbers.drawn(place)
    return np.stack([_delay(drawn, t) for t in range(drawn.length)])


def later_worth(numbers: PartyNumbers, place: int) -> FloatArray:
    """What signing at each period is worth then, in each reading, shape (T + 1, n)."""
    drawn = numbers.drawn(place)
    return np.stack([drawn.signing + _expected(drawn, t)[0] for t in range(drawn.length + 1)])


def value_path(numbers: PartyNumbers, name: str, place: int) -> ValuePath:
    """What signing at each day is worth today, over the readings."""
    drawn = numbers.drawn(place)
    spent, weight = np.zeros_like(drawn.signing), 1.0
    rows = []
    for t in range(drawn.length + 1):
        terms, cost = _expected(drawn, t)
        rows.append(weight * (drawn.signing + terms) - spent)
        spent = spent + weight * cost
        weight *= drawn.discount
    quantiles = np.quantile(np.stack(rows), [0.05, 0.5, 0.95], axis=1)
    low, middle, high = (tuple(_fraction(value) for value in row) for row in quantiles)
    return ValuePath(package=name, days=numbers.paths.grid.days, low=low, middle=middle, high=high)


def _fraction(number: object) -> Fraction:
    """A drawn number to a thousandth of a point."""
    return Fraction(round(float(number) * 1000), 1000)  # type: ignore[arg-type]
