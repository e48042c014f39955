"""Signing against waiting for many readings at once: the backward induction of ``waiting`` on arrays.

Numbers are floats; a gain within rounding of 0 counts as a tie, and a tie signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

__all__ = ["EVENTS", "TIE", "Drawn", "Played", "latest_start", "least_extra", "play"]

EVENTS = 5
"""Most things that may happen in one view that is drawn."""

TIE = 1e-9
"""Points within which a gain is none."""

CRUSHING = 1e9
"""Points a period that nobody bears."""

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Drawn:
    """One party's numbers in n readings.

    Attributes
    ----------
    signing, end : shape (n,).
    terms : shape (T + 1, n); ``costs`` shape (T, n).
    periods, chances, terms_then, costs_then : one array of shape (n,) for each thing that may happen.
    """

    signing: FloatArray
    end: FloatArray
    terms: FloatArray
    costs: FloatArray
    discount: float
    periods: tuple[IntArray, ...]
    chances: tuple[FloatArray, ...]
    terms_then: tuple[FloatArray, ...]
    costs_then: tuple[FloatArray, ...]

    @property
    def length(self) -> int:
        """T."""
        return len(self.costs)


@dataclass(frozen=True, eq=False, kw_only=True)
class Played:
    """Results in each reading.

    Attributes
    ----------
    gain : of signing now over waiting, shape (n,); ``exposure`` the expected discounted periods waited.
    never : worth of going on from each period without ever signing, if nothing has happened, shape (T + 1, n).
    """

    gain: FloatArray
    exposure: FloatArray
    never: FloatArray

    @property
    def signs(self) -> npt.NDArray[np.bool_]:
        """Where signing now is at least as good."""
        return np.asarray(self.gain >= -TIE, np.bool_)


def play(drawn: Drawn, extra: FloatArray | None = None) -> Played:
    """Solve every reading. Cost: O(T x 3^events) array operations.

    Parameters
    ----------
    extra : a further cost of every period, shape (n,), or of each, shape (T, n).
    """
    n, last, events = len(drawn.signing), drawn.length, len(drawn.periods)
    more = np.broadcast_to(np.zeros(n) if extra is None else extra, (last, n))
    bonus = {m: _sum([drawn.terms_then[k] for k in _in(m, events)], n) for m in range(1 << events)}
    burden = {m: _sum([drawn.costs_then[k] for k in _in(m, events)], n) for m in range(1 << events)}
    worth = {m: np.maximum(drawn.signing + drawn.terms[last] + bonus[m], drawn.end) for m in bonus}
    stay = dict.fromkeys(bonus, drawn.end)
    exposure = dict.fromkeys(bonus, np.zeros(n))
    never = np.empty((last + 1, n))
    never[last] = drawn.end
    waits = worth[0]
    for t in range(last - 1, -1, -1):
        due = [np.where(own == t + 1, chance, 0.0) for own, chance in zip(drawn.periods, drawn.chances, strict=True)]
        now_worth, now_stay, now_exposure = {}, {}, {}
        for m in bonus:
            shares = list(_next(m, due, n))
            cost = drawn.costs[t] + burden[m] + more[t]
            waits = drawn.discount * _sum([s * worth[a] for a, s in shares], n) - cost
            exposed = 1.0 + drawn.discount * _sum([s * exposure[a] for a, s in shares], n)
            now_stay[m] = drawn.discount * _sum([s * stay[a] for a, s in shares], n) - cost
            signed = drawn.signing + drawn.terms[t] + bonus[m]
            is_signed = signed >= waits - TIE
            now_worth[m] = np.where(is_signed, signed, waits)
            now_exposure[m] = np.where(is_signed, 0.0, exposed)
            if m == 0:
                first_waits, first_exposed = waits, exposed
        worth, stay, exposure = now_worth, now_stay, now_exposure
        never[t] = stay[0]
    return Played(gain=drawn.signing - first_waits, exposure=first_exposed, never=never)


def least_extra(drawn: Drawn) -> FloatArray:
    """The least further cost of every period at which each reading signs now, shape (n,); see ``pressure``."""
    extra = np.zeros(len(drawn.signing))
    for _ in range(200):
        found = play(drawn, extra)
        short = ~found.signs
        if not short.any():
            break
        extra = np.where(short, extra - found.gain / found.exposure, extra)
    return extra


def latest_start(drawn: Drawn) -> IntArray:
    """The last period at which pressure, however great, may begin for each reading to sign now, shape (n,).

    T where it does so anyway. Later, the party could sign for more before the pressure begins. Cost: O(log T) solutions.
    """
    low, high = np.zeros(len(drawn.signing), np.int64), np.full(len(drawn.signing), drawn.length)
    periods = np.arange(drawn.length)[:, None]
    while (low < high).any():
        middle = (low + high + 1) // 2
        signs = play(drawn, np.where(periods >= middle, CRUSHING, 0.0)).signs
        low, high = np.where(signs, middle, low), np.where(signs, high, middle - 1)
    return low


def _in(chosen: int, events: int) -> list[int]:
    return [k for k in range(events) if chosen >> k & 1]


def _sum(parts: Sequence[FloatArray], n: int) -> FloatArray:
    total = np.zeros(n)
    for part in parts:
        total = total + part
    return total


def _next(happened: int, due: Sequence[FloatArray], n: int) -> list[tuple[int, FloatArray]]:
    """What may have happened one period on, with its probability in each reading."""
    open_events = [k for k in range(len(due)) if not happened >> k & 1 and due[k].any()]
    found = []
    for happens in product((False, True), repeat=len(open_events)):
        share, after = np.ones(n), happened
        for k, h in zip(open_events, happens, strict=True):
            share = share * (due[k] if h else 1.0 - due[k])
            after |= int(h) << k
        found.append((after, share))
    return found
