"""Every reading played through: who accepts which packages, and what then blocks or opens a deal.

One reading after another; nothing of size packages x readings is kept. For each reading the
conditions every deal breaks are reduced to the minimal ones: the *openings* of that reading. Many
readings share one such family, so families are stored once and readings point at them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.questions.agreement.landscape import BoolArray, IntArray, Landscape
from detente.questions.agreement.minimal_sets import minimal_members
from detente.readings.draws import ActorDraws, Readings

__all__ = ["Tally", "actor_draws", "gains", "moves_that_open", "reading_codes", "tally"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Tally:
    """What all readings say.

    Parameters
    ----------
    n : readings.
    families : distinct families of minimal masks of broken conditions (red lines and rules as
        stated, plus no-deal values); the empty mask in a family means a deal exists.
    family_of : shape (n,); which family each reading has.
    accepts : per party, shape (n_deals,); in how many readings the deal is worth its no-deal value.
    """

    n: int
    families: tuple[tuple[int, ...], ...]
    family_of: IntArray
    accepts: tuple[IntArray, ...]


def actor_draws(readings: Readings, actor_id: str) -> ActorDraws:
    """The draws of one actor; raises ``KeyError`` if it has none."""
    for draws in readings.actors:
        if draws.actor == actor_id:
            return draws
    raise KeyError(actor_id)


def gains(landscape: Landscape, draws: ActorDraws, reading: int, positions: IntArray | None = None) -> IntArray:
    """Value less no-deal value of deals in one reading, as integers of the actor's scale.

    An exact actor has one reading, used for all. Raises ``ValueError`` without a no-deal value.
    """
    if draws.no_deal is None:
        raise ValueError(f"{draws.actor} has no no-deal value")
    row = reading if len(draws.no_deal) > 1 else 0
    tables = [table[row] for table in draws.tables]
    deals = landscape.deals if positions is None else landscape.deals[positions]
    subset = None if len(deals) == landscape.space.size else deals
    return np.asarray(landscape.space.values(tables, subset=subset) - draws.no_deal[row])


def reading_codes(landscape: Landscape, readings: Readings, reading: int) -> IntArray:
    """Masks of every condition each deal breaks in one reading, no-deal values included."""
    codes = landscape.codes.copy()
    first = landscape.conditions.n_static
    for k, actor in enumerate(landscape.case.parties):
        below = gains(landscape, actor_draws(readings, actor.id), reading) < 0
        codes |= below.astype(np.int64) << (first + k)
    return codes


def moves_that_open(
    landscape: Landscape, readings: Readings, moves: Sequence[BoolArray], progress: Progress | None = None
) -> BoolArray:
    """Shape (n_moves, n): whether some deal a move frees is worth no deal to every party, in each reading.

    Only deals some move frees are looked at. O(readings x deals freed x parties).
    """
    parties = [actor_draws(readings, actor.id) for actor in landscape.case.parties]
    n = max((len(d.no_deal) for d in parties if d.no_deal is not None), default=1)
    freed = np.flatnonzero(np.logical_or.reduce(moves)).astype(np.int64)
    among = [np.flatnonzero(move[freed]) for move in moves]
    opens = np.zeros((len(moves), n), dtype=bool)
    for reading in range(n):
        worth_it = np.ones(len(freed), dtype=bool)
        for draws in parties:
            worth_it &= gains(landscape, draws, reading, freed) >= 0
        for m, positions in enumerate(among):
            opens[m, reading] = bool(worth_it[positions].any())
        if progress is not None and reading % 32 == 0:
            progress(reading, n)
    return opens


def tally(landscape: Landscape, readings: Readings, progress: Progress | None = None) -> Tally:
    """Play every reading through. O(readings x deals x parties).

    ``progress(done, total)`` is called now and then.
    """
    parties = [actor_draws(readings, actor.id) for actor in landscape.case.parties]
    n = max((len(d.no_deal) for d in parties if d.no_deal is not None), default=1)
    classes, class_of = np.unique(landscape.codes, return_inverse=True)
    shifted = class_of.reshape(-1).astype(np.int64) << len(parties)
    accepts = [np.zeros(len(landscape.deals), dtype=np.int64) for _ in parties]
    family_of = np.zeros(n, dtype=np.int64)
    families: dict[tuple[int, ...], int] = {}
    seen: dict[bytes, int] = {}
    for reading in range(n):
        below = np.zeros(len(landscape.deals), dtype=np.int64)
        for k, draws in enumerate(parties):
            is_below = gains(landscape, draws, reading) < 0
            accepts[k] += ~is_below
            below |= is_below.astype(np.int64) << k
        present = np.unique(shifted | below) if len(parties) > 8 else _present(shifted | below, len(classes) << len(parties))
        key = present.tobytes()
        if key not in seen:
            family = _family(present, classes, len(parties), landscape.conditions.n_static)
            seen[key] = families.setdefault(family, len(families))
        family_of[reading] = seen[key]
        if progress is not None and reading % 32 == 0:
            progress(reading, n)
    if progress is not None:
        progress(n, n)
    return Tally(n=n, families=tuple(families), family_of=family_of, accepts=tuple(accepts))


def _present(keys: IntArray, size: int) -> IntArray:
    return np.flatnonzero(np.bincount(keys, minlength=size)).astype(np.int64)


def _family(present: IntArray, classes: IntArray, n_parties: int, n_static: int) -> tuple[int, ...]:
    """Minimal masks of broken conditions among (class, below) keys."""
    below = (1 << n_parties) - 1
    masks = [int(classes[int(key) >> n_parties]) | (int(key) & below) << n_static for key in present]
    return minimal_members(masks)
